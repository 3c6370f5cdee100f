//! Views are small whatever the history, whole in both languages, and cross the boundary as they are.

use crux_core::bridge::{BincodeFfiFormat, FfiFormat};
use serde_json::json;

use crate::{
    DiaryEvent, Envelope, Event, MessagesEvent, Screen, SettingsEvent, Tab, Tap, TodayEvent, ViewModel,
    effects::vault::{OutboxRow, Record},
    support::{Phone, millis},
};

const BUDGET: usize = 16 * 1024;

fn bytes(view: &ViewModel) -> usize {
    let mut buffer = Vec::new();
    BincodeFfiFormat::serialize(&mut buffer, view).unwrap();
    let back: ViewModel = BincodeFfiFormat::deserialize(&buffer).unwrap();
    assert_eq!(&back, view);
    buffer.len()
}

/// A phone whose vault holds a long history: 50,000 entries of every kind, a long thread, a long outbox.
fn with_a_long_history() -> Phone {
    let mut phone = Phone::in_use();
    let now = millis(crate::support::NOW);
    let kinds = [
        ("http://loinc.org", "72514-3"),
        ("http://loinc.org", "8310-5"),
        ("http://loinc.org", "85354-9"),
        ("http://loinc.org", "8867-4"),
        ("https://kangban.example/fhir/CodeSystem/symptom", "nausea"),
        ("https://kangban.example/fhir/CodeSystem/symptom", "cough"),
        ("http://loinc.org", "29463-7"),
    ];
    for n in 0..50_000_i64 {
        let (system, code) = kinds[usize::try_from(n).unwrap() % kinds.len()];
        let at = now - n * 600_000;
        let value = 36 + n % 4;
        let mut json = json!({"resourceType": "Observation", "id": format!("entry-{n:032}"), "status": "final",
            "code": {"coding": [{"system": system, "code": code}]},
            "performer": [{"reference": "Patient/li"}],
            "bodySite": {"coding": [{"system": "https://kangban.example/fhir/CodeSystem/body-site", "code": "belly-upper-right"}]},
            "note": [{"text": "夜里更疼，走路也疼。".repeat(10)}]});
        let quantity = |unit: &str| json!({"value": value, "unit": unit, "code": unit});
        match code {
            "72514-3" | "nausea" | "cough" => json["valueInteger"] = json!(n % 11),
            "8310-5" => json["valueQuantity"] = quantity("Cel"),
            "85354-9" => {
                json["component"] = json!([
                {"code": {"coding": [{"system": system, "code": "8480-6"}]}, "valueQuantity": quantity("mm[Hg]")},
                {"code": {"coding": [{"system": system, "code": "8462-4"}]}, "valueQuantity": quantity("mm[Hg]")}]);
            }
            _ => json["valueQuantity"] = quantity("kg"),
        }
        insert(&mut phone, "Observation", &format!("{system}|{code}"), at, &json, n < 300);
    }
    for n in 0..3_000_i64 {
        let json = json!({"resourceType": "Communication", "id": format!("message-{n:029}"),
            "sender": {"reference": if n % 2 == 0 { "Patient/li" } else { "Practitioner/dr-wang" }},
            "payload": [{"contentString": "照片看到了。请每天看一次，如果红的地方变大，就给病房打电话。"}]});
        insert(&mut phone, "Communication", "", now - n * 3_600_000, &json, false);
    }
    phone.tap(Tap::Settings(SettingsEvent::LanguageChosen("zh-CN".to_owned())));
    phone
}

fn insert(
    phone: &mut Phone,
    resource_type: &str,
    code: &str,
    date_ms: i64,
    json: &serde_json::Value,
    waits: bool,
) {
    let id = json["id"].as_str().unwrap().to_owned();
    let key = (resource_type.to_owned(), id.clone());
    if waits {
        let refused = (date_ms % 5 == 0).then(|| "invalid".to_owned());
        phone
            .vault
            .outbox
            .insert(key.clone(), OutboxRow { seq: date_ms, changes: 1, base_version: None, refused });
    }
    let record = Record {
        resource_type: resource_type.to_owned(),
        id,
        code: code.to_owned(),
        date_ms,
        version_id: Some("1".to_owned()),
        last_updated: Some("2026-11-22T08:00:00Z".to_owned()),
        json: json.to_string(),
    };
    phone.vault.records.insert(key, record);
}

