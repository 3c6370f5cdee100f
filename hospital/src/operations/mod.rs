//! What the care team does beyond reading and writing: sees, closes, sets a threshold, starts a pathway, invites. Each is a POST with
//! Parameters in and a resource out, by clinicians only, stamped by the hospital's clock, and may be sent twice.

mod attention;
mod forms;
mod pathway;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::{
    Extension, Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use chrono::{DateTime, Utc};
use kangban_care::set_threshold;
use kangban_fhir::{Decimal, HumanName, Instant, Parameters, Patient, PlanDefinition, Resource};
use serde_json::json;

pub(crate) use attention::{close, seen};

use crate::{
    auth::{AuthError, Caller},
    rest::{Desk, Guard, Refusal, audit, etag},
    server::{FHIR_JSON, Hospital},
    store::{Method, Stored},
};

/// The operations' routes.
pub fn routes() -> Router<Arc<Hospital>> {
    Router::new()
        .route("/fhir/Task/{id}/$seen", post(see_task))
        .route("/fhir/Task/{id}/$close", post(close_task))
        .route("/fhir/Communication/{id}/$seen", post(see_communication))
        .route("/fhir/PlanDefinition/{id}/$set-threshold", post(change_threshold))
        .route("/fhir/PlanDefinition/{id}/$apply", post(pathway::apply))
        .route("/fhir/Questionnaire/{id}/$populate", post(forms::fill_in))
        .route("/fhir/QuestionnaireResponse/{id}/$extract", post(forms::extract_from))
        .route("/fhir/Patient/{id}/$invite", post(invite))
}

async fn see_task(
    State(hospital): State<Arc<Hospital>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let by = caller.clone();
    change(&hospital, caller, &headers, "Task", id, move |task, now| Ok(seen(task, &by, now))).await
}

async fn see_communication(
    State(hospital): State<Arc<Hospital>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let by = caller.clone();
    change(&hospital, caller, &headers, "Communication", id, move |message, now| Ok(seen(message, &by, now)))
        .await
}

async fn close_task(
    State(hospital): State<Arc<Hospital>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let parameters = parameters(&body)?;
    let ending = text(&parameters, "outcome").ok_or_else(|| missing("outcome", "valueCode"))?;
    let note = text(&parameters, "note");
    let by = caller.clone();
    let work = move |task: &Resource, now| close(task, &ending, note.as_deref(), &by, now);
    change(&hospital, caller, &headers, "Task", id, work).await
}

async fn change_threshold(
    State(hospital): State<Arc<Hospital>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let parameters = parameters(&body)?;
    let name = text(&parameters, "name").ok_or_else(|| missing("name", "valueString"))?;
    let value = parameters.named("value").and_then(|parameter| parameter.value?.number());
    let value = value.ok_or_else(|| missing("value", "valueDecimal"))?;
    let work = move |plan: &Resource, _| with_threshold(plan, &name, &value);
    change(&hospital, caller, &headers, "PlanDefinition", id, work).await
}

/// The rule with a threshold of that value; `None` when it has it already.
fn with_threshold(plan: &Resource, name: &str, value: &Decimal) -> Result<Option<Resource>, Refusal> {
    let mut plan = PlanDefinition::try_from(plan.clone())?;
    let known = kangban_care::thresholds(&plan).into_iter().find(|threshold| threshold.name == name);
    if known.and_then(|threshold| threshold.value?.value).is_some_and(|known| known == *value) {
        return Ok(None);
    }
    set_threshold(&mut plan, name, value).map_err(|error| Refusal::unprocessable(error.to_string()))?;
    Ok(Some(plan.into_resource()))
}

async fn invite(
    State(hospital): State<Arc<Hospital>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    clinician(&caller)?;
    let now = hospital.clock.now();
    let by = caller.clone();
    // Whoever holds the code reads this record, so that comes on the trail first.
    let patient = hospital.store.write(move |writer| {
        let patient = Desk::new(writer, &by, now).read("Patient", &id)?;
        writer.put(&Caller::system(), audit::operation(&by, "$invite", &id, now)?, Method::Post)?;
        Ok::<_, Refusal>(patient)
    });
    let patient = patient.await?;
    let auth = hospital.auth.clone();
    // Stretching a code takes a while and would hold up whoever shares this thread.
    let issued = tokio::task::spawn_blocking(move || {
        auth.invite(patient.id().unwrap_or_default(), &display(&patient))
    });
    let issued = issued.await.unwrap_or(Err(AuthError::Stopped)).map_err(|error| {
        tracing::error!(%error, "an invitation could not be made");
        Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "exception", "the invitation could not be made")
    })?;
    let expires = DateTime::<Utc>::from_timestamp_millis(issued.expires_ms).unwrap_or_default();
    let told = json!({"resourceType": "Parameters", "parameter": [
        {"name": "code", "valueString": issued.code},
        {"name": "expires", "valueInstant": Instant::from_moment(expires.fixed_offset()).as_str()},
    ]});
    Ok(([(header::CONTENT_TYPE, FHIR_JSON)], told.to_string()).into_response())
}

