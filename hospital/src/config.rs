//! What the hospital can be told by its `--config` file (JSON). Everything has a default.

use std::{fs, io, path::Path};

use serde::Deserialize;

use crate::{
    auth::{Client, FailureLimit, Lifetimes},
    limits::Rate,
};

/// The configuration.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Apps that may sign patients in, beside our own two pages.
    pub clients: Vec<Client>,
    /// How long sign-ins last, in seconds.
    pub lifetimes: Lifetimes,
    /// When guessing is slowed down.
    pub sign_in_failures: FailureLimit,
    /// Limits on requests.
    pub limits: Limits,
    /// Origins whose pages may call the FHIR and token endpoints, beside those of registered apps; `*` is any.
    pub cors_origins: Vec<String>,
    /// The header in which a trusted proxy puts the client's address, as in `x-real-ip`. Without it the address of
    /// the connection counts.
    pub client_address_header: Option<String>,
    /// The zone that the hospital's days are counted in, as in `Asia/Shanghai`. A patient may have another.
    pub zone: Zone,
}

/// An IANA time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Zone(pub chrono_tz::Tz);

impl Default for Zone {
    fn default() -> Self {
        Self(crate::pathways::USUAL_ZONE)
    }
}

impl TryFrom<String> for Zone {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        name.parse().map(Self).map_err(|_| format!("'{name}' is no time zone"))
    }
}

/// Limits on requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// The largest body, in bytes.
    pub body_bytes: usize,
    /// How long one request may take, in seconds. It has to exceed the longest wait for a change feed (50).
    pub request_seconds: u64,
    /// Requests of one caller.
    pub caller: Rate,
    /// Requests from one address.
    pub address: Rate,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 32 << 20,
            request_seconds: 120,
            caller: Rate { per_second: 2_000, burst: 10_000 },
            address: Rate { per_second: 4_000, burst: 20_000 },
        }
    }
}

/// Why a configuration could not be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file could not be read.
    #[error("the configuration file cannot be read: {0}")]
    File(#[from] io::Error),
    /// The file is not what it has to be.
    #[error("the configuration file is wrong: {0}")]
    Content(#[from] serde_json::Error),
    /// A registered client repeats an id.
    #[error("two clients are registered as '{0}'")]
    ClientTwice(String),
}

impl Config {
    /// Reads a configuration file.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        Self::parse(&fs::read_to_string(path)?)
    }

    /// Reads a configuration.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let config: Self = serde_json::from_str(text)?;
        let mut ids: Vec<&str> = config.clients.iter().map(|client| client.id.as_str()).collect();
        ids.extend([crate::auth::PATIENT_APP, crate::auth::CONSOLE]);
        ids.sort_unstable();
        match ids.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(ConfigError::ClientTwice(pair[0].to_owned())),
            None => Ok(config),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_configuration_is_the_default_and_a_misspelt_one_is_refused() {
        let config = Config::parse("{}").expect("empty is fine");
        assert_eq!(config.limits, Limits::default());
        assert!(matches!(Config::parse(r#"{"limitz": {}}"#), Err(ConfigError::Content(_))));
        assert!(
            Config::parse(r#"{"zone": "Europe/Berlin"}"#).is_ok_and(|config| config.zone != Zone::default())
        );
        assert!(matches!(Config::parse(r#"{"zone": "Mars/Base"}"#), Err(ConfigError::Content(_))));
        assert!(matches!(Config::parse("not json"), Err(ConfigError::Content(_))));
    }

    #[test]
    fn a_client_is_registered_once_and_never_as_one_of_our_own_pages() {
        let client = |id: &str| {
            format!(
                r#"{{"id": "{id}", "name": {{"zh": "应用", "en": "App"}}, "audience": "patient",
                     "redirect_uris": ["http://127.0.0.1/cb"], "scopes": "patient/*.rs"}}"#
            )
        };
        let config =
            |first: &str, second: &str| format!(r#"{{"clients": [{}, {}]}}"#, client(first), client(second));
        assert_eq!(Config::parse(&config("a", "b")).expect("two apps").clients.len(), 2);
        assert!(matches!(Config::parse(&config("a", "a")), Err(ConfigError::ClientTwice(_))));
        assert!(matches!(Config::parse(&config("a", "kangban-console")), Err(ConfigError::ClientTwice(_))));
    }
}
