//! Sync: drives the engine, and says where the entries are.

mod event;
mod model;

pub use event::{SyncEvent, SyncStep};
pub(crate) use model::{Syncing, Tokens};
