//! The library's rules on the answers to its forms.

use kangban_fhir::{Observation, Resource, terms};
use serde_json::{Value, json};

use crate::{AnswersInput, EvalInput, Evaluation, PatientContext, RuleSet, Severity, library};

const NOW: &str = "2026-11-25T09:00:00+08:00";

fn coded(system: &str, code: &str) -> Value {
    json!({"valueCoding": {"system": system, "code": code}})
}

fn own(code: &str) -> Value {
    coded("https://kangban.example/fhir/CodeSystem/answer", code)
}

/// Answers to one of our forms: the questions below one page.
fn answers(form: &str, items: &[(&str, Vec<Value>)]) -> Resource {
    let items: Vec<Value> =
        items.iter().map(|(link_id, answers)| json!({"linkId": link_id, "answer": answers})).collect();
    let response = json!({
        "resourceType": "QuestionnaireResponse", "id": "new", "status": "completed", "authored": NOW,
        "questionnaire": format!("{}/Questionnaire/{form}|1.0.0", terms::KANGBAN),
        "item": [{"linkId": "page", "item": items}],
    });
    Resource::from_value(response).unwrap()
}

fn evaluate(response: &Resource, plans: &[Resource], earlier: &[Resource]) -> Evaluation {
    let (rules, problems) = RuleSet::from_plan_definitions(plans);
    assert_eq!(problems, []);
    assert!(rules.look_at_answers(response));
    let context = PatientContext::default();
    rules.evaluate_answers(AnswersInput { response, history: &[], earlier, context: &context })
}

fn fired(response: &Resource) -> Vec<String> {
    let out = evaluate(response, &library(), &[]);
    assert_eq!(out.problems, []);
    let name = |url: &str| url.rsplit('/').next().unwrap_or_default().to_owned();
    out.findings.iter().map(|one| format!("{}/{}", name(&one.rule), one.action)).collect()
}

#[test]
fn any_thought_of_dying_is_urgent_and_a_plan_is_told_as_such() {
    let phq = |nine: &str, now: Option<&str>| {
        let mut items = vec![("phq9-9", vec![coded(terms::LOINC, nine)])];
        items.extend(now.map(|code| ("phq9-safety-now", vec![own(code)])));
        answers("phq-9", &items)
    };
    assert!(fired(&phq("LA6568-5", None)).is_empty());
    for code in ["LA6569-3", "LA6570-1", "LA6571-9"] {
        assert_eq!(fired(&phq(code, None)), ["phq-9-item-9/thoughts"], "{code}");
        assert_eq!(fired(&phq(code, Some("no"))), ["phq-9-item-9/thoughts"]);
        assert_eq!(fired(&phq(code, Some("unsure"))), ["phq-9-item-9/now"]);
    }
    let out = evaluate(&phq("LA6569-3", None), &library(), &[]);
    assert_eq!(out.findings[0].severity, Severity::Urgent);
    assert_eq!(out.findings[0].questions, ["phq9-9"]);
}

#[test]
fn a_fever_under_chemotherapy_fires_in_either_unit_and_by_chills_alone() {
    let check = |value: &str, code: &str, chills: &str| {
        let amount = serde_json::from_str(&format!(
            r#"{{"valueQuantity": {{"value": {value}, "system": "{}", "code": "{code}"}}}}"#,
            terms::UCUM
        ));
        answers(
            "chemotherapy-check",
            &[("temperature", vec![amount.unwrap()]), ("chills", vec![own(chills)])],
        )
    };
    assert_eq!(fired(&check("38.0", "Cel", "no")), ["chemotherapy-fever/fever"]);
    assert_eq!(fired(&check("100.4", "[degF]", "no")), ["chemotherapy-fever/fever"]);
    assert!(fired(&check("37.9", "Cel", "no")).is_empty());
    assert_eq!(fired(&check("36.6", "Cel", "yes")), ["chemotherapy-fever/fever"]);
}

#[test]
fn a_wound_fires_by_what_it_looks_like_and_only_the_gravest() {
    let wound = |codes: &[&str]| {
        answers("postoperative-check", &[("wound", codes.iter().map(|code| own(code)).collect())])
    };
    for (codes, wanted) in [
        (&["none"][..], &[][..]),
        (&["red"], &["postoperative-wound/look"]),
        (&["red", "swollen"], &["postoperative-wound/infected"]),
        (&["pus"], &["postoperative-wound/infected"]),
        (&["fluid", "blood"], &["postoperative-wound/bleeding"]),
    ] {
        assert_eq!(fired(&wound(codes)), wanted, "{codes:?}");
    }
}

#[test]
fn answers_that_are_not_finished_or_were_taken_back_fire_nothing() {
    for status in ["in-progress", "stopped", "entered-in-error"] {
        let mut response = answers("postoperative-check", &[("wound", vec![own("blood")])]);
        response.json_mut().insert("status".to_owned(), json!(status));
        assert!(fired(&response).is_empty(), "{status}");
    }
    let mut amended = answers("postoperative-check", &[("wound", vec![own("blood")])]);
    amended.json_mut().insert("status".to_owned(), json!("amended"));
    assert_eq!(fired(&amended).len(), 1);
}

