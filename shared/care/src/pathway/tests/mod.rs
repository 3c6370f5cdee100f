//! Applying pathways: the shipped ones, and small ones that are odd on purpose.

mod definitions;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::{America::New_York, Asia::Shanghai};
use kangban_fhir::{Resource, terms};
use serde_json::{Value, json};

use super::{Anchor, Applied, ApplyInput, apply, is_form_task, task};
use crate::{forms, pathways};

fn resource(json: Value) -> Resource {
    Resource::from_value(json).unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().with_timezone(&Utc)
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn li() -> Resource {
    resource(json!({"resourceType": "Patient", "id": "li"}))
}

fn condition(code: &str) -> Resource {
    resource(json!({"resourceType": "Condition", "id": code, "subject": {"reference": "Patient/li"},
        "code": {"coding": [{"system": terms::SNOMED, "code": code}]}}))
}

fn pathway(id: &str) -> Resource {
    pathways().into_iter().find(|one| one.id() == Some(id)).unwrap()
}

fn operation(on: &str) -> Anchor {
    Anchor::of("Procedure/op", day(on))
}

/// A pathway with these actions, which ask for the form `check`.
fn small(actions: &Value) -> Resource {
    resource(json!({
        "resourceType": "PlanDefinition", "id": "small", "url": "http://h.example/small", "version": "1",
        "status": "active", "title": "小", "type": {"coding": [
            {"system": terms::PLAN_DEFINITION_TYPE, "code": "clinical-protocol"}]},
        "action": actions,
    }))
}

fn check() -> Resource {
    resource(
        json!({"resourceType": "Questionnaire", "id": "check", "url": "http://h.example/check", "version": "2.1.0",
        "status": "active", "title": "问卷"}),
    )
}

fn action(id: &str, timing: (&str, Value), window: Option<(i64, i64)>) -> Value {
    let mut action = json!({"id": id, "definitionCanonical": "http://h.example/check"});
    action[timing.0] = timing.1;
    if let Some((opens, closes)) = window {
        let hours = |value: i64| json!({"value": value, "code": "h"});
        action["extension"] = json!([{"url": terms::WINDOW, "extension": [
            {"url": "opens", "valueDuration": hours(opens)}, {"url": "closes", "valueDuration": hours(closes)}]}]);
    }
    action
}

fn days(value: i64) -> (&'static str, Value) {
    ("timingDuration", json!({"value": value, "code": "d"}))
}

fn every(period: i64, unit: &str, bounds: (i64, &str)) -> (&'static str, Value) {
    let repeat = json!({"frequency": 1, "period": period, "periodUnit": unit,
        "boundsDuration": {"value": bounds.0, "code": bounds.1}});
    ("timingTiming", json!({"repeat": repeat}))
}

/// Applies one of the shipped pathways in Shanghai.
fn ours(id: &str, anchor: &Anchor, now: &str, conditions: &[Resource], existing: &[Resource]) -> Applied {
    let input = ApplyInput {
        patient: &li(),
        anchor,
        now: at(now),
        activities: &pathways(),
        questionnaires: &forms(),
        conditions,
        procedures: &[],
        existing,
    };
    apply(&pathway(id), &Shanghai, input).unwrap()
}

/// Applies a small pathway.
fn small_in<Tz: chrono::TimeZone>(zone: &Tz, actions: &Value, anchor: &str, now: &str) -> Applied {
    let input = ApplyInput {
        patient: &li(),
        anchor: &Anchor::on(day(anchor)),
        now: at(now),
        activities: &[],
        questionnaires: &[check()],
        conditions: &[condition("38341003")],
        procedures: &[],
        existing: &[],
    };
    apply(&small(actions), zone, input).unwrap()
}

fn everything(applied: &Applied) -> Vec<Resource> {
    let mut all = applied.tasks.clone();
    all.push(applied.care_plan.clone());
    all
}

fn windows(applied: &Applied) -> Vec<(String, String)> {
    let text =
        |task: &Resource, end: &str| task.json()["restriction"]["period"][end].as_str().unwrap().to_owned();
    applied.tasks.iter().map(|task| (text(task, "start"), text(task, "end"))).collect()
}

fn starts(applied: &Applied) -> Vec<String> {
    windows(applied).into_iter().map(|(start, _)| start[..10].to_owned()).collect()
}

fn with(task: &Resource, changes: Value) -> Resource {
    let Value::Object(changes) = changes else { panic!("an object is expected") };
    let mut task = task.clone();
    task.json_mut().extend(changes);
    task
}

fn status<'a>(applied: &'a Applied, id: &str) -> &'a str {
    applied.tasks.iter().find(|one| one.id() == Some(id)).unwrap().json()["status"].as_str().unwrap()
}

