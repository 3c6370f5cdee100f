use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};

use super::{BACK, CHALLENGE, House, ORIGIN};
use crate::auth::{Context, Permission, Role};

#[tokio::test]
async fn a_patient_signs_in_at_a_third_party_app_and_the_app_learns_which_patient() {
    let house = House::new();
    let page = house.authorize(&[]).await;
    assert_eq!(page.status, StatusCode::OK);
    let back = house.password(&page, "li.xiuying", "her password").await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    assert!(back.header(header::LOCATION).starts_with(&format!("{BACK}?")));
    assert_eq!(back.sent_back("state").as_deref(), Some("s%20t%26te"));

    let tokens = house.code_for_tokens(&back.sent_back("code").expect("a code"), &[]).await;
    assert_eq!(tokens.status, StatusCode::OK);
    assert_eq!(tokens.header(header::CACHE_CONTROL), "no-store");
    assert_eq!(tokens.field("patient"), "li");
    assert_eq!(tokens.field("token_type"), "Bearer");
    let caller = house.auth.caller(&tokens.field("access_token")).expect("the token is good");
    assert_eq!(caller.role, Role::Patient("li".to_owned()));
    assert!(caller.scopes.allow(Context::Patient, "Observation", Permission::Read));
    assert!(!caller.scopes.allow(Context::Patient, "Observation", Permission::Create));
    let event = house.trail.events.lock().expect("no panic").pop().expect("an event");
    assert!(event.success);
    assert_eq!(event.who.as_deref(), Some("Patient/li"));
}

#[tokio::test]
async fn the_id_token_verifies_with_the_published_key_and_names_the_user() {
    let house = House::new();
    let page = house.authorize(&[("nonce", "n-1")]).await;
    let back = house.password(&page, "li.xiuying", "her password").await;
    let tokens = house.code_for_tokens(&back.sent_back("code").expect("a code"), &[]).await;

    let jwks = house.get("/oauth/jwks").await.json();
    let jwk: jsonwebtoken::jwk::Jwk = serde_json::from_value(jwks["keys"][0].clone()).expect("a JWK");
    let key = jsonwebtoken::DecodingKey::from_jwk(&jwk).expect("a key");
    let mut validation = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::ES256);
    validation.set_audience(&["third-party"]);
    validation.validate_exp = false;
    let id: serde_json::Value =
        jsonwebtoken::decode(tokens.field("id_token"), &key, &validation).expect("it verifies").claims;
    assert_eq!(id["fhirUser"], format!("{ORIGIN}/fhir/Patient/li"));
    assert_eq!(id["iss"], format!("{ORIGIN}/fhir"));
    assert_eq!(id["nonce"], "n-1");
}

