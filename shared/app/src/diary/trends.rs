//! Charts: a sentence first, then points with the limits of the rules in force.

use kangban_care::{EvalInput, Severity};
use kangban_fhir::Decimal;

use super::{DiaryStep, Shown};
use crate::{
    catalogue::{MEASURES, Part, SLEEP, SYMPTOMS},
    effects::{
        Cmd, VaultOp, VaultOut,
        vault::{Query, ask},
    },
    entry::{Entry, with_unit},
    event::{Clock, Step},
    format, loading,
    model::{Model, Open},
    saving,
    text::{Lang, t},
    view::{LimitLine, Point, TableRow, TrendChart},
};

/// How many readings a chart has at most, and all charts together: a view of 16 kB has no room for more.
const POINTS: u32 = 60;
const ALL_POINTS: usize = 84;
const MOST_CHARTS: usize = 8;
/// How many days a chart shows in elders' mode.
const ELDERS_DAYS: i64 = 7;
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
/// How many limits a chart has room for.
const MOST_LIMITS: usize = 3;

fn shown() -> impl Iterator<Item = Shown> {
    SYMPTOMS.iter().map(Shown::Symptom).chain(MEASURES.iter().chain([&SLEEP]).map(Shown::Measure))
}

impl Shown {
    fn codes(self) -> Vec<String> {
        match self {
            Self::Symptom(symptom) => vec![symptom.key()],
            Self::Measure(measure) => measure.keys(),
        }
    }
}

/// Asks for the readings of everything that can be drawn.
pub(crate) fn read_trends() -> Cmd {
    let queries = shown()
        .map(|one| Query::Window {
            resource_type: "Observation".to_owned(),
            codes: one.codes(),
            since_ms: None,
            before: None,
            limit: POINTS,
        })
        .collect();
    ask(VaultOp::Read(queries)).then_send(|out| Step::Diary(DiaryStep::Trends(out)).into())
}

pub(super) fn trends_came(open: &mut Open, out: VaultOut) {
    let VaultOut::Answers(answers) = out else { return };
    let read =
        shown().zip(answers).map(|(one, answer)| (one, loading::entries(loading::records(Some(answer)))));
    open.diary.trends = Some(read.filter(|(_, entries)| !entries.is_empty()).collect());
}

/// One line to draw: of a symptom, of a measurement, or of one number of a measurement.
struct Line<'a> {
    shown: Shown,
    part: Option<&'static Part>,
    /// Newest first.
    entries: Vec<&'a Entry>,
}

impl Line<'_> {
    fn title(&self, lang: Lang) -> String {
        match (self.shown, self.part) {
            (_, Some(part)) => part.label(lang),
            (Shown::Symptom(symptom), None) => symptom.label(lang),
            (Shown::Measure(measure), None) => measure.label(lang),
        }
    }

    fn unit(&self) -> &'static str {
        self.part.map_or("", |part| part.shown_unit)
    }

    fn number(&self, entry: &Entry) -> Option<Decimal> {
        match (self.shown, self.part) {
            (Shown::Measure(measure), Some(part)) if measure.parts.len() > 1 => entry.part(part),
            _ => entry.observation.number(),
        }
    }

    fn value(&self, lang: Lang, number: &Decimal) -> String {
        match self.shown {
            Shown::Symptom(_) => t!(lang, "trend-score", score = number.to_string()),
            Shown::Measure(_) => with_unit(&number.to_string(), self.unit()),
        }
    }

    /// Whether low is what matters: of oxygen, the lowest reading is the one to tell.
    fn low_matters(&self) -> bool {
        self.part.is_some_and(|part| part.id == "oxygen")
    }
}

pub(super) fn charts(model: &Model, open: &Open) -> Vec<TrendChart> {
    let mut lines: Vec<Line> =
        open.diary.trends.iter().flatten().flat_map(|(one, all)| lines(*one, all)).collect();
    if model.look.elders {
        for line in &mut lines {
            let newest = line.entries.first().map_or(i64::MIN, |entry| entry.at_ms);
            line.entries.retain(|entry| entry.at_ms > newest - ELDERS_DAYS * DAY_MS);
        }
    }
    lines.sort_by_key(|line| std::cmp::Reverse(line.entries.first().map(|entry| entry.at_ms)));
    lines.truncate(MOST_CHARTS);
    let each = (ALL_POINTS / lines.len().max(1)).min(POINTS as usize);
    lines.iter().map(|line| chart(model, open, line, each)).collect()
}

fn lines(shown: Shown, entries: &[Entry]) -> Vec<Line<'_>> {
    let parts: Vec<Option<&'static Part>> = match shown {
        Shown::Symptom(_) => vec![None],
        Shown::Measure(measure) => measure.parts.iter().map(Some).collect(),
    };
    let of = |part| {
        let mut line = Line { shown, part, entries: Vec::new() };
        line.entries = entries.iter().filter(|entry| line.number(entry).is_some()).collect();
        line
    };
    parts.into_iter().map(of).filter(|line| !line.entries.is_empty()).collect()
}

/// A value that a rule in force compares with.
struct Limit {
    milli: i32,
    low: bool,
    value: String,
    label: String,
}

impl Limit {
    fn reached_by(&self, milli: i32) -> bool {
        if self.low { milli <= self.milli } else { milli >= self.milli }
    }
}

