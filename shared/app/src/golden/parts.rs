//! What screens are made of.
//!
//! Where a control has a sentence of its own for a screen reader, that sentence is in `shown` and is the control's
//! name; the pieces that are seen beside it are in `behind`.

use super::sheet::{Class, Entry, Sheet};
use crate::{
    AdviceCard, Band, Bubble, Button, CallButton, ChoiceRow, DeliveryMark, DetailRow, Field, LimitLine,
    PhotoRow, PickedFile, PinPad, Point, QuickItem, Scale, SwitchRow, SyncLine, TableRow, Tap, TimelineRow,
    TodayEvent, TrailStep, TrendChart, WhenRow,
};

/// The moments that a picker is set to: the second where the first stands there already.
const MOMENTS: [&str; 2] = ["2026-11-21T08:30", "2026-11-20T07:15"];

/// A name is drawn as a picture, never as text.
pub(super) fn icon(name: &str) {
    assert!(name.is_ascii(), "{name} is no icon's name");
}

/// The photo that the test's device hands over.
pub(super) fn picture() -> PickedFile {
    PickedFile { mime: "image/jpeg".to_owned(), bytes: vec![1, 2, 3], original_bytes: 3 }
}

/// A way to a person. The core hears of it once a vault is open.
pub(super) fn call(sheet: &mut Sheet, call: &CallButton, open: bool) {
    let CallButton { label, detail, number, a11y, emergency: _ } = call;
    sheet.show(a11y);
    sheet.behind(label);
    sheet.behind(detail);
    let nth = sheet.control(Class::Press, a11y);
    sheet.act("press", a11y, nth, number, open.then_some(Tap::Today(TodayEvent::CallPressed)));
}

pub(super) fn button(sheet: &mut Sheet, button: &Button, tap: impl Into<Option<Tap>>) {
    let Button { label, detail, icon: name } = button;
    icon(name);
    sheet.button(label, tap);
    sheet.show(detail);
}

pub(super) fn mark(sheet: &mut Sheet, mark: &DeliveryMark) {
    let DeliveryMark { state: _, text } = mark;
    sheet.show(text);
}

pub(super) fn sync_line(sheet: &mut Sheet, line: &SyncLine, tap: impl Into<Option<Tap>>) {
    let SyncLine { state: _, text, icon: name } = line;
    icon(name);
    match tap.into() {
        Some(tap) => sheet.button(text, tap),
        None => sheet.show(text),
    }
}

pub(super) fn quick_item(sheet: &mut Sheet, item: &QuickItem) {
    let QuickItem { icon: name, label, a11y, id } = item;
    icon(name);
    sheet.behind(label);
    sheet.button(a11y, Tap::Today(TodayEvent::QuickPressed(id.clone())));
}

/// Entries, one below the other. One without an id leads nowhere.
pub(super) fn timeline(sheet: &mut Sheet, rows: &[TimelineRow], opened: impl Fn(String) -> Tap) {
    for row in rows {
        let TimelineRow { id, time, icon: name, title, detail, role: _, mark, a11y } = row;
        icon(name);
        let DeliveryMark { state: _, text } = mark;
        for piece in [time, title, detail, text] {
            sheet.behind(piece);
        }
        sheet.show(a11y);
        if !id.is_empty() {
            sheet.press(a11y, opened(id.clone()));
        }
    }
}

/// Options of which one is chosen: pressing that one tells nothing.
pub(super) fn choices<T: Into<Option<Tap>>>(
    sheet: &mut Sheet,
    rows: &[ChoiceRow],
    chosen: impl Fn(String) -> T,
) {
    for row in rows {
        let ChoiceRow { id, label, detail, icon: name, chosen: is_chosen } = row;
        icon(name);
        sheet.button(label, if *is_chosen { None } else { chosen(id.clone()).into() });
        sheet.show(detail);
    }
}

/// Rows that lead somewhere, or are on and off: pressing tells something whatever they are now.
pub(super) fn doors<T: Into<Option<Tap>>>(
    sheet: &mut Sheet,
    rows: &[ChoiceRow],
    pressed: impl Fn(String) -> T,
) {
    for row in rows {
        let ChoiceRow { id, label, detail, icon: name, chosen: _ } = row;
        icon(name);
        sheet.button(label, pressed(id.clone()));
        sheet.show(detail);
    }
}

/// A switch; `toggled` and `fixed` say what its id becomes.
pub(super) fn switch(
    sheet: &mut Sheet,
    row: &SwitchRow,
    toggled: impl Fn(String) -> Tap,
    fixed: impl Fn(String) -> Tap,
) {
    let SwitchRow { id, label, detail, icon: name, on: _, problem, fix } = row;
    icon(name);
    sheet.button(label, toggled(id.clone()));
    sheet.show(detail);
    sheet.show(problem);
    sheet.button(fix, fixed(id.clone()));
}

pub(super) fn scale<T: Into<Option<Tap>>>(sheet: &mut Sheet, scale: &Scale, chosen: impl Fn(u8) -> T) {
    let Scale { question, value, bands, a11y } = scale;
    sheet.show(question);
    for band in bands {
        let Band { icon: name, word, detail, from: _, to: _ } = band;
        icon(name);
        sheet.show(word);
        sheet.show(detail);
    }
    for (score, name) in (0..=10).zip(a11y) {
        sheet.behind(&score.to_string());
        sheet.button(name, if *value == Some(score) { None } else { chosen(score).into() });
    }
}

pub(super) fn field(sheet: &mut Sheet, field: &Field, typed: impl Fn(String) -> Tap, left: Option<Tap>) {
    let Field { id: _, label, value, unit, help, error, numeric, multiline } = field;
    for text in [label, value, unit, help, error] {
        sheet.show(text);
    }
    let entry = Entry { at: label, value, numeric: *numeric, multiline: *multiline, ..Entry::default() };
    sheet.entry(&entry, typed, left);
}

