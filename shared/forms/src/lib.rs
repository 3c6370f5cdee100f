//! The SDC questionnaire engine, headless: a [`Form`] is the definition, read once; a [`Session`] is one filling of it.
//!
//! Everything is FHIR R4 JSON. The engine reads no clock and asks nobody: what it must know comes in with the
//! [`Launch`] and the [`Library`]. Bad input is a listed problem or an error value.
//!
//! Specifications: <http://hl7.org/fhir/R4/questionnaire.html>, <http://hl7.org/fhir/uv/sdc/>.
#![forbid(unsafe_code)]

pub mod assemble;
mod compare;
pub mod expr;
pub mod extract;
mod form;
mod graph;
pub mod input;
pub mod items;
mod library;
pub mod populate;
mod problem;
pub mod score;
mod session;
pub mod show;
pub mod texts;
pub mod translate;
pub mod validate;

pub use expr::{Expr, ExprIx};
pub use form::Form;
pub use items::{
    AnswerOption, Bound, Constraint, Control, EnableBehavior, EnableWhen, Item, ItemIx, ItemKind, Label,
    Operator, Options, Orientation, Variable, path::ItemPath,
};
pub use library::{Library, Shelf};
pub use problem::{FormProblem, ProblemCode};
pub use session::{AnswerProblem, Changed, DraftProblem, Instance, Launch, Origin, Session};
