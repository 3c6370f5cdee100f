//! Taking readings over, page by page: what is not here yet is judged by the rules and written in one transaction.

use std::collections::BTreeSet;

use crux_core::Command;
use kangban_care::Severity;
use kangban_fhir::Observation;

use super::{
    HealthStep,
    model::{Candidate, Health, Run},
    observe,
    sieve::{self, Sieve},
    switch::{self, is_wanted},
};
use crate::{
    advice::{self, Advised},
    effects::{
        Cmd, Consent, HealthKind, HealthOp, HealthOut, VaultOp, VaultOut,
        vault::{Answer, Batch, OutboxRow, Query, Stored, ask},
    },
    entry::Entry,
    event::{Event, Step},
    loading,
    model::{Model, Open, Place, Stage, ToastAction, Toasting},
    record, saving, sync,
    text::{Lang, t},
};

/// The value in the vault: up to when readings were taken over.
const SINCE: &str = "health.since";
const HOUR_MS: i64 = 60 * 60 * 1_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// How far back the first reading goes, and any later one at most.
const FIRST_MS: i64 = 7 * DAY_MS;
const FURTHEST_MS: i64 = 30 * DAY_MS;
/// How often readings are looked for while the app is in front.
const PAUSE_MS: u64 = 15 * 60 * 1_000;
/// How far reading goes on where the store has more of a moment than it can give.
const SKIPPED_MS: i64 = 6 * HOUR_MS;
/// How many records of a kind that is measured all day are looked at.
const STRETCHES: u32 = 500;

fn step(step: HealthStep) -> Event {
    Step::Health(step).into()
}

/// The vault has been opened.
pub(crate) fn opened(model: &mut Model) -> Cmd {
    // What another session began was of its vault.
    model.health = Health { runs: model.health.runs, ..Health::default() };
    read_now(model)
}

/// A minute has passed, or the person came back: at most every quarter of an hour, but at once after a refusal, which
/// may have been taken back.
pub(crate) fn tick(model: &mut Model) -> Cmd {
    let (health, now) = (&model.health, model.clock.mono_ms);
    let is_recent = |at: u64| now.saturating_sub(at) < PAUSE_MS;
    if health.consent == Consent::Granted && health.last_mono_ms.is_some_and(is_recent) {
        return Command::done();
    }
    read_now(model)
}

/// Reads what came since the last time, unless that is under way.
pub(crate) fn read_now(model: &mut Model) -> Cmd {
    if !is_wanted(model) || !matches!(model.stage, Stage::Open(_)) {
        return Command::done();
    }
    let (health, clock) = (&mut model.health, &model.clock);
    // A shell that has not answered for so long never will.
    if health.run.as_ref().is_some_and(|run| clock.mono_ms.saturating_sub(run.mono_ms) < PAUSE_MS) {
        return Command::done();
    }
    health.runs += 1;
    let number = health.runs;
    health.run = Some(Run {
        number,
        wall_ms: clock.wall_ms,
        mono_ms: clock.mono_ms,
        since_ms: 0,
        next_ms: None,
        page: Vec::new(),
        wrote: false,
        telling: None,
    });
    ask(VaultOp::Read(vec![Query::Value(SINCE.to_owned())]))
        .then_send(move |out| step(HealthStep::Since(number, out)))
}

/// The switch was turned off: what is here stays, and turning it on again is a new beginning.
pub(super) fn forget(model: &mut Model) -> Cmd {
    model.health.run = None;
    model.health.turned_down.clear();
    let batch = Batch { values: vec![(SINCE.to_owned(), None)], ..Batch::default() };
    ask(VaultOp::Write(batch)).then_send(|out| step(HealthStep::Written(0, out)))
}

pub(crate) fn came(model: &mut Model, came: HealthStep) -> Cmd {
    let (number, came) = match came {
        HealthStep::Asked(out) => return switch::asked(model, &out),
        HealthStep::Since(number, out) => (number, Came::Since(out)),
        HealthStep::Read(number, out) => (number, Came::Read(out)),
        HealthStep::Known(number, out) => (number, Came::Known(out)),
        HealthStep::History(number, out) => (number, Came::History(out)),
        HealthStep::Written(number, out) => (number, Came::Written(out)),
    };
    // Of a run that was given up, or of a vault that is closed.
    let Some(mut run) = model.health.run.take_if(|run| run.number == number) else { return Command::done() };
    let Stage::Open(open) = &mut model.stage else { return Command::done() };
    let then = match came {
        Came::Since(VaultOut::Answers(answers)) => since(&mut run, answers),
        Came::Read(out) => {
            model.health.consent = out.consent;
            // Without permission there is nothing to do until the next tick.
            if out.consent != Consent::Granted {
                return Command::done();
            }
            read(model, &mut run, out)
        }
        Came::Known(VaultOut::Answers(answers)) => known(open, &mut model.health.settled, &mut run, answers),
        Came::History(VaultOut::Answers(answers)) => {
            judge_and_write(open, &mut run, answers, model.clock.wall_ms)
        }
        Came::Written(VaultOut::Done) => return written(model, run),
        // Not kept: the next tick reads the same again.
        Came::Since(_) | Came::Known(_) | Came::History(_) | Came::Written(_) => return Command::done(),
    };
    model.health.run = Some(run);
    then
}

