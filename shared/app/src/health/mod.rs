//! Readings of other apps and devices: they become entries of the diary, with their source named, once each.

mod event;
mod model;
mod observe;
mod origin;
mod sieve;
mod switch;
mod update;

pub use event::HealthStep;
pub(crate) use model::Health;
pub(crate) use origin::{Origin, origin};
pub(crate) use switch::SWITCHES;
pub(crate) use update::{came, opened, read_now, tick};

#[cfg(test)]
mod tests;
