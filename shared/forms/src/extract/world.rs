//! What the expressions of a form are evaluated in when nobody is answering: the finished response, the form, what
//! the host knows, and the variables in reach.

use std::rc::Rc;

use kangban_fhirpath::{Clock, Expression, Owned, Scope, Value as Item};
use serde_json::Value;

use super::json::{VARIABLE, expression, extensions, type_of_suffix};

/// Named values, the innermost last. Each item sees those above it, so they are shared, not copied.
pub(crate) type Variables = Vec<(Rc<str>, Rc<Vec<Owned>>)>;

/// A named value.
pub(crate) fn variable(name: &str, values: Vec<Owned>) -> (Rc<str>, Rc<Vec<Owned>>) {
    (Rc::from(name), Rc::new(values))
}

/// A result of an expression: its JSON and its FHIR type.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    pub(crate) json: Value,
    pub(crate) kind: String,
}

impl Found {
    /// What an item of a collection is as FHIR.
    pub(crate) fn of(item: &Item<'_>) -> Self {
        match item.to_choice() {
            Some((suffix, json)) => Self { json, kind: type_of_suffix(suffix) },
            None => Self { json: item.to_json(), kind: item.type_name().name.to_owned() },
        }
    }
}

/// Why an expression gave nothing that can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unusable {
    pub(crate) text: String,
    pub(crate) why: String,
}

/// What all expressions of one pass share.
#[derive(Clone, Copy)]
pub(crate) struct World<'a> {
    pub(crate) form: &'a Value,
    pub(crate) response: &'a Value,
    pub(crate) clock: &'a Clock,
    /// Resources the host gave, by the names of `launchContext`.
    pub(crate) known: &'a [(String, Value)],
}

impl<'a> World<'a> {
    /// Evaluates a parsed expression; the results borrow from what they were found in.
    pub(crate) fn evaluate<'e>(
        &'e self,
        expression: &'e Expression,
        focus: Vec<Item<'e>>,
        variables: &'e Variables,
    ) -> Result<Vec<Item<'e>>, Unusable>
    where
        'a: 'e,
    {
        let mut scope = Scope::new(self.clock.clone())
            .focus_all(focus)
            .resource(self.response)
            .variable("questionnaire", vec![Item::of(self.form)]);
        for (name, resource) in self.known {
            scope = scope.variable(name.as_str(), vec![Item::of(resource)]);
        }
        for (name, values) in variables {
            scope = scope.variable(&**name, values.iter().map(Owned::value).collect());
        }
        expression
            .evaluate(&scope)
            .map_err(|error| Unusable { text: expression.text().to_owned(), why: error.to_string() })
    }

    /// Parses and evaluates a text.
    pub(crate) fn find(
        &self,
        text: &str,
        focus: Vec<Item<'_>>,
        variables: &Variables,
    ) -> Result<Vec<Found>, Unusable> {
        let parsed = parse(text)?;
        let found = self.evaluate(&parsed, focus, variables)?;
        Ok(found.iter().map(Found::of).collect())
    }

    /// The first result of an expression, as a text.
    pub(crate) fn text(
        &self,
        text: &str,
        focus: Vec<Item<'_>>,
        variables: &Variables,
    ) -> Result<Option<String>, Unusable> {
        let found = self.find(text, focus, variables)?;
        Ok(found.first().and_then(|one| match &one.json {
            Value::String(text) => Some(text.clone()),
            Value::Null => None,
            other => Some(other.to_string()),
        }))
    }

    /// Adds the `FHIRPath` variables that an element declares. One that fails is left out: who reads it learns
    /// that it is not known.
    pub(crate) fn declare(&self, element: &Value, focus: &[Item<'_>], variables: &mut Variables) {
        for extension in extensions(element, VARIABLE) {
            let Some(spoken) = expression(extension) else { continue };
            let Some(name) = spoken.name.filter(|_| spoken.is_fhirpath()) else { continue };
            let Ok(parsed) = parse(spoken.text) else { continue };
            let found = self
                .evaluate(&parsed, focus.to_vec(), variables)
                .map(|found| found.iter().map(Item::to_owned).collect::<Vec<_>>());
            if let Ok(found) = found {
                variables.push(variable(name, found));
            }
        }
    }
}

/// Parses an expression.
pub(crate) fn parse(text: &str) -> Result<Expression, Unusable> {
    Expression::parse(text).map_err(|error| Unusable { text: text.to_owned(), why: error.to_string() })
}

/// A text as a variable's value.
pub(crate) fn text_value(text: &str) -> Owned {
    Item::from(text).to_owned()
}
