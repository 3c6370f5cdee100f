//! Forms: what is due, filling in, the result.

mod event;
mod update;

pub use event::{FormChoice, FormFile, FormPlace, FormText, FormsEvent, FormsStep};
pub(crate) use update::{came, update};
