//! Why a text could not be taken as an answer.

/// Why a text could not be taken as an answer. The text itself is kept by whoever asked.
#[derive(Debug, Clone, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Unread {
    /// It is no number.
    #[error("not a number")]
    Number,
    /// It is a number, but not a whole one.
    #[error("not a whole number")]
    Whole,
    /// It is a number too large to be meant.
    #[error("too large a number")]
    TooLarge,
    /// It can be read in two ways.
    #[error("either of two")]
    Either {
        /// One way to read it.
        one: String,
        /// The other way.
        other: String,
    },
    /// It is no date.
    #[error("not a date")]
    Date,
    /// It is a date that no calendar has.
    #[error("no such day")]
    NoSuchDay,
    /// It is no time of day.
    #[error("not a time")]
    Time,
    /// It is no date with a time.
    #[error("not a date and time")]
    DateTime,
    /// It is neither yes nor no.
    #[error("neither yes nor no")]
    YesNo,
    /// It is in a unit that was not asked for and cannot be converted.
    #[error("another unit")]
    Unit {
        /// The units asked for, as people write them.
        wanted: String,
    },
    /// It is none of the choices.
    #[error("none of the choices")]
    Choice,
    /// It is no web address.
    #[error("not a web address")]
    Url,
    /// This question is not answered in this way, or cannot be answered now.
    #[error("not answered in this way")]
    Kind,
}
