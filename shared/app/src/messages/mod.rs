//! Messages: talking to the care team, with an honest clock.

mod event;
mod model;

pub use event::{MessagesEvent, MessagesStep};
pub(crate) use model::{MessageDraft, Urgent};
