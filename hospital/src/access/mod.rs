//! Who may reach what. Decided here and nowhere else, and denied unless a line here allows it.
//!
//! A question about access is answered with a [`Reach`]: a filter that the store puts into its query, so that a
//! row the caller may not see is never read. What comes in is judged by [`may_write`], which sees the new
//! resource and, for a change, the one it replaces. Both are pure.

mod compartment;

use serde_json::{Map, Value};

pub use compartment::{Home, home, is_patient_type, patients};

use crate::auth::{Caller, Context, Permission, Role};

/// What a caller wants to do with a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interaction {
    /// Read, vread or history of one resource.
    Read,
    /// Search, history of a type, or a feed.
    Search,
    /// A new resource, by POST or by PUT to a free id.
    Create,
    /// A new version.
    Update,
    /// Delete.
    Delete,
}

/// Which rows a caller may touch: the filter of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// None: answer 403.
    Nothing,
    /// Those that belong to no patient.
    Hospital,
    /// Those of one patient.
    Patient(String),
    /// All: every patient's and the hospital's.
    All,
}

impl Reach {
    /// Whether a row that lives at `home` is within.
    pub fn covers(&self, home: &Home) -> bool {
        match (self, home) {
            (Self::All, _) | (Self::Hospital, Home::Hospital) => true,
            (Self::Patient(mine), Home::Patient(theirs)) => mine == theirs,
            _ => false,
        }
    }

    /// Whether nothing is within.
    pub fn is_nothing(&self) -> bool {
        *self == Self::Nothing
    }
}

/// Why something may not be written. Its text may be shown and logged: it names types and rules, never data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// The role or the token's scopes do not allow this interaction on this type.
    #[error("not allowed: {interaction:?} on {resource_type}")]
    Interaction {
        /// What was wanted.
        interaction: Interaction,
        /// On which type.
        resource_type: String,
    },
    /// The resource belongs, or would belong, to somebody out of reach.
    #[error("not allowed: this {resource_type} is not in your compartment")]
    Compartment {
        /// The resource's type.
        resource_type: String,
    },
    /// A patient may write only as themselves.
    #[error("not allowed: {element} must be the patient who sends it")]
    NotSelf {
        /// The element that names somebody else.
        element: &'static str,
    },
}

/// What a patient reads that belongs to no patient: who the hospital is, and the definitions a phone follows.
const PATIENT_READS_OF_HOSPITAL: &[&str] = &[
    "ActivityDefinition",
    "CodeSystem",
    "HealthcareService",
    "Library",
    "Location",
    "Medication",
    "Organization",
    "PlanDefinition",
    "Practitioner",
    "PractitionerRole",
    "Questionnaire",
    "ValueSet",
];

/// What a patient writes, with the elements that must be the patient, when they are there.
const PATIENT_WRITES: &[(&str, &[&str])] = &[
    ("Binary", &["securityContext"]),
    ("Communication", &["subject", "sender"]),
    ("Media", &["subject", "operator"]),
    ("MedicationAdministration", &["subject"]),
    ("Observation", &["subject", "performer"]),
    ("QuestionnaireResponse", &["subject", "author", "source"]),
];

/// What a clinician never changes through the API: the trail is written by the hospital alone.
const TRAIL: &[&str] = &["AuditEvent", "Provenance"];

/// Whether resources of a type are the trail, which nobody writes through the API.
pub fn is_trail(resource_type: &str) -> bool {
    TRAIL.contains(&resource_type)
}

/// Which resources of `resource_type` the caller may touch in `interaction`.
pub fn reach(caller: &Caller, interaction: Interaction, resource_type: &str) -> Reach {
    let permission = match interaction {
        Interaction::Read => Permission::Read,
        Interaction::Search => Permission::Search,
        Interaction::Create => Permission::Create,
        Interaction::Update => Permission::Update,
        Interaction::Delete => Permission::Delete,
    };
    let writes = matches!(interaction, Interaction::Create | Interaction::Update | Interaction::Delete);
    match &caller.role {
        Role::System => Reach::All,
        Role::Clinician(_) => {
            let allowed = caller.scopes.allow(Context::User, resource_type, permission);
            if allowed && !(writes && is_trail(resource_type)) { Reach::All } else { Reach::Nothing }
        }
        Role::Patient(id) => {
            if !caller.scopes.allow(Context::Patient, resource_type, permission) {
                return Reach::Nothing;
            }
            match interaction {
                Interaction::Read | Interaction::Search => {
                    if is_patient_type(resource_type) {
                        Reach::Patient(id.clone())
                    } else if PATIENT_READS_OF_HOSPITAL.contains(&resource_type) {
                        Reach::Hospital
                    } else {
                        Reach::Nothing
                    }
                }
                Interaction::Create | Interaction::Update => {
                    if PATIENT_WRITES.iter().any(|(name, _)| *name == resource_type) {
                        Reach::Patient(id.clone())
                    } else {
                        Reach::Nothing
                    }
                }
                // Nothing entered is ever lost: a wrong entry is corrected by a new version, not erased.
                Interaction::Delete => Reach::Nothing,
            }
        }
    }
}

/// Whether the caller may write `new` over `current` (`None`: there is none, this creates).
///
/// For a delete pass the current resource as both.
pub fn may_write(
    caller: &Caller,
    interaction: Interaction,
    new: &Map<String, Value>,
    current: Option<&Map<String, Value>>,
) -> Result<(), Denied> {
    let resource_type = new.get("resourceType").and_then(Value::as_str).unwrap_or_default();
    let reach = reach(caller, interaction, resource_type);
    if reach.is_nothing() {
        return Err(Denied::Interaction { interaction, resource_type: resource_type.to_owned() });
    }
    let outside = || Denied::Compartment { resource_type: resource_type.to_owned() };
    if current.is_some_and(|current| !reach.covers(&home(current))) || !reach.covers(&home(new)) {
        return Err(outside());
    }
    if let Role::Patient(id) = &caller.role {
        if patients(new).iter().any(|named| named != id) {
            return Err(outside());
        }
        let own = format!("Patient/{id}");
        let elements = PATIENT_WRITES
            .iter()
            .find(|(name, _)| *name == resource_type)
            .map_or(&[][..], |(_, elements)| elements);
        for written in [Some(new), current].into_iter().flatten() {
            for element in elements {
                if written.get(*element).is_some_and(|value| !only_names(value, &own)) {
                    return Err(Denied::NotSelf { element });
                }
            }
        }
        // A message without a sender could later pass as anybody's.
        if resource_type == "Communication" && !new.contains_key("sender") {
            return Err(Denied::NotSelf { element: "sender" });
        }
    }
    Ok(())
}

fn only_names(value: &Value, own: &str) -> bool {
    match value {
        Value::Array(items) => items.iter().all(|item| only_names(item, own)),
        other => other.get("reference").and_then(Value::as_str) == Some(own),
    }
}
