use std::fmt;

use thiserror::Error;

/// Something that could not be extracted. The rest was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtractProblem {
    /// The item it is about; the form when there is none.
    pub link_id: Option<String>,
    /// What is wrong.
    pub kind: ExtractProblemKind,
}

/// What can be wrong with an extraction.
///
/// The texts are for a form's author and name elements and expressions, never an answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ExtractProblemKind {
    /// The response says that nothing may be taken from it.
    #[error("a response that is {0} is not extracted")]
    Status(String),
    /// An item to be extracted as an Observation without a code.
    #[error("an item that is extracted as an Observation needs a code")]
    NoCode,
    /// A display item cannot be extracted.
    #[error("a display item cannot be extracted")]
    Display,
    /// `observationExtract` with a yes or no and a relation, or an unknown relation.
    #[error("observationExtract is {0}")]
    Relation(String),
    /// A component, member or derived item without a parent that is extracted.
    #[error("there is no Observation above this item to belong to; it stands on its own")]
    NoParent,
    /// R4's Observation has no value of this type.
    #[error("an Observation cannot hold a value[x] of type {0}")]
    ObservationValue(String),
    /// An expression does not parse or cannot be evaluated.
    #[error("the expression `{text}` cannot be used: {why}")]
    Expression {
        /// The expression.
        text: String,
        /// Why.
        why: String,
    },
    /// An expression in a language that is not evaluated here.
    #[error("an expression in {0} is not evaluated here")]
    Language(String),
    /// An expression gave more than the element can hold.
    #[error("`{0}` can hold one value, there are more; the first is taken")]
    TooMany(String),
    /// A resource type that R4 does not have.
    #[error("`{0}` is no resource type of R4")]
    ResourceType(String),
    /// A profile that is not at hand, so that its resource type is not known.
    #[error("the profile {0} is not at hand, and nothing says its resource type")]
    Profile(String),
    /// A definition that leads to no element, or to none of the resources that are extracted here.
    #[error("the definition `{0}` leads to no element of a resource that is extracted here")]
    Definition(String),
    /// A slice whose profile is not at hand, so that what makes it that slice is not known.
    #[error("what makes `{0}` that slice is not known: its profile is not at hand")]
    Slice(String),
    /// A value that cannot be what the element needs.
    #[error("`{element}` cannot be made from a {found}")]
    Value {
        /// The element.
        element: String,
        /// The type of what there is.
        found: String,
    },
    /// A template that is not contained.
    #[error("the template {0} is not contained in the form")]
    Template(String),
    /// An extension that lacks a part.
    #[error("the extension {0} is not complete")]
    Incomplete(&'static str),
    /// An id that R4 does not allow.
    #[error("`{0}` gives no id that R4 allows")]
    Id(String),
    /// Two resources with the same id.
    #[error("two resources would be {0}; the second is left out")]
    Twice(String),
    /// A way of extraction that is not offered.
    #[error("extraction by StructureMap is not offered")]
    StructureMap,
    /// Items nested deeper than is read.
    #[error("items are nested too deeply")]
    TooDeep,
}

impl fmt::Display for ExtractProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(link_id) = &self.link_id {
            write!(f, "{link_id}: ")?;
        }
        self.kind.fmt(f)
    }
}

impl std::error::Error for ExtractProblem {}
