//! Numbers with a unit: a UCUM code, or a calendar word.

use std::{borrow::Cow, cmp::Ordering, fmt};

use bigdecimal::{BigDecimal, One};
use serde_json::{Map, Number, Value as Json};

use crate::{
    ErrorKind, number,
    temporal::{Date, DateTime, Time, TimeUnit},
    ucum,
};

const UCUM: &str = "http://unitsofmeasure.org";

/// A number with a unit.
///
/// Equality in Rust is of value and unit as given; [`Quantity::equal`] converts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    value: BigDecimal,
    unit: Unit,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Unit {
    /// A code; it need not be a unit UCUM knows.
    Code(Cow<'static, str>),
    /// `year`, `days`, …: how long one is depends on the calendar.
    Calendar(TimeUnit),
    /// A FHIR Quantity with a UCUM code of time: FHIR has no calendar words, so it counts as either.
    Time(TimeUnit),
    /// A code of another system, or a unit that is only text.
    Other { system: Option<String>, code: String },
}

impl Quantity {
    /// With a UCUM code; `1` is no unit.
    pub fn ucum(value: BigDecimal, code: &str) -> Self {
        let code = if code == "1" { Cow::Borrowed("1") } else { Cow::Owned(code.to_owned()) };
        Self { value, unit: Unit::Code(code) }
    }

    /// With a calendar word, `year` or `years` to `milliseconds`; `None` for another word.
    pub fn calendar(value: BigDecimal, word: &str) -> Option<Self> {
        Some(Self { value, unit: Unit::Calendar(TimeUnit::of_word(word)?) })
    }

    /// A FHIR Quantity (or Age, Duration, …). `None` without a value, and with a comparator: `< 5` is no number.
    pub fn of_json(json: &Json) -> Option<Self> {
        let object = json.as_object()?;
        let text = |name: &str| object.get(name).and_then(Json::as_str).filter(|text| !text.is_empty());
        if text("comparator").is_some() {
            return None;
        }
        let value = number::parse(object.get("value")?.as_number()?.as_str())?;
        let unit = match (text("system"), text("code"), text("unit")) {
            (None | Some(UCUM), Some(code), _) => match TimeUnit::of_code(code) {
                Some(unit) => Unit::Time(unit),
                None => Unit::Code(Cow::Owned(code.to_owned())),
            },
            (Some(system), Some(code), _) => {
                Unit::Other { system: Some(system.to_owned()), code: code.to_owned() }
            }
            (_, None, Some(unit)) => Unit::Other { system: None, code: unit.to_owned() },
            (_, None, None) => Unit::Code(Cow::Borrowed("1")),
        };
        Some(Self { value, unit })
    }

    /// Reads `5.4 'mg'`, `4 days`, `3`: what `toQuantity()` accepts.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let length = unsigned.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
        let (digits, unit) = unsigned.split_at_checked(length)?;
        let value = number::parse(digits)?;
        let value = if text.starts_with('-') { -value } else { value };
        let spaced = unit.starts_with(char::is_whitespace);
        let unit = unit.trim_start();
        if unit.is_empty() {
            return Some(Self::ucum(value, "1"));
        }
        if let Some(code) = unit.strip_prefix('\'') {
            let code = code.strip_suffix('\'').filter(|code| !code.is_empty() && !code.contains('\''))?;
            return Some(Self::ucum(value, code));
        }
        if spaced { Self::calendar(value, unit) } else { None }
    }

    /// The number.
    pub fn value(&self) -> &BigDecimal {
        &self.value
    }

    /// The unit: a code, or a calendar word in the singular.
    pub fn unit(&self) -> &str {
        match &self.unit {
            Unit::Code(code) => code,
            Unit::Calendar(unit) => unit.word(),
            Unit::Time(unit) => unit.code(),
            Unit::Other { code, .. } => code,
        }
    }

    /// The same amount in another unit (a UCUM code or a calendar word); `None` when it measures something else.
    pub fn to_unit(&self, unit: &str) -> Option<Self> {
        let wanted = match TimeUnit::of_word(unit) {
            Some(word) => Unit::Calendar(word),
            None => Unit::Code(Cow::Owned(unit.to_owned())),
        };
        if wanted == self.unit {
            return Some(self.clone());
        }
        let value = match (&self.unit, &wanted) {
            (Unit::Calendar(from) | Unit::Time(from), Unit::Calendar(to)) => {
                let (from, to) = calendar(*from, *to);
                number::divide(&(&self.value * from), &to)?
            }
            _ => ucum::convert(&self.value, self.code()?, Self::code_of(&wanted)?)?,
        };
        Some(Self { value, unit: wanted })
    }

    /// With another number.
    #[must_use]
    pub fn with_value(&self, value: BigDecimal) -> Self {
        Self { value, unit: self.unit.clone() }
    }

    /// With the sign turned.
    #[must_use]
    pub fn negated(&self) -> Self {
        self.with_value(-&self.value)
    }

    /// Without its sign.
    #[must_use]
    pub fn abs(&self) -> Self {
        self.with_value(self.value.abs())
    }

    /// Whether the two units measure the same.
    pub fn comparable(&self, other: &Self) -> bool {
        if self.unit == other.unit {
            return true;
        }
        match (self.code(), other.code()) {
            (Some(mine), Some(theirs)) => ucum::comparable(mine, theirs),
            _ => false,
        }
    }

    /// Which is smaller; `None` when the units do not say. A calendar's year or month is no fixed time, so it does not
    /// compare with a UCUM one.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        if self.unit == other.unit {
            return Some(self.value.cmp(&other.value));
        }
        match (&self.unit, &other.unit) {
            (Unit::Calendar(mine), Unit::Calendar(theirs) | Unit::Time(theirs))
            | (Unit::Time(mine), Unit::Calendar(theirs)) => {
                let (mine, theirs) = calendar(*mine, *theirs);
                Some((&self.value * mine).cmp(&(&other.value * theirs)))
            }
            (Unit::Calendar(TimeUnit::Year | TimeUnit::Month), _)
            | (_, Unit::Calendar(TimeUnit::Year | TimeUnit::Month)) => None,
            _ => ucum::compare((&self.value, self.code()?), (&other.value, other.code()?)),
        }
    }

    /// Whether both are the same amount; `None` when the units do not say.
    pub fn equal(&self, other: &Self) -> Option<bool> {
        self.compare(other).map(Ordering::is_eq)
    }

    /// Whether both are the same amount to the digits of the less exact one. Calendar words count as their UCUM codes.
    pub fn equivalent(&self, other: &Self) -> bool {
        if self.unit == other.unit {
            return number::equivalent(&self.value, &other.value);
        }
        // The digits that count are those that were given, not those that converting made.
        self.agrees(other) || other.agrees(self)
    }

    /// Whether the other in this one's unit rounds to this one's value.
    fn agrees(&self, other: &Self) -> bool {
        let converted = match (&self.unit, &other.unit) {
            (Unit::Calendar(mine), Unit::Calendar(theirs)) => {
                let (mine, theirs) = calendar(*mine, *theirs);
                number::divide(&(&other.value * theirs), &mine)
            }
            _ => match (self.code(), other.code()) {
                (Some(mine), Some(theirs)) => ucum::convert(&other.value, theirs, mine),
                _ => None,
            },
        };
        converted.is_some_and(|converted| {
            let places = number::places(&self.value.normalized());
            self.value == converted || number::round(&self.value, places) == number::round(&converted, places)
        })
    }

    /// The sum, in the smaller of the two units; `None` when they measure different things.
    pub fn add(&self, other: &Self) -> Option<Self> {
        if self.unit == other.unit {
            return Some(self.with_value(number::bounded(&self.value + &other.value)?));
        }
        let (finer, value) = if self.is_finer(other)? {
            (self, &self.value + other.converted(&self.unit)?)
        } else {
            (other, self.converted(&other.unit)? + &other.value)
        };
        Some(finer.with_value(number::bounded(value)?))
    }

    /// The difference, in the smaller of the two units; `None` when they measure different things.
    pub fn subtract(&self, other: &Self) -> Option<Self> {
        self.add(&other.negated())
    }

    /// The product, in the product of the units; `None` for units on scales of their own, such as `Cel`.
    pub fn multiply(&self, other: &Self) -> Option<Self> {
        let value = number::bounded(&self.value * &other.value)?;
        self.combined(value, other, '.')
    }

    /// The quotient, in the quotient of the units; `None` for a division by zero, and for units on scales of their
    /// own.
    pub fn divide(&self, other: &Self) -> Option<Self> {
        let value = number::divide(&self.value, &other.value)?;
        self.combined(value, other, '/')
    }

    /// As a FHIR Quantity.
    pub fn to_json(&self) -> Json {
        let mut object = Map::new();
        let value = Number::from_string_unchecked(number::text(&self.value));
        object.insert("value".to_owned(), Json::Number(value));
        let mut put = |name: &str, text: &str| {
            object.insert(name.to_owned(), Json::String(text.to_owned()));
        };
        match &self.unit {
            Unit::Other { system: None, code } => put("unit", code),
            Unit::Other { system: Some(system), code } => {
                put("system", system);
                put("code", code);
            }
            Unit::Calendar(unit) => {
                put("unit", unit.word());
                put("system", UCUM);
                put("code", unit.code());
            }
            Unit::Code(_) | Unit::Time(_) => {
                put("unit", self.unit());
                put("system", UCUM);
                put("code", self.unit());
            }
        }
        Json::Object(object)
    }

    /// The unit in which dates are moved; UCUM's year and month are no calendar's.
    pub(crate) fn time_unit(&self) -> Option<TimeUnit> {
        match &self.unit {
            Unit::Calendar(unit) | Unit::Time(unit) => Some(*unit),
            Unit::Code(code) => TimeUnit::of_code(code).filter(|unit| *unit > TimeUnit::Month),
            Unit::Other { .. } => None,
        }
    }

    fn code(&self) -> Option<&str> {
        Self::code_of(&self.unit)
    }

    fn code_of(unit: &Unit) -> Option<&str> {
        match unit {
            Unit::Code(code) => Some(code),
            Unit::Calendar(unit) | Unit::Time(unit) => Some(unit.code()),
            Unit::Other { system: None, code } => {
                Some(code).filter(|code| ucum::is_valid(code)).map(String::as_str)
            }
            Unit::Other { .. } => None,
        }
    }

    /// Whether this unit is the smaller one; `None` when the two do not compare.
    fn is_finer(&self, other: &Self) -> Option<bool> {
        if let (Unit::Calendar(mine) | Unit::Time(mine), Unit::Calendar(theirs) | Unit::Time(theirs)) =
            (&self.unit, &other.unit)
        {
            return Some(mine >= theirs);
        }
        self.compare(other)?;
        let (mine, theirs) = (ucum::Unit::parse(self.code()?)?, ucum::Unit::parse(other.code()?)?);
        mine.times_of(&theirs).map(Ordering::is_le)
    }

    fn converted(&self, to: &Unit) -> Option<BigDecimal> {
        match (&self.unit, to) {
            (Unit::Calendar(from) | Unit::Time(from), Unit::Calendar(to) | Unit::Time(to)) => {
                let (from, to) = calendar(*from, *to);
                number::divide(&(&self.value * from), &to)
            }
            _ => ucum::convert(&self.value, self.code()?, Self::code_of(to)?),
        }
    }

    fn combined(&self, value: BigDecimal, other: &Self, operator: char) -> Option<Self> {
        let (mine, theirs) = (self.code()?, other.code()?);
        if theirs == "1" {
            return Some(self.with_value(value));
        }
        if mine == "1" && operator == '.' {
            return Some(other.with_value(value));
        }
        let (first, second) = (ucum::Unit::parse(mine)?, ucum::Unit::parse(theirs)?);
        if first.is_special() || second.is_special() {
            return None;
        }
        let grouped = |code: &str| {
            if code.contains(['.', '/']) { format!("({code})") } else { code.to_owned() }
        };
        let code = match (operator, mine) {
            ('/', "1") => format!("/{}", grouped(theirs)),
            _ => format!("{mine}{operator}{}", grouped(theirs)),
        };
        // What is left without a dimension is a plain number.
        if ucum::Unit::parse(&code)?.is_number() {
            return Some(Self::ucum(ucum::convert(&value, &code, "1")?, "1"));
        }
        Some(Self::ucum(value, &code))
    }
}

