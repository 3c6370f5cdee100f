use serde_json::{Value, json};

use super::{
    answer_all, begin, choose, control, form, forms_of, next, open, phone_with_questions, task, write,
};
use crate::{
    FormControlKind, FormFile, FormPlace, FormsEvent, PickedFile, Screen, Tab, Tap, TodayEvent,
    effects::vault::VaultFault,
    forms::known::kinds,
    support::{PIN, Phone, fhir, millis},
    view::{Delivery, Role},
};

const PHQ9: &str = "https://kangban.example/fhir/Questionnaire/phq-9";

fn responses(phone: &Phone) -> Vec<&Value> {
    phone.hospital.store.values().filter(|it| it["resourceType"] == "QuestionnaireResponse").collect()
}

fn finish(phone: &mut Phone) {
    phone.forms(FormsEvent::FinishPressed);
}

/// As the hospital has it, without what differs from run to run.
fn pretty(mut response: Value) -> String {
    response.as_object_mut().unwrap().remove("meta");
    serde_json::to_string_pretty(&response).unwrap()
}

#[test]
fn offline_from_the_first_answer_to_the_result_and_received_when_the_network_is_back() {
    let mut phone = phone_with_questions();
    phone.cut_the_network();
    begin(&mut phone);
    answer_all(&mut phone, "2", "36.8");
    let review = phone.review();
    assert!(review.errors.is_empty() && review.rows.iter().all(|row| !row.missing), "{review:#?}");
    let pain = review.rows.iter().find(|row| row.path.ends_with("pain")).unwrap();
    assert_eq!((pain.label.as_str(), pain.value.as_str()), ("现在疼到几分？", "2"));
    assert!(review.rows.iter().any(|row| row.value == "36.8\u{a0}°C"), "{:#?}", review.rows);
    finish(&mut phone);

    let result = phone.form_result();
    assert_eq!(result.form_title, "术后第 3 天问卷");
    assert_eq!(result.done, "答完了，已保存在本机 · 今天 16:05");
    assert!(result.cards.is_empty(), "{:#?}", result.cards);
    assert_eq!(result.scores.len(), 2, "pain, and the PHQ-2");
    let pain = &result.scores[0];
    assert_eq!((pain.value.as_str(), pain.word.as_str(), pain.role), ("2", "轻", Role::Good));
    assert_eq!((pain.out_of.as_str(), pain.marker_permille), ("/ 10", 200));
    assert!(pain.bands[1].current && pain.bands.last().unwrap().to_permille == 1_000);
    assert!(pain.bands.windows(2).all(|two| two[0].to_permille == two[1].from_permille));
    assert_eq!(pain.chart, None, "there is nothing to compare with");
    assert_eq!(result.next[0].label, "术后第 7 天问卷");
    assert!(result.trail[0].done && !result.trail[1].done, "saved, not received");

    // One transaction: the answers, what was taken from them, and nothing of the draft.
    assert!(
        !phone
            .vault
            .documents
            .iter()
            .any(|(kind, ..)| [kinds::DRAFT, kinds::PINNED, kinds::STARTED].contains(&kind.as_str()))
    );
    let kinds: Vec<&str> = phone.vault.outbox.keys().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == "QuestionnaireResponse").count(), 1);
    assert!(kinds.iter().filter(|kind| **kind == "Observation").count() >= 3, "{kinds:?}");
    let first = phone.vault.outbox.iter().min_by_key(|(_, row)| row.seq).unwrap();
    assert_eq!(first.0.0, "QuestionnaireResponse", "what is derived from it comes after it");

    phone.forms(FormsEvent::ResultClosed);
    assert_eq!(phone.today().sync.text, "已保存在本机 · 1 条待送达医院", "a form is one thing to a patient");
    assert_ne!(phone.today().next.title, "术后第 3 天问卷");
    let [due, _, answered] = forms_of(&mut phone);
    assert!(due.rows.is_empty());
    assert_eq!(answered.rows[0].mark.state, Delivery::Saved);

    phone.restart();
    phone.pin(&PIN);
    assert!(forms_of(&mut phone)[0].rows.is_empty(), "it is not asked again after a restart");
    phone.restore_the_network();
    let [_, _, answered] = forms_of(&mut phone);
    assert_eq!(answered.rows[0].mark.state, Delivery::Received);
    let all = responses(&phone);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0]["extension"][0]["valueReference"]["reference"], "Task/day-3");
    let response = pretty(all[0].clone());
    insta::assert_snapshot!("response", response);
    let own = format!("QuestionnaireResponse/{}", all[0]["id"].as_str().unwrap());
    for observation in phone.hospital.observations() {
        assert_eq!(observation["derivedFrom"][0]["reference"], own);
    }
    let score =
        phone.hospital.observations().into_iter().find(|it| it.to_string().contains("PHQ-2")).unwrap();
    let mut score = score.clone();
    // Its own id and the response's differ from run to run.
    score["id"] = json!("score");
    score["derivedFrom"][0]["reference"] = json!("QuestionnaireResponse/response");
    let score = pretty(score);
    insta::assert_snapshot!("score", score);
}

