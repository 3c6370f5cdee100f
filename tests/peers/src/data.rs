//! Observations as the app writes them, as many as are wanted.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, SecondsFormat};
use kangban_fhir::terms;
use kangban_vault::Record;
use serde_json::{Value, json};

/// The patient that all of it is about.
pub(crate) const PATIENT: &str = "li-xiuying";

/// Milliseconds since 1970, now.
pub(crate) fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// A moment as FHIR writes it.
pub(crate) fn instant(millis: i64) -> String {
    DateTime::from_timestamp_millis(millis).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The id of the `nth` Observation of a batch.
pub(crate) fn id(batch: u16, nth: u32) -> String {
    format!("00000000-0000-4000-{:04x}-{nth:012x}", 0x8000 | batch)
}

/// The `nth` Observation of a batch, `nth` minutes old: a temperature that fires no rule.
pub(crate) fn temperature(batch: u16, nth: u32, patient: &str) -> Value {
    let at = instant(now_ms() - i64::from(nth) * 60_000);
    let tenths = 360 + nth % 14;
    json!({
        "resourceType": "Observation",
        "id": id(batch, nth),
        "language": "zh-CN",
        "status": "final",
        "category": [{"coding": [{
            "system": terms::OBSERVATION_CATEGORY, "code": "vital-signs", "display": "Vital Signs"}]}],
        "code": {
            "coding": [{"system": terms::LOINC, "code": terms::TEMPERATURE, "display": "Body temperature"}],
            "text": "体温"},
        "subject": {"reference": format!("Patient/{patient}")},
        "effectiveDateTime": at,
        "issued": at,
        "performer": [{"reference": format!("Patient/{patient}")}],
        "valueQuantity": {
            "value": f64::from(tenths) / 10.0, "unit": "°C", "system": terms::UCUM, "code": "Cel"},
        "note": [{"text": format!("第 {nth} 次，早饭前在家里量的，没有不舒服。")}],
    })
}

/// The Observation as the vault keeps it.
pub(crate) fn record(observation: &Value, nth: u32) -> Record {
    Record {
        resource_type: "Observation".to_owned(),
        id: observation["id"].as_str().unwrap_or_default().to_owned(),
        code: format!("{}|{}", terms::LOINC, terms::TEMPERATURE),
        date_ms: now_ms() - i64::from(nth) * 60_000,
        json: observation.to_string(),
        ..Record::default()
    }
}

/// A transaction or batch that puts them.
pub(crate) fn bundle(kind: &str, observations: &[Value]) -> Value {
    let entries: Vec<Value> = observations
        .iter()
        .map(|one| {
            let id = one["id"].as_str().unwrap_or_default();
            json!({
                "fullUrl": format!("https://kangban.example/fhir/Observation/{id}"),
                "resource": one,
                "request": {"method": "PUT", "url": format!("Observation/{id}"), "ifNoneMatch": "*"},
            })
        })
        .collect();
    json!({"resourceType": "Bundle", "type": kind, "entry": entries})
}

/// The value below which `percent` of the sorted figures lie.
pub(crate) fn percentile(figures: &mut [f64], percent: usize) -> f64 {
    figures.sort_by(f64::total_cmp);
    let last = figures.len().saturating_sub(1);
    figures.get(last * percent / 100).copied().unwrap_or(f64::NAN)
}

/// A duration in milliseconds.
pub(crate) fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_observation_survives_the_fhir_crate() {
        assert_eq!(kangban_fhir::conformance::check(&temperature(1, 7, PATIENT).to_string()), Ok(()));
        assert_ne!(id(1, 7), id(2, 7));
    }

    #[test]
    fn a_percentile_is_one_of_the_figures() {
        let mut figures: Vec<f64> = (1..=100_u8).rev().map(f64::from).collect();
        assert!((percentile(&mut figures, 50) - 50.0).abs() < 1.1);
        assert!((percentile(&mut figures, 99) - 99.0).abs() < 1.1);
    }
}
