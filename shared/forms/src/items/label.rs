use serde_json::Value;

/// A text of the definition with what is said about it: `text` and its `_text` (translations, Markdown, XHTML,
/// expressions). A value set's designations are brought into the same form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Label {
    /// The text as written.
    pub text: String,
    /// The element beside it (`_text`), when there is one.
    pub element: Option<Value>,
}

impl Label {
    /// The text named `name` and its `_name`. A text that is only an extension (an expression) has an empty text.
    pub fn of(json: &Value, name: &str) -> Option<Self> {
        let element = json.get(format!("_{name}")).filter(|element| element.is_object()).cloned();
        let text = json.get(name).and_then(Value::as_str);
        if text.is_none() && element.is_none() {
            return None;
        }
        Some(Self { text: text.unwrap_or_default().to_owned(), element })
    }

    /// A text alone.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), element: None }
    }
}
