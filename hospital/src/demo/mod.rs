//! The demo: a small fictional hospital whose records are as old as they should be on the day it is first started.

mod relative;

use chrono::{DateTime, Utc};
use kangban_fhir::{Bundle, FhirError, Resource};

use crate::{
    access::Reach,
    auth::{Auth, AuthError, Caller},
    pathways::{Asked, PathwayError, USUAL_ZONE},
    store::{Method, Query, Reader, SqliteStore, StoreError, Writer},
};

const FILES: [&str; 4] = [
    include_str!("../../demo/hospital.json"),
    include_str!("../../demo/li-xiuying.json"),
    include_str!("../../demo/zhang-wei.json"),
    include_str!("../../demo/liu-fang.json"),
];

/// The patients with the codes that are printed at every start.
const INVITATIONS: [(&str, &str, &str); 3] = [
    ("KANG-2026", "li-xiuying", "李秀英"),
    ("KANG-2027", "zhang-wei", "张伟"),
    ("KANG-2028", "liu-fang", "刘芳"),
];

/// The care team: name, what they are, login and password.
const ACCOUNTS: [(&str, &str, &str, &str); 3] = [
    ("王建国", "responsible doctor", "dr-wang", "wang-2026"),
    ("陈晓", "doctor", "dr-chen", "chen-2026"),
    ("赵敏", "nurse", "nurse-zhao", "zhao-2026"),
];

