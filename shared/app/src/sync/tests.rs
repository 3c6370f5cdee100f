use serde_json::json;

use crate::{
    Delivery, DiaryEvent, LockEvent, PickedFile, Screen, SyncEvent, SyncState, Tap, TodayEvent,
    effects::vault::VaultFault,
    support::{CODE, Phone, answer, fhir, html},
};

fn open_sync(phone: &mut Phone) {
    phone.tap(Tap::TabChosen(crate::Tab::Today));
    phone.tap(Tap::Today(TodayEvent::SyncPressed));
}

#[test]
fn whatever_goes_wrong_at_the_hospital_nothing_is_lost_a_sentence_is_shown_and_then_it_arrives() {
    let retry_after = |status: u16| match fhir(status) {
        crux_http::protocol::HttpResult::Ok(mut response) => {
            response.headers.push(crux_http::protocol::HttpHeader {
                name: "Retry-After".to_owned(),
                value: "20".to_owned(),
            });
            crux_http::protocol::HttpResult::Ok(response)
        }
        other @ crux_http::protocol::HttpResult::Err(_) => other,
    };
    for (name, result, words) in [
        ("HTML", html(200), "好像不是医院"),
        ("HTML with 403", html(403), "好像不是医院"),
        ("a truncated body", answer(200, r#"{"resourceType":"Obser"#), "好像不是医院"),
        ("invalid JSON", answer(200, "{]"), "好像不是医院"),
        ("no JSON at all", answer(201, "\u{fffd}\u{0}"), "好像不是医院"),
        ("429", retry_after(429), "医院现在很忙"),
        ("503", retry_after(503), "医院现在很忙"),
    ] {
        let mut phone = Phone::in_use();
        phone.hospital.upload_script.push_back(result);
        phone.log("nausea", 2);
        open_sync(&mut phone);
        assert_eq!(phone.sync().line.state, SyncState::Waiting, "{name}");
        assert!(phone.sync().last.contains(words), "{name}: {}", phone.sync().last);
        assert!(phone.sync().last.contains("都在本机"), "{name}");
        assert_eq!(phone.vault.outbox.len(), 1, "{name}");
        if name == "429" {
            assert!(phone.next_timer().unwrap() >= 20_000, "the hospital's own pause is obeyed");
        }
        phone.wait(25_000);
        assert_eq!(phone.hospital.observations().len(), 1, "{name}");
        assert_eq!(phone.sync().line.state, SyncState::Received, "{name}");
    }
}

#[test]
fn a_fault_of_the_hospital_is_tried_again_until_it_is_over() {
    let mut phone = Phone::in_use();
    phone.hospital.upload_script.extend([fhir(500), fhir(500), fhir(502)]);
    phone.log("nausea", 2);
    for _ in 0..6 {
        phone.wait(20_000);
    }
    assert_eq!(phone.hospital.observations().len(), 1);
    assert_eq!(phone.today().sync.state, SyncState::Received);
}

#[test]
fn what_the_hospital_refuses_is_put_aside_with_a_reason_and_never_blocks_the_next() {
    for (status, words, can_correct) in [
        (400, "日期或数值填错", true),
        (422, "日期或数值填错", true),
        (403, "不能写这条记录", true),
        (404, "已经没有了", true),
        (413, "太大", true),
        (415, "不能接收这一类", true),
    ] {
        let mut phone = Phone::in_use();
        phone.hospital.upload_script.push_back(fhir(status));
        phone.log("nausea", 2);
        assert_eq!(phone.today().sync.state, SyncState::Attention, "{status}");
        assert_eq!(phone.today().entries[0].mark.state, Delivery::Refused);
        assert_eq!(phone.today().next.action.unwrap().id, "sync");
        phone.log("cough", 1);
        assert_eq!(phone.hospital.observations().len(), 1, "{status}: the next one arrives");
        open_sync(&mut phone);
        let row = phone.sync().refused.remove(0);
        assert_eq!(row.title, "恶心 2 分 · 有一点");
        assert!(row.reason.contains(words) && row.reason.contains("没有丢"), "{status}: {}", row.reason);
        assert_eq!(row.correct.is_empty(), !can_correct);

        // Keep a copy outside.
        phone.tap(Tap::Sync(SyncEvent::ExportPressed(row.id.clone())));
        assert_eq!(phone.exports[0].name, "kangban-record.json");
        assert!(String::from_utf8_lossy(&phone.exports[0].bytes).contains("Observation"));

        // Try again as it is.
        phone.tap(Tap::Sync(SyncEvent::RequeuePressed(row.id)));
        phone.settle();
        assert_eq!(phone.hospital.observations().len(), 2, "{status}");
        assert_eq!(phone.sync().line.state, SyncState::Received);
    }
}

#[test]
fn a_refused_entry_can_be_corrected_and_goes_up_again() {
    let mut phone = Phone::in_use();
    phone.hospital.upload_script.push_back(fhir(422));
    phone.measure("temperature", &[("temperature", "37.2")]);
    open_sync(&mut phone);
    let id = phone.sync().refused[0].id.clone();
    phone.tap(Tap::Sync(SyncEvent::CorrectPressed(id.clone())));
    assert_eq!(phone.measure_view().fields[0].value, "37.2");
    phone.tap(Tap::Measures(crate::MeasuresEvent::SavePressed));
    phone.settle();
    let stored = &phone.hospital.store[&format!("Observation/{id}")];
    assert_eq!((stored["status"].as_str(), phone.vault.outbox.len()), (Some("amended"), 0));
}

#[test]
fn an_entry_that_arrived_although_the_answer_was_lost_is_confirmed_and_not_doubled() {
    let mut phone = Phone::in_use();
    phone.cut_the_network();
    phone.log("nausea", 2);
    let id = phone.newest();
    let sent: serde_json::Value =
        serde_json::from_str(&phone.vault.records[&("Observation".to_owned(), id.clone())].json).unwrap();
    phone.hospital.put(sent, true);
    phone.restore_the_network();
    assert_eq!(phone.hospital.versions[&format!("Observation/{id}")], 1);
    assert_eq!(phone.today().sync.state, SyncState::Received);
}

#[test]
fn a_conflict_with_other_content_is_put_aside_for_the_patient() {
    for status in [409, 412] {
        let mut phone = Phone::in_use();
        phone.cut_the_network();
        phone.log("nausea", 2);
        let id = phone.newest();
        phone.hospital.store.insert(
            format!("Observation/{id}"),
            json!({"resourceType": "Observation", "id": id, "valueInteger": 9}),
        );
        phone.hospital.upload_script.push_back(fhir(status));
        phone.restore_the_network();
        open_sync(&mut phone);
        assert!(phone.sync().refused[0].reason.contains("和您的不一样"), "{status}");
    }
}

#[test]
fn a_stale_token_is_renewed_once_and_the_new_pair_is_on_disk_before_it_is_used() {
    let mut phone = Phone::in_use();
    phone.hospital.expire_access();
    phone.log("nausea", 2);
    assert_eq!(phone.hospital.observations().len(), 1);
    assert_eq!(phone.hospital.tokens_given, 3, "one new token for upload and feeds");
    assert_eq!(phone.vault.values["token.refresh"], phone.hospital.refresh);
}

#[test]
fn a_sign_in_that_ended_is_said_and_a_new_invitation_mends_it_without_losing_anything() {
    let mut phone = Phone::in_use();
    phone.hospital.expire_access();
    phone.hospital.refresh = "revoked".to_owned();
    phone.log("nausea", 2);
    open_sync(&mut phone);
    assert!(phone.sync().last.contains("连接已经失效") && phone.sync().last.contains("没有丢"));
    assert_eq!(phone.sync().retry, "填新的邀请码");
    phone.tap(Tap::Sync(SyncEvent::RetryPressed));
    assert!(matches!(phone.view().screen, Screen::Invitation(_)));
    phone.tap(Tap::Lock(LockEvent::CodeTyped(CODE.to_owned())));
    phone.tap(Tap::Lock(LockEvent::CodeSubmitted));
    phone.settle();
    assert_eq!(phone.hospital.observations().len(), 1);
    assert_eq!(phone.sync().line.state, SyncState::Received);
}

#[test]
fn an_invitation_of_another_patient_is_turned_down() {
    let mut phone = Phone::in_use();
    phone.hospital.expire_access();
    phone.hospital.refresh = "revoked".to_owned();
    phone.log("nausea", 2);
    open_sync(&mut phone);
    phone.tap(Tap::Sync(SyncEvent::RetryPressed));
    let other = r#"{"access_token":"a","refresh_token":"r","patient":"zhang"}"#;
    phone.hospital.token_script.push_back(answer(200, other));
    phone.tap(Tap::Lock(LockEvent::CodeTyped("X".to_owned())));
    phone.tap(Tap::Lock(LockEvent::CodeSubmitted));
    let Screen::Invitation(view) = phone.view().screen else { panic!() };
    assert!(view.code.error.contains("另一位病人"));
    assert_ne!(phone.vault.values["token.access"], "a");
}

#[test]
fn a_login_page_in_between_does_not_end_the_sign_in() {
    let mut phone = Phone::in_use();
    phone.hospital.expire_access();
    phone.hospital.token_script.extend([html(400), html(401), fhir(500)]);
    phone.log("nausea", 2);
    for _ in 0..5 {
        phone.wait(20_000);
    }
    assert_eq!(phone.hospital.observations().len(), 1);
}

#[test]
fn storage_that_is_full_while_confirming_waits_and_does_not_send_in_a_circle() {
    let mut phone = Phone::in_use();
    phone.cut_the_network();
    phone.log("nausea", 2);
    phone.vault.writes_fail = Some(VaultFault::StorageFull);
    phone.restore_the_network();
    let sent = phone.hospital.log.iter().filter(|(method, ..)| method == "PUT").count();
    assert_eq!(sent, 1);
    assert_eq!(phone.vault.outbox.len(), 1);
    assert_eq!(phone.today().sync.state, SyncState::Waiting, "what is not written is not called received");
    phone.vault.writes_fail = None;
    phone.wait(60_000);
    assert_eq!(phone.vault.outbox.len(), 0);
    assert!(phone.hospital.versions.values().all(|version| *version == 1));
}

#[test]
fn an_unknown_resource_and_an_unreadable_one_do_not_keep_the_others_from_coming() {
    let mut phone = Phone::in_use();
    phone.hospital.put(json!({"resourceType": "Marvel", "id": "m", "x": 1}), true);
    phone
        .hospital
        .put(json!({"resourceType": "Observation", "id": "odd", "code": 7, "status": "final"}), true);
    phone.hospital.put(
        json!({"resourceType": "Communication", "id": "c", "sent": "2026-11-22T15:00:00+08:00",
            "sender": {"reference": "Practitioner/dr-wang"}, "payload": [{"contentString": "在吗"}]}),
        true,
    );
    phone.settle();
    assert_eq!(phone.view().chrome.tabs[2].unread, 1);
    assert!(phone.vault.records.contains_key(&("Marvel".to_owned(), "m".to_owned())), "kept as it came");
}

#[test]
fn what_the_hospital_deleted_goes_and_what_the_patient_still_has_to_send_stays() {
    let mut phone = Phone::in_use();
    phone.log("nausea", 2);
    let received = phone.newest();
    phone.cut_the_network();
    phone.log("cough", 1);
    let waiting = phone.newest();
    for id in [&received, &waiting] {
        phone.hospital.delete("Observation", id);
    }
    phone.hospital.upload_script.push_back(fhir(500));
    phone.restore_the_network();
    assert_eq!(phone.today().entries.len(), 1);
}

#[test]
fn a_photo_goes_up_as_a_binary_of_its_own_and_is_counted_with_its_entry() {
    let mut phone = Phone::in_use();
    phone.cut_the_network();
    phone.diary(DiaryEvent::ItemPressed("pain".to_owned()));
    phone.diary(DiaryEvent::ScoreChosen(2));
    let picked = PickedFile { mime: "image/png".to_owned(), bytes: vec![9; 10], original_bytes: 10 };
    phone.diary(DiaryEvent::PhotoChosen(picked));
    phone.diary(DiaryEvent::SavePressed);
    assert_eq!(phone.today().sync.text, "已保存在本机 · 1 条待送达医院");
    phone.restore_the_network();
    let order: Vec<&str> = phone.hospital.log.iter().map(|(_, path, _)| path.as_str()).collect();
    let binary = order.iter().position(|path| path.starts_with("/Binary/")).unwrap();
    let batch = order.iter().position(|path| path.is_empty()).unwrap();
    assert!(binary < batch, "the file is there before what refers to it: {order:?}");
    let media = phone.hospital.store.values().find(|it| it["resourceType"] == "Media").unwrap();
    assert!(phone.hospital.store.contains_key(media["content"]["url"].as_str().unwrap()));
}

#[test]
fn a_photo_whose_file_is_gone_is_said_and_the_entry_arrives() {
    let mut phone = Phone::in_use();
    phone.cut_the_network();
    phone.diary(DiaryEvent::ItemPressed("pain".to_owned()));
    phone.diary(DiaryEvent::ScoreChosen(2));
    let picked = PickedFile { mime: "image/png".to_owned(), bytes: vec![9; 10], original_bytes: 10 };
    phone.diary(DiaryEvent::PhotoChosen(picked));
    phone.diary(DiaryEvent::SavePressed);
    phone.vault.files.clear();
    phone.restore_the_network();
    assert_eq!(phone.hospital.observations().len(), 1);
    open_sync(&mut phone);
    assert_eq!(phone.sync().refused[0].title, "照片");
}

#[test]
fn a_changed_threshold_comes_down_and_the_next_entry_follows_it() {
    let mut phone = Phone::in_use();
    phone.measure("temperature", &[("temperature", "38.2")]);
    assert_eq!(phone.advice().cards.len(), 1, "38.0 is the library's limit");
    phone.tap(Tap::Back);
    for mut plan in kangban_care::library() {
        if plan.id() == Some("postoperative-temperature") {
            let mut rule = plan.try_into().unwrap();
            let value = kangban_fhir::Decimal::parse("38.4").unwrap();
            kangban_care::set_threshold(&mut rule, "high", &value).unwrap();
            plan = rule.into_resource();
        }
        phone.hospital.put(serde_json::from_str(&plan.to_json()).unwrap(), false);
    }
    phone.settle();
    phone.measure("temperature", &[("temperature", "38.2")]);
    assert!(matches!(phone.view().screen, Screen::Today(_)), "below the new limit");
}

#[test]
fn news_is_said_for_a_screen_reader_and_what_was_there_before_is_none() {
    let mut phone = Phone::in_use();
    assert_eq!(phone.view().chrome.announcement, "");
    phone.log("nausea", 2);
    phone.settle();
    assert_eq!(phone.view().chrome.announcement, "医院收到您的记录了 · 今天 16:10");
    phone.hospital.upload_script.push_back(fhir(422));
    phone.log("nausea", 2);
    assert_eq!(phone.view().chrome.announcement, "1 条记录医院没有收下，还在本机");
}
