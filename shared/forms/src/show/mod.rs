//! What a screen needs of a form: texts ready to draw, kinds of control, pages, progress.

mod markdown;
mod rich;
mod xhtml;

pub use rich::{Block, BlockKind, MARKDOWN, Rich, Span, XHTML};
