//! An element of a resource, borrowed from its JSON.

use std::borrow::Cow;

use serde_json::{Map, Value as Json};

use crate::{
    Quantity, Value,
    items::Items,
    model::{Element, System, TypeId},
    number,
    program::Member,
    temporal,
    types::{Kind, Kinds},
};

/// An element of a resource: its JSON, and for a primitive the object beside it (`_birthDate`) that carries its id
/// and extensions. Borrowed, so cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct Node<'a> {
    pub(crate) json: Option<&'a Json>,
    pub(crate) beside: Option<&'a Json>,
    pub(crate) kind: Kind,
}

/// Looks `name` up; small objects faster than by hashing.
pub(crate) fn member<'a>(object: &'a Map<String, Json>, name: &str) -> Option<&'a Json> {
    if object.len() <= 12 {
        return object.iter().find(|(key, _)| key.as_str() == name).map(|(_, value)| value);
    }
    object.get(name)
}

impl<'a> Node<'a> {
    pub(crate) fn new(json: &'a Json, kind: Kind) -> Self {
        Self { json: Some(json), beside: None, kind: kind.of_json(json) }
    }

    /// The JSON of the element; `None` for a primitive that has only extensions.
    pub fn json(&self) -> Option<&'a Json> {
        self.json
    }

    /// The name of its FHIR type; empty when that is not known.
    pub fn type_name(&self) -> &'static str {
        self.kind.name()
    }

    pub(crate) fn object(&self) -> Option<&'a Map<String, Json>> {
        self.json.and_then(Json::as_object)
    }

    /// The element itself, or what stands beside it when it is a primitive.
    fn carrier(&self) -> Option<&'a Map<String, Json>> {
        self.object().or_else(|| self.beside.and_then(Json::as_object))
    }

    /// Whether it is the same place in the same document.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let same = |a: Option<&Json>, b: Option<&Json>| match (a, b) {
            (Some(a), Some(b)) => std::ptr::eq(a, b),
            (None, None) => true,
            _ => false,
        };
        same(self.json, other.json) && same(self.beside, other.beside)
    }

    /// Adds the elements called `name` to `found`. `open` accepts `valueQuantity` where R4 says `value`.
    pub(crate) fn members(&self, name: &Member, open: bool, kinds: &mut Kinds<'a>, found: &mut Items<'a>) {
        let Some(object) = self.carrier() else { return };
        let kind = if self.object().is_some() { self.kind } else { Kind::ELEMENT };
        let Some(element) = kinds.element(kind, name) else {
            let hidden = name.name.starts_with('_') || &*name.name == "resourceType";
            if hidden || !open && kind.is_known() {
                return;
            }
            match (member(object, &name.name), member(object, &name.beside)) {
                (None, None) if kind.is_known() => {}
                (None, None) => push_choice(object, &name.name, kind, None, found),
                (json, beside) => push_all(json, beside, kind.child(&name.name), found),
            }
            return;
        };
        if element.is_choice() {
            push_choice(object, &name.name, kind, Some(element), found);
            return;
        }
        let of = Kind::of_element(element);
        let beside = if of.is_primitive() { member(object, &name.beside) } else { None };
        push_all(member(object, &name.name), beside, of, found);
    }

    /// Adds all elements directly within to `found`, in the order of the document.
    pub(crate) fn children(&self, kinds: &mut Kinds<'a>, found: &mut Items<'a>) {
        let Some(object) = self.carrier() else { return };
        let kind = if self.object().is_some() { self.kind } else { Kind::ELEMENT };
        for (key, json) in object {
            if key == "resourceType" || key == "fhir_comments" {
                continue;
            }
            if let Some(name) = key.strip_prefix('_') {
                if !object.contains_key(name) {
                    push_all(None, Some(json), kinds.child(kind, name), found);
                }
                continue;
            }
            let of = kinds.child(kind, key);
            let simple = match json {
                Json::Object(_) => false,
                Json::Array(items) => !items.iter().any(Json::is_object),
                _ => true,
            };
            let beside = if simple { beside_of(object, key) } else { None };
            push_all(Some(json), beside, of, found);
        }
    }

    /// Its extensions with this address.
    pub(crate) fn extensions(&self, url: &str, found: &mut Items<'a>) {
        for extension in self.extension_objects(url) {
            found.push(Value::Node(Node { json: Some(extension), beside: None, kind: Kind::EXTENSION }));
        }
    }

    pub(crate) fn extension_objects<'u>(&self, url: &'u str) -> impl Iterator<Item = &'a Json> + use<'a, 'u> {
        let all = self.carrier().and_then(|object| member(object, "extension")).and_then(Json::as_array);
        all.into_iter().flatten().filter(move |extension| {
            extension.get("url").and_then(Json::as_str).is_some_and(|found| found == url)
        })
    }

    /// Whether `name` is its type or what that specialises: `Patient`, `Resource`.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        match self.kind.id() {
            Some(id) => {
                id.name() == name && !id.is_component() || TypeId::named(name).is_some_and(|of| id.is_a(of))
            }
            None => self.text_of("resourceType") == Some(name),
        }
    }

    /// Whether its element `name` is this one text; `None` where it takes more to tell. `texts` remembers for the type
    /// seen last whether the element is a text there.
    #[inline]
    pub(crate) fn has_text(
        &self,
        name: &Member,
        text: &str,
        texts: &mut Option<(Kind, bool)>,
    ) -> Option<bool> {
        let Some(object) = self.object() else {
            // Nothing is in a primitive, and nothing is not equal to a text.
            return if self.beside.is_none() { Some(false) } else { None };
        };
        let is_text = match texts {
            Some((kind, is_text)) if *kind == self.kind => *is_text,
            _ => {
                let element = self.kind.element(name).filter(|element| !element.is_choice());
                let system = element.and_then(|element| Kind::of_element(element).system());
                let is_text = matches!(system, Some(System::String));
                *texts = Some((self.kind, is_text));
                is_text
            }
        };
        match member(object, &name.name) {
            Some(Json::String(found)) if is_text => Some(found == text),
            None if is_text => Some(false),
            // Of a known type that has no such element, and the document has none either.
            None if self.kind.is_known() && self.kind.element(name).is_none() => Some(false),
            _ => None,
        }
    }

    /// A direct member as text.
    pub(crate) fn text_of(&self, name: &str) -> Option<&'a str> {
        self.object().and_then(|object| member(object, name)).and_then(Json::as_str)
    }

    /// Whether it is a primitive by what it holds.
    pub(crate) fn is_primitive(&self) -> bool {
        match self.json {
            Some(json) => !json.is_object(),
            None => true,
        }
    }

    /// The value of the language it converts to by itself; `None` for what has none.
    pub(crate) fn system(&self) -> Option<Value<'a>> {
        match self.json? {
            Json::Bool(value) => Some(Value::Boolean(*value)),
            Json::Number(value) => number::of_json(value, self.kind == Kind::DECIMAL),
            Json::String(text) => Some(self.text_value(text)),
            Json::Object(_) if self.kind.is_quantity() => {
                self.quantity().map(|quantity| Value::Quantity(Box::new(quantity)))
            }
            _ => None,
        }
    }

    fn text_value(&self, text: &'a str) -> Value<'a> {
        let moment = match self.kind.system() {
            Some(System::Date) => temporal::Date::parse(text).map(Value::Date),
            Some(System::DateTime) => temporal::DateTime::parse(text).map(Value::DateTime),
            Some(System::Time) => temporal::Time::parse(text).map(Value::Time),
            _ => None,
        };
        moment.unwrap_or(Value::String(Cow::Borrowed(text)))
    }

    /// As a quantity of the language, when it is one of FHIR with a value.
    pub(crate) fn quantity(&self) -> Option<Quantity> {
        Quantity::of_json(self.json?)
    }
}

