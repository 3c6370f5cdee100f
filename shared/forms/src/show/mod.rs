//! What a screen needs of a form: texts ready to draw, kinds of control, pages, progress.

mod draw;
mod entities;
pub(crate) mod facts;
pub(crate) mod here;
mod kind;
mod markdown;
mod paging;
mod progress;
mod question;
mod review;
mod rich;
mod shown;
mod value;
mod words;
mod xhtml;

pub use crate::texts::{issue_text, problem_text};
pub(crate) use draw::{key_of, unit_key};
pub use draw::{page, page_with};
pub use kind::Kind;
pub use paging::{Mode, Page, Paging};
pub use progress::{Progress, progress};
pub use review::{ReviewRow, review};
pub use rich::{Block, BlockKind, MARKDOWN, Rich, Span, XHTML};
pub use shown::{AsLast, Call, Media, Shown, ShownOption, ShownUnit};

/// What an option is called.
pub(crate) fn option_label(option: &crate::AnswerOption, language: &str) -> String {
    value::option_words(option, language).0
}

#[cfg(test)]
mod tests;
