//! Reading dates and times, in literals and in FHIR's JSON.

use chrono::{NaiveDate, NaiveTime};

use super::{Date, DateTime, Precision, Time, Zone};

impl Date {
    /// Reads `2026`, `2026-11` or `2026-11-22`.
    pub fn parse(text: &str) -> Option<Self> {
        let (start, precision) = read_date(text)?;
        Some(Self { start, precision })
    }
}

impl DateTime {
    /// Reads a date, or a date, `T` and as much of `16:05:00.000+08:00` as is given.
    pub fn parse(text: &str) -> Option<Self> {
        let (date, rest) = text.split_once('T').unwrap_or((text, ""));
        let (day, precision) = read_date(date)?;
        if rest.is_empty() {
            return Some(Self { start: day.and_time(NaiveTime::MIN), precision, fraction: 0, zone: None });
        }
        if precision != Precision::Day {
            return None;
        }
        let (clock, zone) = match rest.find(['Z', '+', '-']) {
            Some(at) => {
                let (clock, zone) = rest.split_at_checked(at)?;
                (clock, Some(read_zone(zone)?))
            }
            None => (rest, None),
        };
        let (time, precision, fraction) = read_time(clock)?;
        Some(Self { start: day.and_time(time), precision, fraction, zone })
    }
}

impl Time {
    /// Reads as much of `16:05:00.000` as is given.
    pub fn parse(text: &str) -> Option<Self> {
        let (start, precision, fraction) = read_time(text)?;
        Some(Self { start, precision, fraction })
    }
}

fn digits(text: &str, count: usize) -> Option<u32> {
    (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

fn read_date(text: &str) -> Option<(NaiveDate, Precision)> {
    let date = kangban_fhir::Date::parse(text).ok()?;
    let precision = match date.precision() {
        kangban_fhir::Precision::Year => Precision::Year,
        kangban_fhir::Precision::Month => Precision::Month,
        _ => Precision::Day,
    };
    Some((date.day(), precision))
}

fn read_time(text: &str) -> Option<(NaiveTime, Precision, u8)> {
    let (clock, fraction) = match text.split_once('.') {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (text, None),
    };
    let mut parts = clock.split(':');
    let hour = digits(parts.next()?, 2)?;
    let minute = parts.next().map(|part| digits(part, 2));
    let second = parts.next().map(|part| digits(part, 2));
    if parts.next().is_some() || (fraction.is_some() && second.is_none()) {
        return None;
    }
    let precision = match (minute, second) {
        (None, _) => Precision::Hour,
        (Some(_), None) => Precision::Minute,
        (Some(_), Some(_)) => Precision::Second,
    };
    let (minute, second) = (minute.unwrap_or(Some(0))?, second.unwrap_or(Some(0))?);
    // R4 allows 60 for a leap second; the calendar has no such instant, so it counts as the second before.
    let second = if second == 60 { 59 } else { second };
    let (nanos, written) = match fraction {
        None => (0, 0),
        Some(text) if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) => return None,
        Some(text) => {
            let kept = text.get(..9).unwrap_or(text);
            (format!("{kept:0<9}").parse().ok()?, u8::try_from(kept.len()).ok()?)
        }
    };
    Some((NaiveTime::from_hms_nano_opt(hour, minute, second, nanos)?, precision, written))
}

fn read_zone(text: &str) -> Option<Zone> {
    if text == "Z" {
        return Some(Zone { minutes: 0, zulu: true });
    }
    let (sign, rest) = text.split_at_checked(1)?;
    let (hours, minutes) = rest.split_once(':')?;
    let (hours, minutes) = (digits(hours, 2)?, digits(minutes, 2).filter(|minutes| *minutes < 60)?);
    let total = i16::try_from(hours * 60 + minutes).ok().filter(|total| *total <= 14 * 60)?;
    Some(Zone { minutes: if sign == "-" { -total } else { total }, zulu: false })
}
