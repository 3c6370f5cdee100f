//! The FHIR type of an element, known or not, and tests of types.

use serde_json::Value as Json;

use crate::{
    ErrorKind, Value,
    ast::TypeSpecifier,
    model::{Element, NameId, System, TypeId},
    program::Member,
};

/// The FHIR type of an element, when it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kind(Option<TypeId>);

impl Kind {
    pub(crate) const UNKNOWN: Self = Self(None);
    pub(crate) const ELEMENT: Self = Self(Some(TypeId::ELEMENT));
    pub(crate) const EXTENSION: Self = Self(Some(TypeId::EXTENSION));
    pub(crate) const DECIMAL: Self = Self(Some(TypeId::DECIMAL));

    pub(crate) fn named(name: &str) -> Option<Self> {
        TypeId::named(name).map(|id| Self(Some(id)))
    }

    pub(crate) fn id(self) -> Option<TypeId> {
        self.0
    }

    pub(crate) fn is_known(self) -> bool {
        self.0.is_some()
    }

    /// The name of the type; empty when it is not known.
    pub(crate) fn name(self) -> &'static str {
        self.0.map_or("", TypeId::name)
    }

    /// What the JSON says of itself, where the type is open: a resource by its `resourceType`.
    pub(crate) fn of_json(self, json: &Json) -> Self {
        let open = matches!(self.0, None | Some(TypeId::RESOURCE | TypeId::DOMAIN_RESOURCE));
        if !open {
            return self;
        }
        let name = json.as_object().and_then(|object| object.get("resourceType")).and_then(Json::as_str);
        match name.and_then(TypeId::named) {
            Some(id) if id.is_resource() => Self(Some(id)),
            _ => self,
        }
    }

    /// The element of this name.
    pub(crate) fn element(self, member: &Member) -> Option<Element> {
        self.0?.element_of(member.id?)
    }

    /// The only type of an element.
    pub(crate) fn of_element(element: Element) -> Self {
        Self(element.only_type())
    }

    /// The type of what stands in JSON as `key`.
    pub(crate) fn child(self, key: &str) -> Self {
        let Some(id) = self.0 else { return guess(key) };
        match id.element(key) {
            Some(element) if !element.is_choice() => Self(element.only_type()),
            _ => Self(id.choice(key).map(|(_, of)| of)),
        }
    }

    /// The type of `name` + `suffix` when `name` is a choice.
    pub(crate) fn choice(self, name: &str, element: Option<Element>, suffix: &str) -> Option<Self> {
        match (self.0, element) {
            (Some(_), Some(element)) => {
                element.types().find(|of| is_suffix(of.name(), suffix)).map(|of| Self(Some(of)))
            }
            (Some(id), None) => {
                let element = id.element(name).filter(Element::is_choice)?;
                element.types().find(|of| is_suffix(of.name(), suffix)).map(|of| Self(Some(of)))
            }
            (None, _) => TypeId::of_suffix(suffix).map(|of| Self(Some(of))),
        }
    }

    pub(crate) fn is_primitive(self) -> bool {
        self.0.is_some_and(TypeId::is_primitive)
    }

    pub(crate) fn is_quantity(self) -> bool {
        self.0.is_some_and(|id| id.is_a(TypeId::QUANTITY))
    }

    pub(crate) fn system(self) -> Option<System> {
        self.0.and_then(TypeId::system)
    }

    /// The end of `value[x]` for this type; `None` for what cannot be one.
    pub(crate) fn suffix(self) -> Option<&'static str> {
        let id = self.0?;
        if id.is_resource() || id.is_component() {
            return None;
        }
        Some(match id.name() {
            "base64Binary" => "Base64Binary",
            "boolean" => "Boolean",
            "canonical" => "Canonical",
            "code" => "Code",
            "date" => "Date",
            "dateTime" => "DateTime",
            "decimal" => "Decimal",
            "id" => "Id",
            "instant" => "Instant",
            "integer" => "Integer",
            "markdown" => "Markdown",
            "oid" => "Oid",
            "positiveInt" => "PositiveInt",
            "string" => "String",
            "time" => "Time",
            "unsignedInt" => "UnsignedInt",
            "uri" => "Uri",
            "url" => "Url",
            "uuid" => "Uuid",
            "Element" | "BackboneElement" | "xhtml" => return None,
            other => other,
        })
    }
}

