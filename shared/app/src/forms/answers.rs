//! The answers of a finished form in words, in the reader's language.

use std::collections::BTreeMap;

use kangban_fhir::DateTime;
use kangban_forms::{Item, ItemKind, show::Rich, translate};
use serde_json::Value;

use super::result::Shown;
use crate::{
    entry::with_unit,
    text::{Lang, t},
    view::FormAnswerRow,
};

/// How many answers are put into words.
const MOST: usize = 1_000;

/// A row for every question that was answered and can be seen, in the form's order.
pub(super) fn rows(shown: &Shown, lang: Lang) -> Vec<FormAnswerRow> {
    let items: BTreeMap<&str, &Item> =
        shown.form.items().iter().map(|item| (item.link_id.as_str(), item)).collect();
    let mut rows = Vec::new();
    // Items lie in items and in answers, however deep: what is still to be seen waits on a list, the next at its end.
    let mut open: Vec<&Value> = list(&shown.response, "item").iter().rev().collect();
    while let Some(node) = open.pop() {
        let answers = list(node, "answer");
        open.extend(list(node, "item").iter().rev());
        open.extend(answers.iter().rev().flat_map(|answer| list(answer, "item").iter().rev()));
        let link_id = node.get("linkId").and_then(Value::as_str).unwrap_or_default();
        let item = items.get(link_id).copied();
        if answers.is_empty() || item.is_some_and(|item| item.hidden) || rows.len() >= MOST {
            continue;
        }
        let own = || node.get("text").and_then(Value::as_str).unwrap_or(link_id).to_owned();
        let label = item.map(|item| Rich::of(shown.form.json(item.ix), "text", lang.tag()).to_text());
        let values = answers.iter().filter_map(|answer| in_words(item, answer, lang));
        rows.push(FormAnswerRow {
            label: label.filter(|label| !label.is_empty()).unwrap_or_else(own),
            value: values.collect::<Vec<_>>().join(if lang == Lang::Zh { "、" } else { ", " }),
            ..FormAnswerRow::default()
        });
    }
    rows
}

fn list<'a>(node: &'a Value, name: &str) -> &'a [Value] {
    node.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// One answer in words.
fn in_words(item: Option<&Item>, answer: &Value, lang: Lang) -> Option<String> {
    let (name, value) = answer.as_object()?.iter().find(|(name, _)| name.starts_with("value"))?;
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    Some(match name.as_str() {
        "valueBoolean" if value.as_bool()? => t!(lang, "form-yes"),
        "valueBoolean" => t!(lang, "form-no"),
        "valueCoding" => {
            let same = |option: &&kangban_forms::AnswerOption| {
                let coding = option.value.get("valueCoding");
                coding.is_some_and(|coding| {
                    coding.get("code") == value.get("code") && coding.get("system") == value.get("system")
                })
            };
            let option = item.and_then(|item| item.options.list.iter().find(same));
            let label = option.and_then(|option| translate::label(&option.label, lang.tag()));
            let own = || translate::text(value, "display", lang.tag()).or_else(|| text("code"));
            label.or_else(own)?.to_owned()
        }
        "valueQuantity" => {
            let number = value.get("value").map(ToString::to_string).unwrap_or_default();
            with_unit(&number, &translate::unit_name(value, lang.tag()).unwrap_or_default())
        }
        "valueDate" | "valueDateTime" => date(value.as_str()?, lang),
        "valueTime" => value.as_str()?.get(..5).unwrap_or_default().to_owned(),
        "valueAttachment" => t!(lang, "form-photo-added"),
        "valueReference" => text("display").or_else(|| text("reference"))?.to_owned(),
        "valueInteger" | "valueDecimal" => {
            let unit =
                item.filter(|item| item.kind != ItemKind::Quantity).and_then(|item| item.unit.as_ref());
            let unit = unit.and_then(|unit| translate::unit_name(unit, lang.tag()));
            with_unit(&value.to_string(), &unit.unwrap_or_default())
        }
        _ => value.as_str()?.to_owned(),
    })
}

/// A date as it was given: `2026年11月22日 16:05`, `22 Nov 2026, 16:05`, or less.
fn date(text: &str, lang: Lang) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    if DateTime::parse(text).is_err() {
        return text.to_owned();
    }
    let (day, time) = text.split_once('T').unwrap_or((text, ""));
    let mut parts = day.split('-');
    let year = parts.next().unwrap_or_default();
    let number = |part: Option<&str>| part.and_then(|part| part.parse::<usize>().ok());
    let (month, day) = (number(parts.next()), number(parts.next()));
    let time = time.get(..5).unwrap_or_default();
    let date = match (lang, month, day) {
        (Lang::Zh, Some(month), Some(day)) => format!("{year}年{month}月{day}日"),
        (Lang::Zh, Some(month), None) => format!("{year}年{month}月"),
        (Lang::Zh, None, _) => format!("{year}年"),
        (Lang::En, Some(month), day) => {
            let name = MONTHS.get(month - 1).copied().unwrap_or_default();
            day.map_or_else(|| format!("{name} {year}"), |day| format!("{day} {name} {year}"))
        }
        (Lang::En, None, _) => year.to_owned(),
    };
    match (lang, time) {
        (_, "") => date,
        (Lang::Zh, time) => format!("{date} {time}"),
        (Lang::En, time) => format!("{date}, {time}"),
    }
}
