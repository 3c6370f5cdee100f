//! Which items of a response are enabled, told from the response itself.

use std::{cmp::Ordering, collections::HashMap};

use serde_json::Value;

use super::{
    expression::Expressions,
    place::{Definitions, Layout, Placed},
};
use crate::compare;
use crate::items::{
    read::{choice, extension, list, text},
    urls::ENABLE_WHEN_EXPRESSION,
};

/// Conditions that depend on each other in turn are tried this often.
const ROUNDS: usize = 64;

/// One flag for each placed item. An answer of an item that is not enabled counts as none for the others, so this is
/// repeated in the form's order until nothing changes: once, and once to see it, in a form that only looks back.
pub(crate) fn enabled<'a>(
    definitions: &Definitions<'_>,
    layout: &Layout<'a>,
    expressions: &Expressions<'a>,
) -> Vec<bool> {
    let mut judge = Judge {
        definitions,
        layout,
        expressions,
        by_definition: instances(definitions, layout),
        within: HashMap::new(),
        known: vec![None; layout.placed.len()],
        enabled: vec![true; layout.placed.len()],
    };
    for _ in 0..ROUNDS {
        if !judge.round() {
            break;
        }
    }
    judge.enabled
}

/// The placed items of each definition.
fn instances(definitions: &Definitions<'_>, layout: &Layout<'_>) -> Vec<Vec<usize>> {
    let mut found = vec![Vec::new(); definitions.items.len()];
    for (at, placed) in layout.placed.iter().enumerate() {
        if let Some(slot) = found.get_mut(placed.definition) {
            slot.push(at);
        }
    }
    found
}

/// Placed items by what they lie in, and which of its answers.
type Sets = HashMap<(usize, usize), Vec<usize>>;

struct Judge<'j, 'a> {
    definitions: &'j Definitions<'j>,
    layout: &'j Layout<'a>,
    expressions: &'j Expressions<'a>,
    by_definition: Vec<Vec<usize>>,
    /// Of a question, its instances within each thing that an item and it both lie in: by question, kind of thing,
    /// the thing and which of its answers.
    within: HashMap<(usize, usize), Sets>,
    /// What a condition in `FHIRPath` gave: what the response holds does not change between rounds.
    known: Vec<Option<bool>>,
    enabled: Vec<bool>,
}

