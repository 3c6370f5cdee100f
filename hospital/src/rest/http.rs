//! From an HTTP request to what is asked, and back.

use std::sync::Arc;

use axum::{
    Extension,
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    response::Response,
};
use kangban_fhir::Resource;

use super::{
    Desk, Guard, Refusal, Written,
    answer::{Answer, Prefer, Version},
    ask::{Ask, Pairs},
    audit, batch, binary,
    guard::versions,
    read, search,
};
use crate::{
    access::Interaction,
    auth::Caller,
    server::{FHIR_JSON, Hospital},
    store::{Reader, Stored},
};

/// A document above this size is parsed where it holds nobody up.
const LARGE: usize = 128 << 10;

/// Under which conditions something is written.
#[derive(Debug, Clone, Default)]
pub(super) struct Conditions {
    pub(super) guard: Guard,
    pub(super) if_none_exist: Option<Pairs>,
}

impl Conditions {
    fn from_headers(headers: &HeaderMap) -> Result<Self, Refusal> {
        let if_none_exist = match headers.get("if-none-exist").map(HeaderValue::to_str) {
            None => None,
            Some(Ok(query)) => Some(pairs_of(query)),
            Some(Err(_)) => return Err(Refusal::invalid("If-None-Exist is no query")),
        };
        Ok(Self { guard: Guard::from_headers(headers)?, if_none_exist })
    }
}

