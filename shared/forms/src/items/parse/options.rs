//! Reading a question's options, and the value sets they come from.

use std::sync::Arc;

use serde_json::Value;

use super::Parser;
use crate::{
    ProblemCode,
    expr::{Expr, Role},
    items::{
        AnswerOption, ChoiceColumn, Expressions, ItemIx, ItemKind, Label, Options, Toggle, answer_key,
        options, read, urls, valueset::Listed,
    },
};

impl Parser<'_> {
    pub(super) fn options(
        &mut self,
        json: &Value,
        ix: ItemIx,
        kind: ItemKind,
        link_id: &str,
        expressions: &Expressions,
    ) -> Options {
        let mut options = Options {
            open: kind == ItemKind::OpenChoice
                || matches!(read::text(json, "answerConstraint"), Some("optionsOrString" | "optionsOrType")),
            complete: true,
            open_label: read::extension(json, urls::OPEN_LABEL)
                .and_then(|label| Label::of(label, "valueString")),
            ..Options::default()
        };
        let written = read::list(json, "answerOption");
        if !written.is_empty() {
            let mut list = Vec::with_capacity(written.len());
            for option in written {
                match AnswerOption::read(option) {
                    Some(option) => list.push(option),
                    None => {
                        self.problem(ProblemCode::WrongElement, Some(link_id), "an option without a value");
                    }
                }
            }
            options::unique_keys(&mut list);
            options.list = Arc::new(list);
        }
        if let Some(canonical) = read::text(json, "answerValueSet") {
            options.value_set = Some(canonical.to_owned());
            let (list, complete) = self.value_set(canonical, link_id);
            options.complete = complete;
            if options.list.is_empty() {
                options.list = match kind {
                    ItemKind::String | ItemKind::Text => {
                        Arc::new(list.iter().map(AnswerOption::as_text).collect())
                    }
                    _ => list,
                };
            }
        }
        for extension in read::extensions(json, urls::OPTIONS_TOGGLE) {
            let keys = read::extensions(extension, "option")
                .filter_map(|option| read::choice(option, "value"))
                .filter_map(|(suffix, value)| answer_key(&format!("value{suffix}"), value))
                .collect();
            let value = read::extension(extension, "expression").and_then(|part| part.get("valueExpression"));
            if let Some(expression) = value.and_then(|value| self.expression(value, Role::Toggle, Some(ix))) {
                options.toggles.push(Toggle { keys, expression });
            }
        }
        for column in read::extensions(json, urls::CHOICE_COLUMN) {
            if let Some(path) = read::extension_value(column, "path").and_then(Value::as_str) {
                options.columns.push(ChoiceColumn {
                    path: path.to_owned(),
                    label: read::extension(column, "label").and_then(|label| Label::of(label, "valueString")),
                    for_display: read::extension_value(column, "forDisplay") == Some(&Value::Bool(true)),
                });
            }
        }
        let is_asked = kind.is_choice() && options.value_set.is_none();
        if is_asked
            && options.list.is_empty()
            && expressions.answer.is_none()
            && expressions.candidates.is_empty()
        {
            self.problem(ProblemCode::NoOptions, Some(link_id), "");
        }
        options
    }

    /// Lists the value sets that expressions ask about (`memberOf('…')`).
    pub(crate) fn list_member_sets(&mut self) {
        use kangban_fhirpath::ast::{Kind, Literal};
        let mut asked = Vec::new();
        for piece in self.expressions.iter().flat_map(Expr::pieces) {
            piece.syntax().walk(&mut |node| {
                if let Kind::Call { name, arguments, .. } = &node.kind
                    && name == "memberOf"
                    && let Some(Kind::Literal(Literal::String(canonical))) =
                        arguments.first().map(|node| &node.kind)
                {
                    asked.push(canonical.clone());
                }
            });
        }
        for canonical in asked {
            self.list_value_set(&canonical);
        }
    }

    pub(super) fn list_value_set(&mut self, canonical: &str) {
        if !self.value_sets.contains_key(canonical) {
            let listed = self.finder.list(canonical);
            let entry = listed.map(|Listed { options, complete }| (Arc::new(options), complete));
            self.value_sets.insert(canonical.to_owned(), entry);
        }
    }

    pub(super) fn value_set(&mut self, canonical: &str, link_id: &str) -> (Arc<Vec<AnswerOption>>, bool) {
        self.list_value_set(canonical);
        if let Some((list, complete)) = self.value_sets.get(canonical).cloned().flatten() {
            if list.is_empty() && !complete {
                let detail = format!("{canonical} cannot be listed");
                self.problem(ProblemCode::MissingValueSet, Some(link_id), detail);
            }
            (list, complete)
        } else {
            self.problem(ProblemCode::MissingValueSet, Some(link_id), canonical);
            (Arc::default(), false)
        }
    }
}
