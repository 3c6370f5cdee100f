//! The diary: recording a symptom, history, trends, one entry, advice.

mod draft;
mod event;
mod log_view;
mod model;
mod trends;
mod update;
mod view;

pub(crate) use draft::{LARGEST_PHOTO, LONGEST_EDGE, correct, photo_of, too_long};
pub use event::{DiaryEvent, DiaryStep, PickedFile};
pub(crate) use log_view::{body_site, log_symptom, scale};
pub(crate) use model::{Diary, Photo, Section, Shown, SymptomDraft};
pub(crate) use trends::read_trends;
pub(crate) use update::{came, open_item, read_entry, update};
pub(crate) use view::{advice, entry, view};

#[cfg(test)]
mod tests;