/// Every screen of an open vault, one after the other.
fn walk(phone: &mut Phone, mut look: impl FnMut(&str, &ViewModel)) {
    let diary = |event| Tap::Diary(event);
    let section = |id: &str| diary(DiaryEvent::SectionChosen(id.to_owned()));
    let steps: Vec<(&str, Tap)> = vec![
        ("today", Tap::TabChosen(Tab::Today)),
        ("sync", Tap::Today(TodayEvent::SyncPressed)),
        ("record", Tap::TabChosen(Tab::Diary)),
        ("record", section("record")),
        ("history", section("history")),
        ("older history", diary(DiaryEvent::OlderPressed)),
        ("trends", section("trends")),
        ("log", diary(DiaryEvent::ItemPressed("pain".to_owned()))),
        ("site", diary(DiaryEvent::SitePressed)),
        ("log again", Tap::Back),
        ("chosen", diary(DiaryEvent::ScoreChosen(8))),
        ("advice", diary(DiaryEvent::SavePressed)),
        ("measure", diary(DiaryEvent::ItemPressed("pressure".to_owned()))),
        ("messages", Tap::TabChosen(Tab::Messages)),
        ("older messages", Tap::Messages(MessagesEvent::OlderPressed)),
        ("typed", Tap::Messages(MessagesEvent::Typed("你好".to_owned()))),
        ("urgent", Tap::Messages(MessagesEvent::SendPressed)),
        ("me", Tap::TabChosen(Tab::Me)),
        ("pin", Tap::Settings(SettingsEvent::ChangePinPressed)),
    ];
    for (name, tap) in steps {
        phone.tap(tap);
        look(name, &phone.view());
    }
    let id = phone
        .vault
        .records
        .keys()
        .find(|(kind, id)| kind == "Observation" && id.len() == 36)
        .unwrap()
        .1
        .clone();
    phone.diary(DiaryEvent::EntryOpened(id));
    look("entry", &phone.view());
}

#[test]
fn every_view_stays_within_16_kb_with_50000_entries_in_both_languages_and_modes() {
    let mut phone = with_a_long_history();
    for (language, elders) in [("zh-CN", false), ("en", false), ("zh-CN", true), ("en", true)] {
        phone.tap(Tap::Settings(SettingsEvent::LanguageChosen(language.to_owned())));
        if phone.view().chrome.elders != elders {
            phone.tap(Tap::Settings(SettingsEvent::EldersToggled));
        }
        walk(&mut phone, |name, view| {
            let size = bytes(view);
            assert!(size <= BUDGET, "{name} in {language}, elders {elders}: {size} bytes");
        });
    }
}

#[test]
fn every_screen_has_a_title_someone_to_call_and_no_message_id_in_it() {
    for language in ["zh-CN", "en"] {
        let mut phone = Phone::in_use();
        phone.tap(Tap::Settings(SettingsEvent::LanguageChosen(language.to_owned())));
        walk(&mut phone, |name, view| {
            assert!(!view.chrome.title.is_empty(), "{name}");
            assert_eq!(view.chrome.calls.len(), 2, "{name}: the ward and 120");
            assert_eq!(
                view.chrome.back.is_empty(),
                !view.chrome.tabs.is_empty(),
                "{name}: a task can be left"
            );
            assert_eq!(view.chrome.language, language);
            let text = format!("{view:?}");
            assert!(!text.contains("{ $") && !text.contains("{$"), "{name}: {text}");
        });
    }
}

#[test]
fn in_english_no_chinese_is_left_but_the_name_of_the_other_language() {
    let mut phone = Phone::in_use().in_english();
    walk(&mut phone, |name, view| {
        // What the rules and the records say in both languages is theirs; the app's own words are looked at here.
        let text = match &view.screen {
            Screen::Settings(settings) => {
                format!("{:?}", (&view.chrome, &settings.sync, &settings.elders, &settings.about))
            }
            Screen::Advice(advice) => format!("{:?}", (&view.chrome.tabs, &advice.trail, &advice.disclaimer)),
            Screen::Messages(messages) => format!("{:?}", (&view.chrome, &messages.rule, &messages.urgent)),
            screen => format!("{:?}", (&view.chrome, screen)),
        };
        let chinese: String = text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).collect();
        assert_eq!(chinese, "", "{name}");
    });
}

#[test]
fn what_a_shell_tells_crosses_the_boundary_and_what_comes_from_effects_never_does() {
    let clock = crate::Clock { wall_ms: -1, mono_ms: 2, zone: "Asia/Shanghai".to_owned() };
    let event = Event::Shell(Envelope { clock, tap: Tap::Diary(DiaryEvent::NoteTyped("疼".to_owned())) });
    let mut buffer = Vec::new();
    BincodeFfiFormat::serialize(&mut buffer, &event).unwrap();
    let back: Event = BincodeFfiFormat::deserialize(&buffer).unwrap();
    assert_eq!(format!("{back:?}"), format!("{event:?}"));
    let step = crate::Step::Lock(crate::LockStep::WaitOver(1));
    assert!(BincodeFfiFormat::serialize(&mut Vec::new(), &Event::from(step)).is_err());
}
