//! Sign-in: SMART on FHIR, invitations, clinicians' passwords, tokens.

mod caller;
mod scopes;

pub use caller::{Caller, Role};
pub use scopes::{Context, Permission, Scopes};
