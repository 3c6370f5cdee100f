//! What a method and a URL ask for.

use axum::http::{Method, StatusCode};
use kangban_fhir::Id;

use super::{Refusal, types};

/// Names and values of a query, decoded, in order.
pub(super) type Pairs = Vec<(String, String)>;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ask {
    Read {
        resource_type: &'static str,
        id: String,
    },
    Version {
        resource_type: &'static str,
        id: String,
        version: String,
    },
    /// The history of one resource, or of a type.
    History {
        resource_type: &'static str,
        id: Option<String>,
        pairs: Pairs,
    },
    Search {
        resource_type: &'static str,
        pairs: Pairs,
    },
    Create {
        resource_type: &'static str,
    },
    Update {
        resource_type: &'static str,
        id: String,
    },
    ConditionalUpdate {
        resource_type: &'static str,
        pairs: Pairs,
    },
    Delete {
        resource_type: &'static str,
        id: String,
    },
}

impl Ask {
    /// Reads a method with the path below the base, and a query.
    pub(super) fn parse(method: &Method, path: &str, query: &str) -> Result<Self, Refusal> {
        let pairs: Pairs = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let decoded: Vec<String> = path.trim_matches('/').split('/').map(decode).collect();
        let segments: Vec<&str> = decoded.iter().map(String::as_str).collect();
        let [name, rest @ ..] = segments.as_slice() else { return Err(nothing_here()) };
        let Some(resource_type) = types::known(name) else {
            return Err(Refusal::new(
                StatusCode::NOT_FOUND,
                "not-supported",
                "there is no such type of resource here",
            ));
        };
        let verb = if *method == Method::HEAD { "GET" } else { method.as_str() };
        match (verb, rest) {
            ("GET", [] | ["_search"]) | ("POST", ["_search"]) => Ok(Self::Search { resource_type, pairs }),
            ("GET", ["_history"]) => Ok(Self::History { resource_type, id: None, pairs }),
            ("GET", [id]) => Ok(Self::Read { resource_type, id: known_id(id)? }),
            ("GET", [id, "_history"]) => Ok(Self::History { resource_type, id: Some(known_id(id)?), pairs }),
            ("GET", [id, "_history", version]) => {
                let version = (*version).to_owned();
                Ok(Self::Version { resource_type, id: known_id(id)?, version })
            }
            ("POST", []) => Ok(Self::Create { resource_type }),
            ("PUT", []) if pairs.is_empty() => {
                Err(Refusal::invalid("a PUT needs an id in its address, or a condition in its query"))
            }
            ("PUT", []) => Ok(Self::ConditionalUpdate { resource_type, pairs }),
            ("PUT", [id]) => Ok(Self::Update { resource_type, id: new_id(id)? }),
            ("DELETE", [id]) => Ok(Self::Delete { resource_type, id: known_id(id)? }),
            (_, [] | [_] | [_, "_history"] | [_, "_history", _]) => {
                let what = "this method is not supported here";
                Err(Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "not-supported", what))
            }
            _ => Err(nothing_here()),
        }
    }

    /// The same for an entry of a Bundle, whose URL is relative or begins with the base.
    pub(super) fn parse_entry(method: &str, url: &str, base: &str) -> Result<Self, Refusal> {
        let method =
            Method::from_bytes(method.as_bytes()).map_err(|_| Refusal::invalid("this is no method"))?;
        let relative = url.strip_prefix(base).unwrap_or(url);
        let (path, query) = relative.split_once('?').unwrap_or((relative, ""));
        Self::parse(&method, path, query)
    }

    /// Whether nothing is changed.
    pub(super) fn is_read(&self) -> bool {
        matches!(self, Self::Read { .. } | Self::Version { .. } | Self::History { .. } | Self::Search { .. })
    }
}

fn nothing_here() -> Refusal {
    Refusal::not_found("there is nothing here")
}

/// A percent-encoded segment; a plus is a plus there.
fn decode(segment: &str) -> String {
    if !segment.contains('%') {
        return segment.to_owned();
    }
    let guarded = segment.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    form_urlencoded::parse(guarded.as_bytes()).next().map(|(name, _)| name.into_owned()).unwrap_or_default()
}

/// An id that can be there at all.
fn known_id(text: &str) -> Result<String, Refusal> {
    Id::parse(text).map(|id| id.to_string()).map_err(|_| Refusal::not_found("there is no such resource"))
}

/// An id under which something is to be stored.
fn new_id(text: &str) -> Result<String, Refusal> {
    Id::parse(text)
        .map(|id| id.to_string())
        .map_err(|_| Refusal::invalid("an id has 1 to 64 of A-Z a-z 0-9 - ."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(method: &str, url: &str) -> Result<Ask, u16> {
        Ask::parse_entry(method, url, "http://h/fhir").map_err(|refusal| refusal.status().as_u16())
    }

    #[test]
    fn a_method_and_a_url_say_what_is_asked() {
        let resource_type = "Patient";
        let id = "a-1".to_owned();
        assert_eq!(ask("GET", "Patient/a-1"), Ok(Ask::Read { resource_type, id: id.clone() }));
        assert_eq!(ask("GET", "http://h/fhir/Patient/a-1"), Ok(Ask::Read { resource_type, id: id.clone() }));
        assert_eq!(ask("GET", "/Patient/a%2D1"), Ok(Ask::Read { resource_type, id: id.clone() }));
        assert_eq!(
            ask("GET", "Patient/a-1/_history/3"),
            Ok(Ask::Version { resource_type, id: id.clone(), version: "3".to_owned() })
        );
        assert_eq!(ask("PUT", "Patient/a-1"), Ok(Ask::Update { resource_type, id: id.clone() }));
        assert_eq!(ask("DELETE", "Patient/a-1"), Ok(Ask::Delete { resource_type, id }));
        let pairs = vec![("name".to_owned(), "李 x".to_owned())];
        assert_eq!(
            ask("GET", "Patient?name=%E6%9D%8E+x"),
            Ok(Ask::Search { resource_type, pairs: pairs.clone() })
        );
        assert_eq!(
            ask("PUT", "Patient?name=%E6%9D%8E+x"),
            Ok(Ask::ConditionalUpdate { resource_type, pairs })
        );
    }

    #[test]
    fn what_is_not_there_and_what_is_not_allowed_are_told_apart() {
        assert_eq!(ask("GET", "Nonsense/1"), Err(404));
        assert_eq!(ask("GET", ""), Err(404));
        assert_eq!(ask("GET", "Patient/1/_history/2/3"), Err(404));
        assert_eq!(ask("GET", "Patient/a%20b"), Err(404));
        assert_eq!(ask("PUT", "Patient/a%20b"), Err(400));
        assert_eq!(ask("PATCH", "Patient/1"), Err(405));
        assert_eq!(ask("DELETE", "Patient"), Err(405));
        assert_eq!(ask("", "Patient"), Err(400));
    }
}
