//! What is answered, before it becomes an HTTP response or an entry of a Bundle.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use chrono::{DateTime, Utc};
use kangban_fhir::{BundleKind, Instant};

use super::{Refusal, audit::Shown, etag};
use crate::{server::FHIR_JSON, store::Stored};

/// What a client wants to get back of what it wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prefer {
    /// Nothing but the headers.
    Minimal,
    /// The resource.
    Representation,
    /// An `OperationOutcome`.
    Outcome,
}

/// An answer.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    /// The version that the answer is about.
    pub(super) version: Option<Version>,
    /// Whether the version's address is told, as after a write.
    pub(super) location: bool,
    /// JSON text.
    pub(super) body: Option<String>,
    /// What the caller gets to see of patients.
    pub(super) shown: Shown,
}

/// What is told of a version outside the resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Version {
    pub(super) address: String,
    pub(super) number: i64,
    pub(super) updated: DateTime<Utc>,
}

impl Version {
    pub(super) fn of(stored: &Stored) -> Self {
        Self {
            address: format!("{}/{}/_history/{}", stored.resource_type, stored.id, stored.version),
            number: stored.version,
            updated: stored.updated(),
        }
    }
}

impl Answer {
    /// A resource or one of its versions.
    pub(super) fn resource(status: StatusCode, stored: Stored) -> Self {
        let mut shown = Shown::new();
        see(&mut shown, &stored);
        Self { status, version: Some(Version::of(&stored)), location: false, body: stored.json, shown }
    }

    /// What a write left. What the writer sent is not news to the writer, so it counts as nothing shown.
    pub(super) fn written(status: StatusCode, stored: Stored) -> Self {
        let version = Some(Version::of(&stored));
        Self { status, version, location: true, body: stored.json, shown: Shown::new() }
    }

    /// A Bundle.
    pub(super) fn bundle(text: String, shown: Shown) -> Self {
        Self { status: StatusCode::OK, version: None, location: false, body: Some(text), shown }
    }

    /// The answer as an HTTP response; links are below `base`.
    pub(super) fn into_response(self, base: &str, prefer: Prefer) -> Response {
        let body = if self.location { self.echo(prefer) } else { self.body };
        let has_body = body.is_some();
        let mut response = Response::new(body.map_or_else(Body::empty, Body::from));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        if has_body {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(FHIR_JSON));
        }
        if let Some(version) = &self.version {
            set(headers, header::ETAG, &etag(version.number));
            set(headers, header::LAST_MODIFIED, &http_date(version.updated));
            if self.location {
                set(headers, header::LOCATION, &format!("{base}/{}", version.address));
            }
        }
        response
    }

    /// What a client wants to get back of a write.
    fn echo(&self, prefer: Prefer) -> Option<String> {
        match prefer {
            Prefer::Minimal => None,
            Prefer::Representation => self.body.clone(),
            Prefer::Outcome => {
                let outcome = kangban_fhir::OperationOutcome::information("stored");
                self.body.as_ref().map(|_| outcome.into_resource().to_json())
            }
        }
    }

    /// The answer as an entry of a response Bundle.
    pub(super) fn into_entry(self, base: &str, prefer: Prefer, bundle: &mut BundleText) {
        let mut response = format!("{{\"status\":{}", quoted(&status_line(self.status)));
        if let Some(version) = &self.version {
            if self.location {
                push(&mut response, "location", &format!("{base}/{}", version.address));
            }
            push(&mut response, "etag", &etag(version.number));
            push(&mut response, "lastModified", &instant(version.updated));
        }
        response.push('}');
        let resource = if self.location && prefer == Prefer::Minimal { None } else { self.body.as_deref() };
        bundle.entry(None, resource, &[("response", &response)]);
    }
}

impl Refusal {
    /// The refusal as an entry of a response Bundle.
    pub(super) fn into_entry(self, bundle: &mut BundleText) {
        let mut response = format!("{{\"status\":{}", quoted(&status_line(self.status())));
        if let Some(version) = self.version() {
            push(&mut response, "etag", &etag(version));
        }
        response.push_str(",\"outcome\":");
        response.push_str(&self.outcome().to_json());
        response.push('}');
        bundle.entry(None, None, &[("response", &response)]);
    }
}

fn status_line(status: StatusCode) -> String {
    format!("{} {}", status.as_u16(), status.canonical_reason().unwrap_or_default()).trim_end().to_owned()
}

