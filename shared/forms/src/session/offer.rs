//! What is offered: options after toggles and expressions, texts that expressions give.

use super::Session;
use super::state::InstanceIx;
use crate::{AnswerOption, ItemPath, expr::ExprIx, items::options::unique_keys};

impl Session {
    /// The options of a question now: those of its expression when it has one, else those written down; what may fit
    /// comes after. An option that is not offered now is not `enabled`.
    pub fn options(&self, path: &ItemPath) -> Vec<AnswerOption> {
        let Some(id) = self.at(path) else { return Vec::new() };
        let item = self.form.item(self.state.get(id).item);
        let mut options: Vec<AnswerOption> = match item.expressions.answer {
            Some(expression) => self.options_given(expression, id),
            None => item.options.list.as_ref().clone(),
        };
        for toggle in &item.options.toggles {
            if self.truth(toggle.expression, Some(id)).unwrap_or(true) {
                continue;
            }
            for option in options.iter_mut().filter(|option| toggle.keys.contains(&option.key)) {
                option.enabled = false;
            }
        }
        for expression in &item.expressions.candidates {
            for candidate in self.options_given(*expression, id) {
                if !options.iter().any(|known| known.key == candidate.key) {
                    options.push(candidate);
                }
            }
        }
        unique_keys(&mut options);
        options
    }

    fn options_given(&self, expression: ExprIx, at: InstanceIx) -> Vec<AnswerOption> {
        let (held, _) = self.give(expression, Some(at));
        held.values()
            .iter()
            .filter_map(|value| {
                let (suffix, json) = value.to_choice()?;
                let name = if suffix == "CodeableConcept" { "Coding" } else { suffix };
                let json =
                    if suffix == "CodeableConcept" { json.get("coding")?.get(0)?.clone() } else { json };
                AnswerOption::of_value(&format!("value{name}"), &json)
            })
            .collect()
    }

    /// The text that an item's expression gives; `None` when it has none, or gives nothing.
    pub fn text_of(&self, path: &ItemPath) -> Option<String> {
        let id = self.at(path)?;
        let expression = self.form.item(self.state.get(id).item).expressions.text?;
        let (held, _) = self.give(expression, Some(id));
        let values = held.values();
        let first = values.first()?;
        let text = first.as_str().map_or_else(|| first.to_json().to_string(), str::to_owned);
        (!text.is_empty()).then_some(text)
    }
}
