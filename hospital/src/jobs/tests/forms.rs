//! Due forms and their answers on a real store.

use kangban_care::is_form_task;
use kangban_fhir::{Resource, terms};
use serde_json::{Value, json};

use super::{Ward, li, wang, ward};
use crate::{
    jobs::ANSWER_PROBLEM,
    pathways::{Asked, USUAL_ZONE, apply},
    rest::{Desk, Refusal},
    store::Stored,
};

fn forms(ward: &Ward) -> Vec<Resource> {
    ward.all("Task").into_iter().filter(is_form_task).collect()
}

fn alerts(ward: &Ward) -> Vec<Resource> {
    ward.all("Task").into_iter().filter(|task| !is_form_task(task)).collect()
}

fn at_desk(ward: &Ward, by: &crate::auth::Caller, value: Value) -> Result<Stored, Refusal> {
    let (by, now) = (by.clone(), ward.now());
    let resource = Resource::from_value(value).expect("a resource");
    ward.store.write_now(move |writer| {
        let mut desk = Desk::new(writer, &by, now);
        let written = desk.update(resource, &crate::rest::Guard::default())?;
        desk.finish()?;
        Ok(written.stored)
    })
}

/// A patient three days after surgery who is on the surgery pathway.
fn on_the_pathway() -> Ward {
    let ward = ward();
    let now = ward.now();
    let made = ward.store.read_now(move |reader| {
        let read = |kind: &str, id: &str| {
            reader.get(kind, id).map(|one| one.and_then(|one| one.resource().ok().flatten()))
        };
        let plan = read("PlanDefinition", "surgery-pathway")?.expect("the pathway");
        let patient = read("Patient", "li")?.expect("the patient");
        let outcome =
            apply(reader, &plan, &patient, &Asked::Of("Procedure/operation".to_owned()), USUAL_ZONE, now);
        Ok::<_, crate::store::StoreError>(outcome.expect("applied").changed)
    });
    for resource in made.expect("applied") {
        ward.write(&wang(), resource);
    }
    ward
}

fn due(ward: &Ward, title: &str) -> Resource {
    forms(ward).into_iter().find(|task| task.json()["description"] == title).expect("a form")
}

/// Answers to the check after surgery: the wound as it is, everything else well.
fn check(id: &str, task: Option<&Resource>, wound: &[&str]) -> Value {
    let canonical = kangban_care::forms()
        .iter()
        .find(|form| form.id() == Some("postoperative-check"))
        .map(|form| {
            format!(
                "{}|{}",
                form.json()["url"].as_str().expect("a url"),
                form.json()["version"].as_str().expect("a version")
            )
        })
        .expect("the form");
    let form = kangban_care::forms()
        .into_iter()
        .find(|form| form.id() == Some("postoperative-check"))
        .expect("the form");
    let option = |link_id: &str, code: &str| {
        let form = Value::Object(form.json().clone());
        let item = super::super::answers::find(&form, link_id).expect("an item").clone();
        let options = item["answerOption"].as_array().expect("options").clone();
        let found = options.into_iter().find(|one| one["valueCoding"]["code"] == code).expect("an option");
        json!({"valueCoding": found["valueCoding"]})
    };
    let item = |link_id: &str, answers: Vec<Value>| json!({"linkId": link_id, "answer": answers});
    let one = |link_id: &str, code: &str| item(link_id, vec![option(link_id, code)]);
    let mut response = json!({
        "resourceType": "QuestionnaireResponse", "id": id, "questionnaire": canonical, "status": "completed",
        "subject": {"reference": "Patient/li"}, "source": {"reference": "Patient/li"},
        "authored": "2026-11-25T08:59:00+08:00",
        "item": [
            {"linkId": "page-pain", "item": [
                item("pain", vec![json!({"valueInteger": 2})]),
                item("temperature", vec![json!({"valueQuantity": {"value": 36.8, "unit": "°C", "system": terms::UCUM, "code": "Cel"}})]),
                one("pain-medicine", "enough")]},
            {"linkId": "page-wound", "item": [
                item("wound", wound.iter().map(|code| option("wound", code)).collect())]},
            {"linkId": "page-bowel", "item": [
                one("eating", "normal"), one("bowel", "today")]},
            {"linkId": "page-body", "item": [
                one("mobility", "outside"), one("warning", "none"), item("sleep", vec![json!({"valueInteger": 1})])]},
            {"linkId": "page-mood", "item": [
                one("phq2-1", "LA6568-5"), one("phq2-2", "LA6568-5"),
                item("phq2-total", vec![json!({"valueInteger": 0})])]},
        ],
    });
    if let Some(task) = task {
        response["extension"] = json!([{"url": terms::ANSWERS_TASK,
            "valueReference": {"reference": format!("Task/{}", task.id().expect("an id"))}}]);
    }
    response
}

