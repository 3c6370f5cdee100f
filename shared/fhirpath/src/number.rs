//! Exact numbers: reading, writing, and arithmetic that cannot grow without end.

use bigdecimal::{BigDecimal, FromPrimitive, RoundingMode, Signed, ToPrimitive, Zero, num_bigint::BigInt};
use serde_json::Number;

use crate::Value;

/// How many digits a quotient keeps (N1 asks for at least 28).
const QUOTIENT_DIGITS: i64 = 28;
/// The most digits a number may have; more is not representable here.
const MAX_DIGITS: u64 = 400;
/// The most digits that are counted after the point.
const MAX_SCALE: i64 = 400;

/// Reads a number, refusing what would be costly.
pub(crate) fn parse(text: &str) -> Option<BigDecimal> {
    if let Some(number) = small(text) {
        return Some(number);
    }
    kangban_fhir::Decimal::parse(text).ok().map(|decimal| decimal.value().clone())
}

/// The fast path: at most 18 digits with a point among them, no exponent.
fn small(text: &str) -> Option<BigDecimal> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let (mut value, mut scale, mut point) = (0i64, 0i64, false);
    for byte in digits.bytes() {
        match byte {
            b'0'..=b'9' => {
                value = value * 10 + i64::from(byte - b'0');
                scale += i64::from(point);
            }
            b'.' if !point => point = true,
            _ => return None,
        }
    }
    if digits.starts_with('.') || digits.ends_with('.') {
        return None;
    }
    Some(BigDecimal::new(BigInt::from(if negative { -value } else { value }), scale))
}

/// The value of a JSON number.
pub(crate) fn of_json(number: &Number, decimal: bool) -> Option<Value<'static>> {
    let text = number.as_str();
    if !decimal && let Ok(whole) = text.parse::<i64>() {
        return Some(Value::Integer(whole));
    }
    parse(text).map(Value::Decimal)
}

/// In plain notation with the value's own digits.
pub(crate) fn text(value: &BigDecimal) -> String {
    value.to_plain_string()
}

/// The value when its size is within bounds.
pub(crate) fn bounded(value: BigDecimal) -> Option<BigDecimal> {
    let (_, scale) = value.as_bigint_and_exponent();
    (value.digits() <= MAX_DIGITS && scale.abs() <= MAX_SCALE).then_some(value)
}

/// `a / b` to 28 digits; `None` for a division by zero.
pub(crate) fn divide(a: &BigDecimal, b: &BigDecimal) -> Option<BigDecimal> {
    if b.is_zero() {
        return None;
    }
    let (numerator, numerator_scale) = a.as_bigint_and_exponent();
    let (denominator, denominator_scale) = b.as_bigint_and_exponent();
    let (a_digits, b_digits) = (i64::try_from(a.digits()).ok()?, i64::try_from(b.digits()).ok()?);
    let more = (QUOTIENT_DIGITS + 1 + b_digits - a_digits).max(0);
    let power = BigInt::from(10).pow(u32::try_from(more).ok()?);
    let quotient =
        BigDecimal::new(numerator * power / denominator, numerator_scale - denominator_scale + more);
    bounded(quotient.with_prec(QUOTIENT_DIGITS.unsigned_abs()).normalized())
}

/// `a div b`: the whole part of the quotient.
pub(crate) fn whole_divide(a: &BigDecimal, b: &BigDecimal) -> Option<BigDecimal> {
    if b.is_zero() {
        return None;
    }
    let (numerator, denominator) = aligned(a, b)?;
    Some(BigDecimal::new(numerator / denominator, 0))
}

/// `a mod b`, with the sign of `a`.
pub(crate) fn modulo(a: &BigDecimal, b: &BigDecimal) -> Option<BigDecimal> {
    if b.is_zero() {
        return None;
    }
    let (_, a_scale) = a.as_bigint_and_exponent();
    let (_, b_scale) = b.as_bigint_and_exponent();
    let (numerator, denominator) = aligned(a, b)?;
    Some(BigDecimal::new(numerator % denominator, a_scale.max(b_scale)))
}

/// Both as whole numbers of the finer one's last digit.
fn aligned(a: &BigDecimal, b: &BigDecimal) -> Option<(BigInt, BigInt)> {
    let (_, a_scale) = a.as_bigint_and_exponent();
    let (_, b_scale) = b.as_bigint_and_exponent();
    let scale = a_scale.max(b_scale);
    if scale.abs() > MAX_SCALE || (a_scale - b_scale).abs() > MAX_SCALE {
        return None;
    }
    Some((a.with_scale(scale).into_bigint_and_exponent().0, b.with_scale(scale).into_bigint_and_exponent().0))
}

/// Rounded half away from zero.
pub(crate) fn round(value: &BigDecimal, places: i64) -> BigDecimal {
    value.with_scale_round(places, RoundingMode::HalfUp)
}

/// A whole number that fits.
pub(crate) fn whole(value: &BigDecimal, mode: RoundingMode) -> Option<i64> {
    value.with_scale_round(0, mode).to_i64()
}

