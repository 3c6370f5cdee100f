//! Pathways: a `PlanDefinition` of type `clinical-protocol` made into one patient's `CarePlan` and due forms (`Tasks`).
//!
//! An action says on which day, counted from the anchor's day (the operation, the discharge, the start), in which window
//! of hours, under which condition and which form. Applying is pure and may be repeated: the same anchor gives the same
//! ids, an anchor whose day has moved moves what is still open, and what was answered stays as it is.

mod definition;
mod plan;
mod task;
#[cfg(test)]
mod tests;
mod timing;

use chrono::{DateTime, NaiveDate, SecondsFormat, TimeZone, Utc};
use kangban_fhir::{Resource, terms};
use serde_json::{Value, json};

pub use definition::is_pathway;

use crate::condition::{Given, Variables};
use definition::{Forms, Step};

/// Extension on a `CarePlan`: what its day 0 is (`kind`, `key`, `day`, `source`).
pub const APPLIED_ANCHOR: &str = "https://kangban.example/fhir/StructureDefinition/applied-anchor";
/// The status reason of a Task that the pathway no longer asks for.
pub const NOT_ASKED: &str = "not-asked";

/// Day 0 of a pathway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The day, in the patient's zone.
    pub day: NaiveDate,
    /// What the plan's ids are made from. It stays the same when the day moves: `Procedure/ID`, or the day that was
    /// given first.
    pub key: String,
    /// The resource that the day comes from, as `Type/ID`.
    pub source: Option<String>,
}

impl Anchor {
    /// A day that somebody gave.
    pub fn on(day: NaiveDate) -> Self {
        Self { day, key: day.to_string(), source: None }
    }

    /// The day of an operation, a stay or the like.
    pub fn of(source: &str, day: NaiveDate) -> Self {
        Self { day, key: source.to_owned(), source: Some(source.to_owned()) }
    }

    /// The anchor that a `CarePlan` of ours was made with.
    pub fn from_care_plan(plan: &Resource) -> Option<Self> {
        let anchor = plan.extension(APPLIED_ANCHOR)?;
        let text = |name: &str| anchor.inner_value(name)?.as_str().map(str::to_owned);
        let source = plan
            .json()
            .get("extension")?
            .as_array()?
            .iter()
            .find(|one| one.get("url").and_then(Value::as_str) == Some(APPLIED_ANCHOR))?
            .get("extension")?
            .as_array()?
            .iter()
            .find_map(|one| one.get("valueReference")?.get("reference")?.as_str().map(str::to_owned));
        let day = anchor.inner_value("day").and_then(day_of)?;
        Some(Self { day, key: text("key")?, source })
    }
}

fn day_of(value: &kangban_fhir::Choice) -> Option<NaiveDate> {
    match value {
        kangban_fhir::Choice::Date(date) => Some(date.day()),
        kangban_fhir::Choice::DateTime(date) => Some(date.day()),
        _ => None,
    }
}

/// What a pathway is applied to.
#[derive(Debug, Clone, Copy)]
pub struct ApplyInput<'a> {
    /// The patient; needs an id.
    pub patient: &'a Resource,
    /// Day 0.
    pub anchor: &'a Anchor,
    /// Now. What would be over by then is not asked for any more.
    pub now: DateTime<Utc>,
    /// The `ActivityDefinitions` that the actions name.
    pub activities: &'a [Resource],
    /// The Questionnaires at hand.
    pub questionnaires: &'a [Resource],
    /// The patient's Conditions, `%conditions` of the actions' conditions.
    pub conditions: &'a [Resource],
    /// The patient's Procedures, `%procedures`.
    pub procedures: &'a [Resource],
    /// What an earlier application of the plan to this anchor left: its `CarePlan` and Tasks. Others are passed over.
    pub existing: &'a [Resource],
}

/// What applying came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Applied {
    /// The plan, with the problems contained in it.
    pub care_plan: Resource,
    /// All its Tasks as they are now, in the order of their windows. One that was there already and has not changed is
    /// exactly as it was.
    pub tasks: Vec<Resource>,
    /// What could not be made, and why.
    pub problems: Vec<PathwayProblem>,
}

/// Something in a pathway that could not be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathwayProblem {
    /// The action's id.
    pub action: String,
    /// What is wrong, for a clinician's engineer.
    pub what: String,
}

impl std::fmt::Display for PathwayProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.action, self.what)
    }
}

/// Why nothing was applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApplyError {
    /// It is no pathway.
    #[error("this is no PlanDefinition of type clinical-protocol")]
    NoPathway,
    /// It may not be used.
    #[error("the pathway is not active")]
    NotActive,
    /// Something that it must have.
    #[error("{0} is missing")]
    Missing(&'static str),
}

