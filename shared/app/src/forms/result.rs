//! The result of an answered form: kept in memory after finishing, or read again from the vault.

use std::sync::Arc;

use crux_core::Command;
use kangban_forms::{Form, Shelf};
use serde_json::Value;

use super::{
    FormsStep,
    names::split_canonical,
    opening::{self, EARLIER, Parts, step, value},
    sheet::Sheet,
};
use crate::{
    advice,
    effects::{
        Cmd, VaultOp, VaultOut,
        vault::{Query, ask},
    },
    loading,
    model::{Model, Open, Place, Stage},
    text::Lang,
    view::CallButton,
};

/// An answered form in front.
pub(crate) struct Outcome {
    /// The response's id.
    pub(crate) id: String,
    pub(super) state: State,
    pub(super) answers_shown: bool,
    /// The first row of the answers that is shown.
    pub(super) first_row: usize,
}

impl std::fmt::Debug for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Outcome({})", self.id)
    }
}

/// How far it is.
pub(super) enum State {
    Reading(Box<(Value, Parts)>),
    /// The vault did not give it.
    Unreadable,
    /// The answers are here, the form is not.
    Bare(Box<Value>),
    Shown(Box<Shown>),
}

/// What is shown of it.
pub(super) struct Shown {
    pub(super) form: Arc<Form>,
    pub(super) response: Value,
    /// Earlier answers to the same form.
    pub(super) earlier: Vec<Value>,
    /// Numbers to call that the form itself names, as they were shown.
    pub(super) calls: Vec<CallButton>,
}

impl Outcome {
    /// Of a sheet that has just been saved.
    pub(super) fn finished(id: &str, sheet: &Sheet, response: Value, lang: Lang) -> Self {
        let shown = Shown {
            form: Arc::clone(sheet.session.form()),
            response,
            earlier: sheet.earlier.clone(),
            calls: sheet.calls(lang),
        };
        Self { id: id.to_owned(), state: State::Shown(Box::new(shown)), answers_shown: false, first_row: 0 }
    }
}

/// Opens an answered form.
pub(super) fn open(open: &mut Open, id: &str) -> Cmd {
    let queries = vec![
        Query::Get { resource_type: "QuestionnaireResponse".to_owned(), id: id.to_owned() },
        Query::Document { kind: advice::KIND.to_owned(), id: id.to_owned() },
    ];
    open.result = Some(Box::new(Outcome {
        id: id.to_owned(),
        state: State::Reading(Box::default()),
        answers_shown: false,
        first_row: 0,
    }));
    open.go(Place::FormResult(id.to_owned()));
    let id = id.to_owned();
    ask(VaultOp::Read(queries)).then_send(|out| step(FormsStep::ResultLoaded(id, out)))
}

fn outcome<'a>(open: &'a mut Open, id: &str) -> Option<&'a mut Outcome> {
    open.result.as_deref_mut().filter(|outcome| outcome.id == id)
}

/// The answers are here: now the form and the answers before them.
pub(super) fn loaded(model: &mut Model, id: &str, out: VaultOut) -> Cmd {
    let Stage::Open(open) = &mut model.stage else { return Command::done() };
    let VaultOut::Answers(answers) = out else {
        fail(open, id);
        return Command::done();
    };
    let mut answers = answers.into_iter();
    let stored = loading::records(answers.next()).into_iter().next();
    if let Some(json) = loading::text(answers.next()) {
        open.diary.advice.insert(id.to_owned(), advice::read(&json));
    }
    let Some(response) = stored.and_then(|stored| value(&stored.record.json)) else {
        fail(open, id);
        return Command::done();
    };
    let canonical = response.get("questionnaire").and_then(Value::as_str).unwrap_or_default();
    let url = split_canonical(canonical).0.to_owned();
    let Some(outcome) = outcome(open, id) else { return Command::done() };
    outcome.state = State::Reading(Box::new((response, Parts::default())));
    let of_form = |resource_type: &str| Query::Window {
        resource_type: resource_type.to_owned(),
        codes: vec![url.clone()],
        since_ms: None,
        before: None,
        limit: EARLIER,
    };
    let queries = vec![of_form("Questionnaire"), of_form("QuestionnaireResponse")];
    let id = id.to_owned();
    ask(VaultOp::Read(queries)).then_send(|out| step(FormsStep::ResultShelved(id, out)))
}

fn fail(open: &mut Open, id: &str) {
    if let Some(outcome) = outcome(open, id) {
        outcome.state = State::Unreadable;
    }
}

/// The form is here, or something that it names.
pub(super) fn shelved(model: &mut Model, id: &str, out: VaultOut) -> Cmd {
    let Stage::Open(open) = &mut model.stage else { return Command::done() };
    let Some(outcome) = outcome(open, id) else { return Command::done() };
    let State::Reading(reading) = std::mem::replace(&mut outcome.state, State::Unreadable) else {
        return Command::done();
    };
    let (response, mut parts) = *reading;
    if parts.questionnaire.is_null() {
        let VaultOut::Answers(answers) = out else { return Command::done() };
        let mut answers = answers.into_iter();
        let forms = loading::records(answers.next());
        let earlier = loading::records(answers.next());
        let canonical = response.get("questionnaire").and_then(Value::as_str).unwrap_or_default();
        let Some(form) = opening::of_version(&forms, split_canonical(canonical).1) else {
            outcome.state = State::Bare(Box::new(response));
            return Command::done();
        };
        parts.questionnaire = form;
        parts.earlier = earlier.iter().filter_map(|stored| value(&stored.record.json)).collect();
    } else if !parts.found(out) {
        return Command::done();
    }
    if let Some(queries) = opening::look_further(&mut parts) {
        outcome.state = State::Reading(Box::new((response, parts)));
        let id = id.to_owned();
        return ask(VaultOp::Read(queries)).then_send(|out| step(FormsStep::ResultShelved(id, out)));
    }
    let shelf: Shelf = parts.shelf.into_iter().collect();
    let whole = kangban_forms::assemble::assemble(&parts.questionnaire, &shelf);
    outcome.state =
        match Form::load(whole.as_ref().map_or(&parts.questionnaire, |whole| &whole.questionnaire), &shelf) {
            Ok(form) => State::Shown(Box::new(Shown {
                form: Arc::new(form),
                response,
                earlier: parts.earlier,
                calls: Vec::new(),
            })),
            Err(_) => State::Bare(Box::new(response)),
        };
    Command::done()
}
