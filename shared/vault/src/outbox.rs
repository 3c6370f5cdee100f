//! What the hospital has not confirmed yet.
//!
//! A row counts the changes that it stands for, and is lowered by what was sent: a change made while an upload is
//! under way stays in the outbox, whatever becomes of that upload.

use std::collections::HashSet;

use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::Value;

use crate::{
    error::{InPart, Part, VaultError},
    query::{select, stored},
    types::{Counts, Settlement, SettlementEnd, Stored},
    vault::Vault,
};

/// Adds a change to a record's row, made on `version` of the hospital.
pub(crate) fn add(tx: &Transaction<'_>, record_pk: i64, version: Option<&str>) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "INSERT INTO outbox (record_pk, base_version, changes) VALUES (?1, ?2, 1) \
         ON CONFLICT (record_pk) DO UPDATE SET changes = changes + 1, refused = NULL",
    )?
    .execute(params![record_pk, version])
    .map(drop)
}

/// Writes down how an upload ended.
pub(crate) fn settle(tx: &Transaction<'_>, settlement: &Settlement) -> rusqlite::Result<()> {
    let row: Option<(i64, i64, u32)> = tx
        .prepare_cached(
            "SELECT outbox.seq, outbox.record_pk, outbox.changes FROM record \
             JOIN outbox ON outbox.record_pk = record.pk WHERE resource_type = ?1 AND id = ?2",
        )?
        .query_row([&settlement.resource_type, &settlement.id], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    let Some((seq, record_pk, changes)) = row else { return Ok(()) };
    let left = changes.saturating_sub(settlement.sent);
    match &settlement.end {
        SettlementEnd::Confirmed { version_id, last_updated } => {
            tx.prepare_cached("UPDATE record SET version_id = ?2, last_updated = ?3 WHERE pk = ?1")?
                .execute(params![record_pk, version_id, last_updated])?;
            if left == 0 {
                tx.prepare_cached("DELETE FROM outbox WHERE seq = ?1")?.execute([seq])?;
            } else {
                tx.prepare_cached(
                    "UPDATE outbox SET changes = ?2, base_version = ?3, refused = NULL WHERE seq = ?1",
                )?
                .execute(params![seq, left, version_id])?;
            }
        }
        // What was refused is what was sent: a change made since has its own chance.
        SettlementEnd::Refused(reason) if left == 0 => {
            tx.prepare_cached("UPDATE outbox SET refused = ?2 WHERE seq = ?1")?
                .execute(params![seq, reason])?;
        }
        SettlementEnd::Refused(_) => {}
        SettlementEnd::Requeue => {
            tx.prepare_cached("UPDATE outbox SET refused = NULL WHERE seq = ?1")?.execute([seq])?;
        }
    }
    Ok(())
}

impl Vault {
    /// What waits for the hospital, at most so many: in the order in which the records were made, but each behind the
    /// waiting records that it refers to.
    pub fn waiting(&self, limit: u32) -> Result<Vec<Stored>, VaultError> {
        let rows = self.outbox_rows("refused IS NULL", limit)?;
        let mut order = Order { vault: self, seen: HashSet::new(), rows: Vec::new(), limit };
        for row in rows {
            order.place(row)?;
        }
        Ok(order.rows)
    }

    /// What the hospital refused, at most so many, in the order in which the records were made.
    pub fn refused(&self, limit: u32) -> Result<Vec<Stored>, VaultError> {
        self.outbox_rows("refused IS NOT NULL", limit)
    }

    /// How much the hospital has not confirmed.
    pub fn counts(&self) -> Result<Counts, VaultError> {
        let (all, refused): (u32, u32) = self
            .db
            .prepare_cached(
                "SELECT (SELECT count(*) FROM outbox), (SELECT count(*) FROM outbox WHERE refused IS NOT NULL)",
            )
            .and_then(|mut query| query.query_row([], |row| Ok((row.get(0)?, row.get(1)?))))
            .in_part(Part::Records)?;
        Ok(Counts { waiting: all.saturating_sub(refused), refused })
    }

    fn outbox_rows(&self, which: &str, limit: u32) -> Result<Vec<Stored>, VaultError> {
        self.db
            .prepare_cached(&format!(
                "{} WHERE seq IS NOT NULL AND {which} ORDER BY seq LIMIT ?1",
                select("")
            ))
            .and_then(|mut query| query.query_map([limit], stored)?.collect())
            .in_part(Part::Records)
    }

    fn waiting_one(&self, resource_type: &str, id: &str) -> Result<Option<Stored>, VaultError> {
        let found = self.get(resource_type, id)?;
        Ok(found.filter(|found| found.outbox.as_ref().is_some_and(|row| row.refused.is_none())))
    }
}

/// Puts rows behind those that they refer to.
struct Order<'a> {
    vault: &'a Vault,
    /// What was placed or is being placed: a circle of references ends here.
    seen: HashSet<String>,
    rows: Vec<Stored>,
    limit: u32,
}

impl Order<'_> {
    fn place(&mut self, row: Stored) -> Result<(), VaultError> {
        if !self.seen.insert(format!("{}/{}", row.record.resource_type, row.record.id)) {
            return Ok(());
        }
        for reference in references(&row.record.json) {
            if self.seen.contains(&reference) {
                continue;
            }
            let Some((resource_type, id)) = reference.split_once('/') else { continue };
            if let Some(first) = self.vault.waiting_one(resource_type, id)? {
                self.place(first)?;
            }
        }
        if u32::try_from(self.rows.len()).is_ok_and(|len| len < self.limit) {
            self.rows.push(row);
        }
        Ok(())
    }
}

/// The relative references (`Type/id`) anywhere in a JSON document. What is no JSON refers to nothing.
fn references(json: &str) -> Vec<String> {
    fn walk(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    match value {
                        Value::String(text) if name == "reference" => found.push(text.clone()),
                        _ => walk(value, found),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| walk(item, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    if let Ok(value) = serde_json::from_str(json) {
        walk(&value, &mut found);
    }
    found
}