#[test]
fn the_surgery_pathway_asks_before_the_operation_and_on_the_days_after_it() {
    let applied = ours("surgery-pathway", &operation("2026-12-10"), "2026-12-01T00:00:00Z", &[], &[]);
    assert_eq!(applied.problems, []);
    assert_eq!(
        starts(&applied),
        ["2026-12-07", "2026-12-11", "2026-12-13", "2026-12-17", "2026-12-24", "2026-12-24", "2027-01-09"]
    );
    let first = applied.tasks[0].json();
    assert!(applied.tasks.iter().all(is_form_task));
    assert_eq!(first["status"], "requested");
    assert_eq!(first["intent"], "order");
    assert_eq!(first["priority"], "routine");
    assert_eq!(first["focus"]["reference"], "Questionnaire/preoperative-checklist");
    assert_eq!(first["for"], first["owner"]);
    assert_eq!(first["for"]["reference"], "Patient/li");
    assert_eq!(first["description"], "手术前 3 天核对单");
    assert!(first["_description"].to_string().contains("Checklist 3 days before surgery"));
    assert_eq!(first["executionPeriod"], json!({"start": "2026-12-07T08:00:00+08:00"}));
    let (opens, closes) = &windows(&applied)[0];
    assert_eq!((opens.as_str(), closes.as_str()), ("2026-12-07T08:00:00+08:00", "2026-12-09T20:00:00+08:00"));
    let canonical = first["input"][0]["valueCanonical"].as_str().unwrap();
    assert!(
        canonical.starts_with("https://kangban.example/fhir/Questionnaire/preoperative-checklist|"),
        "{canonical}"
    );

    let plan = applied.care_plan.json();
    assert_eq!(plan["status"], "active");
    assert_eq!(plan["activity"].as_array().unwrap().len(), 7);
    assert_eq!(first["basedOn"][0]["reference"], format!("CarePlan/{}", applied.care_plan.id().unwrap()));
    assert_eq!(Anchor::from_care_plan(&applied.care_plan), Some(operation("2026-12-10")));
}

#[test]
fn what_is_over_already_is_not_asked_for() {
    let applied = ours("surgery-pathway", &operation("2026-11-22"), "2026-11-25T01:00:00Z", &[], &[]);
    assert_eq!(starts(&applied), ["2026-11-25", "2026-11-29", "2026-12-06", "2026-12-06", "2026-12-22"]);
    // Day 1 closed on the evening of day 2; an hour earlier it could still be answered.
    let earlier = ours("surgery-pathway", &operation("2026-11-22"), "2026-11-24T11:59:59Z", &[], &[]);
    assert_eq!(starts(&earlier)[0], "2026-11-23");
}

#[test]
fn applying_again_changes_nothing_at_all() {
    let first = ours("surgery-pathway", &operation("2026-12-10"), "2026-12-01T00:00:00Z", &[], &[]);
    let again =
        ours("surgery-pathway", &operation("2026-12-10"), "2026-12-20T00:00:00Z", &[], &everything(&first));
    assert_eq!(again, first);
    let other = ours(
        "surgery-pathway",
        &Anchor::of("Procedure/other", day("2026-12-10")),
        "2026-12-01T00:00:00Z",
        &[],
        &everything(&first),
    );
    assert!(other.tasks.iter().all(|task| first.tasks.iter().all(|known| known.id() != task.id())));
}

