//! What is extracted, as entries of one transaction.

use std::collections::{HashMap, HashSet};

use kangban_fhir::{Id, terms};
use serde_json::{Value, json};

use super::{
    ExtractProblemKind,
    json::{Object, text},
};

/// The parts of a Bundle entry that a form can say, besides the resource.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Request {
    pub(crate) full_url: Option<String>,
    pub(crate) resource_id: Option<String>,
    pub(crate) if_none_match: Option<String>,
    pub(crate) if_modified_since: Option<String>,
    pub(crate) if_match: Option<String>,
    pub(crate) if_none_exist: Option<String>,
}

/// A resource that was extracted.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) resource: Object,
    pub(crate) request: Request,
    /// The item it comes from.
    pub(crate) link_id: Option<String>,
}

const URN: &str = "urn:uuid:";

/// Writes the entries as a transaction: PUTs with ids made here, and references to them that hold without the
/// transaction too (a sync engine sends each entry on its own).
///
/// Only ids made here become ids of new resources: a full URL that is written in the form is the same for everybody.
pub(crate) fn bundle(
    entries: Vec<Entry>,
    made: &HashSet<String>,
    ids: &mut dyn FnMut() -> String,
    report: &mut dyn FnMut(Option<&str>, ExtractProblemKind),
) -> Value {
    let mut taken = HashSet::new();
    let mut moved: HashMap<String, String> = HashMap::new();
    let mut kept = Vec::new();
    for mut entry in entries {
        let Some(kind) = entry.resource.get("resourceType").and_then(Value::as_str).map(str::to_owned) else {
            continue;
        };
        let link_id = entry.link_id.clone();
        let own = entry.request.resource_id.take().or_else(|| {
            let id = entry.resource.get("id")?;
            // An id that is no text is said below to be none.
            Some(id.as_str().map_or_else(|| id.to_string(), str::to_owned))
        });
        let own = own.filter(|id| {
            let sound = Id::parse(id.as_str()).is_ok();
            if !sound {
                report(link_id.as_deref(), ExtractProblemKind::Id(format!("{kind}.id")));
            }
            sound
        });
        let update = own.is_some();
        let said = entry.request.full_url.take();
        let named = said.as_deref().filter(|url| made.contains(*url)).and_then(|url| url.strip_prefix(URN));
        let known = named.is_some();
        let named = named.filter(|id| Id::parse(*id).is_ok()).map(str::to_owned);
        let id = own.or(named).unwrap_or_else(&mut *ids);
        let place = format!("{kind}/{id}");
        if !taken.insert(place.clone()) {
            report(link_id.as_deref(), ExtractProblemKind::Twice(place));
            continue;
        }
        let full_url = match &said {
            Some(url) if known || update || !url.starts_with(URN) => url.clone(),
            _ => address(&kind, &id),
        };
        // What may not be created is found by its full URL alone.
        let to = if entry.request.if_none_exist.is_none() { &place } else { &full_url };
        for from in [Some(&full_url), said.as_ref()].into_iter().flatten() {
            moved.entry(from.clone()).or_insert_with(|| to.clone());
        }
        entry.resource.insert("id".to_owned(), Value::from(id));
        kept.push((full_url, place, update, entry));
    }
    let entries: Vec<Value> = kept
        .into_iter()
        .map(|(full_url, place, update, entry)| {
            let mut resource = Value::Object(first_the_type(entry.resource));
            lead(&mut resource, &moved);
            json!({
                "fullUrl": full_url,
                "resource": resource,
                "request": request(&place, update, &entry.request),
            })
        })
        .collect();
    let mut bundle = Object::new();
    bundle.insert("resourceType".to_owned(), Value::from("Bundle"));
    bundle.insert("type".to_owned(), Value::from("transaction"));
    if !entries.is_empty() {
        bundle.insert("entry".to_owned(), Value::Array(entries));
    }
    Value::Object(bundle)
}

fn request(place: &str, update: bool, said: &Request) -> Value {
    let mut request = Object::new();
    let mut put = |name: &str, value: &str| request.insert(name.to_owned(), Value::from(value));
    if let Some(query) = &said.if_none_exist {
        // "Create unless one matches" is a POST; the id in the resource is then only a proposal.
        put("method", "POST");
        put("url", place.split('/').next().unwrap_or(place));
        put("ifNoneExist", query);
    } else {
        put("method", "PUT");
        put("url", place);
    }
    match (&said.if_none_match, update) {
        (Some(tag), _) => {
            put("ifNoneMatch", tag);
        }
        (None, false) if said.if_none_exist.is_none() && said.if_match.is_none() => {
            // A new resource never overwrites one that is there.
            put("ifNoneMatch", "*");
        }
        _ => {}
    }
    if let Some(since) = &said.if_modified_since {
        put("ifModifiedSince", since);
    }
    if let Some(tag) = &said.if_match {
        put("ifMatch", tag);
    }
    Value::Object(request)
}

/// The full URL of a resource: a URN when its id is a UUID, else an address of ours.
fn address(kind: &str, id: &str) -> String {
    let groups: Vec<_> = id.split('-').map(str::len).collect();
    let uuid = groups == [8, 4, 4, 4, 12] && id.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    if uuid { format!("{URN}{id}") } else { format!("{}/{kind}/{id}", terms::KANGBAN) }
}

