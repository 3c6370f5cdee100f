//! What goes into the store and comes out of it.
//!
//! Bodies are FHIR JSON text; what a record must be found by comes beside it, so that the store knows nothing of
//! FHIR. Types that carry a patient's words have no readable `Debug`.

use std::fmt;

/// What one transaction writes: all of it, or nothing. Applied in the order of the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// How uploads ended.
    pub settlements: Vec<Settlement>,
    /// Records that the patient made or changed; each gets a row in the outbox, or one change more on its row.
    pub entries: Vec<Record>,
    /// Records as the hospital has them. One that has a row in the outbox is left as the patient wrote it.
    pub downloads: Vec<Record>,
    /// What the hospital has deleted: type and id. One that has a row in the outbox is left.
    pub tombstones: Vec<(String, String)>,
    /// Files to seal. They are on disk before the transaction that names them.
    pub files: Vec<NewFile>,
    /// Documents of this device only: kind, id, JSON (none removes it).
    pub documents: Vec<(String, String, Option<String>)>,
    /// Single values: key, value (none removes it).
    pub values: Vec<(String, Option<String>)>,
}

/// A FHIR resource in the store.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// Its type.
    pub resource_type: String,
    /// Its id.
    pub id: String,
    /// `system|code` that it is found by, or empty.
    pub code: String,
    /// When it was observed or sent, in milliseconds since 1970.
    pub date_ms: i64,
    /// Its version at the hospital, if the hospital has it. Of an entry this is not read: the store knows better.
    pub version_id: Option<String>,
    /// When the hospital stored that version. Of an entry this is not read.
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
#[derive(Clone, Default, PartialEq, Eq)]
pub struct NewFile {
    /// Its id: the id of its Binary. A file with this id is replaced.
    pub id: String,
    /// Its media type.
    pub mime: String,
    /// Its bytes, at most [`crate::MAX_FILE_BYTES`].
    pub bytes: Vec<u8>,
}

impl fmt::Debug for NewFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NewFile({}, {} bytes)", self.id, self.bytes.len())
    }
}

/// A file as it was before sealing.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenFile {
    /// Its media type.
    pub mime: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for OpenFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OpenFile({} bytes)", self.bytes.len())
    }
}

/// How an upload ended for one outbox row. One whose row is gone already changes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// The record's type.
    pub resource_type: String,
    /// The record's id.
    pub id: String,
    /// [`OutboxRow::changes`] when it was sent. A change made since keeps the row waiting.
    pub sent: u32,
    /// How it ended.
    pub end: SettlementEnd,
}

/// The hospital's word on one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettlementEnd {
    /// The hospital has it.
    Confirmed {
        /// As this version.
        version_id: String,
        /// Since this moment, by the hospital's clock.
        last_updated: String,
    },
    /// The hospital does not take it: it is put aside with the reason's code, and the rest goes on.
    Refused(String),
    /// A refused one is tried again.
    Requeue,
}

/// A record as the store has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// The record.
    pub record: Record,
    /// Its outbox row, while the hospital has not confirmed it.
    pub outbox: Option<OutboxRow>,
}

/// A row of the outbox. It names its record; the JSON is the record's of the moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutboxRow {
    /// Its place in the order in which records were made.
    pub seq: i64,
    /// How many changes it stands for.
    pub changes: u32,
    /// The version that the change was made on; none when the hospital has to create the record.
    pub base_version: Option<String>,
    /// Why it was refused, by code; none while it waits.
    pub refused: Option<String>,
}

/// An account on this device, as it can be seen without a PIN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Which.
    pub account: String,
    /// What was given to be read without the PIN.
    pub hint: String,
    /// How long the next PIN has to wait.
    pub wait_ms: u64,
    /// Whether the device's secure hardware can open it.
    pub device_key: bool,
}

/// A window on the records of one type, newest first. Equal moments are ordered by id, downwards.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// The type.
    pub resource_type: String,
    /// The codes (`system|code`); empty means any.
    pub codes: Vec<String>,
    /// Only those at or after this moment.
    pub since_ms: Option<i64>,
    /// Only those behind this record: its moment and id, as the last record of the page before.
    pub before: Option<(i64, String)>,
    /// How many at most.
    pub limit: u32,
}

/// How many records the hospital has not confirmed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// They wait to be sent.
    pub waiting: u32,
    /// They were refused.
    pub refused: u32,
}
