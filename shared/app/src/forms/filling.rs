//! A form that is being filled in: from its parts to the sheet in front.

use std::sync::Arc;

use crux_core::Command;
use kangban_forms::{Form, Launch, Session, Shelf};
use serde_json::json;

use super::{
    known::Asked,
    opening::Parts,
    problems,
    sheet::{Kept, Sheet},
};
use crate::{
    effects::Cmd,
    event::Clock,
    format,
    model::{Model, Stage},
};

/// A form that is being filled in.
#[derive(Debug)]
pub(crate) struct Filling {
    /// What asks for it.
    pub(crate) asked: Asked,
    pub(super) state: State,
}

/// How far it is.
#[derive(Debug)]
pub(super) enum State {
    /// It is being read.
    Reading(Box<Parts>),
    /// It has not arrived on this phone yet.
    Missing,
    /// The vault did not give it, or it is no form at all.
    Unreadable,
    /// It is in front.
    Answering(Box<Sheet>),
}

impl Filling {
    pub(super) fn reading(asked: Asked) -> Self {
        Self { asked, state: State::Reading(Box::default()) }
    }

    /// Whether it has not arrived on this phone yet.
    pub(super) fn is_missing(&self) -> bool {
        matches!(self.state, State::Missing)
    }

    pub(super) fn parts(&mut self) -> Option<&mut Parts> {
        match &mut self.state {
            State::Reading(parts) => Some(parts),
            _ => None,
        }
    }

    pub(super) fn sheet_mut(&mut self) -> Option<&mut Sheet> {
        match &mut self.state {
            State::Answering(sheet) => Some(sheet),
            _ => None,
        }
    }
}

/// The clock of expressions.
pub(super) fn clock_of(clock: &Clock) -> kangban_fhirpath::Clock {
    kangban_fhirpath::Clock { now: format::fhir_moment(clock, clock.wall_ms) }
}

/// Puts the form in front: as it was left, or as it begins.
pub(super) fn begin(model: &mut Model) -> Cmd {
    let Model { clock, ids, look, stage: Stage::Open(open), .. } = model else { return Command::done() };
    let patient = open.patient.clone();
    let Some(filling) = open.form.as_deref_mut() else { return Command::done() };
    let State::Reading(parts) = std::mem::replace(&mut filling.state, State::Unreadable) else {
        return Command::done();
    };
    let Parts { questionnaire, shelf, patient: record, observations, earlier, draft, reported, .. } = *parts;
    let shelf: Shelf = shelf.into_iter().collect();
    let whole = kangban_forms::assemble::assemble(&questionnaire, &shelf);
    // A part that is not here is a problem of the form, not a reason to show nothing.
    let loaded = Form::load(whole.as_ref().map_or(&questionnaire, |whole| &whole.questionnaire), &shelf);
    let Ok(form) = loaded else { return Command::done() };
    let form = Arc::new(form);
    let kept = draft.as_deref().and_then(Kept::read);
    let id = kept.as_ref().map_or_else(|| ids.next(), |kept| kept.id.clone());
    let launch = Launch {
        clock: clock_of(clock),
        language: look.lang.tag().to_owned(),
        patient: record.clone(),
        user: None,
        encounter: None,
        resources: observations,
        last: earlier.first().cloned(),
        authored_by: Some(json!({"reference": format!("Patient/{patient}")})),
        id: id.clone(),
    };
    let resumed = kept.as_ref().map(|kept| Session::resume(Arc::clone(&form), launch.clone(), &kept.draft));
    let (session, aside) = match resumed {
        Some(Ok(session)) => (session, None),
        // A draft that does not fit at all is put aside, never written over.
        Some(Err(_)) => (Session::start(Arc::clone(&form), launch), draft),
        None => (Session::start(Arc::clone(&form), launch), None),
    };
    let found = problems::of(&form, whole.is_err());
    let mut sheet = Sheet::new(session, id, kept.filter(|_| aside.is_none()), earlier, questionnaire);
    (sheet.shelf, sheet.patient) = (shelf, record);
    sheet.aside = aside;
    sheet.is_broken = found.iter().any(|one| one.hinders);
    sheet.elders = look.elders;
    sheet.settle();
    let canonical = form.canonical();
    filling.state = State::Answering(Box::new(sheet));
    problems::tell(model, &canonical, reported.as_deref(), &found)
}
