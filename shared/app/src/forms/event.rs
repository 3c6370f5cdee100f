use facet::Facet;
use serde::{Deserialize, Serialize};

use crate::{diary::PickedFile, effects::VaultOut};

/// What a person does with forms. `path` is a control's path as it was drawn.
#[derive(Facet, Clone, Debug, Serialize, Deserialize)]
#[repr(C)]
pub enum FormsEvent {
    /// A form of the diary's list, by its row's id: one that is due is filled in, one that was answered is shown.
    Opened(String),
    /// One option, by its id: radio, list, reference.
    OptionChosen(FormChoice),
    /// A checkbox, by its id: on or off.
    OptionToggled(FormChoice),
    /// What the options of a long list are narrowed down by.
    OptionFilterTyped(FormText),
    /// What stands in a field so far; also a date, a time, the number of a slider or of the scale.
    Typed(FormText),
    /// What stands in the field for another answer.
    OtherTyped(FormText),
    /// The unit of a quantity, by its id.
    UnitChosen(FormChoice),
    /// A field was left: what cannot be read is said now, not while it is being typed.
    FieldLeft(String),
    /// A photo, after the shell has made it small enough.
    FilePicked(FormFile),
    /// The photo is not to be there.
    FileRemoved(String),
    /// The same as last time.
    AsLastPressed(String),
    /// No answer after all.
    Cleared(String),
    /// One more of a group.
    AddPressed(String),
    /// This one of a group is not to be there.
    RemovePressed(String),
    /// Forwards.
    NextPressed,
    /// Backwards.
    PreviousPressed,
    /// To a page, from the review or from the summary of errors.
    PageChosen(FormPlace),
    /// The answers before or after the window of the review or the result.
    EarlierRowsPressed,
    /// See [`FormsEvent::EarlierRowsPressed`].
    LaterRowsPressed,
    /// Keep what was answered and leave.
    LaterPressed,
    /// The other language, please.
    LanguagePressed,
    /// Save and send.
    FinishPressed,
    /// The answers of a finished form, please.
    AnswersPressed,
    /// The result was read: leave it.
    ResultClosed,
}

/// An option of a control.
#[derive(Facet, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormChoice {
    /// Which control.
    pub path: String,
    /// Which option or unit, by id.
    pub id: String,
}

/// The text of a control.
#[derive(Facet, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormText {
    /// Which control.
    pub path: String,
    /// What stands in it, as it was typed.
    pub text: String,
}

impl std::fmt::Debug for FormText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FormText({}, {} bytes)", self.path, self.text.len())
    }
}

/// A file for a control.
#[derive(Facet, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormFile {
    /// Which control.
    pub path: String,
    /// The file.
    pub file: PickedFile,
}

/// A page, and the control on it that gets the focus.
#[derive(Facet, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormPlace {
    /// Which page, by its key.
    pub page: String,
    /// Which control, or empty.
    pub path: String,
}

/// What comes back while filling in a form.
#[derive(Clone, Debug)]
pub enum FormsStep {
    /// What opening a form needs: the form of this id was asked for.
    Loaded(String, VaultOut),
    /// Value sets and parts that the form names.
    Shelved(String, VaultOut),
    /// A draft was to be kept.
    DraftKept(String, VaultOut),
    /// A photo was to be sealed, for this control.
    FileKept(String, String, VaultOut),
    /// The history that the rules need before answers are saved.
    History(String, VaultOut),
    /// The transaction with the answers.
    Written(String, VaultOut),
    /// An answered form that was opened.
    ResultLoaded(String, VaultOut),
    /// What the form of an answered one names.
    ResultShelved(String, VaultOut),
    /// A report about a form was to be kept.
    Reported(VaultOut),
}
