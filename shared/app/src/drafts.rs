//! What was entered and not saved yet: kept in the vault when the page goes to the background or the vault is locked,
//! so that a call, a reload or a locked phone costs nothing. A photo is not kept: it is in the phone's own album.

use crux_core::Command;
use kangban_fhir::{Observation, Resource};
use serde::{Deserialize, Serialize};

use crate::{
    catalogue::{Measure, Symptom},
    diary::SymptomDraft,
    effects::{
        Cmd, VaultOp,
        vault::{Batch, Query, ask},
    },
    event::Step,
    measures::MeasureDraft,
    model::{Open, Stage},
    settings::SettingsStep,
    when::When,
};

const KIND: &str = "draft";
const ID: &str = "all";

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Drafts {
    symptom: Option<OfSymptom>,
    measure: Option<OfMeasure>,
    message: String,
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct OfSymptom {
    id: String,
    score: Option<u8>,
    when_ms: Option<i64>,
    site: Option<String>,
    note: String,
    /// The entry that is being corrected, as JSON.
    corrects: Option<String>,
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct OfMeasure {
    id: String,
    typed: Vec<(String, String)>,
    when_ms: Option<i64>,
    corrects: Option<String>,
}

/// The document as it has to be now; nothing when there is nothing to keep.
fn document(open: &Open) -> Option<String> {
    let symptom = &open.symptom;
    let measure = &open.measure;
    let drafts = Drafts {
        symptom: symptom.has_content().then(|| OfSymptom {
            id: symptom.symptom.map(|it| it.id.to_owned()).unwrap_or_default(),
            score: symptom.score,
            when_ms: symptom.when.chosen_ms,
            site: symptom.site.clone(),
            note: symptom.note.clone(),
            corrects: symptom.corrects.as_ref().map(|it| it.to_json()),
        }),
        measure: measure.typed.values().any(|text| !text.trim().is_empty()).then(|| OfMeasure {
            id: measure.kind.id.to_owned(),
            typed: measure.typed.clone().into_iter().collect(),
            when_ms: measure.when.chosen_ms,
            corrects: measure.corrects.as_ref().map(|it| it.to_json()),
        }),
        message: open.message.text.clone(),
    };
    (drafts != Drafts::default()).then(|| serde_json::to_string(&drafts).ok()).flatten()
}

/// Takes away what was kept: in the transaction that stores an entry or a message, so that it never comes back as a
/// draft of itself. What else is being written is kept again the next time.
pub(crate) fn gone() -> (String, String, Option<String>) {
    (KIND.to_owned(), ID.to_owned(), None)
}

/// Keeps what was entered so far.
pub(crate) fn keep(stage: &Stage) -> Cmd {
    let Stage::Open(open) = stage else { return Command::done() };
    // While an entry is on its way to the disk it is no draft any more.
    if open.saving.is_some() || open.message.sending {
        return Command::done();
    }
    let document = document(open);
    if document.is_none() && !open.draft_kept {
        return Command::done();
    }
    let batch = Batch { documents: vec![(KIND.to_owned(), ID.to_owned(), document)], ..Batch::default() };
    ask(VaultOp::Write(batch)).then_send(|out| Step::Settings(SettingsStep::DraftKept(out)).into())
}

/// The question for what was kept.
pub(crate) fn query() -> Query {
    Query::Document { kind: KIND.to_owned(), id: ID.to_owned() }
}

/// Puts back what was kept.
pub(crate) fn restore(open: &mut Open, document: Option<&str>) {
    let Some(drafts) = document.and_then(|text| serde_json::from_str::<Drafts>(text).ok()) else { return };
    open.draft_kept = true;
    open.message.text = drafts.message;
    let when = |chosen_ms| When { chosen_ms, unreadable: None };
    if let Some(kept) = drafts.symptom {
        open.symptom = SymptomDraft {
            symptom: Symptom::with_id(&kept.id),
            score: kept.score,
            when: when(kept.when_ms),
            site: kept.site,
            note_open: !kept.note.is_empty(),
            note: kept.note,
            second_step: !kept.id.is_empty(),
            corrects: kept.corrects.as_deref().and_then(observation),
            ..SymptomDraft::default()
        };
    }
    if let Some(kept) = drafts.measure
        && let Some(kind) = Measure::with_id(&kept.id)
    {
        open.measure = MeasureDraft {
            typed: kept.typed.into_iter().collect(),
            when: when(kept.when_ms),
            corrects: kept.corrects.as_deref().and_then(observation),
            ..MeasureDraft::of(kind)
        };
    }
}

fn observation(json: &str) -> Option<Observation> {
    Observation::try_from(Resource::parse(json).ok()?).ok()
}
