//! Batch and transaction: many requests in one Bundle.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use axum::http::StatusCode;
use futures::future::join_all;
use kangban_fhir::{BundleKind, Resource};
use serde_json::Value;

use super::{
    Desk, Guard, Refusal,
    answer::{Answer, BundleText, Prefer},
    ask::{Ask, Pairs},
    audit,
    desk::new_id,
    http::{Conditions, identify, look_up, pairs_of, see, write, written},
    references::Places,
    search,
};
use crate::{access::Interaction, auth::Caller, server::Hospital, store::Stored};

/// One request of a Bundle.
#[derive(Debug)]
struct Entry {
    full_url: Option<String>,
    resource: Option<Resource>,
    ask: Ask,
    conditions: Conditions,
}

/// Carries out a batch or transaction; gives the text of the response Bundle.
pub(super) async fn process(
    hospital: &Arc<Hospital>,
    caller: &Caller,
    bundle: Resource,
    prefer: Prefer,
) -> Result<String, Refusal> {
    let base = hospital.auth.base();
    let (kind, entries) = entries(bundle, base)?;
    match kind {
        BundleKind::Batch => {
            let mut response = BundleText::new(BundleKind::BatchResponse, &[]);
            // All are handed to the store at once, so that they share its commits.
            let answers = entries.into_iter().map(|entry| one(hospital, caller, entry));
            for answer in join_all(answers).await {
                match answer {
                    Ok(answer) => answer.into_entry(base, prefer, &mut response),
                    Err(refusal) => refusal.into_entry(&mut response),
                }
            }
            Ok(response.finish())
        }
        BundleKind::Transaction => {
            let entries = sound(entries)?;
            let place = base.to_owned();
            let mut answers = hospital.write(caller, move |desk| run(desk, &place, entries)).await?;
            let shown = answers.iter_mut().flat_map(|answer| std::mem::take(&mut answer.shown)).collect();
            audit::shown(&hospital.store, &hospital.looks, caller, Interaction::Search, shown).await?;
            let mut response = BundleText::new(BundleKind::TransactionResponse, &[]);
            for answer in answers {
                answer.into_entry(base, prefer, &mut response);
            }
            Ok(response.finish())
        }
        _ => Err(Refusal::invalid("only a batch or a transaction is processed here").at("Bundle.type")),
    }
}

/// The requests of a Bundle, each read on its own.
fn entries(bundle: Resource, base: &str) -> Result<(BundleKind, Vec<Result<Entry, Refusal>>), Refusal> {
    if bundle.resource_type() != "Bundle" {
        return Err(Refusal::invalid("a Bundle is needed here").at("Resource.resourceType"));
    }
    let kind = bundle.json().get("type").and_then(Value::as_str).and_then(BundleKind::from_code);
    let kind = kind.ok_or_else(|| Refusal::invalid("this is no type of Bundle").at("Bundle.type"))?;
    let Value::Object(mut json) = bundle.into_value() else { return Ok((kind, Vec::new())) };
    let items = match json.shift_remove("entry") {
        None => Vec::new(),
        Some(Value::Array(items)) => items,
        Some(_) => return Err(Refusal::invalid("a list is needed here").at("Bundle.entry")),
    };
    let read = |(index, item)| entry(item, base).map_err(|refusal: Refusal| refusal.within(&place(index)));
    Ok((kind, items.into_iter().enumerate().map(read).collect()))
}

fn place(index: usize) -> String {
    format!("Bundle.entry[{index}]")
}

fn sound(entries: Vec<Result<Entry, Refusal>>) -> Result<Vec<Entry>, Refusal> {
    entries.into_iter().collect()
}

