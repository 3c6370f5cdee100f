//! One trial of a form, for a page in a browser to run.
#![forbid(unsafe_code)]

use kangban_form_trials::{
    corpus,
    questionnaires::{self, Found},
};
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
