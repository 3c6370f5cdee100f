use kangban_fhir::Decimal;
use serde_json::Value;

use super::{Constraint, Control, EnableBehavior, EnableWhen, ItemKind, Label, Options, Orientation};
use crate::expr::ExprIx;

/// The number of an item in its form, in the order of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ItemIx(pub(crate) u32);

impl ItemIx {
    /// The number itself: the place in [`crate::Form::items`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One item of a form, read once.
#[derive(Debug, Clone)]
#[allow(clippy::struct_excessive_bools)] // Each is a flag of the definition.
pub struct Item {
    /// Its number.
    pub ix: ItemIx,
    /// Its linkId; one of our own (`#3`) when the form gives none.
    pub link_id: String,
    /// What it is.
    pub kind: ItemKind,
    /// The item it is in.
    pub parent: Option<ItemIx>,
    /// The items in it.
    pub children: Vec<ItemIx>,
    /// One past the last item within it.
    pub(crate) end: u32,
    /// How deep it is: 0 at the root.
    pub level: u16,
    /// Where its JSON is: places in `item` arrays, from the root.
    pub(crate) place: Vec<u32>,

    /// Its text.
    pub text: Option<Label>,
    /// What stands before it: `1.`, `a)`.
    pub prefix: Option<Label>,
    /// A shorter text.
    pub short_text: Option<Label>,
    /// Its codes (Codings).
    pub code: Vec<Value>,
    /// The element it stands for.
    pub definition: Option<String>,

    /// An answer is needed.
    pub required: bool,
    /// Several answers, or several instances of a group.
    pub repeats: bool,
    /// Nobody answers it by hand.
    pub read_only: bool,
    /// It is not shown.
    pub hidden: bool,
    /// The most characters.
    pub max_length: Option<u64>,
    /// The least characters.
    pub min_length: Option<u64>,
    /// The least answers or instances.
    pub min_occurs: Option<u64>,
    /// The most answers or instances.
    pub max_occurs: Option<u64>,
    /// A pattern that an answer matches.
    pub regex: Option<String>,
    /// What an answer looks like.
    pub entry_format: Option<Label>,
    /// The least value.
    pub min_value: Option<Bound>,
    /// The greatest value.
    pub max_value: Option<Bound>,
    /// The most digits after the decimal point.
    pub max_decimal_places: Option<u64>,
    /// The largest attachment, in bytes.
    pub max_size: Option<Decimal>,
    /// The kinds of attachment that are taken.
    pub mime_types: Vec<String>,
    /// The kinds of resource that a reference may name.
    pub reference_types: Vec<String>,
    /// The unit (a Coding): of a quantity the one offered, of a number the one it is in.
    pub unit: Option<Value>,
    /// Units to choose from (Codings).
    pub unit_options: Vec<Value>,
    /// A value set of units.
    pub unit_value_set: Option<String>,
    /// Other units are taken too (`optionsOnly` is false; `optionsOrType`, `optionsOrString`).
    pub unit_open: bool,
    /// The step of a slider.
    pub slider_step: Option<Decimal>,

    /// Conditions under which it is enabled.
    pub enable_when: Vec<EnableWhen>,
    /// Whether all of them must be met.
    pub enable_behavior: EnableBehavior,
    /// What is evaluated for it.
    pub expressions: Expressions,
    /// What its answers must keep.
    pub constraints: Vec<Constraint>,

    /// How it is drawn.
    pub control: Control,
    /// The code of its control as written, when it is none of ours.
    pub other_control: Option<String>,
    /// What kind of display it is: `instructions`, `security`, `help`.
    pub display_category: Option<String>,
    /// Options beside or below each other.
    pub orientation: Option<Orientation>,
    /// Its options.
    pub options: Options,
    /// The answers it starts with: `{"valueX": …}`.
    pub initial: Vec<Value>,
    /// A picture, film or sound (an Attachment).
    pub media: Option<Value>,
    /// Pages with more about it.
    pub support_links: Vec<String>,
}

/// What is evaluated for an item.
#[derive(Debug, Clone, Default)]
pub struct Expressions {
    /// Names that may be read here and within.
    pub variables: Vec<Variable>,
    /// Its answers at the start.
    pub initial: Option<ExprIx>,
    /// Its answers, always.
    pub calculated: Option<ExprIx>,
    /// Whether it is enabled.
    pub enable: Option<ExprIx>,
    /// Its options.
    pub answer: Option<ExprIx>,
    /// Values that may fit.
    pub candidates: Vec<ExprIx>,
    /// What its instances are filled from, by a name.
    pub population: Option<Variable>,
    /// Its text.
    pub text: Option<ExprIx>,
}

/// An expression with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// The name, without `%`.
    pub name: String,
    /// The expression.
    pub expression: ExprIx,
}

/// The least or greatest value: written out, or an expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Bound {
    /// Its type: `Integer` of `valueInteger`.
    pub suffix: String,
    /// The value, when it is written out.
    pub value: Option<Value>,
    /// What gives the value.
    pub expression: Option<ExprIx>,
}

impl Item {
    /// Whether it is a question whose answers may have items within.
    pub fn nests_under_answers(&self) -> bool {
        self.kind.is_question() && !self.children.is_empty()
    }

    /// Whether each instance is a scope of its own that can be added and removed.
    pub fn is_repeating_group(&self) -> bool {
        self.kind == ItemKind::Group && self.repeats
    }
}
