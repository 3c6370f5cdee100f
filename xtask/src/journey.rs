//! `cargo xtask journey`: the main job, told in a terminal.

use crate::sh::{Failure, Outcome, cargo, step};

/// Runs the story with a real core and a real hospital; it prints each step and `N passed, N failed` last.
pub(crate) fn run(words: &[String]) -> Outcome {
    if !words.is_empty() {
        return Err(Failure::new("journey takes no options"));
    }
    step("build the journey", cargo().args(["build", "--quiet", "--package", "kangban-journeys", "--bins"]))?;
    let hospital = crate::run::hospital()?;
    let journey = hospital.with_file_name(format!("journey{}", std::env::consts::EXE_SUFFIX));
    let status = std::process::Command::new(journey).env("KANGBAN_HOSPITAL_BIN", hospital).status()?;
    if status.success() { Ok(()) } else { Err(Failure::new("the journey did not reach its end")) }
}
