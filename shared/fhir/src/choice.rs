use serde_json::Value;

use crate::{
    Annotation, Attachment, CodeableConcept, Coding, Datatype, Date, DateTime, Decimal, FhirError,
    Identifier, Instant, Period, Quantity, Range, Ratio, Reference, Time, element::Object,
};

/// The value of a choice element such as `value[x]`: the type is in the element's name.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Choice {
    /// `…Quantity`
    Quantity(Quantity),
    /// `…CodeableConcept`
    CodeableConcept(CodeableConcept),
    /// `…Coding`
    Coding(Coding),
    /// `…String`, `…Markdown`, `…Code`, `…Uri`, `…Url`, `…Canonical`, `…Oid`, `…Uuid`, `…Id`, `…Base64Binary`: the
    /// suffix, then the text.
    Text(&'static str, String),
    /// `…Boolean`
    Boolean(bool),
    /// `…Integer`, `…PositiveInt`, `…UnsignedInt`
    Integer(i32),
    /// `…Decimal`
    Decimal(Decimal),
    /// `…DateTime`
    DateTime(DateTime),
    /// `…Date`
    Date(Date),
    /// `…Instant`
    Instant(Instant),
    /// `…Time`
    Time(Time),
    /// `…Period`
    Period(Period),
    /// `…Range`
    Range(Range),
    /// `…Ratio`
    Ratio(Ratio),
    /// `…Reference`
    Reference(Reference),
    /// `…Identifier`
    Identifier(Identifier),
    /// `…Attachment`
    Attachment(Attachment),
    /// `…Annotation`
    Annotation(Annotation),
    /// Any other type: the suffix, then its JSON as it is.
    Other(String, Value),
}

const TEXTS: [&str; 10] =
    ["String", "Markdown", "Code", "Uri", "Url", "Canonical", "Oid", "Uuid", "Id", "Base64Binary"];

impl Choice {
    /// Reads the element of `object` whose name is `name` and then a type.
    ///
    /// # Errors
    /// What its type's reader says, with the element's full name in the path.
    pub fn get(object: &Object, name: &str) -> Result<Option<Self>, FhirError> {
        for (key, value) in object {
            let Some(suffix) = key.strip_prefix(name) else { continue };
            if suffix.starts_with(|c: char| c.is_ascii_uppercase()) && !value.is_null() {
                return Self::read(suffix, value).map(Some).map_err(|error| error.within(key));
            }
        }
        Ok(None)
    }

    /// Sets the element, in place of any other type it had.
    pub fn put(&self, object: &mut Object, name: &str) {
        Self::clear(object, name);
        let (suffix, value) = self.write();
        object.insert(format!("{name}{suffix}"), value);
    }

    /// Removes the element, whatever type it has.
    pub fn clear(object: &mut Object, name: &str) {
        object.retain(|key, _| {
            let of_choice = |key: &str| {
                key.strip_prefix(name)
                    .is_some_and(|suffix| suffix.starts_with(|c: char| c.is_ascii_uppercase()))
            };
            !of_choice(key.strip_prefix('_').unwrap_or(key))
        });
    }

    /// A `…String`.
    pub fn string(text: impl Into<String>) -> Self {
        Self::Text("String", text.into())
    }

    /// A `…Code`.
    pub fn code(text: impl Into<String>) -> Self {
        Self::Text("Code", text.into())
    }

    /// A `…Canonical`.
    pub fn canonical(text: impl Into<String>) -> Self {
        Self::Text("Canonical", text.into())
    }

    /// A `…Uri`.
    pub fn uri(text: impl Into<String>) -> Self {
        Self::Text("Uri", text.into())
    }

