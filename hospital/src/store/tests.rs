//! What every store has to do.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::DateTime;
use kangban_fhir::Resource;
use serde_json::{Value, json};

use super::{
    DateTest, Feed, Filter, HistoryQuery, Job, Key, Method, Query, Settlement, Sort, SqliteStore, StoreError,
    TokenTest,
};
use crate::{
    access::{Home, Reach},
    auth::{Caller, Role, Scopes},
    clock::Clock,
};

struct House {
    store: SqliteStore,
    now_ms: Arc<AtomicI64>,
    directory: tempfile::TempDir,
}

fn house() -> House {
    let directory = tempfile::tempdir().expect("a directory");
    let now_ms = Arc::new(AtomicI64::new(1_764_000_000_000));
    House { store: open(&directory, &now_ms), now_ms, directory }
}

fn open(directory: &tempfile::TempDir, now_ms: &Arc<AtomicI64>) -> SqliteStore {
    let now = Arc::clone(now_ms);
    let clock = Clock::from_fn(move || {
        DateTime::from_timestamp_millis(now.fetch_add(1, Ordering::Relaxed)).expect("in range")
    });
    SqliteStore::open(directory.path(), clock).expect("it opens")
}

fn patient(id: &str) -> Caller {
    Caller {
        role: Role::Patient(id.to_owned()),
        scopes: Scopes::parse("patient/*.cruds"),
        client: "test".into(),
        display: None,
    }
}

fn observation(id: &str, patient: &str, day: u32, value: &str) -> Value {
    let text = format!(
        r#"{{"resourceType": "Observation", "id": "{id}", "status": "final",
            "code": {{"coding": [{{"system": "http://loinc.org", "code": "8310-5"}}]}},
            "subject": {{"reference": "Patient/{patient}"}}, "effectiveDateTime": "2026-11-{day:02}",
            "valueQuantity": {{"value": {value}}}}}"#
    );
    serde_json::from_str(&text).expect("JSON")
}

impl House {
    fn put(&self, value: Value) -> super::Stored {
        self.put_by(Caller::system(), value).expect("written")
    }

    fn put_by(&self, by: Caller, value: Value) -> Result<super::Stored, StoreError> {
        let resource = Resource::from_value(value).expect("a resource");
        self.store.write_now(move |writer| writer.put(&by, resource, Method::Put))
    }

    fn search(&self, query: &Query) -> Vec<String> {
        let found = self.store.read_now(|reader| reader.search(query)).expect("found").found;
        found.into_iter().map(|stored| stored.id).collect()
    }
}

fn by_date(filters: Vec<Filter>, reach: Reach) -> Query {
    Query {
        filters,
        sort: Sort { key: Key::Date("date".to_owned()), descending: true },
        ..Query::all("Observation", reach, 100)
    }
}

#[test]
fn what_is_written_comes_back_with_its_version_and_every_digit() {
    let house = house();
    let first = house.put(observation("o", "p", 1, "38.60"));
    let second = house.put(observation("o", "p", 1, "38.9"));
    assert_eq!((first.version, second.version), (1, 2));
    let now = house.store.read_now(|reader| reader.get("Observation", "o")).expect("read").expect("there");
    assert_eq!(now, second);
    let old =
        house.store.read_now(|reader| reader.version("Observation", "o", 1)).expect("read").expect("there");
    assert!(old.json.as_deref().expect("JSON").contains("38.60"));
    let resource = old.resource().expect("readable").expect("there");
    assert_eq!(resource.version_id(), Some("1"));
    assert_eq!(resource.last_updated().expect("a time").millis(), first.updated_ms);
}

#[test]
fn each_home_counts_its_own_writes_without_gaps_even_after_a_failed_write() {
    let house = house();
    assert_eq!(house.put(observation("a", "p", 1, "1")).seq, 1);
    assert_eq!(house.put(observation("b", "q", 1, "1")).seq, 1);
    let failed: Result<(), StoreError> = house.store.write_now(|writer| {
        let resource = Resource::from_value(observation("c", "p", 1, "1")).expect("a resource");
        writer.put(&Caller::system(), resource, Method::Put)?;
        Err(StoreError::NoId)
    });
    assert!(failed.is_err());
    assert_eq!(house.put(observation("d", "p", 1, "1")).seq, 2);
    let feed = house
        .store
        .read_now(|reader| reader.feed(&Feed::Home(Home::Patient("p".to_owned())), 0, 10))
        .expect("read");
    assert_eq!(
        feed.iter().map(|(seq, stored)| (stored.id.as_str(), *seq)).collect::<Vec<_>>(),
        [("a", 1), ("d", 2)]
    );
}

