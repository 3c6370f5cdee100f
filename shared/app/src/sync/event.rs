use crux_http::protocol::HttpResult;
use facet::Facet;
use kangban_sync::{Feed, Request};
use serde::{Deserialize, Serialize};

use crate::effects::VaultOut;

/// What a person does on the page that says where the entries are.
#[derive(Facet, Clone, Debug, Serialize, Deserialize)]
#[repr(C)]
pub enum SyncEvent {
    /// Try now.
    RetryPressed,
    /// Correct a refused entry, by its id.
    CorrectPressed(String),
    /// Try a refused entry again, by its id.
    RequeuePressed(String),
    /// Keep a copy of a refused entry outside, by its id.
    ExportPressed(String),
}

/// What comes back while syncing. `session` names the opening of the vault that asked: an answer to an earlier one
/// means nothing.
#[derive(Clone, Debug)]
pub enum SyncStep {
    /// The vault was read again.
    Reloaded(VaultOut),
    /// What waits in the outbox.
    Outbox(VaultOut),
    /// How entries ended was to be written.
    Settled(VaultOut),
    /// A page of changes was to be written.
    Stored(Feed, VaultOut),
    /// The file of a Binary that is to be sent.
    File {
        /// Which opening of the vault.
        session: u32,
        /// The request that it belongs into.
        request: Request,
        /// The file.
        out: VaultOut,
    },
    /// The hospital's answer.
    Answer {
        /// Which opening of the vault.
        session: u32,
        /// To which request.
        request: u32,
        /// The answer.
        result: HttpResult,
    },
    /// A timer has run out.
    Woken {
        /// Which opening of the vault.
        session: u32,
        /// Which timer.
        timer: u32,
    },
    /// The answer to asking for a new token.
    Refreshed {
        /// Which opening of the vault.
        session: u32,
        /// The answer.
        result: HttpResult,
    },
    /// Time to ask for a new token again.
    RefreshAgain {
        /// Which opening of the vault.
        session: u32,
    },
    /// The new tokens were to be written.
    TokensWritten {
        /// Which opening of the vault.
        session: u32,
        /// Whether they are on disk.
        out: VaultOut,
    },
    /// An entry was to be taken back.
    Withdrawn(VaultOut),
    /// A refused entry was to be tried again.
    Requeued(VaultOut),
    /// An entry that is to be kept outside.
    Exported(VaultOut),
}
