use serde_json::Value;

use crate::{MeasuresEvent, Screen, Tap, TypedField, effects::vault::VaultFault, support::Phone};

fn type_into(phone: &mut Phone, id: &str, text: &str) {
    let field = TypedField { id: id.to_owned(), text: text.to_owned() };
    phone.tap(Tap::Measures(MeasuresEvent::FieldTyped(field)));
}

fn only_observation(phone: &mut Phone) -> Value {
    phone.settle();
    assert_eq!(phone.hospital.observations().len(), 1);
    phone.hospital.observations()[0].clone()
}

#[test]
fn empty_unreadable_and_impossible_values_are_turned_down_with_what_is_wrong() {
    for (kind, typed, words) in [
        ("temperature", "", "请填体温"),
        ("temperature", "  ", "请填体温"),
        ("temperature", "有点烧", "只填数字"),
        ("temperature", "😀", "只填数字"),
        ("temperature", "-38", "只填数字"),
        ("temperature", "389", "30\u{a0}°C 到 45\u{a0}°C"),
        ("temperature", "0", "30\u{a0}°C 到 45\u{a0}°C"),
        ("temperature", "38.95", "小数点后最多一位"),
        ("heart-rate", "72.5", "整数"),
        ("oxygen", "101", "30% 到 100%"),
        ("glucose", "0.1", "0.5\u{a0}mmol/L"),
        ("weight", "700", "300\u{a0}kg"),
    ] {
        let mut phone = Phone::in_use();
        phone.measure(kind, &[(kind, typed)]);
        let field = phone.measure_view().fields.remove(0);
        assert!(field.error.contains(words), "{kind} {typed}: {}", field.error);
        assert_eq!(field.value, typed, "what was typed stays");
        assert!(phone.vault.outbox.is_empty());
    }
}

#[test]
fn full_width_digits_and_chinese_numerals_are_numbers_too() {
    for typed in ["38.4", "３８．４", "38。4", "三十八点四", " 38，4 "] {
        let mut phone = Phone::in_use();
        phone.measure("temperature", &[("temperature", typed)]);
        let stored = only_observation(&mut phone);
        assert_eq!(stored["valueQuantity"]["value"].to_string(), "38.4", "{typed}");
        assert_eq!(stored["valueQuantity"]["code"], "Cel");
    }
}

#[test]
fn the_digits_are_kept_as_they_were_typed() {
    let mut phone = Phone::in_use();
    phone.measure("temperature", &[("temperature", "37.0")]);
    assert_eq!(only_observation(&mut phone)["valueQuantity"]["value"].to_string(), "37.0");
}

#[test]
fn an_unusual_value_is_asked_about_once_and_then_saved() {
    let mut phone = Phone::in_use();
    phone.measure("temperature", &[("temperature", "42.5")]);
    let view = phone.measure_view();
    assert!(view.confirm.contains("42.5\u{a0}°C"), "{}", view.confirm);
    assert!(phone.vault.outbox.is_empty());
    type_into(&mut phone, "temperature", "42.6");
    assert!(phone.measure_view().confirm.is_empty(), "another value is another question");
    phone.tap(Tap::Measures(MeasuresEvent::SavePressed));
    assert!(phone.measure_view().confirm.contains("42.6"));
    phone.tap(Tap::Measures(MeasuresEvent::SavePressed));
    assert_eq!(only_observation(&mut phone)["valueQuantity"]["value"].to_string(), "42.6");
}

#[test]
fn blood_pressure_is_two_numbers_in_the_right_order() {
    let mut phone = Phone::in_use();
    phone.measure("pressure", &[("systolic", "80"), ("diastolic", "120")]);
    assert!(phone.measure_view().fields[1].error.contains("填反"));
    type_into(&mut phone, "systolic", "128");
    type_into(&mut phone, "diastolic", "82");
    assert_eq!(phone.measure_view().save, "保存：128/82\u{a0}mmHg");
    phone.tap(Tap::Measures(MeasuresEvent::SavePressed));
    let stored = only_observation(&mut phone);
    assert_eq!(stored["component"][0]["valueQuantity"]["value"].to_string(), "128");
    assert_eq!(stored["component"][1]["code"]["coding"][0]["code"], "8462-4");
    assert_eq!(phone.today().entries[0].detail, "128/82\u{a0}mmHg");
}

#[test]
fn choosing_another_measurement_starts_afresh_and_correcting_one_keeps_it() {
    let mut phone = Phone::in_use();
    phone.measure("temperature", &[("temperature", "37.1")]);
    let id = phone.newest();
    phone.diary(crate::DiaryEvent::CorrectPressed(id));
    assert_eq!(phone.measure_view().kinds.len(), 1);
    phone.tap(Tap::Measures(MeasuresEvent::KindChosen("weight".to_owned())));
    assert_eq!(phone.measure_view().fields[0].id, "temperature");
    type_into(&mut phone, "temperature", "37.3");
    phone.tap(Tap::Measures(MeasuresEvent::SavePressed));
    let stored = only_observation(&mut phone);
    assert_eq!(
        (stored["status"].as_str(), stored["valueQuantity"]["value"].to_string().as_str()),
        (Some("amended"), "37.3")
    );
    phone.diary(crate::DiaryEvent::ItemPressed("weight".to_owned()));
    assert_eq!(phone.measure_view().fields[0].value, "");
}

#[test]
fn a_full_disk_keeps_the_number_and_says_so() {
    let mut phone = Phone::in_use();
    phone.vault.writes_fail = Some(VaultFault::StorageFull);
    phone.measure("temperature", &[("temperature", "38.9")]);
    let view = phone.measure_view();
    assert!(view.error.contains("没有空间"));
    assert_eq!(view.fields[0].value, "38.9");
}

#[test]
fn a_clock_that_cannot_be_right_is_said_and_a_measurement_is_saved_all_the_same() {
    let mut phone = Phone::in_use();
    phone.clock.wall_ms = 0;
    phone.measure("temperature", &[("temperature", "36.8")]);
    assert!(matches!(phone.view().screen, Screen::Today(_)));
    assert!(phone.view().chrome.toast.unwrap().detail.contains("可能不对"));
}
