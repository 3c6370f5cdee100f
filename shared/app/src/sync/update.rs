use base64::{Engine as _, engine::general_purpose::STANDARD};
use crux_core::Command;
use kangban_fhir::{Binary, Resource};
use kangban_sync::{HttpFault, Input, Outgoing, Output, Page, Settled, SettledEnd, Trouble};

use super::{
    SyncEvent, SyncStep, Syncing,
    http::{send, send_with_file},
    reload::{reload, reload_and, reloaded},
    response,
    tokens::{ask_for_token, refreshed},
};
use crate::{
    diary,
    effects::{
        Cmd, ExportFile, VaultOp, VaultOut, after,
        vault::{Answer, Batch, NewFile, Query, Record, Settlement, SettlementEnd, Stored, ask},
    },
    event::{Event, Step},
    forms,
    loading::{records, values},
    lock::Activating,
    model::{Model, Open, Place, Stage, Toasting},
    record, saving,
    text::t,
};

fn step(step: SyncStep) -> Event {
    Step::Sync(step).into()
}

pub(crate) fn update(model: &mut Model, event: SyncEvent) -> Cmd {
    let Model { stage: Stage::Open(open), ids, .. } = model else { return Command::done() };
    match event {
        SyncEvent::RetryPressed if open.sync.engine.status().trouble == Some(Trouble::SignedOut) => {
            open.sync.activating = Some(Box::new(Activating::new(ids.next())));
            open.go(Place::Invitation);
            Command::done()
        }
        SyncEvent::RetryPressed => drive(model, Input::Now),
        SyncEvent::CorrectPressed(id) => {
            if open.entry(&id).is_none() {
                let refused = open.data.refusals.iter().find(|row| row.record.id == id).cloned();
                open.diary.opened = refused.and_then(crate::entry::Entry::read);
            }
            diary::correct(open, &id);
            Command::done()
        }
        SyncEvent::RequeuePressed(id) => {
            let Some(row) = refused(open, &id) else { return Command::done() };
            let settlement = Settlement {
                resource_type: row.record.resource_type.clone(),
                id,
                sent: 0,
                end: SettlementEnd::Requeue,
            };
            let batch = Batch { settlements: vec![settlement], ..Batch::default() };
            ask(VaultOp::Write(batch)).then_send(|out| step(SyncStep::Requeued(out)))
        }
        SyncEvent::ExportPressed(id) => {
            let Some(row) = refused(open, &id) else { return Command::done() };
            let (resource_type, id) = (row.record.resource_type.clone(), row.record.id.clone());
            let mut queries = vec![Query::Get { resource_type: resource_type.clone(), id: id.clone() }];
            if resource_type == "Binary" {
                queries.push(Query::File(id));
            }
            ask(VaultOp::Read(queries)).then_send(|out| step(SyncStep::Exported(out)))
        }
    }
}

fn refused<'a>(open: &'a Open, id: &str) -> Option<&'a Stored> {
    open.data.refusals.iter().find(|row| row.record.id == id)
}

