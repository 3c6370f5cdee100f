//! Template-based extraction: a contained resource, or a contained Bundle, with expressions where the answers go.

use kangban_fhirpath::{Value as Item, model::TypeId};
use serde_json::{Value, json};

use super::{
    ExtractProblemKind,
    entry::{self, Entry, Request},
    json::{Object, SDC, list, overlay, part, prune, sdc, text, value_text},
    place::fit,
    r4::{self, Element, Holds},
    walk::Walk,
    world::{Found, Variables, parse},
};

const CONTEXT: &str = "templateExtractContext";
const VALUE: &str = "templateExtractValue";
/// The deepest template that is filled.
const DEPTH: usize = 64;

/// What one filling shares.
struct Fill<'f> {
    link_id: Option<&'f str>,
    variables: &'f Variables,
}

impl<'a> Walk<'a> {
    /// Fills the templates that an element names.
    pub(super) fn templates(
        &mut self,
        element: &Value,
        link_id: Option<&str>,
        focus: &Item<'_>,
        variables: &Variables,
    ) {
        let fill = Fill { link_id, variables };
        for extension in sdc(element, "templateExtract") {
            let Some(template) = self.contained(part(extension, "template").unwrap_or(extension), link_id)
            else {
                continue;
            };
            let kind = text(template, "resourceType").and_then(r4::resource);
            for resource in self.element(template, kind, std::slice::from_ref(focus), &fill, 0) {
                let request = self.request(extension, link_id, focus, variables);
                self.end_template(resource, request, link_id, speaking(template.get("_id")));
            }
        }
        for extension in sdc(element, "templateExtractBundle") {
            let Some(template) = self.contained(extension, link_id) else { continue };
            let kind = TypeId::named("Bundle.entry");
            for entry in list(template, "entry") {
                let mut taken = false;
                for made in self.element(entry, kind, std::slice::from_ref(focus), &fill, 0) {
                    let mut request = entry::said(&made);
                    // One full URL is for one resource: the second made from the same entry gets its own.
                    if std::mem::replace(&mut taken, true) && !speaking(entry.get("_fullUrl")) {
                        request.full_url = None;
                    }
                    let resource = made.get("resource").cloned().unwrap_or_default();
                    let id = entry.get("resource").is_some_and(|resource| speaking(resource.get("_id")));
                    self.end_template(resource, request, link_id, id);
                }
            }
        }
    }

    fn end_template(&mut self, mut resource: Value, request: Request, link_id: Option<&str>, id: bool) {
        prune(&mut resource);
        let Value::Object(mut resource) = resource else { return };
        if !id {
            // The template's own id is only what it is found by.
            resource.shift_remove("id");
        }
        let says = resource.keys().any(|name| name != "resourceType");
        self.begin(Entry { resource, request, link_id: link_id.map(str::to_owned) }, says);
    }