/// `base` to the power of a whole `exponent`, exactly.
pub(crate) fn whole_power(base: &BigDecimal, exponent: i64) -> Option<BigDecimal> {
    if exponent < 0 {
        return divide(&BigDecimal::from(1), &whole_power(base, exponent.checked_neg()?)?);
    }
    if base.is_zero() || *base == 1 {
        return Some(if exponent == 0 { BigDecimal::from(1) } else { base.clone() });
    }
    let (mut result, mut square, mut left) = (BigDecimal::from(1), base.clone(), exponent);
    while left > 0 {
        if left & 1 == 1 {
            result = bounded(&result * &square)?;
        }
        left >>= 1;
        if left > 0 {
            square = bounded(&square * &square)?;
        }
    }
    Some(result)
}

/// A function of floating-point numbers, to 15 digits; `None` where it has no value.
pub(crate) fn inexact(value: &BigDecimal, function: impl Fn(f64) -> f64) -> Option<BigDecimal> {
    from_float(function(value.to_f64()?))
}

/// The logarithm of `value` to `base`.
pub(crate) fn logarithm(value: &BigDecimal, base: &BigDecimal) -> Option<BigDecimal> {
    // To base zero (or one) there is none; floating-point numbers would say 0.
    let base = base.to_f64()?;
    (base > 0.0).then(|| from_float(value.to_f64()?.ln() / base.ln()))?
}

/// `base` to the power of `exponent`: exactly for a whole one, to 15 digits else; `None` where it has no value.
pub(crate) fn power(base: &BigDecimal, exponent: &BigDecimal) -> Option<BigDecimal> {
    if exponent.is_integer() {
        return whole_power(base, exponent.to_i64()?);
    }
    from_float(base.to_f64()?.powf(exponent.to_f64()?))
}

/// The shortest 15 digits of `value`.
pub(crate) fn from_float(value: f64) -> Option<BigDecimal> {
    if !value.is_finite() {
        return None;
    }
    let number = BigDecimal::from_f64(value)?.with_prec(15).normalized();
    bounded(number)
}

/// The least (or greatest) number that would be written as `value` when rounded to its digits, with `places` digits
/// after the point. Towards zero it is cut; away from zero it is rounded half up. `None` beyond 28 places, or below
/// none.
pub(crate) fn boundary(value: &BigDecimal, places: Option<i64>, high: bool) -> Option<BigDecimal> {
    let places = places.unwrap_or(8);
    if !(0..=28).contains(&places) {
        return None;
    }
    let (_, scale) = value.as_bigint_and_exponent();
    let half = BigDecimal::new(BigInt::from(5), scale + 1);
    let edge = if high { value + half } else { value - half };
    let away = edge.is_positive() == high;
    Some(edge.with_scale_round(places, if away { RoundingMode::HalfUp } else { RoundingMode::Down }))
}

/// How many digits `value` was given with after the point.
pub(crate) fn places(value: &BigDecimal) -> i64 {
    value.as_bigint_and_exponent().1.max(0)
}

/// Whether both are the same when rounded to the less exact one's digits.
pub(crate) fn equivalent(a: &BigDecimal, b: &BigDecimal) -> bool {
    let least = significant_places(a).min(significant_places(b));
    round(a, least) == round(b, least)
}

/// Trailing zeros do not count (N1 § Equivalent).
fn significant_places(value: &BigDecimal) -> i64 {
    places(&value.normalized())
}

/// The absolute value.
pub(crate) fn abs(value: &BigDecimal) -> BigDecimal {
    value.abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> BigDecimal {
        parse(text).unwrap()
    }

    #[test]
    fn numbers_are_read_exactly_and_written_as_they_were() {
        for text in ["0", "-1.50", "123456789012345678901234567890.1", "0.000000000000000000001", "5", "-0.1"]
        {
            assert_eq!(super::text(&number(text)), text);
        }
        for text in ["", ".5", "5.", "1e999999", "--1", "abc", "1.2.3"] {
            assert!(parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn division_keeps_28_digits_and_refuses_zero() {
        assert_eq!(
            super::text(&divide(&number("1"), &number("3")).unwrap()),
            "0.3333333333333333333333333333"
        );
        assert_eq!(divide(&number("10"), &number("4")).unwrap(), number("2.5"));
        assert!(divide(&number("1"), &number("0.0")).is_none());
        assert_eq!(whole_divide(&number("-7.5"), &number("2")).unwrap(), number("-3"));
        assert_eq!(modulo(&number("-7.5"), &number("2")).unwrap(), number("-1.5"));
    }

    #[test]
    fn a_power_is_exact_and_bounded() {
        assert_eq!(whole_power(&number("1.5"), 3).unwrap(), number("3.375"));
        assert_eq!(whole_power(&number("2"), -1).unwrap(), number("0.5"));
        assert!(whole_power(&number("10"), i64::MAX).is_none());
        assert!(whole_power(&number("10"), i64::MIN).is_none());
        assert_eq!(whole_power(&number("1"), i64::MAX).unwrap(), number("1"));
    }
}
