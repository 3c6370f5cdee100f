//! Amounts that are told by mass and by moles. UCUM does not compare them: that takes the substance.

use std::str::FromStr;

use bigdecimal::{BigDecimal, RoundingMode, Zero};
use kangban_fhir::{Datatype, Decimal, terms};
use kangban_fhirpath::ucum;
use serde_json::{Value, json};

/// What is measured in moles per volume here, by its LOINC code, with its molar mass in g/mol (glucose: 180.156).
const MOLAR: [(&str, &str); 2] = [(terms::GLUCOSE, "180.156"), (terms::GLUCOSE_BLOOD, "180.156")];
/// More digits than any device tells.
const DIGITS: i64 = 12;

/// An observation's amount in mmol/L when it came as mass per volume, as in mg/dL. Any other stays as it is.
pub(crate) fn by_moles(observation: &mut Value) {
    let codings = observation.pointer("/code/coding").and_then(Value::as_array).into_iter().flatten();
    let mass = codings
        .filter(|coding| coding.get("system").and_then(Value::as_str) == Some(terms::LOINC))
        .filter_map(|coding| coding.get("code")?.as_str())
        .find_map(|code| MOLAR.iter().find(|(known, _)| *known == code));
    let Some(quantity) = observation.get("valueQuantity") else { return };
    if let Some((_, mass)) = mass
        && let Some(value) = moles(quantity, mass)
    {
        observation["valueQuantity"] = json!({
            "value": value.write(), "unit": "mmol/L", "system": terms::UCUM, "code": "mmol/L",
        });
    }
}

fn moles(quantity: &Value, mass: &str) -> Option<Decimal> {
    let value = Decimal::read(quantity.get("value")?).ok()?;
    let unit = quantity.get("code").or_else(|| quantity.get("unit"))?.as_str()?;
    let grams = ucum::convert(value.value(), unit, "g/L")?;
    let mass = BigDecimal::from_str(mass).ok().filter(|mass| !mass.is_zero())?;
    let moles = grams * BigDecimal::from(1000) / mass;
    Decimal::parse(&moles.with_scale_round(DIGITS, RoundingMode::HalfUp).normalized().to_plain_string()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glucose(value: &str, unit: &str, code: &str) -> Value {
        let text = format!(
            r#"{{"code": {{"coding": [{{"system": "{}", "code": "{code}"}}]}},
                "valueQuantity": {{"value": {value}, "code": "{unit}"}}}}"#,
            terms::LOINC
        );
        let mut observation = serde_json::from_str(&text).unwrap();
        by_moles(&mut observation);
        observation["valueQuantity"].clone()
    }

    #[test]
    fn glucose_by_mass_is_told_by_moles() {
        let told = glucose("70", "mg/dL", terms::GLUCOSE);
        assert_eq!(told["code"], "mmol/L");
        assert!(told["value"].to_string().starts_with("3.8855"), "{told}");
        assert_eq!(glucose("3.90", "mmol/L", terms::GLUCOSE)["value"].to_string(), "3.90");
    }

    #[test]
    fn other_substances_and_other_units_stay_as_they_are() {
        assert_eq!(glucose("70", "mg/dL", "2093-3")["code"], "mg/dL");
        assert_eq!(glucose("70", "kg", terms::GLUCOSE)["code"], "kg");
        assert_eq!(glucose("70", "furlong", terms::GLUCOSE)["code"], "furlong");
    }
}
