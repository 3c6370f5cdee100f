//! What each screen shows, and what can be done there. A field or a screen that is new does not compile until
//! somebody says here where it is.

use super::{
    forms, frame, gate,
    parts::{self, icon},
    sheet::Sheet,
    tasks,
};
use crate::{
    CallButton, ChoiceRow, Chrome, DiaryEvent, DiaryView, FormGroup, FormsEvent, MessagesEvent, MessagesView,
    NextCard, RefusedRow, Screen, SettingsEvent, SettingsView, SyncEvent, SyncView, Tap, TodayEvent,
    TodayView, UrgentCheck, ViewModel,
};

/// What is drawn of a view.
pub(super) fn drawn(view: &ViewModel) -> Sheet {
    let ViewModel { chrome, screen } = view;
    let mut sheet = Sheet::new(chrome);
    frame::around(&mut sheet, chrome, |sheet| match screen {
        Screen::Starting => {}
        Screen::Failed(view) => gate::failed(sheet, chrome, view),
        Screen::Invitation(view) => gate::invitation(sheet, chrome, view),
        Screen::ChoosePin(view) => gate::choose_pin(sheet, view),
        Screen::Lock(view) => gate::lock(sheet, chrome, view),
        Screen::Today(view) => today(sheet, chrome, view),
        Screen::Diary(view) => diary(sheet, view),
        Screen::LogSymptom(view) => tasks::log_symptom(sheet, view),
        Screen::BodySite(view) => tasks::body_site(sheet, view),
        Screen::Measure(view) => tasks::measure(sheet, view),
        Screen::Advice(view) => tasks::advice(sheet, chrome, view),
        Screen::Entry(view) => tasks::entry(sheet, view),
        Screen::Messages(view) => messages(sheet, chrome, view),
        Screen::Sync(view) => sync(sheet, view),
        Screen::Settings(view) => settings(sheet, view),
        Screen::Form(view) => forms::form(sheet, view),
        Screen::FormReview(view) => forms::review(sheet, view),
        Screen::FormResult(view) => forms::result(sheet, chrome, view),
    });
    sheet.finish()
}

/// The name of a screen, as of its variant, and of its golden file.
pub(super) fn name(screen: &Screen) -> (&'static str, &'static str) {
    match screen {
        Screen::Starting => ("Starting", "starting"),
        Screen::Failed(_) => ("Failed", "failed"),
        Screen::Invitation(_) => ("Invitation", "invitation"),
        Screen::ChoosePin(_) => ("ChoosePin", "choose_pin"),
        Screen::Lock(_) => ("Lock", "lock"),
        Screen::Today(_) => ("Today", "today"),
        Screen::Diary(_) => ("Diary", "diary"),
        Screen::LogSymptom(_) => ("LogSymptom", "log_symptom"),
        Screen::BodySite(_) => ("BodySite", "body_site"),
        Screen::Measure(_) => ("Measure", "measure"),
        Screen::Advice(_) => ("Advice", "advice"),
        Screen::Entry(_) => ("Entry", "entry"),
        Screen::Messages(_) => ("Messages", "messages"),
        Screen::Sync(_) => ("Sync", "sync"),
        Screen::Settings(_) => ("Settings", "settings"),
        Screen::Form(_) => ("Form", "form"),
        Screen::FormReview(_) => ("FormReview", "form_review"),
        Screen::FormResult(_) => ("FormResult", "form_result"),
    }
}

/// Whom to call who is not 120.
fn wards(chrome: &Chrome) -> impl Iterator<Item = &CallButton> {
    chrome.calls.iter().filter(|call| !call.emergency)
}

fn today(sheet: &mut Sheet, chrome: &Chrome, view: &TodayView) {
    let TodayView { date, greeting, sync, next, quick_title, quick, entries_title, entries } = view;
    sheet.show(date);
    sheet.show(greeting);
    for call in wards(chrome) {
        parts::call(sheet, call, true);
    }
    parts::sync_line(sheet, sync, Tap::Today(TodayEvent::SyncPressed));
    next_card(sheet, next);
    sheet.show_if(!chrome.elders, quick_title);
    for item in quick {
        parts::quick_item(sheet, item);
    }
    sheet.show_if(!entries.is_empty(), entries_title);
    parts::timeline(sheet, entries, |id| Tap::Today(TodayEvent::EntryOpened(id)));
}

fn next_card(sheet: &mut Sheet, card: &NextCard) {
    let NextCard { when, icon: name, title, detail, action } = card;
    icon(name);
    for text in [when, title, detail] {
        sheet.show(text);
    }
    if let Some(action) = action {
        let ChoiceRow { id, label, detail, icon: name, chosen: _ } = action;
        icon(name);
        sheet.button(label, Tap::Today(TodayEvent::NextPressed(id.clone())));
        sheet.show(detail);
    }
}