fn chart(model: &Model, open: &Open, line: &Line<'_>, most: usize) -> TrendChart {
    let (lang, clock) = (model.look.lang, &model.clock);
    let limits = limits(open, line, lang);
    let mut readings: Vec<(i64, i32, String)> = line
        .entries
        .iter()
        .take(most)
        .filter_map(|entry| {
            let number = line.number(entry)?;
            Some((entry.at_ms, milli(&number), line.value(lang, &number)))
        })
        .collect();
    readings.reverse();
    let reached = |value: i32| limits.iter().find(|limit| limit.reached_by(value));
    let point = |(at_ms, value, label): &(i64, i32, String)| Point {
        at: u32::try_from(at_ms / 1_000).unwrap_or_default(),
        value_milli: *value,
        beyond: reached(*value).is_some(),
        label: label.clone(),
        when: format::moment(lang, clock, *at_ms),
    };
    let points: Vec<Point> = readings.iter().map(point).collect();
    let remark = |value: i32| reached(value).map(|limit| limit.label.clone()).unwrap_or_default();
    let rows = readings.iter().zip(&points).rev().map(|((_, value, label), point)| TableRow {
        cells: vec![point.when.clone(), label.clone(), remark(*value)],
    });
    let (low_milli, high_milli) = axis(line, &points, &limits);
    TrendChart {
        title: line.title(lang),
        unit: line.unit().to_owned(),
        sentence: sentence(lang, clock, line, &readings, &limits),
        rows: rows.collect(),
        points,
        limits: limits
            .iter()
            .map(|limit| LimitLine { value_milli: limit.milli, label: limit.label.clone() })
            .collect(),
        low_milli,
        high_milli,
        headings: vec![t!(lang, "trend-when"), t!(lang, "trend-value"), t!(lang, "trend-remark")],
    }
}

/// What the days show, in a sentence: the highest (or lowest) reading, the last, and where it stands.
fn sentence(
    lang: Lang,
    clock: &Clock,
    line: &Line<'_>,
    readings: &[(i64, i32, String)],
    limits: &[Limit],
) -> String {
    let title = line.title(lang);
    let Some((last_at, last, last_value)) = readings.last() else { return String::new() };
    let when = |at: i64| format::moment(lang, clock, at);
    if readings.len() == 1 {
        return t!(lang, "trend-one", title = title, value = last_value, when = when(*last_at));
    }
    let peak = if line.low_matters() {
        readings.iter().min_by_key(|(_, value, _)| *value)
    } else {
        readings.iter().max_by_key(|(_, value, _)| *value)
    };
    let Some((peak_at, _, peak_value)) = peak else { return String::new() };
    let facts = if line.low_matters() {
        t!(lang, "trend-lowest", title = title, value = peak_value, when = when(*peak_at))
    } else {
        t!(lang, "trend-highest", title = title, value = peak_value, when = when(*peak_at))
    };
    let last_fact = t!(lang, "trend-last", value = last_value, when = when(*last_at));
    let standing = match limits.iter().find(|limit| limit.reached_by(*last)) {
        Some(limit) => t!(lang, "trend-beyond", limit = &limit.value),
        None if limits.is_empty() => String::new(),
        None => t!(lang, "trend-within"),
    };
    let space = if lang == Lang::Zh { "" } else { " " };
    [facts, last_fact, standing].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(space)
}

/// The limits of the rules that apply to this patient, gravest first.
fn limits(open: &Open, line: &Line<'_>, lang: Lang) -> Vec<Limit> {
    let Some(entry) = line.entries.first() else { return Vec::new() };
    let context = saving::context(&open.data);
    let input = EvalInput { observation: &entry.observation, history: &[], context: &context };
    let unit = line.part.map_or("1", |part| part.unit);
    let parts = matches!(line.shown, Shown::Measure(measure) if measure.parts.len() > 1);
    let mut found: Vec<(Severity, Limit)> = Vec::new();
    for rule in open.data.rules.watching(input) {
        for threshold in rule.thresholds() {
            let name = threshold.name.to_lowercase();
            let is_level =
                !["rise", "gain", "drop", "nights", "window"].iter().any(|word| name.contains(word));
            let is_of_part = !parts || line.part.is_some_and(|part| name.starts_with(part.id));
            let Some(quantity) = threshold.value.as_ref().filter(|it| it.code.as_deref() == Some(unit))
            else {
                continue;
            };
            let Some(number) = quantity.value.as_ref().filter(|_| is_level && is_of_part) else { continue };
            let mut severities = rule.severities().filter(|(_, _, names)| names.contains(&threshold.name));
            let Some((_, severity, _)) = severities.next() else { continue };
            let value = line.value(lang, number);
            let label = match severity {
                Severity::Info => t!(lang, "limit-info", value = &value),
                Severity::Caution | Severity::Urgent => t!(lang, "limit-call", value = &value),
            };
            found.push((severity, Limit { milli: milli(number), low: name.contains("low"), value, label }));
        }
    }
    found.sort_by(|(one, a), (other, b)| other.cmp(one).then(a.milli.cmp(&b.milli)));
    found.dedup_by_key(|(_, limit)| (limit.milli, limit.low));
    found.into_iter().map(|(_, limit)| limit).take(MOST_LIMITS).collect()
}

/// From where to where the chart is drawn: a score from 0 to 10, all else with a little air.
fn axis(line: &Line<'_>, points: &[Point], limits: &[Limit]) -> (i32, i32) {
    if matches!(line.shown, Shown::Symptom(_)) {
        return (0, 10_000);
    }
    let values =
        || points.iter().map(|point| point.value_milli).chain(limits.iter().map(|limit| limit.milli));
    let (low, high) = (values().min().unwrap_or_default(), values().max().unwrap_or_default());
    let air = ((high - low) / 8).max(500);
    ((low - air).max(0), high + air)
}

/// In thousandths.
fn milli(number: &Decimal) -> i32 {
    let text = format!("{:.3}", number.to_f64()).replace('.', "");
    text.parse().unwrap_or_default()
}
