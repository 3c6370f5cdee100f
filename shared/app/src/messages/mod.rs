//! Messages: talking to the care team, with an honest clock.

mod event;
mod model;
mod update;
mod view;

pub use event::{MessagesEvent, MessagesStep};
pub(crate) use model::{MessageDraft, Urgent};
pub(crate) use update::{came, mark_read, update};
pub(crate) use view::{author, sender, text_of, view};

#[cfg(test)]
mod tests;
