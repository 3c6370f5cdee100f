//! Getting in: the invitation, choosing a PIN, the lock.

mod event;
mod model;

pub use event::{LockEvent, LockStep};
pub(crate) use model::{Activating, Grant, Locked, PIN_LENGTH, PinChange, PinTyped};
