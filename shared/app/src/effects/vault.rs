//! What the app asks of the encrypted store. The vault lane answers on every platform; no shell sees these.
//!
//! Bodies are FHIR JSON text; what the store must be able to find a record by comes beside it, so that the store
//! knows nothing of FHIR.

use std::{fmt, future::Future};

use crux_core::{Command, Request, capability::Operation, command::RequestBuilder};
use serde::{Deserialize, Serialize};

use super::SecretKey;

/// A secret on its way to the vault: never printed, wiped when dropped.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin(String);

impl Pin {
    /// Takes the digits.
    pub fn new(digits: String) -> Self {
        Self(digits)
    }

    /// The digits, for the vault lane only.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(…)")
    }
}

impl Drop for Pin {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.0);
    }
}

/// A request to the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum VaultOp {
    /// Which accounts are on this device.
    Accounts {
        /// The device's wall clock, for the pause after wrong PINs.
        now_ms: i64,
    },
    /// Makes a vault with its first content in one step, and opens it. Fails when the account exists.
    Create {
        /// The account, as in the patient's id.
        account: String,
        /// The PIN that opens it.
        pin: Pin,
        /// What can be read without the PIN: nothing of a record.
        hint: String,
        /// What is in it from the start.
        batch: Batch,
    },
    /// Opens a vault.
    Unlock {
        /// The account.
        account: String,
        /// The PIN.
        pin: Pin,
        /// The device's wall clock, for the pause after wrong PINs.
        now_ms: i64,
    },
    /// Opens a vault with the key that the device's secure hardware keeps.
    UnlockWithDevice {
        /// The account.
        account: String,
        /// The key.
        key: SecretKey,
        /// The device's wall clock, for the pause after wrong PINs.
        now_ms: i64,
    },
    /// Lets a key of the device's secure hardware open the vault that is open now, beside the PIN.
    AddDeviceKey {
        /// The PIN, which alone gives the vault's key out.
        pin: Pin,
        /// The key.
        key: SecretKey,
        /// The device's wall clock.
        now_ms: i64,
    },
    /// Takes that back, open or closed; the account.
    RemoveDeviceKey(String),
    /// Closes the open vault and wipes its key.
    Lock,
    /// Changes the PIN of the open vault.
    ChangePin {
        /// The PIN until now.
        old: Pin,
        /// The PIN from now on.
        new: Pin,
        /// The device's wall clock.
        now_ms: i64,
    },
    /// Changes what can be read of the open account without the PIN.
    SetHint(String),
    /// Writes all of it in one transaction, or nothing.
    Write(Batch),
    /// Answers each query, in order, from one state of the store.
    Read(Vec<Query>),
}

/// What one transaction writes. What it says is never printed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// Records that the patient made or changed; each gets a row in the outbox.
    pub entries: Vec<Record>,
    /// Records as the hospital has them. One that still waits in the outbox is left as the patient wrote it.
    pub downloads: Vec<Record>,
    /// What the hospital has deleted: type and id.
    pub tombstones: Vec<(String, String)>,
    /// How the outbox rows ended.
    pub settlements: Vec<Settlement>,
    /// Files to seal, before the transaction that names them.
    pub files: Vec<NewFile>,
    /// Documents of this device only: kind, id, JSON (none removes it).
    pub documents: Vec<(String, String, Option<String>)>,
    /// Single values: key, value (none removes it).
    pub values: Vec<(String, Option<String>)>,
}

impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch")
            .field("entries", &self.entries)
            .field("downloads", &self.downloads)
            .field("tombstones", &self.tombstones)
            .field("settlements", &self.settlements)
            .field("files", &self.files)
            .field("documents", &self.documents.iter().map(|(kind, id, _)| (kind, id)).collect::<Vec<_>>())
            .field("values", &self.values.iter().map(|(key, _)| key).collect::<Vec<_>>())
            .finish()
    }
}

/// A FHIR resource in the store. What it says is never printed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Its type.
    pub resource_type: String,
    /// Its id.
    pub id: String,
    /// `system|code` that it is found by, or empty.
    pub code: String,
    /// When it was observed or sent, in milliseconds since 1970.
    pub date_ms: i64,
    /// Its version at the hospital, if the hospital has it.
    pub version_id: Option<String>,
    /// When the hospital stored that version.
    pub last_updated: Option<String>,
    /// The JSON.
    pub json: String,
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Record({}/{}, {} bytes)", self.resource_type, self.id, self.json.len())
    }
}

/// A file to seal.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewFile {
    /// Its id: the id of its Binary.
    pub id: String,
    /// Its media type.
    pub mime: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for NewFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NewFile({}, {} bytes)", self.id, self.bytes.len())
    }
}

