//! The FHIR face as a client sees it: requests in, answers out, with the real store and the real sign-in behind.

mod access;
mod bundles;
mod feeds;
mod forms;
mod reading;
mod searching;
mod trail;
mod writing;

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use chrono::DateTime;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::{
    auth::{Auth, AuthSettings, CONSOLE, FailureLimit, Lifetimes, PATIENT_APP},
    clock::Clock,
    config::Config,
    server::{self, Hospital},
    store::SqliteStore,
};

pub(crate) const ORIGIN: &str = "http://127.0.0.1:8787";
pub(crate) const BASE: &str = "http://127.0.0.1:8787/fhir";

/// A hospital with a router, a clock that a test moves, and two patients.
pub(crate) struct House {
    pub(crate) hospital: Arc<Hospital>,
    pub(crate) router: Router,
    pub(crate) now_ms: Arc<AtomicI64>,
    _directory: tempfile::TempDir,
}

/// Who sends a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum As {
    /// Patient `a`, from our own page.
    A,
    /// Patient `b`.
    B,
    /// Patient `a` from an app that may only read observations.
    App,
    /// A doctor.
    Doctor,
    /// Somebody without a token.
    Nobody,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("JSON with {}", self.status))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().expect("text")).unwrap_or_default()
    }

    /// The ids of the resources in a Bundle, in order.
    pub(crate) fn ids(&self) -> Vec<String> {
        let json = self.json();
        let entries = json["entry"].as_array().cloned().unwrap_or_default();
        entries.iter().map(|entry| entry["resource"]["id"].as_str().unwrap_or_default().to_owned()).collect()
    }

    pub(crate) fn link(&self, relation: &str) -> Option<String> {
        let json = self.json();
        let link = json["link"].as_array()?.iter().find(|link| link["relation"] == relation)?.clone();
        link["url"].as_str().map(str::to_owned)
    }

    /// Checks that the answer is an error as FHIR tells it.
    pub(crate) fn refused(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{}", String::from_utf8_lossy(&self.bytes));
        let json = self.json();
        assert_eq!(json["resourceType"], "OperationOutcome", "{json}");
        assert!(json["issue"][0]["diagnostics"].is_string(), "{json}");
        self
    }

    pub(crate) fn fine(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", String::from_utf8_lossy(&self.bytes));
        self
    }
}

impl House {
    pub(crate) fn new() -> Self {
        Self::with(&Config::default())
    }

    pub(crate) fn with(config: &Config) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let now_ms = Arc::new(AtomicI64::new(1_795_593_600_000));
        let now = Arc::clone(&now_ms);
        let clock = Clock::from_fn(move || {
            DateTime::from_timestamp_millis(now.fetch_add(1, Ordering::Relaxed)).expect("in range")
        });
        let store = SqliteStore::open(directory.path(), clock.clone()).expect("the store opens");
        let settings = AuthSettings {
            data: directory.path().to_owned(),
            origin: ORIGIN.to_owned(),
            clients: Vec::new(),
            lifetimes: Lifetimes::default(),
            sign_in_failures: FailureLimit { failures: 5, seconds: 600 },
        };
        let auth = Auth::open(settings, clock).expect("the authority opens");
        let hospital = Hospital::new(store, auth, config);
        let router = server::router(&hospital, config, Router::new(), None);
        Self { hospital, router, now_ms, _directory: directory }
    }

    /// With the two patients.
    pub(crate) async fn open() -> Self {
        let house = Self::new();
        for id in ["a", "b"] {
            let patient = json!({"resourceType": "Patient", "id": id, "name": [{"text": id}]});
            house.put(As::Doctor, &patient).await.fine(201);
        }
        house
    }

    pub(crate) fn token(&self, who: As) -> Option<String> {
        let (client, user, scope) = match who {
            As::A => (PATIENT_APP, "Patient/a", "patient/*.cruds"),
            As::B => (PATIENT_APP, "Patient/b", "patient/*.cruds"),
            As::App => ("an-app", "Patient/a", "patient/Observation.rs"),
            As::Doctor => (CONSOLE, "Practitioner/d", "user/*.cruds"),
            As::Nobody => return None,
        };
        Some(self.hospital.auth.token_for(client, user, scope))
    }

    pub(crate) async fn raw(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 64 << 20).await.expect("a body").to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    /// A request with headers. The path is below `/fhir`.
    pub(crate) async fn send(
        &self,
        who: As,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Body,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("/fhir{path}"));
        if let Some(token) = self.token(who) {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.raw(request.body(body).expect("a request")).await
    }

    pub(crate) async fn get(&self, who: As, path: &str) -> Answer {
        self.send(who, "GET", path, &[], Body::empty()).await
    }

    pub(crate) async fn write(
        &self,
        who: As,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        resource: &Value,
    ) -> Answer {
        let mut all = vec![("content-type", "application/fhir+json")];
        all.extend(headers);
        self.send(who, method, path, &all, Body::from(resource.to_string())).await
    }

    /// PUT under the resource's own id.
    pub(crate) async fn put(&self, who: As, resource: &Value) -> Answer {
        self.put_if(who, resource, &[]).await
    }

    pub(crate) async fn put_if(&self, who: As, resource: &Value, headers: &[(&str, &str)]) -> Answer {
        let path = format!("/{}/{}", text(resource, "resourceType"), text(resource, "id"));
        self.write(who, "PUT", &path, headers, resource).await
    }

    pub(crate) async fn post(&self, who: As, resource: &Value) -> Answer {
        self.write(who, "POST", &format!("/{}", text(resource, "resourceType")), &[], resource).await
    }

    /// A batch or transaction.
    pub(crate) async fn bundle(&self, who: As, kind: &str, entries: Value) -> Answer {
        let mut bundle = json!({"resourceType": "Bundle", "type": kind});
        bundle["entry"] = entries;
        self.write(who, "POST", "", &[], &bundle).await
    }
}

fn text<'a>(resource: &'a Value, name: &str) -> &'a str {
    resource[name].as_str().expect("text")
}

/// A temperature of a patient.
pub(crate) fn observation(id: &str, patient: &str, value: &str) -> Value {
    let value: Value = serde_json::from_str(value).expect("a number");
    json!({
        "resourceType": "Observation", "id": id, "status": "final",
        "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category",
            "code": "vital-signs"}]}],
        "code": {"coding": [{"system": "http://loinc.org", "code": "8310-5"}]},
        "subject": {"reference": format!("Patient/{patient}")},
        "effectiveDateTime": "2026-11-24T08:00:00+08:00",
        "valueQuantity": {"value": value, "unit": "°C", "system": "http://unitsofmeasure.org", "code": "Cel"},
    })
}

/// An entry of a batch or transaction.
pub(crate) fn entry(method: &str, url: &str, resource: Value) -> Value {
    let mut entry = json!({"request": {"method": method, "url": url}});
    if !resource.is_null() {
        entry["resource"] = resource;
    }
    entry
}
