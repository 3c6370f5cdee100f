//! `cargo xtask test`: every test, with all set-up.

use std::{process::Command, time::Instant};

use crate::{
    built, check, parity, phones,
    setup::{self, Tools},
    sh::{Failure, Outcome, cargo, command, options, root, step},
    web,
};

/// How a group of tests ended, when none failed.
pub(crate) enum Ended {
    /// All of it ran.
    Passed,
    /// Some of it could not run here: what to install, in a sentence. In CI that is a failure.
    Skipped(&'static str),
}

/// One group of tests that can be run alone.
struct Group {
    name: &'static str,
    run: fn() -> Result<Ended, Failure>,
}

const GROUPS: [Group; 7] = [
    Group { name: "rust", run: || rust().map(passed) },
    Group { name: "web", run: || web_tests().map(passed) },
    Group { name: "browser", run: || browser().map(passed) },
    Group { name: "android", run: phones::android },
    Group { name: "ios", run: phones::ios },
    Group { name: "parity", run: parity::prove },
    Group { name: "conformance", run: conformance },
];

fn passed((): ()) -> Ended {
    Ended::Passed
}

/// Runs all groups, or the one after `--only`; goes on after a failure and names every group that failed.
pub(crate) fn run(words: &[String]) -> Outcome {
    let (found, plain) = options(words, &["only"])?;
    if let Some(word) = plain.first() {
        return Err(Failure::new(format!("test takes no '{word}'")));
    }
    let only = found.first().map(|(_, name)| *name);
    if let Some(name) = only
        && !GROUPS.iter().any(|group| group.name == name)
    {
        return Err(Failure::new(format!("there is no group of tests '{name}'")));
    }
    let chosen = GROUPS.iter().filter(|group| only.is_none_or(|name| name == group.name));
    let in_ci = std::env::var_os("CI").is_some();
    let mut table = Vec::new();
    let mut failed = Vec::new();
    for group in chosen {
        eprintln!("══ {}", group.name);
        let began = Instant::now();
        let ended = match (group.run)() {
            Ok(Ended::Passed) => "passed".to_owned(),
            Ok(Ended::Skipped(why)) if !in_ci => format!("skipped: {why}"),
            Ok(Ended::Skipped(why)) => {
                failed.push(group.name);
                format!("FAILED: CI skips nothing. {why}")
            }
            Err(failure) => {
                failed.push(group.name);
                format!("FAILED: {failure}")
            }
        };
        table.push(format!("{:12} {:6.0} s  {ended}", group.name, began.elapsed().as_secs_f64()));
    }
    println!("groups of tests:\n{}", table.join("\n"));
    if failed.is_empty() { Ok(()) } else { Err(Failure::new(format!("failed: {}", failed.join(", ")))) }
}

fn rust() -> Outcome {
    check::arrows()?;
    built::everything()?;
    let mut test = cargo();
    test.args(["test", "--quiet"])
        .args(built::whole_workspace())
        .env("KANGBAN_HOSPITAL_BIN", built::program(built::HOSPITAL)?);
    step("Rust tests", &mut test)
}

fn web_tests() -> Outcome {
    web::build()?;
    step("TypeScript: types", command("npm", "web").args(["run", "--silent", "typecheck"]))?;
    step("TypeScript: literals", command("npm", "web").args(["run", "--silent", "literals"]))?;
    step("TypeScript: tests", command("npm", "web").args(["run", "--silent", "test"]))
}

fn browser() -> Outcome {
    web::build()?;
    let hospital = built::program(built::HOSPITAL)?;
    setup::npm("tests/browser")?;
    let chromium = setup::chromium()?;
    let mut test = command("npm", "tests/browser");
    test.args(["test", "--silent"])
        .env("KANGBAN_HOSPITAL_BIN", hospital)
        .env("KANGBAN_WEB", root().join("web/dist"))
        .env("KANGBAN_FORM_TRIALS", web::form_trials()?)
        .env("CHROMIUM", chromium);
    step("the story in a browser", &mut test)
}

/// An independent validator judges every resource that the app and the hospital wrote in the story.
fn conformance() -> Result<Ended, Failure> {
    if let Tools::Missing(what) = setup::java()? {
        return Ok(Ended::Skipped(what));
    }
    let written = root().join("out/resources");
    if written.is_dir() {
        std::fs::remove_dir_all(&written)?;
    }
    let hospital = built::program(built::HOSPITAL)?;
    let mut journey = Command::new(built::program(built::JOURNEY)?);
    journey.arg("--keep-resources").arg(&written).env("KANGBAN_HOSPITAL_BIN", hospital);
    step("the story, keeping what it wrote", &mut journey)?;
    step("build the R4 validator", command("mvn", "tests/conformance").args(["-B", "-q", "package"]))?;
    let mut judge = command("java", "tests/conformance");
    judge
        .args(["-Xmx3g", "-cp", "target/conformance-1.jar:target/lib/*", "kangban.Judge"])
        .arg(written)
        .args(["library", "forms", "pathways"].map(|folder| root().join("shared/care").join(folder)));
    step("an independent validator reads it", &mut judge).map(passed)
}
