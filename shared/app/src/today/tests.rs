use crate::{Screen, Tab, Tap, TodayEvent, support::Phone};

#[test]
fn after_an_operation_the_next_thing_is_what_was_not_recorded_today() {
    let mut phone = Phone::in_use();
    assert_eq!(phone.today().next.title, "今天还没有记体温");
    phone.tap(Tap::Today(TodayEvent::NextPressed("temperature".to_owned())));
    assert_eq!(phone.view().chrome.title, "记录测量");
    phone.tap(Tap::Back);
    phone.measure("temperature", &[("temperature", "36.8")]);
    assert_eq!(phone.today().next.action.unwrap().label, "记录疼痛");
    phone.log("pain", 1);
    let next = phone.today().next;
    assert_eq!((next.title.as_str(), next.action), ("今天没有要做的事", None));
}

#[test]
fn the_tiles_are_what_this_patient_records_most_and_more_leads_to_the_diary() {
    let mut phone = Phone::in_use();
    for _ in 0..3 {
        phone.log("dizziness", 1);
    }
    let ids: Vec<String> = phone.today().quick.into_iter().map(|item| item.id).collect();
    assert_eq!(ids, ["dizziness", "pain", "temperature", "more"]);
    phone.tap(Tap::Today(TodayEvent::QuickPressed("more".to_owned())));
    let Screen::Diary(diary) = phone.view().screen else { panic!() };
    assert_eq!(diary.items.len(), 15);
}

#[test]
fn today_shows_todays_entries_and_a_new_day_begins_empty() {
    let mut phone = Phone::in_use();
    phone.log("cough", 1);
    assert_eq!(phone.today().entries.len(), 1);
    assert_eq!(phone.today().entries[0].time, "16:05");
    phone.clock.wall_ms += 24 * 3_600_000;
    phone.tap(Tap::Tick);
    assert!(phone.today().entries.is_empty());
    assert_eq!(phone.today().date, "11月23日 周一 · 术后第 4 天");
}

#[test]
fn without_a_known_zone_times_are_in_utc_and_nothing_fails() {
    let mut phone = Phone::in_use();
    phone.clock.zone = "Mars/Olympus".to_owned();
    phone.log("cough", 1);
    assert_eq!(phone.today().entries[0].time, "08:05");
    phone.tap(Tap::TabChosen(Tab::Today));
    phone.settle();
    assert_eq!(phone.hospital.observations()[0]["effectiveDateTime"], "2026-11-22T08:05:00Z");
}
