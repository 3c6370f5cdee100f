use std::{collections::HashSet, sync::Arc};

use kangban_fhir::Decimal;
use serde_json::{Map, Value, json};

use super::{Label, read, urls};
use crate::expr::ExprIx;

/// One option of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerOption {
    /// What names it among its question's options, the same in every language: `system|code`, or the value's text.
    pub key: String,
    /// The answer it stands for: `{"valueCoding": …}`, with the option's weight in the coding.
    pub value: Value,
    /// What is shown.
    pub label: Label,
    /// What is shown before it (`optionPrefix`).
    pub prefix: Option<Label>,
    /// It stands alone: choosing it gives up the others, and the other way round.
    pub exclusive: bool,
    /// It is chosen at the start.
    pub initial_selected: bool,
    /// Whether it is offered now (`answerOptionsToggleExpression`).
    pub enabled: bool,
    /// What it counts in a score.
    pub weight: Option<Decimal>,
    /// A picture, film or sound (an Attachment).
    pub media: Option<Value>,
}

/// The options of a question.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What is offered as written, before toggles and expressions.
    pub list: Arc<Vec<AnswerOption>>,
    /// Other answers are taken too.
    pub open: bool,
    /// The value set they come from.
    pub value_set: Option<String>,
    /// Whether the list is all there is: false when the value set is not at hand or is only named in part.
    pub complete: bool,
    /// Options that are offered only sometimes.
    pub toggles: Vec<Toggle>,
    /// What the free answer is called.
    pub open_label: Option<Label>,
    /// Columns, where options are shown as a table: `path`, `label`, `width`, `forDisplay`.
    pub columns: Vec<ChoiceColumn>,
}

/// Options that are offered while an expression is true.
#[derive(Debug, Clone)]
pub struct Toggle {
    /// The options' keys.
    pub keys: Vec<String>,
    /// While this is true.
    pub expression: ExprIx,
}

/// One column of options shown as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoiceColumn {
    /// Where its text is in the value, a path.
    pub path: String,
    /// Its title.
    pub label: Option<Label>,
    /// Whether it is what stands in the field once chosen.
    pub for_display: bool,
}

impl AnswerOption {
    /// Reads `Questionnaire.item.answerOption`. `None` when it holds no value.
    pub fn read(option: &Value) -> Option<Self> {
        let (suffix, value) = read::choice(option, "value")?;
        let name = format!("value{suffix}");
        let mut read = Self::of_value(&name, value)?;
        if suffix != "Coding" && suffix != "Reference" {
            read.label = Label { text: read.label.text, element: option.get(format!("_{name}")).cloned() };
        }
        let within = [value, option];
        read.prefix = within.iter().find_map(|json| prefix(json));
        read.exclusive = read::extension_value(option, urls::OPTION_EXCLUSIVE) == Some(&Value::Bool(true));
        read.initial_selected = read::flag(option, "initialSelected");
        read.media = read::extension_value(option, urls::ITEM_ANSWER_MEDIA).cloned();
        if read.weight.is_none()
            && let Some(extension) = weight_extension(option)
        {
            read.weigh(extension);
        }
        Some(read)
    }

    /// Makes an option of a bare value, such as an expression gave: `name` is `valueCoding` and the like.
    pub fn of_value(name: &str, value: &Value) -> Option<Self> {
        let (label, kept) = match name {
            "valueCoding" => (coding_label(value)?, plain_coding(value)),
            "valueReference" => (reference_label(value)?, value.clone()),
            _ => (Label::plain(plain_text(value)?), value.clone()),
        };
        let mut answer = Map::new();
        answer.insert(name.to_owned(), kept);
        let mut option = Self {
            key: answer_key(name, value)?,
            value: Value::Object(answer),
            label,
            prefix: None,
            exclusive: false,
            initial_selected: false,
            enabled: true,
            weight: None,
            media: None,
        };
        if let Some(extension) = weight_extension(value) {
            option.weigh(extension);
        }
        Some(option)
    }

    /// Makes an option of a concept of a value set or code system.
    pub(crate) fn of_concept(system: Option<&str>, version: Option<&str>, concept: &Value) -> Option<Self> {
        let mut coding = Map::new();
        if let Some(system) = system {
            coding.insert("system".into(), system.into());
        }
        if let Some(version) = version {
            coding.insert("version".into(), version.into());
        }
        coding.insert("code".into(), read::text(concept, "code")?.into());
        if let Some(display) = concept.get("display") {
            coding.insert("display".into(), display.clone());
        }
        if let Some(extensions) = concept.get("extension") {
            coding.insert("extension".into(), extensions.clone());
        }
        let coding = Value::Object(coding);
        let mut option = Self::of_value("valueCoding", &coding)?;
        option.label.element = designations(concept);
        option.prefix = prefix(concept);
        option.exclusive = read::extension_value(concept, urls::OPTION_EXCLUSIVE) == Some(&Value::Bool(true));
        Some(option)
    }

    /// The same option for a question that is answered with a text: a code is answered by its letters.
    pub(crate) fn as_text(&self) -> Self {
        let Some(code) = self.value.get("valueCoding").and_then(|coding| read::text(coding, "code")) else {
            return self.clone();
        };
        Self { key: code.to_owned(), value: json!({ "valueString": code }), ..self.clone() }
    }

