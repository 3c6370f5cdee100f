//! Gate 1: every Questionnaire at hand loads, is filled at random until it can be finished, and its response is valid.

use std::path::Path;

use kangban_form_trials::{
    corpus,
    questionnaires::{self, Reached, Trial},
};

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
