//! Dates and times as `FHIRPath` knows them: with the precision they were written in, compared with three answers.

mod arithmetic;
mod boundary;
mod read;

#[cfg(test)]
mod tests;

use std::{cmp::Ordering, fmt};

use bigdecimal::BigDecimal;
use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

/// How exactly a date or time was given. Fractions of a second do not make another precision: seconds are a decimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// `2026`
    Year,
    /// `2026-11`
    Month,
    /// `2026-11-22`
    Day,
    /// `2026-11-22T16`
    Hour,
    /// `2026-11-22T16:05`
    Minute,
    /// `2026-11-22T16:05:00`, with or without a fraction
    Second,
}

/// The units that time is added in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeUnit {
    /// `year`
    Year,
    /// `month`
    Month,
    /// `week`
    Week,
    /// `day`
    Day,
    /// `hour`
    Hour,
    /// `minute`
    Minute,
    /// `second`
    Second,
    /// `millisecond`
    Millisecond,
}

/// A year, a month or a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Date {
    start: NaiveDate,
    precision: Precision,
}

/// A date with a time of day, either as exact as it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DateTime {
    start: NaiveDateTime,
    precision: Precision,
    /// How many digits the second's fraction was written with.
    fraction: u8,
    zone: Option<Zone>,
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Time {
    start: NaiveTime,
    precision: Precision,
    fraction: u8,
}

/// An offset from UTC, and whether it was written `Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Zone {
    minutes: i16,
    zulu: bool,
}

impl Date {
    /// The day with this number of the calendar.
    pub fn of_day(day: NaiveDate) -> Self {
        Self { start: day, precision: Precision::Day }
    }

    /// How exactly it was given.
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// Its first day.
    pub fn day(&self) -> NaiveDate {
        self.start
    }

    /// The year.
    pub fn year_of(&self) -> i64 {
        self.start.year().into()
    }

    /// The month, when it is given.
    pub fn month_of(&self) -> Option<i64> {
        (self.precision >= Precision::Month).then(|| self.start.month().into())
    }

    /// The day of the month, when it is given.
    pub fn day_of(&self) -> Option<i64> {
        (self.precision >= Precision::Day).then(|| self.start.day().into())
    }

    /// The same date as a `DateTime`, of the same precision and without a zone.
    pub fn to_date_time(self) -> DateTime {
        DateTime {
            start: self.start.and_time(NaiveTime::MIN),
            precision: self.precision,
            fraction: 0,
            zone: None,
        }
    }

    /// Which is earlier; `None` when one is not exact enough to tell.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        self.to_date_time().compare(&other.to_date_time())
    }

    /// Whether both are the same; `None` when one is not exact enough to tell.
    pub fn equal(&self, other: &Self) -> Option<bool> {
        self.compare(other).map(Ordering::is_eq)
    }

    /// How many digits it is written with: 4, 6 or 8.
    pub fn digits(&self) -> i64 {
        self.to_date_time().digits()
    }
}

impl DateTime {
    /// The moment FHIR writes so; `None` when it has no time of day.
    pub fn of_fhir(moment: &kangban_fhir::DateTime) -> Option<Self> {
        Self::parse(moment.as_str())
    }

    /// How exactly it was given.
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// Its date.
    pub fn date_of(&self) -> Date {
        Date { start: self.start.date(), precision: self.precision.min(Precision::Day) }
    }

    /// Its time of day, when it is given.
    pub fn time_of(&self) -> Option<Time> {
        (self.precision >= Precision::Hour).then(|| Time {
            start: self.start.time(),
            precision: self.precision,
            fraction: self.fraction,
        })
    }

    /// Its offset from UTC in hours, when it is given.
    pub fn offset_of(&self) -> Option<BigDecimal> {
        let quarters = i64::from(self.zone?.minutes) * 100 / 60;
        self.zone.filter(|zone| zone.minutes % 15 == 0).map_or_else(
            || Some(BigDecimal::from(self.zone?.minutes) / BigDecimal::from(60)),
            |_| Some(BigDecimal::new(quarters.into(), 2).normalized()),
        )
    }

    /// The first moment it may stand for, in UTC when it has a zone and as written otherwise.
    fn utc(&self) -> NaiveDateTime {
        let minutes = self.zone.map_or(0, |zone| zone.minutes);
        self.start.checked_sub_signed(Duration::minutes(minutes.into())).unwrap_or(self.start)
    }

