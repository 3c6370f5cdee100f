//! The operations through their HTTP face, on a real store.

use std::sync::Arc;

use axum::{
    Extension, Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use chrono::{DateTime, Utc};
use kangban_fhir::{Resource, terms};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::routes;
use crate::{
    access::{Home, Reach},
    auth::{Auth, AuthSettings, Caller, FailureLimit, Lifetimes, Role, Scopes},
    clock::Clock,
    config::Config,
    jobs::Worker,
    library,
    server::Hospital,
    store::{Feed, Method, Query, SqliteStore},
};

struct Ward {
    hospital: Arc<Hospital>,
    runtime: tokio::runtime::Runtime,
    _directory: tempfile::TempDir,
}

struct Answer {
    status: StatusCode,
    etag: Option<String>,
    json: Value,
}

fn now() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2026-11-25T01:00:00Z").expect("a time").with_timezone(&Utc)
}

/// A hospital with the rules, a patient with an open alert, and a message of that patient.
fn ward() -> Ward {
    let directory = tempfile::tempdir().expect("a directory");
    let clock = Clock::from_fn(now);
    let store = SqliteStore::open(directory.path(), clock.clone()).expect("a store");
    let settings = AuthSettings {
        data: directory.path().to_owned(),
        origin: "http://127.0.0.1:8787".to_owned(),
        clients: Vec::new(),
        lifetimes: Lifetimes::default(),
        sign_in_failures: FailureLimit::default(),
    };
    let auth = Auth::open(settings, clock).expect("an authority");
    library::stock(&store).expect("rules");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let hospital = Hospital::new(store, auth, &Config::default());
    let ward = Ward { hospital, runtime, _directory: directory };
    ward.put(
        &Caller::system(),
        json!({"resourceType": "Patient", "id": "li", "name": [{"text": "李秀英"}],
        "generalPractitioner": [{"reference": "Practitioner/wang"}]}),
    );
    ward.put(
        &Caller::system(),
        json!({"resourceType": "Procedure", "id": "operation", "status": "completed",
        "subject": {"reference": "Patient/li"}, "performedDateTime": "2026-11-22T10:15:00+08:00"}),
    );
    ward.put(&li(), json!({"resourceType": "Observation", "id": "p1", "status": "final",
        "subject": {"reference": "Patient/li"}, "effectiveDateTime": "2026-11-25T08:59:00+08:00", "valueInteger": 8,
        "code": {"coding": [{"system": "http://loinc.org", "code": "72514-3"}]}}));
    ward.put(
        &li(),
        json!({"resourceType": "Communication", "id": "m1", "status": "completed",
        "subject": {"reference": "Patient/li"}, "sender": {"reference": "Patient/li"},
        "payload": [{"contentString": "今天好多了"}]}),
    );
    ward.runtime.block_on(Worker::new(ward.hospital.store.clone()).work()).expect("the jobs are done");
    ward
}

fn caller(role: Role, scopes: &str) -> Caller {
    Caller { role, scopes: Scopes::parse(scopes), client: "test".into(), display: Some("王建国".into()) }
}

fn li() -> Caller {
    caller(Role::Patient("li".to_owned()), "patient/*.cruds")
}

fn wang() -> Caller {
    caller(Role::Clinician("wang".to_owned()), "user/*.cruds")
}

impl Ward {
    fn put(&self, by: &Caller, value: Value) {
        let (by, resource) = (by.clone(), Resource::from_value(value).expect("a resource"));
        self.hospital.store.write_now(move |writer| writer.put(&by, resource, Method::Put)).expect("written");
    }

    fn post(&self, by: &Caller, path: &str, body: &Value, if_match: Option<&str>) -> Answer {
        let router: Router = routes().layer(Extension(by.clone())).with_state(Arc::clone(&self.hospital));
        let mut request = Request::post(path).header(header::CONTENT_TYPE, "application/fhir+json");
        if let Some(version) = if_match {
            request = request.header(header::IF_MATCH, version);
        }
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        let request = request.body(body).expect("a request");
        self.runtime.block_on(async {
            let response = router.oneshot(request).await.expect("an answer");
            let etag =
                response.headers().get(header::ETAG).map(|etag| etag.to_str().expect("text").to_owned());
            let status = response.status();
            let bytes = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
            Answer { status, etag, json: serde_json::from_slice(&bytes).expect("JSON") }
        })
    }

    fn alert(&self) -> String {
        let query = Query::all("Task", Reach::All, 2);
        let found = self.hospital.store.read_now(|reader| reader.search(&query)).expect("found").found;
        assert_eq!(found.len(), 1);
        found[0].id.clone()
    }

