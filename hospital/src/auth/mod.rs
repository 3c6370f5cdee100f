//! Sign-in: SMART on FHIR, invitations, clinicians' passwords, tokens.
//!
//! [`Auth`] is the authority. It keeps its state in `auth.db` and its signing key beside it, both readable by their
//! owner only. Its HTTP face is [`routes`]; the rest of the hospital only ever sees a [`Caller`].

mod authorize;
mod caller;
mod clients;
mod discovery;
mod grant;
mod http;
mod invitation;
mod keys;
mod page;
mod scopes;
mod secrets;
mod service;
mod store;
#[cfg(test)]
mod tests;
mod throttle;
mod token;
mod tokens;
mod trail;
mod words;

pub use caller::{Caller, Role};
pub use clients::{Audience, Bilingual, CONSOLE, Client, PATIENT_APP};
pub use scopes::{Context, Permission, Scopes};
pub use service::{Auth, AuthSettings, InvitationIssued, Lifetimes};
pub use throttle::FailureLimit;
pub use trail::{SignIn, Trail, TrailError, TrailFuture};

use std::sync::Arc;

use axum::{
    Router,
    routing::{get, post},
};

/// The extension grant that turns an invitation code into tokens.
pub const INVITATION_GRANT: &str = "https://kangban.example/oauth/grant/invitation";

/// Why the authority could not do its work. Refusals that a caller brings about are not among these.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    /// The sign-in database failed.
    #[error("the sign-in database failed: {0}")]
    Database(#[from] rusqlite::Error),
    /// A newer version of the hospital has been at the database.
    #[error("the sign-in database was written by a newer version")]
    NewerDatabase,
    /// A file could not be read or written.
    #[error("a sign-in file failed: {0}")]
    File(#[from] std::io::Error),
    /// The signing key is damaged. It is left as it is, for somebody to look at.
    #[error(
        "the signing key in the data directory cannot be read; restore it, or remove it to sign everybody out"
    )]
    SigningKey,
    /// A token could not be signed.
    #[error("signing failed: {0}")]
    Signing(#[from] jsonwebtoken::errors::Error),
    /// A stored document could not be read.
    #[error("a stored sign-in document is damaged")]
    Stored(#[from] serde_json::Error),
    /// A password or code could not be hashed.
    #[error("hashing failed")]
    Hashing,
    /// The operating system gave no random bytes.
    #[error("the operating system gave no random bytes")]
    NoRandomness,
    /// An account may stand for a patient or a practitioner only.
    #[error("an account stands for Patient/id or Practitioner/id")]
    FhirUser,
    /// A sign-in could not be put on the trail, so nobody was let in.
    #[error("the audit trail could not be written")]
    Trail,
    /// A piece of background work was stopped.
    #[error("the work was stopped")]
    Stopped,
}

/// The authority's HTTP surface.
pub fn routes(auth: Auth, trail: Arc<dyn Trail>) -> Router {
    Router::new()
        .route("/fhir/.well-known/smart-configuration", get(discovery::smart_configuration))
        .route("/fhir/.well-known/openid-configuration", get(discovery::smart_configuration))
        .route("/oauth/jwks", get(discovery::jwks))
        .route("/oauth/authorize", get(authorize::open).post(authorize::submit))
        .route("/oauth/style.css", get(page::style))
        .route("/oauth/token", post(token::token))
        .route("/oauth/revoke", post(token::revoke))
        .with_state(http::Desk { auth, trail })
}
