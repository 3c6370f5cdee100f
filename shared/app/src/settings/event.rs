use facet::Facet;
use serde::{Deserialize, Serialize};

use crate::effects::VaultOut;

/// What a person does in settings.
#[derive(Facet, Clone, Debug, Serialize, Deserialize)]
#[repr(C)]
pub enum SettingsEvent {
    /// A language, by its BCP 47 tag.
    LanguageChosen(String),
    /// Light, dark or system.
    ThemeChosen(String),
    /// Elders' mode on or off.
    EldersToggled,
    /// Lock now.
    LockPressed,
    /// Change the PIN.
    ChangePinPressed,
    /// Where the entries are.
    SyncPressed,
    /// A switch of this device, by its id.
    SwitchToggled(String),
    /// What helps against a switch's problem, by the switch's id.
    FixPressed(String),
}

/// What comes back while changing settings.
#[derive(Clone, Debug)]
pub enum SettingsStep {
    /// What the lock screen has to know was to be remembered.
    HintWritten(VaultOut),
    /// What was entered so far was to be kept.
    DraftKept(VaultOut),
}
