//! Today, and where the entries are.

use serde_json::json;

use super::Book;
use crate::{
    SettingsEvent, SyncEvent, Tab, Tap, TodayEvent,
    support::{Phone, fhir, millis},
};

pub(super) fn states(book: &mut Book) {
    today(book);
    sync(book);
}

/// A doctor's message; the newest of the day are unread.
pub(super) fn from_doctor(phone: &mut Phone, id: &str, sent: &str, text: &str) {
    phone.hospital.put(
        json!({"resourceType": "Communication", "id": id, "status": "completed",
            "sender": {"reference": "Practitioner/dr-wang"}, "sent": sent, "payload": [{"contentString": text}]}),
        true,
    );
    phone.settle();
}

/// A day with something of everything.
pub(super) fn a_full_day(phone: &mut Phone) {
    phone.measure("temperature", &[("temperature", "37.2")]);
    phone.log("pain", 3);
    phone.clock.wall_ms = millis("2026-11-22T17:20:00+08:00");
    phone.log("nausea", 2);
    phone.measure("pressure", &[("systolic", "128"), ("diastolic", "82")]);
    phone.tap(Tap::TabChosen(Tab::Today));
}

fn today(book: &mut Book) {
    let mut phone = book.phone();
    book.keep("nothing recorded yet", &phone);
    a_full_day(&mut phone);
    book.keep("a full day, received", &phone);
    phone.cut_the_network();
    phone.log("cough", 4);
    phone.tap(Tap::TabChosen(Tab::Today));
    book.keep("offline with an entry that waits", &phone);

    let mut phone = book.phone();
    a_full_day(&mut phone);
    from_doctor(
        &mut phone,
        "news",
        "2026-11-22T17:22:00+08:00",
        book.says("伤口看着不错", "The cut looks fine"),
    );
    book.keep("a message to read", &phone);

    let mut phone = book.phone();
    phone.hospital.upload_script.push_back(fhir(422));
    phone.log("nausea", 2);
    phone.tap(Tap::TabChosen(Tab::Today));
    book.keep("an entry that was refused", &phone);

    let mut phone = book.phone();
    phone.log("nausea", 2);
    book.keep("just saved", &phone);

    let mut phone = book.phone().for_elders();
    book.keep("elders' mode", &phone);
    phone.log("nausea", 2);
    phone.tap(Tap::TabChosen(Tab::Today));
    book.keep("elders' mode, recorded", &phone);
    let mut phone = book.phone();
    phone.tap(Tap::Settings(SettingsEvent::ThemeChosen("dark".to_owned())));
    phone.tap(Tap::TabChosen(Tab::Today));
    book.keep("dark", &phone);
}

fn open_sync(phone: &mut Phone) {
    phone.tap(Tap::TabChosen(Tab::Today));
    phone.tap(Tap::Today(TodayEvent::SyncPressed));
}

fn sync(book: &mut Book) {
    let mut phone = book.phone();
    open_sync(&mut phone);
    book.keep("nothing to send", &phone);
    a_full_day(&mut phone);
    open_sync(&mut phone);
    book.keep("all received", &phone);
    phone.cut_the_network();
    phone.log("cough", 4);
    phone.log("nausea", 1);
    open_sync(&mut phone);
    book.keep("offline, two wait", &phone);

    let mut phone = book.phone();
    for status in [422, 413] {
        phone.hospital.upload_script.push_back(fhir(status));
        phone.log("nausea", 2);
    }
    open_sync(&mut phone);
    book.keep("two refused", &phone);
    let id = phone.sync().refused[0].id.clone();
    phone.tap(Tap::Sync(SyncEvent::ExportPressed(id)));
    book.keep("two refused, a copy kept", &phone);

    let mut phone = book.phone();
    phone.hospital.expire_access();
    "ended".clone_into(&mut phone.hospital.refresh);
    phone.log("nausea", 2);
    open_sync(&mut phone);
    book.keep("signed out", &phone);

    let mut phone = book.phone().for_elders();
    phone.cut_the_network();
    phone.log("cough", 4);
    open_sync(&mut phone);
    book.keep("offline, elders' mode", &phone);
}
