//! Whether an item is enabled: its conditions, and the instances of questions they look at.

use std::cmp::Ordering;

use serde_json::Value;

use super::{
    Session,
    state::{InstanceIx, needs_answer},
};
use crate::{EnableBehavior, EnableWhen, FormProblem, ItemIx, Operator, compare, items::read};

impl Session {
    /// Whether an instance is enabled: what it is in, and its own conditions.
    pub(crate) fn judge(&self, id: InstanceIx, problems: &mut Vec<FormProblem>) -> bool {
        let instance = self.state.get(id);
        let item = self.form.item(instance.item);
        if let Some((parent, answer)) = instance.parent {
            let parent = self.state.get(parent);
            if !parent.enabled {
                return false;
            }
            let is_question = self.form.item(parent.item).kind.is_question();
            if is_question && needs_answer(item) && answer >= parent.answers.len() {
                return false;
            }
        }
        let conditions = item.enable_when.iter().map(|condition| self.is_met(condition, id));
        let expression = item.expressions.enable.and_then(|ix| match self.truth(ix, Some(id)) {
            Ok(truth) => Some(truth),
            // What cannot be evaluated hides nothing.
            Err(problem) => {
                problems.extend(problem);
                None
            }
        });
        let mut all = conditions.chain(expression).peekable();
        if all.peek().is_none() {
            return true;
        }
        match item.enable_behavior {
            EnableBehavior::All => all.all(|met| met),
            EnableBehavior::Any => all.any(|met| met),
        }
    }

    fn is_met(&self, condition: &EnableWhen, at: InstanceIx) -> bool {
        let answers = condition.question_ix.map_or(&[][..], |question| self.answers_near(question, at));
        let any = |test: fn(Ordering) -> bool| {
            answers.iter().any(|answer| {
                read::choice(answer, "value").is_some_and(|given| {
                    compare::condition(given, (&condition.suffix, &condition.answer)).is_some_and(test)
                })
            })
        };
        match condition.operator {
            Operator::Exists => condition.answer.as_bool() == Some(!answers.is_empty()),
            Operator::Equal => any(Ordering::is_eq),
            // R4: true when no answer is equal, none at all included.
            Operator::NotEqual => condition.question_ix.is_some() && !any(Ordering::is_eq),
            Operator::Greater => any(Ordering::is_gt),
            Operator::Less => any(Ordering::is_lt),
            Operator::GreaterOrEqual => any(Ordering::is_ge),
            Operator::LessOrEqual => any(Ordering::is_le),
        }
    }

    /// The answers of the instance of a question that is nearest: the one this is within, then the last before,
    /// then the first after; in the smallest scope that holds both.
    fn answers_near(&self, question: ItemIx, at: InstanceIx) -> &[Value] {
        let mut inner = at;
        // An answer this is within: that answer alone.
        while let Some((parent, answer)) = self.state.get(inner).parent {
            let holder = self.state.get(parent);
            if holder.item == question {
                return holder.effective().get(answer).map_or(&[], std::slice::from_ref);
            }
            inner = parent;
        }
        // The way down to the question, from the first of what it is in that this is in too.
        let mut way = vec![question];
        let mut scope = None;
        let mut above = self.form.item(question).parent;
        while let Some(ix) = above {
            if let Some(id) = self.state.ancestor(at, ix) {
                scope = Some(id);
                break;
            }
            way.push(ix);
            above = self.form.item(ix).parent;
        }
        let mut found: Vec<InstanceIx> = Vec::new();
        let mut level: Vec<(InstanceIx, usize)> = Vec::new();
        let starts: Vec<Option<(InstanceIx, usize)>> = match scope {
            None => vec![None],
            // Within an answer of a question the scope is that answer.
            Some(id) => match self.answer_within(at, id) {
                Some(answer) => vec![Some((id, answer))],
                None => (0..self.state.get(id).sets.len()).map(|set| Some((id, set))).collect(),
            },
        };
        for (depth, ix) in way.iter().rev().enumerate() {
            let holders: Vec<Option<(InstanceIx, usize)>> =
                if depth == 0 { starts.clone() } else { level.drain(..).map(Some).collect() };
            let is_last = depth + 1 == way.len();
            for holder in holders {
                for id in self.state.slot(holder, *ix).into_iter().flat_map(|slot| &slot.list) {
                    if is_last {
                        found.push(*id);
                    } else {
                        level.extend((0..self.state.get(*id).sets.len()).map(|set| (*id, set)));
                    }
                }
            }
        }
        found.retain(|id| !self.state.get(*id).effective().is_empty());
        let is_before = question < self.state.get(at).item;
        let nearest = if is_before { found.last() } else { found.first() };
        nearest.map_or(&[], |id| self.state.get(*id).effective())
    }

    /// Which of a holder's sets an instance is in.
    fn answer_within(&self, id: InstanceIx, holder: InstanceIx) -> Option<usize> {
        let mut at = id;
        while let Some((parent, answer)) = self.state.get(at).parent {
            if parent == holder {
                return Some(answer);
            }
            at = parent;
        }
        None
    }
}
