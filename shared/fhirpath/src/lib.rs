//! `FHIRPath` for R4 over JSON: parsed once, evaluated many times.
//!
//! The whole grammar and the functions of `FHIRPath` N1 (2.0), those R4 adds and those SDC uses, over
//! `serde_json` values that are borrowed and never cloned. Numbers are exact, dates keep their precision, quantities
//! are compared across units. No input panics or runs without end: [`Limits`] bound what an expression may cost.
//!
//! ```
//! use kangban_fhirpath::{Clock, Expression, Scope, Value};
//!
//! let response = serde_json::json!({
//!     "resourceType": "QuestionnaireResponse",
//!     "item": [{ "linkId": "pain", "answer": [{ "valueInteger": 7 }] }],
//! });
//! let severe = Expression::parse("item.where(linkId = 'pain').answer.value > 6")?;
//! let now = kangban_fhir::DateTime::parse("2026-11-22T16:05:00+08:00")?;
//! let scope = Scope::new(Clock { now }).focus(Value::of(&response)).resource(&response);
//! assert!(severe.is_true(&scope)?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Specifications: <http://hl7.org/fhirpath/N1/>, <http://hl7.org/fhir/R4/fhirpath.html>,
//! <http://hl7.org/fhir/uv/sdc/expressions.html>.
#![forbid(unsafe_code)]

pub mod ast;
mod check;
mod compare;
mod error;
mod evaluate;
mod function;
mod items;
pub mod model;
mod node;
mod number;
mod pattern;
mod program;
mod quantity;
mod scope;
mod syntax;
pub mod temporal;

mod text;
mod types;
pub mod ucum;
mod value;

use std::{fmt, sync::Arc};

pub use error::{ErrorKind, EvalError, ParseError};
pub use node::Node;
pub use quantity::Quantity;
pub use scope::{Clock, ItemWeights, Limits, Resolve, Scope, Terminology};
pub use value::{Owned, TypeName, Value};

/// An expression, parsed and compiled once; cheap to clone.
#[derive(Clone)]
pub struct Expression(Arc<Parts>);

struct Parts {
    text: String,
    syntax: ast::Node,
    program: program::Step,
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// Says where the text is no expression. Functions and types that do not exist are errors where they are
    /// evaluated.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let syntax = syntax::parse(text)?;
        let program = program::compile(&syntax);
        Ok(Self(Arc::new(Parts { text: text.to_owned(), syntax, program })))
    }

    /// As it was written.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// What it consists of.
    pub fn syntax(&self) -> &ast::Node {
        &self.0.syntax
    }

    /// The names of the variables it reads, without `%`, each once.
    pub fn variables(&self) -> Vec<&str> {
        self.0.syntax.variables()
    }

    /// Evaluates it.
    ///
    /// # Errors
    /// Says where and why it cannot be evaluated in this scope.
    pub fn evaluate<'a>(&'a self, scope: &Scope<'a>) -> Result<Vec<Value<'a>>, EvalError> {
        self.items(scope).map(items::Items::into_vec)
    }

    /// Evaluates it as a condition: nothing is false, a single item that is no boolean is true.
    ///
    /// # Errors
    /// Like [`Expression::evaluate`]; more than one item is an error.
    pub fn is_true(&self, scope: &Scope<'_>) -> Result<bool, EvalError> {
        // A scope lives as long as what it borrows; here the expression may be shorter-lived.
        let items = self.items(scope)?;
        let truth = evaluate::truth(items.as_slice(), "a condition");
        truth
            .map(|truth| truth == Some(true))
            .map_err(|kind| EvalError::new(self.text(), error::Fault { kind, at: Some(self.0.program.at) }))
    }

    fn items<'a>(&'a self, scope: &Scope<'a>) -> Result<items::Items<'a>, EvalError> {
        let failed = |fault: Box<error::Fault>| EvalError::new(self.text(), *fault);
        if scope.strict {
            check::check(&self.0.syntax, scope).map_err(failed)?;
        }
        evaluate::Machine::new(scope).run(&self.0.program).map_err(failed)
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Expression").field(&self.text()).finish()
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

impl PartialEq for Expression {
    /// Whether both are written alike.
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Eq for Expression {}
