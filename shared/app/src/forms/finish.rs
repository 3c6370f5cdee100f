//! Finishing: checked, judged by the rules, and in one transaction on disk. Only then it is called saved.

use crux_core::Command;
use kangban_fhir::{Choice, Extension, Observation, Reference, Resource, terms};
use kangban_forms::extract::{ExtractInput, extract};
use serde_json::{Value, json};

use super::{
    FormsStep,
    filling::clock_of,
    known::{Answered, kinds},
    opening::step,
    result::Outcome,
    sheet::Sheet,
    update::sheet_of,
};
use crate::{
    advice::{self, Advised},
    effects::{
        Cmd, VaultOp, VaultOut,
        vault::{Answer, Batch, OutboxRow, Stored, ask},
    },
    entry::Entry,
    ids::Ids,
    model::{Model, Open, Place, Stage},
    record, saving, sync,
};

/// Answers on their way to the disk.
pub(crate) struct Finishing {
    response: Resource,
    /// Taken from the answers: as it is stored, and as the rules look at it.
    observations: Vec<(Observation, Observation)>,
    /// Other resources that were taken from the answers.
    others: Vec<Resource>,
    /// The photos, without their bytes.
    companions: Vec<Resource>,
    /// Photos of questions that are not asked any more.
    unused: Vec<(String, String)>,
    /// How many questions about the history the answers asked.
    asked_about_answers: usize,
    /// How many questions about the history each observation asked.
    asked: Vec<usize>,
    /// What fired, by the id of what it is about.
    told: Vec<(String, Vec<Advised>)>,
}

/// Checks the answers, and asks for the history that the rules need; or says what is wrong, and where.
pub(super) fn press(model: &mut Model) -> Cmd {
    let Model { clock, ids, stage: Stage::Open(open), .. } = model else { return Command::done() };
    let Some(filling) = open.form.as_deref_mut() else { return Command::done() };
    let task = filling.asked.task.clone();
    let patient = open.patient.clone();
    let Some(sheet) = filling.sheet_mut().filter(|sheet| sheet.finishing.is_none()) else {
        return Command::done();
    };
    sheet.error.clear();
    sheet.session.set_clock(clock_of(clock));
    let response = match sheet.session.finish() {
        Ok(response) => response,
        Err(issues) => {
            sheet.issues = issues;
            sheet.first_row = 0;
            sheet.page.review = true;
            return sheet.keep(&task);
        }
    };
    sheet.issues.clear();
    let Some(mut finishing) = taken(sheet, response, &task, &patient, clock, ids) else {
        return Command::done();
    };
    let stored = finishing.observations.iter().map(|(stored, _)| stored.clone()).collect::<Vec<_>>();
    finishing.observations = stored
        .into_iter()
        .map(|stored| {
            let judged = saving::judged(open, clock, &stored);
            (stored, judged)
        })
        .collect();
    let mut queries = saving::answers_queries(open, &finishing.response, clock.wall_ms);
    finishing.asked_about_answers = queries.len();
    for (_, judged) in &finishing.observations {
        let own = saving::history_queries(open, judged);
        finishing.asked.push(own.len());
        queries.extend(own);
    }
    if let Some(sheet) = open.form.as_deref_mut().and_then(|form| form.sheet_mut()) {
        sheet.finishing = Some(Box::new(finishing));
    }
    ask(VaultOp::Read(queries)).then_send(|out| step(FormsStep::History(task, out)))
}

/// The response, and what is taken from its answers.
fn taken(
    sheet: &Sheet,
    response: Value,
    task: &str,
    patient: &str,
    clock: &crate::event::Clock,
    ids: &mut Ids,
) -> Option<Finishing> {
    let who = json!({"reference": format!("Patient/{patient}")});
    let mut response = response;
    if let Some(object) = response.as_object_mut() {
        object.insert("id".to_owned(), json!(sheet.id));
        for name in ["subject", "author", "source"] {
            object.entry(name).or_insert_with(|| who.clone());
        }
    }
    let mut response = Resource::from_value(response).ok()?;
    let answers = Choice::Reference(Reference::to("Task", task));
    response.set_extension(&Extension::value(terms::ANSWERS_TASK, answers));
    let mut next_id = || ids.next();
    let mut input = ExtractInput::new(&mut next_id, clock_of(clock));
    (input.subject, input.author) = (Some(who.clone()), Some(who));
    input.library = Some(&sheet.shelf);
    let known: Vec<(String, Value)> =
        sheet.patient.iter().map(|patient| ("patient".to_owned(), patient.clone())).collect();
    input.known = &known;
    let extracted = extract(sheet.session.form(), &response.clone().into_value(), input);
    let entries = extracted.bundle.get("entry").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut finishing = Finishing {
        response,
        observations: Vec::new(),
        others: Vec::new(),
        companions: Vec::new(),
        unused: Vec::new(),
        asked_about_answers: 0,
        asked: Vec::new(),
        told: Vec::new(),
    };
    for mut entry in entries {
        let Some(resource) = entry.get_mut("resource").map(Value::take) else { continue };
        let Ok(resource) = Resource::from_value(resource) else { continue };
        match Observation::try_from(resource.clone()) {
            Ok(observation) => finishing.observations.push((observation.clone(), observation)),
            Err(_) => finishing.others.push(resource),
        }
    }
    let used = finishing.response.to_json();
    for photo in sheet.photos.values() {
        if used.contains(&photo.binary) {
            finishing.companions.push(record::binary(&photo.binary, patient, &photo.mime));
        } else {
            finishing.unused.push(("Binary".to_owned(), photo.binary.clone()));
        }
    }
    Some(finishing)
}

