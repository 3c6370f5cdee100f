//! Scores: their bands, what they mean, how they moved.
//!
//! Bands are data in the form: extension `score` on the item that holds the number. The number is the item's answer in
//! the response; how it comes about (a calculatedExpression, an answer given by hand) is no business of this module.

use bigdecimal::BigDecimal;
use kangban_fhir::{DateTime, Decimal, terms};
use serde_json::Value;

use crate::{
    Form,
    items::{Item, read},
    show::Rich,
    texts::units,
    translate::{self, Lang},
};

/// What a band means for the patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum BandRole {
    /// All is well.
    Good,
    /// Good to know.
    #[default]
    Info,
    /// The care team wants to know.
    Caution,
    /// Something has to be done now.
    Urgent,
}

/// One band of a score, its bounds included.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// Its least value; `None` for any.
    pub low: Option<Decimal>,
    /// Its greatest value; `None` for any.
    pub high: Option<Decimal>,
    /// What it is called.
    pub word: String,
    /// What it means.
    pub meaning: String,
    /// What to do next.
    pub next_step: String,
    /// How serious it is.
    pub role: BandRole,
    /// Whether the score is in it.
    pub current: bool,
}

/// The same score in an earlier response.
#[derive(Debug, Clone, PartialEq)]
pub struct Earlier {
    /// The response's id, when it has one.
    pub response: Option<String>,
    /// When it was answered: a FHIR dateTime.
    pub at: String,
    /// What it was.
    pub value: Decimal,
}

/// One score of a response.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// The linkId of its item.
    pub key: String,
    /// What it is.
    pub title: String,
    /// Its number.
    pub value: Decimal,
    /// The least it can be, when that is known.
    pub low: Option<Decimal>,
    /// The greatest it can be, when that is known.
    pub high: Option<Decimal>,
    /// Its bands, lowest first.
    pub bands: Vec<Band>,
    /// Its unit, or empty.
    pub unit: String,
    /// Earlier ones, oldest first.
    pub earlier: Vec<Earlier>,
    /// How much it moved since the last one: above zero when it rose.
    pub change: Option<Decimal>,
}

impl Score {
    /// The band that the score is in.
    pub fn band(&self) -> Option<&Band> {
        self.bands.iter().find(|band| band.current)
    }
}

/// The scores of a response, in the form's order; those that were not answered are left out. Of `earlier` only finished
/// responses to the same form that are older than this one count.
pub fn scores(form: &Form, response: &Value, earlier: &[Value], language: &str) -> Vec<Score> {
    let older = older(response, earlier);
    form.items().iter().filter_map(|item| score(form, item, response, &older, language)).collect()
}

fn score(
    form: &Form,
    item: &Item,
    response: &Value,
    older: &[(DateTime, &Value)],
    language: &str,
) -> Option<Score> {
    let json = form.json(item.ix);
    let extension = read::extension(json, terms::SCORE)?;
    let value = answer_of(response, &item.link_id)?;
    let mut bands: Vec<Band> =
        read::extensions(extension, "band").map(|band| read_band(band, language)).collect();
    bands.sort_by(|one, other| one.low.cmp(&other.low));
    if let Some(current) = place(&bands, &value).and_then(|at| bands.get_mut(at)) {
        current.current = true;
    }
    let earlier: Vec<Earlier> = older
        .iter()
        .filter_map(|(at, response)| {
            let value = answer_of(response, &item.link_id)?;
            let id = read::text(response, "id").map(str::to_owned);
            Some(Earlier { response: id, at: at.as_str().to_owned(), value })
        })
        .collect();
    let change = earlier.last().map(|last| Decimal::from(value.value() - last.value.value()));
    let bound = |bands: Option<Decimal>, own: Option<&crate::items::Bound>| {
        bands.or_else(|| decimal(own?.value.as_ref()?))
    };
    Some(Score {
        key: item.link_id.clone(),
        title: Rich::of(json, "text", language).to_text(),
        low: bound(bands.first().and_then(|band| band.low.clone()), item.min_value.as_ref()),
        high: bound(bands.last().and_then(|band| band.high.clone()), item.max_value.as_ref()),
        unit: unit(item, language),
        bands,
        value,
        earlier,
        change,
    })
}

