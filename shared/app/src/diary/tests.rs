use serde_json::Value;

use crate::{
    Delivery, DiaryEvent, PickedFile, Screen, Tab, Tap, TodayEvent,
    effects::vault::VaultFault,
    support::{Phone, millis},
};

fn stored(phone: &Phone, id: &str) -> Value {
    serde_json::from_str(&phone.vault.records[&("Observation".to_owned(), id.to_owned())].json).unwrap()
}

fn write_note(phone: &mut Phone, note: &str) {
    phone.diary(DiaryEvent::ItemPressed("pain".to_owned()));
    phone.diary(DiaryEvent::ScoreChosen(2));
    phone.diary(DiaryEvent::NoteTyped(note.to_owned()));
    phone.diary(DiaryEvent::SavePressed);
}

fn pick(phone: &mut Phone, mime: &str, bytes: usize, original_bytes: u32) {
    let file = PickedFile { mime: mime.to_owned(), bytes: vec![7; bytes], original_bytes };
    phone.diary(DiaryEvent::PhotoChosen(file));
}

#[test]
fn what_is_missing_is_said_and_nothing_is_stored() {
    let mut phone = Phone::in_use();
    phone.diary(DiaryEvent::ItemPressed("unwell".to_owned()));
    phone.tap(Tap::Today(TodayEvent::QuickPressed("unwell".to_owned())));
    phone.diary(DiaryEvent::SavePressed);
    assert_eq!(phone.log_view().error, "请先选哪里不舒服");
    phone.diary(DiaryEvent::SymptomChosen("cough".to_owned()));
    phone.diary(DiaryEvent::SavePressed);
    assert_eq!(phone.log_view().error, "请选一个分数，0 是没有，10 是最厉害");
    phone.diary(DiaryEvent::ScoreChosen(11));
    assert_eq!(phone.log_view().scale.value, None, "there is no 11");
    assert!(phone.vault.outbox.is_empty());
}

#[test]
fn nothing_says_saved_before_it_is_on_disk_and_a_full_disk_keeps_what_was_entered() {
    let mut phone = Phone::in_use();
    phone.vault.writes_fail = Some(VaultFault::StorageFull);
    phone.diary(DiaryEvent::ItemPressed("pain".to_owned()));
    phone.diary(DiaryEvent::ScoreChosen(8));
    phone.diary(DiaryEvent::NoteTyped("很疼".to_owned()));
    pick(&mut phone, "image/jpeg", 9, 9);
    phone.diary(DiaryEvent::SavePressed);
    let view = phone.log_view();
    assert!(view.error.contains("没有空间") && view.error.contains("都在"));
    assert_eq!((view.scale.value, view.note.value.as_str(), view.photo.chosen), (Some(8), "很疼", true));
    assert!(phone.view().chrome.toast.is_none() && !view.busy);
    phone.vault.writes_fail = None;
    phone.diary(DiaryEvent::SavePressed);
    assert_eq!(phone.view().chrome.toast.unwrap().text, "已保存在本机");
    assert_eq!(phone.advice().cards[0].value, "8 分 · 很疼");
}

#[test]
fn a_vault_held_by_another_tab_keeps_what_was_entered() {
    let mut phone = Phone::in_use();
    phone.vault.writes_fail = Some(VaultFault::HeldElsewhere);
    phone.log("pain", 3);
    assert!(phone.log_view().error.contains("另一个页面"));
}

#[test]
fn a_photo_of_40_mb_or_a_file_that_is_no_photo_is_turned_down_and_the_rest_stays() {
    let mut phone = Phone::in_use();
    phone.diary(DiaryEvent::ItemPressed("pain".to_owned()));
    phone.diary(DiaryEvent::ScoreChosen(6));
    // The shell could not make it smaller and hands over nothing but its size.
    pick(&mut phone, "image/heic", 0, 40 * 1024 * 1024);
    assert!(phone.log_view().photo.error.contains("40\u{a0}MB") && !phone.log_view().photo.chosen);
    pick(&mut phone, "image/jpeg", 40 * 1024 * 1024, 40 * 1024 * 1024);
    assert!(phone.log_view().photo.error.contains("40\u{a0}MB"));
    pick(&mut phone, "application/pdf", 10, 10);
    assert!(phone.log_view().photo.error.contains("不是能用的照片"));
    pick(&mut phone, "", 0, 10);
    assert!(phone.log_view().photo.error.contains("不是能用的照片"));
    // A large one that the shell has made smaller is taken.
    pick(&mut phone, "image/jpeg", 300_000, 40 * 1024 * 1024);
    let view = phone.log_view();
    assert!(view.photo.chosen && view.photo.error.is_empty());
    assert_eq!(view.scale.value, Some(6));
    phone.diary(DiaryEvent::PhotoRemoved);
    assert!(!phone.log_view().photo.chosen);
}

