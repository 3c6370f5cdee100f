//! The care engine on a real store, with a clock that the test moves.

mod forms;

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, Utc};
use kangban_fhir::{Decimal, PlanDefinition, Resource};
use serde_json::{Value, json};

use super::{EVALUATE, NewJob, Worker, alert};
use crate::{
    access::Reach,
    auth::{Caller, Role, Scopes},
    clock::Clock,
    library,
    operations::{close, seen},
    store::{Job, Method, Query, SqliteStore, Stored},
};

const START: &str = "2026-11-25T01:00:00Z";

struct Ward {
    store: SqliteStore,
    worker: Worker,
    runtime: tokio::runtime::Runtime,
    now_ms: Arc<AtomicI64>,
    directory: tempfile::TempDir,
}

fn open(directory: &tempfile::TempDir, now_ms: &Arc<AtomicI64>) -> SqliteStore {
    let now = Arc::clone(now_ms);
    let clock =
        Clock::from_fn(move || DateTime::from_timestamp_millis(now.load(Ordering::Relaxed)).expect("a time"));
    SqliteStore::open(directory.path(), clock).expect("a store")
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

/// A hospital with the default rules and a patient three days after surgery.
fn ward() -> Ward {
    let directory = tempfile::tempdir().expect("a directory");
    let start = DateTime::parse_from_rfc3339(START).expect("a time");
    let now_ms = Arc::new(AtomicI64::new(start.timestamp_millis()));
    let store = open(&directory, &now_ms);
    library::stock(&store).expect("rules");
    let ward = Ward { worker: Worker::new(store.clone()), runtime: runtime(), store, now_ms, directory };
    ward.put(
        &Caller::system(),
        json!({"resourceType": "Patient", "id": "li", "generalPractitioner": [{"reference": "Practitioner/wang"}]}),
    );
    ward.put(
        &Caller::system(),
        json!({"resourceType": "Procedure", "id": "operation", "status": "completed",
            "subject": {"reference": "Patient/li"}, "performedDateTime": "2026-11-22T10:15:00+08:00"}),
    );
    ward
}

fn li() -> Caller {
    caller(Role::Patient("li".to_owned()), "patient/*.cruds")
}

fn wang() -> Caller {
    caller(Role::Clinician("wang".to_owned()), "user/*.cruds")
}

fn caller(role: Role, scopes: &str) -> Caller {
    Caller { role, scopes: Scopes::parse(scopes), client: "test".into(), display: Some("王建国".into()) }
}

fn pain(id: &str, value: i64) -> Value {
    json!({"resourceType": "Observation", "id": id, "status": "final", "subject": {"reference": "Patient/li"},
        "code": {"coding": [{"system": "http://loinc.org", "code": "72514-3"}]},
        "effectiveDateTime": "2026-11-25T08:59:00+08:00", "valueInteger": value,
        "bodySite": {"text": "右上腹"}})
}

fn temperature(id: &str, value: &str) -> Value {
    let text = format!(
        r#"{{"resourceType": "Observation", "id": "{id}", "status": "final", "subject": {{"reference": "Patient/li"}},
            "code": {{"coding": [{{"system": "http://loinc.org", "code": "8310-5"}}]}},
            "effectiveDateTime": "2026-11-25T08:59:00+08:00",
            "valueQuantity": {{"value": {value}, "unit": "℃", "system": "http://unitsofmeasure.org", "code": "Cel"}}}}"#
    );
    serde_json::from_str(&text).expect("JSON")
}

impl Ward {
    fn put(&self, by: &Caller, value: Value) -> Stored {
        let (by, resource) = (by.clone(), Resource::from_value(value).expect("a resource"));
        self.store.write_now(move |writer| writer.put(&by, resource, Method::Put)).expect("written")
    }

    fn write(&self, by: &Caller, resource: Resource) {
        self.put(by, resource.into_value());
    }

    fn now(&self) -> DateTime<Utc> {
        self.store.clock().now()
    }

    fn later(&self, minutes: i64) {
        self.now_ms.fetch_add(minutes * 60_000, Ordering::Relaxed);
    }

    /// Does what is due, until nothing is.
    fn work(&self) {
        while self.work_once() > 0 {}
    }

    fn work_once(&self) -> usize {
        self.runtime.block_on(self.worker.work()).expect("the worker goes on")
    }

