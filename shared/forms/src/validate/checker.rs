//! The checks of an item's place: is it there, may it be there, how often.

use std::cmp::Ordering;

use bigdecimal::ToPrimitive;
use kangban_fhir::DateTime;
use kangban_fhirpath::{Clock, Value as Item};
use serde_json::Value;

use super::{
    codes::Codes,
    expression::{Expressions, Failed},
    issue::{Detail, Issue, IssueCode, Severity},
    place::{Definitions, Layout, Placed, has_answer},
    values::Answer,
};
use crate::compare;
use crate::items::{
    Label,
    path::ItemPath,
    read::{extension, extension_value, list, split_canonical, text},
    urls,
};

/// All that a check may look at, and what has been found.
pub(super) struct Checker<'a> {
    pub(super) questionnaire: &'a Value,
    pub(super) response: &'a Value,
    pub(super) definitions: &'a Definitions<'a>,
    pub(super) layout: &'a Layout<'a>,
    pub(super) codes: &'a Codes<'a>,
    pub(super) expressions: &'a Expressions<'a>,
    pub(super) enabled: &'a [bool],
    pub(super) clock: &'a Clock,
    pub(super) unknown_codes: Severity,
    pub(super) unfinished: bool,
    pub(super) issues: Vec<Issue>,
}

impl Issue {
    /// An issue about the response as a whole; `element` is what of it.
    pub(super) fn of_response(code: IssueCode, element: &str, detail: Detail) -> Self {
        let dot = if element.is_empty() { "" } else { "." };
        Self {
            severity: code.severity(),
            code,
            path: ItemPath::root(),
            expression: format!("QuestionnaireResponse{dot}{element}"),
            link_id: String::new(),
            label: None,
            detail,
        }
    }
}

impl<'a> Checker<'a> {
    /// Says something about a placed item, or about one of its answers.
    pub(super) fn say(&mut self, at: usize, answer: Option<usize>, code: IssueCode, detail: Detail) {
        let tail = answer.map(|index| format!(".answer[{index}]")).unwrap_or_default();
        self.say_at(at, &tail, code, detail, None);
    }

    pub(super) fn say_at(
        &mut self,
        at: usize,
        tail: &str,
        code: IssueCode,
        detail: Detail,
        severity: Option<Severity>,
    ) {
        let Some(placed) = self.layout.get(at) else { return };
        let Some(definition) = self.definitions.get(placed.definition) else { return };
        let item = definition.json;
        let issue = Issue {
            severity: severity.unwrap_or(code.severity()),
            code,
            path: placed.path.clone(),
            expression: format!("{}{tail}", placed.expression),
            link_id: definition.link_id.to_string(),
            label: extension(item, urls::SHORT_TEXT)
                .and_then(|short| Label::of(short, "valueString"))
                .or_else(|| Label::of(item, "text")),
            detail: Detail { group: definition.is_group(), ..detail },
        };
        self.push(issue);
    }

    pub(super) fn push(&mut self, mut issue: Issue) {
        if issue.code == IssueCode::TsError {
            issue.severity = self.unknown_codes;
        }
        // How many answers there are, and whether they go together, may still change.
        let may_change = matches!(
            issue.code,
            IssueCode::Required
                | IssueCode::MinCount
                | IssueCode::MaxCount
                | IssueCode::Repeats
                | IssueCode::Invariant
        );
        if self.unfinished && may_change && issue.severity > Severity::Warning {
            issue.severity = Severity::Warning;
            issue.detail.lowered = true;
        }
        self.issues.push(issue);
    }

    /// The response and the form as a whole.
    pub(super) fn form(&mut self) {
        let named = text(self.response, "questionnaire").filter(|named| !named.starts_with('#'));
        if let (Some(named), Some(url)) = (named, text(self.questionnaire, "url")) {
            let (asked, version) = split_canonical(named);
            let other_version = match (version, text(self.questionnaire, "version")) {
                (Some(asked), Some(own)) => asked != own,
                _ => false,
            };
            if asked != url || other_version {
                let detail = Detail {
                    found: Some(named.to_owned()),
                    limit: Some(url.to_owned()),
                    ..Detail::default()
                };
                self.push(Issue::of_response(IssueCode::QuestionnaireMismatch, "questionnaire", detail));
            }
        }
        let authored = text(self.response, "authored").and_then(|authored| DateTime::parse(authored).ok());
        let period = self.questionnaire.get("effectivePeriod");
        let edge = |name: &str| text(period?, name).and_then(|edge| DateTime::parse(edge).ok());
        let (start, end) = (edge("start"), edge("end"));
        let early = matches!((&authored, &start), (Some(at), Some(start)) if compare::moments(at, start) == Some(Ordering::Less));
        let late = matches!((&authored, &end), (Some(at), Some(end)) if compare::moments(at, end) == Some(Ordering::Greater));
        if early || late {
            let limit = if early { start } else { end };
            let detail = Detail {
                limit: limit.map(|limit| limit.as_str().to_owned()),
                found: authored.map(|authored| authored.as_str().to_owned()),
                ..Detail::default()
            };
            self.push(Issue::of_response(IssueCode::QuestionnaireInactive, "authored", detail));
        }
        let status = match text(self.questionnaire, "status") {
            Some("draft") => IssueCode::QuestionnaireDraft,
            Some("retired") => IssueCode::QuestionnaireRetired,
            _ => return,
        };
        self.push(Issue::of_response(status, "questionnaire", Detail::default()));
    }

