//! The options of a question, and the value set of one.

use serde_json::Value;

use super::{
    codes::{Code, Member, names, names_it},
    issue::{Detail, IssueCode},
    values::Answer,
};
use crate::compare::{self, Choice};
use crate::items::{
    read::{choice, extension, extension_value, extensions, list, text},
    urls,
};

impl<'a> Answer<'_, 'a> {
    pub(super) fn option(&mut self, value: Choice<'a>) {
        let options = list(self.item, "answerOption");
        if options.is_empty() {
            return;
        }
        let chosen = options.iter().find(|option| {
            choice(option, "value")
                .is_some_and(|own| own.0 == value.0 && compare::same(value, own) && named(value, own, option))
        });
        let Some(chosen) = chosen else {
            if !self.is_open(value.0) && !self.in_value_set(value) {
                self.say(IssueCode::InvalidAnswerOption, Detail { found: shown(value), ..Detail::default() });
            }
            return;
        };
        let exclusive =
            extension_value(chosen, urls::OPTION_EXCLUSIVE).and_then(Value::as_bool) == Some(true);
        if exclusive && self.checker.answers(self.at).len() > 1 {
            self.say(IssueCode::ExclusiveAnswerOption, Detail { found: shown(value), ..Detail::default() });
        }
    }

    /// Whether the option is offered as the other answers are (`answerOptionsToggleExpression`). A condition that
    /// cannot be evaluated takes nothing away.
    pub(super) fn is_offered(&self, value: Choice<'a>) -> bool {
        let mut toggles = extensions(self.item, urls::OPTIONS_TOGGLE)
            .filter(|toggle| {
                extensions(toggle, "option").any(|option| {
                    choice(option, "value").is_some_and(|own| own.0 == value.0 && compare::same(value, own))
                })
            })
            .filter_map(|toggle| text(extension(toggle, "expression")?.get("valueExpression")?, "expression"))
            .map(|rule| self.checker.is_true(self.at, rule).unwrap_or(true))
            .peekable();
        toggles.peek().is_none() || toggles.any(|offered| offered)
    }

    /// A form that has options and a value set, against the rules, takes what either has.
    fn in_value_set(&self, value: Choice<'a>) -> bool {
        let (Some(canonical), ("Coding", coding)) = (text(self.item, "answerValueSet"), value) else {
            return false;
        };
        let Some(code) = text(coding, "code") else { return false };
        matches!(
            self.checker.codes.member(canonical, Code { system: text(coding, "system"), code }),
            Member::Yes(_)
        )
    }

    pub(super) fn value_set(&mut self, value: Choice<'a>) {
        let Some(canonical) = text(self.item, "answerValueSet") else { return };
        if !list(self.item, "answerOption").is_empty() {
            return;
        }
        let detail = Detail { found: shown(value), rule: Some(canonical.to_owned()), ..Detail::default() };
        let (code, display) = match value {
            ("Coding", coding) => match text(coding, "code") {
                Some(code) => (Code { system: text(coding, "system"), code }, text(coding, "display")),
                None if self.kind == "open-choice" => return,
                None => return self.say(IssueCode::InvalidCoding, detail),
            },
            // A text with a value set holds one of its codes.
            ("String", text) if self.kind == "string" => {
                (Code { system: None, code: text.as_str().unwrap_or_default() }, None)
            }
            _ => return,
        };
        match self.checker.codes.member(canonical, code) {
            Member::Yes(known) if display.is_some_and(|display| !names_it(display, &known)) => {
                self.say(IssueCode::InvalidCoding, detail);
            }
            Member::Yes(_) if code.system.is_none() && value.0 == "Coding" => {
                self.say(IssueCode::CodeWithoutSystem, detail);
            }
            Member::Yes(_) => {}
            Member::No => self.say(IssueCode::InvalidCoding, detail),
            Member::Unknown => self.say(IssueCode::TsError, detail),
        }
    }
}

/// Whether the answer does not call the option by another name.
fn named(value: Choice<'_>, own: Choice<'_>, option: &Value) -> bool {
    if value.0 != "Coding" {
        return true;
    }
    let Some(display) = text(value.1, "display") else { return true };
    let mut known = names(own.1);
    known.extend(names(option));
    names_it(display, &known)
}

/// A value in short, for a text: never more than the answer itself says.
pub(super) fn shown(value: Choice<'_>) -> Option<String> {
    match value.1 {
        Value::Object(_) => text(value.1, "display").or_else(|| text(value.1, "code")).map(str::to_owned),
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}