    fn all(&self, resource_type: &str) -> Vec<Resource> {
        let query = Query::all(resource_type, Reach::Patient("li".to_owned()), 100);
        let found = self.store.read_now(|reader| reader.search(&query)).expect("found").found;
        found.iter().map(|stored| stored.resource().expect("readable").expect("there")).collect()
    }

    /// The one alert there is.
    fn alert(&self) -> Resource {
        let mut alerts = self.all("Task");
        assert_eq!(alerts.len(), 1);
        alerts.remove(0)
    }

    fn waiting(&self) -> Vec<Job> {
        self.store.read_now(|reader| reader.due_jobs(i64::MAX, 100)).expect("jobs")
    }
}

fn inputs(alert: &Resource) -> usize {
    alert.json()["input"].as_array().map_or(0, Vec::len)
}

#[test]
fn an_entry_beyond_a_threshold_opens_one_alert_for_the_responsible_doctor() {
    let ward = ward();
    ward.put(&li(), pain("p1", 8));
    ward.work();
    let alert = ward.alert();
    let json = alert.json();
    assert_eq!(json["owner"]["reference"], "Practitioner/wang");
    assert_eq!(json["for"]["reference"], "Patient/li");
    assert_eq!(json["focus"]["reference"], "Observation/p1");
    assert_eq!((json["status"].as_str(), json["priority"].as_str()), (Some("requested"), Some("urgent")));
    assert!(json["description"].as_str().is_some_and(|text| text.ends_with("：8/10 · 右上腹")));
    let finding = json["input"][0].to_string();
    for part in ["PMC8937008", "postoperative-pain|1.0.0", "\"caution\"", "translation"] {
        assert!(finding.contains(part), "{part} is in {finding}");
    }
    let flags = ward.all("Flag");
    assert_eq!(flags.len(), 1);
    assert_eq!(flags[0].json()["status"], "active");
}

#[test]
fn the_same_entry_sent_twice_still_makes_one_alert() {
    let ward = ward();
    ward.put(&li(), pain("p1", 8));
    ward.work();
    let before = ward.alert();
    ward.put(&li(), pain("p1", 8));
    ward.work();
    assert_eq!(ward.alert(), before);
    assert_eq!(ward.all("Flag").len(), 1);
}

#[test]
fn an_entry_within_its_thresholds_makes_none() {
    let ward = ward();
    ward.put(&li(), pain("p1", 3));
    ward.put(&li(), temperature("t1", "37.9"));
    ward.work();
    assert_eq!(ward.all("Task"), []);
    assert_eq!(ward.waiting(), []);
}

#[test]
fn a_second_finding_joins_the_open_alert_and_can_only_raise_it() {
    let ward = ward();
    ward.put(&li(), temperature("t1", "38.9"));
    ward.work();
    let first = ward.alert();
    assert_eq!((first.json()["priority"].as_str(), inputs(&first)), (Some("stat"), 1));
    ward.later(5);
    ward.put(&li(), pain("p1", 8));
    ward.work();
    let joined = ward.alert();
    assert_eq!((joined.json()["priority"].as_str(), inputs(&joined)), (Some("stat"), 2));
    assert_eq!(joined.id(), first.id());
    assert_eq!(joined.json()["authoredOn"], first.json()["authoredOn"]);
}

#[test]
fn an_alert_says_the_last_reading_of_each_finding_in_both_languages() {
    let ward = ward();
    for (id, value) in [("p1", 8), ("p2", 9)] {
        ward.put(&li(), pain(id, value));
        ward.work();
    }
    ward.put(&li(), temperature("t1", "38.90"));
    ward.work();
    let alert = ward.alert();
    assert_eq!(alert.json()["description"], "疼痛比较重：9/10 · 右上腹；体温偏高：38.90\u{a0}℃");
    let english = alert.json()["_description"].to_string();
    assert!(
        english.contains("Pain is high: 9/10") && english.contains("High temperature: 38.90"),
        "{english}"
    );
    assert_eq!(ward.all("Flag")[0].json()["code"]["text"], alert.json()["description"]);
}

