//! The expressions of real forms, evaluated by ours and by the `fhirpath` npm package.
//!
//! Each is evaluated on the form itself, on the responses to it that lie beside it, and on one that is made up by the
//! types of its items; in an item also with that item in focus.

mod harvest;

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use kangban_fhir::{DateTime, Decimal};
use kangban_fhirpath::{Clock, Expression, Scope, Value};
use serde_json::{Value as Json, json};

pub use harvest::{Job, Material};

/// What one of the two says to a job.
#[derive(Debug, Clone, PartialEq)]
enum Answer {
    Found(Vec<Json>),
    Error(String),
}

/// Evaluates everything below `dir` with both and tells every difference; the last line counts.
///
/// # Errors
/// Why the material cannot be read, or the package cannot be run.
pub fn run(dir: &Path) -> Result<(String, bool), String> {
    let material = harvest::read(dir)?;
    let now = now();
    let clock = Clock { now: DateTime::parse(&now).map_err(|error| error.to_string())? };
    let ours: Vec<Answer> = material.jobs.iter().map(|job| evaluated(job, &material, &clock)).collect();
    let theirs = peers(&material, &now)?;
    if theirs.len() != ours.len() {
        return Err(format!("{} jobs, {} answers", ours.len(), theirs.len()));
    }
    let mut differences: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut agreed = 0;
    for ((job, ours), theirs) in material.jobs.iter().zip(&ours).zip(&theirs) {
        if agree(ours, theirs) {
            agreed += 1;
        } else {
            let place = if job.item.is_some() { "an item" } else { "the whole" };
            let line = format!(
                "    {} ({place} of {})\n      ours   {}\n      theirs {}",
                job.file,
                material.names.get(job.resource).map_or("?", String::as_str),
                told(ours),
                told(theirs)
            );
            differences.entry(job.expression.as_str()).or_default().push(line);
        }
    }
    let mut report = String::new();
    for (expression, lines) in &differences {
        let expression = expression.split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(report, "{expression}\n{}", lines.first().map_or("", String::as_str));
        if lines.len() > 1 {
            let _ = writeln!(report, "    and {} more", lines.len() - 1);
        }
    }
    let differing = material.jobs.len() - agreed;
    let _ = writeln!(
        report,
        "{} expressions of {} forms, {} evaluations",
        material.expressions,
        material.forms,
        material.jobs.len()
    );
    let _ = write!(report, "{agreed} passed, {differing} failed");
    Ok((report, differing == 0 && agreed > 0))
}

/// The moment the two are asked at.
fn now() -> String {
    chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now())
        .to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}

fn evaluated(job: &Job, material: &Material, clock: &Clock) -> Answer {
    let expression = match Expression::parse(&job.expression) {
        Ok(expression) => expression,
        Err(error) => return Answer::Error(error.to_string()),
    };
    let Some(root) = material.resources.get(job.resource) else {
        return Answer::Error("no resource".to_owned());
    };
    let focus = match &job.item {
        Some(place) => match root.pointer(&harvest::pointer(place)) {
            Some(item) => Value::typed(item, "QuestionnaireResponse.item"),
            None => return Answer::Error("no item".to_owned()),
        },
        None => Value::of(root),
    };
    let mut scope = Scope::new(clock.clone()).resource(root).focus(focus);
    for (name, values) in &job.variables {
        scope = scope.variable(name.as_str(), values.iter().map(Value::of).collect());
    }
    match expression.evaluate(&scope) {
        Ok(found) => Answer::Found(found.iter().map(plain).collect()),
        Err(error) => Answer::Error(error.to_string()),
    }
}

/// As the package gives it: quantities and dates as texts, everything else as JSON.
fn plain(value: &Value<'_>) -> Json {
    match value {
        Value::Quantity(quantity) => Json::String(quantity.to_string()),
        other => other.to_json(),
    }
}

fn peers(material: &Material, now: &str) -> Result<Vec<Answer>, String> {
    let jobs: Vec<Json> = material
        .jobs
        .iter()
        .map(|job| {
            json!({ "expression": job.expression, "resource": job.resource, "item": job.item, "variables": job.variables })
        })
        .collect();
    let input = json!({ "now": now, "resources": material.resources, "jobs": jobs }).to_string();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("differential");
    let mut node = Command::new("node")
        .arg("peer.mjs")
        .current_dir(folder)
        .env("TZ", "UTC")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("node: {error}"))?;
    let mut stdin = node.stdin.take().ok_or("node has no input")?;
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let out = node.wait_with_output().map_err(|error| error.to_string())?;
    let _ = writer.join();
    let answers: Json =
        serde_json::from_slice(&out.stdout).map_err(|error| format!("the package's answers: {error}"))?;
    let answers = answers.as_array().ok_or("the package's answers are no list")?;
    Ok(answers
        .iter()
        .map(|answer| match answer.get("error").and_then(Json::as_str) {
            Some(error) => Answer::Error(error.to_owned()),
            None => Answer::Found(answer.get("found").and_then(Json::as_array).cloned().unwrap_or_default()),
        })
        .collect())
}

fn agree(ours: &Answer, theirs: &Answer) -> bool {
    match (ours, theirs) {
        (Answer::Error(_), Answer::Error(_)) => true,
        (Answer::Found(ours), Answer::Found(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| same(ours, theirs))
        }
        _ => false,
    }
}

/// Whether both are the same; the package's numbers are floating-point ones, of which 12 digits count.
fn same(a: &Json, b: &Json) -> bool {
    match (a, b) {
        (Json::Number(a), Json::Number(b)) => {
            let number = |number: &serde_json::Number| {
                Decimal::parse(number.as_str()).ok().map(|found| found.value().with_prec(12).normalized())
            };
            number(a).is_some_and(|a| Some(a) == number(b))
        }
        (Json::Array(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| same(a, b)))
        }
        (Json::String(a), Json::String(b)) => utc(a) == utc(b),
        _ => a == b,
    }
}

/// The package writes UTC as `-00:00`.
fn utc(text: &str) -> &str {
    text.strip_suffix('Z').or_else(|| text.strip_suffix("-00:00")).unwrap_or(text)
}

fn told(answer: &Answer) -> String {
    let mut text = match answer {
        Answer::Found(found) => Json::Array(found.clone()).to_string(),
        Answer::Error(error) => format!("error: {}", error.replace('\n', " ")),
    };
    if let Some((at, _)) = text.char_indices().nth(200) {
        text.truncate(at);
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_agree_by_value_and_everything_else_as_it_is() {
        let value = |text: &str| serde_json::from_str::<Json>(text).unwrap();
        assert!(same(&value("[1.10, {\"a\": 0.30000000000000004}]"), &value("[1.1, {\"a\": 0.3}]")));
        assert!(!same(&value("1"), &value("2")));
        assert!(!same(&value("\"1\""), &value("1")));
        assert!(agree(&Answer::Error("a".to_owned()), &Answer::Error("b".to_owned())));
        assert!(!agree(&Answer::Error("a".to_owned()), &Answer::Found(vec![])));
    }
}
