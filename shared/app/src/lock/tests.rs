use crate::{
    LockEvent, PickedFile, Screen, SettingsEvent, Tab, Tap,
    effects::vault::VaultFault,
    support::{CODE, PIN, Phone, answer, fhir, html},
};

fn invitation_error(phone: &Phone) -> String {
    match phone.view().screen {
        Screen::Invitation(view) => view.code.error,
        other => panic!("{other:?}"),
    }
}

fn pad_error(phone: &Phone) -> String {
    match phone.view().screen {
        Screen::ChoosePin(view) => view.pad.error,
        Screen::Lock(view) => view.pad.error,
        other => panic!("{other:?}"),
    }
}

fn submit(phone: &mut Phone, code: &str) {
    phone.tap(Tap::Lock(LockEvent::CodeTyped(code.to_owned())));
    phone.tap(Tap::Lock(LockEvent::CodeSubmitted));
}

#[test]
fn every_answer_about_an_invitation_is_a_sentence_and_the_code_can_be_tried_again() {
    let reason =
        |reason: &str| answer(400, &format!(r#"{{"error":"invalid_grant","kangban_reason":"{reason}"}}"#));
    for (result, words) in [
        (reason("unknown"), "邀请码不对"),
        (reason("expired"), "过期"),
        (reason("used"), "已经用过"),
        (answer(429, r#"{"error":"invalid_grant","kangban_reason":"too_many_attempts"}"#), "请等 1 分钟"),
        (answer(400, r#"{"error":"invalid_request"}"#), "有点问题"),
        (answer(200, r#"{"access_token":"a""#), "好像不是医院"),
        (answer(200, r#"{"access_token":"a"}"#), "好像不是医院"),
        (html(200), "好像不是医院"),
        (html(403), "好像不是医院"),
        (answer(302, ""), "好像不是医院"),
        (answer(500, "{}"), "有点问题"),
        (fhir(503), "有点问题"),
    ] {
        let mut phone = Phone::new();
        phone.hospital.token_script.push_back(result);
        submit(&mut phone, "KANG-0000");
        assert!(invitation_error(&phone).contains(words), "{words}: {}", invitation_error(&phone));
        submit(&mut phone, CODE);
        assert!(matches!(phone.view().screen, Screen::ChoosePin(_)));
    }
}

#[test]
fn without_a_network_or_a_code_nothing_is_asked_and_it_says_so() {
    let mut phone = Phone::new();
    submit(&mut phone, "   ");
    assert!(invitation_error(&phone).contains("请先填邀请码"));
    assert!(phone.hospital.log.is_empty());
    phone.online = false;
    submit(&mut phone, CODE);
    assert!(invitation_error(&phone).contains("连不上医院"));
}

#[test]
fn a_lost_answer_is_asked_for_again_as_the_same_device() {
    let mut phone = Phone::new();
    phone.hospital.token_script.push_back(answer(500, "{}"));
    submit(&mut phone, CODE);
    submit(&mut phone, CODE);
    let forms: Vec<&str> = phone.hospital.log.iter().map(|(_, _, body)| body.as_str()).collect();
    assert_eq!(forms.len(), 2);
    assert_eq!(forms[0], forms[1]);
    assert!(forms[0].contains("device=") && forms[0].contains("client_id=kangban-patient"));
}

#[test]
fn a_pin_is_chosen_twice_and_a_simple_one_or_a_slip_is_turned_down() {
    let mut phone = Phone::new();
    submit(&mut phone, CODE);
    for simple in [[1; 6], [1, 2, 3, 4, 5, 6], [9, 8, 7, 6, 5, 4]] {
        phone.pin(&simple);
        assert!(pad_error(&phone).contains("太好猜"));
    }
    phone.pin(&PIN);
    phone.pin(&[3, 5, 8, 0, 3, 6]);
    assert!(pad_error(&phone).contains("两次不一样"));
    assert!(phone.vault.account.is_none());
    phone.pin(&PIN);
    phone.tap(Tap::Back);
    assert_eq!(phone.view().chrome.title, "设一个密码", "back leads to the first of the two");
    phone.pin(&PIN);
    phone.pin(&PIN);
    assert!(matches!(phone.view().screen, Screen::Today(_)));
    assert_eq!(phone.vault.values["token.refresh"], phone.hospital.refresh);
}

#[test]
fn storage_that_is_full_while_the_vault_is_made_keeps_the_grant() {
    let mut phone = Phone::new();
    phone.vault.writes_fail = Some(VaultFault::StorageFull);
    phone.activate();
    assert!(pad_error(&phone).contains("没有空间"));
    phone.vault.writes_fail = None;
    phone.pin(&PIN);
    phone.pin(&PIN);
    assert!(matches!(phone.view().screen, Screen::Today(_)));
    assert_eq!(phone.hospital.tokens_given, 2, "the code was redeemed once");
}

#[test]
fn a_wrong_pin_is_a_calm_sentence_then_a_pause_and_ten_of_them_erase_nothing() {
    let mut phone = Phone::in_use();
    phone.log("pain", 2);
    phone.restart();
    phone.pin(&[9, 9, 0, 0, 1, 1]);
    assert_eq!(pad_error(&phone), "密码不对，再试一次。记录都在，不会被删除");
    for _ in 0..9 {
        phone.pin(&[9, 9, 0, 0, 1, 1]);
        phone.wait(400_000);
    }
    phone.pin(&PIN);
    assert_eq!(phone.today().entries.len(), 1);
}

#[test]
fn during_the_pause_no_digit_is_taken_the_ward_can_be_called_and_then_it_goes_on() {
    let mut phone = Phone::in_use();
    phone.restart();
    for _ in 0..3 {
        phone.pin(&[9, 9, 0, 0, 1, 1]);
    }
    let Screen::Lock(lock) = phone.view().screen else { panic!() };
    assert!(!lock.pad.ready);
    assert_eq!(lock.wait, "为保护您的记录，请等 30 秒再试。记录都在，不会被删除。");
    assert_eq!(phone.view().chrome.title, "请等一会儿再试");
    assert_eq!(phone.view().chrome.calls.len(), 2, "the ward and 120");
    phone.pin(&[2, 5]);
    let Screen::Lock(lock) = phone.view().screen else { panic!() };
    assert_eq!(lock.pad.filled, 0);
    // A restart does not shorten it.
    phone.restart();
    phone.pin(&PIN);
    assert!(matches!(phone.view().screen, Screen::Lock(_)));
    phone.wait(30_000);
    phone.pin(&PIN);
    assert!(matches!(phone.view().screen, Screen::Today(_)));
}

#[test]
fn each_trouble_of_the_storage_says_that_records_are_safe_and_can_be_tried_again() {
    for (fault, title) in [
        (VaultFault::StorageUnavailable, "这里没有地方保存记录"),
        (VaultFault::HeldElsewhere, "康伴在另一个页面里打开着"),
        (VaultFault::NewerSchema, "需要更新康伴"),
        (VaultFault::Damaged, "记录打不开"),
        (VaultFault::StorageFull, "手机没有空间了"),
    ] {
        let mut phone = Phone::in_use();
        phone.vault.all_fails = Some(fault);
        phone.restart();
        let failed = phone.failed();
        assert_eq!(failed.title, title);
        assert!(failed.text.contains("没有改动") || failed.text.contains("都在"), "{}", failed.text);
        assert!(phone.view().chrome.calls.iter().any(|call| call.emergency));
        phone.vault.all_fails = None;
        phone.tap(Tap::Lock(LockEvent::RetryPressed));
        assert!(matches!(phone.view().screen, Screen::Lock(_)));
    }
}

#[test]
fn locking_forgets_what_was_in_the_vault_and_late_answers_mean_nothing() {
    let mut phone = Phone::in_use();
    phone.tap(Tap::Settings(SettingsEvent::LockPressed));
    let Screen::Lock(lock) = phone.view().screen else { panic!() };
    assert_eq!(lock.greeting, "请输入 6 位密码", "nothing of the person before the PIN");
    assert!(!phone.vault.is_open);
    phone.settle();
    phone.wait(100_000);
    assert!(matches!(phone.view().screen, Screen::Lock(_)));
    phone.trace.clear();
    phone.pin(&PIN);
    phone.settle();
    assert!(matches!(phone.view().screen, Screen::Today(_)));
    let held =
        phone.trace.iter().filter(|line| line.contains("$changes") && line.contains("wait=25")).count();
    assert_eq!(held, 2, "one request a feed waits for news");
}

#[test]
fn the_pin_can_be_changed_and_a_wrong_old_one_changes_nothing() {
    let mut phone = Phone::in_use();
    let new = [1, 3, 5, 7, 9, 0];
    phone.tap(Tap::TabChosen(Tab::Me));
    phone.tap(Tap::Settings(SettingsEvent::ChangePinPressed));
    assert_eq!(phone.view().chrome.title, "现在的密码");
    phone.pin(&[0, 0, 1, 1, 2, 2]);
    phone.pin(&new);
    phone.pin(&new);
    assert_eq!(pad_error(&phone), "现在的密码不对，再试一次。密码没有改动");
    phone.pin(&PIN);
    phone.pin(&new);
    phone.pin(&new);
    assert_eq!(phone.view().chrome.toast.unwrap().text, "密码已改好");
    phone.restart();
    phone.pin(&new);
    assert!(matches!(phone.view().screen, Screen::Today(_)));
}

#[test]
fn the_forgotten_pin_is_explained_and_nothing_is_promised() {
    let mut phone = Phone::in_use();
    phone.restart();
    phone.tap(Tap::Lock(LockEvent::ForgotPressed));
    let Screen::Lock(lock) = phone.view().screen else { panic!() };
    assert!(lock.forgot_text.contains("邀请码"));
}

#[test]
fn no_secret_is_in_any_debug_text() {
    let mut phone = Phone::in_use();
    phone.log("pain", 8);
    let trace = phone.trace.join("\n");
    for secret in ["258036", "refresh-2", "access-2", "李秀英", "很疼"] {
        assert!(!trace.contains(secret), "{secret}");
    }
    let picked = PickedFile { mime: String::new(), bytes: vec![1, 2, 3], original_bytes: 3 };
    assert_eq!(format!("{picked:?}"), "PickedFile(3 bytes)");
}
