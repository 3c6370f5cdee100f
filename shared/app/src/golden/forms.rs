//! Forms: a page, the review, the result.

use super::{
    controls,
    parts::{self, ChartWords, icon},
    sheet::Sheet,
};
use crate::{
    Chrome, FormAnswerRow, FormErrorRow, FormPlace, FormResultView, FormReviewView, FormView, FormsEvent,
    ProgressBar, ScoreBand, ScoreCard, Tap,
};

fn tell(event: FormsEvent) -> Tap {
    Tap::Forms(event)
}

fn progress(sheet: &mut Sheet, bar: &ProgressBar) {
    let ProgressBar { permille: _, text } = bar;
    sheet.show(text);
}

fn errors(sheet: &mut Sheet, title: &str, errors: &[FormErrorRow]) {
    sheet.show_if(!errors.is_empty(), title);
    for row in errors {
        let FormErrorRow { path, page, label, text } = row;
        let place = FormPlace { page: page.clone(), path: path.clone() };
        sheet.button(label, tell(FormsEvent::PageChosen(place)));
        sheet.show(text);
    }
}

pub(super) fn form(sheet: &mut Sheet, view: &FormView) {
    let FormView {
        form_title,
        page_title,
        intro,
        progress: bar,
        mark,
        notice,
        page: _,
        controls,
        focus: _,
        errors_title,
        errors: rows,
        previous,
        next,
        later,
        other_language,
        busy,
        error,
    } = view;
    progress(sheet, bar);
    parts::mark(sheet, mark);
    sheet.show(form_title);
    sheet.show(notice);
    controls::rich(sheet, intro);
    sheet.show(page_title);
    errors(sheet, errors_title, rows);
    for control in controls {
        controls::control(sheet, control);
    }
    parts::button(sheet, later, tell(FormsEvent::LaterPressed));
    sheet.button(other_language, tell(FormsEvent::LanguagePressed));
    sheet.show(error);
    if let Some(previous) = previous {
        parts::button(sheet, previous, tell(FormsEvent::PreviousPressed));
    }
    parts::button(sheet, next, Some(tell(FormsEvent::NextPressed)).filter(|_| !busy));
}

pub(super) fn review(sheet: &mut Sheet, view: &FormReviewView) {
    let FormReviewView {
        form_title,
        intro,
        progress: bar,
        mark,
        notice,
        rows,
        earlier_rows,
        later_rows,
        errors_title,
        errors: wrong,
        previous,
        finish,
        later,
        other_language,
        busy,
        error,
    } = view;
    progress(sheet, bar);
    parts::mark(sheet, mark);
    sheet.show(form_title);
    sheet.show(notice);
    sheet.show(intro);
    errors(sheet, errors_title, wrong);
    answers(sheet, rows, earlier_rows, later_rows);
    parts::button(sheet, later, tell(FormsEvent::LaterPressed));
    sheet.button(other_language, tell(FormsEvent::LanguagePressed));
    sheet.show(error);
    if let Some(previous) = previous {
        parts::button(sheet, previous, tell(FormsEvent::PreviousPressed));
    }
    parts::button(sheet, finish, Some(tell(FormsEvent::FinishPressed)).filter(|_| !busy));
}

/// Each that can be changed is pressed as a whole, and is named by what changes it.
fn answers(sheet: &mut Sheet, rows: &[FormAnswerRow], earlier: &str, later: &str) {
    sheet.button(earlier, tell(FormsEvent::EarlierRowsPressed));
    for row in rows {
        let FormAnswerRow { path, page, label, value, missing: _, change } = row;
        if page.is_empty() {
            sheet.show(label);
            sheet.behind(change);
        } else {
            sheet.behind(label);
            let place = FormPlace { page: page.clone(), path: path.clone() };
            sheet.button(change, tell(FormsEvent::PageChosen(place)));
        }
        sheet.show(value);
    }
    sheet.button(later, tell(FormsEvent::LaterRowsPressed));
}

pub(super) fn result(sheet: &mut Sheet, chrome: &Chrome, view: &FormResultView) {
    let FormResultView {
        id: _,
        form_title,
        done,
        cards,
        calls,
        scores,
        chart_label,
        table_label,
        stepper,
        next_title,
        next,
        trail_title,
        trail,
        answers_show,
        answers_title,
        answers: rows,
        earlier_rows,
        later_rows,
        disclaimer,
        close,
    } = view;
    sheet.show(form_title);
    sheet.show(done);
    for (n, card) in cards.iter().enumerate() {
        parts::advice_card(sheet, card, true);
        if n == 0 {
            for call in &chrome.calls {
                parts::call(sheet, call, true);
            }
        }
    }
    for call in calls {
        parts::call(sheet, call, true);
    }
    for card in scores {
        score(sheet, card);
    }
    let words = ChartWords { chart: chart_label, table: table_label, stepper };
    parts::charts(sheet, scores.iter().filter_map(|score| score.chart.as_ref()), &words);
    sheet.show_if(!next.is_empty(), next_title);
    parts::facts(sheet, next);
    parts::trail(sheet, trail_title, trail);
    sheet.button(answers_show, tell(FormsEvent::AnswersPressed));
    if rows.is_empty() {
        sheet.behind(answers_title);
    } else {
        sheet.show(answers_title);
        answers(sheet, rows, earlier_rows, later_rows);
    }
    sheet.show(disclaimer);
    parts::button(sheet, close, tell(FormsEvent::ResultClosed));
}

fn score(sheet: &mut Sheet, card: &ScoreCard) {
    let ScoreCard {
        title,
        value,
        out_of,
        word,
        role: _,
        icon: name,
        bands,
        marker_permille: _,
        marker,
        a11y,
        meaning,
        next_step,
        moved,
        chart: _,
    } = card;
    icon(name);
    for text in [title, a11y, meaning, next_step, moved] {
        sheet.show(text);
    }
    for text in [value, out_of, word, marker] {
        sheet.behind(text);
    }
    for band in bands {
        let ScoreBand { word, role: _, from_permille: _, to_permille: _, current: _, a11y } = band;
        sheet.behind(word);
        sheet.behind(a11y);
    }
}
