//! Answers to a form as they come in: whose they are, to which form, and which request they answer.
//!
//! Only what breaks that is refused. What is wrong with the answers themselves is for the care engine to mark: no
//! patient's answer is lost because of it.

use axum::http::StatusCode;
use kangban_fhir::{Resource, terms};
use serde_json::Value;

use super::Refusal;
use crate::{
    access::home,
    auth::Caller,
    jobs::form_task,
    store::{Method, Reader, StoreError, Writer},
};

/// Refuses answers that say they are somebody else's, or that they answer a request for another form.
pub(super) fn check(reader: &dyn Reader, response: &Resource) -> Result<(), Refusal> {
    if response.resource_type() != "QuestionnaireResponse" {
        return Ok(());
    }
    let at = |name: &str| format!("QuestionnaireResponse.{name}");
    for name in ["questionnaire", "subject"] {
        if !response.json().contains_key(name) {
            let what = "this element must be there";
            return Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "required", what).at(at(name)));
        }
    }
    let based_on = response.json().get("basedOn").and_then(Value::as_array).into_iter().flatten();
    for reference in based_on.filter_map(|to| to.get("reference")?.as_str()) {
        if !is_own(reader, response, reference)? {
            return Err(Refusal::unprocessable("it is based on nothing in this record").at(at("basedOn")));
        }
    }
    let Some(task) = task_of(response) else { return Ok(()) };
    let refuse = |what: &str| Refusal::unprocessable(what).at(at("extension"));
    let stored = reader.get("Task", &task)?.filter(|stored| stored.home == home(response.json()));
    let stored = stored.ok_or_else(|| refuse("the request that it answers is not in this record"))?;
    // A request that was deleted while a phone was offline is no reason to lose the answers.
    let Some(task) = stored.resource()? else { return Ok(()) };
    if !form_task::is_form(task.json()) {
        return Err(refuse("what it answers is no request for a form"));
    }
    let canonical = response.json().get("questionnaire").and_then(Value::as_str).unwrap_or_default();
    if form_task::form(task.json()).is_some_and(|form| Some(form) != canonical.split('|').next()) {
        return Err(
            Refusal::unprocessable("the request that it answers is for another form").at(at("questionnaire"))
        );
    }
    Ok(())
}

/// Completes the request that stored answers are to.
pub(super) fn settle(
    writer: &mut dyn Writer,
    response: &Resource,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), StoreError> {
    let text = |name: &str| response.json().get(name).and_then(Value::as_str);
    let finished = matches!(text("status"), Some("completed" | "amended"));
    let Some(id) = task_of(response).filter(|_| finished) else { return Ok(()) };
    let task = writer.get("Task", &id)?.map_or(Ok(None), |stored| stored.resource())?;
    let reference = format!("QuestionnaireResponse/{}", response.id().unwrap_or_default());
    if let Some(answered) =
        task.and_then(|task| form_task::answered(&task, &reference, text("authored"), now))
    {
        writer.put(&Caller::system(), answered, Method::Put)?;
    }
    Ok(())
}

/// The id of the Task that a response answers.
fn task_of(response: &Resource) -> Option<String> {
    if response.resource_type() != "QuestionnaireResponse" {
        return None;
    }
    let extensions = response.json().get("extension")?.as_array()?;
    let own =
        extensions.iter().find(|one| one.get("url").and_then(Value::as_str) == Some(terms::ANSWERS_TASK))?;
    let reference = own.get("valueReference")?.get("reference")?.as_str()?;
    Some(reference.strip_prefix("Task/")?.split('/').next()?.to_owned())
}

/// Whether what a reference names is kept with the same patient.
fn is_own(reader: &dyn Reader, response: &Resource, reference: &str) -> Result<bool, StoreError> {
    let mut parts = reference.split('/');
    let (Some(resource_type), Some(id)) = (parts.next(), parts.next()) else { return Ok(false) };
    let found = reader.get(resource_type, id)?;
    Ok(found.is_some_and(|stored| stored.home == home(response.json())))
}
