//! Units by UCUM, the Unified Code for Units of Measure: which are comparable, and exact conversion between them.
//!
//! Codes are case-sensitive (`mg`, `mm[Hg]`, `10*9/L`, `Cel`). Factors are fractions of decimals, so nothing is lost on
//! the way; only logarithmic scales and angles of slopes go through floating-point numbers.

mod parse;
mod ratio;
mod special;
#[rustfmt::skip]
mod table;

#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use bigdecimal::BigDecimal;

use ratio::Ratio;
use special::Special;

/// The value in another unit; `None` when a code is no unit, or the two measure different things.
///
/// A code that is no unit still converts to itself.
pub fn convert(value: &BigDecimal, from: &str, to: &str) -> Option<BigDecimal> {
    if from == to {
        return Some(value.clone());
    }
    let (from, to) = (Unit::parse(from)?, Unit::parse(to)?);
    if !from.is_comparable(&to) {
        return None;
    }
    to.of_canonical(&from.to_canonical(value)?)
}

/// Whether amounts in the two units can be compared: both are units, and measure the same.
pub fn comparable(a: &str, b: &str) -> bool {
    match (Unit::parse(a), Unit::parse(b)) {
        (Some(a), Some(b)) => a.is_comparable(&b),
        _ => false,
    }
}

/// Whether the code is a unit.
pub fn is_valid(code: &str) -> bool {
    Unit::parse(code).is_some()
}

/// Which of two amounts is smaller, exactly; `None` when they cannot be compared.
pub(crate) fn compare(a: (&BigDecimal, &str), b: (&BigDecimal, &str)) -> Option<Ordering> {
    if a.1 == b.1 {
        return Some(a.0.cmp(b.0));
    }
    let (x, y) = (Unit::parse(a.1)?, Unit::parse(b.1)?);
    if !x.is_comparable(&y) {
        return None;
    }
    Some(x.to_canonical(a.0)?.cmp(&y.to_canonical(b.0)?))
}

/// What a code stands for, in base units.
#[derive(Debug, Clone)]
pub(crate) struct Unit {
    /// How many of the base unit one is.
    factor: Ratio,
    /// The powers of length, time, mass, angle, temperature, charge and luminous intensity.
    dimension: [i16; 7],
    /// Units by an arbitrary procedure, that are comparable with nothing else, by their place in the table.
    arbitrary: Vec<(usize, i16)>,
    /// A scale that is not proportional, and what the value is multiplied by before it.
    special: Option<(Special, Ratio)>,
}

impl Unit {
    /// Whether it only counts: no dimension.
    pub(crate) fn is_number(&self) -> bool {
        self.dimension == [0; 7] && self.arbitrary.is_empty() && self.special.is_none()
    }

    /// Whether it is on a scale of its own, and not proportional to others of its kind.
    pub(crate) fn is_special(&self) -> bool {
        self.special.is_some()
    }

    pub(crate) fn is_comparable(&self, other: &Self) -> bool {
        self.dimension == other.dimension && self.arbitrary == other.arbitrary
    }

    fn to_canonical(&self, value: &BigDecimal) -> Option<Ratio> {
        let value = Ratio::new(value.clone())?;
        let value = match &self.special {
            Some((special, scale)) => special.proper(&value.times(scale)?)?,
            None => value,
        };
        value.times(&self.factor)
    }

    fn of_canonical(&self, value: &Ratio) -> Option<BigDecimal> {
        let value = value.over(&self.factor)?;
        match &self.special {
            Some((special, scale)) => special.measured(&value)?.over(scale)?.value(),
            None => value.value(),
        }
    }

    /// How many times this unit is larger than the other, when both are proportional and comparable.
    pub(crate) fn times_of(&self, other: &Self) -> Option<Ordering> {
        (self.special.is_none() && other.special.is_none() && self.is_comparable(other))
            .then(|| self.factor.cmp(&other.factor))
    }
}