/// A patient's name as the activated device greets them.
fn display(patient: &Resource) -> String {
    let names = Patient::try_from(patient.clone()).ok().and_then(|patient| patient.name().ok());
    names.unwrap_or_default().iter().find_map(HumanName::display).unwrap_or_default()
}

/// Changes one resource in a transaction, if the caller may and means the version that it has. Answers with the
/// resource as it is then; when nothing has to change, whatever version the caller meant, it is done already.
async fn change(
    hospital: &Hospital,
    caller: Caller,
    headers: &HeaderMap,
    resource_type: &'static str,
    id: String,
    work: impl FnOnce(&Resource, DateTime<Utc>) -> Result<Option<Resource>, Refusal> + Send + 'static,
) -> Result<Response, Refusal> {
    clinician(&caller)?;
    let guard = Guard::from_headers(headers)?;
    let stored = hospital.write(&caller, move |desk| {
        let current = desk.read(resource_type, &id)?;
        match work(&current, desk.now())? {
            Some(new) => Ok(desk.update(new, &guard)?.stored),
            None => desk.reader().get(resource_type, &id)?.ok_or_else(|| Refusal::not_found("it is gone")),
        }
    });
    Ok(answer(stored.await?))
}

fn answer(stored: Stored) -> Response {
    let etag = HeaderValue::from_str(&etag(stored.version)).ok();
    let updated = stored.updated().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let mut response = ([(header::CONTENT_TYPE, FHIR_JSON)], stored.json.unwrap_or_default()).into_response();
    let headers = response.headers_mut();
    headers.extend(etag.map(|etag| (header::ETAG, etag)));
    headers.extend(HeaderValue::from_str(&updated).ok().map(|updated| (header::LAST_MODIFIED, updated)));
    response
}

fn clinician(caller: &Caller) -> Result<(), Refusal> {
    if caller.is_clinician() {
        Ok(())
    } else {
        Err(Refusal::forbidden("not allowed: this is for the care team"))
    }
}

/// The Parameters in a body; an empty body holds none.
fn parameters(body: &[u8]) -> Result<Parameters, Refusal> {
    let text = std::str::from_utf8(body).map_err(|_| Refusal::invalid("the body is no UTF-8"))?;
    let resource = if text.trim().is_empty() { Resource::new("Parameters") } else { Resource::parse(text)? };
    Ok(Parameters::try_from(resource)?)
}

fn text(parameters: &Parameters, name: &str) -> Option<String> {
    let value = parameters.named(name)?.value?;
    value.as_str().map(str::to_owned)
}

fn missing(name: &str, kind: &str) -> Refusal {
    Refusal::invalid(format!("the parameter '{name}' ({kind}) is missing"))
}
