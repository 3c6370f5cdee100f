//! Recording what a device at home measures.

mod event;
mod model;
mod update;
mod view;

pub use event::{MeasuresEvent, TypedField};
pub(crate) use model::MeasureDraft;
pub(crate) use update::update;
pub(crate) use view::view;

#[cfg(test)]
mod tests;
