//! What an open vault can be asked. Every query has an index.

use rusqlite::{OptionalExtension, Row, params};

use crate::{
    error::{InPart, Part, VaultError},
    types::{OutboxRow, Record, Stored, Window},
    vault::Vault,
};

/// A record with its outbox row, as [`stored`] reads it; `index` is empty or names the index to use.
pub(crate) fn select(index: &str) -> String {
    format!(
        "SELECT resource_type, record.id, code, date_ms, version_id, last_updated, json, \
         seq, changes, base_version, refused FROM record {index} LEFT JOIN outbox ON record_pk = pk"
    )
}

/// Reads a row of [`select`].
pub(crate) fn stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let record = Record {
        resource_type: row.get(0)?,
        id: row.get(1)?,
        code: row.get(2)?,
        date_ms: row.get(3)?,
        version_id: row.get(4)?,
        last_updated: row.get(5)?,
        json: row.get(6)?,
    };
    let seq: Option<i64> = row.get(7)?;
    let outbox = match seq {
        None => None,
        Some(seq) => {
            Some(OutboxRow { seq, changes: row.get(8)?, base_version: row.get(9)?, refused: row.get(10)? })
        }
    };
    Ok(Stored { record, outbox })
}

impl Vault {
    /// One record.
    pub fn get(&self, resource_type: &str, id: &str) -> Result<Option<Stored>, VaultError> {
        self.db
            .prepare_cached(&format!("{} WHERE resource_type = ?1 AND record.id = ?2", select("")))
            .and_then(|mut query| query.query_row([resource_type, id], stored).optional())
            .in_part(Part::Records)
    }

    /// The records of a window, newest first.
    pub fn window(&self, window: &Window) -> Result<Vec<Stored>, VaultError> {
        if window.codes.is_empty() {
            return self.window_of(window, None);
        }
        // Each code has its own place in the index; a page of each is enough to make a page of all.
        let mut codes: Vec<&str> = window.codes.iter().map(String::as_str).collect();
        codes.sort_unstable();
        codes.dedup();
        let mut found = Vec::new();
        for code in &codes {
            found.extend(self.window_of(window, Some(code))?);
        }
        if codes.len() > 1 {
            found.sort_by(|a, b| (b.record.date_ms, &b.record.id).cmp(&(a.record.date_ms, &a.record.id)));
            found.truncate(usize::try_from(window.limit).unwrap_or(usize::MAX));
        }
        Ok(found)
    }

    fn window_of(&self, window: &Window, code: Option<&str>) -> Result<Vec<Stored>, VaultError> {
        let (index, by_code) = match code {
            Some(_) => ("INDEXED BY record_by_code", "AND code = ?2"),
            None => ("INDEXED BY record_by_date", "AND ?2 IS NULL"),
        };
        let behind = match window.before {
            Some(_) => "AND (date_ms, record.id) < (?4, ?5)",
            None => "AND ?4 IS NULL AND ?5 IS NULL",
        };
        let sql = format!(
            "{} WHERE resource_type = ?1 {by_code} AND date_ms >= ?3 {behind} \
             ORDER BY date_ms DESC, record.id DESC LIMIT ?6",
            select(index)
        );
        let (date, id) = window.before.as_ref().map_or((None, None), |(date, id)| (Some(date), Some(id)));
        self.db
            .prepare_cached(&sql)
            .and_then(|mut query| {
                let since = window.since_ms.unwrap_or(i64::MIN);
                query
                    .query_map(params![window.resource_type, code, since, date, id, window.limit], stored)?
                    .collect()
            })
            .in_part(Part::Records)
    }

    /// The documents of a kind, the latest made first.
    pub fn documents(&self, kind: &str, limit: u32) -> Result<Vec<(String, String)>, VaultError> {
        self.db
            .prepare_cached("SELECT id, json FROM document WHERE kind = ?1 ORDER BY seq DESC LIMIT ?2")
            .and_then(|mut query| {
                query.query_map(params![kind, limit], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
            })
            .in_part(Part::Records)
    }

    /// One document.
    pub fn document(&self, kind: &str, id: &str) -> Result<Option<String>, VaultError> {
        self.text("SELECT json FROM document WHERE kind = ?1 AND id = ?2", [kind, id])
    }

    /// A single value.
    pub fn value(&self, key: &str) -> Result<Option<String>, VaultError> {
        self.text("SELECT value FROM value WHERE key = ?1", [key])
    }

    fn text<const N: usize>(&self, sql: &str, keys: [&str; N]) -> Result<Option<String>, VaultError> {
        self.db
            .prepare_cached(sql)
            .and_then(|mut query| {
                query.query_row(rusqlite::params_from_iter(keys), |row| row.get(0)).optional()
            })
            .in_part(Part::Records)
    }
}
