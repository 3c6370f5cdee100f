//! The moment of an entry: now, or what the patient chose.

/// When something was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct When {
    /// The moment, in milliseconds since 1970; none means now.
    pub(crate) chosen_ms: Option<i64>,
    /// What was typed, when it is no moment.
    pub(crate) unreadable: Option<String>,
}
