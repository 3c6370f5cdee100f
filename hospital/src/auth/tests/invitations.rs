use axum::http::{StatusCode, header};

use super::House;
use crate::auth::Role;

fn reason(answer: &super::Answer) -> String {
    answer.field("kangban_reason")
}

#[tokio::test]
async fn an_invitation_lets_its_patient_in_however_it_is_typed() {
    for typed in ["KANG-2026", " kang 2026", "ＫＡＮＧ－２０２６"] {
        let house = House::new();
        house.auth.invite_with("KANG-2026", "li", "Li Xiuying").expect("issued");
        let tokens = house.invitation(typed, "device-1").await;
        assert_eq!(tokens.status, StatusCode::OK, "{typed}");
        assert_eq!(tokens.field("patient"), "li");
        assert!(tokens.field("scope").contains("patient/*.cruds"));
        assert!(tokens.json()["refresh_token"].is_string());
        let caller = house.auth.caller(&tokens.field("access_token")).expect("good");
        assert_eq!(caller.role, Role::Patient("li".to_owned()));
    }
}

#[tokio::test]
async fn each_failure_says_its_reason() {
    let house = House::new();
    let issued = house.auth.invite("li", "Li Xiuying").expect("issued");
    for unknown in ["AAAA-AAAA", "", "nonsense", "😀"] {
        let refused = house.invitation_from(unknown, "d", u8::try_from(unknown.len()).expect("small")).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        if !unknown.is_empty() {
            assert_eq!(
                (refused.field("error").as_str(), reason(&refused).as_str()),
                ("invalid_grant", "unknown")
            );
        }
    }
    assert_eq!(house.invitation(&issued.code, "device-1").await.status, StatusCode::OK);
    assert_eq!(reason(&house.invitation(&issued.code, "device-2").await), "used");

    let late = house.auth.invite("li", "Li Xiuying").expect("issued");
    house.advance(7 * 86_400 + 1);
    assert_eq!(reason(&house.invitation(&late.code, "device-1").await), "expired");
}

#[tokio::test]
async fn a_new_invitation_ends_the_earlier_one_that_was_not_used() {
    let house = House::new();
    let first = house.auth.invite("li", "Li Xiuying").expect("issued");
    let second = house.auth.invite("li", "Li Xiuying").expect("issued");
    assert_eq!(reason(&house.invitation(&first.code, "d").await), "expired");
    assert_eq!(house.invitation(&second.code, "d").await.status, StatusCode::OK);
}

#[tokio::test]
async fn guessing_codes_is_slowed_down_by_where_it_comes_from() {
    let house = House::new();
    let issued = house.auth.invite("li", "Li Xiuying").expect("issued");
    for _ in 0..3 {
        assert_eq!(reason(&house.invitation_from("AAAA-AAAA", "d", 9).await), "unknown");
    }
    let slowed = house.invitation_from(&issued.code, "d", 9).await;
    assert_eq!(slowed.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(reason(&slowed), "too_many_attempts");
    assert_eq!(slowed.header(header::RETRY_AFTER), "600");
    assert_eq!(
        house.invitation_from(&issued.code, "d", 8).await.status,
        StatusCode::OK,
        "others are not held up"
    );
}

#[tokio::test]
async fn the_device_whose_answer_was_lost_may_ask_again_for_a_while_and_nobody_else() {
    let house = House::new();
    let issued = house.auth.invite("li", "Li Xiuying").expect("issued");
    let lost = house.invitation(&issued.code, "device-1").await;
    house.advance(300);
    assert_eq!(reason(&house.invitation(&issued.code, "device-2").await), "used");
    assert_eq!(reason(&house.invitation(&issued.code, "").await), "used");
    let again = house.invitation(&issued.code, "device-1").await;
    assert_eq!(again.status, StatusCode::OK);
    // The tokens of the lost answer are dead, wherever they went.
    assert!(house.auth.caller(&lost.field("access_token")).is_none());
    assert!(house.auth.caller(&again.field("access_token")).is_some());
    house.advance(901);
    assert_eq!(reason(&house.invitation(&issued.code, "device-1").await), "used");
}

#[tokio::test]
async fn a_device_that_has_used_its_tokens_cannot_use_the_code_again() {
    let house = House::new();
    let issued = house.auth.invite("li", "Li Xiuying").expect("issued");
    let tokens = house.invitation(&issued.code, "device-1").await;
    let next = house.refresh("kangban-patient", &tokens.field("refresh_token")).await;
    assert_eq!(next.status, StatusCode::OK);
    assert_eq!(reason(&house.invitation(&issued.code, "device-1").await), "used");
    assert!(house.auth.caller(&next.field("access_token")).is_some());
}

#[tokio::test]
async fn a_code_is_not_found_in_the_files_of_the_hospital() {
    let house = House::new();
    let issued = house.auth.invite("li", "Li Xiuying").expect("issued");
    let tokens = house.invitation(&issued.code, "device-nonce-1").await;
    let secrets = [
        issued.code.replace('-', ""),
        issued.code,
        tokens.field("refresh_token"),
        "device-nonce-1".to_owned(),
        "right password".to_owned(),
    ];
    for entry in std::fs::read_dir(house.directory.path()).expect("the directory") {
        let bytes = std::fs::read(entry.expect("an entry").path()).expect("a file");
        for secret in &secrets {
            assert!(
                !bytes.windows(secret.len()).any(|window| window == secret.as_bytes()),
                "a secret is in plain"
            );
        }
    }
}

#[tokio::test]
async fn a_code_can_be_used_on_the_sign_in_page_of_an_app() {
    let house = House::new();
    let issued = house.auth.invite("li", "Li Xiuying").expect("issued");
    let page = house.authorize(&[]).await;
    let id = page.page();
    let form = |code: String| {
        let (id, cookie) = (id.clone(), page.cookie());
        let house = &house;
        async move {
            let fields =
                [("page", id.as_str()), ("how", "invitation"), ("lang", "en"), ("code", code.as_str())];
            house.form("/oauth/authorize", Some(&cookie), &fields).await
        }
    };
    let wrong = form("AAAA-AAAA".to_owned()).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert!(wrong.text.contains("There is no such code"));
    let back = form(issued.code.clone()).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    let tokens = house.code_for_tokens(&back.sent_back("code").expect("a code"), &[]).await;
    assert_eq!(tokens.field("patient"), "li");
}
