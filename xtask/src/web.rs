//! The web build: the core as wasm, its types, and the two pages.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    built, setup,
    sh::{Failure, Outcome, cargo, command, root, step, target},
};

/// What the core may use of WebAssembly: what browsers have had since 2023. With all of it that wasm-opt knows, it
/// writes what no browser reads.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-simd",
];

/// How it is made small, as it goes over the wire. What each skipped pass takes away, gzip more than gives back: code
/// that is put into its caller, and zeros cut out of the data.
const SMALL: [&str; 3] = ["-Oz", "--skip-pass=inlining-optimizing", "--skip-pass=memory-packing"];

/// Where the patient page finds what is generated from Rust. Never committed.
const GENERATED: &str = "web/patient/src/generated";

/// Builds both pages into `web/dist`, with everything they need.
pub(crate) fn build() -> Outcome {
    setup::wasm_target()?;
    setup::npm("web")?;
    built::types("typescript", &root().join(GENERATED).join("types"))?;
    core()?;
    step("build the pages", command("npm", "web").args(["run", "--silent", "build"]))
}

/// Compiles the core for the browser, binds it to JavaScript and makes it small.
fn core() -> Outcome {
    const TARGET: &str = "wasm32-unknown-unknown";
    let (cc, ar) = setup::clang()?;
    let mut build = cargo();
    build
        .args([
            "build",
            "--quiet",
            "--package",
            "kangban-ffi",
            "--lib",
            "--profile",
            "web",
            "--target",
            TARGET,
        ])
        .env("CC_wasm32_unknown_unknown", cc)
        .env("AR_wasm32_unknown_unknown", ar);
    step("the core for the browser", &mut build)?;

    let wasm = target().join(TARGET).join("web/kangban_core.wasm");
    let package = root().join(GENERATED).join("core");
    let stamp = package.join("built-from");
    let state = fingerprint(&wasm)?;
    if fs::read_to_string(&stamp).is_ok_and(|had| had == state) {
        return Ok(());
    }
    let mut bindgen = Command::new(built::program(built::WASM_BINDGEN)?);
    bindgen.arg(&wasm).arg(&package);
    step("JavaScript bindings", &mut bindgen)?;
    let bound = package.join("kangban_core_bg.wasm");
    let mut small = command("npx", "web");
    small.args(["--no-install", "wasm-opt"]).args(SMALL).args(FEATURES).arg(&bound).arg("-o").arg(&bound);
    step("wasm-opt", &mut small)?;
    Ok(fs::write(stamp, state)?)
}

/// The form trials for a page in the browser test: the folder with their wasm and JavaScript, built.
pub(crate) fn form_trials() -> Result<PathBuf, Failure> {
    const TARGET: &str = "wasm32-unknown-unknown";
    setup::wasm_target()?;
    let mut build = cargo();
    build.args([
        "build",
        "--quiet",
        "--package",
        "kangban-form-trials-web",
        "--profile",
        "web",
        "--target",
        TARGET,
    ]);
    step("the form trials for the browser", &mut build)?;
    let out = target().join("form-trials-web");
    let mut bindgen = Command::new(built::program(built::WASM_BINDGEN)?);
    bindgen.arg(target().join(TARGET).join("web/kangban_form_trials_web.wasm")).arg(&out);
    step("JavaScript bindings of the form trials", &mut bindgen)?;
    Ok(out)
}

/// Size and time of change: enough to know whether cargo built it anew.
fn fingerprint(file: &Path) -> Result<String, Failure> {
    let data = fs::metadata(file)?;
    Ok(format!("{} {:?}", data.len(), data.modified()?))
}
