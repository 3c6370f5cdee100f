//! Bringing everything up to date after a change: what uses what changed is evaluated, each after what it uses, until
//! nothing changes.

use std::collections::BTreeSet;

use kangban_fhirpath::Value as PathValue;

use super::{
    Changed, Origin, Session,
    state::{Held, InstanceIx},
    values::{answers_of, weigh},
};
use crate::{
    FormProblem, ItemIx, ProblemCode,
    expr::ExprIx,
    graph::{Cell, CellIx},
};

/// How often one cell may change in one go: more, and values that chase each other are left as they are.
const TURNS: u16 = 24;

/// Cells whose turn it is, the ones that others use first.
#[derive(Debug, Default)]
pub(super) struct Due(BTreeSet<(u32, CellIx)>);

impl Session {
    pub(super) fn due(&self, due: &mut Due, cell: CellIx) {
        due.0.insert((self.form.graph.rank(cell), cell));
    }

    /// All that an item's own instances need: enablement, variables, what is calculated, what is held.
    pub(super) fn due_item(&self, due: &mut Due, ix: ItemIx) {
        let graph = &self.form.graph;
        for cell in [graph.enabled(ix), graph.calculated(ix), graph.held(ix)] {
            self.due(due, cell);
        }
        for variable in &self.form.item(ix).expressions.variables {
            if let Some(cell) = graph.variable(variable.expression) {
                self.due(due, cell);
            }
        }
    }

    fn due_users(&self, due: &mut Due, cell: CellIx) {
        for user in self.form.graph.users(cell) {
            self.due(due, user);
        }
    }

    /// Everything, from scratch.
    pub(super) fn settle_all(&mut self) -> Changed {
        let mut due = Due::default();
        for cell in 0..u32::try_from(self.form.graph.len()).unwrap_or(u32::MAX) {
            self.due(&mut due, cell);
        }
        self.settle(due)
    }

    /// What looks at the clock.
    pub(super) fn settle_clock(&mut self) -> Changed {
        let mut due = Due::default();
        for cell in self.form.graph.clocked() {
            self.due(&mut due, *cell);
        }
        self.settle(due)
    }

    pub(super) fn settle(&mut self, mut due: Due) -> Changed {
        let mut changed = Changed::default();
        let mut turns = vec![0_u16; self.form.graph.len()];
        while let Some((_, cell)) = due.0.pop_first() {
            let Some(turn) = turns.get_mut(cell as usize) else { continue };
            if *turn >= TURNS {
                self.note(self.form.graph.name(
                    &self.form,
                    cell,
                    FormProblem::new(ProblemCode::Unsettled, ""),
                ));
                continue;
            }
            *turn += 1;
            match self.form.graph.cell(cell) {
                Cell::Enabled(ix) => {
                    if self.settle_enabled(ix, self.form.graph.is_broken(cell)) {
                        changed.enablement = true;
                        self.due_users(&mut due, cell);
                    }
                }
                Cell::Calculated(ix) => {
                    if !self.form.graph.is_broken(cell) && self.settle_calculated(ix, &mut due) {
                        changed.calculated = true;
                        self.due_users(&mut due, cell);
                    }
                }
                Cell::Held(ix) => self.settle_held(ix, cell, &mut due),
                Cell::Variable(expression) => {
                    if !self.form.graph.is_broken(cell) && self.settle_variable(expression) {
                        changed.variables = true;
                        self.due_users(&mut due, cell);
                    }
                }
            }
        }
        changed
    }

    fn settle_enabled(&mut self, ix: ItemIx, broken: bool) -> bool {
        let mut changed = false;
        for id in self.state.of_item(ix).to_vec() {
            let mut problems = Vec::new();
            let enabled = if broken {
                // What depends on itself hides nothing.
                self.state.get(id).parent.is_none_or(|(parent, _)| self.state.get(parent).enabled)
            } else {
                self.judge(id, &mut problems)
            };
            for problem in problems {
                self.note(problem);
            }
            if let Some(instance) = self.state.get_mut(id).filter(|instance| instance.enabled != enabled) {
                instance.enabled = enabled;
                instance.stale = true;
                changed = true;
            }
        }
        changed
    }

