//! What can be wrong with an expression, and where.

use thiserror::Error;

/// A text that is no expression.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}, column {column}: {message}")]
pub struct ParseError {
    /// What is wrong.
    pub message: String,
    /// The byte offset it is wrong at.
    pub offset: usize,
    /// The line of that place, from 1.
    pub line: usize,
    /// The column of that place in characters, from 1.
    pub column: usize,
}

/// An expression that cannot be evaluated on what it was given.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}, column {column}: {kind}")]
pub struct EvalError {
    /// What is wrong.
    pub kind: ErrorKind,
    /// The byte offset of the part of the expression that failed.
    pub offset: usize,
    /// The line of that place, from 1.
    pub line: usize,
    /// The column of that place in characters, from 1.
    pub column: usize,
}

/// What went wrong in evaluating.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A single item was needed.
    #[error("{0} needs a single item, there are {1}")]
    NotSingle(&'static str, usize),
    /// An item of another type was needed.
    #[error("{what} does not work on {found}")]
    WrongType {
        /// The function or operator.
        what: String,
        /// The type it was given.
        found: String,
    },
    /// `%name` is not known.
    #[error("the variable %{0} is not known")]
    UnknownVariable(String),
    /// `defineVariable` with a name that is taken.
    #[error("the variable %{0} is defined already")]
    VariableDefined(String),
    /// A function that does not exist.
    #[error("there is no function {0}()")]
    UnknownFunction(String),
    /// A function called with too few or too many arguments.
    #[error("{0}() takes {1} arguments")]
    Arguments(&'static str, &'static str),
    /// A type that does not exist.
    #[error("the type {0} is not known")]
    UnknownType(String),
    /// Strict evaluation: no such element.
    #[error("{0} has no element {1}")]
    UnknownElement(String, String),
    /// Strict evaluation: the order of the items is not defined.
    #[error("{0} needs an order that its input does not have")]
    NoOrder(&'static str),
    /// A regular expression that cannot be read.
    #[error("this is no regular expression: {0}")]
    Pattern(String),
    /// Something a function cannot work with.
    #[error("{0}")]
    Invalid(String),
    /// The host gave nothing that could answer this.
    #[error("{0} cannot be answered here")]
    Unsupported(&'static str),
    /// [`crate::Limits`] were reached.
    #[error("evaluating takes too long or too much memory")]
    TooMuch,
}

/// An [`ErrorKind`] and the byte offset it happened at, once that is known.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) kind: ErrorKind,
    pub(crate) at: Option<u32>,
}

impl Fault {
    /// The innermost place that is known stays.
    #[allow(clippy::unnecessary_box_returns, reason = "every Outcome holds it boxed")]
    pub(crate) fn or_at(mut self: Box<Self>, at: u32) -> Box<Self> {
        self.at.get_or_insert(at);
        self
    }
}

impl From<ErrorKind> for Box<Fault> {
    fn from(kind: ErrorKind) -> Self {
        Box::new(Fault { kind, at: None })
    }
}

impl ParseError {
    pub(crate) fn new(text: &str, offset: usize, message: impl Into<String>) -> Self {
        let (line, column) = place(text, offset);
        Self { message: message.into(), offset, line, column }
    }
}

impl EvalError {
    pub(crate) fn new(text: &str, fault: Fault) -> Self {
        let offset = fault.at.unwrap_or(0) as usize;
        let (line, column) = place(text, offset);
        Self { kind: fault.kind, offset, line, column }
    }
}

fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}
