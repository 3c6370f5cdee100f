//! `cargo xtask conformance`: public material through our own code, each case judged.

use std::{
    fs,
    path::{Path, PathBuf},
};

use kangban_fhir::conformance::Finding;

use crate::{
    built, setup,
    sh::{Failure, Outcome},
};

/// Runs one kind of check over the place given; names what failed, and ends with `N passed, N failed`.
pub(crate) fn run(words: &[String]) -> Outcome {
    let [kind, place] = words else {
        return Err(Failure::new(
            "usage: cargo xtask conformance KIND PLACE; `cargo xtask help` lists the kinds",
        ));
    };
    match kind.as_str() {
        "fhir" => resources(place),
        "fhirpath" | "questionnaires" | "validation" => trial(kind, place),
        "fhirpath-peer" => {
            setup::npm("tests/forms/differential")?;
            trial(kind, place)
        }
        _ => Err(Failure::new(format!(
            "there is no conformance check '{kind}'; there are fhir, fhirpath, fhirpath-peer, questionnaires and validation"
        ))),
    }
}

/// What `tests/forms` runs.
fn trial(kind: &str, place: &str) -> Outcome {
    let trials = built::program(built::TRIALS)?;
    let status = std::process::Command::new(trials).args([kind, place]).status()?;
    if status.success() { Ok(()) } else { Err(Failure::new("not everything passed")) }
}

/// Checks every `.json` file below the folder.
fn resources(dir: &str) -> Outcome {
    let mut files = Vec::new();
    collect(Path::new(dir), &mut files)
        .map_err(|error| Failure::new(format!("{dir} cannot be read: {error}")))?;
    files.sort();
    let (mut passed, mut failed) = (0_usize, 0_usize);
    for file in &files {
        let faults: Vec<String> = match fs::read_to_string(file) {
            Ok(text) => match kangban_fhir::conformance::check(&text) {
                Ok(()) => Vec::new(),
                Err(found) if found.iter().all(Finding::is_no_resource) => {
                    println!("{}: skipped: JSON, but no FHIR resource", file.display());
                    continue;
                }
                Err(found) => found.iter().map(ToString::to_string).collect(),
            },
            Err(error) => vec![error.to_string()],
        };
        if faults.is_empty() {
            passed += 1;
        } else {
            failed += 1;
            for fault in faults {
                println!("{}: {fault}", file.display());
            }
        }
    }
    println!("{passed} passed, {failed} failed");
    if failed == 0 && passed > 0 {
        Ok(())
    } else if passed + failed == 0 {
        Err(Failure::new(format!("there is no .json file below {dir}")))
    } else {
        Err(Failure::new("some resources did not survive"))
    }
}

fn collect(place: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if place.is_file() {
        found.push(place.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(place)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, found)?;
        } else if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json")) {
            found.push(path);
        }
    }
    Ok(())
}
