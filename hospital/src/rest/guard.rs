//! Under which condition a write may happen: `If-Match` and `If-None-Match`.

use axum::http::{HeaderMap, header};

use super::Refusal;
use crate::store::Stored;

/// A condition on what is there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Guard {
    /// None.
    #[default]
    Any,
    /// `If-Match`: one of these versions is the current one.
    Version(Vec<String>),
    /// `If-Match: *`: there is one.
    Present,
    /// `If-None-Match: *`: there is none.
    Absent,
}

impl Guard {
    /// The condition in a request's headers.
    pub fn from_headers(headers: &HeaderMap) -> Result<Self, Refusal> {
        let text = |name: &header::HeaderName| match headers.get(name).map(|value| value.to_str()) {
            None => Ok(None),
            Some(Ok(text)) => Ok(Some(text)),
            Some(Err(_)) => Err(Refusal::invalid(format!("{name} is no text"))),
        };
        Self::parse(text(&header::IF_MATCH)?, text(&header::IF_NONE_MATCH)?)
    }

    /// The condition of both texts.
    pub fn parse(if_match: Option<&str>, if_none_match: Option<&str>) -> Result<Self, Refusal> {
        match (if_match.map(str::trim), if_none_match.map(str::trim)) {
            (None, None) => Ok(Self::Any),
            (None, Some("*")) => Ok(Self::Absent),
            (None, Some(_)) => Err(Refusal::invalid("If-None-Match on a write may only be *")),
            (Some("*"), None) => Ok(Self::Present),
            (Some(tags), None) => Ok(Self::Version(versions(tags))),
            (Some(_), Some(_)) => Err(Refusal::invalid("If-Match and If-None-Match exclude each other")),
        }
    }

    /// Whether it holds for what is there now.
    pub(super) fn check(&self, current: Option<&Stored>) -> Result<(), Refusal> {
        // An id is used once: what was deleted does not come back, least of all by a late copy of an entry.
        if let Some(deleted) = current.filter(|stored| stored.is_deleted()) {
            return Err(Refusal::gone(deleted.version));
        }
        match (self, current) {
            (Self::Any, _) | (Self::Present, Some(_)) | (Self::Absent, None) => Ok(()),
            (Self::Version(wanted), Some(live)) if wanted.contains(&live.version.to_string()) => Ok(()),
            (Self::Version(_), Some(live)) => {
                Err(Refusal::precondition("it has been changed since", Some(live.version)))
            }
            (Self::Version(_) | Self::Present, None) => Err(Refusal::precondition("it is not there", None)),
            (Self::Absent, Some(live)) => {
                Err(Refusal::precondition("it is there already", Some(live.version)))
            }
        }
    }
}

/// The versions in a list of entity tags: `W/"3"`, `"3"`, and plain `3`, which some clients send.
pub(super) fn versions(tags: &str) -> Vec<String> {
    tags.split(',').map(|tag| tag.trim().trim_start_matches("W/").trim_matches('"').to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_in_every_way_they_are_written() {
        for tags in ["W/\"3\"", "\"3\"", "3", " W/\"3\" "] {
            assert_eq!(Guard::parse(Some(tags), None).expect("read"), Guard::Version(vec!["3".to_owned()]));
        }
        assert_eq!(versions("W/\"1\", \"2\""), ["1", "2"]);
    }

    #[test]
    fn conditions_that_make_no_sense_on_a_write_are_refused() {
        assert!(Guard::parse(None, Some("W/\"3\"")).is_err());
        assert!(Guard::parse(Some("W/\"3\""), Some("*")).is_err());
        assert_eq!(Guard::parse(None, Some("*")).expect("read"), Guard::Absent);
    }
}
