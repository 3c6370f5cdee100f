//! The programs that commands run, built when they are needed.
//!
//! Cargo compiles a dependency anew for each set of features it is asked for. So a command that needs one program
//! builds that one alone, and a command that needs them all (`test`) builds the workspace once, with every feature
//! that a tool needs, and its checks and tests ask for exactly the same.

use std::{
    env::consts::EXE_SUFFIX,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicBool, Ordering},
};

use crate::sh::{Failure, Outcome, cargo, root, step, target};

/// The features of the tools among our crates.
const TOOLS: [&str; 2] = ["kangban-ffi/facet_typegen", "kangban-ffi/uniffi-cli"];

static WHOLE: AtomicBool = AtomicBool::new(false);

/// A program of this workspace.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Program {
    pub(crate) package: &'static str,
    pub(crate) name: &'static str,
    pub(crate) feature: Option<&'static str>,
}

pub(crate) const HOSPITAL: Program =
    Program { package: "kangban-hospital", name: "kangban-hospital", feature: None };
pub(crate) const JOURNEY: Program = Program { package: "kangban-journeys", name: "journey", feature: None };
pub(crate) const TRIALS: Program =
    Program { package: "kangban-form-trials", name: "kangban-form-trials", feature: None };
pub(crate) const TYPEGEN: Program =
    Program { package: "kangban-ffi", name: "typegen", feature: Some("facet_typegen") };
pub(crate) const PHONE_BINDGEN: Program =
    Program { package: "kangban-ffi", name: "uniffi-bindgen", feature: Some("uniffi-cli") };
pub(crate) const WASM_BINDGEN: Program =
    Program { package: "kangban-bindgen", name: "kangban-bindgen", feature: None };

/// Words for cargo that choose the whole workspace with every tool's features.
pub(crate) fn whole_workspace() -> Vec<String> {
    let mut words = vec!["--workspace".to_owned()];
    words.extend(TOOLS.iter().flat_map(|feature| ["--features".to_owned(), (*feature).to_owned()]));
    words
}

/// Builds every program and library; from now on [`program`] only says where they are.
pub(crate) fn everything() -> Outcome {
    if WHOLE.load(Ordering::Relaxed) {
        return Ok(());
    }
    let mut build = cargo();
    build.args(["build", "--quiet", "--bins", "--lib"]).args(whole_workspace());
    step("build the workspace", &mut build)?;
    WHOLE.store(true, Ordering::Relaxed);
    Ok(())
}

/// Where `program` is, built.
pub(crate) fn program(program: Program) -> Result<PathBuf, Failure> {
    if !WHOLE.load(Ordering::Relaxed) {
        let mut build = cargo();
        build.args(["build", "--quiet", "--package", program.package, "--bin", program.name]);
        if let Some(feature) = program.feature {
            build.args(["--features", feature]);
        }
        step(&format!("build {}", program.name), &mut build)?;
    }
    Ok(target().join("debug").join(format!("{}{EXE_SUFFIX}", program.name)))
}

/// The folder with the native library of the core, built.
pub(crate) fn native_core() -> Result<PathBuf, Failure> {
    if !WHOLE.load(Ordering::Relaxed) {
        step(
            "build the native core",
            cargo().args(["build", "--quiet", "--package", "kangban-ffi", "--lib"]),
        )?;
    }
    Ok(target().join("debug"))
}

/// The file name of the core's native library on this machine.
pub(crate) fn library_name() -> String {
    format!("{}kangban_core{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX)
}

/// Writes the types that cross the boundary, in `language`, to `out`.
pub(crate) fn types(language: &str, out: &Path) -> Outcome {
    let mut typegen = Command::new(program(TYPEGEN)?);
    typegen.current_dir(root()).arg(out).args(["--language", language]);
    step(&format!("{language} types from Rust"), &mut typegen)
}

/// Writes the UniFFI bindings of the native library, in `language`, to `out`.
pub(crate) fn bindings(language: &str, out: &Path) -> Outcome {
    let library = native_core()?.join(library_name());
    let mut bindgen = Command::new(program(PHONE_BINDGEN)?);
    bindgen
        .current_dir(root())
        .args(["generate", "--no-format", "--language", language, "--out-dir"])
        .arg(out)
        .arg(library);
    step(&format!("{language} bindings of the core"), &mut bindgen)
}
