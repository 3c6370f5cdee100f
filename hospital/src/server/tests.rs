//! What surrounds every request: origins, limits, compression, closing.

#[path = "../../tests/client/mod.rs"]
mod client;

use std::{io::Write as _, time::Duration};

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use serde_json::json;

use client::client;

use super::matches;
use crate::{
    config::{Config, Limits},
    limits::Rate,
    rest::tests::{As, House, observation},
};

fn limited(change: impl FnOnce(&mut Limits)) -> Config {
    let mut config = Config::default();
    change(&mut config.limits);
    config
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_refused_with_an_outcome() {
    let house = House::with(&limited(|limits| limits.body_bytes = 2000));
    let big = json!({"resourceType": "Basic", "id": "x", "text": "y".repeat(5000)});
    house.put(As::Doctor, &big).await.refused(413);
    // What grows beyond the limit only when it is unpacked is refused all the same.
    let packed = gzip(big.to_string().as_bytes());
    assert!(packed.len() < 2000);
    let headers = [("content-type", "application/fhir+json"), ("content-encoding", "gzip")];
    house.send(As::Doctor, "PUT", "/Basic/x", &headers, Body::from(packed)).await.refused(413);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(bytes).expect("packed");
    packer.finish().expect("packed")
}

#[tokio::test]
async fn bodies_are_packed_both_ways() {
    let house = House::open().await;
    let packed = gzip(observation("o", "a", "38.60").to_string().as_bytes());
    let headers = [("content-type", "application/fhir+json"), ("content-encoding", "gzip")];
    house.send(As::A, "PUT", "/Observation/o", &headers, Body::from(packed)).await.fine(201);
    let answer = house
        .send(As::A, "GET", "/Observation", &[("accept-encoding", "gzip")], Body::empty())
        .await
        .fine(200);
    assert_eq!(answer.header("content-encoding"), "gzip");
    assert_eq!(answer.bytes[..2], [0x1f, 0x8b]);
    let unknown = [("content-type", "application/fhir+json"), ("content-encoding", "rot13")];
    house.send(As::A, "PUT", "/Observation/o", &unknown, Body::from("x")).await.refused(415);
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_come_again() {
    let rate = Rate { per_second: 1, burst: 3 };
    let house = House::with(&limited(|limits| limits.caller = rate));
    for _ in 0..3 {
        house.get(As::A, "/Observation").await.fine(200);
    }
    let held = house.get(As::A, "/Observation").await;
    assert_eq!(held.refused(429).header("retry-after"), "1");
    house.get(As::B, "/Observation").await.fine(200);
    let house = House::with(&limited(|limits| limits.address = rate));
    for _ in 0..3 {
        house.get(As::Nobody, "/metadata").await.fine(200);
    }
    house.get(As::Nobody, "/metadata").await.refused(429);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_takes_too_long_is_ended() {
    let house = House::with(&limited(|limits| limits.request_seconds = 1));
    let late = house.get(As::A, "/$changes?feed=patient&wait=30").await;
    assert_eq!(late.refused(503).header("retry-after"), "5");
}

#[tokio::test]
async fn pages_of_known_origins_may_call_and_see_the_headers_they_need() {
    let config = Config { cors_origins: vec!["https://app.example".to_owned()], ..Config::default() };
    let house = House::with(&config);
    let preflight = async |origin: &str, path: &str| {
        let request = Request::builder()
            .method("OPTIONS")
            .uri(path)
            .header(header::ORIGIN, origin)
            .header(header::ACCESS_CONTROL_REQUEST_METHOD, "PUT")
            .header(header::ACCESS_CONTROL_REQUEST_HEADERS, "authorization,if-none-match")
            .body(Body::empty())
            .expect("a request");
        house.raw(request).await
    };
    let known = preflight("https://app.example", "/fhir/Observation/1").await.fine(200);
    assert_eq!(known.header("access-control-allow-origin"), "https://app.example");
    assert!(known.header("access-control-allow-methods").contains("PUT"));
    assert!(known.header("access-control-allow-headers").contains("if-none-match"));
    let strange = preflight("https://evil.example", "/fhir/Observation/1").await;
    assert_eq!(strange.header("access-control-allow-origin"), "");
    assert_eq!(
        preflight("https://evil.example", "/fhir/metadata").await.header("access-control-allow-origin"),
        "https://evil.example",
        "what describes the server is open to all"
    );
    let headers = [("origin", "https://app.example")];
    let answer = house.send(As::A, "GET", "/Observation", &headers, Body::empty()).await;
    assert!(answer.header("access-control-expose-headers").contains("etag"));
}

#[test]
fn a_native_app_may_listen_on_any_port_of_the_loopback() {
    assert!(matches("http://127.0.0.1", "http://127.0.0.1:4711"));
    assert!(!matches("http://127.0.0.1", "http://127.0.0.1.evil.example"));
    assert!(!matches("https://app.example", "https://app.example:4711"));
    assert!(matches("*", "https://any.example"));
}

#[tokio::test]
async fn every_answer_has_the_headers_that_protect_a_browser() {
    let house = House::open().await;
    for answer in [house.get(As::A, "/Observation").await, house.get(As::Nobody, "/Observation").await] {
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("x-frame-options"), "DENY");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_told_to_close_finishes_what_is_running_and_returns() {
    let house = House::open().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let shutdown = async move { stopped.await.unwrap_or(()) };
    let serving =
        tokio::spawn(super::serve(listener, house.router.clone(), house.hospital.clone(), shutdown));
    let token = house.token(As::A).expect("a token");
    let waiting = tokio::spawn(async move {
        let url = format!("http://{address}/fhir/$changes?feed=patient&after=p1&wait=50");
        client().get(url).bearer_auth(token).send().await
    });
    tokio::time::sleep(Duration::from_millis(200)).await;
    stop.send(()).expect("it listens");
    let answered = waiting.await.expect("no panic").expect("an answer");
    assert_eq!(answered.status().as_u16(), StatusCode::SERVICE_UNAVAILABLE.as_u16());
    let ended = tokio::time::timeout(Duration::from_secs(5), serving).await.expect("it ends in time");
    ended.expect("no panic").expect("no error");
    assert!(
        client().get(format!("http://{address}/fhir/metadata")).send().await.is_err(),
        "nobody listens any more"
    );
}

#[tokio::test]
async fn the_pages_are_served_and_never_in_place_of_something_that_is_missing() {
    let house = House::open().await;
    let web = tempfile::tempdir().expect("a directory");
    for page in ["patient", "console"] {
        let place = web.path().join(page);
        std::fs::create_dir_all(place.join("assets")).expect("a directory");
        std::fs::write(place.join("index.html"), page).expect("written");
        std::fs::write(place.join("assets/a-1.js"), "1").expect("written");
    }
    assert_eq!(super::missing_pages(web.path()), None);
    let router = super::router(&house.hospital, &Config::default(), axum::Router::new(), Some(web.path()));
    let get = async |path: &str| {
        let mut request = Request::get(path);
        if let Some(token) = house.token(As::Doctor).filter(|_| path.starts_with("/fhir")) {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request.body(Body::empty()).expect("a request");
        let response = tower::ServiceExt::oneshot(router.clone(), request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let text = axum::body::to_bytes(body, 1 << 20).await.expect("a body");
        (parts, String::from_utf8(text.to_vec()).expect("text"))
    };
    for (path, status, text) in [
        ("/", 200, "patient"),
        ("/today", 200, "patient"),
        ("/console/", 200, "console"),
        ("/console/patients/li", 200, "console"),
        ("/assets/a-1.js", 200, "1"),
        ("/assets/missing.js", 404, ""),
        ("/console/assets/missing.js", 404, ""),
        ("/oauth/nothing", 404, ""),
    ] {
        let (parts, body) = get(path).await;
        assert_eq!((parts.status.as_u16(), body.as_str()), (status, text), "{path}");
    }
    let (parts, _) = get("/").await;
    let policy = parts.headers[header::CONTENT_SECURITY_POLICY].to_str().expect("text");
    assert!(policy.contains("default-src 'none'") && !policy.contains("'unsafe-eval'"));
    assert_eq!(parts.headers[header::CACHE_CONTROL], "no-cache");
    assert!(
        get("/assets/a-1.js").await.0.headers[header::CACHE_CONTROL]
            .to_str()
            .expect("text")
            .contains("immutable")
    );
    let (parts, body) = get("/fhir/a/b/c/d/e").await;
    assert_eq!(parts.status.as_u16(), 404);
    assert!(body.contains("OperationOutcome"));
}
