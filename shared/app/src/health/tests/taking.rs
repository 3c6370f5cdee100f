use super::reading;
use crate::{
    Consent, DiaryEvent, HealthKind, HealthReading, Screen, SettingsEvent, Skill, SystemPage, Tab, Tap,
    effects::vault::VaultFault,
    support::{PIN, Phone, millis},
};

const ID: &str = "health";
const AT: &str = "2026-11-22T15:00:00+08:00";

fn phone() -> Phone {
    let mut phone = Phone::in_use_with(&[Skill::Health]);
    phone.health.owner_says = Consent::Granted;
    phone
}

fn measured(phone: &mut Phone, reading: HealthReading) {
    let got = phone.clock.wall_ms;
    phone.health.readings.push((got, reading));
}

fn weight(id: &str, kilograms: i64) -> HealthReading {
    reading(id, HealthKind::Weight, AT, &[kilograms * 1_000])
}

/// Time passes, and the person comes back.
fn later(phone: &mut Phone, minutes: u64) {
    phone.wait(minutes * 60_000);
    phone.tap(Tap::Tick);
    phone.settle();
}

fn history(phone: &mut Phone) -> Vec<String> {
    phone.tap(Tap::TabChosen(Tab::Diary));
    phone.diary(DiaryEvent::SectionChosen("history".to_owned()));
    let Screen::Diary(view) = phone.view().screen else { panic!("{:?}", phone.view().screen) };
    view.entries.into_iter().map(|row| format!("{} {}", row.title, row.detail)).collect()
}

#[test]
fn nothing_is_read_until_the_switch_is_on_and_then_a_week_back() {
    let mut phone = phone();
    measured(&mut phone, weight("a", 60));
    // A platform may give one twice.
    measured(&mut phone, weight("a", 60));
    later(&mut phone, 20);
    assert_eq!((phone.health.asked, phone.health.reads.len()), (0, 0));
    phone.toggle(ID);
    phone.settle();
    assert_eq!(phone.health.reads, [phone.clock.wall_ms - 7 * 24 * 3_600_000]);
    assert_eq!(history(&mut phone), ["体重 60\u{a0}kg · OMRON HEM-7136"]);
    assert_eq!(phone.hospital.observations().len(), 1);
    assert_eq!(phone.hospital.observations()[0]["device"]["display"], "OMRON HEM-7136");
}

#[test]
fn a_reading_is_taken_once_however_often_it_is_read_and_after_a_restart() {
    let mut phone = phone();
    measured(&mut phone, weight("a", 60));
    phone.toggle(ID);
    for _ in 0..3 {
        // A platform that gives everything again.
        phone.health.readings.iter_mut().for_each(|(got, _)| *got = i64::MAX);
        later(&mut phone, 20);
    }
    let reads = phone.health.reads.len();
    phone.restart();
    phone.pin(&PIN);
    phone.settle();
    assert_eq!(phone.health.reads.len(), reads + 1, "read again after unlocking");
    phone.tap(Tap::Woken);
    phone.settle();
    assert_eq!(phone.health.reads.len(), reads + 2);
    let sent: Vec<_> = phone.hospital.observations();
    assert_eq!((sent.len(), sent[0]["meta"]["versionId"].as_str()), (1, Some("1")));
    assert_eq!(history(&mut phone).len(), 1);
}

#[test]
fn it_reads_every_quarter_of_an_hour_and_goes_on_where_it_ended() {
    let mut phone = phone();
    phone.toggle(ID);
    let began = phone.clock.wall_ms;
    later(&mut phone, 1);
    later(&mut phone, 13);
    assert_eq!(phone.health.reads.len(), 1);
    later(&mut phone, 1);
    assert_eq!(phone.health.reads[1..], [began]);
    phone.restart();
    assert_eq!(phone.health.reads.len(), 2);
    phone.tap(Tap::Woken);
    phone.tap(Tap::Tick);
    assert_eq!(phone.health.reads.len(), 2, "while locked there is no key to keep it with");
    phone.pin(&PIN);
    assert_eq!(phone.health.reads[2..], [began + 15 * 60_000]);
}

#[test]
fn many_readings_come_in_pages_and_all_of_them_are_taken() {
    let mut phone = phone();
    phone.health.page = Some(20);
    let start = millis("2026-11-20T00:00:00+08:00");
    for index in 0..50_i64 {
        let at = start + index * 60_000;
        let one = HealthReading { start_ms: at, end_ms: at, ..weight(&format!("w{index}"), 60) };
        phone.health.readings.push((at, one));
    }
    phone.toggle(ID);
    let taken = phone.vault.records.keys().filter(|(kind, _)| kind == "Observation").count();
    assert_eq!(taken, 50);
    assert_eq!(phone.health.reads.len(), 3);
}

