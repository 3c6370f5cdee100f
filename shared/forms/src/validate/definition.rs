//! Whether a Questionnaire keeps the rules that FHIR R4 has for Questionnaires (`que-0` to `que-13`), and whether its
//! conditions ask what they can know.

use std::collections::HashSet;

use serde_json::Value;

use super::{
    issue::{Detail, Issue, IssueCode, Severity},
    place::{Definition, Definitions},
};
use crate::items::{
    Label,
    path::ItemPath,
    read::{choice, list, text},
};

/// What is wrong with the form itself, in its own order.
pub fn check_form(questionnaire: &Value) -> Vec<Issue> {
    let definitions = Definitions::of(questionnaire);
    let mut issues = Vec::new();
    let mut rule = |key: &str, severity, words: &str| {
        let detail =
            Detail { key: Some(key.to_owned()), human: Some(Label::plain(words)), ..Detail::default() };
        issues.push(Issue {
            severity,
            expression: "Questionnaire".to_owned(),
            ..Issue::of_response(IssueCode::FormRule, "", detail)
        });
    };
    if text(questionnaire, "name").is_some_and(|name| !is_name(name)) {
        rule("que-0", Severity::Warning, "the name should be usable as an identifier");
    }
    let mut seen = HashSet::new();
    for definition in &definitions.items {
        if !seen.insert(&definition.link_id) {
            rule("que-2", Severity::Error, "each linkId may be used once");
            break;
        }
    }
    let places = places(&definitions);
    for (index, definition) in definitions.items.iter().enumerate() {
        let place = places.get(index).map(String::as_str).unwrap_or_default();
        for (key, words) in broken(definition) {
            let detail =
                Detail { key: Some(key.to_owned()), human: Some(Label::plain(words)), ..Detail::default() };
            issues.push(about(definition, place, IssueCode::FormRule, Severity::Error, detail));
        }
        for (at, condition) in list(definition.json, "enableWhen").iter().enumerate() {
            let place = format!("{place}.enableWhen[{at}]");
            let there = [condition.get("question"), condition.get("operator")].iter().all(Option::is_some);
            if !there || choice(condition, "answer").is_none() {
                let words = "a condition has a question, an operator and an answer to compare with";
                let detail = Detail {
                    key: Some("1..1".to_owned()),
                    human: Some(Label::plain(words)),
                    ..Detail::default()
                };
                issues.push(about(definition, &place, IssueCode::FormRule, Severity::Error, detail));
            }
        }
        for condition in list(definition.json, "enableWhen") {
            if let Some((severity, words)) = condition_fault(&definitions, index, condition) {
                let detail = Detail {
                    rule: text(condition, "question").map(str::to_owned),
                    human: Some(Label::plain(words)),
                    ..Detail::default()
                };
                issues.push(about(definition, place, IssueCode::FormCondition, severity, detail));
            }
        }
    }
    issues
}

fn about(
    definition: &Definition<'_>,
    place: &str,
    code: IssueCode,
    severity: Severity,
    detail: Detail,
) -> Issue {
    Issue {
        severity,
        code,
        path: ItemPath::root().child(definition.link_id.as_ref(), 0),
        expression: place.to_owned(),
        link_id: definition.link_id.to_string(),
        label: Label::of(definition.json, "text"),
        detail,
    }
}

/// `FHIRPath` of each item in the Questionnaire.
fn places(definitions: &Definitions<'_>) -> Vec<String> {
    let mut places = vec![String::new(); definitions.items.len()];
    let level = |own: &[usize], above: &str, places: &mut Vec<String>| {
        for (at, index) in own.iter().enumerate() {
            if let Some(slot) = places.get_mut(*index) {
                *slot = format!("{above}.item[{at}]");
            }
        }
    };
    level(&definitions.top, "Questionnaire", &mut places);
    for (index, definition) in definitions.items.iter().enumerate() {
        let above = places.get(index).cloned().unwrap_or_default();
        level(&definition.children, &above, &mut places);
    }
    places
}

/// The rules that an item breaks.
fn broken(definition: &Definition<'_>) -> Vec<(&'static str, &'static str)> {
    let json = definition.json;
    let has =
        |name: &str| json.get(name).is_some_and(|value| value.as_array().is_none_or(|list| !list.is_empty()));
    let kind = definition.kind;
    let (group, display) = (kind == "group", kind == "display");
    let enable_when = list(json, "enableWhen");
    let initial = list(json, "initial").len();
    let mut broken = Vec::new();
    let mut must = |holds: bool, key, words| {
        if !holds {
            broken.push((key, words));
        }
    };
    must(has("linkId") && has("type"), "1..1", "an item has a linkId and a type");
    must(!group || has("item"), "que-1", "a group holds items");
    must(!display || !has("item"), "que-1", "a display holds no items");
    must(!display || !has("code"), "que-3", "a display has no code");
    must(
        !(has("answerOption") && has("answerValueSet")),
        "que-4",
        "options are listed or in a value set, not both",
    );
    let may_choose = matches!(
        kind,
        "choice"
            | "open-choice"
            | "decimal"
            | "integer"
            | "date"
            | "dateTime"
            | "time"
            | "string"
            | "quantity"
    );
    must(
        may_choose || !(has("answerOption") || has("answerValueSet")),
        "que-5",
        "only questions have options",
    );
    must(
        !display || !(has("required") || has("repeats")),
        "que-6",
        "a display is neither required nor repeated",
    );
    let exists_is_boolean = enable_when.iter().all(|condition| {
        text(condition, "operator") != Some("exists")
            || choice(condition, "answer").is_some_and(|(kind, _)| kind == "Boolean")
    });
    must(exists_is_boolean, "que-7", "whether an answer exists is compared with a boolean");
    must(!(group || display) || initial == 0, "que-8", "a group or display has no initial value");
    must(!display || !has("readOnly"), "que-9", "a display is not read-only");
    let may_be_long =
        matches!(kind, "boolean" | "decimal" | "integer" | "string" | "text" | "url" | "open-choice");
    must(may_be_long || !has("maxLength"), "que-10", "only simple questions have a greatest length");
    must(
        !has("answerOption") || initial == 0,
        "que-11",
        "options say themselves which is chosen at the start",
    );
    must(enable_when.len() < 2 || has("enableBehavior"), "que-12", "several conditions need enableBehavior");
    must(
        definition.flag("repeats") || initial < 2,
        "que-13",
        "only a repeating question starts with several answers",
    );
    broken
}

/// What is wrong with a condition's question.
fn condition_fault(
    definitions: &Definitions<'_>,
    own: usize,
    condition: &Value,
) -> Option<(Severity, &'static str)> {
    let Some(asked) = text(condition, "question").and_then(|link_id| definitions.with_link_id(link_id))
    else {
        return Some((Severity::Error, "the condition's question is not in the form"));
    };
    if asked == own {
        return Some((Severity::Error, "the condition asks for the item itself"));
    }
    if definitions.line(asked).any(|above| above == own) {
        return Some((Severity::Error, "the condition asks for a question within the item"));
    }
    // Items are numbered in the form's order.
    (asked > own).then_some((Severity::Warning, "the condition's question comes after the item"))
}

fn is_name(name: &str) -> bool {
    name.len() <= 255
        && name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
