use crux_http::protocol::HttpResult;
use facet::Facet;
use serde::{Deserialize, Serialize};

use super::Away;
use crate::effects::{SecretOut, VaultOut};

/// What a person does before the vault is open.
#[derive(Facet, Clone, Debug, Serialize, Deserialize)]
#[repr(C)]
pub enum LockEvent {
    /// The code so far.
    CodeTyped(String),
    /// The code is complete.
    CodeSubmitted,
    /// The other language, please.
    LanguageSwitched,
    /// A key of the PIN pad, 0 to 9.
    Digit(u8),
    /// The backspace key.
    Erased,
    /// Open with a finger or a face.
    QuickPressed,
    /// The PIN is forgotten.
    ForgotPressed,
    /// Try again after a failure.
    RetryPressed,
}

/// What comes back while getting in.
#[derive(Clone, Debug)]
pub enum LockStep {
    /// The accounts on this device.
    Accounts(VaultOut),
    /// The hospital's answer to the invitation.
    Granted(HttpResult),
    /// The new vault.
    Created(VaultOut),
    /// The vault that was to be opened.
    Unlocked(VaultOut),
    /// What is in it.
    Loaded(VaultOut),
    /// It is closed.
    Closed(VaultOut),
    /// The PIN that was to be changed.
    PinChanged(VaultOut),
    /// The device's key, asked for on the lock.
    QuickKey(SecretOut),
    /// The vault that was to be opened with it.
    QuickUnlocked(VaultOut),
    /// The key that was to be made.
    QuickMade(SecretOut),
    /// It was to open the vault from now on.
    QuickAdded(VaultOut),
    /// It was to open the vault no longer.
    QuickRemoved(VaultOut),
    /// It is in the device no longer.
    QuickForgotten(SecretOut),
    /// The app was in the background for a while.
    AwayOver(Away),
    /// A pause after wrong PINs is over: the wait that was counted so.
    WaitOver(u64),
}
