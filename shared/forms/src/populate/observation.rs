//! Observation-based population: an item's code and `observationLinkPeriod` name the Observation to answer from.

use chrono::{Duration, FixedOffset, Months, TimeZone, Utc};
use kangban_fhir::DateTime;
use kangban_fhirpath::Clock;
use serde_json::Value;

use crate::extract::json::{choice, list, sdc, text, type_of_suffix};

/// What is known of an item from an Observation.
#[derive(Debug, Clone)]
pub(crate) struct Known<'a> {
    /// Its value and the value's FHIR type.
    pub(crate) value: Value,
    pub(crate) kind: String,
    /// The Observation, which the items below belong to.
    pub(crate) observation: &'a Value,
}

/// The most recent value for an item that asks for one: within its period, of the patient, final, about nobody else.
/// Below an item that is answered from an Observation only that one's components and members count.
pub(crate) fn latest<'a>(
    item: &Value,
    form: &Value,
    patient: Option<&Value>,
    resources: &'a [Value],
    clock: &Clock,
    within: Option<&'a Value>,
) -> Option<Known<'a>> {
    let codes = list(item, "code");
    if codes.is_empty() {
        return None;
    }
    if let Some(above) = within {
        let component = list(above, "component").iter().find(|component| has_code(component, codes));
        if let Some((suffix, value)) = component.and_then(choice) {
            let kind = type_of_suffix(suffix);
            return Some(Known { value: value.clone(), kind, observation: above });
        }
        let member = |one: &&Value| is_member(above, one);
        return valued(resources.iter().filter(member).filter(|one| fits(one, codes, patient)));
    }
    let period = [item, form].into_iter().find_map(|element| sdc(element, "observationLinkPeriod").next())?;
    let since = since(period.get("valueDuration")?, clock)?;
    let recent = |one: &&Value| moment(one).is_some_and(|at| at >= since);
    valued(resources.iter().filter(|one| fits(one, codes, patient)).filter(recent))
}

/// The Observation that a group's items are answered from.
pub(crate) fn of_group<'a>(
    item: &Value,
    form: &Value,
    patient: Option<&Value>,
    resources: &'a [Value],
    clock: &Clock,
    within: Option<&'a Value>,
) -> Option<&'a Value> {
    let codes = list(item, "code");
    let period = [item, form].into_iter().find_map(|element| sdc(element, "observationLinkPeriod").next());
    if codes.is_empty() || (period.is_none() && within.is_none()) {
        return None;
    }
    let since = period.and_then(|period| since(period.get("valueDuration")?, clock));
    let recent = |one: &&Value| match (within, since) {
        (Some(above), _) => is_member(above, one),
        (None, Some(since)) => moment(one).is_some_and(|at| at >= since),
        (None, None) => false,
    };
    resources.iter().filter(|one| fits(one, codes, patient)).filter(recent).max_by_key(|one| moment(one))
}

fn valued<'a>(found: impl Iterator<Item = &'a Value>) -> Option<Known<'a>> {
    let latest = found.filter(|one| choice(one).is_some()).max_by_key(|one| moment(one))?;
    let (suffix, value) = choice(latest)?;
    Some(Known { value: value.clone(), kind: type_of_suffix(suffix), observation: latest })
}

/// Whether a resource is an Observation of the patient with one of the codes that may be relied on.
fn fits(one: &Value, codes: &[Value], patient: Option<&Value>) -> bool {
    let status = matches!(text(one, "status"), Some("final" | "amended" | "corrected"));
    let id = patient.and_then(|patient| text(patient, "id"));
    let subject = one.get("subject").and_then(|subject| text(subject, "reference"));
    let same = match (id, subject) {
        (Some(id), Some(subject)) => subject.rsplit('/').next() == Some(id),
        _ => true,
    };
    // An Observation with a focus is about somebody or something else than its subject.
    text(one, "resourceType") == Some("Observation")
        && status
        && same
        && list(one, "focus").is_empty()
        && has_code(one, codes)
}

fn has_code(one: &Value, codes: &[Value]) -> bool {
    let own = one.get("code").map_or(&[][..], |code| list(code, "coding"));
    own.iter().any(|coding| {
        codes.iter().any(|code| {
            code.get("code").is_some()
                && code.get("code") == coding.get("code")
                && (code.get("system").is_none() || code.get("system") == coding.get("system"))
        })
    })
}

fn is_member(above: &Value, one: &Value) -> bool {
    let Some(id) = text(one, "id") else { return false };
    list(above, "hasMember")
        .iter()
        .any(|member| text(member, "reference").is_some_and(|to| to.rsplit('/').next() == Some(id)))
}

/// When an Observation holds, in milliseconds.
fn moment(one: &Value) -> Option<i64> {
    let period =
        || one.get("effectivePeriod").and_then(|period| text(period, "end").or(text(period, "start")));
    let said = text(one, "effectiveDateTime")
        .or_else(|| text(one, "effectiveInstant"))
        .or_else(period)
        .or_else(|| text(one, "issued"))?;
    Some(DateTime::parse(said).ok()?.millis())
}

/// The beginning of a period that ends now, in milliseconds.
fn since(duration: &Value, clock: &Clock) -> Option<i64> {
    let unit = text(duration, "code").or(text(duration, "unit"))?;
    let value: f64 = duration.get("value")?.as_f64().filter(|value| *value >= 0.0)?;
    let utc = FixedOffset::east_opt(0)?;
    let now = clock.now.range(utc).0;
    let then = match unit.trim_end_matches('s') {
        "a" | "year" | "mo" | "month" => {
            let months = if unit.starts_with(['a', 'y']) { value * 12.0 } else { value };
            // A bound that reaches before the calendar takes everything.
            now.checked_sub_months(Months::new(whole(months)?))
                .unwrap_or_else(|| Utc.timestamp_nanos(i64::MIN))
        }
        other => {
            let seconds = match other {
                "wk" | "week" => 604_800.0,
                "d" | "day" => 86_400.0,
                "h" | "hour" => 3_600.0,
                "min" | "minute" => 60.0,
                // `s` itself is trimmed away above.
                "" | "second" => 1.0,
                _ => return None,
            };
            let back = Duration::try_seconds(i64::from(whole(value * seconds)?))?;
            now.checked_sub_signed(back).unwrap_or_else(|| Utc.timestamp_nanos(i64::MIN))
        }
    };
    Some(then.timestamp_millis())
}

/// The next whole number, when it is one that fits.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole(value: f64) -> Option<u32> {
    let up = value.ceil();
    (up.is_finite() && (0.0..=f64::from(u32::MAX)).contains(&up)).then_some(up as u32)
}
