use serde_json::json;

use super::{POSTOPERATIVE, forms_of, phone_with_questions};
use crate::{Tap, support::millis, view::Delivery};

#[test]
fn an_open_form_is_the_next_thing_with_how_long_it_takes_and_until_when() {
    let phone = phone_with_questions();
    let next = phone.today().next;
    assert_eq!(next.title, "术后第 3 天问卷");
    assert_eq!(next.detail, "大约 3 分钟 · 18:00 前都可以答");
    assert_eq!(next.action.unwrap().label, "开始答");
    let phone = phone.in_english();
    let next = phone.today().next;
    assert_eq!(next.title, "Day 3 questions");
    assert_eq!(next.detail, "about 3 minutes · open until 18:00");
}

#[test]
fn the_diary_lists_forms_that_are_due_and_those_that_are_coming() {
    let mut phone = phone_with_questions();
    let [due, coming, answered] = forms_of(&mut phone);
    assert_eq!(due.rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["day-3"]);
    assert_eq!(coming.rows[0].title, "术后第 7 天问卷");
    assert_eq!(
        (coming.rows[0].id.as_str(), coming.rows[0].detail.as_str()),
        ("", "11月26日 周四 08:00 开始可以答")
    );
    assert!(answered.rows.is_empty() && answered.empty == "还没有答过问卷");
}

#[test]
fn a_form_whose_window_is_over_or_that_the_hospital_ended_is_not_asked_for() {
    let mut phone = phone_with_questions();
    phone.clock.wall_ms = millis("2026-11-22T18:00:00+08:00");
    phone.tap(Tap::Tick);
    let [due, _, _] = forms_of(&mut phone);
    assert!(due.rows.is_empty(), "{due:?}");
    phone.clock.wall_ms = millis("2026-11-26T09:00:00+08:00");
    phone.tap(Tap::Tick);
    let [due, coming, _] = forms_of(&mut phone);
    assert_eq!((due.rows.len(), coming.rows.len()), (1, 0));
    assert_eq!(due.rows[0].detail, "大约 3 分钟 · 11月27日 周五 20:00 前都可以答");
    let mut ended = phone.hospital.store["Task/day-7"].clone();
    ended["status"] = json!("failed");
    phone.hospital.put(ended, true);
    phone.settle();
    assert!(forms_of(&mut phone)[0].rows.is_empty());
}

#[test]
fn answers_that_the_hospital_has_are_listed_and_their_task_is_not_asked_again() {
    let mut phone = phone_with_questions();
    let response = json!({"resourceType": "QuestionnaireResponse", "id": "answers", "status": "completed",
        "questionnaire": format!("{POSTOPERATIVE}|1.0.0"), "subject": {"reference": "Patient/li"},
        "authored": "2026-11-22T09:00:00+08:00",
        "extension": [{"url": kangban_fhir::terms::ANSWERS_TASK, "valueReference": {"reference": "Task/day-3"}}]});
    phone.hospital.put(response, true);
    phone.settle();
    let [due, _, answered] = forms_of(&mut phone);
    assert!(due.rows.is_empty());
    assert_eq!(
        (answered.rows[0].title.as_str(), answered.rows[0].time.as_str()),
        ("术后第 3 天问卷", "今天 09:00")
    );
    assert_eq!(answered.rows[0].mark.state, Delivery::Received);
    assert_ne!(phone.today_next(), "术后第 3 天问卷");
}
