use serde_json::{Value, json};

use super::{
    POSTOPERATIVE, answer_all, begin, choose, chosen, control, form, forms_of, next, open,
    phone_with_questions, task, write,
};
use crate::{
    FormControlKind, FormFile, FormPlace, FormText, FormsEvent, PickedFile, Screen, Tap,
    effects::vault::VaultFault,
    forms::known::kinds,
    support::{PIN, Phone},
};

fn draft(phone: &Phone) -> Option<&str> {
    let found = phone.vault.documents.iter().find(|(kind, id, _)| kind == kinds::DRAFT && id == "day-3");
    found.map(|(_, _, json)| json.as_str())
}

#[test]
fn a_form_is_one_page_a_view_and_says_how_far_one_is() {
    let mut phone = phone_with_questions();
    begin(&mut phone);
    let form = phone.form();
    assert_eq!(form.form_title, "术后第 3 天问卷");
    assert_eq!(form.page_title, "疼痛和体温");
    assert!(form.previous.is_none() && form.notice.is_empty() && form.error.is_empty(), "{form:#?}");
    assert!(!form.intro.is_empty(), "the first page says what the form is about");
    assert_eq!(form.progress.permille, 0);
    assert_eq!(form.mark.text, "", "nothing is kept before the first answer");
    let pain = control(&phone, "pain");
    assert_eq!(pain.kind, FormControlKind::Scale);
    let scale = pain.scale.unwrap();
    assert_eq!(
        scale.bands.iter().map(|band| (band.from, band.to)).collect::<Vec<_>>(),
        [(0, 0), (1, 3), (4, 6), (7, 10)]
    );
    assert_eq!((scale.bands[0].icon.as_str(), scale.bands[3].icon.as_str()), ("face0", "face4"));
    assert_eq!((pain.required.as_str(), scale.value), ("必答", None));
    assert_eq!(control(&phone, "temperature").unit, "°C");
    write(&mut phone, "pain", "4");
    let form = phone.form();
    assert_eq!(form.mark.text, "已保存在本机");
    assert!(form.progress.permille > 0);
    assert_eq!(control(&phone, "pain").scale.unwrap().value, Some(4));
    // A question that depends on the answer is there now.
    assert_eq!(control(&phone, "pain-medicine").options.len(), 3);
    next(&mut phone);
    assert_eq!(phone.form().page_title, "伤口");
    phone.forms(FormsEvent::PreviousPressed);
    assert_eq!(phone.form().page_title, "疼痛和体温");
}

#[test]
fn killed_on_page_two_it_goes_on_there_with_every_answer() {
    let mut phone = phone_with_questions();
    phone.cut_the_network();
    begin(&mut phone);
    write(&mut phone, "pain", "5");
    write(&mut phone, "temperature", "三十七点二");
    next(&mut phone);
    let wound = control(&phone, "wound").options[1].label.clone();
    choose(&mut phone, "wound", &wound);
    phone.restart();
    phone.pin(&PIN);
    assert_eq!(phone.today().next.action.unwrap().label, "接着答");
    begin(&mut phone);
    let form = phone.form();
    assert_eq!(form.page_title, "伤口");
    assert!(control(&phone, "wound").options.iter().any(|row| row.chosen && row.label == wound));
    phone.forms(FormsEvent::PreviousPressed);
    assert_eq!(control(&phone, "pain").scale.unwrap().value, Some(5));
    assert_eq!(control(&phone, "temperature").value, "37.2");
}

#[test]
fn each_answer_is_on_disk_before_the_next_is_given() {
    let mut phone = phone_with_questions();
    begin(&mut phone);
    assert_eq!(draft(&phone), None);
    for pain in ["1", "2", "3"] {
        write(&mut phone, "pain", pain);
        let kept: Value = serde_json::from_str(draft(&phone).unwrap()).unwrap();
        assert!(kept["draft"].to_string().contains(&format!("\"valueInteger\":{pain}")), "{kept}");
    }
    phone.forms(FormsEvent::LaterPressed);
    assert!(matches!(phone.view().screen, Screen::Today(_)));
    let [due, _, _] = forms_of(&mut phone);
    assert_eq!(due.rows[0].mark.text, "答了一部分，已保存在本机");
}