#[test]
fn a_rule_on_one_form_hears_nothing_of_another() {
    assert!(fired(&answers("phq-9", &[("wound", vec![own("blood")])])).is_empty());
    assert_eq!(fired(&answers("postoperative-check", &[("wound", vec![own("blood")])])).len(), 1);
}

#[test]
fn a_score_is_judged_as_any_observation() {
    let (rules, _) = RuleSet::from_plan_definitions(&library());
    let score = |code: &str, value: i64| -> Vec<String> {
        let observation = Resource::from_value(json!({
            "resourceType": "Observation", "id": "s", "status": "final", "effectiveDateTime": NOW,
            "code": {"coding": [{"system": terms::LOINC, "code": code}]}, "valueInteger": value,
            "derivedFrom": [{"reference": "QuestionnaireResponse/r"}],
        }));
        let observation = Observation::try_from(observation.unwrap()).unwrap();
        let context = PatientContext::default();
        let input = EvalInput { observation: &observation, history: &[], context: &context };
        rules.evaluate(input).findings.into_iter().map(|one| one.action).collect()
    };
    assert_eq!(score("44261-6", 9), [""; 0]);
    assert_eq!(score("44261-6", 10), ["raised"]);
    assert_eq!(score("44261-6", 20), ["high"]);
    assert_eq!(score("70274-6", 15), ["high"]);
}

/// A rule that compares with the answers before it.
fn worse(input: &Value) -> Resource {
    let mut plan = library().into_iter().find(|one| one.id() == Some("postoperative-bowel")).unwrap();
    let json = plan.json_mut();
    json["action"][0]["input"] = json!([input]);
    json["action"][0]["condition"][0]["expression"]["expression"] =
        json!("%new.questionnaire.startsWith('https://kangban.example/fhir/Questionnaire/')");
    for action in json["action"][0]["action"].as_array_mut().unwrap() {
        action["condition"][0]["expression"]["expression"] = json!(
            "%new.descendants().where(linkId = 'pain').answer.value > %before.descendants().where(linkId = 'pain').answer.value.max()"
        );
    }
    plan
}

#[test]
fn a_rule_sees_earlier_answers_to_the_same_form_within_its_time() {
    let before = |id: &str, form: &str, at: &str, pain: i64| {
        let mut earlier = answers(form, &[("pain", vec![json!({"valueInteger": pain})])]);
        earlier.json_mut().insert("id".to_owned(), json!(id));
        earlier.json_mut().insert("authored".to_owned(), json!(at));
        earlier
    };
    let plan = worse(&json!({"id": "before", "type": "QuestionnaireResponse", "limit": 1,
        "dateFilter": [{"valueDuration": {"value": 7, "code": "d"}}]}));
    let new = answers("postoperative-check", &[("pain", vec![json!({"valueInteger": 5})])]);
    let (rules, problems) = RuleSet::from_plan_definitions(std::slice::from_ref(&plan));
    assert_eq!(problems, []);
    assert_eq!(rules.answers_needed(&new), Some(7 * 24));
    let fires = |earlier: &[Resource]| {
        let out = evaluate(&new, std::slice::from_ref(&plan), earlier);
        assert_eq!(out.problems, []);
        !out.findings.is_empty()
    };
    let day = "2026-11-24T09:00:00+08:00";
    assert!(!fires(&[]));
    assert!(fires(&[before("a", "postoperative-check", day, 4)]));
    assert!(!fires(&[before("a", "postoperative-check", day, 5)]));
    assert!(!fires(&[before("a", "discharge-check", day, 4)]), "another form");
    assert!(!fires(&[before("a", "postoperative-check", "2026-11-17T09:00:00+08:00", 4)]), "too long ago");
    assert!(!fires(&[before("new", "postoperative-check", day, 4)]), "itself");
    let newest_first = [
        before("a", "postoperative-check", "2026-11-23T09:00:00+08:00", 9),
        before("b", "postoperative-check", day, 4),
    ];
    assert!(fires(&newest_first), "the last one counts");
}

#[test]
fn a_unit_in_an_answer_that_cannot_be_compared_is_a_problem_and_not_a_silence() {
    let amount = json!({"valueQuantity": {"value": 39, "system": terms::UCUM, "code": "kg"}});
    let out = evaluate(&answers("chemotherapy-check", &[("temperature", vec![amount])]), &library(), &[]);
    assert!(out.findings.is_empty());
    assert_eq!(out.problems.len(), 1, "{:?}", out.problems);
    let weight = json!({"valueQuantity": {"value": 60, "system": terms::UCUM, "code": "kg"}});
    let out = evaluate(&answers("chemotherapy-check", &[("weight", vec![weight])]), &library(), &[]);
    assert_eq!(out.problems, [], "another question's unit is its own");
}
