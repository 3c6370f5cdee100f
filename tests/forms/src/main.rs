//! What `cargo xtask conformance` runs: `kangban-form-trials fhirpath FILE`.

use std::{path::Path, process::ExitCode};

use kangban_form_trials::fhirpath;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["fhirpath", file] => run_fhirpath(Path::new(file)),
        _ => {
            eprintln!("usage: kangban-form-trials fhirpath FILE");
            ExitCode::FAILURE
        }
    }
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

/// Prints the last line. Nothing tried is no success.
fn finished(passed: usize, failed: usize) -> ExitCode {
    println!("{passed} passed, {failed} failed");
    if failed == 0 && passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn refused(why: &str) -> ExitCode {
    eprintln!("{why}");
    ExitCode::FAILURE
}
