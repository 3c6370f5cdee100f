use crate::{
    catalogue::{MEASURES, Measure, SYMPTOMS, Symptom},
    entry::{Entry, Kind},
    format,
    model::{Model, Open},
    sync,
    text::{Lang, t},
    view::{ChoiceRow, NextCard, QuickItem, Screen, TodayView},
};

/// What comes back from the buttons that are not an item to record.
pub(super) const MORE: &str = "more";
pub(super) const MESSAGES: &str = "messages";
pub(super) const SYNC: &str = "sync";
/// Followed by the Task's id.
pub(super) const FORM: &str = "form:";

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
/// How many days after an operation temperature and pain are offered once a day.
const AFTER_SURGERY_DAYS: i64 = 30;
/// How many of today's entries are shown; the rest is in the diary.
const ENTRIES: usize = 12;

pub(crate) fn view(model: &Model, open: &Open) -> Screen {
    let (lang, clock) = (model.look.lang, &model.clock);
    let mut date = vec![format::date(lang, clock, clock.wall_ms)];
    if let Some(surgery) = open.data.surgery_ms {
        let days = format::days_between(clock, surgery, clock.wall_ms);
        if (1..=AFTER_SURGERY_DAYS).contains(&days) {
            date.push(t!(lang, "today-after-surgery", count = days.to_string()));
        }
    }
    let today = open.data.entries.iter().filter(|entry| format::same_day(clock, entry.at_ms, clock.wall_ms));
    let entries: Vec<_> = if model.look.elders {
        Vec::new()
    } else {
        today.take(ENTRIES).map(|entry| entry.row(lang, clock, open.seen(&entry.id), false)).collect()
    };
    Screen::Today(TodayView {
        date: date.join(" · "),
        greeting: format::greeting(lang, clock, &open.data.address),
        sync: sync::line(model, open),
        next: next(model, open),
        quick_title: t!(lang, "today-quick"),
        quick: quick(model, open),
        entries_title: if entries.is_empty() { String::new() } else { t!(lang, "today-entries") },
        entries,
    })
}

/// What can be recorded with one tap: what this patient records most, and more. In elders' mode one door for feeling
/// unwell (the other, to call, is among the calls) and one row for the rest.
fn quick(model: &Model, open: &Open) -> Vec<QuickItem> {
    let lang = model.look.lang;
    let item = |id: &str, icon: &str, label: String, a11y: String| QuickItem {
        id: id.to_owned(),
        icon: icon.to_owned(),
        label,
        a11y,
    };
    let more = item(MORE, "more", t!(lang, "today-more"), t!(lang, "today-more-a11y"));
    if model.look.elders {
        let unwell = item("unwell", "face3", t!(lang, "today-unwell"), t!(lang, "today-unwell-a11y"));
        return vec![unwell, more];
    }
    let tiles = favourites(open).into_iter().map(|(id, icon)| {
        let label = label(lang, id);
        let a11y = t!(lang, "today-quick-a11y", what = &label);
        item(id, icon, label, a11y)
    });
    tiles.chain([more]).collect()
}

