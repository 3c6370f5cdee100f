//! Settings.

use super::Book;
use crate::{
    Consent, NotifyOut, SecretOut, SettingsEvent, Skill, Tab, Tap,
    support::{PIN, Phone},
};

/// All that a phone can do.
const SKILLS: [Skill; 6] =
    [Skill::Biometrics, Skill::Notices, Skill::Health, Skill::Camera, Skill::Dictation, Skill::ScreenCover];

pub(super) fn states(book: &mut Book) {
    let mut phone = book.phone();
    phone.settings();
    book.keep("on a page", &phone);
    phone.tap(Tap::Settings(SettingsEvent::ThemeChosen("dark".to_owned())));
    book.keep("dark", &phone);
    phone.cut_the_network();
    phone.log("cough", 4);
    phone.settings();
    book.keep("dark, offline", &phone);
    let mut phone = book.phone().for_elders();
    phone.settings();
    book.keep("elders' mode", &phone);

    let mut phone = with_every_skill(book);
    phone.settings();
    book.keep("on a phone, nothing switched on", &phone);
    phone.notify.stand = NotifyOut { consent: Consent::Granted, exact: true };
    (phone.notify.owner_says, phone.health.owner_says) = (Consent::Granted, Consent::Granted);
    switch_all(&mut phone);
    phone.settings();
    book.keep("on a phone, all switched", &phone);

    let mut phone = with_every_skill(book);
    (phone.notify.owner_says, phone.health.owner_says) = (Consent::Refused, Consent::Refused);
    phone.secret.next = Some(SecretOut::Unavailable);
    switch_all(&mut phone);
    let problems = phone.settings().switches.iter().filter(|row| !row.problem.is_empty()).count();
    assert!(problems > 1, "{:#?}", phone.settings().switches);
    phone.tap(Tap::ToastDismissed);
    book.keep("on a phone that does not play along", &phone);
    let mut phone = phone.for_elders();
    phone.settings();
    book.keep("on a phone that does not play along, elders' mode", &phone);
}

/// A phone that can do everything, with nothing granted yet.
pub(super) fn with_every_skill(book: &Book) -> Phone {
    let phone = Phone::in_use_with(&SKILLS);
    book.speaking(phone)
}

/// Presses every switch, with the PIN where it is asked for.
fn switch_all(phone: &mut Phone) {
    for switch in phone.settings().switches {
        phone.toggle(&switch.id);
        phone.pin(&PIN);
        phone.settle();
    }
    phone.tap(Tap::TabChosen(Tab::Me));
}
