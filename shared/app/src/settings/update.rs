use crux_core::Command;

use super::{SettingsEvent, SettingsStep, switches};
use crate::{
    effects::{Cmd, VaultOp, VaultOut, vault::ask},
    event::Step,
    lock::{self, PinChange},
    model::{Model, Place, Stage, Theme, Toasting},
    sync,
    text::{Lang, t},
};

pub(crate) fn update(model: &mut Model, event: SettingsEvent) -> Cmd {
    let Stage::Open(open) = &mut model.stage else { return Command::done() };
    match event {
        SettingsEvent::LanguageChosen(tag) => {
            let Some(lang) = Lang::from_tag(&tag) else { return Command::done() };
            model.look.lang = lang;
            // Names of people and of the hospital are read in the new language.
            let reload = sync::reload(open);
            reload.and(remember(model))
        }
        SettingsEvent::ThemeChosen(code) => {
            model.look.theme = Theme::from_code(&code);
            remember(model)
        }
        SettingsEvent::EldersToggled => {
            model.look.elders = !model.look.elders;
            // Elders' mode starts in light; the system's choice comes back with the standard mode.
            model.look.theme = if model.look.elders { Theme::Light } else { Theme::System };
            remember(model)
        }
        SettingsEvent::LockPressed => lock::lock_now(model),
        SettingsEvent::ChangePinPressed => {
            open.pin = Some(PinChange::default());
            open.go(Place::ChangePin);
            Command::done()
        }
        SettingsEvent::SwitchToggled(id) => switches::toggled(model, &id),
        SettingsEvent::FixPressed(id) => switches::fix_pressed(model, &id),
        SettingsEvent::SyncPressed => {
            open.go(Place::Sync);
            Command::done()
        }
    }
}

/// Keeps how the app looks and speaks, and whom to call, for the lock screen.
pub(crate) fn remember(model: &Model) -> Cmd {
    ask(VaultOp::SetHint(lock::hint(model)))
        .then_send(|out| Step::Settings(SettingsStep::HintWritten(out)).into())
}

pub(crate) fn came(model: &mut Model, came: SettingsStep) -> Cmd {
    let out = match came {
        SettingsStep::HintWritten(out) => out,
        // Not kept: it is still on the screen, and will be tried again.
        SettingsStep::DraftKept(out) => {
            if let (Stage::Open(open), VaultOut::Done) = (&mut model.stage, out) {
                open.draft_kept = true;
            }
            return Command::done();
        }
    };
    if matches!(out, VaultOut::Failed(_)) && matches!(model.stage, Stage::Open(_)) {
        let text = t!(model.look.lang, "toast-not-remembered");
        model.toast = Some(Toasting { text, detail: String::new(), action: None });
    }
    Command::done()
}
