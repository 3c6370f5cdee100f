use std::collections::BTreeMap;

use kangban_fhir::Observation;

use crate::{
    advice::Advised,
    catalogue::{Measure, Symptom},
    entry::Entry,
    model::Paging,
    when::When,
};

/// What of the diary is in front.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Section {
    #[default]
    Record,
    History,
    Trends,
    Forms,
}

impl Section {
    pub(crate) const ALL: [Self; 4] = [Self::Record, Self::History, Self::Trends, Self::Forms];

    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::History => "history",
            Self::Trends => "trends",
            Self::Forms => "forms",
        }
    }

    pub(crate) fn with_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.id() == id)
    }
}

/// The diary's own state.
#[derive(Debug, Default)]
pub(crate) struct Diary {
    pub(crate) section: Section,
    /// The history, when it is not at its newest end.
    pub(crate) older: Paging<Entry>,
    /// The readings of each chart, newest first; none until they were read.
    pub(crate) trends: Option<Vec<(Shown, Vec<Entry>)>>,
    /// An entry in front that is in no window.
    pub(crate) opened: Option<Entry>,
    /// The advice of entries that are older than the window.
    pub(crate) advice: BTreeMap<String, Vec<Advised>>,
    /// The photo that was asked for: its Media, media type, bytes.
    pub(crate) photo: Option<(String, String, Vec<u8>)>,
    /// The entry that is about to be taken back.
    pub(crate) withdrawing: Option<String>,
    pub(crate) back_side: bool,
    pub(crate) advice_more: bool,
}

/// What a chart shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    Symptom(&'static Symptom),
    Measure(&'static Measure),
}

/// A photo that goes with an entry.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Photo {
    pub(crate) mime: String,
    pub(crate) bytes: Vec<u8>,
}

impl std::fmt::Debug for Photo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Photo({} bytes)", self.bytes.len())
    }
}

/// A symptom that is being recorded.
#[derive(Debug, Clone, Default)]
#[allow(clippy::struct_excessive_bools)] // Each is a thing of its own on the screen.
pub(crate) struct SymptomDraft {
    pub(crate) symptom: Option<&'static Symptom>,
    pub(crate) score: Option<u8>,
    pub(crate) when: When,
    pub(crate) site: Option<String>,
    /// Whether the place was taken over from last time.
    pub(crate) site_as_before: bool,
    pub(crate) note: String,
    pub(crate) note_open: bool,
    pub(crate) photo: Option<Photo>,
    pub(crate) photo_error: String,
    pub(crate) error: String,
    /// Elders' mode: the second of two steps.
    pub(crate) second_step: bool,
    /// Elders' mode: the symptoms beyond the first few.
    pub(crate) all_symptoms: bool,
    /// The entry that is being corrected.
    pub(crate) corrects: Option<Observation>,
}

impl SymptomDraft {
    /// Whether there is something that would be lost.
    pub(crate) fn has_content(&self) -> bool {
        self.score.is_some() || !self.note.is_empty() || self.photo.is_some()
    }
}
