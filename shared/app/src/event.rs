//! What can happen: what a shell tells the core, and what comes back from an effect.

use facet::Facet;
use serde::{Deserialize, Serialize};

use crate::{
    diary::{DiaryEvent, DiaryStep},
    effects::{NoticeChosen, Skill, Trouble},
    forms::{FormsEvent, FormsStep},
    health::HealthStep,
    lock::{LockEvent, LockStep},
    measures::MeasuresEvent,
    messages::{MessagesEvent, MessagesStep},
    notices::NoticesStep,
    saving::SavingStep,
    settings::{SettingsEvent, SettingsStep},
    sync::{SyncEvent, SyncStep},
    today::TodayEvent,
    view::Tab,
};

/// Everything that can happen.
#[derive(Facet, Clone, Debug, Serialize, Deserialize)]
#[repr(C)]
pub enum Event {
    /// Told by the shell.
    Shell(Envelope),
    /// The answer of an effect. Never crosses the boundary.
    #[serde(skip)]
    #[facet(skip)]
    Core(#[facet(opaque)] Box<Step>),
}

/// What a shell tells, with the device's clock at that moment.
#[derive(Facet, Clone, Debug, Serialize, Deserialize)]
pub struct Envelope {
    /// When.
    pub clock: Clock,
    /// What.
    pub tap: Tap,
}

/// The device's clock. The core has no other.
#[derive(Facet, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// Milliseconds since 1970 in UTC, as the device believes.
    pub wall_ms: i64,
    /// Milliseconds on a clock that is never set, since any start.
    pub mono_ms: u64,
    /// The IANA zone, as in `Asia/Shanghai`.
    pub zone: String,
}

/// What a shell tells.
#[derive(Facet, Clone, Debug, Serialize, Deserialize)]
#[repr(C)]
pub enum Tap {
    /// The shell has started.
    Started(Started),
    /// A tab was chosen.
    TabChosen(Tab),
    /// Back, or close: leaves a task and keeps what was entered.
    Back,
    /// The notice was dismissed.
    ToastDismissed,
    /// The notice's one thing was chosen.
    ToastAction,
    /// A minute has passed with the page in front, or it has come to the front. Never told in the background: it ends
    /// the time after which the vault locks by itself.
    Tick,
    /// The page went to the background.
    Hidden,
    /// The device has a network, or has none.
    Network(bool),
    /// The system has given the app a moment in the background.
    Woken,
    /// A notice or one of its buttons was pressed.
    Notice(NoticeChosen),
    /// Something went wrong in the shell.
    Trouble(Trouble),
    /// See [`LockEvent`].
    Lock(LockEvent),
    /// See [`TodayEvent`].
    Today(TodayEvent),
    /// See [`DiaryEvent`].
    Diary(DiaryEvent),
    /// See [`MeasuresEvent`].
    Measures(MeasuresEvent),
    /// See [`MessagesEvent`].
    Messages(MessagesEvent),
    /// See [`SyncEvent`].
    Sync(SyncEvent),
    /// See [`SettingsEvent`].
    Settings(SettingsEvent),
    /// See [`FormsEvent`].
    Forms(FormsEvent),
}

/// What the core needs to know of a shell that has started.
#[derive(Facet, Clone, Debug, Serialize, Deserialize)]
pub struct Started {
    /// 32 bytes of the device's best randomness: the seed of every id made in this run.
    pub seed: Vec<u8>,
    /// The device's languages, best first, BCP 47.
    pub languages: Vec<String>,
    /// The FHIR base of the hospital, as in `https://hospital.example/fhir`.
    pub base_url: String,
    /// Whether the device has a network.
    pub online: bool,
    /// What this device and its shell can do.
    pub skills: Vec<Skill>,
}

/// What comes back from an effect, by the feature that asked.
#[derive(Clone, Debug)]
pub enum Step {
    /// See [`LockStep`].
    Lock(LockStep),
    /// See [`DiaryStep`].
    Diary(DiaryStep),
    /// See [`MessagesStep`].
    Messages(MessagesStep),
    /// See [`SettingsStep`].
    Settings(SettingsStep),
    /// See [`SyncStep`].
    Sync(SyncStep),
    /// See [`SavingStep`].
    Saving(SavingStep),
    /// See [`FormsStep`].
    Forms(FormsStep),
    /// See [`NoticesStep`].
    Notices(NoticesStep),
    /// See [`HealthStep`].
    Health(HealthStep),
}

impl From<Step> for Event {
    fn from(step: Step) -> Self {
        Self::Core(Box::new(step))
    }
}
