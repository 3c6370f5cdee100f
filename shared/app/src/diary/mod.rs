//! The diary: recording a symptom, history, trends, one entry, advice.

mod event;
mod model;

pub use event::{DiaryEvent, DiaryStep, PickedFile};
pub(crate) use model::{Diary, Photo, Section, Shown, SymptomDraft};
