//! `/oauth/authorize`: the sign-in page and what its forms lead to.

use axum::{
    extract::{Form, Query, State, rejection::FormRejection, rejection::QueryRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};

use super::{
    Audience, AuthError, Client, Scopes,
    grant::Grant,
    http::{Desk, Parameters, blocking, query_string, uncached},
    page::{self, SignInPage},
    scopes::Context,
    secrets,
    service::{CodeRequest, InvitationRefusal, PasswordRefusal},
    trail::SignIn,
    words::Language,
};
use crate::limits::ClientAddress;

const COOKIE: &str = "kangban_sign_in";

/// An authorization request that was found good, as it waits for the person.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Request {
    client: String,
    redirect_uri: String,
    scope: String,
    #[serde(default)]
    state: Option<String>,
    challenge: String,
    #[serde(default)]
    nonce: Option<String>,
}

impl Request {
    /// Where the browser goes with an answer.
    fn back(&self, issuer: &str, answer: &[(&str, &str)]) -> String {
        let state = self.state.as_deref().map(|state| ("state", state));
        back(&self.redirect_uri, answer.iter().copied().chain(state).chain([("iss", issuer)]))
    }
}

fn back<'a>(redirect_uri: &str, pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let join = if redirect_uri.contains('?') { '&' } else { '?' };
    format!("{redirect_uri}{join}{}", query_string(pairs))
}

