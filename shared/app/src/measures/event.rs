use facet::Facet;
use serde::{Deserialize, Serialize};

/// What a person does while recording a measurement.
#[derive(Facet, Clone, Debug, Serialize, Deserialize)]
#[repr(C)]
pub enum MeasuresEvent {
    /// Which measurement, by id.
    KindChosen(String),
    /// A field so far.
    FieldTyped(TypedField),
    /// When it was, in local time: `2026-11-22T16:05`.
    WhenChanged(String),
    /// The solid button; a second press confirms an unusual value.
    SavePressed,
}

/// What stands in a field.
#[derive(Facet, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedField {
    /// Which field, by id.
    pub id: String,
    /// What stands in it.
    pub text: String,
}
