//! Dates and times that keep their precision, their offset and their text.

use std::{cmp::Ordering, fmt};

use chrono::{Duration, FixedOffset, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use serde_json::Value;

use crate::{Datatype, FhirError};

/// How exactly a date or time was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// `2026`
    Year,
    /// `2026-11`
    Month,
    /// `2026-11-22`
    Day,
    /// `2026-11-22T16:05:00+08:00`
    Second,
    /// `2026-11-22T16:05:00.000+08:00`
    Millisecond,
}

/// A FHIR `dateTime`: a year, a month, a day, or a moment with its offset.
///
/// Two of them are compared as in `FHIRPath` (§ Date/Time comparison): `None` when their precisions or a missing
/// zone leave the order open. Equality (`==`) is of the text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DateTime {
    text: String,
    start: NaiveDateTime,
    precision: Precision,
    offset: Option<FixedOffset>,
}

impl DateTime {
    /// Reads the text of a `dateTime` or `date`.
    ///
    /// # Errors
    /// `Malformed` when it does not follow R4's form, or names a day that does not exist.
    pub fn parse(text: &str) -> Result<Self, FhirError> {
        Self::read_text(text).ok_or_else(|| FhirError::malformed("dateTime"))
    }

    /// The moment `at`, to the second (or the millisecond when it has a fraction), with its offset.
    pub fn from_moment(at: chrono::DateTime<FixedOffset>) -> Self {
        let millis = at.timestamp_subsec_millis() != 0;
        let text = at.to_rfc3339_opts(
            if millis { chrono::SecondsFormat::Millis } else { chrono::SecondsFormat::Secs },
            at.offset().local_minus_utc() == 0,
        );
        Self {
            text,
            start: at.naive_local(),
            precision: if millis { Precision::Millisecond } else { Precision::Second },
            offset: Some(*at.offset()),
        }
    }

    /// The text as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// How exactly it was given.
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// The offset from UTC, when there is a time of day.
    pub fn offset(&self) -> Option<FixedOffset> {
        self.offset
    }

    /// The calendar day it starts on, as written (in its own offset).
    pub fn day(&self) -> NaiveDate {
        self.start.date()
    }

    /// The moments it may stand for: from the first, to just before the second. A date without a zone is taken
    /// to be in `zone`.
    pub fn range(&self, zone: FixedOffset) -> (chrono::DateTime<Utc>, chrono::DateTime<Utc>) {
        let offset = self.offset.unwrap_or(zone);
        let to_utc = |local: NaiveDateTime| {
            let utc = local.checked_sub_signed(Duration::seconds(offset.local_minus_utc().into()));
            Utc.from_utc_datetime(&utc.unwrap_or(local))
        };
        (to_utc(self.start), to_utc(self.end()))
    }

    /// The first moment it may stand for, in milliseconds since 1970 in UTC; a date without a zone is taken in UTC.
    pub fn millis(&self) -> i64 {
        self.range(FixedOffset::east_opt(0).unwrap_or_else(|| Utc.fix_offset())).0.timestamp_millis()
    }

    /// The moment itself, when it is given to the second or better.
    pub fn moment(&self) -> Option<chrono::DateTime<FixedOffset>> {
        let offset = self.offset?;
        offset.from_local_datetime(&self.start).single()
    }

    /// Which of the two is earlier, or `None` when that cannot be told.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        let with_zone = self.offset.is_some() && other.offset.is_some();
        if with_zone {
            return Some(self.moment()?.cmp(&other.moment()?));
        }
        if self.precision >= Precision::Second || other.precision >= Precision::Second {
            // One has no zone: the order is sure only when no zone can turn it.
            let (west, east) = (FixedOffset::west_opt(12 * 3600)?, FixedOffset::east_opt(14 * 3600)?);
            let span = |date: &Self| (date.range(east).0, date.range(west).1);
            let (mine, theirs) = (span(self), span(other));
            return if mine.1 <= theirs.0 {
                Some(Ordering::Less)
            } else if theirs.1 <= mine.0 {
                Some(Ordering::Greater)
            } else {
                None
            };
        }
        if self.end() <= other.start {
            Some(Ordering::Less)
        } else if other.end() <= self.start {
            Some(Ordering::Greater)
        } else if self.precision == other.precision {
            Some(Ordering::Equal)
        } else {
            None
        }
    }

    fn end(&self) -> NaiveDateTime {
        let later = match self.precision {
            Precision::Year => self.start.checked_add_months(Months::new(12)),
            Precision::Month => self.start.checked_add_months(Months::new(1)),
            Precision::Day => self.start.checked_add_signed(Duration::days(1)),
            Precision::Second => self.start.checked_add_signed(Duration::seconds(1)),
            Precision::Millisecond => self.start.checked_add_signed(Duration::milliseconds(1)),
        };
        later.unwrap_or(self.start)
    }

    fn read_text(text: &str) -> Option<Self> {
        let (date, time) = match text.split_once('T') {
            Some((date, time)) => (date, Some(time)),
            None => (text, None),
        };
        let (day, precision) = read_date(date)?;
        let Some(time) = time else {
            let start = day.and_time(NaiveTime::MIN);
            return Some(Self { text: text.to_owned(), start, precision, offset: None });
        };
        if precision != Precision::Day {
            return None;
        }
        let zone_at = time.find(['Z', '+', '-'])?;
        let (clock, zone) = time.split_at(zone_at);
        let offset = read_zone(zone)?;
        let (clock, precision) = read_clock(clock)?;
        Some(Self { text: text.to_owned(), start: day.and_time(clock), precision, offset: Some(offset) })
    }
}

