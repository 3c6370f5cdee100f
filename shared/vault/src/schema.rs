//! Numbered migrations: each runs once, in order, in a transaction of its own.

use rusqlite::Connection;

use crate::error::{InPart, Part, VaultError};

/// A database's kind: its migrations, and the number in its header that says whose it is.
pub(crate) struct Schema {
    /// `PRAGMA application_id`.
    pub(crate) application_id: i32,
    /// The SQL that makes version n of version n - 1, at index n - 1.
    pub(crate) migrations: &'static [&'static str],
    /// What a failure is called.
    pub(crate) part: Part,
}

/// The database of the envelopes.
pub(crate) const KEYRING: Schema = Schema {
    application_id: 0x4b42_6b72,
    migrations: &[include_str!("../migrations/keyring/0001_envelopes.sql")],
    part: Part::Keyring,
};

/// The encrypted database.
pub(crate) const RECORDS: Schema = Schema {
    application_id: 0x4b42_7265,
    migrations: &[include_str!("../migrations/records/0001_records.sql")],
    part: Part::Records,
};

impl Schema {
    /// Makes the schema in a new, empty database.
    pub(crate) fn create(&self, db: &mut Connection) -> Result<(), VaultError> {
        db.pragma_update(None, "application_id", self.application_id).in_part(self.part)?;
        self.run(db, 0)
    }

    /// Brings an existing database to the newest version. One that is not ours, or empty, is damaged; one that a
    /// newer program wrote is refused; neither is touched.
    pub(crate) fn migrate(&self, db: &mut Connection) -> Result<(), VaultError> {
        if pragma(db, "application_id").in_part(self.part)? != self.application_id {
            return Err(VaultError::Damaged(self.part));
        }
        let found = pragma(db, "user_version").in_part(self.part)?;
        let found = u32::try_from(found).map_err(|_| VaultError::Damaged(self.part))?;
        match usize::try_from(found) {
            Ok(0) | Err(_) => Err(VaultError::Damaged(self.part)),
            Ok(n) if n > self.migrations.len() => {
                Err(VaultError::NewerSchema { found, known: self.version() })
            }
            Ok(n) => self.run(db, n),
        }
    }

    /// The newest version.
    pub(crate) fn version(&self) -> u32 {
        u32::try_from(self.migrations.len()).unwrap_or(u32::MAX)
    }

    fn run(&self, db: &mut Connection, done: usize) -> Result<(), VaultError> {
        for (version, sql) in (1_u32..).zip(self.migrations).skip(done) {
            let tx = db.transaction().in_part(self.part)?;
            tx.execute_batch(sql).in_part(self.part)?;
            tx.pragma_update(None, "user_version", version).in_part(self.part)?;
            tx.commit().in_part(self.part)?;
        }
        Ok(())
    }
}

fn pragma(db: &Connection, name: &str) -> rusqlite::Result<i32> {
    db.pragma_query_value(None, name, |row| row.get(0))
}
