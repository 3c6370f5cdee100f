//! `cargo xtask check`: format, lints, dependency arrows, licences, literals.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{
    built, setup,
    sh::{Failure, Outcome, cargo, command, output, step},
};

/// The arrows that may be drawn between our own crates: each crate and what it may use.
const ARROWS: [(&str, &[&str]); 17] = [
    ("kangban-fhir", &[]),
    ("kangban-fhirpath", &["kangban-fhir"]),
    ("kangban-forms", &["kangban-fhir", "kangban-fhirpath"]),
    ("kangban-forms-cli", &["kangban-fhir", "kangban-fhirpath", "kangban-forms"]),
    ("kangban-form-trials", &["kangban-fhir", "kangban-fhirpath", "kangban-forms"]),
    (
        "kangban-form-trials-web",
        &["kangban-fhir", "kangban-fhirpath", "kangban-forms", "kangban-form-trials"],
    ),
    ("kangban-care", &["kangban-fhir", "kangban-fhirpath", "kangban-forms"]),
    ("kangban-sync", &["kangban-fhir"]),
    ("kangban-vault", &[]),
    ("kangban-app", &["kangban-fhir", "kangban-fhirpath", "kangban-forms", "kangban-care", "kangban-sync"]),
    ("kangban-ffi", &["kangban-app", "kangban-vault", "kangban-sync", "kangban-fhir"]),
    ("kangban-hospital", &["kangban-fhir", "kangban-fhirpath", "kangban-forms", "kangban-care"]),
    (
        "kangban-journeys",
        &["kangban-fhir", "kangban-forms", "kangban-care", "kangban-app", "kangban-ffi", "kangban-hospital"],
    ),
    (
        "kangban-peers",
        &[
            "kangban-fhir",
            "kangban-fhirpath",
            "kangban-forms",
            "kangban-form-trials",
            "kangban-care",
            "kangban-sync",
            "kangban-vault",
            "kangban-app",
            "kangban-ffi",
            "kangban-hospital",
            "kangban-journeys",
        ],
    ),
    ("kangban-bindgen", &[]),
    ("xtask", &["kangban-fhir", "kangban-form-trials"]),
    ("kangban-typegen", &["kangban-app", "kangban-ffi"]),
];

/// What the pure crates may never use: each of these is a door to a clock, a file, a socket or chance.
const PURE: [&str; 6] =
    ["kangban-fhir", "kangban-fhirpath", "kangban-forms", "kangban-care", "kangban-sync", "kangban-app"];
const DOORS: [&str; 7] = ["reqwest", "rusqlite", "tokio", "getrandom", "rand", "axum", "hyper"];

/// Licences that a hospital can ship. `blessing` is `SQLite`'s dedication to the public domain; `WTFPL`, on a piece
/// of what comes with `SQLCipher`, permits everything.
const LICENCES: [&str; 18] = [
    "Apache-2.0",
    "MIT",
    "MIT-0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "0BSD",
    "BSL-1.0",
    "CC0-1.0",
    "Unlicense",
    "blessing",
    "WTFPL",
    "Unicode-3.0",
    "MPL-2.0",
    "CDLA-Permissive-2.0",
    "OpenSSL",
    "Apache-2.0 WITH LLVM-exception",
];

/// Runs every check that needs no test.
pub(crate) fn run() -> Outcome {
    arrows()?;
    licences()?;
    advisories()?;
    step("format", cargo().args(["fmt", "--all", "--check"]))?;
    let mut clippy = cargo();
    clippy.args(["clippy", "--quiet", "--all-targets"]).args(built::whole_workspace());
    clippy.args(["--", "--deny", "warnings"]);
    step("lints", &mut clippy)?;
    setup::npm("web")?;
    step("literals in the shells", command("npm", "web").args(["run", "--silent", "literals"]))
}

/// Fails when a crate of ours depends on one it may not, or a pure crate has a door to the world.
pub(crate) fn arrows() -> Outcome {
    eprintln!("── dependency arrows");
    let faults = wrong_arrows(&metadata(&["--no-deps"])?);
    if faults.is_empty() { Ok(()) } else { Err(Failure::new(faults.join("\n"))) }
}

