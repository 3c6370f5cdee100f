//! The first and the last that a date or time may stand for.

use chrono::{Duration, NaiveDateTime, NaiveTime, Timelike};

use super::{Date, DateTime, EASTMOST, Precision, Time, WESTMOST, Zone, end};

/// Which of the two is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Low,
    High,
}

impl Date {
    /// The first date of `digits` digits (4, 6 or 8; 8 when not said) that it may stand for.
    pub fn low_boundary(&self, digits: Option<i64>) -> Option<Self> {
        self.boundary(digits, Side::Low)
    }

    /// The last date of `digits` digits that it may stand for.
    pub fn high_boundary(&self, digits: Option<i64>) -> Option<Self> {
        self.boundary(digits, Side::High)
    }

    fn boundary(self, digits: Option<i64>, side: Side) -> Option<Self> {
        let (precision, _) =
            precision_of(digits.unwrap_or(8)).filter(|(wanted, _)| *wanted <= Precision::Day)?;
        let start = edge(self.start.and_time(NaiveTime::MIN), self.precision, side).date();
        Some(cut(start.and_time(NaiveTime::MIN), precision, 0, None).date_of())
    }
}

impl DateTime {
    /// The first moment of `digits` digits (4, 6, 8, 10, 12, 14 or 17; 17 when not said) that it may stand for: in
    /// the zone where that day begins first, when it has none.
    pub fn low_boundary(&self, digits: Option<i64>) -> Option<Self> {
        self.boundary(digits, Side::Low)
    }

    /// The last moment of `digits` digits that it may stand for: in the zone where that day ends last, when it has
    /// none.
    pub fn high_boundary(&self, digits: Option<i64>) -> Option<Self> {
        self.boundary(digits, Side::High)
    }

    fn boundary(self, digits: Option<i64>, side: Side) -> Option<Self> {
        let (precision, fraction) = precision_of(digits.unwrap_or(17))?;
        let start = fraction_edge(
            edge(self.start, clock_precision(self.precision), side),
            self.fraction,
            self.precision,
            side,
        );
        let anywhere = Zone { minutes: if side == Side::Low { EASTMOST } else { WESTMOST }, zulu: false };
        let zone = (precision >= Precision::Hour).then(|| self.zone.unwrap_or(anywhere));
        Some(cut(start, precision, fraction, zone))
    }
}

impl Time {
    /// The first time of `digits` digits (2, 4, 6 or 9; 9 when not said) that it may stand for.
    pub fn low_boundary(&self, digits: Option<i64>) -> Option<Self> {
        self.boundary(digits, Side::Low)
    }

    /// The last time of `digits` digits that it may stand for.
    pub fn high_boundary(&self, digits: Option<i64>) -> Option<Self> {
        self.boundary(digits, Side::High)
    }

    fn boundary(self, digits: Option<i64>, side: Side) -> Option<Self> {
        let (precision, fraction) = precision_of(digits.unwrap_or(9).checked_add(8)?)
            .filter(|(wanted, _)| *wanted >= Precision::Hour)?;
        let start = chrono::NaiveDate::default().and_time(self.start);
        let start = fraction_edge(
            edge(start, clock_precision(self.precision), side),
            self.fraction,
            self.precision,
            side,
        );
        cut(start, precision, fraction, None).time_of()
    }
}

/// FHIR has no hours without minutes: the official cases take `T08` for `T08:00` here.
fn clock_precision(precision: Precision) -> Precision {
    if precision == Precision::Hour { Precision::Minute } else { precision }
}

fn precision_of(digits: i64) -> Option<(Precision, u8)> {
    Some(match digits {
        4 => (Precision::Year, 0),
        6 => (Precision::Month, 0),
        8 => (Precision::Day, 0),
        10 => (Precision::Hour, 0),
        12 => (Precision::Minute, 0),
        14 => (Precision::Second, 0),
        17 => (Precision::Second, 3),
        _ => return None,
    })
}

/// The first, or the last whole millisecond.
fn edge(start: NaiveDateTime, precision: Precision, side: Side) -> NaiveDateTime {
    if side == Side::Low || precision == Precision::Second {
        return start;
    }
    let end = end(start, precision);
    end.checked_sub_signed(Duration::milliseconds(1)).filter(|last| *last >= start).unwrap_or(start)
}

/// Seconds without, or with fewer than three digits of, a fraction may be up to `.999`.
fn fraction_edge(start: NaiveDateTime, fraction: u8, precision: Precision, side: Side) -> NaiveDateTime {
    if side == Side::Low || precision != Precision::Second {
        return start;
    }
    let open = match fraction {
        0 => 999,
        1 => 99,
        2 => 9,
        _ => 0,
    };
    start.with_nanosecond(start.nanosecond() + open * 1_000_000).unwrap_or(start)
}

fn cut(start: NaiveDateTime, precision: Precision, fraction: u8, zone: Option<Zone>) -> DateTime {
    use chrono::Datelike;
    let date = start.date();
    let date = match precision {
        Precision::Year => date.with_day(1).and_then(|date| date.with_month(1)).unwrap_or(date),
        Precision::Month => date.with_day(1).unwrap_or(date),
        _ => date,
    };
    let time = start.time();
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    let millis = time.nanosecond() / 1_000_000;
    let time = match precision {
        Precision::Year | Precision::Month | Precision::Day => None,
        Precision::Hour => NaiveTime::from_hms_opt(hour, 0, 0),
        Precision::Minute => NaiveTime::from_hms_opt(hour, minute, 0),
        Precision::Second if fraction == 0 => NaiveTime::from_hms_opt(hour, minute, second),
        Precision::Second => NaiveTime::from_hms_milli_opt(hour, minute, second, millis.min(999)),
    };
    DateTime { start: date.and_time(time.unwrap_or(NaiveTime::MIN)), precision, fraction, zone }
}
