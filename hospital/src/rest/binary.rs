//! Binary: the bytes themselves, to whoever does not ask for JSON.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::Response,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use kangban_fhir::{Id, Reference, Resource};

use super::{Refusal, answer::Answer, answer::Prefer};

/// The header that says to whom raw bytes belong (R4, Binary).
const CONTEXT: &str = "x-security-context";

/// Whether a body is a file and not a resource.
pub(super) fn is_raw(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    !essence.is_empty() && !essence.ends_with("json")
}

/// A Binary of raw bytes.
pub(super) fn from_raw(headers: &HeaderMap, bytes: &[u8], id: Option<&str>) -> Result<Resource, Refusal> {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let mut binary = Resource::new("Binary").with("contentType", &text(header::CONTENT_TYPE));
    if let Some(id) = id {
        binary.set_id(&Id::parse(id)?);
    }
    if let Some(context) = text(HeaderName::from_static(CONTEXT)) {
        let context = Reference { reference: Some(context), ..Reference::default() };
        binary.set("securityContext", &Some(context));
    }
    Ok(binary.with("data", &Some(STANDARD.encode(bytes))))
}

/// The bytes of a Binary that was found. A page never takes them for one of its own.
pub(super) fn raw(answer: Answer) -> Result<Response, Refusal> {
    let binary = Resource::parse(answer.body.as_deref().unwrap_or_default())?;
    let kind = binary.element::<Option<String>>("contentType")?;
    let data = binary.element::<Option<String>>("data")?.unwrap_or_default();
    let bytes =
        STANDARD.decode(data).map_err(|_| Refusal::unprocessable("malformed base64").at("Binary.data"))?;
    let kind = kind.and_then(|kind| HeaderValue::from_str(&kind).ok());
    let mut response = answer.into_response("", Prefer::Minimal);
    *response.body_mut() = Body::from(bytes);
    let headers = response.headers_mut();
    headers
        .insert(header::CONTENT_TYPE, kind.unwrap_or(HeaderValue::from_static("application/octet-stream")));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    if let Some(context) = binary.element::<Option<Reference>>("securityContext")?.and_then(|to| to.reference)
        && let Ok(context) = HeaderValue::from_str(&context)
    {
        headers.insert(HeaderName::from_static(CONTEXT), context);
    }
    Ok(response)
}
