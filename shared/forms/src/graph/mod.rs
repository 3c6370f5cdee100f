//! What depends on what, found once when a form is loaded.
//!
//! Each item has three cells: whether it is *enabled*, what is *calculated* for it, and what it *holds* for others to
//! read. Each variable that is held has one. A cell that changes makes those that use it due, in an order in which
//! each comes after what it uses.

mod order;

use std::collections::HashMap;

use crate::{
    Form, FormProblem, ItemIx, ItemKind, ProblemCode,
    expr::{
        ExprIx,
        reads::{Analyst, Reads},
    },
};

/// The number of a cell.
pub(crate) type CellIx = u32;

/// What a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cell {
    Enabled(ItemIx),
    Calculated(ItemIx),
    Held(ItemIx),
    Variable(ExprIx),
}

/// The dependencies of a form.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    items: u32,
    variables: Vec<ExprIx>,
    variable_cells: HashMap<ExprIx, CellIx>,
    /// By expression: it is followed where it is used.
    aliases: Vec<bool>,
    /// By cell: the cells that use it.
    users: Vec<Vec<CellIx>>,
    /// Cells that use whatever an item holds.
    users_of_any: Vec<CellIx>,
    /// Cells that look at the clock.
    clocked: Vec<CellIx>,
    /// By cell: when its turn is.
    rank: Vec<u32>,
    /// By cell: it is in a cycle and is not evaluated.
    broken: Vec<bool>,
    cycles: Vec<Vec<CellIx>>,
}

impl Graph {
    pub(crate) fn build(form: &Form) -> Self {
        let items = u32::try_from(form.items().len()).unwrap_or(u32::MAX / 4);
        let mut analyst = Analyst::new(form);
        let mut aliases = vec![false; form.expressions.len()];
        let mut variables = Vec::new();
        let all =
            form.variables().iter().chain(form.items().iter().flat_map(|item| &item.expressions.variables));
        for variable in all {
            let is_alias = analyst.of(variable.expression).is_some_and(|known| known.is_alias);
            if is_alias {
                if let Some(flag) = aliases.get_mut(variable.expression.index()) {
                    *flag = true;
                }
            } else {
                variables.push(variable.expression);
            }
        }
        let variable_cells: HashMap<ExprIx, CellIx> =
            (items * 3..).zip(&variables).map(|(cell, variable)| (*variable, cell)).collect();
        let mut graph = Self { items, variables, variable_cells, aliases, ..Self::default() };
        let count = graph.len();
        let mut named: Vec<Vec<CellIx>> = vec![Vec::new(); count];
        let mut loose: Vec<Vec<CellIx>> = vec![Vec::new(); count];
        for cell in 0..u32::try_from(count).unwrap_or(u32::MAX) {
            graph.collect(form, &mut analyst, cell, &mut named, &mut loose);
        }
        let (rank, cycles) = order::order(&named, &loose);
        graph.rank = rank;
        graph.broken = vec![false; count];
        for cell in cycles.iter().flatten() {
            if let Some(broken) = graph.broken.get_mut(*cell as usize) {
                *broken = true;
            }
        }
        graph.cycles = cycles;
        graph.users = vec![Vec::new(); count];
        for (user, uses) in (0u32..).zip(named.iter().zip(&loose)) {
            for used in uses.0.iter().chain(uses.1) {
                if let Some(users) = graph.users.get_mut(*used as usize)
                    && users.last() != Some(&user)
                {
                    users.push(user);
                }
            }
        }
        // What uses everything comes last.
        let last = u32::try_from(count).unwrap_or(u32::MAX / 2);
        for cell in &graph.users_of_any {
            if let Some(rank) = graph.rank.get_mut(*cell as usize) {
                *rank = rank.saturating_add(last);
            }
        }
        graph
    }

    fn collect(
        &mut self,
        form: &Form,
        analyst: &mut Analyst<'_>,
        cell: CellIx,
        named: &mut [Vec<CellIx>],
        loose: &mut [Vec<CellIx>],
    ) {
        let mut uses: Vec<CellIx> = Vec::new();
        let mut reads = None;
        match self.cell(cell) {
            Cell::Enabled(ix) => {
                let item = form.item(ix);
                if let Some(parent) = item.parent {
                    uses.push(self.enabled(parent));
                    if form.item(parent).kind.is_question() && item.kind != ItemKind::Display {
                        uses.push(self.held(parent));
                    }
                }
                uses.extend(
                    item.enable_when.iter().filter_map(|when| when.question_ix).map(|ix| self.held(ix)),
                );
                reads = item.expressions.enable.map(|expression| analyst.taken(expression));
            }
            Cell::Calculated(ix) => {
                reads = form.item(ix).expressions.calculated.map(|expression| analyst.taken(expression));
            }
            Cell::Held(ix) => {
                uses.push(self.enabled(ix));
                if form.item(ix).expressions.calculated.is_some() {
                    uses.push(self.calculated(ix));
                }
            }
            Cell::Variable(expression) => reads = Some(analyst.taken(expression)),
        }
        if let Some(reads) = reads {
            let Reads { named: by_name, loose: mut by_chance, variables, mut clock } = reads;
            uses.extend(by_name.iter().map(|ix| self.held(ItemIx(*ix))));
            for variable in variables {
                if let Some(cell) = self.variable_cells.get(&variable) {
                    uses.push(*cell);
                } else {
                    // It was being found out when this was: its own reads are this one's too.
                    let more = analyst.taken(variable);
                    uses.extend(more.named.iter().map(|ix| self.held(ItemIx(*ix))));
                    uses.extend(more.variables.iter().filter_map(|inner| self.variable_cells.get(inner)));
                    by_chance.extend(&more.loose);
                    clock |= more.clock;
                }
            }
            if clock {
                self.clocked.push(cell);
            }
            if by_chance.len() >= self.items as usize && self.items > 0 {
                self.users_of_any.push(cell);
            } else if let Some(list) = loose.get_mut(cell as usize) {
                list.extend(by_chance.iter().map(|ix| self.held(ItemIx(*ix))));
            }
        }
        uses.sort_unstable();
        uses.dedup();
        if let Some(list) = named.get_mut(cell as usize) {
            *list = uses;
        }
    }

