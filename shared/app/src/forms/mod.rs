//! Forms: what is due, filling in, the result.

mod diary;
mod event;
mod known;
mod names;
mod report;
mod update;

pub(crate) use diary::groups;
pub use event::{FormChoice, FormFile, FormPlace, FormText, FormsEvent, FormsStep};
pub(crate) use known::{Answered, Known, document_gone, documents_of, is_from_a_form, queries, read};
pub(crate) use names::split_canonical;
pub(crate) use report::is_report;
pub(crate) use update::{came, open, update};

#[cfg(test)]
mod tests;
