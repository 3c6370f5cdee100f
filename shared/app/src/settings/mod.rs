//! Settings: language, appearance, elders' mode, lock, PIN.

mod event;

pub use event::{SettingsEvent, SettingsStep};
