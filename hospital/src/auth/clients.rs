//! The apps that may ask for access. Registered by configuration, never by the apps themselves.

use serde::Deserialize;

/// Who signs in at an app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// Patients.
    Patient,
    /// The care team.
    Clinician,
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// A registered app. All are public clients: they prove themselves with PKCE.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Client {
    /// Its `client_id`.
    pub id: String,
    /// Its name on the sign-in page.
    pub name: Bilingual,
    /// Who signs in at it.
    pub audience: Audience,
    /// Where it may be sent back to, exactly. One that ends in `/*` allows any path below. For a loopback address
    /// the port is free (RFC 8252 §7.3).
    pub redirect_uris: Vec<String>,
    /// The most it may ask for.
    pub scopes: String,
    /// Whether the patient is told what it may do before they let it in. Our own pages do not ask.
    #[serde(default = "yes")]
    pub ask: bool,
}

fn yes() -> bool {
    true
}

/// The client id of our patient page.
pub const PATIENT_APP: &str = "kangban-patient";
/// The client id of our care console.
pub const CONSOLE: &str = "kangban-console";

/// Our own two pages, which live at `origin`.
pub(crate) fn our_own(origin: &str) -> Vec<Client> {
    let name = |zh: &str, en: &str| Bilingual { zh: zh.to_owned(), en: en.to_owned() };
    vec![
        Client {
            id: PATIENT_APP.to_owned(),
            name: name("康伴", "Kangban"),
            audience: Audience::Patient,
            redirect_uris: vec![format!("{origin}/*")],
            scopes: "openid fhirUser launch/patient offline_access patient/*.cruds".to_owned(),
            ask: false,
        },
        Client {
            id: CONSOLE.to_owned(),
            name: name("康伴医护台", "Kangban care console"),
            audience: Audience::Clinician,
            redirect_uris: vec![format!("{origin}/console/*")],
            scopes: "openid fhirUser online_access offline_access user/*.cruds".to_owned(),
            ask: false,
        },
    ]
}

impl Client {
    /// Whether this client may be sent back to `uri`.
    pub fn may_redirect_to(&self, uri: &str) -> bool {
        let Some(wanted) = Redirect::parse(uri) else { return false };
        self.redirect_uris
            .iter()
            .filter_map(|known| Redirect::parse(known))
            .any(|known| known.admits(&wanted))
    }
}

/// The parts of a redirect URI that are compared.
#[derive(Debug, PartialEq, Eq)]
struct Redirect<'a> {
    scheme: &'a str,
    host: &'a str,
    port: Option<&'a str>,
    rest: &'a str,
}

impl<'a> Redirect<'a> {
    /// `None` for what is never a safe place to send a code: no authority, user info, a fragment, `..`.
    fn parse(uri: &'a str) -> Option<Self> {
        let (scheme, after) = uri.split_once("://")?;
        let clean = !uri
            .chars()
            .any(|letter| letter.is_whitespace() || letter.is_control() || "#\\@\"'<>".contains(letter))
            && !after.contains("/..");
        if !clean
            || scheme.is_empty()
            || !scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte))
        {
            return None;
        }
        let (authority, rest) = after.find('/').map_or((after, ""), |at| after.split_at(at));
        let (host, port) = match authority.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
            Some((host, "")) => (host, None),
            Some((host, port)) => (host, Some(port.strip_prefix(':')?)),
            None => authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port))),
        };
        Some(Self { scheme, host, port, rest })
    }

    fn is_loopback(&self) -> bool {
        self.scheme == "http" && is_loopback(self.host)
    }

    fn admits(&self, wanted: &Self) -> bool {
        let place = self.scheme == wanted.scheme
            && self.host == wanted.host
            && (self.port == wanted.port || self.is_loopback());
        let path = match self.rest.strip_suffix('*') {
            Some(prefix) if prefix.ends_with('/') => {
                wanted.rest.starts_with(prefix) || (prefix == "/" && wanted.rest.is_empty())
            }
            _ => self.rest == wanted.rest,
        };
        place && path
    }
}

/// Whether a host name is this machine itself.
fn is_loopback(host: &str) -> bool {
    matches!(host, "127.0.0.1" | "::1" | "localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(redirects: &[&str]) -> Client {
        Client {
            redirect_uris: redirects.iter().map(|uri| (*uri).to_owned()).collect(),
            ..our_own("https://h.example").remove(0)
        }
    }

    #[test]
    fn a_redirect_is_compared_exactly() {
        let app = client(&["https://app.example/back"]);
        assert!(app.may_redirect_to("https://app.example/back"));
        for other in [
            "https://app.example/back/",
            "https://app.example/back?x=1",
            "http://app.example/back",
            "https://app.example:8443/back",
            "https://app.example.evil.example/back",
            "https://app.example@evil.example/back",
            "https://app.example/back#x",
            "javascript:alert(1)",
            "",
        ] {
            assert!(!app.may_redirect_to(other), "{other}");
        }
    }

    #[test]
    fn a_loopback_redirect_may_use_any_port_and_a_star_any_path_below() {
        let app = client(&["http://127.0.0.1/*", "http://localhost/cb"]);
        assert!(app.may_redirect_to("http://127.0.0.1:43117/deep/back"));
        assert!(app.may_redirect_to("http://localhost:9/cb"));
        assert!(!app.may_redirect_to("http://localhost:9/other"));
        assert!(!app.may_redirect_to("https://127.0.0.1/x"));
        assert!(!app.may_redirect_to("http://127.0.0.1.evil.example/x"));
        assert!(!app.may_redirect_to("http://127.0.0.1:1/a/../b"));
    }

    #[test]
    fn our_console_returns_only_below_its_own_path() {
        let console = our_own("https://h.example").remove(1);
        assert!(console.may_redirect_to("https://h.example/console/"));
        assert!(console.may_redirect_to("https://h.example/console/callback"));
        assert!(!console.may_redirect_to("https://h.example/"));
        assert!(!console.may_redirect_to("https://h.example:444/console/"));
    }
}