/// Why there is no demo.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The demo's logins are public, so they never come to real records.
    #[error("the data directory holds other records than the demo's; give an empty one with --data")]
    OtherRecords,
    /// A demo file is wrong.
    #[error("a demo file is damaged: {0}")]
    File(#[from] FhirError),
    /// A demo file has a date that cannot be read.
    #[error("a demo file has the date '{0}', which means nothing")]
    Date(String),
    /// A pathway could not be applied.
    #[error("a pathway of the demo: {0}")]
    Pathway(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The sign-in failed.
    #[error(transparent)]
    Auth(#[from] AuthError),
}

impl From<PathwayError> for DemoError {
    fn from(error: PathwayError) -> Self {
        match error {
            PathwayError::Store(error) => Self::Store(error),
            error => Self::Pathway(error.to_string()),
        }
    }
}

/// Puts the demo's records into an empty store, and keeps those of an earlier start.
pub fn load(store: &SqliteStore, now: DateTime<Utc>) -> Result<(), DemoError> {
    let resources = resources(now)?;
    store.write_now(move |writer| {
        if !writer.search(&Query::all("Patient", Reach::All, 1))?.found.is_empty() {
            return if is_ours(&*writer)? { Ok(()) } else { Err(DemoError::OtherRecords) };
        }
        write(writer, resources)?;
        for (pathway, patient, asked) in pathways() {
            start(writer, pathway, patient, &asked, now)?;
        }
        Ok(())
    })
}

/// The pathways that the demo's patients are on. Ms Li has a form open whenever the demo starts, Mr Zhang from eight in
/// the morning.
fn pathways() -> [(&'static str, &'static str, Asked); 2] {
    let operation = "Procedure/procedure-li-cholecystectomy".to_owned();
    [("surgery-pathway", "li-xiuying", Asked::Of(operation)), ("chronic-pathway", "zhang-wei", Asked::Today)]
}

fn start(
    writer: &mut dyn Writer,
    pathway: &str,
    patient: &str,
    asked: &Asked,
    now: DateTime<Utc>,
) -> Result<(), DemoError> {
    let read = |resource_type: &str, id: &str| {
        writer.get(resource_type, id)?.map_or(Ok(None), |stored| stored.resource())
    };
    // A hospital that has taken the pathway out shows a demo without it.
    let (Some(plan), Some(patient)) = (read("PlanDefinition", pathway)?, read("Patient", patient)?) else {
        return Ok(());
    };
    let outcome = crate::pathways::apply(writer, &plan, &patient, asked, USUAL_ZONE, now)?;
    write(writer, outcome.changed)
}

/// Makes the demo's logins, and says them one a line. A code that a device has used is good for one more device
/// after each start.
pub fn logins(auth: &Auth) -> Result<Vec<String>, DemoError> {
    let mut lines = Vec::new();
    for (code, patient, name) in INVITATIONS {
        let issued = auth.invite_with(code, patient, name)?;
        lines.push(format!("invitation code ({name}): {}", issued.code));
    }
    for (name, role, user, password) in ACCOUNTS {
        auth.put_account(user, password, &format!("Practitioner/{user}"), name)?;
        lines.push(format!("care console login ({name}, {role}): {user} / {password}"));
    }
    Ok(lines)
}

fn is_ours(reader: &dyn Reader) -> Result<bool, StoreError> {
    for (_, patient, _) in INVITATIONS {
        if reader.get("Patient", patient)?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The records with the dates they have when the demo starts at `now`.
fn resources(now: DateTime<Utc>) -> Result<Vec<Resource>, DemoError> {
    let mut all = Vec::new();
    for text in FILES {
        for entry in Bundle::try_from(Resource::parse(text)?)?.entries()? {
            if let Some(resource) = entry.resource {
                let mut value = resource.into_value();
                relative::resolve(&mut value, now).map_err(DemoError::Date)?;
                all.push(Resource::from_value(value)?);
            }
        }
    }
    Ok(all)
}

fn write(writer: &mut dyn Writer, resources: Vec<Resource>) -> Result<(), DemoError> {
    for resource in resources {
        writer.put(&Caller::system(), resource, Method::Put)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{access::Home, clock::Clock, jobs, store::Feed};

    fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(text).expect("a time").with_timezone(&Utc)
    }

    fn open(directory: &tempfile::TempDir) -> SqliteStore {
        SqliteStore::open(directory.path(), Clock::from_fn(|| at("2026-11-25T01:00:00Z"))).expect("a store")
    }

    #[test]
    fn the_demo_is_as_old_as_it_should_be_on_the_day_it_starts() {
        let all = resources(at("2026-11-25T01:00:00Z")).expect("the demo");
        let surgery = all.iter().find(|one| one.resource_type() == "Procedure").expect("an operation");
        assert_eq!(surgery.json()["performedDateTime"], "2026-11-22T10:15:00+08:00");
        assert!(all.iter().all(|one| !one.to_json().contains("\"@")), "a date was left");
        assert_eq!(resources(at("2026-11-25T01:00:00Z")).expect("again"), all);
    }

    #[test]
    fn the_demo_is_kept_between_starts_and_sets_off_no_alert() {
        let directory = tempfile::tempdir().expect("a directory");
        let store = open(&directory);
        load(&store, at("2026-11-25T01:00:00Z")).expect("loaded");
        let feed = Feed::Home(Home::Patient("li-xiuying".to_owned()));
        let head = |store: &SqliteStore| store.read_now(|reader| reader.feed_head(&feed));
        let first = head(&store).expect("a head");
        assert!(first > 20);
        load(&store, at("2026-12-25T01:00:00Z")).expect("kept");
        assert_eq!(head(&store).expect("a head"), first);
        let jobs = store.read_now(|reader| reader.due_jobs(i64::MAX, 10)).expect("jobs");
        assert!(jobs.iter().all(|job| job.kind != jobs::EVALUATE));
    }

    #[test]
    fn a_form_is_due_on_the_day_the_demo_starts() {
        let directory = tempfile::tempdir().expect("a directory");
        let store = open(&directory);
        crate::library::stock(&store).expect("stocked");
        load(&store, at("2026-11-25T01:00:00Z")).expect("loaded");
        let open_at = |patient: &str, now: &str| -> Vec<String> {
            let query = Query::all("Task", Reach::Patient(patient.to_owned()), 100);
            let found = store.read_now(|reader| reader.search(&query)).expect("found").found;
            let tasks = found.iter().map(|one| one.resource().expect("readable").expect("there"));
            let moment = |task: &Resource, end: &str| {
                at(task.json()["restriction"]["period"][end].as_str().expect("a moment"))
            };
            let is_open = |task: &Resource| moment(task, "start") <= at(now) && at(now) < moment(task, "end");
            tasks
                .filter(is_open)
                .map(|task| task.json()["description"].as_str().expect("words").to_owned())
                .collect()
        };
        assert_eq!(open_at("li-xiuying", "2026-11-25T01:00:00Z"), ["术后第 3 天问卷"]);
        let mut zhang = open_at("zhang-wei", "2026-11-25T01:00:00Z");
        zhang.sort();
        let mut wanted = ["高血压月度问卷", "糖尿病月度问卷", "心情问卷"];
        wanted.sort_unstable();
        assert_eq!(zhang, wanted);
        let jobs =
            store.read_now(|reader| reader.due_jobs(at("2026-11-25T01:00:00Z").timestamp_millis(), 10));
        assert_eq!(jobs.expect("jobs"), [], "nothing alerts and nothing is over");
    }

    #[test]
    fn a_form_is_open_at_whatever_hour_the_demo_starts() {
        for hour in 0..24 {
            let now = at(&format!("2026-11-25T{hour:02}:05:00Z"));
            let directory = tempfile::tempdir().expect("a directory");
            let store = open(&directory);
            crate::library::stock(&store).expect("stocked");
            load(&store, now).expect("loaded");
            let query = Query::all("Task", Reach::Patient("li-xiuying".to_owned()), 100);
            let found = store.read_now(|reader| reader.search(&query)).expect("found").found;
            let is_open = found.iter().any(|one| {
                let task = one.resource().expect("readable").expect("there");
                let moment =
                    |end: &str| at(task.json()["restriction"]["period"][end].as_str().expect("a moment"));
                moment("start") <= now && now < moment("end")
            });
            assert!(is_open, "{now}");
        }
    }

    #[test]
    fn the_demo_never_joins_other_records() {
        let directory = tempfile::tempdir().expect("a directory");
        let store = open(&directory);
        let other = Resource::parse(r#"{"resourceType":"Patient","id":"somebody"}"#).expect("a patient");
        store.write_now(|writer| writer.put(&Caller::system(), other, Method::Put)).expect("written");
        assert!(matches!(load(&store, at("2026-11-25T01:00:00Z")), Err(DemoError::OtherRecords)));
    }
}
