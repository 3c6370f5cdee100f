use rusqlite::ErrorCode;

/// Why the store did not do it. No variant holds anything of a record.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// The PIN is wrong.
    #[error("wrong PIN; the next may be tried in {wait_ms} ms")]
    WrongPin {
        /// The pause before the next, in milliseconds.
        wait_ms: u64,
    },
    /// The pause after wrong PINs is not over.
    #[error("wait {wait_ms} ms before the next PIN")]
    Wait {
        /// What is left of it, in milliseconds.
        wait_ms: u64,
    },
    /// There is no such account.
    #[error("there is no such account")]
    NoAccount,
    /// The account exists.
    #[error("the account exists")]
    AccountExists,
    /// The device has no room left.
    #[error("the storage is full")]
    StorageFull,
    /// The device gives no storage.
    #[error("there is no storage: {0}")]
    StorageUnavailable(String),
    /// Another tab or process holds the storage.
    #[error("the storage is held elsewhere")]
    HeldElsewhere,
    /// The store was written by a newer version of this app.
    #[error("the store has schema {found}, this app knows {known}")]
    NewerSchema {
        /// The schema of the file.
        found: u32,
        /// The newest schema known here.
        known: u32,
    },
    /// The store or its key is damaged. Nothing was changed.
    #[error("the store is damaged: {0}")]
    Damaged(&'static str),
    /// SQLite or the file system failed otherwise.
    #[error("the store failed: {0}")]
    Failed(String),
}

impl From<rusqlite::Error> for VaultError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::StorageFull,
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Self::Damaged("the database cannot be read"),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::HeldElsewhere,
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied | ErrorCode::ReadOnly) => {
                Self::StorageUnavailable("the file cannot be opened".to_owned())
            }
            // SQLite's own words can quote a value (a constraint, a bound text): the code is enough.
            Some(code) => Self::Failed(format!("{code:?}")),
            None => Self::Failed("unexpected value".to_owned()),
        }
    }
}

impl From<std::io::Error> for VaultError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::StorageFull,
            std::io::ErrorKind::NotFound => Self::Damaged("a file is missing"),
            kind => Self::Failed(format!("{kind:?}")),
        }
    }
}

impl From<getrandom::Error> for VaultError {
    fn from(_: getrandom::Error) -> Self {
        Self::Failed("the device gives no randomness".to_owned())
    }
}