fn wrong_arrows(metadata: &Value) -> Vec<String> {
    let allowed: BTreeMap<&str, &[&str]> = ARROWS.into_iter().collect();
    let mut faults = Vec::new();
    for package in list(metadata, "packages") {
        let from = text(package, "name");
        let Some(may) = allowed.get(from) else {
            faults.push(format!("{from} is not in the drawing: give it its arrows in xtask/src/check.rs"));
            continue;
        };
        for dependency in list(package, "dependencies") {
            let to = text(dependency, "name");
            let for_tests = text(dependency, "kind") == "dev";
            if allowed.contains_key(to) && !may.contains(&to) {
                faults.push(format!("{from} -> {to}: this arrow points the wrong way"));
            }
            if PURE.contains(&from) && DOORS.contains(&to) && !for_tests {
                faults.push(format!("{from} -> {to}: a pure crate has no door to the world"));
            }
        }
    }
    faults
}

fn licences() -> Outcome {
    eprintln!("── licences");
    let all = metadata(&["--locked"])?;
    let faults: Vec<String> = list(&all, "packages")
        .filter_map(|package| {
            let licence = text(package, "license");
            (!acceptable(licence))
                .then(|| format!("{}: licence '{licence}' is not on the list", text(package, "name")))
        })
        .collect();
    if faults.is_empty() { Ok(()) } else { Err(Failure::new(faults.join("\n"))) }
}

/// Whether an SPDX expression can be met from the list: some alternative of every part of an `AND`.
fn acceptable(licence: &str) -> bool {
    let plain = licence.replace('/', " OR ").replace(['(', ')'], "");
    !plain.is_empty()
        && plain.split(" AND ").all(|part| part.split(" OR ").any(|one| LICENCES.contains(&one.trim())))
}

fn advisories() -> Outcome {
    if output(cargo().args(["audit", "--version"])).is_none() {
        eprintln!("── advisories\n   skipped: no cargo-audit here");
        return Ok(());
    }
    step("advisories", cargo().args(["audit", "--quiet"]))
}

fn metadata(more: &[&str]) -> Result<Value, Failure> {
    let text = output(cargo().args(["metadata", "--format-version", "1"]).args(more))
        .ok_or_else(|| Failure::new("cargo metadata failed: is Cargo.lock up to date?"))?;
    serde_json::from_str(&text).map_err(|error| Failure::new(format!("cargo metadata: {error}")))
}

fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value.get(name).and_then(Value::as_array).into_iter().flatten()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn package(name: &str, uses: &str) -> Value {
        json!({"packages": [{"name": name, "dependencies": [{"name": uses, "kind": null}]}]})
    }

    #[test]
    fn an_arrow_that_points_the_wrong_way_is_found() {
        assert!(wrong_arrows(&package("kangban-app", "kangban-fhir")).is_empty());
        assert_eq!(wrong_arrows(&package("kangban-fhir", "kangban-app")).len(), 1);
        assert_eq!(wrong_arrows(&package("kangban-hospital", "kangban-app")).len(), 1);
    }

    #[test]
    fn a_pure_crate_that_opens_a_door_is_found() {
        assert_eq!(wrong_arrows(&package("kangban-sync", "reqwest")).len(), 1);
        assert!(wrong_arrows(&package("kangban-ffi", "reqwest")).is_empty());
    }

    #[test]
    fn a_crate_that_nobody_drew_is_found() {
        assert_eq!(wrong_arrows(&package("kangban-new", "serde")).len(), 1);
    }

    #[test]
    fn a_licence_is_acceptable_when_every_part_has_an_alternative_on_the_list() {
        assert!(acceptable("MIT OR Apache-2.0"));
        assert!(acceptable("(MIT OR GPL-3.0) AND Unicode-3.0"));
        assert!(acceptable("MIT/Apache-2.0"));
        assert!(!acceptable("GPL-3.0-only"));
        assert!(!acceptable("MIT AND GPL-3.0"));
        assert!(!acceptable(""));
    }
}
