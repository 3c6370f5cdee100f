//! Tests that need what no caller can reach: the database behind a vault, and its key.

mod full;
#[cfg(target_os = "linux")]
mod memory;
mod migrations;
mod plans;

use tempfile::TempDir;

use crate::{Batch, Record, Storage, Vault, Vaults, ready};

const ACCOUNT: &str = "Patient/7b0c";
const PIN: &str = "204681";
const NOW: i64 = 1_790_000_000_000;

fn open(home: &TempDir) -> Vaults {
    ready(Vaults::open(&Storage::at(home.path()))).unwrap()
}

fn with_vault(home: &TempDir) -> Vault {
    ready(open(home).create(ACCOUNT, PIN, "", &Batch::default())).unwrap()
}

fn entry(id: &str, bytes: usize) -> Batch {
    let record = Record {
        resource_type: "Observation".into(),
        id: id.into(),
        json: "x".repeat(bytes),
        ..Record::default()
    };
    Batch { entries: vec![record], ..Batch::default() }
}
