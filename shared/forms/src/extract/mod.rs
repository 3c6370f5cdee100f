//! What a finished response says, as resources: by Observations, by definitions and by templates (SDC, form data
//! extraction), in one transaction.
//!
//! One bad item costs that item: it is listed, the rest is extracted.

pub(crate) mod convert;
mod definition;
mod enabled;
mod entry;
pub(crate) mod json;
mod observation;
mod place;
mod problem;
mod profile;
mod r4;
mod template;
mod walk;
pub(crate) mod world;

use kangban_fhirpath::Clock;
use serde_json::Value;

pub use problem::{ExtractProblem, ExtractProblemKind};

use crate::{Form, Library};

/// What extraction needs besides the form and the response.
pub struct ExtractInput<'a> {
    /// Makes a new id, a UUID, each time it is called.
    pub ids: &'a mut dyn FnMut() -> String,
    /// The moment of extraction, for a response that does not say when it was written.
    pub clock: Clock,
    /// A Reference to whom the answers are about, when the response does not say.
    pub subject: Option<Value>,
    /// A Reference to who answered, when the response does not say.
    pub author: Option<Value>,
    /// Where profiles that definitions name are found.
    pub library: Option<&'a dyn Library>,
    /// Resources that expressions may name, as `patient` and `encounter` of `launchContext`.
    pub known: &'a [(String, Value)],
}

impl<'a> ExtractInput<'a> {
    /// The least there must be.
    pub fn new(ids: &'a mut dyn FnMut() -> String, clock: Clock) -> Self {
        Self { ids, clock, subject: None, author: None, library: None, known: &[] }
    }
}

/// What was extracted, and what could not be.
#[derive(Debug, Clone, PartialEq)]
pub struct Extracted {
    /// A Bundle of type transaction: PUTs with client-made ids.
    pub bundle: Value,
    /// What could not be extracted, and why.
    pub problems: Vec<ExtractProblem>,
}

/// Extracts what a form says is to be extracted from a response to it. Answers to items that are not enabled are
/// never extracted, even if the response holds them.
pub fn extract(form: &Form, response: &Value, input: ExtractInput<'_>) -> Extracted {
    extract_from(form.questionnaire(), response, input)
}

/// The same, from the form's JSON.
pub(crate) fn extract_from(form: &Value, response: &Value, input: ExtractInput<'_>) -> Extracted {
    let response = enabled::only(form, response, &input.clock, input.known);
    walk::run(form, &response, input)
}

#[cfg(test)]
mod tests;
