use kangban_fhirpath::Clock;
use serde_json::Value;
use thiserror::Error;

use crate::{Item, ItemPath};

/// What a session is started with.
#[derive(Debug, Clone)]
pub struct Launch {
    /// What time it is.
    pub clock: Clock,
    /// The language to speak: `zh-CN` or `en`.
    pub language: String,
    /// `%patient`
    pub patient: Option<Value>,
    /// `%user`
    pub user: Option<Value>,
    /// `%encounter`
    pub encounter: Option<Value>,
    /// What is known: answers queries and fills in what need not be asked again.
    pub resources: Vec<Value>,
    /// The last response to this form.
    pub last: Option<Value>,
    /// Who answers (a Reference).
    pub authored_by: Option<Value>,
    /// The id that the response will have.
    pub id: String,
}

impl Launch {
    /// A start that knows nothing but the time.
    pub fn new(clock: Clock, language: impl Into<String>, id: impl Into<String>) -> Self {
        Self {
            clock,
            language: language.into(),
            patient: None,
            user: None,
            encounter: None,
            resources: Vec::new(),
            last: None,
            authored_by: None,
            id: id.into(),
        }
    }
}

/// Where an answer comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Origin {
    /// The patient gave it (or nobody did).
    #[default]
    Patient,
    /// The form starts with it.
    Initial,
    /// It was known before: from what (a reference, or a kind of resource), and from when (a FHIR dateTime).
    Known {
        /// The resource: `Observation/7`, or its type alone.
        what: String,
        /// When it was true.
        when: Option<String>,
    },
    /// It is calculated.
    Calculated,
    /// The patient took the answer of last time.
    AsLast,
}

impl Origin {
    /// Its code in [`kangban_fhir::terms::ORIGIN`]; `None` for the patient's own answers.
    pub fn code(&self) -> Option<&'static str> {
        match self {
            Self::Patient => None,
            Self::Initial => Some("initial"),
            Self::Known { .. } => Some("known"),
            Self::Calculated => Some("calculated"),
            Self::AsLast => Some("as-last"),
        }
    }
}

/// What an answer changed beyond itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changed {
    /// Items were enabled or disabled: pages may have changed.
    pub enablement: bool,
    /// Other answers were calculated anew.
    pub calculated: bool,
    /// Variables changed: options and texts may have.
    pub variables: bool,
}

/// Why an answer was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AnswerProblem {
    /// The path leads nowhere in this form, or to an instance that is not there.
    #[error("no such item")]
    NoSuchItem,
    /// The item is no question, or no group that can be added to.
    #[error("nothing is asked there")]
    NotAsked,
    /// The value is of a type that the question does not take.
    #[error("the wrong type of answer")]
    WrongType,
    /// Nobody answers it by hand.
    #[error("it cannot be changed")]
    ReadOnly,
    /// More answers or instances than it takes.
    #[error("too many")]
    TooMany,
    /// Fewer instances than it must have.
    #[error("too few")]
    TooFew,
}

/// Why a draft cannot be taken up again.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DraftProblem {
    /// It is no draft.
    #[error("not a draft")]
    NotADraft,
    /// It was begun with another form, or another version of it: resume it with that one.
    #[error("a draft of {canonical}")]
    OtherForm {
        /// What it was begun with.
        canonical: String,
    },
}

/// One instance of an item, as it is walked by.
#[derive(Debug, Clone)]
pub struct Instance<'a> {
    /// Where it is.
    pub path: ItemPath,
    /// Its definition.
    pub item: &'a Item,
    /// How deep it is: 0 at the root.
    pub level: usize,
    /// Its answers: `{"valueX": …}`.
    pub answers: &'a [Value],
    /// The instance it is in.
    pub parent: Option<ItemPath>,
    /// Whether it is enabled.
    pub enabled: bool,
    /// Which instance of a repeating group, from 0.
    pub index: usize,
    /// How many instances its item has there.
    pub of: usize,
}
