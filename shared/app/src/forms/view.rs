//! A page of a form, and the review.

use kangban_forms::{
    show::{self, Paging},
    validate::Issue,
};

use super::{
    controls,
    filling::{Filling, State},
    result_view::window,
    sheet::Sheet,
};
use crate::{
    chrome,
    model::{Model, Open},
    text::{Lang, t},
    view::{
        Button, Delivery, DeliveryMark, FormAnswerRow, FormErrorRow, FormReviewView, FormView, ProgressBar,
        Screen,
    },
};

/// How many errors are listed.
const ERRORS: usize = 12;

pub(crate) fn view(model: &Model, open: &Open) -> Screen {
    let Some(filling) = open.form.as_deref() else { return Screen::Form(FormView::default()) };
    match &filling.state {
        State::Answering(sheet) if sheet.page.review => {
            Screen::FormReview(review(model, open, filling, sheet))
        }
        State::Answering(sheet) => Screen::Form(page(model, open, filling, sheet)),
        State::Reading(_) => Screen::Form(FormView { busy: true, ..bare(model, open, filling) }),
        State::Missing => {
            let error = t!(model.look.lang, "form-missing");
            Screen::Form(FormView { error, ..bare(model, open, filling) })
        }
        State::Unreadable => {
            let error = t!(model.look.lang, "form-unreadable");
            Screen::Form(FormView { error, ..bare(model, open, filling) })
        }
    }
}

fn title(open: &Open, filling: &Filling, lang: Lang) -> String {
    open.data.forms.title(lang, &filling.asked.url, Some(&filling.asked.task))
}

/// A form without anything of it.
fn bare(model: &Model, open: &Open, filling: &Filling) -> FormView {
    let lang = model.look.lang;
    FormView {
        form_title: title(open, filling, lang),
        later: Button { label: t!(lang, "form-leave"), ..Button::default() },
        other_language: t!(lang.other(), "language-own-name"),
        ..FormView::default()
    }
}

fn progress(sheet: &Sheet, lang: Lang) -> ProgressBar {
    let progress = &sheet.progress;
    let text = t!(lang, "form-progress", answered = progress.answered, left = progress.at_most_left);
    ProgressBar { permille: progress.permille, text }
}

/// Where the answers are: nowhere before the first, on this phone after it.
fn mark(open: &Open, filling: &Filling, lang: Lang) -> DeliveryMark {
    if open.data.forms.is_started(&filling.asked.task) {
        DeliveryMark { state: Delivery::Saved, text: t!(lang, "form-kept") }
    } else {
        DeliveryMark::default()
    }
}

fn notice(sheet: &Sheet, lang: Lang) -> String {
    if sheet.is_broken { t!(lang, "form-broken") } else { String::new() }
}

fn button(label: String, detail: String, icon: &str) -> Button {
    Button { label, detail, icon: icon.to_owned() }
}

