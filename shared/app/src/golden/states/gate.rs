//! Starting, what keeps from starting, the invitation, the PIN, the lock.

use crux_core::App;

use super::{Book, settings::with_every_skill};
use crate::{
    Kangban, LockEvent, Model, Screen, SecretOut, SettingsEvent, Tap,
    effects::vault::VaultFault,
    support::{CODE, PIN, Phone, answer},
    text::Lang,
};

const WRONG: [u8; 6] = [9, 9, 0, 0, 1, 1];

pub(super) fn states(book: &mut Book) {
    starting(book);
    failed(book);
    invitation(book);
    choose_pin(book);
    lock(book);
}

fn starting(book: &mut Book) {
    let mut model = Model::default();
    model.look.lang = Lang::from_tag(book.language).unwrap();
    book.add("at the first moment", Kangban.view(&model));
    model.look.elders = true;
    book.add("elders' mode", Kangban.view(&model));
}

fn failed(book: &mut Book) {
    for (name, fault) in [
        ("no storage", VaultFault::StorageUnavailable),
        ("open elsewhere", VaultFault::HeldElsewhere),
        ("written by a newer app", VaultFault::NewerSchema),
        ("storage is full", VaultFault::StorageFull),
        ("damaged", VaultFault::Damaged),
    ] {
        let mut phone = book.new_phone();
        phone.vault.all_fails = Some(fault);
        phone.restart();
        book.keep(name, &phone);
    }
}

fn code(phone: &mut Phone, code: &str) {
    phone.tap(Tap::Lock(LockEvent::CodeTyped(code.to_owned())));
    phone.tap(Tap::Lock(LockEvent::CodeSubmitted));
}

fn invitation(book: &mut Book) {
    let mut phone = book.new_phone();
    book.keep("empty", &phone);
    let unknown = r#"{"error":"invalid_grant","kangban_reason":"unknown"}"#;
    phone.hospital.token_script.push_back(answer(400, unknown));
    code(&mut phone, "KANG-0000");
    book.keep("a code that nobody knows", &phone);
    let mut phone = book.new_phone();
    phone.online = false;
    code(&mut phone, CODE);
    book.keep("offline", &phone);
    let mut busy = phone.view();
    if let Screen::Invitation(view) = &mut busy.screen {
        view.busy = true;
        view.code.error.clear();
    }
    book.add_made("being asked for", busy);

    // A device that was signed out asks for a new code, with everything still there.
    let mut phone = book.phone();
    phone.hospital.expire_access();
    "ended".clone_into(&mut phone.hospital.refresh);
    phone.log("nausea", 2);
    phone.tap(Tap::Today(crate::TodayEvent::SyncPressed));
    phone.tap(Tap::Sync(crate::SyncEvent::RetryPressed));
    assert!(matches!(phone.view().screen, Screen::Invitation(_)), "{:?}", phone.view().screen);
    book.keep("signed out", &phone);
}

fn choose_pin(book: &mut Book) {
    let mut phone = book.new_phone();
    code(&mut phone, CODE);
    book.keep("first", &phone);
    phone.pin(&[1; 6]);
    book.keep("too simple", &phone);
    phone.pin(&PIN);
    phone.pin(&PIN[..3]);
    book.keep("again, half of it", &phone);
    let mut busy = phone.view();
    if let Screen::ChoosePin(view) = &mut busy.screen {
        view.busy = true;
        view.pad.ready = false;
    }
    book.add_made("being made", busy);
    phone.pin(&[1, 1, 1]);
    book.keep("two that differ", &phone);

    let mut phone = book.phone().for_elders();
    phone.tap(Tap::Settings(SettingsEvent::ChangePinPressed));
    phone.pin(&PIN[..2]);
    book.keep("changing it, elders' mode", &phone);
}

fn lock(book: &mut Book) {
    let mut phone = book.phone();
    phone.restart();
    book.keep("locked", &phone);
    phone.pin(&WRONG);
    book.keep("a wrong PIN", &phone);
    phone.tap(Tap::Lock(LockEvent::ForgotPressed));
    book.keep("forgotten", &phone);
    phone.pin(&WRONG);
    phone.pin(&WRONG);
    book.keep("waiting", &phone);

    let mut phone = book.phone().for_elders();
    phone.restart();
    phone.pin(&PIN[..4]);
    book.keep("four digits, elders' mode", &phone);
    let mut phone = book.phone();
    phone.tap(Tap::Settings(SettingsEvent::ThemeChosen("dark".to_owned())));
    phone.restart();
    book.keep("dark", &phone);

    let mut phone = book.phone();
    phone.tap(Tap::Hidden);
    phone.wait(5 * 60 * 1_000);
    book.keep("locked by itself", &phone);

    // Opened with a finger, until the fingers change.
    let mut phone = with_every_skill(book);
    phone.toggle("quick");
    book.keep("the PIN before a finger is taken", &phone);
    phone.pin(&PIN);
    phone.restart();
    book.keep("with a finger", &phone);
    phone.secret.next = Some(SecretOut::Changed);
    phone.tap(Tap::Lock(LockEvent::QuickPressed));
    book.keep("a finger that changed", &phone);
}