/// The types of elements that were asked for lately; documents name the same few again and again.
pub(crate) struct Kinds<'a> {
    children: [Option<(Kind, &'a str, Kind)>; 64],
    elements: [Option<(Kind, NameId, Option<Element>)>; 64],
}

impl<'a> Kinds<'a> {
    pub(crate) fn new() -> Self {
        Self { children: [None; 64], elements: [None; 64] }
    }

    /// [`Kind::element`], remembered.
    #[inline]
    pub(crate) fn element(&mut self, kind: Kind, member: &Member) -> Option<Element> {
        let name = member.id?;
        match self.elements.get_mut(usize::from(member.slot) % 64) {
            Some(Some((of, known, found))) if *of == kind && *known == name => *found,
            Some(slot) => {
                let found = kind.element(member);
                *slot = Some((kind, name, found));
                found
            }
            None => kind.element(member),
        }
    }

    /// [`Kind::child`], remembered.
    pub(crate) fn child(&mut self, kind: Kind, key: &'a str) -> Kind {
        let bytes = key.as_bytes();
        let end = bytes.last().copied().map_or(0, usize::from);
        let start = bytes.first().copied().map_or(0, usize::from);
        let place = (start * 7 + end * 3 + bytes.len() * 13) % self.children.len();
        let Some(slot) = self.children.get_mut(place) else { return kind.child(key) };
        match slot {
            Some((of, name, found)) if *of == kind && *name == key => *found,
            _ => {
                let found = kind.child(key);
                *slot = Some((kind, key, found));
                found
            }
        }
    }
}

/// Whether `suffix` is the type's name with a capital.
fn is_suffix(name: &str, suffix: &str) -> bool {
    let (name, suffix) = (name.as_bytes(), suffix.as_bytes());
    name.len() == suffix.len()
        && name.get(1..) == suffix.get(1..)
        && name.first().map(u8::to_ascii_uppercase) == suffix.first().copied()
}

/// Without knowing the parent: `valueQuantity` is a Quantity whatever it stands in.
fn guess(key: &str) -> Kind {
    let suffix = key.strip_prefix("value").filter(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
    Kind(suffix.and_then(TypeId::of_suffix))
}

/// `is`, `as` and `ofType` of one type, or of the two that share a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TypeTest {
    fhir: Option<TypeId>,
    system: Option<System>,
}

impl TypeTest {
    pub(crate) fn of(specifier: &TypeSpecifier) -> Result<Self, ErrorKind> {
        let name = specifier.name.as_str();
        let test = match specifier.namespace.as_deref() {
            None => Self { fhir: TypeId::named(name), system: system_named(name) },
            Some("System") => return Ok(Self { fhir: None, system: system_named(name) }),
            Some("FHIR") => Self { fhir: TypeId::named(name), system: None },
            Some(_) => Self { fhir: TypeId::named(&specifier.to_string()), system: None },
        };
        if test.fhir.is_none() && test.system.is_none() {
            return Err(ErrorKind::UnknownType(specifier.to_string()));
        }
        Ok(test)
    }

    pub(crate) fn fhir(self) -> Option<TypeId> {
        self.fhir
    }

    /// Whether the value is of the type or of a kind of it.
    pub(crate) fn matches(self, value: &Value<'_>) -> bool {
        let system = match value {
            Value::Boolean(_) => System::Boolean,
            Value::Integer(_) => System::Integer,
            Value::Decimal(_) => System::Decimal,
            Value::String(_) => System::String,
            Value::Date(_) => System::Date,
            Value::DateTime(_) => System::DateTime,
            Value::Time(_) => System::Time,
            Value::Quantity(_) => System::Quantity,
            Value::Type(_) => return false,
            Value::Node(node) => {
                let Some(fhir) = self.fhir else { return false };
                return match node.kind.id() {
                    Some(id) => id.is_a(fhir),
                    None => TypeId::named(value.type_name().name) == Some(fhir),
                };
            }
        };
        self.system == Some(system)
    }
}

fn system_named(name: &str) -> Option<System> {
    Some(match name {
        "Boolean" => System::Boolean,
        "Integer" => System::Integer,
        "Decimal" => System::Decimal,
        "String" => System::String,
        "Date" => System::Date,
        "DateTime" => System::DateTime,
        "Time" => System::Time,
        "Quantity" => System::Quantity,
        _ => return None,
    })
}
