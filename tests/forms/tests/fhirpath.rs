//! `FHIRPath` against our own cases and those of the official suite.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::Path;

use kangban_form_trials::fhirpath;

fn assert_all_pass(file: &Path, at_least: usize) {
    let tally = fhirpath::run(file).unwrap();
    for failure in &tally.failures {
        println!("{failure}");
    }
    assert!(
        tally.failures.is_empty(),
        "{} of {} failed",
        tally.failures.len(),
        tally.passed + tally.failures.len()
    );
    assert!(tally.passed >= at_least, "only {} cases", tally.passed);
}

#[test]
fn every_case_of_our_own_comes_out_as_it_says() {
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/fhirpath/tests/cases/cases.json");
    assert_all_pass(&ours, 800);
}

#[test]
fn every_official_case_at_hand_comes_out_as_it_says() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/fhirpath/cases.json");
    if !corpus.is_file() {
        println!("skipped: no corpus");
        return;
    }
    let mut tally = fhirpath::run(&corpus).unwrap();
    // A case whose input is not beside the file cannot be judged; it is named, and does not count.
    tally.failures.retain(|failure| {
        let unread = failure.is_unread;
        if unread {
            println!("skipped: {failure}");
        }
        !unread
    });
    for failure in &tally.failures {
        println!("{failure}");
    }
    assert!(tally.failures.is_empty(), "{} failed", tally.failures.len());
    assert!(tally.passed > 400, "only {} cases", tally.passed);
}
