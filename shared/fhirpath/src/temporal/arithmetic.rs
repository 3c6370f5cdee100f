//! Adding time to dates and times.

use bigdecimal::{BigDecimal, RoundingMode, ToPrimitive};
use chrono::{Datelike, Duration, Months, NaiveDateTime};

use super::{Date, DateTime, Precision, Time, TimeUnit};

impl Date {
    /// This date `amount` units later (earlier, when it is negative). Parts of a unit do not count. `None` when the
    /// year would not be one of 1 to 9999.
    pub fn plus(&self, amount: &BigDecimal, unit: TimeUnit) -> Option<Self> {
        Some(self.to_date_time().plus(amount, unit)?.date_of())
    }
}

impl DateTime {
    /// This moment `amount` units later (earlier, when it is negative). Parts of a unit do not count, and a unit finer
    /// than what is given counts for what it makes up: to `2024`, 25 months are 2 years. `None` when the year would
    /// not be one of 1 to 9999.
    pub fn plus(&self, amount: &BigDecimal, unit: TimeUnit) -> Option<Self> {
        let amount = whole(amount)?;
        let (amount, unit) = match self.precision {
            Precision::Year => (amount / per(unit, TimeUnit::Year)?, unit.min(TimeUnit::Year)),
            Precision::Month if unit > TimeUnit::Month => {
                (amount / per(unit, TimeUnit::Month)?, TimeUnit::Month)
            }
            Precision::Day if unit > TimeUnit::Day => (amount / per(unit, TimeUnit::Day)?, TimeUnit::Day),
            Precision::Hour if unit > TimeUnit::Hour => (amount / per(unit, TimeUnit::Hour)?, TimeUnit::Hour),
            Precision::Minute if unit > TimeUnit::Minute => {
                (amount / per(unit, TimeUnit::Minute)?, TimeUnit::Minute)
            }
            _ => (amount, unit),
        };
        let start = shifted(self.start, amount, unit)?;
        let fraction = if unit == TimeUnit::Millisecond { self.fraction.max(3) } else { self.fraction };
        (1..=9999).contains(&start.year()).then_some(Self { start, fraction, ..*self })
    }
}

impl Time {
    /// This time of day `amount` units later (earlier, when it is negative), around the clock. `None` for units of a
    /// day and longer.
    pub fn plus(&self, amount: &BigDecimal, unit: TimeUnit) -> Option<Self> {
        if unit < TimeUnit::Hour {
            return None;
        }
        let amount = whole(amount)?;
        let (amount, unit) = match self.precision {
            Precision::Hour => (amount / per(unit, TimeUnit::Hour)?, TimeUnit::Hour),
            Precision::Minute if unit > TimeUnit::Minute => {
                (amount / per(unit, TimeUnit::Minute)?, TimeUnit::Minute)
            }
            _ => (amount, unit),
        };
        // Only what is left of whole days turns the hands.
        let millis = amount.checked_mul(millis(unit)?)? % millis(TimeUnit::Day)?;
        let (start, _) = self.start.overflowing_add_signed(Duration::milliseconds(millis));
        let fraction = if unit == TimeUnit::Millisecond { self.fraction.max(3) } else { self.fraction };
        Some(Self { start, fraction, ..*self })
    }
}

fn whole(amount: &BigDecimal) -> Option<i64> {
    // A huge exponent would be written out digit by digit: it is out of range anyway.
    if amount.digits() > 40 || amount.fractional_digit_count().unsigned_abs() > 60 {
        return None;
    }
    amount.with_scale_round(0, RoundingMode::Down).to_i64()
}

fn shifted(start: NaiveDateTime, amount: i64, unit: TimeUnit) -> Option<NaiveDateTime> {
    let months = |count: i64| {
        let months = Months::new(u32::try_from(count.unsigned_abs()).ok()?);
        if count < 0 { start.checked_sub_months(months) } else { start.checked_add_months(months) }
    };
    match unit {
        TimeUnit::Year => months(amount.checked_mul(12)?),
        TimeUnit::Month => months(amount),
        unit => {
            let by = Duration::try_milliseconds(amount.checked_mul(millis(unit)?)?)?;
            start.checked_add_signed(by)
        }
    }
}

fn millis(unit: TimeUnit) -> Option<i64> {
    Some(match unit {
        TimeUnit::Year | TimeUnit::Month => return None,
        TimeUnit::Week => 7 * 24 * 3_600_000,
        TimeUnit::Day => 24 * 3_600_000,
        TimeUnit::Hour => 3_600_000,
        TimeUnit::Minute => 60_000,
        TimeUnit::Second => 1000,
        TimeUnit::Millisecond => 1,
    })
}

/// How many of `unit` make up one `larger`, by the specification's calendar: a year has 12 months and 365 days, a
/// month 30 days. One when `unit` is not smaller.
fn per(unit: TimeUnit, larger: TimeUnit) -> Option<i64> {
    match (unit, larger) {
        (unit, larger) if unit <= larger => Some(1),
        (TimeUnit::Month, TimeUnit::Year) => Some(12),
        (TimeUnit::Week, TimeUnit::Year) => Some(52),
        (TimeUnit::Week, TimeUnit::Month) => Some(4),
        (unit, TimeUnit::Year) => Some(365 * (millis(TimeUnit::Day)? / millis(unit)?)),
        (unit, TimeUnit::Month) => Some(30 * (millis(TimeUnit::Day)? / millis(unit)?)),
        (unit, larger) => Some(millis(larger)? / millis(unit)?),
    }
}
