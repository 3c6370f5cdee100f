use kangban_fhir::{Choice, Communication};

use super::Urgent;
use crate::{
    entry::seen_of,
    format,
    model::{Letter, Model, Open, Seen},
    text::{Lang, t},
    view::{Bubble, Delivery, DeliveryMark, Field, MessagesView, Screen, UrgentCheck},
};

/// The reference of who wrote it.
pub(crate) fn sender(letter: &Letter) -> Option<String> {
    letter.message.sender().ok().flatten()?.reference
}

/// Who wrote it, by name.
pub(crate) fn author(open: &Open, letter: &Letter, lang: Lang) -> String {
    let sender = letter.message.sender().ok().flatten().unwrap_or_default();
    let name = sender.reference.as_ref().and_then(|reference| open.data.people.get(reference)).cloned();
    name.or(sender.display).unwrap_or_else(|| t!(lang, "message-team"))
}

/// What it says.
pub(crate) fn text_of(message: &Communication) -> String {
    let texts =
        message.payload().unwrap_or_default().into_iter().filter_map(|payload| match payload.content {
            Some(Choice::Text(_, text)) => Some(text),
            _ => None,
        });
    texts.collect::<Vec<_>>().join("\n")
}

pub(crate) fn view(model: &Model, open: &Open) -> Screen {
    let lang = model.look.lang;
    let draft = &open.message;
    let (letters, more) = if draft.older.is_behind() {
        (&draft.older.rows, draft.older.more)
    } else {
        (&open.data.thread, open.data.more_letters)
    };
    let bubbles: Vec<Bubble> = letters.iter().map(|letter| bubble(model, open, letter)).collect();
    Screen::Messages(MessagesView {
        rule: t!(lang, "messages-rule"),
        older: if more { t!(lang, "list-older") } else { String::new() },
        newer: if draft.older.is_behind() { t!(lang, "list-newer") } else { String::new() },
        empty: if bubbles.is_empty() { t!(lang, "messages-empty") } else { String::new() },
        bubbles,
        draft: Field {
            id: "message".to_owned(),
            label: t!(lang, "message-label"),
            value: draft.text.clone(),
            error: draft.error.clone(),
            multiline: true,
            ..Field::default()
        },
        send: t!(lang, "message-send"),
        urgent: urgent(lang, draft.urgent),
    })
}

fn bubble(model: &Model, open: &Open, letter: &Letter) -> Bubble {
    let lang = model.look.lang;
    let own = open.is_own(letter);
    Bubble {
        id: letter.id.clone(),
        author: if own { t!(lang, "message-you") } else { author(open, letter, lang) },
        own,
        text: text_of(&letter.message),
        when: format::moment(lang, &model.clock, letter.at_ms),
        mark: own.then(|| mark(model, open, letter)),
    }
}

fn mark(model: &Model, open: &Open, letter: &Letter) -> DeliveryMark {
    let lang = model.look.lang;
    let (state, text) = match (&letter.outbox, seen(open, letter), &letter.last_updated) {
        (Some(row), ..) if row.refused.is_some() => (Delivery::Refused, t!(lang, "mark-refused")),
        (None, Some(seen), _) => {
            let time = format::instant(lang, &model.clock, &seen.at);
            (Delivery::Seen, t!(lang, "mark-seen", name = seen.by, time = time))
        }
        (None, None, Some(at)) => {
            let time = format::instant(lang, &model.clock, at);
            (Delivery::Received, t!(lang, "mark-received", time = time))
        }
        (Some(_), ..) | (None, None, None) => (Delivery::Saved, t!(lang, "mark-saved")),
    };
    DeliveryMark { state, text }
}

/// Who has seen it, by the name we know.
fn seen(open: &Open, letter: &Letter) -> Option<Seen> {
    crate::loading::with_name(seen_of(&letter.message)?, &letter.message, &open.data.people)
}

fn urgent(lang: Lang, urgent: Urgent) -> Option<UrgentCheck> {
    let call_title = match urgent {
        Urgent::NotAsked => return None,
        Urgent::Asking => String::new(),
        Urgent::Calling => t!(lang, "urgent-call"),
    };
    Some(UrgentCheck {
        title: t!(lang, "urgent-title"),
        signs: vec![
            t!(lang, "urgent-sign-breath"),
            t!(lang, "urgent-sign-bleeding"),
            t!(lang, "urgent-sign-waking"),
            t!(lang, "urgent-sign-fever"),
        ],
        yes: t!(lang, "urgent-yes"),
        no: t!(lang, "urgent-no"),
        call_title,
    })
}
