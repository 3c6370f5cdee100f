//! Issues as an `OperationOutcome`.

use serde_json::{Value, json};

use super::issue::{Issue, IssueCode, Severity};
use crate::show;

/// The `OperationOutcome` of a validation, its texts in `language`. With nothing wrong it says so.
pub fn outcome(issues: &[Issue], language: &str) -> Value {
    let mut all: Vec<Value> = issues.iter().map(|issue| one(issue, language)).collect();
    if all.is_empty() {
        all.push(json!({ "severity": Severity::Information.code(), "code": "informational" }));
    }
    json!({ "resourceType": "OperationOutcome", "issue": all })
}

fn one(issue: &Issue, language: &str) -> Value {
    let mut coding = vec![json!({
        "system": issue.code.system(),
        "code": issue.code.code(),
        "display": issue.code.display(),
    })];
    if issue.code == IssueCode::Invariant
        && let Some(key) = &issue.detail.key
    {
        coding.push(json!({ "code": key }));
    }
    let mut json = json!({
        "severity": issue.severity.code(),
        "code": issue.code.issue_type(),
        "details": { "coding": coding, "text": show::issue_text(issue, language) },
    });
    let Some(fields) = json.as_object_mut() else { return json };
    if let Some(rule) = &issue.detail.rule {
        fields.insert("diagnostics".to_owned(), Value::from(rule.as_str()));
    }
    if !issue.link_id.is_empty() {
        fields.insert("location".to_owned(), json!([format!("linkId='{}'", issue.link_id)]));
    }
    fields.insert("expression".to_owned(), json!([issue.expression]));
    json
}
