//! The definition: what a form consists of, as read from its Questionnaire.

mod constraint;
mod enable;
mod item;
mod kind;
mod label;
pub(crate) mod options;
mod parse;
pub mod path;
pub mod read;
pub mod urls;
pub(crate) mod valueset;

pub use constraint::Constraint;
pub use enable::{EnableBehavior, EnableWhen, Operator};
pub use item::{Bound, Expressions, Item, ItemIx, Variable};
pub use kind::{Control, ItemKind, Orientation};
pub use label::Label;
pub use options::{AnswerOption, ChoiceColumn, Options, Toggle, answer_key};
pub(crate) use parse::{Parser, ValueSets};
