//! `cargo xtask bench`: every benchmark in one table.

use crate::{
    setup,
    sh::{Outcome, cargo, root, step, target},
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
    let mut bench = std::process::Command::new(release.join("bench"));
    bench
        .args(words)
        .env("KANGBAN_HOSPITAL_BIN", release.join("kangban-hospital"))
        .env("KANGBAN_WEB", root().join("web/dist"))
        .env("CHROMIUM", chromium);
    step("measure (a bar that is missed fails too)", &mut bench)
}
