//! Sealed files: photos and other attachments.
//!
//! Each has a key of its own, used once, which lies with its nonce in the encrypted database. The file is on disk,
//! under a random name that nothing had before, before the transaction that names it; what no row names is swept
//! away when the vault opens.

use std::collections::HashSet;

use rusqlite::{OptionalExtension, Transaction, params};
use zeroize::Zeroizing;

use crate::{
    envelope,
    error::{InPart, Part, VaultError},
    key::{Key, random_name},
    types::{NewFile, OpenFile},
    vault::Vault,
};

/// The largest file that is sealed: a file passes through memory whole.
pub const MAX_FILE_BYTES: u64 = 10 * 1024 * 1024;

const FORMAT: &str = "kangban-file-1";

/// A file that is on disk, and that no row names yet.
pub(crate) struct Sealed {
    id: String,
    mime: String,
    size: u64,
    pub(crate) name: String,
    key: Key,
    nonce: Vec<u8>,
}

/// Names a file in the database. Gives the name of the one before.
pub(crate) fn remember(tx: &Transaction<'_>, file: &Sealed) -> rusqlite::Result<Option<String>> {
    let before = forget(tx, &file.id)?;
    tx.prepare_cached("INSERT INTO file (id, name, mime, size, key, nonce) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![
            file.id,
            file.name,
            file.mime,
            i64::try_from(file.size).unwrap_or(i64::MAX),
            file.key.bytes(),
            file.nonce
        ])?;
    Ok(before)
}

/// Takes a file out of the database. Gives its name.
pub(crate) fn forget(tx: &Transaction<'_>, id: &str) -> rusqlite::Result<Option<String>> {
    tx.prepare_cached("DELETE FROM file WHERE id = ?1 RETURNING name")?
        .query_row([id], |row| row.get(0))
        .optional()
}

impl Vault {
    /// Reads a sealed file; none when there is none with this id.
    ///
    /// # Errors
    ///
    /// [`VaultError::Damaged`] when it is missing on disk or was changed there.
    pub async fn file(&self, id: &str) -> Result<Option<OpenFile>, VaultError> {
        let Some(row) = self.file_row(id)? else { return Ok(None) };
        let damaged = VaultError::Damaged(Part::File);
        let Some(sealed) = self.platform.read_file(&self.key_id, &row.name).await? else {
            return Err(damaged);
        };
        let place = self.file_place(&row.name);
        let bytes = envelope::open(&row.key, &row.nonce, &place, &sealed).ok_or(damaged)?;
        Ok(Some(OpenFile { mime: row.mime, bytes }))
    }

    /// Seals files and writes them. When one fails, none is left.
    pub(crate) async fn seal_files(&self, files: &[NewFile]) -> Result<Vec<Sealed>, VaultError> {
        for file in files {
            let size = u64::try_from(file.bytes.len()).unwrap_or(u64::MAX);
            if size > MAX_FILE_BYTES {
                return Err(VaultError::FileTooLarge { size, limit: MAX_FILE_BYTES });
            }
        }
        let mut sealed: Vec<Sealed> = Vec::with_capacity(files.len());
        for file in files {
            let name = random_name()?;
            match self.seal_file(file, &name).await {
                Ok(file) => sealed.push(file),
                Err(error) => {
                    let names: Vec<String> = sealed.into_iter().map(|file| file.name).chain([name]).collect();
                    self.remove_files(&names).await;
                    return Err(error);
                }
            }
        }
        Ok(sealed)
    }

    async fn seal_file(&self, file: &NewFile, name: &str) -> Result<Sealed, VaultError> {
        let key = Key::random()?;
        let (nonce, bytes) = envelope::seal(&key, &self.file_place(name), &file.bytes)?;
        self.platform.write_file(&self.key_id, name, &bytes).await?;
        Ok(Sealed {
            id: file.id.clone(),
            mime: file.mime.clone(),
            size: u64::try_from(file.bytes.len()).unwrap_or(u64::MAX),
            name: name.to_owned(),
            key,
            nonce,
        })
    }

    /// Removes files that no row names. One that cannot be removed now is swept away later.
    pub(crate) async fn remove_files(&self, names: &[String]) {
        for name in names {
            self.platform.remove_file(&self.key_id, name).await.ok();
        }
    }

    /// Removes what a crash left between a file and the transaction that would have named it.
    pub(crate) async fn sweep(&self) -> Result<(), VaultError> {
        let on_disk = self.platform.files(&self.key_id).await?;
        if on_disk.is_empty() {
            return Ok(());
        }
        let named: HashSet<String> = self
            .db
            .prepare("SELECT name FROM file")
            .and_then(|mut query| query.query_map([], |row| row.get(0))?.collect())
            .in_part(Part::Records)?;
        let orphans: Vec<String> = on_disk.into_iter().filter(|name| !named.contains(name)).collect();
        self.remove_files(&orphans).await;
        Ok(())
    }

    fn file_row(&self, id: &str) -> Result<Option<FileRow>, VaultError> {
        let row = self
            .db
            .prepare_cached("SELECT name, mime, key, nonce FROM file WHERE id = ?1")
            .and_then(|mut query| {
                query
                    .query_row([id], |row| {
                        let key = Zeroizing::new(row.get::<_, Vec<u8>>(2)?);
                        Ok((row.get(0)?, row.get(1)?, Key::from_slice(&key), row.get(3)?))
                    })
                    .optional()
            })
            .in_part(Part::Records)?;
        match row {
            None => Ok(None),
            Some((name, mime, Some(key), nonce)) => Ok(Some(FileRow { name, mime, key, nonce })),
            Some(_) => Err(VaultError::Damaged(Part::Records)),
        }
    }

    fn file_place(&self, name: &str) -> String {
        format!("{FORMAT}|{}|{name}", self.key_id)
    }
}

struct FileRow {
    name: String,
    mime: String,
    key: Key,
    nonce: Vec<u8>,
}
