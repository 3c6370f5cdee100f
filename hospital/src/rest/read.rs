//! Read, vread and history.

use axum::http::StatusCode;
use kangban_fhir::{BundleKind, DateTime};

use super::{
    Refusal,
    answer::{Answer, BundleText, instant, links, quoted, see},
    ask::Pairs,
    audit::Shown,
    etag, parameters,
    search::{page_token, read_token},
};
use crate::{
    access::{self, Interaction, Reach},
    auth::Caller,
    store::{HistoryQuery, Reader, Stored},
};

/// What a resource out of reach and one that never was have in common.
fn not_there() -> Refusal {
    Refusal::not_found("there is no such resource")
}

/// The current version within a reach: 403 when nothing is, 404 when it is not there, 410 when it was deleted.
pub(super) fn current<R: Reader + ?Sized>(
    reader: &R,
    reach: &Reach,
    resource_type: &str,
    id: &str,
) -> Result<Stored, Refusal> {
    if reach.is_nothing() {
        return Err(Refusal::forbidden(format!("not allowed on {resource_type}")));
    }
    let stored =
        reader.get(resource_type, id)?.filter(|stored| reach.covers(&stored.home)).ok_or_else(not_there)?;
    if stored.is_deleted() { Err(Refusal::gone(stored.version)) } else { Ok(stored) }
}

pub(super) fn read(
    reader: &dyn Reader,
    caller: &Caller,
    resource_type: &str,
    id: &str,
) -> Result<Answer, Refusal> {
    let reach = access::reach(caller, Interaction::Read, resource_type);
    Ok(Answer::resource(StatusCode::OK, current(reader, &reach, resource_type, id)?))
}

pub(super) fn version(
    reader: &dyn Reader,
    caller: &Caller,
    resource_type: &str,
    id: &str,
    version: &str,
) -> Result<Answer, Refusal> {
    let reach = access::reach(caller, Interaction::Read, resource_type);
    if reach.is_nothing() {
        return Err(Refusal::forbidden(format!("not allowed on {resource_type}")));
    }
    let number = version.parse().map_err(|_| not_there())?;
    let stored = reader.version(resource_type, id, number)?;
    let stored = stored.filter(|stored| reach.covers(&stored.home)).ok_or_else(not_there)?;
    if stored.is_deleted() {
        return Err(Refusal::gone(stored.version));
    }
    Ok(Answer::resource(StatusCode::OK, stored))
}

/// The history of one resource or of a type, newest first.
pub(super) fn history(
    reader: &dyn Reader,
    caller: &Caller,
    base: &str,
    resource_type: &str,
    id: Option<&str>,
    pairs: &Pairs,
) -> Result<Answer, Refusal> {
    let interaction = if id.is_some() { Interaction::Read } else { Interaction::Search };
    let reach = access::reach(caller, interaction, resource_type);
    if reach.is_nothing() {
        return Err(Refusal::forbidden(format!("not allowed on {resource_type}")));
    }
    let mut query = HistoryQuery {
        resource_type: Some(resource_type.to_owned()),
        id: id.map(str::to_owned),
        count: parameters::DEFAULT_COUNT,
        ..HistoryQuery::default()
    };
    for (name, value) in pairs {
        match name.as_str() {
            "_count" => query.count = parameters::count(value)?.max(1),
            "_since" => query.since_ms = Some(since(value)?),
            "_page" => query.before = Some(read_token(value)?),
            "_format" | "_pretty" => {}
            _ => return Err(Refusal::invalid("a history can be asked for _since and _count only")),
        }
    }
    let wanted = query.count;
    // One more than asked for shows whether there is a next page.
    query.count += 1;
    let mut versions = reader.history(&reach, &query)?;
    if versions.is_empty()
        && query.before.is_none()
        && id.is_some_and(|id| !is_there(reader, &reach, resource_type, id))
    {
        return Err(not_there());
    }
    let more = versions.len() > wanted;
    versions.truncate(wanted);
    let place = id.map_or_else(|| resource_type.to_owned(), |id| format!("{resource_type}/{id}"));
    let address = |pairs: &Pairs| parameters::url(&format!("{base}/{place}/_history"), pairs);
    let own = address(pairs);
    let next = versions.last().filter(|_| more).map(|last| {
        let token = page_token(&(last.updated_ms, last.shelf(), last.seq));
        address(&parameters::with_page(pairs, &token))
    });
    let all: Vec<(&str, &str)> = [Some(("self", own.as_str())), next.as_deref().map(|next| ("next", next))]
        .into_iter()
        .flatten()
        .collect();
    let mut bundle = BundleText::new(BundleKind::History, &[("link", &links(&all))]);
    let mut shown = Shown::new();
    for stored in &versions {
        see(&mut shown, stored);
        entry(&mut bundle, base, stored);
    }
    Ok(Answer::bundle(bundle.finish(), shown))
}

fn is_there(reader: &dyn Reader, reach: &Reach, resource_type: &str, id: &str) -> bool {
    let stored = reader.get(resource_type, id);
    stored.is_ok_and(|stored| stored.is_some_and(|stored| reach.covers(&stored.home)))
}

/// One version as an entry of a history or a feed.
pub(super) fn entry(bundle: &mut BundleText, base: &str, stored: &Stored) {
    let place = format!("{}/{}", stored.resource_type, stored.id);
    // R4: the request that made the version; a POST went to the type.
    let url = if stored.method == crate::store::Method::Post { &stored.resource_type } else { &place };
    let request = format!("{{\"method\":\"{}\",\"url\":{}}}", stored.method.verb(), quoted(url));
    let status = match (stored.is_deleted(), stored.version) {
        (true, _) => "204 No Content",
        (false, 1) => "201 Created",
        (false, _) => "200 OK",
    };
    let response = format!(
        "{{\"status\":\"{status}\",\"etag\":{},\"lastModified\":\"{}\"}}",
        quoted(&etag(stored.version)),
        instant(stored.updated())
    );
    let parts = [("request", request.as_str()), ("response", response.as_str())];
    bundle.entry(Some(&format!("{base}/{place}")), stored.json.as_deref(), &parts);
}

fn since(text: &str) -> Result<i64, Refusal> {
    // A plus that was not encoded arrives as a blank.
    let text = text.replace(' ', "+");
    let at = DateTime::parse(&text)
        .map_err(|_| Refusal::invalid("_since is a moment, as in 2026-11-25T08:00:00Z"))?;
    let utc = chrono::FixedOffset::east_opt(0).ok_or_else(|| Refusal::invalid("_since cannot be used"))?;
    Ok(at.range(utc).0.timestamp_millis())
}
