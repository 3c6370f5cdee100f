//! The values in a rule that a clinician can change.

use std::cmp::Ordering;

use kangban_fhir::{Choice, Datatype, Decimal, Extension, PlanDefinition, Quantity, terms};
use serde_json::Value;

/// One value of a rule that a clinician can change.
#[derive(Debug, Clone, PartialEq)]
pub struct Threshold {
    /// Its name: in the rule's conditions it is the variable `%name`.
    pub name: String,
    /// Its value; a score has the unit `1`. `None` while the hospital has to set it first.
    pub value: Option<Quantity>,
    /// The lowest value that may be set.
    pub low: Option<Decimal>,
    /// The highest value that may be set.
    pub high: Option<Decimal>,
}

/// Why a threshold was not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ThresholdError {
    /// The rule has no threshold of that name.
    #[error("the rule has no threshold '{0}'")]
    Unknown(String),
    /// The value is outside what may be set.
    #[error("the value has to be from {low} to {high}")]
    OutOfRange {
        /// The lowest.
        low: String,
        /// The highest.
        high: String,
    },
}

/// The thresholds of a rule, in its order. One that is malformed is left out.
pub fn thresholds(plan: &PlanDefinition) -> Vec<Threshold> {
    plan.extensions().unwrap_or_default().iter().filter_map(read).collect()
}

fn read(extension: &Extension) -> Option<Threshold> {
    if extension.url != terms::THRESHOLD {
        return None;
    }
    let number = |name: &str| extension.inner_value(name).and_then(Choice::number);
    Some(Threshold {
        name: extension.inner_value("name")?.as_str()?.to_owned(),
        value: extension.inner_value("value").and_then(Choice::as_quantity).cloned(),
        low: number("low"),
        high: number("high"),
    })
}

/// Sets a threshold within its allowed range, and raises the rule's version.
///
/// A rule that waited for this value (status `draft`) becomes active once no threshold is without a value.
///
/// # Errors
/// [`ThresholdError`]; the rule is then unchanged.
pub fn set_threshold(plan: &mut PlanDefinition, name: &str, value: &Decimal) -> Result<(), ThresholdError> {
    let known = thresholds(plan).into_iter().find(|threshold| threshold.name == name);
    let known = known.ok_or_else(|| ThresholdError::Unknown(name.to_owned()))?;
    let beyond = |limit: &Option<Decimal>, wrong: Ordering| {
        limit.as_ref().is_some_and(|limit| value.cmp(limit) == wrong)
    };
    if beyond(&known.low, Ordering::Less) || beyond(&known.high, Ordering::Greater) {
        let text = |limit: Option<Decimal>| limit.map_or_else(|| "–".to_owned(), |limit| limit.to_string());
        return Err(ThresholdError::OutOfRange { low: text(known.low), high: text(known.high) });
    }
    for extension in plan.json_mut().get_mut("extension").and_then(Value::as_array_mut).into_iter().flatten()
    {
        if extension.get("url").and_then(Value::as_str) == Some(terms::THRESHOLD) {
            set_value(extension, name, value);
        }
    }
    let version = plan.version().ok().flatten().unwrap_or_default();
    plan.set("version", &Some(next_version(&version)));
    if thresholds(plan).iter().all(|threshold| threshold.value.as_ref().is_some_and(|it| it.value.is_some()))
        && plan.status().ok().flatten().as_deref() == Some("draft")
    {
        plan.set("status", &Some("active".to_owned()));
    }
    Ok(())
}

fn set_value(extension: &mut Value, name: &str, value: &Decimal) {
    let Some(inner) = extension.get_mut("extension").and_then(Value::as_array_mut) else { return };
    let is = |one: &Value, url: &str| one.get("url").and_then(Value::as_str) == Some(url);
    if !inner
        .iter()
        .any(|one| is(one, "name") && one.get("valueString").and_then(Value::as_str) == Some(name))
    {
        return;
    }
    for one in inner.iter_mut().filter(|one| is(one, "value")) {
        if let Some(quantity) = one.get_mut("valueQuantity").and_then(Value::as_object_mut) {
            quantity.insert("value".to_owned(), value.write());
        }
    }
}

/// `1.0.3` becomes `1.0.4`; a version that does not end in a number gets `.1`.
fn next_version(version: &str) -> String {
    match version.rsplit_once('.').and_then(|(head, tail)| Some((head, tail.parse::<u64>().ok()?))) {
        Some((head, tail)) => format!("{head}.{}", tail.saturating_add(1)),
        None if version.is_empty() => "1.0.1".to_owned(),
        None => format!("{version}.1"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fever() -> PlanDefinition {
        let found = crate::library().into_iter().find(|rule| rule.id() == Some("postoperative-temperature"));
        PlanDefinition::try_from(found.unwrap()).unwrap()
    }

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn a_value_is_changed_digit_by_digit_and_the_version_rises() {
        let mut plan = fever();
        let before = plan.version().unwrap().unwrap();
        set_threshold(&mut plan, "high", &decimal("38.20")).unwrap();
        let high = thresholds(&plan).into_iter().find(|one| one.name == "high").unwrap();
        assert_eq!(high.value.unwrap().value.unwrap().as_str(), "38.20");
        assert_ne!(plan.version().unwrap().unwrap(), before);
    }

    #[test]
    fn a_value_out_of_range_or_of_an_unknown_name_changes_nothing() {
        let mut plan = fever();
        let before = plan.to_json();
        assert!(matches!(
            set_threshold(&mut plan, "high", &decimal("45")),
            Err(ThresholdError::OutOfRange { .. })
        ));
        assert!(matches!(set_threshold(&mut plan, "other", &decimal("38")), Err(ThresholdError::Unknown(_))));
        assert_eq!(plan.to_json(), before);
    }

    #[test]
    fn versions_count_up() {
        assert_eq!(next_version("1.0.9"), "1.0.10");
        assert_eq!(next_version(""), "1.0.1");
        assert_eq!(next_version("2026a"), "2026a.1");
    }
}
