//! Making an answer of what an expression gave.

use kangban_fhir::{Date, DateTime, Decimal, Time};
use kangban_fhirpath::Value as PathValue;
use serde_json::{Map, Number, Value, json};

use crate::{
    AnswerOption, Item, ItemKind,
    items::{options::weight_extension, read},
};

/// `{"valueX": …}`
pub(crate) fn answer(name: &str, value: Value) -> Value {
    let mut answer = Map::new();
    answer.insert(name.to_owned(), value);
    Value::Object(answer)
}

/// The answers that an item can hold of what an expression gave, and whether some could not be held.
pub(crate) fn answers_of(item: &Item, values: &[PathValue<'_>]) -> (Vec<Value>, bool) {
    let mut answers = Vec::new();
    let mut lost = false;
    for value in values {
        let choice = value.to_choice();
        let (suffix, json) = match choice {
            Some((suffix, json)) => (suffix, json),
            None => ("", value.to_json()),
        };
        match convert(item, suffix, json) {
            Some(answer) if answers.contains(&answer) => {}
            Some(answer) => answers.push(answer),
            None => lost = true,
        }
    }
    if !item.repeats && answers.len() > 1 {
        answers.truncate(1);
        lost = true;
    }
    (answers, lost)
}

/// One value as the item's kind of answer; `None` when it cannot be one.
pub(crate) fn convert(item: &Item, suffix: &str, json: Value) -> Option<Value> {
    let text = json.as_str();
    let value = match item.kind {
        ItemKind::Group | ItemKind::Display | ItemKind::Unknown => return None,
        ItemKind::Boolean => json.is_boolean().then_some(json)?,
        ItemKind::Decimal => Value::Number(number(&json)?),
        ItemKind::Integer => Value::Number(whole(&number(&json)?)?),
        ItemKind::Date => {
            let day = text?.split('T').next()?;
            Date::parse(day).ok()?;
            day.into()
        }
        ItemKind::DateTime => {
            DateTime::parse(text?).ok()?;
            json
        }
        ItemKind::Time => {
            Time::parse(text?).ok()?;
            json
        }
        ItemKind::String | ItemKind::Text => words(&json)?.into(),
        ItemKind::Url => text.filter(|text| !text.is_empty())?.into(),
        ItemKind::Choice | ItemKind::OpenChoice => return chosen(item, suffix, json),
        ItemKind::Attachment => {
            (json.get("contentType").is_some() || json.get("url").is_some()).then_some(json)?
        }
        ItemKind::Reference => reference(json)?,
        ItemKind::Quantity => quantity(item, json)?,
    };
    Some(answer(item.kind.value_name()?, value))
}

fn number(json: &Value) -> Option<Number> {
    match json {
        Value::Number(number) => Some(number.clone()),
        Value::Object(_) => json.get("value")?.as_number().cloned(),
        Value::String(text) => {
            Decimal::parse(text.trim()).ok().map(|_| Number::from_string_unchecked(text.trim().to_owned()))
        }
        _ => None,
    }
}

/// The number as a whole one, when it is one: `5.0` is, `5.5` is not.
fn whole(number: &Number) -> Option<Number> {
    let value = Decimal::parse(number.as_str()).ok()?;
    let rounded = value.value().with_scale(0);
    if rounded != *value.value() {
        return None;
    }
    rounded.to_plain_string().parse::<i64>().ok().map(Number::from)
}

fn words(json: &Value) -> Option<String> {
    let words = match json {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        Value::Object(_) => {
            let amount = json.get("value").and_then(Value::as_number).map(|value| {
                let unit = read::text(json, "unit").or_else(|| read::text(json, "code")).unwrap_or_default();
                format!("{value} {unit}").trim().to_owned()
            });
            let first = read::list(json, "coding").first();
            let named = |json: &Value| {
                read::text(json, "text")
                    .or_else(|| read::text(json, "display"))
                    .or_else(|| read::text(json, "code"))
                    .map(str::to_owned)
            };
            amount.or_else(|| named(json)).or_else(|| first.and_then(named))?
        }
        _ => return None,
    };
    (!words.is_empty()).then_some(words)
}

fn chosen(item: &Item, suffix: &str, json: Value) -> Option<Value> {
    let options = &item.options.list;
    if json.is_object() {
        if let Some(reference) = reference(json.clone()).filter(|_| json.get("reference").is_some()) {
            return Some(answer("valueReference", reference));
        }
        let codings = json.get("coding").and_then(Value::as_array);
        let candidates: Vec<&Value> = codings.map_or_else(|| vec![&json], |codings| codings.iter().collect());
        let known = candidates.iter().find_map(|coding| option_of(options, coding));
        if let Some(option) = known {
            return Some(option.value.clone());
        }
        let first = candidates.first()?;
        let names_something = read::text(first, "code").or_else(|| read::text(first, "display")).is_some();
        return names_something.then(|| answer("valueCoding", (*first).clone()));
    }
    let text = match &json {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        _ => return None,
    };
    let known = options.iter().find(|option| match option.value.get("valueCoding") {
        Some(coding) => read::text(coding, "code") == Some(&text),
        None => option.key == text,
    });
    let by_label = || options.iter().find(|option| option.label.text == text);
    if let Some(option) = known.or_else(by_label) {
        return Some(option.value.clone());
    }
    let takes_text = item.kind == ItemKind::OpenChoice || item.options.open;
    let takes_value = options.is_empty() && !suffix.is_empty() && item.options.value_set.is_none();
    match (takes_text || takes_value, &json) {
        (true, Value::String(_)) if matches!(suffix, "Date" | "DateTime" | "Time") && !takes_text => {
            Some(answer(&format!("value{suffix}"), json))
        }
        (true, Value::String(_)) => Some(answer("valueString", json)),
        (true, Value::Number(_)) if suffix == "Integer" => Some(answer("valueInteger", json)),
        _ => None,
    }
}

/// The option that a coding stands for: same code, and same system where both name one.
fn option_of<'a>(options: &'a [AnswerOption], coding: &Value) -> Option<&'a AnswerOption> {
    let code = read::text(coding, "code")?;
    let system = read::text(coding, "system");
    options.iter().find(|option| {
        option.value.get("valueCoding").is_some_and(|known| {
            read::text(known, "code") == Some(code)
                && (system.is_none()
                    || read::text(known, "system").is_none()
                    || read::text(known, "system") == system)
        })
    })
}

