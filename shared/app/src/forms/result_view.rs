//! The result of an answered form: what to do, the score and how it moved, where the answers are.

use kangban_fhir::{DateTime, Decimal};
use kangban_forms::score::{self, Band, BandRole, Earlier, Score};

use super::{
    answers,
    known::Answered,
    names::split_canonical,
    result::{Shown, State},
    update::ROWS,
};
use crate::{
    chrome, entry, format,
    model::{Model, Open},
    text::{Lang, t},
    view::{
        AdviceCard, Button, DetailRow, FormAnswerRow, FormResultView, LimitLine, Point, Role, ScoreBand,
        ScoreCard, Screen, TableRow, TrendChart,
    },
};

/// How many scores are shown, and how many points a chart has at most.
const SCORES: usize = 8;
const POINTS: usize = 12;

pub(crate) fn result(model: &Model, open: &Open) -> Screen {
    let (lang, clock) = (model.look.lang, &model.clock);
    let Some(outcome) = open.result.as_deref() else { return Screen::FormResult(FormResultView::default()) };
    let known = open.data.forms.answered.iter().find(|one| one.id == outcome.id);
    let (response, shown) = match &outcome.state {
        State::Reading(reading) => (Some(&reading.0), None),
        State::Unreadable => (None, None),
        State::Bare(response) => (Some(response.as_ref()), None),
        State::Shown(shown) => (Some(&shown.response), Some(shown.as_ref())),
    };
    let text = |name: &str| response.and_then(|response| response.get(name)?.as_str()).unwrap_or_default();
    let url = split_canonical(text("questionnaire")).0;
    let task = known.and_then(|one| one.task.as_deref());
    let at_ms = DateTime::parse(text("authored")).map_or(clock.wall_ms, |at| at.millis());
    let scores: Vec<ScoreCard> = shown.map(|shown| scores(model, shown, at_ms)).unwrap_or_default();
    let has_chart = scores.iter().any(|score| score.chart.is_some());
    let advised = open.advice(&outcome.id);
    let cards: Vec<AdviceCard> = advised
        .iter()
        .map(|advised| advised.card_about(&outcome.id, "form", "", at_ms, lang, clock))
        .collect();
    let rows =
        shown.filter(|_| outcome.answers_shown).map(|shown| answers::rows(shown, lang)).unwrap_or_default();
    let (answers, earlier_rows, later_rows) = window(rows, outcome.first_row, lang);
    let next = next(model, open);
    let label = |shown: bool, label: String| if shown { label } else { String::new() };
    Screen::FormResult(FormResultView {
        id: outcome.id.clone(),
        form_title: open.data.forms.title(lang, url, task),
        done: match &outcome.state {
            State::Unreadable => t!(lang, "form-result-unreadable"),
            State::Reading(_) => String::new(),
            _ => t!(lang, "form-result-done", time = format::moment(lang, clock, at_ms)),
        },
        disclaimer: label(!cards.is_empty() || !scores.is_empty(), t!(lang, "advice-disclaimer")),
        cards,
        calls: match shown.map(|shown| &shown.calls) {
            Some(calls) if !calls.is_empty() => {
                calls.iter().cloned().chain(chrome::call_ward(model)).collect()
            }
            _ => Vec::new(),
        },
        scores,
        chart_label: label(has_chart, t!(lang, "trend-chart")),
        table_label: label(has_chart, t!(lang, "trend-table")),
        stepper: if has_chart {
            vec![t!(lang, "trend-earlier"), t!(lang, "trend-later")]
        } else {
            Vec::new()
        },
        next_title: label(!next.is_empty(), t!(lang, "form-next-title")),
        next,
        trail_title: label(known.is_some(), t!(lang, "form-trail-title")),
        trail: known.map(|known| trail(model, open, known)).unwrap_or_default(),
        answers_show: label(shown.is_some() && !outcome.answers_shown, t!(lang, "form-answers-show")),
        answers_title: label(!answers.is_empty(), t!(lang, "form-answers-title")),
        answers,
        earlier_rows,
        later_rows,
        close: Button { label: t!(lang, "form-close"), ..Button::default() },
    })
}

