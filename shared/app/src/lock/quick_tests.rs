//! Opening with a finger or a face, and everything that can come between.

use crate::{
    LockEvent, LockView, Screen, SecretOut, SettingsEvent, Skill, SystemPage, Tap,
    effects::vault::VaultFault,
    support::{PIN, Phone},
};

const ID: &str = "quick";

fn quick_phone() -> Phone {
    let mut phone = Phone::in_use_with(&[Skill::Biometrics]);
    phone.toggle(ID);
    phone.pin(&PIN);
    assert!(phone.switch(ID).unwrap().on);
    phone
}

fn lock(phone: &Phone) -> LockView {
    match phone.view().screen {
        Screen::Lock(view) => view,
        other => panic!("{other:?}"),
    }
}

fn press(phone: &mut Phone) {
    phone.tap(Tap::Lock(LockEvent::QuickPressed));
}

fn is_open(phone: &Phone) -> bool {
    phone.vault.is_open && matches!(phone.view().screen, Screen::Today(_))
}

#[test]
fn once_turned_on_with_the_pin_a_finger_opens_it_after_a_restart_and_the_pin_does_too() {
    let mut phone = Phone::in_use_with(&[Skill::Biometrics]);
    assert!(!phone.switch(ID).unwrap().on);
    phone.restart();
    assert_eq!(lock(&phone).quick, None, "not before it is set up");
    phone.pin(&PIN);

    phone.toggle(ID);
    let Screen::ChoosePin(view) = phone.view().screen else { panic!() };
    assert!(view.intro.contains("现在用的密码"));
    phone.pin(&PIN);
    assert_eq!(phone.view().chrome.toast.unwrap().text, "下次可以用指纹或面容打开");
    let prompt = &phone.secret.prompts[0];
    assert_eq!((prompt.title.as_str(), prompt.cancel.as_str()), ("用指纹或面容打开", "不用了"));

    phone.restart();
    assert_eq!(lock(&phone).quick.unwrap().label, "用指纹或面容打开");
    press(&mut phone);
    assert!(is_open(&phone));
    assert_eq!(phone.secret.prompts[1].cancel, "用密码");
    phone.restart();
    phone.pin(&PIN);
    assert!(is_open(&phone));
}

#[test]
fn where_the_device_cannot_it_is_not_offered_and_a_press_asks_nobody() {
    let mut phone = Phone::in_use();
    assert_eq!(phone.switch(ID), None);
    phone.toggle(ID);
    assert!(matches!(phone.view().screen, Screen::Settings(_)));
    phone.restart();
    assert_eq!(lock(&phone).quick, None);
    press(&mut phone);
    assert!(phone.secret.prompts.is_empty() && !phone.vault.is_open);
}

#[test]
fn a_cancelled_prompt_changes_nothing_and_says_nothing() {
    let mut phone = quick_phone();
    phone.restart();
    phone.secret.next = Some(SecretOut::Cancelled);
    press(&mut phone);
    let view = lock(&phone);
    assert!(view.quick.is_some() && view.quick_text.is_empty() && view.pad.error.is_empty());
    press(&mut phone);
    assert!(is_open(&phone), "and it can be tried again");

    let mut phone = Phone::in_use_with(&[Skill::Biometrics]);
    phone.secret.next = Some(SecretOut::Cancelled);
    phone.toggle(ID);
    phone.pin(&PIN);
    let row = phone.switch(ID).unwrap();
    assert!(!row.on && row.problem.is_empty() && phone.view().chrome.toast.is_none());
    assert_eq!(phone.vault.device_key, None);
}

