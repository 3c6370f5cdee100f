//! What a screen needs of a form: texts ready to draw, kinds of control, pages, progress.

pub(crate) mod facts;
pub(crate) mod here;
mod kind;
mod markdown;
mod paging;
mod progress;
mod review;
mod rich;
mod shown;
mod value;
mod xhtml;

pub use crate::texts::{issue_text, problem_text};
pub use kind::Kind;
pub use paging::{Mode, Page, Paging};
pub use progress::{Progress, progress};
pub use review::{ReviewRow, review};
pub use rich::{Block, BlockKind, MARKDOWN, Rich, Span, XHTML};
pub use shown::{AsLast, Call, Media, Shown, ShownOption, ShownUnit, page, page_with};
pub(crate) use shown::{key_of, unit_key};

/// What an option is called.
pub(crate) fn option_label(option: &crate::AnswerOption, language: &str) -> String {
    value::option_words(option, language).0
}

#[cfg(test)]
mod tests;
