//! Whether a response fits its form: on its own, as the hospital gets it.
//!
//! The response is laid over the form ([`place`]), the enabled items are found from the answers themselves
//! ([`enabled`]), and each is checked. No session is needed, and nothing that a session knows is used: what a phone
//! let through is judged again.

mod address;
mod checker;
mod choices;
mod codes;
mod constraint;
mod definition;
mod enabled;
mod expression;
mod issue;
mod outcome;
mod pattern;
mod place;
#[cfg(test)]
mod tests;
mod values;

use kangban_fhirpath::Clock;
use serde_json::Value;

use crate::{
    Form, Library,
    items::read::{self, text},
};
use checker::Checker;
pub use definition::check_form;
pub use issue::{Detail, ERRORS, FORM_ERRORS, Issue, IssueCode, Severity};
pub use outcome::outcome;

/// What a response is checked with.
pub struct Checks<'a> {
    /// Value sets and code systems beyond what the form contains.
    pub library: &'a dyn Library,
    /// Now, for expressions that ask.
    pub clock: Clock,
    /// Whether it is judged as finished even if its status says that it is still being answered.
    pub complete: bool,
    /// How bad it is that a value set is not at hand. An error by default, as other validators have it; whoever must
    /// not turn an answer away for what the hospital lacks makes it a warning.
    pub unknown_codes: Severity,
    /// Resources that the form's expressions may read by name (`patient`, `user`, `encounter`).
    pub context: Vec<(&'a str, &'a Value)>,
}

impl<'a> Checks<'a> {
    /// Checks by the response's own status.
    pub fn new(library: &'a dyn Library, clock: Clock) -> Self {
        Self { library, clock, complete: false, unknown_codes: Severity::Error, context: Vec::new() }
    }
}

/// What is wrong with the response, in the form's order.
pub fn validate(form: &Form, response: &Value, checks: &Checks<'_>) -> Vec<Issue> {
    validate_json(form.questionnaire(), response, checks)
}

/// The same, with the Questionnaire as it is.
pub fn validate_json(questionnaire: &Value, response: &Value, checks: &Checks<'_>) -> Vec<Issue> {
    let definitions = place::Definitions::of(questionnaire);
    let codes = codes::Codes::new(questionnaire, checks.library);
    let layout = place::Layout::of(&definitions, response);
    let expressions = expression::Expressions::new(
        questionnaire,
        response,
        &definitions,
        &codes,
        &checks.context,
        &checks.clock,
    );
    let enabled = enabled::enabled(&definitions, &layout, &expressions);
    let mut checker = Checker {
        questionnaire,
        response,
        definitions: &definitions,
        layout: &layout,
        codes: &codes,
        expressions: &expressions,
        enabled: &enabled,
        clock: &checks.clock,
        unknown_codes: checks.unknown_codes,
        unfinished: !checks.complete && matches!(text(response, "status"), Some("in-progress" | "stopped")),
        issues: Vec::new(),
    };
    checker.form();
    checker.strays();
    for at in 0..layout.placed.len() {
        checker.item(at);
    }
    checker.whole();
    checker.issues
}

/// The issue of a response whose form cannot be found.
pub fn form_not_found(response: &Value) -> Issue {
    let rule = text(response, "questionnaire").map(str::to_owned);
    Issue::of_response(
        IssueCode::QuestionnaireNotFound,
        "questionnaire",
        Detail { rule, ..Detail::default() },
    )
}

/// The form that a response names, when the response itself contains it.
pub fn contained_form(response: &Value) -> Option<&Value> {
    let id = text(response, "questionnaire")?.strip_prefix('#')?;
    read::list(response, "contained").iter().find(|resource| {
        text(resource, "id") == Some(id) && text(resource, "resourceType") == Some("Questionnaire")
    })
}
