use serde_json::Value;

use crate::{
    Datatype, Extension, FhirError, Identifier,
    element::{Field, Object, object},
};

/// A FHIR `Reference`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reference {
    /// The literal reference: `Patient/1`, `Patient/1/_history/2`, an absolute URL, `urn:uuid:…` or `#contained`.
    pub reference: Option<String>,
    /// The type it is expected to have.
    pub type_name: Option<String>,
    /// The logical reference.
    pub identifier: Option<Identifier>,
    /// What a person reads.
    pub display: Option<String>,
    /// Extensions of the reference.
    pub extension: Vec<Extension>,
}

impl Reference {
    /// A relative reference to a resource.
    pub fn to(resource_type: &str, id: &str) -> Self {
        Self { reference: Some(format!("{resource_type}/{id}")), ..Self::default() }
    }

    /// The same reference with a text for people.
    #[must_use]
    pub fn with_display(mut self, display: impl Into<String>) -> Self {
        self.display = Some(display.into());
        self
    }

    /// Type and id of a literal reference, relative or absolute, with its version cut off; `None` for fragments,
    /// `urn:` references and URLs that do not end in a type and an id.
    pub fn target(&self) -> Option<(&str, &str)> {
        let text = self.reference.as_deref()?;
        if text.starts_with('#') || text.starts_with("urn:") {
            return None;
        }
        let unversioned = text.split("/_history/").next()?;
        let mut parts = unversioned.rsplit('/');
        let (id, resource_type) = (parts.next()?, parts.next()?);
        let looks_right = !id.is_empty() && resource_type.starts_with(|c: char| c.is_ascii_uppercase());
        looks_right.then_some((resource_type, id))
    }

    /// The id, when the reference is to a resource of that type.
    pub fn id_of(&self, resource_type: &str) -> Option<&str> {
        self.target().filter(|(found, _)| *found == resource_type).map(|(_, id)| id)
    }

    /// The version it names, if it does.
    pub fn version(&self) -> Option<&str> {
        self.reference.as_deref()?.split_once("/_history/").map(|(_, version)| version)
    }

    /// The id of a contained resource (`#id`).
    pub fn fragment(&self) -> Option<&str> {
        self.reference.as_deref()?.strip_prefix('#')
    }
}

impl Datatype for Reference {
    fn read(value: &Value) -> Result<Self, FhirError> {
        let object = object(value)?;
        Ok(Self {
            reference: Field::get(object, "reference")?,
            type_name: Field::get(object, "type")?,
            identifier: Field::get(object, "identifier")?,
            display: Field::get(object, "display")?,
            extension: Field::get(object, "extension")?,
        })
    }

    fn write(&self) -> Value {
        let mut object = Object::new();
        self.reference.put(&mut object, "reference");
        self.type_name.put(&mut object, "type");
        self.identifier.put(&mut object, "identifier");
        self.display.put(&mut object, "display");
        self.extension.put(&mut object, "extension");
        Value::Object(object)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference(text: &str) -> Reference {
        Reference { reference: Some(text.to_owned()), ..Reference::default() }
    }

    #[test]
    fn the_target_is_found_in_relative_absolute_and_versioned_references() {
        for text in ["Patient/1", "Patient/1/_history/7", "https://h.example/fhir/Patient/1"] {
            assert_eq!(reference(text).target(), Some(("Patient", "1")), "{text}");
        }
        assert_eq!(reference("Patient/1/_history/7").version(), Some("7"));
        assert_eq!(reference("Patient/1").id_of("Practitioner"), None);
    }

    #[test]
    fn a_fragment_or_a_urn_has_no_target() {
        for text in ["#a", "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0", "nonsense", "/", ""] {
            assert_eq!(reference(text).target(), None, "{text}");
        }
        assert_eq!(reference("#a").fragment(), Some("a"));
    }
}
