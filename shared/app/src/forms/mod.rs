//! Forms: what is due, filling in, the result.

mod answers;
mod controls;
mod diary;
mod event;
mod filling;
mod finish;
mod known;
mod names;
mod opening;
mod photos;
mod problems;
mod report;
mod result;
mod result_view;
mod sheet;
mod update;
mod view;

pub(crate) use diary::groups;
pub use event::{FormChoice, FormFile, FormPlace, FormText, FormsEvent, FormsStep};
pub(crate) use filling::Filling;
pub(crate) use known::{Answered, Known, document_gone, documents_of, is_from_a_form, queries, read};
pub(crate) use names::split_canonical;
pub(crate) use opening::open;
pub(crate) use report::is_report;
pub(crate) use result::Outcome;
pub(crate) use result_view::result;
pub(crate) use update::{came, follow, reloaded, update};
pub(crate) use view::view;

#[cfg(test)]
pub(crate) mod tests;
