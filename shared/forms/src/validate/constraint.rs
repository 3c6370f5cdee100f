//! `targetConstraint` and the older `questionnaire-constraint`: what the form says must hold.

use serde_json::Value;

use super::{
    checker::Checker,
    issue::{Detail, Issue, IssueCode, Severity},
};
use crate::items::{
    Constraint,
    read::{choice, extension, extensions},
    urls::{self, FHIRPATH},
};

impl Checker<'_> {
    /// Checks what `json` (the form, or an item of it) says must hold. An item's constraint holds of the item.
    pub(super) fn constraints(&mut self, at: Option<usize>, json: &Value) {
        let all = extensions(json, urls::TARGET_CONSTRAINT).chain(extensions(json, urls::CONSTRAINT));
        for found in all {
            let Some((constraint, language, rule)) = Constraint::read(found) else { continue };
            if language != FHIRPATH {
                continue;
            }
            let severity =
                match extension(found, "severity").and_then(|part| choice(part, "value")?.1.as_str()) {
                    Some("warning") => Severity::Warning,
                    Some("information") => Severity::Information,
                    _ => Severity::Error,
                };
            let kept = self.expressions.with(self.layout, at, &rule, |values| match values {
                [one] => one.as_bool() == Some(true),
                _ => false,
            });
            let mut detail = Detail {
                human: Some(constraint.human),
                key: Some(constraint.key).filter(|key| !key.is_empty()),
                rule: Some(rule),
                ..Detail::default()
            };
            let (code, severity) = match kept {
                Ok(true) => continue,
                Ok(false) => (IssueCode::Invariant, severity),
                Err(failed) => {
                    detail.found = Some(failed.0);
                    (IssueCode::InvariantExecution, IssueCode::InvariantExecution.severity())
                }
            };
            if let Some(at) = at {
                self.say_at(at, "", code, detail, Some(severity));
            } else {
                let issue = Issue::of_response(code, "", detail);
                self.push(Issue { severity, ..issue });
            }
        }
    }
}