#[test]
fn a_note_of_emoji_and_one_of_20000_characters_are_kept_whole() {
    let mut phone = Phone::in_use();
    write_note(&mut phone, "😀👨‍👩‍👧");
    let id = phone.newest();
    assert_eq!(stored(&phone, &id)["note"][0]["text"], "😀👨‍👩‍👧");
    let long = "疼".repeat(20_000);
    write_note(&mut phone, &long);
    phone.settle();
    assert!(phone.hospital.observations().iter().any(|it| it["note"][0]["text"] == long.as_str()));
}

#[test]
fn a_longer_note_is_never_cut_the_patient_is_asked_to_shorten_it() {
    let mut phone = Phone::in_use();
    let long = "疼".repeat(20_001);
    write_note(&mut phone, &long);
    let view = phone.log_view();
    assert!(view.error.contains("20000") && view.error.contains("20001"), "{}", view.error);
    assert_eq!(view.note.value, long);
    assert!(phone.vault.outbox.is_empty());
}

#[test]
fn a_clock_at_1970_or_2099_is_pointed_out_and_the_entry_is_saved_all_the_same() {
    for (clock, date) in [("1970-01-01T08:00:30+08:00", "1月1日"), ("2099-05-01T10:00:00+08:00", "5月1日")]
    {
        let mut phone = Phone::in_use();
        phone.clock.wall_ms = millis(clock);
        phone.diary(DiaryEvent::ItemPressed("pain".to_owned()));
        assert!(phone.log_view().when.error.contains(date), "{}", phone.log_view().when.error);
        phone.diary(DiaryEvent::ScoreChosen(2));
        phone.diary(DiaryEvent::SavePressed);
        let toast = phone.view().chrome.toast.unwrap();
        assert_eq!(toast.text, "已保存在本机");
        assert!(toast.detail.contains("可能不对"), "{}", toast.detail);
        let id = phone.newest();
        assert_eq!(stored(&phone, &id)["effectiveDateTime"], clock);
    }
}

#[test]
fn with_a_wrong_clock_the_rules_still_say_whom_to_call() {
    for clock in ["1970-01-01T08:00:30+08:00", "2099-05-01T10:00:00+08:00"] {
        let mut phone = Phone::in_use();
        phone.clock.wall_ms = millis(clock);
        phone.log("pain", 8);
        assert!(phone.advice().cards.iter().any(|card| card.tag == "疼痛比较重"), "{clock}");
        // After the hospital's clock was seen, too.
        phone.tap(Tap::Back);
        phone.settle();
        phone.log("pain", 8);
        assert!(phone.advice().cards.iter().any(|card| card.tag == "疼痛比较重"), "{clock}");
    }
}

#[test]
fn a_clock_that_is_days_behind_the_hospitals_is_pointed_out() {
    let mut phone = Phone::in_use();
    phone.log("cough", 1);
    phone.clock.wall_ms -= 3 * 24 * 3_600_000;
    phone.diary(DiaryEvent::ItemPressed("cough".to_owned()));
    assert!(phone.log_view().when.error.contains("可能不对"));
}

#[test]
fn a_time_can_be_chosen_but_not_one_that_has_not_come() {
    let mut phone = Phone::in_use();
    phone.diary(DiaryEvent::ItemPressed("cough".to_owned()));
    phone.diary(DiaryEvent::ScoreChosen(1));
    for (typed, words) in [("2027-11-22T16:05", "还没有到"), ("2026-11-", "填完整"), ("昨天", "填完整")]
    {
        phone.diary(DiaryEvent::WhenChanged(typed.to_owned()));
        assert!(phone.log_view().when.error.contains(words));
        phone.diary(DiaryEvent::SavePressed);
        assert!(phone.log_view().error.contains(words));
    }
    phone.diary(DiaryEvent::WhenChanged("2026-11-21T21:14".to_owned()));
    assert_eq!(phone.log_view().when.row.value, "昨天 21:14");
    assert_eq!(phone.log_view().save, "保存：1 分 · 有一点 · 昨天 21:14");
    phone.diary(DiaryEvent::SavePressed);
    phone.settle();
    assert_eq!(phone.hospital.observations()[0]["effectiveDateTime"], "2026-11-21T21:14:00+08:00");
}