    /// How many cells there are.
    pub(crate) fn len(&self) -> usize {
        self.items as usize * 3 + self.variables.len()
    }

    #[allow(clippy::unused_self)] // Read as a question to the graph.
    pub(crate) fn enabled(&self, ix: ItemIx) -> CellIx {
        ix.0 * 3
    }

    #[allow(clippy::unused_self)] // Read as a question to the graph.
    pub(crate) fn calculated(&self, ix: ItemIx) -> CellIx {
        ix.0 * 3 + 1
    }

    #[allow(clippy::unused_self)] // Read as a question to the graph.
    pub(crate) fn held(&self, ix: ItemIx) -> CellIx {
        ix.0 * 3 + 2
    }

    /// A variable's cell; `None` when it is followed where it is used.
    pub(crate) fn variable(&self, expression: ExprIx) -> Option<CellIx> {
        self.variable_cells.get(&expression).copied()
    }

    pub(crate) fn cell(&self, cell: CellIx) -> Cell {
        let variable = (cell as usize).checked_sub(self.items as usize * 3);
        if let Some(variable) = variable.and_then(|at| self.variables.get(at)) {
            return Cell::Variable(*variable);
        }
        let ix = ItemIx(cell / 3);
        match cell % 3 {
            0 => Cell::Enabled(ix),
            1 => Cell::Calculated(ix),
            _ => Cell::Held(ix),
        }
    }

    /// The cells that use this one.
    pub(crate) fn users(&self, cell: CellIx) -> impl Iterator<Item = CellIx> + '_ {
        let any: &[CellIx] = if matches!(self.cell(cell), Cell::Held(_)) { &self.users_of_any } else { &[] };
        self.users.get(cell as usize).into_iter().flatten().chain(any).copied()
    }

    /// The cells that look at the clock.
    pub(crate) fn clocked(&self) -> &[CellIx] {
        &self.clocked
    }

    pub(crate) fn rank(&self, cell: CellIx) -> u32 {
        self.rank.get(cell as usize).copied().unwrap_or(u32::MAX)
    }

    pub(crate) fn is_broken(&self, cell: CellIx) -> bool {
        self.broken.get(cell as usize).copied().unwrap_or(true)
    }

    /// Whether a variable is followed where it is used instead of being held.
    pub(crate) fn is_alias(&self, expression: ExprIx) -> bool {
        self.aliases.get(expression.index()).copied().unwrap_or(false)
    }

    /// A problem of the item and the expression that a cell stands for.
    pub(crate) fn name(&self, form: &Form, cell: CellIx, mut problem: FormProblem) -> FormProblem {
        let (item, expression) = match self.cell(cell) {
            Cell::Enabled(ix) => (Some(ix), form.item(ix).expressions.enable),
            Cell::Calculated(ix) => (Some(ix), form.item(ix).expressions.calculated),
            Cell::Held(ix) => (Some(ix), None),
            Cell::Variable(expression) => (form.expression(expression).owner, Some(expression)),
        };
        problem.link_id = item.map(|ix| form.item(ix).link_id.clone());
        problem.expression = expression.map(|ix| form.expression(ix).text.clone());
        problem
    }

    /// One problem for each cycle, with the items in it.
    pub(crate) fn problems(&self, form: &Form) -> Vec<FormProblem> {
        self.cycles
            .iter()
            .map(|cells| {
                let mut names: Vec<String> = Vec::new();
                let mut first_item = None;
                let mut first_expression = None;
                for cell in cells {
                    let (item, expression) = match self.cell(*cell) {
                        Cell::Enabled(ix) => (Some(ix), form.item(ix).expressions.enable),
                        Cell::Calculated(ix) => (Some(ix), form.item(ix).expressions.calculated),
                        Cell::Held(ix) => (Some(ix), None),
                        Cell::Variable(expression) => (form.expression(expression).owner, Some(expression)),
                    };
                    let name = match (self.cell(*cell), item) {
                        (Cell::Variable(expression), owner) => {
                            let variables = match owner {
                                Some(ix) => &form.item(ix).expressions.variables,
                                None => form.variables(),
                            };
                            let variable = variables.iter().find(|known| known.expression == expression);
                            variable.map(|known| format!("%{}", known.name))
                        }
                        (_, Some(ix)) => Some(form.item(ix).link_id.clone()),
                        (_, None) => None,
                    };
                    if let Some(name) = name.filter(|name| !names.contains(name)) {
                        names.push(name);
                    }
                    first_item = first_item.or(item);
                    first_expression = first_expression.or(expression);
                }
                let mut problem = FormProblem::new(ProblemCode::Cycle, names.join(", "));
                problem.link_id = first_item.map(|ix| form.item(ix).link_id.clone());
                problem.expression = first_expression.map(|ix| form.expression(ix).text.clone());
                problem
            })
            .collect()
    }
}