#[test]
fn what_is_missing_is_said_at_its_place_and_in_a_summary_that_leads_there() {
    let mut phone = phone_with_questions();
    begin(&mut phone);
    write(&mut phone, "pain", "2");
    for _ in 0..20 {
        if matches!(phone.view().screen, Screen::FormReview(_)) {
            break;
        }
        next(&mut phone);
    }
    finish(&mut phone);
    let review = phone.review();
    assert!(!review.errors.is_empty());
    assert!(review.errors_title.starts_with("有 "));
    let missing = review.errors.iter().find(|row| row.path.ends_with("temperature")).unwrap().clone();
    assert!(review.rows.iter().any(|row| row.path == missing.path && row.missing));
    phone.forms(FormsEvent::PageChosen(FormPlace { page: missing.page, path: missing.path.clone() }));
    let form = phone.form();
    assert_eq!((form.page_title.as_str(), form.focus.as_str()), ("疼痛和体温", missing.path.as_str()));
    assert!(!control(&phone, "temperature").error.is_empty());
    write(&mut phone, "temperature", "36.6");
    assert_eq!(control(&phone, "temperature").error, "");
    assert!(responses(&phone).is_empty());
}

#[test]
fn pressed_twice_it_is_one_response() {
    let mut phone = phone_with_questions();
    begin(&mut phone);
    answer_all(&mut phone, "2", "36.8");
    finish(&mut phone);
    let result = phone.form_result();
    finish(&mut phone);
    phone.forms(FormsEvent::NextPressed);
    assert_eq!(phone.form_result().id, result.id);
    assert_eq!(responses(&phone).len(), 1);
    // The way back does not lead into the form again.
    phone.tap(Tap::Back);
    assert!(matches!(phone.view().screen, Screen::Today(_)));
    open(&mut phone, "day-3");
    assert!(matches!(phone.view().screen, Screen::Today(_)), "it is answered");
}

#[test]
fn a_full_disk_at_the_end_keeps_every_answer_and_a_second_press_saves() {
    let mut phone = phone_with_questions();
    begin(&mut phone);
    answer_all(&mut phone, "2", "36.8");
    phone.vault.writes_fail = Some(VaultFault::StorageFull);
    finish(&mut phone);
    assert!(phone.review().error.contains("没有空间"));
    assert!(!phone.review().busy);
    phone.vault.writes_fail = None;
    finish(&mut phone);
    assert!(matches!(phone.view().screen, Screen::FormResult(_)));
    assert_eq!(responses(&phone).len(), 1);
}