/// A window of rows, and the labels of the buttons that move it.
pub(super) fn window(
    rows: Vec<FormAnswerRow>,
    first: usize,
    lang: Lang,
) -> (Vec<FormAnswerRow>, String, String) {
    let first = first.min(rows.len().saturating_sub(1) / ROWS * ROWS);
    let later = if rows.len() > first + ROWS { t!(lang, "form-rows-later") } else { String::new() };
    let earlier = if first > 0 { t!(lang, "form-rows-earlier") } else { String::new() };
    (rows.into_iter().skip(first).take(ROWS).collect(), earlier, later)
}

fn trail(model: &Model, open: &Open, known: &Answered) -> Vec<crate::view::TrailStep> {
    let mark = super::diary::mark(model, open, known);
    let received = known.last_updated.as_deref().filter(|_| known.outbox.is_none());
    entry::trail(model.look.lang, &model.clock, mark, received)
}

/// The next form that is coming.
fn next(model: &Model, open: &Open) -> Vec<DetailRow> {
    let (lang, clock, forms) = (model.look.lang, &model.clock, &open.data.forms);
    let next = forms.coming(clock.wall_ms).into_iter().next();
    let row = next.map(|asked| DetailRow {
        icon: "form".to_owned(),
        label: forms.title(lang, &asked.url, Some(&asked.task)),
        value: t!(lang, "form-opens", time = format::moment(lang, clock, asked.opens_ms())),
    });
    row.into_iter().collect()
}

fn scores(model: &Model, shown: &Shown, at_ms: i64) -> Vec<ScoreCard> {
    let language = model.look.lang.tag();
    let scores = score::scores(&shown.form, &shown.response, &shown.earlier, language);
    scores.iter().take(SCORES).map(|score| card(model, score, at_ms)).collect()
}

fn role(role: BandRole) -> Role {
    match role {
        BandRole::Good => Role::Good,
        BandRole::Info => Role::Info,
        // Red is kept for 120.
        BandRole::Caution | BandRole::Urgent => Role::Caution,
    }
}

fn icon(role: Role) -> &'static str {
    match role {
        Role::Good => "done",
        Role::Caution | Role::Urgent => "warning",
        Role::Info | Role::Neutral => "info",
    }
}

fn card(model: &Model, score: &Score, at_ms: i64) -> ScoreCard {
    let (lang, clock) = (model.look.lang, &model.clock);
    let band = score.band();
    let role = band.map_or(Role::Neutral, |band| role(band.role));
    let value = score.value.to_string();
    let word = band.map(|band| band.word.clone()).unwrap_or_default();
    let out_of = score.high.as_ref().map(|high| t!(lang, "form-out-of", high = high.to_string()));
    let spoken = match (&score.low, &score.high) {
        (Some(low), Some(high)) => t!(
            lang,
            "form-score-a11y",
            title = &score.title,
            value = &value,
            low = low.to_string(),
            high = high.to_string(),
            word = &word
        ),
        _ => t!(lang, "form-score-a11y-open", title = &score.title, value = &value, word = &word),
    };
    let (bands, marker) = bands(lang, score).unwrap_or_default();
    ScoreCard {
        title: score.title.clone(),
        value: entry::with_unit(&value, &score.unit),
        out_of: out_of.unwrap_or_default(),
        word,
        role,
        icon: icon(role).to_owned(),
        marker: if bands.is_empty() { String::new() } else { t!(lang, "form-marker", value = &value) },
        bands,
        marker_permille: marker,
        a11y: spoken,
        meaning: band.map(|band| band.meaning.clone()).unwrap_or_default(),
        next_step: band.map(|band| band.next_step.clone()).unwrap_or_default(),
        moved: score.earlier.last().map(|last| moved(lang, clock, score, last)).unwrap_or_default(),
        chart: (!score.earlier.is_empty()).then(|| chart(model, score, at_ms)),
    }
}

/// The bands side by side, and where the score is; nothing when their length is not known. Between two bands the edge
/// is in the middle.
fn bands(lang: Lang, score: &Score) -> Option<(Vec<ScoreBand>, u16)> {
    let (low, high) = (score.low.as_ref()?, score.high.as_ref()?);
    let marker = score::permille(&score.value, low, high)?;
    if score.bands.is_empty() {
        return None;
    }
    let at = |value: &Option<Decimal>, or: u16| {
        value.as_ref().and_then(|value| score::permille(value, low, high)).unwrap_or(or)
    };
    let last = score.bands.len() - 1;
    let mut from = 0;
    let mut shown = Vec::with_capacity(score.bands.len());
    for (index, band) in score.bands.iter().enumerate() {
        let to = match score.bands.get(index + 1) {
            Some(next) => at(&band.high, from).midpoint(at(&next.low, 1_000)),
            None => 1_000,
        };
        shown.push(ScoreBand {
            word: band.word.clone(),
            role: role(band.role),
            from_permille: from,
            to_permille: if index == last { 1_000 } else { to },
            current: band.current,
            a11y: band_in_words(lang, band),
        });
        from = to;
    }
    Some((shown, marker))
}

