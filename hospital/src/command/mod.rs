//! What can be asked of the command line.

mod import;
mod serve;

use std::{fmt, net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand};
use kangban_hospital::{
    auth::AuthError, config::ConfigError, data::DataError, demo::DemoError, import::ImportError,
    store::StoreError,
};

pub(crate) use import::import;
pub(crate) use serve::serve;

/// The Kangban hospital: a FHIR R4 server with SMART sign-in, change feeds and a care engine, in one binary and one
/// data directory.
#[derive(Debug, Parser)]
#[command(name = "kangban-hospital", version, after_long_help = MORE)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Runs the server until Ctrl-C or SIGTERM.
    #[command(after_long_help = CONFIGURATION)]
    Serve(Serve),
    /// Reads FHIR Bundles (transaction, batch or collection) and single forms into the store, each file whole or not at
    /// all. Files may be imported again: what is there already stays as it is. The rules are not run on what is
    /// imported. What is wrong with a form is said.
    Import(Import),
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// The address to listen on. Port 0 takes a free one, which is then printed.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8787")]
    pub(crate) listen: SocketAddr,
    /// Where everything is kept; made if it is not there. One process at a time may use it.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// The built pages: a directory with patient/ and console/ in it. Without it there are no pages.
    #[arg(long, value_name = "DIR")]
    pub(crate) web: Option<PathBuf>,
    /// Where browsers and apps find the server, as in `https://hospital.example`. Usual: the address listened on.
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub(crate) base_url: Option<String>,
    /// The configuration file (JSON).
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Starts with fictional patients and prints their invitation codes and the care team's logins, which are public.
    /// Only in a data directory without other patients.
    #[arg(long)]
    pub(crate) demo: bool,
    /// A file to import before serving, as `import` does: a licensed form such as the EPDS. May be given more than once.
    #[arg(long, value_name = "FILE")]
    pub(crate) import: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The data directory of the hospital. Its server may not run meanwhile.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// The files.
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
}

const MORE: &str = "The log goes to standard error as one JSON object a line and holds no patient data. KANGBAN_LOG \
                    sets how much of it there is: error, warn, info (usual), debug.";

const CONFIGURATION: &str = "\
The configuration file is a JSON object; everything in it may be left out:
  clients                apps that may sign patients in, beside our own two pages:
                         [{\"id\", \"name\": {\"zh\", \"en\"}, \"audience\": \"patient\"|\"clinician\",
                           \"redirect_uris\": [...], \"scopes\"}]
  lifetimes              seconds that sign-ins last: {\"access\", \"patient\", \"clinician\", \"invitation\"}
  sign_in_failures       when guessing is slowed down
  limits                 {\"body_bytes\", \"request_seconds\", \"caller\", \"address\"}; the last two are
                         {\"per_second\", \"burst\"}
  cors_origins           origins whose pages may call the server, beside those of the apps
  client_address_header  the header in which a trusted proxy puts the client's address
  zone                   the time zone of the hospital's days, as in Asia/Shanghai (usual)

It prints, one a line: 'patient page: URL' and 'care console: URL' (with --web), 'FHIR base: URL', and with --demo
'invitation code (NAME): CODE' and 'care console login (NAME, ROLE): USER / PASSWORD'.";

/// An origin: a scheme and a host, perhaps a port, and nothing behind.
fn base_url(text: &str) -> Result<String, String> {
    let plain = text.trim_end_matches('/');
    let host = plain.strip_prefix("https://").or_else(|| plain.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']) => Ok(plain.to_owned()),
        _ => Err("a URL like https://hospital.example is needed, without a path".to_owned()),
    }
}

/// Why the command did not do its work, in one sentence.
#[derive(Debug)]
pub(crate) struct Trouble(String);

impl Trouble {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! troubles {
    ($($error:ty),*) => {
        $(impl From<$error> for Trouble {
            fn from(error: $error) -> Self {
                Self(error.to_string())
            }
        })*
    };
}

troubles!(DataError, StoreError, AuthError, ConfigError, DemoError, ImportError, std::io::Error);

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent_and_its_help_names_every_option() {
        Cli::command().debug_assert();
        let mut command = Cli::command();
        let serve = command.find_subcommand_mut("serve").expect("serve").render_long_help().to_string();
        for option in [
            "--listen",
            "--data",
            "--web",
            "--base-url",
            "--config",
            "--demo",
            "--import",
            "body_bytes",
            "zone",
        ] {
            assert!(serve.contains(option), "{option}");
        }
    }

    #[test]
    fn a_base_url_is_an_origin() {
        assert_eq!(base_url("https://h.example/"), Ok("https://h.example".to_owned()));
        assert_eq!(base_url("http://127.0.0.1:80"), Ok("http://127.0.0.1:80".to_owned()));
        for wrong in ["", "h.example", "ftp://h.example", "https://", "https://h.example/fhir", "https://a@b"]
        {
            assert!(base_url(wrong).is_err(), "{wrong}");
        }
    }
}
