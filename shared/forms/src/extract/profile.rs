//! What a profile fixes: values that every instance of it has, and what makes a slice that slice.

use serde_json::{Value, json};

use super::{
    json::{list, text},
    place::{Segment, Step, object_at, segments},
    r4::{self, Holds},
};

/// A value that a profile fixes, by the element's path.
struct Fixed {
    way: Vec<Segment>,
    value: Value,
    /// Whether it and all above it must be there.
    required: bool,
}

fn elements(profile: &Value) -> &[Value] {
    ["snapshot", "differential"]
        .iter()
        .filter_map(|view| profile.get(view))
        .map(|view| list(view, "element"))
        .find(|elements| !elements.is_empty())
        .unwrap_or_default()
}

fn way_of(element: &Value) -> Vec<Segment> {
    segments(text(element, "id").or(text(element, "path")).unwrap_or_default())
}

/// Whether a profile says something of this path, so that a slice of it can be told from others.
pub(super) fn has(profile: &Value, way: &[Segment]) -> bool {
    fixed(profile).iter().any(|fixed| fixed.way.len() > way.len() && fixed.way.starts_with(way))
}

fn fixed(profile: &Value) -> Vec<Fixed> {
    let all = elements(profile);
    let least = |way: &[Segment]| {
        let own = all.iter().find(|element| way_of(element) == way);
        own.and_then(|element| element.get("min")).and_then(Value::as_u64).unwrap_or(0)
    };
    let mut found = Vec::new();
    for element in all {
        let way = way_of(element);
        let value = element.as_object().into_iter().flatten().find_map(|(name, value)| {
            let kind = name.strip_prefix("fixed").or_else(|| name.strip_prefix("pattern"))?;
            kind.starts_with(|c: char| c.is_ascii_uppercase()).then_some(value)
        });
        if let Some(value) = value {
            let required = (2..=way.len()).all(|depth| way.get(..depth).is_some_and(|way| least(way) > 0));
            found.push(Fixed { way: way.clone(), value: value.clone(), required });
        }
        // A slice of extensions is told by the URL, which is the profile that its type names.
        let url = list(element, "type").iter().find_map(|kind| {
            let profile = list(kind, "profile").first().and_then(Value::as_str)?;
            (text(kind, "code") == Some("Extension")).then_some(profile)
        });
        if let Some(url) = url {
            let url_way = [way.as_slice(), &[Segment { name: "url".to_owned(), slice: None }]].concat();
            found.push(Fixed { way: url_way, value: Value::from(url), required: false });
        }
    }
    found
}

/// Adds what the profile fixes to a resource: in its slices, and in elements that are there or must be.
pub(super) fn complete(profile: &Value, resource: &mut Value, slices: &[(Vec<Step>, Vec<Segment>)]) {
    let fixed = fixed(profile);
    let kind = text(resource, "resourceType").and_then(r4::resource);
    for (pointer, way) in slices {
        for one in fixed.iter().filter(|one| one.way.starts_with(way)) {
            let rest = one.way.get(way.len()..).unwrap_or_default();
            let owner = kind.and_then(|kind| {
                way.get(1..)?
                    .iter()
                    .try_fold(kind, |kind, step| super::definition::only(&r4::find(kind, &step.name)?.holds))
            });
            if let Some(owner) = owner.filter(|_| rest.iter().all(|step| step.slice.is_none())) {
                put(resource, pointer, owner, rest, &one.value, true);
            }
        }
    }
    let Some(kind) = kind else { return };
    for one in &fixed {
        let rest = one.way.get(1..).unwrap_or_default();
        if rest.iter().all(|step| step.slice.is_none()) {
            put(resource, &[], kind, rest, &one.value, one.required);
        }
    }
}

/// Puts a fixed value at a path, in every entry of lists on the way; where something is missing, only when it may
/// be made.
fn put(
    resource: &mut Value,
    pointer: &[Step],
    owner: kangban_fhirpath::model::TypeId,
    way: &[Segment],
    value: &Value,
    make: bool,
) {
    let Some((step, rest)) = way.split_first() else {
        if let Some(object) = object_at(resource, pointer) {
            merge(object, value);
        }
        return;
    };
    let Some(element) = r4::find(owner, &step.name) else { return };
    // `value[x]` that is fixed has the type of its value only in the name of `fixed[x]`; it is left to the answer.
    let Holds::One(kind) = element.holds else { return };
    let Some(parent) = object_at(resource, pointer) else { return };
    let there = parent.contains_key(&element.name);
    // What is fixed in an element that is there is there with it.
    let inside = rest.is_empty() && !pointer.is_empty();
    if !(there || make || inside) {
        return;
    }
    if rest.is_empty() && kind.is_primitive() {
        let value = if element.many { json!([value]) } else { value.clone() };
        parent.entry(element.name).or_insert(value);
        return;
    }
    let steps = |at: Option<usize>| {
        let key = Step::Key(element.name.clone());
        pointer.iter().cloned().chain([key]).chain(at.map(Step::At)).collect::<Vec<_>>()
    };
    if !element.many {
        put(resource, &steps(None), kind, rest, value, make);
        return;
    }
    let all = parent.entry(element.name.clone()).or_insert_with(|| json!([]));
    let Some(all) = all.as_array_mut() else { return };
    if all.is_empty() {
        all.push(json!({}));
    }
    for at in 0..all.len() {
        put(resource, &steps(Some(at)), kind, rest, value, make);
    }
}

/// Adds what a pattern says to an object, leaving what is there.
fn merge(object: &mut super::json::Object, pattern: &Value) {
    for (name, value) in pattern.as_object().into_iter().flatten() {
        match object.get_mut(name) {
            Some(Value::Object(inner)) => merge(inner, value),
            Some(_) => {}
            None => {
                object.insert(name.clone(), value.clone());
            }
        }
    }
}
