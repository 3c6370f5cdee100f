//! Opening a form: everything it needs is read from the vault, and nothing of another form.

use std::collections::BTreeSet;

use crux_core::Command;
use kangban_fhir::Resource;
use serde_json::Value;

use super::{
    FormsStep,
    filling::{self, Filling, State},
    known::{Asked, kinds},
    names::split_canonical,
    problems, result,
};
use crate::{
    effects::{
        Cmd, VaultOp, VaultOut,
        vault::{Answer, Query, Stored, ask},
    },
    event::{Event, Step},
    loading,
    model::{Model, Open, Place, Stage},
};

/// How far back an observation may stand for an answer, and how many are looked at.
const OBSERVATIONS_DAYS: i64 = 90;
const OBSERVATIONS: u32 = 200;
/// How many earlier answers to a form are looked at.
pub(super) const EARLIER: u32 = 12;
/// How often what was found names something else that has to be found.
const ROUNDS: u8 = 5;
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// What a form is made of, while it is being read.
#[derive(Default)]
pub(crate) struct Parts {
    pub(super) questionnaire: Value,
    /// Value sets, code systems and parts that it names.
    pub(super) shelf: Vec<Value>,
    pub(super) patient: Option<Value>,
    pub(super) observations: Vec<Value>,
    /// Earlier answers, newest first.
    pub(super) earlier: Vec<Value>,
    /// The draft, when there is one.
    pub(super) draft: Option<String>,
    /// Which version of it was reported as broken.
    pub(super) reported: Option<String>,
    looked_for: BTreeSet<String>,
    rounds: u8,
}

impl std::fmt::Debug for Parts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Parts(…)")
    }
}

pub(super) fn step(step: FormsStep) -> Event {
    Step::Forms(step).into()
}

/// Opens what an id of the list names: a form that is due, or one that was answered.
pub(crate) fn open(model: &mut Model, id: &str) -> Cmd {
    let Model { clock, stage: Stage::Open(open), .. } = model else { return Command::done() };
    let forms = &open.data.forms;
    if let Some(asked) = forms.asked(id).filter(|asked| asked.is_due(clock.wall_ms)).cloned() {
        if open.form.as_ref().is_some_and(|form| form.asked.task == asked.task) {
            open.go(Place::Form(asked.task));
            return Command::done();
        }
        open.go(Place::Form(asked.task.clone()));
        return read(open, asked, clock.wall_ms);
    }
    if forms.answered.iter().any(|one| one.id == id) {
        return result::open(open, id);
    }
    Command::done()
}

/// Reads a form from the vault.
pub(super) fn read(open: &mut Open, asked: Asked, now_ms: i64) -> Cmd {
    let queries = queries(open, &asked, now_ms);
    let task = asked.task.clone();
    open.form = Some(Box::new(Filling::reading(asked)));
    ask(VaultOp::Read(queries)).then_send(|out| step(FormsStep::Loaded(task, out)))
}

fn queries(open: &Open, asked: &Asked, now_ms: i64) -> Vec<Query> {
    let document = |kind: &str| Query::Document { kind: kind.to_owned(), id: asked.task.clone() };
    let of_form = |resource_type: &str, limit| Query::Window {
        resource_type: resource_type.to_owned(),
        codes: vec![asked.url.clone()],
        since_ms: None,
        before: None,
        limit,
    };
    vec![
        document(kinds::DRAFT),
        document(kinds::PINNED),
        of_form("Questionnaire", EARLIER),
        of_form("QuestionnaireResponse", EARLIER),
        Query::Get { resource_type: "Patient".to_owned(), id: open.patient.clone() },
        Query::Window {
            resource_type: "Observation".to_owned(),
            codes: Vec::new(),
            since_ms: Some(now_ms - OBSERVATIONS_DAYS * DAY_MS),
            before: None,
            limit: OBSERVATIONS,
        },
        Query::Value(problems::value_name(&asked.url)),
    ]
}

/// What the vault has of the form.
pub(super) fn loaded(model: &mut Model, task: &str, out: VaultOut) -> Cmd {
    let Model { stage: Stage::Open(open), .. } = model else { return Command::done() };
    let Some(filling) = open.form.as_deref_mut().filter(|form| form.asked.task == task) else {
        return Command::done();
    };
    let VaultOut::Answers(answers) = out else {
        filling.state = State::Unreadable;
        return Command::done();
    };
    let mut answers = answers.into_iter();
    let draft = loading::text(answers.next());
    let pinned = loading::text(answers.next()).filter(|_| draft.is_some());
    let forms = loading::records(answers.next());
    let earlier = loading::records(answers.next());
    let patient = loading::records(answers.next());
    let observations = loading::records(answers.next());
    let reported = loading::text(answers.next());
    // What was begun is finished as it was begun; only a new filling takes the newest.
    let questionnaire = pinned
        .and_then(|json| serde_json::from_str(&json).ok())
        .or_else(|| newest(&forms).and_then(|stored| value(&stored.record.json)));
    let Some(questionnaire) = questionnaire else {
        filling.state = State::Missing;
        return Command::done();
    };
    let mut parts = Parts {
        questionnaire,
        patient: patient.iter().find_map(|stored| value(&stored.record.json)),
        observations: observations.iter().filter_map(|stored| value(&stored.record.json)).collect(),
        earlier: earlier.iter().filter_map(|stored| value(&stored.record.json)).collect(),
        draft,
        reported,
        ..Parts::default()
    };
    let next = look_further(&mut parts);
    filling.state = State::Reading(Box::new(parts));
    match next {
        Some(queries) => read_further(task, queries),
        None => filling::begin(model),
    }
}

