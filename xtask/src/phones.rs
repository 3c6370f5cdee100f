//! The shells of phones, where no SDK is at hand.

use std::{fs, process::Command};

use crate::{
    built,
    setup::{self, Tools},
    sh::{Failure, Outcome, cargo, command, root, step, target},
    test::Ended,
};

/// Checks the library for an Android phone, and tests the shell on this machine's JVM.
pub(crate) fn android() -> Result<Ended, Failure> {
    check("aarch64-linux-android", "the core for an Android phone")?;
    if let Tools::Missing(what) = setup::android()? {
        return Ok(Ended::Skipped(what));
    }
    kotlin_sources()?;
    let mut maven = command("mvn", "android");
    maven
        .args(["-B", "-q", "test"])
        .arg(format!("-Dkangban.library.path={}", built::native_core()?.display()))
        .arg(format!("-Dkangban.hospital.bin={}", built::program(built::HOSPITAL)?.display()));
    step("the Android shell under a JVM", &mut maven).map(|()| Ended::Passed)
}

/// Checks the library for an iPhone, and tests the shell with Swift on this machine.
pub(crate) fn ios() -> Result<Ended, Failure> {
    check("aarch64-apple-ios", "the core for an iPhone")?;
    if let Tools::Missing(what) = setup::swift()? {
        return Ok(Ended::Skipped(what));
    }
    step("the iOS shell with Swift", &mut swift_sources("ios/tools/check.sh")?).map(|()| Ended::Passed)
}

/// Writes the Kotlin that is generated from Rust where the shell's build looks for it.
pub(crate) fn kotlin_sources() -> Outcome {
    let generated = root().join("android/core/target/generated-sources/kangban");
    built::types("kotlin", &generated.join("types"))?;
    built::bindings("kotlin", &generated.join("uniffi"))
}

/// A script of `ios/tools` that is told where the Swift is that is generated from Rust, the library and the hospital.
pub(crate) fn swift_sources(script: &str) -> Result<Command, Failure> {
    let generated = target().join("swift");
    built::types("swift", &generated.join("types"))?;
    built::bindings("swift", &generated.join("bindings"))?;
    let mut told = command("bash", ".");
    told.arg(script)
        .env("KANGBAN_SWIFT_TYPES", generated.join("types"))
        .env("KANGBAN_SWIFT_BINDINGS", generated.join("bindings"))
        .env("KANGBAN_CORE_LIBRARY", built::native_core()?.join(built::library_name()))
        .env("KANGBAN_HOSPITAL_BIN", built::program(built::HOSPITAL)?);
    Ok(told)
}

/// `cargo check` links nothing, so stand-ins for a C compiler and for ar are enough to see whether the library compiles.
fn check(triple: &str, what: &str) -> Outcome {
    setup::rust_target(triple)?;
    let tools = root().join("xtask/standin");
    let suffix = triple.replace('-', "_");
    // Apple's build scripts ask for an SDK's folder, not for what is in it.
    let sdk = target().join("standin/iPhoneOS.sdk");
    fs::create_dir_all(&sdk)?;
    let mut check = cargo();
    check
        .args(["check", "--quiet", "--package", "kangban-ffi", "--lib", "--target", triple])
        .env(format!("CC_{suffix}"), tools.join("cc"))
        .env(format!("CXX_{suffix}"), tools.join("cc"))
        .env(format!("AR_{suffix}"), tools.join("ar"))
        .env(format!("RANLIB_{suffix}"), "true")
        .env("SDKROOT", sdk);
    step(what, &mut check)
}
