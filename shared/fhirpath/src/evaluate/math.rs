//! Functions of one number, date or time.

use bigdecimal::{RoundingMode, Signed};

use super::wrong_type;
use crate::{ErrorKind, Value, function::Function, number};

/// A function of a number; `None` where it has no value.
pub(super) fn math<'a>(
    function: Function,
    value: &Value<'a>,
    operand: Option<&Value<'a>>,
) -> Result<Option<Value<'a>>, ErrorKind> {
    use Function as F;
    if let Value::Quantity(quantity) = value {
        let changed = match function {
            F::Abs => number::abs(quantity.value()),
            F::Round => number::round(quantity.value(), places(operand)?),
            _ => return Err(wrong_type(format!("{}()", function.name()), value)),
        };
        return Ok(Some(Value::Quantity(Box::new(quantity.with_value(changed)))));
    }
    let (Value::Integer(_) | Value::Decimal(_)) = value else {
        return Err(wrong_type(format!("{}()", function.name()), value));
    };
    let Some(x) = value.as_decimal() else { return Ok(None) };
    let whole = |mode| match number::whole(&x, mode) {
        Some(whole) if i32::try_from(whole).is_ok() => Some(Value::Integer(whole)),
        _ => None,
    };
    let by = || match operand.map(|operand| (operand, operand.system().as_decimal())) {
        Some((_, Some(y))) => Ok(y),
        Some((operand, None)) => Err(wrong_type(format!("{}()", function.name()), operand)),
        None => Err(ErrorKind::Arguments(function.name(), "one")),
    };
    Ok(match function {
        F::Abs => match value {
            Value::Integer(number) => number.checked_abs().map(Value::Integer),
            _ => Some(Value::Decimal(number::abs(&x))),
        },
        F::Ceiling => whole(RoundingMode::Ceiling),
        F::Floor => whole(RoundingMode::Floor),
        F::Truncate => whole(RoundingMode::Down),
        F::Round => Some(Value::Decimal(number::round(&x, places(operand)?))),
        F::Exp => number::inexact(&x, f64::exp).map(Value::Decimal),
        F::Ln => number::inexact(&x, f64::ln).map(Value::Decimal),
        F::Sqrt => number::inexact(&x, f64::sqrt).map(Value::Decimal),
        F::Log => {
            let base = by()?;
            number::logarithm(&x, &base).map(Value::Decimal)
        }
        F::Power => {
            let exponent = by()?;
            let result = number::power(&x, &exponent);
            let both_whole = matches!(value, Value::Integer(_))
                && operand.is_some_and(|operand| matches!(&*operand.system(), Value::Integer(_)));
            match result.as_ref().and_then(|result| number::whole(result, RoundingMode::Down)) {
                Some(power) if both_whole && !exponent.is_negative() => {
                    i32::try_from(power).is_ok().then_some(Value::Integer(power))
                }
                _ => result.map(Value::Decimal),
            }
        }
        _ => return Err(ErrorKind::UnknownFunction(function.name().to_owned())),
    })
}

/// The digits after the point that `round` keeps.
fn places(operand: Option<&Value<'_>>) -> Result<i64, ErrorKind> {
    let Some(operand) = operand else { return Ok(0) };
    match operand.as_integer() {
        Some(places @ 0..=100) => Ok(places),
        Some(_) => Err(ErrorKind::Invalid("round() keeps 0 to 100 digits".to_owned())),
        None => Err(wrong_type("round()", operand)),
    }
}

/// The least or greatest value that would be written as `value`.
pub(super) fn boundary<'a>(
    value: &Value<'a>,
    digits: Option<i64>,
    high: bool,
) -> Result<Option<Value<'a>>, ErrorKind> {
    let name = if high { "highBoundary()" } else { "lowBoundary()" };
    Ok(match value {
        Value::Integer(_) | Value::Decimal(_) => {
            value.as_decimal().and_then(|x| number::boundary(&x, digits, high)).map(Value::Decimal)
        }
        Value::Quantity(quantity) => number::boundary(quantity.value(), digits, high)
            .map(|edge| Value::Quantity(Box::new(quantity.with_value(edge)))),
        Value::Date(date) => {
            (if high { date.high_boundary(digits) } else { date.low_boundary(digits) }).map(Value::Date)
        }
        Value::DateTime(date) => {
            (if high { date.high_boundary(digits) } else { date.low_boundary(digits) }).map(Value::DateTime)
        }
        Value::Time(time) => {
            (if high { time.high_boundary(digits) } else { time.low_boundary(digits) }).map(Value::Time)
        }
        other => return Err(wrong_type(name, other)),
    })
}

/// How many digits a value was given with.
pub(super) fn precision<'a>(value: &Value<'a>) -> Result<Option<Value<'a>>, ErrorKind> {
    Ok(Some(Value::Integer(match value {
        Value::Integer(_) => 0,
        Value::Decimal(number) => number::places(number),
        Value::Date(date) => date.digits(),
        Value::DateTime(date) => date.digits(),
        Value::Time(time) => time.digits(),
        other => return Err(wrong_type("precision()", other)),
    })))
}

/// A part of a date or time; `None` when the function is no such part.
#[allow(clippy::type_complexity, reason = "the outer Option says whether the function is one of these")]
pub(super) fn component<'a>(
    function: Function,
    value: &Value<'a>,
) -> Option<Result<Option<Value<'a>>, ErrorKind>> {
    use Function as F;
    let known = matches!(
        function,
        F::YearOf
            | F::MonthOf
            | F::DayOf
            | F::HourOf
            | F::MinuteOf
            | F::SecondOf
            | F::MillisecondOf
            | F::TimezoneOffsetOf
            | F::DateOf
            | F::TimeOf
    );
    if !known {
        return None;
    }
    let (date, time, zone) = match value {
        Value::Date(date) => (Some(*date), None, None),
        Value::DateTime(moment) => (Some(moment.date_of()), moment.time_of(), moment.offset_of()),
        Value::Time(time) => (None, Some(*time), None),
        other => return Some(Err(wrong_type(format!("{}()", function.name()), other))),
    };
    Some(Ok(match function {
        F::YearOf => date.map(|date| Value::Integer(date.year_of())),
        F::MonthOf => date.and_then(|date| date.month_of()).map(Value::Integer),
        F::DayOf => date.and_then(|date| date.day_of()).map(Value::Integer),
        F::HourOf => time.map(|time| Value::Integer(time.hour_of())),
        F::MinuteOf => time.and_then(|time| time.minute_of()).map(Value::Integer),
        F::SecondOf => time.and_then(|time| time.second_of()).map(Value::Integer),
        F::MillisecondOf => time.and_then(|time| time.millisecond_of()).map(Value::Integer),
        F::TimezoneOffsetOf => zone.map(Value::Decimal),
        F::DateOf => date.map(Value::Date),
        _ => time.map(Value::Time),
    }))
}
