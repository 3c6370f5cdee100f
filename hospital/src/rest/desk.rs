//! The one way in which anything is written: shape, access, condition, store, trail. REST and operations both use it.

use chrono::{DateTime, Utc};
use kangban_fhir::{Id, Resource};
use uuid::Uuid;

use super::{Guard, Refusal, answers, audit, shape};
use crate::{
    access::{self, Interaction},
    auth::Caller,
    store::{Method, Reader, Stored, Writer},
};

/// What a write left.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    /// The version that is there now.
    pub stored: Stored,
    /// Whether the resource is new.
    pub created: bool,
}

/// Writes for one caller inside one transaction of the store, which also carries the jobs that follow and the trail.
pub struct Desk<'a> {
    writer: &'a mut dyn Writer,
    caller: &'a Caller,
    now: DateTime<Utc>,
    /// What goes on the trail: a write's interaction, type, id and patient.
    done: Vec<audit::Entry>,
}

impl<'a> Desk<'a> {
    /// A desk for a caller. Call [`Desk::finish`] when everything is written.
    pub fn new(writer: &'a mut dyn Writer, caller: &'a Caller, now: DateTime<Utc>) -> Self {
        Self { writer, caller, now, done: Vec::new() }
    }

    /// Who writes.
    pub fn caller(&self) -> &'a Caller {
        self.caller
    }

    /// The hospital's time of this transaction.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Looks things up in the same transaction. What it tells is not limited to the caller's reach.
    pub fn reader(&self) -> &dyn Reader {
        self.writer
    }

    /// The current version of a resource that the caller may read: 404 when there is none within reach, 410 when it
    /// was deleted.
    pub fn read(&self, resource_type: &str, id: &str) -> Result<Resource, Refusal> {
        let reach = access::reach(self.caller, Interaction::Read, resource_type);
        let stored = super::read::current(self.writer, &reach, resource_type, id)?;
        stored.resource()?.ok_or_else(|| Refusal::gone(stored.version))
    }

    /// Stores a new resource under an id of the hospital's choice.
    pub fn create(&mut self, mut resource: Resource) -> Result<Written, Refusal> {
        resource.set_id(&new_id()?);
        self.create_under_its_id(resource)
    }

    /// Stores a new resource under the id that the hospital has just chosen for it.
    pub(super) fn create_under_its_id(&mut self, resource: Resource) -> Result<Written, Refusal> {
        shape::check(&resource)?;
        access::may_write(self.caller, Interaction::Create, resource.json(), None)?;
        self.store(resource, Method::Post, Interaction::Create)
    }

    /// Stores a resource under its own id, as a new version when there is one.
    pub fn update(&mut self, resource: Resource, guard: &Guard) -> Result<Written, Refusal> {
        shape::check(&resource)?;
        let id = resource.id().ok_or_else(|| Refusal::invalid("an id is needed here"))?;
        let resource_type = resource.resource_type();
        let current = self.writer.get(resource_type, id)?;
        let replaced = current.as_ref().map(Stored::resource).transpose()?.flatten();
        let interaction = if replaced.is_some() { Interaction::Update } else { Interaction::Create };
        access::may_write(self.caller, interaction, resource.json(), replaced.as_ref().map(Resource::json))?;
        guard.check(current.as_ref())?;
        self.store(resource, Method::Put, interaction)
    }

    /// Deletes a resource. Deleting it once more changes nothing.
    pub fn delete(&mut self, resource_type: &str, id: &str, guard: &Guard) -> Result<Stored, Refusal> {
        let reach = access::reach(self.caller, Interaction::Delete, resource_type);
        let current = match super::read::current(self.writer, &reach, resource_type, id) {
            Ok(current) => current,
            Err(gone) if gone.version().is_some() => {
                return self.writer.get(resource_type, id)?.ok_or(gone);
            }
            Err(refusal) => return Err(refusal),
        };
        guard.check(Some(&current))?;
        if let Some(resource) = current.resource()? {
            access::may_write(self.caller, Interaction::Delete, resource.json(), Some(resource.json()))?;
        }
        let deleted = self.writer.delete(resource_type, id)?;
        let deleted = deleted.ok_or_else(|| Refusal::not_found("there is no such resource"))?;
        self.done.push(audit::Entry::of(Interaction::Delete, &deleted));
        Ok(deleted)
    }

    fn store(
        &mut self,
        resource: Resource,
        method: Method,
        as_what: Interaction,
    ) -> Result<Written, Refusal> {
        answers::check(self.writer, &resource)?;
        let answers = (resource.resource_type() == "QuestionnaireResponse").then(|| resource.clone());
        let stored = self.writer.put(self.caller, resource, method)?;
        if let Some(response) = answers {
            answers::settle(self.writer, &response, self.now)?;
        }
        self.done.push(audit::Entry::of(as_what, &stored));
        Ok(Written { stored, created: as_what == Interaction::Create })
    }

    /// Puts on the trail what a clinician has written. Nothing is kept of a transaction that does not come this far.
    pub fn finish(self) -> Result<(), Refusal> {
        for event in audit::writes(self.caller, &self.done, self.now) {
            self.writer.put(&Caller::system(), event?, Method::Post)?;
        }
        Ok(())
    }
}

/// A new id, from the operating system's chance.
pub(crate) fn new_id() -> Result<Id, Refusal> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| {
        tracing::error!(%error, "no random bytes");
        Refusal::new(
            axum::http::StatusCode::INTERNAL_SERVER_ERROR,
            "exception",
            "the operating system gave no chance",
        )
    })?;
    let uuid = uuid::Builder::from_random_bytes(bytes).into_uuid();
    Ok(id_of(uuid)?)
}

fn id_of(uuid: Uuid) -> Result<Id, kangban_fhir::FhirError> {
    Id::parse(uuid.hyphenated().to_string())
}
