use serde_json::Value;

use super::{Label, read};
use crate::expr::ExprIx;

/// A rule that answers must keep: `targetConstraint` or the older `questionnaire-constraint`.
#[derive(Debug, Clone)]
pub struct Constraint {
    /// Its key.
    pub key: String,
    /// Whether breaking it is an error, not only a warning.
    pub is_error: bool,
    /// What to say when it is broken.
    pub human: Label,
    /// What it is there for.
    pub requirements: Option<String>,
    /// What must be true; `None` when the expression does not parse.
    pub expression: Option<ExprIx>,
    /// The element it is about, relative to the item, when it says so.
    pub location: Option<String>,
}

impl Constraint {
    /// Reads all of the extension but the expression, which it gives with it: language and text.
    pub(crate) fn read(extension: &Value) -> Option<(Self, String, String)> {
        let part = |name: &str| read::extension(extension, name).and_then(|part| read::choice(part, "value"));
        let text = |name: &str| part(name).and_then(|(_, value)| value.as_str());
        let (language, expression) = match part("expression")? {
            (_, Value::String(expression)) => ("text/fhirpath", expression.as_str()),
            (_, value) => {
                (read::text(value, "language").unwrap_or("text/fhirpath"), read::text(value, "expression")?)
            }
        };
        let human = read::extension(extension, "human")
            .and_then(|human| Label::of(human, "valueString").or_else(|| Label::of(human, "valueMarkdown")));
        let constraint = Self {
            key: text("key").unwrap_or_default().to_owned(),
            is_error: text("severity") != Some("warning"),
            human: human.unwrap_or_default(),
            requirements: text("requirements").map(str::to_owned),
            expression: None,
            location: text("location").map(str::to_owned),
        };
        Some((constraint, language.to_owned(), expression.to_owned()))
    }
}