    /// Items that have no place.
    pub(super) fn strays(&mut self) {
        for stray in &self.layout.strays {
            let above =
                stray.parent.and_then(|parent| self.layout.get(parent)).map(|placed| placed.path.clone());
            let link_id = text(stray.json, "linkId").unwrap_or_default().to_owned();
            let code = if stray.out_of_order { IssueCode::ItemOrder } else { IssueCode::InvalidLinkId };
            self.push(Issue {
                severity: code.severity(),
                code,
                path: above.unwrap_or_default().child(link_id.clone(), 0),
                expression: stray.expression.clone(),
                link_id,
                label: Label::of(stray.json, "text"),
                detail: Detail::default(),
            });
        }
    }

    /// One item, or the place of one.
    pub(super) fn item(&mut self, at: usize) {
        let Some(placed) = self.layout.get(at) else { return };
        let Some(definition) = self.definitions.get(placed.definition) else { return };
        if !self.is_enabled(at) {
            let first = placed.parent.is_none_or(|parent| self.is_enabled(parent));
            if first && placed.json.is_some_and(|json| has_answer(json, 0)) {
                self.say(at, None, IssueCode::NotEnabled, Detail::default());
            }
            return;
        }
        self.counts(at);
        let Some(json) = placed.json else { return };
        let answers = placed.answers();
        match definition.kind {
            "display" => {
                if !answers.is_empty() {
                    self.say(at, None, IssueCode::DisplayAnswer, Detail::default());
                }
            }
            "question" => self.say(at, None, IssueCode::InvalidType, Detail::default()),
            "group" => {
                if !answers.is_empty() {
                    self.say_at(at, ".answer", IssueCode::GroupShouldNotHaveAnswers, Detail::default(), None);
                }
            }
            kind => {
                if !list(json, "item").is_empty() {
                    self.say(at, None, IssueCode::InvalidType, Detail::default());
                }
                for (index, answer) in answers.iter().enumerate() {
                    let item = definition.json;
                    Answer { checker: self, at, index, item, kind }.check(answer);
                }
            }
        }
        self.constraints(Some(at), definition.json);
    }

    /// The constraints of the form as a whole.
    pub(super) fn whole(&mut self) {
        self.constraints(None, self.questionnaire);
    }

    fn counts(&mut self, at: usize) {
        let Some(placed) = self.layout.get(at) else { return };
        let Some(definition) = self.definitions.get(placed.definition) else { return };
        if definition.kind == "display" {
            return;
        }
        let repeats = definition.flag("repeats");
        let answers = placed.answers().len();
        let limit = |url| {
            extension_value(definition.json, url).and_then(compare::number).and_then(|one| one.to_usize())
        };
        let (least, most) = (limit(urls::MIN_OCCURS), limit(urls::MAX_OCCURS));
        let counted = |limit: usize, found: usize| Detail {
            limit: Some(limit.to_string()),
            found: Some(found.to_string()),
            ..Detail::default()
        };
        if definition.is_group() {
            if placed.instance == 1 && !repeats {
                self.say(at, None, IssueCode::Repeats, counted(1, placed.count));
            }
            // A group with answers of its own has that said of it.
            let answered = placed.filled || !placed.answers().is_empty();
            if definition.flag("required") && placed.first && !answered {
                self.say(at, None, IssueCode::Required, Detail::default());
            }
            if let Some(least) = least.filter(|least| placed.first && placed.count < *least) {
                self.say(at, None, IssueCode::MinCount, counted(least, placed.count));
            }
            if let Some(most) = most.filter(|most| placed.instance == *most) {
                self.say(at, None, IssueCode::MaxCount, counted(most, placed.count));
            }
            return;
        }
        if (answers > 1 && !repeats) || placed.instance == 1 {
            self.say(at, None, IssueCode::Repeats, counted(1, answers.max(placed.count)));
        }
        if answers == 0 && definition.flag("required") {
            self.say(at, None, IssueCode::Required, Detail::default());
        }
        if let Some(least) = least.filter(|least| answers < *least) {
            self.say(at, None, IssueCode::MinCount, counted(least, answers));
        }
        if let Some(most) = most.filter(|most| answers > *most) {
            self.say(at, None, IssueCode::MaxCount, counted(most, answers));
        }
    }

    pub(super) fn is_enabled(&self, at: usize) -> bool {
        self.enabled.get(at).copied().unwrap_or(true)
    }

    pub(super) fn answers(&self, at: usize) -> &'a [Value] {
        self.layout.get(at).map(Placed::answers).unwrap_or_default()
    }

    pub(super) fn contained(&self, id: &str) -> Option<&'a Value> {
        list(self.response, "contained").iter().find(|resource| text(resource, "id") == Some(id))
    }

    pub(super) fn is_true(&self, at: usize, rule: &str) -> Result<bool, Failed> {
        self.expressions.holds(self.layout, at, rule)
    }

    pub(super) fn evaluate<R>(
        &self,
        at: usize,
        rule: &str,
        then: impl FnOnce(&[Item<'_>]) -> R,
    ) -> Result<R, Failed> {
        self.expressions.with(self.layout, Some(at), rule, then)
    }
}