/// The three that are recorded most often, filled up with pain, temperature and nausea.
fn favourites(open: &Open) -> Vec<(&'static str, &'static str)> {
    let mut counts: Vec<((&'static str, &'static str), usize)> =
        [("pain", "wound"), ("temperature", "temperature"), ("nausea", "nausea")].map(|it| (it, 0)).to_vec();
    for entry in
        open.data.entries.iter().filter(|entry| entry.is_own(&open.patient) && entry.origin().is_none())
    {
        let Some(id) = item_of(entry) else { continue };
        match counts.iter_mut().find(|((known, _), _)| *known == id) {
            Some((_, count)) => *count += 1,
            None => counts.push(((id, entry.kind.icon()), 1)),
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.into_iter().map(|(item, _)| item).take(3).collect()
}

fn item_of(entry: &Entry) -> Option<&'static str> {
    match entry.kind {
        Kind::Symptom(symptom) => Some(symptom.id),
        // What only devices measure cannot be recorded by hand.
        Kind::Measure(measure) => Measure::with_id(measure.id).map(|measure| measure.id),
        Kind::Other => None,
    }
}

fn label(lang: Lang, id: &str) -> String {
    match (Symptom::with_id(id), Measure::with_id(id)) {
        (Some(symptom), _) => symptom.label(lang),
        (None, Some(measure)) => measure.label(lang),
        (None, None) => id.to_owned(),
    }
}

/// The one thing to do next: what needs the patient, then an answer to read, then what was not recorded today.
fn next(model: &Model, open: &Open) -> NextCard {
    let lang = model.look.lang;
    let card = |when: String, icon: &str, title: String, detail: String, action: (&str, String)| NextCard {
        when,
        icon: icon.to_owned(),
        title,
        detail,
        action: Some(ChoiceRow { id: action.0.to_owned(), label: action.1, ..ChoiceRow::default() }),
    };
    if open.data.refused > 0 {
        let title = t!(lang, "next-refused", count = open.data.refused);
        let action = (SYNC, t!(lang, "next-refused-action"));
        return card(t!(lang, "next-now"), "warning", title, t!(lang, "next-refused-detail"), action);
    }
    if open.unread() > 0
        && let Some(letter) = open.data.thread.iter().rev().find(|letter| !open.is_own(letter))
    {
        let title = t!(lang, "next-message", name = crate::messages::author(open, letter, lang));
        let detail = format::moment(lang, &model.clock, letter.at_ms);
        return card(
            t!(lang, "next-now"),
            "messages",
            title,
            detail,
            (MESSAGES, t!(lang, "next-message-action")),
        );
    }
    let now_ms = model.clock.wall_ms;
    if let Some(asked) = open.data.forms.due(now_ms).into_iter().next() {
        let forms = &open.data.forms;
        let title = forms.title(lang, &asked.url, Some(&asked.task));
        let label =
            if forms.is_started(&asked.task) { t!(lang, "form-go-on") } else { t!(lang, "form-begin") };
        let detail = forms.detail(lang, &model.clock, asked);
        let id = format!("{FORM}{}", asked.task);
        return card(t!(lang, "next-now"), "form", title, detail, (&id, label));
    }
    match not_recorded_today(model, open) {
        Some(id) => {
            let label = label(lang, id);
            let icon = SYMPTOMS.iter().find(|it| it.id == id).map(|it| it.icon);
            let icon =
                icon.or_else(|| MEASURES.iter().find(|it| it.id == id).map(|it| it.icon)).unwrap_or("diary");
            let title = t!(lang, "next-record", what = &label);
            let action = (id, t!(lang, "next-record-action", what = &label));
            card(t!(lang, "next-today"), icon, title, t!(lang, "next-record-detail"), action)
        }
        None => NextCard {
            icon: "done".to_owned(),
            title: t!(lang, "next-nothing"),
            detail: t!(lang, "next-nothing-detail"),
            ..NextCard::default()
        },
    }
}

/// What this patient would usually have recorded by now: temperature and pain after an operation, else whatever was
/// recorded on the last days.
fn not_recorded_today(model: &Model, open: &Open) -> Option<&'static str> {
    let clock = &model.clock;
    let today = |entry: &&Entry| format::same_day(clock, entry.at_ms, clock.wall_ms);
    let done: Vec<&str> = open.data.entries.iter().filter(today).filter_map(item_of).collect();
    let days = open.data.surgery_ms.map(|surgery| format::days_between(clock, surgery, clock.wall_ms));
    let usual: Vec<&'static str> = if days.is_some_and(|days| (0..=AFTER_SURGERY_DAYS).contains(&days)) {
        vec!["temperature", "pain"]
    } else {
        // What a device sends by itself is not asked for.
        let recent = |entry: &&Entry| entry.at_ms > clock.wall_ms - 7 * DAY_MS && entry.origin().is_none();
        open.data.entries.iter().filter(recent).filter_map(item_of).collect()
    };
    usual.into_iter().find(|item| !done.contains(item))
}
