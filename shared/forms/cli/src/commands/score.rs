use std::path::{Path, PathBuf};

use kangban_forms::score::{Band, BandRole, Score, scores};
use serde_json::{Value, json};

use crate::{Done, Failure, files, table::table};

/// Prints the scores of a response, their meaning, and the change since the last one.
pub(crate) fn run(
    form: &Path,
    response: &Path,
    earlier: &[PathBuf],
    language: &str,
    as_json: bool,
) -> Result<Done, Failure> {
    let opened = files::open(form)?;
    let response = files::read_as(response, "QuestionnaireResponse")?;
    let earlier = earlier
        .iter()
        .map(|path| files::read_as(path, "QuestionnaireResponse"))
        .collect::<Result<Vec<_>, _>>()?;
    let found = scores(&opened.form, &response, &earlier, language);
    let done = if as_json {
        Done::json(&Value::Array(found.iter().map(listed).collect()))
    } else if found.is_empty() {
        Done::text("no scores".to_owned())
    } else {
        Done::text(shown(&found))
    };
    Ok(Done { notes: opened.notes, ..done })
}

fn role(role: BandRole) -> &'static str {
    match role {
        BandRole::Good => "good",
        BandRole::Info => "info",
        BandRole::Caution => "caution",
        BandRole::Urgent => "urgent",
    }
}

fn number(value: &kangban_fhir::Decimal) -> Value {
    // A decimal keeps its digits: it is written as it was read.
    serde_json::from_str(&value.to_string()).unwrap_or_else(|_| Value::from(value.to_string()))
}

fn listed(score: &Score) -> Value {
    let mut entry = json!({ "key": score.key, "title": score.title, "value": number(&score.value) });
    let mut put = |name: &str, value: Value| {
        if let Some(object) = entry.as_object_mut() {
            object.insert(name.to_owned(), value);
        }
    };
    if !score.unit.is_empty() {
        put("unit", Value::from(score.unit.as_str()));
    }
    for (name, bound) in [("low", &score.low), ("high", &score.high), ("change", &score.change)] {
        if let Some(bound) = bound {
            put(name, number(bound));
        }
    }
    if let Some(band) = score.band() {
        put("word", Value::from(band.word.as_str()));
        put("meaning", Value::from(band.meaning.as_str()));
        put("nextStep", Value::from(band.next_step.as_str()));
        put("role", Value::from(role(band.role)));
    }
    let earlier = score.earlier.iter().map(|one| json!({ "at": one.at, "value": number(&one.value) }));
    put("earlier", Value::Array(earlier.collect()));
    entry
}

fn shown(found: &[Score]) -> String {
    let band = |score: &Score, part: fn(&Band) -> &str| score.band().map(part).unwrap_or_default().to_owned();
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|score| {
            let range = match (&score.low, &score.high) {
                (Some(low), Some(high)) => format!("{low} to {high}"),
                _ => String::new(),
            };
            let change = score.change.as_ref().map_or_else(String::new, |change| {
                let text = change.to_string();
                if text.starts_with('-') || text == "0" { text } else { format!("+{text}") }
            });
            vec![
                score.title.clone(),
                format!("{} {}", score.value, score.unit).trim().to_owned(),
                range,
                change,
                band(score, |band| &band.word),
                band(score, |band| role(band.role)),
            ]
        })
        .collect();
    let mut text = table(&["score", "value", "range", "change", "word", "role"], &rows);
    for score in found {
        let said = [band(score, |band| &band.meaning), band(score, |band| &band.next_step)];
        for line in said.iter().filter(|line| !line.is_empty()) {
            text.extend([&score.title, ": ", line, "\n"]);
        }
    }
    text
}