#[test]
fn an_operation_that_is_moved_moves_what_is_open_and_keeps_what_was_answered() {
    let first = ours("surgery-pathway", &operation("2026-12-10"), "2026-12-01T00:00:00Z", &[], &[]);
    let id = |place: usize| first.tasks[place].id().unwrap().to_owned();
    let answered = with(
        &first.tasks[0],
        json!({"status": "completed", "output": [{"type": {"text": "response"}, "valueReference": {"reference": "QuestionnaireResponse/r"}}]}),
    );
    let missed = with(&first.tasks[1], json!({"status": "failed"}));
    let begun = with(&first.tasks[2], json!({"status": "in-progress", "businessStatus": {"text": "half"}}));
    let mut existing = everything(&first);
    existing[0] = answered.clone();
    existing[1] = missed;
    existing[2] = begun;
    let moved = ours("surgery-pathway", &operation("2026-12-20"), "2026-12-14T00:00:00Z", &[], &existing);
    assert_eq!(moved.problems, []);
    assert_eq!(moved.tasks.len(), 7);
    let of = |id: &str| moved.tasks.iter().find(|one| one.id() == Some(id)).unwrap();
    assert_eq!(of(&id(0)), &answered);
    assert_eq!(status(&moved, &id(1)), "requested", "its time is to come again");
    assert_eq!(of(&id(1)).json()["restriction"]["period"]["start"], "2026-12-21T08:00:00+08:00");
    assert_eq!(status(&moved, &id(2)), "in-progress");
    assert_eq!(of(&id(2)).json()["businessStatus"]["text"], "half");
    assert_eq!(of(&id(2)).json()["restriction"]["period"]["start"], "2026-12-23T08:00:00+08:00");
    assert_eq!(of(&id(3)).json()["authoredOn"], first.tasks[3].json()["authoredOn"]);
    assert_ne!(of(&id(3)).json()["lastModified"], first.tasks[3].json()["lastModified"]);
    assert_eq!(moved.care_plan.id(), first.care_plan.id());
    assert_eq!(moved.care_plan.json()["created"], first.care_plan.json()["created"]);
    assert_eq!(Anchor::from_care_plan(&moved.care_plan).unwrap().day, day("2026-12-20"));
}

#[test]
fn an_operation_that_is_cancelled_withdraws_what_is_open_and_one_that_is_on_again_asks_again() {
    let first = ours("surgery-pathway", &operation("2026-12-10"), "2026-12-01T00:00:00Z", &[], &[]);
    let mut tasks = first.tasks.clone();
    tasks[0] = with(&tasks[0], json!({"status": "completed"}));
    let now = at("2026-12-08T00:00:00Z");
    let ended = super::withdraw(&first.care_plan, &tasks, now);
    assert_eq!(ended[0].json()["status"], "on-hold");
    assert_eq!(ended.len(), 7, "the plan and six that were open");
    assert!(ended[1..].iter().all(task::is_withdrawn));
    assert_eq!(super::withdraw(&ended[0], &ended[1..], now), [], "once");
    let again = ours("surgery-pathway", &operation("2026-12-10"), "2026-12-08T00:00:00Z", &[], &ended);
    assert_eq!(again.care_plan.json()["status"], "active");
    assert!(again.tasks.iter().skip(1).all(|task| task.json()["status"] == "requested"));
    assert_eq!(
        super::care_plan_id(
            "https://kangban.example/fhir/PlanDefinition/surgery-pathway",
            "li",
            "Procedure/op"
        ),
        again.care_plan.id().unwrap()
    );
}

