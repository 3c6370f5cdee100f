//! The instances of one filling: what is asked, how often, and what was answered, enabled or not.

use kangban_fhirpath::{Owned, Value as PathValue};
use serde_json::Value;

use super::{Origin, Raw};
use crate::{Form, Item, ItemIx, ItemKind, ItemPath, items::path::Step};

/// How many instances one filling may have.
const MOST: usize = 50_000;

/// The number of an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct InstanceIx(u32);

impl InstanceIx {
    fn index(self) -> usize {
        self.0 as usize
    }
}

/// The instances of one item in one place: one, or those of a repeating group.
#[derive(Debug, Clone)]
pub(crate) struct Slot {
    pub(crate) item: ItemIx,
    pub(crate) list: Vec<InstanceIx>,
}

/// A value that is held for expressions.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum Held {
    #[default]
    Nothing,
    Values(Vec<Owned>),
    Json(Box<Value>),
}

impl Held {
    pub(crate) fn values(&self) -> Vec<PathValue<'_>> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Values(values) => values.iter().map(Owned::value).collect(),
            Self::Json(json) => vec![PathValue::of(json)],
        }
    }

    /// Nothing, whichever way it is written.
    pub(crate) fn of(values: Vec<Owned>) -> Self {
        if values.is_empty() { Self::Nothing } else { Self::Values(values) }
    }
}

/// One instance of an item.
#[derive(Debug, Clone)]
#[allow(clippy::struct_excessive_bools)] // Each is a fact of its own.
pub(crate) struct Instance {
    pub(crate) item: ItemIx,
    /// The instance it is in, and which of its answers (0 of a group).
    pub(crate) parent: Option<(InstanceIx, usize)>,
    /// What is within: one set of a group, one set for each answer of a question (at least one).
    pub(crate) sets: Vec<Vec<Slot>>,
    /// Its answers, kept while it is disabled.
    pub(crate) answers: Vec<Value>,
    pub(crate) origin: Origin,
    pub(crate) enabled: bool,
    /// It is in the live response.
    pub(crate) present: bool,
    /// It was in the live response when its readers were last told.
    pub(crate) counted: bool,
    /// The live response is behind.
    pub(crate) stale: bool,
    pub(crate) variables: Vec<Held>,
    pub(crate) population: Held,
    pub(crate) raw: Option<Box<Raw>>,
}

impl Instance {
    fn new(item: ItemIx, parent: Option<(InstanceIx, usize)>, variables: usize) -> Self {
        Self {
            item,
            parent,
            sets: Vec::new(),
            answers: Vec::new(),
            origin: Origin::default(),
            enabled: false,
            present: false,
            stale: true,
            variables: vec![Held::Nothing; variables],
            population: Held::Nothing,
            counted: false,
            raw: None,
        }
    }

    /// The answers that count.
    pub(crate) fn effective(&self) -> &[Value] {
        if self.enabled { &self.answers } else { &[] }
    }

    /// Somebody answered what would be calculated.
    pub(crate) fn is_overridden(&self) -> bool {
        !self.answers.is_empty() && matches!(self.origin, Origin::Patient | Origin::AsLast)
    }
}

/// All instances.
#[derive(Debug, Clone)]
pub(crate) struct State {
    instances: Vec<Instance>,
    free: Vec<InstanceIx>,
    pub(crate) root: Vec<Slot>,
    by_item: Vec<Vec<InstanceIx>>,
    nobody: Instance,
}

impl State {
    /// One instance of everything; of repeating groups as many as there must be.
    pub(crate) fn new(form: &Form) -> Self {
        let mut state = Self {
            instances: Vec::with_capacity(form.items().len()),
            free: Vec::new(),
            root: Vec::new(),
            by_item: vec![Vec::new(); form.items().len()],
            nobody: Instance::new(ItemIx(u32::MAX), None, 0),
        };
        state.root = state.set(form, form.root(), None);
        state
    }

    fn set(&mut self, form: &Form, items: &[ItemIx], parent: Option<(InstanceIx, usize)>) -> Vec<Slot> {
        items
            .iter()
            .map(|ix| {
                let item = form.item(*ix);
                let least = if item.is_repeating_group() { item.min_occurs.unwrap_or(1).max(1) } else { 1 };
                let mut list = Vec::new();
                for n in 0..least {
                    if n > 0 && self.instances.len() > MOST {
                        break;
                    }
                    list.push(self.grow(form, *ix, parent));
                }
                Slot { item: *ix, list }
            })
            .collect()
    }