fn page(model: &Model, open: &Open, filling: &Filling, sheet: &Sheet) -> FormView {
    let lang = model.look.lang;
    let paging = sheet.paging();
    let (pages, at) = (paging.pages(), sheet.index(&paging));
    let Some(page) = pages.get(at) else {
        // Nothing of it can be answered: it can be finished all the same.
        let next = button(t!(lang, "form-to-review"), String::new(), "next");
        let (notice, progress) = (notice(sheet, lang), progress(sheet, lang));
        return FormView { progress, notice, next, ..bare(model, open, filling) };
    };
    let (mut controls, starts) = sheet.controls(page, lang);
    let part = sheet.page.part.min(starts.len().saturating_sub(1));
    let is_last = part + 1 >= starts.len();
    controls.truncate(starts.get(part + 1).copied().unwrap_or(controls.len()));
    controls.drain(..starts.get(part).copied().unwrap_or_default().min(controls.len()));
    // Below the numbers that the form names stands the ward's own.
    for control in controls.iter_mut().filter(|control| !control.calls.is_empty()) {
        control.calls.extend(chrome::call_ward(model));
    }
    let errors: Vec<FormErrorRow> = controls
        .iter()
        .filter(|control| !control.error.is_empty())
        .take(ERRORS)
        .map(|control| FormErrorRow {
            path: control.path.clone(),
            page: page.key.clone(),
            label: control.plain.clone(),
            text: control.error.clone(),
        })
        .collect();
    let next = match pages.get(at + 1) {
        _ if !is_last => button(t!(lang, "form-next"), String::new(), "next"),
        Some(next) if next.title.is_empty() => button(t!(lang, "form-next"), String::new(), "next"),
        Some(next) => {
            button(t!(lang, "form-next"), t!(lang, "form-next-detail", title = &next.title), "next")
        }
        None => button(t!(lang, "form-to-review"), String::new(), "next"),
    };
    let intro = if at == 0 && part == 0 { controls::intro(sheet, lang) } else { Vec::new() };
    FormView {
        page_title: page.title.clone(),
        intro,
        progress: progress(sheet, lang),
        mark: mark(open, filling, lang),
        notice: notice(sheet, lang),
        page: if part == 0 { page.key.clone() } else { format!("{}#{part}", page.key) },
        focus: sheet.page.focus.clone(),
        errors_title: errors_title(lang, errors.len()),
        errors,
        controls,
        previous: (at + part > 0).then(|| button(t!(lang, "form-previous"), String::new(), "back")),
        next,
        later: button(t!(lang, "form-later"), t!(lang, "form-later-detail"), "later"),
        busy: !sheet.sealing.is_empty(),
        error: sheet.error.clone(),
        ..bare(model, open, filling)
    }
}

fn errors_title(lang: Lang, count: usize) -> String {
    if count == 0 { String::new() } else { t!(lang, "form-errors", count = count) }
}

fn review(model: &Model, open: &Open, filling: &Filling, sheet: &Sheet) -> FormReviewView {
    let lang = model.look.lang;
    let paging = sheet.paging();
    let rows: Vec<FormAnswerRow> = show::review(&sheet.session, &paging)
        .into_iter()
        .map(|row| {
            let path = row.path.to_string();
            let missing = row.unread || sheet.issues.iter().any(|issue| issue.path == row.path);
            let change =
                if row.can_change { t!(lang, "form-change", label = &row.label) } else { String::new() };
            FormAnswerRow {
                change,
                value: if row.value.is_empty() { t!(lang, "form-no-answer") } else { row.value },
                label: row.label,
                page: if row.can_change { row.page_key } else { String::new() },
                path,
                missing,
            }
        })
        .collect();
    let errors: Vec<FormErrorRow> =
        sheet.issues.iter().take(ERRORS).map(|issue| error(sheet, &paging, &rows, issue, lang)).collect();
    let (rows, earlier_rows, later_rows) = window(rows, sheet.first_row, lang);
    let busy = sheet.finishing.is_some();
    FormReviewView {
        form_title: title(open, filling, lang),
        intro: if rows.is_empty() { t!(lang, "form-review-none") } else { t!(lang, "form-review-intro") },
        progress: progress(sheet, lang),
        mark: mark(open, filling, lang),
        notice: notice(sheet, lang),
        rows,
        earlier_rows,
        later_rows,
        errors_title: errors_title(lang, sheet.issues.len()),
        errors,
        previous: (!paging.pages().is_empty())
            .then(|| button(t!(lang, "form-previous"), String::new(), "back")),
        finish: button(t!(lang, "form-finish"), t!(lang, "save-detail"), "done"),
        later: button(t!(lang, "form-later"), t!(lang, "form-later-detail"), "later"),
        other_language: t!(lang.other(), "language-own-name"),
        busy,
        error: sheet.error.clone(),
    }
}

/// What is wrong, and on which page.
fn error(sheet: &Sheet, paging: &Paging, rows: &[FormAnswerRow], issue: &Issue, lang: Lang) -> FormErrorRow {
    let path = issue.path.to_string();
    let page = paging.of(&issue.path).and_then(|at| paging.pages().get(at));
    let label = rows.iter().find(|row| row.path == path).map(|row| row.label.clone());
    FormErrorRow {
        page: page.map(|page| page.key.clone()).unwrap_or_default(),
        label: label.unwrap_or_else(|| sheet.label_of(&issue.path, lang)),
        text: show::issue_text(issue, lang.tag()),
        path,
    }
}