fn diary(sheet: &mut Sheet, view: &DiaryView) {
    let DiaryView {
        sections,
        items,
        entries,
        older,
        newer,
        empty,
        charts,
        chart_label,
        table_label,
        stepper,
        form_groups,
    } = view;
    parts::choices(sheet, sections, |id| Tap::Diary(DiaryEvent::SectionChosen(id)));
    parts::doors(sheet, items, |id| Tap::Diary(DiaryEvent::ItemPressed(id)));
    sheet.button(newer, Tap::Diary(DiaryEvent::NewerPressed));
    parts::timeline(sheet, entries, |id| Tap::Diary(DiaryEvent::EntryOpened(id)));
    sheet.button(older, Tap::Diary(DiaryEvent::OlderPressed));
    parts::charts(sheet, charts, &parts::ChartWords { chart: chart_label, table: table_label, stepper });
    for group in form_groups {
        let FormGroup { title, rows, empty } = group;
        sheet.show(title);
        parts::timeline(sheet, rows, |id| Tap::Forms(FormsEvent::Opened(id)));
        sheet.show(empty);
    }
    sheet.show(empty);
}

fn messages(sheet: &mut Sheet, chrome: &Chrome, view: &MessagesView) {
    let MessagesView { rule, older, newer, bubbles, empty, draft, send, urgent } = view;
    for call in wards(chrome) {
        parts::call(sheet, call, true);
    }
    for call in chrome.calls.iter().filter(|call| call.emergency) {
        parts::call(sheet, call, true);
    }
    sheet.show(rule);
    sheet.button(older, Tap::Messages(MessagesEvent::OlderPressed));
    sheet.show(empty);
    for bubble in bubbles {
        parts::bubble(sheet, bubble);
    }
    sheet.button(newer, Tap::Messages(MessagesEvent::NewerPressed));
    parts::field(sheet, draft, |text| Tap::Messages(MessagesEvent::Typed(text)), None);
    sheet.button(send, Tap::Messages(MessagesEvent::SendPressed));
    if let Some(check) = urgent {
        sheet.ask(|sheet| urgent_check(sheet, chrome, check));
    }
}

/// First the question; once the answer is yes, whom to call.
fn urgent_check(sheet: &mut Sheet, chrome: &Chrome, check: &UrgentCheck) {
    let UrgentCheck { title, signs, yes, no, call_title } = check;
    if call_title.is_empty() {
        sheet.show(title);
        sheet.show_all(signs);
        sheet.button(yes, Tap::Messages(MessagesEvent::UrgentYes));
        sheet.button(no, Tap::Messages(MessagesEvent::UrgentNo));
    } else {
        sheet.show(call_title);
        for call in &chrome.calls {
            parts::call(sheet, call, true);
        }
        sheet.behind(title);
        sheet.behind_all(signs);
        sheet.behind(yes);
        sheet.behind(no);
    }
}

fn sync(sheet: &mut Sheet, view: &SyncView) {
    let SyncView { line, last, retry, refused_title, refused, waiting_title, waiting } = view;
    parts::sync_line(sheet, line, None);
    sheet.show(last);
    sheet.button(retry, Tap::Sync(SyncEvent::RetryPressed));
    sheet.show_if(!refused.is_empty(), refused_title);
    for row in refused {
        let RefusedRow { id, title, reason, correct, retry, export_copy } = row;
        sheet.show(title);
        sheet.show(reason);
        sheet.button(correct, Tap::Sync(SyncEvent::CorrectPressed(id.clone())));
        sheet.button(retry, Tap::Sync(SyncEvent::RequeuePressed(id.clone())));
        sheet.button(export_copy, Tap::Sync(SyncEvent::ExportPressed(id.clone())));
    }
    sheet.show_if(!waiting.is_empty(), waiting_title);
    parts::timeline(sheet, waiting, |id| Tap::Today(TodayEvent::EntryOpened(id)));
}

fn settings(sheet: &mut Sheet, view: &SettingsView) {
    let SettingsView {
        name,
        hospital,
        sync,
        language_title,
        languages,
        theme_title,
        themes,
        elders,
        device_title,
        switches,
        lock,
        change_pin,
        about,
    } = view;
    let tell = |event| Tap::Settings(event);
    sheet.show(name);
    sheet.show(hospital);
    parts::sync_line(sheet, sync, tell(SettingsEvent::SyncPressed));
    parts::doors(sheet, std::slice::from_ref(elders), |_| tell(SettingsEvent::EldersToggled));
    sheet.show(language_title);
    parts::choices(sheet, languages, |id| tell(SettingsEvent::LanguageChosen(id)));
    sheet.show(theme_title);
    parts::choices(sheet, themes, |id| tell(SettingsEvent::ThemeChosen(id)));
    sheet.show(device_title);
    for row in switches {
        let (toggled, fixed) = (SettingsEvent::SwitchToggled, SettingsEvent::FixPressed);
        parts::switch(sheet, row, |id| Tap::Settings(toggled(id)), |id| Tap::Settings(fixed(id)));
    }
    sheet.button(lock, tell(SettingsEvent::LockPressed));
    sheet.button(change_pin, tell(SettingsEvent::ChangePinPressed));
    sheet.show(about);
}
