//! The authority through its HTTP face.

mod authorization_code;
mod invitations;
mod refresh;

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use chrono::DateTime;
use serde_json::Value;
use tower::ServiceExt as _;

use super::{
    Audience, Auth, AuthSettings, Bilingual, Client, FailureLimit, Lifetimes, SignIn, Trail, TrailError,
    TrailFuture, http::query_string, routes,
};
use crate::{clock::Clock, limits::ClientAddress};

pub(super) const ORIGIN: &str = "http://127.0.0.1:8787";
pub(super) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(super) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub(super) const BACK: &str = "http://127.0.0.1:9/cb";

/// Remembers what it is told, or refuses.
#[derive(Default)]
pub(super) struct Memory {
    pub(super) events: Mutex<Vec<SignIn>>,
    pub(super) broken: std::sync::atomic::AtomicBool,
}

impl Trail for Memory {
    fn sign_in(&self, event: SignIn) -> TrailFuture<'_> {
        self.events.lock().expect("no panic").push(event);
        let broken = self.broken.load(Ordering::Relaxed);
        Box::pin(async move { if broken { Err(TrailError) } else { Ok(()) } })
    }
}

/// An authority with a clock that the test moves.
pub(super) struct House {
    pub(super) auth: Auth,
    pub(super) trail: Arc<Memory>,
    pub(super) now_ms: Arc<AtomicI64>,
    router: Router,
    pub(super) directory: tempfile::TempDir,
}

pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) text: String,
}

impl Answer {
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.text).expect("the answer is JSON")
    }

    pub(super) fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map(|value| value.to_str().expect("text")).unwrap_or_default()
    }

    pub(super) fn field(&self, name: &str) -> String {
        self.json()[name].as_str().unwrap_or_else(|| panic!("{name} is in {}", self.text)).to_owned()
    }

    /// A parameter of the address to which the browser is sent.
    pub(super) fn sent_back(&self, name: &str) -> Option<String> {
        let (_, query) = self.header(header::LOCATION).split_once('?')?;
        query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.to_owned())
    }

    /// The hidden field that names the open page.
    pub(super) fn page(&self) -> String {
        let (_, after) = self.text.split_once("name=\"page\" value=\"").expect("a form");
        after.split('"').next().expect("a value").to_owned()
    }

    pub(super) fn cookie(&self) -> String {
        self.header(header::SET_COOKIE).split(';').next().expect("a cookie").to_owned()
    }
}

