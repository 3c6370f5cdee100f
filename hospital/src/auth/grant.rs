//! What a sign-in gave: the facts that every token of it carries.

use serde::{Deserialize, Serialize};

use super::{Caller, Role, Scopes};

/// A signed-in person at a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Grant {
    /// The OAuth client.
    pub(crate) client: String,
    /// `Patient/id` or `Practitioner/id`.
    pub(crate) fhir_user: String,
    /// The person's name as a trail shows it.
    pub(crate) display: String,
    /// What was granted.
    pub(crate) scope: String,
    /// The patient in context.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) patient: Option<String>,
    /// `OpenID` nonce of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) nonce: Option<String>,
}

impl Grant {
    /// The caller whom tokens of this grant speak for.
    pub(crate) fn caller(&self, scope: &str) -> Option<Caller> {
        Some(Caller {
            role: role(&self.fhir_user)?,
            scopes: Scopes::parse(scope),
            client: self.client.as_str().into(),
            display: Some(self.display.as_str().into()),
        })
    }
}

/// The role of a `fhirUser`.
pub(crate) fn role(fhir_user: &str) -> Option<Role> {
    match fhir_user.split_once('/') {
        Some(("Patient", id)) => Some(Role::Patient(id.to_owned())),
        Some(("Practitioner", id)) => Some(Role::Clinician(id.to_owned())),
        _ => None,
    }
}
