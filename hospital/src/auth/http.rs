//! What the authority's handlers share.

use std::sync::Arc;

use axum::{
    Json,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{Auth, AuthError, trail::Trail};

/// The state of the handlers.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) auth: Auth,
    pub(crate) trail: Arc<dyn Trail>,
}

/// Runs work that stretches a key or waits for a disk where it holds nobody up.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, AuthError> + Send + 'static,
) -> Result<T, AuthError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| AuthError::Stopped)?
}

/// The fields of a form or query.
pub(crate) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// `None` when a parameter comes twice (RFC 6749 §3.1).
    pub(crate) fn new(pairs: Vec<(String, String)>) -> Option<Self> {
        let twice = pairs
            .iter()
            .enumerate()
            .any(|(at, (name, _))| pairs[..at].iter().any(|(known, _)| known == name));
        (!twice).then_some(Self(pairs))
    }

    /// A parameter that is there and not empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, value)| known == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// All of them as a query string, with `name` set to `value`.
    pub(crate) fn with(&self, name: &str, value: &str) -> String {
        let others = self.0.iter().filter(|(known, _)| known != name);
        let pairs = others.map(|(known, value)| (known.as_str(), value.as_str())).chain([(name, value)]);
        query_string(pairs)
    }
}

/// Writes a query string.
pub(crate) fn query_string<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push('&');
        }
        percent_encode(name, &mut text);
        text.push('=');
        percent_encode(value, &mut text);
    }
    text
}

fn percent_encode(value: &str, into: &mut String) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            into.push(char::from(byte));
        } else {
            into.push('%');
            for digit in [byte >> 4, byte & 15] {
                into.push(char::from_digit(u32::from(digit), 16).unwrap_or('0').to_ascii_uppercase());
            }
        }
    }
}

/// An OAuth error (RFC 6749 §5.2) with whatever else belongs into it.
pub(crate) fn oauth_error(status: StatusCode, error: &str, description: &str, more: Value) -> Response {
    let mut body = json!({"error": error, "error_description": description});
    if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
        body.extend(more);
    }
    uncached((status, Json(body)).into_response())
}

/// The answer when the authority itself failed.
pub(crate) fn server_error(error: &AuthError) -> Response {
    tracing::error!(%error, "the authority failed");
    oauth_error(StatusCode::INTERNAL_SERVER_ERROR, "server_error", "the authority failed", Value::Null)
}

/// Keeps an answer out of every cache.
pub(crate) fn uncached(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response.headers_mut().insert(header::PRAGMA, header::HeaderValue::from_static("no-cache"));
    response
}