#[test]
fn a_changed_enrolment_or_a_lost_key_asks_for_the_pin_once_and_is_offered_again_in_settings() {
    for (out, on_the_lock, in_settings) in [
        (SecretOut::Changed, "指纹或面容变过了，为保护您的记录，请用密码打开", "变过了，所以关上了"),
        (SecretOut::Lost, "没有留住指纹或面容的钥匙，请用密码打开", "没有留住指纹或面容的钥匙，所以关上了"),
    ] {
        let mut phone = quick_phone();
        phone.log("pain", 2);
        phone.restart();
        phone.secret.next = Some(out);
        press(&mut phone);
        let view = lock(&phone);
        assert!(view.quick_text.contains(on_the_lock), "{}", view.quick_text);
        assert!(view.quick_text.contains("记录都在"));
        assert!(view.quick.is_none() && view.pad.ready);
        assert_eq!(phone.vault.device_key, None, "both ends are taken away");
        assert_eq!(phone.secret.kept, None);

        phone.pin(&PIN);
        assert!(is_open(&phone));
        assert_eq!(phone.today().entries.len(), 1);
        let row = phone.switch(ID).unwrap();
        assert!(!row.on && row.problem.contains(in_settings) && row.fix.is_empty(), "{}", row.problem);
        phone.toggle(ID);
        phone.pin(&PIN);
        let row = phone.switch(ID).unwrap();
        assert!(row.on && row.problem.is_empty());
        phone.tap(Tap::Settings(SettingsEvent::LockPressed));
        assert!(lock(&phone).quick_text.is_empty(), "it was said once");
        press(&mut phone);
        assert!(is_open(&phone));
    }
}

#[test]
fn a_key_that_does_not_fit_is_a_lost_one() {
    for kept in [vec![9; 32], vec![9; 31], vec![]] {
        let mut phone = quick_phone();
        phone.restart();
        phone.secret.kept.as_mut().unwrap().1 = kept;
        press(&mut phone);
        assert!(lock(&phone).quick_text.contains("请用密码打开"));
        assert!(!lock(&phone).busy && phone.vault.device_key.is_none());
        phone.pin(&PIN);
        assert!(is_open(&phone));
    }
}

#[test]
fn without_a_usable_finger_or_face_it_says_so_and_leads_to_the_phones_settings() {
    let mut phone = quick_phone();
    phone.restart();
    phone.secret.next = Some(SecretOut::Unavailable);
    press(&mut phone);
    assert!(lock(&phone).quick_text.contains("请先用密码"));
    assert!(lock(&phone).quick.is_some() && phone.vault.device_key.is_some(), "nothing is taken away for it");
    phone.pin(&PIN);
    let row = phone.switch(ID).unwrap();
    assert!(row.on && row.problem.contains("可能还没有设好"));
    assert_eq!(row.fix, "去手机设置");
    phone.tap(Tap::Settings(SettingsEvent::FixPressed(ID.to_owned())));
    assert_eq!(phone.opened, [SystemPage::Biometrics]);

    let mut phone = Phone::in_use_with(&[Skill::Biometrics]);
    phone.secret.next = Some(SecretOut::Unavailable);
    phone.toggle(ID);
    phone.pin(&PIN);
    let row = phone.switch(ID).unwrap();
    assert!(!row.on && !row.fix.is_empty(), "the same when it was to be turned on");
}

#[test]
fn a_wrong_pin_turns_nothing_on_leaves_no_key_and_costs_the_pause() {
    let mut phone = Phone::in_use_with(&[Skill::Biometrics]);
    phone.toggle(ID);
    for sentence in ["密码不对，再试一次", "密码不对，再试一次", "请等 30 秒再试"] {
        phone.pin(&[9, 9, 0, 0, 1, 1]);
        let Screen::ChoosePin(view) = phone.view().screen else { panic!() };
        assert!(view.pad.error.contains(sentence), "{}", view.pad.error);
        assert_eq!((&phone.vault.device_key, &phone.secret.kept), (&None, &None));
    }
    phone.tap(Tap::Back);
    assert!(!phone.switch(ID).unwrap().on);
    phone.restart();
    assert!(!lock(&phone).wait.is_empty());
}