#[test]
fn the_feed_tells_each_resource_once_as_it_is_now_and_deletions_too() {
    let house = house();
    house.put(observation("a", "p", 1, "1"));
    house.put(observation("b", "p", 1, "1"));
    house.put(observation("a", "p", 1, "2"));
    house.store.write_now(|writer| writer.delete("Observation", "b")).expect("deleted");
    let home = Feed::Home(Home::Patient("p".to_owned()));
    let all = house.store.read_now(|reader| reader.feed(&home, 0, 10)).expect("read");
    let told: Vec<_> =
        all.iter().map(|(seq, stored)| (stored.id.as_str(), *seq, stored.is_deleted())).collect();
    assert_eq!(told, [("a", 3, false), ("b", 4, true)]);
    assert!(house.store.read_now(|reader| reader.feed(&home, 4, 10)).expect("read").is_empty());
    assert_eq!(house.store.read_now(|reader| reader.feed_head(&home)).expect("read"), 4);
    assert!(house.search(&Query::all("Observation", Reach::All, 10)) == ["a"]);
}

#[test]
fn a_search_stays_within_its_reach() {
    let house = house();
    house.put(observation("mine", "p", 1, "1"));
    house.put(observation("theirs", "q", 1, "1"));
    house.put(json!({"resourceType": "PlanDefinition", "id": "rule", "url": "u", "status": "active"}));
    house.put(json!({"resourceType": "AuditEvent", "id": "trail"}));
    assert_eq!(house.search(&Query::all("Observation", Reach::Patient("p".to_owned()), 9)), ["mine"]);
    assert!(house.search(&Query::all("Observation", Reach::Hospital, 9)).is_empty());
    assert!(house.search(&Query::all("Observation", Reach::Nothing, 9)).is_empty());
    assert_eq!(house.search(&Query::all("Observation", Reach::All, 9)).len(), 2);
    assert_eq!(house.search(&Query::all("PlanDefinition", Reach::Hospital, 9)), ["rule"]);
    assert!(
        house.search(&Query::all("AuditEvent", Reach::Hospital, 9)).is_empty(),
        "the trail is in nobody's reach but the staff's"
    );
    let feed = house.store.read_now(|reader| reader.feed(&Feed::Home(Home::Hospital), 0, 9)).expect("read");
    assert_eq!(feed.len(), 1, "the trail wakes nobody");
}

#[test]
fn a_search_filters_by_code_date_reference_and_id_and_sorts_by_date() {
    let house = house();
    for day in [3, 1, 2] {
        house.put(observation(&format!("d{day}"), "p", day, "1"));
    }
    let code = |code: &str| Filter::Token {
        name: "code".to_owned(),
        any: vec![TokenTest { system: Some("http://loinc.org".to_owned()), code: Some(code.to_owned()) }],
        not: false,
    };
    assert_eq!(house.search(&by_date(vec![code("8310-5")], Reach::All)), ["d3", "d2", "d1"]);
    assert!(house.search(&by_date(vec![code("8867-4")], Reach::All)).is_empty());
    let (from, _) = super::index::range("2026-11-02").expect("a day");
    let since = Filter::Date { name: "date".to_owned(), test: DateTest::From(from) };
    assert_eq!(
        house.search(&by_date(vec![code("8310-5"), since], Reach::Patient("p".to_owned()))),
        ["d3", "d2"]
    );
    let of = |target: &str| Filter::Reference { name: "patient".to_owned(), any: vec![target.to_owned()] };
    assert_eq!(house.search(&by_date(vec![of("Patient/p")], Reach::All)).len(), 3);
    assert!(house.search(&by_date(vec![of("Patient/q")], Reach::All)).is_empty());
    assert_eq!(house.search(&by_date(vec![Filter::Id(vec!["d1".to_owned()])], Reach::All)), ["d1"]);
}

#[test]
fn pages_follow_each_other_without_loss_when_rows_are_added_between() {
    let house = house();
    for number in 0..10 {
        house.put(observation(&format!("o{number}"), "p", 1 + number % 3, "1"));
    }
    let mut query = Query { count: 4, ..by_date(Vec::new(), Reach::All) };
    let mut seen = Vec::new();
    loop {
        let page = house.store.read_now(|reader| reader.search(&query)).expect("found");
        seen.extend(page.found.into_iter().map(|stored| stored.id));
        house.put(observation(&format!("new{}", seen.len()), "p", 9, "1"));
        match page.next {
            Some(next) => query.after = Some(next),
            None => break,
        }
    }
    seen.sort();
    assert_eq!(seen, (0..10).map(|number| format!("o{number}")).collect::<Vec<_>>());
    assert_eq!(
        house
            .store
            .read_now(|reader| reader.count(&Query::all("Observation", Reach::All, 1)))
            .expect("counted"),
        13
    );
}

