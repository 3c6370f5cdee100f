//! Comparing the values of answers: `("Coding", {…})` with `("Coding", {…})`.

use std::{cmp::Ordering, str::FromStr};

use bigdecimal::BigDecimal;
use kangban_fhir::{DateTime, terms};
use kangban_fhirpath::ucum;
use serde_json::Value;

use crate::items::read::text;

/// A value with the suffix of its `value[x]`.
pub(crate) type Choice<'a> = (&'a str, &'a Value);

/// The number's own digits.
pub(crate) fn number(value: &Value) -> Option<BigDecimal> {
    match value {
        Value::Number(number) => BigDecimal::from_str(number.as_str()).ok(),
        _ => None,
    }
}

/// A date or moment.
pub(crate) fn moment(value: &Value) -> Option<DateTime> {
    DateTime::parse(value.as_str()?).ok()
}

/// Which is earlier. A date without a zone is meant in the zone of the other.
pub(crate) fn moments(one: &DateTime, other: &DateTime) -> Option<Ordering> {
    let ((Some(zone), None) | (None, Some(zone))) = (one.offset(), other.offset()) else {
        return one.compare(other);
    };
    let (own, others) = (one.range(zone), other.range(zone));
    if own.1 <= others.0 {
        Some(Ordering::Less)
    } else if others.1 <= own.0 {
        Some(Ordering::Greater)
    } else {
        None
    }
}

/// Whether the two are the same value. Codings are the same by system and code, never by display.
pub(crate) fn same(one: Choice<'_>, other: Choice<'_>) -> bool {
    match (one.0, other.0) {
        ("Coding", "Coding") => same_coding(one.1, other.1),
        ("Quantity", "Quantity") => quantities(one.1, other.1) == Some(Ordering::Equal),
        ("Reference", "Reference") => {
            text(one.1, "reference").is_some() && text(one.1, "reference") == text(other.1, "reference")
        }
        ("Coding", "String") => text(one.1, "code").is_none() && text(one.1, "display") == other.1.as_str(),
        ("String", "Coding") => same(other, one),
        ("Boolean", _) | (_, "Boolean") => one.1 == other.1,
        ("String" | "Uri", "String" | "Uri") => {
            one.1.as_str().is_some() && one.1.as_str() == other.1.as_str()
        }
        _ => order(one, other) == Some(Ordering::Equal),
    }
}

