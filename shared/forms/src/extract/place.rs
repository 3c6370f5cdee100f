//! Places in a resource that is being made: paths with slices, and writing without overwriting.

use std::collections::HashMap;

use kangban_fhirpath::model::TypeId;
use serde_json::{Map, Value, json};

use super::{
    ExtractProblemKind,
    convert::convert,
    definition::{Target, only},
    json::{text, upper},
    profile,
    r4::{self, Element, Holds},
    world::Found,
};

/// One step of a definition's path: `identifier:NHI`, `value[x]:valueQuantity`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Segment {
    pub(crate) name: String,
    pub(crate) slice: Option<String>,
}

impl Segment {
    /// Its name in JSON and what it holds; of a choice, the slice may say the type.
    fn element(&self, owner: TypeId) -> Option<Element> {
        let typed = self.slice.as_deref().filter(|_| self.name.ends_with("[x]"));
        typed.and_then(|typed| r4::find(owner, typed)).or_else(|| r4::find(owner, &self.name))
    }

    /// The slice, unless it only says the type of a choice.
    fn slice(&self) -> Option<&str> {
        self.slice.as_deref().filter(|_| !self.name.ends_with("[x]"))
    }

    fn label(&self) -> String {
        match &self.slice {
            Some(slice) => format!("{}:{slice}", self.name),
            None => self.name.clone(),
        }
    }
}

/// A path as it is written in definitions.
pub(crate) fn segments(path: &str) -> Vec<Segment> {
    path.split('.')
        .map(|step| match step.split_once(':') {
            Some((name, slice)) => Segment { name: name.to_owned(), slice: Some(slice.to_owned()) },
            None => Segment { name: step.to_owned(), slice: None },
        })
        .collect()
}

/// A path as a person reads it.
pub(crate) fn spelt(way: &[Segment]) -> String {
    way.iter().map(Segment::label).collect::<Vec<_>>().join(".")
}

/// One step into JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    Key(String),
    At(usize),
}

/// Where items write: an element of the resource.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    /// The element's path in the definition.
    pub(crate) at: Vec<Segment>,
    pub(crate) pointer: Vec<Step>,
    pub(crate) kind: TypeId,
    /// The entry of each list that is being written to, by its place.
    open: HashMap<String, usize>,
}

impl Frame {
    pub(crate) fn new(at: Vec<Segment>, pointer: Vec<Step>, kind: TypeId) -> Self {
        Self { at, pointer, kind, open: HashMap::new() }
    }

    /// Whether a path leads on from here.
    pub(crate) fn holds(&self, way: &[Segment]) -> bool {
        way.len() > self.at.len() && way.starts_with(&self.at)
            // The resource itself is its own place.
            || (self.at.len() == 1 && way == self.at.as_slice())
    }
}

/// Whether a path ends in a list.
pub(crate) fn is_list(owner: TypeId, way: &[Segment]) -> bool {
    let Some((last, before)) = way.split_last() else { return false };
    let owner = before.iter().try_fold(owner, |owner, step| only(&step.element(owner)?.holds));
    owner.and_then(|owner| last.element(owner)).is_some_and(|element| element.many)
}

/// Values for one element.
#[derive(Debug, Clone)]
pub(crate) struct Write {
    way: Vec<Segment>,
    /// The element's name in JSON.
    name: String,
    /// The name without type, when the value decides the type.
    open: Option<String>,
    many: bool,
    values: Vec<Value>,
}

impl Write {
    /// Finds the element's type and makes the values fit it.
    ///
    /// # Errors
    /// `None` when the path leads nowhere, else why the values do not fit.
    pub(crate) fn new(
        owner: TypeId,
        way: Vec<Segment>,
        found: &[Found],
        unit: Option<&Value>,
    ) -> Result<Self, Option<ExtractProblemKind>> {
        let (last, before) = way.split_last().ok_or(None)?;
        let owner = before.iter().try_fold(owner, |owner, step| only(&step.element(owner)?.holds));
        let owner = owner.ok_or(None)?;
        let element = last.element(owner).ok_or(None)?;
        let (name, values) = fit(&element, found, unit)?;
        let open = matches!(element.holds, Holds::AnyOf(_)).then(|| element.name.clone());
        Ok(Self { name, open, many: element.many, values, way })
    }
}