#[test]
fn answers_complete_the_request_and_an_answer_that_worries_alerts_with_its_form_and_words() {
    let ward = on_the_pathway();
    let task = due(&ward, "术后第 3 天问卷");
    at_desk(&ward, &li(), check("r1", Some(&task), &["red", "pus"])).expect("taken");
    let done = due(&ward, "术后第 3 天问卷");
    assert_eq!(done.json()["status"], "completed", "at once, with the answers");
    assert_eq!(done.json()["output"][0]["valueReference"]["reference"], "QuestionnaireResponse/r1");
    ward.work();
    let found = alerts(&ward);
    assert_eq!(found.len(), 1);
    let alert = found[0].json();
    assert_eq!(alert["focus"]["reference"], "QuestionnaireResponse/r1");
    assert_eq!(alert["input"].as_array().map(Vec::len), Some(1));
    let words = alert["description"].as_str().expect("words");
    for part in ["伤口可能感染：手术后问卷 · 伤口有下面哪些情况：", "流脓"] {
        assert!(words.contains(part), "{part} is in {words}");
    }
    assert!(
        alert["_description"].to_string().contains("Wound")
            || alert["_description"].to_string().contains("wound")
    );
    let response = &ward.all("QuestionnaireResponse")[0];
    assert!(!response.to_json().contains(ANSWER_PROBLEM), "{}", response.to_json());
    assert_eq!(response.version_id(), Some("1"), "sound answers are left as they are");
}

#[test]
fn the_same_answers_sent_again_make_nothing_new_and_corrected_ones_are_judged_again() {
    let ward = on_the_pathway();
    let task = due(&ward, "术后第 3 天问卷");
    for _ in 0..3 {
        at_desk(&ward, &li(), check("r1", Some(&task), &["fluid"])).expect("taken");
        ward.work();
    }
    assert_eq!(alerts(&ward).len(), 1);
    assert_eq!(super::inputs(&alerts(&ward)[0]), 1);
    assert_eq!(due(&ward, "术后第 3 天问卷").json()["output"].as_array().map(Vec::len), Some(1));
    let mut corrected = check("r1", Some(&task), &["blood"]);
    corrected["status"] = json!("amended");
    at_desk(&ward, &li(), corrected).expect("taken");
    ward.work();
    assert_eq!(super::inputs(&alerts(&ward)[0]), 2);
    assert_eq!(alerts(&ward)[0].json()["priority"], "stat");
    let mut unfinished = check("r2", None, &["blood"]);
    unfinished["status"] = json!("in-progress");
    at_desk(&ward, &li(), unfinished).expect("taken");
    ward.work();
    assert_eq!(super::inputs(&alerts(&ward)[0]), 2, "what is not finished is not judged");
}

#[test]
fn answers_that_the_form_would_not_take_are_kept_marked_and_judged_all_the_same() {
    let ward = on_the_pathway();
    let mut wrong = check("r1", None, &["pus"]);
    wrong["item"][0]["item"][0]["answer"][0]["valueInteger"] = json!(99);
    wrong["item"][4]["item"][0]["linkId"] = json!("nonsense");
    at_desk(&ward, &li(), wrong.clone()).expect("taken");
    ward.work();
    let response = ward.all("QuestionnaireResponse").remove(0);
    assert_eq!(response.json()["item"], wrong["item"], "as the patient sent them");
    let marks = response.json()["meta"]["extension"].as_array().expect("marks").clone();
    assert!(marks.iter().all(|mark| mark["url"] == ANSWER_PROBLEM));
    let text = response.json()["meta"].to_string();
    assert!(text.contains("\"pain\"") && text.contains("nonsense") && text.contains("translation"), "{text}");
    assert_eq!(alerts(&ward).len(), 1, "the wound is told of all the same");
    assert!(
        response.says_the_same_as(&Resource::from_value(wrong).expect("a resource")),
        "a phone sees its own"
    );

    at_desk(&ward, &li(), check("r1", None, &["pus"])).expect("taken");
    ward.work();
    assert!(!ward.all("QuestionnaireResponse")[0].to_json().contains(ANSWER_PROBLEM), "what was put right");
    let mut stranger = check("r2", None, &["none"]);
    stranger["questionnaire"] = json!("http://elsewhere.example/Questionnaire/x|1");
    at_desk(&ward, &li(), stranger).expect("taken");
    ward.work();
    let marked =
        ward.all("QuestionnaireResponse").into_iter().find(|one| one.id() == Some("r2")).expect("kept");
    assert!(marked.to_json().contains("form-unknown"));
}

