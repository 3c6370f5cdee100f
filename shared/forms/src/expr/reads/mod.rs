//! What an expression reads of the response: found once from its syntax, by following where each path may lead.
//!
//! A read is *named* where a linkId leads to it, and *loose* where the path passes through whatever there is
//! (`%resource.descendants().answer`). Only named reads make a cycle: a sum over all answers may well stand among
//! them.

mod criteria;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};

use kangban_fhirpath::ast::{Kind, Literal, Node, Operator};

use self::criteria::{admits, is_path, names_link_id};
use super::{ExprIx, VariableSource};
use crate::{Form, ItemIx, ItemKind};

/// What an expression reads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Reads {
    /// Items whose answers (or presence) it names.
    pub(crate) named: BTreeSet<u32>,
    /// Items it comes by.
    pub(crate) loose: BTreeSet<u32>,
    /// Variables that are held (not followed).
    pub(crate) variables: Vec<ExprIx>,
    /// What time it is.
    pub(crate) clock: bool,
}

impl Reads {
    fn add(&mut self, other: &Self) {
        self.named.extend(&other.named);
        self.loose.extend(&other.loose);
        self.clock |= other.clock;
        for variable in &other.variables {
            if !self.variables.contains(variable) {
                self.variables.push(*variable);
            }
        }
    }
}

/// What is known of an expression.
#[derive(Debug, Clone, Default)]
pub(crate) struct Analysis {
    pub(crate) reads: Reads,
    /// It only points into the response: it is followed where it is used, not held.
    pub(crate) is_alias: bool,
    /// How many variables are followed one within the other to get there.
    depth: u32,
    place: Place,
}

/// How deep expressions are followed, variables within them included. What is deeper counts as reading everything.
const DEEPEST: u32 = 160;
/// How many variables that only point may follow each other; one that would be further off is held.
const FOLLOWED: u32 = 16;

/// Where in the response a path may lead: nowhere when all is empty (constants, other resources, bare values).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Place {
    root: bool,
    items: BTreeSet<u32>,
    answers: BTreeSet<u32>,
    /// Anything at or within these items; closed under what is within.
    mixed: BTreeSet<u32>,
    /// No linkId led here.
    loose: bool,
}

impl Place {
    fn is_still(&self) -> bool {
        !self.root && self.items.is_empty() && self.answers.is_empty() && self.mixed.is_empty()
    }

    fn or(mut self, other: &Self) -> Self {
        self.root |= other.root;
        self.items.extend(&other.items);
        self.answers.extend(&other.answers);
        self.mixed.extend(&other.mixed);
        self.loose |= other.loose;
        self
    }
}

/// Analyses every expression of a form; variables first, wherever they are used.
pub(crate) struct Analyst<'a> {
    form: &'a Form,
    done: HashMap<ExprIx, Analysis>,
    under_way: Vec<ExprIx>,
    depth: u32,
}

/// One expression being followed.
struct Walk<'a, 'b> {
    analyst: &'b mut Analyst<'a>,
    at: ExprIx,
    owner: Option<ItemIx>,
    reads: Reads,
    defined: HashMap<String, Place>,
    followed: u32,
}

impl<'a> Analyst<'a> {
    pub(crate) fn new(form: &'a Form) -> Self {
        Self { form, done: HashMap::new(), under_way: Vec::new(), depth: 0 }
    }

    /// What is known of an expression; `None` while it is being found out (it reads itself).
    pub(crate) fn of(&mut self, ix: ExprIx) -> Option<Analysis> {
        if let Some(known) = self.done.get(&ix) {
            return Some(known.clone());
        }
        if self.under_way.contains(&ix) || self.depth > DEEPEST {
            return None;
        }
        self.under_way.push(ix);
        let form = self.form;
        let expression = form.expression(ix);
        let owner = expression.owner;
        let mut walk = Walk {
            analyst: self,
            at: ix,
            owner,
            reads: Reads::default(),
            defined: HashMap::new(),
            followed: 0,
        };
        let context = walk.context();
        let mut place = Place::default();
        let is_path = expression.fhirpath().is_some();
        for piece in expression.pieces() {
            let found = walk.follow(piece.syntax(), &context, false);
            if is_path {
                place = found;
            } else {
                walk.take(&found);
            }
        }
        let depth = walk.followed + 1;
        let mut is_alias = !place.is_still();
        // What only points is charged to who uses it; `reads` then holds what its filters read.
        if is_alias && depth > FOLLOWED {
            walk.take(&place);
            is_alias = false;
        }
        if !is_alias {
            place = Place::default();
        }
        let analysis = Analysis { is_alias, depth, place, reads: walk.reads };
        self.under_way.pop();
        self.done.insert(ix, analysis.clone());
        Some(analysis)
    }

