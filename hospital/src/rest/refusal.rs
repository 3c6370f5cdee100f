//! Why something was not done, as FHIR tells it: a status and an `OperationOutcome`.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kangban_fhir::{FhirError, FhirErrorKind, OperationOutcome, Resource};

use crate::{access::Denied, server::FHIR_JSON, store::StoreError};

/// A request that is refused, or a failure of the hospital. Its texts are for an engineer and hold no patient data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    status: StatusCode,
    code: &'static str,
    what: String,
    at: String,
    etag: Option<i64>,
}

impl Refusal {
    /// A refusal with a status and a code of <http://hl7.org/fhir/issue-type>.
    pub fn new(status: StatusCode, code: &'static str, what: impl Into<String>) -> Self {
        Self { status, code, what: what.into(), at: String::new(), etag: None }
    }

    /// 400: the request cannot be understood.
    pub fn invalid(what: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid", what)
    }

    /// 422: it can be understood, and cannot be taken.
    pub fn unprocessable(what: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "business-rule", what)
    }

    /// 403.
    pub fn forbidden(what: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", what)
    }

    /// 404.
    pub fn not_found(what: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", what)
    }

    /// 410: it was deleted, as this version.
    pub fn gone(version: i64) -> Self {
        let mut gone = Self::new(StatusCode::GONE, "deleted", "it was deleted");
        gone.etag = Some(version);
        gone
    }

    /// 409.
    pub fn conflict(what: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "conflict", what)
    }

    /// 412, with the version that is there.
    pub fn precondition(what: impl Into<String>, version: Option<i64>) -> Self {
        let mut failed = Self::new(StatusCode::PRECONDITION_FAILED, "conflict", what);
        failed.etag = version;
        failed
    }

    /// The same refusal about an element, given as a FHIRPath.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.at = path.into();
        self
    }

    /// The same refusal with the place in which its element stands, as in `Bundle.entry[2].resource`.
    #[must_use]
    pub fn within(mut self, place: &str) -> Self {
        let inner = self.at.split_once('.').map(|(_, rest)| rest.to_owned());
        self.at = inner.map_or_else(|| place.to_owned(), |inner| format!("{place}.{inner}"));
        self
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The version that is there, when the refusal is about it.
    pub fn version(&self) -> Option<i64> {
        self.etag
    }

    /// The text for an engineer.
    pub fn what(&self) -> &str {
        &self.what
    }

    /// Where: the FHIRPath of the element it is about, or nothing.
    pub fn place(&self) -> &str {
        &self.at
    }

    /// The `OperationOutcome`.
    pub fn outcome(&self) -> Resource {
        OperationOutcome::error(self.code, &self.what).at(&self.at).into_resource()
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let place = if self.at.is_empty() { String::new() } else { format!("{}: ", self.at) };
        write!(f, "{place}{} ({})", self.what, self.status.as_u16())
    }
}

impl std::error::Error for Refusal {}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Moved => Self::unprocessable(error.to_string()),
            StoreError::NoId | StoreError::Unsupported => Self::invalid(error.to_string()),
            StoreError::Closed => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "transient",
                "the store is closed; come again later",
            ),
            StoreError::Database(_) | StoreError::NewerDatabase | StoreError::Damaged(_) => {
                // SQLite's messages name tables and columns, never values.
                tracing::error!(%error, "the store failed");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "exception", "the store failed")
            }
        }
    }
}

impl From<Denied> for Refusal {
    fn from(denied: Denied) -> Self {
        Self::forbidden(denied.to_string())
    }
}

impl From<FhirError> for Refusal {
    fn from(error: FhirError) -> Self {
        let readable = !matches!(
            error.kind,
            FhirErrorKind::NotJson(_) | FhirErrorKind::NotAnObject | FhirErrorKind::NoResourceType
        );
        let (status, code) = if readable {
            (StatusCode::UNPROCESSABLE_ENTITY, "value")
        } else {
            (StatusCode::BAD_REQUEST, "structure")
        };
        Self::new(status, code, FhirError::new(error.kind).to_string()).at(error.path)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.outcome().to_json()));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(FHIR_JSON));
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
        }
        if let Some(etag) = self.etag.and_then(|version| HeaderValue::from_str(&super::etag(version)).ok()) {
            headers.insert(header::ETAG, etag);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_inside_a_bundle_names_the_entry_and_the_element() {
        let refusal = Refusal::invalid("x").at("Observation.status").within("Bundle.entry[2].resource");
        assert_eq!(refusal.place(), "Bundle.entry[2].resource.status");
        assert_eq!(Refusal::invalid("x").within("Bundle.entry[0]").place(), "Bundle.entry[0]");
    }

    #[test]
    fn a_failure_of_the_database_is_not_told_to_the_caller() {
        let refusal = Refusal::from(StoreError::Database(rusqlite::Error::InvalidQuery));
        assert_eq!(refusal.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(refusal.what(), "the store failed");
    }
}
