//! A search, as the store understands it.

use super::Stored;
use crate::access::Reach;

/// Compares a range of time with a stored range (R4, search, date).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateTest {
    /// The stored range lies within.
    Within(i64, i64),
    /// It does not.
    NotWithin(i64, i64),
    /// Some of it is after.
    After(i64),
    /// Some of it is before.
    Before(i64),
    /// Some of it is at or after.
    From(i64),
    /// Some of it is at or before.
    Until(i64),
    /// It begins after.
    BeginsAfter(i64),
    /// It ends before.
    EndsBefore(i64),
}

/// One alternative of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenTest {
    /// `None`: any system. An empty one: no system.
    pub system: Option<String>,
    /// `None`: any code of the system.
    pub code: Option<String>,
}

/// One condition; all of a query's conditions hold together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// One of these ids.
    Id(Vec<String>),
    /// When it was last written.
    Updated(DateTest),
    /// One of these codes, or none of them.
    Token {
        /// The parameter.
        name: String,
        /// The alternatives.
        any: Vec<TokenTest>,
        /// None of them instead.
        not: bool,
    },
    /// A time.
    Date {
        /// The parameter.
        name: String,
        /// What has to hold.
        test: DateTest,
    },
    /// A reference to one of these, as `Type/id`.
    Reference {
        /// The parameter.
        name: String,
        /// The alternatives.
        any: Vec<String>,
    },
    /// A text that begins with one of these.
    Text {
        /// The parameter.
        name: String,
        /// The alternatives.
        any: Vec<String>,
    },
}

/// In which order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// By the time of the last write.
    Updated,
    /// By a date parameter.
    Date(String),
}

/// The order of a search. Equal keys are ordered by id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// By what.
    pub key: Key,
    /// Latest first.
    pub descending: bool,
}

/// A search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// In this type.
    pub resource_type: String,
    /// Within this reach.
    pub reach: Reach,
    /// Under these conditions.
    pub filters: Vec<Filter>,
    /// In this order.
    pub sort: Sort,
    /// At most so many.
    pub count: usize,
    /// After this place, from the page before.
    pub after: Option<(i64, String)>,
}

impl Query {
    /// Everything of a type within a reach, the last written first.
    pub fn all(resource_type: &str, reach: Reach, count: usize) -> Self {
        Self {
            resource_type: resource_type.to_owned(),
            reach,
            filters: Vec::new(),
            sort: Sort { key: Key::Updated, descending: true },
            count,
            after: None,
        }
    }
}

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The matches in order.
    pub found: Vec<Stored>,
    /// Where the next page begins, when there is one.
    pub next: Option<(i64, String)>,
}