#[test]
fn a_rule_that_fires_on_an_answer_says_what_to_do_on_the_result() {
    let mut phone = phone_with_questions();
    begin(&mut phone);
    answer_all(&mut phone, "8", "39.2");
    finish(&mut phone);
    let result = phone.form_result();
    assert!(result.cards.iter().any(|card| card.value.contains("39.2")), "{:#?}", result.cards);
    assert!(result.cards.iter().all(|card| card.role != Role::Urgent), "red is kept for 120");
    assert!(result.scores[0].role == Role::Caution);
    assert!(phone.view().chrome.calls.iter().any(|call| !call.emergency), "the ward can be called");
    // The same is there when it is opened again, after a restart.
    let cards: Vec<String> = result.cards.iter().map(|card| card.title.clone()).collect();
    phone.restart();
    phone.pin(&PIN);
    open(&mut phone, &result.id);
    let again = phone.form_result();
    assert_eq!(again.cards.iter().map(|card| card.title.clone()).collect::<Vec<_>>(), cards);
    assert_eq!(again.scores, result.scores);
    phone.forms(FormsEvent::AnswersPressed);
    let answers = phone.form_result().answers;
    assert!(answers.iter().any(|row| row.value == "39.2\u{a0}°C"), "{answers:#?}");
    assert!(answers.iter().all(|row| !row.label.is_empty() && !row.label.contains("phq2-total")));
    let phone = phone.in_english();
    assert!(phone.form_result().answers.iter().any(|row| row.label.starts_with("How strong")));
}

#[test]
fn earlier_answers_are_shown_as_a_trend_with_how_it_moved() {
    let mut phone = phone_with_questions();
    begin(&mut phone);
    answer_all(&mut phone, "6", "36.8");
    finish(&mut phone);
    phone.forms(FormsEvent::ResultClosed);
    phone.clock.wall_ms = millis("2026-11-26T09:00:00+08:00");
    phone.tap(Tap::Tick);
    begin(&mut phone);
    // What is the same as last time can be said with one press.
    while !phone.form().controls.iter().any(|it| it.path.ends_with("mobility")) {
        next(&mut phone);
    }
    let mobility = control(&phone, "mobility");
    assert!(mobility.as_last.as_ref().unwrap().label.starts_with("和上次一样："));
    phone.forms(FormsEvent::AsLastPressed(mobility.path));
    assert!(control(&phone, "mobility").options.iter().any(|row| row.chosen));
    let first = phone.form().page;
    while phone.form().previous.is_some() {
        phone.forms(FormsEvent::PreviousPressed);
    }
    assert_ne!(phone.form().page, first);
    answer_all(&mut phone, "2", "36.8");
    finish(&mut phone);
    let pain = phone.form_result().scores[0].clone();
    assert_eq!(pain.moved, "比 11月22日 周日 低 4 分");
    let chart = pain.chart.unwrap();
    assert_eq!(chart.points.iter().map(|point| point.value_milli).collect::<Vec<_>>(), [6_000, 2_000]);
    assert!(chart.points[0].beyond && !chart.points[1].beyond);
    assert_eq!(chart.rows[0].cells[1], "2");
    // Opened again a month later it still says when it was.
    let id = phone.form_result().id;
    phone.forms(FormsEvent::ResultClosed);
    phone.clock.wall_ms = millis("2026-12-26T09:00:00+08:00");
    open(&mut phone, &id);
    assert_eq!(phone.form_result().scores[0].chart.as_ref().unwrap().points[1].when, "11月26日 周四");
}

#[test]
fn refused_answers_stay_on_this_phone_under_their_forms_name_and_can_be_sent_again() {
    let mut phone = phone_with_questions();
    begin(&mut phone);
    answer_all(&mut phone, "2", "36.8");
    phone.cut_the_network();
    finish(&mut phone);
    phone.forms(FormsEvent::ResultClosed);
    for _ in 0..12 {
        phone.hospital.upload_script.push_back(fhir(422));
    }
    phone.restore_the_network();
    phone.wait(400_000);
    let [_, _, answered] = forms_of(&mut phone);
    assert_eq!(answered.rows[0].mark.state, Delivery::Refused);
    phone.tap(Tap::TabChosen(Tab::Today));
    phone.tap(Tap::Today(TodayEvent::SyncPressed));
    let refused = phone.sync().refused;
    let row =
        refused.iter().find(|row| row.title == "术后第 3 天问卷").unwrap_or_else(|| panic!("{refused:#?}"));
    assert_eq!(row.correct, "", "answers are not corrected in another screen");
    let ids: Vec<String> = refused.iter().map(|row| row.id.clone()).collect();
    phone.hospital.upload_script.clear();
    for id in ids {
        phone.tap(Tap::Sync(crate::SyncEvent::RequeuePressed(id)));
    }
    phone.settle();
    assert_eq!(responses(&phone).len(), 1);
}

