//! Sync: drives the engine, and says where the entries are.

mod event;
mod http;
mod model;
mod reload;
mod tokens;
mod update;
mod view;

pub use event::{SyncEvent, SyncStep};
pub(crate) use http::response;
pub(crate) use model::{Syncing, Tokens};
pub(crate) use reload::{first_queries, open, reload, reload_and};
pub(crate) use tokens::new_tokens;
pub(crate) use update::{came, drive, update};
pub(crate) use view::{line, view};

#[cfg(test)]
mod tests;