/// chrono spells a zero offset three ways; this is the one that cannot fail.
trait FixOffset {
    fn fix_offset(&self) -> FixedOffset;
}

impl FixOffset for Utc {
    fn fix_offset(&self) -> FixedOffset {
        chrono::Offset::fix(self)
    }
}

fn digits(text: &str, count: usize) -> Option<u32> {
    (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

fn read_date(text: &str) -> Option<(NaiveDate, Precision)> {
    let mut parts = text.split('-');
    let year = i32::try_from(digits(parts.next()?, 4)?).ok().filter(|year| *year > 0)?;
    let month = parts.next().map(|part| digits(part, 2));
    let day = parts.next().map(|part| digits(part, 2));
    if parts.next().is_some() {
        return None;
    }
    let precision = match (month, day) {
        (None, _) => Precision::Year,
        (Some(_), None) => Precision::Month,
        (Some(_), Some(_)) => Precision::Day,
    };
    let (month, day) = (month.unwrap_or(Some(1))?, day.unwrap_or(Some(1))?);
    Some((NaiveDate::from_ymd_opt(year, month, day)?, precision))
}

fn read_clock(text: &str) -> Option<(NaiveTime, Precision)> {
    let (clock, fraction) = match text.split_once('.') {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (text, None),
    };
    let mut parts = clock.split(':');
    let hour = digits(parts.next()?, 2)?;
    let minute = digits(parts.next()?, 2)?;
    // R4 allows 60 for a leap second; chrono has no such instant, so it counts as the second before.
    let second = digits(parts.next()?, 2).filter(|second| *second <= 60)?.min(59);
    if parts.next().is_some() {
        return None;
    }
    let nanos = match fraction {
        None => 0,
        Some(fraction) if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) => {
            return None;
        }
        Some(fraction) => format!("{fraction:0<9}").get(..9)?.parse().ok()?,
    };
    let precision = if fraction.is_some() { Precision::Millisecond } else { Precision::Second };
    Some((NaiveTime::from_hms_nano_opt(hour, minute, second, nanos)?, precision))
}

fn read_zone(text: &str) -> Option<FixedOffset> {
    if text == "Z" {
        return FixedOffset::east_opt(0);
    }
    let (sign, rest) = text.split_at_checked(1)?;
    let (hours, minutes) = rest.split_once(':')?;
    let (hours, minutes) = (digits(hours, 2).filter(|h| *h <= 14)?, digits(minutes, 2).filter(|m| *m < 60)?);
    let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
    FixedOffset::east_opt(if sign == "-" { -seconds } else { seconds })
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Datatype for DateTime {
    fn read(value: &Value) -> Result<Self, FhirError> {
        Self::parse(value.as_str().ok_or_else(|| FhirError::wrong_type("dateTime"))?)
    }

    fn write(&self) -> Value {
        Value::String(self.text.clone())
    }
}

/// A FHIR `date`: a year, a month or a day.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Date(DateTime);

impl Date {
    /// Reads the text of a `date`.
    ///
    /// # Errors
    /// `Malformed` when it is not one.
    pub fn parse(text: &str) -> Result<Self, FhirError> {
        match DateTime::read_text(text) {
            Some(date) if date.precision <= Precision::Day => Ok(Self(date)),
            _ => Err(FhirError::malformed("date")),
        }
    }

    /// The text as it was written.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// How exactly it was given.
    pub fn precision(&self) -> Precision {
        self.0.precision()
    }

    /// Its first day.
    pub fn day(&self) -> NaiveDate {
        self.0.day()
    }

    /// Which of the two is earlier, or `None` when that cannot be told.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        self.0.compare(&other.0)
    }
}

impl Datatype for Date {
    fn read(value: &Value) -> Result<Self, FhirError> {
        Self::parse(value.as_str().ok_or_else(|| FhirError::wrong_type("date"))?)
    }

    fn write(&self) -> Value {
        Value::String(self.as_str().to_owned())
    }
}

/// A FHIR `instant`: a moment to the second or better, with its offset.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Instant(DateTime);

impl Instant {
    /// Reads the text of an `instant`.
    ///
    /// # Errors
    /// `Malformed` when it is not one.
    pub fn parse(text: &str) -> Result<Self, FhirError> {
        match DateTime::read_text(text) {
            Some(date) if date.precision >= Precision::Second => Ok(Self(date)),
            _ => Err(FhirError::malformed("instant")),
        }
    }

    /// The moment `at`.
    pub fn from_moment(at: chrono::DateTime<FixedOffset>) -> Self {
        Self(DateTime::from_moment(at))
    }

    /// The text as it was written.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Milliseconds since 1970 in UTC.
    pub fn millis(&self) -> i64 {
        self.0.millis()
    }
}

impl From<Instant> for DateTime {
    fn from(instant: Instant) -> Self {
        instant.0
    }
}

impl PartialOrd for Instant {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.0.compare(&other.0)
    }
}

