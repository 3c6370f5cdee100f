//! The FHIR resources that the app writes.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use kangban_fhir::{
    Annotation, Attachment, Choice, CodeableConcept, Coding, Communication, CommunicationPayload, DateTime,
    Decimal, Id, Observation, ObservationComponent, Quantity, Reference, Resource, terms,
};

use crate::{
    catalogue::{Measure, Symptom, place},
    effects::vault::Record,
    forms::split_canonical,
    text::Lang,
};

/// What every entry says of itself. Texts are Chinese, whatever the patient reads; displays are the code system's.
#[derive(Debug, Clone)]
pub(crate) struct Head<'a> {
    pub(crate) id: String,
    pub(crate) patient: &'a str,
    pub(crate) at: DateTime,
}

fn resource(resource_type: &'static str, id: &str) -> Resource {
    let mut resource = Resource::new(resource_type);
    // Ids are UUIDs of our own making; one that were not would stay without an id and be refused by the vault.
    if let Ok(id) = Id::parse(id) {
        resource.set_id(&id);
    }
    resource
}

fn patient(id: &str) -> Reference {
    Reference::to("Patient", id)
}

fn observation(head: &Head<'_>, category: (&str, &str), code: CodeableConcept) -> Resource {
    let category = Coding::new(terms::OBSERVATION_CATEGORY, category.0).with_display(category.1);
    resource("Observation", &head.id)
        .with("status", &Some("final".to_owned()))
        .with("category", &vec![CodeableConcept::from(category)])
        .with("code", &Some(code))
        .with("subject", &Some(patient(head.patient)))
        .with_choice("effective", &Choice::DateTime(head.at.clone()))
        .with("performer", &vec![patient(head.patient)])
}

/// A symptom rated from 0 to 10.
pub(crate) fn symptom(
    head: &Head<'_>,
    symptom: &Symptom,
    score: u8,
    site: Option<&str>,
    note: &str,
    media: Option<&str>,
) -> Observation {
    let site = site.map(|id| {
        let display = place(Lang::En, id);
        CodeableConcept::from(Coding::new(terms::BODY_SITE, id).with_display(display))
            .with_text(place(Lang::Zh, id))
    });
    let note =
        (!note.is_empty()).then(|| Annotation { text: Some(note.to_owned()), ..Annotation::default() });
    let media: Vec<Reference> = media.map(|id| Reference::to("Media", id)).into_iter().collect();
    let made = observation(head, ("survey", "Survey"), symptom.concept())
        .with_choice("value", &Choice::Integer(i32::from(score)))
        .with("note", &note.into_iter().collect::<Vec<_>>())
        .with("bodySite", &site)
        .with("derivedFrom", &media);
    typed(made)
}

/// A symptom's correction: the same entry with what was changed; everything else stays as it is.
pub(crate) fn corrected_symptom(
    original: &Observation,
    head: &Head<'_>,
    symptom: &Symptom,
    score: u8,
    site: Option<&str>,
    note: &str,
) -> Observation {
    let fresh = self::symptom(head, symptom, score, site, note, None);
    let mut corrected = amended(original, head).with_choice("value", &Choice::Integer(i32::from(score)));
    let body_site: Option<CodeableConcept> = fresh.body_site().ok().flatten();
    corrected.set("bodySite", &body_site);
    // Only the patient's own note is theirs to change.
    let notes: Vec<Annotation> = fresh.note().unwrap_or_default();
    corrected.set("note", &notes);
    typed(corrected)
}

/// A measurement's correction.
pub(crate) fn corrected_measure(
    original: &Observation,
    head: &Head<'_>,
    kind: &Measure,
    values: &[Decimal],
) -> Observation {
    let fresh = measure(head, kind, values);
    let mut corrected = amended(original, head);
    if kind.parts.len() > 1 {
        corrected.set("component", &fresh.component().unwrap_or_default());
    } else if let Ok(Some(value)) = fresh.value() {
        corrected = corrected.with_choice("value", &value);
    }
    typed(corrected)
}

fn amended(original: &Observation, head: &Head<'_>) -> Resource {
    original
        .clone()
        .into_resource()
        .with("status", &Some("amended".to_owned()))
        .with_choice("effective", &Choice::DateTime(head.at.clone()))
}

/// A measurement; `values` are in the order of its parts.
pub(crate) fn measure(head: &Head<'_>, measure: &Measure, values: &[Decimal]) -> Observation {
    let made = observation(head, ("vital-signs", "Vital Signs"), measure.concept());
    let amount = |value: &Decimal, part: &crate::catalogue::Part| {
        Choice::Quantity(Quantity::ucum(value.clone(), part.unit, part.shown_unit))
    };
    let pairs = values.iter().zip(measure.parts);
    if measure.parts.len() > 1 {
        let components: Vec<ObservationComponent> = pairs
            .map(|(value, part)| ObservationComponent {
                code: Some(Coding::new(terms::LOINC, part.code).with_display(part.display).into()),
                value: Some(amount(value, part)),
                ..ObservationComponent::default()
            })
            .collect();
        return typed(made.with("component", &components));
    }
    let mut made = made;
    for (value, part) in pairs {
        made = made.with_choice("value", &amount(value, part));
    }
    typed(made)
}