#[test]
fn the_chronic_pathway_asks_by_illness_once_a_month() {
    let start = Anchor::on(day("2026-11-25"));
    let now = "2026-11-25T01:00:00Z";
    let none = ours("chronic-pathway", &start, now, &[], &[]);
    assert_eq!(none.tasks.len(), 4, "mood every three months");
    let conditions = [condition("38341003"), condition("44054006")];
    let both = ours("chronic-pathway", &start, now, &conditions, &[]);
    assert_eq!(both.problems, []);
    let asked = |form: &str| {
        let form = format!("Questionnaire/{form}");
        both.tasks.iter().filter(|task| task.json()["focus"]["reference"] == form.as_str()).count()
    };
    let counts = ["hypertension-check", "diabetes-check", "heart-failure-check", "phq-9"].map(asked);
    assert_eq!(counts, [12, 12, 0, 4]);
}

#[test]
fn an_illness_that_was_struck_off_is_no_longer_asked_about_and_one_that_comes_back_is() {
    let start = Anchor::on(day("2026-11-25"));
    let ill = [condition("38341003")];
    let first = ours("chronic-pathway", &start, "2026-11-25T01:00:00Z", &ill, &[]);
    let later = "2027-01-10T00:00:00Z";
    let mut existing = everything(&first);
    for task in existing
        .iter_mut()
        .filter(|one| one.json()["focus"]["reference"] == "Questionnaire/hypertension-check")
        .take(2)
    {
        *task = with(task, json!({"status": "completed"}));
    }
    let well = ours("chronic-pathway", &start, later, &[], &existing);
    let by = |applied: &Applied, wanted: &str| {
        applied.tasks.iter().filter(|task| task.json()["status"] == wanted).count()
    };
    assert_eq!((by(&well, "completed"), by(&well, "cancelled"), by(&well, "requested")), (2, 10, 4));
    let ill_again = ours("chronic-pathway", &start, later, &ill, &everything(&well));
    assert_eq!((by(&ill_again, "completed"), by(&ill_again, "cancelled")), (2, 0));
}

#[test]
fn a_form_that_the_hospital_has_not_loaded_is_a_problem_and_not_a_silence() {
    let due = Anchor::on(day("2027-03-01"));
    let before = ours("pregnancy-pathway", &due, "2026-11-25T01:00:00Z", &[], &[]);
    assert_eq!((before.tasks.len(), before.problems.len()), (0, 3));
    assert!(before.problems[0].what.contains("/Questionnaire/epds"), "{}", before.problems[0]);
    let plan = before.care_plan.to_json();
    assert!(plan.contains("OperationOutcome") && plan.contains("crmi-messages"), "{plan}");

    let epds = resource(json!({"resourceType": "Questionnaire", "id": "h-epds", "status": "active",
        "url": "https://kangban.example/fhir/Questionnaire/epds", "title": "EPDS"}));
    let existing = everything(&before);
    let input = ApplyInput {
        patient: &li(),
        anchor: &due,
        now: at("2026-11-25T01:00:00Z"),
        activities: &pathways(),
        questionnaires: &[epds],
        conditions: &[],
        procedures: &[],
        existing: &existing,
    };
    let loaded = apply(&pathway("pregnancy-pathway"), &Shanghai, input).unwrap();
    assert_eq!(loaded.problems, []);
    assert_eq!(starts(&loaded), ["2026-12-07", "2027-03-15", "2027-04-12"]);
    assert_eq!(loaded.tasks[0].json()["focus"]["reference"], "Questionnaire/h-epds");
    assert_eq!(loaded.care_plan.id(), before.care_plan.id());
    assert!(!loaded.care_plan.json().contains_key("contained"));
}

#[test]
fn a_form_that_is_gone_for_a_while_does_not_withdraw_what_was_asked() {
    let start = Anchor::on(day("2026-11-25"));
    let first = ours("discharge-pathway", &start, "2026-11-25T01:00:00Z", &[], &[]);
    let existing = everything(&first);
    let input = ApplyInput {
        patient: &li(),
        anchor: &start,
        now: at("2026-11-26T01:00:00Z"),
        activities: &pathways(),
        questionnaires: &[],
        conditions: &[],
        procedures: &[],
        existing: &existing,
    };
    let without = apply(&pathway("discharge-pathway"), &Shanghai, input).unwrap();
    assert!(!without.problems.is_empty());
    assert_eq!(without.tasks, first.tasks);
}

