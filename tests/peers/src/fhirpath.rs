//! Scoring expressions: ours beside the `fhirpath` npm package, each compiled once and evaluated on the same answers.

use std::{
    fs,
    hint::black_box,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use kangban_fhir::DateTime;
use kangban_fhirpath::{Clock, Expression, Scope, Value};
use kangban_journeys::{Outcome, Trouble};
use serde_json::{Value as Json, json};

use crate::table::{Bar, Better, Row};

const PEER: &str = "fhirpath 5.2.2, Node";
/// How long each expression is evaluated over and over.
const SECONDS: u64 = 1;
/// Design §6: at least twenty times as fast.
const BAR: Bar = Bar::Ratio(0.05);

const CASES: [(&str, &str); 6] = [
    (
        "FHIRPath: PHQ-9 sum by ordinal values",
        "%resource.descendants().where(linkId in ('phq9-1' | 'phq9-2' | 'phq9-3' | 'phq9-4' | 'phq9-5' | 'phq9-6' | 'phq9-7' \
         | 'phq9-8' | 'phq9-9')).answer.value.ordinal().sum()",
    ),
    (
        "FHIRPath: PHQ-9 sum, items named by path",
        "%resource.item.where(linkId = 'phq9').item.answer.value.ordinal().sum()",
    ),
    (
        "FHIRPath: PHQ-9 band",
        "iif(%resource.item.where(linkId = 'phq9').item.answer.value.ordinal().sum() >= 20, 'severe', iif(%resource.item\
         .where(linkId = 'phq9').item.answer.value.ordinal().sum() >= 10, 'moderate', 'mild'))",
    ),
    (
        "FHIRPath: body-mass index",
        "(item.where(linkId = 'g15').item.where(linkId = 'w15').answer.value / (item.where(linkId = 'g15').item\
         .where(linkId = 'h15').answer.value / 100).power(2)).round(1)",
    ),
    (
        "FHIRPath: one answer among all",
        "QuestionnaireResponse.descendants().where(linkId = 'w15').answer.value",
    ),
    ("FHIRPath: sum of thirty answers", "item.item.where(linkId.startsWith('w')).answer.value.sum()"),
];

/// # Errors
/// When the package is not there, or one of the two is wrong.
pub(crate) fn run() -> Outcome<Vec<Row>> {
    let response = response();
    let expressions: Vec<&str> = CASES.iter().map(|(_, expression)| *expression).collect();
    let theirs = peers(&response, &expressions)?;
    CASES
        .iter()
        .zip(theirs)
        .map(|((name, expression), (their_micros, their_value))| {
            let (micros, value) = ours(expression, &response)?;
            if !same(&value, &their_value) {
                return Err(Trouble::new(format!("{name}: ours is {value}, theirs {their_value}")));
            }
            Ok(Row {
                name,
                ours: micros,
                unit: "µs",
                better: Better::Lower,
                against: Some((PEER, their_micros)),
                bar: BAR,
            })
        })
        .collect()
}

/// A questionnaire's nine choices, and thirty groups of a weight and a height: 100 items.
fn response() -> Json {
    let choice = |index: usize| {
        let weight = index % 4;
        json!({ "linkId": format!("phq9-{index}"), "answer": [{ "valueCoding": {
            "extension": [{ "url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": weight }],
            "system": "http://loinc.org", "code": format!("LA{weight}"), "display": "one of four"
        } }] })
    };
    let group = |index: usize| {
        json!({ "linkId": format!("g{index}"), "item": [
            { "linkId": format!("w{index}"), "answer": [{ "valueDecimal": 50 + index }] },
            { "linkId": format!("h{index}"), "answer": [{ "valueDecimal": 150 + index }] },
        ] })
    };
    let mut items = vec![json!({ "linkId": "phq9", "item": (1..=9).map(choice).collect::<Vec<_>>() })];
    items.extend((0..30).map(group));
    json!({ "resourceType": "QuestionnaireResponse", "status": "completed", "item": items })
}

/// Processor time of one evaluation in microseconds, and what comes out.
fn ours(expression: &str, response: &Json) -> Outcome<(f64, Json)> {
    let trouble = |error: &dyn std::fmt::Display| Trouble::new(format!("{expression}: {error}"));
    let clock = Clock { now: DateTime::parse("2026-11-25T10:30:00+08:00").map_err(|error| trouble(&error))? };
    let expression = Expression::parse(expression).map_err(|error| trouble(&error))?;
    let once = || {
        let scope = Scope::new(clock.clone()).resource(response).focus(Value::of(response));
        expression.evaluate(&scope)
    };
    let found = once().map_err(|error| trouble(&error))?;
    let value = Json::Array(found.iter().map(Value::to_json).collect());
    for _ in 0..200 {
        let _ = black_box(once());
    }
    let (began, spent) = (Instant::now(), processor());
    let mut rounds = 0_u32;
    while began.elapsed() < Duration::from_secs(SECONDS) {
        for _ in 0..100 {
            let _ = black_box(once());
        }
        rounds += 100;
    }
    let wall = began.elapsed();
    let spent = processor().zip(spent).map_or(wall, |(now, then)| now.saturating_sub(then));
    Ok((spent.as_secs_f64() * 1e6 / f64::from(rounds), value))
}

/// How long this thread has been on a processor, where the system tells.
fn processor() -> Option<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

fn peers(response: &Json, expressions: &[&str]) -> Outcome<Vec<(f64, Json)>> {
    let input = json!({ "resource": response, "expressions": expressions, "seconds": SECONDS }).to_string();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../forms/differential");
    let mut node = Command::new("node")
        .arg("bench.mjs")
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| Trouble::new(format!("node: {error}")))?;
    if let Some(mut stdin) = node.stdin.take() {
        stdin.write_all(input.as_bytes())?;
    }
    let out = node.wait_with_output()?;
    let answers: Json = serde_json::from_slice(&out.stdout)
        .map_err(|error| Trouble::new(format!("the package's answers: {error}")))?;
    let answers = answers.as_array().map(Vec::as_slice).unwrap_or_default();
    if answers.len() != expressions.len() {
        return Err(Trouble::new("the package did not answer"));
    }
    answers
        .iter()
        .map(|answer| match (answer["micros"].as_f64(), answer.get("found")) {
            (Some(micros), Some(found)) => Ok((micros, found.clone())),
            _ => Err(Trouble::new(format!("the package: {}", answer["error"]))),
        })
        .collect()
}

