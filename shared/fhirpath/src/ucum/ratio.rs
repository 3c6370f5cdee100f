//! Fractions of decimals: conversion without rounding.

use std::cmp::Ordering;

use bigdecimal::{BigDecimal, One, Signed, ToPrimitive, Zero};

/// The most digits and the largest power of ten a part may have.
const MAX_DIGITS: u64 = 600;
const MAX_SCALE: i64 = 600;
/// How many digits a quotient is given with when it has no end.
const QUOTIENT_DIGITS: u64 = 28;

/// A numerator and a denominator above zero.
#[derive(Debug, Clone)]
pub(super) struct Ratio {
    above: BigDecimal,
    below: BigDecimal,
}

impl Ratio {
    pub(super) fn new(value: BigDecimal) -> Option<Self> {
        Some(Self { above: bounded(value)?, below: BigDecimal::one() })
    }

    pub(super) fn one() -> Self {
        Self { above: BigDecimal::one(), below: BigDecimal::one() }
    }

    pub(super) fn times(&self, other: &Self) -> Option<Self> {
        Self::of(&self.above * &other.above, &self.below * &other.below)
    }

    pub(super) fn over(&self, other: &Self) -> Option<Self> {
        Self::of(&self.above * &other.below, &self.below * &other.above)
    }

    pub(super) fn plus(&self, value: &BigDecimal) -> Option<Self> {
        Self::of(&self.above + value * &self.below, self.below.clone())
    }

    pub(super) fn power(&self, exponent: i16) -> Option<Self> {
        let mut result = Self::one();
        for _ in 0..exponent.unsigned_abs() {
            result = if exponent > 0 { result.times(self)? } else { result.over(self)? };
        }
        Some(result)
    }

    pub(super) fn cmp(&self, other: &Self) -> Ordering {
        (&self.above * &other.below).cmp(&(&other.above * &self.below))
    }

    /// The decimal, to 28 digits when it has no end.
    pub(super) fn value(&self) -> Option<BigDecimal> {
        let quotient = &self.above / &self.below;
        let short = quotient.with_prec(QUOTIENT_DIGITS);
        // An end that comes later than that is kept: nothing was lost.
        let exact = &quotient * &self.below == self.above;
        bounded(if exact { quotient } else { short }.normalized())
    }

    pub(super) fn to_float(&self) -> Option<f64> {
        self.value()?.to_f64().filter(|value| value.is_finite())
    }

    fn of(above: BigDecimal, below: BigDecimal) -> Option<Self> {
        if below.is_zero() {
            return None;
        }
        let (above, below) = if below.is_negative() { (-above, -below) } else { (above, below) };
        Some(Self { above: bounded(above)?, below: bounded(below)? })
    }
}

fn bounded(value: BigDecimal) -> Option<BigDecimal> {
    let scale = value.fractional_digit_count();
    (value.digits() <= MAX_DIGITS && (-MAX_SCALE..=MAX_SCALE).contains(&scale)).then_some(value)
}
