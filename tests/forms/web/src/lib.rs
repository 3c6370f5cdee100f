//! One trial of a form, for a page in a browser to run.
#![forbid(unsafe_code)]

use std::sync::Arc;

use kangban_fhir::DateTime;
use kangban_fhirpath::Clock;
use kangban_form_trials::{
    corpus,
    questionnaires::{self, Found},
};
use kangban_forms::{Form, Launch, Origin, Session, Shelf};
use serde_json::{Value, json};
use wasm_bindgen::prelude::wasm_bindgen;

/// Tries one Questionnaire with the resources that lie beside it (a list), as `cargo xtask conformance questionnaires`
/// does; the outcome as JSON.
#[wasm_bindgen]
pub fn attempt(questionnaire: &str, beside: &str) -> String {
    let (Ok(form), Ok(beside)) =
        (serde_json::from_str::<Value>(questionnaire), serde_json::from_str::<Vec<Value>>(beside))
    else {
        return json!({ "passed": false, "why": "no JSON" }).to_string();
    };
    let mut shelf = corpus::shelf();
    for resource in beside {
        shelf.put(resource);
    }
    let found = Found { place: String::new(), json: form, folder: 0, size: questionnaire.len() };
    let trial = questionnaires::attempt(&found, &shelf, questionnaires::SEED);
    json!({ "passed": trial.passed(), "excused": trial.excused, "answers": trial.answers, "why": trial.why })
        .to_string()
}

/// A form that is being filled in, for a page to time.
#[wasm_bindgen]
pub struct Filling(Session);

#[wasm_bindgen]
impl Filling {
    /// Begins; nothing when it is no form.
    pub fn begin(questionnaire: &str) -> Option<Filling> {
        let json: Value = serde_json::from_str(questionnaire).ok()?;
        let form = Form::load(&json, &Shelf::default()).ok()?;
        let now = DateTime::parse("2026-11-25T10:30:00+08:00").ok()?;
        Some(Self(Session::start(Arc::new(form), Launch::new(Clock { now }, "en", "filling"))))
    }

    /// Where the question with a linkId is.
    pub fn find(&self, link_id: &str) -> Option<String> {
        self.0.walk().find(|one| one.item.link_id == link_id).map(|one| one.path.to_string())
    }

    /// Gives the question that is there one answer (`{"valueX": …}`). Whether it was taken.
    pub fn answer(&mut self, place: &str, answer: &str) -> bool {
        match (place.parse(), serde_json::from_str(answer)) {
            (Ok(place), Ok(answer)) => self.0.prefill(&place, vec![answer], Origin::Patient).is_ok(),
            _ => false,
        }
    }
}
