//! The demo: a small fictional hospital whose records are as old as they should be on the day it is first started.

mod relative;

use chrono::{DateTime, Utc};
use kangban_fhir::{Bundle, FhirError, Resource};

use crate::{
    access::Reach,
    auth::{Auth, AuthError, Caller},
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
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The sign-in failed.
    #[error(transparent)]
    Auth(#[from] AuthError),
}

/// Puts the demo's records into an empty store, and keeps those of an earlier start.
pub fn load(store: &SqliteStore, now: DateTime<Utc>) -> Result<(), DemoError> {
    let resources = resources(now)?;
    store.write_now(move |writer| {
        if !writer.search(&Query::all("Patient", Reach::All, 1))?.found.is_empty() {
            return if is_ours(&*writer)? { Ok(()) } else { Err(DemoError::OtherRecords) };
        }
        write(writer, resources)
    })
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
    fn the_demo_never_joins_other_records() {
        let directory = tempfile::tempdir().expect("a directory");
        let store = open(&directory);
        let other = Resource::parse(r#"{"resourceType":"Patient","id":"somebody"}"#).expect("a patient");
        store.write_now(|writer| writer.put(&Caller::system(), other, Method::Put)).expect("written");
        assert!(matches!(load(&store, at("2026-11-25T01:00:00Z")), Err(DemoError::OtherRecords)));
    }
}
