//! When an action asks: days counted from the anchor, and windows of local time.

use bigdecimal::{BigDecimal, ToPrimitive as _};
use chrono::{
    DateTime, Days, FixedOffset, LocalResult, Months, NaiveDate, NaiveDateTime, NaiveTime, Offset as _,
    TimeDelta, TimeZone,
};
use kangban_fhir::Decimal;
use serde_json::Value;

/// More occurrences than anybody can be asked.
const MOST: u32 = 400;

/// A span of calendar time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Span {
    Days(i64),
    /// Months end where a month ends: a month after 31 January is the last of February.
    Months(i32),
}

impl Span {
    /// A `Duration` of whole days, weeks, months or years.
    pub(super) fn read(duration: &Value) -> Result<Self, String> {
        let (value, unit) = amount(duration)?;
        Self::of(&value, &unit)
    }

    fn of(value: &BigDecimal, unit: &str) -> Result<Self, String> {
        let whole = |factor: i32| -> Result<i64, String> {
            let all = value * BigDecimal::from(factor);
            if all.is_integer() { all.to_i64() } else { None }
                .filter(|all| all.abs() <= 40_000)
                .ok_or_else(|| format!("{value} {unit} is no whole number of days"))
        };
        match unit {
            "d" => whole(1).map(Self::Days),
            "wk" => whole(7).map(Self::Days),
            "mo" => Ok(Self::Months(i32::try_from(whole(1)?).map_err(|error| error.to_string())?)),
            "a" => Ok(Self::Months(i32::try_from(whole(12)?).map_err(|error| error.to_string())?)),
            "h" => {
                let days = value / BigDecimal::from(24);
                let days = if days.is_integer() { days.to_i64() } else { None };
                days.map(Self::Days).ok_or_else(|| format!("{value} h is no whole number of days"))
            }
            _ => Err(format!("the unit '{unit}' is none of d, wk, mo, a, h")),
        }
    }

    /// The day `times` spans after another.
    fn after(self, day: NaiveDate, times: u32) -> Option<NaiveDate> {
        match self {
            Self::Days(days) => {
                let all = days.checked_mul(i64::from(times))?;
                let span = Days::new(all.unsigned_abs());
                if all < 0 { day.checked_sub_days(span) } else { day.checked_add_days(span) }
            }
            Self::Months(months) => {
                let all = i64::from(months).checked_mul(i64::from(times))?;
                let span = Months::new(u32::try_from(all.unsigned_abs()).ok()?);
                if all < 0 { day.checked_sub_months(span) } else { day.checked_add_months(span) }
            }
        }
    }

    fn is_forward(self) -> bool {
        match self {
            Self::Days(days) => days > 0,
            Self::Months(months) => months > 0,
        }
    }
}

/// The number and UCUM unit of a `Duration`.
fn amount(duration: &Value) -> Result<(BigDecimal, String), String> {
    let value = duration.get("value").and_then(|value| kangban_fhir::Datatype::read(value).ok());
    let value: Decimal = value.ok_or("a duration has no value")?;
    let unit = duration.get("code").or_else(|| duration.get("unit")).and_then(Value::as_str);
    Ok((value.value().clone(), unit.ok_or("a duration has no unit")?.to_owned()))
}

/// On which days an action asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Timing {
    /// Once, so long after the anchor (before it, when negative).
    Once(Span),
    /// At the anchor and then every period, while the bounds last or so many times.
    Every { period: Span, bounds: Option<Span>, count: Option<u32> },
}

impl Timing {
    /// A `Timing` that repeats once a period of whole days.
    pub(super) fn read(timing: &Value) -> Result<Self, String> {
        const KNOWN: [&str; 7] =
            ["boundsDuration", "count", "frequency", "period", "periodUnit", "id", "extension"];
        let repeat = timing.get("repeat").and_then(Value::as_object).ok_or("its timing repeats nothing")?;
        if let Some(unknown) = repeat.keys().find(|key| !KNOWN.contains(&key.as_str())) {
            return Err(format!("timing.repeat.{unknown} is not understood here"));
        }
        if repeat.get("frequency").is_some_and(|times| times.as_u64() != Some(1)) {
            return Err("only one form a period is asked".to_owned());
        }
        let value = repeat.get("period").and_then(|value| kangban_fhir::Datatype::read(value).ok());
        let value: Decimal = value.ok_or("timing.repeat.period is missing")?;
        let unit = repeat.get("periodUnit").and_then(Value::as_str).unwrap_or_default();
        let period = Span::of(value.value(), unit)?;
        let bounds = repeat.get("boundsDuration").map(Span::read).transpose()?;
        let count = repeat.get("count").and_then(Value::as_u64).and_then(|count| u32::try_from(count).ok());
        if !period.is_forward() || (bounds.is_none() && count.is_none()) {
            return Err("its timing needs a period and an end (boundsDuration or count)".to_owned());
        }
        Ok(Self::Every { period, bounds, count })
    }