fn read_band(band: &Value, language: &str) -> Band {
    let part = |name: &'static str| read::extension(band, name);
    let number = |name: &'static str| part(name).and_then(|part| decimal(read::choice(part, "value")?.1));
    let words = |name: &'static str| {
        part(name).and_then(|part| translate::extension_text(part, language)).unwrap_or_default().to_owned()
    };
    let role = part("role").and_then(|part| read::choice(part, "value")).and_then(|(_, role)| role.as_str());
    Band {
        low: number("low"),
        high: number("high"),
        word: words("word"),
        meaning: words("meaning"),
        next_step: words("nextStep"),
        role: match role {
            Some("good") => BandRole::Good,
            Some("caution") => BandRole::Caution,
            Some("urgent") => BandRole::Urgent,
            _ => BandRole::Info,
        },
        current: false,
    }
}

/// The band of a value. Between two bands (3.5, of 0–3 and 4–6) the more serious one counts.
fn place(bands: &[Band], value: &Decimal) -> Option<usize> {
    let above = |band: &Band| band.low.as_ref().is_none_or(|low| low <= value);
    let below = |band: &Band| band.high.as_ref().is_none_or(|high| value <= high);
    if let Some(inside) = bands.iter().position(|band| above(band) && below(band)) {
        return Some(inside);
    }
    let before = bands.iter().rposition(above)?;
    let after = bands.iter().position(below)?;
    let role = |at: usize| bands.get(at).map(|band| band.role);
    Some(if role(after) > role(before) { after } else { before })
}

/// The first answer to an item, as a number.
fn answer_of(response: &Value, link_id: &str) -> Option<Decimal> {
    // Items lie in items and in answers; a list of what is still to be seen needs no stack of calls.
    let mut open: Vec<&Value> = vec![response];
    while let Some(element) = open.pop() {
        if read::text(element, "linkId") == Some(link_id) {
            let answer =
                read::list(element, "answer").first().and_then(|answer| read::choice(answer, "value"));
            if let Some(value) = answer.and_then(|(_, value)| decimal(value)) {
                return Some(value);
            }
        }
        open.extend(read::list(element, "answer").iter().rev());
        open.extend(read::list(element, "item").iter().rev());
    }
    None
}

/// A number, or a quantity's number.
fn decimal(value: &Value) -> Option<Decimal> {
    let number = value.get("value").unwrap_or(value).as_number()?;
    Decimal::parse(number.as_str()).ok()
}

fn unit(item: &Item, language: &str) -> String {
    let Some(unit) = &item.unit else { return String::new() };
    translate::unit_name(unit, language).unwrap_or_else(|| {
        read::text(unit, "code")
            .and_then(|code| units::name(code, Lang::of(language)))
            .unwrap_or_default()
            .to_owned()
    })
}

/// Finished responses to the same form before this one, oldest first.
fn older<'a>(response: &Value, earlier: &'a [Value]) -> Vec<(DateTime, &'a Value)> {
    let canonical = |response: &Value| {
        read::text(response, "questionnaire").map(|canonical| read::split_canonical(canonical).0.to_owned())
    };
    let authored = |response: &Value| DateTime::parse(read::text(response, "authored")?).ok();
    let (form, id, now) = (canonical(response), read::text(response, "id"), authored(response));
    let mut found: Vec<(DateTime, &Value)> = earlier
        .iter()
        .filter(|other| canonical(other) == form && (id.is_none() || read::text(other, "id") != id))
        .filter(|other| matches!(read::text(other, "status"), Some("completed" | "amended")))
        .filter_map(|other| Some((authored(other)?, other)))
        .filter(|(at, _)| now.as_ref().is_none_or(|now| at.millis() < now.millis()))
        .collect();
    found.sort_by_key(|(at, _)| at.millis());
    found
}

/// How far along its whole length a value is, from 0 to 1000; `None` when the length is not known.
pub fn permille(value: &Decimal, low: &Decimal, high: &Decimal) -> Option<u16> {
    let length = high.value() - low.value();
    if length <= 0 {
        return None;
    }
    let share = (value.value() - low.value()) * BigDecimal::from(1_000) / length;
    let share = Decimal::from(share).to_f64().clamp(0.0, 1_000.0);
    // Between 0 and 1000 after clamping.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    Some(share.round() as u16)
}

#[cfg(test)]
mod tests;
