//! What is written and what is asked.

use std::fmt;

/// A FHIR resource in the store. The store looks only at what stands beside its JSON.
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
    /// Its version at the hospital, if the hospital has it.
    pub version_id: Option<String>,
    /// When the hospital stored that version.
    pub last_updated: Option<String>,
    /// The JSON.
    pub json: String,
}

impl fmt::Debug for Record {
    /// Type and id only: the rest is patient data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.resource_type, self.id)
    }
}

/// What one transaction writes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    /// Records made or changed here; each gets a row in the outbox.
    pub entries: Vec<Record>,
    /// Records as the hospital has them. One that waits in the outbox is left as it was written here.
    pub downloads: Vec<Record>,
    /// What the hospital has deleted: type and id. One that waits in the outbox stays.
    pub tombstones: Vec<(String, String)>,
    /// How outbox rows ended.
    pub settlements: Vec<Settlement>,
    /// Files to seal before the transaction that names them.
    pub files: Vec<NewFile>,
    /// Documents of this device: kind, id, JSON (none removes it).
    pub documents: Vec<(String, String, Option<String>)>,
    /// Single values: key, value (none removes it).
    pub values: Vec<(String, Option<String>)>,
}

/// A file to seal.
#[derive(Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Its id.
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
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettlementEnd {
    /// The hospital has it as this version, since this moment by its clock.
    Confirmed {
        /// The version.
        version_id: String,
        /// The moment.
        last_updated: String,
    },
    /// The hospital does not take it; the reason's code.
    Refused(String),
    /// A refused one is tried again.
    Requeue,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
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
        /// The codes; empty means any.
        codes: Vec<String>,
        /// Only those at or after this moment.
        since_ms: Option<i64>,
        /// Only those before this record: its moment and id.
        before: Option<(i64, String)>,
        /// How many at most.
        limit: u32,
    },
    /// Outbox rows in the order they must be sent, with their records.
    Outbox {
        /// The refused ones, or those that wait.
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
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stored {
    /// The record.
    pub record: Record,
    /// Its outbox row, while the hospital has not confirmed it.
    pub outbox: Option<OutboxRow>,
}

/// A row of the outbox.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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

/// The answer to a query.
#[derive(Clone, PartialEq, Eq)]
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
