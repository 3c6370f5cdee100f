use crate::model::{Letter, Paging};

/// The question before the first message of a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Urgent {
    #[default]
    NotAsked,
    Asking,
    /// The answer was yes: call, and keep the draft.
    Calling,
}

/// A message that is being written, and where the thread stands.
#[derive(Debug, Default)]
pub(crate) struct MessageDraft {
    pub(crate) text: String,
    pub(crate) error: String,
    pub(crate) urgent: Urgent,
    pub(crate) sending: bool,
    /// The thread, when it is not at its newest end.
    pub(crate) older: Paging<Letter>,
}
