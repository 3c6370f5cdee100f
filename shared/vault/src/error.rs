//! What can go wrong, in the terms a caller acts on. No message carries a patient's words, a key or a path.

/// Why the store did not do what was asked. Whatever the reason, what was stored before is unchanged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The account is not on this device.
    #[error("no such account on this device")]
    NoAccount,
    /// The account is on this device already: its store is never overwritten.
    #[error("the account exists on this device")]
    AccountExists,
    /// The account's name is empty, longer than 200 characters, or has `|` or a control character in it.
    #[error("not a name for an account")]
    BadAccount,
    /// The PIN is empty.
    #[error("the PIN is empty")]
    EmptyPin,
    /// The PIN does not open the envelope. Nothing is erased however often this happens.
    #[error("wrong PIN")]
    WrongPin {
        /// How long the next PIN has to wait.
        wait_ms: u64,
    },
    /// The pause after wrong PINs is not over; the PIN was not tried.
    #[error("too early for another PIN")]
    Wait {
        /// What is left of the pause.
        wait_ms: u64,
    },
    /// The account has no envelope for this device's secure hardware.
    #[error("the device's key opens nothing here")]
    NoDeviceKey,
    /// The device's key does not open its envelope, for instance after the hardware made a new one.
    #[error("wrong device key")]
    WrongDeviceKey,
    /// A vault is open; it has to be locked first.
    #[error("a vault is open already")]
    AlreadyOpen,
    /// The attachment is larger than [`crate::MAX_FILE_BYTES`].
    #[error("the file has {size} bytes, more than {limit}")]
    FileTooLarge {
        /// Its size.
        size: u64,
        /// The largest size that is taken.
        limit: u64,
    },
    /// The device has no room left.
    #[error("the storage is full")]
    StorageFull,
    /// The device gives no storage: a private window, an old browser, a folder that cannot be written.
    #[error("no storage to be had: {0}")]
    StorageUnavailable(&'static str),
    /// Another tab or process holds the storage.
    #[error("the storage is held elsewhere")]
    HeldElsewhere,
    /// The store was written by a newer version of this program, and is left as it is.
    #[error("schema {found} is newer than {known}")]
    NewerSchema {
        /// The schema that was found.
        found: u32,
        /// The newest that this version knows.
        known: u32,
    },
    /// A part of the store is missing or damaged, and is left as it is.
    #[error("damaged: {0}")]
    Damaged(Part),
    /// The system gave no random bytes; without them nothing is sealed.
    #[error("no random bytes to be had")]
    NoRandomness,
    /// The storage failed in another way.
    #[error("the storage failed (code {0})")]
    Storage(i32),
}

/// A part of the store that can be damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The database of the envelopes.
    Keyring,
    /// The envelope that holds the key.
    Envelope,
    /// The encrypted database.
    Records,
    /// A sealed file.
    File,
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Keyring => "keyring",
            Self::Envelope => "envelope",
            Self::Records => "records",
            Self::File => "file",
        })
    }
}

impl VaultError {
    /// Puts an error of the database in our terms; `part` is the database that it came from.
    pub(crate) fn sqlite(error: &rusqlite::Error, part: Part) -> Self {
        use rusqlite::ErrorCode;

        let rusqlite::Error::SqliteFailure(failure, _) = error else {
            // A column of an unexpected type or a missing row: the content is not what this version wrote.
            return Self::Damaged(part);
        };
        match failure.code {
            ErrorCode::DiskFull => Self::StorageFull,
            ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt => Self::Damaged(part),
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::HeldElsewhere,
            ErrorCode::CannotOpen => Self::StorageUnavailable("a database cannot be opened"),
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => {
                Self::StorageUnavailable("a database cannot be written")
            }
            _ => Self::Storage(failure.extended_code),
        }
    }
}

/// Puts errors of the database in our terms where they arise.
pub(crate) trait InPart<T> {
    /// Names the database that the error came from.
    fn in_part(self, part: Part) -> Result<T, VaultError>;
}

impl<T> InPart<T> for Result<T, rusqlite::Error> {
    fn in_part(self, part: Part) -> Result<T, VaultError> {
        self.map_err(|error| VaultError::sqlite(&error, part))
    }
}
