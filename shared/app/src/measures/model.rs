use std::collections::BTreeMap;

use kangban_fhir::Observation;

use crate::{
    catalogue::{MEASURES, Measure},
    when::When,
};

/// A measurement that is being recorded.
#[derive(Debug, Clone)]
pub(crate) struct MeasureDraft {
    pub(crate) kind: &'static Measure,
    /// What stands in each field, as it was typed.
    pub(crate) typed: BTreeMap<String, String>,
    /// What is wrong with each field.
    pub(crate) wrong: BTreeMap<String, String>,
    pub(crate) when: When,
    pub(crate) error: String,
    /// Whether the unusual values that stand there were asked about.
    pub(crate) asked: bool,
    /// The entry that is being corrected.
    pub(crate) corrects: Option<Observation>,
}

impl Default for MeasureDraft {
    fn default() -> Self {
        Self::of(&MEASURES[0])
    }
}

impl MeasureDraft {
    pub(crate) fn of(kind: &'static Measure) -> Self {
        Self {
            kind,
            typed: BTreeMap::new(),
            wrong: BTreeMap::new(),
            when: When::default(),
            error: String::new(),
            asked: false,
            corrects: None,
        }
    }

    pub(crate) fn text(&self, part: &str) -> &str {
        self.typed.get(part).map_or("", String::as_str)
    }
}
