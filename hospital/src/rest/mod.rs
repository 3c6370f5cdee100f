//! FHIR R4 over HTTP: what can be asked below `/fhir`.
//!
//! A request, alone or as an entry of a Bundle, is an [`ask::Ask`]. Reads are answered by `read` and `search`, every
//! write passes the [`Desk`].

mod answer;
mod answers;
mod ask;
pub(crate) mod audit;
mod batch;
mod binary;
mod capability;
mod changes;
mod desk;
mod guard;
mod http;
mod parameters;
mod read;
mod references;
mod refusal;
mod search;
mod shape;
#[cfg(test)]
pub(crate) mod tests;
mod types;

use std::sync::Arc;

use axum::{
    Router,
    routing::{any, get, post},
};

pub(crate) use desk::new_id;
pub use desk::{Desk, Written};
pub use guard::Guard;
pub use refusal::Refusal;

use crate::server::Hospital;

/// The routes. They are told apart so that the log can name them; what they mean is read in one place.
pub(crate) fn routes() -> Router<Arc<Hospital>> {
    Router::new()
        .route("/fhir", post(http::bundle))
        .route("/fhir/", post(http::bundle))
        .route("/fhir/metadata", get(capability::metadata))
        .route("/fhir/$changes", get(changes::changes))
        .route("/fhir/{type}", any(http::fhir))
        .route("/fhir/{type}/_search", any(http::fhir))
        .route("/fhir/{type}/_history", any(http::fhir))
        .route("/fhir/{type}/{id}", any(http::fhir))
        .route("/fhir/{type}/{id}/_history", any(http::fhir))
        .route("/fhir/{type}/{id}/_history/{version}", any(http::fhir))
}

/// A version as an entity tag.
pub(crate) fn etag(version: i64) -> String {
    format!("W/\"{version}\"")
}