pub(crate) fn came(model: &mut Model, came: SyncStep) -> Cmd {
    let lang = model.look.lang;
    let Stage::Open(open) = &mut model.stage else { return Command::done() };
    let session = open.sync.session;
    match came {
        SyncStep::Reloaded(VaultOut::Answers(answers)) => reloaded(model, answers),
        // What is shown stays as it was; the next change reads again.
        SyncStep::Reloaded(_) => {
            open.sync.reloading = false;
            Command::done()
        }
        SyncStep::Outbox(VaultOut::Answers(answers)) => {
            let rows = records(answers.into_iter().next()).into_iter().filter_map(outgoing).collect();
            drive_open(open, Input::Outbox(rows))
        }
        SyncStep::Settled(VaultOut::Done) => reload(open),
        SyncStep::Outbox(_) | SyncStep::Settled(_) => drive_open(open, Input::OutboxFailed),
        SyncStep::Stored(feed, out) => {
            let done = out == VaultOut::Done;
            let then = drive_open(open, Input::Stored { feed, done });
            if done { reload(open).and(then) } else { then }
        }
        SyncStep::File { session: of, request, out } if of == session => {
            match send_with_file(&open.sync, request, out) {
                Ok(sending) => sending,
                Err(request) => drive_open(open, Input::Answer { request, outcome: Err(HttpFault::NoFile) }),
            }
        }
        SyncStep::Answer { session: of, request, result } if of == session => {
            drive_open(open, Input::Answer { request, outcome: response(result) })
        }
        SyncStep::Woken { session: of, timer } if of == session => drive_open(open, Input::Woken(timer)),
        SyncStep::Refreshed { session: of, result } if of == session => refreshed(open, result),
        SyncStep::RefreshAgain { session: of } if of == session => {
            open.sync.refreshing = false;
            ask_for_token(&mut open.sync)
        }
        // Should they not be on disk, they serve until the vault is closed; then a new invitation is needed.
        SyncStep::TokensWritten { session: of, .. } if of == session => {
            open.sync.refreshing = false;
            open.sync.refused_refreshes = 0;
            drive_open(open, Input::Token)
        }
        SyncStep::Withdrawn(VaultOut::Done) => {
            open.places.retain(|place| matches!(place, Place::Sync));
            open.diary.withdrawing = None;
            open.diary.opened = None;
            open.diary.older = crate::model::Paging::default();
            let text = t!(lang, "toast-withdrawn");
            model.toast = Some(Toasting { text, detail: String::new(), action: None });
            reload_and(model, Input::Changed)
        }
        SyncStep::Requeued(VaultOut::Done) => reload_and(model, Input::Changed),
        SyncStep::Withdrawn(out) | SyncStep::Requeued(out) => {
            let text = saving::not_saved(&model.look, &out);
            model.toast = Some(Toasting { text, detail: String::new(), action: None });
            Command::done()
        }
        SyncStep::Exported(VaultOut::Answers(answers)) => export(answers),
        // An answer to an earlier opening of the vault.
        SyncStep::Exported(_)
        | SyncStep::File { .. }
        | SyncStep::Answer { .. }
        | SyncStep::Woken { .. }
        | SyncStep::Refreshed { .. }
        | SyncStep::RefreshAgain { .. }
        | SyncStep::TokensWritten { .. } => Command::done(),
    }
}

/// Tells the engine what happened, and does what it says.
pub(crate) fn drive(model: &mut Model, input: Input) -> Cmd {
    match &mut model.stage {
        Stage::Open(open) => drive_open(open, input),
        _ => Command::done(),
    }
}

pub(super) fn drive_open(open: &mut Open, input: Input) -> Cmd {
    let outputs = open.sync.engine.handle(input);
    let mut vault = Vec::new();
    let mut then = Command::done();
    for output in outputs {
        match output {
            Output::LoadOutbox { limit } => {
                vault.push(Work::Outbox(VaultOp::Read(vec![Query::Outbox { refused: false, limit }])));
            }
            Output::Settle(done) => vault.push(Work::Settle(VaultOp::Write(settle(done)))),
            Output::Store(page) => {
                open.sync.reload_rules |=
                    page.resources.iter().any(|resource| resource.resource_type() == "PlanDefinition")
                        || page.tombstones.iter().any(|(kind, _)| kind == "PlanDefinition");
                vault.push(Work::Store(page.feed.clone(), VaultOp::Write(store(page))));
            }
            Output::Send(request) => then = then.and(send(&open.sync, request)),
            Output::Wake { timer, after_ms } => then = then.and(wake(&open.sync, timer, after_ms)),
            Output::NeedToken => then = then.and(ask_for_token(&mut open.sync)),
        }
    }
    if vault.is_empty() { then } else { in_order(vault).and(then) }
}

/// Something that the engine wants of the vault.
enum Work {
    Outbox(VaultOp),
    Settle(VaultOp),
    Store(kangban_sync::Feed, VaultOp),
}

