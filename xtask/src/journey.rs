//! `cargo xtask journey`: the main job, told in a terminal.

use crate::{
    built,
    sh::{Failure, Outcome},
};

/// Runs the story with a real core and a real hospital; it prints each step and `N passed, N failed` last.
pub(crate) fn run(words: &[String]) -> Outcome {
    if !words.is_empty() {
        return Err(Failure::new("journey takes no options"));
    }
    let journey = built::program(built::JOURNEY)?;
    let hospital = built::program(built::HOSPITAL)?;
    let status = std::process::Command::new(journey).env("KANGBAN_HOSPITAL_BIN", hospital).status()?;
    if status.success() { Ok(()) } else { Err(Failure::new("the journey did not reach its end")) }
}
