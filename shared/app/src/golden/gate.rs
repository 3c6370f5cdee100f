//! What is in front before a vault is open.

use super::{
    parts::{self, icon},
    sheet::Sheet,
};
use crate::{ChoosePinView, Chrome, FailedView, InvitationView, LockEvent, LockView, PinPad, Tap};

fn tell(event: LockEvent) -> Tap {
    Tap::Lock(event)
}

/// Everybody who can be called. The core cannot be told: nothing is open.
fn calls(sheet: &mut Sheet, chrome: &Chrome) {
    for call in &chrome.calls {
        parts::call(sheet, call, false);
    }
}

pub(super) fn failed(sheet: &mut Sheet, chrome: &Chrome, view: &FailedView) {
    let FailedView { icon: name, title, text, action } = view;
    icon(name);
    sheet.show(title);
    sheet.show(text);
    sheet.button(action, tell(LockEvent::RetryPressed));
    calls(sheet, chrome);
}

pub(super) fn invitation(sheet: &mut Sheet, chrome: &Chrome, view: &InvitationView) {
    let InvitationView { intro, code, submit, busy, other_language } = view;
    sheet.button(other_language, tell(LockEvent::LanguageSwitched));
    sheet.show(intro);
    parts::field(sheet, code, |text| tell(LockEvent::CodeTyped(text)), None);
    sheet.button(submit, Some(tell(LockEvent::CodeSubmitted)).filter(|_| !busy));
    calls(sheet, chrome);
}

fn pad(sheet: &mut Sheet, pad: &PinPad) {
    parts::pin_pad(sheet, pad, |digit| tell(LockEvent::Digit(digit)), tell(LockEvent::Erased));
}

pub(super) fn choose_pin(sheet: &mut Sheet, view: &ChoosePinView) {
    let ChoosePinView { intro, pad: keys, busy, busy_text } = view;
    sheet.show(intro);
    pad(sheet, keys);
    sheet.show_if(*busy, busy_text);
}

pub(super) fn lock(sheet: &mut Sheet, chrome: &Chrome, view: &LockView) {
    let LockView { greeting, pad: keys, wait, quick, quick_text, busy: _, forgot, forgot_text } = view;
    sheet.show(greeting);
    sheet.show(wait);
    pad(sheet, keys);
    if let Some(quick) = quick {
        parts::button(sheet, quick, tell(LockEvent::QuickPressed));
    }
    sheet.show(quick_text);
    sheet.button(forgot, tell(LockEvent::ForgotPressed));
    sheet.show(forgot_text);
    calls(sheet, chrome);
}
