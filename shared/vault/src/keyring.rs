//! The database of the envelopes: plain, because it is read before any key is there, and only of what is sealed
//! already or says nothing. A database rather than files, because a change of an envelope has to be atomic on every
//! platform, and a browser's files have no rename.

use rusqlite::{Connection, OptionalExtension, params};

use crate::{
    backoff::Attempts,
    envelope::{Cost, Envelope, Purpose},
    error::{InPart, Part, VaultError},
    platform::{self, Platform},
    schema,
};

/// An account as the keyring has it.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) pk: i64,
    pub(crate) account: String,
    pub(crate) key_id: String,
    pub(crate) hint: String,
    pub(crate) attempts: Attempts,
    pub(crate) device_key: bool,
}

/// The open keyring.
pub(crate) struct Keyring {
    db: Connection,
}

impl Keyring {
    /// Opens it, or makes it where there is no vault yet. With vaults and no keyring, their keys are lost: that is
    /// said, never papered over with a new keyring.
    pub(crate) fn open(platform: &Platform) -> Result<Self, VaultError> {
        let exists = platform.has_keyring()?;
        if !exists && platform.has_any_vault()? {
            return Err(VaultError::Damaged(Part::Keyring));
        }
        let mut db = platform.database(platform::KEYRING, !exists, Part::Keyring)?;
        configure(&db).in_part(Part::Keyring)?;
        // One that was cut off while it was made is empty, and is made again: no vault can be there yet.
        let empty: bool = db
            .query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get(0))
            .in_part(Part::Keyring)?;
        if !empty {
            schema::KEYRING.migrate(&mut db)?;
        } else if platform.has_any_vault()? {
            return Err(VaultError::Damaged(Part::Keyring));
        } else {
            schema::KEYRING.create(&mut db)?;
        }
        Ok(Self { db })
    }

    /// All accounts, in the order in which they were made.
    pub(crate) fn accounts(&self) -> Result<Vec<Row>, VaultError> {
        self.db
            .prepare_cached(&format!("{SELECT} ORDER BY pk"))
            .and_then(|mut query| query.query_map([], row)?.collect())
            .in_part(Part::Keyring)
    }

    /// One account.
    pub(crate) fn account(&self, account: &str) -> Result<Row, VaultError> {
        self.db
            .query_row(&format!("{SELECT} WHERE account = ?1"), [account], row)
            .optional()
            .in_part(Part::Keyring)?
            .ok_or(VaultError::NoAccount)
    }

    /// Remembers that a vault is being made.
    pub(crate) fn begin(&self, key_id: &str) -> Result<(), VaultError> {
        self.run("INSERT INTO unfinished (key_id) VALUES (?1)", [key_id])
    }

    /// The vaults whose making was cut off.
    pub(crate) fn unfinished(&self) -> Result<Vec<String>, VaultError> {
        self.db
            .prepare("SELECT key_id FROM unfinished")
            .and_then(|mut query| query.query_map([], |row| row.get(0))?.collect())
            .in_part(Part::Keyring)
    }

    /// Forgets a vault that was never finished, once its files are gone.
    pub(crate) fn forget(&self, key_id: &str) -> Result<(), VaultError> {
        self.run("DELETE FROM unfinished WHERE key_id = ?1", [key_id])
    }

    /// The moment from which a vault exists: its account and its envelope, in one transaction.
    pub(crate) fn finish(
        &mut self,
        account: &str,
        key_id: &str,
        hint: &str,
        envelope: &Envelope,
    ) -> Result<(), VaultError> {
        let tx = self.db.transaction().in_part(Part::Keyring)?;
        let pk: i64 = tx
            .query_row(
                "INSERT INTO account (account, key_id, hint) VALUES (?1, ?2, ?3) RETURNING pk",
                [account, key_id, hint],
                |row| row.get(0),
            )
            .in_part(Part::Keyring)?;
        put_envelope(&tx, pk, Purpose::Pin, envelope)?;
        tx.execute("DELETE FROM unfinished WHERE key_id = ?1", [key_id]).in_part(Part::Keyring)?;
        tx.commit().in_part(Part::Keyring)
    }

    /// Changes what can be read without the PIN.
    pub(crate) fn set_hint(&self, pk: i64, hint: &str) -> Result<(), VaultError> {
        self.run("UPDATE account SET hint = ?2 WHERE pk = ?1", params![pk, hint])
    }

    /// Writes the count of wrong PINs, durably.
    pub(crate) fn set_attempts(&self, pk: i64, attempts: Attempts) -> Result<(), VaultError> {
        self.run(
            "UPDATE account SET wrong_pins = ?2, wrong_at_ms = ?3 WHERE pk = ?1",
            params![pk, attempts.wrong, attempts.at_ms],
        )
    }

    /// The envelope for a purpose; none when there is none. A damaged one is an error, not a wrong PIN.
    pub(crate) fn envelope(&self, pk: i64, purpose: Purpose) -> Result<Option<Envelope>, VaultError> {
        let found = self
            .db
            .query_row(
                "SELECT memory_kib, passes, lanes, salt, nonce, sealed, checksum FROM envelope \
                 WHERE account_pk = ?1 AND purpose = ?2",
                params![pk, purpose.name()],
                |row| {
                    let salt: Option<Vec<u8>> = row.get(3)?;
                    let stretch = match salt {
                        None => None,
                        Some(salt) => {
                            let cost =
                                Cost { memory_kib: row.get(0)?, passes: row.get(1)?, lanes: row.get(2)? };
                            Some((cost, salt))
                        }
                    };
                    let envelope = Envelope { stretch, nonce: row.get(4)?, sealed: row.get(5)? };
                    Ok((envelope, row.get::<_, Vec<u8>>(6)?))
                },
            )
            .optional()
            .in_part(Part::Envelope)?;
        match found {
            None => Ok(None),
            Some((envelope, checksum)) if envelope.checksum(purpose) == checksum => Ok(Some(envelope)),
            Some(_) => Err(VaultError::Damaged(Part::Envelope)),
        }
    }

    /// Puts an envelope in the place of the one before, of which nothing is left on disk.
    pub(crate) fn replace(&self, pk: i64, purpose: Purpose, envelope: &Envelope) -> Result<(), VaultError> {
        self.without_trace(|db| put_envelope(db, pk, purpose, envelope))
    }

    /// Removes an envelope, of which nothing is left on disk.
    pub(crate) fn remove(&self, pk: i64, purpose: Purpose) -> Result<(), VaultError> {
        self.without_trace(|db| {
            db.execute(
                "DELETE FROM envelope WHERE account_pk = ?1 AND purpose = ?2",
                params![pk, purpose.name()],
            )
            .in_part(Part::Keyring)
            .map(drop)
        })
    }

    /// Writes while the journal, which gets what is replaced, is emptied at the commit.
    fn without_trace(
        &self,
        change: impl FnOnce(&Connection) -> Result<(), VaultError>,
    ) -> Result<(), VaultError> {
        set_journal(&self.db, "TRUNCATE").in_part(Part::Keyring)?;
        let changed = change(&self.db);
        set_journal(&self.db, "PERSIST").in_part(Part::Keyring)?;
        changed
    }

    fn run(&self, sql: &str, params: impl rusqlite::Params) -> Result<(), VaultError> {
        self.db.execute(sql, params).in_part(Part::Keyring).map(drop)
    }
}

