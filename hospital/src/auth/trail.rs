//! What the audit trail is told about sign-ins.

use std::{future::Future, net::IpAddr, pin::Pin};

/// One attempt to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// `Practitioner/id` or `Patient/id`, when it is known who it was.
    pub who: Option<String>,
    /// Their name as the trail shows it.
    pub display: Option<String>,
    /// The app.
    pub client: String,
    /// How: `password` or `invitation`.
    pub how: &'static str,
    /// Where the request came from.
    pub from: IpAddr,
    /// Whether they were let in.
    pub success: bool,
}

/// The trail could not be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the audit trail could not be written")]
pub struct TrailError;

/// A future without a name, for a trait that is used as an object.
pub type TrailFuture<'a> = Pin<Box<dyn Future<Output = Result<(), TrailError>> + Send + 'a>>;

/// Keeps the trail. Who cannot be recorded is not let in.
pub trait Trail: Send + Sync {
    /// Records one attempt.
    fn sign_in(&self, event: SignIn) -> TrailFuture<'_>;
}
