use super::{Section, trends::charts};
use crate::{
    catalogue::{MEASURES, SYMPTOMS},
    entry::{self, Entry},
    format,
    model::{Model, Open},
    text::{Lang, t},
    view::{AdviceView, ChoiceRow, DetailRow, DiaryView, EntryView, Screen, TrailStep},
};

pub(crate) fn view(model: &Model, open: &Open) -> Screen {
    let lang = model.look.lang;
    let section = open.diary.section;
    let sections = Section::ALL.map(|one| ChoiceRow {
        id: one.id().to_owned(),
        label: match one {
            Section::Record => t!(lang, "diary-record"),
            Section::History => t!(lang, "diary-history"),
            Section::Trends => t!(lang, "diary-trends"),
            Section::Forms => t!(lang, "diary-forms"),
        },
        chosen: one == section,
        ..ChoiceRow::default()
    });
    let mut view = DiaryView { sections: sections.to_vec(), ..DiaryView::default() };
    match section {
        Section::Record => view.items = items(lang),
        Section::History => {
            let older = &open.diary.older;
            let (rows, more) = if older.is_behind() {
                (&older.rows, older.more)
            } else {
                (&open.data.entries, open.data.more_entries)
            };
            view.entries =
                rows.iter().map(|entry| entry.row(lang, &model.clock, open.seen(&entry.id), true)).collect();
            view.older = if more { t!(lang, "list-older") } else { String::new() };
            view.newer = if older.is_behind() { t!(lang, "list-newer") } else { String::new() };
            view.empty = if view.entries.is_empty() { t!(lang, "diary-empty") } else { String::new() };
        }
        Section::Trends => {
            view.charts = charts(model, open);
            view.chart_label = t!(lang, "trend-chart");
            view.table_label = t!(lang, "trend-table");
            view.stepper = vec![t!(lang, "trend-earlier"), t!(lang, "trend-later")];
            let loaded = open.diary.trends.is_some();
            view.empty =
                if loaded && view.charts.is_empty() { t!(lang, "trend-empty") } else { String::new() };
        }
        Section::Forms => view.form_groups = crate::forms::groups(model, open),
    }
    Screen::Diary(view)
}

fn items(lang: Lang) -> Vec<ChoiceRow> {
    let row = |id: &str, label: String, icon: &str| ChoiceRow {
        id: id.to_owned(),
        label,
        icon: icon.to_owned(),
        ..ChoiceRow::default()
    };
    let symptoms = SYMPTOMS.iter().map(|symptom| row(symptom.id, symptom.label(lang), symptom.icon));
    let measures = MEASURES.iter().map(|measure| row(measure.id, measure.label(lang), measure.icon));
    symptoms.chain(measures).collect()
}

pub(crate) fn advice(model: &Model, open: &Open, id: &str) -> Screen {
    let lang = model.look.lang;
    let Some(entry) = open.entry(id) else { return Screen::Advice(AdviceView::default()) };
    let mut cards: Vec<_> =
        open.advice(id).iter().map(|advised| advised.card(entry, lang, &model.clock)).collect();
    let hidden = model.look.elders && !open.diary.advice_more;
    if hidden {
        // The call comes first; the rest is one button away.
        cards.truncate(1);
        for card in &mut cards {
            card.steps.clear();
            card.steps_title.clear();
        }
    }
    Screen::Advice(AdviceView {
        cards,
        trail_title: t!(lang, "trail-title"),
        trail: trail(model, open, entry),
        disclaimer: t!(lang, "advice-disclaimer"),
        more: if hidden { t!(lang, "advice-more") } else { String::new() },
    })
}

pub(crate) fn entry(model: &Model, open: &Open, id: &str) -> Screen {
    let lang = model.look.lang;
    let Some(entry) = open.entry(id) else { return Screen::Entry(EntryView::default()) };
    let row = |icon: &str, label: String, value: String| DetailRow { icon: icon.to_owned(), label, value };
    let mut rows = vec![
        row(entry.kind.icon(), entry.title(lang), entry.reading(lang)),
        row("clock", t!(lang, "when-label"), format::moment(lang, &model.clock, entry.at_ms)),
    ];
    rows.extend(entry.site(lang).map(|site| row("body", t!(lang, "site-label"), site)));
    let origin = entry.origin().map(|origin| origin.long(lang));
    rows.extend(origin.map(|origin| row("device", t!(lang, "origin-label"), origin)));
    let photo = entry.media().unwrap_or_default();
    let shown = open.diary.photo.as_ref().filter(|(media, ..)| *media == photo);
    let withdrawing = open.diary.withdrawing.as_deref() == Some(id);
    let own = entry.is_own(&open.patient);
    let own = own && !entry.is_from_a_form();
    let (has_photo, can_change) = (!photo.is_empty(), own && entry.can_be_corrected());
    Screen::Entry(EntryView {
        id: id.to_owned(),
        rows,
        note: entry.note().unwrap_or_default(),
        photo_bytes: shown.map(|(_, _, bytes)| bytes.clone()).unwrap_or_default(),
        photo_mime: shown.map(|(_, mime, _)| mime.clone()).unwrap_or_default(),
        photo_a11y: if has_photo { t!(lang, "photo-a11y", title = entry.title(lang)) } else { String::new() },
        photo_show: if has_photo && shown.is_none() { t!(lang, "photo-show") } else { String::new() },
        photo,
        trail_title: t!(lang, "trail-title"),
        trail: trail(model, open, entry),
        advice: open.advice(id).first().map(|advised| advised.title(lang)).unwrap_or_default(),
        correct: if can_change { t!(lang, "entry-correct") } else { String::new() },
        withdraw: if own { t!(lang, "entry-withdraw") } else { String::new() },
        confirm: if withdrawing { t!(lang, "entry-withdraw-confirm") } else { String::new() },
        confirm_yes: if withdrawing { t!(lang, "entry-withdraw-yes") } else { String::new() },
        confirm_no: if withdrawing { t!(lang, "entry-withdraw-no") } else { String::new() },
    })
}

/// Where the record is: saved, received, seen. Four facts, four words.
fn trail(model: &Model, open: &Open, entry: &Entry) -> Vec<TrailStep> {
    let (lang, clock) = (model.look.lang, &model.clock);
    let mark = entry.mark(lang, clock, open.seen(&entry.id));
    let received = entry.last_updated.as_deref().filter(|_| entry.outbox.is_none());
    entry::trail(lang, clock, mark, received)
}