/// `observation` made it: its type is right.
fn typed(resource: Resource) -> Observation {
    match Observation::try_from(resource) {
        Ok(observation) => observation,
        Err(_) => unreachable!("built as an Observation"),
    }
}

/// A photo: what it shows, and where its bytes are.
pub(crate) fn media(id: &str, head: &Head<'_>, binary: &str, mime: &str, size: usize) -> Resource {
    let kind = Coding::new("http://terminology.hl7.org/CodeSystem/media-type", "image").with_display("Image");
    resource("Media", id)
        .with("status", &Some("completed".to_owned()))
        .with("type", &Some(CodeableConcept::from(kind)))
        .with("subject", &Some(patient(head.patient)))
        .with_choice("created", &Choice::DateTime(head.at.clone()))
        .with(
            "content",
            &Some(Attachment {
                content_type: Some(mime.to_owned()),
                url: Some(format!("Binary/{binary}")),
                size: i32::try_from(size).ok(),
                ..Attachment::default()
            }),
        )
}

/// The photo's bytes without the bytes: they lie in a sealed file and are put in when it is sent.
pub(crate) fn binary(id: &str, patient_id: &str, mime: &str) -> Resource {
    resource("Binary", id)
        .with("contentType", &Some(mime.to_owned()))
        .with("securityContext", &Some(patient(patient_id)))
}

/// A Binary's JSON with its bytes, as it is sent.
pub(crate) fn binary_with_data(json: &str, bytes: &[u8]) -> Option<String> {
    Some(Resource::parse(json).ok()?.with("data", &Some(STANDARD.encode(bytes))).to_json())
}

/// A message of the patient.
pub(crate) fn message(
    head: &Head<'_>,
    text: &str,
    recipient: Option<Reference>,
    in_response_to: Option<&str>,
) -> Communication {
    let answers: Vec<Reference> =
        in_response_to.map(|id| Reference::to("Communication", id)).into_iter().collect();
    let made = resource("Communication", &head.id)
        .with("inResponseTo", &answers)
        .with("status", &Some("completed".to_owned()))
        .with("subject", &Some(patient(head.patient)))
        .with("sent", &Some(head.at.clone()))
        .with("recipient", &recipient.into_iter().collect::<Vec<_>>())
        .with("sender", &Some(patient(head.patient)))
        .with(
            "payload",
            &vec![CommunicationPayload {
                content: Some(Choice::string(text)),
                ..CommunicationPayload::default()
            }],
        );
    match Communication::try_from(made) {
        Ok(communication) => communication,
        Err(_) => unreachable!("built as a Communication"),
    }
}

/// A resource as the vault keeps it: with what it is found by.
pub(crate) fn stored(resource: &Resource) -> Record {
    Record {
        resource_type: resource.resource_type().to_owned(),
        id: resource.id().unwrap_or_default().to_owned(),
        code: code_of(resource),
        date_ms: date_of(resource),
        version_id: resource.version_id().map(str::to_owned),
        last_updated: resource.last_updated().map(|at| at.as_str().to_owned()),
        json: resource.to_json(),
    }
}

/// `system|code` of the first coding that has both; of a definition its canonical URL; of answers the form's.
fn code_of(resource: &Resource) -> String {
    let canonical = match resource.resource_type() {
        "Questionnaire" | "ValueSet" | "CodeSystem" => Some("url"),
        "QuestionnaireResponse" => Some("questionnaire"),
        _ => None,
    };
    if let Some(name) = canonical {
        let url = resource.json().get(name).and_then(|url| url.as_str()).unwrap_or_default();
        return split_canonical(url).0.to_owned();
    }
    let concept: Option<CodeableConcept> = resource.element("code").ok().flatten();
    let codings = concept.map(|concept| concept.coding).unwrap_or_default();
    codings
        .iter()
        .find_map(|coding| Some(format!("{}|{}", coding.system.as_deref()?, coding.code.as_deref()?)))
        .unwrap_or_default()
}

/// When it was observed, sent, authored, or else stored.
fn date_of(resource: &Resource) -> i64 {
    let choice =
        |name: &str| Choice::get(resource.json(), name).ok().flatten().and_then(|choice| choice.start());
    let named = |name: &str| resource.element::<Option<DateTime>>(name).ok().flatten();
    let at = choice("effective")
        .or_else(|| choice("performed"))
        .or_else(|| named("sent"))
        .or_else(|| named("authoredOn"))
        .or_else(|| named("authored"));
    at.map(|at| at.millis()).or_else(|| resource.last_updated().map(|at| at.millis())).unwrap_or_default()
}

#[cfg(test)]
mod tests;
