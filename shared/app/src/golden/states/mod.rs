//! The states that are drawn: reached in the running app, with a hospital and a vault of the tests. What it cannot
//! reach at once is a view made by hand, and says so in its name.

mod diary;
mod forms;
mod gate;
mod log;
mod made;
mod messages;
mod settings;
mod today;

use std::sync::OnceLock;

use crate::{
    Skill, ViewModel,
    support::{PIN, Phone},
};

/// A view with what it shows in a word or two.
pub(super) struct State {
    pub(super) name: String,
    pub(super) view: ViewModel,
}

/// All of them, in both languages.
pub(super) fn all() -> &'static [State] {
    static ALL: OnceLock<Vec<State>> = OnceLock::new();
    ALL.get_or_init(reached)
}

fn reached() -> Vec<State> {
    let mut states = Vec::new();
    for language in ["zh-CN", "en"] {
        let mut book = Book { language, states: Vec::new() };
        gate::states(&mut book);
        today::states(&mut book);
        diary::states(&mut book);
        log::states(&mut book);
        messages::states(&mut book);
        settings::states(&mut book);
        forms::states(&mut book);
        made::states(&mut book);
        states.extend(book.states);
    }
    states
}

/// Where states of one language are put down.
struct Book {
    language: &'static str,
    states: Vec<State>,
}

impl Book {
    fn add(&mut self, name: &str, view: ViewModel) {
        assert_eq!(view.chrome.language, self.language, "{name}");
        self.states.push(State { name: format!("{name}, {}", self.language), view });
    }

    /// A view that was changed by hand, because the app does not get there with what the tests have.
    fn add_made(&mut self, name: &str, view: ViewModel) {
        self.add(&format!("{name} (made by hand)"), view);
    }

    fn keep(&mut self, name: &str, phone: &Phone) {
        self.add(name, phone.view());
    }

    /// A phone in daily use that speaks this book's language.
    fn phone(&self) -> Phone {
        self.speaking(Phone::in_use())
    }

    fn speaking(&self, phone: Phone) -> Phone {
        if self.language == "en" { phone.in_english() } else { phone }
    }

    /// A phone that was just unpacked.
    fn new_phone(&self) -> Phone {
        let mut phone = Phone::new();
        self.language.clone_into(&mut phone.languages[0]);
        phone.restart();
        phone
    }

    /// The text of this book's language.
    fn says<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        if self.language == "en" { en } else { zh }
    }
}

/// What a phone has whose shell needs no answer for it: camera, dictation, cover.
fn with_skills(mut phone: Phone) -> Phone {
    phone.skills = vec![Skill::Camera, Skill::Dictation, Skill::ScreenCover];
    phone.restart();
    phone.pin(&PIN);
    phone
}