#[test]
fn the_language_is_changed_in_mid_form_and_nothing_is_lost() {
    let mut phone = phone_with_questions();
    begin(&mut phone);
    write(&mut phone, "pain", "6");
    next(&mut phone);
    let red = control(&phone, "wound").options[1].clone();
    choose(&mut phone, "wound", &red.label);
    phone.forms(FormsEvent::LanguagePressed);
    let form = phone.form();
    assert_eq!((form.form_title.as_str(), form.page_title.as_str()), ("Day 3 questions", "Wound"));
    assert_eq!(form.other_language, "中文");
    let there = control(&phone, "wound").options.into_iter().find(|row| row.chosen).unwrap();
    assert_eq!(there.id, red.id);
    assert_ne!(there.label, red.label);
    phone.forms(FormsEvent::PreviousPressed);
    assert_eq!(control(&phone, "pain").scale.unwrap().value, Some(6));
    phone.forms(FormsEvent::LanguagePressed);
    assert_eq!(phone.form().page_title, "疼痛和体温");
}

#[test]
fn what_was_typed_stays_as_it_is_and_what_cannot_be_read_is_said_when_the_field_is_left() {
    let mut phone = phone_with_questions();
    begin(&mut phone);
    let path = control(&phone, "temperature").path;
    let text = |text: &str| FormsEvent::Typed(FormText { path: path.clone(), text: text.to_owned() });
    phone.forms(text("有点热"));
    assert_eq!(
        (control(&phone, "temperature").value.as_str(), control(&phone, "temperature").error.as_str()),
        ("有点热", "")
    );
    phone.forms(FormsEvent::FieldLeft(path.clone()));
    assert!(!control(&phone, "temperature").error.is_empty());
    next(&mut phone);
    assert_eq!(phone.form().page_title, "疼痛和体温", "what cannot be read keeps one on its page");
    assert_eq!(phone.form().focus, path);
    // It is still there after a restart, and with it what is wrong.
    phone.restart();
    phone.pin(&PIN);
    begin(&mut phone);
    assert_eq!(control(&phone, "temperature").value, "有点热");
    phone.forms(text("389"));
    phone.forms(FormsEvent::FieldLeft(path.clone()));
    assert!(control(&phone, "temperature").error.contains("45"), "{}", control(&phone, "temperature").error);
    phone.forms(text("３７．２"));
    assert_eq!(control(&phone, "temperature").error, "");
    next(&mut phone);
    assert_eq!(phone.form().page_title, "伤口", "a question that was left out can wait until the review");
}

#[test]
fn in_elders_mode_there_is_one_question_at_a_time_and_the_answers_stay_when_the_mode_changes() {
    let mut phone = phone_with_questions().for_elders();
    begin(&mut phone);
    let questions = |phone: &Phone| phone.form().controls.iter().filter(|it| !it.required.is_empty()).count();
    assert_eq!(questions(&phone), 1);
    write(&mut phone, "pain", "3");
    next(&mut phone);
    assert_eq!(questions(&phone), 1);
    write(&mut phone, "temperature", "36.8");
    phone.tap(Tap::Settings(crate::SettingsEvent::EldersToggled));
    assert_eq!(phone.form().page_title, "疼痛和体温");
    assert!(questions(&phone) > 1);
    assert_eq!(control(&phone, "pain").scale.unwrap().value, Some(3));
}

