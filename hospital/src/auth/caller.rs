//! Who is calling, as far as every other part of the hospital needs to know.

use std::sync::Arc;

use super::scopes::Scopes;

/// What a caller is to this hospital. The id is that of the FHIR resource that stands for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// A patient's own device or app: everything is limited to this patient's compartment.
    Patient(String),
    /// A member of the care team, by Practitioner id.
    Clinician(String),
    /// The hospital itself: import, demo data and the care engine. Never made from a request.
    System,
}

/// An authenticated caller. The authentication layer puts it in the request's extensions; a FHIR handler takes it
/// as `Extension<Caller>`. There is no anonymous caller.
#[derive(Debug, Clone)]
pub struct Caller {
    /// What the caller is.
    pub role: Role,
    /// What the token allows, never more than the role does.
    pub scopes: Scopes,
    /// The OAuth client that holds the token.
    pub client: Arc<str>,
    /// The name that a trail shows, where one is known.
    pub display: Option<Arc<str>>,
}

impl Caller {
    /// The hospital acting for itself.
    pub fn system() -> Self {
        Self {
            role: Role::System,
            scopes: Scopes::everything(),
            client: "kangban-hospital".into(),
            display: None,
        }
    }

    /// The reference of the resource that stands for the caller, as in `Practitioner/dr-wang`.
    pub fn reference(&self) -> Option<String> {
        match &self.role {
            Role::Patient(id) => Some(format!("Patient/{id}")),
            Role::Clinician(id) => Some(format!("Practitioner/{id}")),
            Role::System => None,
        }
    }

    /// The patient to whom the caller is limited.
    pub fn patient(&self) -> Option<&str> {
        match &self.role {
            Role::Patient(id) => Some(id),
            Role::Clinician(_) | Role::System => None,
        }
    }

    /// Whether the caller is a member of the care team.
    pub fn is_clinician(&self) -> bool {
        matches!(self.role, Role::Clinician(_))
    }
}
