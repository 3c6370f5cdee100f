//! Settings: language, appearance, elders' mode, lock, PIN.

mod event;
mod update;
mod view;

pub use event::{SettingsEvent, SettingsStep};
pub(crate) use update::{came, remember, update};
pub(crate) use view::view;

#[cfg(test)]
mod tests;