fn band_in_words(lang: Lang, band: &Band) -> String {
    let text = |bound: &Option<Decimal>| bound.as_ref().map(ToString::to_string).unwrap_or_default();
    let (low, high, word) = (text(&band.low), text(&band.high), &band.word);
    if low == high || high.is_empty() {
        t!(lang, "form-band-one", value = low, word = word)
    } else {
        t!(lang, "form-band", low = low, high = high, word = word)
    }
}

fn millis(at: &str) -> i64 {
    DateTime::parse(at).map_or(0, |at| at.millis())
}

/// How it moved since the last time.
fn moved(lang: Lang, clock: &crate::event::Clock, score: &Score, last: &Earlier) -> String {
    let when = format::date(lang, clock, millis(&last.at));
    let change = score.change.as_ref().map(ToString::to_string).unwrap_or_default();
    match change.strip_prefix('-') {
        Some(by) => t!(lang, "form-moved-down", by = by, when = when),
        None if change.bytes().all(|digit| matches!(digit, b'0' | b'.')) => {
            t!(lang, "form-moved-not", when = when)
        }
        None => t!(lang, "form-moved-up", by = change, when = when),
    }
}

fn chart(model: &Model, score: &Score, at_ms: i64) -> TrendChart {
    let (lang, clock) = (model.look.lang, &model.clock);
    let grave = |value: &Decimal| {
        let inside = |band: &&Band| {
            band.low.as_ref().is_none_or(|low| low <= value)
                && band.high.as_ref().is_none_or(|high| value <= high)
        };
        score.bands.iter().find(inside)
    };
    let now = (at_ms, &score.value);
    let earlier = score.earlier.iter().map(|one| (millis(&one.at), &one.value));
    let all: Vec<(i64, &Decimal)> = earlier.chain([now]).collect();
    let all = &all[all.len().saturating_sub(POINTS)..];
    let points: Vec<Point> = all
        .iter()
        .map(|(at, value)| Point {
            at: u32::try_from(at / 1_000).unwrap_or_default(),
            value_milli: milli(value),
            beyond: grave(value).is_some_and(|band| band.role >= BandRole::Caution),
            label: entry::with_unit(&value.to_string(), &score.unit),
            when: format::date(lang, clock, *at),
        })
        .collect();
    let rows = all.iter().zip(&points).rev().map(|((_, value), point)| {
        let word = grave(value).map(|band| band.word.clone()).unwrap_or_default();
        TableRow { cells: vec![point.when.clone(), point.label.clone(), word] }
    });
    let values = || points.iter().map(|point| point.value_milli);
    let low = score.low.as_ref().map(milli).or_else(|| values().min()).unwrap_or_default();
    let high = score.high.as_ref().map(milli).or_else(|| values().max()).unwrap_or_default();
    // Where graver bands begin.
    let limits = score.bands.iter().filter(|band| band.role >= BandRole::Caution).filter_map(|band| {
        let low = band.low.as_ref()?;
        Some(LimitLine {
            value_milli: milli(low),
            label: t!(lang, "form-limit", value = low.to_string(), word = &band.word),
        })
    });
    let sentence = score.earlier.last().map(|last| moved(lang, clock, score, last)).unwrap_or_default();
    TrendChart {
        title: score.title.clone(),
        unit: score.unit.clone(),
        sentence,
        rows: rows.collect(),
        limits: limits.take(3).collect(),
        points,
        low_milli: low,
        high_milli: high.max(low + 1),
        headings: vec![t!(lang, "trend-when"), t!(lang, "trend-value"), t!(lang, "trend-remark")],
    }
}

/// In thousandths.
fn milli(number: &Decimal) -> i32 {
    format!("{:.3}", number.to_f64()).replace('.', "").parse().unwrap_or_default()
}
