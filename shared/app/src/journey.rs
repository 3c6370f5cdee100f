//! The main job, whole: an entry logged offline reaches the doctor once, and the answer comes back.

use serde_json::json;

use crate::{
    Delivery, DiaryEvent, MessagesEvent, PickedFile, Screen, SyncState, Tab, Tap,
    support::{PIN, Phone},
};

const PHOTO: &[u8] = &[0xff, 0xd8, 0xff, 0xe0, 1, 2, 3];

#[test]
fn a_symptom_logged_offline_reaches_the_hospital_once_and_the_answer_comes_back() {
    let mut phone = Phone::in_use();
    assert_eq!(phone.today().date, "11月22日 周日 · 术后第 3 天");
    assert_eq!(phone.today().greeting, "李女士，下午好");
    assert_eq!(phone.view().chrome.calls[0].number, "0571-5555-0123");

    // Without a network: pain 8 with a place, a note and a photo.
    phone.cut_the_network();
    phone.diary(DiaryEvent::ItemPressed("pain".to_owned()));
    phone.diary(DiaryEvent::ScoreChosen(8));
    phone.diary(DiaryEvent::SitePressed);
    phone.diary(DiaryEvent::SiteChosen("navel".to_owned()));
    phone.diary(DiaryEvent::NoteTyped("走路时更疼".to_owned()));
    let picked = PickedFile { mime: "image/jpeg".to_owned(), bytes: PHOTO.to_vec(), original_bytes: 7 };
    phone.diary(DiaryEvent::PhotoChosen(picked));
    assert_eq!(phone.log_view().save, "保存：8 分 · 很疼");
    phone.diary(DiaryEvent::SavePressed);

    // It says what to do and whom to call, because a rule fired; and only now that it is saved.
    let advice = phone.advice();
    assert_eq!(advice.cards[0].value, "8 分 · 很疼");
    assert!(!advice.cards[0].title.is_empty() && !advice.cards[0].source.is_empty());
    assert_eq!(phone.view().chrome.toast.unwrap().text, "已保存在本机");
    assert!(phone.view().chrome.calls.iter().any(|call| call.emergency));

    phone.measure("temperature", &[("temperature", "３８。９")]);
    assert_eq!(phone.advice().cards[0].value, "38.9\u{a0}°C");
    assert_eq!(phone.vault.outbox.len(), 4, "two observations, a photo and its description");

    // The process dies; still offline, everything is there.
    phone.restart();
    assert!(matches!(phone.view().screen, Screen::Lock(_)));
    phone.pin(&PIN);
    assert_eq!(phone.today().entries.len(), 2);
    assert_eq!(phone.today().sync.state, SyncState::Waiting);
    assert_eq!(phone.today().sync.text, "已保存在本机 · 2 条待送达医院");

    // The network is back: received, with the hospital's time.
    phone.restore_the_network();
    assert_eq!(phone.today().sync.state, SyncState::Received, "{:?}", phone.today().sync);
    assert_eq!(phone.today().entries[0].mark.state, Delivery::Received);
    assert_eq!(phone.today().entries[0].mark.text, "医院已收到 · 今天 16:10");
    assert_eq!(phone.hospital.observations().len(), 2);
    assert!(phone.hospital.versions.values().all(|version| *version == 1), "each was stored once");
    let binary = phone.hospital.store.iter().find(|(key, _)| key.starts_with("Binary/")).unwrap().1;
    assert_eq!(binary["data"], json!("/9j/4AECAw=="));

    // The doctor looks and replies; it appears without anything being pressed.
    let pain =
        phone.hospital.observations().into_iter().find(|it| it["valueInteger"] == 8).unwrap()["id"].clone();
    let seen = json!({"url": kangban_fhir::terms::SEEN, "extension": [
        {"url": "by", "valueReference": {"reference": "Practitioner/dr-wang"}},
        {"url": "at", "valueInstant": "2026-11-22T08:20:00Z"}]});
    let finding = json!({"url": kangban_fhir::terms::FINDING, "extension": [
        {"url": "at", "valueInstant": "2026-11-22T08:11:00Z"}]});
    phone.hospital.put(json!({"resourceType": "Task", "id": "alert", "status": "requested", "extension": [seen],
        "input": [{"extension": [finding], "valueReference": {"reference": format!("Observation/{}", pain.as_str().unwrap())}}]}), true);
    phone.hospital.put(
        json!({"resourceType": "Communication", "id": "reply", "status": "completed",
        "subject": {"reference": "Patient/li"}, "sender": {"reference": "Practitioner/dr-wang"},
        "sent": "2026-11-22T16:21:00+08:00", "payload": [{"contentString": "请现在来医院"}]}),
        true,
    );
    phone.settle();
    let row = phone.today().entries.into_iter().find(|row| row.id == pain.as_str().unwrap()).unwrap();
    assert_eq!(row.mark.text, "王建国已看 · 今天 16:20");
    assert_eq!(phone.view().chrome.tabs[2].unread, 1);
    assert_eq!(phone.view().chrome.announcement, "王建国发来新消息 · 16:21");
    phone.tap(Tap::TabChosen(Tab::Messages));
    assert_eq!(phone.messages().bubbles[0].text, "请现在来医院");
    assert_eq!(phone.messages().bubbles[0].author, "王建国");
    assert_eq!(phone.view().chrome.tabs[2].unread, 0);

    // The patient answers; the first message of a day asks about an emergency first.
    phone.tap(Tap::Messages(MessagesEvent::Typed("好的，马上来".to_owned())));
    phone.tap(Tap::Messages(MessagesEvent::SendPressed));
    assert!(phone.messages().urgent.is_some());
    phone.tap(Tap::Messages(MessagesEvent::UrgentNo));
    phone.settle();
    let own = phone.messages().bubbles.into_iter().find(|bubble| bubble.own).unwrap();
    assert_eq!(own.mark.unwrap().state, Delivery::Received);
    let sent = phone.hospital.store.values().find(|it| it["sender"]["reference"] == "Patient/li").unwrap();
    assert_eq!(sent["inResponseTo"][0]["reference"], "Communication/reply");
    assert_eq!(sent["recipient"][0]["reference"], "Practitioner/dr-wang");
}
