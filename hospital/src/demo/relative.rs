//! Dates in the demo's files that count from the day it starts: `@-3d 18:00`, `@-8m`, `@-2y`.

use chrono::{DateTime, Datelike as _, FixedOffset, Months, NaiveTime, TimeDelta, Utc};
use serde_json::Value;

/// The demo's hospital is in Hangzhou.
const ZONE_SECONDS: i32 = 8 * 3600;
/// When its day begins: forms open in the morning, and a demo that starts at night has one open, too.
const DAWN: TimeDelta = TimeDelta::hours(8);

/// Puts real dates in place of all relative ones. Gives the one that cannot be read.
pub(super) fn resolve(value: &mut Value, now: DateTime<Utc>) -> Result<(), String> {
    match value {
        Value::String(text) if text.starts_with('@') => {
            *text = date(text, now).ok_or_else(|| text.clone())?;
            Ok(())
        }
        Value::Array(items) => items.iter_mut().try_for_each(|item| resolve(item, now)),
        Value::Object(object) => object.values_mut().try_for_each(|item| resolve(item, now)),
        _ => Ok(()),
    }
}

/// `@-N` with a unit: a day, with a time of day where one is given, a month or a year.
fn date(text: &str, now: DateTime<Utc>) -> Option<String> {
    let zone = FixedOffset::east_opt(ZONE_SECONDS)?;
    let today = (now - DAWN).with_timezone(&zone).date_naive();
    let (ago, time) = match text.strip_prefix("@-")?.split_once(' ') {
        Some((ago, time)) => (ago, Some(NaiveTime::parse_from_str(time, "%H:%M").ok()?)),
        None => (text.strip_prefix("@-")?, None),
    };
    let unit = ago.chars().last()?;
    let count: u32 = ago.strip_suffix(unit)?.parse().ok()?;
    match (unit, time) {
        ('d', time) => {
            let day = today.checked_sub_signed(TimeDelta::try_days(i64::from(count))?)?;
            Some(match time {
                Some(time) => day.and_time(time).and_local_timezone(zone).single()?.to_rfc3339(),
                None => day.to_string(),
            })
        }
        ('m', None) => Some(today.checked_sub_months(Months::new(count))?.format("%Y-%m").to_string()),
        ('y', None) => Some((today.year() - i32::try_from(count).ok()?).to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_date_counts_from_the_day_in_hangzhou() {
        let late = DateTime::parse_from_rfc3339("2026-11-25T01:30:00Z").expect("a time").with_timezone(&Utc);
        for (text, wanted) in [
            ("@-3d 18:00", Some("2026-11-22T18:00:00+08:00")),
            ("@-1d", Some("2026-11-24")),
            ("@-8m", Some("2026-03")),
            ("@-15y", Some("2011")),
            ("@-1w", None),
            ("@3d", None),
            ("@-2y 10:00", None),
            ("@-x d", None),
        ] {
            assert_eq!(date(text, late).as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn the_night_belongs_to_the_day_before() {
        for (now, yesterday) in [
            ("2026-11-24T23:59:00Z", "2026-11-23"),
            ("2026-11-25T00:00:00Z", "2026-11-24"),
            ("2026-11-25T15:59:00Z", "2026-11-24"),
        ] {
            let now = DateTime::parse_from_rfc3339(now).expect("a time").with_timezone(&Utc);
            assert_eq!(date("@-1d", now).as_deref(), Some(yesterday), "{now}");
        }
    }
}
