//! What `cargo xtask conformance` runs: `kangban-form-trials fhirpath FILE`, `fhirpath-peer DIR`, `validation FILE`,
//! `questionnaires DIR [SEED]`.

use std::{path::Path, process::ExitCode};

use kangban_form_trials::{fhirpath, peer, questionnaires, validation};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["fhirpath", file] => run_fhirpath(Path::new(file)),
        ["fhirpath-peer", dir] => said(peer::run(Path::new(dir))),
        ["validation", file] => {
            said(validation::run(Path::new(file)).map(|judged| validation::report(&judged)))
        }
        ["questionnaires", dir] => run_questionnaires(Path::new(dir), questionnaires::SEED),
        ["questionnaires", dir, seed] => match seed.parse() {
            Ok(seed) => run_questionnaires(Path::new(dir), seed),
            Err(_) => refused("the seed is no number"),
        },
        _ => {
            eprintln!(
                "usage: kangban-form-trials fhirpath FILE | fhirpath-peer DIR | validation FILE | questionnaires DIR [SEED]"
            );
            ExitCode::FAILURE
        }
    }
}

fn run_questionnaires(dir: &Path, seed: u64) -> ExitCode {
    said(questionnaires::run(dir, seed).map(|trials| questionnaires::report(&trials)))
}

fn run_fhirpath(file: &Path) -> ExitCode {
    match fhirpath::run(file) {
        Ok(tally) => {
            for failure in &tally.failures {
                println!("{failure}");
            }
            finished(tally.passed, tally.failures.len())
        }
        Err(why) => refused(&why),
    }
}

/// Prints a report, whose last line says how many passed and failed.
fn said(report: Result<(String, bool), String>) -> ExitCode {
    match report {
        Ok((text, good)) => {
            println!("{text}");
            if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(why) => refused(&why),
    }
}

/// Prints the last line. Nothing tried is no success.
fn finished(passed: usize, failed: usize) -> ExitCode {
    println!("{passed} passed, {failed} failed");
    if failed == 0 && passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn refused(why: &str) -> ExitCode {
    eprintln!("{why}");
    ExitCode::FAILURE
}
