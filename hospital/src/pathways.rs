//! Applying pathways to the patients on record: what has to be read for it, and what comes out of it.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use kangban_care::{Anchor, Applied, ApplyError, ApplyInput};
use kangban_fhir::{Choice, Resource, terms};
use serde_json::Value;

use crate::{
    access::Reach,
    store::{Filter, Query, Reader, StoreError, TokenTest},
};

/// More than any patient has of a type.
const RECORD: usize = 1000;
/// FHIR's extension for the zone that a patient lives in.
const ZONE: &str = "http://hl7.org/fhir/StructureDefinition/timezone";

/// The zone of a hospital that does not say.
pub const USUAL_ZONE: Tz = chrono_tz::Asia::Shanghai;

/// What day 0 is to be, as somebody asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Asked {
    /// A day.
    Day(NaiveDate),
    /// The day of a Procedure or Encounter, as `Type/ID`.
    Of(String),
    /// Today, for a pathway that begins when it is started.
    Today,
}

/// Why a pathway was not applied.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PathwayError {
    /// The pathway itself.
    #[error(transparent)]
    Apply(#[from] ApplyError),
    /// What day 0 was to be.
    #[error("{0}")]
    Anchor(String),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What applying comes to, before it is written.
pub(crate) struct Outcome {
    pub(crate) applied: Applied,
    /// What is new or different, the plan first.
    pub(crate) changed: Vec<Resource>,
}

/// Applies a pathway to a patient.
pub(crate) fn apply(
    reader: &dyn Reader,
    plan: &Resource,
    patient: &Resource,
    asked: &Asked,
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<Outcome, PathwayError> {
    let zone = zone_of(patient, zone);
    let url = plan.json().get("url").and_then(Value::as_str).unwrap_or_default();
    let patient_id = patient.id().ok_or(ApplyError::Missing("the patient's id"))?;
    let anchor = match asked {
        Asked::Of(source) => {
            let day = day_of(reader, patient_id, source, zone)?
                .ok_or_else(|| PathwayError::Anchor("the anchor is cancelled or has no day".to_owned()))?;
            Anchor::of(source, day)
        }
        Asked::Day(day) => dated(reader, patient_id, url, *day, now)?,
        Asked::Today => {
            let kind = plan.extension(terms::ANCHOR).and_then(|it| it.value?.as_str().map(str::to_owned));
            if kind.as_deref() != Some("start") {
                return Err(PathwayError::Anchor("this pathway needs an anchor".to_owned()));
            }
            dated(reader, patient_id, url, now.with_timezone(&zone).date_naive(), now)?
        }
    };
    apply_at(reader, plan, patient, &anchor, zone, now)
}

fn apply_at(
    reader: &dyn Reader,
    plan: &Resource,
    patient: &Resource,
    anchor: &Anchor,
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<Outcome, PathwayError> {
    let patient_id = patient.id().unwrap_or_default();
    let url = plan.json().get("url").and_then(Value::as_str).unwrap_or_default();
    let (activities, questionnaires) = named(reader, plan)?;
    let (conditions, procedures) =
        (of_patient(reader, "Condition", patient_id)?, of_patient(reader, "Procedure", patient_id)?);
    let care_plan = kangban_care::care_plan_id(url, patient_id, &anchor.key);
    let existing = existing(reader, patient_id, &care_plan)?;
    let input = ApplyInput {
        patient,
        anchor,
        now,
        activities: &activities,
        questionnaires: &questionnaires,
        conditions: &conditions,
        procedures: &procedures,
        existing: &existing,
    };
    let applied = kangban_care::apply(plan, &zone, input)?;
    let all = std::iter::once(&applied.care_plan).chain(&applied.tasks);
    let changed = all.filter(|one| !existing.contains(one)).cloned().collect();
    Ok(Outcome { applied, changed })
}

/// What a change in a patient's record makes of the plans that they are on: a moved operation moves them, a cancelled
/// one ends them, an illness that came or went changes what is asked.
pub(crate) fn follow(
    reader: &dyn Reader,
    patient: &Resource,
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<Vec<Resource>, PathwayError> {
    let zone = zone_of(patient, zone);
    let patient_id = patient.id().unwrap_or_default();
    let mut changed = Vec::new();
    for care_plan in of_patient(reader, "CarePlan", patient_id)? {
        let Some(mut anchor) = Anchor::from_care_plan(&care_plan) else { continue };
        let status = care_plan.json().get("status").and_then(Value::as_str);
        let Some(plan) = plan_of(reader, &care_plan)? else { continue };
        if let Some(source) = &anchor.source {
            match day_of(reader, patient_id, source, zone) {
                Ok(Some(day)) => anchor.day = day,
                Ok(None) | Err(PathwayError::Anchor(_)) => {
                    // A plan that a person has ended stays so.
                    if status != Some("active") {
                        continue;
                    }
                    let all = existing(reader, patient_id, care_plan.id().unwrap_or_default())?;
                    let tasks: Vec<Resource> = all.into_iter().filter(kangban_care::is_form_task).collect();
                    changed.extend(kangban_care::withdraw(&care_plan, &tasks, now));
                    continue;
                }
                Err(error) => return Err(error),
            }
        } else if status != Some("active") {
            continue;
        }
        // A plan that a person has ended stays so; only one that waits for its operation goes on with it.
        if !matches!(status, Some("active" | "on-hold")) {
            continue;
        }
        match apply_at(reader, &plan, patient, &anchor, zone, now) {
            Ok(outcome) => changed.extend(outcome.changed),
            // The hospital has taken the pathway out of use: what it asked before goes on.
            Err(PathwayError::Apply(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(changed)
}

/// The pathway that a `CarePlan` was made from.
fn plan_of(reader: &dyn Reader, care_plan: &Resource) -> Result<Option<Resource>, StoreError> {
    let canonical = care_plan.json().get("instantiatesCanonical").and_then(|all| all.get(0)?.as_str());
    let url = canonical.and_then(|canonical| canonical.split('|').next());
    let plans = by_url(reader, "PlanDefinition", &url.into_iter().map(str::to_owned).collect::<Vec<_>>())?;
    Ok(plans.into_iter().find(kangban_care::is_pathway))
}

/// A day that somebody gave. A patient is on a dated pathway once at a time: while an earlier one lasts, another day
/// moves it.
fn dated(
    reader: &dyn Reader,
    patient: &str,
    url: &str,
    day: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Anchor, StoreError> {
    let lasting = |care_plan: &Resource| {
        let json = care_plan.json();
        let text =
            |path: &str| Value::Object(json.clone()).pointer(path).and_then(Value::as_str).map(str::to_owned);
        let end = text("/period/end").and_then(|end| DateTime::parse_from_rfc3339(&end).ok());
        let canonical = text("/instantiatesCanonical/0").unwrap_or_default();
        json.get("status").and_then(Value::as_str) == Some("active")
            && canonical.split('|').next() == Some(url)
            && end.is_none_or(|end| end > now)
    };
    for care_plan in of_patient(reader, "CarePlan", patient)?.iter().filter(|one| lasting(one)) {
        if let Some(anchor) = Anchor::from_care_plan(care_plan).filter(|anchor| anchor.source.is_none()) {
            return Ok(Anchor { day, ..anchor });
        }
    }
    Ok(Anchor::on(day))
}

/// The day of an operation or of the end of a stay, in the patient's zone. `None` when it is cancelled or has no day.
fn day_of(
    reader: &dyn Reader,
    patient: &str,
    source: &str,
    zone: Tz,
) -> Result<Option<NaiveDate>, PathwayError> {
    let wrong = |what: &str| PathwayError::Anchor(what.to_owned());
    let (resource_type, id) = source.split_once('/').unwrap_or_default();
    if !matches!(resource_type, "Procedure" | "Encounter") {
        return Err(wrong("the anchor is a day, a Procedure or an Encounter"));
    }
    let found = reader.get(resource_type, id)?.map_or(Ok(None), |stored| stored.resource())?;
    let found = found.filter(|one| {
        one.json().get("subject").and_then(|to| to.get("reference")?.as_str())
            == Some(&format!("Patient/{patient}"))
    });
    let found = found.ok_or_else(|| wrong("the anchor is not in this patient's record"))?;
    let json = found.json();
    if matches!(
        json.get("status").and_then(Value::as_str),
        Some("not-done" | "cancelled" | "entered-in-error")
    ) {
        return Ok(None);
    }
    let date = if resource_type == "Procedure" {
        Choice::get(json, "performed").ok().flatten().and_then(|performed| performed.start())
    } else {
        let period = json.get("period");
        let end = |name: &str| period.and_then(|period| period.get(name)?.as_str());
        end("end").or_else(|| end("start")).and_then(|text| kangban_fhir::DateTime::parse(text).ok())
    };
    Ok(date.and_then(|date| match date.moment() {
        Some(moment) => Some(moment.with_timezone(&zone).date_naive()),
        None => (date.precision() >= kangban_fhir::Precision::Day).then(|| date.day()),
    }))
}

/// The zone that a patient lives in.
fn zone_of(patient: &Resource, usual: Tz) -> Tz {
    let own = patient.extension(ZONE).and_then(|it| it.value?.as_str()?.parse().ok());
    own.unwrap_or(usual)
}

/// The activities and forms that a pathway names.
fn named(reader: &dyn Reader, plan: &Resource) -> Result<(Vec<Resource>, Vec<Resource>), StoreError> {
    let mut urls = Vec::new();
    canonicals(&Value::Object(plan.json().clone()), &mut urls);
    let activities = by_url(reader, "ActivityDefinition", &urls)?;
    for activity in activities.iter().chain(&plan.contained()) {
        let form =
            activity.extension(terms::COLLECT_WITH).and_then(|it| it.value?.as_str().map(str::to_owned));
        urls.extend(form.map(|form| plain(&form)));
    }
    Ok((activities, by_url(reader, "Questionnaire", &urls)?))
}

/// What the actions define, at any depth.
fn canonicals(action: &Value, found: &mut Vec<String>) {
    for inner in action.get("action").and_then(Value::as_array).into_iter().flatten() {
        for name in ["definitionCanonical", "definitionUri"] {
            found.extend(inner.get(name).and_then(Value::as_str).map(plain));
        }
        canonicals(inner, found);
    }
}

fn plain(canonical: &str) -> String {
    canonical.split('|').next().unwrap_or_default().to_owned()
}

/// The hospital's definitions with one of these canonical URLs.
pub(crate) fn by_url(
    reader: &dyn Reader,
    resource_type: &str,
    urls: &[String],
) -> Result<Vec<Resource>, StoreError> {
    if urls.is_empty() {
        return Ok(Vec::new());
    }
    let any = urls.iter().map(|url| TokenTest { system: None, code: Some(url.clone()) }).collect();
    let query = Query {
        filters: vec![Filter::Token { name: "url".to_owned(), any, not: false }],
        ..Query::all(resource_type, Reach::Hospital, RECORD)
    };
    read(reader, &query)
}

fn of_patient(reader: &dyn Reader, resource_type: &str, patient: &str) -> Result<Vec<Resource>, StoreError> {
    read(reader, &Query::all(resource_type, Reach::Patient(patient.to_owned()), RECORD))
}

/// A `CarePlan` with its Tasks.
fn existing(reader: &dyn Reader, patient: &str, care_plan: &str) -> Result<Vec<Resource>, StoreError> {
    let based_on =
        Filter::Reference { name: "based-on".to_owned(), any: vec![format!("CarePlan/{care_plan}")] };
    let query =
        Query { filters: vec![based_on], ..Query::all("Task", Reach::Patient(patient.to_owned()), RECORD) };
    let mut all = read(reader, &query)?;
    all.extend(reader.get("CarePlan", care_plan)?.map_or(Ok(None), |stored| stored.resource())?);
    Ok(all)
}

fn read(reader: &dyn Reader, query: &Query) -> Result<Vec<Resource>, StoreError> {
    let mut all = Vec::new();
    for stored in reader.search(query)?.found {
        all.extend(stored.resource()?);
    }
    Ok(all)
}
