use super::reading;
use crate::{
    HealthKind, HealthReading,
    health::sieve::{STRETCH_MS, Sieve},
};

fn beats(minute: u32, value: i64) -> HealthReading {
    let at = format!("2026-11-22T{:02}:{:02}:00Z", 8 + minute / 60, minute % 60);
    reading(&at, HealthKind::HeartRate, &at, &[value * 1_000])
}

#[test]
fn of_four_hours_the_first_is_taken_and_what_is_clearly_beyond() {
    let mut sieve = Sieve::default();
    let taken: Vec<bool> = [(0, 70), (5, 72), (10, 84), (15, 85), (20, 84), (25, 55), (235, 60), (240, 70)]
        .map(|(minute, value)| sieve.takes(&beats(minute, value), false))
        .to_vec();
    assert_eq!(taken, [true, false, false, true, false, true, false, true]);
}

#[test]
fn the_first_that_a_rule_speaks_about_is_always_taken() {
    let mut sieve = Sieve::default();
    let oxygen = |at: &str, value| reading(at, HealthKind::OxygenSaturation, at, &[value]);
    assert!(sieve.takes(&oxygen("2026-11-22T08:00:00Z", 93_000), false));
    assert!(sieve.takes(&oxygen("2026-11-22T08:05:00Z", 91_000), true));
    assert!(!sieve.takes(&oxygen("2026-11-22T08:10:00Z", 90_500), true), "told already");
    assert!(sieve.takes(&oxygen("2026-11-22T08:15:00Z", 88_000), true), "clearly worse");
}

#[test]
fn what_is_typed_or_measured_by_hand_is_always_taken() {
    let mut sieve = Sieve::default();
    for _ in 0..3 {
        let pressure = reading("a", HealthKind::BloodPressure, "2026-11-22T08:00:00Z", &[120_000, 80_000]);
        assert!(sieve.takes(&pressure, false));
        assert!(sieve.takes(&reading("a", HealthKind::Weight, "2026-11-22T08:00:00Z", &[60_000]), false));
        assert!(sieve.takes(&HealthReading { typed: true, ..beats(0, 70) }, false));
    }
}

#[test]
fn what_is_in_the_diary_already_counts() {
    let mut sieve = Sieve::default();
    let first = beats(0, 70);
    sieve.know(HealthKind::HeartRate, first.start_ms, 70_000, false);
    assert!(!sieve.takes(&beats(30, 71), false));
    sieve.know(HealthKind::HeartRate, first.start_ms - STRETCH_MS, 40_000, false);
    assert!(!sieve.takes(&beats(31, 71), false), "another four hours are another matter");
}