    fn weigh(&mut self, extension: &Value) {
        self.weight = weight_of(extension);
        if let Some(coding) = self.value.get_mut("valueCoding").and_then(Value::as_object_mut) {
            coding.insert("extension".to_owned(), json!([extension]));
        }
    }
}

/// What names an answer among others, in every language: `system|code` of a coding, `value|unit code` of a quantity,
/// the reference, the text. `name` is `valueCoding` and the like.
pub fn answer_key(name: &str, value: &Value) -> Option<String> {
    match name {
        "valueCoding" => {
            let code = read::text(value, "code").or_else(|| read::text(value, "display"))?;
            Some(match read::text(value, "system") {
                Some(system) => format!("{system}|{code}"),
                None => code.to_owned(),
            })
        }
        "valueQuantity" => {
            let unit = read::text(value, "code").or_else(|| read::text(value, "unit")).unwrap_or_default();
            Some(format!("{}|{unit}", plain_text(value.get("value")?)?))
        }
        "valueReference" => {
            read::text(value, "reference").or_else(|| read::text(value, "display")).map(str::to_owned)
        }
        "valueAttachment" => {
            read::text(value, "url").or_else(|| read::text(value, "title")).map(str::to_owned)
        }
        _ => plain_text(value),
    }
}

/// Gives keys that occur twice a number, so that each option has a key of its own.
pub(crate) fn unique_keys(options: &mut [AnswerOption]) {
    let mut seen: HashSet<String> = HashSet::with_capacity(options.len());
    for option in options {
        let mut key = option.key.clone();
        let mut number = 1;
        while !seen.insert(key.clone()) {
            number += 1;
            key = format!("{}#{number}", option.key);
        }
        option.key = key;
    }
}

/// The weight's extension on an option, coding or concept.
pub(crate) fn weight_extension(json: &Value) -> Option<&Value> {
    read::extension(json, urls::ITEM_WEIGHT).or_else(|| read::extension(json, urls::ORDINAL_VALUE))
}

fn weight_of(extension: &Value) -> Option<Decimal> {
    match read::choice(extension, "value")?.1 {
        Value::Number(number) => Decimal::parse(number.as_str()).ok(),
        _ => None,
    }
}

fn prefix(json: &Value) -> Option<Label> {
    Label::of(read::extension(json, urls::OPTION_PREFIX)?, "valueString")
}

fn coding_label(coding: &Value) -> Option<Label> {
    let code = read::text(coding, "code");
    let mut label = Label::of(coding, "display").or_else(|| code.map(Label::plain))?;
    if label.text.is_empty() {
        code?.clone_into(&mut label.text);
    }
    Some(label)
}

fn reference_label(reference: &Value) -> Option<Label> {
    Label::of(reference, "display").or_else(|| read::text(reference, "reference").map(Label::plain))
}

/// A coding with what names it, without what only shows it (translations of its display).
fn plain_coding(coding: &Value) -> Value {
    let mut plain = Map::new();
    for name in ["system", "version", "code", "display", "userSelected"] {
        if let Some(value) = coding.get(name) {
            plain.insert(name.to_owned(), value.clone());
        }
    }
    Value::Object(plain)
}

fn plain_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        _ => None,
    }
}

/// A concept's designations and its display's own translations, in the form of the translation extension.
fn designations(concept: &Value) -> Option<Value> {
    let mut element = concept.get("_display").filter(|element| element.is_object()).cloned();
    let translations: Vec<Value> = read::list(concept, "designation")
        .iter()
        .filter_map(|designation| {
            let (language, text) = (read::text(designation, "language")?, read::text(designation, "value")?);
            Some(json!({"url": urls::TRANSLATION, "extension": [
                {"url": "lang", "valueCode": language},
                {"url": "content", "valueString": text},
            ]}))
        })
        .collect();
    if translations.is_empty() {
        return element;
    }
    let object = element.get_or_insert_with(|| json!({})).as_object_mut()?;
    match object.get_mut("extension").and_then(Value::as_array_mut) {
        Some(known) => known.extend(translations),
        None => {
            object.insert("extension".into(), Value::Array(translations));
        }
    }
    element
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_keeps_its_weight_in_the_coding_and_leaves_translations_to_the_label() {
        let option = AnswerOption::read(&json!({
            "extension": [{"url": urls::ORDINAL_VALUE, "valueDecimal": 2}],
            "valueCoding": {"system": "s", "code": "c", "display": "d", "_display": {"extension": []}},
            "initialSelected": true,
        }))
        .unwrap();
        assert_eq!(option.key, "s|c");
        assert_eq!(option.weight, Some(Decimal::from(2)));
        assert!(option.initial_selected);
        let coding = &option.value["valueCoding"];
        assert_eq!(coding["extension"][0]["valueDecimal"], 2);
        assert!(coding.get("_display").is_none());
        assert!(option.label.element.is_some());
    }

    #[test]
    fn options_with_the_same_key_are_told_apart() {
        let read = |text: &str| AnswerOption::read(&json!({"valueString": text})).unwrap();
        let mut options = [read("a"), read("b"), read("a")];
        unique_keys(&mut options);
        assert_eq!(options.map(|option| option.key), ["a", "b", "a#2"]);
    }
}
