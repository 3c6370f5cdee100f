use std::fmt;

/// What is wrong with an element.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FhirErrorKind {
    /// The text is not JSON.
    NotJson(String),
    /// An object (a resource) was expected.
    NotAnObject,
    /// A resource without `resourceType`, or with one that cannot be a type's name.
    NoResourceType,
    /// The resource has another type than the one asked for.
    WrongResourceType {
        /// The type that was asked for.
        expected: &'static str,
    },
    /// The element has another JSON type than its FHIR type needs.
    WrongType {
        /// The FHIR type that was expected.
        expected: &'static str,
    },
    /// The element's text does not follow the rules of its FHIR type.
    Malformed {
        /// The FHIR type that was expected.
        expected: &'static str,
    },
    /// An element that must be there is missing.
    Missing,
}

/// A fault in a resource, with the path of the element that has it.
///
/// Its text names paths and types but never a value: values are patient data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FhirError {
    /// The element, as in `Observation.component[1].valueQuantity.value`; empty for the document itself.
    pub path: String,
    /// What is wrong with it.
    pub kind: FhirErrorKind,
}

impl FhirError {
    /// A fault at the place that is being read.
    pub fn new(kind: FhirErrorKind) -> Self {
        Self { path: String::new(), kind }
    }

    /// The same fault, seen from the parent whose element is called `name`.
    #[must_use]
    pub fn within(mut self, name: &str) -> Self {
        let dot = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{name}{dot}{}", self.path);
        self
    }

    /// The same fault, seen from the list in which the element stands at `index`.
    #[must_use]
    pub fn at(mut self, index: usize) -> Self {
        let dot = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("[{index}]{dot}{}", self.path);
        self
    }

    pub(crate) fn wrong_type(expected: &'static str) -> Self {
        Self::new(FhirErrorKind::WrongType { expected })
    }

    pub(crate) fn malformed(expected: &'static str) -> Self {
        Self::new(FhirErrorKind::Malformed { expected })
    }

    pub(crate) fn missing() -> Self {
        Self::new(FhirErrorKind::Missing)
    }
}

impl fmt::Display for FhirError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        match &self.kind {
            FhirErrorKind::NotJson(why) => write!(f, "not JSON: {why}"),
            FhirErrorKind::NotAnObject => f.write_str("a resource is a JSON object"),
            FhirErrorKind::NoResourceType => f.write_str("resourceType is missing or is no type's name"),
            FhirErrorKind::WrongResourceType { expected } => write!(f, "the resource is no {expected}"),
            FhirErrorKind::WrongType { expected } => write!(f, "expected {expected}"),
            FhirErrorKind::Malformed { expected } => write!(f, "malformed {expected}"),
            FhirErrorKind::Missing => f.write_str("missing"),
        }
    }
}

impl std::error::Error for FhirError {}
