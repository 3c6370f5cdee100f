use axum::http::StatusCode;

use super::House;

#[tokio::test]
async fn each_refresh_gives_a_new_token_and_a_lost_answer_locks_nobody_out() {
    let house = House::new();
    let first = house.signed_in().await.field("refresh_token");
    let lost = house.refresh("third-party", &first).await;
    assert_eq!(lost.status, StatusCode::OK);
    // The answer never arrived: the app only has the first token, and may use it again.
    let second = house.refresh("third-party", &first).await;
    assert_eq!(second.status, StatusCode::OK);
    assert_ne!(second.field("refresh_token"), lost.field("refresh_token"));
    let third = house.refresh("third-party", &second.field("refresh_token")).await;
    assert_eq!(third.status, StatusCode::OK);
    assert_eq!(third.field("patient"), "li");
}

#[tokio::test]
async fn a_replaced_token_whose_successor_was_used_ends_the_whole_family() {
    let house = House::new();
    let first = house.signed_in().await.field("refresh_token");
    let second = house.refresh("third-party", &first).await;
    let third = house.refresh("third-party", &second.field("refresh_token")).await;
    assert!(house.auth.caller(&third.field("access_token")).is_some());

    let stolen = house.refresh("third-party", &first).await;
    assert_eq!(stolen.status, StatusCode::BAD_REQUEST);
    assert_eq!(stolen.field("error"), "invalid_grant");
    assert!(house.auth.caller(&third.field("access_token")).is_none(), "access ends at once");
    assert_eq!(
        house.refresh("third-party", &third.field("refresh_token")).await.field("error"),
        "invalid_grant"
    );
    // It stays so when the process is started again.
    let house = house.restarted();
    assert!(house.auth.caller(&third.field("access_token")).is_none());
    assert_eq!(
        house.refresh("third-party", &third.field("refresh_token")).await.field("error"),
        "invalid_grant"
    );
}

#[tokio::test]
async fn of_two_answers_to_one_token_the_first_used_wins() {
    let house = House::new();
    let first = house.signed_in().await.field("refresh_token");
    let one = house.refresh("third-party", &first).await.field("refresh_token");
    let other = house.refresh("third-party", &first).await.field("refresh_token");
    assert_eq!(house.refresh("third-party", &one).await.status, StatusCode::OK);
    assert_eq!(house.refresh("third-party", &other).await.field("error"), "invalid_grant");
}

#[tokio::test]
async fn a_refresh_may_narrow_the_access_token_and_never_widen_it() {
    let house = House::new();
    let first = house.signed_in().await.field("refresh_token");
    let narrow = house
        .token(&[
            ("grant_type", "refresh_token"),
            ("client_id", "third-party"),
            ("refresh_token", &first),
            ("scope", "patient/Observation.rs user/*.cruds patient/*.cruds"),
        ])
        .await;
    assert_eq!(narrow.field("scope"), "patient/Observation.rs");
    let wide = house.refresh("third-party", &narrow.field("refresh_token")).await;
    assert!(wide.field("scope").contains("patient/*.rs"), "the sign-in itself keeps what it had");
}

#[tokio::test]
async fn a_refresh_token_belongs_to_its_client() {
    let house = House::new();
    let first = house.signed_in().await.field("refresh_token");
    assert_eq!(house.refresh("kangban-patient", &first).await.field("error"), "invalid_grant");
    assert_eq!(house.refresh("third-party", &first).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_access_token_ends_and_a_refresh_token_rests_for_months() {
    let house = House::new();
    let tokens = house.signed_in().await;
    let access = tokens.field("access_token");
    assert!(house.auth.caller(&access).is_some());
    house.advance(601);
    assert!(house.auth.caller(&access).is_none());
    house.advance(170 * 86_400);
    let again = house.refresh("third-party", &tokens.field("refresh_token")).await;
    assert_eq!(again.status, StatusCode::OK);
    house.advance(181 * 86_400);
    assert_eq!(
        house.refresh("third-party", &again.field("refresh_token")).await.field("error"),
        "invalid_grant"
    );
}

#[tokio::test]
async fn revoking_either_token_ends_both_at_once_and_an_unknown_token_is_no_error() {
    for which in ["access_token", "refresh_token"] {
        let house = House::new();
        let tokens = house.signed_in().await;
        let revoked = house.form("/oauth/revoke", None, &[("token", &tokens.field(which))]).await;
        assert_eq!(revoked.status, StatusCode::OK);
        assert!(house.auth.caller(&tokens.field("access_token")).is_none(), "{which}");
        let refused = house.refresh("third-party", &tokens.field("refresh_token")).await;
        assert_eq!(refused.field("error"), "invalid_grant", "{which}");
        assert_eq!(house.form("/oauth/revoke", None, &[("token", "x")]).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_token_that_was_changed_or_signed_by_another_key_speaks_for_nobody() {
    let house = House::new();
    let access = house.signed_in().await.field("access_token");
    let mut parts: Vec<String> = access.split('.').map(str::to_owned).collect();
    parts[1] = parts[1].chars().rev().collect();
    assert!(house.auth.caller(&parts.join(".")).is_none());
    let elsewhere = House::new();
    assert!(elsewhere.auth.caller(&access).is_none());
    assert!(house.auth.caller("").is_none());
    assert!(house.auth.caller(&access).is_some());
}

#[tokio::test]
async fn a_public_app_may_leave_its_id_out_when_it_refreshes() {
    let house = House::new();
    let first = house.signed_in().await.field("refresh_token");
    let fields = [("grant_type", "refresh_token"), ("refresh_token", first.as_str())];
    let second = house.token(&fields).await;
    assert_eq!(second.status, StatusCode::OK);
    assert_eq!(second.field("patient"), "li");
    let unknown = [("grant_type", "refresh_token"), ("refresh_token", "made up")];
    assert_eq!(house.token(&unknown).await.field("error"), "invalid_grant");
}
