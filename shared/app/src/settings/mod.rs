//! Settings: language, appearance, elders' mode, what the device can do, lock, PIN.

mod event;
pub(crate) mod switches;
mod update;
mod view;

pub use event::{SettingsEvent, SettingsStep};
pub(crate) use switches::Switch;
pub(crate) use update::{came, remember, update};
pub(crate) use view::view;

#[cfg(test)]
mod tests;
