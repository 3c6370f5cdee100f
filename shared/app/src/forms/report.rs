//! A report to the hospital that a form could not be shown whole. It says nothing of the patient's answers.

use kangban_fhir::{Choice, CodeableConcept, Coding, Communication, Extension, Resource, terms};

use crate::record;

/// The code of the report's category.
const CODE: &str = "form-problem";
/// How many problems a report names.
const MOST: usize = 20;

/// One thing that is wrong with a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) code: String,
    pub(super) link_id: String,
    pub(super) what: String,
}

/// The report about a form of a version.
pub(super) fn report(head: &record::Head<'_>, canonical: &str, wrong: &[Wrong]) -> Resource {
    let text = |url: &str, text: &str| Extension::value(url, Choice::string(text));
    let mut problems = vec![Extension::value("questionnaire", Choice::canonical(canonical))];
    problems.extend(wrong.iter().take(MOST).map(|one| {
        let mut parts = vec![Extension::value("code", Choice::code(&one.code)), text("what", &one.what)];
        if !one.link_id.is_empty() {
            parts.push(text("linkId", &one.link_id));
        }
        Extension::complex("problem", parts)
    }));
    let words = format!("问卷不能完整显示：{canonical}");
    let mut report = record::message(head, &words, None, None).into_resource();
    report.set("category", &vec![CodeableConcept::from(Coding::new(terms::FORM_PROBLEM, CODE))]);
    report.set_extension(&Extension::complex(terms::FORM_PROBLEM, problems));
    report
}

/// Whether a Communication is such a report.
pub(crate) fn is_report(message: &Communication) -> bool {
    let categories = message.category().unwrap_or_default();
    categories.iter().any(|category| category.is(terms::FORM_PROBLEM, CODE))
}
