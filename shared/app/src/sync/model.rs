use kangban_sync::Engine;

use crate::lock::Activating;

/// The hospital's word that this device may speak for the patient. Never printed.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Tokens {
    pub(crate) access: String,
    pub(crate) refresh: String,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tokens(…)")
    }
}

/// Syncing of an open vault.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools)] // Each is under way or not, whatever the others are.
pub(crate) struct Syncing {
    /// Which opening of the vault: answers to an earlier one mean nothing.
    pub(crate) session: u32,
    /// The hospital's FHIR base.
    pub(crate) base_url: String,
    pub(crate) engine: Engine,
    pub(crate) tokens: Tokens,
    /// Whether a new token is being asked for.
    pub(crate) refreshing: bool,
    /// How often in a row that was in vain.
    pub(crate) refused_refreshes: u32,
    /// Whether the vault is being read again, and has to be once more.
    pub(crate) reloading: bool,
    pub(crate) reload_again: bool,
    /// Whether the rules changed since they were read.
    pub(crate) reload_rules: bool,
    /// Signing in again with a new invitation, while the vault is open.
    pub(crate) activating: Option<Box<Activating>>,
}
