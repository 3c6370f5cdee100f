//! The encrypted store of a patient's phone.
//!
//! ```text
//! Vaults ── keyring.db            plain: envelopes, salts, counters of wrong PINs
//!   └ Vault ── <key id>/records.db  SQLCipher: records, outbox, documents, values, keys of files
//!        └──── <key id>/files/…     AES-256-GCM, one key a file
//! ```
//!
//! A [`Vaults`] holds the storage of the device; [`Vaults::unlock`] opens the [`Vault`] of one account; dropping that
//! locks it. A [`Batch`] is written whole or not at all, and is on disk when [`Vault::write`] returns. Nothing here
//! ever puts a new database in the place of an old one: what cannot be opened is left as it is, and the
//! [`VaultError`] says why.

#![forbid(unsafe_code)]

mod backoff;
mod envelope;
mod error;
mod files;
mod key;
mod keyring;
mod outbox;
mod platform;
mod query;
mod schema;
#[cfg(test)]
mod tests;
mod types;
mod vault;
mod vaults;

pub use error::{Part, VaultError};
pub use files::MAX_FILE_BYTES;
pub use key::WrappingKey;
pub use platform::Storage;
pub use types::{
    Account, Batch, Counts, NewFile, OpenFile, OutboxRow, Record, Settlement, SettlementEnd, Stored, Window,
};
pub use vault::Vault;
pub use vaults::Vaults;

/// Takes the value of a future of this crate, which on native is always ready.
///
/// # Panics
///
/// When the future is not ready: it is none of this crate's.
#[cfg(not(target_family = "wasm"))]
pub fn ready<T>(future: impl Future<Output = T>) -> T {
    use std::{pin::pin, task};

    match pin!(future).poll(&mut task::Context::from_waker(task::Waker::noop())) {
        task::Poll::Ready(value) => value,
        task::Poll::Pending => panic!("on native, a vault's future is ready at once"),
    }
}