impl House {
    pub(super) fn new() -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let now_ms = Arc::new(AtomicI64::new(1_764_000_000_000));
        let (auth, trail, router) = open(&directory, &now_ms);
        auth.put_account("dr.wang", "right password", "Practitioner/dr-wang", "Wang Jianguo")
            .expect("an account");
        auth.put_account("li.xiuying", "her password", "Patient/li", "Li Xiuying").expect("an account");
        Self { auth, trail, now_ms, router, directory }
    }

    /// The same data directory after the process was ended and started again.
    pub(super) fn restarted(self) -> Self {
        let Self { now_ms, directory, .. } = self;
        let (auth, trail, router) = open(&directory, &now_ms);
        Self { auth, trail, now_ms, router, directory }
    }

    pub(super) fn advance(&self, seconds: i64) {
        self.now_ms.fetch_add(seconds * 1000, Ordering::Relaxed);
    }

    pub(super) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 1 << 20).await.expect("a body");
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8(bytes.to_vec()).expect("text"),
        }
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).expect("a request")).await
    }

    pub(super) async fn form(&self, path: &str, cookie: Option<&str>, fields: &[(&str, &str)]) -> Answer {
        let mut request =
            Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let body = query_string(fields.iter().copied());
        self.send(request.body(Body::from(body)).expect("a request")).await
    }

    pub(super) async fn token(&self, fields: &[(&str, &str)]) -> Answer {
        self.form("/oauth/token", None, fields).await
    }

    pub(super) async fn invitation_from(&self, code: &str, device: &str, from: u8) -> Answer {
        let fields = [
            ("grant_type", super::INVITATION_GRANT),
            ("client_id", "kangban-patient"),
            ("code", code),
            ("device", device),
        ];
        let mut request = Request::post("/oauth/token")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(query_string(fields.into_iter())))
            .expect("a request");
        request.extensions_mut().insert(ClientAddress(IpAddr::V4(Ipv4Addr::new(10, 0, 0, from))));
        self.send(request).await
    }

    pub(super) async fn invitation(&self, code: &str, device: &str) -> Answer {
        self.invitation_from(code, device, 1).await
    }

    pub(super) async fn refresh(&self, client: &str, refresh: &str) -> Answer {
        self.token(&[("grant_type", "refresh_token"), ("client_id", client), ("refresh_token", refresh)])
            .await
    }

    /// Opens the page, with some parameters replaced (an empty value leaves one out).
    pub(super) async fn authorize(&self, changes: &[(&str, &str)]) -> Answer {
        let base = format!("{ORIGIN}/fhir");
        let mut fields = vec![
            ("response_type", "code"),
            ("client_id", "third-party"),
            ("redirect_uri", BACK),
            ("scope", "openid fhirUser launch/patient offline_access patient/*.rs"),
            ("state", "s t&te"),
            ("aud", base.as_str()),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        for change in changes {
            fields.retain(|(name, _)| name != &change.0);
            if !change.1.is_empty() {
                fields.push(*change);
            }
        }
        self.get(&format!("/oauth/authorize?{}", query_string(fields.into_iter()))).await
    }

    pub(super) async fn password(&self, page: &Answer, username: &str, password: &str) -> Answer {
        let id = page.page();
        let fields = [
            ("page", id.as_str()),
            ("how", "password"),
            ("lang", "en"),
            ("username", username),
            ("password", password),
        ];
        self.form("/oauth/authorize", Some(&page.cookie()), &fields).await
    }

    pub(super) async fn code_for_tokens(&self, code: &str, changes: &[(&str, &str)]) -> Answer {
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("client_id", "third-party"),
            ("redirect_uri", BACK),
            ("code", code),
            ("code_verifier", VERIFIER),
        ];
        for change in changes {
            fields.retain(|(name, _)| name != &change.0);
            fields.push(*change);
        }
        self.token(&fields).await
    }

    /// Signs the patient in at the third-party app.
    pub(super) async fn signed_in(&self) -> Answer {
        let page = self.authorize(&[]).await;
        let back = self.password(&page, "li.xiuying", "her password").await;
        let code = back.sent_back("code").expect("a code");
        self.code_for_tokens(&code, &[]).await
    }
}

fn open(directory: &tempfile::TempDir, now_ms: &Arc<AtomicI64>) -> (Auth, Arc<Memory>, Router) {
    let clock = Arc::clone(now_ms);
    let settings = AuthSettings {
        data: directory.path().to_owned(),
        origin: ORIGIN.to_owned(),
        clients: vec![Client {
            id: "third-party".to_owned(),
            name: Bilingual { zh: "体重图".to_owned(), en: "Weight <chart>".to_owned() },
            audience: Audience::Patient,
            redirect_uris: vec!["http://127.0.0.1/cb".to_owned()],
            scopes: "openid fhirUser launch/patient offline_access patient/*.rs".to_owned(),
            ask: true,
        }],
        lifetimes: Lifetimes::default(),
        sign_in_failures: FailureLimit { failures: 3, seconds: 600 },
    };
    let clock = Clock::from_fn(move || {
        DateTime::from_timestamp_millis(clock.load(Ordering::Relaxed)).expect("a time in range")
    });
    let auth = Auth::open(settings, clock).expect("the authority opens");
    let trail = Arc::new(Memory::default());
    let router = routes(auth.clone(), trail.clone());
    (auth, trail, router)
}
