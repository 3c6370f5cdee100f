use crux_core::Command;

use super::{MessageDraft, MessagesEvent, MessagesStep, Urgent, sender};
use crate::{
    diary::too_long,
    drafts,
    effects::{
        Cmd, VaultOp, VaultOut,
        vault::{Batch, ask},
    },
    event::{Event, Step},
    format,
    loading::{self, LETTERS, values},
    model::{Letter, Model, Open, Paging, Stage},
    record, saving, sync,
    text::t,
};

fn step(step: MessagesStep) -> Event {
    Step::Messages(step).into()
}

impl Open {
    /// Whether a message is the patient's own.
    pub(crate) fn is_own(&self, letter: &Letter) -> bool {
        let own = format!("Patient/{}", self.patient);
        sender(letter).as_deref() == Some(own.as_str())
    }

    /// How many messages of the team were not read yet.
    pub(crate) fn unread(&self) -> u32 {
        let fresh = |letter: &&Letter| letter.at_ms > self.data.read_ms && !self.is_own(letter);
        u32::try_from(self.data.thread.iter().filter(fresh).count()).unwrap_or(u32::MAX)
    }
}

pub(crate) fn update(model: &mut Model, event: MessagesEvent) -> Cmd {
    let Model { look, clock, stage: Stage::Open(open), .. } = model else { return Command::done() };
    match event {
        MessagesEvent::Typed(text) => {
            open.message.text = text;
            open.message.error.clear();
        }
        MessagesEvent::SendPressed => {
            let text = open.message.text.trim();
            if text.is_empty() {
                open.message.error = t!(look.lang, "message-missing");
            } else if let Some(error) = too_long(look.lang, text) {
                open.message.error = error;
            } else if open.message.sending {
            } else if is_first_of_the_day(open, clock) {
                open.message.urgent = Urgent::Asking;
            } else {
                return send(model);
            }
        }
        MessagesEvent::UrgentYes => open.message.urgent = Urgent::Calling,
        MessagesEvent::UrgentNo => {
            let asked = open.message.urgent != Urgent::NotAsked;
            open.message.urgent = Urgent::NotAsked;
            if asked {
                return send(model);
            }
        }
        MessagesEvent::OlderPressed => return older(open),
        MessagesEvent::NewerPressed => return newer(open),
    }
    Command::done()
}

fn is_first_of_the_day(open: &Open, clock: &crate::event::Clock) -> bool {
    let today = |letter: &Letter| format::same_day(clock, letter.at_ms, clock.wall_ms);
    !open.data.thread.iter().any(|letter| open.is_own(letter) && today(letter))
}

/// Stores the message; it is sent when it is on disk.
fn send(model: &mut Model) -> Cmd {
    let Model { clock, ids, stage: Stage::Open(open), .. } = model else { return Command::done() };
    if open.message.sending || open.message.text.trim().is_empty() {
        return Command::done();
    }
    open.message.sending = true;
    open.message.older = Paging::default();
    let head = record::Head {
        id: ids.next(),
        patient: &open.patient,
        at: format::fhir_moment(clock, clock.wall_ms),
    };
    let last_of_team = open.data.thread.iter().rev().find(|letter| !open.is_own(letter));
    let answers = last_of_team.map(|letter| letter.id.as_str());
    let message = record::message(&head, open.message.text.trim(), open.data.doctor.clone(), answers);
    let batch = Batch {
        entries: vec![record::stored(&message)],
        documents: vec![drafts::gone()],
        ..Batch::default()
    };
    ask(VaultOp::Write(batch)).then_send(|out| step(MessagesStep::Written(out)))
}

fn older(open: &mut Open) -> Cmd {
    let shown = if open.message.older.is_behind() { &open.message.older.rows } else { &open.data.thread };
    let more = if open.message.older.is_behind() { open.message.older.more } else { open.data.more_letters };
    let Some(first) = shown.first().filter(|_| more) else { return Command::done() };
    let before = (first.at_ms, first.id.clone());
    open.message.older.cursors.push(before.clone());
    read_page(before)
}

fn newer(open: &mut Open) -> Cmd {
    open.message.older.cursors.pop();
    if let Some(before) = open.message.older.cursors.last().cloned() {
        read_page(before)
    } else {
        open.message.older = Paging::default();
        Command::done()
    }
}

fn read_page(before: (i64, String)) -> Cmd {
    ask(loading::page("Communication", before, LETTERS)).then_send(|out| step(MessagesStep::Page(out)))
}

/// Remembers up to where the thread was read.
pub(crate) fn mark_read(open: &mut Open) -> Cmd {
    if open.unread() == 0 {
        return Command::done();
    }
    let newest = open.data.thread.iter().map(|letter| letter.at_ms).max().unwrap_or(i64::MIN);
    open.data.read_ms = newest;
    let batch =
        Batch { values: vec![(values::READ.to_owned(), Some(newest.to_string()))], ..Batch::default() };
    ask(VaultOp::Write(batch)).then_send(|out| step(MessagesStep::ReadMarked(out)))
}

pub(crate) fn came(model: &mut Model, came: MessagesStep) -> Cmd {
    let Model { look, stage: Stage::Open(open), .. } = model else { return Command::done() };
    match came {
        MessagesStep::Written(VaultOut::Done) => {
            open.message = MessageDraft::default();
            open.data.waiting += 1;
            sync::reload_and(model, kangban_sync::Input::Changed)
        }
        MessagesStep::Written(out) => {
            open.message.sending = false;
            open.message.error = saving::not_saved(look, &out);
            Command::done()
        }
        MessagesStep::Page(out) => {
            match loading::read_page(out, LETTERS) {
                Some((rows, more)) => {
                    open.message.older.rows = loading::letters(rows);
                    open.message.older.more = more;
                }
                None => open.message.older = Paging::default(),
            }
            Command::done()
        }
        // Not remembered: the count comes back with the next reading, nothing is lost.
        MessagesStep::ReadMarked(_) => Command::done(),
    }
}
