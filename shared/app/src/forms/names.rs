//! Texts of forms and Tasks in both languages.

use serde_json::{Map, Value};

use kangban_fhir::terms;

use crate::text::Lang;

/// A text in both languages; one may stand for the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Both {
    pub(crate) zh: String,
    pub(crate) en: String,
}

impl Both {
    pub(crate) fn get(&self, lang: Lang) -> &str {
        let (own, other) = if lang == Lang::Zh { (&self.zh, &self.en) } else { (&self.en, &self.zh) };
        if own.is_empty() { other } else { own }
    }

    /// An element with its translations (`_name`).
    pub(crate) fn of(object: &Map<String, Value>, name: &str) -> Self {
        let own = object.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let mut both = match object.get("language").and_then(Value::as_str).and_then(Lang::from_tag) {
            Some(Lang::En) => Self { zh: String::new(), en: own },
            _ => Self { zh: own, en: String::new() },
        };
        let extensions = object.get(&format!("_{name}")).and_then(|it| it.get("extension")?.as_array());
        for one in extensions.into_iter().flatten() {
            if one.get("url").and_then(Value::as_str) != Some(terms::TRANSLATION) {
                continue;
            }
            let Some(inner) = one.get("extension").and_then(Value::as_array) else { continue };
            let part = |url: &str, value: &str| {
                let found = inner.iter().find(|it| it.get("url").and_then(Value::as_str) == Some(url))?;
                found.get(value)?.as_str().map(str::to_owned)
            };
            let content = part("content", "valueString").or_else(|| part("content", "valueMarkdown"));
            match (part("lang", "valueCode").as_deref().and_then(Lang::from_tag), content) {
                (Some(Lang::Zh), Some(content)) => both.zh = content,
                (Some(Lang::En), Some(content)) => both.en = content,
                _ => {}
            }
        }
        both
    }
}

/// A canonical without its version, and the version.
pub(crate) fn split_canonical(canonical: &str) -> (&str, Option<&str>) {
    match canonical.split_once('|') {
        Some((url, version)) => (url, Some(version)),
        None => (canonical, None),
    }
}
