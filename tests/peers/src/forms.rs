//! One answer in a large form: ours beside Smart Forms' engine, on the same form and the same answers.

use std::{
    fs,
    hint::black_box,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
    time::Instant,
};

use kangban_fhir::DateTime;
use kangban_fhirpath::Clock;
use kangban_forms::{Form, ItemKind, ItemPath, Launch, Origin, Session, Shelf};
use kangban_journeys::{Outcome, Trouble};
use serde_json::{Number, Value, json};

use crate::table::{Bar, Better, Row};

const PEER: &str = "Smart Forms 1.4.0, Node";
/// The largest public form there is: 558 kB, 534 items.
const LARGEST: &str = "../../../shared/corpus/questionnaires/smart-forms/\
    apps__smart-forms-app__src__data__resources__Questionnaire__TestAssembled715.json";
/// In it, a weight and a height make a body-mass index.
const WEIGHT: &str = "2136abeb-d75d-475d-9cc7-eeda8d131b95";
const HEIGHT: &str = "2d68889b-88c1-4c6d-8b00-db4178dc1f52";
const INDEX: &str = "820f5b73-3539-44d2-8e8f-c485cf443839";
/// From this age on: the form asks for them of nobody younger.
const AGE: &str = "e2a16e4d-2765-4b61-b286-82cfc6356b30";
/// How often one question is answered by the peer, and by ours.
const THEIRS: usize = 100;
const OURS: usize = 4_000;
/// Design §6: one answer in a form of 1 MB.
const BAR: Bar = Bar::Figure(1_000.0);

/// # Errors
/// When the peer is not there, or one of the two is wrong.
pub(crate) fn run() -> Outcome<Vec<Row>> {
    let large = megabyte();
    let spread = spread(&large)?;
    let mut rows =
        vec![row("Forms: one answer in a form of 1 MB, any question, p99", part(&spread, 0.99), None, BAR)];
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(LARGEST);
    let Ok(text) = fs::read_to_string(&path) else {
        eprintln!("   the largest public form: skipped: no corpus");
        return Ok(rows);
    };
    let questionnaire: Value =
        serde_json::from_str(&text).map_err(|error| Trouble::new(error.to_string()))?;
    let spread = self::spread(&questionnaire)?;
    rows.push(row(
        "Forms: one answer in the largest form, any question, p99",
        part(&spread, 0.99),
        None,
        BAR,
    ));
    if let Some(megabytes) = held(&questionnaire)? {
        let unit = "MB";
        rows.push(Row {
            unit,
            ..row("Forms: memory that the largest form takes, begun", megabytes, None, Bar::None)
        });
    }
    let (our_start, ours, our_index) = weigh(&questionnaire)?;
    let (their_start, theirs, their_index) = peer(&questionnaire)?;
    if our_index != their_index {
        return Err(Trouble::new(format!("body-mass index: ours is {our_index}, theirs {their_index}")));
    }
    let against = |value| Some((PEER, value));
    rows.push(row("Forms: the largest form read and begun", our_start, against(their_start), Bar::None));
    rows.push(row(
        "Forms: one answer that is calculated with, p50",
        part(&ours, 0.5),
        against(part(&theirs, 0.5)),
        Bar::None,
    ));
    rows.push(row(
        "Forms: one answer that is calculated with, p99",
        part(&ours, 0.99),
        against(part(&theirs, 0.99)),
        BAR,
    ));
    Ok(rows)
}

fn row(name: &'static str, ours: f64, against: Option<(&'static str, f64)>, bar: Bar) -> Row {
    Row { name, ours, unit: "µs", better: Better::Lower, against, bar }
}

fn part(times: &[f64], share: f64) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    let at = (times.len() as f64 * share) as usize;
    times.get(at.min(times.len().saturating_sub(1))).copied().unwrap_or_default()
}

fn micros(began: Instant) -> f64 {
    began.elapsed().as_secs_f64() * 1e6
}

