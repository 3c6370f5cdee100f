//! `PlanDefinition/ID/$apply`: puts a patient on a pathway, or shows what that would come to.

use std::sync::Arc;

use axum::{
    Extension,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use kangban_fhir::{Choice, Parameters};
use serde_json::{Value, json};

use super::{answer, clinician, missing, parameters};
use crate::{
    auth::Caller,
    pathways::{self, Asked, PathwayError},
    rest::{Guard, Refusal},
    server::{FHIR_JSON, Hospital},
    store::Stored,
};

/// What `$apply` gives: the plan as it is stored, or all that it would make.
enum Done {
    Written(Stored),
    Shown(Value),
}

pub(super) async fn apply(
    State(hospital): State<Arc<Hospital>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    _: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    clinician(&caller)?;
    let parameters = parameters(&body)?;
    let subject = subject(&parameters).ok_or_else(|| missing("subject", "valueString"))?;
    let asked = asked(&parameters)?;
    let preview = matches!(value(&parameters, "preview"), Some(Choice::Boolean(true)));
    let zone = hospital.zone;
    let done = hospital.write(&caller, move |desk| {
        let plan = desk.read("PlanDefinition", &id)?;
        let patient = desk.read("Patient", &subject)?;
        let outcome = pathways::apply(desk.reader(), &plan, &patient, &asked, zone, desk.now())?;
        if preview {
            let all = std::iter::once(&outcome.applied.care_plan).chain(&outcome.applied.tasks);
            let entries: Vec<Value> = all.map(|one| json!({"resource": one.json()})).collect();
            return Ok(Done::Shown(
                json!({"resourceType": "Bundle", "type": "collection", "entry": entries}),
            ));
        }
        let id = outcome.applied.care_plan.id().unwrap_or_default().to_owned();
        for resource in outcome.changed {
            desk.update(resource, &Guard::default())?;
        }
        let stored = desk.reader().get("CarePlan", &id)?;
        stored.map(Done::Written).ok_or_else(|| Refusal::not_found("the plan is gone"))
    });
    Ok(match done.await? {
        Done::Written(stored) => answer(stored),
        Done::Shown(bundle) => ([(header::CONTENT_TYPE, FHIR_JSON)], bundle.to_string()).into_response(),
    })
}

impl From<PathwayError> for Refusal {
    fn from(error: PathwayError) -> Self {
        match error {
            PathwayError::Store(error) => error.into(),
            PathwayError::Apply(_) | PathwayError::Anchor(_) => Self::unprocessable(error.to_string()),
        }
    }
}

fn value(parameters: &Parameters, name: &str) -> Option<Choice> {
    parameters.named(name)?.value
}

/// The id of the patient: `Patient/ID` as a text or a reference.
pub(super) fn subject(parameters: &Parameters) -> Option<String> {
    let reference = reference(value(parameters, "subject")?)?;
    reference.strip_prefix("Patient/").map(str::to_owned)
}

fn reference(value: Choice) -> Option<String> {
    match value {
        Choice::Reference(to) => to.target().map(|(resource_type, id)| format!("{resource_type}/{id}")),
        other => other.as_str().map(str::to_owned),
    }
}

fn asked(parameters: &Parameters) -> Result<Asked, Refusal> {
    match value(parameters, "anchor") {
        None => Ok(Asked::Today),
        Some(Choice::Date(date)) if date.precision() == kangban_fhir::Precision::Day => {
            Ok(Asked::Day(date.day()))
        }
        Some(Choice::Reference(to)) => reference(Choice::Reference(to))
            .map(Asked::Of)
            .ok_or_else(|| Refusal::invalid("the anchor's reference leads nowhere")),
        Some(_) => Err(Refusal::invalid("the anchor is a whole day (valueDate) or a valueReference")),
    }
}
