//! Kangban's app: everything that the patient's device decides, and every sentence that it says.
//!
//! Pure: [`Kangban`] takes an [`Event`] and gives effects as data, and draws the [`Model`] as one [`ViewModel`].
//! It reads no clock, no file, no socket, no chance: they come in with events. The same inputs give the same outputs.
//!
//! One folder a feature, with the same files in each: `event`, `model`, `update`, `view`, `tests`.
#![forbid(unsafe_code)]
// Facet's derive writes code that clippy takes for ours, beside serde's.
#![allow(clippy::unsafe_derive_deserialize)]

mod advice;
mod app;
mod catalogue;
mod chrome;
mod cover;
#[cfg(test)]
mod determinism;
mod diary;
mod drafts;
pub mod effects;
mod entry;
mod event;
mod format;
mod forms;
#[cfg(test)]
mod golden;
mod health;
mod ids;
#[cfg(test)]
mod journey;
mod loading;
mod lock;
mod measures;
mod messages;
mod model;
mod native;
mod notices;
mod record;
mod saving;
mod settings;
#[cfg(test)]
mod support;
mod sync;
mod text;
mod today;
mod trouble;
mod view;
mod when;
mod zones;

pub use app::Kangban;
pub use diary::{DiaryEvent, DiaryStep, PickedFile};
pub use effects::{
    Consent, Effect, ExportFile, HealthKind, HealthOp, HealthOut, HealthReading, Notice, NoticeAction,
    NoticeChannel, NoticeChosen, NoticePlan, NotifyOp, NotifyOut, SecretKey, SecretOp, SecretOut,
    SecretPrompt, Skill, SystemPage, Trouble,
};
pub use event::{Clock, Envelope, Event, Started, Step, Tap};
pub use forms::{FormChoice, FormFile, FormPlace, FormText, FormsEvent, FormsStep};
pub use health::HealthStep;
pub use lock::{LockEvent, LockStep};
pub use measures::{MeasuresEvent, TypedField};
pub use messages::{MessagesEvent, MessagesStep};
pub use model::Model;
pub use native::{NativeWords, native_words};
pub use notices::NoticesStep;
pub use saving::SavingStep;
pub use settings::{SettingsEvent, SettingsStep};
pub use sync::{SyncEvent, SyncStep};
pub use text::Lang;
pub use today::TodayEvent;
pub use view::*;
