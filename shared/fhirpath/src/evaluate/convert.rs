//! `toInteger()` and its like.

use std::borrow::Cow;

use bigdecimal::BigDecimal;

use crate::{
    Quantity, Value,
    function::Function,
    number,
    temporal::{Date, DateTime, Time},
};

/// What a value is converted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Conversion {
    Boolean,
    Integer,
    Decimal,
    Text,
    Date,
    DateTime,
    Time,
    Quantity,
}

/// The conversion a function makes, and whether it only asks if it can be made.
pub(super) fn conversion(function: Function) -> Option<(Conversion, bool)> {
    use Conversion as C;
    use Function as F;
    Some(match function {
        F::ToBoolean => (C::Boolean, false),
        F::ConvertsToBoolean => (C::Boolean, true),
        F::ToInteger => (C::Integer, false),
        F::ConvertsToInteger => (C::Integer, true),
        F::ToDecimal => (C::Decimal, false),
        F::ConvertsToDecimal => (C::Decimal, true),
        F::ToText => (C::Text, false),
        F::ConvertsToText => (C::Text, true),
        F::ToDate => (C::Date, false),
        F::ConvertsToDate => (C::Date, true),
        F::ToDateTime => (C::DateTime, false),
        F::ConvertsToDateTime => (C::DateTime, true),
        F::ToTime => (C::Time, false),
        F::ConvertsToTime => (C::Time, true),
        F::ToQuantity => (C::Quantity, false),
        F::ConvertsToQuantity => (C::Quantity, true),
        _ => return None,
    })
}

/// The converted value; `None` when there is no such conversion. `unit` is wanted of a quantity.
pub(super) fn convert<'a>(to: Conversion, value: &Value<'a>, unit: Option<&str>) -> Option<Value<'a>> {
    let system = value.system();
    let system = &*system;
    match to {
        Conversion::Boolean => to_boolean(system).map(Value::Boolean),
        Conversion::Integer => to_integer(system).map(Value::Integer),
        Conversion::Decimal => to_decimal(system).map(Value::Decimal),
        Conversion::Text => match system {
            Value::String(text) => Some(Value::String(text.clone())),
            _ => to_text(system).map(|text| Value::String(Cow::Owned(text))),
        },
        Conversion::Date => to_date(system).map(Value::Date),
        Conversion::DateTime => to_date_time(system).map(Value::DateTime),
        Conversion::Time => match system {
            Value::Time(time) => Some(Value::Time(*time)),
            Value::String(text) => Time::parse(text).map(Value::Time),
            _ => None,
        },
        Conversion::Quantity => {
            let quantity = to_quantity(system)?;
            let quantity = match unit {
                Some(unit) => quantity.to_unit(unit)?,
                None => quantity,
            };
            Some(Value::Quantity(Box::new(quantity)))
        }
    }
}

fn to_boolean(value: &Value<'_>) -> Option<bool> {
    match value {
        Value::Boolean(value) => Some(*value),
        Value::Integer(1) => Some(true),
        Value::Integer(0) => Some(false),
        Value::Decimal(number) if *number == 1 => Some(true),
        Value::Decimal(number) if *number == 0 => Some(false),
        Value::String(text) => match text.to_ascii_lowercase().as_str() {
            "true" | "t" | "yes" | "y" | "1" | "1.0" => Some(true),
            "false" | "f" | "no" | "n" | "0" | "0.0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

fn to_integer(value: &Value<'_>) -> Option<i64> {
    match value {
        Value::Boolean(value) => Some(i64::from(*value)),
        Value::Integer(value) => Some(*value),
        Value::String(text) => text.parse::<i32>().ok().map(i64::from),
        _ => None,
    }
}

fn to_decimal(value: &Value<'_>) -> Option<BigDecimal> {
    match value {
        Value::Boolean(value) => Some(BigDecimal::from(i32::from(*value))),
        Value::Integer(_) | Value::Decimal(_) => value.as_decimal(),
        Value::String(text) => plain_number(text),
        _ => None,
    }
}

/// Digits, with a sign and a point at most; no exponent.
fn plain_number(text: &str) -> Option<BigDecimal> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    let unsigned = digits.strip_prefix('-').unwrap_or(digits);
    let fits = unsigned.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && (digits.len() == text.len() || unsigned.len() == digits.len());
    if fits { number::parse(digits) } else { None }
}

/// As text; `None` for what has no text of its own.
pub(super) fn to_text(value: &Value<'_>) -> Option<String> {
    match value {
        Value::Boolean(value) => Some(value.to_string()),
        Value::Integer(value) => Some(value.to_string()),
        Value::Decimal(value) => Some(number::text(value)),
        Value::String(text) => Some(text.clone().into_owned()),
        Value::Date(date) => Some(date.to_string()),
        Value::DateTime(date) => Some(date.to_string()),
        Value::Time(time) => Some(time.to_string()),
        Value::Quantity(quantity) => Some(quantity.to_string()),
        Value::Node(node) => match node.system()? {
            Value::Node(_) => None,
            system => to_text(&system),
        },
        Value::Type(name) => Some(name.to_string()),
    }
}

fn to_date(value: &Value<'_>) -> Option<Date> {
    match value {
        Value::Date(date) => Some(*date),
        Value::DateTime(moment) => Some(moment.date_of()),
        Value::String(text) => {
            Date::parse(text).or_else(|| DateTime::parse(text).map(|moment| moment.date_of()))
        }
        _ => None,
    }
}

fn to_date_time(value: &Value<'_>) -> Option<DateTime> {
    match value {
        Value::Date(date) => Some(date.to_date_time()),
        Value::DateTime(moment) => Some(*moment),
        Value::String(text) => DateTime::parse(text),
        _ => None,
    }
}

fn to_quantity(value: &Value<'_>) -> Option<Quantity> {
    match value {
        Value::Quantity(quantity) => Some(Quantity::clone(quantity)),
        Value::Boolean(_) => Some(Quantity::ucum(decimal_of_boolean(value)?, "1")),
        Value::Integer(_) | Value::Decimal(_) => Some(Quantity::ucum(value.as_decimal()?, "1")),
        Value::String(text) => Quantity::parse(text),
        _ => None,
    }
}

/// `true` is `1.0`.
fn decimal_of_boolean(value: &Value<'_>) -> Option<BigDecimal> {
    number::parse(if value.as_bool()? { "1.0" } else { "0.0" })
}
