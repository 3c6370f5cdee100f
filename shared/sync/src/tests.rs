//! The engine beside a small hospital in memory: tables of answers, and random faults.

use std::collections::{BTreeMap, BTreeSet};

use kangban_fhir::{Resource, terms};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{
    Config, Engine, Feed, HttpFault, Input, Outcome, Outgoing, Output, Refusal, Request, Response,
    SettledEnd, Trouble,
};

const BASE: &str = "https://h.example/fhir";

fn engine() -> Engine {
    let feeds = vec![(Feed::Kangban("patient/p".to_owned()), String::new())];
    Engine::new(Config { base_url: BASE.to_owned() }, feeds, 7)
}

fn entry(id: &str) -> Outgoing {
    Outgoing {
        resource_type: "Observation".to_owned(),
        id: id.to_owned(),
        json: format!(r#"{{"resourceType":"Observation","id":"{id}","valueInteger":8}}"#),
        base_version: None,
        changes: 1,
    }
}

fn answer(status: u16, body: &Value) -> Response {
    Response { status, headers: Vec::new(), body: body.to_string().into_bytes() }
}

fn sent(outputs: &[Output]) -> Vec<Request> {
    outputs
        .iter()
        .filter_map(|output| if let Output::Send(request) = output { Some(request.clone()) } else { None })
        .collect()
}

/// Starts an engine, hands it these rows, and gives its upload request.
fn uploading(rows: Vec<Outgoing>) -> (Engine, Request) {
    let mut engine = engine();
    let started = engine.handle(Input::Start { online: true });
    assert!(started.contains(&Output::LoadOutbox { limit: 50 }));
    let mut requests = sent(&engine.handle(Input::Outbox(rows)));
    assert_eq!(requests.len(), 1);
    (engine, requests.remove(0))
}

fn settled(outputs: &[Output]) -> Vec<(String, SettledEnd)> {
    outputs
        .iter()
        .filter_map(|output| if let Output::Settle(done) = output { Some(done.clone()) } else { None })
        .flatten()
        .map(|one| (one.id, one.end))
        .collect()
}

fn confirmed() -> SettledEnd {
    SettledEnd::Confirmed { version_id: "1".to_owned(), last_updated: "2026-11-22T08:00:00Z".to_owned() }
}

#[test]
fn one_entry_goes_up_with_its_own_id_and_a_guard_against_overwriting() {
    let (_, request) = uploading(vec![entry("a")]);
    assert_eq!((request.method, request.url.as_str()), ("PUT", "https://h.example/fhir/Observation/a"));
    assert!(request.headers.contains(&("if-none-match", "*".to_owned())));
    let corrected = Outgoing { base_version: Some("3".to_owned()), ..entry("a") };
    let (_, request) = uploading(vec![corrected]);
    assert!(request.headers.contains(&("if-match", "W/\"3\"".to_owned())));
}

#[test]
fn each_entry_of_a_batch_is_settled_by_its_own_answer() {
    let (mut engine, request) = uploading(["a", "b", "c", "d"].map(entry).to_vec());
    assert_eq!((request.method, request.url.as_str()), ("POST", BASE));
    let done = json!({"status": "201", "etag": "W/\"1\"", "lastModified": "2026-11-22T08:00:00Z"});
    let body = json!({"resourceType": "Bundle", "type": "batch-response", "entry": [
        {"response": done}, {"response": {"status": "422"}}, {"response": {"status": "500"}}, {"response": {"status": "412"}},
    ]});
    let out = engine.handle(Input::Answer { request: request.id, outcome: Ok(answer(200, &body)) });
    assert_eq!(
        settled(&out),
        [("a".to_owned(), confirmed()), ("b".to_owned(), SettledEnd::Refused(Refusal::Invalid))]
    );
    assert_eq!(sent(&out)[0].url, "https://h.example/fhir/Observation/d", "what the hospital has is read");
}

#[test]
fn after_a_conflict_equal_is_success_and_different_is_put_aside() {
    for (theirs, wanted) in [(8, confirmed()), (3, SettledEnd::Refused(Refusal::Conflict))] {
        let (mut engine, request) = uploading(vec![entry("a")]);
        let out = engine.handle(Input::Answer {
            request: request.id,
            outcome: Ok(answer(412, &json!({"resourceType": "OperationOutcome"}))),
        });
        let read = &sent(&out)[0];
        assert_eq!(read.method, "GET");
        let body = json!({"resourceType": "Observation", "id": "a", "valueInteger": theirs,
            "meta": {"versionId": "1", "lastUpdated": "2026-11-22T08:00:00Z"}});
        let out = engine.handle(Input::Answer { request: read.id, outcome: Ok(answer(200, &body)) });
        assert_eq!(settled(&out), [("a".to_owned(), wanted)]);
    }
}

#[test]
fn answers_that_are_not_the_hospitals_word_settle_nothing_and_are_waited_out() {
    let html = Response { status: 200, headers: Vec::new(), body: b"<html>sign in to the airport".to_vec() };
    let html_refusal = Response { status: 403, headers: Vec::new(), body: b"<html>blocked".to_vec() };
    let cut = Response { status: 200, headers: Vec::new(), body: br#"{"resourceType":"Obs"#.to_vec() };
    let binary = Response { status: 200, headers: Vec::new(), body: vec![0xff, 0xfe] };
    for (outcome, trouble) in [
        (Ok(html), Trouble::Nonsense),
        (Ok(html_refusal), Trouble::Nonsense),
        (Ok(cut), Trouble::Nonsense),
        (Ok(binary), Trouble::Nonsense),
        (Ok(answer(429, &json!({}))), Trouble::Busy),
        (Err(HttpFault::Unreachable), Trouble::Unreachable),
        (Err(HttpFault::Timeout), Trouble::Unreachable),
    ] {
        let (mut engine, request) = uploading(vec![entry("a")]);
        let out = engine.handle(Input::Answer { request: request.id, outcome });
        assert_eq!(settled(&out), []);
        let Some(Output::Wake { timer, .. }) =
            out.iter().find(|output| matches!(output, Output::Wake { .. }))
        else {
            panic!("it has to come back")
        };
        assert_eq!(engine.status().trouble, Some(trouble));
        assert!(
            engine
                .handle(Input::Woken(*timer))
                .iter()
                .any(|output| matches!(output, Output::LoadOutbox { .. }))
        );
    }
}

#[test]
fn retry_after_is_obeyed() {
    let (mut engine, request) = uploading(vec![entry("a")]);
    let mut response = answer(503, &json!({}));
    response.headers.push(("Retry-After".to_owned(), "120".to_owned()));
    let out = engine.handle(Input::Answer { request: request.id, outcome: Ok(response) });
    assert!(out.iter().any(|output| matches!(output, Output::Wake { after_ms, .. } if *after_ms >= 120_000)));
}

#[test]
fn a_batch_that_is_too_large_is_halved_until_one_entry_is_left_and_only_that_one_is_refused() {
    let rows: Vec<_> = (0..4).map(|n| entry(&format!("e{n}"))).collect();
    let (mut engine, mut request) = uploading(rows.clone());
    let mut sizes = Vec::new();
    let refused = loop {
        let size = request.body.matches("\"method\":\"PUT\"").count().max(1);
        sizes.push(size);
        let out = engine.handle(Input::Answer { request: request.id, outcome: Ok(answer(413, &json!({}))) });
        if !settled(&out).is_empty() {
            break settled(&out);
        }
        let Some(Output::LoadOutbox { limit }) =
            out.iter().find(|output| matches!(output, Output::LoadOutbox { .. }))
        else {
            panic!("it has to go on")
        };
        let rows = rows.iter().take(*limit as usize).cloned().collect();
        request = sent(&engine.handle(Input::Outbox(rows))).remove(0);
    };
    assert_eq!(refused, [("e0".to_owned(), SettledEnd::Refused(Refusal::TooLarge))]);
    assert!(sizes.windows(2).all(|pair| pair[1] <= pair[0]), "{sizes:?}");
}

#[test]
fn a_stale_token_is_renewed_once_for_all_and_nothing_is_lost() {
    let (mut engine, request) = uploading(vec![entry("a")]);
    let mut asked = 0;
    let out = engine.handle(Input::Answer { request: request.id, outcome: Ok(answer(401, &json!({}))) });
    asked += out.iter().filter(|output| **output == Output::NeedToken).count();
    // The feed's request, made at the start, has the id before the upload's.
    let out = engine.handle(Input::Answer { request: request.id - 1, outcome: Ok(answer(401, &json!({}))) });
    asked += out.iter().filter(|output| **output == Output::NeedToken).count();
    assert_eq!(asked, 1);
    let out = engine.handle(Input::Token);
    assert!(out.contains(&Output::LoadOutbox { limit: 50 }));
    assert_eq!(sent(&out).len(), 1, "the feed asks again");
}

#[test]
fn a_file_goes_alone_before_what_refers_to_it() {
    let file = Outgoing {
        resource_type: "Binary".to_owned(),
        json: r#"{"resourceType":"Binary","id":"f"}"#.to_owned(),
        ..entry("f")
    };
    let (_, request) = uploading(vec![file, entry("a"), entry("b")]);
    assert_eq!(request.url, "https://h.example/fhir/Binary/f");
}

#[test]
fn without_a_network_nothing_is_sent_and_with_it_everything_goes_on() {
    let mut engine = engine();
    assert_eq!(engine.handle(Input::Start { online: false }), []);
    assert_eq!(engine.handle(Input::Changed), []);
    assert_eq!(engine.status().trouble, Some(Trouble::Offline));
    let out = engine.handle(Input::Online(true));
    assert!(out.contains(&Output::LoadOutbox { limit: 50 }));
    assert_eq!(sent(&out).len(), 1);
}

fn feed_page(cursor: &str, entries: &Value, more: bool) -> Value {
    let mut page = json!({"resourceType": "Bundle", "type": "history", "entry": entries,
        "identifier": {"system": terms::FEED_CURSOR, "value": cursor}});
    if more {
        page["link"] = json!([{"relation": "next", "url": format!("{BASE}/$changes?after={cursor}")}]);
    }
    page
}

#[test]
fn the_feed_is_stored_page_by_page_and_then_waited_on() {
    let mut engine = engine();
    let first = sent(&engine.handle(Input::Start { online: true })).remove(0);
    assert!(first.url.contains("wait=0"));
    let entries = json!([
        {"resource": {"resourceType": "Task", "id": "t", "status": "requested"}},
        {"resource": 7},
        {"request": {"method": "DELETE", "url": "Flag/f"}},
        {"resource": {"resourceType": "Task", "id": "t", "status": "completed"}},
    ]);
    let out = engine.handle(Input::Answer {
        request: first.id,
        outcome: Ok(answer(200, &feed_page("c1", &entries, true))),
    });
    let [Output::Store(page)] = out.as_slice() else { panic!("{out:?}") };
    assert_eq!(page.resources.len(), 1, "only the last version of each");
    assert!(page.resources[0].to_json().contains("completed"));
    assert_eq!(page.tombstones, [("Flag".to_owned(), "f".to_owned())]);
    assert_eq!((page.cursor.as_str(), page.unreadable), ("c1", 1));
    let second = sent(&engine.handle(Input::Stored { feed: page.feed.clone(), done: true })).remove(0);
    assert!(second.url.contains("after=c1") && second.url.contains("wait=0"));
    let out = engine.handle(Input::Answer {
        request: second.id,
        outcome: Ok(answer(200, &feed_page("c1", &json!([]), false))),
    });
    assert!(sent(&out)[0].url.contains("wait=25"), "now the hospital may hold the answer");
}

#[test]
fn a_cursor_that_the_hospital_no_longer_knows_starts_from_the_beginning() {
    let feeds = vec![(Feed::Kangban("hospital".to_owned()), "old".to_owned())];
    let mut engine = Engine::new(Config { base_url: BASE.to_owned() }, feeds, 7);
    let first = sent(&engine.handle(Input::Start { online: true })).remove(0);
    assert!(first.url.contains("after=old"));
    let out = engine.handle(Input::Answer { request: first.id, outcome: Ok(answer(410, &json!({}))) });
    let Output::Wake { timer, .. } = out[0] else { panic!("{out:?}") };
    assert!(sent(&engine.handle(Input::Woken(timer)))[0].url.contains("after=&"));
}

#[test]
fn a_page_that_could_not_be_written_is_asked_for_again() {
    let mut engine = engine();
    let first = sent(&engine.handle(Input::Start { online: true })).remove(0);
    let entries = json!([{"resource": {"resourceType": "Task", "id": "t"}}]);
    let out = engine.handle(Input::Answer {
        request: first.id,
        outcome: Ok(answer(200, &feed_page("c1", &entries, false))),
    });
    let Output::Store(page) = &out[0] else { panic!("{out:?}") };
    let out = engine.handle(Input::Stored { feed: page.feed.clone(), done: false });
    assert!(matches!(out.as_slice(), [Output::Wake { .. }]));
}

#[test]
fn a_plain_server_is_read_with_an_overlap_and_the_same_version_is_stored_once() {
    let feed = Feed::Plain { patient: "p".to_owned(), resource_type: "Observation".to_owned() };
    let mut engine =
        Engine::new(Config { base_url: BASE.to_owned() }, vec![(feed, "2026-11-22T08:00:30Z".to_owned())], 7);
    let first = sent(&engine.handle(Input::Start { online: true })).remove(0);
    assert!(first.url.contains("_lastUpdated=ge2026-11-22T07%3A59%3A30.000Z"), "{}", first.url);
    let version = |at: &str| json!({"resource": {"resourceType": "Observation", "id": "a", "meta": {"versionId": "1", "lastUpdated": at}}});
    let body =
        json!({"resourceType": "Bundle", "type": "searchset", "entry": [version("2026-11-22T08:00:40Z")]});
    let out = engine.handle(Input::Answer { request: first.id, outcome: Ok(answer(200, &body)) });
    let [Output::Store(page)] = out.as_slice() else { panic!("{out:?}") };
    assert_eq!((page.resources.len(), page.cursor.as_str()), (1, "2026-11-22T08:00:40Z"));
    let out = engine.handle(Input::Stored { feed: page.feed.clone(), done: true });
    let Output::Wake { timer, .. } = out[0] else { panic!("{out:?}") };
    let again = sent(&engine.handle(Input::Woken(timer))).remove(0);
    let out = engine.handle(Input::Answer { request: again.id, outcome: Ok(answer(200, &body)) });
    assert!(matches!(out.as_slice(), [Output::Wake { .. }]), "nothing new: {out:?}");
}

/// A hospital in memory that answers as it should, or as the network pleases.
#[derive(Default)]
struct Hospital {
    stored: BTreeMap<String, (u32, Value)>,
    writes: BTreeMap<String, u32>,
}

impl Hospital {
    fn put(&mut self, id: &str, body: Value, guard: Option<&str>) -> Value {
        let current = self.stored.get(id).map(|(version, _)| *version);
        let allowed = match guard {
            Some("*") => current.is_none(),
            Some(version) => current.is_some_and(|current| version.contains(&current.to_string())),
            None => true,
        };
        if !allowed {
            return json!({"status": "412"});
        }
        let version = current.unwrap_or(0) + 1;
        self.stored.insert(id.to_owned(), (version, body));
        *self.writes.entry(id.to_owned()).or_default() += 1;
        json!({"status": "201", "etag": format!("W/\"{version}\""), "lastModified": "2026-11-22T08:00:00Z"})
    }

    fn take(&mut self, request: &Request) -> Response {
        let id = request.url.rsplit('/').next().unwrap_or_default().to_owned();
        match request.method {
            "GET" if request.url.contains("$changes") => answer(200, &feed_page("0", &json!([]), false)),
            "GET" => match self.stored.get(&id) {
                Some((version, body)) => {
                    let mut body = body.clone();
                    body["meta"] =
                        json!({"versionId": version.to_string(), "lastUpdated": "2026-11-22T08:00:00Z"});
                    answer(200, &body)
                }
                None => answer(404, &json!({"resourceType": "OperationOutcome"})),
            },
            "PUT" => {
                let guard = request
                    .headers
                    .iter()
                    .find(|(name, _)| name.starts_with("if-"))
                    .map(|(_, value)| value.clone());
                let out = self.put(&id, serde_json::from_str(&request.body).unwrap(), guard.as_deref());
                let status = out["status"].as_str().unwrap().parse().unwrap();
                answer(status, &json!({"resourceType": "OperationOutcome"}))
            }
            _ => {
                let bundle: Value = serde_json::from_str(&request.body).unwrap();
                let answers: Vec<Value> = bundle["entry"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|entry| {
                        let id = entry["resource"]["id"].as_str().unwrap();
                        let guard =
                            entry["request"]["ifNoneMatch"].as_str().or(entry["request"]["ifMatch"].as_str());
                        json!({"response": self.put(id, entry["resource"].clone(), guard)})
                    })
                    .collect();
                answer(200, &json!({"resourceType": "Bundle", "type": "batch-response", "entry": answers}))
            }
        }
    }
}

/// What the network does to one request.
#[derive(Debug, Clone, Copy)]
enum Luck {
    Fine,
    /// It never arrives.
    Lost,
    /// It arrives; the answer does not.
    AnswerLost,
    /// It arrives; the answer is cut short.
    AnswerCut,
    /// Something in between answers.
    Status(u16),
}

fn luck() -> impl Strategy<Value = Luck> {
    prop_oneof![
        3 => Just(Luck::Fine),
        1 => Just(Luck::Lost),
        1 => Just(Luck::AnswerLost),
        1 => Just(Luck::AnswerCut),
        1 => prop::sample::select(vec![429, 500, 502, 503]).prop_map(Luck::Status),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn whatever_the_network_does_every_entry_arrives_once(lucks in prop::collection::vec(luck(), 0..40), count in 1_usize..9) {
        let mut hospital = Hospital::default();
        let mut outbox: Vec<Outgoing> = (0..count).map(|n| entry(&format!("e{n}"))).collect();
        let all: BTreeSet<String> = outbox.iter().map(|row| row.id.clone()).collect();
        let mut engine = engine();
        let mut lucks = lucks.into_iter();
        let mut todo = engine.handle(Input::Start { online: true });
        for _ in 0..2_000 {
            let Some(output) = (!todo.is_empty()).then(|| todo.remove(0)) else { break };
            let more = match output {
                Output::LoadOutbox { limit } => {
                    engine.handle(Input::Outbox(outbox.iter().take(limit as usize).cloned().collect()))
                }
                Output::Send(request) if request.url.contains("wait=25") => continue,
                Output::Send(request) => {
                    let outcome: Outcome = match lucks.next().unwrap_or(Luck::Fine) {
                        Luck::Fine => Ok(hospital.take(&request)),
                        Luck::Lost => Err(HttpFault::Unreachable),
                        Luck::AnswerLost => { hospital.take(&request); Err(HttpFault::Timeout) }
                        Luck::AnswerCut => {
                            let mut response = hospital.take(&request);
                            response.body.truncate(response.body.len() / 2);
                            Ok(response)
                        }
                        Luck::Status(status) => Ok(answer(status, &json!({"resourceType": "OperationOutcome"}))),
                    };
                    engine.handle(Input::Answer { request: request.id, outcome })
                }
                Output::Settle(done) => {
                    for one in done {
                        prop_assert!(matches!(one.end, SettledEnd::Confirmed { .. }), "{:?}", one);
                        outbox.retain(|row| row.id != one.id);
                    }
                    Vec::new()
                }
                Output::Store(page) => engine.handle(Input::Stored { feed: page.feed, done: true }),
                Output::Wake { timer, .. } => engine.handle(Input::Woken(timer)),
                Output::NeedToken => engine.handle(Input::Token),
            };
            todo.extend(more);
        }
        prop_assert!(outbox.is_empty(), "still waiting: {}", outbox.len());
        prop_assert_eq!(hospital.stored.keys().cloned().collect::<BTreeSet<_>>(), all);
        prop_assert!(hospital.writes.values().all(|writes| *writes == 1), "stored twice: {:?}", hospital.writes);
        let json = |value: &Value| Resource::from_value(value.clone()).unwrap();
        prop_assert!(hospital.stored.values().all(|(_, body)| json(body).resource_type() == "Observation"));
    }
}

fn photo() -> Outgoing {
    Outgoing {
        resource_type: "Binary".to_owned(),
        id: "b".to_owned(),
        json: r#"{"resourceType":"Binary","id":"b","contentType":"image/jpeg"}"#.to_owned(),
        base_version: None,
        changes: 1,
    }
}

#[test]
fn a_binary_goes_alone_and_names_the_file_that_belongs_into_it() {
    let (_, request) = uploading(vec![photo(), entry("a")]);
    assert_eq!((request.method, request.url.as_str()), ("PUT", "https://h.example/fhir/Binary/b"));
    assert_eq!(request.file.as_deref(), Some("b"));
}

#[test]
fn a_binary_that_the_hospital_has_already_is_confirmed_whatever_its_bytes_are_called() {
    let (mut engine, request) = uploading(vec![photo()]);
    let outcome = Ok(answer(412, &json!({"resourceType": "OperationOutcome"})));
    let out = engine.handle(Input::Answer { request: request.id, outcome });
    let body = json!({"resourceType": "Binary", "id": "b", "contentType": "image/jpeg", "data": "AAAA",
        "meta": {"versionId": "1", "lastUpdated": "2026-11-22T08:00:00Z"}});
    let out = engine.handle(Input::Answer { request: sent(&out)[0].id, outcome: Ok(answer(200, &body)) });
    assert_eq!(settled(&out), [("b".to_owned(), confirmed())]);
}

#[test]
fn a_binary_whose_file_is_gone_is_put_aside_and_the_next_entry_goes_on() {
    let (mut engine, request) = uploading(vec![photo()]);
    let out = engine.handle(Input::Answer { request: request.id, outcome: Err(HttpFault::NoFile) });
    assert_eq!(settled(&out), [("b".to_owned(), SettledEnd::Refused(Refusal::Invalid))]);
    assert!(out.iter().any(|output| matches!(output, Output::LoadOutbox { .. })));
}

#[test]
fn an_outbox_that_cannot_be_read_or_written_is_asked_again_after_a_pause_and_not_at_once() {
    let mut engine = engine();
    engine.handle(Input::Start { online: true });
    let out = engine.handle(Input::OutboxFailed);
    let Some(Output::Wake { timer, .. }) = out.first() else { panic!("no pause: {out:?}") };
    let out = engine.handle(Input::Woken(*timer));
    assert!(out.iter().any(|output| matches!(output, Output::LoadOutbox { .. })));
}

#[test]
fn a_page_of_something_in_between_is_no_answer_while_comparing_either() {
    let (mut engine, request) = uploading(vec![entry("a")]);
    let outcome = Ok(answer(412, &json!({"resourceType": "OperationOutcome"})));
    let out = engine.handle(Input::Answer { request: request.id, outcome });
    let html = Response { status: 404, headers: Vec::new(), body: b"<html>not here".to_vec() };
    let out = engine.handle(Input::Answer { request: sent(&out)[0].id, outcome: Ok(html) });
    assert_eq!(settled(&out), []);
    assert!(out.iter().any(|output| matches!(output, Output::Wake { .. })));
}
