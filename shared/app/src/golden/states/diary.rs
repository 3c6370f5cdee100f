//! The diary, one entry, advice.

use super::{Book, settings::with_every_skill, today::a_full_day};
use crate::{
    Consent, DiaryEvent, HealthKind, HealthReading, PickedFile, Screen, Tab, Tap,
    support::{Phone, millis},
};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
const PHOTO: [u8; 7] = [0xff, 0xd8, 0xff, 0xe0, 1, 2, 3];

pub(super) fn states(book: &mut Book) {
    diary(book);
    entry(book);
    advice(book);
    devices(book);
}

fn section(phone: &mut Phone, id: &str) {
    phone.tap(Tap::TabChosen(Tab::Diary));
    phone.diary(DiaryEvent::SectionChosen(id.to_owned()));
}

fn diary(book: &mut Book) {
    let mut phone = book.phone();
    section(&mut phone, "record");
    book.keep("what can be recorded", &phone);
    for (id, name) in [("history", "no history"), ("trends", "no trends"), ("forms", "no forms")] {
        section(&mut phone, id);
        book.keep(name, &phone);
    }
    section(&mut phone, "record");
    let mut phone = phone.for_elders();
    section(&mut phone, "record");
    book.keep("what can be recorded, elders' mode", &phone);

    // Four days, one reading of each kind a day.
    let mut phone = book.phone();
    let now = phone.clock.wall_ms;
    for days in (0..4).rev() {
        phone.clock.wall_ms = now - days * DAY_MS;
        phone.measure("temperature", &[("temperature", if days == 2 { "38.4" } else { "36.9" })]);
        phone.log("pain", u8::try_from(2 + days).unwrap());
    }
    phone.clock.wall_ms = now;
    phone.tap(Tap::Tick);
    section(&mut phone, "history");
    book.keep("a history", &phone);
    section(&mut phone, "trends");
    book.keep("trends", &phone);
    let mut phone = phone.for_elders();
    section(&mut phone, "trends");
    book.keep("trends, elders' mode", &phone);
    section(&mut phone, "history");
    phone.cut_the_network();
    phone.log("cough", 1);
    section(&mut phone, "history");
    book.keep("a history, offline, elders' mode", &phone);

    // More than one page of a history.
    let mut phone = book.phone();
    for hours in (1..=130).rev() {
        phone.clock.wall_ms = now - hours * 3_600_000;
        phone.log("nausea", 1);
    }
    section(&mut phone, "history");
    phone.diary(DiaryEvent::OlderPressed);
    let Screen::Diary(view) = phone.view().screen else { panic!() };
    assert!(!view.newer.is_empty() && !view.older.is_empty(), "a page between others");
    book.keep("an older page", &phone);
}

/// A symptom with everything that can be said of it.
fn with_everything(book: &Book, phone: &mut Phone) {
    phone.diary(DiaryEvent::ItemPressed("pain".to_owned()));
    phone.diary(DiaryEvent::ScoreChosen(8));
    phone.diary(DiaryEvent::SitePressed);
    phone.diary(DiaryEvent::SiteChosen("navel".to_owned()));
    phone.diary(DiaryEvent::NoteTyped(book.says("走路时更疼", "Worse when walking").to_owned()));
    let picked = PickedFile { mime: "image/jpeg".to_owned(), bytes: PHOTO.to_vec(), original_bytes: 7 };
    phone.diary(DiaryEvent::PhotoChosen(picked));
    phone.diary(DiaryEvent::SavePressed);
}

fn open_newest(phone: &mut Phone) -> String {
    let id = phone.newest();
    phone.diary(DiaryEvent::EntryOpened(id.clone()));
    id
}

