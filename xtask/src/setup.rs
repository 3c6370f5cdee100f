//! What a machine with Rust and Node still lacks, put there; or one clear sentence that says what to install.

use std::{fs, path::PathBuf, process::Command};

use crate::sh::{Failure, Outcome, command, exists, output, root, step};

/// The wasm target of the toolchain in use.
pub(crate) fn wasm_target() -> Outcome {
    rust_target("wasm32-unknown-unknown")
}

/// A target of the toolchain in use.
pub(crate) fn rust_target(triple: &str) -> Outcome {
    let sysroot = output(command("rustc", ".").args(["--print", "sysroot"])).unwrap_or_default();
    if PathBuf::from(sysroot).join("lib/rustlib").join(triple).is_dir() {
        return Ok(());
    }
    if !exists("rustup") {
        return Err(Failure::new(format!(
            "Rust's {triple} target is missing, and there is no rustup to add it: install it with your Rust."
        )));
    }
    step(&format!("add Rust's target {triple}"), command("rustup", ".").args(["target", "add", triple]))
}

/// A clang that compiles C to wasm, and its archiver: (compiler, archiver).
pub(crate) fn clang() -> Result<(String, String), Failure> {
    if let Some(found) = find_clang() {
        return Ok(found);
    }
    apt(&["clang", "llvm"], "clang and llvm-ar (they compile SQLCipher for the browser)")?;
    find_clang().ok_or_else(|| Failure::new("clang was installed but does not compile for wasm32."))
}

fn find_clang() -> Option<(String, String)> {
    let versions = ["", "-21", "-20", "-19", "-18", "-17", "-16", "-15", "-14"];
    versions.iter().find_map(|version| {
        let (cc, ar) = (format!("clang{version}"), format!("llvm-ar{version}"));
        let targets = exists(&cc)
            .then(|| output(Command::new(&cc).args(["--target=wasm32-unknown-unknown", "-dumpmachine"])))
            .flatten()?;
        (targets.starts_with("wasm32") && exists(&ar)).then_some((cc, ar))
    })
}

/// Node 20 or newer.
pub(crate) fn node() -> Outcome {
    let version = output(Command::new("node").arg("--version")).unwrap_or_default();
    let major: u32 =
        version.trim_start_matches('v').split('.').next().and_then(|n| n.parse().ok()).unwrap_or(0);
    if major >= 20 {
        return Ok(());
    }
    Err(Failure::new(if version.is_empty() {
        "Node is missing: install Node 20 or newer (it brings npm).".to_owned()
    } else {
        format!("Node {version} is too old: install Node 20 or newer.")
    }))
}

/// The npm packages of `dir`, from its lock file, when they are not there yet.
pub(crate) fn npm(dir: &str) -> Outcome {
    node()?;
    let lock = root().join(dir).join("package-lock.json");
    let stamp = root().join(dir).join("node_modules/.kangban-installed");
    let wanted = fs::read(&lock)?;
    if fs::read(&stamp).is_ok_and(|have| have == wanted) {
        return Ok(());
    }
    let mut npm = command("npm", dir);
    npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
    step(&format!("npm packages of {dir}"), &mut npm)?;
    Ok(fs::write(stamp, wanted)?)
}

/// Chromium's path, and fonts that can draw Chinese.
pub(crate) fn chromium() -> Result<String, Failure> {
    if let Some(path) = find_chromium() {
        return Ok(path);
    }
    apt(&["chromium", "fonts-noto-cjk"], "Chromium (or set CHROMIUM to a Chrome you have)")?;
    find_chromium().ok_or_else(|| Failure::new("Chromium was installed but is not on the PATH."))
}

fn find_chromium() -> Option<String> {
    let named = std::env::var("CHROMIUM").ok().filter(|path| exists(path));
    let usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    named.or_else(|| usual.into_iter().find(|path| exists(path)).map(str::to_owned))
}

/// Whether a set of tools is there.
pub(crate) enum Tools {
    /// They are.
    There,
    /// They are not: what to install, in a sentence.
    Missing(&'static str),
}

/// Java 17 and Maven: for the R4 validator.
pub(crate) fn java() -> Result<Tools, Failure> {
    tools(
        &[("javac", "openjdk-17-jdk-headless"), ("mvn", "maven")],
        "Install a JDK 17 and Maven (on Debian: apt-get install openjdk-17-jdk-headless maven).",
    )
}

/// What the Android shell's tests stand on beside Java: aapt2 and unzip for Jetpack's archives, and Chinese letters.
pub(crate) fn android() -> Result<Tools, Failure> {
    tools(
        &[("javac", "openjdk-17-jdk-headless"), ("mvn", "maven"), ("aapt2", "aapt"), ("unzip", "unzip")],
        "Install a JDK 17, Maven, aapt2, unzip and a font with Chinese letters (on Debian: apt-get install \
         openjdk-17-jdk-headless maven aapt unzip fonts-noto-cjk).",
    )
}

/// Swift 6: the one on the PATH, or one that the script of `ios/tools` has put in a folder of its own. In CI on Debian
/// that script puts it there.
pub(crate) fn swift() -> Result<Tools, Failure> {
    if exists("swift") {
        return Ok(Tools::There);
    }
    let cache = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache")));
    let own = std::env::var_os("SWIFT_ROOT").map(PathBuf::from).or(cache.map(|dir| dir.join("swift-trixie")));
    if own.is_some_and(|dir| dir.join(".ready-1").exists()) {
        return Ok(Tools::There);
    }
    if std::env::var_os("CI").is_some() && exists("apt-get") {
        step("Swift from Debian's packages", command("bash", ".").arg("ios/tools/setup-swift.sh"))?;
        return Ok(Tools::There);
    }
    Ok(Tools::Missing(
        "Install Swift 6, or on Debian run ios/tools/setup-swift.sh (it installs nothing on the system).",
    ))
}

/// Whether every program of `wanted` (program, Debian package) is there. In CI the packages are installed.
fn tools(wanted: &[(&str, &str)], missing: &'static str) -> Result<Tools, Failure> {
    let absent = || wanted.iter().filter(|(program, _)| !exists(program)).map(|(_, package)| *package);
    if absent().next().is_none() {
        return Ok(Tools::There);
    }
    if std::env::var_os("CI").is_none() {
        return Ok(Tools::Missing(missing));
    }
    apt(&absent().collect::<Vec<_>>(), "A tool of the tests")?;
    Ok(if absent().next().is_none() { Tools::There } else { Tools::Missing(missing) })
}

fn apt(packages: &[&str], what: &str) -> Outcome {
    let root_user = output(Command::new("id").arg("-u")).as_deref() == Some("0");
    if !(root_user && exists("apt-get")) {
        return Err(Failure::new(format!(
            "{what} is missing: install it with your system's package manager (on Debian: apt-get install {}).",
            packages.join(" ")
        )));
    }
    let mut update = Command::new("apt-get");
    step("apt-get update", update.args(["update", "-qq"]))?;
    let mut install = Command::new("apt-get");
    install.env("DEBIAN_FRONTEND", "noninteractive");
    install.args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages);
    step(&format!("apt-get install {}", packages.join(" ")), &mut install)
}
