//! `POST /oauth/token` and `POST /oauth/revoke`.

use axum::{
    Json,
    extract::{Form, State, rejection::FormRejection},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{
    AuthError, INVITATION_GRANT, PATIENT_APP,
    http::{Desk, Parameters, blocking, oauth_error, server_error, uncached},
    service::{InvitationRefusal, TokenSet},
    trail::SignIn,
};
use crate::limits::ClientAddress;

type Pairs = Result<Form<Vec<(String, String)>>, FormRejection>;

/// `POST /oauth/token`
pub(crate) async fn token(State(desk): State<Desk>, from: ClientAddress, form: Pairs) -> Response {
    let Some(fields) = fields(form) else { return invalid_request("a form with each field once is needed") };
    let client = fields.get("client_id").map(str::to_owned);
    if client.as_ref().is_some_and(|client| desk.auth.client(client).is_none()) {
        return oauth_error(StatusCode::UNAUTHORIZED, "invalid_client", "unknown client_id", Value::Null);
    }
    let grant_type = fields.get("grant_type");
    let Some(client) = client else {
        // A refresh token knows its client, and public apps may leave it out (RFC 6749, 6), as fhirclient does.
        return match (grant_type, fields.get("refresh_token")) {
            (Some("refresh_token"), Some(_)) => {
                refresh_token(&desk, &fields, None).await.unwrap_or_else(|error| server_error(&error))
            }
            _ => invalid_request("client_id is missing"),
        };
    };
    let outcome = match grant_type {
        Some("authorization_code") => authorization_code(&desk, &fields, client).await,
        Some("refresh_token") => refresh_token(&desk, &fields, Some(client)).await,
        Some(INVITATION_GRANT) if client == PATIENT_APP => invitation(&desk, &fields, from).await,
        Some(INVITATION_GRANT) => Ok(oauth_error(
            StatusCode::BAD_REQUEST,
            "unauthorized_client",
            "this client may not redeem invitations",
            Value::Null,
        )),
        Some(_) => Ok(oauth_error(
            StatusCode::BAD_REQUEST,
            "unsupported_grant_type",
            "this grant type is not known",
            Value::Null,
        )),
        None => Ok(invalid_request("grant_type is missing")),
    };
    outcome.unwrap_or_else(|error| server_error(&error))
}

async fn authorization_code(desk: &Desk, fields: &Parameters, client: String) -> Result<Response, AuthError> {
    let (Some(code), Some(redirect_uri), Some(verifier)) =
        (fields.get("code"), fields.get("redirect_uri"), fields.get("code_verifier"))
    else {
        return Ok(invalid_request("code, redirect_uri and code_verifier are needed"));
    };
    let (auth, code, redirect_uri, verifier) =
        (desk.auth.clone(), code.to_owned(), redirect_uri.to_owned(), verifier.to_owned());
    let set = blocking(move || auth.redeem_code(&code, &client, &redirect_uri, &verifier)).await?;
    Ok(set.map_or_else(|| invalid_grant("the code is not good", Value::Null), |set| granted(&set)))
}

async fn refresh_token(
    desk: &Desk,
    fields: &Parameters,
    client: Option<String>,
) -> Result<Response, AuthError> {
    let Some(refresh) = fields.get("refresh_token") else {
        return Ok(invalid_request("refresh_token is missing"));
    };
    let (auth, refresh, scope) =
        (desk.auth.clone(), refresh.to_owned(), fields.get("scope").map(str::to_owned));
    let set = blocking(move || auth.refresh(&refresh, client.as_deref(), scope.as_deref())).await?;
    Ok(set.map_or_else(|| invalid_grant("the refresh token is not good", Value::Null), |set| granted(&set)))
}

async fn invitation(desk: &Desk, fields: &Parameters, from: ClientAddress) -> Result<Response, AuthError> {
    let Some(code) = fields.get("code") else { return Ok(invalid_request("code is missing")) };
    let (auth, code) = (desk.auth.clone(), code.to_owned());
    let device = fields.get("device").map(str::to_owned);
    let scope = fields.get("scope").unwrap_or_default().to_owned();
    let outcome = blocking(move || auth.redeem_invitation(&code, device.as_deref(), &scope, from.0)).await?;
    let event = |set: Option<&TokenSet>| SignIn {
        who: set.map(|set| set.grant.fhir_user.clone()),
        display: set.map(|set| set.grant.display.clone()),
        client: PATIENT_APP.to_owned(),
        how: "invitation",
        from: from.0,
        success: set.is_some(),
    };
    if desk.trail.sign_in(event(outcome.as_ref().ok())).await.is_err() && outcome.is_ok() {
        // The code counts as used; the same device may ask again.
        return Err(AuthError::Trail);
    }
    Ok(match outcome {
        Ok(set) => granted(&set),
        Err(InvitationRefusal::Unknown) => {
            invalid_grant("there is no such invitation", json!({"kangban_reason": "unknown"}))
        }
        Err(InvitationRefusal::Expired) => {
            invalid_grant("the invitation has expired", json!({"kangban_reason": "expired"}))
        }
        Err(InvitationRefusal::Used) => {
            invalid_grant("the invitation was used already", json!({"kangban_reason": "used"}))
        }
        Err(InvitationRefusal::TooManyAttempts { wait_s }) => {
            let mut response = oauth_error(
                StatusCode::TOO_MANY_REQUESTS,
                "invalid_grant",
                "too many attempts; wait before the next",
                json!({"kangban_reason": "too_many_attempts"}),
            );
            response.headers_mut().insert(header::RETRY_AFTER, wait_s.into());
            response
        }
    })
}

/// `POST /oauth/revoke` (RFC 7009): a token that is not known is as good as revoked.
pub(crate) async fn revoke(State(desk): State<Desk>, form: Pairs) -> Response {
    let Some(fields) = fields(form) else { return invalid_request("a form with each field once is needed") };
    let Some(token) = fields.get("token").map(str::to_owned) else {
        return invalid_request("token is missing");
    };
    let auth = desk.auth.clone();
    match blocking(move || auth.revoke(&token)).await {
        Ok(_) => uncached(StatusCode::OK.into_response()),
        Err(error) => server_error(&error),
    }
}

fn fields(form: Pairs) -> Option<Parameters> {
    form.ok().and_then(|Form(pairs)| Parameters::new(pairs))
}

fn invalid_request(description: &str) -> Response {
    oauth_error(StatusCode::BAD_REQUEST, "invalid_request", description, Value::Null)
}

fn invalid_grant(description: &str, more: Value) -> Response {
    oauth_error(StatusCode::BAD_REQUEST, "invalid_grant", description, more)
}

fn granted(set: &TokenSet) -> Response {
    let mut body = json!({
        "access_token": set.access,
        "token_type": "Bearer",
        "expires_in": set.expires_in,
        "scope": set.scope,
    });
    if let Some(body) = body.as_object_mut() {
        for (name, value) in
            [("refresh_token", &set.refresh), ("id_token", &set.id), ("patient", &set.grant.patient)]
        {
            if let Some(value) = value {
                body.insert(name.to_owned(), json!(value));
            }
        }
        if set.grant.patient.is_some() {
            // A patient looking at their own chart knows whose it is.
            body.insert("need_patient_banner".to_owned(), json!(false));
        }
        body.insert("fhirUser".to_owned(), json!(set.grant.fhir_user));
    }
    uncached((StatusCode::OK, Json(body)).into_response())
}
