//! Scales that are not proportional to a unit.

use bigdecimal::{BigDecimal, FromPrimitive};

use super::ratio::Ratio;

/// How a scale's value becomes an amount of the proper unit that the table names beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Special {
    /// A temperature: the proper value is this many hundredths higher.
    Offset(i32),
    /// The negative logarithm to this base: pH, homeopathic potencies.
    NegativeLog(u32),
    /// The natural logarithm.
    NaturalLog,
    /// The logarithm to base ten.
    Log,
    /// Twice the logarithm to base ten.
    TwiceLog,
    /// The logarithm to base two.
    BinaryLog,
    /// A hundred times the tangent, of radians or of degrees.
    Tangent { degrees: bool },
    /// The square root.
    Root,
}

impl Special {
    pub(super) fn of(code: &str) -> Option<Self> {
        Some(match code {
            "Cel" => Self::Offset(27_315),
            "[degF]" => Self::Offset(45_967),
            "[degRe]" => Self::Offset(21_852),
            "[pH]" | "[hp'_X]" => Self::NegativeLog(10),
            "[hp'_C]" => Self::NegativeLog(100),
            "[hp'_M]" => Self::NegativeLog(1000),
            "[hp'_Q]" => Self::NegativeLog(50_000),
            "Np" => Self::NaturalLog,
            "B" | "B[W]" | "B[kW]" => Self::Log,
            "B[SPL]" | "B[V]" | "B[mV]" | "B[uV]" | "B[10.nV]" => Self::TwiceLog,
            "bit_s" => Self::BinaryLog,
            "[p'diop]" => Self::Tangent { degrees: false },
            "%[slope]" => Self::Tangent { degrees: true },
            "[m/s2/Hz^(1/2)]" => Self::Root,
            _ => return None,
        })
    }

    /// From the scale to the proper unit.
    pub(super) fn proper(self, value: &Ratio) -> Option<Ratio> {
        match self {
            Self::Offset(hundredths) => value.plus(&BigDecimal::new(hundredths.into(), 2)),
            Self::Root => value.times(value),
            Self::NegativeLog(base) => inexact(value, |x| f64::from(base).powf(-x)),
            Self::NaturalLog => inexact(value, f64::exp),
            Self::Log => inexact(value, |x| 10_f64.powf(x)),
            Self::TwiceLog => inexact(value, |x| 10_f64.powf(x / 2.0)),
            Self::BinaryLog => inexact(value, f64::exp2),
            Self::Tangent { degrees } => inexact(value, |x| {
                let angle = (x / 100.0).atan();
                if degrees { angle.to_degrees() } else { angle }
            }),
        }
    }

    /// From the proper unit to the scale.
    pub(super) fn measured(self, value: &Ratio) -> Option<Ratio> {
        match self {
            Self::Offset(hundredths) => value.plus(&-BigDecimal::new(hundredths.into(), 2)),
            Self::Root => inexact(value, f64::sqrt),
            Self::NegativeLog(base) => inexact(value, |x| -x.log10() / f64::from(base).log10()),
            Self::NaturalLog => inexact(value, f64::ln),
            Self::Log => inexact(value, f64::log10),
            Self::TwiceLog => inexact(value, |x| 2.0 * x.log10()),
            Self::BinaryLog => inexact(value, f64::log2),
            Self::Tangent { degrees } => {
                inexact(value, |x| 100.0 * if degrees { x.to_radians().tan() } else { x.tan() })
            }
        }
    }
}

/// Through floating-point numbers, to 14 digits; `None` where the function has no value.
fn inexact(value: &Ratio, function: impl Fn(f64) -> f64) -> Option<Ratio> {
    let result = function(value.to_float()?);
    if !result.is_finite() {
        return None;
    }
    Ratio::new(BigDecimal::from_f64(result)?.with_prec(14).normalized())
}