/// Numbers by value, to what floating-point numbers hold.
fn same(ours: &Json, theirs: &Json) -> bool {
    let all = |json: &Json| json.as_array().cloned().unwrap_or_default();
    let (ours, theirs) = (all(ours), all(theirs));
    ours.len() == theirs.len()
        && ours.iter().zip(&theirs).all(|(ours, theirs)| match (ours.as_f64(), theirs.as_f64()) {
            (Some(ours), Some(theirs)) => (ours - theirs).abs() <= 1e-9 * theirs.abs().max(1.0),
            _ => ours == theirs,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_expression_has_a_value_on_the_answers() {
        let response = response();
        let clock = Clock { now: DateTime::parse("2026-11-25T10:30:00+08:00").unwrap() };
        let wanted = ["[13]", "[13]", "[\"moderate\"]", "[23.9]", "[65]", "[1935]"];
        for ((name, expression), wanted) in CASES.iter().zip(wanted) {
            let expression = Expression::parse(expression).unwrap();
            let scope = Scope::new(clock.clone()).resource(&response).focus(Value::of(&response));
            let found: Vec<Json> = expression.evaluate(&scope).unwrap().iter().map(Value::to_json).collect();
            assert!(
                same(&Json::Array(found.clone()), &serde_json::from_str(wanted).unwrap()),
                "{name}: {found:?}"
            );
        }
    }
}
