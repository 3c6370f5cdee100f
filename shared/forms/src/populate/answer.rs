//! A value that is known, as an answer to a question.

use bigdecimal::BigDecimal;
use kangban_fhirpath::ucum;
use serde_json::{Value, json};

use crate::{
    extract::{
        convert::convert,
        json::{UNIT, choice, extensions, list, text, type_of_suffix},
        world::Found,
    },
    items::urls,
};

/// The answer `{"valueX": …}`; `None` when the value cannot be one.
pub(super) fn fit(item: &Value, found: &Found, options: &[Value]) -> Option<Value> {
    let kind = text(item, "type")?;
    let (suffix, wanted) = match kind {
        "boolean" => ("Boolean", "boolean"),
        "decimal" => ("Decimal", "decimal"),
        "integer" => ("Integer", "integer"),
        "date" => ("Date", "date"),
        "dateTime" => ("DateTime", "dateTime"),
        "time" => ("Time", "time"),
        "string" | "text" => ("String", "string"),
        "url" => ("Uri", "uri"),
        "attachment" => ("Attachment", "Attachment"),
        "reference" => ("Reference", "Reference"),
        "quantity" => ("Quantity", "Quantity"),
        "choice" | "open-choice" => return chosen(kind, found, options),
        _ => return None,
    };
    let value = match wanted {
        "Reference" => reference(found)?,
        "decimal" | "integer" if found.kind == "Quantity" => {
            convert(&in_unit(&found.json, item)?, "Quantity", "decimal")
                .and_then(|number| convert(&number, "decimal", wanted))?
        }
        "Quantity" if found.kind == "Quantity" => offered_unit(&found.json, item)?,
        "Quantity" => with_unit(convert(&found.json, &found.kind, wanted)?, item),
        _ => convert(&found.json, &found.kind, wanted)?,
    };
    Some(json!({ (format!("value{suffix}")): value }))
}

/// A reference to a resource that was found, or the reference itself.
fn reference(found: &Found) -> Option<Value> {
    match (text(&found.json, "resourceType"), text(&found.json, "id")) {
        (Some(kind), Some(id)) => Some(json!({ "reference": format!("{kind}/{id}") })),
        (Some(_), None) => None,
        (None, _) => convert(&found.json, &found.kind, "Reference"),
    }
}

/// The option that a value is; without options the value itself.
fn chosen(kind: &str, found: &Found, options: &[Value]) -> Option<Value> {
    let codings: Vec<&Value> = match found.kind.as_str() {
        "Coding" => vec![&found.json],
        "CodeableConcept" => list(&found.json, "coding").iter().collect(),
        _ => Vec::new(),
    };
    let is = |option: &&Value| {
        let Some((suffix, value)) = choice(option) else { return false };
        if suffix != "Coding" {
            return type_of_suffix(suffix) == found.kind && *value == found.json;
        }
        if codings.is_empty() {
            let said = found.json.as_str();
            return said.is_some() && (text(value, "code") == said || text(value, "display") == said);
        }
        codings.iter().any(|coding| {
            let (mine, theirs) = (text(coding, "system"), text(value, "system"));
            coding.get("code").is_some()
                && coding.get("code") == value.get("code")
                && (mine == theirs || mine.is_none() || theirs.is_none())
        })
    };
    if let Some(option) = options.iter().find(is) {
        let (suffix, value) = choice(option)?;
        return Some(json!({ (format!("value{suffix}")): value }));
    }
    if let Some(first) = codings.first() {
        return Some(json!({ "valueCoding": first }));
    }
    match found.kind.as_str() {
        "code" => Some(json!({ "valueCoding": { "code": found.json } })),
        "CodeableConcept" if kind == "open-choice" => {
            text(&found.json, "text").map(|text| json!({ "valueString": text }))
        }
        "string" | "markdown" | "uri" if kind == "open-choice" => Some(json!({ "valueString": found.json })),
        // A text of a form whose options are not at hand is taken for the code.
        "string" | "uri" | "id" if options.is_empty() => {
            Some(json!({ "valueCoding": { "code": found.json } }))
        }
        _ => None,
    }
}

fn unit_of(quantity: &Value) -> Option<&str> {
    text(quantity, "code").or(text(quantity, "unit"))
}

/// The quantity in the item's own unit; `None` when it cannot be converted.
fn in_unit(quantity: &Value, item: &Value) -> Option<Value> {
    let Some(unit) = extensions(item, UNIT).next().and_then(|unit| unit.get("valueCoding")) else {
        return Some(quantity.clone());
    };
    into(quantity, unit)
}

fn into(quantity: &Value, unit: &Value) -> Option<Value> {
    let wanted = text(unit, "code").or(text(unit, "display"))?;
    let Some(own) = unit_of(quantity) else { return Some(quantity.clone()) };
    if own == wanted || text(quantity, "unit") == Some(wanted) {
        return Some(quantity.clone());
    }
    let value: BigDecimal = quantity.get("value")?.as_number()?.to_string().parse().ok()?;
    let converted = ucum::convert(&value, own, wanted)?;
    let number = serde_json::Number::from_string_unchecked(plain(&converted));
    Some(with(json!({ "value": number }), unit))
}

/// A decimal with at most six places: what a conversion adds beyond that nobody measured.
fn plain(value: &BigDecimal) -> String {
    value.with_scale_round(6, bigdecimal::RoundingMode::HalfEven).normalized().to_plain_string()
}

fn with(mut quantity: Value, unit: &Value) -> Value {
    if let Some(object) = quantity.as_object_mut() {
        let said = [
            ("unit", text(unit, "display").or(text(unit, "code"))),
            ("system", text(unit, "system")),
            ("code", text(unit, "code")),
        ];
        for (name, said) in said {
            if let Some(said) = said {
                object.insert(name.to_owned(), Value::from(said));
            }
        }
    }
    quantity
}

fn with_unit(quantity: Value, item: &Value) -> Value {
    match extensions(item, UNIT).next().and_then(|unit| unit.get("valueCoding")) {
        Some(unit) => with(quantity, unit),
        None => quantity,
    }
}

/// The quantity in a unit that the item offers.
fn offered_unit(quantity: &Value, item: &Value) -> Option<Value> {
    let offered: Vec<&Value> =
        extensions(item, urls::UNIT_OPTION).filter_map(|option| option.get("valueCoding")).collect();
    if offered.is_empty() {
        return in_unit(quantity, item);
    }
    let own = unit_of(quantity);
    let same = offered
        .iter()
        .any(|unit| own.is_some() && (text(unit, "code") == own || text(unit, "display") == own));
    if same {
        return Some(quantity.clone());
    }
    offered.iter().find_map(|unit| into(quantity, unit))
}
