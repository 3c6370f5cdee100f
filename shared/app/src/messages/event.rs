use facet::Facet;
use serde::{Deserialize, Serialize};

use crate::effects::VaultOut;

/// What a person does with messages.
#[derive(Facet, Clone, Debug, Serialize, Deserialize)]
#[repr(C)]
pub enum MessagesEvent {
    /// The text so far.
    Typed(String),
    /// The send button.
    SendPressed,
    /// The sheet: yes, one of the signs is there.
    UrgentYes,
    /// The sheet: none of the signs, send it.
    UrgentNo,
    /// Older messages, please.
    OlderPressed,
    /// Back to newer messages, please.
    NewerPressed,
}

/// What comes back while writing and reading messages.
#[derive(Clone, Debug)]
pub enum MessagesStep {
    /// The message was to be stored.
    Written(VaultOut),
    /// An older page of the thread.
    Page(VaultOut),
    /// Up to where the thread was read.
    ReadMarked(VaultOut),
}