    /// The contained resource that an extension's reference leads to.
    fn contained(&mut self, extension: &Value, link_id: Option<&str>) -> Option<&'a Value> {
        let form = self.world.form;
        let said = extension.get("valueReference").and_then(|reference| text(reference, "reference"));
        let said = said.or_else(|| value_text(extension));
        let Some(said) = said else {
            self.report(link_id, ExtractProblemKind::Incomplete("templateExtract"));
            return None;
        };
        let id = said.trim_start_matches('#');
        let found = list(form, "contained").iter().find(|one| text(one, "id") == Some(id));
        if found.is_none() {
            self.report(link_id, ExtractProblemKind::Template(said.to_owned()));
        }
        found
    }

    /// Fills an element: none, one, or one for each result of its context.
    fn element(
        &mut self,
        template: &Value,
        kind: Option<TypeId>,
        focus: &[Item<'_>],
        fill: &Fill<'_>,
        depth: usize,
    ) -> Vec<Value> {
        if depth > DEPTH {
            self.report(fill.link_id, ExtractProblemKind::TooDeep);
            return Vec::new();
        }
        let Some(said) = spoken(template, CONTEXT) else {
            return self.body(template, kind, focus, fill, depth);
        };
        let world = self.world;
        let found = parse(said).and_then(|parsed| {
            // What is found borrows from the parsed text: the element is filled before it goes.
            let found = world.evaluate(&parsed, focus.to_vec(), fill.variables)?;
            Ok(found
                .iter()
                .flat_map(|item| self.body(template, kind, std::slice::from_ref(item), fill, depth))
                .collect())
        });
        found.unwrap_or_else(|what| {
            self.unusable(fill.link_id, what);
            Vec::new()
        })
    }

    /// The element itself, once its context is known.
    fn body(
        &mut self,
        template: &Value,
        kind: Option<TypeId>,
        focus: &[Item<'_>],
        fill: &Fill<'_>,
        depth: usize,
    ) -> Vec<Value> {
        let Some(object) = template.as_object() else { return vec![template.clone()] };
        let own = spoken(template, VALUE);
        let values = match own.map(|said| self.world.find(said, focus.to_vec(), fill.variables)) {
            None => None,
            Some(Ok(found)) if found.is_empty() => return Vec::new(),
            Some(Ok(found)) => Some(found),
            Some(Err(what)) => {
                self.unusable(fill.link_id, what);
                return Vec::new();
            }
        };
        let resource = text(template, "resourceType").and_then(r4::resource);
        let kind = resource.or(kind);
        let (mut fixed, mut filled) = (Object::new(), Object::new());
        for name in names(object) {
            let (value, beside) = (object.get(name), object.get(&format!("_{name}")));
            let element = kind.and_then(|kind| r4::find(kind, name));
            let into = if speaking(value) || speaking(beside) { &mut filled } else { &mut fixed };
            if name == "extension" {
                self.extensions(value, focus, fill, depth, into);
            } else if beside.is_some() || !value.is_some_and(is_complex) {
                self.primitives(name, value, beside, element.as_ref(), focus, fill, into);
            } else {
                self.complex(name, value, element.as_ref(), focus, fill, depth, into);
            }
        }
        let Some(values) = values else {
            let mut whole = Value::Object(fixed);
            overlay(&mut whole, Value::Object(filled));
            return vec![whole];
        };
        let made = match kind {
            Some(kind) => {
                let element = Element { name: kind.name().to_owned(), many: true, holds: Holds::One(kind) };
                match fit(&element, &values, None) {
                    Ok((_, values)) => values,
                    Err(problem) => {
                        self.report(fill.link_id, problem);
                        return Vec::new();
                    }
                }
            }
            None => values.into_iter().map(|one| one.json).collect(),
        };
        made.into_iter()
            .map(|value| {
                let mut whole = Value::Object(fixed.clone());
                overlay(&mut whole, value);
                overlay(&mut whole, Value::Object(filled.clone()));
                whole
            })
            .collect()
    }

    /// The extensions that are no instructions.
    fn extensions(
        &mut self,
        value: Option<&Value>,
        focus: &[Item<'_>],
        fill: &Fill<'_>,
        depth: usize,
        into: &mut Object,
    ) {
        let rest = value.and_then(Value::as_array).into_iter().flatten().filter(|one| !is_instruction(one));
        let made: Vec<_> = rest
            .flat_map(|one| self.element(one, Some(TypeId::EXTENSION), focus, fill, depth + 1))
            .filter(|one| one.as_object().is_some_and(|one| one.len() > 1))
            .collect();
        if !made.is_empty() {
            into.insert("extension".to_owned(), Value::Array(made));
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn complex(
        &mut self,
        name: &str,
        value: Option<&Value>,
        element: Option<&Element>,
        focus: &[Item<'_>],
        fill: &Fill<'_>,
        depth: usize,
        into: &mut Object,
    ) {
        let kind = element.and_then(|element| super::definition::only(&element.holds));
        let many = value.is_some_and(Value::is_array);
        let templates = match value {
            Some(Value::Array(all)) => all.as_slice(),
            Some(one) => std::slice::from_ref(one),
            None => &[],
        };
        let mut made: Vec<_> =
            templates.iter().flat_map(|one| self.element(one, kind, focus, fill, depth + 1)).collect();
        made.retain_mut(prune);
        if many {
            if !made.is_empty() {
                into.insert(name.to_owned(), Value::Array(made));
            }
            return;
        }
        if made.len() > 1 {
            self.report(fill.link_id, ExtractProblemKind::TooMany(name.to_owned()));
        }
        if let Some(first) = made.into_iter().next() {
            into.insert(name.to_owned(), first);
        }
    }

    /// A primitive, or a list of them, with what stands beside (`_name`).
    #[allow(clippy::too_many_arguments)]
    fn primitives(
        &mut self,
        name: &str,
        value: Option<&Value>,
        beside: Option<&Value>,
        element: Option<&Element>,
        focus: &[Item<'_>],
        fill: &Fill<'_>,
        into: &mut Object,
    ) {
        let many = [value, beside].into_iter().flatten().any(Value::is_array);
        let at = |json: Option<&Value>, at: usize| match json {
            Some(Value::Array(all)) => all.get(at).filter(|one| !one.is_null()).cloned(),
            Some(one) if at == 0 => Some(one.clone()),
            _ => None,
        };
        let length = |json: Option<&Value>| json.map_or(0, |json| json.as_array().map_or(1, Vec::len));
        let mut made = Vec::new();
        for index in 0..length(value).max(length(beside)) {
            let one = self.primitive(at(value, index), at(beside, index), element, focus, fill);
            made.extend(one);
        }
        if !many {
            if made.len() > 1 {
                self.report(fill.link_id, ExtractProblemKind::TooMany(name.to_owned()));
            }
            let Some((value, beside)) = made.into_iter().next() else { return };
            for (name, json) in [(name.to_owned(), value), (format!("_{name}"), beside)] {
                if let Some(json) = json {
                    into.insert(name, json);
                }
            }
            return;
        }
        let any = |of: fn(&(Option<Value>, Option<Value>)) -> bool| made.iter().any(of);
        let (values, besides) = (any(|one| one.0.is_some()), any(|one| one.1.is_some()));
        let (mut all, mut all_beside) = (Vec::new(), Vec::new());
        for (value, beside) in made {
            all.push(value.unwrap_or_default());
            all_beside.push(beside.unwrap_or_default());
        }
        if values {
            into.insert(name.to_owned(), Value::Array(all));
        }
        if besides {
            into.insert(format!("_{name}"), Value::Array(all_beside));
        }
    }

    /// One primitive: none, itself, or one for each value.
    fn primitive(
        &mut self,
        value: Option<Value>,
        beside: Option<Value>,
        element: Option<&Element>,
        focus: &[Item<'_>],
        fill: &Fill<'_>,
    ) -> Vec<(Option<Value>, Option<Value>)> {
        let Some(beside) = beside else { return vec![(value, None)] };
        let (context, own) = (spoken(&beside, CONTEXT), spoken(&beside, VALUE));
        let rest = without_instructions(&beside);
        let world = self.world;
        let find = |said: &str, focus: Vec<Item<'_>>| world.find(said, focus, fill.variables);
        let found: Result<Vec<Option<Found>>, _> = match (context, own) {
            (None, None) => return vec![(value, Some(beside.clone()))],
            (None, Some(own)) => find(own, focus.to_vec()).map(|all| all.into_iter().map(Some).collect()),
            (Some(context), own) => parse(context).and_then(|parsed| {
                let mut all = Vec::new();
                for item in world.evaluate(&parsed, focus.to_vec(), fill.variables)? {
                    match own {
                        Some(own) => all.extend(find(own, vec![item])?.into_iter().map(Some)),
                        None => all.push(None),
                    }
                }
                Ok(all)
            }),
        };
        let found = match found {
            Ok(found) => found,
            Err(what) => {
                self.unusable(fill.link_id, what);
                return Vec::new();
            }
        };
        let mut made = Vec::new();
        for one in found {
            let Some(one) = one else {
                made.push((value.clone(), rest.clone()));
                continue;
            };
            let fitted = match element {
                Some(element) => fit(element, &[one], None).map(|(_, values)| values),
                None => Ok(vec![one.json]),
            };
            match fitted {
                Ok(values) => made.extend(values.into_iter().map(|value| (Some(value), rest.clone()))),
                Err(problem) => self.report(fill.link_id, problem),
            }
        }
        made
    }
}

/// The expression of an instruction on an element.
fn spoken<'t>(template: &'t Value, name: &str) -> Option<&'t str> {
    sdc(template, name).find_map(super::json::expression).map(|spoken| spoken.text)
}

fn is_instruction(extension: &Value) -> bool {
    let name = text(extension, "url").and_then(|url| url.strip_prefix(SDC));
    matches!(name, Some(CONTEXT | VALUE))
}

/// Whether an instruction is anywhere in it.
fn speaking(json: Option<&Value>) -> bool {
    match json {
        Some(Value::Array(all)) => all.iter().any(|one| speaking(Some(one))),
        Some(Value::Object(object)) => {
            json.is_some_and(is_instruction) || object.values().any(|one| speaking(Some(one)))
        }
        _ => false,
    }
}

fn without_instructions(beside: &Value) -> Option<Value> {
    let mut rest = beside.clone();
    if let Some(object) = rest.as_object_mut() {
        let kept: Vec<_> =
            list(beside, "extension").iter().filter(|one| !is_instruction(one)).cloned().collect();
        object.insert("extension".to_owned(), json!(kept));
    }
    prune(&mut rest).then_some(rest)
}

/// Whether it is an object, or a list of them.
fn is_complex(json: &Value) -> bool {
    match json {
        Value::Array(all) => all.iter().any(Value::is_object),
        other => other.is_object(),
    }
}

/// The names of an object's elements, a primitive and what stands beside it as one.
fn names(object: &Object) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for name in object.keys() {
        let name = name.strip_prefix('_').unwrap_or(name);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
