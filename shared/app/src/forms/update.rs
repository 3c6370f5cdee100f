use crux_core::Command;
use kangban_forms::{
    ItemPath,
    input::{self, Input, InputProblem},
};

use super::{
    FormChoice, FormFile, FormPlace, FormText, FormsEvent, FormsStep, finish, opening, photos, result,
    sheet::Sheet,
};
use crate::{
    effects::{Cmd, VaultOut},
    event::Clock,
    model::{Model, Open, Place, Stage},
    saving,
    settings::{self, SettingsEvent},
    text::Lang,
    view::FormControl,
};

/// How many rows of the review or of a result are shown at a time.
pub(super) const ROWS: usize = 30;

/// What a person did with a form.
pub(crate) fn update(model: &mut Model, event: FormsEvent) -> Cmd {
    match event {
        FormsEvent::Opened(id) => opening::open(model, &id),
        FormsEvent::LanguagePressed => {
            let other = model.look.lang.other().tag().to_owned();
            settings::update(model, SettingsEvent::LanguageChosen(other))
        }
        FormsEvent::LaterPressed | FormsEvent::ResultClosed => leave(model),
        FormsEvent::FinishPressed => finish::press(model),
        FormsEvent::FilePicked(FormFile { path, file }) => photos::picked(model, path, file),
        FormsEvent::FileRemoved(path) => photos::removed(model, &path),
        FormsEvent::AnswersPressed | FormsEvent::EarlierRowsPressed | FormsEvent::LaterRowsPressed => {
            rows(model, &event);
            Command::done()
        }
        event => on_sheet(model, event),
    }
}

/// Leaves what is in front; what was answered is in the vault already.
fn leave(model: &mut Model) -> Cmd {
    let Stage::Open(open) = &mut model.stage else { return Command::done() };
    match open.place() {
        Some(Place::Form(_)) => open.form = None,
        Some(Place::FormResult(_)) => open.result = None,
        _ => return Command::done(),
    }
    open.places.pop();
    Command::done()
}

/// Moves the window of rows, or shows them.
fn rows(model: &mut Model, event: &FormsEvent) {
    let Stage::Open(open) = &mut model.stage else { return };
    let first = match (&mut open.form, &mut open.result) {
        (Some(form), _) => form.sheet_mut().map(|sheet| &mut sheet.first_row),
        (None, Some(result)) => {
            result.answers_shown |= matches!(event, FormsEvent::AnswersPressed);
            Some(&mut result.first_row)
        }
        (None, None) => None,
    };
    let Some(first) = first else { return };
    match event {
        FormsEvent::EarlierRowsPressed => *first = first.saturating_sub(ROWS),
        FormsEvent::LaterRowsPressed => *first = first.saturating_add(ROWS),
        _ => {}
    }
}

/// What is done on the page in front. Everything that changes an answer is kept at once.
fn on_sheet(model: &mut Model, event: FormsEvent) -> Cmd {
    let Model { clock, look, stage: Stage::Open(open), .. } = model else { return Command::done() };
    let lang = look.lang;
    let Some(form) = open.form.as_deref_mut() else { return Command::done() };
    let task = form.asked.task.clone();
    // While the answers are on their way to the disk nothing can be changed.
    let Some(sheet) = form.sheet_mut().filter(|sheet| sheet.finishing.is_none()) else {
        return Command::done();
    };
    sheet.page.focus.clear();
    let changed = match event {
        FormsEvent::OptionChosen(FormChoice { path, id }) => sheet.enter(clock, &path, Input::Option(id)),
        FormsEvent::OptionToggled(FormChoice { path, id }) => sheet.enter(clock, &path, Input::Toggle(id)),
        FormsEvent::Typed(FormText { path, text }) => sheet.enter(clock, &path, Input::Text(text)),
        FormsEvent::OtherTyped(FormText { path, text }) => sheet.enter(clock, &path, Input::Other(text)),
        FormsEvent::UnitChosen(FormChoice { path, id }) => sheet.enter(clock, &path, Input::Unit(id)),
        FormsEvent::AsLastPressed(path) => sheet.enter(clock, &path, Input::AsLast),
        FormsEvent::Cleared(path) => sheet.enter(clock, &path, Input::Clear),
        FormsEvent::AddPressed(path) => sheet.add(&path),
        FormsEvent::RemovePressed(path) => sheet.remove(&path),
        FormsEvent::FieldLeft(path) => {
            sheet.look();
            let was_typing = sheet.raw.remove(&path).is_some();
            sheet.left.insert(path) || was_typing
        }
        FormsEvent::OptionFilterTyped(FormText { path, text }) => {
            sheet.filters.insert(path, text);
            false
        }
        FormsEvent::NextPressed => sheet.forwards(lang),
        FormsEvent::PreviousPressed => sheet.backwards(lang),
        FormsEvent::PageChosen(place) => sheet.to(&place, lang),
        _ => false,
    };
    if !changed {
        return Command::done();
    }
    sheet.settle();
    let keep = sheet.keep(&task);
    open.data.forms.begin(&task);
    keep
}

