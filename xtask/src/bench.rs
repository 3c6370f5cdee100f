//! `cargo xtask bench`: every benchmark in one table.

use std::{ffi::OsString, fs, path::Path, process::Command};

use crate::{
    built, phones,
    setup::{self, Tools},
    sh::{Failure, Outcome, cargo, command, root, step, target},
    web,
};

/// Builds everything as it ships and runs the benchmarks named, or all.
pub(crate) fn run(words: &[String]) -> Outcome {
    web::build()?;
    setup::npm("tests/browser")?;
    setup::npm("tests/forms/differential")?;
    setup::npm("tests/forms/rival")?;
    let chromium = setup::chromium()?;
    let mut build = cargo();
    build.args([
        "build",
        "--quiet",
        "--release",
        "--package",
        "kangban-peers",
        "--package",
        "kangban-hospital",
    ]);
    step("build the benchmarks", &mut build)?;
    let release = target().join("release");
    let hospital = release.join("kangban-hospital");
    let mut bench = Command::new(release.join("bench"));
    bench
        .args(words)
        .env("KANGBAN_HOSPITAL_BIN", &hospital)
        .env("KANGBAN_WEB", root().join("web/dist"))
        .env("CHROMIUM", chromium);
    if words.is_empty() || words.iter().any(|word| word == "shells") {
        shells(&mut bench, &hospital)?;
    }
    step("measure (a bar that is missed fails too)", &mut bench)
}

/// The phones' library as it ships, and what each phone's shell measures itself with.
fn shells(bench: &mut Command, hospital: &Path) -> Outcome {
    let mut build = cargo();
    build.args(["build", "--quiet", "--profile", "phone", "--package", "kangban-ffi", "--lib"]);
    step("build the core as a phone carries it", &mut build)?;
    let folder = target().join("phone");
    let library = folder.join(built::library_name());
    bench.env("KANGBAN_CORE_FOLDER", folder).env("KANGBAN_CORE_LIBRARY", &library);
    if let Tools::There = setup::java()? {
        bench.env("KANGBAN_KOTLIN_CLASSES", kotlin_classes()?);
    }
    if let Tools::There = setup::swift()? {
        let mut generate = phones::swift_sources("ios/tools/generate.sh")?;
        generate.env("KANGBAN_CORE_LIBRARY", library).env("KANGBAN_HOSPITAL_BIN", hospital);
        step("Swift sources", &mut generate)?;
        let runner = root().join("ios/tools/swift.sh");
        let mut build = command("bash", ".");
        build.arg(&runner).args(["swift", "build", "-c", "release", "--product", "Boundary"]);
        step("build the Swift measurement", &mut build)?;
        bench.env("KANGBAN_SWIFT_RUNNER", runner);
    }
    Ok(())
}

/// The class path of the Kotlin measurement, compiled.
fn kotlin_classes() -> Result<OsString, Failure> {
    phones::kotlin_sources()?;
    let listed = root().join("android/core/target/class-path");
    let mut maven = command("mvn", "android");
    maven
        .args(["-B", "-q", "-pl", "core", "test-compile"])
        .arg("org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath")
        .arg(format!("-Dmdep.outputFile={}", listed.display()));
    step("compile the Kotlin measurement", &mut maven)?;
    let classes = root().join("android/core/target");
    let folders = [classes.join("test-classes"), classes.join("classes")];
    let archives = fs::read_to_string(listed)?;
    let all = folders.into_iter().chain(std::env::split_paths(archives.trim()));
    std::env::join_paths(all).map_err(|error| Failure::new(error.to_string()))
}
