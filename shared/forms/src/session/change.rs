//! What a person does: answers, adds, takes away.

use serde_json::Value;

use super::{
    AnswerProblem, Changed, Origin, Session,
    settle::Due,
    state::InstanceIx,
    values::{takes, weigh},
};
use crate::{ItemIx, ItemKind, ItemPath};

impl Session {
    /// Gives a question other answers in place of all it has: `{"valueX": …}` each.
    ///
    /// # Errors
    /// Why they were not taken; nothing has changed then.
    pub fn answer(&mut self, path: &ItemPath, answers: Vec<Value>) -> Result<Changed, AnswerProblem> {
        let id = self.at(path).ok_or(AnswerProblem::NoSuchItem)?;
        if self.form.item(self.state.get(id).item).read_only {
            return Err(AnswerProblem::ReadOnly);
        }
        self.put_answers(id, answers, Origin::Patient)
    }

    /// The same for answers that were not given by hand, on questions that nobody answers by hand too.
    ///
    /// # Errors
    /// Why they were not taken; nothing has changed then.
    pub fn prefill(
        &mut self,
        path: &ItemPath,
        answers: Vec<Value>,
        origin: Origin,
    ) -> Result<Changed, AnswerProblem> {
        let id = self.at(path).ok_or(AnswerProblem::NoSuchItem)?;
        self.put_answers(id, answers, origin)
    }

    fn put_answers(
        &mut self,
        id: InstanceIx,
        mut answers: Vec<Value>,
        origin: Origin,
    ) -> Result<Changed, AnswerProblem> {
        let form = self.form.clone();
        let item = form.item(self.state.get(id).item);
        if !item.kind.is_question() {
            return Err(AnswerProblem::NotAsked);
        }
        if !answers.iter().all(|answer| takes(item, answer)) {
            return Err(AnswerProblem::WrongType);
        }
        let most = if item.repeats { item.max_occurs.unwrap_or(u64::MAX) } else { 1 };
        if answers.len() as u64 > most {
            return Err(AnswerProblem::TooMany);
        }
        for answer in &mut answers {
            weigh(item, answer);
        }
        let mut due = Due::default();
        let calculated = answers.is_empty() && item.expressions.calculated.is_some();
        let origin = if answers.is_empty() { Origin::Patient } else { origin };
        if let Some(instance) = self.state.get_mut(id) {
            instance.raw = None;
        }
        self.place_answers(id, answers, origin, &mut due);
        if calculated {
            self.due(&mut due, form.graph.calculated(item.ix));
        }
        Ok(self.settle(due))
    }

    /// One more instance of a repeating group, after the others. `path` names any of them; the answer is where the
    /// new one is.
    ///
    /// # Errors
    /// Why there can be no other.
    pub fn add(&mut self, path: &ItemPath) -> Result<ItemPath, AnswerProblem> {
        let id = self.at(path).ok_or(AnswerProblem::NoSuchItem)?;
        let form = self.form.clone();
        let (ix, parent) = (self.state.get(id).item, self.state.get(id).parent);
        let item = form.item(ix);
        if !item.is_repeating_group() {
            return Err(AnswerProblem::NotAsked);
        }
        let count = self.state.slot(parent, ix).map_or(0, |slot| slot.list.len()) as u64;
        if item.max_occurs.is_some_and(|most| count >= most) {
            return Err(AnswerProblem::TooMany);
        }
        let new = self.state.add(&form, parent, ix).ok_or(AnswerProblem::TooMany)?;
        self.settle_subtree(ix);
        let mut within = Vec::new();
        self.state.visit(new, &mut |inner| within.push(inner));
        self.put_initial(&within);
        self.settle_subtree(ix);
        Ok(self.state.path(&form, new))
    }

    /// Takes an instance of a repeating group away, with all answers in it.
    ///
    /// # Errors
    /// Why it has to stay.
    pub fn remove(&mut self, path: &ItemPath) -> Result<(), AnswerProblem> {
        let id = self.at(path).ok_or(AnswerProblem::NoSuchItem)?;
        let form = self.form.clone();
        let (ix, parent) = (self.state.get(id).item, self.state.get(id).parent);
        let item = form.item(ix);
        if !item.is_repeating_group() {
            return Err(AnswerProblem::NotAsked);
        }
        let least = item.min_occurs.unwrap_or(1).max(1);
        let count = self.state.slot(parent, ix).map_or(0, |slot| slot.list.len()) as u64;
        if count <= least {
            return Err(AnswerProblem::TooFew);
        }
        self.state.take_out(&mut self.live, id);
        self.state.remove(id);
        let mut due = Due::default();
        let mut at = parent;
        while let Some((above, _)) = at {
            let instance = self.state.get(above);
            at = instance.parent;
            self.due_held_users(&mut due, instance.item);
        }
        for inner in form.subtree(ix) {
            self.due_item(&mut due, ItemIx(inner));
            self.due_held_users(&mut due, ItemIx(inner));
        }
        self.settle(due);
        Ok(())
    }

    fn due_held_users(&self, due: &mut Due, ix: ItemIx) {
        let graph = &self.form.graph;
        for user in graph.users(graph.held(ix)) {
            self.due(due, user);
        }
    }

    fn settle_subtree(&mut self, ix: ItemIx) {
        let mut due = Due::default();
        for inner in self.form.subtree(ix) {
            self.due_item(&mut due, ItemIx(inner));
        }
        self.settle(due);
    }

    /// Puts the answers in that questions start with, where there is none yet.
    pub(super) fn put_initial(&mut self, ids: &[InstanceIx]) {
        let form = self.form.clone();
        let mut due = Due::default();
        for id in ids {
            let instance = self.state.get(*id);
            let item = form.item(instance.item);
            if !item.kind.is_question() || !instance.answers.is_empty() {
                continue;
            }
            let chosen = item.options.list.iter().filter(|option| option.initial_selected);
            let mut answers: Vec<Value> = if item.initial.is_empty() {
                chosen.map(|option| option.value.clone()).collect()
            } else {
                item.initial.clone()
            };
            answers.retain(|answer| takes(item, answer));
            if !item.repeats {
                answers.truncate(1);
            }
            if answers.is_empty() || item.kind == ItemKind::Unknown {
                continue;
            }
            for answer in &mut answers {
                weigh(item, answer);
            }
            self.place_answers(*id, answers, Origin::Initial, &mut due);
        }
        self.settle(due);
    }
}
