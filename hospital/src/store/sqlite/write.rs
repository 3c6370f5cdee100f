//! Changes.

use chrono::{DateTime, FixedOffset};
use kangban_fhir::{Instant, Resource, terms};
use rusqlite::{Connection, OptionalExtension as _, params};
use serde_json::{Map, Value};

use super::read::{INBOX, TRAIL, get, key};
use crate::{
    access,
    auth::Caller,
    jobs::{self, NewJob},
    store::{Feed, Job, Method, Settlement, StoreError, Stored, Writer, index},
};

/// One write, inside the savepoint that the group gave it.
pub(super) struct WriteTransaction<'a> {
    connection: &'a Connection,
    now_ms: i64,
    feeds: Vec<Feed>,
    has_jobs: bool,
}

impl<'a> WriteTransaction<'a> {
    pub(super) fn new(connection: &'a Connection, now_ms: i64) -> Self {
        Self { connection, now_ms, feeds: Vec::new(), has_jobs: false }
    }

    pub(super) fn connection(&self) -> &'a Connection {
        self.connection
    }

    /// The feeds that were changed, and whether there are new jobs.
    pub(super) fn into_effects(self) -> (Vec<Feed>, bool) {
        (self.feeds, self.has_jobs)
    }

    /// Takes the next number of a home.
    fn next_seq(&self, patient: &str) -> Result<i64, StoreError> {
        let sql = "INSERT INTO feed_head (patient, seq) VALUES (?1, 1)
                   ON CONFLICT (patient) DO UPDATE SET seq = seq + 1 RETURNING seq";
        Ok(self.connection.prepare_cached(sql)?.query_row([patient], |row| row.get(0))?)
    }

    fn current(&self, resource_type: &str, id: &str) -> Result<Option<(String, i64, i64)>, StoreError> {
        let sql = "SELECT patient, version, updated FROM resource WHERE type = ?1 AND id = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement
            .query_row([resource_type, id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?)
    }

    fn record(&mut self, stored: &Stored, patient: &str) -> Result<(), StoreError> {
        let Stored { resource_type, id, version, updated_ms, seq, .. } = stored;
        self.connection
            .prepare_cached(
                "INSERT INTO version (patient, seq, type, id, version, updated, method, json)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                patient,
                seq,
                resource_type,
                id,
                version,
                updated_ms,
                stored.method.verb(),
                stored.json
            ])?;
        self.connection
            .prepare_cached(
                "INSERT INTO resource (patient, type, id, version, updated, seq, deleted)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (patient, type, id) DO UPDATE SET version = ?4, updated = ?5, seq = ?6, deleted = ?7",
            )?
            .execute(params![patient, resource_type, id, version, updated_ms, seq, stored.is_deleted()])?;
        // The trail is in nobody's feed and wakes nobody.
        if patient != TRAIL {
            self.changed(Feed::Home(stored.home.clone()));
        }
        Ok(())
    }

    fn changed(&mut self, feed: Feed) {
        if !self.feeds.contains(&feed) {
            self.feeds.push(feed);
        }
    }

    /// Moves a resource to the end of the care team's feed, if it is in it or belongs into it now.
    fn deliver(
        &mut self,
        patient: &str,
        resource_type: &str,
        id: &str,
        belongs: bool,
    ) -> Result<(), StoreError> {
        if !belongs {
            let known = "SELECT 1 FROM inbox WHERE type = ?1 AND id = ?2";
            if !self.connection.prepare_cached(known)?.exists([resource_type, id])? {
                return Ok(());
            }
        }
        let seq = self.next_seq(INBOX)?;
        let sql = "INSERT INTO inbox (type, id, patient, seq) VALUES (?1, ?2, ?3, ?4)
                   ON CONFLICT (type, id) DO UPDATE SET seq = ?4";
        self.connection.prepare_cached(sql)?.execute(params![resource_type, id, patient, seq])?;
        self.changed(Feed::Inbox);
        Ok(())
    }

    fn unindex(&self, resource_type: &str, id: &str) -> Result<(), StoreError> {
        for sql in [
            "DELETE FROM token WHERE type = ?1 AND id = ?2",
            "DELETE FROM moment WHERE type = ?1 AND id = ?2",
            "DELETE FROM link WHERE type = ?1 AND id = ?2",
        ] {
            self.connection.prepare_cached(sql)?.execute([resource_type, id])?;
        }
        Ok(())
    }

    fn index(&self, patient: &str, resource: &Resource, id: &str) -> Result<(), StoreError> {
        let resource_type = resource.resource_type();
        let entries = index::entries(resource_type, resource.json());
        let mut token = self.connection.prepare_cached(
            "INSERT OR IGNORE INTO token (patient, type, name, system, code, id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for (name, system, code) in entries.tokens {
            token.execute(params![patient, resource_type, name, system, code, id])?;
        }
        let mut moment = self.connection.prepare_cached(
            "INSERT OR IGNORE INTO moment (patient, type, name, low, high, id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for (name, low, high) in entries.moments {
            moment.execute(params![patient, resource_type, name, low, high, id])?;
        }
        let mut link = self.connection.prepare_cached(
            "INSERT OR IGNORE INTO link (patient, type, name, target, id) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for (name, target) in entries.links {
            link.execute(params![patient, resource_type, name, target, id])?;
        }
        Ok(())
    }
}

