//! Import: a file with a FHIR Bundle, or one definition such as a form, goes in whole or not at all, and may go in any
//! number of times.

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
};

use kangban_fhir::{Bundle, BundleEntry, BundleKind, FhirError, Id, Resource};
use kangban_forms::{Form, Shelf};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::{
    access::Reach,
    auth::Caller,
    store::{Filter, Method, Query, Reader, SqliteStore, StoreError, TokenTest, Writer},
};

/// Why a file was not imported. Nothing of it is in the store then.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file could not be read.
    #[error("{}: cannot be read: {error}", .file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// It holds no FHIR.
    #[error("{}: is no FHIR JSON: {error}", .file.display())]
    Fhir {
        /// The file.
        file: PathBuf,
        /// What is wrong, with its place.
        error: FhirError,
    },
    /// It holds something else than a Bundle that can be imported.
    #[error("{}: {what}; a transaction, batch or collection Bundle is needed, or a form", .file.display())]
    NoBundle {
        /// The file.
        file: PathBuf,
        /// What it is.
        what: String,
    },
    /// One entry stands in the way.
    #[error("{}: entry {index} ({entry}): {what}", .file.display())]
    Entry {
        /// The file.
        file: PathBuf,
        /// Which, from 0, as in the path `Bundle.entry[0]`.
        index: usize,
        /// Its type and id, as far as they are known.
        entry: String,
        /// What is wrong.
        what: String,
    },
    /// The store failed.
    #[error("{}: {error}", .file.display())]
    Store {
        /// The file.
        file: PathBuf,
        /// Why.
        error: StoreError,
    },
}

/// What may come without a Bundle around it.
const DEFINITIONS: [&str; 5] =
    ["ActivityDefinition", "CodeSystem", "PlanDefinition", "Questionnaire", "ValueSet"];

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// Resources that are new or have changed.
    pub written: usize,
    /// Resources that were there already, with the same content.
    pub unchanged: usize,
    /// What is wrong with forms that were imported, one sentence each. They are in the store all the same: a form is
    /// shown with what can be answered.
    pub form_problems: Vec<String>,
}

/// What is wrong with an entry, before the file's name is put to it.
struct Fault {
    index: usize,
    entry: String,
    what: String,
}

