use std::collections::BTreeSet;

use kangban_fhir::Observation;

use crate::effects::{Consent, HealthReading};

/// What the app knows of other apps' readings in this run.
#[derive(Debug, Default)]
pub(crate) struct Health {
    /// Whether they may be read, as far as is known.
    pub(crate) consent: Consent,
    /// Those that could not be taken, by the platform's id.
    pub(crate) turned_down: BTreeSet<String>,
    /// Those that need no second look: they are here, or tell nothing new. By the platform's id.
    pub(super) settled: BTreeSet<String>,
    /// When they were last read to the end, by the clock that is never set.
    pub(super) last_mono_ms: Option<u64>,
    /// How often reading was begun.
    pub(super) runs: u32,
    /// The reading that is under way.
    pub(super) run: Option<Run>,
}

/// Reading page by page.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) number: u32,
    /// When it began: the next one reads from here on.
    pub(super) wall_ms: i64,
    pub(super) mono_ms: u64,
    /// Since when the page in hand was asked for.
    pub(super) since_ms: i64,
    /// Since when the next page is to be asked for; none when this is the last.
    pub(super) next_ms: Option<i64>,
    /// What is taken of the page in hand.
    pub(super) page: Vec<Candidate>,
    /// Whether anything was written.
    pub(super) wrote: bool,
    /// The gravest new reading about which something has to be told now.
    pub(super) telling: Option<(kangban_care::Severity, String)>,
}

/// A reading, and what it is in the diary.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) reading: HealthReading,
    pub(super) observation: Observation,
    /// The same as the rules look at it.
    pub(super) judged: Observation,
    /// How many questions for history were asked for it.
    pub(super) asked: usize,
}
