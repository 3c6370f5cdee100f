//! An observation's value as a person reads it in an alert.

use kangban_care::Bilingual;
use kangban_fhir::{Choice, Observation, terms};
use serde_json::Value;

use super::alert::{codings, extensions, inner};

/// What was measured and where on the body, as a person reads it. A score names what was scored.
pub(super) fn reading(observation: &Observation) -> Bilingual {
    let reading = bare_reading(observation);
    let derived = observation.json().get("derivedFrom").and_then(Value::as_array).into_iter().flatten();
    let from_form = derived
        .filter_map(|from| from.get("reference")?.as_str())
        .any(|from| from.contains("QuestionnaireResponse/"));
    let code = observation.json().get("code");
    let label = code.and_then(|code| code.get("text")).and_then(Value::as_str);
    let display = codings(code).find_map(|coding| coding.get("display")?.as_str());
    match label.or(display).filter(|_| from_form && !reading.zh.is_empty()) {
        Some(zh) => {
            let en = translated(code).or(display).unwrap_or(zh);
            Bilingual { zh: format!("{zh} {}", reading.zh), en: format!("{en} {}", reading.en) }
        }
        None => reading,
    }
}

/// The English of a concept's text.
fn translated(concept: Option<&Value>) -> Option<&str> {
    let text = concept?.get("_text")?;
    let translation = extensions(text.get("extension"), terms::TRANSLATION).next()?;
    inner(translation, "content")?.get("valueString")?.as_str()
}

fn bare_reading(observation: &Observation) -> Bilingual {
    let scale = codings(observation.json().get("code")).any(|coding| {
        let is = |name: &str, value: &str| coding.get(name).and_then(Value::as_str) == Some(value);
        is("system", terms::SYMPTOM) || (is("system", terms::LOINC) && is("code", terms::PAIN))
    });
    let value = match observation.value() {
        Ok(Some(Choice::Integer(number))) if scale => format!("{number}/10"),
        Ok(Some(Choice::Integer(number))) => number.to_string(),
        Ok(Some(Choice::Quantity(quantity))) => {
            amount(quantity.value.map(|value| value.to_string()), quantity.unit.as_deref(), scale)
        }
        _ => {
            let part = |code| {
                observation.component_with(terms::LOINC, code)?.value?.number().map(|value| value.to_string())
            };
            match (part(terms::SYSTOLIC), part(terms::DIASTOLIC)) {
                (Some(systolic), Some(diastolic)) => format!("{systolic}/{diastolic}\u{a0}mmHg"),
                _ => String::new(),
            }
        }
    };
    let site = observation.json().get("bodySite");
    let place = site.and_then(|site| site.get("text")).and_then(Value::as_str);
    // The text is Chinese; the code's display is English.
    let display = codings(site).find_map(|coding| coding.get("display")?.as_str());
    let with = |place: Option<&str>| match place {
        Some(place) if !value.is_empty() => format!("{value} · {place}"),
        _ => value.clone(),
    };
    Bilingual { zh: with(place.or(display)), en: with(display.or(place)) }
}

fn amount(value: Option<String>, unit: Option<&str>, scale: bool) -> String {
    match (value, unit) {
        (Some(value), _) if scale => format!("{value}/10"),
        (Some(value), Some(unit)) => format!("{value}\u{a0}{unit}"),
        (Some(value), None) => value,
        (None, _) => String::new(),
    }
}
