//! Saving an entry: history, rules, one transaction, and only then the word "saved".

use chrono::{DateTime, Utc};
use crux_core::Command;
use kangban_care::{AnswersInput, EvalInput, Finding, PatientContext};
use kangban_fhir::{Observation, Resource};

use crate::{
    advice::{self, Advised},
    drafts,
    effects::{
        Cmd, VaultOp, VaultOut,
        vault::{Answer, Batch, NewFile, OutboxRow, Query, Stored, VaultFault, ask},
    },
    entry::Entry,
    event::{Clock, Event, Step},
    format, loading,
    model::{Data, Look, Model, Open, Place, Stage, ToastAction, Toasting},
    record,
    sync::{self, SyncStep},
    text::{Lang, t},
};

/// An entry on its way to the disk.
#[derive(Debug, Clone)]
pub(crate) struct Saving {
    observation: Observation,
    /// The same as the rules look at it.
    judged: Observation,
    /// What goes with it, before it: the photo's Binary and Media.
    companions: Vec<Resource>,
    files: Vec<NewFile>,
    findings: Vec<Finding>,
    /// Whether it corrects an entry that was there.
    corrects: bool,
}

/// What comes back while saving.
#[derive(Debug, Clone)]
pub enum SavingStep {
    /// The history that the rules need.
    History(VaultOut),
    /// The transaction.
    Written(VaultOut),
}

/// The largest number of earlier observations that one rule's variable looks at.
const HISTORY: u32 = 200;
/// The largest number of earlier answers to a form that a rule looks at.
const ANSWERS: u32 = 20;

fn step(step: SavingStep) -> Event {
    Step::Saving(step).into()
}

/// Begins: asks for the history that the rules in force need.
pub(crate) fn begin(
    open: &mut Open,
    clock: &Clock,
    observation: Observation,
    companions: Vec<Resource>,
    files: Vec<NewFile>,
    corrects: bool,
) -> Cmd {
    let judged = judged(open, clock, &observation);
    let queries = history_queries(open, &judged);
    open.saving = Some(Saving { observation, judged, companions, files, findings: Vec::new(), corrects });
    ask(VaultOp::Read(queries)).then_send(|out| step(SavingStep::History(out)))
}

/// The questions for the history that the rules in force need for this observation.
pub(crate) fn history_queries(open: &Open, judged: &Observation) -> Vec<Query> {
    let at_ms = judged.effective_millis().unwrap_or_default();
    open.data.rules.history_needed(judged).into_iter().map(|needed| earlier(needed, at_ms)).collect()
}

fn earlier(needed: kangban_care::HistoryQuery, at_ms: i64) -> Query {
    Query::Window {
        resource_type: "Observation".to_owned(),
        codes: vec![needed.code],
        since_ms: Some(at_ms - i64::from(needed.hours) * 3_600_000),
        before: None,
        limit: HISTORY,
    }
}

/// The same for the answers to a form.
pub(crate) fn answers_queries(open: &Open, response: &Resource, at_ms: i64) -> Vec<Query> {
    let rules = &open.data.rules;
    let needed = rules.history_needed_for_answers(response).into_iter();
    let mut queries: Vec<Query> = needed.map(|needed| earlier(needed, at_ms)).collect();
    queries.extend(rules.answers_needed(response).map(|hours| Query::Window {
        resource_type: "QuestionnaireResponse".to_owned(),
        codes: vec![record::stored(response).code],
        since_ms: Some(at_ms - i64::from(hours) * 3_600_000),
        before: None,
        limit: ANSWERS,
    }));
    queries
}

/// What the rules say of the answers to a form, with the history that was read.
pub(crate) fn evaluate_answers(open: &Open, response: &Resource, history: Vec<Answer>) -> Vec<Finding> {
    let (observations, answers): (Vec<Resource>, Vec<Resource>) =
        resources(history).into_iter().partition(|one| one.resource_type() == "Observation");
    let observations: Vec<Observation> =
        observations.into_iter().filter_map(|one| Observation::try_from(one).ok()).collect();
    let context = context(&open.data);
    let input = AnswersInput { response, history: &observations, earlier: &answers, context: &context };
    open.data.rules.evaluate_answers(input).findings
}

fn resources(history: Vec<Answer>) -> Vec<Resource> {
    let records = history.into_iter().flat_map(|answer| loading::records(Some(answer)));
    records.filter_map(|stored| Resource::parse(&stored.record.json).ok()).collect()
}

/// What the rules say of an observation, with the history that was read.
pub(crate) fn evaluate(open: &Open, judged: &Observation, history: Vec<Answer>) -> Vec<Finding> {
    let history: Vec<Observation> =
        resources(history).into_iter().filter_map(|one| Observation::try_from(one).ok()).collect();
    let context = context(&open.data);
    let input = EvalInput { observation: judged, history: &history, context: &context };
    open.data.rules.evaluate(input).findings
}

/// Goes on with what came back.
pub(crate) fn came(model: &mut Model, came: SavingStep) -> Cmd {
    let Model { clock, look, stage: Stage::Open(open), toast, .. } = model else { return Command::done() };
    match came {
        SavingStep::History(VaultOut::Answers(answers)) => evaluate_and_write(open, answers),
        SavingStep::Written(VaultOut::Done) => {
            let Some(saving) = open.saving.take() else { return Command::done() };
            *toast = Some(written(open, &saving, look.lang, clock));
            sync::reload_and(model, kangban_sync::Input::Changed)
        }
        SavingStep::History(out) | SavingStep::Written(out) => {
            let saving = open.saving.take();
            let error = not_saved(look, &out);
            // The photo goes back to where it was chosen; everything else is still there.
            if let Some(file) = saving.and_then(|saving| saving.files.into_iter().next()) {
                open.symptom.photo = Some(crate::diary::Photo { mime: file.mime, bytes: file.bytes });
            }
            open.symptom.error.clone_from(&error);
            open.measure.error = error;
            Command::done()
        }
    }
}

