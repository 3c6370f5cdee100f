//! Whether a document has the shape of an R4 resource, as far as the hospital relies on it.

use axum::http::StatusCode;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use kangban_fhir::{Id, Resource, faults};

use super::{Refusal, types};

/// Elements without which a resource says nothing (those that R4 marks 1..1 in the types that we act upon).
const REQUIRED: &[(&str, &[&str])] = &[
    ("AllergyIntolerance", &["patient"]),
    ("Appointment", &["status", "participant"]),
    ("AuditEvent", &["type", "recorded", "agent", "source"]),
    ("Binary", &["contentType"]),
    ("CarePlan", &["status", "intent", "subject"]),
    ("Communication", &["status"]),
    ("Condition", &["subject"]),
    ("Consent", &["status", "scope", "category"]),
    ("DiagnosticReport", &["status", "code"]),
    ("DocumentReference", &["status", "content"]),
    ("Encounter", &["status", "class"]),
    ("Flag", &["status", "code", "subject"]),
    ("Media", &["status", "content"]),
    ("MedicationAdministration", &["status", "subject"]),
    ("MedicationRequest", &["status", "intent", "subject"]),
    ("Observation", &["status", "code"]),
    ("PlanDefinition", &["status"]),
    ("Procedure", &["status", "subject"]),
    ("Questionnaire", &["status"]),
    ("QuestionnaireResponse", &["status"]),
    ("RelatedPerson", &["patient"]),
    ("Task", &["status", "intent"]),
];

/// Refuses what is not shaped like R4, naming the element.
pub(super) fn check(resource: &Resource) -> Result<(), Refusal> {
    let resource_type = resource.resource_type();
    if types::known(resource_type).is_none() {
        let what = "R4 has no such type of resource, or it is not kept by itself";
        return Err(
            Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "not-supported", what).at("Resource.resourceType")
        );
    }
    let path = |name: &str| format!("{resource_type}.{name}");
    if let Some(id) = resource.json().get("id") {
        let sound = id.as_str().is_some_and(|id| Id::parse(id).is_ok());
        if !sound {
            return Err(value("an id has 1 to 64 of A-Z a-z 0-9 - .", &path("id")));
        }
    }
    let required =
        REQUIRED.iter().find(|(name, _)| *name == resource_type).map_or(&[][..], |(_, names)| names);
    if let Some(missing) = required.iter().find(|name| !resource.json().contains_key(**name)) {
        let what = "this element must be there";
        return Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "required", what).at(path(missing)));
    }
    if resource_type == "Binary" {
        // Its one large element is looked at here and not copied first.
        let data = resource.json().get("data");
        return match data {
            None => Ok(()),
            Some(data) if data.as_str().is_some_and(|data| STANDARD.decode(data).is_ok()) => Ok(()),
            Some(_) => Err(value("malformed base64", "Binary.data")),
        };
    }
    match faults(resource).into_iter().next() {
        Some(fault) => Err(fault.into()),
        None => Ok(()),
    }
}

fn value(what: &str, at: &str) -> Refusal {
    Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "value", what).at(at)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn judge(value: Value) -> Result<(), Refusal> {
        check(&Resource::from_value(value).expect("a resource"))
    }

    #[test]
    fn a_sound_resource_passes_and_a_wrong_one_is_named_by_its_element() {
        assert_eq!(
            judge(json!({"resourceType": "Observation", "id": "a", "status": "final", "code": {}})),
            Ok(())
        );
        for (wrong, at) in [
            (json!({"resourceType": "Nonsense"}), "Resource.resourceType"),
            (
                json!({"resourceType": "Observation", "id": "a b", "status": "final", "code": {}}),
                "Observation.id",
            ),
            (json!({"resourceType": "Observation", "code": {}}), "Observation.status"),
            (
                json!({"resourceType": "Observation", "status": "final", "code": {}, "effectiveDateTime": "soon"}),
                "Observation.effectiveDateTime",
            ),
            (json!({"resourceType": "Binary", "contentType": "image/png", "data": "%"}), "Binary.data"),
        ] {
            let refusal = judge(wrong).expect_err("it is wrong");
            assert_eq!((refusal.status().as_u16(), refusal.place()), (422, at));
        }
    }
}