#[test]
fn progress_never_goes_backwards_when_an_answer_brings_more_questions() {
    let mut phone = phone_with_questions();
    begin(&mut phone);
    let mut before = 0;
    for pain in ["0", "8", "0", "3"] {
        write(&mut phone, "pain", pain);
        let now = phone.form().progress.permille;
        assert!(now >= before, "{now} after {before}");
        before = now;
    }
    phone.forms(FormsEvent::Cleared(control(&phone, "pain").path));
    assert!(phone.form().progress.permille >= before);
}

#[test]
fn what_was_recorded_today_is_filled_in_and_never_asked_twice() {
    let mut phone = phone_with_questions();
    phone.measure("temperature", &[("temperature", "37.4")]);
    phone.tap(Tap::Back);
    open(&mut phone, "day-3");
    let temperature = control(&phone, "temperature");
    if form("postoperative-check").to_string().contains("observationLinkPeriod") {
        assert_eq!(temperature.value, "37.4");
        assert!(!temperature.known.is_empty());
    } else {
        // The form as it comes asks anew, because the highest of the day is wanted.
        assert_eq!((temperature.value.as_str(), temperature.known.as_str()), ("", ""));
    }
    let mut linked = form("postoperative-check");
    let question = &mut linked["item"][0]["item"][1];
    assert_eq!(question["linkId"], "temperature");
    let period = json!({"url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-observationLinkPeriod",
        "valueDuration": {"value": 1, "unit": "d", "system": "http://unitsofmeasure.org", "code": "d"}});
    question["extension"].as_array_mut().unwrap().push(period);
    linked["version"] = json!("1.1.0");
    phone.hospital.put(linked, false);
    phone.settle();
    phone.tap(Tap::Back);
    open(&mut phone, "day-3");
    let temperature = control(&phone, "temperature");
    assert_eq!(temperature.value, "37.4");
    assert!(temperature.known.starts_with("来自您的病历"), "{}", temperature.known);
}

#[test]
fn a_form_that_was_begun_is_finished_as_it_was_and_only_a_new_one_takes_the_newer_version() {
    let mut phone = phone_with_questions();
    phone.hospital.put(
        task("today-too", 4, POSTOPERATIVE, "2026-11-22T08:00:00+08:00", "2026-11-23T18:00:00+08:00"),
        true,
    );
    phone.settle();
    open(&mut phone, "day-3");
    write(&mut phone, "pain", "2");
    let mut newer = form("postoperative-check");
    newer["version"] = json!("2.0.0");
    newer["item"][0]["text"] = json!("新的第一页");
    phone.hospital.put(newer, false);
    phone.settle();
    phone.restart();
    phone.pin(&PIN);
    open(&mut phone, "day-3");
    assert_eq!(phone.form().page_title, "疼痛和体温");
    assert_eq!(control(&phone, "pain").scale.unwrap().value, Some(2));
    phone.tap(Tap::Back);
    open(&mut phone, "today-too");
    assert_eq!(phone.form().page_title, "新的第一页");
    phone.tap(Tap::Back);
    open(&mut phone, "day-3");
    answer_all(&mut phone, "2", "36.8");
    phone.forms(FormsEvent::FinishPressed);
    let response =
        phone.hospital.store.values().find(|it| it["resourceType"] == "QuestionnaireResponse").unwrap();
    assert_eq!(response["questionnaire"], format!("{POSTOPERATIVE}|1.0.0"));
}

#[test]
fn a_full_disk_is_said_and_the_next_answer_keeps_all_of_them() {
    let mut phone = phone_with_questions();
    begin(&mut phone);
    phone.vault.writes_fail = Some(VaultFault::StorageFull);
    write(&mut phone, "pain", "4");
    assert!(phone.form().error.contains("没有空间"), "{}", phone.form().error);
    assert_eq!(control(&phone, "pain").scale.unwrap().value, Some(4));
    phone.vault.writes_fail = None;
    write(&mut phone, "temperature", "36.9");
    assert_eq!(phone.form().error, "");
    phone.restart();
    phone.pin(&PIN);
    begin(&mut phone);
    assert_eq!(control(&phone, "pain").scale.unwrap().value, Some(4));
    assert_eq!(control(&phone, "temperature").value, "36.9");
}

