//! What one drawn screen holds: texts, and what a person can do there.

use std::collections::BTreeMap;

use crate::{Chrome, Tap};

/// The text that is typed into fields, and another where that one stands there already.
const WORDS: [&str; 2] = ["走路时更疼", "Better at rest"];
/// The same for numbers.
const NUMBERS: [&str; 2] = ["37", "38"];
/// What the test's device hears.
pub(super) const HEARD: &str = "听到了";

/// One thing that a person can do, and what the shell then tells.
pub(super) struct Action {
    pub(super) kind: &'static str,
    pub(super) at: String,
    pub(super) nth: u32,
    pub(super) input: String,
    pub(super) tap: Option<Tap>,
}

/// What is counted apart for `nth`: a button and a field may have the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// Buttons, rows, tiles, options, switches, keys.
    Press,
    /// Fields, pickers, sliders, lists that open.
    Field,
}

/// A drawn screen.
#[derive(Default)]
pub(super) struct Sheet {
    pub(super) chrome: Chrome,
    pub(super) shown: Vec<String>,
    pub(super) behind: Vec<String>,
    pub(super) actions: Vec<Action>,
    controls: BTreeMap<(Class, String), u32>,
    /// A question that lies over the screen: nothing below it can be pressed.
    over: Option<Box<Sheet>>,
}

impl Sheet {
    pub(super) fn new(chrome: &Chrome) -> Self {
        Self { chrome: chrome.clone(), ..Self::default() }
    }

    /// A text that has to be found. Nothing when it is empty.
    pub(super) fn show(&mut self, text: &str) {
        add(&mut self.shown, text);
    }

    /// A text that may be there, or comes up after something was opened.
    pub(super) fn behind(&mut self, text: &str) {
        add(&mut self.behind, text);
    }

    /// A text that has to be found only if this holds.
    pub(super) fn show_if(&mut self, now: bool, text: &str) {
        if now {
            self.show(text);
        } else {
            self.behind(text);
        }
    }

    pub(super) fn show_all<'a>(&mut self, texts: impl IntoIterator<Item = &'a String>) {
        for text in texts {
            self.show(text);
        }
    }

    pub(super) fn behind_all<'a>(&mut self, texts: impl IntoIterator<Item = &'a String>) {
        for text in texts {
            self.behind(text);
        }
    }

    /// Counts a control, and gives how many of this name were before it.
    pub(super) fn control(&mut self, class: Class, at: &str) -> u32 {
        let count = self.controls.entry((class, at.to_owned())).or_default();
        *count += 1;
        *count - 1
    }

    pub(super) fn act(&mut self, kind: &'static str, at: &str, nth: u32, input: &str, tap: Option<Tap>) {
        let (at, input) = (at.to_owned(), input.to_owned());
        self.actions.push(Action { kind, at, nth, input, tap });
    }

    /// A control that tells this when it is pressed; with nothing to tell it is there and does nothing now.
    pub(super) fn press(&mut self, at: &str, tap: impl Into<Option<Tap>>) {
        if at.is_empty() {
            return;
        }
        let nth = self.control(Class::Press, at);
        if let Some(tap) = tap.into() {
            self.act("press", at, nth, "", Some(tap));
        }
    }

    /// A button with its label.
    pub(super) fn button(&mut self, label: &str, tap: impl Into<Option<Tap>>) {
        self.show(label);
        self.press(label, tap);
    }

    /// A field that takes text: what it tells when text is typed, and when it is left.
    pub(super) fn entry(&mut self, entry: &Entry<'_>, typed: impl Fn(String) -> Tap, left: Option<Tap>) {
        let nth = self.control(Class::Field, entry.at);
        if entry.read_only {
            return;
        }
        let [text, other] = if entry.numeric { NUMBERS } else { WORDS };
        let text = if entry.value == text { other } else { text };
        self.act("type", entry.at, nth, text, Some(typed(text.to_owned())));
        if let Some(left) = left {
            self.act("leave", entry.at, nth, "", Some(left));
        }
        if entry.multiline && !self.chrome.dictate.is_empty() {
            let label = self.chrome.dictate.clone();
            self.show(&label);
            let nth = self.control(Class::Press, &label);
            self.act("dictate", &label, nth, "", Some(typed(format!("{}{HEARD}", entry.value))));
        }
    }

    /// A date, a time or a number that is picked rather than typed.
    pub(super) fn set(&mut self, at: &str, input: &str, tap: Tap) {
        let nth = self.control(Class::Field, at);
        self.act("set", at, nth, input, Some(tap));
    }

    /// Lays a question over the screen.
    pub(super) fn ask(&mut self, ask: impl FnOnce(&mut Self)) {
        let mut over = Self::new(&self.chrome);
        ask(&mut over);
        self.over = Some(Box::new(over));
    }

    /// Whether a question lies over the screen.
    pub(super) fn is_asking(&self) -> bool {
        self.over.is_some()
    }

    /// What is in front in the end: every text once, and none both in `shown` and in `behind`.
    pub(super) fn finish(mut self) -> Self {
        if let Some(over) = self.over.take() {
            let below = std::mem::take(&mut self.shown);
            self.behind_all(&below);
            self.behind_all(&over.behind);
            self.shown = over.shown;
            self.actions = over.actions;
        }
        let shown = &self.shown;
        self.behind.retain(|text| !shown.contains(text));
        self
    }
}

/// A field as [`Sheet::entry`] needs it.
#[derive(Default)]
pub(super) struct Entry<'a> {
    pub(super) at: &'a str,
    pub(super) value: &'a str,
    pub(super) numeric: bool,
    pub(super) multiline: bool,
    pub(super) read_only: bool,
}

fn add(texts: &mut Vec<String>, text: &str) {
    let text = text.trim();
    if !text.is_empty() && !texts.iter().any(|known| known == text) {
        texts.push(text.to_owned());
    }
}
