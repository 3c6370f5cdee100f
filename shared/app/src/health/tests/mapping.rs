use proptest::prelude::*;

use super::reading;
use crate::{
    HealthKind, HealthReading,
    event::Clock,
    health::{
        observe::{Unusable, id, observation},
        origin,
    },
    support::{NOW, millis},
    text::Lang,
};

const AT: &str = "2026-11-22T08:00:00+08:00";

fn clock() -> Clock {
    Clock { wall_ms: millis(NOW), mono_ms: 0, zone: "Asia/Shanghai".to_owned() }
}

fn made(reading: &HealthReading) -> serde_json::Value {
    observation(reading, "li", &clock()).unwrap().into_resource().into_value()
}

fn unusable(reading: &HealthReading) -> Unusable {
    observation(reading, "li", &clock()).unwrap_err()
}

fn night(hours: i64) -> HealthReading {
    HealthReading {
        start_ms: millis("2026-11-21T22:30:00+08:00"),
        end_ms: millis("2026-11-22T06:00:00+08:00"),
        ..reading("night", HealthKind::Sleep, AT, &[hours])
    }
}

#[test]
fn every_kind_has_the_codes_and_units_of_what_is_typed() {
    for (kind, values, code, value, unit) in [
        (HealthKind::Glucose, vec![5_994], "14745-4", "5.99", "mmol/L"),
        (HealthKind::Weight, vec![72_350], "29463-7", "72.35", "kg"),
        (HealthKind::HeartRate, vec![72_000], "8867-4", "72", "/min"),
        (HealthKind::OxygenSaturation, vec![97_000], "2708-6", "97", "%"),
        (HealthKind::Temperature, vec![36_800], "8310-5", "36.8", "Cel"),
    ] {
        let made = made(&reading("a", kind, AT, &values));
        assert_eq!(made["code"]["coding"][0]["code"], code);
        assert_eq!(made["valueQuantity"]["value"].to_string(), value);
        assert_eq!((&made["valueQuantity"]["code"], &made["status"]), (&unit.into(), &"final".into()));
        assert_eq!(made["effectiveDateTime"], AT);
        assert_eq!(made["subject"]["reference"], "Patient/li");
    }
    let pressure = made(&reading("a", HealthKind::BloodPressure, AT, &[128_000, 82_000]));
    assert_eq!(pressure["code"]["coding"][0]["code"], "85354-9");
    assert_eq!(pressure["component"][0]["valueQuantity"]["value"].to_string(), "128");
    assert_eq!(pressure["component"][1]["code"]["coding"][0]["code"], "8462-4");
}

#[test]
fn a_night_has_a_beginning_an_end_and_the_hours_asleep() {
    let made = made(&night(6_750));
    assert_eq!(made["code"]["coding"][0]["code"], "93832-4");
    assert_eq!(made["category"][0]["coding"][0]["code"], "activity");
    assert_eq!(made["effectivePeriod"]["start"], "2026-11-21T22:30:00+08:00");
    assert_eq!(made["effectivePeriod"]["end"], "2026-11-22T06:00:00+08:00");
    assert_eq!(made["valueQuantity"]["value"].to_string(), "6.75");
    assert!(made.get("effectiveDateTime").is_none());
    assert_eq!(unusable(&night(7_600)), Unusable::Impossible, "longer asleep than in bed");
}

#[test]
fn device_app_and_the_platforms_id_are_named_and_what_was_typed_there_says_so() {
    let mut weight = reading("uuid-1", HealthKind::Weight, AT, &[60_000]);
    weight.typed = true;
    let json = made(&weight);
    assert_eq!(json["identifier"][0]["system"], kangban_fhir::terms::READING);
    assert_eq!(json["identifier"][0]["value"], "uuid-1");
    assert_eq!(json["device"]["display"], "OMRON HEM-7136");
    assert_eq!(json["extension"][0]["valueReference"]["display"], "Omron Connect");
    assert_eq!(json["method"]["coding"][0]["code"], "typed");
    let observation = observation(&weight, "li", &clock()).unwrap();
    let origin = origin(&observation).unwrap();
    assert_eq!(origin.long(Lang::Zh), "OMRON HEM-7136 · Omron Connect · 在那里手动填的");
    assert_eq!(origin.short(Lang::Zh), "OMRON HEM-7136");
}