macro_rules! movable {
    ($($type:ident),*) => {
        $(impl $type {
            /// Moved by an amount of time. `None` when the result is beyond the years 1 to 9999.
            ///
            /// # Errors
            /// When the quantity is no time this can be moved by: UCUM's `a` and `mo` are no calendar's year and month.
            pub fn add(&self, by: &Quantity) -> Result<Option<Self>, ErrorKind> {
                let fault = || ErrorKind::Invalid(format!("a {} cannot be moved by {by}", stringify!($type)));
                let unit = by.time_unit().ok_or_else(fault)?;
                if stringify!($type) == "Time" && unit < TimeUnit::Hour {
                    return Err(fault());
                }
                Ok(self.plus(by.value(), unit))
            }
        })*
    };
}

movable!(Date, DateTime, Time);

/// How long one of each is, by the specification's calendar: a year has 12 months and 365 days, a month 30 days.
fn calendar(a: TimeUnit, b: TimeUnit) -> (BigDecimal, BigDecimal) {
    let months = |unit| match unit {
        TimeUnit::Year => Some(12),
        TimeUnit::Month => Some(1),
        _ => None,
    };
    match (months(a), months(b)) {
        (Some(a), Some(b)) => (BigDecimal::from(a), BigDecimal::from(b)),
        _ => (millis(a), millis(b)),
    }
}