/// System and code; a system that one of them leaves out says nothing against it. Without codes, the display.
pub(crate) fn same_coding(one: &Value, other: &Value) -> bool {
    let code = (text(one, "code"), text(other, "code"));
    let system = (text(one, "system"), text(other, "system"));
    let same_system = match system {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    match code {
        (Some(one), Some(other)) => one == other && same_system,
        (None, None) => {
            same_system && text(one, "display").is_some() && text(one, "display") == text(other, "display")
        }
        _ => false,
    }
}

/// Which is less; nothing when that cannot be told.
pub(crate) fn order(one: Choice<'_>, other: Choice<'_>) -> Option<Ordering> {
    match (one.0, other.0) {
        ("Quantity", "Quantity") => quantities(one.1, other.1),
        ("Integer" | "Decimal", "Quantity") => number(one.1)?.partial_cmp(&number(other.1.get("value")?)?),
        ("Quantity", "Integer" | "Decimal") => number(one.1.get("value")?)?.partial_cmp(&number(other.1)?),
        ("Integer" | "Decimal", "Integer" | "Decimal") => number(one.1)?.partial_cmp(&number(other.1)?),
        ("Date" | "DateTime" | "Instant", "Date" | "DateTime" | "Instant") => {
            if one.1 == other.1 {
                return Some(Ordering::Equal);
            }
            moments(&moment(one.1)?, &moment(other.1)?)
        }
        ("Time", "Time") => {
            let read =
                |value: &Value| kangban_fhir::Time::parse(value.as_str()?).ok().map(|time| time.clock());
            Some(read(one.1)?.cmp(&read(other.1)?))
        }
        ("String" | "Uri", "String" | "Uri") => Some(one.1.as_str()?.cmp(other.1.as_str()?)),
        _ => None,
    }
}

/// Orders two quantities, the first converted to the unit of the second; nothing when it cannot be.
pub(crate) fn quantities(one: &Value, other: &Value) -> Option<Ordering> {
    let (own, others) = (number(one.get("value")?)?, number(other.get("value")?)?);
    let system = |quantity| text(quantity, "system").unwrap_or(terms::UCUM).to_owned();
    if system(one) != system(other) {
        return None;
    }
    let equal = |name| match (text(one, name), text(other, name)) {
        (Some(one), Some(other)) => one == other,
        _ => false,
    };
    let bare = |quantity: &Value| quantity.get("code").is_none() && quantity.get("unit").is_none();
    if equal("code") || equal("unit") || (bare(one) && bare(other)) {
        return own.partial_cmp(&others);
    }
    if system(one) != terms::UCUM {
        return None;
    }
    let unit = |quantity| text(quantity, "code").or_else(|| text(quantity, "unit"));
    ucum::convert(&own, unit(one)?, unit(other)?)?.partial_cmp(&others)
}

/// How an answer stands to a condition's; nothing when they cannot be compared. Codes have no order: they are equal
/// or not, and a condition without a system means the code in whatever system.
pub(crate) fn condition(given: Choice<'_>, wanted: Choice<'_>) -> Option<Ordering> {
    match (given.0, wanted.0) {
        ("Boolean", "Boolean") => Some(given.1.as_bool()?.cmp(&wanted.1.as_bool()?)),
        ("Coding", "Coding") => {
            let same = |name| text(given.1, name) == text(wanted.1, name);
            let system = text(wanted.1, "system").is_none() || same("system");
            let code = match text(wanted.1, "code") {
                Some(_) => same("code"),
                None => text(wanted.1, "display").is_some() && same("display"),
            };
            Some(if system && code { Ordering::Equal } else { Ordering::Less })
        }
        ("Reference", "Reference") => Some(text(given.1, "reference")?.cmp(text(wanted.1, "reference")?)),
        ("Quantity", "Quantity") => {
            let unit = |quantity| text(quantity, "code").or_else(|| text(quantity, "unit"));
            if unit(given.1).is_some() && unit(wanted.1).is_some() {
                return quantities(given.1, wanted.1);
            }
            number(given.1.get("value")?)?.partial_cmp(&number(wanted.1.get("value")?)?)
        }
        ("Quantity", _) | (_, "Quantity") => None,
        ("Date" | "DateTime", "Date" | "DateTime") => moment(given.1)?.compare(&moment(wanted.1)?),
        _ => order(given, wanted),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn answers_are_compared_by_what_they_mean() {
        let order = |suffix: &str, a: Value, b: Value| condition((suffix, &a), (suffix, &b));
        assert_eq!(condition(("Integer", &json!(3)), ("Decimal", &json!(3.0))), Some(Ordering::Equal));
        assert_eq!(order("Date", json!("2026-03-01"), json!("2026-03-02")), Some(Ordering::Less));
        assert_eq!(order("Date", json!("2026"), json!("2026-03-02")), None);
        assert_eq!(order("Time", json!("09:00:00"), json!("10:00:00")), Some(Ordering::Less));
        assert_eq!(
            order(
                "Coding",
                json!({"system": "s", "code": "a", "display": "x"}),
                json!({"system": "s", "code": "a"})
            ),
            Some(Ordering::Equal)
        );
        assert_ne!(
            order("Coding", json!({"system": "s", "code": "a"}), json!({"system": "t", "code": "a"})),
            Some(Ordering::Equal)
        );
        assert_eq!(
            order("Quantity", json!({"value": 38.6, "code": "Cel"}), json!({"value": 100, "code": "[degF]"})),
            Some(Ordering::Greater)
        );
        assert_eq!(condition(("String", &json!("1")), ("Integer", &json!(1))), None);
    }
}