#[test]
fn phq_9_item_9_shows_whom_to_call_in_the_same_session_and_is_never_a_silent_score() {
    let mut phone = Phone::in_use();
    phone.hospital.put(form("phq-9"), false);
    phone.hospital.put(task("mood", 3, PHQ9, "2026-11-22T08:00:00+08:00", "2026-11-22T18:00:00+08:00"), true);
    phone.settle();
    open(&mut phone, "mood");
    for n in 1..=8 {
        choose(&mut phone, &format!("phq9-{n}"), "完全不会");
    }
    choose(&mut phone, "phq9-9", "好几天");
    next(&mut phone);
    let form = phone.form();
    assert_eq!(form.page_title, "我们想多问一句");
    let calls = form.controls.iter().find(|it| it.kind == FormControlKind::Calls).unwrap();
    let numbers: Vec<&str> = calls.calls.iter().map(|call| call.number.as_str()).collect();
    assert!(numbers.contains(&"12356") && numbers.contains(&"120"), "{numbers:?}");
    assert_eq!(numbers.last(), Some(&"0571-5555-0123"), "the ward's own number is below them");
    assert!(calls.calls.iter().all(|call| call.emergency == (call.number == "120")));
    for link_id in ["phq9-safety-now", "phq9-safety-alone"] {
        let first = control(&phone, link_id).options[0].label.clone();
        choose(&mut phone, link_id, &first);
    }
    for _ in 0..10 {
        if matches!(phone.view().screen, Screen::FormReview(_)) {
            break;
        }
        next(&mut phone);
    }
    finish(&mut phone);
    if let Screen::FormReview(review) = phone.view().screen {
        panic!("{:#?}", review.errors);
    }
    let result = phone.form_result();
    assert!(!result.cards.is_empty(), "a rule fires on the answer itself, whatever the score");
    assert!(result.calls.iter().any(|call| call.number == "12356"));
    assert_eq!((result.scores[0].value.as_str(), result.scores[0].out_of.as_str()), ("1", "/ 27"));
}

#[test]
fn a_photo_goes_with_the_answers_and_one_that_was_removed_does_not() {
    let mut phone = phone_with_questions();
    begin(&mut phone);
    next(&mut phone);
    let red = control(&phone, "wound").options[1].label.clone();
    choose(&mut phone, "wound", &red);
    let path = control(&phone, "wound-photo").path;
    for byte in [1_u8, 2] {
        let file = PickedFile { mime: "image/jpeg".to_owned(), bytes: vec![byte; 5], original_bytes: 5 };
        phone.forms(FormsEvent::FilePicked(FormFile { path: path.clone(), file }));
    }
    phone.forms(FormsEvent::PreviousPressed);
    write(&mut phone, "pain", "0");
    write(&mut phone, "temperature", "36.8");
    for link_id in ["eating", "bowel", "mobility", "warning", "phq2-1", "phq2-2"] {
        while !phone.form().controls.iter().any(|it| it.path.ends_with(link_id)) {
            next(&mut phone);
        }
        let first = control(&phone, link_id).options[0].clone();
        choose(&mut phone, link_id, &first.label);
        if link_id == "warning" {
            write(&mut phone, "sleep", "2");
        }
    }
    next(&mut phone);
    finish(&mut phone);
    phone.form_result();
    let response = responses(&phone)[0].to_string();
    let binaries: Vec<&Value> =
        phone.hospital.store.values().filter(|it| it["resourceType"] == "Binary").collect();
    assert_eq!(binaries.len(), 1, "only the photo that is an answer is sent");
    assert_eq!(binaries[0]["data"], json!("AgICAgI="));
    assert!(response.contains(&format!("Binary/{}", binaries[0]["id"].as_str().unwrap())), "{response}");
}
