//! The main job in a terminal: each step with what was seen and how long it took.
#![forbid(unsafe_code)]

use std::{path::PathBuf, process::ExitCode};

use kangban_journeys::story::{self, Options, Told};

const HELP: &str = "\
journey [--keep-resources DIR]
  Tells the main job with a real core and a real hospital (KANGBAN_HOSPITAL_BIN, or the binary beside this one).
  --keep-resources DIR   writes every resource of the story to DIR, one file each
";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let mut keep = None;
    while let Some(word) = words.next() {
        let (true, Some(folder)) = (word == "--keep-resources", words.next()) else {
            eprint!("{HELP}");
            return ExitCode::from(2);
        };
        keep = Some(PathBuf::from(folder));
    }
    let options = Options { keep, kill_hospital: true, lose_answers: true, ..Options::default() };
    let (passed, failed) = story::run(options, |told| println!("{}", line(told)));
    println!("{passed} passed, {failed} failed");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn line(told: &Told) -> String {
    let (mark, seen) = match &told.seen {
        Ok(seen) => ("ok  ", seen.clone()),
        Err(trouble) => ("FAIL", trouble.to_string()),
    };
    format!("{mark} {} ({:.2} s)\n       {seen}", told.title, told.took.as_secs_f64())
}
