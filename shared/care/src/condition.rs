//! A condition of a rule or pathway: `FHIRPath`, read once.

use chrono::{DateTime, FixedOffset};
use serde_json::Value;

use crate::expression::{EvalError, Expression, ExpressionError, Item};

/// A condition that was read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Condition(Expression);

/// One value of a variable.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Given<'a> {
    json: &'a Value,
    kind: Option<&'static str>,
}

impl<'a> Given<'a> {
    pub(crate) fn resource(json: &'a Value) -> Self {
        Self { json, kind: None }
    }

    pub(crate) fn typed(json: &'a Value, kind: &'static str) -> Self {
        Self { json, kind: Some(kind) }
    }
}

/// What a condition is evaluated in.
#[derive(Debug, Clone)]
pub(crate) struct Variables<'a> {
    now: DateTime<FixedOffset>,
    focus: Option<&'a Value>,
    named: Vec<(&'a str, Vec<Given<'a>>)>,
}

impl<'a> Variables<'a> {
    pub(crate) fn at(now: DateTime<FixedOffset>) -> Self {
        Self { now, focus: None, named: Vec::new() }
    }

    pub(crate) fn focus(&mut self, resource: &'a Value) {
        self.focus = Some(resource);
    }

    pub(crate) fn set(&mut self, name: &'a str, value: Vec<Given<'a>>) {
        self.named.push((name, value));
    }
}

impl Condition {
    pub(crate) fn parse(text: &str) -> Result<Self, ExpressionError> {
        Expression::parse(text).map(Self)
    }

    pub(crate) fn variables(&self) -> Vec<&str> {
        self.0.variables()
    }

    pub(crate) fn is_met(&self, variables: &Variables<'_>) -> Result<bool, EvalError> {
        let _ = (variables.now, variables.focus);
        let all = variables
            .named
            .iter()
            .map(|(name, given)| {
                let _ = given.first().and_then(|one| one.kind);
                (*name, given.iter().map(|one| Item::Json(one.json)).collect())
            })
            .collect();
        self.0.is_met(&all)
    }
}