/// Points the references that lead into the transaction at where the resources will be.
fn lead(json: &mut Value, moved: &HashMap<String, String>) {
    match json {
        Value::Array(items) => items.iter_mut().for_each(|item| lead(item, moved)),
        Value::Object(object) => {
            let place = object.get("reference").and_then(Value::as_str).and_then(|to| moved.get(to)).cloned();
            if let Some(place) = place {
                object.insert("reference".to_owned(), Value::from(place));
            }
            object.values_mut().for_each(|value| lead(value, moved));
        }
        _ => {}
    }
}

/// `resourceType`, `id` and `meta` first, as everybody writes them.
fn first_the_type(mut object: Object) -> Object {
    let mut ordered = Object::new();
    for name in ["resourceType", "id", "meta"] {
        if let Some(value) = object.shift_remove(name) {
            ordered.insert(name.to_owned(), value);
        }
    }
    ordered.extend(object);
    ordered
}

/// The `urn:uuid:` of a new id.
pub(crate) fn allocate(ids: &mut dyn FnMut() -> String) -> String {
    format!("{URN}{}", ids())
}

/// The id in a request's URL, when the request is an update of one resource.
pub(crate) fn id_in(url: &str) -> Option<&str> {
    url.split_once('/').map(|(_, id)| id).filter(|id| Id::parse(*id).is_ok())
}

/// The parts that a Bundle entry of a template says itself.
pub(crate) fn said(entry: &Value) -> Request {
    let own = |name| text(entry.get("request")?, name).map(str::to_owned);
    Request {
        full_url: text(entry, "fullUrl").map(str::to_owned),
        resource_id: own("url")
            .filter(|_| own("method").as_deref() == Some("PUT"))
            .and_then(|url| id_in(&url).map(str::to_owned)),
        if_none_match: own("ifNoneMatch"),
        if_modified_since: own("ifModifiedSince"),
        // Without PUT there is nothing that could match.
        if_match: own("ifMatch").filter(|_| own("method").as_deref() == Some("PUT")),
        if_none_exist: own("ifNoneExist"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MADE: &str = "urn:uuid:6f6177d2-13ee-4d27-b0e8-3eaf663dd031";

    fn entry(resource: Value, request: Request) -> Entry {
        let Value::Object(resource) = resource else { panic!("no object") };
        Entry { resource, request, link_id: None }
    }

    fn write(entries: Vec<Entry>) -> (Value, Vec<ExtractProblemKind>) {
        let (mut count, mut problems) = (0, Vec::new());
        let mut ids = || {
            count += 1;
            format!("00000000-0000-4000-8000-{count:012}")
        };
        let made = HashSet::from([MADE.to_owned()]);
        let bundle = bundle(entries, &made, &mut ids, &mut |_, problem| problems.push(problem));
        (bundle, problems)
    }

    #[test]
    fn a_new_resource_is_put_under_its_own_id_and_never_over_another() {
        let (bundle, problems) = write(vec![entry(json!({"resourceType": "Patient"}), Request::default())]);
        assert_eq!(
            bundle["entry"][0],
            json!({
                "fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000001",
                "resource": {"resourceType": "Patient", "id": "00000000-0000-4000-8000-000000000001"},
                "request": {
                    "method": "PUT",
                    "url": "Patient/00000000-0000-4000-8000-000000000001",
                    "ifNoneMatch": "*"
                }
            })
        );
        assert_eq!(problems, []);
    }

    #[test]
    fn references_into_the_transaction_hold_without_it() {
        let two = |url: &str| {
            let named = Request { full_url: Some(url.into()), ..Request::default() };
            let relative = json!({"resourceType": "RelatedPerson", "patient": {"reference": url}});
            let patient = entry(json!({"resourceType": "Patient"}), named);
            write(vec![entry(relative, Request::default()), patient]).0
        };
        // A full URL that the form's author wrote is no id: everybody who answers would get the same.
        let written = two("urn:uuid:11111111-1111-4111-8111-111111111111");
        let place = "Patient/00000000-0000-4000-8000-000000000002";
        assert_eq!(written["entry"][0]["resource"]["patient"]["reference"], place);
        assert_eq!(written["entry"][1]["request"]["url"], place);
        let (url, bundle) = (MADE, two(MADE));
        let place = "Patient/6f6177d2-13ee-4d27-b0e8-3eaf663dd031";
        assert_eq!(bundle["entry"][0]["resource"]["patient"]["reference"], place);
        assert_eq!(bundle["entry"][1]["request"]["url"], place);
        assert_eq!(bundle["entry"][1]["fullUrl"], url);
    }

    #[test]
    fn a_known_resource_is_updated_and_the_same_one_only_once() {
        let patient = json!({"resourceType": "Patient", "id": "7"});
        let (bundle, problems) =
            write(vec![entry(patient.clone(), Request::default()), entry(patient, Request::default())]);
        assert_eq!(bundle["entry"].as_array().unwrap().len(), 1);
        assert_eq!(bundle["entry"][0]["request"], json!({"method": "PUT", "url": "Patient/7"}));
        assert_eq!(problems, [ExtractProblemKind::Twice("Patient/7".into())]);
    }

    #[test]
    fn an_id_that_r4_does_not_allow_is_replaced_and_reported() {
        let (bundle, problems) =
            write(vec![entry(json!({"resourceType": "Patient", "id": "a b"}), Request::default())]);
        assert_eq!(bundle["entry"][0]["resource"]["id"], "00000000-0000-4000-8000-000000000001");
        assert_eq!(problems, [ExtractProblemKind::Id("Patient.id".into())]);
    }
}
