//! `+ - * / div mod` between two values of the language.

use std::borrow::Cow;

use bigdecimal::BigDecimal;

use crate::{ErrorKind, Quantity, Value, ast::Operator, number};

/// The result; `None` (the empty collection) where it cannot be represented, as in a division by zero.
pub(super) fn between<'a>(
    operator: Operator,
    a: &Value<'a>,
    b: &Value<'a>,
) -> Result<Option<Value<'a>>, ErrorKind> {
    match (a, b) {
        (Value::Integer(x), Value::Integer(y)) => Ok(integers(operator, *x, *y)),
        (Value::Integer(_) | Value::Decimal(_), Value::Integer(_) | Value::Decimal(_)) => {
            match (a.as_decimal(), b.as_decimal()) {
                (Some(x), Some(y)) => Ok(decimals(operator, &x, &y)),
                _ => Err(unfit(operator, a, b)),
            }
        }
        (Value::String(x), Value::String(y)) if operator == Operator::Add => {
            Ok(Some(Value::String(Cow::Owned(format!("{x}{y}")))))
        }
        (Value::Quantity(x), Value::Quantity(y)) => {
            quantities(operator, x, y).ok_or_else(|| unfit(operator, a, b))?
        }
        (Value::Quantity(x), Value::Integer(_) | Value::Decimal(_)) => match b.as_decimal() {
            Some(y) => {
                quantities(operator, x, &Quantity::ucum(y, "1")).ok_or_else(|| unfit(operator, a, b))?
            }
            None => Err(unfit(operator, a, b)),
        },
        (Value::Integer(_) | Value::Decimal(_), Value::Quantity(y)) => match a.as_decimal() {
            Some(x) => {
                quantities(operator, &Quantity::ucum(x, "1"), y).ok_or_else(|| unfit(operator, a, b))?
            }
            None => Err(unfit(operator, a, b)),
        },
        (moment, Value::Quantity(by)) if matches!(operator, Operator::Add | Operator::Subtract) => {
            let signed;
            let by = if operator == Operator::Subtract {
                signed = by.negated();
                &signed
            } else {
                by
            };
            match moment {
                Value::Date(date) => Ok(date.add(by)?.map(Value::Date)),
                Value::DateTime(date) => Ok(date.add(by)?.map(Value::DateTime)),
                Value::Time(time) => Ok(time.add(by)?.map(Value::Time)),
                _ => Err(unfit(operator, a, b)),
            }
        }
        _ => Err(unfit(operator, a, b)),
    }
}

fn unfit(operator: Operator, a: &Value<'_>, b: &Value<'_>) -> ErrorKind {
    ErrorKind::WrongType {
        what: operator.as_str().to_owned(),
        found: format!("{} and {}", a.type_name(), b.type_name()),
    }
}

fn integers(operator: Operator, x: i64, y: i64) -> Option<Value<'static>> {
    // Integer is of 32 bits (N1 § Integer): what does not fit is not representable.
    let whole =
        |number: Option<i64>| number.filter(|number| i32::try_from(*number).is_ok()).map(Value::Integer);
    match operator {
        Operator::Add => whole(x.checked_add(y)),
        Operator::Subtract => whole(x.checked_sub(y)),
        Operator::Multiply => whole(x.checked_mul(y)),
        Operator::WholeDivide => whole(x.checked_div(y)),
        Operator::Modulo => whole(x.checked_rem(y)),
        _ => decimals(operator, &BigDecimal::from(x), &BigDecimal::from(y)),
    }
}

fn decimals(operator: Operator, x: &BigDecimal, y: &BigDecimal) -> Option<Value<'static>> {
    let result = match operator {
        Operator::Add => number::bounded(x + y),
        Operator::Subtract => number::bounded(x - y),
        Operator::Multiply => number::bounded(x * y),
        Operator::Divide => number::divide(x, y),
        Operator::WholeDivide => {
            let whole = number::whole_divide(x, y)?;
            return Some(match number::whole(&whole, bigdecimal::RoundingMode::Down) {
                Some(whole) if i32::try_from(whole).is_ok() => Value::Integer(whole),
                _ => Value::Decimal(whole),
            });
        }
        Operator::Modulo => number::modulo(x, y),
        _ => None,
    };
    result.map(Value::Decimal)
}

/// `None` for an operator that quantities do not have.
#[allow(clippy::type_complexity, reason = "the outer Option says whether the operator exists at all")]
fn quantities<'a>(
    operator: Operator,
    x: &Quantity,
    y: &Quantity,
) -> Option<Result<Option<Value<'a>>, ErrorKind>> {
    let result = match operator {
        Operator::Add => x.add(y),
        Operator::Subtract => x.subtract(y),
        Operator::Multiply => x.multiply(y),
        Operator::Divide => x.divide(y),
        _ => return None,
    };
    Some(Ok(result.map(|quantity| Value::Quantity(Box::new(quantity)))))
}
