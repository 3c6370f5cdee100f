//! Answers as they stand in a field, and as they are read.

use chrono::FixedOffset;
use kangban_fhir::{DateTime, Precision};
use serde_json::Value;

use crate::{
    ItemPath, Session,
    items::{AnswerOption, Item, answer_key, read},
    show::{Rich, here::Here},
    texts::{self, Sentence, say},
    translate::{self, Lang},
};

/// An answer as it stands in a field: digits without the unit, `2026-11-22`, `2026-11-22T16:05` in local time, `16:05`.
pub(crate) fn field(answer: &Value, offset: FixedOffset) -> String {
    let Some((suffix, value)) = read::choice(answer, "value") else { return String::new() };
    match suffix {
        "Quantity" => value.get("value").map(plain).unwrap_or_default(),
        "DateTime" => local(value.as_str().unwrap_or_default(), offset),
        "Time" => {
            let text = value.as_str().unwrap_or_default();
            // A field for the time of day has no seconds unless they were given.
            text.strip_suffix(":00").filter(|short| short.len() == 5).unwrap_or(text).to_owned()
        }
        "Attachment" => {
            ["title", "url"].iter().find_map(|name| read::text(value, name)).unwrap_or_default().to_owned()
        }
        "Coding" => {
            ["display", "code"].iter().find_map(|name| read::text(value, name)).unwrap_or_default().to_owned()
        }
        "Reference" => ["display", "reference"]
            .iter()
            .find_map(|name| read::text(value, name))
            .unwrap_or_default()
            .to_owned(),
        _ => plain(value),
    }
}

/// A moment as a field for date and time holds it.
fn local(text: &str, offset: FixedOffset) -> String {
    let Ok(read) = DateTime::parse(text) else { return text.to_owned() };
    match read.moment() {
        Some(moment) if read.precision() >= Precision::Second => {
            moment.with_timezone(&offset).format("%Y-%m-%dT%H:%M").to_string()
        }
        _ => text.to_owned(),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        _ => String::new(),
    }
}

/// All answers to a question as they are read: `还可以`, `38.6 °C`, `22 Nov, 16:05`.
pub(crate) fn spoken(
    session: &Session,
    path: &ItemPath,
    item: &Item,
    answers: &[Value],
    language: &str,
) -> String {
    let lang = Lang::of(language);
    let needs_options = answers
        .iter()
        .any(|answer| answer.get("valueCoding").is_some() || answer.get("valueReference").is_some())
        || !item.options.list.is_empty();
    let options = if needs_options { session.options(path) } else { Vec::new() };
    let here = Here::of(session);
    let words: Vec<String> = answers
        .iter()
        .map(|answer| one(answer, item, &options, here, language))
        .filter(|words| !words.is_empty())
        .collect();
    words.join(if lang == Lang::Zh { "、" } else { ", " })
}

fn one(answer: &Value, item: &Item, options: &[AnswerOption], here: Here, language: &str) -> String {
    let lang = Lang::of(language);
    let Some((suffix, value)) = read::choice(answer, "value") else { return String::new() };
    let key = answer_key(&format!("value{suffix}"), value);
    let known = |options: &[AnswerOption]| {
        let option = options.iter().find(|option| Some(&option.key) == key.as_ref())?;
        Some(option_words(option, language).0)
    };
    if let Some(words) = known(options).or_else(|| known(&item.options.list)) {
        return words;
    }
    match suffix {
        "Boolean" => {
            let sentence = if value.as_bool() == Some(true) { Sentence::Yes } else { Sentence::No };
            say(lang, sentence, &[])
        }
        "Coding" => translate::text(value, "display", language)
            .or_else(|| read::text(value, "code"))
            .unwrap_or_default()
            .to_owned(),
        "Reference" => translate::text(value, "display", language)
            .or_else(|| read::text(value, "reference"))
            .unwrap_or_default()
            .to_owned(),
        "Quantity" => {
            let number = value.get("value").map(plain).unwrap_or_default();
            with_unit(&number, translate::unit_name(value, language).as_deref())
        }
        "Integer" | "Decimal" => {
            let unit = item.unit.as_ref().and_then(|unit| translate::unit_name(unit, language));
            with_unit(&plain(value), unit.as_deref())
        }
        "Date" => texts::day(value.as_str().unwrap_or_default(), Some(here.year()), lang)
            .unwrap_or_else(|| plain(value)),
        "DateTime" => texts::moment(value.as_str().unwrap_or_default(), here.offset, Some(here.year()), lang)
            .unwrap_or_else(|| plain(value)),
        "Time" => texts::time_of_day(value.as_str().unwrap_or_default()).unwrap_or_else(|| plain(value)),
        "Attachment" => translate::text(value, "title", language)
            .map_or_else(|| say(lang, Sentence::File, &[]), str::to_owned),
        _ => plain(value),
    }
}

/// A number with its unit; a no-break space keeps them on one line.
pub(crate) fn with_unit(number: &str, unit: Option<&str>) -> String {
    match unit.filter(|unit| !unit.is_empty()) {
        Some("%") => format!("{number}%"),
        Some(unit) => format!("{number}\u{a0}{unit}"),
        None => number.to_owned(),
    }
}

/// An option's words: what it is called, and what its author said below that (further lines of its text).
pub(crate) fn option_words(option: &AnswerOption, language: &str) -> (String, String) {
    let text = Rich::of_label(&option.label, language).to_text();
    match text.split_once('\n') {
        Some((label, detail)) => (label.trim().to_owned(), detail.trim().replace('\n', " ")),
        None => (text, String::new()),
    }
}
