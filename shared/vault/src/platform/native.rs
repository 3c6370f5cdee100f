//! A folder: `keyring.db`, and for each vault a folder with `records.db` and sealed files.

// The same surface as the browser's, where these do wait.
#![allow(clippy::unused_async)]

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use rusqlite::{Connection, OpenFlags};

use crate::{
    error::{InPart, Part, VaultError},
    key::is_random_name,
    platform::{KEYRING, records},
};

/// A write-ahead log: a commit is one write and one fsync.
pub(crate) const JOURNAL: &str = "WAL";

const LOCK: &str = "lock";
const FILES: &str = "files";

/// Where the vaults of this device lie.
#[derive(Clone, Debug)]
pub struct Storage {
    root: PathBuf,
}

impl Storage {
    /// A folder of the application's own. It is made when it is not there.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }
}

/// An open storage: nobody else has it while this or a clone of it lives.
#[derive(Clone)]
pub(crate) struct Platform {
    root: Arc<Path>,
    // The operating system lets go of the lock when the process ends, however it ends.
    _lock: Arc<File>,
}

impl Platform {
    pub(crate) async fn open(storage: &Storage) -> Result<Self, VaultError> {
        make_folder(&storage.root)?;
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(storage.root.join(LOCK))
            .map_err(|error| failure(&error))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(VaultError::HeldElsewhere),
            Err(TryLockError::Error(error)) => return Err(failure(&error)),
        }
        Ok(Self { root: storage.root.as_path().into(), _lock: Arc::new(lock) })
    }

    /// Opens a database that is there, or makes one where `create` says so.
    pub(crate) fn database(&self, name: &str, create: bool, part: Part) -> Result<Connection, VaultError> {
        let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        if create {
            flags |= OpenFlags::SQLITE_OPEN_CREATE;
        }
        Connection::open_with_flags(self.root.join(name), flags).in_part(part)
    }

    pub(crate) fn has_database(&self, name: &str) -> Result<bool, VaultError> {
        self.root.join(name).try_exists().map_err(|error| failure(&error))
    }

    /// Whether there is a vault, whatever the keyring says.
    pub(crate) fn has_any_vault(&self) -> Result<bool, VaultError> {
        for entry in fs::read_dir(&self.root).map_err(|error| failure(&error))? {
            let name = entry.map_err(|error| failure(&error))?.file_name();
            if let Some(name) = name.to_str().filter(|name| is_random_name(name))
                && self.has_database(&records(name))?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Makes room for a new vault.
    pub(crate) async fn prepare_vault(&self, key_id: &str) -> Result<(), VaultError> {
        make_folder(&self.root.join(key_id).join(FILES))?;
        sync_folder(&self.root)
    }

    /// Makes sure that a new vault's databases are found after a power cut.
    pub(crate) fn settle_vault(&self, key_id: &str) -> Result<(), VaultError> {
        sync_folder(&self.root.join(key_id))?;
        sync_folder(&self.root)
    }

    /// Removes a vault that was never finished.
    pub(crate) async fn remove_vault(&self, key_id: &str) -> Result<(), VaultError> {
        absent_is_fine(fs::remove_dir_all(self.root.join(key_id)))
    }

    /// Writes a file under a name that is free, and returns when it would survive a power cut.
    pub(crate) async fn write_file(&self, key_id: &str, name: &str, bytes: &[u8]) -> Result<(), VaultError> {
        let folder = self.root.join(key_id).join(FILES);
        let write = || {
            let mut file = OpenOptions::new().write(true).create_new(true).open(folder.join(name))?;
            file.write_all(bytes)?;
            file.sync_all()
        };
        write().map_err(|error| failure(&error))?;
        sync_folder(&folder)
    }

    /// Reads a file; none when it is not there.
    pub(crate) async fn read_file(&self, key_id: &str, name: &str) -> Result<Option<Vec<u8>>, VaultError> {
        match fs::read(self.root.join(key_id).join(FILES).join(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failure(&error)),
        }
    }

    /// The names of a vault's files.
    pub(crate) async fn files(&self, key_id: &str) -> Result<Vec<String>, VaultError> {
        let entries = match fs::read_dir(self.root.join(key_id).join(FILES)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failure(&error)),
        };
        let mut names = Vec::new();
        for entry in entries {
            if let Ok(name) = entry.map_err(|error| failure(&error))?.file_name().into_string() {
                names.push(name);
            }
        }
        Ok(names)
    }

    pub(crate) async fn remove_file(&self, key_id: &str, name: &str) -> Result<(), VaultError> {
        absent_is_fine(fs::remove_file(self.root.join(key_id).join(FILES).join(name)))
    }

    /// Whether there is a keyring.
    pub(crate) fn has_keyring(&self) -> Result<bool, VaultError> {
        self.has_database(KEYRING)
    }
}

fn make_folder(path: &Path) -> Result<(), VaultError> {
    fs::create_dir_all(path).map_err(|error| failure(&error))
}

/// Makes the names in a folder durable. Windows has no such call, and needs none.
fn sync_folder(path: &Path) -> Result<(), VaultError> {
    if cfg!(windows) {
        return Ok(());
    }
    File::open(path).and_then(|folder| folder.sync_all()).map_err(|error| failure(&error))
}

fn absent_is_fine(result: io::Result<()>) -> Result<(), VaultError> {
    match result {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(failure(&error)),
        _ => Ok(()),
    }
}

fn failure(error: &io::Error) -> VaultError {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            VaultError::StorageFull
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            VaultError::StorageUnavailable("the folder cannot be written")
        }
        ErrorKind::NotADirectory | ErrorKind::NotFound => {
            VaultError::StorageUnavailable("the folder cannot be had")
        }
        _ => VaultError::Storage(error.raw_os_error().unwrap_or(-1)),
    }
}