    /// Makes an instance with all that is within.
    fn grow(&mut self, form: &Form, ix: ItemIx, parent: Option<(InstanceIx, usize)>) -> InstanceIx {
        let item = form.item(ix);
        let instance = Instance::new(ix, parent, item.expressions.variables.len());
        let id = if let Some(id) = self.free.pop() {
            if let Some(slot) = self.instances.get_mut(id.index()) {
                *slot = instance;
            }
            id
        } else {
            self.instances.push(instance);
            InstanceIx(u32::try_from(self.instances.len() - 1).unwrap_or(u32::MAX))
        };
        if let Some(list) = self.by_item.get_mut(ix.index()) {
            list.push(id);
        }
        if !item.children.is_empty() {
            let set = self.set(form, &item.children, Some((id, 0)));
            if let Some(instance) = self.get_mut(id) {
                instance.sets = vec![set];
            }
        }
        id
    }

    pub(crate) fn get(&self, id: InstanceIx) -> &Instance {
        self.instances.get(id.index()).unwrap_or(&self.nobody)
    }

    pub(crate) fn get_mut(&mut self, id: InstanceIx) -> Option<&mut Instance> {
        self.instances.get_mut(id.index())
    }

    /// Every instance of an item.
    pub(crate) fn of_item(&self, ix: ItemIx) -> &[InstanceIx] {
        self.by_item.get(ix.index()).map_or(&[], Vec::as_slice)
    }

    /// The slots at the root, or in one of an instance's sets.
    pub(crate) fn slots(&self, parent: Option<(InstanceIx, usize)>) -> &[Slot] {
        match parent {
            None => &self.root,
            Some((id, answer)) => self.get(id).sets.get(answer).map_or(&[], Vec::as_slice),
        }
    }

    fn slots_mut(&mut self, parent: Option<(InstanceIx, usize)>) -> Option<&mut Vec<Slot>> {
        match parent {
            None => Some(&mut self.root),
            Some((id, answer)) => self.get_mut(id)?.sets.get_mut(answer),
        }
    }

    pub(crate) fn slot(&self, parent: Option<(InstanceIx, usize)>, item: ItemIx) -> Option<&Slot> {
        self.slots(parent).iter().find(|slot| slot.item == item)
    }

    /// Which instance of its slot it is.
    pub(crate) fn position(&self, id: InstanceIx) -> usize {
        let instance = self.get(id);
        self.slot(instance.parent, instance.item)
            .and_then(|slot| slot.list.iter().position(|one| *one == id))
            .unwrap_or(0)
    }

    /// One instance more, at the end; `None` when there are too many in all.
    pub(crate) fn add(
        &mut self,
        form: &Form,
        parent: Option<(InstanceIx, usize)>,
        item: ItemIx,
    ) -> Option<InstanceIx> {
        if self.instances.len().saturating_sub(self.free.len()) + form.subtree(item).len() > MOST {
            return None;
        }
        let id = self.grow(form, item, parent);
        let slot = self.slots_mut(parent)?.iter_mut().find(|slot| slot.item == item)?;
        slot.list.push(id);
        Some(id)
    }

    /// Takes an instance out, with all that is within.
    pub(crate) fn remove(&mut self, id: InstanceIx) {
        let (parent, item) = (self.get(id).parent, self.get(id).item);
        if let Some(slot) =
            self.slots_mut(parent).and_then(|slots| slots.iter_mut().find(|slot| slot.item == item))
        {
            slot.list.retain(|one| *one != id);
        }
        self.release(id);
    }

    fn release(&mut self, id: InstanceIx) {
        let Some(instance) = self.get_mut(id) else { return };
        let sets = std::mem::take(&mut instance.sets);
        let item = instance.item;
        *instance = Instance::new(item, None, 0);
        if let Some(list) = self.by_item.get_mut(item.index()) {
            list.retain(|one| *one != id);
        }
        self.free.push(id);
        for inner in sets.into_iter().flatten().flat_map(|slot| slot.list) {
            self.release(inner);
        }
    }