    /// What an expression reads in all, when its value is taken.
    pub(crate) fn taken(&mut self, ix: ExprIx) -> Reads {
        let Some(analysis) = self.of(ix) else { return Reads::default() };
        let owner = self.form.expression(ix).owner;
        let mut walk = Walk {
            analyst: self,
            at: ix,
            owner,
            reads: analysis.reads,
            defined: HashMap::new(),
            followed: 0,
        };
        walk.take(&analysis.place);
        walk.reads
    }
}

impl Walk<'_, '_> {
    fn form(&self) -> &Form {
        self.analyst.form
    }

    fn context(&self) -> Place {
        match self.owner {
            None => Place { root: true, ..Place::default() },
            Some(ix) => Place { items: BTreeSet::from([ix.0]), ..Place::default() },
        }
    }

    fn charge(&mut self, items: impl IntoIterator<Item = u32>, loose: bool) {
        if loose {
            self.reads.loose.extend(items);
        } else {
            self.reads.named.extend(items);
        }
    }

    fn subtrees(&self, items: &BTreeSet<u32>) -> BTreeSet<u32> {
        items.iter().flat_map(|ix| self.form().subtree(ItemIx(*ix))).collect()
    }

    fn all(&self) -> BTreeSet<u32> {
        (0..u32::try_from(self.form().items().len()).unwrap_or(u32::MAX)).collect()
    }

    fn children(&self, items: &BTreeSet<u32>, of_answers: bool) -> BTreeSet<u32> {
        items
            .iter()
            .map(|ix| self.form().item(ItemIx(*ix)))
            .filter(|item| (item.kind != ItemKind::Group) == of_answers)
            .flat_map(|item| item.children.iter().map(|child| child.0))
            .collect()
    }

    /// All that a value holds is read.
    fn take(&mut self, place: &Place) {
        if place.root {
            let all = self.all();
            self.charge(all, true);
        }
        let within = self.subtrees(&place.items);
        self.charge(within, place.loose);
        let within = self.subtrees(&place.answers);
        self.charge(within, place.loose);
        self.charge(place.mixed.iter().copied(), place.loose);
    }

    /// Whether there is something is read.
    fn presence(&mut self, place: &Place) {
        let within = self.subtrees(&place.items);
        self.charge(within, place.loose);
        self.charge(place.answers.iter().copied(), place.loose);
        self.charge(place.mixed.iter().copied(), place.loose);
    }

    /// Which of several items is the first, or the n-th, hangs on which of them are there.
    fn order(&mut self, place: &Place) {
        let repeats = |ix: &u32| {
            let mut at = Some(ItemIx(*ix));
            while let Some(ix) = at {
                let item = self.form().item(ix);
                if item.repeats {
                    return true;
                }
                at = item.parent;
            }
            false
        };
        if place.items.len() > 1 || place.items.iter().any(repeats) {
            let within = self.subtrees(&place.items);
            self.charge(within, true);
        }
        self.charge(place.mixed.iter().copied(), true);
    }

    fn follow(&mut self, node: &Node, focus: &Place, link_id_is_free: bool) -> Place {
        if self.analyst.depth > DEEPEST {
            self.take(&Place { root: true, ..Place::default() });
            self.reads.clock = true;
            for name in node.variables() {
                let place = self.variable(name);
                self.take(&place);
            }
            return Place::default();
        }
        self.analyst.depth += 1;
        let place = self.follow_part(node, focus, link_id_is_free);
        self.analyst.depth -= 1;
        place
    }