#[test]
fn answers_to_an_older_version_are_judged_by_that_version() {
    let ward = on_the_pathway();
    let old = check("r1", None, &["none"]);
    let mut form = kangban_care::forms()
        .into_iter()
        .find(|form| form.id() == Some("postoperative-check"))
        .expect("the form");
    form.json_mut().insert("version".to_owned(), json!("9.0.0"));
    form.json_mut()
        .insert("item".to_owned(), json!([{"linkId": "other", "type": "string", "required": true}]));
    ward.write(&wang(), form);
    at_desk(&ward, &li(), old).expect("taken");
    ward.work();
    assert!(!ward.all("QuestionnaireResponse")[0].to_json().contains(ANSWER_PROBLEM));
    let mut new = check("r2", None, &["none"]);
    new["questionnaire"] = json!("https://kangban.example/fhir/Questionnaire/postoperative-check|9.0.0");
    at_desk(&ward, &li(), new).expect("taken");
    ward.work();
    let marked =
        ward.all("QuestionnaireResponse").into_iter().find(|one| one.id() == Some("r2")).expect("kept");
    assert!(marked.to_json().contains(ANSWER_PROBLEM));
}

#[test]
fn only_what_breaks_identity_is_refused() {
    let ward = on_the_pathway();
    let task = due(&ward, "术后第 3 天问卷");
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut response = check("r9", Some(&task), &["none"]);
        change(&mut response);
        let refusal = at_desk(&ward, &li(), response).expect_err("refused");
        (refusal.status().as_u16(), refusal.place().to_owned())
    };
    assert_eq!(
        refused(&|one| one["questionnaire"] = json!("https://kangban.example/fhir/Questionnaire/phq-9|1.0.0")),
        (422, "QuestionnaireResponse.questionnaire".to_owned())
    );
    assert_eq!(
        refused(&|one| {
            one.as_object_mut().expect("an object").remove("questionnaire");
        }),
        (422, "QuestionnaireResponse.questionnaire".to_owned())
    );
    assert_eq!(
        refused(&|one| one["extension"][0]["valueReference"]["reference"] = json!("Task/nobody")).0,
        422
    );
    assert_eq!(
        refused(&|one| one["basedOn"] = json!([{"reference": "CarePlan/nobody"}])),
        (422, "QuestionnaireResponse.basedOn".to_owned())
    );
    assert_eq!(refused(&|one| one["subject"]["reference"] = json!("Patient/other")).0, 403);
    assert_eq!(
        refused(&|one| {
            one.as_object_mut().expect("an object").remove("subject");
        }),
        (422, "QuestionnaireResponse.subject".to_owned())
    );
    // Another patient's request.
    ward.put(&super::Caller::system(), json!({"resourceType": "Patient", "id": "mo"}));
    let mut theirs = task.json().clone();
    theirs.insert("id".to_owned(), json!("theirs"));
    theirs.insert("for".to_owned(), json!({"reference": "Patient/mo"}));
    theirs.insert("owner".to_owned(), json!({"reference": "Patient/mo"}));
    ward.put(&super::Caller::system(), Value::Object(theirs));
    assert_eq!(
        refused(&|one| one["extension"][0]["valueReference"]["reference"] = json!("Task/theirs")).0,
        422
    );
    let own = format!("CarePlan/{}", ward.all("CarePlan")[0].id().expect("an id"));
    let mut fine = check("r9", Some(&task), &["none"]);
    fine["basedOn"] = json!([{"reference": own}]);
    at_desk(&ward, &li(), fine).expect("taken");
}