#[test]
fn during_the_pause_after_wrong_pins_a_finger_does_not_open_it_either() {
    let mut phone = quick_phone();
    phone.restart();
    for _ in 0..3 {
        phone.pin(&[9, 9, 0, 0, 1, 1]);
    }
    let view = lock(&phone);
    assert!(!view.wait.is_empty() && view.quick.is_none());
    let prompts = phone.secret.prompts.len();
    press(&mut phone);
    assert_eq!(phone.secret.prompts.len(), prompts, "nobody is asked");
    phone.wait(30_000);
    press(&mut phone);
    assert!(is_open(&phone));
    // The finger has not taken the wrong PINs off the count.
    phone.restart();
    phone.pin(&[9, 9, 0, 0, 1, 1]);
    assert!(lock(&phone).wait.contains("1 分钟"), "{}", lock(&phone).wait);
}

#[test]
fn changing_the_pin_leaves_it_on_and_turning_it_off_takes_the_key_away() {
    let mut phone = quick_phone();
    let new = [1, 3, 5, 7, 9, 0];
    phone.tap(Tap::Settings(SettingsEvent::ChangePinPressed));
    for digits in [&PIN, &new, &new] {
        phone.pin(digits);
    }
    phone.restart();
    press(&mut phone);
    assert!(is_open(&phone));
    phone.toggle(ID);
    assert!(!phone.switch(ID).unwrap().on);
    assert_eq!((&phone.vault.device_key, &phone.secret.kept), (&None, &None));
    phone.restart();
    assert_eq!(lock(&phone).quick, None);
    phone.pin(&new);
    assert!(is_open(&phone));
}

#[test]
fn a_full_device_turns_nothing_on_or_off_and_says_so() {
    let mut phone = Phone::in_use_with(&[Skill::Biometrics]);
    phone.vault.writes_fail = Some(VaultFault::StorageFull);
    phone.toggle(ID);
    phone.pin(&PIN);
    let Screen::ChoosePin(view) = phone.view().screen else { panic!() };
    assert!(view.pad.error.contains("没有空间"));
    assert_eq!(phone.secret.kept, None);
    phone.vault.writes_fail = None;
    phone.pin(&PIN);
    assert!(phone.switch(ID).unwrap().on);

    phone.vault.writes_fail = Some(VaultFault::StorageFull);
    phone.toggle(ID);
    let row = phone.switch(ID).unwrap();
    assert!(row.on && row.problem.contains("没有改成"), "what is still so is shown as it is");
    assert!(phone.secret.kept.is_some());
}

#[test]
fn leaving_while_the_phone_makes_its_key_leaves_nothing_behind() {
    let mut phone = Phone::in_use_with(&[Skill::Biometrics]);
    phone.toggle(ID);
    phone.secret.slow = true;
    phone.pin(&PIN);
    let Screen::ChoosePin(view) = phone.view().screen else { panic!() };
    assert!(view.busy && view.busy_text.contains("按手机的提示"));
    phone.pin(&[1, 2]);
    phone.tap(Tap::Back);
    phone.answer_the_prompt();
    assert_eq!((&phone.vault.device_key, &phone.secret.kept), (&None, &None));
    assert!(!phone.switch(ID).unwrap().on);
}

#[test]
fn the_pin_may_open_it_while_the_prompt_is_in_front_and_a_late_key_means_nothing() {
    let mut phone = quick_phone();
    phone.restart();
    phone.secret.slow = true;
    press(&mut phone);
    // One prompt at a time.
    press(&mut phone);
    phone.pin(&PIN);
    assert!(is_open(&phone));
    phone.answer_the_prompt();
    assert!(is_open(&phone));
    assert!(phone.vault.device_key.is_some());
}

#[test]
fn the_devices_key_is_in_no_debug_text() {
    let mut phone = quick_phone();
    phone.restart();
    press(&mut phone);
    let trace = phone.trace.join("\n");
    assert!(trace.contains("AddDeviceKey") && trace.contains("UnlockWithDevice"));
    assert!(!trace.contains("1, 1, 1") && !trace.contains("258036"));
}
