//! References between the entries of a transaction, and those that are searches: both become `Type/id`.

use std::collections::HashMap;

use kangban_fhir::Resource;
use serde_json::{Map, Value};

use super::Refusal;

/// Where the entries of a transaction stand: their `fullUrl` and the `Type/id` they get.
#[derive(Debug, Default)]
pub(super) struct Places(HashMap<String, String>);

/// Elements that hold a URL of a resource, as in `Media.content.url`.
const URLS: &[&str] = &["url", "valueUri", "valueUrl"];

impl Places {
    /// Notes where an entry stands.
    pub(super) fn note(&mut self, full_url: &str, resource_type: &str, id: &str) {
        let place = format!("{resource_type}/{id}");
        // A relative reference in the Bundle means the entry whose fullUrl ends so.
        let mut parts = full_url.rsplit('/');
        if let (Some(old), Some(of_type)) = (parts.next(), parts.next())
            && of_type == resource_type
        {
            self.0.insert(format!("{of_type}/{old}"), place.clone());
        }
        self.0.insert(full_url.to_owned(), place);
    }

    /// Rewrites the references in a resource. `find` answers a reference that is a search.
    pub(super) fn resolve(
        &self,
        resource: &mut Resource,
        find: &mut dyn FnMut(&str) -> Result<String, Refusal>,
    ) -> Result<(), Refusal> {
        let name = resource.resource_type().to_owned();
        self.object(resource.json_mut(), find).map_err(|refusal| under(refusal, &name))
    }

    fn object(
        &self,
        object: &mut Map<String, Value>,
        find: &mut dyn FnMut(&str) -> Result<String, Refusal>,
    ) -> Result<(), Refusal> {
        for (name, value) in object.iter_mut() {
            match value {
                Value::String(text) if name == "reference" => {
                    if let Some(place) = self.target(text, find).map_err(|refusal| under(refusal, name))? {
                        *text = place;
                    }
                }
                Value::String(text) if URLS.contains(&name.as_str()) => {
                    if let Some(place) = self.0.get(text.as_str()) {
                        text.clone_from(place);
                    }
                }
                Value::Object(inner) => self.object(inner, find).map_err(|refusal| under(refusal, name))?,
                Value::Array(items) => {
                    for (index, item) in items.iter_mut().enumerate() {
                        if let Value::Object(inner) = item {
                            let place = || format!("{name}[{index}]");
                            self.object(inner, find).map_err(|refusal| under(refusal, &place()))?;
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn target(
        &self,
        text: &str,
        find: &mut dyn FnMut(&str) -> Result<String, Refusal>,
    ) -> Result<Option<String>, Refusal> {
        if let Some(place) = self.0.get(text) {
            return Ok(Some(place.clone()));
        }
        if text.starts_with("urn:uuid:") || text.starts_with("urn:oid:") {
            return Err(Refusal::invalid("no entry of the Bundle has this fullUrl"));
        }
        let is_search =
            !text.contains("://") && text.split_once('?').is_some_and(|(name, _)| !name.contains('/'));
        if is_search { find(text).map(Some) } else { Ok(None) }
    }
}

/// The same refusal, seen from one element further out.
fn under(refusal: Refusal, name: &str) -> Refusal {
    let at = refusal.place();
    let at = if at.is_empty() { name.to_owned() } else { format!("{name}.{at}") };
    refusal.at(at)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn references_to_entries_and_searches_are_resolved_wherever_they_stand() {
        let mut places = Places::default();
        places.note("urn:uuid:1", "Patient", "p");
        places.note("http://old/fhir/Binary/b", "Binary", "new");
        let mut media = Resource::from_value(json!({
            "resourceType": "Media", "subject": {"reference": "urn:uuid:1"}, "content": {"url": "Binary/b"},
            "partOf": [{"reference": "#inside"}, {"reference": "http://old/fhir/Binary/b"}],
            "operator": {"reference": "Practitioner?identifier=a|1"}, "deviceName": "urn:uuid:1",
        }))
        .expect("a resource");
        let mut asked = Vec::new();
        let mut find = |query: &str| {
            asked.push(query.to_owned());
            Ok("Practitioner/d".to_owned())
        };
        places.resolve(&mut media, &mut find).expect("resolved");
        let json = media.json();
        assert_eq!(json["subject"]["reference"], "Patient/p");
        assert_eq!(json["content"]["url"], "Binary/new");
        assert_eq!(json["partOf"][0]["reference"], "#inside");
        assert_eq!(json["partOf"][1]["reference"], "Binary/new");
        assert_eq!(json["operator"]["reference"], "Practitioner/d");
        assert_eq!(json["deviceName"], "urn:uuid:1", "only references are rewritten");
        assert_eq!(asked, ["Practitioner?identifier=a|1"]);
    }

    #[test]
    fn a_reference_to_an_entry_that_is_not_there_is_named_with_its_path() {
        let mut resource = Resource::from_value(json!({
            "resourceType": "Observation", "performer": [{"reference": "Patient/1"}, {"reference": "urn:uuid:9"}]}))
        .expect("a resource");
        let refusal = Places::default()
            .resolve(&mut resource, &mut |_| Err(Refusal::invalid("x")))
            .expect_err("refused");
        assert_eq!(refusal.place(), "Observation.performer[1].reference");
    }
}