/// The pairs of a condition, which may be a query alone or a whole search URL.
pub(super) fn pairs_of(query: &str) -> Pairs {
    let query = query.split_once('?').map_or(query, |(_, query)| query);
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// Everything that names a type: one resource, a type, a search.
pub(super) async fn fhir(
    State(hospital): State<Arc<Hospital>>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Result<Response, Refusal> {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path().strip_prefix("/fhir").unwrap_or_default();
    let mut ask = Ask::parse(&parts.method, path, parts.uri.query().unwrap_or_default())?;
    let wants = Wants::of(&parts, &ask)?;
    if ask.is_read() {
        if let Ask::Search { pairs, .. } = &mut ask
            && parts.method == Method::POST
        {
            pairs.extend(form(&parts, body, hospital.body_bytes).await?);
        }
        return show(&hospital, &caller, &parts, ask, wants).await;
    }
    let resource = match &ask {
        Ask::Delete { .. } => None,
        Ask::Create { resource_type: "Binary" } if binary::is_raw(&parts.headers) => {
            let bytes = bytes(body, hospital.body_bytes).await?;
            Some(binary::from_raw(&parts.headers, &bytes, None)?)
        }
        Ask::Update { resource_type: "Binary", id } if binary::is_raw(&parts.headers) => {
            let bytes = bytes(body, hospital.body_bytes).await?;
            Some(binary::from_raw(&parts.headers, &bytes, Some(id))?)
        }
        _ => Some(document(&parts.headers, body, hospital.body_bytes).await?),
    };
    let conditions = Conditions::from_headers(&parts.headers)?;
    let base = hospital.auth.base().to_owned();
    let answer = hospital.write(&caller, move |desk| write(desk, &base, ask, resource, &conditions)).await?;
    Ok(answer.into_response(hospital.auth.base(), wants.prefer))
}

/// A batch or a transaction.
pub(super) async fn bundle(
    State(hospital): State<Arc<Hospital>>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Result<Response, Refusal> {
    let (parts, body) = request.into_parts();
    let prefer = prefer(&parts.headers).unwrap_or(Prefer::Minimal);
    acceptable(&parts.headers)?;
    let bundle = document(&parts.headers, body, hospital.body_bytes).await?;
    let answer = batch::process(&hospital, &caller, bundle, prefer).await?;
    Ok(json(StatusCode::OK, answer))
}

/// Reads and answers, unless the client has it already.
async fn show(
    hospital: &Arc<Hospital>,
    caller: &Caller,
    parts: &Parts,
    ask: Ask,
    wants: Wants,
) -> Result<Response, Refusal> {
    let is_one = matches!(ask, Ask::Read { .. } | Ask::Version { .. });
    let answer = look_up(hospital, caller, ask, wants.lenient).await?;
    if is_one && answer.version.as_ref().is_some_and(|version| is_known(&parts.headers, version)) {
        let mut response = answer.into_response(hospital.auth.base(), wants.prefer);
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = Body::empty();
        response.headers_mut().remove(header::CONTENT_TYPE);
        return Ok(response);
    }
    if wants.raw { binary::raw(answer) } else { Ok(answer.into_response(hospital.auth.base(), wants.prefer)) }
}

/// Answers a read, and puts on the trail what a clinician is shown.
pub(super) async fn look_up(
    hospital: &Arc<Hospital>,
    caller: &Caller,
    ask: Ask,
    lenient: bool,
) -> Result<Answer, Refusal> {
    let interaction = match &ask {
        Ask::Read { .. } | Ask::Version { .. } | Ask::History { id: Some(_), .. } => Interaction::Read,
        _ => Interaction::Search,
    };
    let (base, reader) = (hospital.auth.base().to_owned(), caller.clone());
    let mut answer = hospital.read(move |store| see(store, &reader, &base, &ask, lenient)).await?;
    let shown = std::mem::take(&mut answer.shown);
    audit::shown(&hospital.store, &hospital.looks, caller, interaction, shown).await?;
    Ok(answer)
}

/// Answers a read.
pub(super) fn see(
    reader: &dyn Reader,
    caller: &Caller,
    base: &str,
    ask: &Ask,
    lenient: bool,
) -> Result<Answer, Refusal> {
    match ask {
        Ask::Read { resource_type, id } => read::read(reader, caller, resource_type, id),
        Ask::Version { resource_type, id, version } => {
            read::version(reader, caller, resource_type, id, version)
        }
        Ask::History { resource_type, id, pairs } => {
            read::history(reader, caller, base, resource_type, id.as_deref(), pairs)
        }
        Ask::Search { resource_type, pairs } => {
            search::search(reader, caller, base, resource_type, pairs, lenient)
        }
        _ => Err(Refusal::invalid("this is no read")),
    }
}

/// Carries out a write that stands alone.
pub(super) fn write(
    desk: &mut Desk<'_>,
    base: &str,
    ask: Ask,
    resource: Option<Resource>,
    conditions: &Conditions,
) -> Result<Answer, Refusal> {
    let of_type = |resource_type: &str| {
        let resource = resource.ok_or_else(|| Refusal::invalid("a resource is needed"))?;
        if resource.resource_type() == resource_type {
            Ok(resource)
        } else {
            Err(Refusal::invalid("the resource has another type than the address"))
        }
    };
    match ask {
        Ask::Create { resource_type } => {
            let resource = of_type(resource_type)?;
            if let Some(pairs) = &conditions.if_none_exist
                && let Some(found) = search::only(desk.reader(), desk.caller(), base, resource_type, pairs)?
            {
                return Ok(Answer::written(StatusCode::OK, found));
            }
            Ok(written(desk.create(resource)?))
        }
        Ask::Update { resource_type, id } => {
            let resource = of_type(resource_type)?;
            if resource.id() != Some(id.as_str()) {
                return Err(
                    Refusal::invalid("the resource's id is not that of the address").at("Resource.id")
                );
            }
            Ok(written(desk.update(resource, &conditions.guard)?))
        }
        Ask::ConditionalUpdate { resource_type, pairs } => {
            let mut resource = of_type(resource_type)?;
            match search::only(desk.reader(), desk.caller(), base, resource_type, &pairs)? {
                Some(found) => identify(&mut resource, &found)?,
                None if resource.id().is_none() => return Ok(written(desk.create(resource)?)),
                None => {}
            }
            Ok(written(desk.update(resource, &conditions.guard)?))
        }
        Ask::Delete { resource_type, id } => {
            let deleted = desk.delete(resource_type, &id, &conditions.guard)?;
            let version = Some(Version::of(&deleted));
            let shown = audit::Shown::new();
            Ok(Answer { status: StatusCode::NO_CONTENT, version, location: false, body: None, shown })
        }
        _ => Err(Refusal::invalid("this is no write")),
    }
}

/// Gives a resource the id of the one that a condition found.
pub(super) fn identify(resource: &mut Resource, found: &Stored) -> Result<(), Refusal> {
    if resource.id().is_some_and(|id| id != found.id) {
        return Err(Refusal::invalid("the condition finds a resource with another id").at("Resource.id"));
    }
    resource.set_id(&kangban_fhir::Id::parse(found.id.clone())?);
    Ok(())
}

pub(super) fn written(written: Written) -> Answer {
    Answer::written(if written.created { StatusCode::CREATED } else { StatusCode::OK }, written.stored)
}

/// JSON as FHIR sends it.
pub(super) fn json(status: StatusCode, text: String) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(FHIR_JSON));
    response
}

/// How a client wants its answer.
#[derive(Debug, Clone, Copy)]
struct Wants {
    prefer: Prefer,
    lenient: bool,
    /// A Binary's own bytes.
    raw: bool,
}

impl Wants {
    fn of(parts: &Parts, ask: &Ask) -> Result<Self, Refusal> {
        let is_binary = matches!(
            ask,
            Ask::Read { resource_type: "Binary", .. } | Ask::Version { resource_type: "Binary", .. }
        );
        let query = parts.uri.query().unwrap_or_default();
        let format = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "_format");
        let mut raw = is_binary && !names_json(&parts.headers);
        match format {
            Some((_, format)) if format.contains("json") => raw = false,
            Some(_) => return Err(not_acceptable()),
            None if is_binary => {}
            None => acceptable(&parts.headers)?,
        }
        let lenient =
            preferences(&parts.headers).any(|(name, value)| name == "handling" && value == "lenient");
        Ok(Self { prefer: prefer(&parts.headers).unwrap_or(Prefer::Representation), lenient, raw })
    }
}