#[test]
fn a_request_ends_when_its_window_closes_and_late_answers_still_complete_it() {
    let ward = on_the_pathway();
    let before = due(&ward, "术后第 3 天问卷");
    assert_eq!(before.json()["restriction"]["period"]["end"], "2026-11-26T20:00:00+08:00");
    ward.later(35 * 60 - 1);
    ward.work();
    assert_eq!(due(&ward, "术后第 3 天问卷").json()["status"], "requested");
    ward.later(1);
    ward.work();
    let over = due(&ward, "术后第 3 天问卷");
    assert_eq!(over.json()["status"], "failed");
    assert!(over.json()["statusReason"].to_string().contains("not-answered"));
    assert_eq!(alerts(&ward), [], "it alerts nobody");
    at_desk(&ward, &li(), check("late", Some(&over), &["none"])).expect("taken");
    assert_eq!(due(&ward, "术后第 3 天问卷").json()["status"], "completed");
}

#[test]
fn a_moved_operation_moves_the_requests_and_a_cancelled_one_ends_them() {
    let ward = on_the_pathway();
    let operation = |status: &str, at: &str| {
        json!({"resourceType": "Procedure", "id": "operation", "status": status,
            "subject": {"reference": "Patient/li"}, "performedDateTime": at})
    };
    let task = due(&ward, "术后第 3 天问卷");
    at_desk(&ward, &li(), check("r1", Some(&task), &["none"])).expect("taken");
    ward.put(&wang(), operation("completed", "2026-11-24T22:00:00Z"));
    ward.work();
    let week = due(&ward, "术后第 7 天问卷");
    assert_eq!(
        week.json()["restriction"]["period"]["start"],
        "2026-12-02T08:00:00+08:00",
        "the day in Hangzhou"
    );
    assert_eq!(due(&ward, "术后第 3 天问卷").json()["status"], "completed");
    ward.put(&wang(), operation("not-done", "2026-11-24T22:00:00Z"));
    ward.work();
    assert_eq!(ward.all("CarePlan")[0].json()["status"], "on-hold");
    assert!(
        forms(&ward)
            .iter()
            .all(|one| matches!(one.json()["status"].as_str(), Some("cancelled" | "completed")))
    );
    ward.put(&wang(), operation("completed", "2026-11-25T02:00:00Z"));
    ward.work();
    assert_eq!(ward.all("CarePlan")[0].json()["status"], "active");
    assert_eq!(due(&ward, "术后第 7 天问卷").json()["status"], "requested");
}

#[test]
fn thoughts_of_dying_alert_at_once_and_in_their_own_words() {
    let ward = on_the_pathway();
    let choice = |link_id: &str, code: &str| {
        json!({"linkId": link_id, "answer": [
        {"valueCoding": {"system": "http://loinc.org", "code": code}}]})
    };
    let mut items: Vec<Value> = (1..=8).map(|number| choice(&format!("phq9-{number}"), "LA6568-5")).collect();
    items.push(choice("phq9-9", "LA6569-3"));
    ward.put(&li(), json!({"resourceType": "QuestionnaireResponse", "id": "phq", "status": "completed",
        "questionnaire": "https://kangban.example/fhir/Questionnaire/phq-9|1.0.0", "subject": {"reference": "Patient/li"},
        "authored": "2026-11-25T08:59:00+08:00", "item": [{"linkId": "phq9", "item": items}]}));
    ward.work();
    let alert = alerts(&ward).remove(0);
    assert_eq!(alert.json()["priority"], "stat");
    let words = alert.json()["description"].as_str().expect("words").to_owned();
    assert!(words.contains("有不如死掉或用某种方式伤害自己的念头："), "{words}");
    assert!(!words.contains("LA6569-3"), "{words}");
}

#[test]
fn a_score_that_is_high_alerts_and_says_what_was_scored() {
    let ward = on_the_pathway();
    ward.put(&li(), json!({"resourceType": "Observation", "id": "gad", "status": "final", "subject": {"reference": "Patient/li"},
        "category": [{"coding": [{"system": terms::OBSERVATION_CATEGORY, "code": "survey"}]}],
        "code": {"coding": [{"system": "http://loinc.org", "code": "70274-6", "display": "GAD-7 total score"}], "text": "GAD-7 总分"},
        "derivedFrom": [{"reference": "QuestionnaireResponse/r"}],
        "effectiveDateTime": "2026-11-25T08:59:00+08:00", "valueInteger": 16}));
    ward.work();
    let words = alerts(&ward)[0].json()["description"].as_str().expect("words").to_owned();
    assert!(words.ends_with("GAD-7 总分 16"), "{words}");
}