    fn head(&self, home: Home) -> i64 {
        self.hospital.store.read_now(|reader| reader.feed_head(&Feed::Home(home))).expect("a head")
    }
}

fn parameters(list: &[Value]) -> Value {
    json!({"resourceType": "Parameters", "parameter": list})
}

fn ending(code: &str) -> Value {
    parameters(&[
        json!({"name": "outcome", "valueCode": code}),
        json!({"name": "note", "valueString": "已电话指导"}),
    ])
}

fn threshold(name: &str, value: &str) -> Value {
    let text = format!(
        r#"[{{"name": "name", "valueString": "{name}"}}, {{"name": "value", "valueDecimal": {value}}}]"#
    );
    parameters(&serde_json::from_str::<Vec<Value>>(&text).expect("JSON"))
}

fn is_outcome(answer: &Answer) -> bool {
    answer.json["resourceType"] == "OperationOutcome" && answer.json["issue"][0]["severity"] == "error"
}

#[test]
fn an_alert_and_a_message_are_seen_once() {
    let ward = ward();
    for path in [format!("/fhir/Task/{}/$seen", ward.alert()), "/fhir/Communication/m1/$seen".to_owned()] {
        let first = ward.post(&wang(), &path, &Value::Null, None);
        assert_eq!(first.status, StatusCode::OK, "{}", first.json);
        assert!(first.json.to_string().contains(terms::SEEN));
        assert!(first.json.to_string().contains("Practitioner/wang"));
        let head = ward.head(Home::Patient("li".to_owned()));
        let again = ward.post(&wang(), &path, &parameters(&[]), None);
        assert_eq!((again.status, &again.etag), (StatusCode::OK, &first.etag));
        assert_eq!(ward.head(Home::Patient("li".to_owned())), head, "nothing was written");
    }
}

