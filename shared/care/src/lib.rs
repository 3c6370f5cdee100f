//! Clinical rules as data: eca-rule PlanDefinitions, evaluated on the phone and in the hospital by the same code.
//!
//! A rule says when it is looked at (`trigger`), for whom (`condition`), what is too much (an extension with a value
//! that a clinician can change), how grave that is (`priority`), what the patient should do (`title`, `description`,
//! `textEquivalent` and two extensions, in zh-CN and English) and where all that comes from (`relatedArtifact`).
//! Conditions are `FHIRPath`; this crate evaluates the small part of it that [`expression`] names.
//!
//! This crate does no I/O and reads no clock.
#![forbid(unsafe_code)]

mod catalog;
mod condition;
mod evaluate;
pub mod expression;
mod library;
mod pathway;
mod rule;
mod situation;
mod threshold;
mod units;

pub use catalog::{forms, pathways};
pub use evaluate::{AnswersInput, EvalInput, EvalProblem, Evaluation, Finding, PatientContext};
pub use library::library;
pub use pathway::{
    APPLIED_ANCHOR, Anchor, Applied, ApplyError, ApplyInput, NOT_ASKED, PathwayProblem, apply, is_form_task,
    is_pathway,
};
pub use rule::{Advice, Bilingual, Citation, HistoryQuery, Rule, RuleProblem, RuleSet, Severity};
pub use threshold::{Threshold, ThresholdError, set_threshold, thresholds};
pub use units::convert;

#[cfg(test)]
mod tests;
