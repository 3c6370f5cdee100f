//! `application/x-fhir-query`: a search with `FHIRPath` in it, answered from the resources at hand.

use std::collections::HashSet;

use kangban_fhirpath::Expression;
use serde_json::{Value, json};

use crate::items::read;

/// A query, its text cut at `{{…}}`.
#[derive(Debug, Clone)]
pub struct Query {
    parts: Vec<Part>,
}

#[derive(Debug, Clone)]
enum Part {
    Text(String),
    FhirPath(Box<Expression>),
}

/// Why a query cannot be answered here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unanswered {
    /// A piece of it has no value yet.
    Open,
    /// It asks for what only a server can answer.
    Beyond(String),
}

impl Query {
    /// Cuts the text at `{{…}}` and parses what is in there.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let (inside, after) = after.split_once("}}").ok_or("{{ without }}")?;
            if !before.is_empty() {
                parts.push(Part::Text(before.to_owned()));
            }
            let expression = Expression::parse(inside.trim()).map_err(|error| error.to_string())?;
            parts.push(Part::FhirPath(Box::new(expression)));
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        Ok(Self { parts })
    }

    pub(crate) fn pieces(&self) -> impl Iterator<Item = &Expression> {
        self.parts.iter().filter_map(|part| match part {
            Part::FhirPath(expression) => Some(expression.as_ref()),
            Part::Text(_) => None,
        })
    }

    /// The query with its pieces put in; `None` when one of them has no value.
    pub(crate) fn fill(&self, mut value: impl FnMut(&Expression) -> Option<String>) -> Option<String> {
        let mut filled = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => filled.push_str(text),
                Part::FhirPath(expression) => filled.push_str(&value(expression)?),
            }
        }
        Some(filled)
    }
}

/// Answers a filled query (`Observation?code=8302-2&_count=1&_sort=-date&patient=p1`) from resources at hand, as a
/// searchset Bundle.
pub(crate) fn answer<'a>(
    query: &str,
    resources: impl Iterator<Item = &'a Value>,
) -> Result<Value, Unanswered> {
    let (path, parameters) = query.split_once('?').unwrap_or((query, ""));
    let path = path.trim_start_matches('/');
    let (kind, id) = path.split_once('/').map_or((path, None), |(kind, id)| (kind, Some(id)));
    let is_type = kind.starts_with(|first: char| first.is_ascii_uppercase())
        && kind.chars().all(|letter| letter.is_ascii_alphabetic());
    if !is_type || id.is_some_and(|id| id.contains(['/', '$'])) {
        return Err(Unanswered::Beyond(path.to_owned()));
    }
    let mut found: Vec<&Value> =
        resources.filter(|resource| read::text(resource, "resourceType") == Some(kind)).collect();
    if let Some(id) = id {
        found.retain(|resource| read::text(resource, "id") == Some(id));
        // A read, not a search: the resource itself.
        return found.first().map(|resource| (*resource).clone()).ok_or(Unanswered::Open);
    }
    let mut count = usize::MAX;
    for parameter in parameters.split('&').filter(|parameter| !parameter.is_empty()) {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        let value = decode(value);
        let value = value.as_str();
        match name {
            "_count" => count = value.parse().map_err(|_| Unanswered::Beyond(name.into()))?,
            "_sort" => sort(&mut found, value)?,
            "_include" | "_revinclude" | "_format" | "_summary" | "_elements" | "_total" => {}
            _ => {
                let test = filter(name, value)?;
                found.retain(|resource| test(resource));
            }
        }
    }
    let total = found.len();
    let mut seen = HashSet::new();
    let entries: Vec<Value> = found
        .into_iter()
        .filter(|resource| read::text(resource, "id").is_none_or(|id| seen.insert(id)))
        .take(count)
        .map(|resource| json!({"resource": resource}))
        .collect();
    Ok(json!({"resourceType": "Bundle", "type": "searchset", "total": total, "entry": entries}))
}

type Test<'v> = Box<dyn Fn(&Value) -> bool + 'v>;

fn filter<'v>(name: &'v str, value: &'v str) -> Result<Test<'v>, Unanswered> {
    let any = move |test: fn(&Value, &str) -> bool, resource: &Value, elements: &[&str]| {
        value.split(',').any(|one| {
            elements.iter().any(|element| resource.get(*element).is_some_and(|json| test(json, one)))
        })
    };
    Ok(match name {
        "_id" => Box::new(move |resource| {
            read::text(resource, "id").is_some_and(|id| value.split(',').any(|one| one == id))
        }),
        "patient" | "subject" | "beneficiary" | "encounter" | "questionnaire" => {
            Box::new(move |resource| match name {
                "encounter" => any(refers, resource, &["encounter"]),
                "questionnaire" => any(canonical, resource, &["questionnaire"]),
                _ => any(refers, resource, &["patient", "subject", "beneficiary"]),
            })
        }
        "code" => Box::new(move |resource| {
            any(token, resource, &["code", "medicationCodeableConcept", "vaccineCode"])
        }),
        "category" | "status" | "intent" | "type" | "identifier" => {
            Box::new(move |resource| any(token, resource, &[name]))
        }
        "clinical-status" => Box::new(move |resource| any(token, resource, &["clinicalStatus"])),
        "verification-status" => Box::new(move |resource| any(token, resource, &["verificationStatus"])),
        _ => return Err(Unanswered::Beyond(name.to_owned())),
    })
}

