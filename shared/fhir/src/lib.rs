//! FHIR R4 as Kangban speaks it: lossless over JSON.
//!
//! A [`Resource`] is its JSON, kept whole: unknown elements, extensions, the order of properties and the digits
//! of every decimal survive. Typed views ([`Observation`], [`Task`] …) are newtypes over it whose accessors read
//! one element at a time and say the element's path when it is wrong, so that one wrong element costs that
//! element and not the record.
//!
//! This crate does no I/O and reads no clock.
//!
//! Specification: <http://hl7.org/fhir/R4/>.
#![forbid(unsafe_code)]

mod bundle;
mod choice;
pub mod conformance;
mod datatypes;
mod dates;
mod decimal;
mod element;
mod error;
mod outcome;
mod reference;
mod resource;
pub mod terms;
mod views;

pub use bundle::{Bundle, BundleEntry, BundleKind, BundleLink, EntryRequest, EntryResponse, EntrySearch};
pub use choice::Choice;
pub use datatypes::{
    Address, Annotation, Attachment, CodeableConcept, Coding, ContactPoint, Extension, HumanName, Identifier,
    Meta, Narrative, Period, Quantity, Range, Ratio, RelatedArtifact,
};
pub use dates::{Date, DateTime, Instant, Precision, Time};
pub use decimal::Decimal;
pub use element::{Datatype, Field, Object};
pub use error::{FhirError, FhirErrorKind};
pub use outcome::{IssueSeverity, OperationOutcome};
pub use reference::Reference;
pub use resource::{Id, Resource};
pub use views::*;