    fn follow_part(&mut self, node: &Node, focus: &Place, link_id_is_free: bool) -> Place {
        match &node.kind {
            Kind::Empty | Kind::Literal(_) | Kind::Index | Kind::Total => Place::default(),
            Kind::This => focus.clone(),
            Kind::Variable(name) => self.variable(name),
            Kind::Member { on, name } => match on {
                Some(on) => {
                    let place = self.follow(on, focus, false);
                    let is_this = matches!(on.kind, Kind::This);
                    self.member(&place, name, link_id_is_free && is_this)
                }
                // `QuestionnaireResponse.item`: a type's name first stands for what there is.
                None if name.starts_with(|first: char| first.is_ascii_uppercase()) => focus.clone(),
                None => self.member(focus, name, link_id_is_free),
            },
            Kind::Call { on, name, arguments } => {
                let place = match on {
                    Some(on) => self.follow(on, focus, false),
                    None => focus.clone(),
                };
                self.call(&place, name, arguments, focus, on.is_some())
            }
            Kind::Item { of, index } => {
                let index = self.follow(index, focus, false);
                self.take(&index);
                let place = self.follow(of, focus, false);
                self.order(&place);
                place
            }
            Kind::As { of, .. } | Kind::Sorted { of, .. } => self.follow(of, focus, false),
            Kind::Binary { operator: Operator::Union, left, right } => {
                let left = self.follow(left, focus, link_id_is_free);
                left.or(&self.follow(right, focus, link_id_is_free))
            }
            Kind::Binary { left, right, .. } => {
                for side in [left, right] {
                    let place = self.follow(side, focus, link_id_is_free);
                    self.take(&place);
                }
                Place::default()
            }
            Kind::Negative(of) | Kind::Positive(of) | Kind::Is { of, .. } => {
                let place = self.follow(of, focus, link_id_is_free);
                self.take(&place);
                Place::default()
            }
        }
    }

    fn variable(&mut self, name: &str) -> Place {
        match name {
            "resource" | "rootResource" => return Place { root: true, ..Place::default() },
            "context" => return self.context(),
            _ => {}
        }
        if let Some(place) = self.defined.get(name) {
            return place.clone();
        }
        let form = self.analyst.form;
        let uses = &form.expression(self.at).uses;
        let from = uses.iter().find(|known| known.name == name).map(|known| known.from);
        let variable = match from {
            Some(VariableSource::Form(n)) => form.variables().get(n),
            Some(VariableSource::Item(ix, n)) => form.item(ix).expressions.variables.get(n),
            _ => None,
        };
        let Some(variable) = variable else { return Place::default() };
        match self.analyst.of(variable.expression) {
            Some(known) if known.is_alias => {
                self.reads.add(&known.reads);
                self.followed = self.followed.max(known.depth);
                known.place
            }
            _ => {
                if !self.reads.variables.contains(&variable.expression) {
                    self.reads.variables.push(variable.expression);
                }
                Place::default()
            }
        }
    }

    fn member(&mut self, place: &Place, name: &str, link_id_is_free: bool) -> Place {
        if place.is_still() {
            return Place::default();
        }
        match name {
            "item" => {
                let mut items = self.children(&place.items, false);
                items.extend(self.children(&place.answers, true));
                items.extend(&place.mixed);
                if place.root {
                    items.extend(self.form().root().iter().map(|ix| ix.0));
                }
                Place { items, loose: true, ..Place::default() }
            }
            "answer" => {
                let mut answers = place.items.clone();
                answers.extend(&place.mixed);
                answers.retain(|ix| self.form().item(ItemIx(*ix)).kind != ItemKind::Group);
                self.charge(answers.iter().copied(), place.loose);
                Place { answers, loose: place.loose, ..Place::default() }
            }
            // The place itself is always there, answered or not.
            "linkId" => {
                let is_context = !place.loose
                    && Some(&place.items) == self.owner.map(|ix| BTreeSet::from([ix.0])).as_ref();
                if !link_id_is_free && !is_context {
                    self.presence(place);
                }
                Place::default()
            }
            // A bare name that no element has is nothing: `%a-b` is `%a` less `b`.
            "id" | "text" | "definition" | "extension" | "modifierExtension" => {
                self.presence(place);
                Place::default()
            }
            _ => {
                self.charge(place.answers.iter().copied(), place.loose);
                self.charge(place.mixed.iter().copied(), place.loose);
                Place::default()
            }
        }
    }

