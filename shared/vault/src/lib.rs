//! The encrypted store of a patient's device.
//!
//! One SQLCipher database an account, opened with a random 256-bit key. The key rests only inside envelopes in the
//! keyring, a small database beside the vaults: one envelope under the PIN (Argon2id), and one under a key that the
//! device's secure hardware holds, where there is such hardware. Files are sealed with keys of their own.
//!
//! Laws:
//!
//! - A write is one transaction: all of it is on disk when [`Vault::write`] returns, or nothing is.
//! - A wrong key, a damaged file, a newer schema or a full disk is an error with a name. Nothing is ever created over
//!   what is there, and nothing is deleted because a PIN was wrong.
//! - An outbox row leaves by a settlement only.
//!
//! This crate is an edge: it does I/O, and knows nothing of FHIR.
#![cfg_attr(not(target_family = "wasm"), forbid(unsafe_code))]

mod crypto;
mod error;
mod files;
mod keyring;
mod storage;
mod types;
mod vault;

pub use error::VaultError;
pub use keyring::{Account, DeviceKey};
pub use storage::{Storage, Vaults};
pub use types::{Answer, Batch, NewFile, OutboxRow, Query, Record, Settlement, SettlementEnd, Stored};
pub use vault::Vault;

#[cfg(all(test, not(target_family = "wasm")))]
mod tests;