/// `_name` of `object`.
fn beside_of<'a>(object: &'a Map<String, Json>, name: &str) -> Option<&'a Json> {
    object.iter().find(|(key, _)| key.strip_prefix('_') == Some(name)).map(|(_, json)| json)
}

/// The elements of a choice, `value` being `valueQuantity`, `valueString`, ….
fn push_choice<'a>(
    object: &'a Map<String, Json>,
    name: &str,
    kind: Kind,
    element: Option<Element>,
    found: &mut Items<'a>,
) {
    let suffix_of = |key: &'a str| {
        let suffix = key.strip_prefix(name)?;
        suffix.starts_with(|c: char| c.is_ascii_uppercase()).then_some(suffix)
    };
    for (key, json) in object {
        if let Some(suffix) = suffix_of(key) {
            if let Some(of) = kind.choice(name, element, suffix) {
                push_all(
                    Some(json),
                    if of.is_primitive() { beside_of(object, key) } else { None },
                    of,
                    found,
                );
            }
        } else if let Some(bare) = key.strip_prefix('_')
            && let Some(suffix) = suffix_of(bare)
            && let Some(of) = kind.choice(name, element, suffix)
            && !object.contains_key(bare)
        {
            push_all(None, Some(json), of, found);
        }
    }
}

/// Adds an element or each of a list; `null` in a list is an item only when something stands beside it.
fn push_all<'a>(json: Option<&'a Json>, beside: Option<&'a Json>, kind: Kind, found: &mut Items<'a>) {
    let mut push = |json: Option<&'a Json>, beside: Option<&'a Json>| {
        let json = json.filter(|json| !json.is_null());
        let beside = beside.filter(|beside| beside.is_object());
        if json.is_some() || beside.is_some() {
            let kind = json.map_or(kind, |json| kind.of_json(json));
            found.push(Value::Node(Node { json, beside, kind }));
        }
    };
    match (json.and_then(Json::as_array), beside.and_then(Json::as_array)) {
        (None, None) => push(json, beside),
        (items, besides) => {
            let length = items.map_or(0, Vec::len).max(besides.map_or(0, Vec::len));
            for index in 0..length {
                push(items.and_then(|all| all.get(index)), besides.and_then(|all| all.get(index)));
            }
        }
    }
}