/// Puts the option's weight into a coding that leaves it out, so that scores need not look it up.
pub(crate) fn weigh(item: &Item, answer: &mut Value) {
    let Some(coding) = answer.get_mut("valueCoding") else { return };
    if weight_extension(coding).is_some() {
        return;
    }
    let (system, code) = (read::text(coding, "system"), read::text(coding, "code"));
    let found = item.options.list.iter().filter(|option| option.weight.is_some()).find_map(|option| {
        let known = option.value.get("valueCoding")?;
        let same = read::text(known, "code") == code && read::text(known, "system") == system;
        if same { weight_extension(known).cloned() } else { None }
    });
    if let (Some(extension), Some(coding)) = (found, coding.as_object_mut()) {
        match coding.get_mut("extension").and_then(Value::as_array_mut) {
            Some(known) => known.push(extension),
            None => {
                coding.insert("extension".into(), json!([extension]));
            }
        }
    }
}

fn reference(json: Value) -> Option<Value> {
    if json.get("reference").is_some()
        || (json.get("identifier").is_some() && json.get("resourceType").is_none())
    {
        return Some(json);
    }
    if let Some(text) = json.as_str().filter(|text| text.contains('/')) {
        return Some(json!({"reference": text}));
    }
    let (kind, id) = (read::text(&json, "resourceType")?, read::text(&json, "id")?);
    Some(json!({"reference": format!("{kind}/{id}")}))
}

fn quantity(item: &Item, json: Value) -> Option<Value> {
    match json {
        Value::Object(_) => json.get("value")?.is_number().then_some(json),
        Value::Number(_) => {
            let mut quantity = Map::new();
            quantity.insert("value".into(), json);
            let unit = item.unit.as_ref().or_else(|| item.unit_options.first());
            if let Some(unit) = unit {
                let word = read::text(unit, "display").or_else(|| read::text(unit, "code"));
                for (name, value) in [
                    ("unit", word),
                    ("system", read::text(unit, "system")),
                    ("code", read::text(unit, "code")),
                ] {
                    if let Some(value) = value {
                        quantity.insert(name.into(), value.into());
                    }
                }
            }
            Some(Value::Object(quantity))
        }
        _ => None,
    }
}

/// Whether a question takes an answer of this type (`valueX`).
pub(crate) fn takes(item: &Item, answer: &Value) -> bool {
    let Some((suffix, value)) = read::choice(answer, "value") else { return false };
    if answer.as_object().is_none_or(|object| {
        object
            .keys()
            .any(|key| key != "id" && key != "extension" && !key.trim_start_matches('_').starts_with("value"))
    }) {
        return false;
    }
    let shape = match suffix {
        "Boolean" => value.is_boolean(),
        "Integer" | "Decimal" => value.is_number(),
        "Coding" | "Quantity" | "Attachment" | "Reference" => value.is_object(),
        _ => value.is_string(),
    };
    if !shape {
        return false;
    }
    match item.kind {
        ItemKind::Group | ItemKind::Display | ItemKind::Unknown => false,
        ItemKind::Url => matches!(suffix, "Uri" | "Url"),
        ItemKind::Choice => {
            suffix == "Coding"
                || matches!(
                    suffix,
                    "String"
                        | "Integer"
                        | "Date"
                        | "Time"
                        | "Reference"
                        | "Quantity"
                        | "Decimal"
                        | "DateTime"
                        | "Uri"
                )
        }
        ItemKind::OpenChoice => matches!(
            suffix,
            "Coding"
                | "String"
                | "Integer"
                | "Date"
                | "Time"
                | "Reference"
                | "Quantity"
                | "Decimal"
                | "DateTime"
                | "Uri"
        ),
        ItemKind::Integer => suffix == "Integer" && read::whole(value).is_some(),
        _ => item.kind.value_name().and_then(|name| name.strip_prefix("value")) == Some(suffix),
    }
}
