//! Every developer command of Kangban: `cargo xtask help` lists them.
#![forbid(unsafe_code)]

mod bench;
mod built;
mod check;
mod conformance;
mod journey;
mod parity;
mod phones;
mod run;
mod setup;
mod sh;
mod test;
mod web;

use std::process::ExitCode;

use sh::Failure;

const HELP: &str = "\
cargo xtask run [--data DIR] [--port N]        a demo hospital with its patient page and care console on loopback
cargo xtask test [--only rust|web|browser|android|ios|parity|conformance]
                                               every test, with all set-up
cargo xtask journey                            the main job in a terminal, step by step
cargo xtask conformance fhir DIR               reads and writes every .json below DIR and compares
cargo xtask conformance fhirpath FILE          evaluates the cases of FILE (inputs in input/ beside it), scored strictly
cargo xtask conformance fhirpath-peer DIR      the expressions of the forms below DIR, by ours and by the fhirpath package
cargo xtask conformance questionnaires DIR     loads and fills every Questionnaire below DIR
cargo xtask conformance validation FILE        validates the answers that the manifest FILE names
cargo xtask parity                             the table of what each shell draws and does, from its tests' findings
cargo xtask bench [NAME ...] [--json FILE]     every benchmark, in one table
cargo xtask check                              format, lints, dependency arrows, licences, text literals
cargo xtask build                              the patient page and the care console into web/dist
";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let command = words.next().unwrap_or_default();
    let rest: Vec<String> = words.collect();
    let outcome = match command.as_str() {
        "run" => run::run(&rest),
        "test" => test::run(&rest),
        "journey" => journey::run(&rest),
        "conformance" => conformance::run(&rest),
        "parity" => parity::write(),
        "bench" => bench::run(&rest),
        "check" => check::run(),
        "build" => web::build(),
        "" | "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(Failure::new(format!("there is no command '{other}'\n\n{HELP}"))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}
