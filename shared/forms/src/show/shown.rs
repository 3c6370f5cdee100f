//! What a screen draws: one control, or one text, of a page.

use super::{Kind, Rich};
use crate::ItemPath;

/// One control, or one text, of a page.
#[derive(Debug, Clone, PartialEq, Default)]
#[allow(clippy::struct_excessive_bools)] // Each is a fact of its own that a screen shows.
pub struct Shown {
    /// Where it is. With an index it can be one answer of a question that repeats; [`crate::input::read`] knows.
    pub path: ItemPath,
    /// How deep it lies on the page.
    pub level: usize,
    /// How it is drawn.
    pub kind: Kind,
    /// Its text.
    pub label: Rich,
    /// What stands before it: `1.`
    pub prefix: String,
    /// Help for it.
    pub help: Rich,
    /// A shorter text, or empty.
    pub short: String,
    /// The unit after the field, or empty.
    pub unit: String,
    /// Units to choose from: key and name, and which is chosen.
    pub units: Vec<ShownUnit>,
    /// Options to choose from.
    pub options: Vec<ShownOption>,
    /// Options beside each other where there is room.
    pub horizontal: bool,
    /// The answer that is none of the options; `None` where only options are taken.
    pub other: Option<String>,
    /// What the free answer is called.
    pub other_label: String,
    /// The value as it stands in a field: as it was typed when it could not be read.
    pub text: String,
    /// What a value looks like.
    pub placeholder: String,
    /// It has to be answered.
    pub required: bool,
    /// It cannot be answered by hand.
    pub read_only: bool,
    /// It is worked out from other answers.
    pub calculated: bool,
    /// Where the answer is from, when the patient did not enter it.
    pub known: Option<String>,
    /// The answer of last time, when it may be taken again.
    pub as_last: Option<AsLast>,
    /// The least value, as text.
    pub low: String,
    /// The greatest value, as text.
    pub high: String,
    /// The step of a slider, as text.
    pub step: String,
    /// What the least value means.
    pub low_label: String,
    /// What the greatest value means.
    pub high_label: String,
    /// The most characters.
    pub max_length: Option<u64>,
    /// What is wrong with it.
    pub errors: Vec<String>,
    /// A picture, film or sound.
    pub media: Option<Media>,
    /// Pages with more about it: words and address.
    pub links: Vec<(String, String)>,
    /// Numbers to call ([`Kind::Calls`]).
    pub calls: Vec<Call>,
    /// Kinds of files that are taken ([`Kind::Attachment`]); any when empty.
    pub mime_types: Vec<String>,
    /// One more can be added ([`Kind::AddInstance`]).
    pub can_add: bool,
    /// This one can be taken away.
    pub can_remove: bool,
}

/// One option.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ShownOption {
    /// What comes back when it is chosen.
    pub key: String,
    /// What it is called.
    pub label: String,
    /// A line below that, or empty.
    pub detail: String,
    /// What stands before it, or empty.
    pub prefix: String,
    /// It is the answer, or one of them.
    pub chosen: bool,
    /// It can be chosen now.
    pub enabled: bool,
    /// It stands alone.
    pub exclusive: bool,
    /// A picture.
    pub media: Option<Media>,
}

/// One unit to choose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ShownUnit {
    /// What comes back when it is chosen.
    pub key: String,
    /// What it is called.
    pub label: String,
    /// The value is in it.
    pub chosen: bool,
}

/// The answer of last time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AsLast {
    /// The answer in words.
    pub text: String,
    /// When it was given, in words; empty when that is not known.
    pub day: String,
}

/// A picture, film or sound that is safe to show.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Media {
    /// Its media type.
    pub mime: String,
    /// `https:`, or `data:` of a picture.
    pub url: String,
    /// What it shows.
    pub alt: String,
}

/// A number to call.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Call {
    /// Who answers.
    pub label: String,
    /// The number.
    pub number: String,
}
