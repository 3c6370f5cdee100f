use std::{cmp::Ordering, fmt, str::FromStr};

use bigdecimal::BigDecimal;
use serde_json::{Number, Value};

use crate::{Datatype, FhirError};

/// A FHIR `decimal`: its text is kept digit by digit (`38.60` stays `38.60`), comparing is by value.
///
/// R4, datatypes: "the precision of the decimal value has significance". At most [`Decimal::MAX_TEXT`] characters
/// and an exponent within ±[`Decimal::MAX_EXPONENT`], so that a hostile number costs nothing.
#[derive(Debug, Clone)]
pub struct Decimal {
    text: String,
    value: BigDecimal,
}

impl Decimal {
    /// The longest text that is read.
    pub const MAX_TEXT: usize = 200;
    /// The largest exponent, either way.
    pub const MAX_EXPONENT: i64 = 400;

    /// Reads the text of a JSON number.
    ///
    /// # Errors
    /// `Malformed` when it is not one, or is beyond the limits.
    pub fn parse(text: &str) -> Result<Self, FhirError> {
        let malformed = || FhirError::malformed("decimal");
        let exponent = match text.find(['e', 'E']) {
            Some(at) => text[at + 1..].parse::<i64>().map_err(|_| malformed())?,
            None => 0,
        };
        let starts = text.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit());
        let allowed = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
        if !text.bytes().all(allowed)
            || text.len() > Self::MAX_TEXT
            || exponent.abs() > Self::MAX_EXPONENT
            || !starts
            || text.ends_with('.')
        {
            return Err(malformed());
        }
        let value = BigDecimal::from_str(text).map_err(|_| malformed())?;
        Ok(Self { text: text.to_owned(), value })
    }

    /// The digits as they were written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The exact value, for arithmetic.
    pub fn value(&self) -> &BigDecimal {
        &self.value
    }

    /// How many digits stand after the decimal point, for showing a computed value as precisely as its source.
    pub fn decimal_places(&self) -> usize {
        let mantissa = self.text.split(['e', 'E']).next().unwrap_or_default();
        mantissa.split_once('.').map_or(0, |(_, fraction)| fraction.len())
    }

    /// The nearest floating-point number, for drawing only.
    pub fn to_f64(&self) -> f64 {
        self.text.parse().unwrap_or(f64::NAN)
    }
}

impl From<BigDecimal> for Decimal {
    /// In plain notation with the value's own scale.
    fn from(value: BigDecimal) -> Self {
        Self { text: value.to_plain_string(), value }
    }
}

impl From<i64> for Decimal {
    fn from(value: i64) -> Self {
        Self { text: value.to_string(), value: value.into() }
    }
}

impl FromStr for Decimal {
    type Err = FhirError;

    fn from_str(text: &str) -> Result<Self, FhirError> {
        Self::parse(text)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.cmp(&other.value)
    }
}

impl Datatype for Decimal {
    fn read(value: &Value) -> Result<Self, FhirError> {
        let number = value.as_number().ok_or_else(|| FhirError::wrong_type("decimal"))?;
        Self::parse(number.as_str())
    }

    fn write(&self) -> Value {
        Value::Number(Number::from_string_unchecked(self.text.clone()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn digits_are_kept_and_values_compared() {
        let value: Value = serde_json::from_str("38.60").unwrap();
        let decimal = Decimal::read(&value).unwrap();
        assert_eq!(decimal.as_str(), "38.60");
        assert_eq!(serde_json::to_string(&decimal.write()).unwrap(), "38.60");
        assert_eq!(decimal, Decimal::parse("38.6").unwrap());
        assert!(decimal > Decimal::parse("38.599999999999999999999").unwrap());
        assert_eq!(decimal.decimal_places(), 2);
    }

    #[test]
    fn what_is_no_number_or_would_be_costly_is_refused() {
        for text in ["", "-", ".5", "5.", "+1", "abc", "1e999999999", "NaN", "1_000", "１"] {
            assert!(Decimal::parse(text).is_err(), "{text}");
        }
        assert!(Decimal::parse(&"9".repeat(201)).is_err());
    }

    proptest! {
        #[test]
        fn any_number_written_is_read_again_digit_by_digit(whole in -1_000_000i64.., fraction in "[0-9]{1,18}") {
            let text = format!("{whole}.{fraction}");
            let json: Value = serde_json::from_str(&text).unwrap();
            let decimal = Decimal::read(&json).unwrap();
            prop_assert_eq!(serde_json::to_string(&decimal.write()).unwrap(), text);
        }
    }
}
