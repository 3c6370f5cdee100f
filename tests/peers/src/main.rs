//! `bench [NAME …] [--json FILE]`: every benchmark, each beside something to compare with, in one table.
#![forbid(unsafe_code)]

mod alert;
mod browser;
mod data;
mod fhirpath;
mod forms;
mod house;
mod load;
mod open;
mod raw;
mod shells;
mod sync;
mod table;
mod web;
mod write;

use std::process::ExitCode;

use kangban_journeys::{Outcome, Trouble};
use serde_json::Value;
use table::Row;

/// A benchmark: its name, what it measures, and the measuring.
struct Bench {
    name: &'static str,
    run: fn() -> Outcome<Vec<Row>>,
}

const BENCHES: [Bench; 10] = [
    Bench { name: "write", run: write::run },
    Bench { name: "open", run: open::run },
    Bench { name: "browser", run: browser::run },
    Bench { name: "sync", run: sync::run },
    Bench { name: "hospital", run: load::run },
    Bench { name: "alert", run: alert::run },
    Bench { name: "web", run: web::run },
    Bench { name: "shells", run: shells::run },
    Bench { name: "fhirpath", run: fhirpath::run },
    Bench { name: "forms", run: forms::run },
];

fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(trouble) => {
            eprintln!("bench: {trouble}");
            ExitCode::FAILURE
        }
    }
}

/// Runs what was named, prints the table, and says whether every bar holds.
fn run(words: impl Iterator<Item = String>) -> Outcome<bool> {
    kangban_journeys::ciphers();
    let (names, json) = read(words)?;
    let known: Vec<&str> = BENCHES.iter().map(|bench| bench.name).collect();
    if let Some(unknown) = names.iter().find(|name| !known.contains(&name.as_str())) {
        return Err(Trouble::new(format!(
            "there is no benchmark '{unknown}'; there are: {}",
            known.join(", ")
        )));
    }
    let chosen =
        BENCHES.iter().filter(|bench| names.is_empty() || names.iter().any(|name| name == bench.name));
    let mut rows = Vec::new();
    let mut troubles = 0;
    for bench in chosen {
        eprintln!("── {}", bench.name);
        match (bench.run)() {
            Ok(measured) => rows.extend(measured),
            Err(trouble) => {
                troubles += 1;
                eprintln!("   not measured: {trouble}");
            }
        }
    }
    print!("{}", table::table(&rows));
    if let Some(file) = json {
        let all = Value::Array(rows.iter().map(Row::json).collect());
        std::fs::write(file, serde_json::to_vec_pretty(&all)?)?;
    }
    Ok(troubles == 0 && rows.iter().all(Row::holds))
}

fn read(mut words: impl Iterator<Item = String>) -> Outcome<(Vec<String>, Option<String>)> {
    let (mut names, mut json) = (Vec::new(), None);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--json" => json = Some(words.next().ok_or_else(|| Trouble::new("--json needs a file"))?),
            option if option.starts_with("--") => {
                return Err(Trouble::new(format!("there is no option {option}")));
            }
            _ => names.push(word),
        }
    }
    Ok((names, json))
}
