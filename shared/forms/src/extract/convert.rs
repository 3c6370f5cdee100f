//! A value of one FHIR type as a value of another, where that loses nothing that matters.

use kangban_fhir::{Date, DateTime, Instant};
use serde_json::{Value, json};

use super::json::text;

/// Whether a type is a kind of text.
fn is_text(kind: &str) -> bool {
    matches!(
        kind,
        "string"
            | "markdown"
            | "code"
            | "id"
            | "uri"
            | "url"
            | "canonical"
            | "oid"
            | "uuid"
            | "base64Binary"
            | "xhtml"
    )
}

fn is_quantity(kind: &str) -> bool {
    matches!(
        kind,
        "Quantity" | "SimpleQuantity" | "MoneyQuantity" | "Age" | "Count" | "Distance" | "Duration"
    )
}

fn is_number(kind: &str) -> bool {
    matches!(kind, "decimal" | "integer" | "positiveInt" | "unsignedInt")
}

/// `value`, which is a `from`, as a `to`; `None` when it cannot be one.
pub(crate) fn convert(value: &Value, from: &str, to: &str) -> Option<Value> {
    if from == to {
        return Some(value.clone());
    }
    match to {
        _ if is_text(to) => to_text(value, from, to).map(Value::from),
        "boolean" => match to_text(value, from, "code")?.as_str() {
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            _ => None,
        },
        "integer" | "positiveInt" | "unsignedInt" => to_integer(value, from, to),
        "decimal" if is_number(from) => Some(value.clone()),
        "decimal" if is_quantity(from) => value.get("value").cloned(),
        "decimal" if is_text(from) => number(value.as_str()?),
        "date" | "dateTime" | "instant" => to_date(value.as_str()?, to),
        "time" if is_text(from) => kangban_fhir::Time::parse(value.as_str()?).ok().map(|_| value.clone()),
        _ if is_quantity(to) && is_quantity(from) => Some(value.clone()),
        _ if is_quantity(to) && is_number(from) => Some(json!({ "value": value })),
        "Money" if is_number(from) => Some(json!({ "value": value })),
        "CodeableConcept" => match from {
            "Coding" => Some(json!({ "coding": [value] })),
            "code" => Some(json!({ "coding": [{ "code": value }] })),
            _ if is_text(from) => Some(json!({ "text": value })),
            _ => None,
        },
        "Coding" => match from {
            "CodeableConcept" => value.get("coding")?.get(0).cloned(),
            "code" => Some(json!({ "code": value })),
            _ if is_text(from) => Some(json!({ "display": value })),
            _ => None,
        },
        "Reference" if is_text(from) => Some(json!({ "reference": value })),
        "Identifier" | "ContactPoint" if is_text(from) => Some(json!({ "value": value })),
        "HumanName" | "Address" | "Annotation" if is_text(from) => Some(json!({ "text": value })),
        "Attachment" if matches!(from, "uri" | "url" | "canonical") => Some(json!({ "url": value })),
        "Period" if matches!(from, "date" | "dateTime" | "instant") => Some(json!({ "start": value })),
        "Timing" if matches!(from, "date" | "dateTime" | "instant") => {
            Some(json!({ "event": [to_date(value.as_str()?, "dateTime")?] }))
        }
        _ => None,
    }
}

fn to_text(value: &Value, from: &str, to: &str) -> Option<String> {
    match from {
        // What a person reads goes where a text is, what a machine reads where a code is.
        "Coding" if matches!(to, "string" | "markdown") => text(value, "display").or(text(value, "code")),
        "Coding" => text(value, "code"),
        "CodeableConcept" => {
            let coding = value.get("coding").and_then(|all| all.get(0));
            let said = text(value, "text").filter(|_| matches!(to, "string" | "markdown"));
            return said
                .map(str::to_owned)
                .or_else(|| to_text(coding?, "Coding", to))
                .or_else(|| text(value, "text").map(str::to_owned));
        }
        "Reference" => text(value, "reference"),
        "Identifier" | "ContactPoint" => text(value, "value"),
        "HumanName" | "Address" | "Annotation" => text(value, "text"),
        "Attachment" => text(value, "url"),
        _ => {
            return match value {
                Value::String(text) => Some(text.clone()),
                Value::Number(number) => Some(number.to_string()),
                Value::Bool(flag) => Some(flag.to_string()),
                _ => None,
            };
        }
    }
    .map(str::to_owned)
}

fn to_integer(value: &Value, from: &str, to: &str) -> Option<Value> {
    let digits = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) if is_text(from) => text.trim().to_owned(),
        _ => return None,
    };
    // 3.0 is the integer 3; 3.5 is none.
    let whole = match digits.split_once('.') {
        Some((whole, rest)) if rest.bytes().all(|digit| digit == b'0') => whole,
        Some(_) => return None,
        None => digits.as_str(),
    };
    let whole: i32 = whole.parse().ok()?;
    let least = match to {
        "positiveInt" => 1,
        "unsignedInt" => 0,
        _ => i32::MIN,
    };
    (whole >= least).then(|| Value::from(whole))
}

fn number(text: &str) -> Option<Value> {
    let read: Value = serde_json::from_str(text.trim()).ok()?;
    read.is_number().then_some(read)
}

fn to_date(text: &str, to: &str) -> Option<Value> {
    let said = match to {
        "date" => text.split('T').next().filter(|day| Date::parse(day).is_ok())?,
        "dateTime" => Some(text).filter(|text| DateTime::parse(text).is_ok())?,
        _ => Some(text).filter(|text| Instant::parse(text).is_ok())?,
    };
    Some(Value::from(said))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn becomes(value: &str, from: &str, to: &str) -> Option<String> {
        convert(&serde_json::from_str(value).unwrap(), from, to).map(|value| value.to_string())
    }

    #[test]
    fn an_answer_becomes_what_the_element_needs() {
        let coding = r#"{"system":"s","code":"male","display":"Male"}"#;
        for (value, from, to, expected) in [
            (coding, "Coding", "code", r#""male""#),
            (coding, "Coding", "string", r#""Male""#),
            (
                coding,
                "Coding",
                "CodeableConcept",
                r#"{"coding":[{"system":"s","code":"male","display":"Male"}]}"#,
            ),
            (r#""Ann""#, "string", "HumanName", r#"{"text":"Ann"}"#),
            (r#""Patient/1""#, "string", "Reference", r#"{"reference":"Patient/1"}"#),
            ("38.60", "decimal", "Quantity", r#"{"value":38.60}"#),
            (r#"{"value":1.0,"unit":"kg"}"#, "Quantity", "decimal", "1.0"),
            ("3.0", "decimal", "integer", "3"),
            (r#""2026-11-25T08:00:00+08:00""#, "dateTime", "date", r#""2026-11-25""#),
            (r#""2026-11-25""#, "date", "Period", r#"{"start":"2026-11-25"}"#),
            (r#""true""#, "string", "boolean", "true"),
        ] {
            assert_eq!(becomes(value, from, to).as_deref(), Some(expected), "{value} {from} {to}");
        }
    }

    #[test]
    fn what_cannot_be_is_said_to_be_impossible() {
        for (value, from, to) in [
            ("3.5", "decimal", "integer"),
            ("0", "integer", "positiveInt"),
            (r#""2026-11-25""#, "date", "instant"),
            (r#""soon""#, "string", "date"),
            (r#"{"url":"a"}"#, "Attachment", "boolean"),
            (r#""maybe""#, "string", "boolean"),
        ] {
            assert_eq!(becomes(value, from, to), None, "{value} {from} {to}");
        }
    }
}
