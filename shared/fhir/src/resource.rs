use std::fmt;

use serde_json::Value;

use crate::{
    Datatype, Extension, FhirError, FhirErrorKind, Instant, Meta, Reference,
    element::{Field, Object},
};

/// A resource's id: 1 to 64 of `A-Z a-z 0-9 - .` (R4, datatypes, id).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(String);

impl Id {
    /// Takes a text that follows the rule.
    ///
    /// # Errors
    /// `Malformed` when it does not.
    pub fn parse(text: impl Into<String>) -> Result<Self, FhirError> {
        let text = text.into();
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
        if (1..=64).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text))
        } else {
            Err(FhirError::malformed("id"))
        }
    }

    /// The id's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Id {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// A FHIR resource: its JSON, kept whole.
///
/// What is guaranteed: it is an object, and its `resourceType` has the form of a type's name. Everything else is
/// read when it is asked for.
#[derive(Clone, PartialEq)]
pub struct Resource {
    json: Object,
}

impl Resource {
    /// The deepest nesting that is read (`serde_json`'s own limit).
    pub const MAX_DEPTH: usize = 128;

    /// An empty resource of a type.
    pub fn new(resource_type: &'static str) -> Self {
        let mut json = Object::new();
        json.insert("resourceType".to_owned(), Value::from(resource_type));
        Self { json }
    }