/// The history is here: the rules look, and everything is written at once.
pub(super) fn judge_and_write(model: &mut Model, task: &str, out: VaultOut) -> Cmd {
    let Model { look, stage: Stage::Open(open), .. } = model else { return Command::done() };
    let answers = match out {
        VaultOut::Answers(answers) => answers,
        out => return not_saved(open, look, &out),
    };
    let Some(mut finishing) = sheet_of(open, task).and_then(|sheet| sheet.finishing.take()) else {
        return Command::done();
    };
    judge(open, &mut finishing, answers);
    let id = finishing.response.id().unwrap_or_default().to_owned();
    let mut entries: Vec<_> = finishing.companions.iter().map(record::stored).collect();
    entries.push(record::stored(&finishing.response));
    entries.extend(finishing.observations.iter().map(|(stored, _)| record::stored(stored)));
    entries.extend(finishing.others.iter().map(record::stored));
    let mut documents = Sheet::documents_gone(task);
    documents.push((kinds::ANSWERED.to_owned(), task.to_owned(), Some(id.clone())));
    for (about, told) in &finishing.told {
        documents.push((advice::KIND.to_owned(), about.clone(), advice::document(told)));
    }
    documents.push((advice::KIND.to_owned(), id, advice::document(&all_of(&finishing.told))));
    let tombstones = finishing.unused.clone();
    if let Some(sheet) = sheet_of(open, task) {
        sheet.finishing = Some(finishing);
    }
    let task = task.to_owned();
    let batch = Batch { entries, tombstones, documents, ..Batch::default() };
    ask(VaultOp::Write(batch)).then_send(|out| step(FormsStep::Written(task, out)))
}

fn judge(open: &Open, finishing: &mut Finishing, answers: Vec<Answer>) {
    let mut answers = answers.into_iter();
    let history: Vec<Answer> = answers.by_ref().take(finishing.asked_about_answers).collect();
    let found = saving::evaluate_answers(open, &finishing.response, history);
    let id = finishing.response.id().unwrap_or_default().to_owned();
    finishing.told.push((id, found.iter().map(Advised::of).collect()));
    for ((stored, judged), asked) in finishing.observations.iter().zip(&finishing.asked) {
        let history: Vec<Answer> = answers.by_ref().take(*asked).collect();
        let found = saving::evaluate(open, judged, history);
        if !found.is_empty() {
            let entry = Entry::read(Stored { record: record::stored(stored), outbox: None });
            let told = found.iter().map(|finding| Advised::of(finding).about(entry.as_ref())).collect();
            finishing.told.push((stored.id().unwrap_or_default().to_owned(), told));
        }
    }
}

/// What is to be told about any of the answers, gravest first, each once.
fn all_of(told: &[(String, Vec<Advised>)]) -> Vec<Advised> {
    let mut all: Vec<Advised> = Vec::new();
    for advised in told.iter().flat_map(|(_, told)| told) {
        if !all.iter().any(|one| one.says_the_same(advised)) {
            all.push(advised.clone());
        }
    }
    all.sort_by_key(|advised| std::cmp::Reverse(advised.severity()));
    all
}

fn not_saved(open: &mut Open, look: &crate::model::Look, out: &VaultOut) -> Cmd {
    if let Some(sheet) = open.form.as_deref_mut().and_then(|form| form.sheet_mut()) {
        sheet.finishing = None;
        sheet.error = saving::not_saved(look, out);
    }
    Command::done()
}

/// It is on disk: the result is shown at once, before the vault is read again.
pub(super) fn written(model: &mut Model, task: &str, out: &VaultOut) -> Cmd {
    let Model { look, stage: Stage::Open(open), .. } = model else { return Command::done() };
    if *out != VaultOut::Done {
        return not_saved(open, look, out);
    }
    let Some(sheet) = sheet_of(open, task) else { return Command::done() };
    let Some(finishing) = sheet.finishing.take() else { return Command::done() };
    let row = OutboxRow { changes: 1, ..OutboxRow::default() };
    let stored = Stored { record: record::stored(&finishing.response), outbox: Some(row) };
    let Some(answered) = Answered::read(&stored) else { return Command::done() };
    let id = answered.id.clone();
    let outcome = Outcome::finished(&id, sheet, finishing.response.clone().into_value(), look.lang);
    open.data.forms.answer(answered);
    open.data.waiting += 1;
    open.data.advice.insert(id.clone(), all_of(&finishing.told));
    open.data.advice.extend(finishing.told);
    open.form = None;
    open.result = Some(Box::new(outcome));
    open.places.retain(|place| matches!(place, Place::Sync));
    open.go(Place::FormResult(id));
    sync::reload_and(model, kangban_sync::Input::Changed)
}
