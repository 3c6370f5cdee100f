//! What every request passes: where it comes from, how often, how long, who it is, and one line in the log.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    extract::{ConnectInfo, MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};
use tokio::sync::watch;

use super::outcome::{later, outcome};
use crate::{
    auth::{Auth, Caller, Role},
    clock::Clock,
    limits::{ClientAddress, RateLimit},
};

/// What the layers need.
pub(super) struct Gate {
    pub(super) auth: Auth,
    pub(super) clock: Clock,
    pub(super) by_caller: RateLimit,
    pub(super) by_address: RateLimit,
    pub(super) request_time: Duration,
    pub(super) address_header: Option<HeaderName>,
    pub(super) https: bool,
    pub(super) closing: watch::Receiver<bool>,
}

/// Finds out where a request comes from.
pub(super) async fn address(State(gate): State<Arc<Gate>>, mut request: Request, next: Next) -> Response {
    let told = gate
        .address_header
        .as_ref()
        .and_then(|name| request.headers().get(name)?.to_str().ok()?.trim().parse::<IpAddr>().ok());
    let connected = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    if let Some(address) = told.or(connected) {
        request.extensions_mut().insert(ClientAddress(address));
    }
    next.run(request).await
}

/// Writes one line for each request. Ids and search values are patient data, so the line has the route's pattern
/// and never the path.
pub(super) async fn log(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "(page)".to_owned(), |path| path.as_str().to_owned());
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let who = response.extensions().get::<Caller>().map_or("nobody", |caller| match caller.role {
        Role::Patient(_) => "patient",
        Role::Clinician(_) => "clinician",
        Role::System => "hospital",
    });
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(%method, route, status, who, ms, "request");
    response
}

/// Headers that every answer has.
pub(super) async fn headers(State(gate): State<Arc<Gate>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(header::REFERRER_POLICY).or_insert(HeaderValue::from_static("no-referrer"));
    headers.entry(HeaderName::from_static("x-frame-options")).or_insert(HeaderValue::from_static("DENY"));
    if gate.https {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    response
}

/// Holds back an address that asks too often.
pub(super) async fn address_rate(
    State(gate): State<Arc<Gate>>,
    ClientAddress(from): ClientAddress,
    request: Request,
    next: Next,
) -> Response {
    match gate.by_address.take(&from.to_string(), gate.clock.now().timestamp_micros()) {
        Ok(()) => next.run(request).await,
        Err(seconds) => too_many(seconds),
    }
}

fn too_many(seconds: u64) -> Response {
    later(StatusCode::TOO_MANY_REQUESTS, "throttled", "too many requests; come again later", seconds)
}

/// Ends what takes too long, and long polls when the server is closing.
pub(super) async fn time(State(gate): State<Arc<Gate>>, request: Request, next: Next) -> Response {
    let waits = request.uri().path().ends_with("/$changes");
    let mut closing = gate.closing.clone();
    let closed = async move {
        if waits {
            // An error means that the server is gone already.
            let _ = closing.wait_for(|closing| *closing).await;
        } else {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        response = next.run(request) => response,
        () = tokio::time::sleep(gate.request_time) => {
            later(StatusCode::SERVICE_UNAVAILABLE, "timeout", "this took too long; come again later", 5)
        }
        () = closed => later(StatusCode::SERVICE_UNAVAILABLE, "transient", "the server is closing; come again", 1),
    }
}

/// Lets a FHIR request through with its [`Caller`], or answers 401. What describes the server is open to all.
pub(super) async fn caller(State(gate): State<Arc<Gate>>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let open = request.method() == Method::OPTIONS
        || path == "/fhir/metadata"
        || path.starts_with("/fhir/.well-known/");
    if open || !(path == "/fhir" || path.starts_with("/fhir/")) {
        return next.run(request).await;
    }
    let bearer = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = bearer.and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
    });
    let auth = gate.auth.clone();
    let caller = match token {
        None => return unauthorized("a bearer token is needed", "Bearer"),
        Some(token) => auth.caller(&token),
    };
    let Some(caller) = caller else {
        return unauthorized("the token is not good, or its time is over", "Bearer error=\"invalid_token\"");
    };
    let key = format!("{}@{}", caller.reference().unwrap_or_default(), caller.client);
    if let Err(seconds) = gate.by_caller.take(&key, gate.clock.now().timestamp_micros()) {
        return too_many(seconds);
    }
    request.extensions_mut().insert(caller.clone());
    let mut response = next.run(request).await;
    response.extensions_mut().insert(caller);
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

fn unauthorized(what: &str, challenge: &'static str) -> Response {
    let mut response = outcome(StatusCode::UNAUTHORIZED, "login", what);
    response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    response
}

/// Gives an error of the framework (no such route, body too large) the body that FHIR asks for.
pub(super) async fn plain_errors(request: Request, next: Next) -> Response {
    let fhir = request.uri().path().starts_with("/fhir");
    let response = next.run(request).await;
    let status = response.status();
    let json = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("json"));
    if !fhir || json || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let (code, what) = match status {
        StatusCode::PAYLOAD_TOO_LARGE => ("too-long", "the body is too large"),
        StatusCode::NOT_FOUND => ("not-found", "there is nothing here"),
        StatusCode::METHOD_NOT_ALLOWED => ("not-supported", "this method is not supported here"),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ("not-supported", "this media type is not supported"),
        _ if status.is_client_error() => ("invalid", "the request cannot be understood"),
        _ => ("exception", "the server failed"),
    };
    let mut told = outcome(status, code, what);
    for (name, value) in response.headers() {
        if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH {
            told.headers_mut().insert(name.clone(), value.clone());
        }
    }
    told
}
