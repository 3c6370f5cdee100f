//! `=`, `~`, `<` and their like between two items.
//!
//! `None` stands for the empty collection: the answer is not known.

use std::cmp::Ordering;

use bigdecimal::BigDecimal;
use serde_json::{Map, Value as Json};

use crate::{
    ErrorKind, Quantity, Value,
    number::{self, Small},
    text,
};

/// How deep two elements are compared; deeper ones cannot be FHIR.
const MAX_DEPTH: u32 = 128;

/// `a = b` between two items.
pub(crate) fn equal(a: &Value<'_>, b: &Value<'_>) -> Option<bool> {
    if let (Value::Node(x), Value::Node(y)) = (a, b)
        && x.is_same(y)
    {
        return Some(true);
    }
    if let (Some(x), Some(y)) = (Small::of(a), Small::of(b)) {
        return Some(x.order(y).is_eq());
    }
    let (x, y) = (a.system(), b.system());
    match (&*x, &*y) {
        (Value::Boolean(x), Value::Boolean(y)) => Some(x == y),
        (Value::Integer(x), Value::Integer(y)) => Some(x == y),
        (Value::String(x), Value::String(y)) => Some(x == y),
        (Value::Integer(x), Value::Decimal(y)) | (Value::Decimal(y), Value::Integer(x)) => Some(*y == *x),
        (Value::Decimal(x), Value::Decimal(y)) => Some(x == y),
        (Value::Date(x), Value::Date(y)) => x.equal(y),
        (Value::DateTime(x), Value::DateTime(y)) => x.equal(y),
        (Value::Time(x), Value::Time(y)) => x.equal(y),
        (Value::Date(x), Value::DateTime(y)) | (Value::DateTime(y), Value::Date(x)) => {
            x.to_date_time().equal(y)
        }
        (Value::Quantity(x), Value::Quantity(y)) => x.equal(y),
        (Value::Quantity(x), y) | (y, Value::Quantity(x)) => match as_number(y) {
            Some(y) => x.equal(&Quantity::ucum(y, "1")),
            None => Some(false),
        },
        (Value::Type(x), Value::Type(y)) => Some(x == y),
        (Value::Node(x), Value::Node(y)) => match (x.json, y.json) {
            (Some(x), Some(y)) => Some(same_json(x, y, 0)),
            // Primitives without a value are the same when what stands beside them is.
            (None, None) => match (x.beside, y.beside) {
                (Some(x), Some(y)) => Some(same_json(x, y, 0)),
                _ => Some(false),
            },
            _ => Some(false),
        },
        _ => Some(false),
    }
}

/// `a ~ b` between two items: case, white space and the order within do not matter, numbers agree to the digits
/// of the less exact one.
pub(crate) fn equivalent(a: &Value<'_>, b: &Value<'_>) -> bool {
    let (x, y) = (a.system(), b.system());
    match (&*x, &*y) {
        (Value::String(x), Value::String(y)) => x == y || text::folded(x) == text::folded(y),
        (Value::Integer(x), Value::Integer(y)) => x == y,
        (Value::Integer(x), Value::Decimal(y)) | (Value::Decimal(y), Value::Integer(x)) => {
            number::equivalent(&BigDecimal::from(*x), y)
        }
        (Value::Decimal(x), Value::Decimal(y)) => number::equivalent(x, y),
        (Value::Date(x), Value::Date(y)) => x.equal(y) == Some(true),
        (Value::DateTime(x), Value::DateTime(y)) => x.equal(y) == Some(true),
        (Value::Time(x), Value::Time(y)) => x.equal(y) == Some(true),
        (Value::Quantity(x), Value::Quantity(y)) => x.equivalent(y),
        (Value::Quantity(x), y) | (y, Value::Quantity(x)) => {
            as_number(y).is_some_and(|y| x.equivalent(&Quantity::ucum(y, "1")))
        }
        (Value::Node(x), Value::Node(y)) => match (x.json, y.json) {
            (Some(x), Some(y)) => alike_json(x, y, 0),
            _ => equal(a, b) == Some(true),
        },
        _ => equal(a, b) == Some(true),
    }
}

fn as_number(value: &Value<'_>) -> Option<BigDecimal> {
    match value {
        Value::Integer(value) => Some(BigDecimal::from(*value)),
        Value::Decimal(value) => Some(value.clone()),
        _ => None,
    }
}