enum Failure {
    Entry(Fault),
    Store(StoreError),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Imports one file in one transaction.
pub fn import_file(store: &SqliteStore, file: &Path) -> Result<Imported, ImportError> {
    let text =
        fs::read_to_string(file).map_err(|error| ImportError::File { file: file.to_owned(), error })?;
    import_text(store, file, &text)
}

/// Imports the text of a file.
pub(crate) fn import_text(store: &SqliteStore, file: &Path, text: &str) -> Result<Imported, ImportError> {
    let fhir = |error| ImportError::Fhir { file: file.to_owned(), error };
    let resource = Resource::parse(text).map_err(fhir)?;
    let no_bundle = |what: String| ImportError::NoBundle { file: file.to_owned(), what };
    let resource = if DEFINITIONS.contains(&resource.resource_type()) { alone(resource) } else { resource };
    let found = format!("a {} was found", resource.resource_type());
    let bundle = Bundle::try_from(resource).map_err(|_| no_bundle(found))?;
    match bundle.kind().map_err(fhir)? {
        BundleKind::Transaction | BundleKind::Batch | BundleKind::Collection => {}
        other => return Err(no_bundle(format!("a Bundle of type {} was found", other.code()))),
    }
    let entries = entries(&bundle).map_err(|fault| placed(file, fault))?;
    let forms: Vec<Resource> =
        entries.resources.iter().filter(|one| one.resource_type() == "Questionnaire").cloned().collect();
    let written = store.write_now(move |writer| write(writer, entries)).map_err(|failure| match failure {
        Failure::Entry(fault) => placed(file, fault),
        Failure::Store(error) => ImportError::Store { file: file.to_owned(), error },
    });
    let mut imported = written?;
    if !forms.is_empty() {
        let known = store.read_now(definitions);
        let known = known.map_err(|error| ImportError::Store { file: file.to_owned(), error })?;
        imported.form_problems = forms.into_iter().flat_map(|form| form_problems(form, &known)).collect();
    }
    Ok(imported)
}

/// A definition as the one entry of a Bundle.
fn alone(definition: Resource) -> Resource {
    let mut bundle = Resource::new("Bundle");
    let entry = serde_json::json!([{"resource": definition.into_value()}]);
    bundle.json_mut().insert("type".to_owned(), Value::from("collection"));
    bundle.json_mut().insert("entry".to_owned(), entry);
    bundle
}

/// What forms find in this hospital.
fn definitions(reader: &dyn Reader) -> Result<Shelf, StoreError> {
    let mut shelf = Shelf::new();
    for resource_type in ["ValueSet", "CodeSystem", "Questionnaire"] {
        for stored in reader.search(&Query::all(resource_type, Reach::Hospital, MANY))?.found {
            if let Some(resource) = stored.resource()? {
                shelf.put(resource.into_value());
            }
        }
    }
    Ok(shelf)
}

/// More definitions of a type than a hospital has.
const MANY: usize = 10_000;

/// What is wrong with a form, for whoever imports it.
fn form_problems(form: Resource, known: &Shelf) -> Vec<String> {
    let name = label(&form);
    let problems = match Form::load(&form.into_value(), known) {
        Ok(form) => form.problems().to_vec(),
        Err(problem) => vec![problem],
    };
    let told = problems.iter().map(|problem| {
        let place = problem.link_id.as_deref().map(|link_id| format!(" {link_id}")).unwrap_or_default();
        let about = problem.expression.as_deref().map(|text| format!(" in '{text}'")).unwrap_or_default();
        format!("{name}{place}: {} {}{about}", problem.code.as_str(), problem.detail)
    });
    told.map(|line| line.trim_end().to_owned()).collect()
}

fn placed(file: &Path, Fault { index, entry, what }: Fault) -> ImportError {
    ImportError::Entry { file: file.to_owned(), index, entry, what }
}

/// The resources with their ids, and where the references between them lead.
struct Entries {
    resources: Vec<Resource>,
    /// From a `fullUrl` to `Type/id`.
    targets: HashMap<String, String>,
}

fn entries(bundle: &Bundle) -> Result<Entries, Fault> {
    let mut resources = Vec::new();
    let mut targets = HashMap::new();
    for (index, entry) in bundle.each_entry().into_iter().enumerate() {
        let fault = |entry: &str, what: String| Fault { index, entry: entry.to_owned(), what };
        let entry = entry.map_err(|error| fault("unreadable", error.to_string()))?;
        let Some(mut resource) = entry.resource.clone() else {
            return Err(fault("no resource", "an entry without a resource cannot be imported".to_owned()));
        };
        let name = label(&resource);
        if let Some(method) = entry.request.as_ref().and_then(|request| request.method.as_deref())
            && !matches!(method, "POST" | "PUT")
        {
            return Err(fault(&name, format!("an import does not {method}")));
        }
        let id = id_of(&entry, &resource).map_err(|what| fault(&name, what))?;
        resource.set_id(&id);
        if let Some(full_url) = entry.full_url {
            targets.insert(full_url, format!("{}/{id}", resource.resource_type()));
        }
        resources.push(resource);
    }
    Ok(Entries { resources, targets })
}

fn label(resource: &Resource) -> String {
    match resource.id() {
        Some(id) => format!("{}/{id}", resource.resource_type()),
        None => resource.resource_type().to_owned(),
    }
}

/// The resource's own id, else that of its address, else one that the same content gets again next time.
fn id_of(entry: &BundleEntry, resource: &Resource) -> Result<Id, String> {
    if let Some(id) = resource.id() {
        return Id::parse(id).map_err(|error| format!("its id: {error}"));
    }
    let put = entry.request.as_ref().filter(|request| request.method.as_deref() == Some("PUT"));
    let named = put.and_then(|request| request.url.as_deref()?.rsplit_once('/'));
    let full = entry.full_url.as_deref().and_then(|url| url.rsplit(['/', ':']).next());
    if let Some(id) = named.map(|(_, id)| id).or(full)
        && let Ok(id) = Id::parse(id)
    {
        return Ok(id);
    }
    let derived = Uuid::new_v5(&Uuid::NAMESPACE_URL, resource.to_json().as_bytes());
    Id::parse(derived.to_string()).map_err(|error| error.to_string())
}

fn write(writer: &mut dyn Writer, Entries { resources, mut targets }: Entries) -> Result<Imported, Failure> {
    let mut imported = Imported::default();
    for (index, resource) in resources.into_iter().enumerate() {
        let name = label(&resource);
        let fault = |what: String| Failure::Entry(Fault { index, entry: name.clone(), what });
        let mut value = resource.into_value();
        if let Value::Object(object) = &mut value {
            resolve(writer, object, &mut targets).map_err(|failure| match failure {
                Unresolved::Nobody(reference) => fault(format!("its reference '{reference}' leads nowhere")),
                Unresolved::Store(error) => Failure::Store(error),
            })?;
        }
        let resource = Resource::from_value(value).map_err(|error| fault(error.to_string()))?;
        let id = resource.id().unwrap_or_default().to_owned();
        let known =
            writer.get(resource.resource_type(), &id)?.map_or(Ok(None), |stored| stored.resource())?;
        if known.is_some_and(|known| known.says_the_same_as(&resource)) {
            imported.unchanged += 1;
            continue;
        }
        writer.put(&Caller::system(), resource, Method::Put).map_err(|error| match error {
            StoreError::Moved | StoreError::NoId => fault(error.to_string()),
            other => Failure::Store(other),
        })?;
        imported.written += 1;
    }
    Ok(imported)
}

enum Unresolved {
    Nobody(String),
    Store(StoreError),
}

impl From<StoreError> for Unresolved {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Puts `Type/id` in place of the addresses and searches by which a Bundle's resources name each other.
fn resolve(
    reader: &dyn Reader,
    object: &mut Map<String, Value>,
    targets: &mut HashMap<String, String>,
) -> Result<(), Unresolved> {
    for (name, value) in object {
        match value {
            Value::String(text) if name == "reference" => {
                if let Some(target) = targets.get(text) {
                    text.clone_from(target);
                } else if text.contains('?') {
                    let found = conditional(reader, text)?.ok_or_else(|| Unresolved::Nobody(text.clone()))?;
                    targets.insert(text.clone(), found.clone());
                    *text = found;
                } else if text.starts_with("urn:") {
                    return Err(Unresolved::Nobody(text.clone()));
                }
            }
            Value::Object(inner) => resolve(reader, inner, targets)?,
            Value::Array(items) => {
                for inner in items.iter_mut().filter_map(Value::as_object_mut) {
                    resolve(reader, inner, targets)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The one resource that `Type?identifier=system|value` finds.
fn conditional(reader: &dyn Reader, reference: &str) -> Result<Option<String>, StoreError> {
    let Some((resource_type, identifier)) = reference.split_once("?identifier=") else { return Ok(None) };
    let test = match identifier.split_once('|') {
        Some((system, value)) => TokenTest { system: Some(system.to_owned()), code: Some(value.to_owned()) },
        None => TokenTest { system: None, code: Some(identifier.to_owned()) },
    };
    let query = Query {
        filters: vec![Filter::Token { name: "identifier".to_owned(), any: vec![test], not: false }],
        ..Query::all(resource_type, Reach::All, 2)
    };
    let found = reader.search(&query)?.found;
    Ok(match found.as_slice() {
        [one] => Some(format!("{resource_type}/{}", one.id)),
        _ => None,
    })
}
