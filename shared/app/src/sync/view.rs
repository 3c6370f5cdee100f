use kangban_fhir::{Communication, Resource};
use kangban_sync::{Refusal, Trouble};

use crate::{
    effects::vault::Stored,
    entry::Entry,
    format,
    model::{Model, Open},
    text::{Lang, t},
    view::{Delivery, DeliveryMark, RefusedRow, Role, Screen, SyncLine, SyncState, SyncView, TimelineRow},
};

/// How many rows of each kind are listed.
const ROWS: usize = 20;

/// Where the entries are, in one line: only what the hospital confirmed is called received.
pub(crate) fn line(model: &Model, open: &Open) -> SyncLine {
    let lang = model.look.lang;
    let data = &open.data;
    let (state, text, icon) = if data.refused > 0 {
        (SyncState::Attention, t!(lang, "sync-attention", count = data.refused), "warning")
    } else if data.waiting > 0 {
        (SyncState::Waiting, t!(lang, "sync-waiting", count = data.waiting), "device")
    } else if let Some(at) = &data.last_confirmed {
        let time = format::instant(lang, &model.clock, at);
        (SyncState::Received, t!(lang, "sync-received", time = time), "check")
    } else {
        (SyncState::Saved, t!(lang, "sync-saved"), "device")
    };
    SyncLine { state, text, icon: icon.to_owned() }
}

pub(crate) fn view(model: &Model, open: &Open) -> Screen {
    let lang = model.look.lang;
    let data = &open.data;
    let trouble = open.sync.engine.status().trouble;
    let signed_out = trouble == Some(Trouble::SignedOut);
    let retry = match trouble {
        Some(Trouble::SignedOut) => t!(lang, "sync-sign-in"),
        _ if data.waiting > 0 || trouble.is_some() => t!(lang, "sync-retry"),
        _ => String::new(),
    };
    let last = if data.waiting > 0 || signed_out {
        why_waiting(lang, trouble)
    } else {
        data.last_confirmed.as_ref().map_or_else(String::new, |at| {
            t!(lang, "sync-last", time = format::instant(lang, &model.clock, at))
        })
    };
    let refused: Vec<RefusedRow> =
        data.refusals.iter().take(ROWS).map(|row| refused_row(open, lang, row)).collect();
    let waiting: Vec<TimelineRow> =
        data.outbox.iter().filter_map(|row| waiting_row(model, open, row)).take(ROWS).collect();
    Screen::Sync(SyncView {
        line: line(model, open),
        last,
        retry,
        refused_title: if refused.is_empty() {
            String::new()
        } else {
            t!(lang, "sync-refused-title", count = data.refused)
        },
        refused,
        waiting_title: if waiting.is_empty() {
            String::new()
        } else {
            t!(lang, "sync-waiting-title", count = data.waiting)
        },
        waiting,
    })
}

/// Why nothing moves, in words; each says that the entries are safe.
fn why_waiting(lang: Lang, trouble: Option<Trouble>) -> String {
    match trouble {
        None => t!(lang, "sync-under-way"),
        Some(Trouble::Offline) => t!(lang, "sync-offline"),
        Some(Trouble::Unreachable) => t!(lang, "sync-unreachable"),
        Some(Trouble::Busy) => t!(lang, "sync-busy"),
        Some(Trouble::Server) => t!(lang, "sync-server"),
        Some(Trouble::Nonsense) => t!(lang, "sync-nonsense"),
        Some(Trouble::SignedOut) => t!(lang, "sync-signed-out"),
    }
}

fn refused_row(open: &Open, lang: Lang, row: &Stored) -> RefusedRow {
    let code = row.outbox.as_ref().and_then(|row| row.refused.as_deref()).unwrap_or_default();
    let entry = Entry::read(row.clone());
    let what = match &entry {
        Some(entry) => {
            let parts = [entry.title(lang), entry.reading(lang)];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
        }
        None => title(open, lang, row),
    };
    let reason = match Refusal::from_code(code) {
        Some(Refusal::Invalid) => t!(lang, "refused-invalid"),
        Some(Refusal::Forbidden) => t!(lang, "refused-forbidden"),
        Some(Refusal::TooLarge) => t!(lang, "refused-too-large"),
        Some(Refusal::Conflict) => t!(lang, "refused-conflict"),
        Some(Refusal::Gone) => t!(lang, "refused-gone"),
        Some(Refusal::Unsupported) | None => t!(lang, "refused-unsupported"),
    };
    RefusedRow {
        id: row.record.id.clone(),
        title: what,
        reason,
        correct: if entry.as_ref().is_some_and(Entry::can_be_corrected) {
            t!(lang, "refused-correct")
        } else {
            String::new()
        },
        retry: t!(lang, "refused-retry"),
        export_copy: t!(lang, "refused-export"),
    }
}

/// What a record that is no entry is called.
fn title(open: &Open, lang: Lang, row: &Stored) -> String {
    match crate::forms::Answered::read(row) {
        Some(answered) => open.data.forms.title(lang, &answered.url, answered.task.as_deref()),
        None => kind_in_words(lang, &row.record.resource_type),
    }
}

fn kind_in_words(lang: Lang, resource_type: &str) -> String {
    match resource_type {
        "Communication" => t!(lang, "kind-message"),
        "Binary" | "Media" => t!(lang, "kind-photo"),
        _ => t!(lang, "kind-entry"),
    }
}

/// A row of what waits. A photo is not listed beside its entry.
fn waiting_row(model: &Model, open: &Open, row: &Stored) -> Option<TimelineRow> {
    let lang = model.look.lang;
    if crate::loading::is_part(row) {
        return None;
    }
    if let Some(entry) = Entry::read(row.clone()) {
        return Some(entry.row(lang, &model.clock, open.seen(&entry.id), true));
    }
    let title = title(open, lang, row);
    let message = Communication::try_from(Resource::parse(&row.record.json).ok()?).ok();
    let detail = message.map(|message| crate::messages::text_of(&message)).unwrap_or_default();
    let detail: String = detail.chars().take(60).collect();
    let time = format::moment(lang, &model.clock, row.record.date_ms);
    let mark = DeliveryMark { state: Delivery::Saved, text: t!(lang, "mark-saved") };
    let a11y = t!(lang, "row-a11y", time = &time, title = &title, detail = &detail, mark = &mark.text);
    Some(TimelineRow {
        id: row.record.id.clone(),
        time,
        icon: if row.record.resource_type == "Communication" { "messages" } else { "form" }.to_owned(),
        title,
        detail,
        role: Role::Neutral,
        mark,
        a11y,
    })
}