#[test]
fn a_history_is_newest_first_and_shows_deletions() {
    let house = house();
    house.put(observation("a", "p", 1, "1"));
    house.put(observation("a", "p", 1, "2"));
    house.store.write_now(|writer| writer.delete("Observation", "a")).expect("deleted");
    let query = HistoryQuery { id: Some("a".to_owned()), count: 10, ..HistoryQuery::default() };
    let all = house.store.read_now(|reader| reader.history(&Reach::All, &query)).expect("read");
    assert_eq!(all.iter().map(|stored| stored.version).collect::<Vec<_>>(), [3, 2, 1]);
    assert!(all[0].is_deleted());
    let since = HistoryQuery { since_ms: Some(all[1].updated_ms), ..query.clone() };
    assert_eq!(house.store.read_now(|reader| reader.history(&Reach::All, &since)).expect("read").len(), 2);
    let before = HistoryQuery { before: Some((all[0].updated_ms, "p".to_owned(), all[0].seq)), ..query };
    assert_eq!(house.store.read_now(|reader| reader.history(&Reach::All, &before)).expect("read").len(), 2);
}

#[test]
fn a_resource_is_not_moved_to_another_patient() {
    let house = house();
    house.put(observation("o", "p", 1, "1"));
    assert!(matches!(house.put_by(Caller::system(), observation("o", "q", 1, "1")), Err(StoreError::Moved)));
}

#[test]
fn a_patients_observation_leaves_a_job_and_an_import_does_not() {
    let house = house();
    house.put(observation("old", "p", 1, "1"));
    house.put_by(patient("p"), observation("new", "p", 1, "1")).expect("written");
    let due = |house: &House| house.store.read_now(|reader| reader.due_jobs(i64::MAX, 10)).expect("read");
    let jobs = due(&house);
    assert_eq!(
        jobs.iter().map(|job| job.subject.as_str()).collect::<Vec<_>>(),
        ["Observation/new/_history/1"]
    );
    let job: Job = jobs[0].clone();
    let (later, parked, done) = (job.clone(), job.clone(), job.clone());
    house
        .store
        .write_now(move |writer| writer.settle(&later, Settlement::Again { due_ms: i64::MAX }))
        .expect("settled");
    assert!(house.store.read_now(|reader| reader.due_jobs(0, 10)).expect("read").is_empty());
    assert_eq!(due(&house)[0].attempts, 1);
    house.store.write_now(move |writer| writer.settle(&parked, Settlement::Parked)).expect("settled");
    assert!(due(&house).is_empty());
    assert!(!house.store.read_now(|reader| reader.job_waits(&done)).expect("read"));
}

#[test]
fn what_was_acknowledged_is_there_after_a_restart_and_a_closed_store_refuses() {
    let house = house();
    house.put(observation("o", "p", 1, "38.60"));
    house.store.close();
    assert!(matches!(house.put_by(Caller::system(), observation("x", "p", 1, "1")), Err(StoreError::Closed)));
    let again = open(&house.directory, &house.now_ms);
    assert!(again.read_now(|reader| reader.get("Observation", "o")).expect("read").is_some());
    assert!(again.read_now(|reader| reader.get("Observation", "x")).expect("read").is_none());
}

#[test]
fn many_writers_at_once_each_get_their_own_number() {
    let house = house();
    let threads: Vec<_> = (0..8)
        .map(|thread| {
            let store = house.store.clone();
            std::thread::spawn(move || {
                (0..25)
                    .map(|number| {
                        let value = observation(&format!("t{thread}-{number}"), "p", 1, "1");
                        let resource = Resource::from_value(value).expect("a resource");
                        store
                            .write_now(move |writer| writer.put(&Caller::system(), resource, Method::Put))
                            .expect("written")
                            .seq
                    })
                    .collect::<Vec<_>>()
            })
        })
        .collect();
    let mut numbers: Vec<i64> =
        threads.into_iter().flat_map(|thread| thread.join().expect("no panic")).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=200).collect::<Vec<_>>());
}

#[test]
fn a_clock_that_is_set_back_never_makes_a_newer_version_look_older() {
    let house = house();
    let first = house.put(observation("o", "p", 1, "1"));
    house.now_ms.store(0, Ordering::Relaxed);
    let second = house.put(observation("o", "p", 1, "2"));
    assert!(second.updated_ms >= first.updated_ms);
}