/// Values as an element needs them, with the name that the element then has.
pub(crate) fn fit(
    element: &Element,
    found: &[Found],
    unit: Option<&Value>,
) -> Result<(String, Vec<Value>), ExtractProblemKind> {
    let cannot =
        |one: &Found| ExtractProblemKind::Value { element: element.name.clone(), found: one.kind.clone() };
    let kind = match &element.holds {
        Holds::One(kind) => *kind,
        Holds::AnyOf(kinds) => match found.first() {
            Some(first) => best(kinds, first).ok_or_else(|| cannot(first))?,
            None => return Ok((element.name.clone(), Vec::new())),
        },
    };
    let name = match &element.holds {
        Holds::One(_) => element.name.clone(),
        Holds::AnyOf(_) => format!("{}{}", element.name, upper(kind.name())),
    };
    let mut values = Vec::new();
    for one in found {
        let mut value = convert(&one.json, &one.kind, kind.name()).ok_or_else(|| cannot(one))?;
        let unit = unit.filter(|_| kind.is_a(TypeId::QUANTITY) && one.kind != "Quantity");
        if let (Some(unit), Some(object)) = (unit, value.as_object_mut()) {
            with_unit(object, unit);
        }
        values.push(value);
    }
    Ok((name, values))
}

fn with_unit(quantity: &mut Map<String, Value>, unit: &Value) {
    let said = [("unit", text(unit, "display").or(text(unit, "code"))), ("system", text(unit, "system"))];
    for (name, said) in said.into_iter().chain([("code", text(unit, "code"))]) {
        if let Some(said) = said {
            quantity.insert(name.to_owned(), Value::from(said));
        }
    }
}

/// Which of several types keeps most of a value.
fn best(kinds: &[TypeId], found: &Found) -> Option<TypeId> {
    let rank = |kind: &&TypeId| {
        let name = kind.name();
        let number = matches!(found.kind.as_str(), "decimal" | "integer");
        match (found.kind.as_str(), name) {
            (same, other) if same == other => 0,
            ("Coding" | "code", "CodeableConcept") => 1,
            ("Coding" | "code", "Coding" | "code") => 2,
            (_, "decimal" | "Quantity") if number => 1,
            _ if kind.is_primitive() => 3,
            _ => 4,
        }
    };
    let fits = |kind: &&TypeId| convert(&found.json, &found.kind, kind.name()).is_some();
    kinds.iter().filter(fits).min_by_key(rank).copied()
}

impl Target {
    /// Writes what one item says. Its values go into the same entries of lists; where one would overwrite what
    /// another item said, a new entry is begun.
    pub(super) fn apply(
        &mut self,
        frame: usize,
        writes: &[Write],
        profile: Option<&Value>,
        problems: &mut Vec<ExtractProblemKind>,
    ) {
        let mut mine = HashMap::new();
        for write in writes {
            let Some((last, before)) = write.way.split_last() else { continue };
            let Some((pointer, _)) = self.descend(frame, before, writes, &mut mine, profile, problems) else {
                continue;
            };
            if write.many {
                for value in &write.values {
                    let way = self.full_way(frame, &write.way);
                    let slice = last.slice().map(|_| way);
                    self.append(&pointer, &write.name, value.clone(), slice, profile, problems);
                }
                continue;
            }
            let Some(value) = write.values.first() else { continue };
            let Some(parent) = object_at(&mut self.json, &pointer) else { continue };
            if write.values.len() > 1 || write.is_taken(&Value::Object(parent.clone())) {
                problems.push(ExtractProblemKind::TooMany(spelt(&write.way)));
            }
            if !write.is_taken(&Value::Object(parent.clone())) {
                parent.insert(write.name.clone(), value.clone());
            }
        }
    }