    /// Gives a question other answers. What is within stays with the answer it was given for; the first set stays
    /// when no answer is the same, so that changing the answer and changing it back loses nothing.
    pub(crate) fn put(&mut self, form: &Form, id: InstanceIx, answers: Vec<Value>) -> bool {
        let Some(instance) = self.get_mut(id) else { return false };
        let before = std::mem::replace(&mut instance.answers, answers);
        instance.stale = true;
        if instance.sets.is_empty() {
            return false;
        }
        let item = instance.item;
        let after = instance.answers.clone();
        let mut old: Vec<Option<Vec<Slot>>> =
            std::mem::take(&mut instance.sets).into_iter().map(Some).collect();
        let mut sets: Vec<Option<Vec<Slot>>> = after
            .iter()
            .map(|answer| {
                let same =
                    before.iter().zip(old.iter_mut()).find(|(was, set)| *was == answer && set.is_some());
                same.and_then(|(_, set)| set.take())
            })
            .collect();
        if sets.is_empty() {
            sets.push(None);
        }
        // Sets that nobody claimed go to answers that have none, in their order.
        let mut unclaimed = old.into_iter().flatten();
        for set in &mut sets {
            if set.is_none() {
                *set = unclaimed.next();
            }
        }
        let left: Vec<Vec<Slot>> = unclaimed.collect();
        let mut grown = false;
        let mut kept: Vec<Vec<Slot>> = Vec::with_capacity(sets.len());
        for (answer, set) in sets.into_iter().enumerate() {
            let set = if let Some(set) = set {
                set
            } else {
                grown = true;
                self.set(form, &form.item(item).children, Some((id, answer)))
            };
            for inner in set.iter().flat_map(|slot| &slot.list) {
                if let Some(inner) = self.instances.get_mut(inner.index()) {
                    inner.parent = Some((id, answer));
                }
            }
            kept.push(set);
        }
        if let Some(instance) = self.get_mut(id) {
            instance.sets = kept;
        }
        for inner in left.into_iter().flatten().flat_map(|slot| slot.list) {
            self.release(inner);
        }
        grown
    }

    /// The instance that a path names.
    pub(crate) fn resolve(&self, form: &Form, path: &ItemPath) -> Option<InstanceIx> {
        let mut at: Option<(InstanceIx, usize)> = None;
        let mut found = None;
        for step in path.steps() {
            let within = at.map(|(id, _)| self.get(id).item);
            let item = form.item(form.child(within, &step.link_id)?);
            let slot = self.slot(at, item.ix)?;
            let (nth, answer) = match item.kind {
                ItemKind::Group => (step.index, 0),
                _ => (0, step.index),
            };
            let id = *slot.list.get(nth)?;
            found = Some(id);
            at = Some((id, answer));
        }
        found
    }

    /// Where an instance is.
    pub(crate) fn path(&self, form: &Form, id: InstanceIx) -> ItemPath {
        let mut steps = Vec::new();
        let mut at = Some((id, 0));
        while let Some((id, answer)) = at {
            let instance = self.get(id);
            let item = form.item(instance.item);
            let index = match item.kind {
                ItemKind::Group if item.repeats => self.position(id),
                ItemKind::Group => 0,
                _ => answer,
            };
            steps.push(Step { link_id: item.link_id.clone(), index });
            at = instance.parent;
        }
        steps.reverse();
        ItemPath::from_steps(steps)
    }

    /// The instance of an item that this one is in, or is.
    pub(crate) fn ancestor(&self, id: InstanceIx, item: ItemIx) -> Option<InstanceIx> {
        let mut at = Some(id);
        while let Some(id) = at {
            let instance = self.get(id);
            if instance.item == item {
                return Some(id);
            }
            at = instance.parent.map(|(parent, _)| parent);
        }
        None
    }

    /// Every instance, in the order of the document.
    pub(crate) fn all(&self) -> Vec<InstanceIx> {
        let mut all = Vec::with_capacity(self.instances.len());
        self.visit_all(&mut |id| all.push(id));
        all
    }

    /// Visits an instance and all that is within, in the order of the document.
    pub(crate) fn visit(&self, id: InstanceIx, visit: &mut dyn FnMut(InstanceIx)) {
        visit(id);
        for inner in self.get(id).sets.iter().flatten().flat_map(|slot| &slot.list) {
            self.visit(*inner, visit);
        }
    }

    /// Every instance, in the order of the document.
    pub(crate) fn visit_all(&self, visit: &mut dyn FnMut(InstanceIx)) {
        for id in self.root.iter().flat_map(|slot| &slot.list) {
            self.visit(*id, visit);
        }
    }
}

/// Whether an item is asked or shown only when its parent's answer is there.
pub(crate) fn needs_answer(item: &Item) -> bool {
    item.kind != ItemKind::Display
}
