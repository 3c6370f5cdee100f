//! From text to [`crate::ast`].

mod lexer;
mod parser;

use crate::{ParseError, ast::Node};

/// How deep parentheses, arguments and the like may nest. Each level costs stack when read and evaluated.
pub(crate) const MAX_NESTING: u32 = 96;
/// How deep a whole expression may be, chains of operators and members counted in.
pub(crate) const MAX_DEPTH: u32 = 600;
/// The longest expression that is read, in bytes.
pub(crate) const MAX_TEXT: usize = 256 * 1024;

/// Reads a whole expression.
pub(crate) fn parse(text: &str) -> Result<Node, ParseError> {
    if text.len() > MAX_TEXT {
        return Err(ParseError::new(text, 0, "the expression is too long"));
    }
    let tokens = lexer::tokens(text)?;
    parser::Parser::new(text, &tokens).whole()
}
