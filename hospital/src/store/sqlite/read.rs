//! Questions.

use rusqlite::{Connection, OptionalExtension as _, Row, params, params_from_iter, types::Value as Sql};

use super::search;
use crate::{
    access::{Home, Reach},
    store::{Feed, HistoryQuery, Job, Method, Page, Query, Reader, StoreError, Stored},
};

/// The columns of a [`Stored`], of `resource r` joined with `version v`.
pub(super) const COLUMNS: &str = "v.type, v.id, v.version, v.updated, v.seq, v.patient, v.method, v.json";
/// The home of the trail: it belongs to the hospital and to no feed.
pub(super) const TRAIL: &str = "#trail";
/// The feed head of the inbox. A patient's id never has a `#`.
pub(super) const INBOX: &str = "#inbox";

/// How a home is written in a key.
pub(in crate::store) fn key(home: &Home, resource_type: &str) -> String {
    match home {
        Home::Patient(id) => id.clone(),
        Home::Hospital if matches!(resource_type, "AuditEvent" | "Provenance") => TRAIL.to_owned(),
        Home::Hospital => String::new(),
    }
}

fn home(key: String) -> Home {
    if key.is_empty() || key == TRAIL { Home::Hospital } else { Home::Patient(key) }
}

pub(super) fn stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let method: String = row.get(6)?;
    Ok(Stored {
        resource_type: row.get(0)?,
        id: row.get(1)?,
        version: row.get(2)?,
        updated_ms: row.get(3)?,
        seq: row.get(4)?,
        home: home(row.get(5)?),
        method: Method::from_verb(&method),
        json: row.get(7)?,
    })
}

/// The condition that keeps a query within a reach, with its parameter.
pub(super) fn within(reach: &Reach, column: &str, values: &mut Vec<Sql>) -> String {
    match reach {
        Reach::All => "1".to_owned(),
        Reach::Nothing => "0".to_owned(),
        Reach::Hospital => format!("{column} = ''"),
        Reach::Patient(id) => {
            values.push(Sql::Text(id.clone()));
            format!("{column} = ?")
        }
    }
}

pub(super) fn get(
    connection: &Connection,
    resource_type: &str,
    id: &str,
) -> Result<Option<Stored>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM resource r JOIN version v ON v.patient = r.patient AND v.seq = r.seq
         WHERE r.type = ?1 AND r.id = ?2"
    );
    Ok(connection.prepare_cached(&sql)?.query_row([resource_type, id], stored).optional()?)
}

/// A read-only view, consistent in itself.
pub(super) struct ReadTransaction<'a>(pub(super) &'a Connection);

/// Both kinds of transactions answer questions the same way.
macro_rules! reads {
    ($type:ty, $connection:ident) => {
        impl Reader for $type {
            fn get(&self, resource_type: &str, id: &str) -> Result<Option<Stored>, StoreError> {
                get(self.$connection(), resource_type, id)
            }

            fn version(&self, resource_type: &str, id: &str, version: i64) -> Result<Option<Stored>, StoreError> {
                let sql = format!("SELECT {COLUMNS} FROM version v WHERE v.type = ?1 AND v.id = ?2 AND v.version = ?3");
                let mut statement = self.$connection().prepare_cached(&sql)?;
                Ok(statement.query_row(params![resource_type, id, version], stored).optional()?)
            }

            fn search(&self, query: &Query) -> Result<Page, StoreError> {
                search::search(self.$connection(), query)
            }

            fn count(&self, query: &Query) -> Result<u64, StoreError> {
                search::count(self.$connection(), query)
            }

            fn history(&self, reach: &Reach, query: &HistoryQuery) -> Result<Vec<Stored>, StoreError> {
                history(self.$connection(), reach, query)
            }

            fn feed(&self, of: &Feed, after: i64, count: usize) -> Result<Vec<(i64, Stored)>, StoreError> {
                feed(self.$connection(), of, after, count)
            }

            fn feed_head(&self, feed: &Feed) -> Result<i64, StoreError> {
                let head = match feed {
                    Feed::Home(home) => key(home, ""),
                    Feed::Inbox => INBOX.to_owned(),
                };
                let mut statement = self.$connection().prepare_cached("SELECT seq FROM feed_head WHERE patient = ?1")?;
                Ok(statement.query_row([head], |row| row.get(0)).optional()?.unwrap_or(0))
            }

            fn is_empty(&self) -> Result<bool, StoreError> {
                let sql = "SELECT NOT EXISTS (SELECT 1 FROM feed_head)";
                Ok(self.$connection().query_row(sql, [], |row| row.get(0))?)
            }

            fn due_jobs(&self, now_ms: i64, count: usize) -> Result<Vec<Job>, StoreError> {
                due_jobs(self.$connection(), now_ms, count)
            }

            fn next_due(&self) -> Result<Option<i64>, StoreError> {
                let sql = "SELECT MIN(due) FROM job WHERE state = 'waiting'";
                Ok(self.$connection().prepare_cached(sql)?.query_row([], |row| row.get(0))?)
            }

            fn job_waits(&self, job: &Job) -> Result<bool, StoreError> {
                let sql = "SELECT 1 FROM job WHERE patient = ?1 AND kind = ?2 AND subject = ?3 AND state = 'waiting'";
                let mut statement = self.$connection().prepare_cached(sql)?;
                Ok(statement.exists(params![job.patient, job.kind, job.subject])?)
            }
        }
    };
}

