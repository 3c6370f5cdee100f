//! The general-purpose datatypes (R4, § 2.24), as far as Kangban reads them.
//!
//! A struct holds what it names: reading one and writing it back into a resource keeps only that. To change part
//! of a resource without losing the rest, set that element of the resource.

use serde_json::Value;

use crate::{
    Datatype, Date, DateTime, Decimal, FhirError, Instant, Reference,
    choice::Choice,
    element::{Field, Object, datatypes, object},
};

datatypes! {
    /// A code in a system.
    Coding {
        system: Option<String> = "system",
        version: Option<String> = "version",
        code: Option<String> = "code",
        display: Option<String> = "display",
    }

    /// A concept: codings that mean the same, and what a person wrote.
    CodeableConcept {
        coding: Vec<Coding> = "coding",
        text: Option<String> = "text",
        extension: Vec<Extension> = "extension",
    }

    /// A measured amount, with a UCUM unit where `system` says so.
    Quantity {
        value: Option<Decimal> = "value",
        comparator: Option<String> = "comparator",
        unit: Option<String> = "unit",
        system: Option<String> = "system",
        code: Option<String> = "code",
    }

    /// A range between two amounts.
    Range {
        low: Option<Quantity> = "low",
        high: Option<Quantity> = "high",
    }

    /// A ratio of two amounts.
    Ratio {
        numerator: Option<Quantity> = "numerator",
        denominator: Option<Quantity> = "denominator",
    }

    /// An identifier that others know the thing by.
    Identifier {
        usage: Option<String> = "use",
        kind: Option<CodeableConcept> = "type",
        system: Option<String> = "system",
        value: Option<String> = "value",
        period: Option<Period> = "period",
    }

    /// From when to when.
    Period {
        start: Option<DateTime> = "start",
        end: Option<DateTime> = "end",
    }

    /// A name of a person.
    HumanName {
        usage: Option<String> = "use",
        text: Option<String> = "text",
        family: Option<String> = "family",
        given: Vec<String> = "given",
        prefix: Vec<String> = "prefix",
        suffix: Vec<String> = "suffix",
        extension: Vec<Extension> = "extension",
    }

    /// A postal address.
    Address {
        usage: Option<String> = "use",
        text: Option<String> = "text",
        line: Vec<String> = "line",
        city: Option<String> = "city",
        district: Option<String> = "district",
        state: Option<String> = "state",
        postal_code: Option<String> = "postalCode",
        country: Option<String> = "country",
        period: Option<Period> = "period",
    }

    /// A telephone number, an e-mail address …
    ContactPoint {
        system: Option<String> = "system",
        value: Option<String> = "value",
        usage: Option<String> = "use",
        rank: Option<i32> = "rank",
        extension: Vec<Extension> = "extension",
    }

    /// A file, inside (`data`, base64) or elsewhere (`url`).
    Attachment {
        content_type: Option<String> = "contentType",
        language: Option<String> = "language",
        data: Option<String> = "data",
        url: Option<String> = "url",
        size: Option<i32> = "size",
        /// SHA-1, base64.
        hash: Option<String> = "hash",
        title: Option<String> = "title",
        creation: Option<DateTime> = "creation",
    }

    /// A note with who wrote it and when.
    Annotation {
        author_reference: Option<Reference> = "authorReference",
        author_string: Option<String> = "authorString",
        time: Option<DateTime> = "time",
        text: Option<String> = "text",
    }

    /// The text of a resource for people.
    Narrative {
        status: Option<String> = "status",
        /// XHTML: never shown without being made safe.
        div: Option<String> = "div",
    }

    /// Where something comes from or leads to.
    RelatedArtifact {
        kind: Option<String> = "type",
        label: Option<String> = "label",
        display: Option<String> = "display",
        citation: Option<String> = "citation",
        url: Option<String> = "url",
        resource: Option<String> = "resource",
    }

    /// What the server knows about a resource.
    Meta {
        version_id: Option<String> = "versionId",
        last_updated: Option<Instant> = "lastUpdated",
        source: Option<String> = "source",
        profile: Vec<String> = "profile",
        security: Vec<Coding> = "security",
        tag: Vec<Coding> = "tag",
    }
}

impl Coding {
    /// A code in a system.
    pub fn new(system: &str, code: &str) -> Self {
        Self { system: Some(system.to_owned()), code: Some(code.to_owned()), ..Self::default() }
    }

    /// The same with a text for people.
    #[must_use]
    pub fn with_display(mut self, display: impl Into<String>) -> Self {
        self.display = Some(display.into());
        self
    }

    /// Whether it is that code of that system.
    pub fn is(&self, system: &str, code: &str) -> bool {
        self.system.as_deref() == Some(system) && self.code.as_deref() == Some(code)
    }
}