    fn settle_calculated(&mut self, ix: ItemIx, due: &mut Due) -> bool {
        let Some(expression) = self.form.item(ix).expressions.calculated else { return false };
        let mut changed = false;
        for id in self.state.of_item(ix).to_vec() {
            if self.state.get(id).is_overridden() {
                continue;
            }
            let answers = self.answers_given(expression, ix, id);
            if self.state.get(id).answers == answers {
                continue;
            }
            changed = true;
            self.place_answers(id, answers, Origin::Calculated, due);
        }
        changed
    }

    /// What an expression gives, as an item's answers.
    pub(super) fn answers_given(
        &mut self,
        expression: ExprIx,
        ix: ItemIx,
        at: InstanceIx,
    ) -> Vec<serde_json::Value> {
        let (held, problem) = self.give(expression, Some(at));
        if let Some(problem) = problem {
            self.note(problem);
        }
        let form = self.form.clone();
        let item = form.item(ix);
        let values: Vec<PathValue<'_>> = held.values();
        let (mut answers, lost) = answers_of(item, &values);
        if lost {
            let text = form.expression(expression).text.clone();
            self.note(
                FormProblem::new(ProblemCode::WrongValue, String::new()).on(item.link_id.clone()).about(text),
            );
        }
        for answer in &mut answers {
            weigh(item, answer);
        }
        answers
    }

    /// Gives a question its answers and makes due what is new within.
    pub(super) fn place_answers(
        &mut self,
        id: InstanceIx,
        answers: Vec<serde_json::Value>,
        origin: Origin,
        due: &mut Due,
    ) {
        let form = self.form.clone();
        let ix = self.state.get(id).item;
        if self.state.put(&form, id, answers) {
            for inner in form.subtree(ix) {
                self.due_item(due, ItemIx(inner));
            }
        }
        if let Some(instance) = self.state.get_mut(id) {
            instance.origin = origin;
        }
        self.due(due, form.graph.held(ix));
    }

    fn settle_held(&mut self, ix: ItemIx, cell: CellIx, due: &mut Due) {
        let form = self.form.clone();
        let mut told = false;
        for id in self.state.of_item(ix).to_vec() {
            if !self.state.get(id).stale {
                continue;
            }
            self.state.refresh(&form, &mut self.live, id);
            if let Some(instance) = self.state.get_mut(id) {
                instance.stale = false;
            }
            told = true;
            // The groups it is in come and go with what is in them.
            let mut at = Some(id);
            while let Some(one) = at {
                let instance = self.state.get(one);
                at = instance.parent.map(|(parent, _)| parent);
                let (present, item) = (instance.present, instance.item);
                if instance.counted != present {
                    if let Some(instance) = self.state.get_mut(one) {
                        instance.counted = present;
                    }
                    if one != id {
                        self.due_users(due, form.graph.held(item));
                    }
                }
            }
        }
        if told {
            self.due_users(due, cell);
        }
    }

    fn settle_variable(&mut self, expression: ExprIx) -> bool {
        let form = self.form.clone();
        let Some(owner) = form.expression(expression).owner else {
            let at = form.variables().iter().position(|variable| variable.expression == expression);
            let held = self.held_now(expression, None);
            return match at.and_then(|at| self.variables.get_mut(at)) {
                Some(slot) if *slot != held => {
                    *slot = held;
                    true
                }
                _ => false,
            };
        };
        let variables = &form.item(owner).expressions.variables;
        let Some(at) = variables.iter().position(|variable| variable.expression == expression) else {
            return false;
        };
        let mut changed = false;
        for id in self.state.of_item(owner).to_vec() {
            let held = self.held_now(expression, Some(id));
            if let Some(slot) = self.state.get_mut(id).and_then(|instance| instance.variables.get_mut(at))
                && *slot != held
            {
                *slot = held;
                changed = true;
            }
        }
        changed
    }

    fn held_now(&mut self, expression: ExprIx, at: Option<InstanceIx>) -> Held {
        let (held, problem) = self.give(expression, at);
        if let Some(problem) = problem {
            self.note(problem);
        }
        held
    }

    /// Notes a problem once.
    pub(super) fn note(&mut self, problem: FormProblem) {
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }
}
