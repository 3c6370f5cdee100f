//! Patterns that answers match: the same regular expressions as in the form's expressions.

use kangban_fhirpath::{Clock, Expression, Scope, Value as Item};
use serde_json::Value;

/// Whether the text matches; nothing when the pattern cannot be read. As FHIR's `regex` extension says, a pattern
/// that means the whole text says so with `^` and `$`.
pub(crate) fn matches(clock: &Clock, pattern: &str, text: &str) -> Option<bool> {
    // Some forms give the FHIRPath call instead of the pattern in it.
    let inner = pattern.strip_prefix("matches('").and_then(|rest| rest.strip_suffix("')"));
    let pattern = Value::String(inner.unwrap_or(pattern).to_owned());
    let text = Value::String(text.to_owned());
    let rule = Expression::parse("$this.matches(%pattern)").ok()?;
    let scope = Scope::new(clock.clone())
        .focus(Item::typed(&text, "string"))
        .variable("pattern", vec![Item::typed(&pattern, "string")]);
    rule.evaluate(&scope).ok()?.first()?.as_bool()
}