#[tokio::test]
async fn a_code_needs_its_verifier_its_client_and_its_address_and_works_once() {
    let house = House::new();
    let page = house.authorize(&[]).await;
    let back = house.password(&page, "li.xiuying", "her password").await;
    let code = back.sent_back("code").expect("a code");
    for wrong in [
        ("code_verifier", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
        ("client_id", "kangban-console"),
        ("redirect_uri", "http://127.0.0.1:10/cb"),
    ] {
        let refused = house.code_for_tokens(&code, &[wrong]).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{wrong:?}");
        assert_eq!(refused.field("error"), "invalid_grant");
    }
    let first = house.code_for_tokens(&code, &[]).await;
    assert_eq!(first.status, StatusCode::OK);
    assert_eq!(house.code_for_tokens(&code, &[]).await.field("error"), "invalid_grant");
    // A code that comes twice was stolen by one of the two: nobody keeps its tokens.
    assert!(house.auth.caller(&first.field("access_token")).is_none());
    let refused = house.refresh("third-party", &first.field("refresh_token")).await;
    assert_eq!(refused.field("error"), "invalid_grant");
}

#[tokio::test]
async fn a_code_is_good_for_two_minutes() {
    let house = House::new();
    let page = house.authorize(&[]).await;
    let back = house.password(&page, "li.xiuying", "her password").await;
    house.advance(121);
    let refused = house.code_for_tokens(&back.sent_back("code").expect("a code"), &[]).await;
    assert_eq!(refused.field("error"), "invalid_grant");
}

#[tokio::test]
async fn nobody_is_sent_to_an_address_that_is_not_registered() {
    let house = House::new();
    for wrong in [
        ("redirect_uri", "https://evil.example/cb"),
        ("redirect_uri", "http://127.0.0.1:9/other"),
        ("client_id", "nobody"),
        ("redirect_uri", ""),
    ] {
        let refused = house.authorize(&[wrong]).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{wrong:?}");
        assert_eq!(refused.header(header::LOCATION), "");
        assert!(refused.text.contains("没有登录"));
    }
}

#[tokio::test]
async fn a_request_without_pkce_or_for_another_server_goes_back_as_an_error() {
    let house = House::new();
    for (wrong, error) in [
        (("code_challenge", ""), "invalid_request"),
        (("code_challenge_method", "plain"), "invalid_request"),
        (("aud", "https://other.example/fhir"), "invalid_request"),
        (("aud", ""), "invalid_request"),
        (("response_type", "token"), "unsupported_response_type"),
        (("scope", "system/*.cruds"), "invalid_scope"),
    ] {
        let back = house.authorize(&[wrong]).await;
        assert_eq!(back.status, StatusCode::SEE_OTHER, "{wrong:?}");
        assert_eq!(back.sent_back("error").as_deref(), Some(error), "{wrong:?}");
        assert_eq!(back.sent_back("state").as_deref(), Some("s%20t%26te"));
    }
}

#[tokio::test]
async fn a_form_from_another_browser_or_another_site_signs_nobody_in() {
    let house = House::new();
    let page = house.authorize(&[]).await;
    let id = page.page();
    let fields = [
        ("page", id.as_str()),
        ("how", "password"),
        ("username", "li.xiuying"),
        ("password", "her password"),
    ];
    assert_eq!(house.form("/oauth/authorize", None, &fields).await.status, StatusCode::BAD_REQUEST);
    let other = house.authorize(&[]).await.cookie();
    assert_eq!(house.form("/oauth/authorize", Some(&other), &fields).await.status, StatusCode::BAD_REQUEST);
    let foreign = Request::post("/oauth/authorize")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::COOKIE, page.cookie())
        .header("sec-fetch-site", "cross-site")
        .body(Body::from(super::query_string(fields.into_iter())))
        .expect("a request");
    assert_eq!(house.send(foreign).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(
        house.form("/oauth/authorize", Some(&page.cookie()), &fields).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn the_page_has_a_strict_policy_and_no_script_and_says_what_the_app_may_do() {
    let house = House::new();
    let page = house.authorize(&[("ui_locales", "en")]).await;
    let policy = page.header(header::CONTENT_SECURITY_POLICY);
    assert!(
        policy.contains("default-src 'none'") && policy.contains("form-action 'self' http://127.0.0.1:9;"),
        "{policy}"
    );
    assert!(policy.contains("frame-ancestors 'none'"));
    assert!(!page.text.contains("<script") && !page.text.contains(" onclick"));
    assert!(page.text.contains("Weight &#60;chart&#62;"), "the app's name is escaped");
    assert!(page.text.contains("see your records at the hospital"));
    assert!(!page.text.contains("add records in your name"));
    assert!(page.text.contains("lang=\"en\"") && page.text.contains("中文"));
    assert!(page.header(header::SET_COOKIE).contains("HttpOnly; SameSite=Lax"));
    let chinese = house.authorize(&[]).await;
    assert!(chinese.text.contains("lang=\"zh-CN\"") && chinese.text.contains("查看您在医院的记录"));
}

#[tokio::test]
async fn a_clinician_signs_in_at_the_console_and_a_patient_does_not() {
    let house = House::new();
    let redirect = format!("{ORIGIN}/console/");
    let console = [
        ("client_id", "kangban-console"),
        ("redirect_uri", redirect.as_str()),
        ("scope", "openid fhirUser launch/patient user/*.cruds patient/*.rs"),
    ];
    let page = house.authorize(&console).await;
    assert!(!page.text.contains("name=\"code\""), "the console has no invitation codes");
    let refused = house.password(&page, "li.xiuying", "her password").await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    assert!(refused.text.contains("for the care team"));

    let back = house.password(&page, "DR.WANG ", "right password").await;
    let code = back.sent_back("code").expect("a code");
    let tokens =
        house.code_for_tokens(&code, &[("client_id", "kangban-console"), ("redirect_uri", &redirect)]).await;
    assert_eq!(tokens.field("scope"), "openid fhirUser user/*.cruds");
    assert!(tokens.json().get("patient").is_none());
    let caller = house.auth.caller(&tokens.field("access_token")).expect("good");
    assert_eq!(caller.role, Role::Clinician("dr-wang".to_owned()));
    assert!(tokens.json()["refresh_token"].is_string(), "the console stays signed in over a working day");
}

#[tokio::test]
async fn guessing_a_password_is_slowed_down_and_the_right_one_waits_too() {
    let house = House::new();
    let page = house.authorize(&[]).await;
    for _ in 0..3 {
        assert_eq!(house.password(&page, "li.xiuying", "wrong").await.status, StatusCode::UNAUTHORIZED);
    }
    let slowed = house.password(&page, "li.xiuying", "her password").await;
    assert_eq!(slowed.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(slowed.header(header::RETRY_AFTER), "600");
    assert!(slowed.text.contains("10 minutes"));
    house.advance(601);
    assert_eq!(house.password(&page, "li.xiuying", "her password").await.status, StatusCode::SEE_OTHER);
    let events = house.trail.events.lock().expect("no panic");
    assert_eq!(events.iter().filter(|event| !event.success).count(), 4);
}

#[tokio::test]
async fn who_cannot_be_put_on_the_trail_is_not_let_in() {
    let house = House::new();
    house.trail.broken.store(true, std::sync::atomic::Ordering::Relaxed);
    let page = house.authorize(&[]).await;
    let refused = house.password(&page, "li.xiuying", "her password").await;
    assert_eq!(refused.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(refused.header(header::LOCATION), "");
}

#[tokio::test]
async fn discovery_names_the_endpoints_and_only_s256() {
    let house = House::new();
    let found = house.get("/fhir/.well-known/smart-configuration").await.json();
    assert_eq!(found["authorization_endpoint"], format!("{ORIGIN}/oauth/authorize"));
    assert_eq!(found["token_endpoint"], format!("{ORIGIN}/oauth/token"));
    assert_eq!(found["code_challenge_methods_supported"], serde_json::json!(["S256"]));
    assert!(found["capabilities"].as_array().expect("a list").contains(&"launch-standalone".into()));
}

#[tokio::test]
async fn the_token_endpoint_refuses_what_it_does_not_understand() {
    let house = House::new();
    for (fields, error) in [
        (vec![("client_id", "third-party")], "invalid_request"),
        (vec![("grant_type", "refresh_token")], "invalid_request"),
        (vec![("grant_type", "password"), ("client_id", "third-party")], "unsupported_grant_type"),
        (vec![("grant_type", "refresh_token"), ("client_id", "nobody")], "invalid_client"),
        (vec![("grant_type", "a"), ("grant_type", "b"), ("client_id", "third-party")], "invalid_request"),
        (
            vec![("grant_type", crate::auth::INVITATION_GRANT), ("client_id", "third-party")],
            "unauthorized_client",
        ),
    ] {
        assert_eq!(house.token(&fields).await.field("error"), error, "{fields:?}");
    }
    let json = Request::post("/oauth/token")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from("{}"))
        .expect("a request");
    assert_eq!(house.send(json).await.field("error"), "invalid_request");
    assert_eq!(CHALLENGE.len(), 43);
}