fn entry(item: Value, base: &str) -> Result<Entry, Refusal> {
    let Value::Object(mut item) = item else { return Err(Refusal::invalid("an object is needed here")) };
    let request = item.shift_remove("request");
    let request = request.as_ref().and_then(Value::as_object);
    let request = request.ok_or_else(|| Refusal::invalid("an entry needs a request").at("entry.request"))?;
    let text = |name: &str| request.get(name).and_then(Value::as_str);
    let needed = |name: &str| {
        text(name)
            .ok_or_else(|| Refusal::invalid("this element must be there").at(format!("entry.request.{name}")))
    };
    let ask = Ask::parse_entry(needed("method")?, needed("url")?, base)?;
    // On a read, If-None-Match means a version that is known; it saves nothing inside a Bundle and is passed over.
    let if_none_match = text("ifNoneMatch").filter(|_| !ask.is_read());
    let guard = Guard::parse(text("ifMatch"), if_none_match)?;
    let conditions = Conditions { guard, if_none_exist: text("ifNoneExist").map(pairs_of) };
    let resource = item.shift_remove("resource").map(Resource::from_value).transpose();
    let resource = resource.map_err(|error| Refusal::from(error).at("entry.resource"))?;
    let full_url = item.get("fullUrl").and_then(Value::as_str).map(str::to_owned);
    Ok(Entry { full_url, resource, ask, conditions })
}

/// Carries out one entry of a batch.
async fn one(
    hospital: &Arc<Hospital>,
    caller: &Caller,
    entry: Result<Entry, Refusal>,
) -> Result<Answer, Refusal> {
    let Entry { resource, ask, conditions, .. } = entry?;
    if ask.is_read() {
        return look_up(hospital, caller, ask, false).await;
    }
    let base = hospital.auth.base().to_owned();
    hospital.write(caller, move |desk| write(desk, &base, ask, resource, &conditions)).await
}

/// What an entry of a transaction comes to, once its conditions are answered.
enum Step {
    /// A condition found it: nothing is written.
    Found(Stored),
    Create(Resource),
    Update(Resource),
    Delete {
        resource_type: &'static str,
        id: String,
    },
    Read,
}

impl Step {
    /// R4's order of processing: deletes, creates, updates, reads.
    fn turn(&self) -> u8 {
        match self {
            Self::Delete { .. } => 0,
            Self::Create(_) | Self::Found(_) => 1,
            Self::Update(_) => 2,
            Self::Read => 3,
        }
    }
}