impl From<Coding> for CodeableConcept {
    fn from(coding: Coding) -> Self {
        Self { coding: vec![coding], ..Self::default() }
    }
}

impl CodeableConcept {
    /// The same with what a person reads.
    #[must_use]
    pub fn with_text(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }

    /// Whether one of its codings is that code of that system.
    pub fn is(&self, system: &str, code: &str) -> bool {
        self.coding.iter().any(|coding| coding.is(system, code))
    }

    /// The code it has in that system.
    pub fn code_in(&self, system: &str) -> Option<&str> {
        self.coding.iter().find(|coding| coding.system.as_deref() == Some(system))?.code.as_deref()
    }

    /// Its text, or the display of its first coding that has one.
    pub fn label(&self) -> Option<&str> {
        self.text.as_deref().or_else(|| self.coding.iter().find_map(|coding| coding.display.as_deref()))
    }
}

impl Quantity {
    /// An amount in a UCUM unit; `unit` is what people read.
    pub fn ucum(value: Decimal, code: &str, unit: &str) -> Self {
        Self {
            value: Some(value),
            unit: Some(unit.to_owned()),
            system: Some(crate::terms::UCUM.to_owned()),
            code: Some(code.to_owned()),
            ..Self::default()
        }
    }
}

impl HumanName {
    /// The name as one text: its own, or family and given names (without a space between Chinese characters).
    pub fn display(&self) -> Option<String> {
        if let Some(text) = &self.text {
            return Some(text.clone());
        }
        let family = self.family.clone().unwrap_or_default();
        let given = self.given.join(" ");
        let chinese = family.chars().next().is_some_and(|c| ('\u{3400}'..='\u{9fff}').contains(&c));
        let name = if chinese { format!("{family}{given}") } else { format!("{given} {family}") };
        let name = name.trim();
        (!name.is_empty()).then(|| name.to_owned())
    }
}

/// An extension: its URL, and a value or extensions of its own.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Extension {
    /// Which extension it is.
    pub url: String,
    /// Its `value[x]`.
    pub value: Option<Choice>,
    /// Its inner extensions.
    pub extension: Vec<Extension>,
}

impl Extension {
    /// An extension with a value.
    pub fn value(url: &str, value: Choice) -> Self {
        Self { url: url.to_owned(), value: Some(value), extension: Vec::new() }
    }

    /// An extension made of others.
    pub fn complex(url: &str, extension: Vec<Self>) -> Self {
        Self { url: url.to_owned(), value: None, extension }
    }

    /// The first inner extension of that name.
    pub fn inner(&self, url: &str) -> Option<&Self> {
        self.extension.iter().find(|extension| extension.url == url)
    }

    /// The value of the first inner extension of that name.
    pub fn inner_value(&self, url: &str) -> Option<&Choice> {
        self.inner(url)?.value.as_ref()
    }
}

impl Datatype for Extension {
    fn read(value: &Value) -> Result<Self, FhirError> {
        let object = object(value)?;
        let url: Option<String> = Field::get(object, "url")?;
        Ok(Self {
            url: url.ok_or_else(|| FhirError::missing().within("url"))?,
            value: Choice::get(object, "value")?,
            extension: Field::get(object, "extension")?,
        })
    }

    fn write(&self) -> Value {
        let mut object = Object::new();
        Some(self.url.clone()).put(&mut object, "url");
        if let Some(value) = &self.value {
            value.put(&mut object, "value");
        }
        self.extension.put(&mut object, "extension");
        Value::Object(object)
    }
}

impl From<Date> for Choice {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_chinese_name_is_written_without_a_space_and_an_english_one_with() {
        let name = |family: &str, given: &str| HumanName {
            family: Some(family.into()),
            given: vec![given.into()],
            ..HumanName::default()
        };
        assert_eq!(name("李", "秀英").display().as_deref(), Some("李秀英"));
        assert_eq!(name("Li", "Xiuying").display().as_deref(), Some("Xiuying Li"));
        assert_eq!(HumanName::default().display(), None);
    }

    #[test]
    fn an_error_inside_a_quantity_says_where() {
        let error = Quantity::read(&json!({"value": "38.9"})).unwrap_err();
        assert_eq!(error.path, "value");
    }

    #[test]
    fn an_extension_keeps_its_inner_extensions_and_value() {
        let json = json!({"url": "a", "extension": [{"url": "by", "valueString": "x"}]});
        let extension = Extension::read(&json).unwrap();
        assert_eq!(extension.inner_value("by").and_then(Choice::as_str), Some("x"));
        assert_eq!(extension.write(), json);
    }

    #[test]
    fn an_extension_without_a_url_is_refused() {
        assert_eq!(Extension::read(&json!({"valueString": "x"})).unwrap_err().path, "url");
    }
}