    fn call(
        &mut self,
        place: &Place,
        name: &str,
        arguments: &[Node],
        focus: &Place,
        has_base: bool,
    ) -> Place {
        match (name, arguments) {
            ("where", [criterion]) => {
                let place = self.narrow(place, criterion);
                let found = self.follow(criterion, &place, true);
                self.take(&found);
                place
            }
            ("exists", [criterion]) => {
                let place = self.narrow(place, criterion);
                let found = self.follow(criterion, &place, true);
                self.take(&found);
                self.presence(&place);
                Place::default()
            }
            ("exists" | "empty" | "count" | "not" | "hasValue", []) => {
                self.presence(place);
                Place::default()
            }
            (
                "first" | "last" | "tail" | "skip" | "take" | "single" | "distinct" | "ofType" | "as"
                | "sort",
                _,
            ) => {
                for argument in arguments {
                    if name != "ofType" && name != "as" {
                        let found = self.follow(argument, place, false);
                        self.take(&found);
                    }
                }
                if !matches!(name, "distinct" | "ofType" | "as") {
                    self.order(place);
                }
                place.clone()
            }
            ("trace", [_, projection @ ..]) => {
                for argument in projection {
                    let found = self.follow(argument, place, false);
                    self.take(&found);
                }
                place.clone()
            }
            ("union" | "combine" | "intersect" | "exclude", [other]) => {
                let other = self.follow(other, focus, false);
                if matches!(name, "intersect" | "exclude") {
                    self.take(place);
                    self.take(&other);
                }
                place.clone().or(&other)
            }
            ("select", [projection]) => {
                let found = self.follow(projection, place, false);
                if !is_path(projection) {
                    self.presence(place);
                }
                found
            }
            ("repeat" | "repeatAll", [step]) => {
                let found = self.follow(step, place, false);
                let mut mixed = self.subtrees(&found.items);
                mixed.extend(self.subtrees(&found.answers));
                mixed.extend(&found.mixed);
                Place { mixed, loose: true, ..Place::default() }
            }
            ("descendants" | "children", []) => {
                let mut mixed = self.subtrees(&place.items);
                mixed.extend(self.subtrees(&place.answers));
                mixed.extend(&place.mixed);
                if place.root {
                    mixed = self.all();
                }
                Place { mixed, loose: true, ..Place::default() }
            }
            ("iif", [condition, branches @ ..]) => {
                let condition = self.follow(condition, place, false);
                self.take(&condition);
                let mut found = Place::default();
                for branch in branches {
                    found = found.or(&self.follow(branch, place, false));
                }
                found
            }
            ("defineVariable", [name, value @ ..]) => {
                let value = match value.first() {
                    Some(value) => self.follow(value, place, false),
                    None => place.clone(),
                };
                if let Kind::Literal(Literal::String(name)) = &name.kind {
                    let known = self.defined.remove(name).unwrap_or_default();
                    self.defined.insert(name.clone(), known.or(&value));
                } else {
                    self.take(&value);
                }
                place.clone()
            }
            ("today" | "now" | "timeOfDay", []) => {
                self.reads.clock = true;
                Place::default()
            }
            _ => {
                if has_base || arguments.is_empty() {
                    self.take(place);
                }
                let both = place.clone().or(focus);
                for argument in arguments {
                    let found = self.follow(argument, &both, false);
                    self.take(&found);
                }
                Place::default()
            }
        }
    }

    /// What is left of a place where a criterion names linkIds.
    fn narrow(&self, place: &Place, criterion: &Node) -> Place {
        if !names_link_id(criterion) {
            return place.clone();
        }
        let form = self.form();
        let admitted = |ix: &u32| admits(criterion, &form.item(ItemIx(*ix)).link_id) != Some(false);
        // Only items have a linkId: answers and the response itself fall away.
        let items: BTreeSet<u32> =
            place.items.iter().chain(&place.mixed).copied().filter(|ix| admitted(ix)).collect();
        Place { items, loose: false, ..Place::default() }
    }
}