/// How an upload ended for one outbox row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// The record's type.
    pub resource_type: String,
    /// The record's id.
    pub id: String,
    /// The row's change counter when it was sent: a change made since keeps the row.
    pub sent: u32,
    /// How it ended.
    pub end: SettlementEnd,
}

/// The hospital's word on one entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SettlementEnd {
    /// The hospital has it.
    Confirmed {
        /// As this version.
        version_id: String,
        /// Since this moment, by the hospital's clock.
        last_updated: String,
    },
    /// The hospital does not take it: it is put aside with the reason's code.
    Refused(String),
    /// A refused one is tried again.
    Requeue,
}

/// A question to the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Query {
    /// One record.
    Get {
        /// Its type.
        resource_type: String,
        /// Its id.
        id: String,
    },
    /// Records of a type, newest first.
    Window {
        /// The type.
        resource_type: String,
        /// The codes (`system|code`); empty means any.
        codes: Vec<String>,
        /// Only those at or after this moment.
        since_ms: Option<i64>,
        /// Only those before this record: its moment and id.
        before: Option<(i64, String)>,
        /// How many at most.
        limit: u32,
    },
    /// What waits for the hospital, in the order it must be sent, with the records.
    Outbox {
        /// Whether the refused ones, or those that wait.
        refused: bool,
        /// How many at most.
        limit: u32,
    },
    /// How many wait and how many were refused.
    Counts,
    /// The documents of a kind, newest first.
    Documents {
        /// The kind.
        kind: String,
        /// How many at most.
        limit: u32,
    },
    /// One document.
    Document {
        /// The kind.
        kind: String,
        /// The id.
        id: String,
    },
    /// A single value.
    Value(String),
    /// A sealed file.
    File(String),
}

/// A record as the store has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// The record.
    pub record: Record,
    /// Its outbox row, while the hospital has not confirmed it.
    pub outbox: Option<OutboxRow>,
}

/// A row of the outbox.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxRow {
    /// Its place in the order.
    pub seq: i64,
    /// How many changes it stands for.
    pub changes: u32,
    /// The version that the change was made on, if the hospital had one.
    pub base_version: Option<String>,
    /// Why it was refused, by code; none while it waits.
    pub refused: Option<String>,
}

/// An account on this device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Which.
    pub account: String,
    /// What can be read without the PIN.
    pub hint: String,
    /// How long to wait before the next PIN, in milliseconds, counted from now.
    pub wait_ms: u64,
    /// Whether a key of the device's secure hardware opens it.
    pub device_key: bool,
}

/// The store's answer to a query.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// Of `Get`.
    Record(Option<Box<Stored>>),
    /// Of `Window` and `Outbox`.
    Records(Vec<Stored>),
    /// Of `Counts`: waiting, refused.
    Counts(u32, u32),
    /// Of `Documents`: id and JSON.
    Documents(Vec<(String, String)>),
    /// Of `Document` and `Value`.
    Text(Option<String>),
    /// Of `File`: media type and bytes.
    File(Option<(String, Vec<u8>)>),
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answer(…)")
    }
}

/// The store's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum VaultOut {
    /// Of `Accounts`.
    Accounts(Vec<Account>),
    /// Of all that only do something: it is done, and on disk.
    Done,
    /// Of `Read`.
    Answers(Vec<Answer>),
    /// It was not done.
    Failed(VaultFault),
}

/// Why the store did not do it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum VaultFault {
    /// The PIN is wrong; the next may be tried after so many milliseconds.
    WrongPin {
        /// The pause.
        wait_ms: u64,
    },
    /// The pause after wrong PINs is not over.
    Wait {
        /// What is left of it.
        wait_ms: u64,
    },
    /// The device's key opens nothing here.
    DeviceKey,
    /// There is no such account.
    NoAccount,
    /// The account exists.
    AccountExists,
    /// No vault is open.
    Locked,
    /// The device has no room left.
    StorageFull,
    /// The device gives no storage (a private window, an old browser).
    StorageUnavailable,
    /// Another tab holds the storage.
    HeldElsewhere,
    /// The store was written by a newer version of this app.
    NewerSchema,
    /// The store or its key is damaged; nothing was changed.
    Damaged,
}

impl Operation for VaultOp {
    type Output = VaultOut;
}

/// The builder of a vault effect.
pub(crate) fn ask<Effect, Event>(op: VaultOp) -> RequestBuilder<Effect, Event, impl Future<Output = VaultOut>>
where
    Effect: From<Request<VaultOp>> + Send + 'static,
    Event: Send + 'static,
{
    Command::request_from_shell(op)
}
