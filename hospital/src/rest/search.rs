//! Search.

use std::collections::BTreeSet;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use kangban_fhir::BundleKind;
use serde::{Serialize, de::DeserializeOwned};

use super::{
    Refusal,
    answer::{Answer, BundleText, links, see},
    ask::Pairs,
    audit::Shown,
    parameters::{self, Total},
};
use crate::{
    access::{self, Interaction},
    auth::Caller,
    store::{Reader, Stored, link_targets},
};

/// Finds resources of a type within the caller's reach.
pub(super) fn search(
    reader: &dyn Reader,
    caller: &Caller,
    base: &str,
    resource_type: &str,
    pairs: &Pairs,
    lenient: bool,
) -> Result<Answer, Refusal> {
    let reach = access::reach(caller, Interaction::Search, resource_type);
    if reach.is_nothing() {
        return Err(Refusal::forbidden(format!("not allowed: search in {resource_type}")));
    }
    let search = parameters::search(resource_type, reach, pairs, base, lenient)?;
    let address = format!("{base}/{resource_type}");
    let own = parameters::url(&address, pairs);
    if search.only_count {
        let total = reader.count(&search.query)?.to_string();
        let link = links(&[("self", &own)]);
        let bundle = BundleText::new(BundleKind::Searchset, &[("total", &total), ("link", &link)]);
        return Ok(Answer::bundle(bundle.finish(), Shown::new()));
    }
    let page = reader.search(&search.query)?;
    let next = page
        .next
        .as_ref()
        .map(|next| parameters::url(&address, &parameters::with_page(pairs, &page_token(next))));
    let is_whole = page.next.is_none() && search.query.after.is_none();
    let total = match search.total {
        Total::Counted if !is_whole => Some(reader.count(&search.query)?.to_string()),
        _ if is_whole => Some(page.found.len().to_string()),
        _ => None,
    };
    let all: Vec<(&str, &str)> = [Some(("self", own.as_str())), next.as_deref().map(|next| ("next", next))]
        .into_iter()
        .flatten()
        .collect();
    let link = links(&all);
    let elements: Vec<(&str, &str)> =
        [total.as_deref().map(|total| ("total", total)), Some(("link", link.as_str()))]
            .into_iter()
            .flatten()
            .collect();
    let mut bundle = BundleText::new(BundleKind::Searchset, &elements);
    let mut shown = Shown::new();
    for stored in &page.found {
        see(&mut shown, stored);
        entry(&mut bundle, base, stored, "match");
    }
    for stored in included(reader, caller, &page.found, &search.include)? {
        see(&mut shown, &stored);
        entry(&mut bundle, base, &stored, "include");
    }
    Ok(Answer::bundle(bundle.finish(), shown))
}

fn entry(bundle: &mut BundleText, base: &str, stored: &Stored, mode: &str) {
    let url = format!("{base}/{}/{}", stored.resource_type, stored.id);
    bundle.entry(Some(&url), stored.json.as_deref(), &[("search", &format!("{{\"mode\":\"{mode}\"}}"))]);
}

/// What the matches refer to by some parameters, each once, and only what the caller may read.
fn included(
    reader: &dyn Reader,
    caller: &Caller,
    found: &[Stored],
    names: &[String],
) -> Result<Vec<Stored>, Refusal> {
    let mut wanted = BTreeSet::new();
    for stored in found.iter().filter(|_| !names.is_empty()) {
        if let Some(resource) = stored.resource()? {
            wanted.extend(
                names.iter().flat_map(|name| link_targets(&stored.resource_type, name, resource.json())),
            );
        }
    }
    let mut included = Vec::new();
    for target in wanted {
        let Some((resource_type, id)) = target.split_once('/') else { continue };
        let reach = access::reach(caller, Interaction::Read, resource_type);
        if found.iter().any(|stored| stored.resource_type == resource_type && stored.id == id) {
            continue;
        }
        let stored = reader.get(resource_type, id)?;
        included.extend(stored.filter(|stored| !stored.is_deleted() && reach.covers(&stored.home)));
    }
    Ok(included)
}

/// A place between two pages, as it goes into a link. It is no secret: the reach is applied to every page anew.
pub(super) fn page_token(place: &impl Serialize) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(place).unwrap_or_default())
}

/// Reads a place back.
pub(super) fn read_token<T: DeserializeOwned>(token: &str) -> Result<T, Refusal> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok();
    let place = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    place.ok_or_else(|| Refusal::invalid("this page is not one of ours; begin with the first"))
}

/// The one resource that a condition finds; `None` when there is none, 412 when there are several.
pub(super) fn only<R: Reader + ?Sized>(
    reader: &R,
    caller: &Caller,
    base: &str,
    resource_type: &str,
    pairs: &Pairs,
) -> Result<Option<Stored>, Refusal> {
    let reach = access::reach(caller, Interaction::Search, resource_type);
    if reach.is_nothing() {
        return Err(Refusal::forbidden(format!("not allowed: search in {resource_type}")));
    }
    let mut found = reader.search(&parameters::condition(resource_type, reach, pairs, base)?)?.found;
    if found.len() > 1 {
        return Err(Refusal::precondition("the condition finds more than one", None));
    }
    Ok(found.pop())
}
