//! Reading what is asked for, and what lies beside it.

use std::path::{Path, PathBuf};

use kangban_forms::{Form, Shelf, assemble};
use serde_json::Value;

use crate::Failure;

/// The resources that a form may name.
const NAMED: [&str; 5] = ["ValueSet", "CodeSystem", "Questionnaire", "StructureDefinition", "Bundle"];

/// Reads a resource.
pub(crate) fn read(path: &Path) -> Result<Value, Failure> {
    let shown = path.display();
    let text =
        std::fs::read_to_string(path).map_err(|error| Failure(format!("cannot read {shown}: {error}")))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let json: Value = serde_json::from_str(text).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        Failure(format!("{shown} is not JSON: {place}"))
    })?;
    match json.get("resourceType").and_then(Value::as_str) {
        Some(_) => Ok(json),
        None => Err(Failure(format!("{shown} holds no FHIR resource: it has no resourceType"))),
    }
}

/// Reads a resource of a type.
pub(crate) fn read_as(path: &Path, kind: &str) -> Result<Value, Failure> {
    let resource = read(path)?;
    let found = resource.get("resourceType").and_then(Value::as_str).unwrap_or_default();
    if found == kind {
        return Ok(resource);
    }
    Err(Failure(format!("{} holds a {found}, but a {kind} is needed", path.display())))
}

/// What lies beside a file and may be named by it. Files that cannot be read are nobody's concern here.
pub(crate) fn beside(path: &Path) -> Shelf {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .map(|entries| entries.filter_map(|entry| Some(entry.ok()?.path())).collect())
        .unwrap_or_default();
    files.retain(|file| file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json")));
    // In an order that every file system has.
    files.sort();
    let named = |json: &Value| {
        json.get("resourceType").and_then(Value::as_str).is_some_and(|kind| NAMED.contains(&kind))
    };
    files.iter().filter_map(|file| read(file).ok()).filter(named).collect()
}

/// A form that can be worked with, and what lies beside it.
pub(crate) struct Opened {
    pub(crate) form: Form,
    pub(crate) library: Shelf,
    /// What is wrong with the form as a modular one.
    pub(crate) notes: Vec<String>,
}

/// Reads a form; a modular one is made whole first.
pub(crate) fn open(path: &Path) -> Result<Opened, Failure> {
    let questionnaire = read_as(path, "Questionnaire")?;
    let library = beside(path);
    let mut notes = Vec::new();
    let mut whole = None;
    if assemble::is_modular(&questionnaire) {
        match assemble::assemble(&questionnaire, &library) {
            Ok(assembled) => {
                notes.extend(assembled.warnings.iter().map(|one| format!("warning: {one}")));
                whole = Some(assembled.questionnaire);
            }
            // What cannot be made whole is worked with as far as it goes.
            Err(errors) => notes.extend(errors.iter().map(|one| format!("error: {one}"))),
        }
    }
    let form = Form::load(whole.as_ref().unwrap_or(&questionnaire), &library)?;
    Ok(Opened { form, library, notes })
}
