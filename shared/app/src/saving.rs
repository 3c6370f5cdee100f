//! Saving an entry: history, rules, one transaction, and only then the word "saved".

use chrono::{DateTime, Utc};
use crux_core::Command;
use kangban_care::{EvalInput, Finding, PatientContext};
use kangban_fhir::{Observation, Resource};

use crate::{
    advice,
    effects::{
        Effect, VaultOp, VaultOut,
        vault::{Answer, Batch, NewFile, Query, VaultFault, ask},
    },
    event::{Event, Step},
    format,
    model::{Model, Open, Place, Stage, Toasting},
    record,
    sync::{self, SyncStep},
    text::t,
};

/// An entry on its way to the disk.
#[derive(Debug, Clone)]
pub(crate) struct Saving {
    observation: Observation,
    /// What goes with it, before it: the photo's Media and Binary.
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

fn step(step: SavingStep) -> Event {
    Step::Saving(step).into()
}

/// Begins: asks for the history that the rules in force need.
pub(crate) fn begin(
    open: &mut Open,
    observation: Observation,
    companions: Vec<Resource>,
    files: Vec<NewFile>,
    corrects: bool,
) -> Command<Effect, Event> {
    let at_ms = observation.effective_millis().unwrap_or_default();
    let queries = open
        .data
        .rules
        .history_needed(&observation)
        .into_iter()
        .map(|needed| Query::Window {
            resource_type: "Observation".to_owned(),
            codes: vec![needed.code],
            since_ms: Some(at_ms - i64::from(needed.hours) * 3_600_000),
            before: None,
            limit: HISTORY,
        })
        .collect();
    open.saving = Some(Saving { observation, companions, files, findings: Vec::new(), corrects });
    ask(VaultOp::Read(queries)).then_send(|out| step(SavingStep::History(out)))
}

/// Goes on with what came back.
pub(crate) fn update(model: &mut Model, came: SavingStep) -> Command<Effect, Event> {
    let Model { clock, look, stage: Stage::Open(open), toast, .. } = model else { return Command::done() };
    let Some(saving) = open.saving.as_mut() else { return Command::done() };
    match came {
        SavingStep::History(VaultOut::Answers(answers)) => {
            let history: Vec<Observation> = answers
                .into_iter()
                .filter_map(|answer| if let Answer::Records(records) = answer { Some(records) } else { None })
                .flatten()
                .filter_map(|stored| Observation::try_from(Resource::parse(&stored.record.json).ok()?).ok())
                .collect();
            let context = PatientContext {
                surgery: open.data.surgery_ms.and_then(DateTime::<Utc>::from_timestamp_millis),
                conditions: open.data.conditions.clone(),
            };
            let input = EvalInput { observation: &saving.observation, history: &history, context: &context };
            saving.findings = open.data.rules.evaluate(input).findings;
            let mut entries: Vec<_> = saving.companions.iter().map(record::stored).collect();
            entries.push(record::stored(&saving.observation));
            let id = saving.observation.id().unwrap_or_default().to_owned();
            let batch = Batch {
                entries,
                files: std::mem::take(&mut saving.files),
                documents: vec![(advice::KIND.to_owned(), id, advice::document(&saving.findings))],
                ..Batch::default()
            };
            ask(VaultOp::Write(batch)).then_send(|out| step(SavingStep::Written(out)))
        }
        SavingStep::Written(VaultOut::Done) => {
            let Some(saving) = open.saving.take() else { return Command::done() };
            let id = saving.observation.id().unwrap_or_default().to_owned();
            open.symptom = crate::diary::SymptomDraft::default();
            open.measure = crate::measures::MeasureDraft::default();
            open.places.retain(|place| matches!(place, Place::Sync));
            let time = format::time(clock, clock.wall_ms);
            let text = if saving.corrects { t!(look.lang, "toast-corrected") } else { t!(look.lang, "toast-saved") };
            if saving.findings.is_empty() {
                *toast = Some(Toasting { text, detail: time, entry: Some(id) });
            } else {
                open.go(Place::Advice(id));
                *toast = Some(Toasting { text, detail: time, entry: None });
            }
            sync::reload_and(model, kangban_sync::Input::Changed)
        }
        SavingStep::History(out) | SavingStep::Written(out) => {
            open.saving = None;
            let error = match out {
                VaultOut::Failed(VaultFault::StorageFull) => t!(look.lang, "error-storage-full"),
                VaultOut::Failed(VaultFault::Locked) => t!(look.lang, "error-locked"),
                _ => t!(look.lang, "error-not-saved"),
            };
            open.symptom.error.clone_from(&error);
            open.measure.error = error;
            crux_core::render::render()
        }
    }
}

impl Saving {
    pub(crate) fn busy(open: &Open) -> bool {
        open.saving.is_some()
    }
}

/// Takes an entry back: it stays, marked as entered in error.
pub(crate) fn withdraw(open: &mut Open, entry: &str) -> Command<Effect, Event> {
    let Some(found) = open.data.entries.iter().find(|one| one.id == entry) else { return Command::done() };
    let mut observation = found.observation.clone();
    observation.set("status", &Some("entered-in-error".to_owned()));
    let batch = Batch {
        entries: vec![record::stored(&observation)],
        documents: vec![(advice::KIND.to_owned(), entry.to_owned(), None)],
        ..Batch::default()
    };
    ask(VaultOp::Write(batch)).then_send(|out| Step::Sync(SyncStep::Written(out)).into())
}
