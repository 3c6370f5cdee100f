use facet::Facet;
use serde::{Deserialize, Serialize};

use crate::effects::VaultOut;

/// What a person does in the diary, while logging a symptom, with an entry, and with advice.
#[derive(Facet, Clone, Debug, Serialize, Deserialize)]
#[repr(C)]
pub enum DiaryEvent {
    /// Record, history or trends, by id.
    SectionChosen(String),
    /// Something to record, by id.
    ItemPressed(String),
    /// A row, by its id.
    EntryOpened(String),
    /// Older entries, please.
    OlderPressed,
    /// Back to newer entries, please.
    NewerPressed,
    /// The symptom, by id.
    SymptomChosen(String),
    /// The number on the scale.
    ScoreChosen(u8),
    /// When it was, in local time: `2026-11-22T16:05`.
    WhenChanged(String),
    /// The place's row.
    SitePressed,
    /// Front or back, by id.
    SideChosen(String),
    /// The place, by id; empty takes it away.
    SiteChosen(String),
    /// The note's row.
    NotePressed,
    /// The note so far.
    NoteTyped(String),
    /// A photo, after the shell has made it small enough.
    PhotoChosen(PickedFile),
    /// The photo is not to be there.
    PhotoRemoved,
    /// The next step, in elders' mode.
    StepPressed,
    /// The solid button.
    SavePressed,
    /// Correct this entry.
    CorrectPressed(String),
    /// Take this entry back: asks first.
    WithdrawPressed(String),
    /// Yes, take it back.
    WithdrawConfirmed(String),
    /// No, leave it.
    WithdrawCancelled,
    /// The photo of the entry in front.
    PhotoWanted(String),
    /// The advice of an entry, by the entry's id.
    AdvicePressed(String),
    /// What else to do, in elders' mode.
    AdviceMorePressed,
}

/// A file that a person picked.
#[derive(Facet, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickedFile {
    /// Its media type, as in `image/jpeg`; empty when the shell could not read it as a picture.
    pub mime: String,
    /// Its bytes; empty when it was too large to be made smaller.
    pub bytes: Vec<u8>,
    /// How large it was as it was picked, in bytes.
    pub original_bytes: u32,
}

impl std::fmt::Debug for PickedFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PickedFile({} bytes)", self.bytes.len())
    }
}

/// What comes back while reading the diary.
#[derive(Clone, Debug)]
pub enum DiaryStep {
    /// An older page of the history.
    Page(VaultOut),
    /// The readings of the charts.
    Trends(VaultOut),
    /// What belongs to the entry that was opened.
    Opened(String, VaultOut),
    /// The Media of an entry's photo.
    Media(String, VaultOut),
    /// The photo itself.
    Photo(String, VaultOut),
}
