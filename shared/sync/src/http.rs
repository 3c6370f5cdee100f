//! Requests and answers, as far as syncing looks at them.

use chrono::DateTime;

/// A request to the hospital. The caller adds the `Authorization` header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Names the request in [`crate::Input::Answer`].
    pub id: u32,
    /// The method.
    pub method: &'static str,
    /// The whole URL.
    pub url: String,
    /// Headers beside authorization.
    pub headers: Vec<(&'static str, String)>,
    /// The body, FHIR JSON; empty for none.
    pub body: String,
    /// The file (the id of its Binary) whose bytes the caller puts into the body as `data` before sending. They stay
    /// out of the engine, which holds many rows at a time.
    pub file: Option<String>,
    /// How long to wait for the whole answer.
    pub timeout_ms: u32,
}

/// An answer, whatever its status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// Its headers; names in any case.
    pub headers: Vec<(String, String)>,
    /// Its body.
    pub body: Vec<u8>,
}

impl Response {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// How long the server asks to wait, in milliseconds: `Retry-After` in seconds, or as a date beside the
    /// answer's own `Date` (RFC 9110, § 10.2.3). At most an hour.
    pub fn retry_after_ms(&self) -> Option<u64> {
        const HOUR_S: i64 = 3600;
        let text = self.header("retry-after")?.trim();
        let seconds = if let Ok(seconds) = text.parse::<i64>() {
            seconds
        } else {
            let until = DateTime::parse_from_rfc2822(text).ok()?;
            let now = DateTime::parse_from_rfc2822(self.header("date")?).ok()?;
            (until - now).num_seconds()
        };
        u64::try_from(seconds.clamp(0, HOUR_S)).ok().map(|seconds| seconds * 1000)
    }

    /// The body as JSON text, or nothing when it cannot be that.
    pub(crate) fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.body).ok()
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HttpFault {
    /// No connection.
    Unreachable,
    /// It took too long.
    Timeout,
    /// Nothing was sent: [`Request::file`] is not on this device.
    NoFile,
}

/// How a request ended.
pub type Outcome = Result<Response, HttpFault>;

#[cfg(test)]
mod tests {
    use super::*;

    fn with(headers: &[(&str, &str)]) -> Response {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Response { status: 429, headers, body: Vec::new() }
    }

    #[test]
    fn retry_after_is_read_as_seconds_or_as_a_date_beside_the_servers_own() {
        assert_eq!(with(&[("Retry-After", "7")]).retry_after_ms(), Some(7_000));
        assert_eq!(
            with(&[
                ("date", "Sun, 22 Nov 2026 08:00:00 GMT"),
                ("retry-after", "Sun, 22 Nov 2026 08:00:30 GMT"),
            ])
            .retry_after_ms(),
            Some(30_000)
        );
        assert_eq!(with(&[("retry-after", "99999999")]).retry_after_ms(), Some(3_600_000));
        assert_eq!(with(&[("retry-after", "-3")]).retry_after_ms(), Some(0));
        assert_eq!(with(&[("retry-after", "soon")]).retry_after_ms(), None);
    }
}
