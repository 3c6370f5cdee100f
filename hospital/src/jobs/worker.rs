//! Does the jobs: looks for those whose time has come, works out what they lead to beside the writer, and writes
//! that and the job's end in one transaction.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use futures::future::join_all;
use kangban_care::Finding;
use kangban_fhir::{Resource, terms};
use tokio::sync::watch;

use super::{
    ESCALATE, EVALUATE, EXPIRE, FOLLOW, LOWER, alert,
    answers::{self, Answered},
    assess::{Assessment, assess},
    form_task,
    forms::Forms,
    rules::Rules,
};
use crate::{
    access::Reach,
    auth::Caller,
    pathways::{self, PathwayError},
    store::{Filter, Job, Method, Query, Reader, Settlement, SqliteStore, StoreError, TokenTest, Writer},
};

/// So many jobs are taken at once.
const BATCH: usize = 256;
/// The machine's clock may be set: nothing sleeps longer than this.
const NAP: Duration = Duration::from_secs(30);
/// How long to wait when the store itself fails.
const TROUBLE: Duration = Duration::from_secs(1);
/// A job that failed so often waits for a person.
const ATTEMPTS: u32 = 10;
const FIRST_PAUSE_MS: i64 = 1000;
const LONGEST_PAUSE_MS: i64 = 3_600_000;
/// New findings join the open alert, so it is always among the patient's newest.
const ALERTS: usize = 50;

/// The care engine's worker.
pub struct Worker {
    store: SqliteStore,
    rules: Arc<Rules>,
    forms: Arc<Forms>,
    zone: Tz,
}

/// What a job leads to, as far as it can be known before its transaction.
enum Work {
    Assessed(Option<Assessment>),
    Answered(Option<Answered>),
    Escalate,
    Expire,
    Follow(Tz),
    Lower,
    Unknown,
}

impl Worker {
    /// A worker on a store.
    pub fn new(store: SqliteStore) -> Self {
        Self { store, rules: Arc::default(), forms: Arc::default(), zone: pathways::USUAL_ZONE }
    }

    /// The same in a hospital in that zone.
    #[must_use]
    pub fn in_zone(self, zone: Tz) -> Self {
        Self { zone, ..self }
    }

    /// Works until `closing` turns true. A new job wakes it at once.
    pub async fn run(&self, mut closing: watch::Receiver<bool>) {
        let mut new_jobs = self.store.jobs();
        while !*closing.borrow() {
            new_jobs.mark_unchanged();
            let (nap, hurried) = match self.work().await {
                Ok(0) => (self.until_next().await, true),
                Ok(_) => continue,
                Err(StoreError::Closed) => return,
                Err(error) => {
                    tracing::error!(%error, "the store fails the jobs");
                    (TROUBLE, false)
                }
            };
            tokio::select! {
                changed = new_jobs.changed(), if hurried => if changed.is_err() { return },
                () = tokio::time::sleep(nap) => {}
                // An error means that nobody can close any more: the process is ending.
                _ = closing.wait_for(|closing| *closing) => return,
            }
        }
    }

    async fn until_next(&self) -> Duration {
        match self.store.read(|reader| reader.next_due()).await {
            Ok(Some(due)) => {
                let wait = due.saturating_sub(self.store.clock().now_ms());
                Duration::from_millis(u64::try_from(wait).unwrap_or(0)).min(NAP)
            }
            Ok(None) => NAP,
            Err(_) => TROUBLE,
        }
    }

    /// Does the jobs whose time has come, up to a batch of them, and says how many there were.
    pub async fn work(&self) -> Result<usize, StoreError> {
        let jobs = self.prepare().await?;
        let count = jobs.len();
        // All of them wait for the same commit; they come to the writer in this order.
        let settled =
            join_all(jobs.into_iter().map(|(job, work)| settle(self.store.clone(), job, work))).await;
        settled.into_iter().collect::<Result<(), _>>().map(|()| count)
    }

    /// Reads the due jobs and everything they need, in one consistent view, beside the writer.
    async fn prepare(&self) -> Result<Vec<(Job, Result<Work, StoreError>)>, StoreError> {
        let now_ms = self.store.clock().now_ms();
        let (rules, forms, zone) = (Arc::clone(&self.rules), Arc::clone(&self.forms), self.zone);
        let prepare = move |reader: &dyn Reader| {
            let jobs = reader.due_jobs(now_ms, BATCH)?;
            let rules = if jobs.is_empty() { Arc::default() } else { rules.in_force(reader)? };
            let work = |job: &Job| match job.kind.as_str() {
                EVALUATE if job.subject.starts_with("QuestionnaireResponse/") => {
                    let forms = forms.known(reader)?;
                    answers::assess(reader, &rules, &forms, &job.patient, subject_id(job)).map(Work::Answered)
                }
                EVALUATE => assess(reader, &rules, &job.patient, subject_id(job)).map(Work::Assessed),
                ESCALATE => Ok(Work::Escalate),
                LOWER => Ok(Work::Lower),
                EXPIRE => Ok(Work::Expire),
                FOLLOW => Ok(Work::Follow(zone)),
                _ => Ok(Work::Unknown),
            };
            Ok(jobs.into_iter().map(|job| (work(&job), job)).map(|(work, job)| (job, work)).collect())
        };
        self.store.read(prepare).await
    }
}

