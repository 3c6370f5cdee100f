//! An open vault: what it writes.

use rusqlite::{Connection, Transaction, params};

use crate::{
    error::{InPart, Part, VaultError},
    files::{self, Sealed},
    key::Key,
    outbox,
    platform::{self, Platform},
    schema,
    types::{Batch, Record},
    vaults::OpenMark,
};

/// An open vault. Dropping it is locking it: the database wipes its key, and no other copy of it is kept.
pub struct Vault {
    pub(crate) db: Connection,
    pub(crate) platform: Platform,
    pub(crate) key_id: String,
    // Dropped last: another vault may be opened only once this one's database is closed.
    _mark: OpenMark,
}

impl Vault {
    /// Makes the encrypted database where none is.
    pub(crate) fn create(
        platform: &Platform,
        key_id: &str,
        key: &Key,
        mark: OpenMark,
    ) -> Result<Self, VaultError> {
        let mut db = platform.database(&platform::records(key_id), true, Part::Records)?;
        configure(&db, key)?;
        schema::RECORDS.create(&mut db)?;
        Ok(Self { db, platform: platform.clone(), key_id: key_id.to_owned(), _mark: mark })
    }

    /// Opens the encrypted database, which has to be there, and sweeps away sealed files that no row names.
    pub(crate) async fn open(
        platform: &Platform,
        key_id: &str,
        key: &Key,
        mark: OpenMark,
    ) -> Result<Self, VaultError> {
        let name = platform::records(key_id);
        if !platform.has_database(&name)? {
            return Err(VaultError::Damaged(Part::Records));
        }
        let mut db = platform.database(&name, false, Part::Records)?;
        configure(&db, key)?;
        schema::RECORDS.migrate(&mut db)?;
        let vault = Self { db, platform: platform.clone(), key_id: key_id.to_owned(), _mark: mark };
        vault.sweep().await?;
        Ok(vault)
    }

    /// Locks the vault: the key is wiped, and nothing of it can be read until it is unlocked again.
    pub fn lock(self) {
        drop(self);
    }

    /// Writes all of a batch in one transaction, or nothing. When this returns, it is on disk.
    ///
    /// # Errors
    ///
    /// [`VaultError::StorageFull`], [`VaultError::FileTooLarge`], [`VaultError::Damaged`]; what was stored before is
    /// as it was.
    pub async fn write(&mut self, batch: &Batch) -> Result<(), VaultError> {
        let sealed = self.seal_files(&batch.files).await?;
        match self.commit(batch, &sealed) {
            Ok(replaced) => {
                // A file that stays behind is swept away at the next start.
                self.remove_files(&replaced).await;
                Ok(())
            }
            Err(error) => {
                let names: Vec<String> = sealed.into_iter().map(|file| file.name).collect();
                self.remove_files(&names).await;
                Err(error)
            }
        }
    }

    /// The transaction. Gives the names of files that are not needed any more.
    fn commit(&mut self, batch: &Batch, sealed: &[Sealed]) -> Result<Vec<String>, VaultError> {
        let tx = self.db.transaction().in_part(Part::Records)?;
        let replaced = apply(&tx, batch, sealed).in_part(Part::Records)?;
        tx.commit().in_part(Part::Records)?;
        Ok(replaced)
    }
}

/// Opens the database with its key and makes every commit durable.
fn configure(db: &Connection, key: &Key) -> Result<(), VaultError> {
    db.execute_batch(&key.pragma()).in_part(Part::Records)?;
    db.execute_batch(
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; \
         PRAGMA checkpoint_fullfsync = ON; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; \
         PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 4194304;",
    )
    .in_part(Part::Records)?;
    // The first page is read here: a key that does not fit shows itself now.
    db.pragma_update_and_check(None, "journal_mode", platform::JOURNAL, |row| row.get::<_, String>(0))
        .in_part(Part::Records)
        .map(drop)
}

fn apply(tx: &Transaction<'_>, batch: &Batch, sealed: &[Sealed]) -> rusqlite::Result<Vec<String>> {
    for settlement in &batch.settlements {
        outbox::settle(tx, settlement)?;
    }
    for entry in &batch.entries {
        let (pk, version) = put_entry(tx, entry)?;
        outbox::add(tx, pk, version.as_deref())?;
    }
    for record in &batch.downloads {
        put_download(tx, record)?;
    }
    let mut replaced = Vec::new();
    for (resource_type, id) in &batch.tombstones {
        let gone = tx
            .prepare_cached(
                "DELETE FROM record WHERE resource_type = ?1 AND id = ?2 \
                 AND NOT EXISTS (SELECT 1 FROM outbox WHERE record_pk = pk)",
            )?
            .execute([resource_type, id])?;
        if gone > 0 && resource_type == "Binary" {
            replaced.extend(files::forget(tx, id)?);
        }
    }
    for file in sealed {
        replaced.extend(files::remember(tx, file)?);
    }
    for (kind, id, json) in &batch.documents {
        put_document(tx, kind, id, json.as_deref())?;
    }
    for (key, value) in &batch.values {
        put_value(tx, key, value.as_deref())?;
    }
    Ok(replaced)
}

/// Stores what the patient wrote; what the hospital last said of the record stays beside it.
fn put_entry(tx: &Transaction<'_>, record: &Record) -> rusqlite::Result<(i64, Option<String>)> {
    tx.prepare_cached(
        "INSERT INTO record (resource_type, id, code, date_ms, json) VALUES (?1, ?2, ?3, ?4, ?5) \
         ON CONFLICT (resource_type, id) DO UPDATE SET code = ?3, date_ms = ?4, json = ?5 \
         RETURNING pk, version_id",
    )?
    .query_row(params![record.resource_type, record.id, record.code, record.date_ms, record.json], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// Stores what the hospital sent, unless the patient's own version of it still waits.
fn put_download(tx: &Transaction<'_>, record: &Record) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "INSERT INTO record (resource_type, id, code, date_ms, version_id, last_updated, json) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
         ON CONFLICT (resource_type, id) DO UPDATE SET code = ?3, date_ms = ?4, version_id = ?5, \
         last_updated = ?6, json = ?7 WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE record_pk = record.pk)",
    )?
    .execute(params![
        record.resource_type,
        record.id,
        record.code,
        record.date_ms,
        record.version_id,
        record.last_updated,
        record.json
    ])
    .map(drop)
}

fn put_document(tx: &Transaction<'_>, kind: &str, id: &str, json: Option<&str>) -> rusqlite::Result<()> {
    match json {
        Some(json) => tx
            .prepare_cached(
                "INSERT INTO document (kind, id, json) VALUES (?1, ?2, ?3) \
                 ON CONFLICT (kind, id) DO UPDATE SET json = ?3",
            )?
            .execute([kind, id, json]),
        None => tx.prepare_cached("DELETE FROM document WHERE kind = ?1 AND id = ?2")?.execute([kind, id]),
    }
    .map(drop)
}

fn put_value(tx: &Transaction<'_>, key: &str, value: Option<&str>) -> rusqlite::Result<()> {
    match value {
        Some(value) => tx
            .prepare_cached(
                "INSERT INTO value (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
            )?
            .execute([key, value]),
        None => tx.prepare_cached("DELETE FROM value WHERE key = ?1")?.execute([key]),
    }
    .map(drop)
}
