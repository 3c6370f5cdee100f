//! The patient page at `/` and the care console at `/console/`: files that a build put on disk.

use std::path::{Path, PathBuf};

use axum::{
    Router,
    extract::Request,
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use tower::ServiceExt as _;
use tower_http::services::{ServeDir, ServeFile};

/// The pages below a directory with `patient` and `console` in it.
///
/// A path without a file name in it is a place inside a page and gets the page itself; a missing file is missing.
pub(super) fn routes(web: &Path, origin: &str) -> Router {
    let policy = policy(origin);
    let headers = middleware::from_fn(move |request: Request, next: Next| {
        let policy = policy.clone();
        async move { with_headers(request, next, policy).await }
    });
    let (patient, console) = (web.join("patient"), web.join("console"));
    Router::new()
        .route("/console", get(|| async { Redirect::permanent("/console/") }))
        .nest_service("/console/", page(console))
        .fallback_service(page(patient))
        .layer(headers)
}

/// What has to be there before the pages can be served.
pub fn missing(web: &Path) -> Option<PathBuf> {
    ["patient/index.html", "console/index.html"]
        .into_iter()
        .map(|name| web.join(name))
        .find(|path| !path.is_file())
}

fn page(directory: PathBuf) -> Router {
    Router::new().fallback(move |request: Request| {
        let directory = directory.clone();
        async move {
            // What lies below the interfaces and was not found there is no page.
            if ["/fhir/", "/oauth/"].iter().any(|interface| request.uri().path().starts_with(interface)) {
                return StatusCode::NOT_FOUND.into_response();
            }
            let last = request.uri().path().rsplit('/').next().unwrap_or_default();
            let files = ServeDir::new(&directory).precompressed_gzip();
            let served = if last.contains('.') {
                files.oneshot(request).await.map(IntoResponse::into_response)
            } else {
                let index = ServeFile::new(directory.join("index.html")).precompressed_gzip();
                files.fallback(index).oneshot(request).await.map(IntoResponse::into_response)
            };
            served.unwrap_or_else(|never| match never {})
        }
    })
}

/// What a page may load and where it may talk to. WebAssembly needs its own word; inline styles are those of the
/// control library, which cannot run code.
fn policy(origin: &str) -> HeaderValue {
    let text = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
         img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self' {origin}; \
         worker-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    );
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

async fn with_headers(request: Request, next: Next, policy: HeaderValue) -> Response {
    // A build puts a hash in the name of everything below assets/, so that it never changes.
    let lasting = request.uri().path().contains("/assets/");
    let mut response = next.run(request).await;
    let cache = if lasting && response.status() == StatusCode::OK {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    headers.insert(
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(self), microphone=(), geolocation=(), payment=()"),
    );
    headers.insert(
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    );
    response
}
