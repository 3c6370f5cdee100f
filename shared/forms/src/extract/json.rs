//! Small readers over FHIR JSON that assembling, filling in and extracting share.

use serde_json::{Map, Value};

/// A JSON object.
pub(crate) type Object = Map<String, Value>;

/// What SDC's extensions on Questionnaires begin with.
pub(crate) const SDC: &str = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-";
/// `variable`: a named expression.
pub(crate) const VARIABLE: &str = "http://hl7.org/fhir/StructureDefinition/variable";
/// `questionnaire-unit`: the unit of a number.
pub(crate) const UNIT: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-unit";

/// The elements of a list; none when it is missing.
pub(crate) fn list<'a>(json: &'a Value, name: &str) -> &'a [Value] {
    json.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A text element.
pub(crate) fn text<'a>(json: &'a Value, name: &str) -> Option<&'a str> {
    json.get(name).and_then(Value::as_str)
}

/// The extensions with a URL.
pub(crate) fn extensions<'a>(json: &'a Value, url: &str) -> impl Iterator<Item = &'a Value> {
    list(json, "extension").iter().filter(move |one| text(one, "url") == Some(url))
}

/// The SDC extensions with a short name, as in `observationExtract`.
pub(crate) fn sdc<'a>(json: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    list(json, "extension").iter().filter(move |one| {
        text(one, "url").is_some_and(|url| url.strip_prefix(SDC).is_some_and(|rest| rest == name))
    })
}

/// The inner extension of a complex one.
pub(crate) fn part<'a>(extension: &'a Value, name: &str) -> Option<&'a Value> {
    extensions(extension, name).next()
}

/// The value of `value[x]`: the type's name as it stands in the element's name, and the value.
pub(crate) fn choice(json: &Value) -> Option<(&str, &Value)> {
    json.as_object()?.iter().find_map(|(key, value)| {
        let kind = key.strip_prefix("value")?;
        kind.starts_with(|c: char| c.is_ascii_uppercase()).then_some((kind, value))
    })
}

/// The text of an extension's value, whatever kind of text it is.
pub(crate) fn value_text(extension: &Value) -> Option<&str> {
    choice(extension)?.1.as_str()
}

/// The expression of an extension: its language, name and text. A plain text is `FHIRPath`.
pub(crate) struct Spoken<'a> {
    pub(crate) language: &'a str,
    pub(crate) name: Option<&'a str>,
    pub(crate) text: &'a str,
}

impl Spoken<'_> {
    /// Whether it is `FHIRPath`.
    pub(crate) fn is_fhirpath(&self) -> bool {
        self.language == "text/fhirpath"
    }

    /// Whether it is a FHIR query.
    pub(crate) fn is_query(&self) -> bool {
        self.language == "application/x-fhir-query"
    }
}

/// Reads `valueExpression`, or the text of `valueString`.
pub(crate) fn expression(extension: &Value) -> Option<Spoken<'_>> {
    let (_, value) = choice(extension)?;
    if let Some(text) = value.as_str() {
        return Some(Spoken { language: "text/fhirpath", name: None, text });
    }
    Some(Spoken {
        language: text(value, "language").unwrap_or("text/fhirpath"),
        name: text(value, "name"),
        text: text(value, "expression")?,
    })
}

/// The FHIR name of a type as it stands in an element's name: `DateTime` is `dateTime`, `Coding` stays.
pub(crate) fn type_of_suffix(suffix: &str) -> String {
    const PRIMITIVE: [&str; 20] = [
        "Base64Binary",
        "Boolean",
        "Canonical",
        "Code",
        "Date",
        "DateTime",
        "Decimal",
        "Id",
        "Instant",
        "Integer",
        "Markdown",
        "Oid",
        "PositiveInt",
        "String",
        "Time",
        "UnsignedInt",
        "Uri",
        "Url",
        "Uuid",
        "Xhtml",
    ];
    if PRIMITIVE.contains(&suffix) { lower(suffix) } else { suffix.to_owned() }
}

/// The same text with a small first letter.
pub(crate) fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_ascii_lowercase().to_string() + letters.as_str()).unwrap_or_default()
}

/// The same text with a capital first letter.
pub(crate) fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}

/// Takes away what says nothing: empty objects, lists and nulls. Whether anything is left.
pub(crate) fn prune(json: &mut Value) -> bool {
    match json {
        Value::Null => false,
        Value::Object(object) => {
            object.retain(|_, value| prune(value));
            !object.is_empty()
        }
        // A null in a list of primitives keeps the place of its neighbour's extension, so a list goes as a whole.
        Value::Array(items) => {
            let primitives = items.iter().any(|item| !item.is_object() && !item.is_null());
            if primitives {
                return true;
            }
            items.retain_mut(prune);
            !items.is_empty()
        }
        _ => true,
    }
}

/// Puts new JSON over old: elements by name, lists as a whole.
pub(crate) fn overlay(base: &mut Value, new: Value) {
    match (base, new) {
        (Value::Object(base), Value::Object(new)) => {
            for (name, value) in new {
                match base.get_mut(&name) {
                    Some(known) => overlay(known, value),
                    None => {
                        base.insert(name, value);
                    }
                }
            }
        }
        (base, new) => *base = new,
    }
}

/// A canonical without its version.
pub(crate) fn unversioned(canonical: &str) -> &str {
    canonical.split('|').next().unwrap_or(canonical)
}
