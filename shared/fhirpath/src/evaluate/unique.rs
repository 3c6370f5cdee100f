//! A collection without repeats, by `=`.

use std::{
    collections::HashMap,
    hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hash, Hasher},
};

use serde_json::Value as Json;

use super::Machine;
use crate::{ErrorKind, Value, compare, items::Items};

/// Below this many, comparing with each is quicker than hashing.
const FEW: usize = 6;

/// A set in order. Items are compared only with those of the same mark; equal items have equal marks.
#[derive(Default)]
pub(super) struct Unique<'a> {
    items: Vec<Value<'a>>,
    marks: HashMap<u64, Vec<u32>, BuildHasherDefault<DefaultHasher>>,
    marked: usize,
}

impl<'a> Unique<'a> {
    /// Adds the value unless one equal to it is there; says whether it was added.
    pub(super) fn add(&mut self, value: Value<'a>, machine: &mut Machine<'_, 'a>) -> Result<bool, ErrorKind> {
        if self.position(&value, machine)?.is_some() {
            return Ok(false);
        }
        self.items.push(value);
        Ok(true)
    }

    /// Whether an equal one is there.
    pub(super) fn has(
        &mut self,
        value: &Value<'a>,
        machine: &mut Machine<'_, 'a>,
    ) -> Result<bool, ErrorKind> {
        Ok(self.position(value, machine)?.is_some())
    }

    fn position(
        &mut self,
        value: &Value<'a>,
        machine: &mut Machine<'_, 'a>,
    ) -> Result<Option<usize>, ErrorKind> {
        machine.spend(1)?;
        if self.items.len() < FEW {
            return Ok(self.items.iter().position(|known| same(known, value)));
        }
        while let Some(known) = self.items.get(self.marked) {
            let at = u32::try_from(self.marked).map_err(|_| ErrorKind::TooMuch)?;
            self.marks.entry(mark(known)).or_default().push(at);
            self.marked += 1;
        }
        let Some(candidates) = self.marks.get(&mark(value)) else { return Ok(None) };
        machine.spend(candidates.len() as u64)?;
        let found = candidates
            .iter()
            .find(|at| self.items.get(**at as usize).is_some_and(|known| same(known, value)));
        Ok(found.map(|at| *at as usize))
    }

    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    pub(super) fn into_items(self) -> Items<'a> {
        self.items.into()
    }
}

fn same(a: &Value<'_>, b: &Value<'_>) -> bool {
    compare::equal(a, b) == Some(true)
}

/// Equal for equal values: of a text its letters, of a number its value, of an element a look at what is directly
/// in it, of all else its kind.
fn mark(value: &Value<'_>) -> u64 {
    let mut hasher = BuildHasherDefault::<DefaultHasher>::default().build_hasher();
    match value {
        Value::Node(node) => match node.json {
            Some(Json::Object(_)) if node.kind.is_quantity() => 6u8.hash(&mut hasher),
            Some(json @ Json::Object(_)) => surface(json, 0, &mut hasher),
            _ => match node.system() {
                Some(system) => mark_system(&system, &mut hasher),
                None => 0u8.hash(&mut hasher),
            },
        },
        other => mark_system(other, &mut hasher),
    }
    hasher.finish()
}

fn mark_system(value: &Value<'_>, hasher: &mut impl Hasher) {
    match value {
        Value::Boolean(value) => (1u8, value).hash(hasher),
        Value::String(text) => (2u8, text.as_ref()).hash(hasher),
        // Dates of two forms may be equal; so may a number and a quantity.
        Value::Date(_) | Value::DateTime(_) => 4u8.hash(hasher),
        Value::Time(_) => 5u8.hash(hasher),
        Value::Quantity(_) | Value::Integer(_) | Value::Decimal(_) => 6u8.hash(hasher),
        Value::Type(name) => (7u8, name.name).hash(hasher),
        Value::Node(_) => 0u8.hash(hasher),
    }
}

/// Two levels of an element: names, texts, lengths. Numbers are left out, for they are equal by value.
fn surface(json: &Json, depth: u8, hasher: &mut impl Hasher) {
    match json {
        Json::Object(object) => {
            object.len().hash(hasher);
            // The order of the members does not count: their marks are added up.
            let mut sum = 0u64;
            for (key, value) in object {
                let mut own = BuildHasherDefault::<DefaultHasher>::default().build_hasher();
                key.hash(&mut own);
                if depth < 2 {
                    surface(value, depth + 1, &mut own);
                }
                sum = sum.wrapping_add(own.finish());
            }
            sum.hash(hasher);
        }
        Json::Array(items) => {
            items.len().hash(hasher);
            if let Some(first) = items.first().filter(|_| depth < 2) {
                surface(first, depth + 1, hasher);
            }
        }
        Json::String(text) => text.hash(hasher),
        Json::Bool(value) => value.hash(hasher),
        Json::Number(_) | Json::Null => 3u8.hash(hasher),
    }
}
