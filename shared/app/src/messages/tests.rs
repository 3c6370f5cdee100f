use serde_json::json;

use crate::{Delivery, MessagesEvent, Tab, Tap, effects::vault::VaultFault, support::Phone};

fn at_messages() -> Phone {
    let mut phone = Phone::in_use();
    phone.tap(Tap::TabChosen(Tab::Messages));
    phone
}

fn write(phone: &mut Phone, text: &str) {
    phone.tap(Tap::Messages(MessagesEvent::Typed(text.to_owned())));
    phone.tap(Tap::Messages(MessagesEvent::SendPressed));
}

fn from_doctor(phone: &mut Phone, id: &str, minute: u32) {
    phone.hospital.put(
        json!({"resourceType": "Communication", "id": id, "status": "completed",
            "sender": {"reference": "Practitioner/dr-wang"}, "sent": format!("2026-11-22T15:{minute:02}:00+08:00"),
            "payload": [{"contentString": format!("message {id}")}]}),
        true,
    );
}

#[test]
fn the_first_message_of_a_day_asks_about_an_emergency_and_yes_keeps_the_draft() {
    let mut phone = at_messages();
    write(&mut phone, "伤口有点红");
    let urgent = phone.messages().urgent.unwrap();
    assert_eq!((urgent.signs.len(), urgent.call_title.as_str()), (4, ""));
    phone.tap(Tap::Messages(MessagesEvent::UrgentYes));
    assert!(!phone.messages().urgent.unwrap().call_title.is_empty());
    assert_eq!(phone.messages().draft.value, "伤口有点红");
    phone.tap(Tap::Back);
    assert!(phone.messages().urgent.is_none());
    assert!(phone.vault.outbox.is_empty(), "nothing was sent");
    phone.tap(Tap::Messages(MessagesEvent::SendPressed));
    phone.tap(Tap::Messages(MessagesEvent::UrgentNo));
    write(&mut phone, "第二条");
    assert!(phone.messages().urgent.is_none(), "once a day");
    assert_eq!(phone.messages().bubbles.len(), 2);
}

#[test]
fn a_message_without_a_network_is_saved_and_says_so() {
    let mut phone = at_messages();
    phone.cut_the_network();
    write(&mut phone, "可以洗澡吗？");
    phone.tap(Tap::Messages(MessagesEvent::UrgentNo));
    let bubble = &phone.messages().bubbles[0];
    assert_eq!(bubble.mark.as_ref().unwrap().state, Delivery::Saved);
    assert_eq!(phone.messages().draft.value, "");
    phone.restore_the_network();
    assert_eq!(phone.messages().bubbles[0].mark.as_ref().unwrap().state, Delivery::Received);
}

#[test]
fn an_empty_one_a_too_long_one_and_a_full_disk_lose_nothing() {
    let mut phone = at_messages();
    write(&mut phone, " \n ");
    assert_eq!(phone.messages().draft.error, "请先写几个字");
    let long = "好".repeat(20_001);
    write(&mut phone, &long);
    assert!(phone.messages().draft.error.contains("20001"));
    assert_eq!(phone.messages().draft.value, long);
    phone.vault.writes_fail = Some(VaultFault::StorageFull);
    write(&mut phone, "😀");
    phone.tap(Tap::Messages(MessagesEvent::UrgentNo));
    assert!(phone.messages().draft.error.contains("没有空间"));
    assert_eq!(phone.messages().draft.value, "😀");
    phone.vault.writes_fail = None;
    phone.tap(Tap::Messages(MessagesEvent::SendPressed));
    phone.tap(Tap::Messages(MessagesEvent::UrgentNo));
    assert_eq!(phone.messages().bubbles[0].text, "😀");
}

#[test]
fn unread_counts_the_teams_messages_and_is_remembered() {
    let mut phone = Phone::in_use();
    from_doctor(&mut phone, "one", 1);
    from_doctor(&mut phone, "two", 2);
    phone.settle();
    assert_eq!(phone.view().chrome.tabs[2].unread, 2);
    assert_eq!(phone.view().chrome.tabs[2].a11y, "消息，2 条新消息");
    assert_eq!(phone.today().next.title, "王建国给您发了消息");
    phone.tap(Tap::TabChosen(Tab::Messages));
    phone.restart();
    phone.pin(&crate::support::PIN);
    assert_eq!(phone.view().chrome.tabs[2].unread, 0);
    // One that comes while the thread is in front is read.
    phone.tap(Tap::TabChosen(Tab::Messages));
    from_doctor(&mut phone, "three", 3);
    phone.settle();
    assert_eq!(phone.messages().bubbles.len(), 3);
    assert_eq!(phone.view().chrome.tabs[2].unread, 0);
}

#[test]
fn a_message_that_was_seen_says_by_whom() {
    let mut phone = at_messages();
    write(&mut phone, "你好");
    phone.tap(Tap::Messages(MessagesEvent::UrgentNo));
    phone.settle();
    let (key, mut theirs) = phone
        .hospital
        .store
        .iter()
        .find(|(key, _)| key.starts_with("Communication/"))
        .map(|(k, v)| (k.clone(), v.clone()))
        .unwrap();
    assert!(key.len() > 20);
    theirs["extension"] = json!([{"url": kangban_fhir::terms::SEEN, "extension": [
        {"url": "by", "valueReference": {"reference": "Practitioner/dr-wang"}},
        {"url": "at", "valueInstant": "2026-11-22T08:40:00Z"}]}]);
    phone.hospital.put(theirs, true);
    phone.settle();
    assert_eq!(phone.messages().bubbles[0].mark.as_ref().unwrap().text, "王建国已看 · 今天 16:40");
}

#[test]
fn the_thread_is_a_window_that_moves_and_comes_back() {
    let mut phone = Phone::in_use();
    for n in 0..50 {
        from_doctor(&mut phone, &format!("m{n:02}"), n);
    }
    phone.settle();
    phone.tap(Tap::TabChosen(Tab::Messages));
    let newest = phone.messages();
    assert_eq!((newest.bubbles.len(), newest.bubbles[19].text.as_str()), (20, "message m49"));
    phone.tap(Tap::Messages(MessagesEvent::OlderPressed));
    phone.tap(Tap::Messages(MessagesEvent::OlderPressed));
    let oldest = phone.messages();
    assert_eq!(
        (oldest.bubbles.len(), oldest.bubbles[0].text.as_str(), oldest.older.as_str()),
        (10, "message m00", "")
    );
    phone.tap(Tap::Messages(MessagesEvent::NewerPressed));
    phone.tap(Tap::Messages(MessagesEvent::NewerPressed));
    assert_eq!(phone.messages().bubbles, newest.bubbles);
}

#[test]
fn a_message_that_was_not_sent_is_still_there_after_a_reload() {
    let mut phone = at_messages();
    phone.tap(Tap::Messages(MessagesEvent::Typed("还没写完".to_owned())));
    phone.tap(Tap::Hidden);
    phone.restart();
    phone.pin(&crate::support::PIN);
    phone.tap(Tap::TabChosen(Tab::Messages));
    assert_eq!(phone.messages().draft.value, "还没写完");
    phone.tap(Tap::Messages(MessagesEvent::SendPressed));
    phone.tap(Tap::Messages(MessagesEvent::UrgentNo));
    phone.restart();
    phone.pin(&crate::support::PIN);
    phone.tap(Tap::TabChosen(Tab::Messages));
    assert_eq!(phone.messages().draft.value, "");
}
