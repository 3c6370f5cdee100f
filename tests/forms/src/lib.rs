//! Trials of the form engine and of `FHIRPath` over public material: what `cargo xtask conformance` runs.
#![forbid(unsafe_code)]

pub mod corpus;
pub mod fhirpath;
pub mod fill;
pub mod peer;
pub mod questionnaires;
pub mod validation;
pub mod xml;
