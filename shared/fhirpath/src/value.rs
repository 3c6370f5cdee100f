//! The items of a collection.

use std::{borrow::Cow, fmt};

use bigdecimal::BigDecimal;
use serde_json::{Number, Value as Json, json};

use crate::{
    Node, Quantity, number,
    temporal::{Date, DateTime, Time},
    types::Kind,
};

/// One item of a collection. JSON is borrowed, never cloned.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Value<'a> {
    /// `true`, `false`
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A number with its exact digits.
    Decimal(BigDecimal),
    /// A text.
    String(Cow<'a, str>),
    /// A year, a month or a day.
    Date(Date),
    /// A date with a time of day, either as exact as it was given.
    DateTime(DateTime),
    /// A time of day.
    Time(Time),
    /// A number with a unit.
    Quantity(Box<Quantity>),
    /// An element of a resource.
    Node(Node<'a>),
    /// What `type()` answers.
    Type(TypeName),
}

/// The name of a type: `FHIR.Patient`, `System.Integer`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypeName {
    /// `FHIR` or `System`; empty when the type of an element is not known.
    pub namespace: &'static str,
    /// The name.
    pub name: &'static str,
}

impl fmt::Display for TypeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.namespace.is_empty() {
            return f.write_str("an element of unknown type");
        }
        write!(f, "{}.{}", self.namespace, self.name)
    }
}

impl<'a> Value<'a> {
    /// A resource or a bare value. The type of a resource is its `resourceType`; of anything else it is not known.
    pub fn of(json: &'a Json) -> Self {
        Self::Node(Node::new(json, Kind::UNKNOWN))
    }

    /// An element whose type is known: `Coding`, `date`, `QuestionnaireResponse.item`. An unknown name counts as none.
    pub fn typed(json: &'a Json, fhir_type: &str) -> Self {
        Self::Node(Node::new(json, Kind::named(fhir_type).unwrap_or(Kind::UNKNOWN)))
    }

    /// A primitive with the object beside it that carries its id and extensions (`birthDate` and `_birthDate`).
    pub fn primitive(json: Option<&'a Json>, beside: Option<&'a Json>, fhir_type: &str) -> Self {
        Self::Node(Node { json, beside, kind: Kind::named(fhir_type).unwrap_or(Kind::UNKNOWN) })
    }