#[test]
fn leaving_keeps_what_was_entered_and_saving_twice_stores_once() {
    let mut phone = Phone::in_use();
    phone.diary(DiaryEvent::ItemPressed("pain".to_owned()));
    phone.diary(DiaryEvent::ScoreChosen(3));
    phone.tap(Tap::Back);
    phone.diary(DiaryEvent::ItemPressed("pain".to_owned()));
    assert_eq!(phone.log_view().scale.value, Some(3));
    phone.diary(DiaryEvent::SavePressed);
    phone.diary(DiaryEvent::SavePressed);
    phone.settle();
    assert_eq!(phone.hospital.observations().len(), 1);
}

#[test]
fn the_place_is_last_times_and_can_be_changed_or_taken_away() {
    let mut phone = Phone::in_use();
    phone.diary(DiaryEvent::ItemPressed("pain".to_owned()));
    phone.diary(DiaryEvent::ScoreChosen(2));
    phone.diary(DiaryEvent::SitePressed);
    phone.diary(DiaryEvent::SideChosen("back".to_owned()));
    let Screen::BodySite(view) = phone.view().screen else { panic!() };
    assert!(view.sides[1].chosen && view.places.iter().any(|place| place.label == "肩膀"));
    phone.diary(DiaryEvent::SiteChosen("shoulder".to_owned()));
    phone.diary(DiaryEvent::SavePressed);
    let id = phone.newest();
    assert_eq!(stored(&phone, &id)["bodySite"]["coding"][0]["code"], "shoulder");
    phone.diary(DiaryEvent::ItemPressed("pain".to_owned()));
    assert_eq!(phone.log_view().site.value, "肩膀（同上次）");
    phone.diary(DiaryEvent::SiteChosen(String::new()));
    assert_eq!(phone.log_view().site.value, "可以不选");
}

#[test]
fn an_entry_is_corrected_in_place_and_what_the_app_does_not_know_of_survives() {
    let mut phone = Phone::in_use();
    phone.log("pain", 2);
    phone.settle();
    let id = phone.newest();
    let key = format!("Observation/{id}");
    let mut theirs = phone.hospital.store[&key].clone();
    theirs["method"] = serde_json::json!({"text": "asked by phone"});
    phone.hospital.put(theirs, true);
    phone.settle();
    phone.tap(Tap::Today(TodayEvent::EntryOpened(id.clone())));
    assert_eq!(phone.entry().rows[0].value, "2 分 · 有点疼");
    phone.diary(DiaryEvent::CorrectPressed(id.clone()));
    assert!(phone.log_view().correcting);
    phone.diary(DiaryEvent::ScoreChosen(9));
    phone.diary(DiaryEvent::NoteTyped("看错了".to_owned()));
    phone.diary(DiaryEvent::SavePressed);
    assert_eq!(phone.advice().cards[0].value, "9 分 · 很疼", "the rules look at the corrected value");
    phone.settle();
    let stored = &phone.hospital.store[&key];
    assert_eq!((stored["status"].as_str(), stored["valueInteger"].as_i64()), (Some("amended"), Some(9)));
    assert_eq!(stored["method"]["text"], "asked by phone");
    assert_eq!(phone.hospital.observations().len(), 1);
}

#[test]
fn taking_back_asks_first_and_marks_the_entry_as_a_mistake() {
    let mut phone = Phone::in_use();
    phone.log("pain", 9);
    phone.tap(Tap::Back);
    let id = phone.newest();
    phone.tap(Tap::Today(TodayEvent::EntryOpened(id.clone())));
    assert!(!phone.entry().advice.is_empty());
    phone.diary(DiaryEvent::WithdrawPressed(id.clone()));
    assert!(!phone.entry().confirm.is_empty());
    phone.diary(DiaryEvent::WithdrawCancelled);
    assert!(phone.entry().confirm.is_empty());
    phone.diary(DiaryEvent::WithdrawPressed(id.clone()));
    phone.diary(DiaryEvent::WithdrawConfirmed(id.clone()));
    phone.settle();
    assert!(phone.today().entries.is_empty());
    assert_eq!(phone.hospital.store[&format!("Observation/{id}")]["status"], "entered-in-error");
}

