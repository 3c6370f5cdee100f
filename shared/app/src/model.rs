//! What the app knows. The stage is a state machine: a screen that makes no sense cannot be in front.

use std::collections::BTreeMap;

use kangban_care::RuleSet;
use kangban_fhir::Communication;

use crate::{
    diary::SymptomDraft,
    effects::{Skill, SystemPage, Trouble, vault::OutboxRow},
    entry::Entry,
    event::Clock,
    health::Health,
    ids::Ids,
    lock::{Activating, Away, Locked, PinChange, Quick, QuickSetup},
    measures::MeasureDraft,
    messages::MessageDraft,
    notices::Notices,
    sync::Syncing,
    text::Lang,
    view::Tab,
};

/// Everything the app knows.
#[derive(Debug, Default)]
pub struct Model {
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    pub(crate) base_url: String,
    pub(crate) online: bool,
    /// What the device can do.
    pub(crate) skills: Vec<Skill>,
    pub(crate) look: Look,
    /// The switches that the person has set, by id.
    pub(crate) choices: BTreeMap<String, bool>,
    pub(crate) stage: Stage,
    pub(crate) quick: Quick,
    /// Since when the app is in the background.
    pub(crate) away: Option<Away>,
    /// What went wrong in the shell, to be said when the vault is open.
    pub(crate) untold: Option<Trouble>,
    pub(crate) toast: Option<Toasting>,
    /// Of the ward, from the account's hint: calling works while locked.
    pub(crate) ward: Option<Ward>,
    /// How often a vault was opened in this run.
    pub(crate) sessions: u32,
    /// The last news, for a screen reader.
    pub(crate) announcement: String,
    pub(crate) notices: Notices,
    pub(crate) health: Health,
}

impl Model {
    pub(crate) fn can(&self, skill: Skill) -> bool {
        self.skills.contains(&skill)
    }

    /// How the person has set a switch; none while nobody has.
    pub(crate) fn chosen(&self, id: &str) -> Option<bool> {
        self.choices.get(id).copied()
    }
}

/// How the app looks and speaks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Look {
    pub(crate) lang: Lang,
    pub(crate) elders: bool,
    pub(crate) theme: Theme,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    pub(crate) const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub(crate) fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.code() == code).unwrap_or_default()
    }
}

/// Whom to call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Ward {
    pub(crate) zh: String,
    pub(crate) en: String,
    pub(crate) phone: String,
}

impl Ward {
    pub(crate) fn name(&self, lang: Lang) -> &str {
        let (own, other) = if lang == Lang::Zh { (&self.zh, &self.en) } else { (&self.en, &self.zh) };
        if own.is_empty() { other } else { own }
    }
}

/// Where the app stands.
#[derive(Debug, Default)]
pub(crate) enum Stage {
    #[default]
    Starting,
    Failed(Failure),
    Activating(Box<Activating>),
    Locked(Locked),
    Open(Box<Open>),
}

/// Why the device cannot be used as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    StorageUnavailable,
    HeldElsewhere,
    NewerSchema,
    Damaged,
    StorageFull,
}

/// A notice after an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Toasting {
    pub(crate) text: String,
    pub(crate) detail: String,
    /// What its one button does.
    pub(crate) action: Option<ToastAction>,
}

/// What the one button of a notice does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ToastAction {
    /// Corrects this entry.
    Correct(String),
    /// Shows the advice that was given with this entry.
    Advice(String),
    /// Sends the person to a page of the system's settings.
    Open(SystemPage),
}

/// Who has seen something, and when (an instant).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) by: String,
    pub(crate) at: String,
}

/// A screen, apart from the tabs' own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    LogSymptom,
    BodySite,
    Measure,
    Advice(String),
    Entry(String),
    Sync,
    ChangePin,
    /// Turning on that a finger or a face opens.
    QuickUnlock,
    /// Signing in again, with a new invitation.
    Invitation,
    /// Filling in the form that a Task asks for.
    Form(String),
    /// The result of an answered form.
    FormResult(String),
}