    /// Enters the element of a group: a new entry where it is a list. Whether there is such an element.
    pub(super) fn enter(
        &mut self,
        frame: usize,
        way: &[Segment],
        profile: Option<&Value>,
        problems: &mut Vec<ExtractProblemKind>,
    ) -> bool {
        let Some((last, before)) = way.split_last() else { return false };
        let Some((mut pointer, owner)) =
            self.descend(frame, before, &[], &mut HashMap::new(), profile, problems)
        else {
            return false;
        };
        let inner = last.element(owner).and_then(|element| Some((only(&element.holds)?, element)));
        let Some((kind, element)) = inner.filter(|(kind, _)| !kind.is_primitive()) else {
            problems.push(ExtractProblemKind::Definition(spelt(&self.full_way(frame, way))));
            return false;
        };
        let full = self.full_way(frame, way);
        pointer.push(Step::Key(element.name.clone()));
        if element.many {
            let slice = last.slice().map(|_| full.clone());
            pointer.pop();
            let Some(at) = self.append(&pointer, &element.name, json!({}), slice, profile, problems) else {
                return false;
            };
            pointer.extend([Step::Key(element.name.clone()), Step::At(at)]);
        } else if object_at(&mut self.json, &pointer).is_none() {
            return false;
        }
        self.frames.push(Frame::new(full, pointer, kind));
        true
    }

    /// Enters the element that was written last at a path.
    pub(super) fn reenter(&mut self, frame: usize, way: &[Segment]) -> bool {
        let Some((last, before)) = way.split_last() else { return false };
        let way_in = self.descend(frame, before, &[], &mut HashMap::new(), None, &mut Vec::new());
        let Some((mut pointer, owner)) = way_in else { return false };
        let Some(element) = last.element(owner) else { return false };
        let Some(kind) = only(&element.holds).filter(|kind| !kind.is_primitive()) else { return false };
        pointer.push(Step::Key(element.name));
        match get_mut(&mut self.json, &pointer) {
            Some(Value::Array(all)) if !all.is_empty() => {
                let at = all.len() - 1;
                pointer.push(Step::At(at));
            }
            Some(Value::Object(_)) => {}
            _ => return false,
        }
        let full = self.full_way(frame, way);
        self.frames.push(Frame::new(full, pointer, kind));
        true
    }

    /// Begins new entries from here on, for a group that repeats.
    pub(super) fn refresh(&mut self) {
        if let Some(frame) = self.frames.last() {
            self.frames.push(Frame::new(frame.at.clone(), frame.pointer.clone(), frame.kind));
        }
    }

    fn full_way(&self, frame: usize, way: &[Segment]) -> Vec<Segment> {
        let before = self.frames.get(frame).map_or(&[][..], |frame| frame.at.as_slice());
        [before, way].concat()
    }

    /// Goes to an element, making what is missing on the way.
    fn descend(
        &mut self,
        frame: usize,
        way: &[Segment],
        writes: &[Write],
        mine: &mut HashMap<String, usize>,
        profile: Option<&Value>,
        problems: &mut Vec<ExtractProblemKind>,
    ) -> Option<(Vec<Step>, TypeId)> {
        let from = self.frames.get(frame)?;
        let (mut pointer, mut kind) = (from.pointer.clone(), from.kind);
        let mut key = String::new();
        for (depth, step) in way.iter().enumerate() {
            let element = step.element(kind)?;
            let next = only(&element.holds)?;
            key = format!("{key}.{}", step.label());
            if element.many {
                let usable = mine.get(&key).copied().or_else(|| {
                    let at = self.frames.get(frame)?.open.get(&key).copied()?;
                    let list = [pointer.as_slice(), &[Step::Key(element.name.clone())]].concat();
                    let entry = get_mut(&mut self.json, &list)?.get(at)?;
                    let same = |write: &&Write| write.way.get(..=depth) == way.get(..=depth);
                    let clash = writes.iter().filter(same).any(|write| write.clashes(entry, next, depth + 1));
                    (!clash).then_some(at)
                });
                let at = if let Some(at) = usable {
                    at
                } else {
                    let full = self.full_way(frame, way.get(..=depth)?);
                    let slice = step.slice().map(|_| full);
                    self.append(&pointer, &element.name, json!({}), slice, profile, problems)?
                };
                mine.insert(key.clone(), at);
                self.frames.get_mut(frame)?.open.insert(key.clone(), at);
                key = format!("{key}[{at}]");
                pointer.extend([Step::Key(element.name), Step::At(at)]);
            } else {
                pointer.push(Step::Key(element.name));
                object_at(&mut self.json, &pointer)?;
            }
            kind = next;
        }
        Some((pointer, kind))
    }