impl Sheet {
    /// Takes what was entered; whether there was such a control.
    pub(super) fn enter(&mut self, clock: &Clock, path: &str, entered: Input) -> bool {
        let Ok(path) = path.parse::<ItemPath>() else { return false };
        self.session.set_clock(super::filling::clock_of(clock));
        self.issues.retain(|issue| issue.path != path);
        self.found.retain(|issue| issue.path != path);
        // Text that cannot be read is kept as it is, with what is wrong with it.
        match input::apply(&mut self.session, &path, &entered) {
            Ok(_) | Err(InputProblem::Unread(_)) => {
                match entered {
                    Input::Text(text) => self.raw.insert(path.to_string(), text),
                    _ => self.raw.remove(&path.to_string()),
                };
                true
            }
            Err(InputProblem::Refused(_)) => false,
        }
    }

    fn add(&mut self, path: &str) -> bool {
        let Ok(path) = path.parse::<ItemPath>() else { return false };
        match self.session.add(&path) {
            Ok(added) => {
                self.page.focus = added.to_string();
                true
            }
            Err(_) => false,
        }
    }

    fn remove(&mut self, path: &str) -> bool {
        path.parse::<ItemPath>().is_ok_and(|path| self.session.remove(&path).is_ok())
    }

    /// To the next page, or to the review. What is wrong on this one is said first; what is missing can wait.
    fn forwards(&mut self, lang: Lang) -> bool {
        let paging = self.paging();
        let (pages, at) = (paging.pages(), self.index(&paging));
        let Some(page) = pages.get(at).filter(|_| !self.page.review) else {
            let moves = !self.page.review;
            self.page.review = true;
            return moves;
        };
        self.look();
        self.raw.clear();
        let (controls, starts) = self.controls(page, lang);
        let part = self.page.part.min(starts.len().saturating_sub(1));
        let end = starts.get(part + 1).copied().unwrap_or(controls.len());
        let here = controls.get(starts.get(part).copied().unwrap_or_default()..end).unwrap_or_default();
        self.left.extend(here.iter().map(|control| control.path.clone()));
        // With its fields marked as left, what is wrong with them is said.
        let (controls, _) = self.controls(page, lang);
        let here = controls.get(starts.get(part).copied().unwrap_or_default()..end).unwrap_or_default();
        let wrong = here.iter().find(|control| stops(control)).map(|control| control.path.clone());
        if let Some(path) = wrong {
            self.page.focus = path;
            return true;
        }
        if part + 1 < starts.len() {
            self.page.part = part + 1;
        } else if at + 1 < pages.len() {
            self.go(pages, at + 1);
        } else {
            self.page.review = true;
            self.first_row = 0;
        }
        true
    }