fn see_other(to: &str) -> Response {
    match header::HeaderValue::from_str(to) {
        Ok(to) => uncached((StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

/// `GET /oauth/authorize`
pub(crate) async fn open(
    State(desk): State<Desk>,
    headers: HeaderMap,
    query: Result<Query<Vec<(String, String)>>, QueryRejection>,
) -> Response {
    let accepted =
        headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let Some(fields) = query.ok().and_then(|Query(pairs)| Parameters::new(pairs)) else {
        let language = Language::preferred(accepted);
        return page::trouble(StatusCode::BAD_REQUEST, language, language.words().unknown_app);
    };
    let language = Language::preferred(fields.get("ui_locales").unwrap_or(accepted));
    // Until the app and its address are known, nobody may be sent anywhere.
    let known = fields.get("client_id").and_then(|id| desk.auth.client(id));
    let (Some(client), Some(redirect_uri)) = (known, fields.get("redirect_uri")) else {
        return page::trouble(StatusCode::BAD_REQUEST, language, language.words().unknown_app);
    };
    if !client.may_redirect_to(redirect_uri) {
        return page::trouble(StatusCode::BAD_REQUEST, language, language.words().unknown_app);
    }
    let request = match read(&desk, client, redirect_uri, &fields) {
        Ok(request) => request,
        Err((error, description)) => {
            let state = fields.get("state").map(|state| ("state", state));
            let answer = [("error", error), ("error_description", description), ("iss", desk.auth.base())];
            return see_other(&back(redirect_uri, answer.into_iter().chain(state)));
        }
    };
    match open_page(&desk, client, &request, &fields, &headers, language).await {
        Ok(response) => response,
        Err(error) => {
            tracing::error!(%error, "the sign-in page could not be opened");
            page::trouble(StatusCode::INTERNAL_SERVER_ERROR, language, language.words().broken)
        }
    }
}

/// Reads the rest of a request of a known app, or says what to tell it.
fn read(
    desk: &Desk,
    client: &Client,
    redirect_uri: &str,
    fields: &Parameters,
) -> Result<Request, (&'static str, &'static str)> {
    if fields.get("response_type") != Some("code") {
        return Err(("unsupported_response_type", "only response_type=code is supported"));
    }
    let challenge = fields.get("code_challenge").filter(|challenge| {
        challenge.len() == 43
            && challenge.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    });
    let (Some(challenge), Some("S256")) = (challenge, fields.get("code_challenge_method")) else {
        return Err(("invalid_request", "PKCE with S256 is required"));
    };
    // Without a right audience an app could be tricked into sending a token to another server (SMART, `aud`). Our
    // own pages know only us.
    let for_us = fields.get("aud").map_or(!client.ask, |aud| aud.trim_end_matches('/') == desk.auth.base());
    if !for_us {
        return Err(("invalid_request", "aud must be this server's FHIR base URL"));
    }
    let scope = desk.auth.scopes_for(&client.id, fields.get("scope").unwrap_or_default());
    if Scopes::parse(&scope).is_empty() {
        return Err(("invalid_scope", "nothing of this scope can be granted"));
    }
    Ok(Request {
        client: client.id.clone(),
        redirect_uri: redirect_uri.to_owned(),
        scope,
        state: fields.get("state").map(str::to_owned),
        challenge: challenge.to_owned(),
        nonce: fields.get("nonce").map(str::to_owned),
    })
}

async fn open_page(
    desk: &Desk,
    client: &Client,
    request: &Request,
    fields: &Parameters,
    headers: &HeaderMap,
    language: Language,
) -> Result<Response, AuthError> {
    let browser = match cookie(headers) {
        Some(known) => known,
        None => secrets::random_token()?,
    };
    let (auth, text, owner) = (desk.auth.clone(), serde_json::to_string(request)?, browser.clone());
    let id = blocking(move || auth.open_page(&text, &owner)).await?;
    let other = language.words().other_lang;
    let shown = Shown { problem: String::new(), problem_at: "", username: "" };
    let other_language = format!("/oauth/authorize?{}", fields.with("ui_locales", other));
    let mut response = show(desk, client, request, &id, language, StatusCode::OK, other_language, &shown);
    let secure = if desk.auth.origin().starts_with("https:") { "; Secure" } else { "" };
    let cookie = format!("{COOKIE}={browser}; Path=/oauth; HttpOnly; SameSite=Lax; Max-Age=1800{secure}");
    if let Ok(cookie) = header::HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// What a second showing of the page adds.
struct Shown<'a> {
    problem: String,
    problem_at: &'static str,
    username: &'a str,
}

#[expect(clippy::too_many_arguments, reason = "one call site for each showing of one page")]
fn show(
    desk: &Desk,
    client: &Client,
    request: &Request,
    id: &str,
    language: Language,
    status: StatusCode,
    other_language: String,
    shown: &Shown<'_>,
) -> Response {
    let words = language.words();
    let patients = client.audience == Audience::Patient;
    let page = SignInPage {
        words,
        to_app: words.to_app(language.of(&client.name)),
        page: id,
        other_language,
        problem: shown.problem.clone(),
        problem_at: shown.problem_at,
        asks: client.ask,
        may: words.may(client, &request.scope),
        offers_code: patients,
        offers_password_first: !patients || shown.problem_at == "password",
        username: shown.username,
        submit: if client.ask { words.sign_in_and_allow } else { words.sign_in },
        cancel: request.back(desk.auth.base(), &[("error", "access_denied")]),
    };
    page::render(status, &page, Some(&origin_of(&request.redirect_uri)))
}

/// The origin of a redirect URI as a source in a content security policy.
fn origin_of(uri: &str) -> String {
    match uri.split_once("://") {
        Some((scheme @ ("http" | "https"), rest)) => {
            format!("{scheme}://{}", rest.split(['/', '?']).next().unwrap_or_default())
        }
        Some((scheme, _)) => format!("{scheme}:"),
        None => String::new(),
    }
}

/// Our cookie, when it has the form of one that we gave.
fn cookie(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, value)| {
            *name == COOKIE
                && value.len() == 43
                && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        })
        .map(|(_, value)| value.to_owned())
}

/// `POST /oauth/authorize`: one of the page's forms.
pub(crate) async fn submit(
    State(desk): State<Desk>,
    from: ClientAddress,
    headers: HeaderMap,
    form: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Response {
    let Some(fields) = form.ok().and_then(|Form(pairs)| Parameters::new(pairs)) else {
        let language = Language::Chinese;
        return page::trouble(StatusCode::BAD_REQUEST, language, language.words().page_over);
    };
    let language = Language::preferred(fields.get("lang").unwrap_or_default());
    match answer(&desk, from, &headers, &fields, language).await {
        Ok(response) => response,
        Err(error) => {
            tracing::error!(%error, "a sign-in failed");
            page::trouble(StatusCode::INTERNAL_SERVER_ERROR, language, language.words().broken)
        }
    }
}

/// What a form brought.
enum Judged {
    In { fhir_user: String, display: String },
    Out { at: &'static str, problem: String, wait_s: Option<u64> },
}

async fn answer(
    desk: &Desk,
    from: ClientAddress,
    headers: &HeaderMap,
    fields: &Parameters,
    language: Language,
) -> Result<Response, AuthError> {
    let words = language.words();
    let over = || page::trouble(StatusCode::BAD_REQUEST, language, words.page_over);
    // A form sent from elsewhere has not this browser's cookie, and says so in its headers.
    let foreign = headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin");
    let (Some(id), Some(browser), false) = (fields.get("page"), cookie(headers), foreign) else {
        return Ok(over());
    };
    let (auth, page_id, owner) = (desk.auth.clone(), id.to_owned(), browser.clone());
    let Some(text) = blocking(move || auth.page(&page_id, &owner)).await? else { return Ok(over()) };
    let request: Request = serde_json::from_str(&text)?;
    let Some(client) = desk.auth.client(&request.client) else { return Ok(over()) };

    let how = if fields.get("how") == Some("invitation") { "invitation" } else { "password" };
    let judged = if how == "invitation" && client.audience == Audience::Patient {
        let (auth, code) = (desk.auth.clone(), fields.get("code").unwrap_or_default().to_owned());
        let outcome = blocking(move || auth.sign_in_with_invitation(&code, &browser, from.0)).await?;
        match outcome {
            Ok((fhir_user, display)) => Judged::In { fhir_user, display },
            Err(refusal) => {
                let (problem, wait_s) = match refusal {
                    InvitationRefusal::Unknown => (words.code_unknown.to_owned(), None),
                    InvitationRefusal::Expired => (words.code_expired.to_owned(), None),
                    InvitationRefusal::Used => (words.code_used.to_owned(), None),
                    InvitationRefusal::TooManyAttempts { wait_s } => (words.wait(wait_s), Some(wait_s)),
                };
                Judged::Out { at: "code", problem, wait_s }
            }
        }
    } else {
        let (auth, audience) = (desk.auth.clone(), client.audience);
        let username = fields.get("username").unwrap_or_default().to_owned();
        let password = fields.get("password").unwrap_or_default().to_owned();
        let outcome = blocking(move || auth.check_password(&username, &password, audience, from.0)).await?;
        match outcome {
            Ok((fhir_user, display)) => Judged::In { fhir_user, display },
            Err(refusal) => {
                let (problem, wait_s) = match refusal {
                    PasswordRefusal::Wrong => (words.wrong_password.to_owned(), None),
                    PasswordRefusal::NotForThisApp if audience == Audience::Clinician => {
                        (words.not_for_patients.to_owned(), None)
                    }
                    PasswordRefusal::NotForThisApp => (words.not_for_clinicians.to_owned(), None),
                    PasswordRefusal::TooManyAttempts { wait_s } => (words.wait(wait_s), Some(wait_s)),
                };
                Judged::Out { at: "password", problem, wait_s }
            }
        }
    };
    let mut event = SignIn {
        who: None,
        display: None,
        client: request.client.clone(),
        how,
        from: from.0,
        success: false,
    };
    match judged {
        Judged::Out { at, problem, wait_s } => {
            // A failure that cannot be recorded is still a failure; the trail says itself that it is in trouble.
            let _ = desk.trail.sign_in(event).await;
            let status =
                if wait_s.is_some() { StatusCode::TOO_MANY_REQUESTS } else { StatusCode::UNAUTHORIZED };
            let username = fields.get("username").unwrap_or_default();
            let shown = Shown { problem, problem_at: at, username };
            let mut response = show(desk, client, &request, id, language, status, String::new(), &shown);
            if let Some(wait_s) = wait_s {
                response.headers_mut().insert(header::RETRY_AFTER, wait_s.into());
            }
            Ok(response)
        }
        Judged::In { fhir_user, display } => {
            event.who = Some(fhir_user.clone());
            event.display = Some(display.clone());
            event.success = true;
            desk.trail.sign_in(event).await.map_err(|_| AuthError::Trail)?;
            finish(desk, &request, id, fhir_user, display).await
        }
    }
}

/// Sends the browser back to its app with a code.
async fn finish(
    desk: &Desk,
    request: &Request,
    id: &str,
    fhir_user: String,
    display: String,
) -> Result<Response, AuthError> {
    let patient = fhir_user.strip_prefix("Patient/").map(str::to_owned);
    // A scope is granted to a role: a patient has no `user/` rights, a clinician no patient in context.
    let is_patient = patient.is_some();
    let scope = Scopes::parse(&request.scope)
        .filtered(|word, context| match context {
            Some(Context::Patient) => is_patient,
            Some(Context::User) => !is_patient,
            None => is_patient || word != "launch/patient",
        })
        .to_string();
    let grant = Grant {
        client: request.client.clone(),
        fhir_user,
        display,
        scope,
        patient,
        nonce: request.nonce.clone(),
    };
    let code_request = CodeRequest {
        redirect_uri: request.redirect_uri.clone(),
        challenge: request.challenge.clone(),
        grant,
    };
    let (auth, page_id) = (desk.auth.clone(), id.to_owned());
    let code = blocking(move || auth.issue_code(&page_id, &code_request)).await?;
    Ok(see_other(&request.back(desk.auth.base(), &[("code", &code)])))
}