/// Carries out a transaction. An error in one entry is an error of all: the store rolls back.
fn run(desk: &mut Desk<'_>, base: &str, entries: Vec<Entry>) -> Result<Vec<Answer>, Refusal> {
    let mut places = Places::default();
    let mut asked_once: HashSet<(&'static str, Pairs)> = HashSet::new();
    let mut steps = Vec::with_capacity(entries.len());
    let mut touched = HashSet::new();
    for (index, mut entry) in entries.into_iter().enumerate() {
        let step =
            plan(desk, base, &mut entry, &mut asked_once).map_err(|refusal| refusal.within(&place(index)))?;
        let identity = match &step {
            Step::Found(stored) => Some((stored.resource_type.clone(), stored.id.clone())),
            Step::Create(resource) | Step::Update(resource) => {
                resource.id().map(|id| (resource.resource_type().to_owned(), id.to_owned()))
            }
            Step::Delete { resource_type, id } => Some(((*resource_type).to_owned(), id.clone())),
            Step::Read => None,
        };
        if let Some((resource_type, id)) = identity {
            if let Some(full_url) = &entry.full_url {
                places.note(full_url, &resource_type, &id);
            }
            if !matches!(step, Step::Found(_)) && !touched.insert((resource_type, id)) {
                let what = "a transaction may touch a resource only once";
                return Err(Refusal::invalid(what).at(place(index)));
            }
        }
        steps.push((index, step, entry));
    }
    resolve(desk, base, &places, &mut steps)?;
    steps.sort_by_key(|(index, step, _)| (step.turn(), *index));
    let mut answers: Vec<(usize, Answer)> = Vec::with_capacity(steps.len());
    for (index, step, entry) in steps {
        let answer = carry_out(desk, base, step, &entry);
        answers.push((index, answer.map_err(|refusal| refusal.within(&place(index)))?));
    }
    answers.sort_by_key(|(index, _)| *index);
    Ok(answers.into_iter().map(|(_, answer)| answer).collect())
}

/// Finds out what an entry comes to, and gives it its id.
fn plan(
    desk: &Desk<'_>,
    base: &str,
    entry: &mut Entry,
    asked_once: &mut HashSet<(&'static str, Pairs)>,
) -> Result<Step, Refusal> {
    let mut take = |resource_type: &str| {
        let resource = entry
            .resource
            .take()
            .ok_or_else(|| Refusal::invalid("a resource is needed").at("entry.resource"))?;
        let fits = resource.resource_type() == resource_type;
        let wrong =
            || Refusal::invalid("the resource has another type than the address").at("entry.resource");
        if fits { Ok(resource) } else { Err(wrong()) }
    };
    let only =
        |resource_type, pairs: &Pairs| search::only(desk.reader(), desk.caller(), base, resource_type, pairs);
    match &entry.ask {
        Ask::Create { resource_type } => {
            let mut resource = take(resource_type)?;
            if let Some(pairs) = &entry.conditions.if_none_exist {
                if let Some(found) = only(resource_type, pairs)? {
                    return Ok(Step::Found(found));
                }
                // The second would have found the first, had it come alone.
                if !asked_once.insert((resource_type, pairs.clone())) {
                    return Err(Refusal::conflict(
                        "two entries would create what the same condition asks for",
                    ));
                }
            }
            resource.set_id(&new_id()?);
            Ok(Step::Create(resource))
        }
        Ask::Update { resource_type, id } => {
            let resource = take(resource_type)?;
            if resource.id() == Some(id.as_str()) {
                Ok(Step::Update(resource))
            } else {
                Err(Refusal::invalid("the resource's id is not that of the address").at("entry.resource.id"))
            }
        }
        Ask::ConditionalUpdate { resource_type, pairs } => {
            let mut resource = take(resource_type)?;
            match only(resource_type, pairs)? {
                Some(found) => identify(&mut resource, &found)?,
                None if resource.id().is_none() => {
                    resource.set_id(&new_id()?);
                    return Ok(Step::Create(resource));
                }
                None => {}
            }
            Ok(Step::Update(resource))
        }
        Ask::Delete { resource_type, id } => Ok(Step::Delete { resource_type, id: id.clone() }),
        _ => Ok(Step::Read),
    }
}

/// Turns references between entries, and references that are searches, into `Type/id`.
fn resolve(
    desk: &Desk<'_>,
    base: &str,
    places: &Places,
    steps: &mut [(usize, Step, Entry)],
) -> Result<(), Refusal> {
    let mut known: HashMap<String, String> = HashMap::new();
    let mut find = |text: &str| {
        if let Some(place) = known.get(text) {
            return Ok(place.clone());
        }
        let name = text.split('?').next().unwrap_or_default();
        let found = search::only(desk.reader(), desk.caller(), base, name, &pairs_of(text))?;
        let found = found.ok_or_else(|| Refusal::precondition("this reference finds no resource", None))?;
        let place = format!("{}/{}", found.resource_type, found.id);
        known.insert(text.to_owned(), place.clone());
        Ok(place)
    };
    for (index, step, _) in steps {
        if let Step::Create(resource) | Step::Update(resource) = step {
            let resolved = places.resolve(resource, &mut find);
            resolved.map_err(|refusal| refusal.within(&format!("{}.resource", place(*index))))?;
        }
    }
    Ok(())
}

fn carry_out(desk: &mut Desk<'_>, base: &str, step: Step, entry: &Entry) -> Result<Answer, Refusal> {
    match step {
        Step::Found(stored) => Ok(Answer::written(StatusCode::OK, stored)),
        Step::Create(resource) => Ok(written(desk.create_under_its_id(resource)?)),
        Step::Update(resource) => Ok(written(desk.update(resource, &entry.conditions.guard)?)),
        Step::Delete { resource_type, id } => {
            write(desk, base, Ask::Delete { resource_type, id }, None, &entry.conditions)
        }
        Step::Read => see(desk.reader(), desk.caller(), base, &entry.ask, false),
    }
}
