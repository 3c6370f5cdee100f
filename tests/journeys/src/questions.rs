//! A form on the phone, answered as somebody does who is well.

use kangban_app::{
    Delivery, DiaryEvent, FormChoice, FormControl, FormControlKind, FormText, FormView, FormsEvent, Screen,
    Tab, Tap,
};

use crate::{Outcome, Phone, Trouble};

/// More pages than any form of ours has.
const PAGES: usize = 40;

impl Phone {
    /// Opens the first form that is due, answers it to the end, and says what the result shows: title and scores.
    ///
    /// # Errors
    /// When no form is due, or a screen does not come.
    pub fn answer_questions(&self) -> Outcome<String> {
        self.open_forms()?;
        let task = self.see("a form that is due", |view| match &view.screen {
            Screen::Diary(diary) => Some(diary.form_groups.first()?.rows.first()?.id.clone()),
            _ => None,
        })?;
        self.forms(FormsEvent::Opened(task));
        for _ in 0..PAGES {
            let page = self.see("a page of the form, or its end", |view| match &view.screen {
                Screen::Form(page) if !page.busy => Some(Some(page.clone())),
                Screen::FormReview(_) => Some(None),
                _ => None,
            })?;
            match page {
                Some(page) => self.answer_page(&page)?,
                None => return self.finish_questions(),
            }
        }
        Err(Trouble::new("the form has no end"))
    }

    fn answer_page(&self, page: &FormView) -> Outcome {
        // An answer may bring more questions: whatever is new is answered in the next round.
        let mut done: Vec<String> = Vec::new();
        loop {
            let controls = self.see("the page", |view| match &view.screen {
                Screen::Form(now) if now.page == page.page => Some(now.controls.clone()),
                _ => None,
            })?;
            let next = controls.iter().find(|one| !done.contains(&one.path) && well(one).is_some());
            let Some(control) = next else { break };
            done.push(control.path.clone());
            if let Some(event) = well(control) {
                self.forms(event);
            }
            let path = control.path.clone();
            self.see("the answer", |view| match &view.screen {
                Screen::Form(now) => {
                    now.controls.iter().any(|one| one.path == path && is_answered(one)).then_some(())
                }
                _ => None,
            })?;
        }
        self.forms(FormsEvent::NextPressed);
        self.see("the page after it", |view| match &view.screen {
            Screen::Form(now) => (now.page != page.page).then_some(()),
            Screen::FormReview(_) => Some(()),
            _ => None,
        })
    }

    fn finish_questions(&self) -> Outcome<String> {
        self.forms(FormsEvent::FinishPressed);
        self.see("the result", |view| match &view.screen {
            Screen::FormResult(result) => {
                let scores: Vec<String> = result
                    .scores
                    .iter()
                    .map(|score| format!("{} {} {}", score.title, score.value, score.word))
                    .collect();
                Some(format!("{} · {}", result.form_title, scores.join(" · ")))
            }
            _ => None,
        })
    }

    /// Waits until an answered form has come so far, and says so in the phone's words.
    ///
    /// # Errors
    /// When it never does.
    pub fn see_answers(&self, state: Delivery) -> Outcome<String> {
        self.open_forms()?;
        self.see("the answered form", |view| match &view.screen {
            Screen::Diary(diary) => {
                let rows = diary.form_groups.last().map(|group| &group.rows)?;
                rows.iter().find(|row| row.mark.state == state).map(|row| row.mark.text.clone())
            }
            _ => None,
        })
    }

    fn open_forms(&self) -> Outcome {
        self.home()?;
        self.tap(Tap::TabChosen(Tab::Diary));
        self.tap(Tap::Diary(DiaryEvent::SectionChosen("forms".to_owned())));
        self.see("the forms", |view| match &view.screen {
            Screen::Diary(diary) => (!diary.form_groups.is_empty()).then_some(()),
            _ => None,
        })
    }

    fn forms(&self, event: FormsEvent) {
        self.tap(Tap::Forms(event));
    }
}

/// What somebody who is well answers; nothing where nothing has to be answered.
fn well(control: &FormControl) -> Option<FormsEvent> {
    let typed =
        |text: &str| Some(FormsEvent::Typed(FormText { path: control.path.clone(), text: text.to_owned() }));
    let first = || Some(FormChoice { path: control.path.clone(), id: control.options.first()?.id.clone() });
    match control.kind {
        FormControlKind::Scale => typed("1"),
        FormControlKind::Quantity if control.unit == "°C" => typed("３６．８"),
        FormControlKind::Radio => first().map(FormsEvent::OptionChosen),
        FormControlKind::Checks => first().map(FormsEvent::OptionToggled),
        _ => None,
    }
}

fn is_answered(control: &FormControl) -> bool {
    let scored = control.scale.as_ref().is_some_and(|scale| scale.value.is_some());
    scored || !control.value.is_empty() || control.options.iter().any(|option| option.chosen)
}