/// An open vault.
#[derive(Debug)]
pub(crate) struct Open {
    /// The account: the patient's id.
    pub(crate) patient: String,
    pub(crate) tab: Tab,
    /// The tasks in front of the tab, the last on top.
    pub(crate) places: Vec<Place>,
    pub(crate) data: Data,
    pub(crate) diary: crate::diary::Diary,
    pub(crate) symptom: SymptomDraft,
    pub(crate) measure: MeasureDraft,
    pub(crate) message: MessageDraft,
    pub(crate) saving: Option<crate::saving::Saving>,
    /// The form that is being filled in.
    pub(crate) form: Option<Box<crate::forms::Filling>>,
    /// The answered form in front.
    pub(crate) result: Option<Box<crate::forms::Outcome>>,

    pub(crate) sync: Syncing,
    pub(crate) pin: Option<PinChange>,
    pub(crate) quick: Option<QuickSetup>,
    /// Whether the vault holds a draft.
    pub(crate) draft_kept: bool,
}

impl Open {
    pub(crate) fn place(&self) -> Option<&Place> {
        self.places.last()
    }

    pub(crate) fn go(&mut self, place: Place) {
        if self.places.last() != Some(&place) {
            self.places.push(place);
        }
    }

    /// An entry of any window.
    pub(crate) fn entry(&self, id: &str) -> Option<&Entry> {
        let newest = self.data.entries.iter();
        newest.chain(&self.diary.older.rows).chain(&self.diary.opened).find(|entry| entry.id == id)
    }

    /// The advice that was given with an entry.
    pub(crate) fn advice(&self, entry: &str) -> &[crate::advice::Advised] {
        let found = self.data.advice.get(entry).or_else(|| self.diary.advice.get(entry));
        found.map_or(&[], Vec::as_slice)
    }

    /// Who has seen this entry, if somebody has.
    pub(crate) fn seen(&self, entry: &str) -> Option<&Seen> {
        self.data.seen.get(entry)
    }
}

/// What was read from the vault: a window of it.
#[derive(Debug, Default)]
pub(crate) struct Data {
    /// The whole name.
    pub(crate) name: String,
    /// As the greeting says it.
    pub(crate) address: String,
    pub(crate) hospital: String,
    pub(crate) surgery_ms: Option<i64>,
    pub(crate) conditions: Vec<kangban_fhir::Coding>,
    pub(crate) doctor: Option<kangban_fhir::Reference>,
    /// Newest first.
    pub(crate) entries: Vec<Entry>,
    /// Whether there are older ones than the window holds.
    pub(crate) more_entries: bool,
    /// Oldest first.
    pub(crate) thread: Vec<Letter>,
    pub(crate) more_letters: bool,
    /// Names of the care team by reference.
    pub(crate) people: BTreeMap<String, String>,
    /// Who has seen which entry, from alerts.
    pub(crate) seen: BTreeMap<String, Seen>,
    pub(crate) rules: RuleSet,
    /// The advice that was given, by entry.
    pub(crate) advice: BTreeMap<String, Vec<crate::advice::Advised>>,
    pub(crate) waiting: u32,
    pub(crate) refused: u32,
    /// What waits and what was refused, a window.
    pub(crate) outbox: Vec<crate::effects::vault::Stored>,
    pub(crate) refusals: Vec<crate::effects::vault::Stored>,
    /// What is due, what was answered.
    pub(crate) forms: crate::forms::Known,
    /// The hospital's time of the last entry it confirmed.
    pub(crate) last_confirmed: Option<String>,
    /// Up to which moment the thread was read.
    pub(crate) read_ms: i64,
}

/// A page of a list that is not its newest end. With no page the list is the window in [`Data`].
#[derive(Debug)]
pub(crate) struct Paging<T> {
    /// Where each page begins: behind this record. The last one is in front.
    pub(crate) cursors: Vec<(i64, String)>,
    pub(crate) rows: Vec<T>,
    pub(crate) more: bool,
}

impl<T> Paging<T> {
    /// Whether the list is not at its newest end.
    pub(crate) fn is_behind(&self) -> bool {
        !self.cursors.is_empty()
    }
}

impl<T> Default for Paging<T> {
    fn default() -> Self {
        Self { cursors: Vec::new(), rows: Vec::new(), more: false }
    }
}

/// A message of the thread.
#[derive(Debug, Clone)]
pub(crate) struct Letter {
    pub(crate) id: String,
    pub(crate) at_ms: i64,
    pub(crate) message: Communication,
    pub(crate) outbox: Option<OutboxRow>,
    pub(crate) last_updated: Option<String>,
}
