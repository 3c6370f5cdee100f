//! Notices: what is shown when, with the app closed. Planned here as a whole, shown by the device.

mod event;
mod model;
mod plan;
mod switch;
mod update;

pub use event::NoticesStep;
pub(crate) use model::Notices;
pub(crate) use switch::SWITCHES;
pub(crate) use update::{came, chosen, follow, look, nobody, opened};

#[cfg(test)]
mod tests;