    /// A text.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::String(text.into())
    }

    /// `true` or `false`, of the language or of FHIR.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Boolean(value) => Some(*value),
            Self::Node(node) => node.json?.as_bool(),
            _ => None,
        }
    }

    /// The text of a string, or of a FHIR primitive that is written as one (dates among them).
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            Self::Node(node) => node.json?.as_str(),
            _ => None,
        }
    }

    /// A whole number, of the language or of FHIR.
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(value) => Some(*value),
            Self::Node(node) if node.kind != Kind::DECIMAL => node.json?.as_number()?.as_str().parse().ok(),
            _ => None,
        }
    }

    /// A number, of the language or of FHIR.
    pub fn as_decimal(&self) -> Option<BigDecimal> {
        match self {
            Self::Integer(value) => Some(BigDecimal::from(*value)),
            Self::Decimal(value) => Some(value.clone()),
            Self::Node(node) => number::parse(node.json?.as_number()?.as_str()),
            _ => None,
        }
    }

    /// A quantity, of the language or of FHIR.
    pub fn as_quantity(&self) -> Option<Quantity> {
        match self {
            Self::Quantity(quantity) => Some(Quantity::clone(quantity)),
            Self::Node(node) => node.quantity(),
            _ => None,
        }
    }

    /// The JSON it is borrowed from.
    pub fn json(&self) -> Option<&'a Json> {
        match self {
            Self::Node(node) => node.json,
            _ => None,
        }
    }

    /// As FHIR JSON; decimals keep their digits. `null` for a primitive that has only extensions.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Boolean(value) => Json::Bool(*value),
            Self::Integer(value) => Json::Number(Number::from(*value)),
            Self::Decimal(value) => Json::Number(Number::from_string_unchecked(number::text(value))),
            Self::String(text) => Json::String(text.clone().into_owned()),
            Self::Date(date) => Json::String(date.to_string()),
            Self::DateTime(date) => Json::String(date.to_string()),
            Self::Time(time) => Json::String(time.to_string()),
            Self::Quantity(quantity) => quantity.to_json(),
            Self::Node(node) => node.json.cloned().unwrap_or(Json::Null),
            Self::Type(name) => json!({ "namespace": name.namespace, "name": name.name }),
        }
    }

    /// As `value[x]`: the suffix of its name and its JSON. `None` for what cannot be one: a resource, a group of
    /// elements, an element of unknown type that is an object.
    pub fn to_choice(&self) -> Option<(&'static str, Json)> {
        let suffix = match self {
            Self::Boolean(_) => "Boolean",
            Self::Integer(value) if i32::try_from(*value).is_err() => "Decimal",
            Self::Integer(_) => "Integer",
            Self::Decimal(_) => "Decimal",
            Self::String(_) => "String",
            Self::Date(_) => "Date",
            Self::DateTime(_) => "DateTime",
            Self::Time(_) => "Time",
            Self::Quantity(_) => "Quantity",
            Self::Node(node) => match node.kind.suffix() {
                Some(suffix) => suffix,
                None => match node.system()? {
                    Self::Quantity(_) => return None,
                    system => return system.to_choice(),
                },
            },
            Self::Type(_) => return None,
        };
        Some((suffix, self.to_json()))
    }

    /// Its type.
    pub fn type_name(&self) -> TypeName {
        let system = |name| TypeName { namespace: "System", name };
        match self {
            Self::Boolean(_) => system("Boolean"),
            Self::Integer(_) => system("Integer"),
            Self::Decimal(_) => system("Decimal"),
            Self::String(_) => system("String"),
            Self::Date(_) => system("Date"),
            Self::DateTime(_) => system("DateTime"),
            Self::Time(_) => system("Time"),
            Self::Quantity(_) => system("Quantity"),
            Self::Node(node) if node.kind.is_known() => {
                TypeName { namespace: "FHIR", name: node.kind.name() }
            }
            Self::Node(node) => match node.json {
                // Without a type, what JSON itself says is all there is.
                Some(Json::Bool(_)) => TypeName { namespace: "FHIR", name: "boolean" },
                Some(Json::String(_)) => TypeName { namespace: "FHIR", name: "string" },
                Some(Json::Number(number))
                    if number.as_str().bytes().all(|b| b.is_ascii_digit() || b == b'-') =>
                {
                    TypeName { namespace: "FHIR", name: "integer" }
                }
                Some(Json::Number(_)) => TypeName { namespace: "FHIR", name: "decimal" },
                _ => TypeName { namespace: "", name: "" },
            },
            Self::Type(_) => system("TypeInfo"),
        }
    }

    /// A copy that does not borrow, for results kept beyond their JSON.
    #[allow(clippy::should_implement_trait)]
    pub fn to_owned(&self) -> Owned {
        Owned(match self {
            Self::Node(node) => {
                Kept::Node { json: node.json.cloned(), beside: node.beside.cloned(), kind: node.kind }
            }
            Self::String(text) => Kept::Value(Value::String(Cow::Owned(text.clone().into_owned()))),
            Self::Boolean(value) => Kept::Value(Value::Boolean(*value)),
            Self::Integer(value) => Kept::Value(Value::Integer(*value)),
            Self::Decimal(value) => Kept::Value(Value::Decimal(value.clone())),
            Self::Date(value) => Kept::Value(Value::Date(*value)),
            Self::DateTime(value) => Kept::Value(Value::DateTime(*value)),
            Self::Time(value) => Kept::Value(Value::Time(*value)),
            Self::Quantity(value) => Kept::Value(Value::Quantity(value.clone())),
            Self::Type(value) => Kept::Value(Value::Type(*value)),
        })
    }

    /// A FHIR primitive or quantity as the value of the language it converts to; anything else as it is.
    pub(crate) fn system(&self) -> Cow<'_, Value<'a>> {
        match self {
            Self::Node(node) => node.system().map_or(Cow::Borrowed(self), Cow::Owned),
            _ => Cow::Borrowed(self),
        }
    }
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<BigDecimal> for Value<'_> {
    fn from(value: BigDecimal) -> Self {
        Self::Decimal(value)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::String(Cow::Borrowed(text))
    }
}

/// A [`Value`] that does not borrow.
#[derive(Debug, Clone)]
pub struct Owned(Kept);

#[derive(Debug, Clone)]
enum Kept {
    Node { json: Option<Json>, beside: Option<Json>, kind: Kind },
    Value(Value<'static>),
}

impl Owned {
    /// The value, borrowed from here.
    pub fn value(&self) -> Value<'_> {
        match &self.0 {
            Kept::Node { json, beside, kind } => {
                Value::Node(Node { json: json.as_ref(), beside: beside.as_ref(), kind: *kind })
            }
            Kept::Value(Value::String(text)) => Value::String(Cow::Borrowed(text)),
            Kept::Value(value) => value.clone(),
        }
    }
}

impl PartialEq for Owned {
    /// Whether both are of the same type and written alike.
    fn eq(&self, other: &Self) -> bool {
        let (mine, theirs) = (self.value(), other.value());
        mine.type_name() == theirs.type_name() && mine.to_json() == theirs.to_json()
    }
}