/// A tile that leads to a detail; with nothing to tell it opens something of the shell's own.
pub(super) fn tile(sheet: &mut Sheet, row: &DetailRow, tap: impl Into<Option<Tap>>) {
    let DetailRow { icon: name, label, value } = row;
    icon(name);
    sheet.button(label, tap);
    sheet.show(value);
}

/// Facts, one a row.
pub(super) fn facts(sheet: &mut Sheet, rows: &[DetailRow]) {
    for row in rows {
        let DetailRow { icon: name, label, value } = row;
        icon(name);
        sheet.show(label);
        sheet.show(value);
    }
}

pub(super) fn when(sheet: &mut Sheet, when: &WhenRow, changed: impl Fn(String) -> Tap) {
    let WhenRow { row, input, latest: _, error } = when;
    tile(sheet, row, None);
    sheet.behind(input);
    sheet.show(error);
    let [moment, other] = MOMENTS;
    let moment = if input == moment { other } else { moment };
    sheet.set(&row.label, moment, changed(moment.to_owned()));
}

/// A photo that is picked or, where the device has a camera for it, taken.
pub(super) fn photo(sheet: &mut Sheet, photo: &PhotoRow, picked: impl Fn(PickedFile) -> Tap, removed: Tap) {
    let PhotoRow { row, max_bytes: _, max_edge: _, chosen, remove, error } = photo;
    let DetailRow { icon: name, label, value } = row;
    icon(name);
    sheet.show(label);
    sheet.show(value);
    let nth = sheet.control(Class::Press, label);
    for way in [sheet.chrome.take_photo.clone(), sheet.chrome.pick_photo.clone()] {
        if !way.is_empty() {
            sheet.act("photo", label, nth, &way, Some(picked(picture())));
        }
    }
    sheet.show(error);
    if *chosen {
        sheet.button(remove, removed);
    } else {
        sheet.behind(remove);
    }
}

pub(super) fn pin_pad(sheet: &mut Sheet, pad: &PinPad, digit: impl Fn(u8) -> Tap, erased: Tap) {
    let PinPad { filled: _, length: _, progress, error, ready, backspace } = pad;
    sheet.show(progress);
    sheet.show(error);
    for number in [1, 2, 3, 4, 5, 6, 7, 8, 9, 0] {
        sheet.button(&number.to_string(), ready.then(|| digit(number)));
    }
    sheet.button(backspace, ready.then_some(erased));
}

pub(super) fn trail(sheet: &mut Sheet, title: &str, steps: &[TrailStep]) {
    if steps.is_empty() {
        return sheet.behind(title);
    }
    sheet.show(title);
    for step in steps {
        let TrailStep { text, detail, icon: name, done: _ } = step;
        icon(name);
        sheet.show(text);
        sheet.show(detail);
    }
}

/// The steps are behind the button that shows more, where there is one.
pub(super) fn advice_card(sheet: &mut Sheet, card: &AdviceCard, steps_shown: bool) {
    let AdviceCard {
        id: _,
        role: _,
        icon: name,
        tag,
        value,
        when,
        title,
        why,
        steps_title,
        steps,
        emergency_title,
        emergency,
        source,
    } = card;
    icon(name);
    for text in [tag, value, when, title, why, source] {
        sheet.show(text);
    }
    if steps_shown && !steps.is_empty() {
        sheet.show(steps_title);
        sheet.show_all(steps);
    } else {
        sheet.behind(steps_title);
        sheet.behind_all(steps);
    }
    if emergency.is_empty() {
        sheet.behind(emergency_title);
    } else {
        sheet.show(emergency_title);
        sheet.show(emergency);
    }
}

pub(super) fn bubble(sheet: &mut Sheet, bubble: &Bubble) {
    let Bubble { id: _, author, own: _, text, when, mark: delivery } = bubble;
    for text in [author, text, when] {
        sheet.show(text);
    }
    if let Some(delivery) = delivery {
        mark(sheet, delivery);
    }
}

/// The words around every chart of a screen.
pub(super) struct ChartWords<'a> {
    pub(super) chart: &'a str,
    pub(super) table: &'a str,
    pub(super) stepper: &'a [String],
}

pub(super) fn charts<'a>(
    sheet: &mut Sheet,
    charts: impl IntoIterator<Item = &'a TrendChart>,
    words: &ChartWords<'_>,
) {
    let mut any = false;
    for chart in charts {
        any = true;
        trend(sheet, chart);
    }
    let around = [words.chart, words.table];
    for text in around.into_iter().chain(words.stepper.iter().map(String::as_str)) {
        sheet.show_if(any, text);
    }
}

/// The newest point is read out; the others and the table are a press away.
fn trend(sheet: &mut Sheet, chart: &TrendChart) {
    let TrendChart { title, unit, sentence, points, limits, low_milli: _, high_milli: _, rows, headings } =
        chart;
    for text in [title, unit, sentence] {
        sheet.show(text);
    }
    for (n, point) in points.iter().enumerate() {
        let Point { at: _, value_milli: _, beyond: _, label, when } = point;
        if n + 1 == points.len() {
            sheet.show(label);
            sheet.show(when);
        } else {
            sheet.behind(label);
            sheet.behind(when);
        }
    }
    for limit in limits {
        let LimitLine { value_milli: _, label } = limit;
        sheet.behind(label);
    }
    sheet.behind_all(headings);
    for row in rows {
        let TableRow { cells } = row;
        sheet.behind_all(cells);
    }
}
