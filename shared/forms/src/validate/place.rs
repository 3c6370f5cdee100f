//! The response laid over the form: each item of one with its definition in the other.

use std::{borrow::Cow, collections::HashMap};

use serde_json::Value;

use crate::items::{
    path::ItemPath,
    read::{choice, flag, list, text},
};

/// No JSON that was read is deeper; one that was made may be.
const DEPTH: usize = 200;

/// An item of the Questionnaire.
pub(crate) struct Definition<'a> {
    pub(crate) json: &'a Value,
    /// As the form's items have it: one that is missing is made from the item's number.
    pub(crate) link_id: Cow<'a, str>,
    pub(crate) kind: &'a str,
    pub(crate) parent: Option<usize>,
    pub(crate) children: Vec<usize>,
}

impl Definition<'_> {
    pub(crate) fn flag(&self, name: &str) -> bool {
        flag(self.json, name)
    }

    pub(crate) fn is_group(&self) -> bool {
        self.kind == "group"
    }
}

/// The items of a Questionnaire, flat, parents before children.
pub(crate) struct Definitions<'a> {
    pub(crate) items: Vec<Definition<'a>>,
    pub(crate) top: Vec<usize>,
    by_link_id: HashMap<Cow<'a, str>, usize>,
}

impl<'a> Definitions<'a> {
    pub(crate) fn of(questionnaire: &'a Value) -> Self {
        let mut all = Self { items: Vec::new(), top: Vec::new(), by_link_id: HashMap::new() };
        all.top = all.read(list(questionnaire, "item"), None, 0);
        all
    }

    fn read(&mut self, items: &'a [Value], parent: Option<usize>, depth: usize) -> Vec<usize> {
        if depth > DEPTH {
            return Vec::new();
        }
        let mut level = Vec::with_capacity(items.len());
        for json in items {
            let index = self.items.len();
            let link_id = match text(json, "linkId").filter(|link_id| !link_id.is_empty()) {
                Some(link_id) => Cow::Borrowed(link_id),
                None => Cow::Owned(format!("#{index}")),
            };
            let kind = text(json, "type").unwrap_or_default();
            self.items.push(Definition {
                json,
                link_id: link_id.clone(),
                kind,
                parent,
                children: Vec::new(),
            });
            self.by_link_id.entry(link_id).or_insert(index);
            let children = self.read(list(json, "item"), Some(index), depth + 1);
            if let Some(own) = self.items.get_mut(index) {
                own.children = children;
            }
            level.push(index);
        }
        level
    }

    pub(crate) fn with_link_id(&self, link_id: &str) -> Option<usize> {
        self.by_link_id.get(link_id).copied()
    }

    pub(crate) fn get(&self, index: usize) -> Option<&Definition<'a>> {
        self.items.get(index)
    }

    /// The item itself and what it lies in, from the inside out.
    pub(crate) fn line(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(index), |at| self.get(*at).and_then(|definition| definition.parent))
    }
}

/// An item of the response in its place, or the place where one is missing.
pub(crate) struct Placed<'a> {
    /// Its definition.
    pub(crate) definition: usize,
    /// The item; nothing when the response has none here.
    pub(crate) json: Option<&'a Value>,
    /// `FHIRPath` of the item; of what it would lie in when it is missing.
    pub(crate) expression: String,
    /// The instance in the words of the engine.
    pub(crate) path: ItemPath,
    /// The placed item that this one lies in.
    pub(crate) parent: Option<usize>,
    /// Which of the parent's answers it lies under; 0 in a group.
    pub(crate) answer: usize,
    /// The how-manieth instance of its group it is.
    pub(crate) instance: usize,
    /// Whether it, or another instance of the same required group in the same place, holds an answer.
    pub(crate) filled: bool,
    /// Whether no other item of this linkId comes before it in the same place.
    pub(crate) first: bool,
    /// How many items of this linkId there are in the same place.
    pub(crate) count: usize,
}

impl<'a> Placed<'a> {
    pub(crate) fn answers(&self) -> &'a [Value] {
        self.json.map(|json| list(json, "answer")).unwrap_or_default()
    }
}

/// Something that has no place in the form, or not this one.
pub(crate) struct Stray<'a> {
    pub(crate) json: &'a Value,
    pub(crate) expression: String,
    pub(crate) parent: Option<usize>,
    /// It has a definition here, but stands behind a later one.
    pub(crate) out_of_order: bool,
}

/// The response laid over the form.
pub(crate) struct Layout<'a> {
    pub(crate) placed: Vec<Placed<'a>>,
    pub(crate) strays: Vec<Stray<'a>>,
}

/// Where a level of items stands.
struct Level<'a> {
    items: &'a [Value],
    /// Of what the items lie in.
    expression: String,
    path: ItemPath,
    parent: Option<usize>,
    answer: usize,
}

