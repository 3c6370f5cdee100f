//! What screens and readers ask of a session beyond its answers.

use kangban_fhir::DateTime;
use serde_json::Value;

use crate::{
    Instance, ItemPath, Session,
    items::{Item, ItemKind, read},
};

/// What a person can see: enabled instances, none that is hidden or in a hidden group.
pub(crate) fn visible(session: &Session) -> Vec<Instance<'_>> {
    let form = session.form();
    let mut hidden = vec![false; form.items().len()];
    // Parents come before their children.
    for item in form.items() {
        let above = item.parent.and_then(|parent| hidden.get(parent.index())).copied().unwrap_or(false);
        if let Some(slot) = hidden.get_mut(item.ix.index()) {
            *slot = above || item.hidden;
        }
    }
    let is_hidden = |item: &Item| hidden.get(item.ix.index()).copied().unwrap_or(true);
    session.walk().filter(|instance| instance.enabled && !is_hidden(instance.item)).collect()
}

/// The answers that the last response gave to a question, as they may be given again.
pub(crate) fn last_answers(session: &Session, path: &ItemPath) -> Vec<Value> {
    let Some(mut element) = session.last() else { return Vec::new() };
    for (at, step) in path.steps().iter().enumerate() {
        // Within a question the items are in its answers, which the step before counted.
        let before = at.checked_sub(1).and_then(|at| path.steps().get(at));
        let inside = match read::list(element, "answer").get(before.map_or(0, |step| step.index)) {
            Some(answer) if read::list(element, "item").is_empty() => answer,
            _ => element,
        };
        let mut same = read::list(inside, "item")
            .iter()
            .filter(|item| read::text(item, "linkId") == Some(&step.link_id));
        let found = match same.next() {
            // A group that repeats is there several times, a question once.
            Some(first) if step.index > 0 && read::list(first, "answer").is_empty() => {
                same.nth(step.index - 1)
            }
            first => first,
        };
        let Some(found) = found else { return Vec::new() };
        element = found;
    }
    read::list(element, "answer").iter().filter_map(bare).collect()
}

/// When the last response was given.
pub(crate) fn last_at(session: &Session) -> Option<DateTime> {
    DateTime::parse(read::text(session.last()?, "authored")?).ok()
}

/// An answer without what is in it.
fn bare(answer: &Value) -> Option<Value> {
    let (suffix, value) = read::choice(answer, "value")?;
    let mut bare = serde_json::Map::new();
    bare.insert(format!("value{suffix}"), value.clone());
    Some(Value::Object(bare))
}

/// The units that a quantity may be given in; the first is the one that is meant when none is said.
pub(crate) fn units(session: &Session, item: &Item) -> Vec<Value> {
    if item.kind != ItemKind::Quantity {
        return item.unit.iter().cloned().collect();
    }
    let mut units: Vec<Value> = item.unit.iter().cloned().collect();
    for unit in item.unit_options.iter().chain(&contained_units(session, item)) {
        if !units.iter().any(|known| read::text(known, "code") == read::text(unit, "code")) {
            units.push(unit.clone());
        }
    }
    units
}

/// The unit that was chosen before there was a number to go with it.
pub(crate) fn preferred_unit(session: &Session, question: &ItemPath) -> Option<String> {
    session.ui().get("units")?.get(question.to_string())?.as_str().map(str::to_owned)
}

/// Remembers a unit that was chosen.
pub(crate) fn prefer_unit(session: &mut Session, question: &ItemPath, key: &str) {
    let mut ui = session.ui().clone();
    if !ui.is_object() {
        ui = Value::Object(serde_json::Map::new());
    }
    if let Some(ui) = ui.as_object_mut() {
        let units = ui.entry("units").or_insert_with(|| Value::Object(serde_json::Map::new()));
        if let Some(units) = units.as_object_mut() {
            units.insert(question.to_string(), key.into());
        }
    }
    session.set_ui(ui);
}

/// The units of a value set that the form brings with it.
fn contained_units(session: &Session, item: &Item) -> Vec<Value> {
    let Some(canonical) = &item.unit_value_set else { return Vec::new() };
    let id = canonical.strip_prefix('#');
    let contained = read::list(session.form().questionnaire(), "contained");
    let Some(set) = contained.iter().find(|set| {
        read::text(set, "resourceType") == Some("ValueSet")
            && (id.is_some() && read::text(set, "id") == id
                || read::text(set, "url").is_some_and(|url| read::same_canonical(canonical, url)))
    }) else {
        return Vec::new();
    };
    let coding = |system: Option<&str>, concept: &Value| {
        let mut unit = serde_json::Map::new();
        if let Some(system) = system {
            unit.insert("system".to_owned(), system.into());
        }
        for name in ["code", "display", "_display"] {
            if let Some(value) = concept.get(name) {
                unit.insert(name.to_owned(), value.clone());
            }
        }
        unit.contains_key("code").then_some(Value::Object(unit))
    };
    if let Some(expansion) = set.get("expansion") {
        let contains = read::list(expansion, "contains").iter();
        return contains.filter_map(|concept| coding(read::text(concept, "system"), concept)).collect();
    }
    let included = set.get("compose").map_or(&[][..], |compose| read::list(compose, "include"));
    included
        .iter()
        .flat_map(|include| read::list(include, "concept").iter().map(move |concept| (include, concept)))
        .filter_map(|(include, concept)| coding(read::text(include, "system"), concept))
        .collect()
}