/// Whether a Task or Communication is for the care team to see: every message, and every Task that is an alert. A
/// phone's report of a form that it could not show is neither.
fn is_for_the_team(resource: &Map<String, Value>) -> bool {
    let codings = |concept: Option<&Value>, system: &str, code: &str| {
        let codings = concept.and_then(|concept| concept.get("coding")).and_then(Value::as_array);
        codings.into_iter().flatten().any(|coding| {
            let is = |name: &str, value: &str| coding.get(name).and_then(Value::as_str) == Some(value);
            is("system", system) && is("code", code)
        })
    };
    if resource.get("resourceType").and_then(Value::as_str) == Some("Communication") {
        let mut categories = resource.get("category").and_then(Value::as_array).into_iter().flatten();
        return !categories.any(|category| codings(Some(category), terms::FORM_PROBLEM, "form-problem"));
    }
    codings(resource.get("code"), terms::TASK, "alert")
}

impl Writer for WriteTransaction<'_> {
    fn put(&mut self, by: &Caller, mut resource: Resource, method: Method) -> Result<Stored, StoreError> {
        let id = resource.id().ok_or(StoreError::NoId)?.to_owned();
        let resource_type = resource.resource_type().to_owned();
        let home = access::home(resource.json());
        let patient = key(&home, &resource_type);
        let current = self.current(&resource_type, &id)?;
        let (version, updated_ms) = match &current {
            Some((owner, ..)) if *owner != patient => return Err(StoreError::Moved),
            // Time never runs backwards within a resource, whatever the machine's clock does.
            Some((_, version, updated)) => (version + 1, self.now_ms.max(*updated)),
            None => (1, self.now_ms),
        };
        let seq = self.next_seq(&patient)?;
        let stamp: DateTime<FixedOffset> =
            DateTime::from_timestamp_millis(updated_ms).unwrap_or_default().fixed_offset();
        resource.set_version(&version.to_string(), &Instant::from_moment(stamp));
        let stored = Stored {
            resource_type: resource_type.clone(),
            id: id.clone(),
            version,
            updated_ms,
            seq,
            home,
            method,
            json: Some(resource.to_json()),
        };
        self.record(&stored, &patient)?;
        if current.is_some() {
            self.unindex(&resource_type, &id)?;
        }
        self.index(&patient, &resource, &id)?;
        if matches!(resource_type.as_str(), "Task" | "Communication") && stored.home.patient().is_some() {
            self.deliver(&patient, &resource_type, &id, is_for_the_team(resource.json()))?;
        }
        for job in jobs::follow_ups(by, resource.json()) {
            self.add_job(&job)?;
        }
        Ok(stored)
    }

    fn delete(&mut self, resource_type: &str, id: &str) -> Result<Option<Stored>, StoreError> {
        let Some(current) = get(self.connection, resource_type, id)? else { return Ok(None) };
        if current.is_deleted() {
            return Ok(Some(current));
        }
        let patient = key(&current.home, resource_type);
        let stored = Stored {
            version: current.version + 1,
            updated_ms: self.now_ms.max(current.updated_ms),
            seq: self.next_seq(&patient)?,
            method: Method::Delete,
            json: None,
            ..current
        };
        self.record(&stored, &patient)?;
        self.unindex(resource_type, id)?;
        if matches!(resource_type, "Task" | "Communication") {
            self.deliver(&patient, resource_type, id, false)?;
        }
        Ok(Some(stored))
    }

    fn add_job(&mut self, job: &NewJob) -> Result<(), StoreError> {
        let due = job.due.map_or(self.now_ms, |due| due.timestamp_millis());
        let sql = "INSERT OR IGNORE INTO job (patient, kind, subject, state, due) VALUES (?1, ?2, ?3, 'waiting', ?4)";
        self.connection.prepare_cached(sql)?.execute(params![job.patient, job.kind, job.subject, due])?;
        self.has_jobs = true;
        Ok(())
    }

    fn settle(&mut self, job: &Job, settlement: Settlement) -> Result<(), StoreError> {
        let key = params![job.patient, job.kind, job.subject];
        let (state, due) = match settlement {
            // A subject names a version, which is written once: nothing adds this job again.
            Settlement::Done => {
                let sql = "DELETE FROM job WHERE patient = ?1 AND kind = ?2 AND subject = ?3";
                self.connection.prepare_cached(sql)?.execute(key)?;
                return Ok(());
            }
            Settlement::Again { due_ms } => ("waiting", Some(due_ms)),
            Settlement::Parked => ("parked", None),
        };
        let sql = "UPDATE job SET state = ?4, due = COALESCE(?5, due), attempts = attempts + 1
                   WHERE patient = ?1 AND kind = ?2 AND subject = ?3";
        self.connection.prepare_cached(sql)?.execute(params![
            job.patient,
            job.kind,
            job.subject,
            state,
            due
        ])?;
        Ok(())
    }
}
