//! To whom a resource belongs: FHIR R4's Patient compartment, and the hospital for everything else.

use kangban_fhir::Id;
use serde_json::{Map, Value};

/// The one place where a resource is kept and numbered: a patient's own shelf and feed, or the hospital's.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Home {
    /// Belongs to this patient.
    Patient(String),
    /// Belongs to no patient: definitions, staff, places.
    Hospital,
}

impl Home {
    /// The patient's id, when it belongs to one.
    pub fn patient(&self) -> Option<&str> {
        match self {
            Self::Patient(id) => Some(id),
            Self::Hospital => None,
        }
    }
}

/// For each type, the elements that put a resource in a patient's compartment, the one it is *about* first.
///
/// From <http://hl7.org/fhir/R4/compartmentdefinition-patient.html>. R4 leaves out some types that plainly speak of
/// one patient; these are added so that deny-by-default still lets the patient see them: Binary
/// (`securityContext`), Device, Task (`for`) and `SupplyDelivery`. The trail (`AuditEvent`, `Provenance`) is the
/// hospital's own: R4 would show a patient who else read the chart, and that is for the trail's own issue.
const COMPARTMENT: &[(&str, &[&str])] = &[
    ("Account", &["subject"]),
    ("AdverseEvent", &["subject"]),
    ("AllergyIntolerance", &["patient", "recorder", "asserter"]),
    ("Appointment", &["participant.actor"]),
    ("AppointmentResponse", &["actor"]),
    ("Basic", &["subject", "author"]),
    ("Binary", &["securityContext"]),
    ("BodyStructure", &["patient"]),
    ("CarePlan", &["subject", "activity.detail.performer"]),
    ("CareTeam", &["subject", "participant.member"]),
    ("ChargeItem", &["subject"]),
    ("Claim", &["patient", "payee.party"]),
    ("ClaimResponse", &["patient"]),
    ("ClinicalImpression", &["subject"]),
    ("Communication", &["subject", "sender", "recipient"]),
    ("CommunicationRequest", &["subject", "sender", "recipient", "requester"]),
    ("Composition", &["subject", "author", "attester.party"]),
    ("Condition", &["subject", "asserter"]),
    ("Consent", &["patient"]),
    ("Coverage", &["beneficiary", "policyHolder", "subscriber", "payor"]),
    ("CoverageEligibilityRequest", &["patient"]),
    ("CoverageEligibilityResponse", &["patient"]),
    ("DetectedIssue", &["patient"]),
    ("Device", &["patient"]),
    ("DeviceRequest", &["subject", "performer"]),
    ("DeviceUseStatement", &["subject"]),
    ("DiagnosticReport", &["subject"]),
    ("DocumentManifest", &["subject", "author", "recipient"]),
    ("DocumentReference", &["subject", "author"]),
    ("Encounter", &["subject"]),
    ("EnrollmentRequest", &["candidate"]),
    ("EpisodeOfCare", &["patient"]),
    ("ExplanationOfBenefit", &["patient", "payee.party"]),
    ("FamilyMemberHistory", &["patient"]),
    ("Flag", &["subject"]),
    ("Goal", &["subject"]),
    ("Group", &["member.entity"]),
    ("ImagingStudy", &["subject"]),
    ("Immunization", &["patient"]),
    ("ImmunizationEvaluation", &["patient"]),
    ("ImmunizationRecommendation", &["patient"]),
    ("Invoice", &["subject", "recipient"]),
    ("List", &["subject", "source"]),
    ("MeasureReport", &["subject"]),
    ("Media", &["subject"]),
    ("MedicationAdministration", &["subject", "performer.actor"]),
    ("MedicationDispense", &["subject", "receiver"]),
    ("MedicationRequest", &["subject"]),
    ("MedicationStatement", &["subject"]),
    ("MolecularSequence", &["patient"]),
    ("NutritionOrder", &["patient"]),
    ("Observation", &["subject", "performer"]),
    ("Person", &["link.target"]),
    ("Procedure", &["subject", "performer.actor"]),
    ("QuestionnaireResponse", &["subject", "author", "source"]),
    ("RelatedPerson", &["patient"]),
    ("RequestGroup", &["subject", "action.participant"]),
    ("ResearchSubject", &["individual"]),
    ("RiskAssessment", &["subject"]),
    ("Schedule", &["actor"]),
    ("ServiceRequest", &["subject", "performer"]),
    ("Specimen", &["subject"]),
    ("SupplyDelivery", &["patient"]),
    ("SupplyRequest", &["deliverTo", "requester"]),
    ("Task", &["for", "owner", "requester"]),
    ("VisionPrescription", &["patient"]),
];

