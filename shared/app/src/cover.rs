//! Keeping the screen out of screenshots and of the list of recent apps.

use crate::{
    effects::{Cmd, Skill},
    model::{Model, Open, Place, Stage},
    settings::{Switch, switches},
    text::t,
    view::SwitchRow,
};

const ID: &str = "cover";

/// See [`Switch`].
pub(crate) const SWITCHES: &[Switch] = &[Switch { id: ID, row, toggled, fix: switches::nothing }];

fn is_on(model: &Model) -> bool {
    model.chosen(ID).unwrap_or(true)
}

fn row(model: &Model, _: &Open) -> Option<SwitchRow> {
    let lang = model.look.lang;
    model.can(Skill::ScreenCover).then(|| SwitchRow {
        id: ID.to_owned(),
        label: t!(lang, "cover-label"),
        detail: t!(lang, "cover-detail"),
        icon: "lock".to_owned(),
        on: is_on(model),
        ..SwitchRow::default()
    })
}

fn toggled(model: &mut Model) -> Cmd {
    let on = !is_on(model);
    switches::choose(model, ID, on)
}

/// Whether what is on the screen now is kept out. A PIN or a code that is being entered always is.
pub(crate) fn covered(model: &Model) -> bool {
    let entering = match &model.stage {
        Stage::Open(open) => {
            matches!(open.place(), Some(Place::ChangePin | Place::QuickUnlock | Place::Invitation))
        }
        _ => true,
    };
    model.can(Skill::ScreenCover) && (entering || is_on(model))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        SettingsEvent, Tap,
        support::{PIN, Phone},
    };

    #[test]
    fn the_screen_is_covered_until_the_patient_allows_screenshots_and_the_choice_outlives_a_restart() {
        let mut phone = Phone::in_use_with(&[Skill::ScreenCover]);
        assert!(phone.view().chrome.covered);
        let settings = phone.settings();
        assert_eq!(settings.device_title, "这部手机");
        assert!(settings.switches[0].on && settings.switches[0].label == "不让别人截屏");

        phone.toggle(ID);
        assert!(!phone.view().chrome.covered && !phone.switch(ID).unwrap().on);
        phone.restart();
        phone.pin(&PIN);
        assert!(!phone.view().chrome.covered, "remembered");
        phone.toggle(ID);
        assert!(phone.view().chrome.covered);
    }

    #[test]
    fn a_pin_is_never_in_a_screenshot_whatever_was_chosen() {
        let mut phone = Phone::in_use_with(&[Skill::ScreenCover]);
        phone.toggle(ID);
        phone.tap(Tap::Settings(SettingsEvent::ChangePinPressed));
        assert!(phone.view().chrome.covered, "changing it");
        phone.tap(Tap::Back);
        assert!(!phone.view().chrome.covered);
        phone.tap(Tap::Settings(SettingsEvent::LockPressed));
        assert!(phone.view().chrome.covered, "locked");
    }

    #[test]
    fn where_the_device_cannot_there_is_no_switch_and_no_cover() {
        let mut phone = Phone::in_use();
        let settings = phone.settings();
        assert!(settings.switches.is_empty() && settings.device_title.is_empty());
        phone.toggle(ID);
        assert!(!phone.view().chrome.covered);
        assert!(!phone.vault.account.unwrap().2.contains(ID), "nothing was chosen");
    }
}