#[test]
fn a_form_that_has_not_arrived_says_so_and_opens_by_itself_when_it_does() {
    let mut phone = Phone::in_use();
    phone
        .hospital
        .put(task("day-3", 3, POSTOPERATIVE, "2026-11-22T08:00:00+08:00", "2026-11-22T18:00:00+08:00"), true);
    phone.settle();
    open(&mut phone, "day-3");
    assert!(phone.form().error.starts_with("这份问卷还没有到"), "{}", phone.form().error);
    phone.hospital.put(form("postoperative-check"), false);
    phone.settle();
    assert_eq!(phone.form().page_title, "疼痛和体温");
}

#[test]
fn a_photo_is_sealed_when_it_is_picked_survives_a_restart_and_goes_when_it_is_removed() {
    let mut phone = phone_with_questions();
    begin(&mut phone);
    next(&mut phone);
    let wound = control(&phone, "wound");
    let red = wound.options[1].label.clone();
    choose(&mut phone, "wound", &red);
    let photo = control(&phone, "wound-photo");
    assert!(!photo.photo.as_ref().unwrap().chosen);
    let file = |bytes: Vec<u8>, mime: &str| FormFile {
        path: photo.path.clone(),
        file: PickedFile { mime: mime.to_owned(), original_bytes: 4, bytes },
    };
    phone.forms(FormsEvent::FilePicked(file(Vec::new(), "text/plain")));
    assert!(!control(&phone, "wound-photo").photo.unwrap().error.is_empty());
    phone.forms(FormsEvent::FilePicked(file(vec![255, 216, 1, 2], "image/jpeg")));
    assert!(control(&phone, "wound-photo").photo.unwrap().chosen);
    assert_eq!(phone.vault.files.len(), 1);
    assert!(phone.vault.outbox.is_empty(), "nothing goes to the hospital before it is finished");
    phone.restart();
    phone.pin(&PIN);
    begin(&mut phone);
    assert!(control(&phone, "wound-photo").photo.unwrap().chosen);
    phone.forms(FormsEvent::FileRemoved(photo.path.clone()));
    assert!(!control(&phone, "wound-photo").photo.unwrap().chosen);
    assert!(!phone.vault.records.keys().any(|(kind, _)| kind == "Binary"));
}

#[test]
fn an_option_that_stands_alone_gives_up_the_others() {
    let mut phone = phone_with_questions();
    begin(&mut phone);
    next(&mut phone);
    let labels: Vec<String> = control(&phone, "wound").options.iter().map(|row| row.label.clone()).collect();
    choose(&mut phone, "wound", &labels[1]);
    choose(&mut phone, "wound", &labels[2]);
    let chosen = |phone: &Phone| control(phone, "wound").options.iter().filter(|row| row.chosen).count();
    assert_eq!(chosen(&phone), 2);
    choose(&mut phone, "wound", &labels[0]);
    assert_eq!(chosen(&phone), 1);
}

#[test]
fn what_a_shell_tells_of_controls_that_are_not_there_changes_nothing() {
    let mut phone = phone_with_questions();
    begin(&mut phone);
    let before = phone.form();
    for path in ["", "nowhere", "a//b", "pain:99", "page-pain/pain:7/x", "%"] {
        chosen(&mut phone, path, "x");
        phone.forms(FormsEvent::Typed(FormText { path: path.to_owned(), text: "1".to_owned() }));
        phone.forms(FormsEvent::AddPressed(path.to_owned()));
        phone.forms(FormsEvent::RemovePressed(path.to_owned()));
        phone.forms(FormsEvent::AsLastPressed(path.to_owned()));
        phone.forms(FormsEvent::PageChosen(FormPlace { page: path.to_owned(), path: path.to_owned() }));
    }
    open(&mut phone, "no-such-form");
    let after = phone.form();
    assert_eq!(after.controls, before.controls);
}
