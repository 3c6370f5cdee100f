//! SDC's operations on forms: `Questionnaire/ID/$populate` fills in what is known of a patient, and
//! `QuestionnaireResponse/ID/$extract` says what its answers are as records. Neither writes anything but the trail.

use std::sync::Arc;

use axum::{
    Extension,
    body::Bytes,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use kangban_fhir::Resource;
use kangban_fhirpath::Clock;
use kangban_forms::{
    Form, Launch,
    extract::{ExtractInput, extract},
    populate::populate,
};
use serde_json::Value;

use super::{clinician, missing, parameters, pathway};
use crate::{
    access::{self, Interaction, Reach},
    auth::Caller,
    jobs,
    rest::{Refusal, audit, new_id},
    server::{FHIR_JSON, Hospital},
    store::{Method, Query, Reader},
};

/// What is known of a patient that a form may ask for.
const KNOWN: [&str; 5] = ["Observation", "Condition", "AllergyIntolerance", "MedicationRequest", "Procedure"];
/// The newest of each.
const NEWEST: usize = 500;

pub(super) async fn fill_in(
    State(hospital): State<Arc<Hospital>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Refusal> {
    clinician(&caller)?;
    let parameters = parameters(&body)?;
    let patient = pathway::subject(&parameters).ok_or_else(|| missing("subject", "valueReference"))?;
    let language = super::text(&parameters, "language").unwrap_or_else(|| "zh-CN".to_owned());
    let own = new_id()?.to_string();
    let clock = clock(&hospital);
    let (by, subject) = (caller.clone(), patient.clone());
    let filled = hospital.read(move |reader| {
        let form = readable(reader, &by, "Questionnaire", &id)?;
        let patient = readable(reader, &by, "Patient", &subject)?;
        let form = load(reader, form)?;
        let mut launch = Launch::new(clock, language, own);
        for resource_type in KNOWN {
            let query = Query::all(resource_type, Reach::Patient(subject.clone()), NEWEST);
            for stored in reader.search(&query)?.found {
                launch.resources.extend(stored.resource()?.map(Resource::into_value));
            }
        }
        launch.patient = Some(patient.into_value());
        launch.user = by.reference().map(|reference| serde_json::json!({"reference": reference}));
        Ok(populate(&form, &launch).response)
    });
    let filled = filled.await?;
    on_the_trail(&hospital, &caller, "$populate", &patient).await?;
    Ok(answer(&filled))
}

pub(super) async fn extract_from(
    State(hospital): State<Arc<Hospital>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    clinician(&caller)?;
    let clock = clock(&hospital);
    let by = caller.clone();
    let extracted = hospital.read(move |reader| {
        let response = readable(reader, &by, "QuestionnaireResponse", &id)?;
        let patient = access::home(response.json()).patient().unwrap_or_default().to_owned();
        let form = jobs::form_of(reader, &response)?;
        let form = form.ok_or_else(|| Refusal::unprocessable("its form is not here"))?;
        let form = load(reader, form)?;
        let mut out_of_ids = None;
        let mut ids = || match new_id() {
            Ok(id) => id.to_string(),
            Err(refusal) => {
                out_of_ids = Some(refusal);
                String::new()
            }
        };
        let extracted = extract(&form, &response.into_value(), ExtractInput::new(&mut ids, clock));
        match out_of_ids {
            Some(refusal) => Err(refusal),
            None => Ok((extracted.bundle, patient)),
        }
    });
    let (bundle, patient) = extracted.await?;
    on_the_trail(&hospital, &caller, "$extract", &patient).await?;
    Ok(answer(&bundle))
}

fn clock(hospital: &Hospital) -> Clock {
    let now = hospital.clock.now().with_timezone(&hospital.zone).fixed_offset();
    Clock { now: kangban_fhir::DateTime::from_moment(now) }
}

fn answer(json: &Value) -> Response {
    ([(header::CONTENT_TYPE, FHIR_JSON)], json.to_string()).into_response()
}

/// A resource that the caller may read.
fn readable(reader: &dyn Reader, by: &Caller, resource_type: &str, id: &str) -> Result<Resource, Refusal> {
    let reach = access::reach(by, Interaction::Read, resource_type);
    let stored = reader.get(resource_type, id)?.filter(|stored| reach.covers(&stored.home));
    let stored = stored.ok_or_else(|| Refusal::not_found("there is no such resource"))?;
    stored.resource()?.ok_or_else(|| Refusal::not_found("it was deleted"))
}

fn load(reader: &dyn Reader, form: Resource) -> Result<Form, Refusal> {
    let shelf = jobs::shelf(reader)?;
    Form::load(&form.into_value(), &shelf)
        .map_err(|_| Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", "this form cannot be read"))
}

async fn on_the_trail(
    hospital: &Hospital,
    caller: &Caller,
    operation: &'static str,
    patient: &str,
) -> Result<(), Refusal> {
    let event = audit::operation(caller, operation, patient, hospital.clock.now())?;
    let write = hospital
        .store
        .write(move |writer| writer.put(&Caller::system(), event, Method::Post).map_err(Refusal::from));
    write.await.map(drop)
}