impl<'a> ReadTransaction<'a> {
    fn connection(&self) -> &'a Connection {
        self.0
    }
}

reads!(ReadTransaction<'_>, connection);
reads!(super::WriteTransaction<'_>, connection);

fn limit(count: usize) -> Sql {
    Sql::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}

fn history(connection: &Connection, reach: &Reach, query: &HistoryQuery) -> Result<Vec<Stored>, StoreError> {
    let mut values = Vec::new();
    let mut conditions = vec![within(reach, "v.patient", &mut values)];
    // A plus keeps the planner from an index: one resource is found by its identity and one patient's versions by the
    // patient, instead of by walking all of a type in the order that is wanted.
    let own = matches!(reach, Reach::Patient(_));
    let in_type = if own && query.id.is_none() { "+v.type = ?" } else { "v.type = ?" };
    let plus = if own || query.id.is_some() { "+" } else { "" };
    let mut text = |condition: &str, value: &Option<String>| {
        if let Some(value) = value {
            conditions.push(condition.to_owned());
            values.push(Sql::Text(value.clone()));
        }
    };
    text(in_type, &query.resource_type);
    text("v.id = ?", &query.id);
    if let Some(since) = query.since_ms {
        conditions.push("v.updated >= ?".to_owned());
        values.push(Sql::Integer(since));
    }
    if let Some((updated, patient, seq)) = &query.before {
        conditions.push("(v.updated, v.patient, v.seq) < (?, ?, ?)".to_owned());
        values.extend([Sql::Integer(*updated), Sql::Text(patient.clone()), Sql::Integer(*seq)]);
    }
    values.push(limit(query.count));
    let sql = format!(
        "SELECT {COLUMNS} FROM version v WHERE {} ORDER BY {plus}v.updated DESC, v.patient DESC, v.seq DESC LIMIT ?",
        conditions.join(" AND ")
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(values), stored)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn feed(
    connection: &Connection,
    feed: &Feed,
    after: i64,
    count: usize,
) -> Result<Vec<(i64, Stored)>, StoreError> {
    let row = |row: &Row<'_>| Ok((row.get(8)?, stored(row)?));
    let found = match feed {
        Feed::Home(home) => {
            let sql = format!(
                "SELECT {COLUMNS}, r.seq FROM resource r JOIN version v ON v.patient = r.patient AND v.seq = r.seq
                 WHERE r.patient = ?1 AND r.seq > ?2 ORDER BY r.seq LIMIT ?3"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            statement
                .query_map(params![key(home, ""), after, limit(count)], row)?
                .collect::<Result<_, _>>()?
        }
        Feed::Inbox => {
            let sql = format!(
                "SELECT {COLUMNS}, i.seq FROM inbox i
                 JOIN resource r ON r.patient = i.patient AND r.type = i.type AND r.id = i.id
                 JOIN version v ON v.patient = r.patient AND v.seq = r.seq
                 WHERE i.seq > ?1 ORDER BY i.seq LIMIT ?2"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            statement.query_map(params![after, limit(count)], row)?.collect::<Result<_, _>>()?
        }
    };
    Ok(found)
}

fn due_jobs(connection: &Connection, now_ms: i64, count: usize) -> Result<Vec<Job>, StoreError> {
    let sql = "SELECT patient, kind, subject, attempts FROM job
               WHERE state = 'waiting' AND due <= ?1 ORDER BY due LIMIT ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params![now_ms, limit(count)], |row| {
        Ok(Job { patient: row.get(0)?, kind: row.get(1)?, subject: row.get(2)?, attempts: row.get(3)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
