//! Gate 1: every Questionnaire at hand loads, is filled at random until it can be finished, and its response is valid.

use std::path::Path;

use kangban_form_trials::{corpus, questionnaires};

fn try_all_below(dir: &Path) -> String {
    let trials = questionnaires::run(dir, questionnaires::SEED).unwrap();
    let (table, good) = questionnaires::report(&trials);
    println!("{table}");
    assert!(good, "{table}");
    table
}

#[test]
fn every_form_of_our_own_can_be_filled_and_finished() {
    try_all_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/care/forms"));
}

#[test]
fn every_public_form_at_hand_can_be_filled_and_finished_or_it_is_said_why_not() {
    let Some(corpus) = corpus::corpus() else {
        println!("skipped: no corpus");
        return;
    };
    try_all_below(&corpus.join("questionnaires"));
}
