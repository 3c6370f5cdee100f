//! A storage folder that goes away after the test, and short ways to fill it.

use std::path::{Path, PathBuf};

use kangban_vault::{Batch, Record, Settlement, SettlementEnd, Storage, Vault, VaultError, Vaults, ready};
use rusqlite::Connection;
use tempfile::TempDir;

pub(crate) const ACCOUNT: &str = "Patient/7b0c";
pub(crate) const PIN: &str = "204681";
pub(crate) const NOW: i64 = 1_790_000_000_000;

/// The folder of a device.
pub(crate) struct Home(TempDir);

impl Home {
    pub(crate) fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn try_open(&self) -> Result<Vaults, VaultError> {
        ready(Vaults::open(&Storage::at(self.path())))
    }

    pub(crate) fn open(&self) -> Vaults {
        self.try_open().unwrap()
    }

    /// A device with one account, open.
    pub(crate) fn with_vault(&self) -> (Vaults, Vault) {
        let mut vaults = self.open();
        let vault = ready(vaults.create(ACCOUNT, PIN, "", &Batch::default())).unwrap();
        (vaults, vault)
    }

    /// What unlocking gives after everything was closed.
    pub(crate) fn unlock(&self) -> Result<Vault, VaultError> {
        ready(self.open().unlock(ACCOUNT, PIN, NOW))
    }

    /// Every file below the folder.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { walk(&path, found) } else { found.push(path) }
            }
        }
        let mut found = Vec::new();
        walk(self.path(), &mut found);
        found
    }

    /// The only file with this name.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        let mut found = self.files().into_iter().filter(|path| path.file_name().unwrap() == name);
        let file = found.next().unwrap();
        assert_eq!(found.next(), None);
        file
    }

    /// The keyring, opened beside the vault as anybody could. Everything else has to be closed.
    pub(crate) fn keyring(&self) -> Connection {
        Connection::open(self.path().join("keyring.db")).unwrap()
    }

    /// Whether the bytes stand in any file as they are.
    pub(crate) fn anything_contains(&self, part: &[u8]) -> bool {
        assert!(part.len() >= 4, "shorter ones come by chance");
        self.files()
            .into_iter()
            .any(|path| std::fs::read(path).unwrap().windows(part.len()).any(|window| window == part))
    }

    /// The sealed files.
    pub(crate) fn sealed(&self) -> Vec<PathBuf> {
        self.files().into_iter().filter(|path| path.parent().unwrap().ends_with("files")).collect()
    }
}

/// An observation of pain with a note.
pub(crate) fn observation(id: &str, date_ms: i64, note: &str) -> Record {
    Record {
        resource_type: "Observation".into(),
        id: id.into(),
        code: "http://loinc.org|72514-3".into(),
        date_ms,
        json: format!(r#"{{"resourceType":"Observation","id":"{id}","note":[{{"text":"{note}"}}]}}"#),
        ..Record::default()
    }
}

/// The same, as the hospital has it.
pub(crate) fn downloaded(id: &str, version: &str, note: &str) -> Record {
    Record {
        version_id: Some(version.into()),
        last_updated: Some("2026-11-24T08:00:00Z".into()),
        ..observation(id, NOW, note)
    }
}

pub(crate) fn entries(records: impl IntoIterator<Item = Record>) -> Batch {
    Batch { entries: records.into_iter().collect(), ..Batch::default() }
}

pub(crate) fn downloads(records: impl IntoIterator<Item = Record>) -> Batch {
    Batch { downloads: records.into_iter().collect(), ..Batch::default() }
}

pub(crate) fn settled(id: &str, sent: u32, end: SettlementEnd) -> Batch {
    let settlement = Settlement { resource_type: "Observation".into(), id: id.into(), sent, end };
    Batch { settlements: vec![settlement], ..Batch::default() }
}

pub(crate) fn confirmed(version: &str) -> SettlementEnd {
    SettlementEnd::Confirmed { version_id: version.into(), last_updated: "2026-11-24T08:00:00Z".into() }
}

pub(crate) fn write(vault: &mut Vault, batch: &Batch) {
    ready(vault.write(batch)).unwrap();
}