#[test]
fn an_alert_that_nobody_looks_at_stops_growing_and_keeps_every_rule() {
    let finding = |rule: &str, entry: usize| {
        json!({"valueReference": {"reference": format!("Observation/{entry}")}, "extension": [
            {"url": kangban_fhir::terms::FINDING, "extension": [
                {"url": "rule", "valueCanonical": rule}, {"url": "action", "valueString": "score"}]}]})
    };
    let mut inputs = vec![finding("fever|1", 0)];
    inputs.extend((1..=120).map(|entry| finding("pain|1", entry)));
    alert::shorten(&mut inputs);
    assert_eq!(inputs.len(), 100);
    assert_eq!(inputs[0], finding("fever|1", 0));
    assert_eq!(inputs[1], finding("pain|1", 22));
    assert_eq!(inputs[99], finding("pain|1", 120));
}

#[test]
fn a_finding_after_the_alert_was_closed_opens_a_new_one() {
    let ward = ward();
    ward.put(&li(), pain("p1", 8));
    ward.work();
    let closed =
        close(&ward.alert(), "advised", Some("多喝水"), &wang(), ward.now()).expect("open").expect("changed");
    ward.write(&wang(), closed);
    ward.work();
    assert_eq!(ward.all("Flag")[0].json()["status"], "inactive");
    ward.put(&li(), pain("p1", 8));
    ward.work();
    assert_eq!(ward.all("Task").len(), 1, "the entry that was dealt with does not come back");
    ward.later(60);
    ward.put(&li(), pain("p2", 9));
    ward.work();
    let open = ward.all("Task").into_iter().filter(|task| alert::is_open(task.json())).count();
    assert_eq!((ward.all("Task").len(), open), (2, 1));
}

#[test]
fn a_changed_threshold_counts_from_the_next_entry_on() {
    let ward = ward();
    ward.put(&li(), temperature("t1", "38.2"));
    ward.work();
    assert_eq!(inputs(&ward.alert()), 1);
    let stored = ward.store.read_now(|reader| reader.get("PlanDefinition", "postoperative-temperature"));
    let plan = stored.expect("read").expect("there").resource().expect("readable").expect("not deleted");
    let mut plan = PlanDefinition::try_from(plan).expect("a plan");
    kangban_care::set_threshold(&mut plan, "high", &Decimal::parse("38.3").expect("a number"))
        .expect("allowed");
    ward.write(&wang(), plan.into_resource());
    ward.put(&li(), temperature("t2", "38.2"));
    ward.work();
    assert_eq!(inputs(&ward.alert()), 1, "below the new threshold");
    ward.put(&li(), temperature("t3", "38.3"));
    ward.work();
    assert_eq!(inputs(&ward.alert()), 2, "at the new threshold");
}

#[test]
fn an_alert_that_nobody_sees_in_its_time_is_raised_once() {
    let ward = ward();
    ward.put(&li(), pain("p1", 8));
    ward.work();
    ward.later(4 * 60 - 1);
    ward.work();
    assert_eq!(ward.alert().json()["priority"], "urgent");
    ward.later(1);
    ward.work();
    let overdue = ward.alert();
    assert_eq!(overdue.json()["priority"], "asap");
    assert!(overdue.to_json().contains(alert::OVERDUE));
    ward.later(24 * 60);
    ward.work();
    assert_eq!(ward.alert(), overdue);
    assert_eq!(ward.waiting(), []);
}

#[test]
fn an_alert_that_was_seen_is_not_raised_until_something_new_joins_it() {
    let ward = ward();
    ward.put(&li(), pain("p1", 8));
    ward.work();
    ward.later(10);
    ward.write(&wang(), seen(&ward.alert(), &wang(), ward.now()).expect("not seen before"));
    ward.later(24 * 60);
    ward.work();
    assert_eq!(ward.alert().json()["priority"], "urgent");
    ward.put(&li(), pain("p2", 8));
    ward.work();
    assert!(seen(&ward.alert(), &wang(), ward.now()).is_some(), "the new finding is not seen");
    ward.later(4 * 60);
    ward.work();
    assert_eq!(ward.alert().json()["priority"], "asap");
}

#[test]
fn a_device_whose_clock_is_wrong_still_reaches_the_doctor() {
    for at in ["1970-01-01T00:01:00+08:00", "2099-12-31T23:59:00+08:00"] {
        let ward = ward();
        let mut entry = pain("p1", 8);
        entry["effectiveDateTime"] = json!(at);
        entry["performer"] = json!([{"reference": "Patient/li"}]);
        ward.put(&li(), entry);
        ward.work();
        assert_eq!(inputs(&ward.alert()), 1, "{at}");
        assert_eq!(ward.all("Observation")[0].json()["effectiveDateTime"], at, "what was sent is kept");
    }
}

