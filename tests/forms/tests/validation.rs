//! Gate 2: responses against their forms, in our own cases and in HL7's as far as they are at hand.

use kangban_form_trials::{corpus, validation};
use kangban_forms::{Library, Shelf, validate};
use serde_json::Value;

#[test]
fn every_case_of_our_own_has_the_issues_it_says() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("../cases/validation.json")).unwrap();
    let mut wrong = Vec::new();
    for case in &cases {
        let shelf: Shelf = case["library"].as_array().into_iter().flatten().cloned().collect();
        let issues = if case["questionnaire"].is_null() {
            assert!(shelf.find(case["response"]["questionnaire"].as_str().unwrap()).is_none());
            vec![validate::form_not_found(&case["response"])]
        } else {
            let clock = kangban_fhirpath::Clock { now: validation::noon() };
            validate::validate_json(
                &case["questionnaire"],
                &case["response"],
                &validate::Checks::new(&shelf, clock),
            )
        };
        let line = |one: [&str; 4]| one.join(" ");
        let mut ours: Vec<String> = issues
            .iter()
            .map(|issue| {
                line([issue.severity.code(), issue.code.issue_type(), issue.code.code(), &issue.expression])
            })
            .collect();
        let mut expected: Vec<String> = case["expect"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| line(["severity", "type", "code", "at"].map(|name| one[name].as_str().unwrap())))
            .collect();
        ours.sort();
        expected.sort();
        if ours != expected {
            wrong.push(format!("{}\n  expected {expected:#?}\n  got {ours:#?}", case["name"]));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    assert!(cases.len() > 60);
}

#[test]
fn every_recorded_outcome_at_hand_is_agreed_with() {
    let Some(corpus) = corpus::corpus() else {
        println!("skipped: no corpus");
        return;
    };
    let manifest = corpus.join("questionnaires/fhir-test-cases/manifest-questionnaire-cases.json");
    let judged = validation::run(&manifest).unwrap();
    let (table, good) = validation::report(&judged);
    println!("{table}");
    assert!(good, "{table}");
}