#[test]
fn a_platform_that_got_too_much_at_once_does_not_keep_the_later_ones_out() {
    let mut phone = phone();
    phone.health.page = Some(20);
    for index in 0..30_i64 {
        let at = millis("2026-10-01T00:00:00+08:00") + index * 60_000;
        let one = HealthReading { start_ms: at, end_ms: at, ..weight(&format!("w{index}"), 60) };
        phone.health.readings.push((millis("2026-11-20T12:00:00+08:00"), one));
    }
    measured(&mut phone, weight("today", 61));
    phone.toggle(ID);
    let taken = phone.vault.records.keys().filter(|(kind, _)| kind == "Observation").count();
    assert_eq!(taken, 21, "the first twenty, and today's");
    let reads = phone.health.reads.len();
    assert!(reads < 30, "{reads}");
    later(&mut phone, 20);
    assert_eq!(phone.health.reads.len(), reads + 1, "and reading goes on");
}

#[test]
fn what_the_patient_typed_stays_as_it_is() {
    let mut phone = phone();
    phone.measure("weight", &[("weight", "61.5")]);
    phone.settle();
    let typed = phone.hospital.observations()[0].clone();
    measured(&mut phone, weight("a", 60));
    phone.toggle(ID);
    phone.settle();
    assert_eq!(phone.hospital.observations().len(), 2);
    assert!(phone.hospital.observations().contains(&&typed));
    assert_eq!(phone.today_next(), "今天还没有记体温", "the next thing is still the patient's own");
}

#[test]
fn a_bad_reading_never_keeps_the_others_out_and_is_counted() {
    let mut phone = phone();
    measured(&mut phone, weight("impossible", 900));
    measured(&mut phone, reading("two", HealthKind::BloodPressure, AT, &[120_000]));
    measured(&mut phone, reading("ahead", HealthKind::Weight, "2026-11-23T15:00:00+08:00", &[60_000]));
    measured(&mut phone, weight("good", 60));
    phone.toggle(ID);
    phone.settle();
    assert_eq!(phone.hospital.observations().len(), 1);
    let row = phone.switch(ID).unwrap();
    assert!(row.problem.contains("有 3 条"), "{}", row.problem);
}

#[test]
fn a_reading_that_a_rule_speaks_about_gives_its_advice_once() {
    let mut phone = phone();
    let rule =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../care/library/low-oxygen.json"));
    phone.hospital.put(serde_json::from_str(&rule.unwrap()).unwrap(), false);
    phone.settle();
    measured(&mut phone, reading("o", HealthKind::OxygenSaturation, AT, &[85_000]));
    phone.tap(Tap::TabChosen(Tab::Today));
    phone.skills = vec![Skill::Health];
    phone.tap(Tap::Settings(SettingsEvent::SwitchToggled(ID.to_owned())));
    phone.settle();
    assert_eq!(phone.advice().cards[0].value, "85%");
    phone.tap(Tap::Back);
    phone.health.readings[0].0 = i64::MAX;
    later(&mut phone, 20);
    assert!(matches!(phone.view().screen, Screen::Today(_)), "not told twice");
    assert_eq!(phone.vault.documents.iter().filter(|(kind, ..)| kind == "advice").count(), 1);
}

#[test]
fn to_the_rules_the_earlier_readings_of_a_page_are_history_of_the_later() {
    let rule = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../care/library/heart-failure-weight.json"
    ));
    let rule: serde_json::Value = serde_json::from_str(&rule.unwrap()).unwrap();
    let told = |readings: &[(&str, i64)]| {
        let mut phone = phone();
        phone.hospital.put(rule.clone(), false);
        let diagnosis = serde_json::json!({"resourceType": "Condition", "id": "heart",
            "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "I50.9"}]},
            "subject": {"reference": "Patient/li"}});
        phone.hospital.put(diagnosis, true);
        phone.settle();
        for (at, kilograms) in readings {
            measured(&mut phone, reading(at, HealthKind::Weight, at, &[kilograms * 1_000]));
        }
        phone.toggle(ID);
        phone.settle();
        phone.vault.documents.iter().filter(|(kind, ..)| kind == "advice").count()
    };
    assert_eq!(told(&[(AT, 63)]), 0, "one weight alone says nothing");
    assert_eq!(told(&[("2026-11-21T15:00:00+08:00", 60), (AT, 63)]), 1);
}