#[test]
fn a_window_passes_midnight_and_may_open_the_evening_before() {
    let actions = json!([action("night", days(1), Some((20, 32))), action("eve", days(3), Some((-4, 10)))]);
    let applied = small_in(&Shanghai, &actions, "2026-12-31", "2026-12-01T00:00:00Z");
    assert_eq!(
        windows(&applied),
        [
            ("2027-01-01T20:00:00+08:00".to_owned(), "2027-01-02T08:00:00+08:00".to_owned()),
            ("2027-01-02T20:00:00+08:00".to_owned(), "2027-01-03T10:00:00+08:00".to_owned()),
        ]
    );
    assert_eq!(
        applied.tasks[1].json()["executionPeriod"]["start"],
        "2027-01-03T00:00:00+08:00",
        "the day itself"
    );
}

#[test]
fn eight_o_clock_is_eight_o_clock_when_the_clocks_change() {
    // Forward on 8 March 2026, back on 1 November 2026.
    let actions = json!([
        action("a", days(0), Some((8, 44))),
        action("gap", days(0), Some((2, 3))),
        action("all", days(0), None)
    ]);
    let spring = small_in(&New_York, &actions, "2026-03-08", "2026-03-01T00:00:00Z");
    assert_eq!(
        windows(&spring),
        [
            ("2026-03-08T00:00:00-05:00".to_owned(), "2026-03-09T00:00:00-04:00".to_owned()),
            // Two o'clock does not exist that night: the first moment after it does.
            ("2026-03-08T03:00:00-04:00".to_owned(), "2026-03-08T04:00:00-04:00".to_owned()),
            ("2026-03-08T08:00:00-04:00".to_owned(), "2026-03-09T20:00:00-04:00".to_owned()),
        ]
    );
    let autumn = small_in(
        &New_York,
        &json!([action("a", days(0), Some((1, 25)))]),
        "2026-11-01",
        "2026-03-01T00:00:00Z",
    );
    // One o'clock comes twice: it opens with the first, and whoever closes at two closes after both.
    assert_eq!(
        windows(&autumn)[0],
        ("2026-11-01T01:00:00-04:00".to_owned(), "2026-11-02T01:00:00-05:00".to_owned())
    );
    let both = small_in(
        &New_York,
        &json!([action("a", days(0), Some((0, 1)))]),
        "2026-11-01",
        "2026-03-01T00:00:00Z",
    );
    assert_eq!(windows(&both)[0].1, "2026-11-01T01:00:00-05:00");
}

#[test]
fn a_month_ends_where_the_month_ends_and_the_next_one_is_not_shortened() {
    let actions = json!([action("m", every(1, "mo", (5, "mo")), None)]);
    let applied = small_in(&Shanghai, &actions, "2027-10-31", "2027-01-01T00:00:00Z");
    assert_eq!(starts(&applied), ["2027-10-31", "2027-11-30", "2027-12-31", "2028-01-31", "2028-02-29"]);
}

#[test]
fn weeks_and_counts_repeat_and_the_end_of_the_bounds_is_not_asked() {
    let weekly = small_in(
        &Shanghai,
        &json!([action("w", every(2, "wk", (28, "d")), None)]),
        "2026-12-01",
        "2026-11-01T00:00:00Z",
    );
    assert_eq!(starts(&weekly), ["2026-12-01", "2026-12-15"]);
    let counted = json!({"repeat": {"period": 21, "periodUnit": "d", "count": 3}});
    let counted = small_in(
        &Shanghai,
        &json!([action("c", ("timingTiming", counted), None)]),
        "2026-12-01",
        "2026-11-01T00:00:00Z",
    );
    assert_eq!(starts(&counted), ["2026-12-01", "2026-12-22", "2027-01-12"]);
    let ids: std::collections::BTreeSet<_> = counted.tasks.iter().map(|task| task.id().unwrap()).collect();
    assert_eq!(ids.len(), 3);
}
