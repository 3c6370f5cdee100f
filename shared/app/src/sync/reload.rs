//! Reading the vault: once when it opens, and again after everything that changed it.

use crux_core::Command;
use kangban_care::RuleSet;
use kangban_sync::{Config, Engine, Feed, Input};

use super::{SyncStep, Syncing, Tokens, update::drive};
use crate::{
    diary, drafts,
    effects::{
        Cmd, VaultOp,
        vault::{Answer, Query, ask},
    },
    entry::Entry,
    event::{Clock, Step},
    format,
    loading::{self, values},
    messages,
    model::{Data, Model, Open, Place, Stage},
    notices, settings,
    text::{Lang, t},
    view::Tab,
};

/// The hospital's feeds for a patient: their own records, and what belongs to nobody (rules, wards, staff).
const FEEDS: [&str; 2] = ["patient", "hospital"];

/// The questions when the vault has just been opened.
pub(crate) fn first_queries(patient: &str) -> Vec<Query> {
    let mut queries = vec![Query::Value(values::ACCESS.to_owned()), Query::Value(values::REFRESH.to_owned())];
    queries.push(drafts::query());
    queries.extend(FEEDS.map(|feed| Query::Value(format!("{}{feed}", values::CURSOR))));
    queries.extend(loading::queries(patient, true));
    queries
}

/// Puts an open vault in front, from the answers to [`first_queries`].
pub(crate) fn open(model: &mut Model, patient: String, answers: Vec<Answer>) {
    let mut answers = answers.into_iter();
    let mut text = || loading::text(answers.next()).unwrap_or_default();
    let tokens = Tokens { access: text(), refresh: text() };
    let draft = text();
    let feeds = FEEDS.map(|feed| (Feed::Kangban(feed.to_owned()), text()));
    let (data, ward) = loading::read(answers.collect(), model.look.lang, RuleSet::default());
    model.ward = ward.or(model.ward.take());
    model.sessions += 1;
    let engine = Engine::new(Config { base_url: model.base_url.clone() }, feeds.to_vec(), model.ids.chance());
    let sync = Syncing {
        session: model.sessions,
        base_url: model.base_url.clone(),
        engine,
        tokens,
        refreshing: false,
        refused_refreshes: 0,
        reloading: false,
        reload_again: false,
        reload_rules: false,
        activating: None,
    };
    let mut open = Box::new(Open {
        patient,
        tab: Tab::Today,
        places: Vec::new(),
        data,
        diary: diary::Diary::default(),
        symptom: diary::SymptomDraft::default(),
        measure: crate::measures::MeasureDraft::default(),
        message: messages::MessageDraft::default(),
        saving: None,
        form: None,
        result: None,
        sync,
        pin: None,
        quick: None,
        draft_kept: false,
    });
    drafts::restore(&mut open, Some(&draft));
    model.stage = Stage::Open(open);
}

/// Reads the vault again; while that is under way, once more afterwards.
pub(crate) fn reload(open: &mut Open) -> Cmd {
    if std::mem::replace(&mut open.sync.reloading, true) {
        open.sync.reload_again = true;
        return Command::done();
    }
    let rules = std::mem::take(&mut open.sync.reload_rules);
    ask(VaultOp::Read(loading::queries(&open.patient, rules)))
        .then_send(|out| Step::Sync(SyncStep::Reloaded(out)).into())
}

/// Reads the vault again and tells the engine what happened.
pub(crate) fn reload_and(model: &mut Model, input: Input) -> Cmd {
    let Stage::Open(open) = &mut model.stage else { return Command::done() };
    let reload = reload(open);
    reload.and(drive(model, input))
}

/// The vault was read again.
pub(super) fn reloaded(model: &mut Model, answers: Vec<Answer>) -> Cmd {
    let lang = model.look.lang;
    let hint_before = crate::lock::hint(model);
    let Stage::Open(open) = &mut model.stage else { return Command::done() };
    let rules = std::mem::take(&mut open.data.rules);
    let (data, ward) = loading::read(answers, lang, rules);
    let before = std::mem::replace(&mut open.data, data);
    if let Some(news) = news(&before, open, lang, &model.clock) {
        model.announcement = news;
    }
    if let Some(opened) = &mut open.diary.opened
        && let Some(fresh) = open.data.entries.iter().find(|entry| entry.id == opened.id)
    {
        *opened = fresh.clone();
    }
    model.ward = ward.or(model.ward.take());
    let hint_changed = crate::lock::hint(model) != hint_before;
    let Stage::Open(open) = &mut model.stage else { return Command::done() };
    let mut then = Command::done();
    if std::mem::take(&mut open.sync.reload_again) {
        open.sync.reloading = false;
        then = then.and(reload(open));
    } else {
        open.sync.reloading = false;
    }
    if open.places.is_empty() && open.tab == Tab::Messages {
        then = then.and(messages::mark_read(open));
    }
    if open.places.is_empty() && open.tab == Tab::Diary && open.diary.section == diary::Section::Trends {
        then = then.and(diary::read_trends());
    }
    if let Some(Place::Entry(id) | Place::Advice(id)) = open.place().cloned()
        && open.entry(&id).is_none()
    {
        then = then.and(diary::read_entry(&id));
    }
    then = then.and(crate::forms::reloaded(open, &model.clock));
    then = then.and(notices::follow(model));
    if hint_changed { then.and(settings::remember(model)) } else { then }
}

/// What a screen reader should say: a new message, entries that were seen, entries that were received. The time is in
/// it, so that the same news is heard again when it comes again, at most once a minute.
fn news(before: &Data, open: &Open, lang: Lang, clock: &Clock) -> Option<String> {
    // What was there when the vault was opened for the first time is no news.
    if before.name.is_empty() {
        return None;
    }
    let of_team = |data: &Data| -> Vec<String> {
        data.thread.iter().filter(|letter| !open.is_own(letter)).map(|letter| letter.id.clone()).collect()
    };
    let known = of_team(before);
    let fresh = of_team(&open.data).into_iter().rev().find(|id| !known.contains(id));
    if let Some(letter) = fresh.and_then(|id| open.data.thread.iter().find(|letter| letter.id == id)) {
        let name = messages::author(open, letter, lang);
        return Some(t!(lang, "news-message", name = name, time = format::time(clock, letter.at_ms)));
    }
    let seen =
        open.data.seen.iter().find(|(id, seen)| before.seen.get(*id).map(|it| &it.at) != Some(&seen.at));
    if let Some((_, seen)) = seen {
        let time = format::instant(lang, clock, &seen.at);
        return Some(t!(lang, "news-seen", name = &seen.by, time = time));
    }
    if open.data.refused > before.refused {
        return Some(t!(lang, "news-refused", count = open.data.refused));
    }
    let waited = |entry: &&Entry| entry.outbox.as_ref().is_some_and(|row| row.refused.is_none());
    let arrived = before.entries.iter().filter(waited).find_map(|entry| {
        let now = open.data.entries.iter().find(|now| now.id == entry.id)?;
        now.last_updated.clone().filter(|_| now.outbox.is_none())
    });
    arrived.map(|at| t!(lang, "news-received", time = format::instant(lang, clock, &at)))
}
