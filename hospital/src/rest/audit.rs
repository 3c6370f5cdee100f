//! The trail: who of the care team read or wrote whose data, and who signed in. `AuditEvent`s in the same store.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, SecondsFormat, Utc};
use kangban_fhir::Resource;
use serde_json::{Map, Value, json};

use super::{Refusal, desk::new_id};
use crate::{
    access::Interaction,
    auth::{Caller, SignIn, Trail, TrailError, TrailFuture},
    store::{Method, SqliteStore, Stored},
};

const EVENT_TYPE: &str = "http://terminology.hl7.org/CodeSystem/audit-event-type";
const INTERACTION: &str = "http://hl7.org/fhir/restful-interaction";
const DICOM: &str = "http://dicom.nema.org/resources/ontology/DCM";
const ENTITY_TYPE: &str = "http://terminology.hl7.org/CodeSystem/audit-entity-type";

/// One thing that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    interaction: Interaction,
    resource: String,
    patient: Option<String>,
}

impl Entry {
    pub(super) fn of(interaction: Interaction, stored: &Stored) -> Self {
        Self {
            interaction,
            resource: format!("{}/{}", stored.resource_type, stored.id),
            patient: stored.home.patient().map(str::to_owned),
        }
    }
}

/// The events for what a clinician has written in one transaction: one for each kind of interaction. What patients
/// write is their own, and the hospital's own work is not a person's.
pub(super) fn writes<'a>(
    caller: &'a Caller,
    entries: &'a [Entry],
    now: DateTime<Utc>,
) -> impl Iterator<Item = Result<Resource, Refusal>> + use<'a> {
    let kinds = [Interaction::Create, Interaction::Update, Interaction::Delete];
    kinds.into_iter().filter(|_| caller.is_clinician()).filter_map(move |kind| {
        let mut whom = BTreeSet::new();
        let of_kind = entries.iter().filter(|entry| entry.interaction == kind);
        for entry in of_kind {
            whom.extend(entry.patient.iter().map(|id| format!("Patient/{id}")));
            whom.insert(entry.resource.clone());
        }
        (!whom.is_empty()).then(|| data(caller, kind, whom.iter().map(String::as_str), now))
    })
}

/// The event for data that was read or written.
fn data<'a>(
    caller: &Caller,
    interaction: Interaction,
    whom: impl Iterator<Item = &'a str>,
    now: DateTime<Utc>,
) -> Result<Resource, Refusal> {
    let (action, code) = match interaction {
        Interaction::Read => ("R", "read"),
        Interaction::Search => ("E", "search-type"),
        Interaction::Create => ("C", "create"),
        Interaction::Update => ("U", "update"),
        Interaction::Delete => ("D", "delete"),
    };
    let entities: Vec<Value> = whom
        .map(|reference| {
            let is_person = reference.starts_with("Patient/");
            let (kind, display) = if is_person { ("1", "Person") } else { ("2", "System Object") };
            json!({
                "what": {"reference": reference},
                "type": {"system": ENTITY_TYPE, "code": kind, "display": display},
            })
        })
        .collect();
    event(json!({
        "type": {"system": EVENT_TYPE, "code": "rest", "display": "RESTful Operation"},
        "subtype": [{"system": INTERACTION, "code": code, "display": code}],
        "action": action,
        "recorded": now.to_rfc3339_opts(SecondsFormat::Millis, true),
        "outcome": "0",
        "agent": [agent(caller.reference().as_deref(), caller.display.as_deref(), &caller.client)],
        "source": source(),
        "entity": entities,
    }))
}

/// The event for an operation that gives somebody access to a patient's data, by its name.
pub(crate) fn operation(
    caller: &Caller,
    name: &str,
    patient: &str,
    now: DateTime<Utc>,
) -> Result<Resource, Refusal> {
    event(json!({
        "type": {"system": EVENT_TYPE, "code": "rest", "display": "RESTful Operation"},
        "subtype": [{"system": INTERACTION, "code": "operation", "display": "operation"}],
        "action": "E",
        "recorded": now.to_rfc3339_opts(SecondsFormat::Millis, true),
        "outcome": "0",
        "agent": [agent(caller.reference().as_deref(), caller.display.as_deref(), &caller.client)],
        "source": source(),
        "entity": [{
            "what": {"reference": format!("Patient/{patient}")},
            "type": {"system": ENTITY_TYPE, "code": "1", "display": "Person"},
            "description": name,
        }],
    }))
}

fn agent(who: Option<&str>, display: Option<&str>, client: &str) -> Value {
    let mut agent = Map::new();
    let mut person = Map::new();
    if let Some(who) = who {
        person.insert("reference".to_owned(), json!(who));
    }
    if let Some(display) = display {
        person.insert("display".to_owned(), json!(display));
    }
    if !person.is_empty() {
        agent.insert("who".to_owned(), Value::Object(person));
    }
    agent.insert("altId".to_owned(), json!(client));
    agent.insert("requestor".to_owned(), json!(true));
    Value::Object(agent)
}

