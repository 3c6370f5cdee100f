//! Where databases and sealed files lie. One module a platform, with the same surface: databases are synchronous
//! everywhere; files are asynchronous because the browser's are. On native their futures are ready at once.

#[cfg(not(target_family = "wasm"))]
mod native;
#[cfg(target_family = "wasm")]
mod web;

#[cfg(not(target_family = "wasm"))]
pub use native::Storage;
#[cfg(not(target_family = "wasm"))]
pub(crate) use native::{JOURNAL, Platform};
#[cfg(target_family = "wasm")]
pub use web::Storage;
#[cfg(target_family = "wasm")]
pub(crate) use web::{JOURNAL, Platform};

/// The database of the envelopes.
pub(crate) const KEYRING: &str = "keyring.db";

/// The encrypted database of a vault, as a path within the storage.
pub(crate) fn records(key_id: &str) -> String {
    format!("{key_id}/records.db")
}
