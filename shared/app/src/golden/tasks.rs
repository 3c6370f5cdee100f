//! Recording something, and what was recorded.

use super::{parts, sheet::Sheet};
use crate::{
    AdviceView, BodySiteView, Chrome, DiaryEvent, EntryView, LogSymptomView, MeasureView, MeasuresEvent, Tap,
    TypedField,
};

fn tell(event: DiaryEvent) -> Tap {
    Tap::Diary(event)
}

/// In elders' mode the first step asks what, the second how much; step 0 asks both.
pub(super) fn log_symptom(sheet: &mut Sheet, view: &LogSymptomView) {
    let LogSymptomView {
        correcting: _,
        step,
        symptoms_title,
        symptoms,
        scale,
        when,
        site,
        photo,
        note,
        note_open,
        note_row,
        error,
        save,
        save_detail,
        busy,
    } = view;
    let mut what = Sheet::new(&sheet.chrome);
    let side = if *step == 2 { &mut what } else { &mut *sheet };
    side.show(symptoms_title);
    parts::choices(side, symptoms, |id| tell(DiaryEvent::SymptomChosen(id)));
    let side = if *step == 1 { &mut what } else { &mut *sheet };
    parts::scale(side, scale, |score| tell(DiaryEvent::ScoreChosen(score)));
    parts::when(side, when, |local| tell(DiaryEvent::WhenChanged(local)));
    parts::tile(side, site, tell(DiaryEvent::SitePressed));
    let removed = tell(DiaryEvent::PhotoRemoved);
    parts::photo(side, photo, |file| tell(DiaryEvent::PhotoChosen(file)), removed);
    parts::tile(side, note_row, tell(DiaryEvent::NotePressed));
    let mut closed = Sheet::new(&side.chrome);
    let pad = if *note_open { side } else { &mut closed };
    parts::field(pad, note, |text| tell(DiaryEvent::NoteTyped(text)), None);
    for text in what.shown.iter().chain(&closed.shown) {
        sheet.behind(text);
    }
    sheet.show(error);
    let pressed = if *step == 1 { DiaryEvent::StepPressed } else { DiaryEvent::SavePressed };
    sheet.button(save, Some(tell(pressed)).filter(|_| !busy));
    sheet.show(save_detail);
}

pub(super) fn body_site(sheet: &mut Sheet, view: &BodySiteView) {
    let BodySiteView { sides, places, none } = view;
    parts::choices(sheet, sides, |id| tell(DiaryEvent::SideChosen(id)));
    parts::choices(sheet, places, |id| tell(DiaryEvent::SiteChosen(id)));
    sheet.button(none, tell(DiaryEvent::SiteChosen(String::new())));
}

pub(super) fn measure(sheet: &mut Sheet, view: &MeasureView) {
    let MeasureView {
        correcting: _,
        kinds,
        kinds_title,
        fields,
        when,
        error,
        confirm,
        save,
        save_detail,
        busy,
    } = view;
    sheet.show_if(!kinds.is_empty(), kinds_title);
    parts::choices(sheet, kinds, |id| Tap::Measures(MeasuresEvent::KindChosen(id)));
    for field in fields {
        let typed =
            |text| Tap::Measures(MeasuresEvent::FieldTyped(TypedField { id: field.id.clone(), text }));
        parts::field(sheet, field, typed, None);
    }
    parts::when(sheet, when, |local| Tap::Measures(MeasuresEvent::WhenChanged(local)));
    sheet.show(error);
    sheet.show(confirm);
    sheet.button(save, Some(Tap::Measures(MeasuresEvent::SavePressed)).filter(|_| !busy));
    sheet.show(save_detail);
}

/// In elders' mode whom to call is in the first card, else at the end of the screen.
pub(super) fn advice(sheet: &mut Sheet, chrome: &Chrome, view: &AdviceView) {
    let AdviceView { cards, trail_title, trail, disclaimer, more } = view;
    for (n, card) in cards.iter().enumerate() {
        let more = if n == 0 { more.as_str() } else { "" };
        parts::advice_card(sheet, card, more.is_empty());
        sheet.button(more, tell(DiaryEvent::AdviceMorePressed));
    }
    parts::trail(sheet, trail_title, trail);
    sheet.show(disclaimer);
    if !chrome.elders || !cards.is_empty() {
        for call in &chrome.calls {
            parts::call(sheet, call, true);
        }
    }
}

pub(super) fn entry(sheet: &mut Sheet, view: &EntryView) {
    let EntryView {
        id,
        rows,
        note,
        photo,
        photo_bytes,
        photo_mime: _,
        photo_a11y,
        photo_show,
        trail_title,
        trail,
        advice,
        correct,
        withdraw,
        confirm,
        confirm_yes,
        confirm_no,
    } = view;
    parts::facts(sheet, rows);
    sheet.show(note);
    if photo_bytes.is_empty() {
        sheet.behind(photo_a11y);
        sheet.button(photo_show, tell(DiaryEvent::PhotoWanted(photo.clone())));
    } else {
        sheet.show(photo_a11y);
        sheet.behind(photo_show);
    }
    sheet.button(advice, tell(DiaryEvent::AdvicePressed(id.clone())));
    parts::trail(sheet, trail_title, trail);
    sheet.button(correct, tell(DiaryEvent::CorrectPressed(id.clone())));
    sheet.button(withdraw, tell(DiaryEvent::WithdrawPressed(id.clone())));
    if confirm.is_empty() {
        sheet.behind(confirm_yes);
        sheet.behind(confirm_no);
    } else {
        sheet.ask(|sheet| {
            sheet.show(confirm);
            sheet.button(confirm_yes, tell(DiaryEvent::WithdrawConfirmed(id.clone())));
            sheet.button(confirm_no, tell(DiaryEvent::WithdrawCancelled));
        });
    }
}