#[test]
fn while_something_is_being_entered_advice_waits_and_a_word_says_so() {
    let mut phone = phone();
    let rule =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../care/library/low-oxygen.json"));
    phone.hospital.put(serde_json::from_str(&rule.unwrap()).unwrap(), false);
    phone.settle();
    phone.toggle(ID);
    measured(&mut phone, reading("o", HealthKind::OxygenSaturation, AT, &[85_000]));
    phone.diary(DiaryEvent::ItemPressed("pain".to_owned()));
    phone.diary(DiaryEvent::ScoreChosen(3));
    later(&mut phone, 20);
    assert_eq!(phone.log_view().scale.value, Some(3));
    let toast = phone.view().chrome.toast.unwrap();
    assert_eq!((toast.text.as_str(), toast.action.as_str()), ("刚读到的测量里有要留意的", "看建议"));
    phone.tap(Tap::ToastAction);
    assert_eq!(phone.advice().cards[0].value, "85%");
    phone.tap(Tap::Back);
    assert_eq!(phone.log_view().scale.value, Some(3), "what was being entered is still there");
}

#[test]
fn a_device_reading_names_its_source_can_be_taken_back_but_not_rewritten() {
    let mut phone = phone();
    measured(&mut phone, HealthReading { typed: true, ..weight("a", 60) });
    phone.toggle(ID);
    phone.settle();
    let id = phone.newest();
    phone.diary(DiaryEvent::EntryOpened(id.clone()));
    let entry = phone.entry();
    let source = entry.rows.iter().find(|row| row.label == "来自").unwrap();
    assert_eq!(source.value, "OMRON HEM-7136 · Omron Connect · 在那里手动填的");
    assert!(entry.correct.is_empty() && !entry.withdraw.is_empty());
    phone.diary(DiaryEvent::WithdrawPressed(id.clone()));
    phone.diary(DiaryEvent::WithdrawConfirmed(id));
    phone.health.readings[0].0 = i64::MAX;
    later(&mut phone, 20);
    let sent = phone.hospital.observations();
    assert_eq!((sent.len(), sent[0]["status"].as_str()), (1, Some("entered-in-error")), "and stays so");
}

#[test]
fn refused_readings_are_explained_and_coming_back_with_permission_reads_them() {
    let mut phone = phone();
    phone.health.owner_says = Consent::Refused;
    measured(&mut phone, weight("a", 60));
    phone.toggle(ID);
    let row = phone.switch(ID).unwrap();
    assert!(row.on && row.problem.contains("没有允许") && row.problem.contains("自己填"), "{}", row.problem);
    phone.tap(Tap::Settings(SettingsEvent::FixPressed(ID.to_owned())));
    assert_eq!(phone.opened, [SystemPage::Health]);
    phone.health.consent = Consent::Granted;
    later(&mut phone, 1);
    assert!(phone.switch(ID).unwrap().problem.is_empty());
    assert_eq!(phone.hospital.observations().len(), 1);
}

#[test]
fn a_full_disk_loses_nothing_it_is_read_again() {
    let mut phone = phone();
    phone.toggle(ID);
    measured(&mut phone, weight("a", 60));
    phone.vault.writes_fail = Some(VaultFault::StorageFull);
    later(&mut phone, 20);
    assert!(phone.hospital.observations().is_empty());
    phone.vault.writes_fail = None;
    later(&mut phone, 1);
    assert_eq!(phone.hospital.observations().len(), 1);
}

#[test]
fn turned_off_nothing_more_is_read_and_what_is_here_stays() {
    let mut phone = phone();
    measured(&mut phone, weight("a", 60));
    phone.toggle(ID);
    phone.settle();
    phone.toggle(ID);
    let reads = phone.health.reads.len();
    later(&mut phone, 20);
    phone.tap(Tap::Woken);
    assert_eq!(phone.health.reads.len(), reads);
    assert_eq!(history(&mut phone).len(), 1);
}

#[test]
fn two_phones_with_the_same_seed_write_the_same() {
    let run = || {
        let mut phone = phone();
        measured(&mut phone, weight("a", 60));
        measured(&mut phone, reading("b", HealthKind::HeartRate, AT, &[72_000]));
        phone.toggle(ID);
        phone.settle();
        phone.trace
    };
    assert_eq!(run(), run());
}