    /// The days, counted from the anchor's.
    pub(super) fn days(self, anchor: NaiveDate) -> Result<Vec<NaiveDate>, String> {
        let beyond = || "its days are out of all time".to_owned();
        match self {
            Self::Once(span) => Ok(vec![span.after(anchor, 1).ok_or_else(beyond)?]),
            Self::Every { period, bounds, count } => {
                let end = bounds.map(|bounds| bounds.after(anchor, 1).ok_or_else(beyond)).transpose()?;
                let mut days = Vec::new();
                for number in 0..count.unwrap_or(u32::MAX) {
                    // Each from the anchor, so that a short month does not shorten the ones after it.
                    let day = period.after(anchor, number).ok_or_else(beyond)?;
                    if end.is_some_and(|end| day >= end) {
                        break;
                    }
                    if number >= MOST {
                        return Err(format!("it would ask more than {MOST} times"));
                    }
                    days.push(day);
                }
                Ok(days)
            }
        }
    }
}

/// Minutes from the start of the day to a window's two ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hours {
    opens: i64,
    closes: i64,
}

impl Default for Hours {
    /// The whole day.
    fn default() -> Self {
        Self { opens: 0, closes: 24 * 60 }
    }
}

impl Hours {
    /// The window extension of an action.
    pub(super) fn read(extension: &Value) -> Result<Self, String> {
        let inner = extension.get("extension").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let minutes = |name: &str| -> Result<Option<i64>, String> {
            let part = inner.iter().find(|one| one.get("url").and_then(Value::as_str) == Some(name));
            let Some(duration) = part.and_then(|part| part.get("valueDuration")) else { return Ok(None) };
            let (value, unit) = amount(duration)?;
            let factor = match unit.as_str() {
                "min" => 1,
                "h" => 60,
                "d" => 24 * 60,
                "wk" => 7 * 24 * 60,
                _ => return Err(format!("a window in '{unit}'; min, h, d or wk is expected")),
            };
            let minutes = (value * BigDecimal::from(factor)).to_i64().filter(|all| all.abs() < 10_000_000);
            minutes.map(Some).ok_or_else(|| "a window out of all time".to_owned())
        };
        let opens = minutes("opens")?.unwrap_or(0);
        let closes = minutes("closes")?.unwrap_or(24 * 60);
        if closes <= opens {
            Err("its window closes before it opens".to_owned())
        } else {
            Ok(Self { opens, closes })
        }
    }
}

/// A window of local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    /// The hour on the day itself at which it is asked.
    pub(super) at: DateTime<FixedOffset>,
    pub(super) opens: DateTime<FixedOffset>,
    pub(super) closes: DateTime<FixedOffset>,
}

impl Window {
    /// The window of a day, by the clock on the wall: eight hours is eight in the morning, also on the day on which
    /// the clocks are put forward.
    pub(super) fn of<Tz: TimeZone>(hours: Hours, day: NaiveDate, zone: &Tz) -> Option<Self> {
        let start = day.and_time(NaiveTime::MIN);
        let local = |minutes: i64| start.checked_add_signed(TimeDelta::try_minutes(minutes)?);
        let own = if (0..24 * 60).contains(&hours.opens) { hours.opens } else { 0 };
        let opens = moment(local(hours.opens)?, zone, Side::First)?;
        let closes = moment(local(hours.closes)?, zone, Side::Last)?;
        // A window in the hour that the clocks skip keeps its length.
        let length = TimeDelta::try_minutes(hours.closes.checked_sub(hours.opens)?)?;
        let closes = if closes > opens { closes } else { opens.checked_add_signed(length)? };
        Some(Self { at: moment(local(own)?, zone, Side::First)?, opens, closes })
    }
}

/// Which of two moments with the same local time is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    First,
    Last,
}

/// A local time as a moment. One that the clocks skip is the first that exists after it.
fn moment<Tz: TimeZone>(local: NaiveDateTime, zone: &Tz, side: Side) -> Option<DateTime<FixedOffset>> {
    const STEP_MINUTES: i64 = 15;
    // No clock was ever put forward by more than a day.
    for step in 0..=(24 * 60 / STEP_MINUTES) {
        let tried = local.checked_add_signed(TimeDelta::try_minutes(step * STEP_MINUTES)?)?;
        let found = match zone.from_local_datetime(&tried) {
            LocalResult::Single(at) => at,
            LocalResult::Ambiguous(first, last) => {
                if side == Side::First {
                    first
                } else {
                    last
                }
            }
            LocalResult::None => continue,
        };
        let offset = found.offset().fix();
        return Some(found.with_timezone(&offset));
    }
    None
}