/// Which of the two comes first; `Ok(None)` when that is not known.
pub(crate) fn order(a: &Value<'_>, b: &Value<'_>, what: &str) -> Result<Option<Ordering>, ErrorKind> {
    if let (Some(x), Some(y)) = (Small::of(a), Small::of(b)) {
        return Ok(Some(x.order(y)));
    }
    let (x, y) = (a.system(), b.system());
    Ok(match (&*x, &*y) {
        (Value::Integer(x), Value::Integer(y)) => Some(x.cmp(y)),
        (Value::Integer(x), Value::Decimal(y)) => Some(BigDecimal::from(*x).cmp(y)),
        (Value::Decimal(x), Value::Integer(y)) => Some(x.cmp(&BigDecimal::from(*y))),
        (Value::Decimal(x), Value::Decimal(y)) => Some(x.cmp(y)),
        (Value::String(x), Value::String(y)) => Some(x.cmp(y)),
        (Value::Date(x), Value::Date(y)) => x.compare(y),
        (Value::DateTime(x), Value::DateTime(y)) => x.compare(y),
        (Value::Date(x), Value::DateTime(y)) => x.to_date_time().compare(y),
        (Value::DateTime(x), Value::Date(y)) => x.compare(&y.to_date_time()),
        (Value::Time(x), Value::Time(y)) => x.compare(y),
        (Value::Quantity(x), Value::Quantity(y)) => x.compare(y),
        (Value::Quantity(x), y @ (Value::Integer(_) | Value::Decimal(_))) => {
            as_number(y).and_then(|y| x.compare(&Quantity::ucum(y, "1")))
        }
        (x @ (Value::Integer(_) | Value::Decimal(_)), Value::Quantity(y)) => {
            as_number(x).and_then(|x| Quantity::ucum(x, "1").compare(y))
        }
        (x, y) => {
            let found = format!("{} and {}", x.type_name(), y.type_name());
            return Err(ErrorKind::WrongType { what: what.to_owned(), found });
        }
    })
}

/// Whether both are the same, numbers by value.
pub(crate) fn same_json(a: &Json, b: &Json, depth: u32) -> bool {
    if depth > MAX_DEPTH {
        return false;
    }
    match (a, b) {
        (Json::Number(x), Json::Number(y)) => {
            x.as_str() == y.as_str()
                || number::parse(x.as_str()).is_some_and(|x| Some(x) == number::parse(y.as_str()))
        }
        (Json::Array(x), Json::Array(y)) => {
            x.len() == y.len() && x.iter().zip(y).all(|(x, y)| same_json(x, y, depth + 1))
        }
        (Json::Object(x), Json::Object(y)) => {
            x.len() == y.len()
                && x.iter().all(|(key, x)| y.get(key).is_some_and(|y| same_json(x, y, depth + 1)))
        }
        (Json::Null | Json::Bool(_) | Json::String(_), _) => a == b,
        _ => false,
    }
}

fn alike_json(a: &Json, b: &Json, depth: u32) -> bool {
    if depth > MAX_DEPTH {
        return false;
    }
    match (a, b) {
        (Json::String(x), Json::String(y)) => x == y || text::folded(x) == text::folded(y),
        (Json::Number(x), Json::Number(y)) => match (number::parse(x.as_str()), number::parse(y.as_str())) {
            (Some(x), Some(y)) => number::equivalent(&x, &y),
            _ => x.as_str() == y.as_str(),
        },
        (Json::Array(x), Json::Array(y)) => {
            x.len() == y.len() && pairs_up(x, y, |x, y| alike_json(x, y, depth + 1))
        }
        (Json::Object(x), Json::Object(y)) => alike_objects(x, y, depth),
        (Json::Null | Json::Bool(_), _) => a == b,
        _ => false,
    }
}

fn alike_objects(a: &Map<String, Json>, b: &Map<String, Json>, depth: u32) -> bool {
    a.len() == b.len() && a.iter().all(|(key, x)| b.get(key).is_some_and(|y| alike_json(x, y, depth + 1)))
}

/// Whether each of `a` has a partner of its own in `b`. Both are of one length.
pub(crate) fn pairs_up<T, U>(a: &[T], b: &[U], alike: impl Fn(&T, &U) -> bool) -> bool {
    let mut free: Vec<&U> = b.iter().collect();
    a.iter().all(|x| match free.iter().position(|y| alike(x, y)) {
        Some(at) => {
            free.swap_remove(at);
            true
        }
        None => false,
    })
}