fn begin(questionnaire: &Value) -> Outcome<Session> {
    let form =
        Form::load(questionnaire, &Shelf::default()).map_err(|problem| Trouble::new(problem.to_string()))?;
    let now =
        DateTime::parse("2026-11-25T10:30:00+08:00").map_err(|error| Trouble::new(error.to_string()))?;
    Ok(Session::start(Arc::new(form), Launch::new(Clock { now }, "en", "bench")))
}

/// How much more memory this process holds with ten fillings of a form of their own, for one; where the system tells.
fn held(questionnaire: &Value) -> Outcome<Option<f64>> {
    const FILLINGS: u32 = 10;
    let resident = || -> Option<f64> {
        let status = fs::read_to_string("/proc/self/status").ok()?;
        status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?.split_whitespace().next()?.parse().ok()
    };
    let before = resident();
    let fillings = (0..FILLINGS).map(|_| begin(questionnaire)).collect::<Outcome<Vec<Session>>>()?;
    let after = resident();
    drop(black_box(fillings));
    Ok(after.zip(before).map(|(after, before)| (after - before) / 1_000.0 / f64::from(FILLINGS)))
}

/// Answers whatever is asked, again and again: microseconds of each answer.
fn spread(questionnaire: &Value) -> Outcome<Vec<f64>> {
    let mut session = begin(questionnaire)?;
    let mut times = Vec::with_capacity(OURS);
    let mut round = 0_usize;
    while times.len() < OURS {
        let asked: Vec<(ItemPath, Value)> = session
            .walk()
            .filter(|instance| instance.enabled && !instance.item.read_only)
            .filter_map(|instance| Some((instance.path.clone(), some_answer(&session, &instance, round)?)))
            .collect();
        if asked.is_empty() {
            return Err(Trouble::new("the form asks nothing"));
        }
        for (path, answer) in asked {
            let began = Instant::now();
            let taken = session.answer(&path, vec![answer]);
            times.push(micros(began));
            // A question that went away with an earlier answer is no failure.
            let _ = black_box(taken);
        }
        round += 1;
    }
    Ok(times)
}

fn some_answer(session: &Session, instance: &kangban_forms::Instance<'_>, round: usize) -> Option<Value> {
    let number = |value: usize| Value::Number(Number::from(value));
    Some(match instance.item.kind {
        ItemKind::Boolean => json!({ "valueBoolean": round.is_multiple_of(2) }),
        ItemKind::Integer => json!({ "valueInteger": number(round % 50) }),
        ItemKind::Decimal => json!({ "valueDecimal": number(50 + round % 60) }),
        ItemKind::Date => json!({ "valueDate": format!("2026-11-{:02}", 1 + round % 28) }),
        ItemKind::String | ItemKind::Text => json!({ "valueString": format!("answer {round}") }),
        ItemKind::Choice | ItemKind::OpenChoice => {
            let options = session.options(&instance.path);
            options.get(round % options.len().max(1))?.value.clone()
        }
        _ => return None,
    })
}

/// Sets a height, then weights: microseconds to begin, of each answer, and the last body-mass index.
fn weigh(questionnaire: &Value) -> Outcome<(f64, Vec<f64>, Value)> {
    let began = Instant::now();
    let mut session = begin(questionnaire)?;
    let start = micros(began);
    let place = |session: &Session, link_id: &str| -> Outcome<ItemPath> {
        let found =
            session.walk().find(|instance| instance.item.link_id == link_id).map(|instance| instance.path);
        found.ok_or_else(|| Trouble::new(format!("the form has no {link_id}")))
    };
    let (height, weight, index) =
        (place(&session, HEIGHT)?, place(&session, WEIGHT)?, place(&session, INDEX)?);
    let refused = |problem: kangban_forms::AnswerProblem| Trouble::new(problem.to_string());
    let age = place(&session, AGE)?;
    session.prefill(&age, vec![json!({ "valueInteger": 46 })], Origin::Initial).map_err(refused)?;
    if !session.is_enabled(&index) {
        return Err(Trouble::new("the form does not ask for the body-mass index"));
    }
    session.answer(&height, vec![json!({ "valueDecimal": 170 })]).map_err(refused)?;
    let mut times = Vec::with_capacity(OURS);
    // It ends with the peer's answers.
    for turn in (0..OURS).chain(0..THEIRS) {
        let answer = vec![kilograms(turn)];
        let began = Instant::now();
        session.answer(&weight, answer).map_err(refused)?;
        times.push(micros(began));
    }
    let found = session.answers(&index).first().and_then(|answer| answer.get("valueDecimal")).cloned();
    Ok((start, times, found.unwrap_or_default()))
}

