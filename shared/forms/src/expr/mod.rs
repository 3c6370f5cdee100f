//! The expressions of a form: parsed once, their variables resolved, their reads known.

pub(crate) mod query;
pub(crate) mod reads;

use std::borrow::Cow;

use kangban_fhirpath::Expression;

use crate::{ItemIx, items::urls};

/// The number of an expression in its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ExprIx(pub(crate) u32);

impl ExprIx {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// What an expression is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// A variable.
    Variable,
    /// Answers at the start.
    Initial,
    /// Answers, always.
    Calculated,
    /// Whether an item is enabled.
    Enable,
    /// The options of a question.
    Answers,
    /// Values that may fit.
    Candidates,
    /// What a group's instances are filled from.
    Population,
    /// A text.
    Text,
    /// Whether options are offered.
    Toggle,
    /// A rule that answers keep.
    Constraint,
    /// The least or greatest value.
    Bound,
    /// A query of `sourceQueries`.
    SourceQuery,
}

/// An expression of a form.
#[derive(Debug, Clone)]
pub struct Expr {
    /// As it is written.
    pub text: String,
    /// Its language, as it is written.
    pub language: String,
    /// What it is for.
    pub role: Role,
    /// The item it is at; the form itself when there is none.
    pub owner: Option<ItemIx>,
    /// What it was read into.
    pub source: Source,
    /// The variables it reads, and where each comes from.
    pub(crate) uses: Vec<VariableUse>,
}

/// What an expression was read into.
#[derive(Debug, Clone)]
pub enum Source {
    /// `FHIRPath`.
    FhirPath(Expression),
    /// A query, with `FHIRPath` in it.
    Query(query::Query),
    /// Nothing that is evaluated: it does not parse, or is in another language. The form's problems say which.
    Nothing,
}

/// A variable that an expression reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VariableUse {
    pub(crate) name: String,
    pub(crate) from: VariableSource,
}

/// Where a variable comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VariableSource {
    /// The n-th variable of the form.
    Form(usize),
    /// The n-th variable of an item, seen from within it.
    Item(ItemIx, usize),
    /// What the item's instance was filled from.
    Population(ItemIx),
    /// The n-th thing the session is started with ([`crate::form::Launched`]).
    Launch(usize),
    /// `%qitem`
    Qitem,
    /// `%questionnaire`
    Questionnaire,
    /// What the evaluator itself knows: `%resource`, `%context`, `%ucum` …
    BuiltIn,
    /// Nobody defines it: empty.
    Unknown,
}

impl Expr {
    /// The parsed `FHIRPath`, when it is some.
    pub fn fhirpath(&self) -> Option<&Expression> {
        match &self.source {
            Source::FhirPath(expression) => Some(expression),
            Source::Query(_) | Source::Nothing => None,
        }
    }

    /// Whether it can be evaluated.
    pub fn is_usable(&self) -> bool {
        !matches!(self.source, Source::Nothing)
    }

    /// Every piece of `FHIRPath` in it.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = &Expression> {
        let (one, many) = match &self.source {
            Source::FhirPath(expression) => (Some(expression), None),
            Source::Query(query) => (None, Some(query.pieces())),
            Source::Nothing => (None, None),
        };
        one.into_iter().chain(many.into_iter().flatten())
    }
}

/// Reads an expression's text; the error says why it cannot be. `hyphened` are the form's variables whose names hold a
/// hyphen.
pub(crate) fn read(language: &str, text: &str, hyphened: &[String]) -> Result<Source, ReadError> {
    let text = &*quote(text, hyphened);
    match language {
        urls::FHIRPATH => Expression::parse(text)
            .map(Source::FhirPath)
            .map_err(|error| ReadError::Syntax(error.to_string())),
        urls::FHIR_QUERY => query::Query::parse(text).map(Source::Query).map_err(ReadError::Syntax),
        _ => Err(ReadError::Language),
    }
}

/// Writes `%a-b` as ``%`a-b` `` where the form defines such a variable. FHIR allows the hyphen in a variable's name and
/// `FHIRPath` then asks for the quotes, but forms in use leave them out and mean the variable, never `%a` less `b`.
fn quote<'a>(text: &'a str, hyphened: &[String]) -> Cow<'a, str> {
    if hyphened.is_empty() || !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut quoted = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        quoted.push_str(before);
        quoted.push('%');
        let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
        let end = after.find(|letter: char| !is_part(letter)).unwrap_or(after.len());
        let (name, beyond) = after.split_at(end);
        if hyphened.iter().any(|known| known == name) {
            quoted.push('`');
            quoted.push_str(name);
            quoted.push('`');
        } else {
            quoted.push_str(name);
        }
        rest = beyond;
    }
    quoted.push_str(rest);
    Cow::Owned(quoted)
}

/// Why an expression cannot be read.
#[derive(Debug)]
pub(crate) enum ReadError {
    Syntax(String),
    Language,
}

/// Variables that `FHIRPath` itself defines.
pub(crate) fn is_built_in(name: &str) -> bool {
    matches!(
        name,
        "resource"
            | "rootResource"
            | "context"
            | "ucum"
            | "sct"
            | "loinc"
            | "map"
            | "factory"
            | "terminologies"
            | "server"
    ) || name.starts_with("vs-")
        || name.starts_with("ext-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hyphen_belongs_to_the_name_of_a_variable_that_the_form_defines() {
        let known = ["calc-age".to_owned()];
        assert_eq!(
            quote("%calc-age > %calc-month and %`calc-age` = 1", &known),
            "%`calc-age` > %calc-month and %`calc-age` = 1"
        );
        assert_eq!(quote("100 - %a-b", &known), "100 - %a-b");
        assert_eq!(quote("'5%' & %calc-age", &known), "'5%' & %`calc-age`");
    }
}
