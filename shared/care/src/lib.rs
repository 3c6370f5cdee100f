//! Clinical rules and pathways as data. Rules are eca-rule PlanDefinitions, evaluated on the phone and in the hospital
//! by the same code.
//!
//! A rule says when it is looked at (`trigger`), for whom (`condition`), what is too much (an extension with a value
//! that a clinician can change), how grave that is (`priority`), what the patient should do (`title`, `description`,
//! `textEquivalent` and two extensions, in zh-CN and English) and where all that comes from (`relatedArtifact`).
//! Conditions are `FHIRPath` over the new entry (`%new`: an observation, or the answers to a form), its history, the
//! thresholds and the patient's record.
//!
//! A pathway is a `PlanDefinition` that asks for forms on certain days; [`apply`] makes it into Tasks.
//!
//! This crate does no I/O and reads no clock.
#![forbid(unsafe_code)]

mod catalog;
mod condition;
mod evaluate;
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
    APPLIED_ANCHOR, Anchor, Applied, ApplyError, ApplyInput, NOT_ASKED, PathwayProblem, apply, care_plan_id,
    is_form_task, is_pathway, withdraw,
};
pub use rule::{Advice, Bilingual, Citation, HistoryQuery, Rule, RuleProblem, RuleSet, Severity};
pub use threshold::{Threshold, ThresholdError, set_threshold, thresholds};

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_answers;
