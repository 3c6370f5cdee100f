//! Answers that the server itself gives, before or instead of a handler.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use kangban_fhir::OperationOutcome;

/// The media type of FHIR JSON.
pub(crate) const FHIR_JSON: &str = "application/fhir+json; charset=utf-8";

/// An error as an `OperationOutcome`. `what` is for an engineer and holds no patient data.
pub(crate) fn outcome(status: StatusCode, code: &str, what: &str) -> Response {
    let body = OperationOutcome::error(code, what).into_resource().to_json();
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(FHIR_JSON));
    response
}

/// The same with the seconds after which to come again.
pub(crate) fn later(status: StatusCode, code: &str, what: &str, seconds: u64) -> Response {
    let mut response = outcome(status, code, what);
    response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    response
}