/// The observation as the rules look at it. With a clock that cannot be right its moment would keep rules such as
/// "within 30 days after surgery" silent: they then take it as of the last moment that is known for sure.
pub(crate) fn judged(open: &Open, clock: &Clock, observation: &Observation) -> Observation {
    const HOUR_MS: i64 = 60 * 60 * 1_000;
    let hospital = open.data.last_confirmed.as_deref();
    let at_ms = observation.effective_millis().unwrap_or_default();
    let is_now = (at_ms - clock.wall_ms).abs() < HOUR_MS;
    if !is_now || !format::clock_is_wrong(clock, hospital) {
        return observation.clone();
    }
    let last_seen = hospital.and_then(|at| kangban_fhir::Instant::parse(at).ok()).map(|at| at.millis());
    let Some(known_ms) = last_seen.max(open.data.surgery_ms) else { return observation.clone() };
    let mut judged = observation.clone();
    let moment = format::fhir_moment(clock, known_ms);
    kangban_fhir::Choice::DateTime(moment).put(judged.json_mut(), "effective");
    judged
}

fn evaluate_and_write(open: &mut Open, answers: Vec<Answer>) -> Cmd {
    let Some(saving) = &open.saving else { return Command::done() };
    let findings = evaluate(open, &saving.judged, answers);
    let Some(saving) = &mut open.saving else { return Command::done() };
    saving.findings = findings;
    let mut entries: Vec<_> = saving.companions.iter().map(record::stored).collect();
    entries.push(record::stored(&saving.observation));
    let id = saving.observation.id().unwrap_or_default().to_owned();
    let told: Vec<Advised> = saving.findings.iter().map(Advised::of).collect();
    let batch = Batch {
        entries,
        files: saving.files.clone(),
        documents: vec![(advice::KIND.to_owned(), id, advice::document(&told)), drafts::gone()],
        ..Batch::default()
    };
    ask(VaultOp::Write(batch)).then_send(|out| step(SavingStep::Written(out)))
}

/// What the rules know of the patient.
pub(crate) fn context(data: &Data) -> PatientContext {
    PatientContext {
        surgery: data.surgery_ms.and_then(DateTime::<Utc>::from_timestamp_millis),
        conditions: data.conditions.clone(),
    }
}

/// It is on disk: shows it at once, before the vault is read again.
fn written(open: &mut Open, saving: &Saving, lang: Lang, clock: &Clock) -> Toasting {
    let id = saving.observation.id().unwrap_or_default().to_owned();
    let hospital = open.data.last_confirmed.clone();
    open.data.waiting += 1;
    open.data.entries.retain(|entry| entry.id != id);
    let row = OutboxRow { changes: 1, ..OutboxRow::default() };
    let stored = Stored { record: record::stored(&saving.observation), outbox: Some(row) };
    open.data.entries.extend(Entry::read(stored));
    open.data.entries.sort_by(|one, other| (other.at_ms, &other.id).cmp(&(one.at_ms, &one.id)));
    let told: Vec<Advised> = saving.findings.iter().map(Advised::of).collect();
    open.data.advice.remove(&id);
    open.diary.advice.remove(&id);
    open.diary.opened = None;

    open.symptom = crate::diary::SymptomDraft::default();
    open.measure = crate::measures::MeasureDraft::default();
    open.places.retain(|place| matches!(place, Place::Sync));
    open.diary.advice_more = false;
    let text = if saving.corrects { t!(lang, "toast-corrected") } else { t!(lang, "toast-saved") };
    let mut detail = vec![];
    if let Some(entry) = open.entry(&id) {
        detail = vec![entry.title(lang), entry.reading(lang)];
    }
    detail.push(format::time(clock, clock.wall_ms));
    if format::clock_is_wrong(clock, hospital.as_deref()) {
        detail.push(t!(lang, "toast-clock", date = format::date(lang, clock, clock.wall_ms)));
    }
    let fired = !told.is_empty();
    if fired {
        open.data.advice.insert(id.clone(), told);
        open.go(Place::Advice(id.clone()));
    }
    Toasting { text, detail: detail.join(" · "), action: (!fired).then_some(ToastAction::Correct(id)) }
}

/// Why it was not saved, and that what was entered is still there.
pub(crate) fn not_saved(look: &Look, out: &VaultOut) -> String {
    match out {
        VaultOut::Failed(VaultFault::StorageFull) => t!(look.lang, "error-storage-full"),
        VaultOut::Failed(VaultFault::HeldElsewhere) => t!(look.lang, "error-held-elsewhere"),
        _ => t!(look.lang, "error-not-saved"),
    }
}

/// Takes an entry back: it stays, marked as entered in error.
pub(crate) fn withdraw(open: &mut Open, entry: &str) -> Cmd {
    let Some(found) = open.entry(entry) else { return Command::done() };
    let mut observation = found.observation.clone();
    observation.set("status", &Some("entered-in-error".to_owned()));
    let batch = Batch {
        entries: vec![record::stored(&observation)],
        documents: vec![(advice::KIND.to_owned(), entry.to_owned(), None)],
        ..Batch::default()
    };
    ask(VaultOp::Write(batch)).then_send(|out| Step::Sync(SyncStep::Withdrawn(out)).into())
}
