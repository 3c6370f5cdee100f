//! Where the records rest.
//!
//! A [`Reader`] answers questions, a [`Writer`] changes things inside one transaction. Both are traits, so that the
//! rest of the hospital does not know which database is below; [`SqliteStore`] is the one that needs nothing
//! installed. A write is acknowledged only after it is on disk, and many waiting writes share one commit.

mod index;
mod query;
mod sqlite;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use kangban_fhir::{FhirError, Resource};

pub use index::{ParameterKind, parameter, parameters};
pub(crate) use index::{link_targets, range};
pub use query::{DateTest, Filter, Key, Page, Query, Sort, TokenTest};
pub use sqlite::SqliteStore;

use crate::{access::Home, auth::Caller, jobs::NewJob};

/// Why the store could not do something.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] rusqlite::Error),
    /// A newer version of the hospital has been at the database.
    #[error("the database was written by a newer version")]
    NewerDatabase,
    /// A resource came without an id.
    #[error("a resource without an id cannot be stored")]
    NoId,
    /// A resource cannot be given to another patient.
    #[error("a resource cannot be moved to another patient")]
    Moved,
    /// A stored resource cannot be read.
    #[error("a stored resource is damaged: {0}")]
    Damaged(#[from] FhirError),
    /// A sort or filter that the store does not know.
    #[error("this cannot be searched for")]
    Unsupported,
    /// The store is closed or its thread has ended.
    #[error("the store is closed")]
    Closed,
}

/// How a version came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Made by POST.
    Post,
    /// Made or changed by PUT.
    Put,
    /// Deleted.
    Delete,
}

impl Method {
    /// The HTTP verb.
    pub fn verb(self) -> &'static str {
        match self {
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }

    fn from_verb(verb: &str) -> Self {
        match verb {
            "POST" => Self::Post,
            "DELETE" => Self::Delete,
            _ => Self::Put,
        }
    }
}

/// One version of a resource as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// Its type.
    pub resource_type: String,
    /// Its id.
    pub id: String,
    /// Its version, from 1.
    pub version: i64,
    /// When it was written, in milliseconds since 1970, by the hospital's clock.
    pub updated_ms: i64,
    /// Its number in the feed of its home.
    pub seq: i64,
    /// To whom it belongs.
    pub home: Home,
    /// How it came about.
    pub method: Method,
    /// The JSON text with `id` and `meta`; `None` for a deletion.
    pub json: Option<String>,
}

impl Stored {
    /// Whether this version is a deletion.
    pub fn is_deleted(&self) -> bool {
        self.json.is_none()
    }

    /// The resource, unless it is deleted.
    pub fn resource(&self) -> Result<Option<Resource>, StoreError> {
        Ok(self.json.as_deref().map(Resource::parse).transpose()?)
    }

    /// The shelf it stands on: the first part of its key in every table.
    pub(crate) fn shelf(&self) -> String {
        sqlite::shelf(&self.home, &self.resource_type)
    }

    /// When it was written.
    pub fn updated(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.updated_ms).unwrap_or_default()
    }
}

/// A job that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// The patient it concerns.
    pub patient: String,
    /// What to do.
    pub kind: String,
    /// What it is about.
    pub subject: String,
    /// How often it was tried.
    pub attempts: u32,
}

/// What became of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settlement {
    /// It is done.
    Done,
    /// It is to be tried again, not before this time.
    Again {
        /// In milliseconds since 1970.
        due_ms: i64,
    },
    /// It was tried in vain too often, and waits for a person.
    Parked,
}

/// A feed: changes in an order without gaps.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Feed {
    /// What changes at one home.
    Home(Home),
    /// Alerts and messages of all patients: the care team's feed.
    Inbox,
}

/// Which versions a history speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HistoryQuery {
    /// Only this type.
    pub resource_type: Option<String>,
    /// Only this resource.
    pub id: Option<String>,
    /// Only from this time on, in milliseconds since 1970.
    pub since_ms: Option<i64>,
    /// Only those older than this place.
    pub before: Option<(i64, String, i64)>,
    /// At most so many.
    pub count: usize,
}

/// Answers questions.
pub trait Reader {
    /// The current version of a resource, also when it is deleted.
    fn get(&self, resource_type: &str, id: &str) -> Result<Option<Stored>, StoreError>;
    /// One version.
    fn version(&self, resource_type: &str, id: &str, version: i64) -> Result<Option<Stored>, StoreError>;
    /// What a query finds.
    fn search(&self, query: &Query) -> Result<Page, StoreError>;
    /// How many resources a query finds on all its pages.
    fn count(&self, query: &Query) -> Result<u64, StoreError>;
    /// Versions, newest first, within `reach`.
    fn history(&self, reach: &crate::access::Reach, query: &HistoryQuery) -> Result<Vec<Stored>, StoreError>;
    /// What has changed in a feed after a number: each resource once, as it is now, with its number in that feed, in
    /// the order of these numbers.
    fn feed(&self, feed: &Feed, after: i64, count: usize) -> Result<Vec<(i64, Stored)>, StoreError>;
    /// The last number of a feed.
    fn feed_head(&self, feed: &Feed) -> Result<i64, StoreError>;
    /// Whether nothing was ever stored.
    fn is_empty(&self) -> Result<bool, StoreError>;
    /// Jobs whose time has come, the longest due first.
    fn due_jobs(&self, now_ms: i64, count: usize) -> Result<Vec<Job>, StoreError>;
    /// When the next job is due.
    fn next_due(&self) -> Result<Option<i64>, StoreError>;
    /// Whether a job still waits: another worker may have settled it.
    fn job_waits(&self, job: &Job) -> Result<bool, StoreError>;
}

/// Changes things inside a transaction.
pub trait Writer: Reader {
    /// Writes a new version of a resource, which must have its id, with the jobs that follow from it. `meta` gets
    /// the version and the time.
    fn put(&mut self, by: &Caller, resource: Resource, method: Method) -> Result<Stored, StoreError>;
    /// Deletes a resource. `None` when there is none.
    fn delete(&mut self, resource_type: &str, id: &str) -> Result<Option<Stored>, StoreError>;
    /// Adds a job unless it is there already.
    fn add_job(&mut self, job: &NewJob) -> Result<(), StoreError>;
    /// Settles a job.
    fn settle(&mut self, job: &Job, settlement: Settlement) -> Result<(), StoreError>;
}