#[test]
fn a_photo_is_shown_when_it_is_asked_for_and_only_then() {
    let mut phone = Phone::in_use();
    phone.diary(DiaryEvent::ItemPressed("pain".to_owned()));
    phone.diary(DiaryEvent::ScoreChosen(2));
    pick(&mut phone, "image/png", 5, 5);
    phone.diary(DiaryEvent::SavePressed);
    let id = phone.newest();
    phone.tap(Tap::Today(TodayEvent::EntryOpened(id)));
    let photo = phone.entry().photo;
    assert!(!photo.is_empty() && phone.entry().photo_bytes.is_empty());
    phone.diary(DiaryEvent::PhotoWanted(photo));
    assert_eq!((phone.entry().photo_bytes, phone.entry().photo_mime.as_str()), (vec![7; 5], "image/png"));
    phone.tap(Tap::Back);
    assert!(matches!(phone.view().screen, Screen::Today(_)));
}

#[test]
fn advice_stays_with_its_entry_after_a_restart_with_the_words_of_that_moment() {
    let mut phone = Phone::in_use();
    phone.log("pain", 8);
    let before = phone.advice().cards;
    phone.restart();
    phone.pin(&crate::support::PIN);
    let id = phone.newest();
    phone.tap(Tap::Today(TodayEvent::EntryOpened(id.clone())));
    phone.diary(DiaryEvent::AdvicePressed(id));
    assert_eq!(phone.advice().cards, before);
}

#[test]
fn an_entry_that_fires_no_rule_leads_back_with_a_notice_that_can_change_it() {
    let mut phone = Phone::in_use();
    phone.log("cough", 1);
    let toast = phone.view().chrome.toast.unwrap();
    assert_eq!((toast.text.as_str(), toast.action.as_str()), ("已保存在本机", "改一下"));
    phone.tap(Tap::ToastAction);
    assert!(phone.log_view().correcting);
}

#[test]
fn elders_log_in_two_steps_and_see_the_call_before_everything_else() {
    let mut phone = Phone::in_use().for_elders();
    let today = phone.today();
    assert_eq!(today.quick.iter().map(|item| item.id.as_str()).collect::<Vec<_>>(), ["unwell", "more"]);
    phone.tap(Tap::Today(TodayEvent::QuickPressed("unwell".to_owned())));
    let view = phone.log_view();
    assert_eq!((view.step, view.symptoms.len()), (1, 6));
    assert_eq!(phone.view().chrome.title, "第 1 步，共 2 步");
    phone.diary(DiaryEvent::StepPressed);
    assert_eq!(phone.log_view().error, "请先选哪里不舒服");
    phone.diary(DiaryEvent::SymptomChosen("more".to_owned()));
    assert_eq!(phone.log_view().symptoms.len(), 9);
    phone.diary(DiaryEvent::SymptomChosen("pain".to_owned()));
    assert_eq!(phone.log_view().step, 2);
    phone.tap(Tap::Back);
    assert_eq!(phone.log_view().step, 1);
    phone.diary(DiaryEvent::SymptomChosen("pain".to_owned()));
    phone.diary(DiaryEvent::ScoreChosen(8));
    phone.diary(DiaryEvent::SavePressed);
    let advice = phone.advice();
    assert_eq!((advice.cards.len(), advice.more.as_str()), (1, "下一步做什么"));
    assert!(advice.cards[0].steps.is_empty());
    phone.diary(DiaryEvent::AdviceMorePressed);
    assert!(!phone.advice().cards[0].steps.is_empty() && phone.advice().more.is_empty());
    assert_eq!(phone.view().chrome.read_aloud, "读给我听");
}

#[test]
fn history_is_a_window_that_moves_and_comes_back() {
    let mut phone = Phone::in_use();
    for _ in 0..90 {
        phone.log("cough", 1);
        phone.wait(60_000);
    }
    phone.tap(Tap::TabChosen(Tab::Diary));
    phone.diary(DiaryEvent::SectionChosen("history".to_owned()));
    let history = |phone: &Phone| match phone.view().screen {
        Screen::Diary(view) => view,
        other => panic!("{other:?}"),
    };
    let first = history(&phone);
    assert_eq!((first.entries.len(), first.newer.as_str()), (40, ""));
    phone.diary(DiaryEvent::OlderPressed);
    let second = history(&phone);
    assert_eq!(second.entries.len(), 40);
    assert_ne!(first.entries[0].id, second.entries[0].id);
    phone.diary(DiaryEvent::OlderPressed);
    assert_eq!((history(&phone).entries.len(), history(&phone).older.as_str()), (10, ""));
    let oldest = history(&phone).entries[9].id.clone();
    phone.diary(DiaryEvent::EntryOpened(oldest));
    assert_eq!(phone.entry().rows[0].label, "咳嗽");
    phone.tap(Tap::Back);
    phone.diary(DiaryEvent::NewerPressed);
    phone.diary(DiaryEvent::NewerPressed);
    assert_eq!(history(&phone).entries, first.entries);
}

