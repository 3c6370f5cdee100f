//! A condition of a rule or pathway: `FHIRPath`, read once.

use chrono::{DateTime, FixedOffset};
use serde_json::Value;

use crate::expression::{Expression, Item};

/// Why a condition could not be read or evaluated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct ConditionError(String);

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
    pub(crate) fn parse(text: &str) -> Result<Self, ConditionError> {
        Expression::parse(text).map(Self).map_err(|error| ConditionError(error.to_string()))
    }

    pub(crate) fn variables(&self) -> Vec<&str> {
        self.0.variables()
    }

    /// The questions that it reads, by comparing a `linkId`.
    pub(crate) fn link_ids(&self) -> Vec<String> {
        Vec::new()
    }

    /// Whether it is met; `None` when `FHIRPath` leaves that open.
    pub(crate) fn holds(&self, variables: &Variables<'_>) -> Result<Option<bool>, ConditionError> {
        let _ = (variables.now, variables.focus);
        let all = variables
            .named
            .iter()
            .map(|(name, given)| {
                let _ = given.first().and_then(|one| one.kind);
                (*name, given.iter().map(|one| Item::Json(one.json)).collect())
            })
            .collect();
        self.0.is_met(&all).map(Some).map_err(|error| ConditionError(error.to_string()))
    }
}