#[test]
fn a_correction_before_the_rules_ran_is_what_counts() {
    let ward = ward();
    ward.put(&li(), pain("p1", 8));
    let mut corrected = pain("p1", 8);
    corrected["status"] = json!("entered-in-error");
    ward.put(&li(), corrected);
    ward.work();
    assert_eq!(ward.all("Task"), []);
}

#[test]
fn a_job_that_was_written_survives_a_restart() {
    let Ward { store, worker, now_ms, directory, .. } = ward();
    let (by, entry) = (li(), Resource::from_value(pain("p1", 8)).expect("a resource"));
    store.write_now(move |writer| writer.put(&by, entry, Method::Put)).expect("written");
    store.close();
    drop((store, worker));
    let store = open(&directory, &now_ms);
    let ward = Ward { worker: Worker::new(store.clone()), runtime: runtime(), store, now_ms, directory };
    ward.work();
    assert_eq!(inputs(&ward.alert()), 1);
}

#[test]
fn two_workers_on_one_store_make_one_alert() {
    let ward = ward();
    let other = Worker::new(ward.store.clone());
    for round in 0..20 {
        ward.put(&li(), pain(&format!("p{round}"), 8));
    }
    let (one, two) = ward.runtime.block_on(async { tokio::join!(ward.worker.work(), other.work()) });
    one.expect("done");
    two.expect("done");
    ward.work();
    assert_eq!(inputs(&ward.alert()), 20);
}

#[test]
fn a_patient_who_is_not_on_record_still_gets_an_alert() {
    let ward = ward();
    let mut entry = json!({"resourceType": "Observation", "id": "o1", "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "59408-5"}]},
        "effectiveDateTime": "2026-11-25T08:59:00+08:00",
        "valueQuantity": {"value": 90, "system": "http://unitsofmeasure.org", "code": "%"}});
    entry["subject"] = json!({"reference": "Patient/unknown"});
    ward.put(&caller(Role::Patient("unknown".to_owned()), "patient/*.cruds"), entry);
    ward.work();
    let query = Query::all("Task", Reach::Patient("unknown".to_owned()), 10);
    assert_eq!(ward.store.read_now(|reader| reader.search(&query)).expect("found").found.len(), 1);
}

#[test]
fn a_job_that_fails_is_put_off_and_parked_in_the_end() {
    let ward = ward();
    // A stored record that cannot be read stands for whatever makes a job fail.
    ward.put(&li(), pain("p1", 8));
    let damaged = rusqlite::Connection::open(ward.directory.path().join("records.db")).expect("opened");
    damaged.execute("UPDATE version SET json = '{' WHERE type = 'Observation'", []).expect("damaged");
    let mut tries = 0;
    while !ward.waiting().is_empty() {
        tries += ward.work_once();
        assert_eq!(ward.work_once(), 0, "it waits");
        ward.later(61);
    }
    assert_eq!(tries, 10);
    damaged
        .execute("UPDATE version SET json = ?1 WHERE type = 'Observation'", [pain("p1", 8).to_string()])
        .expect("mended");
    ward.put(&li(), pain("p1", 8));
    ward.work();
    assert_eq!(inputs(&ward.alert()), 1, "the next one is not held up");
}

#[test]
fn a_job_of_a_kind_that_nobody_knows_is_parked() {
    let ward = ward();
    ward.store
        .write_now(|writer| {
            writer.add_job(&NewJob {
                kind: "dance",
                patient: "li".to_owned(),
                subject: "Task/x/_history/1".to_owned(),
                due: None,
            })
        })
        .expect("written");
    ward.work();
    assert_eq!(ward.waiting(), []);
}

#[test]
fn a_new_entry_wakes_a_running_worker_at_once() {
    let ward = ward();
    let (close, closing) = tokio::sync::watch::channel(false);
    let worker = Worker::new(ward.store.clone());
    let running = ward.runtime.spawn(async move { worker.run(closing).await });
    std::thread::sleep(std::time::Duration::from_millis(50));
    let before = std::time::Instant::now();
    ward.put(&li(), pain("p1", 8));
    while ward.all("Task").is_empty() {
        assert!(before.elapsed().as_secs() < 5, "the worker sleeps");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    close.send_replace(true);
    ward.runtime.block_on(running).expect("it stops");
    assert_eq!(ward.waiting().iter().filter(|job| job.kind == EVALUATE).count(), 0);
}