#[test]
fn trends_tell_in_a_sentence_what_they_show_and_draw_the_limits_of_rules_that_apply() {
    let mut phone = Phone::in_use();
    for (value, minutes) in [("37.4", 0), ("38.9", 60), ("37.0", 60)] {
        phone.wait(minutes * 60_000);
        phone.measure("temperature", &[("temperature", value)]);
        phone.tap(Tap::Back);
    }
    phone.log("pain", 3);
    phone.measure("pressure", &[("systolic", "150"), ("diastolic", "80")]);
    phone.tap(Tap::TabChosen(Tab::Diary));
    phone.diary(DiaryEvent::SectionChosen("trends".to_owned()));
    let Screen::Diary(view) = phone.view().screen else { panic!() };
    let chart = |title: &str| view.charts.iter().find(|chart| chart.title == title).unwrap();
    let temperature = chart("体温");
    assert_eq!(
        temperature.sentence,
        "体温最高 38.9\u{a0}°C（今天 17:05）。最近一次 37.0\u{a0}°C（今天 18:05）。最近一次没有到提醒线。"
    );
    assert_eq!(temperature.points.iter().map(|point| point.beyond).collect::<Vec<_>>(), [false, true, false]);
    assert_eq!(
        temperature.limits.iter().map(|limit| limit.value_milli).collect::<Vec<_>>(),
        [38_500, 38_000]
    );
    assert!(temperature.limits[0].label.contains("打给病房"));
    assert_eq!(temperature.rows[0].cells[1], "37.0\u{a0}°C", "the table is newest first");
    assert_eq!((chart("疼痛").low_milli, chart("疼痛").high_milli), (0, 10_000));
    let systolic = chart("高压（收缩压）");
    assert!(
        systolic.limits.iter().all(|limit| limit.value_milli >= 135_000),
        "limits of heart failure are not hers"
    );
}

#[test]
fn what_came_of_an_entry_is_told_in_four_words() {
    let mut phone = Phone::in_use();
    phone.cut_the_network();
    phone.log("cough", 1);
    let id = phone.newest();
    phone.tap(Tap::Today(TodayEvent::EntryOpened(id)));
    let states = |phone: &Phone| phone.entry().trail.iter().map(|step| step.done).collect::<Vec<_>>();
    assert_eq!(states(&phone), [true, false, false]);
    phone.restore_the_network();
    assert_eq!(states(&phone), [true, true, false]);
    phone.tap(Tap::Back);
    assert_eq!(phone.today().entries[0].mark.state, Delivery::Received);
}

#[test]
fn what_was_half_entered_survives_a_reload_and_a_lock_and_never_comes_back_once_it_is_saved() {
    let mut phone = Phone::in_use();
    phone.diary(DiaryEvent::ItemPressed("pain".to_owned()));
    phone.diary(DiaryEvent::ScoreChosen(7));
    phone.diary(DiaryEvent::NoteTyped("写到一半".to_owned()));
    phone.tap(Tap::Hidden);
    phone.restart();
    phone.pin(&crate::support::PIN);
    phone.diary(DiaryEvent::ItemPressed("pain".to_owned()));
    assert_eq!((phone.log_view().scale.value, phone.log_view().note.value.as_str()), (Some(7), "写到一半"));

    phone.diary(DiaryEvent::ScoreChosen(3));
    phone.tap(Tap::Settings(crate::SettingsEvent::LockPressed));
    phone.pin(&crate::support::PIN);
    phone.diary(DiaryEvent::ItemPressed("pain".to_owned()));
    assert_eq!(phone.log_view().scale.value, Some(3));

    phone.diary(DiaryEvent::SavePressed);
    phone.restart();
    phone.pin(&crate::support::PIN);
    phone.diary(DiaryEvent::ItemPressed("pain".to_owned()));
    assert_eq!((phone.log_view().scale.value, phone.log_view().note.value.as_str()), (None, ""));
}

#[test]
fn a_notice_goes_when_the_person_goes_elsewhere() {
    let mut phone = Phone::in_use();
    phone.log("cough", 1);
    phone.tap(Tap::Tick);
    assert!(phone.view().chrome.toast.is_some());
    phone.tap(Tap::TabChosen(Tab::Diary));
    assert!(phone.view().chrome.toast.is_none());
}