    /// The text of a text-like value.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(_, text) => Some(text),
            _ => None,
        }
    }

    /// The amount.
    pub fn as_quantity(&self) -> Option<&Quantity> {
        match self {
            Self::Quantity(quantity) => Some(quantity),
            _ => None,
        }
    }

    /// The number of a quantity, a decimal or an integer.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Self::Quantity(quantity) => quantity.value.clone(),
            Self::Decimal(decimal) => Some(decimal.clone()),
            Self::Integer(integer) => Some(Decimal::from(i64::from(*integer))),
            _ => None,
        }
    }

    /// When it is, or when it begins.
    pub fn start(&self) -> Option<DateTime> {
        match self {
            Self::DateTime(at) => Some(at.clone()),
            Self::Instant(at) => Some(at.clone().into()),
            Self::Date(day) => DateTime::parse(day.as_str()).ok(),
            Self::Period(period) => period.start.clone(),
            _ => None,
        }
    }

    fn read(suffix: &str, value: &Value) -> Result<Self, FhirError> {
        if let Some(text) = TEXTS.into_iter().find(|text| *text == suffix) {
            return Ok(Self::Text(text, Datatype::read(value)?));
        }
        Ok(match suffix {
            "Quantity" => Self::Quantity(Datatype::read(value)?),
            "CodeableConcept" => Self::CodeableConcept(Datatype::read(value)?),
            "Coding" => Self::Coding(Datatype::read(value)?),
            "Boolean" => Self::Boolean(Datatype::read(value)?),
            "Integer" => Self::Integer(Datatype::read(value)?),
            "Decimal" => Self::Decimal(Datatype::read(value)?),
            "DateTime" => Self::DateTime(Datatype::read(value)?),
            "Date" => Self::Date(Datatype::read(value)?),
            "Instant" => Self::Instant(Datatype::read(value)?),
            "Time" => Self::Time(Datatype::read(value)?),
            "Period" => Self::Period(Datatype::read(value)?),
            "Range" => Self::Range(Datatype::read(value)?),
            "Ratio" => Self::Ratio(Datatype::read(value)?),
            "Reference" => Self::Reference(Datatype::read(value)?),
            "Identifier" => Self::Identifier(Datatype::read(value)?),
            "Attachment" => Self::Attachment(Datatype::read(value)?),
            "Annotation" => Self::Annotation(Datatype::read(value)?),
            other => Self::Other(other.to_owned(), value.clone()),
        })
    }

    fn write(&self) -> (&str, Value) {
        match self {
            Self::Quantity(value) => ("Quantity", value.write()),
            Self::CodeableConcept(value) => ("CodeableConcept", value.write()),
            Self::Coding(value) => ("Coding", value.write()),
            Self::Text(suffix, value) => (suffix, value.write()),
            Self::Boolean(value) => ("Boolean", value.write()),
            Self::Integer(value) => ("Integer", value.write()),
            Self::Decimal(value) => ("Decimal", value.write()),
            Self::DateTime(value) => ("DateTime", value.write()),
            Self::Date(value) => ("Date", value.write()),
            Self::Instant(value) => ("Instant", value.write()),
            Self::Time(value) => ("Time", value.write()),
            Self::Period(value) => ("Period", value.write()),
            Self::Range(value) => ("Range", value.write()),
            Self::Ratio(value) => ("Ratio", value.write()),
            Self::Reference(value) => ("Reference", value.write()),
            Self::Identifier(value) => ("Identifier", value.write()),
            Self::Attachment(value) => ("Attachment", value.write()),
            Self::Annotation(value) => ("Annotation", value.write()),
            Self::Other(suffix, value) => (suffix, value.clone()),
        }
    }
}

impl From<Quantity> for Choice {
    fn from(value: Quantity) -> Self {
        Self::Quantity(value)
    }
}

impl From<DateTime> for Choice {
    fn from(value: DateTime) -> Self {
        Self::DateTime(value)
    }
}

impl From<Instant> for Choice {
    fn from(value: Instant) -> Self {
        Self::Instant(value)
    }
}

impl From<Reference> for Choice {
    fn from(value: Reference) -> Self {
        Self::Reference(value)
    }
}

impl From<CodeableConcept> for Choice {
    fn from(value: CodeableConcept) -> Self {
        Self::CodeableConcept(value)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn object(value: &Value) -> Object {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn the_type_is_read_from_the_name() {
        let map = object(&json!({"valueQuantity": {"value": 38.60, "code": "Cel"}, "valuation": 1}));
        let choice = Choice::get(&map, "value").unwrap().unwrap();
        assert_eq!(choice.number().unwrap(), Decimal::parse("38.6").unwrap());
    }

    #[test]
    fn setting_another_type_takes_the_place_of_the_old_one() {
        let mut map = object(&json!({"valueString": "x", "_valueString": {"id": "a"}, "code": 1}));
        Choice::Integer(8).put(&mut map, "value");
        assert_eq!(Value::Object(map), json!({"code": 1, "valueInteger": 8}));
    }

    #[test]
    fn a_type_we_do_not_know_is_kept_as_it_is() {
        let map = object(&json!({"valueSampledData": {"data": "1 2"}}));
        let choice = Choice::get(&map, "value").unwrap().unwrap();
        let mut out = Object::new();
        choice.put(&mut out, "value");
        assert_eq!(out, map);
    }

    #[test]
    fn an_error_names_the_whole_element() {
        let map = object(&json!({"effectiveDateTime": "yesterday"}));
        assert_eq!(Choice::get(&map, "effective").unwrap_err().path, "effectiveDateTime");
    }
}
