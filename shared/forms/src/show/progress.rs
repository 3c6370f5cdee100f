//! How far one has come. It never goes backwards.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::{facts, kind::is_part_of_question, paging::is_edge};
use crate::{
    Session,
    items::{Item, ItemIx, read},
};

/// How far one has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// From 0 to 1000; it never falls, and is 1000 only when nothing is left.
    pub permille: u16,
    /// How many questions are answered.
    pub answered: usize,
    /// How many questions there can still be at most.
    pub at_most_left: usize,
}

impl Progress {
    /// Reads what [`Progress::to_json`] wrote; nothing done when it is something else.
    pub fn from_json(json: &Value) -> Self {
        let number =
            |name: &str| json.get(name).and_then(read::whole).and_then(|number| usize::try_from(number).ok());
        Self {
            permille: number("permille")
                .and_then(|number| u16::try_from(number).ok())
                .unwrap_or(0)
                .min(1_000),
            answered: number("answered").unwrap_or(0),
            at_most_left: number("left").unwrap_or(0),
        }
    }

    /// As it is kept in a draft.
    pub fn to_json(self) -> Value {
        json!({"permille": self.permille, "answered": self.answered, "left": self.at_most_left})
    }
}

/// How far one has come, given how far one had come `before`.
///
/// What may still be asked counts as left from the start, so that an answer that opens further questions seldom adds
/// any; where it does, the share stays where it was.
pub fn progress(session: &Session, before: Progress) -> Progress {
    let form = session.form();
    let (mut answered, mut open) = (0usize, 0usize);
    let mut here: HashSet<ItemIx> = HashSet::new();
    let mut answered_items: HashSet<ItemIx> = HashSet::new();
    for instance in facts::visible(session) {
        here.insert(instance.item.ix);
        if !instance.answers.is_empty() {
            answered_items.insert(instance.item.ix);
        }
        if is_asked(instance.item) {
            if instance.answers.is_empty() {
                open += 1;
            } else {
                answered += 1;
            }
        }
    }
    let possible = form
        .items()
        .iter()
        .filter(|item| is_asked(item) && !here.contains(&item.ix) && !is_edge(form, item))
        .filter(|item| may_come(session, item, &here, &answered_items))
        .count();
    let left = open + possible;
    let share = (answered * 1_000).checked_div(answered + left).unwrap_or(1_000);
    let share = if left == 0 { 1_000 } else { share.min(990) };
    let permille = u16::try_from(share).unwrap_or(1_000).max(before.permille);
    Progress { permille, answered, at_most_left: left }
}

fn is_asked(item: &Item) -> bool {
    item.kind.is_question()
        && !item.read_only
        && !item.hidden
        && item.expressions.calculated.is_none()
        && !is_part_of_question(item)
}

/// Whether answers that are still to come could make an item be asked.
fn may_come(session: &Session, item: &Item, here: &HashSet<ItemIx>, answered: &HashSet<ItemIx>) -> bool {
    let form = session.form();
    let mut at = Some(item.ix);
    let mut waits = false;
    while let Some(ix) = at {
        let one = form.item(ix);
        if one.hidden {
            return false;
        }
        if !here.contains(&ix) {
            let on_questions = one
                .enable_when
                .iter()
                .any(|condition| condition.question_ix.is_some_and(|question| !answered.contains(&question)));
            // An expression may depend on anything that is not answered yet.
            let on_expression =
                one.expressions.enable.is_some() && here.iter().any(|ix| !answered.contains(ix));
            let parent = one.parent.map(|parent| form.item(parent));
            let on_answer =
                parent.is_some_and(|parent| parent.kind.is_question() && !answered.contains(&parent.ix));
            let conditional = !one.enable_when.is_empty() || one.expressions.enable.is_some();
            if conditional && !on_questions && !on_expression {
                return false;
            }
            waits |= on_questions || on_expression || on_answer;
        }
        at = one.parent;
    }
    waits
}