fn push(json: &mut String, name: &str, text: &str) {
    json.push_str(",\"");
    json.push_str(name);
    json.push_str("\":");
    json.push_str(&quoted(text));
}

/// Remembers that a caller is shown a resource of a patient.
pub(super) fn see(shown: &mut Shown, stored: &Stored) {
    if let (Some(patient), false) = (stored.home.patient(), stored.is_deleted()) {
        shown.insert((stored.resource_type.clone(), patient.to_owned()));
    }
}

fn set(headers: &mut axum::http::HeaderMap, name: header::HeaderName, text: &str) {
    if let Ok(value) = HeaderValue::from_str(text) {
        headers.insert(name, value);
    }
}

/// A moment as HTTP writes it (RFC 9110 §5.6.7).
fn http_date(at: DateTime<Utc>) -> String {
    at.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// A moment exactly as `meta.lastUpdated` has it.
pub(super) fn instant(at: DateTime<Utc>) -> String {
    Instant::from_moment(at.fixed_offset()).as_str().to_owned()
}

/// A text as a JSON string.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A Bundle in the making. Stored resources go in as the text they are, so that nothing is parsed to be sent.
pub(super) struct BundleText {
    text: String,
    has_entries: bool,
}

impl BundleText {
    /// A Bundle with its elements before the entries: names and JSON texts.
    pub(super) fn new(kind: BundleKind, elements: &[(&str, &str)]) -> Self {
        let mut text = format!("{{\"resourceType\":\"Bundle\",\"type\":\"{}\"", kind.code());
        for (name, json) in elements {
            element(&mut text, name, json);
        }
        Self { text, has_entries: false }
    }

    /// Adds an entry. `parts` are names and JSON texts after the resource.
    pub(super) fn entry(&mut self, full_url: Option<&str>, resource: Option<&str>, parts: &[(&str, &str)]) {
        self.text.push_str(if self.has_entries { ",{" } else { ",\"entry\":[{" });
        self.has_entries = true;
        let start = self.text.len();
        if let Some(full_url) = full_url {
            element(&mut self.text, "fullUrl", &quoted(full_url));
        }
        if let Some(resource) = resource {
            element(&mut self.text, "resource", resource);
        }
        for (name, json) in parts {
            element(&mut self.text, name, json);
        }
        if self.text[start..].starts_with(',') {
            self.text.remove(start);
        }
        self.text.push('}');
    }

    /// The JSON text.
    pub(super) fn finish(mut self) -> String {
        self.text.push_str(if self.has_entries { "]}" } else { "}" });
        self.text
    }
}

fn element(text: &mut String, name: &str, json: &str) {
    text.push_str(",\"");
    text.push_str(name);
    text.push_str("\":");
    text.push_str(json);
}

/// Links of a Bundle: relation and URL.
pub(super) fn links(links: &[(&str, &str)]) -> String {
    let items: Vec<String> = links
        .iter()
        .map(|(relation, url)| format!("{{\"relation\":{},\"url\":{}}}", quoted(relation), quoted(url)))
        .collect();
    format!("[{}]", items.join(","))
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;
    use kangban_fhir::{Bundle, Resource};

    use super::*;

    #[test]
    fn a_bundle_is_put_together_as_sound_json() {
        let mut bundle = BundleText::new(BundleKind::Searchset, &[("total", "1")]);
        bundle.entry(
            Some("http://h/\"x\""),
            Some(r#"{"resourceType":"Basic","n":1.10}"#),
            &[("search", "{}")],
        );
        bundle.entry(None, None, &[("response", "{}")]);
        let text = bundle.finish();
        assert!(text.contains("1.10"));
        let bundle = Bundle::try_from(Resource::parse(&text).expect("JSON")).expect("a Bundle");
        assert_eq!(bundle.entries().expect("entries")[0].full_url.as_deref(), Some("http://h/\"x\""));
        let empty = BundleText::new(BundleKind::History, &[]).finish();
        assert_eq!(empty, r#"{"resourceType":"Bundle","type":"history"}"#);
    }

    #[test]
    fn a_moment_is_written_as_http_wants_it() {
        let at = Utc.with_ymd_and_hms(2026, 11, 5, 8, 1, 2).single().expect("a moment");
        assert_eq!(http_date(at), "Thu, 05 Nov 2026 08:01:02 GMT");
    }
}
