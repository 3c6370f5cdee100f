use super::{Activating, Locked, PIN_LENGTH, PinTyped, Why, quick};
use crate::{
    format,
    model::{Failure, Model, Open},
    text::{Lang, t},
    view::{ChoosePinView, FailedView, Field, InvitationView, LockView, PinPad, Screen},
};

/// The invitation, then choosing a PIN.
pub(crate) fn activating(model: &Model, activating: &Activating) -> Screen {
    let lang = model.look.lang;
    if activating.grant.is_none() {
        return Screen::Invitation(invitation(lang, activating, t!(lang, "invitation-intro"), true));
    }
    let intro = if activating.first.is_none() { t!(lang, "pin-intro") } else { t!(lang, "pin-intro-again") };
    Screen::ChoosePin(ChoosePinView {
        intro,
        pad: pad(lang, &activating.typed, &activating.error, !activating.busy),
        busy: activating.busy,
        busy_text: t!(lang, "pin-busy"),
    })
}

/// A new invitation for a device that was signed out.
pub(crate) fn reactivating(model: &Model, open: &Open) -> Screen {
    let lang = model.look.lang;
    let none = Activating::default();
    let activating = open.sync.activating.as_deref().unwrap_or(&none);
    Screen::Invitation(invitation(lang, activating, t!(lang, "invitation-again-intro"), false))
}

fn invitation(lang: Lang, activating: &Activating, intro: String, languages: bool) -> InvitationView {
    let busy = activating.busy;
    InvitationView {
        intro,
        code: Field {
            id: "code".to_owned(),
            label: t!(lang, "invitation-code"),
            value: activating.code.clone(),
            help: t!(lang, "invitation-help"),
            error: activating.error.clone(),
            ..Field::default()
        },
        submit: if busy { t!(lang, "invitation-busy") } else { t!(lang, "invitation-submit") },
        busy,
        other_language: if languages { t!(lang.other(), "language-own-name") } else { String::new() },
    }
}

/// Changing the PIN of the open vault.
pub(crate) fn change_pin(model: &Model, open: &Open) -> Screen {
    let lang = model.look.lang;
    let Some(change) = &open.pin else { return Screen::ChoosePin(ChoosePinView::default()) };
    let intro = match (&change.old, &change.first) {
        _ if change.busy => String::new(),
        (None, _) => t!(lang, "pin-intro-old"),
        (Some(_), None) => t!(lang, "pin-intro-new"),
        (Some(_), Some(_)) => t!(lang, "pin-intro-again"),
    };
    Screen::ChoosePin(ChoosePinView {
        intro,
        pad: pad(lang, &change.typed, &change.error, !change.busy),
        busy: change.busy,
        busy_text: t!(lang, "pin-busy-change"),
    })
}

/// Turning on that a finger or a face opens.
pub(crate) fn quick_setup(model: &Model, open: &Open) -> Screen {
    let lang = model.look.lang;
    let Some(setup) = &open.quick else { return Screen::ChoosePin(ChoosePinView::default()) };
    Screen::ChoosePin(ChoosePinView {
        intro: if setup.busy { String::new() } else { t!(lang, "quick-intro") },
        pad: pad(lang, &setup.typed, &setup.error, !setup.busy),
        busy: setup.busy,
        busy_text: t!(lang, "quick-busy"),
    })
}

pub(crate) fn locked(model: &Model, locked: &Locked) -> Screen {
    let lang = model.look.lang;
    let wait = match locked.until_mono_ms {
        Some(until) => {
            let left = format::wait(lang, until.saturating_sub(model.clock.mono_ms));
            t!(lang, "lock-wait", wait = left)
        }
        None => String::new(),
    };
    let ready = wait.is_empty() && !locked.busy;
    Screen::Lock(LockView {
        greeting: match locked {
            Locked { busy: true, .. } => t!(lang, "lock-opening"),
            Locked { why: Why::Away, .. } => t!(lang, "lock-greeting-away"),
            _ => t!(lang, "lock-greeting"),
        },
        pad: pad(lang, &locked.typed, &locked.error, ready),
        wait,
        quick: quick::button(model, ready),
        quick_text: quick::lock_text(lang, locked),
        busy: locked.busy,
        forgot: t!(lang, "lock-forgot"),
        forgot_text: if locked.forgot { t!(lang, "lock-forgot-text") } else { String::new() },
    })
}

fn pad(lang: Lang, typed: &PinTyped, error: &str, ready: bool) -> PinPad {
    PinPad {
        filled: u8::try_from(typed.len()).unwrap_or(u8::MAX),
        length: u8::try_from(PIN_LENGTH).unwrap_or(u8::MAX),
        progress: t!(lang, "pin-progress", count = typed.len(), total = PIN_LENGTH.to_string()),
        error: error.to_owned(),
        ready,
        backspace: t!(lang, "pin-backspace"),
    }
}

pub(crate) fn failed(model: &Model, failure: Failure) -> Screen {
    let lang = model.look.lang;
    let (title, text) = match failure {
        Failure::StorageUnavailable => (t!(lang, "failed-unavailable"), t!(lang, "failed-unavailable-text")),
        Failure::HeldElsewhere => (t!(lang, "failed-held"), t!(lang, "failed-held-text")),
        Failure::NewerSchema => (t!(lang, "failed-newer"), t!(lang, "failed-newer-text")),
        Failure::Damaged => (t!(lang, "failed-damaged"), t!(lang, "failed-damaged-text")),
        Failure::StorageFull => (t!(lang, "failed-full"), t!(lang, "failed-full-text")),
    };
    Screen::Failed(FailedView { icon: "device".to_owned(), title, text, action: t!(lang, "failed-retry") })
}
