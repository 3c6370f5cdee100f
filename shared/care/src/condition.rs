//! A condition of a rule or pathway: `FHIRPath`, read once.

use chrono::{DateTime, FixedOffset};
use kangban_fhirpath::{
    Clock, ErrorKind, Expression, Scope,
    ast::{Kind, Literal, Node, Operator},
};
use serde_json::Value;

/// Why a condition could not be read or evaluated. It names places and functions, never a patient's value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct ConditionError(String);

/// A condition that was read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Condition(Expression);

/// One value of a variable.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Given<'a> {
    json: &'a Value,
    kind: Option<&'static str>,
}

impl<'a> Given<'a> {
    pub(crate) fn resource(json: &'a Value) -> Self {
        Self { json, kind: None }
    }

    pub(crate) fn typed(json: &'a Value, kind: &'static str) -> Self {
        Self { json, kind: Some(kind) }
    }

    fn value(self) -> kangban_fhirpath::Value<'a> {
        match self.kind {
            Some(kind) => kangban_fhirpath::Value::typed(self.json, kind),
            None => kangban_fhirpath::Value::of(self.json),
        }
    }
}

/// What a condition is evaluated in.
#[derive(Clone)]
pub(crate) struct Variables<'a>(Scope<'a>);

impl<'a> Variables<'a> {
    /// With nothing but the moment, and the resource that it is about.
    pub(crate) fn about(resource: &'a Value, now: DateTime<FixedOffset>) -> Self {
        let clock = Clock { now: kangban_fhir::DateTime::from_moment(now) };
        Self(Scope::new(clock).focus(kangban_fhirpath::Value::of(resource)).resource(resource))
    }

    #[must_use]
    pub(crate) fn with(self, name: &'a str, values: impl IntoIterator<Item = Given<'a>>) -> Self {
        Self(self.0.variable(name, values.into_iter().map(Given::value).collect()))
    }
}

impl Condition {
    /// Reads a condition. A function or type that does not exist is an error here, never a rule that does not fire.
    pub(crate) fn parse(text: &str) -> Result<Self, ConditionError> {
        let expression = Expression::parse(text).map_err(|error| ConditionError(error.to_string()))?;
        let nothing = Value::Null;
        let mut trial = Variables::about(&nothing, DateTime::UNIX_EPOCH.fixed_offset());
        for name in expression.variables() {
            trial = trial.with(name, []);
        }
        if let Err(error) = expression.evaluate(&trial.0)
            && matches!(
                error.kind,
                ErrorKind::UnknownFunction(_) | ErrorKind::UnknownType(_) | ErrorKind::Arguments(..)
            )
        {
            return Err(ConditionError(error.to_string()));
        }
        Ok(Self(expression))
    }

    pub(crate) fn variables(&self) -> Vec<&str> {
        self.0.variables()
    }

    /// The questions that it reads, by comparing a `linkId`.
    pub(crate) fn link_ids(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.0.syntax().walk(&mut |node| {
            if let Kind::Binary { operator: Operator::Equal | Operator::In, left, right } = &node.kind
                && is_link_id(left)
            {
                right.walk(&mut |part| {
                    if let Kind::Literal(Literal::String(link_id)) = &part.kind
                        && !found.contains(link_id)
                    {
                        found.push(link_id.clone());
                    }
                });
            }
        });
        found
    }

    /// Whether it is met; `None` when `FHIRPath` leaves that open.
    pub(crate) fn holds(&self, variables: &Variables<'_>) -> Result<Option<bool>, ConditionError> {
        let wrong = |error: kangban_fhirpath::EvalError| ConditionError(error.to_string());
        match self.0.evaluate(&variables.0).map_err(wrong)?.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(one.as_bool().unwrap_or(true))),
            more => Err(ConditionError(format!("a condition has {} values", more.len()))),
        }
    }
}

fn is_link_id(node: &Node) -> bool {
    matches!(&node.kind, Kind::Member { name, .. } if name == "linkId")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn holds(text: &str, new: &Value) -> Option<bool> {
        let (a, b) = (
            json!({"resourceType": "Observation", "valueInteger": 3}),
            json!({"resourceType": "Observation", "valueInteger": 5}),
        );
        let limit = json!({"value": 38.5, "code": "Cel", "system": "http://unitsofmeasure.org"});
        let variables = Variables::about(new, DateTime::UNIX_EPOCH.fixed_offset())
            .with("new", [Given::resource(new)])
            .with("recent", [Given::resource(&a), Given::resource(&b)])
            .with("limit", [Given::typed(&limit, "Quantity")])
            .with("nothing", []);
        Condition::parse(text).unwrap().holds(&variables).unwrap()
    }

    #[test]
    fn conditions_have_the_meaning_of_fhirpath() {
        let new = json!({"resourceType": "Observation", "valueInteger": 8,
            "code": {"coding": [{"code": "a"}, {"code": "b"}]}});
        for (text, wanted) in [
            ("%new.value >= 4", Some(true)),
            ("%new.value < 4", Some(false)),
            ("%new.value - %recent.value.min() >= 5", Some(true)),
            ("%recent.value.avg() = 4", Some(true)),
            ("%recent.count() + 1 >= 3 and %recent.all(value < 6)", Some(true)),
            ("%recent.where(value > 4).exists()", Some(true)),
            ("%new.code.coding.exists(code = 'b')", Some(true)),
            ("%new.code.coding.where(code.startsWith('c')).empty()", Some(true)),
            ("%nothing.value >= 1", None),
            ("%nothing.value >= 1 or true", Some(true)),
            ("(%nothing.value >= 1).not()", None),
            ("(%recent | %new).value.max() = 8", Some(true)),
            ("%recent.first().value = 3", Some(true)),
            ("code.coding.count() = 2", Some(true)),
        ] {
            assert_eq!(holds(text, &new), wanted, "{text}");
        }
    }

    #[test]
    fn amounts_compare_across_units() {
        let amount = |value: f64, unit: &str| json!({"resourceType": "Observation", "valueQuantity": {"value": value, "code": unit, "system": "http://unitsofmeasure.org"}});
        assert_eq!(holds("%new.value >= %limit", &amount(101.3, "[degF]")), Some(true));
        assert_eq!(holds("%new.value >= %limit", &amount(101.2, "[degF]")), Some(false));
        assert_eq!(holds("%new.value >= %limit", &amount(60.0, "kg")), None);
    }

    #[test]
    fn what_cannot_be_read_is_an_error_when_the_rule_is_read() {
        for text in ["%new.value >=", "'open", "%", "(a", "%new.value.dance()", "%new.value.ofType(Nonsense)"]
        {
            assert!(Condition::parse(text).is_err(), "{text}");
        }
        assert!(Condition::parse(&"(".repeat(100_000)).is_err());
    }

    #[test]
    fn the_questions_that_a_condition_reads_are_known() {
        let text = "%new.descendants().where(linkId = 'wound').answer.value.exists(code = 'pus') or \
                    %new.descendants().where(linkId in ('a' | 'b')).answer.exists()";
        assert_eq!(Condition::parse(text).unwrap().link_ids(), ["wound", "a", "b"]);
    }
}
