//! What an expression consists of, as written: small, public and easy to walk.
//!
//! A forms engine reads from it which variables, items and functions an expression depends on.

use std::fmt;

use bigdecimal::BigDecimal;

use crate::{Quantity, temporal};

/// One part of an expression, with the byte offset in the text it begins at (of an operator: its own place).
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Where it stands: a byte offset into the text.
    pub at: u32,
    pub(crate) depth: u32,
}

/// The kinds of parts.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// `{}`
    Empty,
    /// A value written out.
    Literal(Literal),
    /// `%name`, without the `%`.
    Variable(String),
    /// `$this`
    This,
    /// `$index`
    Index,
    /// `$total`
    Total,
    /// `name`, or `on.name`.
    Member {
        /// What stands before the dot.
        on: Option<Box<Node>>,
        /// The member's name.
        name: String,
    },
    /// `name(…)`, or `on.name(…)`.
    Call {
        /// What stands before the dot.
        on: Option<Box<Node>>,
        /// The function's name.
        name: String,
        /// What stands in the parentheses.
        arguments: Vec<Node>,
    },
    /// `of[index]`
    Item {
        /// The collection.
        of: Box<Node>,
        /// Which of it, from 0.
        index: Box<Node>,
    },
    /// `-of`; a leading `+` is [`Kind::Positive`].
    Negative(Box<Node>),
    /// `+of`
    Positive(Box<Node>),
    /// `left operator right`
    Binary {
        /// The operator.
        operator: Operator,
        /// Its left side.
        left: Box<Node>,
        /// Its right side.
        right: Box<Node>,
    },
    /// `of is type`
    Is {
        /// What is asked about.
        of: Box<Node>,
        /// The type.
        name: TypeSpecifier,
    },
    /// `of as type`
    As {
        /// What is narrowed.
        of: Box<Node>,
        /// The type.
        name: TypeSpecifier,
    },
    /// `of asc` or `of desc`, an argument of `sort`.
    Sorted {
        /// The key.
        of: Box<Node>,
        /// Whether the largest comes first.
        descending: bool,
    },
}

/// A value written out in an expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// `true`, `false`
    Boolean(bool),
    /// `42`
    Integer(i64),
    /// `3.14`
    Decimal(BigDecimal),
    /// `'text'`
    String(String),
    /// `@2026-11`
    Date(temporal::Date),
    /// `@2026-11-22T10:00`
    DateTime(temporal::DateTime),
    /// `@T10:00`
    Time(temporal::Time),
    /// `5 'mg'`, `3 days`
    Quantity(Quantity),
}

/// A type's name as written: `Quantity`, `FHIR.Patient`, `System.String`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeSpecifier {
    /// `FHIR` or `System`, when it was written.
    pub namespace: Option<String>,
    /// The name.
    pub name: String,
}

impl fmt::Display for TypeSpecifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.namespace {
            Some(namespace) => write!(f, "{namespace}.{}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

/// The operators between two parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `div`
    WholeDivide,
    /// `mod`
    Modulo,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `&`
    Concatenate,
    /// `|`
    Union,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `~`
    Equivalent,
    /// `!~`
    NotEquivalent,
    /// `in`
    In,
    /// `contains`
    Contains,
    /// `and`
    And,
    /// `or`
    Or,
    /// `xor`
    Xor,
    /// `implies`
    Implies,
}

impl Operator {
    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::WholeDivide => "div",
            Self::Modulo => "mod",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Concatenate => "&",
            Self::Union => "|",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Equivalent => "~",
            Self::NotEquivalent => "!~",
            Self::In => "in",
            Self::Contains => "contains",
            Self::And => "and",
            Self::Or => "or",
            Self::Xor => "xor",
            Self::Implies => "implies",
        }
    }
}

impl Node {
    pub(crate) fn new(kind: Kind, at: u32) -> Self {
        let mut node = Self { kind, at, depth: 1 };
        node.depth = 1 + node.children().map(|child| child.depth).max().unwrap_or(0);
        node
    }

    /// The parts directly within, in the order they are written.
    pub fn children(&self) -> impl Iterator<Item = &Node> {
        let (first, second, rest): (Option<&Node>, Option<&Node>, &[Node]) = match &self.kind {
            Kind::Empty | Kind::Literal(_) | Kind::Variable(_) | Kind::This | Kind::Index | Kind::Total => {
                (None, None, &[])
            }
            Kind::Member { on, .. } => (on.as_deref(), None, &[]),
            Kind::Call { on, arguments, .. } => (on.as_deref(), None, arguments),
            Kind::Item { of, index } => (Some(of), Some(index), &[]),
            Kind::Negative(of)
            | Kind::Positive(of)
            | Kind::Is { of, .. }
            | Kind::As { of, .. }
            | Kind::Sorted { of, .. } => (Some(of), None, &[]),
            Kind::Binary { left, right, .. } => (Some(left), Some(right), &[]),
        };
        first.into_iter().chain(second).chain(rest)
    }

    /// Visits this part and every part within it, each before what it holds.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Node)) {
        let mut waiting = vec![self];
        while let Some(node) = waiting.pop() {
            visit(node);
            let from = waiting.len();
            waiting.extend(node.children());
            if let Some(new) = waiting.get_mut(from..) {
                new.reverse();
            }
        }
    }

    /// The names of the variables it reads, without `%`, each once, in order of appearance.
    pub fn variables(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        self.walk(&mut |node| {
            if let Kind::Variable(name) = &node.kind
                && !names.contains(&name.as_str())
            {
                names.push(name);
            }
        });
        names
    }
}