fn not_acceptable() -> Refusal {
    Refusal::new(StatusCode::NOT_ACCEPTABLE, "not-supported", "only JSON is spoken here")
}

fn accepted(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let values = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(|one| one.split(';').next().unwrap_or_default().trim())
}

fn names_json(headers: &HeaderMap) -> bool {
    accepted(headers).any(|one| one.ends_with("json"))
}

/// Refuses a client that takes no JSON.
fn acceptable(headers: &HeaderMap) -> Result<(), Refusal> {
    let takes = |one: &str| one.is_empty() || one.ends_with("json") || matches!(one, "*/*" | "application/*");
    let says_nothing = accepted(headers).next().is_none();
    if says_nothing || accepted(headers).any(takes) { Ok(()) } else { Err(not_acceptable()) }
}

fn preferences(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let values = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split([',', ';'])).filter_map(|one| one.trim().split_once('='))
}

fn prefer(headers: &HeaderMap) -> Option<Prefer> {
    preferences(headers).filter(|(name, _)| *name == "return").find_map(|(_, value)| {
        match value.trim_matches('"') {
            "minimal" => Some(Prefer::Minimal),
            "representation" => Some(Prefer::Representation),
            "OperationOutcome" => Some(Prefer::Outcome),
            _ => None,
        }
    })
}

/// Whether the client already has a version.
fn is_known(headers: &HeaderMap, version: &Version) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(tags) = text(header::IF_NONE_MATCH) {
        return tags.trim() == "*" || versions(tags).contains(&version.number.to_string());
    }
    text(header::IF_MODIFIED_SINCE)
        .and_then(|since| chrono::DateTime::parse_from_rfc2822(since).ok())
        .is_some_and(|since| version.updated.timestamp() <= since.timestamp())
}

/// The body, within the limit.
async fn bytes(body: Body, limit: usize) -> Result<Bytes, Refusal> {
    to_bytes(body, limit).await.map_err(|error| {
        let mut cause = std::error::Error::source(&error);
        while let Some(inner) = cause {
            if inner.is::<http_body_util::LengthLimitError>() {
                return Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "too-long", "the body is too large");
            }
            cause = inner.source();
        }
        Refusal::invalid("the body did not arrive whole")
    })
}

/// The resource in a body.
pub(super) async fn document(headers: &HeaderMap, body: Body, limit: usize) -> Result<Resource, Refusal> {
    let kind = headers.get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap_or_default());
    let essence = kind.map(|kind| kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
    if essence.is_some_and(|kind| {
        !matches!(
            kind.as_str(),
            "application/fhir+json" | "application/json" | "text/json" | "application/json+fhir"
        )
    }) {
        let what = "a resource comes as application/fhir+json";
        return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-supported", what));
    }
    let bytes = bytes(body, limit).await?;
    if bytes.len() < LARGE {
        return parse(&bytes);
    }
    let parsed = tokio::task::spawn_blocking(move || parse(&bytes)).await;
    parsed.unwrap_or_else(|_| {
        Err(Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "exception", "the server failed"))
    })
}

fn parse(bytes: &[u8]) -> Result<Resource, Refusal> {
    let text = std::str::from_utf8(bytes).map_err(|_| Refusal::invalid("the body is not UTF-8"))?;
    Ok(Resource::parse(text)?)
}

/// The parameters of a search by POST.
async fn form(parts: &Parts, body: Body, limit: usize) -> Result<Pairs, Refusal> {
    let kind =
        parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let bytes = bytes(body, limit).await?;
    if !bytes.is_empty() && !kind.starts_with("application/x-www-form-urlencoded") {
        let what = "the parameters of a search come as application/x-www-form-urlencoded";
        return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-supported", what));
    }
    Ok(form_urlencoded::parse(&bytes).into_owned().collect())
}
