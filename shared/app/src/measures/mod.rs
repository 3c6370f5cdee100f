//! Recording what a device at home measures.

mod event;
mod model;

pub use event::{MeasuresEvent, TypedField};
pub(crate) use model::MeasureDraft;