#[test]
fn closing_an_alert_needs_a_known_outcome_and_can_be_sent_twice() {
    let ward = ward();
    let path = format!("/fhir/Task/{}/$close", ward.alert());
    for (body, status) in [
        (Value::Null, StatusCode::BAD_REQUEST),
        (parameters(&[]), StatusCode::BAD_REQUEST),
        (json!({"resourceType": "Patient"}), StatusCode::UNPROCESSABLE_ENTITY),
        (ending("bored"), StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let refused = ward.post(&wang(), &path, &body, None);
        assert_eq!(refused.status, status, "{body}");
        assert!(is_outcome(&refused));
    }
    let closed = ward.post(&wang(), &path, &ending("advised"), None);
    assert_eq!((closed.status, &closed.json["status"]), (StatusCode::OK, &json!("completed")));
    assert_eq!(closed.json["businessStatus"]["coding"][0]["system"], terms::OUTCOME);
    assert_eq!(closed.json["note"][0]["text"], "已电话指导");
    let again = ward.post(&wang(), &path, &ending("advised"), None);
    assert_eq!((again.status, again.etag), (StatusCode::OK, closed.etag));
    assert_eq!(ward.post(&wang(), &path, &ending("admitted"), None).status, StatusCode::CONFLICT);
}

#[test]
fn a_version_that_is_not_the_current_one_is_refused_with_the_one_that_is() {
    let ward = ward();
    let path = format!("/fhir/Task/{}/$close", ward.alert());
    let stale = ward.post(&wang(), &path, &ending("advised"), Some("W/\"7\""));
    assert_eq!((stale.status, stale.etag.as_deref()), (StatusCode::PRECONDITION_FAILED, Some("W/\"1\"")));
    assert!(is_outcome(&stale));
    assert_eq!(ward.post(&wang(), &path, &ending("advised"), Some("W/\"1\"")).status, StatusCode::OK);
}

#[test]
fn a_threshold_is_changed_within_its_range_and_reaches_the_hospitals_feed() {
    let ward = ward();
    let path = "/fhir/PlanDefinition/postoperative-temperature/$set-threshold";
    let head = ward.head(Home::Hospital);
    for (body, status) in [
        (threshold("high", "50"), StatusCode::UNPROCESSABLE_ENTITY),
        (threshold("hihg", "38.2"), StatusCode::UNPROCESSABLE_ENTITY),
        (parameters(&[json!({"name": "name", "valueString": "high"})]), StatusCode::BAD_REQUEST),
    ] {
        let refused = ward.post(&wang(), path, &body, None);
        assert_eq!(refused.status, status, "{body}");
        assert!(is_outcome(&refused));
    }
    assert_eq!(ward.head(Home::Hospital), head);
    let changed = ward.post(&wang(), path, &threshold("high", "38.20"), None);
    assert_eq!((changed.status, &changed.json["version"]), (StatusCode::OK, &json!("1.0.1")));
    assert!(changed.json.to_string().contains(r#""value":38.20"#), "{}", changed.json);
    assert_eq!(ward.head(Home::Hospital), head + 1);
    let again = ward.post(&wang(), path, &threshold("high", "38.2"), None);
    assert_eq!((again.status, again.etag), (StatusCode::OK, changed.etag));
}

#[test]
fn an_invitation_is_made_for_a_patient_who_is_there() {
    let ward = ward();
    let invited = ward.post(&wang(), "/fhir/Patient/li/$invite", &Value::Null, None);
    assert_eq!(invited.status, StatusCode::OK, "{}", invited.json);
    let code = invited.json["parameter"][0]["valueString"].as_str().expect("a code");
    assert_eq!((code.len(), &invited.json["parameter"][1]["name"]), (9, &json!("expires")));
    assert!(
        invited.json["parameter"][1]["valueInstant"].as_str().is_some_and(|at| at.starts_with("2026-12-02"))
    );
    assert_eq!(
        ward.post(&wang(), "/fhir/Patient/nobody/$invite", &Value::Null, None).status,
        StatusCode::NOT_FOUND
    );
}

#[test]
fn operations_are_for_the_care_team_alone() {
    let ward = ward();
    let narrow = caller(Role::Clinician("wang".to_owned()), "user/Observation.rs");
    let task = ward.alert();
    for (path, body) in [
        (format!("/fhir/Task/{task}/$seen"), Value::Null),
        (format!("/fhir/Task/{task}/$close"), ending("advised")),
        ("/fhir/Communication/m1/$seen".to_owned(), Value::Null),
        ("/fhir/PlanDefinition/low-oxygen/$set-threshold".to_owned(), threshold("low", "93")),
        ("/fhir/Patient/li/$invite".to_owned(), Value::Null),
    ] {
        for by in [&li(), &caller(Role::Patient("zhang".to_owned()), "patient/*.cruds"), &narrow] {
            let refused = ward.post(by, &path, &body, None);
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
            assert!(is_outcome(&refused));
        }
    }
    for path in ["/fhir/Task/nothing/$seen", "/fhir/Communication/nothing/$seen"] {
        assert_eq!(ward.post(&wang(), path, &Value::Null, None).status, StatusCode::NOT_FOUND);
    }
}

fn on_pathway(anchor: Option<Value>, preview: bool) -> Value {
    let mut list = vec![json!({"name": "subject", "valueString": "Patient/li"})];
    list.extend(anchor);
    if preview {
        list.push(json!({"name": "preview", "valueBoolean": true}));
    }
    parameters(&list)
}

const APPLY: &str = "/fhir/PlanDefinition/surgery-pathway/$apply";
const CHRONIC: &str = "/fhir/PlanDefinition/chronic-pathway/$apply";

#[test]
fn a_patient_is_put_on_a_pathway_once_and_the_days_are_shown_before() {
    let ward = ward();
    let of_operation =
        || Some(json!({"name": "anchor", "valueReference": {"reference": "Procedure/operation"}}));
    let head = ward.head(Home::Patient("li".to_owned()));
    let shown = ward.post(&wang(), APPLY, &on_pathway(of_operation(), true), None);
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.json);
    assert_eq!(shown.json["entry"].as_array().map(Vec::len), Some(6), "the plan and five forms");
    assert_eq!(ward.head(Home::Patient("li".to_owned())), head, "nothing was written");

    let applied = ward.post(&wang(), APPLY, &on_pathway(of_operation(), false), None);
    assert_eq!(applied.json["resourceType"], "CarePlan", "{}", applied.json);
    assert_eq!(applied.json["id"], shown.json["entry"][0]["resource"]["id"]);
    assert_eq!(applied.json["activity"].as_array().map(Vec::len), Some(5));
    let head = ward.head(Home::Patient("li".to_owned()));
    let again = ward.post(&wang(), APPLY, &on_pathway(of_operation(), false), None);
    assert_eq!((again.status, &again.etag), (StatusCode::OK, &applied.etag));
    assert_eq!(ward.head(Home::Patient("li".to_owned())), head, "nothing was written again");
}

#[test]
fn another_day_moves_a_dated_pathway_and_does_not_ask_twice() {
    let ward = ward();
    let on = |day: &str| Some(json!({"name": "anchor", "valueDate": day}));
    let first = ward.post(&wang(), CHRONIC, &on_pathway(on("2026-11-25"), false), None);
    let moved = ward.post(&wang(), CHRONIC, &on_pathway(on("2026-12-01"), false), None);
    assert_eq!(first.json["id"], moved.json["id"]);
    assert_ne!(first.etag, moved.etag);
    assert_eq!(moved.json["activity"], first.json["activity"]);
    let today = ward.post(&wang(), CHRONIC, &on_pathway(None, true), None);
    assert_eq!(today.status, StatusCode::OK, "a pathway that starts when it is started needs no anchor");
}

#[test]
fn only_the_care_team_applies_a_pathway_and_only_to_an_anchor_in_the_record() {
    let ward = ward();
    let refused = |by: &Caller, path: &str, body: &Value| {
        let answer = ward.post(by, path, body, None);
        assert!(is_outcome(&answer), "{}", answer.json);
        answer.status.as_u16()
    };
    let of = |reference: &str| Some(json!({"name": "anchor", "valueReference": {"reference": reference}}));
    assert_eq!(refused(&li(), APPLY, &on_pathway(of("Procedure/operation"), false)), 403);
    assert_eq!(refused(&wang(), APPLY, &on_pathway(None, false)), 422);
    assert_eq!(refused(&wang(), APPLY, &on_pathway(of("Procedure/other"), false)), 422);
    assert_eq!(refused(&wang(), APPLY, &on_pathway(of("Observation/p1"), false)), 422);
    assert_eq!(
        refused(&wang(), APPLY, &on_pathway(Some(json!({"name": "anchor", "valueDate": "2026-11"})), false)),
        400
    );
    assert_eq!(refused(&wang(), APPLY, &parameters(&[])), 400);
    assert_eq!(
        refused(
            &wang(),
            "/fhir/PlanDefinition/low-oxygen/$apply",
            &on_pathway(Some(json!({"name": "anchor", "valueDate": "2026-11-25"})), false)
        ),
        422
    );
    assert_eq!(refused(&wang(), "/fhir/PlanDefinition/none/$apply", &on_pathway(None, false)), 404);
    let nobody = parameters(&[json!({"name": "subject", "valueString": "Patient/nobody"})]);
    assert_eq!(refused(&wang(), CHRONIC, &nobody), 404);
}

#[test]
fn a_form_is_filled_in_from_the_record_and_its_answers_are_told_as_records() {
    let ward = ward();
    let of_li = parameters(&[json!({"name": "subject", "valueReference": {"reference": "Patient/li"}})]);
    let head = ward.head(Home::Patient("li".to_owned()));
    let filled = ward.post(&wang(), "/fhir/Questionnaire/postoperative-check/$populate", &of_li, None);
    assert_eq!(filled.status, StatusCode::OK, "{}", filled.json);
    assert_eq!(filled.json["resourceType"], "QuestionnaireResponse");
    assert_eq!(filled.json["status"], "in-progress");
    assert_eq!(filled.json["subject"]["reference"], "Patient/li");

    ward.put(
        &li(),
        json!({"resourceType": "QuestionnaireResponse", "id": "r", "status": "completed",
        "questionnaire": "https://kangban.example/fhir/Questionnaire/postoperative-check|1.0.0",
        "subject": {"reference": "Patient/li"}, "authored": "2026-11-25T08:59:00+08:00", "item": [
            {"linkId": "page-pain", "item": [{"linkId": "pain", "answer": [{"valueInteger": 3}]}]}]}),
    );
    let before = ward.head(Home::Patient("li".to_owned()));
    assert_eq!(before, head + 1, "filling in stores nothing");
    let told = ward.post(&wang(), "/fhir/QuestionnaireResponse/r/$extract", &Value::Null, None);
    assert_eq!((told.status, &told.json["type"]), (StatusCode::OK, &json!("transaction")), "{}", told.json);
    let text = told.json.to_string();
    assert!(text.contains("72514-3") && text.contains("QuestionnaireResponse/r"), "{text}");
    assert_eq!(ward.head(Home::Patient("li".to_owned())), before, "nor does extracting");

    for (by, path, body, status) in [
        (li(), "/fhir/Questionnaire/postoperative-check/$populate", of_li.clone(), 403),
        (li(), "/fhir/QuestionnaireResponse/r/$extract", Value::Null, 403),
        (wang(), "/fhir/Questionnaire/postoperative-check/$populate", Value::Null, 400),
        (wang(), "/fhir/Questionnaire/none/$populate", of_li, 404),
        (wang(), "/fhir/QuestionnaireResponse/none/$extract", Value::Null, 404),
    ] {
        let answer = ward.post(&by, path, &body, None);
        assert_eq!(answer.status.as_u16(), status, "{path}");
        assert!(is_outcome(&answer));
    }
}
