//! From a patient's answer to the alert in the console's inbox, at 500 answers a second.

use std::{
    collections::HashMap,
    ops::Range,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use kangban_fhir::terms;
use kangban_journeys::{Doctor, Outcome, Trouble};
use reqwest::Client;
use serde_json::{Value, json};

use crate::{
    data,
    house::House,
    table::{Bar, Better, Row},
};

const PER_SECOND: u32 = 500;
const SECONDS: u32 = 10;
/// Each answers once: everybody's first low glucose is everybody's first alert.
const PATIENTS: u32 = PER_SECOND * SECONDS;
const ENROLLED_AT_ONCE: u32 = 500;
const PATIENCE: Duration = Duration::from_mins(1);

/// When each answer was sent, by id; taken out when its alert is seen.
type Sent = Arc<Mutex<HashMap<String, Instant>>>;

pub(crate) fn run() -> Outcome<Vec<Row>> {
    let house = House::open()?;
    let doctor = house.doctor()?;
    let base = format!("{}/fhir", house.hospital.origin());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    for from in (0..PATIENTS).step_by(ENROLLED_AT_ONCE as usize) {
        runtime.block_on(enrol(&base, doctor.token(), from..from + ENROLLED_AT_ONCE))?;
    }
    let (_, cursor) = skip(&doctor)?;
    let sent: Sent = Arc::default();
    let follower = {
        let sent = Arc::clone(&sent);
        std::thread::spawn(move || follow(&doctor, cursor, &sent))
    };
    let token = house.doctor()?.token().to_owned();
    let failed = runtime.block_on(submit(&base, &token, &sent))?;
    let mut latencies = follower.join().map_err(|_| Trouble::new("the inbox's follower stopped"))??;
    let expected = (PER_SECOND * SECONDS) as usize;
    if failed > 0 || latencies.len() != expected {
        return Err(Trouble::new(format!(
            "{} of {expected} alerts came; {failed} answers failed",
            latencies.len()
        )));
    }
    let row = |name, percent, bar, latencies: &mut Vec<f64>| Row {
        name,
        ours: data::percentile(latencies, percent),
        unit: "ms",
        better: Better::Lower,
        against: None,
        bar,
    };
    Ok(vec![
        row("answer to alert in the inbox at 500 answers/s, p50", 50, Bar::None, &mut latencies),
        row("answer to alert in the inbox at 500 answers/s, p99", 99, Bar::Figure(1_000.0), &mut latencies),
    ])
}

fn patient(nth: u32) -> String {
    format!("bench-{nth}")
}

/// Enters patients whose doctor is Dr Wang.
async fn enrol(base: &str, token: &str, which: Range<u32>) -> Outcome {
    let entries: Vec<Value> = which
        .map(|nth| {
            let id = patient(nth);
            json!({
                "resource": {
                    "resourceType": "Patient", "id": id, "active": true,
                    "name": [{"text": format!("测试 {nth}")}],
                    "generalPractitioner": [{"reference": "Practitioner/dr-wang"}]},
                "request": {"method": "PUT", "url": format!("Patient/{id}")},
            })
        })
        .collect();
    let body = json!({"resourceType": "Bundle", "type": "transaction", "entry": entries}).to_string();
    let request = Client::new().post(base).bearer_auth(token).header("content-type", "application/fhir+json");
    let answer = request.body(body).send().await?;
    let status = answer.status();
    if status.is_success() {
        return Ok(());
    }
    Err(Trouble::new(format!("the patients were answered with {status}: {}", answer.text().await?)))
}

/// Passes over what is in the inbox already.
fn skip(doctor: &Doctor) -> Outcome<(usize, String)> {
    let (mut count, mut cursor) = (0, String::new());
    loop {
        let (changed, next) = doctor.inbox(&cursor, 0)?;
        if changed.is_empty() {
            return Ok((count, next));
        }
        count += changed.len();
        cursor = next;
    }
}

/// Sends low glucose values at a steady rate, whatever the answers take; says how many were not taken.
async fn submit(base: &str, token: &str, sent: &Sent) -> Outcome<usize> {
    let http = Client::new();
    let mut tick = tokio::time::interval(Duration::from_secs(1) / PER_SECOND);
    let mut answers = Vec::new();
    for nth in 0..PER_SECOND * SECONDS {
        tick.tick().await;
        let id = data::id(64, nth);
        let observation = glucose(&id, nth);
        let request = http
            .put(format!("{base}/Observation/{id}"))
            .bearer_auth(token)
            .header("if-none-match", "*")
            .header("content-type", "application/fhir+json")
            .body(observation.to_string());
        if let Ok(mut sent) = sent.lock() {
            sent.insert(id, Instant::now());
        }
        answers.push(tokio::spawn(async move {
            request.send().await.is_ok_and(|answer| answer.status().is_success())
        }));
    }
    let mut failed = 0;
    for answer in answers {
        failed += usize::from(!answer.await?);
    }
    Ok(failed)
}

fn glucose(id: &str, nth: u32) -> Value {
    let patient = patient(nth);
    json!({
        "resourceType": "Observation",
        "id": id,
        "status": "final",
        "category": [{"coding": [{"system": terms::OBSERVATION_CATEGORY, "code": "vital-signs"}]}],
        "code": {"coding": [{"system": terms::LOINC, "code": terms::GLUCOSE}]},
        "subject": {"reference": format!("Patient/{patient}")},
        "effectiveDateTime": data::instant(data::now_ms()),
        "valueQuantity": {"value": 2.5, "unit": "mmol/L", "system": terms::UCUM, "code": "mmol/L"},
    })
}

/// Follows the inbox as the console does, until every answer was seen in an alert; latencies in milliseconds.
fn follow(doctor: &Doctor, mut cursor: String, sent: &Sent) -> Outcome<Vec<f64>> {
    let began = Instant::now();
    let mut latencies = Vec::new();
    while latencies.len() < (PER_SECOND * SECONDS) as usize && began.elapsed() < PATIENCE {
        let (changed, next) = doctor.inbox(&cursor, 5)?;
        cursor = next;
        let now = Instant::now();
        let Ok(mut sent) = sent.lock() else { break };
        for task in &changed {
            for input in task["input"].as_array().into_iter().flatten() {
                let reference = input["valueReference"]["reference"].as_str().unwrap_or_default();
                if let Some(at) = reference.strip_prefix("Observation/").and_then(|id| sent.remove(id)) {
                    latencies.push(data::ms(now - at));
                }
            }
        }
    }
    Ok(latencies)
}
