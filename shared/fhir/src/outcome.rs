use serde_json::{Value, json};

use crate::{Resource, views::OperationOutcome as View};

/// How grave an issue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssueSeverity {
    /// The server could not go on.
    Fatal,
    /// What was asked was not done.
    Error,
    /// It was done, with a doubt.
    Warning,
    /// For information.
    Information,
}

impl IssueSeverity {
    fn code(self) -> &'static str {
        match self {
            Self::Fatal => "fatal",
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Information => "information",
        }
    }
}

/// Builds an `OperationOutcome`.
///
/// `code` is from <http://hl7.org/fhir/issue-type>; `diagnostics` is for developers and never holds patient data.
#[derive(Debug, Clone)]
pub struct OperationOutcome {
    issues: Vec<Value>,
}

impl OperationOutcome {
    /// An outcome with one error.
    pub fn error(code: &str, diagnostics: impl Into<String>) -> Self {
        Self { issues: Vec::new() }.and(IssueSeverity::Error, code, diagnostics)
    }

    /// An outcome that says all is well.
    pub fn information(diagnostics: impl Into<String>) -> Self {
        Self { issues: Vec::new() }.and(IssueSeverity::Information, "informational", diagnostics)
    }

    /// The same outcome with one more issue.
    #[must_use]
    pub fn and(mut self, severity: IssueSeverity, code: &str, diagnostics: impl Into<String>) -> Self {
        self.issues.push(json!({
            "severity": severity.code(),
            "code": code,
            "diagnostics": diagnostics.into(),
        }));
        self
    }

    /// Names the element that the last issue is about, as a FHIRPath.
    #[must_use]
    pub fn at(mut self, path: &str) -> Self {
        if let Some(Value::Object(issue)) = self.issues.last_mut()
            && !path.is_empty()
        {
            issue.insert("expression".to_owned(), json!([path]));
        }
        self
    }

    /// The resource.
    pub fn into_resource(self) -> Resource {
        let mut resource = Resource::new("OperationOutcome");
        resource.json_mut().insert("issue".to_owned(), Value::Array(self.issues));
        resource
    }

    /// The first issue's code and diagnostics in an answer of another server.
    pub fn first_issue(resource: &View) -> Option<(String, Option<String>)> {
        let issue = resource.issue().ok()?.into_iter().next()?;
        Some((issue.code?, issue.diagnostics))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcome_names_code_text_and_element() {
        let outcome =
            OperationOutcome::error("value", "malformed dateTime").at("Observation.effectiveDateTime");
        assert_eq!(
            outcome.into_resource().to_json(),
            r#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"value","diagnostics":"malformed dateTime","expression":["Observation.effectiveDateTime"]}]}"#
        );
    }
}