const SELECT: &str = "SELECT pk, account, key_id, hint, wrong_pins, wrong_at_ms, \
     EXISTS (SELECT 1 FROM envelope WHERE account_pk = pk AND purpose = 'device') FROM account";

fn row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    Ok(Row {
        pk: row.get(0)?,
        account: row.get(1)?,
        key_id: row.get(2)?,
        hint: row.get(3)?,
        attempts: Attempts { wrong: row.get(4)?, at_ms: row.get(5)? },
        device_key: row.get(6)?,
    })
}

fn put_envelope(db: &Connection, pk: i64, purpose: Purpose, envelope: &Envelope) -> Result<(), VaultError> {
    let cost = envelope.stretch.as_ref().map(|(cost, _)| *cost);
    db.execute(
        "INSERT INTO envelope (account_pk, purpose, memory_kib, passes, lanes, salt, nonce, sealed, checksum) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) \
         ON CONFLICT DO UPDATE SET memory_kib = ?3, passes = ?4, lanes = ?5, salt = ?6, nonce = ?7, sealed = ?8, \
         checksum = ?9",
        params![
            pk,
            purpose.name(),
            cost.map(|cost| cost.memory_kib),
            cost.map(|cost| cost.passes),
            cost.map(|cost| cost.lanes),
            envelope.stretch.as_ref().map(|(_, salt)| salt),
            envelope.nonce,
            envelope.sealed,
            envelope.checksum(purpose),
        ],
    )
    .in_part(Part::Keyring)
    .map(drop)
}

/// The journal stays on disk between transactions, so that counting a PIN, and with it unlocking, needs no room on a
/// full device.
fn configure(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch(
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = EXTRA; PRAGMA fullfsync = ON; \
         PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;",
    )?;
    set_journal(db, "PERSIST")
}

fn set_journal(db: &Connection, mode: &str) -> rusqlite::Result<()> {
    db.pragma_update_and_check(None, "journal_mode", mode, |row| row.get::<_, String>(0)).map(drop)
}