impl Datatype for Instant {
    fn read(value: &Value) -> Result<Self, FhirError> {
        Self::parse(value.as_str().ok_or_else(|| FhirError::wrong_type("instant"))?)
    }

    fn write(&self) -> Value {
        Value::String(self.as_str().to_owned())
    }
}

/// A FHIR `time` of day, without a zone.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Time {
    text: String,
    clock: NaiveTime,
}

impl Time {
    /// Reads `hh:mm:ss`, with a fraction or without.
    ///
    /// # Errors
    /// `Malformed` when it is not one.
    pub fn parse(text: &str) -> Result<Self, FhirError> {
        let (clock, _) = read_clock(text).ok_or_else(|| FhirError::malformed("time"))?;
        Ok(Self { text: text.to_owned(), clock })
    }

    /// The text as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The time of day.
    pub fn clock(&self) -> NaiveTime {
        self.clock
    }
}

impl Datatype for Time {
    fn read(value: &Value) -> Result<Self, FhirError> {
        Self::parse(value.as_str().ok_or_else(|| FhirError::wrong_type("time"))?)
    }

    fn write(&self) -> Value {
        Value::String(self.text.clone())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> DateTime {
        DateTime::parse(text).unwrap()
    }

    #[test]
    fn precision_and_text_are_kept() {
        for (text, precision) in [
            ("2026", Precision::Year),
            ("2026-11", Precision::Month),
            ("2026-11-22", Precision::Day),
            ("2026-11-22T16:05:00+08:00", Precision::Second),
            ("2026-11-22T16:05:00.120Z", Precision::Millisecond),
        ] {
            assert_eq!(at(text).precision(), precision);
            assert_eq!(at(text).as_str(), text);
        }
    }

    #[test]
    fn a_date_that_does_not_exist_or_has_no_zone_is_refused() {
        for text in [
            "",
            "26",
            "2026-13",
            "2026-02-30",
            "2026-1-1",
            "2026-11-22T16:05:00",
            "2026-11-22T16:05+08:00",
            "2026-11-22T25:00:00Z",
            "2026-11T10:00:00Z",
            "0000",
            "2026-11-22T16:05:00.Z",
            "2026-11-22T16:05:00+15:00",
        ] {
            assert!(DateTime::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn order_is_open_where_precision_leaves_it_open() {
        assert_eq!(at("2026").compare(&at("2026-03")), None);
        assert_eq!(at("2026").compare(&at("2027-03")), Some(Ordering::Less));
        assert_eq!(at("2026-03-01").compare(&at("2026-03-01")), Some(Ordering::Equal));
        assert_eq!(at("2026-03-01").compare(&at("2026-03-01T10:00:00Z")), None);
        assert_eq!(at("2026-03-01").compare(&at("2026-03-05T10:00:00Z")), Some(Ordering::Less));
        assert_eq!(
            at("2026-03-01T10:00:00+08:00").compare(&at("2026-03-01T02:00:00Z")),
            Some(Ordering::Equal)
        );
    }

    #[test]
    fn a_moment_is_written_with_its_offset() {
        let moment = at("2026-11-22T16:05:00+08:00").moment().unwrap();
        assert_eq!(DateTime::from_moment(moment).as_str(), "2026-11-22T16:05:00+08:00");
    }

    proptest! {
        #[test]
        fn comparing_the_other_way_round_turns_the_answer(a in date_text(), b in date_text()) {
            let (a, b) = (at(&a), at(&b));
            prop_assert_eq!(a.compare(&b), b.compare(&a).map(Ordering::reverse));
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,30}") {
            let _ = DateTime::parse(&text);
            let _ = Time::parse(&text);
        }
    }

    fn date_text() -> impl Strategy<Value = String> {
        (1900..2100u32, 1..=12u32, 1..=28u32, 0..24u32, -12..=14i32, 0..4u8).prop_map(
            |(y, m, d, h, z, kind)| match kind {
                0 => format!("{y:04}"),
                1 => format!("{y:04}-{m:02}"),
                2 => format!("{y:04}-{m:02}-{d:02}"),
                _ => format!(
                    "{y:04}-{m:02}-{d:02}T{h:02}:00:00{}{:02}:00",
                    if z < 0 { '-' } else { '+' },
                    z.abs()
                ),
            },
        )
    }
}