    /// Reads a JSON document.
    ///
    /// # Errors
    /// `NotJson`, `NotAnObject`, `NoResourceType`.
    pub fn parse(text: &str) -> Result<Self, FhirError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let value = serde_json::from_str(text).map_err(|error| {
            // serde_json's own words may quote the document; the place is enough.
            let why = format!("line {}, column {}", error.line(), error.column());
            FhirError::new(FhirErrorKind::NotJson(why))
        })?;
        Self::from_value(value)
    }

    /// Takes a JSON value.
    ///
    /// # Errors
    /// `NotAnObject`, `NoResourceType`.
    pub fn from_value(value: Value) -> Result<Self, FhirError> {
        let Value::Object(json) = value else {
            return Err(FhirError::new(FhirErrorKind::NotAnObject));
        };
        let named = json.get("resourceType").and_then(Value::as_str).is_some_and(|name| {
            name.starts_with(|c: char| c.is_ascii_uppercase())
                && name.len() <= 64
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        if named { Ok(Self { json }) } else { Err(FhirError::new(FhirErrorKind::NoResourceType)) }
    }

    /// Its type, as in `Observation`.
    pub fn resource_type(&self) -> &str {
        self.json.get("resourceType").and_then(Value::as_str).unwrap_or_default()
    }

    /// Its id.
    pub fn id(&self) -> Option<&str> {
        self.json.get("id").and_then(Value::as_str)
    }

    /// Gives it an id; a new id stands right after the type.
    pub fn set_id(&mut self, id: &Id) {
        if self.json.contains_key("id") {
            self.json.insert("id".to_owned(), Value::from(id.as_str()));
        } else {
            self.json.shift_insert(1.min(self.json.len()), "id".to_owned(), Value::from(id.as_str()));
        }
    }

    /// A relative reference to it, when it has an id.
    pub fn reference(&self) -> Option<Reference> {
        Some(Reference::to(self.resource_type(), self.id()?))
    }

    /// What the server knows about it.
    ///
    /// # Errors
    /// When `meta` is not what FHIR says.
    pub fn meta(&self) -> Result<Option<Meta>, FhirError> {
        self.element("meta")
    }

    /// `meta.versionId`, opaque.
    pub fn version_id(&self) -> Option<&str> {
        self.json.get("meta")?.get("versionId")?.as_str()
    }

    /// `meta.lastUpdated`, when it is there and readable.
    pub fn last_updated(&self) -> Option<Instant> {
        Instant::read(self.json.get("meta")?.get("lastUpdated")?).ok()
    }

    /// Sets `meta.versionId` and `meta.lastUpdated`, leaving the rest of `meta`.
    pub fn set_version(&mut self, version_id: &str, last_updated: &Instant) {
        let mut meta = self.json.get("meta").and_then(Value::as_object).cloned().unwrap_or_default();
        meta.insert("versionId".to_owned(), Value::from(version_id));
        meta.insert("lastUpdated".to_owned(), last_updated.write());
        if self.json.contains_key("meta") {
            self.json.insert("meta".to_owned(), Value::Object(meta));
        } else {
            let place = 1 + usize::from(self.json.contains_key("id"));
            self.json.shift_insert(place.min(self.json.len()), "meta".to_owned(), Value::Object(meta));
        }
    }

    /// Reads an element by its type: `resource.element::<Option<String>>("status")`.
    ///
    /// # Errors
    /// What the type's reader says, with the element's path from the resource on.
    pub fn element<T: Field>(&self, name: &str) -> Result<T, FhirError> {
        T::get(&self.json, name).map_err(|error| error.within(self.resource_type()))
    }

    /// Sets an element, or removes it when there is nothing to say. Everything else stays as it is.
    pub fn set(&mut self, name: &str, value: &impl Field) {
        value.put(&mut self.json, name);
    }

    /// The same resource with an element set.
    #[must_use]
    pub fn with(mut self, name: &str, value: &impl Field) -> Self {
        self.set(name, value);
        self
    }

    /// The same resource with a choice element such as `value[x]` set.
    #[must_use]
    pub fn with_choice(mut self, name: &str, value: &crate::Choice) -> Self {
        value.put(&mut self.json, name);
        self
    }

    /// Its extensions.
    ///
    /// # Errors
    /// When `extension` is not what FHIR says.
    pub fn extensions(&self) -> Result<Vec<Extension>, FhirError> {
        self.element("extension")
    }

    /// The first extension with that URL, when it is there and readable; others that are malformed do not matter.
    pub fn extension(&self, url: &str) -> Option<Extension> {
        extension(&self.json, url)
    }

    /// Puts an extension in place of all with the same URL.
    pub fn set_extension(&mut self, extension: &Extension) {
        let mut all = match self.json.shift_remove("extension") {
            Some(Value::Array(all)) => all,
            _ => Vec::new(),
        };
        all.retain(|one| one.get("url").and_then(Value::as_str) != Some(extension.url.as_str()));
        all.push(extension.write());
        self.json.insert("extension".to_owned(), Value::Array(all));
    }

    /// The resources inside it that have no life of their own; malformed ones are passed over.
    pub fn contained(&self) -> Vec<Self> {
        let inside = self.json.get("contained").and_then(Value::as_array);
        inside.into_iter().flatten().filter_map(|one| Self::from_value(one.clone()).ok()).collect()
    }

    /// The whole JSON object.
    pub fn json(&self) -> &Object {
        &self.json
    }

    /// The whole JSON object, to change. `resourceType` must stay.
    pub fn json_mut(&mut self) -> &mut Object {
        &mut self.json
    }

    /// The resource as a JSON value.
    pub fn into_value(self) -> Value {
        Value::Object(self.json)
    }

    /// The resource as compact JSON text.
    pub fn to_json(&self) -> String {
        // A map with string keys always has a JSON text.
        serde_json::to_string(&self.json).unwrap_or_default()
    }

    /// Whether both say the same, apart from what a server sets (`meta`, the narrative it may add).
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        let strip = |resource: &Self| {
            let mut json = resource.json.clone();
            json.shift_remove("meta");
            json.shift_remove("text");
            json
        };
        same(&Value::Object(strip(self)), &Value::Object(strip(other)))
    }
}

/// Equal, whatever the order of properties, with decimals compared by value.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter().all(|(key, value)| b.get(key).is_some_and(|other| same(value, other)))
        }
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Number(_), Value::Number(_)) => {
            a == b || matches!((crate::Decimal::read(a), crate::Decimal::read(b)), (Ok(a), Ok(b)) if a == b)
        }
        _ => a == b,
    }
}

/// The first readable extension of an object with that URL.
pub(crate) fn extension(object: &Object, url: &str) -> Option<Extension> {
    let all = object.get("extension")?.as_array()?;
    let one = all.iter().find(|one| one.get("url").and_then(Value::as_str) == Some(url))?;
    Extension::read(one).ok()
}