    /// Adds an entry to a list. A slice is noted, to be completed from the profile; an extension whose URL is not
    /// known is not begun.
    fn append(
        &mut self,
        pointer: &[Step],
        name: &str,
        value: Value,
        slice: Option<Vec<Segment>>,
        profile: Option<&Value>,
        problems: &mut Vec<ExtractProblemKind>,
    ) -> Option<usize> {
        if let Some(way) = &slice {
            let known = profile.is_some_and(|profile| profile::has(profile, way));
            if !known {
                problems.push(ExtractProblemKind::Slice(spelt(way)));
                if name.ends_with("xtension") {
                    return None;
                }
            }
        }
        let parent = object_at(&mut self.json, pointer)?;
        let all = parent.entry(name.to_owned()).or_insert_with(|| json!([])).as_array_mut()?;
        let at = all.len();
        all.push(value);
        if let Some(way) = slice {
            let own = [Step::Key(name.to_owned()), Step::At(at)];
            self.slices.push(([pointer, &own].concat(), way));
        }
        Some(at)
    }
}

impl Write {
    /// Whether its element has another value already.
    fn is_taken(&self, parent: &Value) -> bool {
        let Some(parent) = parent.as_object() else { return false };
        if let Some(known) = parent.get(&self.name) {
            return Some(known) != self.values.first();
        }
        let Some(open) = &self.open else { return false };
        parent.keys().any(|known| {
            known
                .strip_prefix(open.as_str())
                .is_some_and(|kind| kind.starts_with(|c: char| c.is_ascii_uppercase()))
        })
    }

    /// Whether writing into this entry of a list would overwrite what is there.
    fn clashes(&self, entry: &Value, owner: TypeId, depth: usize) -> bool {
        let Some(step) = self.way.get(depth) else { return false };
        if depth + 1 == self.way.len() {
            return !self.many && self.is_taken(entry);
        }
        let Some(element) = step.element(owner) else { return false };
        let inner = match entry.get(&element.name) {
            Some(Value::Array(all)) => all.last(),
            other => other,
        };
        match (inner, only(&element.holds)) {
            (Some(inner), Some(kind)) => self.clashes(inner, kind, depth + 1),
            _ => false,
        }
    }
}

/// The JSON at a place.
fn get_mut<'j>(json: &'j mut Value, pointer: &[Step]) -> Option<&'j mut Value> {
    pointer.iter().try_fold(json, |json, step| match step {
        Step::Key(name) => json.get_mut(name.as_str()),
        Step::At(at) => json.get_mut(*at),
    })
}

/// The object at a place; made when nothing is there.
pub(crate) fn object_at<'j>(json: &'j mut Value, pointer: &[Step]) -> Option<&'j mut Map<String, Value>> {
    let found = pointer.iter().try_fold(json, |json, step| match step {
        Step::Key(name) => Some(json.as_object_mut()?.entry(name.clone()).or_insert_with(|| json!({}))),
        Step::At(at) => json.get_mut(*at),
    })?;
    found.as_object_mut()
}