impl<'a> Layout<'a> {
    pub(crate) fn of(definitions: &Definitions<'_>, response: &'a Value) -> Self {
        let mut layout = Self { placed: Vec::new(), strays: Vec::new() };
        let level = Level {
            items: list(response, "item"),
            expression: "QuestionnaireResponse".to_owned(),
            path: ItemPath::root(),
            parent: None,
            answer: 0,
        };
        layout.lay(definitions, &definitions.top, &level, 0);
        layout
    }

    fn lay(&mut self, definitions: &Definitions<'_>, expected: &[usize], level: &Level<'a>, depth: usize) {
        if depth > DEPTH {
            return;
        }
        let order: HashMap<&str, usize> = expected
            .iter()
            .enumerate()
            .rev()
            .filter_map(|(at, index)| Some((definitions.get(*index)?.link_id.as_ref(), at)))
            .collect();
        let mut instances: Vec<Vec<usize>> = vec![Vec::new(); expected.len()];
        let mut before = 0;
        for (at, item) in level.items.iter().enumerate() {
            let place = order.get(text(item, "linkId").unwrap_or_default()).copied();
            if let Some(slot) = place.and_then(|place| instances.get_mut(place)) {
                slot.push(at);
            }
            // One item in the wrong place is said once, not of all that follow it.
            let in_order = place.is_some_and(|place| place >= before);
            before = place.unwrap_or(before);
            if in_order {
                continue;
            }
            self.strays.push(Stray {
                json: item,
                expression: format!("{}.item[{at}]", level.expression),
                parent: level.parent,
                out_of_order: place.is_some(),
            });
        }
        for (slot, index) in instances.iter().zip(expected) {
            let Some(definition) = definitions.get(*index) else { continue };
            let found: Vec<Option<usize>> =
                if slot.is_empty() { vec![None] } else { slot.iter().copied().map(Some).collect() };
            let filled = definition.is_group()
                && definition.flag("required")
                && slot.iter().filter_map(|at| level.items.get(*at)).any(|item| has_answer(item, 0));
            for (instance, at) in found.into_iter().enumerate() {
                let json = at.and_then(|at| level.items.get(at));
                let expression = match at {
                    Some(at) => format!("{}.item[{at}]", level.expression),
                    None => level.expression.clone(),
                };
                let path = level
                    .path
                    .child(definition.link_id.as_ref(), if definition.is_group() { instance } else { 0 });
                let own = self.placed.len();
                self.placed.push(Placed {
                    definition: *index,
                    json,
                    expression: expression.clone(),
                    path: path.clone(),
                    parent: level.parent,
                    answer: level.answer,
                    instance,
                    filled,
                    first: instance == 0,
                    count: slot.len(),
                });
                self.lay_below(definitions, definition, json, &expression, &path, own, depth);
            }
        }
    }

    #[allow(clippy::too_many_arguments, reason = "one call, and a struct for it would say less")]
    fn lay_below(
        &mut self,
        definitions: &Definitions<'_>,
        definition: &Definition<'_>,
        json: Option<&'a Value>,
        expression: &str,
        path: &ItemPath,
        own: usize,
        depth: usize,
    ) {
        if definition.is_group() {
            // A group that is not there, and may be there once only, still asks for what it holds.
            if json.is_some() || !definition.flag("repeats") {
                let items = json.map(|json| list(json, "item")).unwrap_or_default();
                let level = Level {
                    items,
                    expression: expression.to_owned(),
                    path: path.clone(),
                    parent: Some(own),
                    answer: 0,
                };
                self.lay(definitions, &definition.children, &level, depth + 1);
            }
            return;
        }
        for (at, answer) in json.map(|json| list(json, "answer")).unwrap_or_default().iter().enumerate() {
            if definition.children.is_empty() && answer.get("item").is_none() {
                continue;
            }
            let level = Level {
                items: list(answer, "item"),
                expression: format!("{expression}.answer[{at}]"),
                path: path.clone().at(at),
                parent: Some(own),
                answer: at,
            };
            self.lay(definitions, &definition.children, &level, depth + 1);
        }
    }

    pub(crate) fn get(&self, at: usize) -> Option<&Placed<'a>> {
        self.placed.get(at)
    }

    /// The placed item itself and what it lies in, from the inside out.
    pub(crate) fn line(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(at), |at| self.get(*at).and_then(|placed| placed.parent))
    }
}

/// Whether an item of a response holds an answer with a value, itself or further down.
pub(crate) fn has_answer(item: &Value, depth: usize) -> bool {
    depth < DEPTH
        && (list(item, "answer").iter().any(|answer| {
            choice(answer, "value").is_some()
                || list(answer, "item").iter().any(|item| has_answer(item, depth + 1))
        }) || list(item, "item").iter().any(|item| has_answer(item, depth + 1)))
}
