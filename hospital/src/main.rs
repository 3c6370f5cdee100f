//! The hospital's command: `serve` and `import`.
#![forbid(unsafe_code)]

mod command;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let outcome = match command::Cli::parse().command {
        command::Command::Serve(serve) => command::serve(&serve),
        command::Command::Import(import) => command::import(&import),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("kangban-hospital: {trouble}");
            ExitCode::FAILURE
        }
    }
}