/// Whether a reference names `wanted`, given with its type or by its id alone.
fn refers(reference: &Value, wanted: &str) -> bool {
    read::text(reference, "reference").is_some_and(|have| {
        have == wanted
            || have.strip_suffix(wanted).is_some_and(|before| before.ends_with('/'))
            || wanted.strip_suffix(have).is_some_and(|before| before.ends_with('/'))
    })
}

fn canonical(have: &Value, wanted: &str) -> bool {
    have.as_str().is_some_and(|have| read::same_canonical(wanted, have))
}

/// Whether a code, Coding, `CodeableConcept`, Identifier (or a list of them) matches `system|code` or `code`.
fn token(json: &Value, wanted: &str) -> bool {
    match json {
        Value::String(code) => wanted.rsplit('|').next() == Some(code),
        Value::Array(several) => several.iter().any(|one| token(one, wanted)),
        Value::Object(object) => {
            if let Some(codings) = object.get("coding") {
                return token(codings, wanted);
            }
            let code = read::text(json, "code").or_else(|| read::text(json, "value"));
            match wanted.split_once('|') {
                Some((system, "")) => read::text(json, "system") == Some(system),
                Some((system, want)) => {
                    code == Some(want) && read::text(json, "system").unwrap_or_default() == system
                }
                None => code == Some(wanted),
            }
        }
        _ => false,
    }
}

fn sort(found: &mut [&Value], by: &str) -> Result<(), Unanswered> {
    // The last key first: the sort keeps the order of equals.
    for key in by.split(',').rev() {
        let (name, descending) = key.strip_prefix('-').map_or((key, false), |name| (name, true));
        let elements: &[&str] = match name {
            "date" | "onset-date" | "authored" | "recorded-date" => &[
                "effectiveDateTime",
                "effectiveInstant",
                "onsetDateTime",
                "authoredOn",
                "authored",
                "recordedDate",
                "date",
                "issued",
                "occurrenceDateTime",
                "performedDateTime",
            ],
            "_lastUpdated" => &["meta"],
            "_id" => &["id"],
            _ => return Err(Unanswered::Beyond(format!("_sort={name}"))),
        };
        let moment = |resource: &Value| -> Option<(i64, String)> {
            let text = if name == "_lastUpdated" {
                read::text(resource.get("meta")?, "lastUpdated")?
            } else {
                elements
                    .iter()
                    .find_map(|element| read::text(resource, element))
                    .or_else(|| read::text(resource.get("effectivePeriod")?, "start"))?
            };
            let millis = kangban_fhir::DateTime::parse(text).map_or(0, |at| at.millis());
            Some((millis, text.to_owned()))
        };
        found.sort_by(|one, other| {
            let order = moment(one).cmp(&moment(other));
            if descending { order.reverse() } else { order }
        });
    }
    Ok(())
}

/// Percent-decoding; what does not decode stays as it is.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        if let (b'%', Some(byte)) = (first, code.and_then(|two| u8::from_str_radix(two, 16).ok())) {
            bytes.push(byte);
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resources() -> Vec<Value> {
        let observation = |id: &str, code: &str, at: &str| {
            json!({"resourceType": "Observation", "id": id, "subject": {"reference": "Patient/p"},
                   "code": {"coding": [{"system": "http://loinc.org", "code": code}]}, "effectiveDateTime": at})
        };
        vec![
            observation("a", "8302-2", "2026-01-01"),
            observation("b", "8302-2", "2026-03-01T10:00:00+08:00"),
            observation("c", "29463-7", "2026-02-01"),
            json!({"resourceType": "Patient", "id": "p"}),
        ]
    }

    #[test]
    fn the_newest_of_a_code_is_found() {
        let known = resources();
        let bundle = answer("Observation?code=8302-2&_count=1&_sort=-date&patient=p", known.iter()).unwrap();
        assert_eq!(bundle["total"], 2);
        assert_eq!(bundle["entry"][0]["resource"]["id"], "b");
        assert_eq!(bundle["entry"].as_array().unwrap().len(), 1);
        let of_system = answer("Observation?code=http%3A%2F%2Floinc.org%7C29463-7", known.iter()).unwrap();
        assert_eq!(of_system["entry"][0]["resource"]["id"], "c");
        assert_eq!(answer("Patient/p", known.iter()).unwrap()["id"], "p");
    }

    #[test]
    fn what_only_a_server_can_answer_is_said() {
        let known = resources();
        for query in [
            "https://x.example/CodeSystem/$lookup?code=1",
            "Patient/p/$everything",
            "Observation?value-quantity=gt5",
        ] {
            assert!(matches!(answer(query, known.iter()), Err(Unanswered::Beyond(_))), "{query}");
        }
    }
}
