//! `cargo xtask run`: the demo hospital with both pages.

use std::{path::PathBuf, process::Command};

use crate::{
    built,
    sh::{Failure, Outcome, options, root},
    web,
};

const USUAL_PORT: u16 = 8787;

/// Builds what is needed and becomes the hospital, so that Ctrl-C reaches it directly.
pub(crate) fn run(words: &[String]) -> Outcome {
    let (found, plain) = options(words, &["data", "port"])?;
    if let Some(word) = plain.first() {
        return Err(Failure::new(format!("run takes no '{word}'")));
    }
    let mut port = USUAL_PORT;
    let mut data = root().join("data/demo");
    for (option, value) in found {
        match option.as_str() {
            "port" => {
                port = value.parse().map_err(|_| {
                    Failure::new(format!("--port takes a number from 0 to 65535, not '{value}'"))
                })?;
            }
            _ => data = PathBuf::from(value),
        }
    }
    web::build()?;
    let hospital = built::program(built::HOSPITAL)?;
    let mut serve = Command::new(hospital);
    serve
        .arg("serve")
        .args(["--listen", &format!("127.0.0.1:{port}")])
        .arg("--data")
        .arg(data)
        .arg("--web")
        .arg(root().join("web/dist"))
        .arg("--demo");
    become_it(&mut serve)
}

#[cfg(unix)]
fn become_it(command: &mut Command) -> Outcome {
    use std::os::unix::process::CommandExt as _;
    Err(Failure::new(format!("the hospital did not start: {}", command.exec())))
}

#[cfg(not(unix))]
fn become_it(command: &mut Command) -> Outcome {
    let status = command.status()?;
    if status.success() { Ok(()) } else { Err(Failure::new(format!("the hospital ended: {status}"))) }
}
