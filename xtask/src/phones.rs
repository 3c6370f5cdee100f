//! The core's types for phones, where no SDK is at hand: `cargo check` links nothing, so stand-ins for a C compiler and
//! for ar are enough to see whether the library compiles for them.

use std::fs;

use crate::{
    setup,
    sh::{Outcome, cargo, root, step, target},
};

/// Checks the library for an Android phone.
pub(crate) fn android() -> Outcome {
    check("aarch64-linux-android", "the core's types for Android")
}

/// Checks the library for an iPhone.
pub(crate) fn ios() -> Outcome {
    check("aarch64-apple-ios", "the core's types for iOS")
}

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
