//! What an app can find out before it signs anybody in.

use axum::{Json, extract::State};
use serde_json::{Value, json};

use super::{INVITATION_GRANT, http::Desk};

/// `GET /fhir/.well-known/smart-configuration`
pub(crate) async fn smart_configuration(State(desk): State<Desk>) -> Json<Value> {
    let (base, origin) = (desk.auth.base(), desk.auth.origin());
    Json(json!({
        "issuer": base,
        "jwks_uri": format!("{origin}/oauth/jwks"),
        "authorization_endpoint": format!("{origin}/oauth/authorize"),
        "token_endpoint": format!("{origin}/oauth/token"),
        "revocation_endpoint": format!("{origin}/oauth/revoke"),
        "grant_types_supported": ["authorization_code", "refresh_token", INVITATION_GRANT],
        "response_types_supported": ["code"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["none"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "subject_types_supported": ["public"],
        "ui_locales_supported": ["zh-CN", "en"],
        "scopes_supported": ["openid", "fhirUser", "launch/patient", "offline_access", "online_access",
            "patient/*.rs", "patient/*.cruds", "user/*.rs", "user/*.cruds"],
        "capabilities": ["launch-standalone", "client-public", "context-standalone-patient", "sso-openid-connect",
            "permission-patient", "permission-user", "permission-offline", "permission-online",
            "permission-v1", "permission-v2"],
    }))
}

/// `GET /oauth/jwks`
pub(crate) async fn jwks(State(desk): State<Desk>) -> Json<Value> {
    Json(desk.auth.tokens().key().jwks())
}