/// What came, without the number of its run.
enum Came {
    Since(VaultOut),
    Read(HealthOut),
    Known(VaultOut),
    History(VaultOut),
    Written(VaultOut),
}

fn since(run: &mut Run, answers: Vec<Answer>) -> Cmd {
    let before = loading::text(answers.into_iter().next()).and_then(|at| at.parse::<i64>().ok());
    run.since_ms = before.unwrap_or(run.wall_ms - FIRST_MS).max(run.wall_ms - FURTHEST_MS);
    page(run)
}

fn page(run: &Run) -> Cmd {
    let number = run.number;
    Command::request_from_shell(HealthOp::Read(run.since_ms))
        .then_send(move |out| step(HealthStep::Read(number, out)))
}

/// Looks which of a page's readings are here already. One that cannot be taken never keeps the others out.
fn read(model: &mut Model, run: &mut Run, out: HealthOut) -> Cmd {
    let Model { health, clock, stage: Stage::Open(open), .. } = model else { return Command::done() };
    // Whatever order a platform has, what is not given yet began no earlier than the last that was given.
    let last = out.readings.last().map_or(run.since_ms, |last| last.start_ms);
    run.next_ms = out.more.then(|| last.max(run.since_ms));
    run.page.clear();
    let mut given = BTreeSet::new();
    for reading in out.readings {
        if health.settled.contains(&reading.id) || !given.insert(reading.id.clone()) {
            continue;
        }
        match observe::observation(&reading, &open.patient, clock) {
            Ok(observation) => {
                health.turned_down.remove(&reading.id);
                let judged = saving::judged(open, clock, &observation);
                run.page.push(Candidate { reading, observation, judged, asked: 0 });
            }
            Err(_) => {
                health.turned_down.insert(reading.id);
            }
        }
    }
    run.page.sort_by(|one, other| {
        (one.reading.start_ms, &one.reading.id).cmp(&(other.reading.start_ms, &other.reading.id))
    });
    let mut queries: Vec<Query> = run
        .page
        .iter()
        .map(|one| Query::Get {
            resource_type: "Observation".to_owned(),
            id: one.observation.id().unwrap_or_default().to_owned(),
        })
        .collect();
    let begins = run.page.first().map_or(run.since_ms, |one| one.reading.start_ms);
    queries.extend(FLOWING.map(|kind| Query::Window {
        resource_type: "Observation".to_owned(),
        codes: observe::measure(kind).map(crate::catalogue::Measure::keys).unwrap_or_default(),
        since_ms: Some(sieve::stretch(begins)),
        before: None,
        limit: STRETCHES,
    }));
    let number = run.number;
    ask(VaultOp::Read(queries)).then_send(move |out| step(HealthStep::Known(number, out)))
}

/// The kinds that are measured all day.
const FLOWING: [HealthKind; 2] = [HealthKind::HeartRate, HealthKind::OxygenSaturation];

/// Leaves out what is here, and what tells nothing new; asks for the history that the rules need for the rest.
fn known(open: &Open, settled: &mut BTreeSet<String>, run: &mut Run, answers: Vec<Answer>) -> Cmd {
    let mut answers = answers.into_iter();
    let is_here: Vec<bool> =
        answers.by_ref().take(run.page.len()).map(|one| !loading::records(Some(one)).is_empty()).collect();
    let fires = |judged: &Observation| !saving::evaluate(open, judged, Vec::new()).is_empty();
    let mut sieve = Sieve::default();
    for (kind, answer) in FLOWING.into_iter().zip(answers) {
        for entry in loading::records(Some(answer)).into_iter().filter_map(Entry::read) {
            if let Some(number) = entry.observation.number().filter(|_| entry.origin().is_some()) {
                sieve.know(kind, entry.at_ms, thousandths(&number), fires(&entry.observation));
            }
        }
    }
    let mut is_here = is_here.into_iter();
    run.page.retain(|one| {
        let is_new = !is_here.next().unwrap_or(false) && !settled.contains(&one.reading.id);
        let is_taken = is_new && sieve.takes(&one.reading, fires(&one.judged));
        if !is_taken {
            settled.insert(one.reading.id.clone());
        }
        is_taken
    });
    // The same page again: the store got more than a page at once, and the rest of those hours cannot be asked for.
    if run.page.is_empty() && run.next_ms == Some(run.since_ms) {
        run.next_ms = Some(run.since_ms + SKIPPED_MS).filter(|next| *next < run.wall_ms);
    }
    let mut queries = Vec::new();
    for one in &mut run.page {
        let own = saving::history_queries(open, &one.judged);
        one.asked = own.len();
        queries.extend(own);
    }
    let number = run.number;
    ask(VaultOp::Read(queries)).then_send(move |out| step(HealthStep::History(number, out)))
}

