use std::collections::BTreeMap;

use crux_core::Command;
use kangban_fhir::Decimal;

use super::{MeasureDraft, MeasuresEvent};
use crate::{
    catalogue::{Measure, Part},
    effects::Cmd,
    entry::with_unit,
    format,
    model::{Model, Stage},
    record, saving,
    text::{Lang, t},
};

pub(crate) fn update(model: &mut Model, event: MeasuresEvent) -> Cmd {
    let Model { clock, stage: Stage::Open(open), .. } = model else { return Command::done() };
    let draft = &mut open.measure;
    match event {
        MeasuresEvent::KindChosen(id) => {
            if let Some(kind) = Measure::with_id(&id)
                && draft.corrects.is_none()
                && draft.kind != kind
            {
                *draft = MeasureDraft::of(kind);
            }
        }
        MeasuresEvent::FieldTyped(field) => {
            draft.wrong.remove(&field.id);
            draft.error.clear();
            draft.asked = false;
            if draft.kind.parts.iter().any(|part| part.id == field.id) {
                draft.typed.insert(field.id, field.text);
            }
        }
        MeasuresEvent::WhenChanged(text) => {
            draft.when.typed(clock, &text);
            draft.error.clear();
        }
        MeasuresEvent::SavePressed => return save(model),
    }
    Command::done()
}

/// Saves what was entered, says what is missing, or asks about what is unusual.
fn save(model: &mut Model) -> Cmd {
    let Model { clock, ids, look, stage: Stage::Open(open), .. } = model else { return Command::done() };
    if open.saving.is_some() {
        return Command::done();
    }
    let lang = look.lang;
    let draft = &mut open.measure;
    let (values, wrong) = read(draft, lang);
    draft.wrong = wrong;
    draft.error.clear();
    if !draft.wrong.is_empty() {
        return Command::done();
    }
    let at_ms = match draft.when.at(lang, clock) {
        Ok(at_ms) => at_ms,
        Err(error) => {
            draft.error = error;
            return Command::done();
        }
    };
    if unusual(draft.kind, &values).is_some() && !draft.asked {
        draft.asked = true;
        return Command::done();
    }
    let head = record::Head { id: ids.next(), patient: &open.patient, at: format::fhir_moment(clock, at_ms) };
    let (observation, corrects) = match &draft.corrects {
        Some(original) => (record::corrected_measure(original, &head, draft.kind, &values), true),
        None => (record::measure(&head, draft.kind, &values), false),
    };
    saving::begin(open, clock, observation, Vec::new(), Vec::new(), corrects)
}

/// The numbers that were typed, and what is wrong with each field.
fn read(draft: &MeasureDraft, lang: Lang) -> (Vec<Decimal>, BTreeMap<String, String>) {
    let (mut values, mut wrong) = (Vec::new(), BTreeMap::new());
    for part in draft.kind.parts {
        match read_part(part, draft.text(part.id), lang) {
            Ok(value) => values.push(value),
            Err(error) => {
                wrong.insert(part.id.to_owned(), error);
            }
        }
    }
    if let ([upper, lower], [_, second]) = (values.as_slice(), draft.kind.parts)
        && upper <= lower
    {
        wrong.insert(second.id.to_owned(), t!(lang, "measure-order"));
    }
    (values, wrong)
}

fn read_part(part: &Part, typed: &str, lang: Lang) -> Result<Decimal, String> {
    if typed.trim().is_empty() {
        return Err(t!(lang, "measure-missing", label = part.label(lang)));
    }
    let number = format::read_number(typed).and_then(|text| Decimal::parse(&text).ok());
    let value = number.ok_or_else(|| t!(lang, "measure-unreadable", label = part.label(lang)))?;
    let hundredths = hundredths(&value);
    if !(part.low..=part.high).contains(&hundredths) {
        let shown = |limit: i64| with_unit(&plain(limit), part.shown_unit);
        return Err(t!(lang, "measure-out-of-range", low = shown(part.low), high = shown(part.high)));
    }
    if value.decimal_places() > part.decimals {
        return Err(match part.decimals {
            0 => t!(lang, "measure-whole"),
            _ => t!(lang, "measure-one-decimal"),
        });
    }
    Ok(value)
}

/// The first value that is possible, but more often a slip of the finger.
pub(super) fn unusual<'a>(
    kind: &'static Measure,
    values: &'a [Decimal],
) -> Option<(&'static Part, &'a Decimal)> {
    let pairs = kind.parts.iter().zip(values);
    pairs.into_iter().find(|(part, value)| !(part.usual_low..=part.usual_high).contains(&hundredths(value)))
}

/// The numbers that stand in the fields, as far as they can be saved.
pub(super) fn values(draft: &MeasureDraft, lang: Lang) -> Option<Vec<Decimal>> {
    let (values, wrong) = read(draft, lang);
    wrong.is_empty().then_some(values)
}

fn hundredths(value: &Decimal) -> i64 {
    format!("{:.2}", value.to_f64()).replace('.', "").parse().unwrap_or(i64::MAX)
}

/// Hundredths as a person writes them: `3000` is 30, `50` is 0.5.
fn plain(hundredths: i64) -> String {
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