    /// The same moment in another zone.
    fn is_zoned(&self) -> bool {
        self.zone.is_some()
    }

    /// The moments it may stand for: from the first to just before the second, in UTC, when read in a zone `minutes`
    /// ahead unless it has one of its own.
    fn span(&self, minutes: i16) -> (NaiveDateTime, NaiveDateTime) {
        let minutes = Duration::minutes(self.zone.map_or(minutes, |zone| zone.minutes).into());
        let back = |at: NaiveDateTime| at.checked_sub_signed(minutes).unwrap_or(at);
        (back(self.start), back(end(self.start, self.precision)))
    }

    /// Which is earlier; `None` when precision or a missing zone leave it open.
    ///
    /// A calendar day beside a moment with a zone is taken to be a day of that zone; a time of day without a zone may
    /// be anywhere on earth.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        if self.is_zoned() == other.is_zoned() {
            if self.precision == other.precision {
                return Some(self.utc().cmp(&other.utc()));
            }
            return ordered(self.span(0), other.span(0));
        }
        let (bare, zoned) = if self.is_zoned() { (other, self) } else { (self, other) };
        let zone = zoned.zone?.minutes;
        let found = if bare.precision <= Precision::Day {
            ordered(bare.span(zone), zoned.span(zone))
        } else {
            let (first, last) = (bare.span(WESTMOST), bare.span(EASTMOST));
            ordered((last.0, first.1), zoned.span(zone))
        };
        if self.is_zoned() { found.map(Ordering::reverse) } else { found }
    }

    /// Whether both are the same moment; `None` when precision or a missing zone leave it open.
    pub fn equal(&self, other: &Self) -> Option<bool> {
        self.compare(other).map(Ordering::is_eq)
    }

    /// How many digits it is written with: 4, 6, 8, 10, 12, 14 or 17.
    pub fn digits(&self) -> i64 {
        digits(self.precision, self.fraction)
    }
}

impl Time {
    /// How exactly it was given.
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// The hour.
    pub fn hour_of(&self) -> i64 {
        self.start.hour().into()
    }

    /// The minute, when it is given.
    pub fn minute_of(&self) -> Option<i64> {
        (self.precision >= Precision::Minute).then(|| self.start.minute().into())
    }

    /// The second, when it is given.
    pub fn second_of(&self) -> Option<i64> {
        (self.precision >= Precision::Second).then(|| self.start.second().into())
    }

    /// The milliseconds, when they are given.
    pub fn millisecond_of(&self) -> Option<i64> {
        (self.fraction > 0).then(|| i64::from(self.start.nanosecond() / 1_000_000))
    }

    /// Which is earlier; `None` when one is not exact enough to tell.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        if self.precision == other.precision {
            return Some(self.start.cmp(&other.start));
        }
        let day = NaiveDate::default();
        let span = |time: &Self| (day.and_time(time.start), end(day.and_time(time.start), time.precision));
        ordered(span(self), span(other))
    }

    /// Whether both are the same; `None` when one is not exact enough to tell.
    pub fn equal(&self, other: &Self) -> Option<bool> {
        self.compare(other).map(Ordering::is_eq)
    }

    /// How many digits it is written with: 2, 4, 6 or 9.
    pub fn digits(&self) -> i64 {
        digits(self.precision, self.fraction) - 8
    }
}

macro_rules! shared {
    ($($type:ident),*) => {
        $(impl $type {
            /// Whether both are the same and given equally exactly.
            pub fn equivalent(&self, other: &Self) -> bool {
                self.precision == other.precision && self.equal(other) == Some(true)
            }
        })*
    };
}

shared!(Date, DateTime, Time);

impl TimeUnit {
    /// The unit a calendar word names: `year`, `years`, ….
    pub fn of_word(word: &str) -> Option<Self> {
        Some(match word.strip_suffix('s').unwrap_or(word) {
            "year" => Self::Year,
            "month" => Self::Month,
            "week" => Self::Week,
            "day" => Self::Day,
            "hour" => Self::Hour,
            "minute" => Self::Minute,
            "second" => Self::Second,
            "millisecond" => Self::Millisecond,
            _ => return None,
        })
    }