/// Where a resource belongs. A resource that names several patients belongs to the one it is about.
pub fn home(resource: &Map<String, Value>) -> Home {
    patients(resource).into_iter().next().map_or(Home::Hospital, Home::Patient)
}

/// Every patient whose compartment a resource would be in, the one it is about first, each once.
pub fn patients(resource: &Map<String, Value>) -> Vec<String> {
    let Some(resource_type) = resource.get("resourceType").and_then(Value::as_str) else { return Vec::new() };
    if resource_type == "Patient" {
        return resource.get("id").and_then(Value::as_str).map(str::to_owned).into_iter().collect();
    }
    let mut found: Vec<String> = Vec::new();
    for path in paths(resource_type) {
        let mut segments = path.split('.');
        if let Some(first) = segments.next().and_then(|name| resource.get(name)) {
            collect(first, &segments.collect::<Vec<_>>(), &mut found);
        }
    }
    found
}

/// Whether resources of a type can belong to a patient at all.
pub fn is_patient_type(resource_type: &str) -> bool {
    resource_type == "Patient" || !paths(resource_type).is_empty()
}

fn paths(resource_type: &str) -> &'static [&'static str] {
    COMPARTMENT.iter().find(|(name, _)| *name == resource_type).map_or(&[], |(_, paths)| paths)
}

fn collect(value: &Value, rest: &[&str], found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, rest, found)),
        Value::Object(object) => match rest.split_first() {
            Some((name, rest)) => {
                if let Some(inner) = object.get(*name) {
                    collect(inner, rest, found);
                }
            }
            None => {
                if let Some(id) = object.get("reference").and_then(Value::as_str).and_then(patient_id)
                    && !found.iter().any(|known| known == id)
                {
                    found.push(id.to_owned());
                }
            }
        },
        _ => {}
    }
}

/// The id in `Patient/id`, in an absolute URL that ends so, or in either with `/_history/version` after it.
fn patient_id(reference: &str) -> Option<&str> {
    let plain = reference.split_once("/_history/").map_or(reference, |(before, _)| before);
    let (before, id) = plain.rsplit_once('/')?;
    // What cannot be an id names no patient, so that no reference can name a shelf that is not a patient's.
    (before.rsplit('/').next() == Some("Patient") && Id::parse(id).is_ok()).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn at_home(resource: &Value) -> Home {
        home(resource.as_object().expect("a resource is an object"))
    }

    #[test]
    fn a_resource_lives_with_the_patient_it_is_about() {
        let of = |id: &str| Home::Patient(id.to_owned());
        assert_eq!(at_home(&json!({"resourceType": "Patient", "id": "p1"})), of("p1"));
        assert_eq!(
            at_home(&json!({"resourceType": "Observation", "subject": {"reference": "Patient/p1"},
                "performer": [{"reference": "Patient/p2"}]})),
            of("p1")
        );
        assert_eq!(
            at_home(&json!({"resourceType": "Task", "for": {"reference": "Patient/p1/_history/3"}})),
            of("p1")
        );
        assert_eq!(
            at_home(&json!({"resourceType": "Appointment", "participant": [
                {"actor": {"reference": "Practitioner/d"}}, {"actor": {"reference": "https://h.example/fhir/Patient/p3"}}]})),
            of("p3")
        );
    }

    #[test]
    fn definitions_staff_and_the_trail_live_with_the_hospital() {
        for resource in [
            json!({"resourceType": "PlanDefinition", "id": "x"}),
            json!({"resourceType": "Practitioner", "id": "x"}),
            json!({"resourceType": "AuditEvent", "entity": [{"what": {"reference": "Patient/p1"}}]}),
            json!({"resourceType": "Observation", "subject": {"reference": "Location/l"}}),
            json!({"resourceType": "Observation", "subject": {"reference": "Patient/#inbox"}}),
            json!({"resourceType": "Observation", "subject": {"reference": "Patient/"}}),
            json!({"resourceType": "Observation"}),
        ] {
            assert_eq!(at_home(&resource), Home::Hospital);
        }
    }

    #[test]
    fn every_patient_that_a_resource_names_is_found_once() {
        let resource = json!({"resourceType": "Communication", "subject": {"reference": "Patient/a"},
            "sender": {"reference": "Patient/b"}, "recipient": [{"reference": "Patient/a"}, {"reference": "Practitioner/c"}]});
        assert_eq!(patients(resource.as_object().expect("an object")), ["a", "b"]);
    }
}