/// The newest of a form's versions: what the hospital changed last.
fn newest(forms: &[Stored]) -> Option<&Stored> {
    let retired = |stored: &&Stored| {
        let read = Resource::parse(&stored.record.json).ok();
        let status = read.as_ref().and_then(|form| form.json().get("status")?.as_str());
        status == Some("retired")
    };
    let in_use = forms.iter().filter(|one| !retired(one)).max_by_key(|one| &one.record.last_updated);
    in_use.or_else(|| forms.iter().max_by_key(|one| &one.record.last_updated))
}

/// The form of that version; the newest where it is not here.
pub(super) fn of_version(forms: &[Stored], version: Option<&str>) -> Option<Value> {
    let all: Vec<Value> = forms.iter().filter_map(|stored| value(&stored.record.json)).collect();
    let same = all.into_iter().find(|form| form.get("version").and_then(Value::as_str) == version);
    same.or_else(|| value(&newest(forms)?.record.json))
}

pub(super) fn value(json: &str) -> Option<Value> {
    serde_json::from_str(json).ok()
}

pub(super) fn read_further(task: &str, queries: Vec<Query>) -> Cmd {
    let task = task.to_owned();
    ask(VaultOp::Read(queries)).then_send(|out| step(FormsStep::Shelved(task, out)))
}

/// More of what the form names.
pub(super) fn shelved(model: &mut Model, task: &str, out: VaultOut) -> Cmd {
    let Model { stage: Stage::Open(open), .. } = model else { return Command::done() };
    let Some(filling) = open.form.as_deref_mut().filter(|form| form.asked.task == task) else {
        return Command::done();
    };
    let Some(parts) = filling.parts() else { return Command::done() };
    if !parts.found(out) {
        filling.state = State::Unreadable;
        return Command::done();
    }
    match look_further(parts) {
        Some(queries) => read_further(task, queries),
        None => filling::begin(model),
    }
}

impl Parts {
    /// Puts what was found on the shelf; whether the vault could be read.
    pub(super) fn found(&mut self, out: VaultOut) -> bool {
        let VaultOut::Answers(answers) = out else { return false };
        let records = answers.into_iter().flat_map(|answer: Answer| loading::records(Some(answer)));
        self.shelf.extend(records.filter_map(|stored| value(&stored.record.json)));
        true
    }
}

/// The questions for what is named and was not looked for yet; none when everything that is here was found.
pub(super) fn look_further(parts: &mut Parts) -> Option<Vec<Query>> {
    if parts.rounds >= ROUNDS {
        return None;
    }
    parts.rounds += 1;
    let mut named = BTreeSet::new();
    for resource in parts.shelf.iter().chain([&parts.questionnaire]) {
        canonicals(resource, &mut named);
    }
    let fresh: Vec<String> = named.difference(&parts.looked_for).cloned().collect();
    if fresh.is_empty() {
        return None;
    }
    let limit = u32::try_from(fresh.len() * 2).unwrap_or(u32::MAX);
    let queries = ["ValueSet", "CodeSystem", "Questionnaire"].map(|kind| Query::Window {
        resource_type: kind.to_owned(),
        codes: fresh.clone(),
        since_ms: None,
        before: None,
        limit,
    });
    parts.looked_for.extend(fresh);
    Some(queries.to_vec())
}

/// Every canonical that a resource names as a source of options or of items. Walked without recursion.
fn canonicals(resource: &Value, named: &mut BTreeSet<String>) {
    let mut open = vec![resource];
    let is_set = resource.get("resourceType").and_then(Value::as_str) == Some("ValueSet");
    let mut add = |text: &Value| {
        if let Some(text) = text.as_str().filter(|text| !text.is_empty() && !text.starts_with('#')) {
            named.insert(split_canonical(text).0.to_owned());
        }
    };
    while let Some(node) = open.pop() {
        match node {
            Value::Array(list) => open.extend(list),
            Value::Object(object) => {
                for (name, inner) in object {
                    match name.as_str() {
                        "answerValueSet" | "valueCanonical" => add(inner),
                        "valueSet" if is_set => inner.as_array().into_iter().flatten().for_each(&mut add),
                        // An include without concepts means the whole code system.
                        "system"
                            if is_set && !object.contains_key("code") && !object.contains_key("concept") =>
                        {
                            add(inner);
                        }
                        _ => open.push(inner),
                    }
                }
            }
            _ => {}
        }
    }
}
