//! What can be searched for, and where it stands in a resource.

use kangban_fhir::{Date, DateTime};
use serde_json::{Map, Value};

/// How a parameter compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterKind {
    /// Codes, with or without their system.
    Token,
    /// Times.
    Date,
    /// References.
    Reference,
    /// The beginning of a text.
    Text,
}

use ParameterKind::{Date as D, Reference as R, Text as S, Token as T};

type Parameter = (&'static str, ParameterKind, &'static [&'static str]);

/// The parameters of every type that has them: the same elements under the names R4 gives them.
const COMMON: &[Parameter] = &[
    ("identifier", T, &["identifier"]),
    ("status", T, &["status"]),
    ("category", T, &["category"]),
    ("patient", R, &["subject", "patient", "for", "beneficiary"]),
    ("subject", R, &["subject", "for"]),
    ("encounter", R, &["encounter"]),
];

/// The parameters of one type, which come before the common ones.
const OWN: &[(&str, &[Parameter])] = &[
    ("ActivityDefinition", &[("url", T, &["url"]), ("version", T, &["version"]), ("title", S, &["title"])]),
    (
        "AllergyIntolerance",
        &[
            ("code", T, &["code", "reaction.substance"]),
            ("clinical-status", T, &["clinicalStatus"]),
            ("date", D, &["recordedDate"]),
        ],
    ),
    (
        "Appointment",
        &[
            ("date", D, &["start"]),
            ("patient", R, &["participant.actor"]),
            ("actor", R, &["participant.actor"]),
        ],
    ),
    (
        "AuditEvent",
        &[
            ("date", D, &["recorded"]),
            ("type", T, &["type"]),
            ("action", T, &["action"]),
            ("agent", R, &["agent.who"]),
            ("patient", R, &["entity.what", "agent.who"]),
            ("entity", R, &["entity.what"]),
        ],
    ),
    ("CarePlan", &[("date", D, &["period"]), ("instantiates-canonical", R, &["instantiatesCanonical"])]),
    ("CareTeam", &[("date", D, &["period"]), ("participant", R, &["participant.member"])]),
    (
        "Communication",
        &[
            ("sender", R, &["sender"]),
            ("recipient", R, &["recipient"]),
            ("sent", D, &["sent"]),
            ("received", D, &["received"]),
            ("date", D, &["sent"]),
            ("part-of", R, &["partOf"]),
            ("based-on", R, &["basedOn"]),
            ("in-response-to", R, &["inResponseTo"]),
        ],
    ),
    (
        "Condition",
        &[
            ("code", T, &["code"]),
            ("clinical-status", T, &["clinicalStatus"]),
            ("onset-date", D, &["onsetDateTime", "onsetPeriod"]),
            ("recorded-date", D, &["recordedDate"]),
            ("date", D, &["recordedDate", "onsetDateTime"]),
        ],
    ),
    (
        "DiagnosticReport",
        &[
            ("code", T, &["code"]),
            ("date", D, &["effectiveDateTime", "effectivePeriod"]),
            ("issued", D, &["issued"]),
        ],
    ),
    ("Encounter", &[("date", D, &["period"]), ("class", T, &["class"]), ("type", T, &["type"])]),
    ("Flag", &[("date", D, &["period"]), ("code", T, &["code"])]),
    ("Immunization", &[("date", D, &["occurrenceDateTime"]), ("vaccine-code", T, &["vaccineCode"])]),
    (
        "Media",
        &[
            ("created", D, &["createdDateTime", "createdPeriod"]),
            ("date", D, &["createdDateTime"]),
            ("type", T, &["type"]),
        ],
    ),
    (
        "MedicationAdministration",
        &[
            ("code", T, &["medicationCodeableConcept"]),
            ("effective-time", D, &["effectiveDateTime", "effectivePeriod"]),
            ("date", D, &["effectiveDateTime", "effectivePeriod"]),
            ("request", R, &["request"]),
        ],
    ),
    (
        "MedicationRequest",
        &[
            ("code", T, &["medicationCodeableConcept"]),
            ("intent", T, &["intent"]),
            ("authoredon", D, &["authoredOn"]),
            ("date", D, &["authoredOn"]),
        ],
    ),
    (
        "Observation",
        &[
            ("code", T, &["code"]),
            ("combo-code", T, &["code", "component.code"]),
            ("component-code", T, &["component.code"]),
            ("date", D, &["effectiveDateTime", "effectivePeriod", "effectiveInstant"]),
            ("performer", R, &["performer"]),
            ("derived-from", R, &["derivedFrom"]),
            ("value-concept", T, &["valueCodeableConcept"]),
        ],
    ),
    (
        "Organization",
        &[
            ("name", S, &["name", "alias"]),
            ("partof", R, &["partOf"]),
            ("type", T, &["type"]),
            ("active", T, &["active"]),
        ],
    ),
    (
        "Patient",
        &[
            ("name", S, &["name.text", "name.family", "name.given"]),
            ("family", S, &["name.family"]),
            ("given", S, &["name.given"]),
            ("birthdate", D, &["birthDate"]),
            ("gender", T, &["gender"]),
            ("active", T, &["active"]),
            ("general-practitioner", R, &["generalPractitioner"]),
            ("organization", R, &["managingOrganization"]),
        ],
    ),
    (
        "PlanDefinition",
        &[
            ("url", T, &["url"]),
            ("version", T, &["version"]),
            ("name", S, &["name"]),
            ("title", S, &["title"]),
            ("type", T, &["type"]),
            ("date", D, &["date"]),
        ],
    ),
    ("Practitioner", &[("name", S, &["name.text", "name.family", "name.given"]), ("active", T, &["active"])]),
    (
        "PractitionerRole",
        &[
            ("practitioner", R, &["practitioner"]),
            ("organization", R, &["organization"]),
            ("role", T, &["code"]),
        ],
    ),
    (
        "Procedure",
        &[
            ("code", T, &["code"]),
            ("date", D, &["performedDateTime", "performedPeriod"]),
            ("performer", R, &["performer.actor"]),
        ],
    ),
    (
        "Provenance",
        &[("target", R, &["target"]), ("recorded", D, &["recorded"]), ("agent", R, &["agent.who"])],
    ),
    ("Questionnaire", &[("url", T, &["url"]), ("version", T, &["version"]), ("title", S, &["title"])]),
    (
        "QuestionnaireResponse",
        &[
            ("authored", D, &["authored"]),
            ("date", D, &["authored"]),
            ("questionnaire", R, &["questionnaire"]),
            ("based-on", R, &["basedOn"]),
            ("author", R, &["author"]),
        ],
    ),
    (
        "Task",
        &[
            ("code", T, &["code"]),
            ("owner", R, &["owner"]),
            ("requester", R, &["requester"]),
            ("focus", R, &["focus"]),
            ("priority", T, &["priority"]),
            ("intent", T, &["intent"]),
            ("authored-on", D, &["authoredOn"]),
            ("modified", D, &["lastModified"]),
            ("date", D, &["authoredOn"]),
            ("business-status", T, &["businessStatus"]),
            ("based-on", R, &["basedOn"]),
        ],
    ),
];

/// Everything that can be searched for in a type, beside `_id` and `_lastUpdated`.
pub fn parameters(resource_type: &str) -> impl Iterator<Item = (&'static str, ParameterKind)> {
    all(resource_type).map(|(name, kind, _)| (*name, *kind))
}

/// How a parameter of a type compares, if it has it.
pub fn parameter(resource_type: &str, name: &str) -> Option<ParameterKind> {
    parameters(resource_type).find(|(known, _)| *known == name).map(|(_, kind)| kind)
}

fn all(resource_type: &str) -> impl Iterator<Item = &'static Parameter> {
    let own = OWN.iter().find(|(name, _)| *name == resource_type).map_or(&[][..], |(_, own)| own);
    own.iter().chain(COMMON.iter().filter(move |(name, ..)| !own.iter().any(|(known, ..)| known == name)))
}

/// The entries of a resource in the index.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Entries {
    /// Name, system, code.
    pub(super) tokens: Vec<(&'static str, String, String)>,
    /// Name, first and last millisecond.
    pub(super) moments: Vec<(&'static str, i64, i64)>,
    /// Name, target.
    pub(super) links: Vec<(&'static str, String)>,
}

pub(super) fn entries(resource_type: &str, resource: &Map<String, Value>) -> Entries {
    let mut entries = Entries::default();
    for (name, kind, paths) in all(resource_type) {
        for path in *paths {
            walk(resource, path, &mut |value| match kind {
                T => tokens(name, value, &mut entries.tokens),
                D => entries.moments.extend(moment(value).map(|(low, high)| (*name, low, high))),
                R => entries.links.extend(target(value).map(|target| (*name, target))),
                S => entries.tokens.extend(value.as_str().map(|text| (*name, String::new(), fold(text)))),
            });
        }
    }
    entries.tokens.sort();
    entries.tokens.dedup();
    entries.moments.sort_unstable();
    entries.moments.dedup();
    entries.links.sort();
    entries.links.dedup();
    entries
}

/// To what a resource refers by a reference parameter, as `Type/id`.
pub(crate) fn link_targets(resource_type: &str, name: &str, resource: &Map<String, Value>) -> Vec<String> {
    let paths = all(resource_type)
        .find(|(known, kind, _)| *known == name && *kind == R)
        .map_or(&[][..], |(.., paths)| paths);
    let mut targets = Vec::new();
    for path in paths {
        walk(resource, path, &mut |value| targets.extend(target(value)));
    }
    targets
}

/// A text as it is compared: without case.
pub(super) fn fold(text: &str) -> String {
    text.to_lowercase()
}

fn walk(object: &Map<String, Value>, path: &str, found: &mut dyn FnMut(&Value)) {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let Some(value) = object.get(name) else { return };
    let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    for item in items {
        match (rest, item) {
            (Some(rest), Value::Object(inner)) => walk(inner, rest, found),
            (None, item) => found(item),
            _ => {}
        }
    }
}

fn tokens(name: &'static str, value: &Value, into: &mut Vec<(&'static str, String, String)>) {
    let text = |object: &Map<String, Value>, key: &str| {
        object.get(key).and_then(Value::as_str).map(str::to_owned).unwrap_or_default()
    };
    match value {
        Value::String(code) => into.push((name, String::new(), code.clone())),
        Value::Bool(flag) => into.push((name, String::new(), flag.to_string())),
        Value::Object(object) => {
            if let Some(Value::Array(codings)) = object.get("coding") {
                for coding in codings.iter().filter_map(Value::as_object) {
                    into.push((name, text(coding, "system"), text(coding, "code")));
                }
            } else {
                // A Coding has a code, an Identifier or ContactPoint a value.
                let code = text(object, if object.contains_key("code") { "code" } else { "value" });
                if !code.is_empty() {
                    into.push((name, text(object, "system"), code));
                }
            }
        }
        _ => {}
    }
}

/// The range that a date, a moment or a period covers.
fn moment(value: &Value) -> Option<(i64, i64)> {
    match value {
        Value::String(text) => range(text),
        Value::Object(period) => {
            let end = |name: &str| period.get(name).and_then(Value::as_str).and_then(range);
            let (start, stop) = (end("start"), end("end"));
            if start.is_none() && stop.is_none() {
                return None;
            }
            Some((start.map_or(i64::MIN, |(low, _)| low), stop.map_or(i64::MAX, |(_, high)| high)))
        }
        _ => None,
    }
}

/// The first and last millisecond of what a FHIR date or dateTime says. One without a zone is the hospital's UTC.
pub(crate) fn range(text: &str) -> Option<(i64, i64)> {
    let date = DateTime::parse(text)
        .or_else(|_| Date::parse(text).and_then(|date| DateTime::parse(date.as_str())))
        .ok()?;
    let utc = chrono::FixedOffset::east_opt(0)?;
    let (from, to) = date.range(utc);
    // The range ends just before `to`; a moment has at least its own millisecond.
    let low = from.timestamp_millis();
    Some((low, (to.timestamp_millis() - 1).max(low)))
}

/// `Type/id` of a reference, or the text of a canonical.
fn target(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(canonical) => return Some(canonical.split('|').next().unwrap_or_default().to_owned()),
        other => other.get("reference")?.as_str()?,
    };
    let plain = text.split("/_history/").next()?;
    let mut parts = plain.rsplit('/');
    let (id, resource_type) = (parts.next()?, parts.next());
    Some(resource_type.map_or_else(|| plain.to_owned(), |resource_type| format!("{resource_type}/{id}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_observation_is_found_by_its_code_its_day_and_its_patient() {
        let resource = json!({"resourceType": "Observation", "status": "final",
            "code": {"coding": [{"system": "http://loinc.org", "code": "8310-5"}]},
            "category": [{"coding": [{"system": "s", "code": "vital-signs"}]}],
            "subject": {"reference": "https://h.example/fhir/Patient/p/_history/2"},
            "effectiveDateTime": "2026-11-24T08:00:00+08:00"});
        let found = entries("Observation", resource.as_object().expect("an object"));
        assert!(found.tokens.contains(&("code", "http://loinc.org".to_owned(), "8310-5".to_owned())));
        assert!(found.tokens.contains(&("category", "s".to_owned(), "vital-signs".to_owned())));
        assert!(found.tokens.contains(&("status", String::new(), "final".to_owned())));
        assert!(found.links.contains(&("patient", "Patient/p".to_owned())));
        assert!(found.links.contains(&("subject", "Patient/p".to_owned())));
        let (_, low, high) = found.moments[0];
        assert_eq!(low, 1_795_478_400_000);
        assert!(high >= low && high < low + 1000);
    }

    #[test]
    fn a_day_covers_all_of_it_and_an_open_period_has_no_end() {
        let (low, high) = range("2026-11-24").expect("a day");
        assert_eq!(high - low, 86_400_000 - 1);
        assert_eq!(moment(&json!({"start": "2026-11-24"})).map(|(_, high)| high), Some(i64::MAX));
        assert_eq!(moment(&json!({})), None);
    }

    #[test]
    fn a_type_may_say_what_patient_means_for_it() {
        let appointment = json!({"participant": [{"actor": {"reference": "Patient/p"}}]});
        let found = entries("Appointment", appointment.as_object().expect("an object"));
        assert!(found.links.contains(&("patient", "Patient/p".to_owned())));
        assert_eq!(parameter("Appointment", "patient"), Some(ParameterKind::Reference));
        assert_eq!(parameter("Observation", "nonsense"), None);
    }
}
