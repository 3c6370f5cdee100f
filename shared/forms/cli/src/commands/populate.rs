use std::path::{Path, PathBuf};

use kangban_fhirpath::Clock;
use kangban_forms::{Launch, populate};
use serde_json::Value;
use uuid::Uuid;

use crate::{Done, Failure, files};

/// The files with what is known.
pub(crate) struct Given {
    pub(crate) patient: Option<PathBuf>,
    pub(crate) user: Option<PathBuf>,
    pub(crate) encounter: Option<PathBuf>,
    pub(crate) resources: Vec<PathBuf>,
}

/// Prints a response with what is known filled in.
pub(crate) fn run(form: &Path, given: &Given, clock: Clock) -> Result<Done, Failure> {
    let opened = files::open(form)?;
    let said = format!("{}|{}", opened.form.canonical(), clock.now.as_str());
    let id = Uuid::new_v5(&Uuid::NAMESPACE_URL, said.as_bytes()).to_string();
    let mut launch = Launch::new(clock, "en", id);
    let read =
        |path: &Option<PathBuf>, kind| path.as_deref().map(|path| files::read_as(path, kind)).transpose();
    launch.patient = read(&given.patient, "Patient")?;
    launch.encounter = read(&given.encounter, "Encounter")?;
    launch.user = given.user.as_deref().map(files::read).transpose()?;
    for path in &given.resources {
        collect(files::read(path)?, &mut launch.resources);
    }
    let populated = populate::populate(&opened.form, &launch);
    let notes = opened.notes.into_iter().chain(populated.problems.iter().map(ToString::to_string)).collect();
    Ok(Done { notes, ..Done::json(&populated.response) })
}

/// The entries of a Bundle, or the resource itself.
fn collect(resource: Value, into: &mut Vec<Value>) {
    if resource.get("resourceType").and_then(Value::as_str) != Some("Bundle") {
        into.push(resource);
        return;
    }
    let entries = resource.get("entry").and_then(Value::as_array).into_iter().flatten();
    for inner in entries.filter_map(|entry| entry.get("resource").cloned()) {
        collect(inner, into);
    }
}