fn kilograms(turn: usize) -> Value {
    json!({ "valueDecimal": 50 + turn % 60 })
}

fn peer(questionnaire: &Value) -> Outcome<(f64, Vec<f64>, Value)> {
    let input = json!({
        "questionnaire": questionnaire,
        "first": { "linkId": HEIGHT, "value": { "valueDecimal": 170 } },
        "then": { "linkId": WEIGHT, "values": (0..THEIRS).map(kilograms).collect::<Vec<_>>() },
        "calculated": INDEX,
    });
    let mut node = Command::new("node")
        .arg("bench.mjs")
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../forms/rival"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| Trouble::new(format!("node: {error}")))?;
    if let Some(mut stdin) = node.stdin.take() {
        stdin.write_all(input.to_string().as_bytes())?;
    }
    let out = node.wait_with_output()?;
    let told: Value = serde_json::from_slice(&out.stdout)
        .map_err(|error| Trouble::new(format!("the peer's answer: {error}")))?;
    let times =
        told["times"].as_array().into_iter().flatten().filter_map(Value::as_f64).map(|ms| ms * 1e3).collect();
    Ok((told["built"].as_f64().unwrap_or_default() * 1e3, times, told["last"]["valueDecimal"].clone()))
}

/// A form of 1 MB: sections in which answers enable others, are summed, and have twenty choices each.
fn megabyte() -> Value {
    let calculated = |text: String| {
        json!([{ "url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression",
            "valueExpression": { "language": "text/fhirpath", "expression": text } }])
    };
    let section = |at: usize| {
        let options: Vec<Value> = (0..20)
            .map(|code| {
                json!({ "valueCoding": { "system": "http://kangban.example/bench", "code": format!("c{code}"),
                    "display": format!("A choice of the usual length, number {code}") } })
            })
            .collect();
        json!({ "linkId": format!("s{at}"), "type": "group", "text": format!("Section {at}"), "item": [
            { "linkId": format!("yes{at}"), "type": "boolean", "text": "Is there anything to tell of this part?" },
            { "linkId": format!("what{at}"), "type": "choice", "text": "What is it?", "answerOption": options,
                "enableWhen": [{ "question": format!("yes{at}"), "operator": "=", "answerBoolean": true }] },
            { "linkId": format!("a{at}"), "type": "decimal", "text": "How much in the morning?" },
            { "linkId": format!("b{at}"), "type": "decimal", "text": "How much in the evening?" },
            { "linkId": format!("sum{at}"), "type": "decimal", "readOnly": true, "text": "Together", "extension": calculated(
                format!("%resource.descendants().where(linkId in ('a{at}' | 'b{at}')).answer.value.sum()")) },
        ] })
    };
    let mut sections: Vec<Value> = (0..300).map(section).collect();
    sections.push(json!({ "linkId": "total", "type": "decimal", "readOnly": true, "text": "In all", "extension": calculated(
        "%resource.item.item.where(linkId.startsWith('sum')).answer.value.sum()".to_owned()) }));
    json!({ "resourceType": "Questionnaire", "status": "active", "url": "http://kangban.example/bench", "item": sections })
}