fn source() -> Value {
    json!({"observer": {"display": "Kangban hospital"}})
}

fn event(content: Value) -> Result<Resource, Refusal> {
    let mut json = json!({"resourceType": "AuditEvent", "id": new_id()?.as_str()});
    if let (Some(json), Value::Object(content)) = (json.as_object_mut(), content) {
        json.extend(content);
    }
    Ok(Resource::from_value(json)?)
}

/// Opening one chart asks for a dozen lists; within this time they are one line of the trail for each type.
const ONE_LOOK_MS: i64 = 60_000;
const SWEEP_AT: usize = 10_000;

/// Which looks are on the trail already: person and app, patient, type of resource.
#[derive(Debug, Default)]
pub(crate) struct Looks(Mutex<HashMap<(String, String, String), i64>>);

impl Looks {
    fn is_new(&self, key: &(String, String, String), now_ms: i64) -> bool {
        let looks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        looks.get(key).is_none_or(|at| !(0..ONE_LOOK_MS).contains(&(now_ms - at)))
    }

    fn remember(&self, keys: Vec<(String, String, String)>, now_ms: i64) {
        let mut looks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if looks.len() > SWEEP_AT {
            looks.retain(|_, at| (0..ONE_LOOK_MS).contains(&(now_ms - *at)));
        }
        looks.extend(keys.into_iter().map(|key| (key, now_ms)));
    }
}

/// What a caller was shown: types and the patients they are about.
pub(super) type Shown = BTreeSet<(String, String)>;

/// Puts on the trail that a clinician was shown patients' data. It is on disk when this returns.
pub(super) async fn shown(
    store: &SqliteStore,
    looks: &Looks,
    caller: &Caller,
    interaction: Interaction,
    shown: Shown,
) -> Result<(), Refusal> {
    if !caller.is_clinician() || shown.is_empty() {
        return Ok(());
    }
    let now = store.clock().now();
    let who = format!("{}@{}", caller.reference().unwrap_or_default(), caller.client);
    let fresh: Vec<_> = shown
        .into_iter()
        .map(|(resource_type, patient)| (who.clone(), patient, resource_type))
        .filter(|key| looks.is_new(key, now.timestamp_millis()))
        .collect();
    if fresh.is_empty() {
        return Ok(());
    }
    let mut whom: BTreeSet<String> =
        fresh.iter().map(|(_, patient, _)| format!("Patient/{patient}")).collect();
    if interaction == Interaction::Search {
        // Which lists were looked at: a type is a thing that was asked for, not one resource.
        whom.extend(fresh.iter().map(|(_, _, resource_type)| resource_type.clone()));
    }
    let mut event =
        data(caller, interaction, whom.iter().map(String::as_str).filter(|one| one.contains('/')), now)?;
    name_types(&mut event, whom.iter().filter(|one| !one.contains('/')));
    store
        .write(move |writer| writer.put(&Caller::system(), event, Method::Post).map_err(Refusal::from))
        .await?;
    looks.remember(fresh, now.timestamp_millis());
    Ok(())
}

/// Names the types of what was listed.
fn name_types<'a>(event: &mut Resource, types: impl Iterator<Item = &'a String>) {
    let named: Vec<Value> = types
        .map(|name| {
            json!({
                "type": {"system": ENTITY_TYPE, "code": "2", "display": "System Object"},
                "name": name,
            })
        })
        .collect();
    if let Some(Value::Array(entities)) = event.json_mut().get_mut("entity") {
        entities.extend(named);
    }
}

/// The trail of sign-ins, kept in the store.
#[derive(Clone)]
pub(crate) struct StoreTrail(pub(crate) SqliteStore);

impl Trail for StoreTrail {
    fn sign_in(&self, sign_in: SignIn) -> TrailFuture<'_> {
        Box::pin(async move {
            let event = sign_in_event(&sign_in, self.0.clock().now()).map_err(|_| TrailError)?;
            let written =
                self.0.write(move |writer| writer.put(&Caller::system(), event, Method::Post)).await;
            written.map(|_| ()).map_err(|error| {
                tracing::error!(%error, "a sign-in could not be put on the trail");
                TrailError
            })
        })
    }
}

fn sign_in_event(sign_in: &SignIn, now: DateTime<Utc>) -> Result<Resource, Refusal> {
    let mut agent = agent(sign_in.who.as_deref(), sign_in.display.as_deref(), &sign_in.client);
    if let Some(agent) = agent.as_object_mut() {
        agent.insert("network".to_owned(), json!({"address": sign_in.from.to_string(), "type": "2"}));
    }
    event(json!({
        "type": {"system": DICOM, "code": "110114", "display": "User Authentication"},
        "subtype": [{"system": DICOM, "code": "110122", "display": "Login"}],
        "action": "E",
        "recorded": now.to_rfc3339_opts(SecondsFormat::Millis, true),
        "outcome": if sign_in.success { "0" } else { "8" },
        "outcomeDesc": sign_in.how,
        "agent": [agent],
        "source": source(),
    }))
}