/// Ends a job with its effect in one transaction, or puts it off when that fails.
async fn settle(store: SqliteStore, job: Job, work: Result<Work, StoreError>) -> Result<(), StoreError> {
    let clock = store.clock().clone();
    let own = job.clone();
    let done = match work {
        Ok(Work::Unknown) => {
            tracing::error!(kind = job.kind, "there is no such kind of job; it is parked");
            store.write(move |writer| writer.settle(&own, Settlement::Parked)).await
        }
        Ok(work) => {
            store
                .write(move |writer| {
                    // Another worker may have been here first.
                    if !writer.job_waits(&own)? {
                        return Ok(());
                    }
                    effect(writer, &own, &work, clock.now())?;
                    writer.settle(&own, Settlement::Done)
                })
                .await
        }
        Err(error) => Err(error),
    };
    match done {
        Err(StoreError::Closed) => Err(StoreError::Closed),
        Err(error) => put_off(&store, job, &error).await,
        Ok(()) => Ok(()),
    }
}

async fn put_off(store: &SqliteStore, job: Job, error: &StoreError) -> Result<(), StoreError> {
    let attempts = job.attempts + 1;
    let settlement = if attempts >= ATTEMPTS {
        tracing::error!(kind = job.kind, attempts, %error, "a job failed too often and is parked");
        Settlement::Parked
    } else {
        let pause = FIRST_PAUSE_MS.saturating_mul(1 << job.attempts.min(20)).min(LONGEST_PAUSE_MS);
        tracing::warn!(kind = job.kind, attempts, pause_ms = pause, %error, "a job failed and is put off");
        Settlement::Again { due_ms: store.clock().now_ms() + pause }
    };
    store.write(move |writer| writer.settle(&job, settlement)).await
}

/// What a job does. Whatever it needs to decide is read in the same transaction.
fn effect(writer: &mut dyn Writer, job: &Job, work: &Work, now: DateTime<Utc>) -> Result<(), StoreError> {
    let changed = match work {
        Work::Assessed(Some(Assessment { observation, findings })) => {
            let about = alert::About::observation(observation, findings);
            alerted(writer, job, &about, findings, now)?
        }
        Work::Answered(Some(Answered { marked, about, findings })) => {
            let mut changed = alerted(writer, job, about, findings, now)?;
            // Marked as it was looked at: a newer version has its own job.
            let looked_at = marked.as_ref().and_then(|one| one.version_id().map(str::to_owned));
            let current = current(writer, "QuestionnaireResponse", subject_id(job))?;
            if current.is_some_and(|current| current.version_id().map(str::to_owned) == looked_at) {
                changed.extend(marked.clone());
            }
            changed
        }
        Work::Assessed(None) | Work::Answered(None) | Work::Unknown => Vec::new(),
        Work::Expire => {
            let task = current(writer, "Task", subject_id(job))?;
            task.and_then(|task| form_task::expired(&task, now)).into_iter().collect()
        }
        Work::Follow(zone) => match current(writer, "Patient", &job.patient)? {
            Some(patient) => match pathways::follow(writer, &patient, *zone, now) {
                Ok(changed) => changed,
                Err(PathwayError::Store(error)) => return Err(error),
                Err(error) => {
                    tracing::error!(%error, "a pathway could not be followed");
                    Vec::new()
                }
            },
            None => Vec::new(),
        },
        Work::Escalate => {
            let task = current(writer, "Task", subject_id(job))?;
            task.and_then(|task| alert::overdue(&task, now)).into_iter().collect()
        }
        Work::Lower => {
            let flag = current(writer, "Flag", &alert::flag_id(subject_id(job)))?;
            flag.and_then(|flag| alert::lower(&flag, now)).into_iter().collect()
        }
    };
    for resource in changed {
        let known = current(writer, resource.resource_type(), resource.id().unwrap_or_default())?;
        // A mark on answers stands in their meta, which the comparison passes over.
        let is_mark = resource.resource_type() == "QuestionnaireResponse";
        if !is_mark && known.is_some_and(|known| known.says_the_same_as(&resource)) {
            continue;
        }
        writer.put(&Caller::system(), resource, Method::Put)?;
    }
    Ok(())
}

/// What findings make of the patient's alerts.
fn alerted(
    writer: &dyn Writer,
    job: &Job,
    about: &alert::About,
    findings: &[Finding],
    now: DateTime<Utc>,
) -> Result<Vec<Resource>, StoreError> {
    if findings.is_empty() {
        return Ok(Vec::new());
    }
    let patient = match current(writer, "Patient", &job.patient)? {
        Some(patient) => patient,
        // Nobody is responsible for a patient who is not on record; the alert is raised all the same.
        None => Resource::from_value(serde_json::json!({"resourceType": "Patient", "id": job.patient}))?,
    };
    let alerts = alerts(writer, &job.patient)?;
    let change = alert::raise(&patient, &alerts, about, findings, now);
    Ok(change.into_iter().flat_map(|change| [change.task, change.flag]).collect())
}

/// The patient's newest alerts.
fn alerts(writer: &dyn Writer, patient: &str) -> Result<Vec<Resource>, StoreError> {
    let alert = TokenTest { system: Some(terms::TASK.to_owned()), code: Some("alert".to_owned()) };
    let query = Query {
        filters: vec![Filter::Token { name: "code".to_owned(), any: vec![alert], not: false }],
        ..Query::all("Task", Reach::Patient(patient.to_owned()), ALERTS)
    };
    let mut all = Vec::new();
    for stored in writer.search(&query)?.found {
        all.extend(stored.resource()?);
    }
    Ok(all)
}

fn current(writer: &dyn Writer, resource_type: &str, id: &str) -> Result<Option<Resource>, StoreError> {
    writer.get(resource_type, id)?.map_or(Ok(None), |stored| stored.resource())
}

/// The id in `Type/id/_history/version`.
fn subject_id(job: &Job) -> &str {
    job.subject.split('/').nth(1).unwrap_or_default()
}
