//! The part of `FHIRPath` that rules are written in.
//!
//! Paths from `%variables` over FHIR JSON (`value` finds `valueQuantity` and its like), `where`, `exists`, `all`,
//! `empty`, `not`, `first`, `count`, `min`, `max`, `avg`, `startsWith`, the operators `= != < <= > >= + - | and or`,
//! numbers, strings, booleans and parentheses. The meaning is that of `FHIRPath` N1: an empty operand makes a
//! comparison empty, and an empty condition is not met. Anything else is an error when the rule is read, never a
//! rule that silently does not fire.

mod eval;
mod read;
#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, fmt};

use bigdecimal::BigDecimal;
use serde_json::Value;

/// An expression that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression(Node);

/// Why an expression cannot be read, and where (a byte of its text).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpressionError {
    /// What is wrong.
    pub what: String,
    /// Where.
    pub at: usize,
}

impl fmt::Display for ExpressionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.what, self.at)
    }
}

impl std::error::Error for ExpressionError {}

/// What an evaluation could not do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvalError {
    /// Two amounts whose units cannot be compared.
    #[error("the units '{0}' and '{1}' cannot be compared")]
    Units(String, String),
    /// A variable that was not given.
    #[error("there is no variable %{0}")]
    Variable(String),
    /// A value of a kind that the operator or function does not take.
    #[error("'{0}' does not take this kind of value")]
    Kind(&'static str),
}

/// A value while evaluating.
#[derive(Debug, Clone, PartialEq)]
pub enum Item<'a> {
    /// A place in a resource.
    Json(&'a Value),
    /// A number.
    Number(BigDecimal),
    /// An amount with its UCUM code.
    Quantity(BigDecimal, String),
    /// A text.
    Text(String),
    /// A truth value.
    Boolean(bool),
}

/// The variables that an expression may name.
pub type Variables<'a> = BTreeMap<&'a str, Vec<Item<'a>>>;

#[derive(Debug, Clone, PartialEq)]
enum Node {
    Variable(String),
    This,
    Literal(Literal),
    Member(Box<Node>, String),
    Call(Box<Node>, Function, Option<Box<Node>>),
    Binary(Operator, Box<Node>, Box<Node>),
}

#[derive(Debug, Clone, PartialEq)]
enum Literal {
    Number(BigDecimal),
    Text(String),
    Boolean(bool),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
    Union,
    Plus,
    Minus,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Function {
    Where,
    Exists,
    All,
    Empty,
    Not,
    First,
    Count,
    Min,
    Max,
    Avg,
    StartsWith,
}

impl Function {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "where" => Self::Where,
            "exists" => Self::Exists,
            "all" => Self::All,
            "empty" => Self::Empty,
            "not" => Self::Not,
            "first" => Self::First,
            "count" => Self::Count,
            "min" => Self::Min,
            "max" => Self::Max,
            "avg" => Self::Avg,
            "startsWith" => Self::StartsWith,
            _ => return None,
        })
    }

    /// Whether it takes an argument: must, may, must not.
    fn argument(self) -> Option<bool> {
        match self {
            Self::Where | Self::All | Self::StartsWith => Some(true),
            Self::Exists => None,
            _ => Some(false),
        }
    }
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// What is wrong, and where.
    pub fn parse(text: &str) -> Result<Self, ExpressionError> {
        read::read(text).map(Self)
    }

    /// The variables it names.
    pub fn variables(&self) -> Vec<&str> {
        let mut found = Vec::new();
        self.0.variables(&mut found);
        found
    }

    /// Whether the condition is met: exactly one value, and that is true. Empty is not met.
    ///
    /// # Errors
    /// [`EvalError`]
    pub fn is_met(&self, variables: &Variables<'_>) -> Result<bool, EvalError> {
        let out = self.0.eval(variables, None)?;
        Ok(matches!(eval::truth(&out)?, Some(true)))
    }
}

impl Node {
    fn variables<'n>(&'n self, found: &mut Vec<&'n str>) {
        match self {
            Self::Variable(name) => found.push(name),
            Self::This | Self::Literal(_) => {}
            Self::Member(base, _) => base.variables(found),
            Self::Call(base, _, argument) => {
                base.variables(found);
                if let Some(argument) = argument {
                    argument.variables(found);
                }
            }
            Self::Binary(_, left, right) => {
                left.variables(found);
                right.variables(found);
            }
        }
    }
}