    fn backwards(&mut self, lang: Lang) -> bool {
        let paging = self.paging();
        let (pages, at) = (paging.pages(), self.index(&paging));
        if self.page.review {
            self.page.review = false;
            self.go(pages, at);
        } else if self.page.part > 0 {
            self.page.part -= 1;
            return true;
        } else {
            self.go(pages, at.saturating_sub(1));
        }
        if let Some(page) = pages.get(self.page.at) {
            self.page.part = self.controls(page, lang).1.len().saturating_sub(1);
        }
        true
    }

    fn to(&mut self, place: &FormPlace, lang: Lang) -> bool {
        let paging = self.paging();
        let pages = paging.pages();
        let path = place.path.parse::<ItemPath>().ok().filter(|path| !path.is_root());
        let with_key = paging.find(&place.page).filter(|_| !place.page.is_empty());
        let Some(at) = with_key.or_else(|| paging.of(&path?)) else { return false };
        self.go(pages, at);
        self.page.focus.clone_from(&place.path);
        if let Some(page) = pages.get(at) {
            let (controls, starts) = self.controls(page, lang);
            let control = controls.iter().position(|control| control.path == place.path).unwrap_or_default();
            self.page.part = starts.iter().rposition(|start| *start <= control).unwrap_or_default();
        }
        true
    }
}

/// Whether a control keeps one on its page: something was entered that cannot be taken.
fn stops(control: &FormControl) -> bool {
    let entered = !control.value.is_empty() || control.options.iter().any(|option| option.chosen);
    !control.error.is_empty() && entered && !control.read_only
}

/// The form in front speaks the app's language and has its pages, whatever was changed elsewhere.
pub(crate) fn follow(model: &mut Model) {
    let Model { look, stage: Stage::Open(open), .. } = model else { return };
    let Some(sheet) = open.form.as_deref_mut().and_then(|form| form.sheet_mut()) else { return };
    if sheet.session.language() != look.lang.tag() {
        sheet.session.set_language(look.lang.tag());
    }
    if sheet.elders != look.elders {
        sheet.elders = look.elders;
        sheet.settle();
    }
}

/// The vault was read again: a form that was not here may have arrived.
pub(crate) fn reloaded(open: &mut Open, clock: &Clock) -> Cmd {
    let Some(form) = open.form.as_deref().filter(|form| form.is_missing()) else { return Command::done() };
    let asked = form.asked.clone();
    opening::read(open, asked, clock.wall_ms)
}

/// What came back.
pub(crate) fn came(model: &mut Model, step: FormsStep) -> Cmd {
    match step {
        FormsStep::Loaded(task, out) => opening::loaded(model, &task, out),
        FormsStep::Shelved(task, out) => opening::shelved(model, &task, out),
        FormsStep::DraftKept(task, out) => {
            kept(model, &task, &out);
            Command::done()
        }
        FormsStep::FileKept(task, path, out) => photos::kept(model, &task, &path, &out),
        FormsStep::History(task, out) => finish::judge_and_write(model, &task, out),
        FormsStep::Written(task, out) => finish::written(model, &task, &out),
        FormsStep::ResultLoaded(id, out) => result::loaded(model, &id, out),
        FormsStep::ResultShelved(id, out) => result::shelved(model, &id, out),
        FormsStep::Reported(VaultOut::Done) => crate::sync::reload_and(model, kangban_sync::Input::Changed),
        // It is tried again the next time that the form is opened.
        FormsStep::Reported(_) => Command::done(),
    }
}

/// Says when a draft is not kept; the next answer tries again, with all that was answered before.
fn kept(model: &mut Model, task: &str, out: &VaultOut) {
    let Model { look, stage: Stage::Open(open), .. } = model else { return };
    let Some(sheet) = sheet_of(open, task) else { return };
    if *out == VaultOut::Done {
        sheet.error.clear();
    } else {
        sheet.was_not_kept();
        sheet.error = saving::not_saved(look, out);
    }
}

pub(super) fn sheet_of<'a>(open: &'a mut Open, task: &str) -> Option<&'a mut Sheet> {
    open.form.as_deref_mut().filter(|form| form.asked.task == task)?.sheet_mut()
}
