//! Gate 1: every Questionnaire at hand loads, is filled at random until it can be finished, and its response is valid.

use std::{path::Path, sync::Arc};

use kangban_fhirpath::Clock;
use kangban_form_trials::{
    corpus, fill,
    questionnaires::{self, Reached, Trial},
    validation,
};
use kangban_forms::{
    Form,
    validate::{Checks, Issue, IssueCode, validate},
};
use serde_json::{Value, json};

fn assert_all_pass(trials: &[Trial]) {
    let (table, good) = questionnaires::report(trials);
    println!("{table}");
    assert!(good, "{table}");
}

#[test]
fn every_form_of_our_own_can_be_filled_and_finished() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/care/forms");
    for seed in 0..5 {
        let trials = questionnaires::run(&dir, seed).unwrap();
        assert_all_pass(&trials);
        assert!(trials.iter().all(|trial| trial.reached == Reached::All));
    }
}

#[test]
fn every_public_form_at_hand_can_be_filled_and_finished_or_it_is_said_why_not() {
    let Some(corpus) = corpus::corpus() else {
        println!("skipped: no corpus");
        return;
    };
    let trials = questionnaires::run(&corpus.join("questionnaires"), questionnaires::SEED).unwrap();
    assert_all_pass(&trials);
    let excused = trials.iter().filter(|trial| trial.excused).count();
    assert!(excused * 10 < trials.len(), "{excused} of {} cannot be filled by anybody", trials.len());
}

/// JSON pointers to every answer below an item list.
fn answers(json: &Value, at: &str, found: &mut Vec<String>) {
    for (index, item) in json["item"].as_array().into_iter().flatten().enumerate() {
        let at = format!("{at}/item/{index}");
        answers(item, &at, found);
        for (index, answer) in item["answer"].as_array().into_iter().flatten().enumerate() {
            let at = format!("{at}/answer/{index}");
            answers(answer, &at, found);
            found.push(at);
        }
    }
}

#[test]
fn whichever_answer_of_a_finished_response_is_spoilt_it_is_refused_at_that_place() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/care/forms");
    let (forms, shelves) = questionnaires::collect(&dir).unwrap();
    let mut spoilt = 0;
    for found in &forms {
        let shelf = &shelves[found.folder];
        let form = Arc::new(Form::load(&found.json, shelf).unwrap());
        let response = fill::fill(&form, 7).unwrap().response;
        let checks = Checks::new(shelf, Clock { now: validation::noon() });
        let mut places = Vec::new();
        answers(&response, "", &mut places);
        for place in places {
            let mut wrong = response.clone();
            *wrong.pointer_mut(&place).unwrap() = json!({"valueReference": {"reference": "Patient/1"}});
            let expression =
                place.split('/').skip(1).fold("QuestionnaireResponse".to_owned(), |path, step| {
                    if step.bytes().all(|byte| byte.is_ascii_digit()) {
                        format!("{path}[{step}]")
                    } else {
                        format!("{path}.{step}")
                    }
                });
            let issues = validate(&form, &wrong, &checks);
            let said =
                |issue: &Issue| issue.code == IssueCode::InvalidAnswerType && issue.expression == expression;
            let disabled = |issue: &Issue| issue.code == IssueCode::NotEnabled;
            assert!(
                issues.iter().any(|issue| said(issue) || disabled(issue)),
                "{} {expression}",
                found.place
            );
            spoilt += 1;
        }
        let mut short = response.clone();
        short["item"] = json!([]);
        let asks = form.items().iter().any(|item| item.required && item.enable_when.is_empty());
        assert_eq!(asks, validate(&form, &short, &checks).iter().any(Issue::refuses), "{}", found.place);
    }
    assert!(spoilt > 50, "{spoilt}");
}
