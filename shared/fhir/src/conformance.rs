//! Whether a document survives: parsed, read through the typed accessors, written, and compared.

use std::fmt;

use serde_json::Value;

use crate::{Bundle, FhirError, FhirErrorKind, Resource, views};

/// One thing that went wrong with a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// It could not be parsed as a resource.
    Unreadable(FhirError),
    /// An element could not be read by its type.
    Element {
        /// Which resource of the document.
        resource: String,
        /// The element and what is wrong with it.
        error: FhirError,
    },
    /// What was written is not what was read.
    Changed {
        /// Where the first difference is, as a JSON pointer.
        pointer: String,
    },
}

impl Finding {
    /// Whether the document is JSON, but no resource at all: a manifest, a list of test cases.
    pub fn is_no_resource(&self) -> bool {
        let Self::Unreadable(error) = self else { return false };
        matches!(error.kind, FhirErrorKind::NotAnObject | FhirErrorKind::NoResourceType)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => write!(f, "{error}"),
            Self::Element { resource, error } => write!(f, "{resource}: {error}"),
            Self::Changed { pointer } => write!(f, "{pointer}: not written as it was read"),
        }
    }
}

/// Checks a JSON document that holds one resource; the entries of a Bundle and contained resources are checked too.
///
/// # Errors
/// Everything that was found.
pub fn check(text: &str) -> Result<(), Vec<Finding>> {
    let resource = Resource::parse(text).map_err(|error| vec![Finding::Unreadable(error)])?;
    let mut found = Vec::new();
    read(&resource, resource.resource_type(), &mut found);
    match serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}')) {
        Ok(before) => {
            let after = serde_json::from_str(&resource.to_json()).unwrap_or(Value::Null);
            if let Some(pointer) = difference(&before, &after, String::new()) {
                found.push(Finding::Changed { pointer });
            }
        }
        Err(_) => found.push(Finding::Changed { pointer: String::new() }),
    }
    if found.is_empty() { Ok(()) } else { Err(found) }
}

fn read(resource: &Resource, place: &str, found: &mut Vec<Finding>) {
    let errors = views::faults(resource);
    found.extend(errors.into_iter().map(|error| Finding::Element { resource: place.to_owned(), error }));
    for (index, inner) in resource.contained().iter().enumerate() {
        read(inner, &format!("{place}.contained[{index}]"), found);
    }
    let Ok(bundle) = Bundle::try_from(resource.clone()) else { return };
    found.extend(bundle.kind().err().map(|error| Finding::Element { resource: place.to_owned(), error }));
    for (index, entry) in bundle.each_entry().into_iter().enumerate() {
        match entry {
            Ok(entry) => {
                if let Some(inner) = entry.resource {
                    read(&inner, &format!("{place}.entry[{index}]"), found);
                }
            }
            Err(error) => found.push(Finding::Element { resource: place.to_owned(), error }),
        }
    }
}

/// Where two documents first differ; numbers are compared digit by digit.
fn difference(a: &Value, b: &Value, place: String) -> Option<String> {
    match (a, b) {
        (Value::Object(x), Value::Object(y)) => {
            if x.len() != y.len() {
                return Some(place);
            }
            x.iter().find_map(|(key, value)| match y.get(key) {
                Some(other) => difference(value, other, format!("{place}/{key}")),
                None => Some(format!("{place}/{key}")),
            })
        }
        (Value::Array(x), Value::Array(y)) => {
            if x.len() != y.len() {
                return Some(place);
            }
            x.iter()
                .zip(y)
                .enumerate()
                .find_map(|(index, (x, y))| difference(x, y, format!("{place}/{index}")))
        }
        _ => (a != b).then_some(place),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sound_document_passes_and_a_wrong_element_is_named() {
        assert_eq!(check(r#"{"resourceType":"Observation","valueQuantity":{"value":38.60}}"#), Ok(()));
        let found = check(
            r#"{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","birthDate":"1958-13-01"}}]}"#,
        )
        .unwrap_err();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].to_string(), "Bundle.entry[0]: Patient.birthDate: malformed date");
    }

    #[test]
    fn digits_that_change_are_a_difference() {
        let value = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        assert_eq!(difference(&value("[1.10]"), &value("[1.1]"), String::new()).as_deref(), Some("/0"));
        assert_eq!(difference(&value("[1.10]"), &value("[1.10]"), String::new()), None);
    }

    #[test]
    fn every_resource_of_the_corpus_survives() {
        let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/synthea");
        let Ok(files) = std::fs::read_dir(corpus) else {
            eprintln!("skipped: no corpus");
            return;
        };
        for file in files
            .map(|file| file.unwrap().path())
            .filter(|path| path.extension().is_some_and(|e| e == "json"))
        {
            assert_eq!(check(&std::fs::read_to_string(&file).unwrap()), Ok(()), "{}", file.display());
        }
    }
}