#[test]
fn a_search_over_all_patients_finds_the_same_whichever_condition_leads() {
    let house = house();
    for number in 0..40 {
        let mut value = observation(&format!("o{number}"), &format!("p{}", number % 4), 1 + number % 9, "1");
        if number % 5 == 0 {
            value["code"]["coding"][0]["code"] = json!("rare");
        }
        house.put(value);
    }
    let code = |code: &str, not: bool| Filter::Token {
        name: "code".to_owned(),
        any: vec![TokenTest { system: None, code: Some(code.to_owned()) }],
        not,
    };
    let of = |patient: &str| Filter::Reference {
        name: "patient".to_owned(),
        any: vec![format!("Patient/{patient}")],
    };
    let (from, to) = super::index::range("2026-11-01").expect("a day");
    let day = || Filter::Date { name: "date".to_owned(), test: DateTest::Within(from, to) };
    let sets = [
        vec![code("rare", false), of("p0")],
        vec![of("p0"), code("rare", false)],
        vec![code("rare", true), of("p1")],
        vec![code("rare", true)],
        vec![day(), code("8310-5", false)],
        vec![day()],
        vec![Filter::Id(vec!["o0".to_owned(), "o5".to_owned(), "o1".to_owned()]), code("rare", false)],
    ];
    for filters in sets {
        let matches = |number: u32| {
            let (rare, first) = (number.is_multiple_of(5), number.is_multiple_of(9));
            filters.iter().all(|filter| match filter {
                Filter::Token { any, not, .. } => (any[0].code.as_deref() == Some("rare")) == (rare != *not),
                Filter::Reference { any, .. } => any[0] == format!("Patient/p{}", number % 4),
                Filter::Date { .. } => first,
                Filter::Id(ids) => ids.contains(&format!("o{number}")),
                _ => false,
            })
        };
        let wanted: Vec<String> =
            (0..40).filter(|number| matches(*number)).map(|number| format!("o{number}")).collect();
        let mut all = house.search(&by_date(filters.clone(), Reach::All));
        let oldest_first = Sort { key: Key::Updated, descending: false };
        let by_time = Query { sort: oldest_first, ..by_date(filters.clone(), Reach::All) };
        assert_eq!(house.search(&by_time), wanted, "{filters:?}");
        let count = house.store.read_now(|reader| reader.count(&by_time)).expect("counted");
        assert_eq!(usize::try_from(count).expect("a number"), wanted.len());
        all.sort();
        let mut sorted = wanted.clone();
        sorted.sort();
        assert_eq!(all, sorted, "{filters:?}");
        let own: Vec<String> = house.search(&Query { reach: Reach::Patient("p0".to_owned()), ..by_time });
        let mine: Vec<String> =
            wanted.into_iter().filter(|id| id[1..].parse::<u32>().expect("a number") % 4 == 0).collect();
        assert_eq!(own, mine, "{filters:?}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]

    /// Whatever is written, changed, deleted or fails, and in whatever order: each feed has every number from 1 to its
    /// head once, and following it from any place brings everything to what it is now.
    #[test]
    fn a_feed_has_no_gap_and_following_it_from_anywhere_misses_nothing(
        steps in proptest::collection::vec((0..3_u8, 0..4_u8, 0..5_u8), 1..40),
        pause in 0..40_usize,
    ) {
        let house = house();
        let patients = ["p", "q", "r"];
        let mut followed: std::collections::BTreeMap<(String, String), Option<String>> = std::collections::BTreeMap::new();
        let mut cursors = [0_i64; 3];
        let mut follow = |house: &House| {
            for (at, patient) in patients.iter().enumerate() {
                let feed = Feed::Home(Home::Patient((*patient).to_owned()));
                let changes = house.store.read_now(|reader| reader.feed(&feed, cursors[at], 1000)).expect("read");
                for (number, stored) in changes {
                    assert!(number > cursors[at]);
                    cursors[at] = number;
                    followed.insert(((*patient).to_owned(), stored.id), stored.json);
                }
            }
            (followed.clone(), cursors)
        };
        let mut writes = [0_i64; 3];
        for (index, (patient, id, action)) in steps.iter().enumerate() {
            let at = usize::from(*patient);
            let name = format!("{}{id}", patients[at]);
            let value = observation(&name, patients[at], 1, &index.to_string());
            let is_there = house.store.read_now(|reader| reader.get("Observation", &name)).expect("read");
            match action {
                0 => {
                    let fails: Result<(), StoreError> = house.store.write_now(move |writer| {
                        let resource = Resource::from_value(value).expect("a resource");
                        writer.put(&Caller::system(), resource, Method::Put)?;
                        Err(StoreError::Unsupported)
                    });
                    assert!(fails.is_err());
                }
                1 => {
                    let deleted = house.store.write_now(move |writer| writer.delete("Observation", &name)).expect("deleted");
                    writes[at] += i64::from(deleted.is_some() && is_there.is_some_and(|stored| !stored.is_deleted()));
                }
                _ => {
                    house.put(value);
                    writes[at] += 1;
                }
            }
            if index == pause {
                follow(&house);
            }
        }
        let (followed, cursors) = follow(&house);
        proptest::prop_assert_eq!(cursors, writes, "a number for every write that was kept, and none else");
        for ((_, id), json) in followed {
            let now = house.store.read_now(|reader| reader.get("Observation", &id)).expect("read").expect("there");
            proptest::prop_assert_eq!(now.json, json);
        }
    }
}