fn entry(book: &mut Book) {
    let mut phone = book.phone();
    phone.cut_the_network();
    phone.log("nausea", 2);
    let id = open_newest(&mut phone);
    book.keep("saved, offline", &phone);
    phone.diary(DiaryEvent::WithdrawPressed(id));
    book.keep("to be taken back", &phone);

    let mut phone = book.phone();
    with_everything(book, &mut phone);
    phone.settle();
    open_newest(&mut phone);
    book.keep("note, photo and advice, received", &phone);
    let photo = phone.entry().photo;
    phone.diary(DiaryEvent::PhotoWanted(photo));
    assert!(!phone.entry().photo_bytes.is_empty());
    book.keep("its photo", &phone);
    seen(&mut phone);
    let mut phone = phone.for_elders();
    let id = phone.entry().id;
    phone.diary(DiaryEvent::EntryOpened(id));
    book.keep("seen by the doctor, elders' mode", &phone);

    let mut phone = book.phone();
    let long = book.says("夜里更疼，走路也疼。", "It hurts more at night, and when walking. ").repeat(30);
    phone.diary(DiaryEvent::ItemPressed("cough".to_owned()));
    phone.diary(DiaryEvent::ScoreChosen(1));
    phone.diary(DiaryEvent::NoteTyped(long.trim().to_owned()));
    phone.diary(DiaryEvent::SavePressed);
    open_newest(&mut phone);
    book.keep("long text", &phone);
}

/// The doctor has seen the pain.
fn seen(phone: &mut Phone) {
    use serde_json::json;
    let id = phone.entry().id;
    let seen = json!({"url": kangban_fhir::terms::SEEN, "extension": [
        {"url": "by", "valueReference": {"reference": "Practitioner/dr-wang"}},
        {"url": "at", "valueInstant": "2026-11-22T08:20:00Z"}]});
    let finding = json!({"url": kangban_fhir::terms::FINDING, "extension": [
        {"url": "at", "valueInstant": "2026-11-22T08:11:00Z"}]});
    phone.hospital.put(
        json!({"resourceType": "Task", "id": "alert", "status": "requested", "extension": [seen],
            "input": [{"extension": [finding], "valueReference": {"reference": format!("Observation/{id}")}}]}),
        true,
    );
    phone.settle();
}

fn advice(book: &mut Book) {
    let mut phone = book.phone();
    phone.measure("temperature", &[("temperature", "38.9")]);
    book.keep("a fever, received", &phone);
    phone.cut_the_network();
    with_everything(book, &mut phone);
    book.keep("pain, offline", &phone);
    phone.clock.wall_ms = millis("2026-11-22T20:00:00+08:00");
    phone.tap(Tap::ToastDismissed);
    book.keep("pain, the notice gone", &phone);

    let mut phone = book.phone().for_elders();
    phone.measure("temperature", &[("temperature", "38.9")]);
    book.keep("elders' mode", &phone);
    phone.diary(DiaryEvent::AdviceMorePressed);
    book.keep("elders' mode, what else to do", &phone);
    let mut phone = book.phone();
    a_full_day(&mut phone);
    phone.measure("pressure", &[("systolic", "185"), ("diastolic", "125")]);
    if matches!(phone.view().screen, Screen::Measure(_)) {
        phone.tap(Tap::Measures(crate::MeasuresEvent::SavePressed));
    }
    assert!(matches!(phone.view().screen, Screen::Advice(_)), "{:?}", phone.view().screen);
    book.keep("blood pressure", &phone);
}

/// What devices at home measured: listed, opened, and so high that a rule fires.
fn devices(book: &mut Book) {
    let mut phone = with_every_skill(book);
    phone.health.owner_says = Consent::Granted;
    for (n, kind, values) in [
        (1, HealthKind::BloodPressure, vec![128_000, 82_000]),
        (2, HealthKind::HeartRate, vec![72_000]),
        (3, HealthKind::Temperature, vec![38_900]),
    ] {
        let at = phone.clock.wall_ms - (4 - n) * 600_000;
        let reading = HealthReading {
            id: format!("reading-{n}"),
            kind,
            start_ms: at,
            end_ms: at,
            values,
            device: "OMRON HEM-7136".to_owned(),
            source: "Omron Connect".to_owned(),
            typed: false,
        };
        phone.health.readings.push((at, reading));
    }
    phone.toggle("health");
    phone.settle();
    phone.tap(Tap::TabChosen(Tab::Today));
    book.keep("what devices measured", &phone);
    let id = phone.newest();
    phone.diary(DiaryEvent::EntryOpened(id.clone()));
    assert!(format!("{:?}", phone.entry().rows).contains("OMRON"), "{:?}", phone.entry().rows);
    book.keep("what a device measured", &phone);
    phone.diary(DiaryEvent::AdvicePressed(id));
    book.keep("what a device measured fires a rule", &phone);
}
