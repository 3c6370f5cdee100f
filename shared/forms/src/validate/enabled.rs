//! Which items of a response are enabled, told from the response itself.

use std::cmp::Ordering;

use serde_json::Value;

use super::{
    compare,
    expression::Expressions,
    place::{Definitions, Layout, Placed},
};
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
    let by_definition = instances(definitions, layout);
    let mut known: Vec<Option<bool>> = vec![None; layout.placed.len()];
    let mut enabled = vec![true; layout.placed.len()];
    for _ in 0..ROUNDS {
        let mut changed = false;
        for at in 0..layout.placed.len() {
            let Some(placed) = layout.get(at) else { continue };
            let above = placed.parent.is_none_or(|parent| enabled.get(parent).copied().unwrap_or(true));
            let own = above && holds(definitions, layout, expressions, &by_definition, &enabled, &mut known, at);
            if let Some(flag) = enabled.get_mut(at).filter(|flag| **flag != own) {
                *flag = own;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    enabled
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

fn holds<'a>(
    definitions: &Definitions<'_>,
    layout: &Layout<'a>,
    expressions: &Expressions<'a>,
    by_definition: &[Vec<usize>],
    enabled: &[bool],
    known: &mut [Option<bool>],
    at: usize,
) -> bool {
    let Some(definition) = layout.get(at).and_then(|placed| definitions.get(placed.definition)) else { return true };
    if let Some(condition) = extension(definition.json, ENABLE_WHEN_EXPRESSION)
        .and_then(|extension| text(extension.get("valueExpression")?, "expression"))
    {
        // What the response holds does not change between rounds, so neither does this.
        let answer = known.get(at).copied().flatten();
        let answer = answer.unwrap_or_else(|| expressions.holds_before(layout, at, condition).unwrap_or(false));
        if let Some(slot) = known.get_mut(at) {
            *slot = Some(answer);
        }
        return answer;
    }
    let conditions = list(definition.json, "enableWhen");
    if conditions.is_empty() {
        return true;
    }
    let mut each = conditions.iter().map(|condition| {
        let Some(asked) = text(condition, "question").and_then(|link_id| definitions.with_link_id(link_id)) else {
            return false;
        };
        let targets = targets(definitions, layout, by_definition, at, asked);
        let answers = targets
            .iter()
            .filter(|target| enabled.get(**target).copied().unwrap_or(true))
            .filter_map(|target| layout.get(*target))
            .flat_map(Placed::answers);
        answered(condition, answers)
    });
    if text(definition.json, "enableBehavior") == Some("all") { each.all(|one| one) } else { each.any(|one| one) }
}

/// The instances of the question that this item's condition means: those below the innermost thing both lie in.
fn targets(
    definitions: &Definitions<'_>,
    layout: &Layout<'_>,
    by_definition: &[Vec<usize>],
    at: usize,
    asked: usize,
) -> Vec<usize> {
    let Some(own) = layout.get(at) else { return Vec::new() };
    let around: Vec<usize> = definitions.line(asked).collect();
    let shared = definitions.line(own.definition).skip(1).find(|above| around.contains(above));
    let container =
        shared.and_then(|shared| layout.line(at).find(|above| layout.get(*above).is_some_and(|one| one.definition == shared)));
    let all = by_definition.get(asked).map(Vec::as_slice).unwrap_or_default();
    all.iter().copied().filter(|target| container.is_none_or(|container| layout.line(*target).any(|above| above == container))).collect()
}

/// Whether an enableWhen holds for the answers of its question.
fn answered<'a>(condition: &Value, answers: impl Iterator<Item = &'a Value>) -> bool {
    // R3 had `hasAnswer`, and no operator: equality.
    if let Some(wanted) = condition.get("hasAnswer").and_then(Value::as_bool) {
        return answers.filter_map(|answer| choice(answer, "value")).next().is_some() == wanted;
    }
    let operator = text(condition, "operator").unwrap_or("=");
    let expected = choice(condition, "answer");
    let mut given = answers.filter_map(|answer| choice(answer, "value")).peekable();
    if operator == "exists" {
        let wanted = expected.and_then(|(_, value)| value.as_bool()).unwrap_or(true);
        return given.peek().is_some() == wanted;
    }
    let Some(expected) = expected else { return false };
    given.any(|given| match operator {
        "=" => compare::same(given, expected),
        "!=" => !compare::same(given, expected),
        ">" => compare::order(given, expected) == Some(Ordering::Greater),
        "<" => compare::order(given, expected) == Some(Ordering::Less),
        ">=" => matches!(compare::order(given, expected), Some(Ordering::Greater | Ordering::Equal)),
        "<=" => matches!(compare::order(given, expected), Some(Ordering::Less | Ordering::Equal)),
        _ => false,
    })
}