fn millis(unit: TimeUnit) -> BigDecimal {
    const DAY: i64 = 24 * 3_600_000;
    BigDecimal::from(match unit {
        TimeUnit::Year => 365 * DAY,
        TimeUnit::Month => 30 * DAY,
        TimeUnit::Week => 7 * DAY,
        TimeUnit::Day => DAY,
        TimeUnit::Hour => 3_600_000,
        TimeUnit::Minute => 60_000,
        TimeUnit::Second => 1000,
        TimeUnit::Millisecond => 1,
    })
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&number::text(&self.value))?;
        match &self.unit {
            Unit::Calendar(unit) => {
                let plural = if self.value.is_one() { "" } else { "s" };
                write!(f, " {}{plural}", unit.word())
            }
            _ => write!(f, " '{}'", self.unit()),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn quantity(text: &str) -> Quantity {
        Quantity::parse(text).unwrap()
    }

    #[test]
    fn amounts_compare_across_units_or_not_at_all() {
        assert_eq!(quantity("38.6 'Cel'").compare(&quantity("100 '[degF]'")), Some(Ordering::Greater));
        assert_eq!(quantity("37 'Cel'").equal(&quantity("98.6 '[degF]'")), Some(true));
        assert_eq!(quantity("1 week").equal(&quantity("7 'd'")), Some(true));
        assert_eq!(quantity("1 year").equal(&quantity("1 'a'")), None);
        assert!(quantity("1 year").equivalent(&quantity("1 'a'")));
        assert_eq!(quantity("1 year").equal(&quantity("12 months")), Some(true));
        assert_eq!(quantity("1 'kg'").compare(&quantity("1 'm'")), None);
        assert!(quantity("4 'g'").equivalent(&quantity("4040 'mg'")));
        assert!(quantity("4040 'mg'").equivalent(&quantity("4 'g'")));
    }

    #[test]
    fn sums_are_in_the_smaller_unit_and_products_in_both() {
        let sum = |a: &str, b: &str| quantity(a).add(&quantity(b)).map(|sum| sum.to_string());
        assert_eq!(sum("1 'm'", "20 'cm'").as_deref(), Some("120 'cm'"));
        assert_eq!(sum("20 'cm'", "1 'm'").as_deref(), Some("120 'cm'"));
        assert_eq!(sum("1 day", "2 hours").as_deref(), Some("26 hours"));
        assert_eq!(sum("1 'm'", "1 's'"), None);
        let product = quantity("2 'g/L'").multiply(&quantity("3 'm/s'")).unwrap();
        assert_eq!(product.unit(), "g/L.(m/s)");
        assert_eq!(quantity("1 'm'").divide(&quantity("50 'cm'")).unwrap().to_string(), "2 '1'");
        assert_eq!(quantity("1 'm'").divide(&quantity("0 's'")), None);
        assert_eq!(quantity("1 'Cel'").multiply(&quantity("2 'm'")), None);
    }

    #[test]
    fn a_quantity_of_fhir_is_read_by_its_code() {
        let of = |json: Json| Quantity::of_json(&json);
        let weight = of(json!({ "value": 61.5, "unit": "kilos", "system": UCUM, "code": "kg" })).unwrap();
        assert_eq!(weight.to_string(), "61.5 'kg'");
        let age = of(json!({ "value": 40, "system": UCUM, "code": "a" })).unwrap();
        assert_eq!(age.compare(&quantity("30 years")), Some(Ordering::Greater));
        assert_eq!(age.compare(&quantity("30 'a'")), Some(Ordering::Greater));
        assert_eq!(of(json!({ "value": 5, "comparator": "<", "system": UCUM, "code": "kg" })), None);
        assert_eq!(of(json!({ "unit": "kg" })), None);
        let local = of(json!({ "value": 2, "system": "https://example.org", "code": "kg" })).unwrap();
        assert_eq!(local.compare(&quantity("1 'kg'")), None);
        assert_eq!(of(json!({ "value": 2 })).unwrap().equal(&quantity("2")), Some(true));
    }

    #[test]
    fn what_is_no_quantity_is_refused() {
        for text in
            ["", "mg", "5 mg", "5mg", "1 wk", "5 'mg", "5 ''", "1.2.3 'g'", "5days", "- 5 'g'", "5 'a'b'"]
        {
            assert_eq!(Quantity::parse(text), None, "{text}");
        }
    }
}
