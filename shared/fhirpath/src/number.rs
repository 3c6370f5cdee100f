//! Exact numbers: reading, writing, and arithmetic that cannot grow without end.

use std::cmp::Ordering;

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
        return Some(number.decimal());
    }
    kangban_fhir::Decimal::parse(text).ok().map(|decimal| decimal.value().clone())
}

/// A number that fits a word, which most do: `mantissa` with `scale` digits (at most 18) after the point.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Small {
    mantissa: i64,
    scale: u32,
}

/// At most 18 digits with a point among them, no exponent.
fn small(text: &str) -> Option<Small> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let (mut value, mut scale, mut point) = (0i64, 0u32, false);
    for byte in digits.bytes() {
        match byte {
            b'0'..=b'9' => {
                value = value * 10 + i64::from(byte - b'0');
                scale += u32::from(point);
            }
            b'.' if !point => point = true,
            _ => return None,
        }
    }
    if digits.starts_with('.') || digits.ends_with('.') {
        return None;
    }
    Some(Small { mantissa: if negative { -value } else { value }, scale })
}

impl Small {
    /// The number in `value`, when it is one and fits; without allocating.
    pub(crate) fn of(value: &Value<'_>) -> Option<Self> {
        match value {
            Value::Integer(value) => Some(Self { mantissa: *value, scale: 0 }),
            Value::Decimal(value) => {
                let (mantissa, scale) = value.as_bigint_and_scale();
                let scale = u32::try_from(scale).ok().filter(|scale| *scale <= 18)?;
                Some(Self { mantissa: mantissa.to_i64()?, scale })
            }
            Value::Node(node) => small(node.json?.as_number()?.as_str()),
            _ => None,
        }
    }

    /// Both mantissas at the finer one's scale: below 2^63 · 10^18, so they fit.
    fn aligned(self, other: Self) -> (i128, i128, u32) {
        let scale = self.scale.max(other.scale);
        let at = |number: Self| i128::from(number.mantissa) * 10i128.pow(scale - number.scale);
        (at(self), at(other), scale)
    }

    pub(crate) fn order(self, other: Self) -> Ordering {
        let (mine, theirs, _) = self.aligned(other);
        mine.cmp(&theirs)
    }

    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        let (mine, theirs, scale) = self.aligned(other);
        Some(Self { mantissa: i64::try_from(mine + theirs).ok()?, scale })
    }

    /// As an Integer, when it is whole and of 32 bits.
    pub(crate) fn integer(self) -> Option<i64> {
        (self.scale == 0 && i32::try_from(self.mantissa).is_ok()).then_some(self.mantissa)
    }

    pub(crate) fn decimal(self) -> BigDecimal {
        BigDecimal::new(BigInt::from(self.mantissa), i64::from(self.scale))
    }
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

    #[test]
    fn small_numbers_behave_as_exact_ones() {
        let texts = ["0", "-1.50", "1.5", "123456789012345678", "0.0000000000000001", "-9999999999999.999"];
        for a in texts {
            for b in texts {
                let (x, y) = (small(a).unwrap(), small(b).unwrap());
                assert_eq!(x.order(y), number(a).cmp(&number(b)), "{a} {b}");
                if let Some(sum) = x.plus(y) {
                    assert_eq!(super::text(&sum.decimal()), super::text(&(number(a) + number(b))), "{a} {b}");
                }
            }
        }
        assert!(Small { mantissa: i64::MAX, scale: 0 }.plus(Small { mantissa: 1, scale: 18 }).is_none());
    }

    #[test]
    fn a_boundary_is_the_edge_of_what_the_digits_stand_for() {
        let edge =
            |text: &str, places, high| boundary(&number(text), places, high).map(|edge| super::text(&edge));
        assert_eq!(edge("1.587", Some(6), false).as_deref(), Some("1.586500"));
        assert_eq!(edge("-1.587", Some(2), true).as_deref(), Some("-1.58"));
        assert_eq!(edge("120", None, true).as_deref(), Some("120.50000000"));
        assert_eq!(edge("1", Some(29), true), None);
        assert_eq!(edge("1", Some(-1), true), None);
    }
}
