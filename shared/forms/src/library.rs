use std::collections::HashMap;

use serde_json::Value;

use crate::items::read;

/// Where a form finds what it names: value sets, code systems, other forms. What the form itself contains is looked
/// at first and needs no library.
pub trait Library {
    /// The resource that a canonical names, with its `|version` or without.
    fn find(&self, canonical: &str) -> Option<&Value>;
}

/// Resources by canonical URL. Of several versions the last put in answers where no version is asked for.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    resources: Vec<Value>,
    by_url: HashMap<String, Vec<usize>>,
}

impl Shelf {
    /// A shelf with nothing on it.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts a resource on it. A Bundle's entries are put on it each; what has no `url` can be found by nobody and
    /// is left out.
    pub fn put(&mut self, resource: Value) {
        if read::text(&resource, "resourceType") == Some("Bundle") {
            for entry in read::list(&resource, "entry") {
                if let Some(inner) = entry.get("resource").filter(|inner| inner.is_object()) {
                    self.put(inner.clone());
                }
            }
            return;
        }
        let Some(url) = read::text(&resource, "url").map(str::to_owned) else { return };
        self.by_url.entry(url).or_default().push(self.resources.len());
        self.resources.push(resource);
    }

    /// How many resources are on it.
    pub fn len(&self) -> usize {
        self.resources.len()
    }

    /// Whether nothing is on it.
    pub fn is_empty(&self) -> bool {
        self.resources.is_empty()
    }
}

impl FromIterator<Value> for Shelf {
    fn from_iter<I: IntoIterator<Item = Value>>(resources: I) -> Self {
        let mut shelf = Self::new();
        for resource in resources {
            shelf.put(resource);
        }
        shelf
    }
}

impl Library for Shelf {
    fn find(&self, canonical: &str) -> Option<&Value> {
        let (url, version) = read::split_canonical(canonical);
        let found = self.by_url.get(url)?.iter().rev().filter_map(|at| self.resources.get(*at));
        match version {
            None => found.into_iter().next(),
            Some(version) => found
                .into_iter()
                .find(|known| read::text(known, "version").is_none_or(|have| have == version)),
        }
    }
}

/// No library: what a form names beyond itself is missing.
impl Library for () {
    fn find(&self, _canonical: &str) -> Option<&Value> {
        None
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_version_is_matched_when_it_is_asked_for() {
        let shelf: Shelf = [
            json!({"resourceType": "ValueSet", "url": "http://v", "version": "1"}),
            json!({"resourceType": "ValueSet", "url": "http://v", "version": "2"}),
        ]
        .into_iter()
        .collect();
        assert_eq!(shelf.find("http://v|1").unwrap()["version"], "1");
        assert_eq!(shelf.find("http://v").unwrap()["version"], "2");
        assert!(shelf.find("http://v|3").is_none());
    }
}
