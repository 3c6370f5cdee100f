//! `cargo xtask test`: every test, with all set-up.

use std::process::Command;

use crate::{
    built, check, phones, setup,
    sh::{Failure, Outcome, cargo, command, options, root, step},
    web,
};

/// One group of tests that can be run alone.
struct Group {
    name: &'static str,
    run: fn() -> Outcome,
}

const GROUPS: [Group; 6] = [
    Group { name: "rust", run: rust },
    Group { name: "web", run: web_tests },
    Group { name: "browser", run: browser },
    Group { name: "android", run: android },
    Group { name: "ios", run: phones::ios },
    Group { name: "conformance", run: conformance },
];

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
    let mut failed = Vec::new();
    let mut passed = 0;
    for group in chosen {
        eprintln!("══ {}", group.name);
        match (group.run)() {
            Ok(()) => passed += 1,
            Err(failure) => {
                eprintln!("xtask: {failure}");
                failed.push(group.name);
            }
        }
    }
    println!("groups of tests: {passed} passed, {} failed", failed.len());
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

fn android() -> Outcome {
    phones::android()?;
    if !setup::java()? {
        return Ok(());
    }
    let hospital = built::program(built::HOSPITAL)?;
    let library = built::native_core()?;
    web::kotlin_bindings(&library)?;
    let mut maven = command("mvn", "android");
    maven
        .args(["-B", "-q", "test"])
        .arg(format!("-Dkangban.library.path={}", library.display()))
        .arg(format!("-Dkangban.hospital.bin={}", hospital.display()));
    step("the core under a JVM", &mut maven)
}

/// An independent validator judges every resource that the app and the hospital wrote in the story.
fn conformance() -> Outcome {
    if !setup::java()? {
        return Ok(());
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
    step("an independent validator reads it", &mut judge)
}
