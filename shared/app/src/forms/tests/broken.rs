use serde_json::{Value, json};

use super::{chosen, control, next, open, task, typed};
use crate::{
    FormPlace, FormsEvent, Screen, Tab, Tap,
    support::{PIN, Phone},
};

const URL: &str = "https://h.example/Questionnaire/broken";

/// A form with a cycle, a value set that is nowhere, a type that nobody knows, and two questions that can be answered.
fn broken(version: &str) -> Value {
    let calculated = |expression: &str| {
        json!([{
        "url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression",
        "valueExpression": {"language": "text/fhirpath", "expression": expression}}])
    };
    json!({"resourceType": "Questionnaire", "id": "broken", "url": URL, "version": version, "status": "active",
        "title": "坏掉的问卷", "item": [
        {"linkId": "a", "type": "integer", "text": "甲", "extension": calculated("%resource.item.where(linkId='b').answer.value + 1")},
        {"linkId": "b", "type": "integer", "text": "乙", "extension": calculated("%resource.item.where(linkId='a').answer.value + 1")},
        {"linkId": "c", "type": "choice", "text": "丙", "answerValueSet": "https://h.example/ValueSet/nowhere"},
        {"linkId": "d", "type": "telepathy", "text": "丁"},
        {"linkId": "e", "type": "string", "text": "戊", "required": true},
        {"linkId": "f", "type": "boolean", "text": "己"}]})
}

fn phone_with_a_broken_form() -> Phone {
    let mut phone = Phone::in_use();
    phone.hospital.put(broken("1"), false);
    for id in ["one", "two"] {
        phone.hospital.put(task(id, 1, URL, "2026-11-22T08:00:00+08:00", "2026-11-23T18:00:00+08:00"), true);
    }
    phone.settle();
    phone
}

fn to(phone: &mut Phone, path: &str) {
    phone.forms(FormsEvent::PageChosen(FormPlace { page: String::new(), path: path.to_owned() }));
}

fn reports(phone: &Phone) -> Vec<&Value> {
    phone.hospital.store.values().filter(|it| it["resourceType"] == "Communication").collect()
}

#[test]
fn a_broken_form_can_be_answered_where_it_can_says_so_and_is_finished() {
    let mut phone = phone_with_a_broken_form();
    open(&mut phone, "one");
    assert!(phone.form().notice.starts_with("这份问卷有一部分"), "{:#?}", phone.form());
    typed(&mut phone, "e", "能答");
    to(&mut phone, "f");
    let yes = control(&phone, "f").options[0].id.clone();
    chosen(&mut phone, "f", &yes);
    phone.restart();
    phone.pin(&PIN);
    open(&mut phone, "one");
    to(&mut phone, "e");
    assert_eq!(control(&phone, "e").value, "能答");
    for _ in 0..10 {
        if matches!(phone.view().screen, Screen::FormReview(_)) {
            break;
        }
        next(&mut phone);
    }
    assert!(!phone.review().notice.is_empty());
    phone.forms(FormsEvent::FinishPressed);
    if let Screen::FormReview(review) = phone.view().screen {
        panic!("{:#?}", review.errors);
    }
    let response =
        phone.hospital.store.values().find(|it| it["resourceType"] == "QuestionnaireResponse").unwrap();
    assert!(response.to_string().contains("能答"));
}

#[test]
fn the_hospital_is_told_once_per_version_and_nothing_of_the_patient() {
    let mut phone = phone_with_a_broken_form();
    open(&mut phone, "one");
    typed(&mut phone, "e", "秘密");
    phone.tap(Tap::Back);
    open(&mut phone, "two");
    phone.tap(Tap::Back);
    phone.restart();
    phone.pin(&PIN);
    open(&mut phone, "one");
    phone.settle();
    let all = reports(&phone);
    assert_eq!(all.len(), 1, "{all:#?}");
    let report = all[0].to_string();
    assert!(
        report.contains(&format!("{URL}|1"))
            && report.contains("cycle")
            && report.contains("missing-value-set")
    );
    assert!(report.contains("unknown-type"), "{report}");
    assert!(!report.contains("秘密"));
    assert_eq!(all[0]["category"][0]["coding"][0]["system"], kangban_fhir::terms::FORM_PROBLEM);
    // It is no message: not in the thread, and not among what waits.
    phone.tap(Tap::TabChosen(Tab::Messages));
    assert!(phone.messages().bubbles.is_empty());
    phone.hospital.put(broken("2"), false);
    phone.settle();
    open(&mut phone, "two");
    phone.settle();
    assert_eq!(reports(&phone).len(), 2, "another version is another form");
}

#[test]
fn what_is_no_form_at_all_says_so_and_can_be_left() {
    let mut phone = Phone::in_use();
    for (id, body) in [
        (
            "no-items",
            json!({"resourceType": "Questionnaire", "id": "no-items", "url": "https://h.example/Questionnaire/no-items"}),
        ),
        (
            "odd",
            json!({"resourceType": "Questionnaire", "id": "odd", "url": "https://h.example/Questionnaire/odd", "item": "x", "title": 7}),
        ),
    ] {
        let url = body["url"].as_str().unwrap().to_owned();
        phone.hospital.put(body, false);
        phone.hospital.put(task(id, 1, &url, "2026-11-22T08:00:00+08:00", "2026-11-23T18:00:00+08:00"), true);
    }
    phone.settle();
    for id in ["no-items", "odd"] {
        open(&mut phone, id);
        let form = phone.form();
        assert!(form.controls.is_empty());
        next(&mut phone);
        assert!(!phone.review().intro.is_empty());
        phone.forms(FormsEvent::LaterPressed);
        assert!(matches!(phone.view().screen, Screen::Today(_)));
    }
}
