//! The server: what the hospital is made of while it runs, and its one router.

mod layers;
mod outcome;
mod pages;
#[cfg(test)]
mod tests;

use std::{future::Future, io, net::SocketAddr, path::Path, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::DefaultBodyLimit,
    http::{HeaderName, HeaderValue, Method, StatusCode, header, request},
    middleware::{from_fn, from_fn_with_state},
    response::Response,
};
use tokio::{net::TcpListener, sync::watch};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    cors::{AllowOrigin, CorsLayer},
    decompression::RequestDecompressionLayer,
};

pub(crate) use outcome::{FHIR_JSON, outcome};
pub use pages::missing as missing_pages;

use crate::{
    auth::{self, Auth, Caller},
    clock::Clock,
    config::Config,
    limits::RateLimit,
    rest::{self, Desk, Refusal, audit},
    store::{Reader, SqliteStore},
};

/// The hospital while it runs: what every handler and worker shares.
pub struct Hospital {
    /// The records.
    pub store: SqliteStore,
    /// Who may sign in, and who is calling.
    pub auth: Auth,
    /// The hospital's clock.
    pub clock: Clock,
    /// The zone that its days are counted in.
    pub zone: chrono_tz::Tz,
    pub(crate) looks: audit::Looks,
    pub(crate) body_bytes: usize,
    closing: watch::Sender<bool>,
}

impl Hospital {
    /// A hospital on a store, with its authority.
    pub fn new(store: SqliteStore, auth: Auth, config: &Config) -> Arc<Self> {
        let clock = store.clock().clone();
        let (closing, _) = watch::channel(false);
        Arc::new(Self {
            store,
            auth,
            clock,
            zone: config.zone.0,
            looks: audit::Looks::default(),
            body_bytes: config.limits.body_bytes,
            closing,
        })
    }

    /// Turns true when the hospital closes: long polls and workers end then.
    pub fn closing(&self) -> watch::Receiver<bool> {
        self.closing.subscribe()
    }

    /// Begins to close.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Runs a read on a consistent view.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn Reader) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        self.store.read(work).await
    }

    /// Runs a write for a caller in one transaction: all that the desk did, the jobs that follow and the trail are on
    /// disk when this returns `Ok`, none of it otherwise.
    pub async fn write<T: Send + 'static>(
        &self,
        caller: &Caller,
        work: impl FnOnce(&mut Desk<'_>) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let (caller, now) = (caller.clone(), self.clock.now());
        let done = self.store.write(move |writer| {
            let mut desk = Desk::new(writer, &caller, now);
            let done = work(&mut desk)?;
            desk.finish()?;
            Ok(done)
        });
        done.await
    }
}

/// Everything that the hospital answers: FHIR below `/fhir`, sign-in below `/oauth`, the pages below `web` for the
/// rest. `operations` are routes with full paths, as in `/fhir/Task/{id}/$seen`.
pub fn router(
    hospital: &Arc<Hospital>,
    config: &Config,
    operations: Router<Arc<Hospital>>,
    web: Option<&Path>,
) -> Router {
    let gate = Arc::new(layers::Gate {
        auth: hospital.auth.clone(),
        clock: hospital.clock.clone(),
        by_caller: RateLimit::new(config.limits.caller),
        by_address: RateLimit::new(config.limits.address),
        request_time: Duration::from_secs(config.limits.request_seconds),
        address_header: config
            .client_address_header
            .as_deref()
            .and_then(|name| name.parse::<HeaderName>().ok()),
        https: hospital.auth.base().starts_with("https://"),
        closing: hospital.closing(),
    });
    let trail = Arc::new(audit::StoreTrail(hospital.store.clone()));
    let fhir = rest::routes().merge(operations).with_state(Arc::clone(hospital));
    let router = fhir.merge(auth::routes(hospital.auth.clone(), trail));
    let origin = hospital.auth.base().trim_end_matches("/fhir");
    let router = match web {
        Some(web) => router.merge(pages::routes(web, origin)),
        None => router.fallback(|| async { StatusCode::NOT_FOUND }),
    };
    // The last layer is the outermost.
    router
        .layer(DefaultBodyLimit::max(config.limits.body_bytes))
        .layer(RequestDecompressionLayer::new())
        .layer(from_fn_with_state(Arc::clone(&gate), layers::caller))
        .layer(from_fn(layers::plain_errors))
        .layer(from_fn_with_state(Arc::clone(&gate), layers::time))
        .layer(from_fn_with_state(Arc::clone(&gate), layers::address_rate))
        .layer(cors(hospital, config))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(Arc::clone(&gate), layers::headers))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| panicked()))
        .layer(from_fn(layers::log))
        .layer(from_fn_with_state(gate, layers::address))
}

fn panicked() -> Response<Body> {
    // What was panicked about may hold patient data, so it is not told.
    tracing::error!("a request panicked");
    outcome(StatusCode::INTERNAL_SERVER_ERROR, "exception", "the server failed")
}

/// Which pages of other origins may call: those of registered and configured apps. What describes the server is open
/// to all.
fn cors(hospital: &Hospital, config: &Config) -> CorsLayer {
    let mut origins = hospital.auth.app_origins();
    origins.extend(config.cors_origins.iter().cloned());
    let allowed = move |origin: &HeaderValue, request: &request::Parts| {
        let path = request.uri.path();
        let open =
            path == "/fhir/metadata" || path.starts_with("/fhir/.well-known/") || path == "/oauth/jwks";
        open || origin.to_str().is_ok_and(|origin| origins.iter().any(|known| matches(known, origin)))
    };
    let exposed =
        ["etag", "location", "content-location", "last-modified", "retry-after", "www-authenticate"];
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(allowed))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::CONTENT_ENCODING,
            header::ACCEPT,
            header::IF_MATCH,
            header::IF_NONE_MATCH,
            header::IF_MODIFIED_SINCE,
            header::CACHE_CONTROL,
            HeaderName::from_static("if-none-exist"),
            HeaderName::from_static("prefer"),
            HeaderName::from_static("x-requested-with"),
            HeaderName::from_static("x-security-context"),
        ])
        .expose_headers(exposed.map(HeaderName::from_static))
        .max_age(Duration::from_hours(1))
}

/// Whether an origin is a known one. A native app listens on whatever port of the loopback is free (RFC 8252 §7.3).
fn matches(known: &str, origin: &str) -> bool {
    let any_port = |loopback: &str| {
        known == loopback && origin.strip_prefix(loopback).is_some_and(|rest| rest.starts_with(':'))
    };
    known == "*" || known == origin || any_port("http://127.0.0.1") || any_port("http://localhost")
}

/// How long requests that run when the hospital closes may still take.
const LAST_REQUESTS: Duration = Duration::from_secs(10);

/// Serves until `shutdown` is over, finishes what is running, and returns. The store is still open then.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    hospital: Arc<Hospital>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let mut closing = hospital.closing();
    let begin = {
        let hospital = Arc::clone(&hospital);
        async move {
            shutdown.await;
            hospital.close();
        }
    };
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(begin);
    let late = async move {
        // An error means that the hospital is gone, and with it what could be late.
        let _ = closing.wait_for(|closing| *closing).await;
        tokio::time::sleep(LAST_REQUESTS).await;
    };
    let outcome = tokio::select! {
        outcome = serving => outcome,
        () = late => {
            tracing::warn!("requests were still running when the server ended");
            Ok(())
        }
    };
    hospital.close();
    outcome
}