    /// The unit a UCUM code names: `a`, `mo`, `wk`, `d`, `h`, `min`, `s`, `ms`.
    pub fn of_code(code: &str) -> Option<Self> {
        Some(match code {
            "a" => Self::Year,
            "mo" => Self::Month,
            "wk" => Self::Week,
            "d" => Self::Day,
            "h" => Self::Hour,
            "min" => Self::Minute,
            "s" => Self::Second,
            "ms" => Self::Millisecond,
            _ => return None,
        })
    }

    /// Its UCUM code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Year => "a",
            Self::Month => "mo",
            Self::Week => "wk",
            Self::Day => "d",
            Self::Hour => "h",
            Self::Minute => "min",
            Self::Second => "s",
            Self::Millisecond => "ms",
        }
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Month => "month",
            Self::Week => "week",
            Self::Day => "day",
            Self::Hour => "hour",
            Self::Minute => "minute",
            Self::Second => "second",
            Self::Millisecond => "millisecond",
        }
    }
}

/// Minutes ahead of UTC where the day begins first and last.
const EASTMOST: i16 = 14 * 60;
const WESTMOST: i16 = -12 * 60;

/// Which of two spans of time comes first, when they do not overlap.
fn ordered(mine: (NaiveDateTime, NaiveDateTime), theirs: (NaiveDateTime, NaiveDateTime)) -> Option<Ordering> {
    if mine.1 <= theirs.0 {
        Some(Ordering::Less)
    } else if theirs.1 <= mine.0 {
        Some(Ordering::Greater)
    } else {
        None
    }
}

/// The moment after all that `start` to `precision` may stand for.
fn end(start: NaiveDateTime, precision: Precision) -> NaiveDateTime {
    let later = match precision {
        Precision::Year => start.checked_add_months(chrono::Months::new(12)),
        Precision::Month => start.checked_add_months(chrono::Months::new(1)),
        Precision::Day => start.checked_add_signed(Duration::days(1)),
        Precision::Hour => start.checked_add_signed(Duration::hours(1)),
        Precision::Minute => start.checked_add_signed(Duration::minutes(1)),
        Precision::Second => start.checked_add_signed(Duration::nanoseconds(1)),
    };
    later.unwrap_or(start)
}

fn digits(precision: Precision, fraction: u8) -> i64 {
    match precision {
        Precision::Year => 4,
        Precision::Month => 6,
        Precision::Day => 8,
        Precision::Hour => 10,
        Precision::Minute => 12,
        Precision::Second if fraction == 0 => 14,
        Precision::Second => 14 + i64::from(fraction),
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_date(f, self.start, self.precision)
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_date(f, self.start.date(), self.precision)?;
        if self.precision >= Precision::Hour {
            f.write_str("T")?;
            write_time(f, self.start.time(), self.precision, self.fraction)?;
        }
        match self.zone {
            None => Ok(()),
            Some(Zone { zulu: true, .. }) => f.write_str("Z"),
            Some(Zone { minutes, .. }) => {
                let sign = if minutes < 0 { '-' } else { '+' };
                let minutes = minutes.unsigned_abs();
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_time(f, self.start, self.precision, self.fraction)
    }
}

fn write_date(f: &mut fmt::Formatter<'_>, day: NaiveDate, precision: Precision) -> fmt::Result {
    write!(f, "{:04}", day.year())?;
    if precision >= Precision::Month {
        write!(f, "-{:02}", day.month())?;
    }
    if precision >= Precision::Day {
        write!(f, "-{:02}", day.day())?;
    }
    Ok(())
}

fn write_time(
    f: &mut fmt::Formatter<'_>,
    time: NaiveTime,
    precision: Precision,
    fraction: u8,
) -> fmt::Result {
    write!(f, "{:02}", time.hour())?;
    if precision >= Precision::Minute {
        write!(f, ":{:02}", time.minute())?;
    }
    if precision >= Precision::Second {
        write!(f, ":{:02}", time.second())?;
        if fraction > 0 {
            let nanos = format!("{:09}", time.nanosecond() % 1_000_000_000);
            write!(f, ".{}", nanos.get(..usize::from(fraction)).unwrap_or(&nanos))?;
        }
    }
    Ok(())
}