/// One after the other: the outbox is read only after what was settled is written, else a row would be sent again.
fn in_order(work: Vec<Work>) -> Cmd {
    Command::new(|ctx| async move {
        let mut settled = true;
        for one in work {
            match one {
                Work::Settle(op) => {
                    let out = ctx.request_from_shell(op).await;
                    settled = out == VaultOut::Done;
                    ctx.send_event(step(SyncStep::Settled(out)));
                }
                Work::Outbox(op) if settled => {
                    let out = ctx.request_from_shell(op).await;
                    ctx.send_event(step(SyncStep::Outbox(out)));
                }
                Work::Outbox(_) => {}
                Work::Store(feed, op) => {
                    let out = ctx.request_from_shell(op).await;
                    ctx.send_event(step(SyncStep::Stored(feed, out)));
                }
            }
        }
    })
}

fn wake(sync: &Syncing, timer: u32, after_ms: u64) -> Cmd {
    let session = sync.session;
    let id = usize::try_from(timer).unwrap_or_default();
    after(id, after_ms, move || step(SyncStep::Woken { session, timer }))
}

fn outgoing(stored: Stored) -> Option<Outgoing> {
    let row = stored.outbox?;
    Some(Outgoing {
        resource_type: stored.record.resource_type,
        id: stored.record.id,
        json: stored.record.json,
        base_version: row.base_version,
        changes: row.changes,
    })
}

/// How entries ended, and the hospital's time of the last one that it confirmed.
fn settle(done: Vec<Settled>) -> Batch {
    let confirmed = done.iter().rev().find_map(|one| match &one.end {
        SettledEnd::Confirmed { last_updated, .. } if !last_updated.is_empty() => Some(last_updated.clone()),
        _ => None,
    });
    Batch {
        values: confirmed.map(|at| (values::CONFIRMED.to_owned(), Some(at))).into_iter().collect(),
        settlements: done.into_iter().map(settlement).collect(),
        ..Batch::default()
    }
}

fn settlement(settled: Settled) -> Settlement {
    Settlement {
        resource_type: settled.resource_type,
        id: settled.id,
        sent: settled.sent,
        end: match settled.end {
            SettledEnd::Confirmed { version_id, last_updated } => {
                SettlementEnd::Confirmed { version_id, last_updated }
            }
            SettledEnd::Refused(refusal) => SettlementEnd::Refused(refusal.code().to_owned()),
        },
    }
}

/// A page and its cursor. A Binary's bytes go into a sealed file.
fn store(page: Page) -> Batch {
    let mut batch = Batch {
        documents: page.tombstones.iter().filter_map(|(kind, id)| forms::document_gone(kind, id)).collect(),
        tombstones: page.tombstones,
        values: vec![(format!("{}{}", values::CURSOR, page.feed.name()), Some(page.cursor))],
        ..Batch::default()
    };
    for resource in page.resources {
        batch.documents.extend(forms::documents_of(&resource));
        let (record, file) = split(&resource);
        batch.downloads.push(record);
        batch.files.extend(file);
    }
    batch
}

fn split(resource: &Resource) -> (Record, Option<NewFile>) {
    let Ok(mut binary) = Binary::try_from(resource.clone()) else { return (record::stored(resource), None) };
    let data = binary.data().ok().flatten().and_then(|data| STANDARD.decode(data).ok());
    let file = data.map(|bytes| NewFile {
        id: binary.id().unwrap_or_default().to_owned(),
        mime: binary.content_type().ok().flatten().unwrap_or_default(),
        bytes,
    });
    if file.is_some() {
        binary.json_mut().shift_remove("data");
    }
    (record::stored(&binary), file)
}

/// A refused entry as a file of its own: the picture itself, or the resource.
fn export(answers: Vec<Answer>) -> Cmd {
    let mut answers = answers.into_iter();
    let stored = records(answers.next()).into_iter().next();
    let file = match (answers.next(), stored) {
        (Some(Answer::File(Some((mime, bytes)))), _) => {
            let ending = if mime == "image/png" { "png" } else { "jpg" };
            ExportFile { name: format!("kangban-photo.{ending}"), mime, bytes }
        }
        (_, Some(stored)) => ExportFile {
            name: "kangban-record.json".to_owned(),
            mime: "application/fhir+json".to_owned(),
            bytes: stored.record.json.into_bytes(),
        },
        _ => return Command::done(),
    };
    Command::notify_shell(file).into()
}
