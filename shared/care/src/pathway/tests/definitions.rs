//! What definitions say, and what is wrong with them.

use chrono::TimeDelta;
use chrono_tz::Asia::Shanghai;
use kangban_fhir::Resource;
use serde_json::json;

use super::{action, at, check, day, days, every, li, small, small_in, windows, with};
use crate::pathway::{Anchor, ApplyError, ApplyInput, apply, task};

#[test]
fn what_an_action_does_not_say_it_has_from_the_group_it_stands_in() {
    let mut group = action("group", days(2), Some((9, 12)));
    group.as_object_mut().unwrap().remove("definitionCanonical");
    let inner =
        json!({"id": "inner", "title": "里面", "definitionCanonical": "http://h.example/check|2.1.0"});
    group["action"] = json!([inner]);
    let expression = |text: &str| json!([{"kind": "applicability", "expression": {"language": "text/fhirpath", "expression": text}}]);
    let actions = json!([group.clone()]);
    let applied = small_in(&Shanghai, &actions, "2026-12-01", "2026-11-01T00:00:00Z");
    assert_eq!(applied.problems, []);
    assert_eq!(windows(&applied)[0].0, "2026-12-03T09:00:00+08:00");
    assert_eq!(task::action(&applied.tasks[0]), Some("group/inner"));

    group["condition"] = expression("%conditions.code.coding.exists(code = '84114007')");
    assert!(small_in(&Shanghai, &json!([group]), "2026-12-01", "2026-11-01T00:00:00Z").tasks.is_empty());
}

#[test]
fn one_broken_action_never_holds_up_the_others_and_says_what_is_wrong() {
    let mut unknown = action("unknown", days(1), None);
    unknown["definitionCanonical"] = json!("http://h.example/other");
    let mut wrong = action("wrong", days(1), None);
    wrong["condition"] = json!([{"kind": "applicability", "expression": {"language": "text/fhirpath", "expression": "%conditions.where("}}]);
    let mut stranger = wrong.clone();
    stranger["id"] = json!("stranger");
    stranger["condition"][0]["expression"]["expression"] = json!("%weather.exists()");
    let actions = json!([
        action("half", ("timingDuration", json!({"value": 1.5, "code": "d"})), None),
        action("twice", ("timingTiming", json!({"repeat": {"frequency": 2, "period": 1, "periodUnit": "d", "count": 2}})), None),
        action("endless", ("timingTiming", json!({"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}})), None),
        action("many", every(1, "d", (50, "a")), None),
        action("still", every(0, "d", (5, "d")), None),
        action("shut", days(1), Some((10, 10))),
        action("far", days(30_000_000), None),
        {"id": "never", "definitionCanonical": "http://h.example/check"},
        action("event", ("timingTiming", json!({"repeat": {"period": 1, "periodUnit": "d", "count": 1, "when": ["ACM"]}})), None),
        unknown, wrong, stranger,
        action("good", days(1), None),
    ]);
    let applied = small_in(&Shanghai, &actions, "2026-12-01", "2026-11-01T00:00:00Z");
    assert_eq!(applied.tasks.len(), 1);
    let named: Vec<_> = applied.problems.iter().map(|one| one.action.as_str()).collect();
    let mut wanted = vec![
        "half", "twice", "endless", "many", "still", "shut", "far", "never", "event", "unknown", "wrong",
        "stranger",
    ];
    wanted.sort_unstable();
    let mut named = named;
    named.sort_unstable();
    assert_eq!(named, wanted);
    let deep = (0..200).fold(action("leaf", days(1), None), |inner, _| json!({"action": [inner]}));
    let deep = small_in(&Shanghai, &json!([deep]), "2026-12-01", "2026-11-01T00:00:00Z");
    assert_eq!((deep.tasks.len(), deep.problems.len()), (0, 1));
}

#[test]
fn only_an_active_pathway_is_applied() {
    let input = |plan: &Resource| {
        let input = ApplyInput {
            patient: &li(),
            anchor: &Anchor::on(day("2026-12-01")),
            now: at("2026-12-01T00:00:00Z"),
            activities: &[],
            questionnaires: &[],
            conditions: &[],
            procedures: &[],
            existing: &[],
        };
        apply(plan, &Shanghai, input).unwrap_err()
    };
    let plan = small(&json!([]));
    assert_eq!(input(&with(&plan, json!({"status": "draft"}))), ApplyError::NotActive);
    assert_eq!(input(&crate::library()[0]), ApplyError::NoPathway);
    assert_eq!(input(&li()), ApplyError::NoPathway);
    let mut nameless = plan.clone();
    nameless.json_mut().remove("url");
    assert_eq!(input(&nameless), ApplyError::Missing("the pathway's url"));
}

#[test]
fn a_form_in_use_and_its_newest_version_is_asked_for() {
    let version = |version: &str, status: &str| {
        with(&check(), json!({"version": version, "status": status, "id": version}))
    };
    let all = [version("1.9.0", "active"), version("1.10.0", "active"), version("2.0.0", "draft")];
    let pinned = json!([{"id": "old", "timingDuration": {"value": 1, "code": "d"}, "definitionCanonical": "http://h.example/check|1.9.0"},
        action("new", days(2), None)]);
    let input = ApplyInput {
        patient: &li(),
        anchor: &Anchor::on(day("2026-12-01")),
        now: at("2026-11-01T00:00:00Z"),
        activities: &[],
        questionnaires: &all,
        conditions: &[],
        procedures: &[],
        existing: &[],
    };
    let applied = apply(&small(&pinned), &Shanghai, input).unwrap();
    let asked: Vec<_> =
        applied.tasks.iter().map(|task| task.json()["focus"]["reference"].as_str().unwrap()).collect();
    assert_eq!(asked, ["Questionnaire/1.9.0", "Questionnaire/1.10.0"]);
    assert!(applied.tasks.iter().all(|task| task::window(task).unwrap().1 - task::window(task).unwrap().0 == TimeDelta::hours(24)));
}