impl fmt::Debug for Resource {
    /// Type and id only: the rest is patient data, and debug texts end up in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.resource_type(), self.id().unwrap_or("?"))
    }
}

impl Datatype for Resource {
    fn read(value: &Value) -> Result<Self, FhirError> {
        Self::from_value(value.clone())
    }

    fn write(&self) -> Value {
        Value::Object(self.json.clone())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn unknown_elements_order_and_digits_survive() {
        let text = r#"{"resourceType":"Observation","zeta":{"b":1,"a":[null,1.10]},"id":"x","valueQuantity":{"value":38.60}}"#;
        assert_eq!(Resource::parse(text).unwrap().to_json(), text);
    }

    #[test]
    fn what_is_no_resource_is_refused_and_nothing_is_quoted() {
        for (text, kind) in [
            ("[]", FhirErrorKind::NotAnObject),
            ("{}", FhirErrorKind::NoResourceType),
            (r#"{"resourceType":7}"#, FhirErrorKind::NoResourceType),
            (r#"{"resourceType":"../x"}"#, FhirErrorKind::NoResourceType),
        ] {
            assert_eq!(Resource::parse(text).unwrap_err().kind, kind, "{text}");
        }
        let error = Resource::parse(r#"{"note":"secret}"#).unwrap_err().to_string();
        assert!(!error.contains("secret"));
    }

    #[test]
    fn a_document_nested_too_deeply_is_an_error_and_no_crash() {
        let deep = format!("{}{}", r#"{"resourceType":"Basic","a":"#, "[".repeat(100_000));
        assert!(Resource::parse(&deep).is_err());
    }

    #[test]
    fn an_error_carries_the_path_from_the_resource_on() {
        let resource = Resource::parse(r#"{"resourceType":"Patient","meta":{"lastUpdated":"x"}}"#).unwrap();
        assert_eq!(resource.meta().unwrap_err().path, "Patient.meta.lastUpdated");
    }

    #[test]
    fn setting_the_version_leaves_the_rest_of_meta() {
        let mut resource =
            Resource::parse(r#"{"resourceType":"Patient","id":"1","meta":{"tag":[]}}"#).unwrap();
        resource.set_version("3", &Instant::parse("2026-11-22T08:00:00Z").unwrap());
        assert_eq!(resource.version_id(), Some("3"));
        assert!(resource.json()["meta"].get("tag").is_some());
    }

    #[test]
    fn two_say_the_same_when_only_server_fields_order_and_trailing_zeros_differ() {
        let read = |value: Value| Resource::from_value(value).unwrap();
        let ours = read(json!({"resourceType": "Observation", "id": "1", "valueInteger": 8}));
        let theirs = read(
            json!({"id": "1", "meta": {"versionId": "1"}, "valueInteger": 8, "resourceType": "Observation"}),
        );
        let other = read(json!({"resourceType": "Observation", "id": "1", "valueInteger": 7}));
        assert!(ours.says_the_same_as(&theirs));
        assert!(!ours.says_the_same_as(&other));
    }

    #[test]
    fn debug_text_shows_no_content() {
        let resource =
            Resource::parse(r#"{"resourceType":"Patient","id":"1","name":[{"text":"secret"}]}"#).unwrap();
        assert_eq!(format!("{resource:?}"), "Patient/1");
    }

    #[test]
    fn an_id_follows_the_rule() {
        assert!(Id::parse("a-B.9").is_ok());
        for text in ["", "a b", "a/b", "é", &"x".repeat(65)] {
            assert!(Id::parse(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_document_is_written_as_it_was_read(key in "[a-z]{1,8}", number in "-?[1-9][0-9]{0,20}\\.[0-9]{1,20}", text in "\\PC{0,20}") {
            let document = format!(
                r#"{{"resourceType":"Basic","{key}9":{number},"list":[{number},{}]}}"#,
                serde_json::to_string(&text).unwrap(),
            );
            let resource = Resource::parse(&document).unwrap();
            prop_assert_eq!(resource.to_json(), document);
        }
    }
}
