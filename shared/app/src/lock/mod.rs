//! Getting in: the invitation, choosing a PIN, the lock.

mod away;
mod event;
mod hint;
mod invitation;
mod model;
mod quick;
mod update;
mod view;

pub(crate) use away::{Away, before};
pub use event::{LockEvent, LockStep};
pub(crate) use hint::hint;
pub(crate) use invitation::{CLIENT_ID, TokenAnswer, json, post_form, token_url};
pub(crate) use model::{Activating, Grant, Locked, PIN_LENGTH, PinChange, PinTyped, Why};
pub(crate) use quick::{Quick, QuickSetup, QuickTrouble, SWITCHES as QUICK_SWITCHES};
pub(crate) use update::{came, lock_now, start, tick, update};
pub(crate) use view::{activating, change_pin, failed, locked, quick_setup, reactivating};

#[cfg(test)]
mod quick_tests;
#[cfg(test)]
mod tests;
