//! The invitation: asks the hospital for the grant, and reads its answer.

use crux_core::Command;
use crux_http::protocol::{HttpHeader, HttpRequest, HttpResult};
use kangban_sync::Response;
use serde::Deserialize;

use super::{Activating, Grant, LockStep};
use crate::{
    effects::Cmd,
    event::Step,
    format,
    sync::response,
    text::{Lang, t},
};

/// The grant type by which a Kangban hospital takes an invitation.
const GRANT_TYPE: &str = "https://kangban.example/oauth/grant/invitation";
/// This app at the hospital.
pub(crate) const CLIENT_ID: &str = "kangban-patient";

/// What the hospital answers when it grants something.
#[derive(Deserialize)]
pub(crate) struct TokenAnswer {
    pub(crate) access_token: String,
    #[serde(default)]
    pub(crate) refresh_token: Option<String>,
    #[serde(default)]
    pub(crate) patient: Option<String>,
}

#[derive(Deserialize)]
struct Refusal {
    #[serde(default)]
    kangban_reason: String,
}

/// Where OAuth lives: beside the FHIR base.
pub(crate) fn token_url(base_url: &str) -> String {
    format!("{}/oauth/token", base_url.strip_suffix("/fhir").unwrap_or(base_url))
}

/// A form, posted.
pub(crate) fn post_form(url: String, fields: &[(&str, &str)]) -> HttpRequest {
    let encoded: Vec<String> =
        fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    let header = |name: &str, value: &str| HttpHeader { name: name.to_owned(), value: value.to_owned() };
    HttpRequest {
        method: "POST".to_owned(),
        url,
        headers: vec![
            header("content-type", "application/x-www-form-urlencoded"),
            header("accept", "application/json"),
        ],
        body: encoded.join("&").into_bytes(),
    }
}

fn encode(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing into a String never fails.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Sends the code that was typed, or says what is missing.
pub(crate) fn submit(activating: &mut Activating, base_url: &str, lang: Lang) -> Cmd {
    if activating.busy {
        return Command::done();
    }
    let code = activating.code.trim();
    if code.is_empty() {
        activating.error = t!(lang, "code-missing");
        return Command::done();
    }
    activating.error.clear();
    activating.busy = true;
    let fields = [
        ("grant_type", GRANT_TYPE),
        ("client_id", CLIENT_ID),
        ("code", code),
        ("device", activating.device.as_str()),
    ];
    let request = post_form(token_url(base_url), &fields);
    Command::request_from_shell(request).then_send(|result| Step::Lock(LockStep::Granted(result)).into())
}

/// Reads the hospital's answer: the grant, or a sentence.
pub(crate) fn granted(result: HttpResult, lang: Lang) -> Result<Grant, String> {
    let Ok(response) = response(result) else { return Err(t!(lang, "code-unreachable")) };
    match response.status {
        200 => {
            let answer: TokenAnswer = json(&response).ok_or_else(|| t!(lang, "code-nonsense"))?;
            match (answer.patient, answer.refresh_token) {
                (Some(patient), Some(refresh)) => Ok(Grant { patient, access: answer.access_token, refresh }),
                _ => Err(t!(lang, "code-nonsense")),
            }
        }
        429 => {
            let wait = format::wait(lang, response.retry_after_ms().unwrap_or(60_000));
            Err(t!(lang, "code-too-many", wait = wait))
        }
        400..=499 => Err(match json::<Refusal>(&response) {
            Some(refusal) if refusal.kangban_reason == "expired" => t!(lang, "code-expired"),
            Some(refusal) if refusal.kangban_reason == "used" => t!(lang, "code-used"),
            Some(refusal) if refusal.kangban_reason == "unknown" => t!(lang, "code-wrong"),
            Some(_) => t!(lang, "code-hospital-trouble"),
            None => t!(lang, "code-nonsense"),
        }),
        500..=599 => Err(t!(lang, "code-hospital-trouble")),
        _ => Err(t!(lang, "code-nonsense")),
    }
}

pub(crate) fn json<'a, T: Deserialize<'a>>(response: &'a Response) -> Option<T> {
    serde_json::from_slice(&response.body).ok()
}
