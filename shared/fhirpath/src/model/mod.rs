//! What R4 says of its types: which elements they have, of which types, and what is a kind of what.

#[rustfmt::skip]
mod table;

#[cfg(test)]
mod tests;

use table::{COMPONENTS, ELEMENT_NAMES, ELEMENTS, NAMES, SHAPE_TYPES, SHAPES, TYPES};

/// A type of R4: a resource, a datatype, a primitive, or a component such as `Questionnaire.item`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(u16);

/// The name of an element, looked up once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NameId(u16);

/// The types that `System` knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum System {
    /// `System.Boolean`
    Boolean,
    /// `System.Integer`
    Integer,
    /// `System.Decimal`
    Decimal,
    /// `System.String`
    String,
    /// `System.Date`
    Date,
    /// `System.DateTime`
    DateTime,
    /// `System.Time`
    Time,
    /// `System.Quantity`
    Quantity,
}

/// What a type says of one of its elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Element {
    name: u16,
    shape: u16,
}

macro_rules! known {
    ($($constant:ident = $number:literal $name:literal;)*) => {
        impl TypeId {
            $(#[doc = concat!("`", $name, "`")] pub const $constant: Self = Self($number);)*

            #[cfg(test)]
            const KNOWN: &'static [(Self, &'static str)] = &[$((Self::$constant, $name)),*];
        }
    };
}

known! {
    AGE = 4 "Age";
    BACKBONE_ELEMENT = 11 "BackboneElement";
    BUNDLE = 16 "Bundle";
    CODEABLE_CONCEPT = 27 "CodeableConcept";
    CODING = 28 "Coding";
    DOMAIN_RESOURCE = 55 "DomainResource";
    ELEMENT = 59 "Element";
    EXTENSION = 72 "Extension";
    PATIENT = 129 "Patient";
    QUANTITY = 142 "Quantity";
    QUESTIONNAIRE = 143 "Questionnaire";
    QUESTIONNAIRE_RESPONSE = 144 "QuestionnaireResponse";
    REFERENCE = 147 "Reference";
    RESOURCE = 155 "Resource";
    BASE64_BINARY = 189 "base64Binary";
    BOOLEAN = 190 "boolean";
    CANONICAL = 191 "canonical";
    CODE = 192 "code";
    DATE = 193 "date";
    DATE_TIME = 194 "dateTime";
    DECIMAL = 195 "decimal";
    ID = 196 "id";
    INSTANT = 197 "instant";
    INTEGER = 198 "integer";
    MARKDOWN = 199 "markdown";
    STRING = 202 "string";
    TIME = 203 "time";
    URI = 205 "uri";
    URL = 206 "url";
    XHTML = 208 "xhtml";
}

impl TypeId {
    /// The type of this name: `Patient`, `Quantity`, `code`, or a component by its path, `Questionnaire.item`
    /// (where an element is defined by another one's content, as `Questionnaire.item.item` is, that one is found).
    pub fn named(name: &str) -> Option<Self> {
        let mut parts = name.split('.');
        let top = NAMES.binary_search(&parts.next()?).ok()?;
        let mut found = Self(u16::try_from(top).ok()?);
        for part in parts {
            found = found.element(part)?.only_type()?;
        }
        Some(found)
    }

    /// The type whose name follows a choice element's, as in `valueQuantity` and `valueDateTime`.
    pub fn of_suffix(suffix: &str) -> Option<Self> {
        if let Some(id) = Self::named(suffix).filter(|_| !suffix.contains('.')) {
            return Some(id);
        }
        let position = NAMES.iter().skip(FIRST_PRIMITIVE).position(|name| is_suffix(name, suffix))?;
        u16::try_from(FIRST_PRIMITIVE + position).ok().map(Self)
    }

    /// Whether this is how its name ends a choice's: with a capital.
    pub(crate) fn is_suffix(self, suffix: &str) -> bool {
        is_suffix(self.name(), suffix)
    }

