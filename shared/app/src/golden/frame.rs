//! What is around every screen.

use super::{parts, sheet::Sheet};
use crate::{CallButton, Chrome, TabItem, Tap, Toast};

/// Title and way back above the screen, notice and tabs below it.
pub(super) fn around(sheet: &mut Sheet, chrome: &Chrome, screen: impl FnOnce(&mut Sheet)) {
    let Chrome {
        language: _,
        app_name,
        elders: _,
        theme: _,
        title,
        tabs,
        tabs_label,
        back,
        toast,
        dismiss,
        calls,
        announcement,
        read_aloud,
        dictate,
        take_photo,
        pick_photo,
        confirm,
        cancel,
        covered: _,
    } = chrome;
    let leave = (!back.is_empty()).then_some(Tap::Back);
    sheet.button(back, leave.clone());
    sheet.show(title);
    // What it does is the device's: nothing is told.
    sheet.button(read_aloud, None);
    screen(sheet);
    if let Some(toast) = toast {
        notice(sheet, toast, dismiss);
    }
    for item in tabs {
        tab(sheet, item);
    }
    if let Some(leave) = leave.filter(|_| !sheet.is_asking()) {
        sheet.act("back", "", 0, "", Some(leave));
    }
    // Said, or in front only after something was opened.
    for text in
        [app_name, tabs_label, dismiss, announcement, dictate, take_photo, pick_photo, confirm, cancel]
    {
        sheet.behind(text);
    }
    for call in calls {
        not_here(sheet, call);
    }
}

fn notice(sheet: &mut Sheet, toast: &Toast, dismiss: &str) {
    let Toast { text, detail, action } = toast;
    sheet.show(text);
    sheet.show(detail);
    sheet.button(action, Some(Tap::ToastAction));
    sheet.button(dismiss, Some(Tap::ToastDismissed));
}

fn tab(sheet: &mut Sheet, item: &TabItem) {
    let TabItem { tab, label, icon, current: _, unread, a11y } = item;
    parts::icon(icon);
    sheet.button(label, Some(Tap::TabChosen(*tab)));
    sheet.behind(a11y);
    if *unread > 0 {
        sheet.behind(&unread.to_string());
    }
}

/// Somebody to call whom this screen need not offer.
fn not_here(sheet: &mut Sheet, call: &CallButton) {
    let CallButton { label, detail, number, a11y, emergency: _ } = call;
    for text in [label, detail, number, a11y] {
        sheet.behind(text);
    }
}