#[test]
fn a_source_without_a_name_is_another_device_and_a_long_name_is_cut_to_one_line() {
    let nameless = HealthReading {
        device: String::new(),
        source: String::new(),
        ..reading("a", HealthKind::Weight, AT, &[60_000])
    };
    let made = observation(&nameless, "li", &clock()).unwrap();
    assert_eq!(origin(&made).unwrap().long(Lang::En), "another device");
    let long = HealthReading { device: "一\n二".to_owned() + &"三".repeat(500), ..nameless };
    let made = observation(&long, "li", &clock()).unwrap();
    let shown = origin(&made).unwrap().short(Lang::Zh);
    assert_eq!((shown.chars().count(), shown.starts_with("一 二三")), (80, true));
}

#[test]
fn the_same_reading_always_has_the_same_id_and_another_patients_another() {
    assert_eq!(id("li", "a"), id("li", "a"));
    assert_ne!(id("li", "a"), id("li", "b"));
    assert_ne!(id("li", "a"), id("wang", "a"));
    assert!(kangban_fhir::Id::parse(id("li", &"长".repeat(1_000))).is_ok());
}

#[test]
fn what_cannot_be_is_told_apart_from_what_is_unusual() {
    for (bad, why) in [
        (reading("", HealthKind::Weight, AT, &[60_000]), Unusable::NoId),
        (reading("a", HealthKind::Weight, AT, &[]), Unusable::Values),
        (reading("a", HealthKind::Weight, AT, &[60_000, 1]), Unusable::Values),
        (reading("a", HealthKind::BloodPressure, AT, &[128_000]), Unusable::Values),
        (reading("a", HealthKind::Weight, AT, &[-60_000]), Unusable::Impossible),
        (reading("a", HealthKind::Weight, AT, &[i64::MAX]), Unusable::Impossible),
        (reading("a", HealthKind::Temperature, AT, &[389_000]), Unusable::Impossible),
        (reading("a", HealthKind::OxygenSaturation, AT, &[100_001]), Unusable::Impossible),
        (reading("a", HealthKind::BloodPressure, AT, &[80_000, 120_000]), Unusable::Impossible),
        (reading("a", HealthKind::Weight, "2026-11-22T16:30:00+08:00", &[60_000]), Unusable::Time),
        (HealthReading { end_ms: 0, ..reading("a", HealthKind::Weight, AT, &[60_000]) }, Unusable::Time),
    ] {
        assert_eq!(unusable(&bad), why, "{bad:?}");
    }
    made(&reading("a", HealthKind::Temperature, AT, &[42_500]));
    made(&reading("a", HealthKind::Weight, "2026-11-22T16:14:00+08:00", &[60_000]));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_reading_becomes_a_readable_observation_with_its_value_or_is_turned_down(
        which in 0_usize..7, start in any::<i64>(), long in any::<i64>(),
        values in prop::collection::vec(prop_oneof![any::<i64>(), 0_i64..400_000], 0..4), name in ".{0,20}",
    ) {
        let kind = [HealthKind::BloodPressure, HealthKind::Glucose, HealthKind::Weight, HealthKind::HeartRate,
            HealthKind::OxygenSaturation, HealthKind::Temperature, HealthKind::Sleep][which];
        let reading = HealthReading { id: name.clone(), kind, start_ms: start, end_ms: start.wrapping_add(long),
            values: values.clone(), device: name.clone(), source: name, typed: false };
        if let Ok(made) = observation(&reading, "li", &clock()) {
            let read = kangban_fhir::Resource::parse(&made.to_json()).unwrap();
            prop_assert_eq!(read.json(), made.json());
            if kind != HealthKind::BloodPressure {
                let number = made.number().unwrap().to_f64() * 1_000.0;
                #[allow(clippy::cast_precision_loss)]
                let off = (number - values[0] as f64).abs();
                prop_assert!(off <= 50.0, "{off}");
            }
        }
    }
}