impl<'a> Judge<'_, 'a> {
    /// Judges all again; whether anything changed.
    fn round(&mut self) -> bool {
        let mut changed = false;
        for at in 0..self.layout.placed.len() {
            let Some(placed) = self.layout.get(at) else { continue };
            let own = placed.parent.is_none_or(|parent| self.is_enabled(parent)) && self.holds(at);
            if let Some(flag) = self.enabled.get_mut(at).filter(|flag| **flag != own) {
                *flag = own;
                changed = true;
            }
        }
        changed
    }

    fn is_enabled(&self, at: usize) -> bool {
        self.enabled.get(at).copied().unwrap_or(true)
    }

    fn holds(&mut self, at: usize) -> bool {
        let Some(placed) = self.layout.get(at) else { return true };
        let Some(definition) = self.definitions.get(placed.definition) else { return true };
        let expression = extension(definition.json, ENABLE_WHEN_EXPRESSION)
            .and_then(|extension| text(extension.get("valueExpression")?, "expression"))
            .map(|rule| self.by_expression(at, rule));
        let conditions = list(definition.json, "enableWhen");
        let mut all =
            conditions.iter().map(|condition| self.is_met(at, condition)).chain(expression).peekable();
        if all.peek().is_none() {
            return true;
        }
        if text(definition.json, "enableBehavior") == Some("all") {
            all.all(|met| met)
        } else {
            all.any(|met| met)
        }
    }

    /// A condition that cannot be evaluated here (it may ask for the patient) is believed to be what the response
    /// takes it for: met where there is an answer, so that nothing is refused and nothing asked for.
    fn by_expression(&mut self, at: usize, rule: &str) -> bool {
        if let Some(known) = self.known.get(at).copied().flatten() {
            return known;
        }
        let there = self.layout.get(at).is_some_and(|placed| placed.json.is_some());
        let answer = self.expressions.holds(self.layout, at, rule).unwrap_or(there);
        if let Some(slot) = self.known.get_mut(at) {
            *slot = Some(answer);
        }
        answer
    }

    fn is_met(&mut self, at: usize, condition: &Value) -> bool {
        let Some(asked) =
            text(condition, "question").and_then(|link_id| self.definitions.with_link_id(link_id))
        else {
            return false;
        };
        let answers = self.answers_near(asked, at);
        // R3 had `hasAnswer`, and no operator: equality.
        if let Some(wanted) = condition.get("hasAnswer").and_then(Value::as_bool) {
            return answers.is_empty() != wanted;
        }
        let Some(expected) = choice(condition, "answer") else { return false };
        let any = |test: fn(Ordering) -> bool| {
            answers
                .iter()
                .filter_map(|answer| choice(answer, "value"))
                .any(|given| compare::condition(given, expected).is_some_and(test))
        };
        match text(condition, "operator").unwrap_or("=") {
            "exists" => expected.1.as_bool() == Some(!answers.is_empty()),
            "=" => any(Ordering::is_eq),
            // True when no answer is equal, none at all included.
            "!=" => !any(Ordering::is_eq),
            ">" => any(Ordering::is_gt),
            "<" => any(Ordering::is_lt),
            ">=" => any(Ordering::is_ge),
            "<=" => any(Ordering::is_le),
            _ => false,
        }
    }

    /// The answers of the question's nearest instance: the answer this item lies under, then the last instance before
    /// it, then the first after it, within the innermost thing that both lie in.
    fn answers_near(&mut self, asked: usize, at: usize) -> &'a [Value] {
        let Some(own) = self.layout.get(at) else { return &[] };
        // Which answer of each question above this item lies under.
        let line: Vec<usize> = self.layout.line(at).collect();
        let under = |above: usize| {
            let below = line.iter().position(|one| *one == above)?.checked_sub(1)?;
            self.layout.get(*line.get(below)?).map(|placed| placed.answer)
        };
        for above in line.iter().skip(1) {
            let Some(placed) = self.layout.get(*above).filter(|placed| placed.definition == asked) else {
                continue;
            };
            let Some(answer) = under(*above) else { return &[] };
            return placed.answers().get(answer).map_or(&[], std::slice::from_ref);
        }
        let around: Vec<usize> = self.definitions.line(asked).skip(1).collect();
        let shared =
            line.iter().skip(1).copied().find(|above| {
                self.layout.get(*above).is_some_and(|placed| around.contains(&placed.definition))
            });
        let all: &[usize] = match shared {
            None => self.by_definition.get(asked).map(Vec::as_slice).unwrap_or_default(),
            Some(shared) => {
                let kind = self.layout.get(shared).map_or(0, |placed| placed.definition);
                let answer = under(shared).unwrap_or(0);
                let sets = self.within.entry((asked, kind)).or_insert_with(|| {
                    let targets = self.by_definition.get(asked).map(Vec::as_slice).unwrap_or_default();
                    sorted_into(self.layout, targets, kind)
                });
                sets.get(&(shared, answer)).map(Vec::as_slice).unwrap_or_default()
            }
        };
        let mut near = all
            .iter()
            .filter(|target| self.enabled.get(**target).copied().unwrap_or(true))
            .filter_map(|target| self.layout.get(*target))
            .map(Placed::answers)
            .filter(|answers| answers.iter().any(|answer| choice(answer, "value").is_some()));
        let nearest = if asked < own.definition { near.next_back() } else { near.next() };
        nearest.unwrap_or_default()
    }
}

/// Instances of a question by the thing of this kind that they lie in, and which of its answers they lie under.
fn sorted_into(layout: &Layout<'_>, targets: &[usize], kind: usize) -> Sets {
    let mut sets = Sets::new();
    for target in targets {
        let mut answer = 0;
        for above in layout.line(*target) {
            let Some(placed) = layout.get(above) else { break };
            if placed.definition == kind && above != *target {
                sets.entry((above, answer)).or_default().push(*target);
                break;
            }
            answer = placed.answer;
        }
    }
    sets
}
