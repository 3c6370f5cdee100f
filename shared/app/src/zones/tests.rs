use std::{collections::BTreeMap, fmt::Write as _};

use chrono::{DateTime, NaiveDate, Offset, TimeZone, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};
use proptest::prelude::*;

use super::*;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/zones/zones.txt");

fn minute_of(year: i32) -> i64 {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap().and_time(chrono::NaiveTime::MIN).and_utc().timestamp() / 60
}

/// The whole database's word, in minutes.
fn offset(tz: Tz, minute: i64) -> i32 {
    let at = DateTime::<Utc>::from_timestamp(minute * 60, 0).unwrap();
    tz.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc() / 60
}

/// Every change of a zone: looked for every two days, found by halving.
fn changes(tz: Tz) -> Vec<(i64, i32)> {
    const STEP: i64 = 2 * 24 * 60;
    let (mut at, end, mut found) = (minute_of(2010), minute_of(2040), Vec::new());
    while at < end {
        let next = (at + STEP).min(end);
        if offset(tz, next) != offset(tz, at) {
            let (mut before, mut after) = (at, next);
            while after - before > 1 {
                let middle = i64::midpoint(before, after);
                if offset(tz, middle) == offset(tz, before) { before = middle } else { after = middle }
            }
            found.push((after, offset(tz, after)));
        }
        at = next;
    }
    found
}

/// The offset in 2010, and each change.
type Offsets = (i32, Vec<(i64, i32)>);

fn table() -> String {
    let mut zones: BTreeMap<Offsets, Vec<&str>> = BTreeMap::new();
    for tz in TZ_VARIANTS {
        zones.entry((offset(tz, minute_of(2010)), changes(tz))).or_default().push(tz.name());
    }
    let mut out = String::new();
    for ((first, changes), names) in zones {
        write!(out, "{first}").unwrap();
        let mut last = 0;
        for (minute, offset) in changes {
            write!(out, " {}:{offset}", minute - last).unwrap();
            last = minute;
        }
        writeln!(out, "|{}", names.join(" ")).unwrap();
    }
    out
}

#[test]
fn the_table_is_what_the_whole_database_says() {
    let fresh = table();
    if std::env::var_os("UPDATE_ZONES").is_some() {
        std::fs::write(FILE, &fresh).unwrap();
    }
    let there = std::fs::read_to_string(FILE).unwrap();
    assert!(there == fresh, "zones/zones.txt is not fresh: run this test with UPDATE_ZONES=1");
    assert_eq!(ZONES.len(), TZ_VARIANTS.len());
}

#[test]
fn a_local_time_that_is_shown_twice_is_the_first_and_one_that_is_skipped_is_none() {
    let berlin = Zone::named("Europe/Berlin");
    let local = |day: (i32, u32, u32), hour| {
        NaiveDate::from_ymd_opt(day.0, day.1, day.2).unwrap().and_hms_opt(hour, 30, 0).unwrap()
    };
    let minutes = |ms: i64| ms / 60_000 % (24 * 60);
    assert_eq!(berlin.moment(local((2026, 10, 25), 2)).map(minutes), Some(30));
    assert_eq!(berlin.moment(local((2026, 3, 29), 2)), None);
    assert_eq!(berlin.moment(local((2026, 7, 1), 2)).map(minutes), Some(30));
    assert_eq!(Zone::named("Mars/Olympus").offset_at(0), Utc.fix());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_moment_in_any_zone_has_the_offset_that_the_whole_database_gives(
        zone in 0..TZ_VARIANTS.len(), minute in 21_037_000..36_816_000_i64,
    ) {
        let tz = TZ_VARIANTS[zone];
        let minute = minute.clamp(minute_of(2010), minute_of(2040));
        prop_assert_eq!(Zone::named(tz.name()).offset_at(minute * 60_000).local_minus_utc() / 60, offset(tz, minute));
    }

    #[test]
    fn a_moment_written_as_a_local_time_is_read_back(zone in 0..TZ_VARIANTS.len(), minute in 21_037_000..36_816_000_i64) {
        let zone = Zone::named(TZ_VARIANTS[zone].name());
        let at = DateTime::<Utc>::from_timestamp(minute * 60, 0).unwrap();
        let local = at.with_timezone(&zone.offset_at(minute * 60_000)).naive_local();
        let read = zone.moment(local).unwrap();
        // Shown twice, it is the first of the two.
        prop_assert!(read == minute * 60_000 || (read < minute * 60_000 && minute * 60_000 - read <= 3 * 3_600_000));
    }
}
