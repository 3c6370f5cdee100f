//! A clinician: signs in as a browser would, and works through FHIR.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use kangban_fhir::terms;
use reqwest::{
    Method, StatusCode,
    blocking::{Client, Response},
    header::{ACCEPT, COOKIE, LOCATION, SET_COOKIE},
    redirect,
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::{Outcome, Trouble, until};

/// A clinician who is signed in.
#[derive(Debug)]
pub struct Doctor {
    http: Client,
    origin: String,
    access: String,
    /// The FHIR user, as in `Practitioner/dr-wang`.
    pub user: String,
}

impl Doctor {
    /// Signs in at the hospital's own page: authorization code with PKCE, as the care console does it.
    ///
    /// # Errors
    /// When the hospital does not let them in.
    pub fn sign_in(origin: &str, login: &(String, String)) -> Outcome<Self> {
        ciphers();
        let http =
            Client::builder().redirect(redirect::Policy::none()).timeout(Duration::from_secs(40)).build()?;
        let verifier = random()?;
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
        let state = random()?;
        let redirect_uri = format!("{origin}/console/");
        let page = http
            .get(format!("{origin}/oauth/authorize"))
            .query(&[
                ("response_type", "code"),
                ("client_id", "kangban-console"),
                ("redirect_uri", &redirect_uri),
                ("scope", "openid fhirUser online_access user/*.cruds"),
                ("state", &state),
                ("aud", &format!("{origin}/fhir")),
                ("code_challenge", &challenge),
                ("code_challenge_method", "S256"),
            ])
            .send()?;
        let cookie = header(&page, SET_COOKIE).split(';').next().unwrap_or_default().to_owned();
        let html = good(page)?.text()?;
        let form = between(&html, "name=\"page\" value=\"", "\"")
            .ok_or_else(|| Trouble::new("the sign-in page has no form"))?;
        let answer = http
            .post(format!("{origin}/oauth/authorize"))
            .header(COOKIE, cookie)
            .form(&[("page", form), ("how", "password"), ("username", &login.0), ("password", &login.1)])
            .send()?;
        if answer.status() != StatusCode::SEE_OTHER {
            return Err(Trouble::new(format!("the sign-in was answered with {}", answer.status())));
        }
        let back = header(&answer, LOCATION);
        if between(&format!("{back}&"), "state=", "&") != Some(state.as_str()) {
            return Err(Trouble::new("the sign-in came back with another state"));
        }
        let whole = format!("{back}&");
        let code =
            between(&whole, "code=", "&").ok_or_else(|| Trouble::new("the sign-in brought no code"))?;
        let tokens: Value = good(
            http.post(format!("{origin}/oauth/token"))
                .form(&[
                    ("grant_type", "authorization_code"),
                    ("client_id", "kangban-console"),
                    ("code", code),
                    ("redirect_uri", &redirect_uri),
                    ("code_verifier", &verifier),
                ])
                .send()?,
        )?
        .json()?;
        let field = |name: &str| tokens[name].as_str().map(str::to_owned).unwrap_or_default();
        Ok(Self { http, origin: origin.to_owned(), access: field("access_token"), user: field("fhirUser") })
    }

    /// The access token, for a load that is not sent through here.
    pub fn token(&self) -> &str {
        &self.access
    }

    fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Outcome<Response> {
        let mut request = self
            .http
            .request(method, format!("{}/fhir/{path}", self.origin))
            .bearer_auth(&self.access)
            .header(ACCEPT, "application/fhir+json");
        if let Some(body) = body {
            request = request.json(body);
        }
        Ok(request.send()?)
    }

    /// Reads JSON at a path below the FHIR base.
    ///
    /// # Errors
    /// When the hospital refuses.
    pub fn get(&self, path: &str) -> Outcome<Value> {
        Ok(good(self.send(Method::GET, path, None)?)?.json()?)
    }

    /// Reads a Binary's own bytes: media type and content.
    ///
    /// # Errors
    /// When the hospital refuses.
    pub fn file(&self, path: &str) -> Outcome<(String, Vec<u8>)> {
        let answer = self
            .http
            .get(format!("{}/fhir/{path}", self.origin))
            .bearer_auth(&self.access)
            .header(ACCEPT, "*/*")
            .send()?;
        let answer = good(answer)?;
        let mime = header(&answer, reqwest::header::CONTENT_TYPE);
        Ok((mime, answer.bytes()?.to_vec()))
    }

    /// Every resource of a search, page after page.
    ///
    /// # Errors
    /// When the hospital refuses.
    pub fn search(&self, query: &str) -> Outcome<Vec<Value>> {
        let mut found = Vec::new();
        let mut next = Some(query.to_owned());
        while let Some(path) = next {
            let page = self.get(&path)?;
            found.extend(entries(&page));
            next = page["link"].as_array().into_iter().flatten().find_map(|link| {
                let url = (link["relation"] == "next").then(|| link["url"].as_str())??;
                url.split_once("/fhir/").map(|(_, path)| path.to_owned())
            });
        }
        Ok(found)
    }

    /// What the console's inbox follows: alerts and messages that changed after `cursor`, and the new cursor. Waits
    /// up to `wait_s` for the first.
    ///
    /// # Errors
    /// When the hospital refuses.
    pub fn inbox(&self, cursor: &str, wait_s: u32) -> Outcome<(Vec<Value>, String)> {
        let page = self.get(&format!("$changes?feed=inbox&after={cursor}&_count=200&wait={wait_s}"))?;
        let cursor = page["identifier"]["value"].as_str().unwrap_or(cursor).to_owned();
        Ok((entries(&page), cursor))
    }

    /// The open alerts about a patient, from the inbox.
    ///
    /// # Errors
    /// When the hospital refuses.
    pub fn open_alerts(&self, patient: &str) -> Outcome<Vec<Value>> {
        let about = format!("Patient/{patient}");
        let alerts = self.alerts(patient)?;
        Ok(alerts
            .into_iter()
            .filter(|task| task["for"]["reference"] == about.as_str() && task["status"] == "requested")
            .collect())
    }

    /// All alerts about a patient, open and closed.
    ///
    /// # Errors
    /// When the hospital refuses.
    pub fn alerts(&self, patient: &str) -> Outcome<Vec<Value>> {
        let tasks = self.search(&format!("Task?patient={patient}&code={}|alert&_count=100", terms::TASK))?;
        Ok(tasks.into_iter().filter(|task| task["resourceType"] == "Task").collect())
    }

    /// Waits for the patient's alert: the inbox wakes the console up, it is not polled.
    ///
    /// # Errors
    /// When none comes.
    pub fn wait_for_alert(&self, patient: &str, is_it: impl Fn(&Value) -> bool) -> Outcome<Value> {
        let about = format!("Patient/{patient}");
        let mut cursor = String::new();
        let mut wait_s = 0;
        until("an alert in the inbox", Duration::from_secs(30), || {
            let (changed, next) = self.inbox(&cursor, wait_s)?;
            (cursor, wait_s) = (next, 10);
            Ok(changed.into_iter().rev().find(|one| {
                one["resourceType"] == "Task" && one["for"]["reference"] == about.as_str() && is_it(one)
            }))
        })
    }

    /// Calls an operation with its parameters: name, kind of value, value.
    ///
    /// # Errors
    /// When the hospital refuses.
    pub fn operation(&self, path: &str, parameters: &[(&str, &str, Value)]) -> Outcome<Value> {
        let list: Vec<Value> =
            parameters.iter().map(|(name, kind, value)| json!({"name": name, *kind: value})).collect();
        let body = json!({"resourceType": "Parameters", "parameter": list});
        Ok(good(self.send(Method::POST, path, Some(&body))?)?.json()?)
    }

    /// Writes a reply to the patient about an alert.
    ///
    /// # Errors
    /// When the hospital refuses.
    pub fn reply(&self, patient: &str, about: &str, text: &str, sent: &str) -> Outcome<Value> {
        let message = json!({
            "resourceType": "Communication",
            "status": "completed",
            "subject": {"reference": format!("Patient/{patient}")},
            "sender": {"reference": self.user},
            "recipient": [{"reference": format!("Patient/{patient}")}],
            "about": [{"reference": about}],
            "sent": sent,
            "payload": [{"contentString": text}],
        });
        let answer = self.send(Method::POST, "Communication", Some(&message))?;
        Ok(good(answer)?.json()?)
    }

    /// The status that a read is answered with.
    ///
    /// # Errors
    /// When there is no answer at all.
    pub fn status(&self, path: &str) -> Outcome<(u16, Value)> {
        let answer = self.send(Method::GET, path, None)?;
        Ok((answer.status().as_u16(), answer.json().unwrap_or(Value::Null)))
    }
}

/// Says which implementation of TLS's ciphers reqwest is to use; this workspace builds it without one of its own.
pub fn ciphers() {
    // Told already is told.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// The resources of a Bundle's entries.
fn entries(bundle: &Value) -> Vec<Value> {
    bundle["entry"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.get("resource").cloned())
        .collect()
}

fn good(answer: Response) -> Outcome<Response> {
    let status = answer.status();
    if status.is_success() {
        return Ok(answer);
    }
    let path = answer.url().path().to_owned();
    let words = answer.text().unwrap_or_default();
    Err(Trouble::new(format!("{path} was answered with {status}: {words}")))
}

fn header(answer: &Response, name: reqwest::header::HeaderName) -> String {
    answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(found, _)| found)
}

/// 256 random bits as text.
fn random() -> Outcome<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| Trouble::new(error.to_string()))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}