fn thousandths(number: &kangban_fhir::Decimal) -> i64 {
    format!("{:.3}", number.to_f64()).replace('.', "").parse().unwrap_or_default()
}

/// Everything of a page in one transaction. To the rules, the earlier of a page are history of the later.
fn judge_and_write(open: &mut Open, run: &mut Run, answers: Vec<Answer>, now_ms: i64) -> Cmd {
    let mut answers = answers.into_iter();
    let mut batch = Batch::default();
    for (index, one) in run.page.iter().enumerate() {
        let mut history: Vec<Answer> = answers.by_ref().take(one.asked).collect();
        history.push(Answer::Records(earlier(open, &run.page[..index], one)));
        let record = record::stored(&one.observation);
        let findings = saving::evaluate(open, &one.judged, history);
        let gravest = findings.iter().map(|finding| finding.severity).max();
        if let Some(severity) = gravest.filter(|it| *it > Severity::Info)
            && one.reading.end_ms > now_ms - DAY_MS
            && run.telling.as_ref().is_none_or(|(until_now, _)| severity >= *until_now)
        {
            run.telling = Some((severity, record.id.clone()));
        }
        let told: Vec<Advised> = findings.iter().map(Advised::of).collect();
        if !told.is_empty() {
            batch.documents.push((advice::KIND.to_owned(), record.id.clone(), advice::document(&told)));
            open.data.advice.insert(record.id.clone(), told);
        }
        batch.entries.push(record);
    }
    if run.next_ms.is_none() {
        batch.values.push((SINCE.to_owned(), Some(run.wall_ms.to_string())));
    }
    let number = run.number;
    ask(VaultOp::Write(batch)).then_send(move |out| step(HealthStep::Written(number, out)))
}

/// What the rules need of the page itself.
fn earlier(open: &Open, before: &[Candidate], one: &Candidate) -> Vec<Stored> {
    let needed = open.data.rules.history_needed(&one.judged);
    let is_needed = |stored: &Stored| {
        let since = |hours: u32| one.reading.start_ms - i64::from(hours) * HOUR_MS;
        needed.iter().any(|it| it.code == stored.record.code && stored.record.date_ms >= since(it.hours))
    };
    if needed.is_empty() {
        return Vec::new();
    }
    let stored = before.iter().map(|it| Stored { record: record::stored(&it.observation), outbox: None });
    stored.filter(is_needed).collect()
}

/// A page is on disk: the next one, or what there is to tell.
fn written(model: &mut Model, mut run: Run) -> Cmd {
    let Model { health, clock, look, toast, stage: Stage::Open(open), .. } = model else {
        return Command::done();
    };
    run.wrote |= !run.page.is_empty();
    show(open, &run.page);
    health.settled.extend(run.page.iter().map(|one| one.reading.id.clone()));
    if let Some(next) = run.next_ms {
        run.since_ms = next;
        let then = page(&run);
        health.run = Some(run);
        return then;
    }
    health.last_mono_ms = Some(clock.mono_ms);
    if let Some((_, entry)) = run.telling.take() {
        tell(open, toast, &entry, look.lang);
    }
    if run.wrote { sync::reload_and(model, kangban_sync::Input::Changed) } else { Command::done() }
}

/// Puts what is new into the lists at once, before the vault is read again.
fn show(open: &mut Open, page: &[Candidate]) {
    for one in page {
        let row = OutboxRow { changes: 1, ..OutboxRow::default() };
        let stored = Stored { record: record::stored(&one.observation), outbox: Some(row) };
        open.data.entries.extend(Entry::read(stored));
    }
    open.data.entries.sort_by(|one, other| (other.at_ms, &other.id).cmp(&(one.at_ms, &one.id)));
}

/// What has to be told now: at once where nothing is being done, else by a word.
fn tell(open: &mut Open, toast: &mut Option<Toasting>, entry: &str, lang: Lang) {
    if open.places.is_empty() {
        open.go(Place::Advice(entry.to_owned()));
    } else {
        let action = Some(ToastAction::Advice(entry.to_owned()));
        *toast = Some(Toasting { text: t!(lang, "health-advice"), detail: String::new(), action });
    }
}