/// Applies a pathway to a patient.
///
/// # Errors
/// [`ApplyError`] when there is no pathway to apply. What is wrong with single actions is in [`Applied::problems`].
pub fn apply<Tz: TimeZone>(plan: &Resource, zone: &Tz, input: ApplyInput<'_>) -> Result<Applied, ApplyError> {
    let definition = definition::Definition::read(plan)?;
    let patient = input.patient.id().ok_or(ApplyError::Missing("the patient's id"))?;
    let mut problems = definition.problems.clone();
    let forms = Forms { plan, activities: input.activities, questionnaires: input.questionnaires };
    let ids = plan::Ids::new(&definition.url, patient, &input.anchor.key);

    let mut tasks = Vec::new();
    for step in &definition.steps {
        match make(step, &forms, zone, &ids, patient, input) {
            Ok(made) => tasks.extend(made),
            Err(what) => problems.push(PathwayProblem { action: step.key.clone(), what }),
        }
    }
    // A Task of an earlier application that is not made any more, as far as it waits for anybody.
    for old in plan::own_tasks(input.existing, &ids) {
        if !tasks.iter().any(|task| task.id() == old.id()) {
            // An action that could not be made this time has not been taken out of the pathway.
            let unknown = problems.iter().any(|problem| task::action(old) == Some(problem.action.as_str()));
            tasks.push(if unknown { old.clone() } else { task::withdrawn(old, input.now) });
        }
    }
    tasks.sort_by_cached_key(|task| (task::window(task), task.id().unwrap_or_default().to_owned()));
    let known = input.existing.iter().find(|one| one.id() == Some(ids.care_plan().as_str()));
    let made = plan::care_plan(&definition, &ids, input, &tasks, &problems);
    let care_plan = match known {
        Some(known) => plan::as_before(known, made),
        None => made,
    };
    Ok(Applied { care_plan, tasks, problems })
}

/// The id of the `CarePlan` that a pathway makes for a patient and an anchor's key.
pub fn care_plan_id(plan_url: &str, patient: &str, key: &str) -> String {
    plan::Ids::new(plan_url, patient, key).care_plan()
}

/// Stops a plan whose reason is gone, as when the operation is cancelled: what is open is no longer asked for. Gives
/// what has changed; [`apply`] takes it up again.
pub fn withdraw(care_plan: &Resource, tasks: &[Resource], now: DateTime<Utc>) -> Vec<Resource> {
    let mut changed = Vec::new();
    if care_plan.json().get("status").and_then(Value::as_str) == Some("active") {
        let mut ended = care_plan.clone();
        ended.json_mut().insert("status".to_owned(), json!("on-hold"));
        changed.push(ended);
    }
    for task in tasks {
        let withdrawn = task::withdrawn(task, now);
        if withdrawn != *task {
            changed.push(withdrawn);
        }
    }
    changed
}

/// The Tasks of one action.
fn make<Tz: TimeZone>(
    step: &Step,
    forms: &Forms<'_>,
    zone: &Tz,
    ids: &plan::Ids,
    patient: &str,
    input: ApplyInput<'_>,
) -> Result<Vec<Resource>, String> {
    if !applies(step, input)? {
        return Ok(Vec::new());
    }
    let form = forms.of(step)?;
    let mut made = Vec::new();
    for (number, day) in step.timing.days(input.anchor.day)?.into_iter().enumerate() {
        let window = timing::Window::of(step.window, day, zone).ok_or("its window is out of all time")?;
        let id = ids.task(&step.key, number);
        let new = task::new(&id, ids, patient, step, &form, &window, input.now);
        let known = input.existing.iter().find(|one| one.id() == Some(id.as_str()));
        match known {
            Some(known) => made.push(task::merged(known, new, &window, input.now)),
            // Nobody is asked for what is over already.
            None if window.closes.with_timezone(&Utc) > input.now => made.push(new),
            None => {}
        }
    }
    Ok(made)
}

fn applies(step: &Step, input: ApplyInput<'_>) -> Result<bool, String> {
    let patient = Value::Object(input.patient.json().clone());
    let anchor = json!(input.anchor.day.to_string());
    let list = |all: &[Resource]| -> Vec<Value> {
        all.iter().map(|one| Value::Object(one.json().clone())).collect()
    };
    let (conditions, procedures) = (list(input.conditions), list(input.procedures));
    let variables = Variables::about(&patient, input.now.fixed_offset())
        .with("patient", [Given::resource(&patient)])
        .with("anchor", [Given::typed(&anchor, "date")])
        .with("conditions", conditions.iter().map(Given::resource))
        .with("procedures", procedures.iter().map(Given::resource));
    for condition in &step.conditions {
        if condition.holds(&variables).map_err(|error| error.to_string())? != Some(true) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A moment as FHIR writes it, in UTC.
fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Whether a Task asks a patient for a form.
pub fn is_form_task(task: &Resource) -> bool {
    let codings = task.json().get("code").and_then(|code| code.get("coding")).and_then(Value::as_array);
    task.resource_type() == "Task"
        && codings.into_iter().flatten().any(|coding| {
            let is = |name: &str, value: &str| coding.get(name).and_then(Value::as_str) == Some(value);
            is("system", terms::SDC_TASK) && is("code", task::COMPLETE_QUESTIONNAIRE)
        })
}
