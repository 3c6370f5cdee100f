//! Texts in the reader's language: HL7's translation extension on any element.
//!
//! `text` with `_text.extension` of `http://hl7.org/fhir/StructureDefinition/translation` holds one text in several
//! languages. A reader gets the nearest one; where there is none, the text as it was written, never nothing.

use kangban_fhir::terms::TRANSLATION;
use serde_json::Value;

use crate::{items::Label, texts::units};

/// The languages the engine's own sentences are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Chinese, as written on the mainland.
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The nearest of the two to a BCP 47 tag: every kind of Chinese is Chinese, anything else English.
    pub fn of(tag: &str) -> Self {
        if primary(tag).eq_ignore_ascii_case("zh") { Self::Zh } else { Self::En }
    }

    /// The tag that Kangban's texts carry.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }
}

/// Element `name` of `object` in `language`: its nearest translation, else the text itself.
pub fn text<'a>(object: &'a Value, name: &str, language: &str) -> Option<&'a str> {
    translation(object, name, language)
        .or_else(|| object.get(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty()))
}

/// The nearest translation of element `name`, when there is one in this language.
pub fn translation<'a>(object: &'a Value, name: &str, language: &str) -> Option<&'a str> {
    nearest(object.get(format!("_{name}"))?, language)
}

/// The extensions on primitive element `name`.
pub fn extensions<'a>(object: &'a Value, name: &str) -> &'a [Value] {
    object.get(format!("_{name}")).map_or(&[], |shadow| list(shadow, "extension"))
}

/// The first of an element's extensions with this URL.
pub fn extension<'a>(element: &'a Value, url: &str) -> Option<&'a Value> {
    list(element, "extension").iter().find(|extension| is(extension, url))
}

/// All of an element's extensions with this URL.
pub fn extensions_of<'a>(element: &'a Value, url: &'a str) -> impl Iterator<Item = &'a Value> {
    list(element, "extension").iter().filter(move |extension| is(extension, url))
}

/// The `valueString`, `valueMarkdown` or `valueCode` of an extension, in `language`.
pub fn extension_text<'a>(extension: &'a Value, language: &str) -> Option<&'a str> {
    ["valueString", "valueMarkdown", "valueCode"].into_iter().find_map(|name| text(extension, name, language))
}

/// A text of the definition in `language`: its nearest translation, else the text itself, else nothing.
pub fn label<'a>(label: &'a Label, language: &str) -> Option<&'a str> {
    let translated = label.element.as_ref().and_then(|element| nearest(element, language));
    translated.or_else(|| Some(label.text.as_str()).filter(|text| !text.trim().is_empty()))
}

/// What a unit (a Coding, or a Quantity) is called: its translation, the name of its UCUM code, its own words, its code.
pub fn unit_name(unit: &Value, language: &str) -> Option<String> {
    let own = |name: &str| translation(unit, name, language);
    let code = unit.get("code").and_then(Value::as_str);
    let known = || code.and_then(|code| units::name(code, Lang::of(language)));
    let plain = |name: &str| unit.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    own("display")
        .or_else(|| own("unit"))
        .or_else(known)
        .or_else(|| plain("display"))
        .or_else(|| plain("unit"))
        .or(code)
        .map(str::to_owned)
}

/// How well `tag` serves a reader of `language`; smaller is better, `None` not at all.
fn distance(tag: &str, language: &str) -> Option<u8> {
    if tag.eq_ignore_ascii_case(language) {
        return Some(0);
    }
    if !primary(tag).eq_ignore_ascii_case(primary(language)) {
        return None;
    }
    let script = |tag: &str| {
        let lower = tag.to_ascii_lowercase();
        let has = |part: &str| lower.split(['-', '_']).any(|piece| piece == part);
        has("hant") || (!has("hans") && (has("tw") || has("hk") || has("mo")))
    };
    // Someone who reads one script of Chinese can make do with the other, but only when nothing nearer is there.
    Some(match (script(tag) == script(language), tag.contains(['-', '_'])) {
        (true, false) => 1,
        (true, true) => 2,
        (false, _) => 3,
    })
}

fn primary(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

pub(crate) fn nearest<'a>(shadow: &'a Value, language: &str) -> Option<&'a str> {
    extensions_of(shadow, TRANSLATION)
        .filter_map(|extension| {
            let part = |url: &str| list(extension, "extension").iter().find(|inner| is(inner, url));
            let tag = part("lang").and_then(|lang| lang.get("valueCode").or_else(|| lang.get("valueString")));
            let rank = distance(tag?.as_str()?, language)?;
            let content = part("content")?;
            let text = content.get("valueString").or_else(|| content.get("valueMarkdown"))?.as_str()?;
            (!text.trim().is_empty()).then_some((rank, text))
        })
        .min_by_key(|(rank, _)| *rank)
        .map(|(_, text)| text)
}

fn list<'a>(element: &'a Value, name: &str) -> &'a [Value] {
    element.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn is(extension: &Value, url: &str) -> bool {
    extension.get("url").and_then(Value::as_str) == Some(url)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(translations: &[(&str, &str)]) -> Value {
        let extension: Vec<Value> = translations
            .iter()
            .map(|(lang, content)| {
                json!({"url": TRANSLATION, "extension": [
                    {"url": "lang", "valueCode": lang}, {"url": "content", "valueString": content}]})
            })
            .collect();
        json!({"text": "Schmerz", "_text": {"extension": extension}})
    }

    #[test]
    fn the_nearest_translation_is_taken() {
        let item = told(&[("en-US", "pain (US)"), ("zh-Hant", "疼痛（繁）"), ("en", "pain"), ("zh", "疼")]);
        for (language, expected) in [
            ("en", "pain"),
            ("en-US", "pain (US)"),
            ("en-GB", "pain"),
            ("zh-CN", "疼"),
            ("zh-Hans-CN", "疼"),
            ("zh-TW", "疼痛（繁）"),
            ("fr", "Schmerz"),
        ] {
            assert_eq!(text(&item, "text", language), Some(expected), "{language}");
        }
    }

    #[test]
    fn another_script_is_better_than_another_language() {
        assert_eq!(text(&told(&[("zh-TW", "疼痛（繁）")]), "text", "zh-CN"), Some("疼痛（繁）"));
    }

    #[test]
    fn an_empty_or_broken_translation_falls_back_to_the_text() {
        assert_eq!(text(&told(&[("en", "  ")]), "text", "en"), Some("Schmerz"));
        for broken in [
            json!({"text": "A", "_text": null}),
            json!({"text": "A", "_text": {"extension": "no list"}}),
            json!({"text": "A", "_text": {"extension": [null, 1, {"url": TRANSLATION}]}}),
            json!({"text": "A", "_text": {"extension": [{"url": TRANSLATION, "extension": [{"url": "lang", "valueCode": "en"}]}]}}),
        ] {
            assert_eq!(text(&broken, "text", "en"), Some("A"));
        }
        assert_eq!(text(&json!({"text": 3}), "text", "en"), None);
    }

    #[test]
    fn the_engine_speaks_chinese_and_english() {
        assert_eq!(Lang::of("zh-Hant"), Lang::Zh);
        assert_eq!(Lang::of("en-GB"), Lang::En);
        assert_eq!(Lang::of("fr"), Lang::En);
        assert_eq!(Lang::of("").tag(), "en");
    }
}
