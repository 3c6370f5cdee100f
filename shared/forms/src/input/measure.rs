//! Numbers with and without units, as answers.

use bigdecimal::BigDecimal;
use kangban_fhirpath::ucum;
use serde_json::{Map, Number as JsonNumber, Value, json};

use super::{Unread, read::Reader, read_number};
use crate::{
    items::read,
    show::{facts, unit_key},
    texts::units,
    translate::{self, Lang},
};

impl Reader<'_> {
    pub(super) fn integer(&self, text: &str) -> Result<Value, Unread> {
        let number = read_number(text, true)?;
        let value = self.in_own_unit(number.value(), &number.unit)?;
        let whole = value.with_scale(0);
        if whole != value {
            return Err(Unread::Whole);
        }
        let whole: i32 = whole.to_plain_string().parse().map_err(|_| Unread::TooLarge)?;
        Ok(json!({"valueInteger": whole}))
    }

    pub(super) fn decimal(&self, text: &str) -> Result<Value, Unread> {
        let number = read_number(text, false)?;
        let value = self.in_own_unit(number.value(), &number.unit)?;
        let same = value == number.value();
        let digits = if same { number.digits } else { self.rounded(&value) };
        Ok(json!({"valueDecimal": exact(digits)}))
    }

    /// The value in the unit that a number is asked in.
    fn in_own_unit(&self, value: BigDecimal, written: &str) -> Result<BigDecimal, Unread> {
        if units::is_counter(written) {
            return Ok(value);
        }
        let unit = self.item.unit.as_ref();
        let wanted =
            unit.and_then(|unit| translate::unit_name(unit, self.session.language())).unwrap_or_default();
        let unknown = || Unread::Unit { wanted: wanted.clone() };
        let unit = unit.ok_or_else(unknown)?;
        if names(written, unit) {
            return Ok(value);
        }
        let code = read::text(unit, "code").ok_or_else(unknown)?;
        converted(&value, written, code).ok_or_else(unknown)
    }

    pub(super) fn quantity(&self, text: &str) -> Result<Value, Unread> {
        let number = read_number(text, false)?;
        let offered = facts::units(self.session, self.item);
        let current = self.answers().first().and_then(|answer| answer.get("valueQuantity"));
        let preferred = facts::preferred_unit(self.session, self.question);
        let preferred = offered.iter().find(|unit| preferred.is_some() && unit_key(unit) == preferred);
        let current = current.filter(|quantity| unit_key(quantity).is_some()).or(preferred);
        let language = self.session.language();
        let mut quantity = Map::new();
        let written = number.unit.as_str();
        if written.is_empty() {
            quantity.insert("value".to_owned(), exact(number.digits));
            if let Some(unit) = current.or(offered.first()) {
                put_unit(&mut quantity, unit);
            }
            return Ok(json!({"valueQuantity": quantity}));
        }
        if let Some(unit) = offered.iter().chain(current).find(|unit| names(written, unit)) {
            quantity.insert("value".to_owned(), exact(number.digits));
            put_unit(&mut quantity, unit);
            return Ok(json!({"valueQuantity": quantity}));
        }
        let into = offered.iter().find_map(|unit| {
            let value = converted(&number.value(), written, read::text(unit, "code")?)?;
            Some((value, unit))
        });
        if let Some((value, unit)) = into {
            quantity.insert("value".to_owned(), exact(self.rounded(&value)));
            put_unit(&mut quantity, unit);
            return Ok(json!({"valueQuantity": quantity}));
        }
        if offered.is_empty() || self.item.unit_open {
            quantity.insert("value".to_owned(), exact(number.digits));
            quantity.insert("unit".to_owned(), written.into());
            if let Some(code) = units::code_of(written) {
                quantity.insert("system".to_owned(), kangban_fhir::terms::UCUM.into());
                quantity.insert("code".to_owned(), code.into());
            }
            return Ok(json!({"valueQuantity": quantity}));
        }
        let names: Vec<String> =
            offered.iter().filter_map(|unit| translate::unit_name(unit, language)).collect();
        Err(Unread::Unit { wanted: names.join(if Lang::of(language) == Lang::Zh { "、" } else { ", " }) })
    }

    /// A converted value: as exact as the form takes it, two digits when it does not say.
    fn rounded(&self, value: &BigDecimal) -> String {
        let places =
            self.item.max_decimal_places.and_then(|places| i64::try_from(places).ok()).unwrap_or(2).min(15);
        let rounded = value.with_scale_round(places, bigdecimal::RoundingMode::HalfUp).normalized();
        rounded.to_plain_string()
    }
}

/// A number of JSON with these digits.
fn exact(digits: String) -> Value {
    Value::Number(JsonNumber::from_string_unchecked(digits))
}

/// Whether a unit is what somebody wrote.
fn names(written: &str, unit: &Value) -> bool {
    let by_code = read::text(unit, "code").is_some_and(|code| units::means(written, code));
    by_code
        || ["display", "unit"].iter().any(|name| {
            read::text(unit, name).is_some_and(|words| words.to_lowercase() == written.to_lowercase())
                || ["zh-CN", "en"]
                    .iter()
                    .any(|language| translate::translation(unit, name, language) == Some(written))
        })
}

/// The value in the unit with code `into`.
fn converted(value: &BigDecimal, written: &str, into: &str) -> Option<BigDecimal> {
    // The market's pound, half a kilogram since 1959; no code of UCUM's.
    if matches!(written, "斤" | "市斤") {
        return ucum::convert(&(value * BigDecimal::from(500)), "g", into);
    }
    ucum::convert(value, units::code_of(written)?, into)
}

/// Puts a unit (a Coding, or a Quantity) into a quantity.
pub(super) fn put_unit(quantity: &mut Map<String, Value>, unit: &Value) {
    let words = ["unit", "display", "code"].iter().find_map(|name| read::text(unit, name));
    for (name, value) in
        [("unit", words), ("system", read::text(unit, "system")), ("code", read::text(unit, "code"))]
    {
        match value {
            Some(value) => {
                quantity.insert(name.to_owned(), value.into());
            }
            None => {
                quantity.shift_remove(name);
            }
        }
    }
}
