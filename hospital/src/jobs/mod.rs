//! Durable follow-up work: what a write sets off, and whatever time drives.
//!
//! A job is a row with a due time, written in the same transaction as its cause ([`follow_ups`] is what the store
//! asks). Workers claim it, do it and settle it; every effect is idempotent, so a job that runs twice changes
//! nothing the second time.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use crate::{
    access::{self, Home},
    auth::{Caller, Role},
};

pub(crate) mod alert;
mod answers;
mod assess;
pub(crate) mod form_task;
mod forms;
mod reading;
mod rules;
#[cfg(test)]
mod tests;
mod worker;

pub use alert::OVERDUE;
pub use forms::ANSWER_PROBLEM;
pub(crate) use forms::{form_of, shelf};
pub(crate) use rules::definitions;
pub use worker::Worker;

/// A job before the store has given it a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// What to do: one of [`KINDS`].
    pub kind: &'static str,
    /// The patient it concerns. Every job has one: it is claimed and settled in a transaction on that patient.
    pub patient: String,
    /// What it is about, as `Type/id/_history/version`. One job of a kind and subject exists at most.
    pub subject: String,
    /// When it may run; `None` is at once.
    pub due: Option<DateTime<Utc>>,
}

/// Evaluate the clinical rules on a new Observation or on the answers to a form.
pub const EVALUATE: &str = "evaluate";
/// Raise an alert that nobody has seen in its time.
pub const ESCALATE: &str = "escalate";
/// Take an alert's Flag off the chart when the alert is closed.
pub const LOWER: &str = "lower";
/// End the request for a form that nobody answered in its window.
pub const EXPIRE: &str = "expire";
/// Bring a patient's plans in line with a record that has changed: a moved operation moves them.
pub const FOLLOW: &str = "follow";
/// Every kind of job there is.
pub const KINDS: &[&str] = &[EVALUATE, ESCALATE, LOWER, EXPIRE, FOLLOW];

/// The jobs that follow from a resource as `by` has just written it (with its id and `meta.versionId`).
/// The store calls this inside the transaction of the write and stores the rows in it.
///
/// What the hospital itself writes (an import of ten years of history, the demo) is not evaluated and moves no plan.
pub fn follow_ups(by: &Caller, written: &Map<String, Value>) -> Vec<NewJob> {
    let text = |name: &str| written.get(name).and_then(Value::as_str);
    let (Some(resource_type), Some(id)) = (text("resourceType"), text("id")) else { return Vec::new() };
    let Home::Patient(patient) = access::home(written) else { return Vec::new() };
    let version =
        written.get("meta").and_then(|meta| meta.get("versionId")).and_then(Value::as_str).unwrap_or("1");
    let subject = format!("{resource_type}/{id}/_history/{version}");
    let job = |kind, due| NewJob { kind, patient: patient.clone(), subject: subject.clone(), due };
    match resource_type {
        "Observation" | "QuestionnaireResponse" if by.role != Role::System => vec![job(EVALUATE, None)],
        "Procedure" | "Encounter" | "Condition" if by.role != Role::System => vec![job(FOLLOW, None)],
        "Task" if form_task::is_form(written) => {
            form_task::end(written).map(|due| job(EXPIRE, Some(due))).into_iter().collect()
        }
        "Task" if alert::is_alert(written) && !alert::is_open(written) => vec![job(LOWER, None)],
        "Task" => alert::clock_of(written).map(|due| job(ESCALATE, Some(due))).into_iter().collect(),
        _ => Vec::new(),
    }
}