    /// Its name as `type()` gives it: a component is a `BackboneElement` or an `Element`.
    pub fn name(self) -> &'static str {
        match NAMES.get(usize::from(self.0)) {
            Some(name) => name,
            None => self.parent().map_or("Element", Self::name),
        }
    }

    /// Its name, of a component the path: `Questionnaire.item`.
    pub fn path(self) -> String {
        let component = usize::from(self.0).checked_sub(NAMES.len()).and_then(|at| COMPONENTS.get(at));
        match component {
            Some((of, name)) => format!("{}.{}", Self(*of).path(), NameId(*name).as_str()),
            None => self.name().to_owned(),
        }
    }

    /// The type it specialises.
    pub fn parent(self) -> Option<Self> {
        let (parent, ..) = *TYPES.get(usize::from(self.0))?;
        (usize::from(parent) < TYPES.len()).then_some(Self(parent))
    }

    /// Whether it is `other` or a specialisation of it.
    pub fn is_a(self, other: Self) -> bool {
        let mut at = Some(self);
        while let Some(id) = at {
            if id == other {
                return true;
            }
            at = id.parent();
        }
        false
    }

    /// Whether it is a primitive datatype.
    pub fn is_primitive(self) -> bool {
        self.kind() == 0
    }

    /// Whether it is a resource (or `Resource` or `DomainResource` itself).
    pub fn is_resource(self) -> bool {
        self.kind() == 2
    }

    /// Whether it is a part of another type, such as `Questionnaire.item`.
    pub fn is_component(self) -> bool {
        self.kind() == 3
    }

    fn kind(self) -> u8 {
        TYPES.get(usize::from(self.0)).map_or(1, |(_, kind, _)| *kind)
    }

    /// The element of this name, its own or inherited. A choice is found by its name without type: `value`.
    pub fn element(self, name: &str) -> Option<Element> {
        let mut at = Some(self);
        while let Some(id) = at {
            let own = id.own();
            if let Ok(found) = own.binary_search_by(|(known, _)| NameId(*known).as_str().cmp(name)) {
                return own.get(found).map(|(name, shape)| Element { name: *name, shape: *shape });
            }
            at = id.parent();
        }
        None
    }

    /// Like [`TypeId::element`], for a name that was looked up before.
    pub fn element_of(self, name: NameId) -> Option<Element> {
        let mut at = Some(self);
        while let Some(id) = at {
            let own = id.own();
            if let Ok(found) = own.binary_search_by_key(&name.0, |(name, _)| *name) {
                return own.get(found).map(|(name, shape)| Element { name: *name, shape: *shape });
            }
            at = id.parent();
        }
        None
    }

    /// The choice element behind a name as it stands in JSON, with the type: `valueQuantity` is `value` as a
    /// `Quantity`.
    pub fn choice(self, json_name: &str) -> Option<(Element, Self)> {
        let mut ends = json_name.char_indices().filter(|(_, c)| c.is_ascii_uppercase()).map(|(at, _)| at);
        ends.find_map(|at| {
            let (name, suffix) = json_name.split_at_checked(at)?;
            let element = self.element(name).filter(Element::is_choice)?;
            let id = element.types().find(|id| id.is_suffix(suffix))?;
            Some((element, id))
        })
    }

    /// All its elements, its own before the inherited ones.
    pub fn elements(self) -> impl Iterator<Item = Element> {
        std::iter::successors(Some(self), |id| id.parent())
            .flat_map(|id| id.own().iter().map(|(name, shape)| Element { name: *name, shape: *shape }))
    }

    /// The `System` type its values count as, when they do.
    pub fn system(self) -> Option<System> {
        Some(match self {
            Self::BOOLEAN => System::Boolean,
            Self::DECIMAL => System::Decimal,
            Self::DATE => System::Date,
            Self::DATE_TIME | Self::INSTANT => System::DateTime,
            Self::TIME => System::Time,
            id if id.is_a(Self::INTEGER) => System::Integer,
            id if id.is_a(Self::QUANTITY) => System::Quantity,
            id if id.is_primitive() => System::String,
            _ => return None,
        })
    }

    fn own(self) -> &'static [(u16, u16)] {
        let start = |at: usize| TYPES.get(at).map_or(ELEMENTS.len(), |(_, _, start)| usize::from(*start));
        let at = usize::from(self.0);
        ELEMENTS.get(start(at)..start(at + 1)).unwrap_or_default()
    }
}

/// The types whose names begin with a small letter come last: the primitives.
const FIRST_PRIMITIVE: usize = 189;

fn is_suffix(name: &str, suffix: &str) -> bool {
    let (name, suffix) = (name.as_bytes(), suffix.as_bytes());
    name.len() == suffix.len()
        && name.get(1..) == suffix.get(1..)
        && name.first().map(u8::to_ascii_uppercase) == suffix.first().copied()
}

impl std::fmt::Debug for TypeId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.path())
    }
}

impl NameId {
    /// The name, when any type of R4 has an element called so.
    pub fn of(name: &str) -> Option<Self> {
        let at = ELEMENT_NAMES.binary_search(&name).ok()?;
        u16::try_from(at).ok().map(Self)
    }

    /// The name itself.
    pub fn as_str(self) -> &'static str {
        ELEMENT_NAMES.get(usize::from(self.0)).copied().unwrap_or_default()
    }
}

impl Element {
    /// Its name; of a choice, without type.
    pub fn name(&self) -> &'static str {
        NameId(self.name).as_str()
    }

    /// Whether it may be there more than once, and is an array in JSON.
    pub fn is_list(&self) -> bool {
        self.shape().0
    }

    /// Whether its name in JSON ends in its type: `value[x]`.
    pub fn is_choice(&self) -> bool {
        self.shape().1
    }

    /// The types it may have.
    pub fn types(&self) -> impl Iterator<Item = TypeId> + use<> {
        let (_, _, start, count) = self.shape();
        let start = usize::from(start);
        SHAPE_TYPES.get(start..start + usize::from(count)).unwrap_or_default().iter().map(|id| TypeId(*id))
    }

    /// Its type, when there is but one.
    pub fn only_type(&self) -> Option<TypeId> {
        let mut types = self.types();
        let first = types.next();
        first.filter(|_| types.next().is_none())
    }

    /// Its names in JSON, with the types: of a choice one for each, of all others one.
    pub fn json_names(&self) -> impl Iterator<Item = (String, TypeId)> + use<> {
        let (name, choice) = (self.name(), self.is_choice());
        self.types().map(move |id| {
            if !choice {
                return (name.to_owned(), id);
            }
            let of = id.name();
            let mut text = String::with_capacity(name.len() + of.len());
            text.push_str(name);
            text.extend(of.chars().next().map(|c| c.to_ascii_uppercase()));
            text.push_str(of.get(1..).unwrap_or_default());
            (text, id)
        })
    }

    fn shape(self) -> (bool, bool, u16, u8) {
        SHAPES.get(usize::from(self.shape)).copied().unwrap_or((false, false, 0, 0))
    }
}
