//! What the rules say of an Observation, with the history and the patient's record that they need.

use chrono::{DateTime, Utc};
use kangban_care::{EvalInput, Finding, HistoryQuery, PatientContext, RuleSet};
use kangban_fhir::{Choice, Condition, Observation, Procedure, Resource};

use crate::{
    access::Reach,
    store::{DateTest, Filter, Key, Query, Reader, Sort, StoreError, Stored, TokenTest},
};

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// No device keeps an entry for longer before it can send it.
const LONGEST_OFFLINE_MS: i64 = 365 * DAY_MS;
/// More earlier observations of a kind than any rule looks at.
const HISTORY: usize = 1000;
/// More operations and diseases than anybody has.
const RECORD: usize = 1000;

/// An Observation with what fired.
pub(super) struct Assessment {
    pub(super) observation: Observation,
    pub(super) findings: Vec<Finding>,
}

/// Looks at an Observation as it is now: a correction that came in between counts. `None` when it is gone.
pub(super) fn assess(
    reader: &dyn Reader,
    rules: &RuleSet,
    patient: &str,
    id: &str,
) -> Result<Option<Assessment>, StoreError> {
    let Some(stored) = reader.get("Observation", id)? else { return Ok(None) };
    let Some(observation) = view::<Observation>(&stored)? else { return Ok(None) };
    let judged = with_a_likely_time(&observation, patient, stored.updated());
    if !rules.look_at(&observation) {
        return Ok(Some(Assessment { observation, findings: Vec::new() }));
    }
    let history = history(reader, rules, patient, &judged)?;
    let context = PatientContext::of(
        &record::<Procedure>(reader, "Procedure", patient)?,
        &record::<Condition>(reader, "Condition", patient)?,
    );
    let evaluation = rules.evaluate(EvalInput { observation: &judged, history: &history, context: &context });
    for problem in evaluation.problems {
        tracing::error!(rule = problem.rule, what = problem.what, "a rule could not be evaluated");
    }
    Ok(Some(Assessment { observation, findings: evaluation.findings }))
}

/// The observation with the time at which it arrived, when the patient's device had its clock set wrong: an entry of
/// 1970 is not from before the operation. Only for judging; what is stored keeps the time it came with.
fn with_a_likely_time(observation: &Observation, patient: &str, arrived: DateTime<Utc>) -> Observation {
    let own = format!("Patient/{patient}");
    let performers = observation.performer().unwrap_or_default();
    let by_patient = performers.iter().any(|who| who.reference.as_deref() == Some(own.as_str()));
    let mut judged = observation.clone();
    if by_patient && observation.effective_millis().is_some_and(|at| !is_likely(at, arrived)) {
        let time = Choice::DateTime(kangban_fhir::DateTime::from_moment(arrived.fixed_offset()));
        Choice::clear(judged.json_mut(), "effective");
        time.put(judged.json_mut(), "effective");
    }
    judged
}

/// Whether an entry that arrived then may have been made at that moment.
pub(super) fn is_likely(at_ms: i64, arrived: DateTime<Utc>) -> bool {
    let arrived_ms = arrived.timestamp_millis();
    ((arrived_ms - LONGEST_OFFLINE_MS)..=(arrived_ms + DAY_MS)).contains(&at_ms)
}

fn history(
    reader: &dyn Reader,
    rules: &RuleSet,
    patient: &str,
    observation: &Observation,
) -> Result<Vec<Observation>, StoreError> {
    let at = observation.effective_millis().and_then(DateTime::from_timestamp_millis);
    let Some(at) = at else { return Ok(Vec::new()) };
    earlier(reader, &rules.history_needed(observation), patient, at)
}

/// The observations that rules want to see of before a moment.
pub(super) fn earlier(
    reader: &dyn Reader,
    all_needed: &[HistoryQuery],
    patient: &str,
    at: DateTime<Utc>,
) -> Result<Vec<Observation>, StoreError> {
    let at = at.timestamp_millis();
    let mut found: Vec<Observation> = Vec::new();
    for needed in all_needed {
        let (system, code) = needed.code.split_once('|').unwrap_or(("", &needed.code));
        let code = TokenTest { system: Some(system.to_owned()), code: Some(code.to_owned()) };
        // One that bears only a day covers all of it; the rules decide what comes before the new one.
        let window =
            DateTest::Within(at.saturating_sub(i64::from(needed.hours) * HOUR_MS), at.saturating_add(DAY_MS));
        let query = Query {
            filters: vec![
                Filter::Token { name: "code".to_owned(), any: vec![code], not: false },
                Filter::Date { name: "date".to_owned(), test: window },
            ],
            sort: Sort { key: Key::Date("date".to_owned()), descending: true },
            ..Query::all("Observation", Reach::Patient(patient.to_owned()), HISTORY)
        };
        for stored in reader.search(&query)?.found {
            let known = found.iter().any(|one| one.id() == Some(stored.id.as_str()));
            if !known && let Some(earlier) = view(&stored)? {
                found.push(earlier);
            }
        }
    }
    Ok(found)
}

/// What stands in a patient's record of a type.
pub(super) fn record<T: TryFrom<Resource>>(
    reader: &dyn Reader,
    resource_type: &str,
    patient: &str,
) -> Result<Vec<T>, StoreError> {
    let query = Query::all(resource_type, Reach::Patient(patient.to_owned()), RECORD);
    let mut all = Vec::new();
    for stored in reader.search(&query)?.found {
        all.extend(view(&stored)?);
    }
    Ok(all)
}

fn view<T: TryFrom<Resource>>(stored: &Stored) -> Result<Option<T>, StoreError> {
    Ok(stored.resource()?.and_then(|resource| T::try_from(resource).ok()))
}
