//! The UCUM units that home measurements come in.

use std::str::FromStr;

use bigdecimal::{BigDecimal, Zero};

/// One factor of a linear conversion: `canonical = (value + before) × factor`.
struct Unit {
    code: &'static str,
    kind: Kind,
    before: &'static str,
    numerator: &'static str,
    denominator: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Temperature,
    Mass,
    Glucose,
    Pressure,
}

/// Exact by definition: the Celsius scale and the avoirdupois pound (0.45359237 kg, UCUM table 4), mm[Hg] in kPa
/// (133.322 Pa, UCUM). Glucose by its molar mass, 180.156 g/mol, for `mg/dL`.
const UNITS: [Unit; 8] = [
    Unit { code: "Cel", kind: Kind::Temperature, before: "0", numerator: "1", denominator: "1" },
    Unit { code: "[degF]", kind: Kind::Temperature, before: "-32", numerator: "5", denominator: "9" },
    Unit { code: "kg", kind: Kind::Mass, before: "0", numerator: "1", denominator: "1" },
    Unit { code: "g", kind: Kind::Mass, before: "0", numerator: "1", denominator: "1000" },
    Unit { code: "[lb_av]", kind: Kind::Mass, before: "0", numerator: "0.45359237", denominator: "1" },
    Unit { code: "mmol/L", kind: Kind::Glucose, before: "0", numerator: "1", denominator: "1" },
    Unit { code: "mg/dL", kind: Kind::Glucose, before: "0", numerator: "10", denominator: "180.156" },
    Unit { code: "mm[Hg]", kind: Kind::Pressure, before: "0", numerator: "1", denominator: "1" },
];

/// The value of an amount in another UCUM unit of the same kind; `None` when the two cannot be compared.
///
/// Units that are the same need not be known here.
pub fn convert(value: &BigDecimal, from: &str, to: &str) -> Option<BigDecimal> {
    if from == to {
        return Some(value.clone());
    }
    let find = |code: &str| UNITS.iter().find(|unit| unit.code == code);
    let (from, to) = (find(from)?, find(to)?);
    if from.kind != to.kind {
        return None;
    }
    let number = |text: &str| BigDecimal::from_str(text).ok();
    let canonical = (value + number(from.before)?) * number(from.numerator)?;
    // All multiplications first, one division last: what has an exact decimal keeps it.
    let numerator = canonical * number(to.denominator)?;
    let denominator = number(from.denominator)? * number(to.numerator)?;
    if denominator.is_zero() {
        return None;
    }
    Some((numerator / denominator - number(to.before)?).normalized())
}

pub(crate) fn comparable(a: &str, b: &str) -> bool {
    convert(&BigDecimal::from(1), a, b).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(value: &str, from: &str, to: &str) -> Option<String> {
        convert(&value.parse().unwrap(), from, to).map(|value| {
            value.with_scale_round(4, bigdecimal::RoundingMode::HalfUp).normalized().to_plain_string()
        })
    }

    #[test]
    fn units_of_one_kind_convert_exactly() {
        assert_eq!(converted("101.3", "[degF]", "Cel").as_deref(), Some("38.5"));
        assert_eq!(converted("38.5", "Cel", "[degF]").as_deref(), Some("101.3"));
        assert_eq!(converted("3", "[lb_av]", "kg").as_deref(), Some("1.3608"));
        assert_eq!(converted("70.2", "mg/dL", "mmol/L").as_deref(), Some("3.8966"));
        assert_eq!(converted("140", "mm[Hg]", "mm[Hg]").as_deref(), Some("140"));
    }

    #[test]
    fn units_of_different_kinds_or_unknown_ones_do_not() {
        assert_eq!(converted("1", "Cel", "kg"), None);
        assert_eq!(converted("1", "furlong", "kg"), None);
    }
}
