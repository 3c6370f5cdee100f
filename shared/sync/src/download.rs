//! The way down: what has changed at the hospital, page by page.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use chrono::{DateTime, TimeDelta};
use kangban_fhir::{Bundle, BundleEntry, Resource, terms};

use crate::{
    backoff::Backoff,
    engine::{Config, Output, Trouble},
    http::{Outcome, Request},
    upload::{next, resource},
};

/// A source of changes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feed {
    /// A feed of a Kangban hospital, by its name (`patient/<id>`, `hospital`): an opaque, gap-free cursor, tombstones
    /// and long-poll.
    Kangban(String),
    /// One type of resource of one patient on any other R4 server.
    Plain {
        /// The patient's id.
        patient: String,
        /// The type.
        resource_type: String,
    },
}

impl Feed {
    /// The name that its cursor is kept under.
    pub fn name(&self) -> String {
        match self {
            Self::Kangban(name) => name.clone(),
            Self::Plain { patient, resource_type } => format!("{resource_type}?patient={patient}"),
        }
    }
}

/// What a page brought. All of it, with the cursor, belongs into one transaction.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The feed.
    pub feed: Feed,
    /// New versions, in the feed's order; only the last of each resource.
    pub resources: Vec<Resource>,
    /// What was deleted: type and id.
    pub tombstones: Vec<(String, String)>,
    /// Where to go on. Opaque.
    pub cursor: String,
    /// How many entries could not be read; they are passed over so that the others arrive.
    pub unreadable: usize,
}

/// How many a page asks for, and how long the hospital may hold an empty answer.
const COUNT: u32 = 200;
const WAIT_S: u32 = 25;
const TIMEOUT_MS: u32 = 60_000;
/// A plain server is asked this often.
const POLL_MS: u64 = 60_000;
/// A plain server may show a version this long after the moment it bears: its longest transaction.
const OVERLAP_S: i64 = 60;

#[derive(Debug, PartialEq, Eq)]
enum State {
    Idle,
    Asking(u32),
    Storing,
    Signing,
    Pausing(u32),
}

#[derive(Debug)]
pub(crate) struct Download {
    pub(crate) feed: Feed,
    cursor: String,
    state: State,
    backoff: Backoff,
    /// Whether the hospital may hold the answer: only once everything that was there has come.
    caught_up: bool,
    /// A plain server's next page of this pass.
    next_page: Option<String>,
    /// A plain server: versions already stored that the overlap brings again.
    known: BTreeSet<(String, String)>,
    /// A plain server: the newest moment of this pass.
    newest: Option<String>,
    pub(crate) trouble: Option<Trouble>,
}

impl Download {
    pub(crate) fn new(feed: Feed, cursor: String, seed: u64) -> Self {
        Self {
            feed,
            cursor,
            state: State::Idle,
            backoff: Backoff::new(seed),
            caught_up: false,
            next_page: None,
            known: BTreeSet::new(),
            newest: None,
            trouble: None,
        }
    }

    pub(crate) fn wake(&mut self, config: &Config, ids: &mut u32, out: &mut Vec<Output>) {
        if self.state == State::Idle {
            self.ask(config, ids, out);
        }
    }

    pub(crate) fn force(&mut self, config: &Config, ids: &mut u32, out: &mut Vec<Output>) {
        if matches!(self.state, State::Pausing(_) | State::Signing) {
            self.state = State::Idle;
            self.backoff.reset();
        }
        self.wake(config, ids, out);
    }

    pub(crate) fn timer(&mut self, config: &Config, ids: &mut u32, id: u32, out: &mut Vec<Output>) {
        if self.state == State::Pausing(id) {
            self.state = State::Idle;
            self.ask(config, ids, out);
        }
    }

    pub(crate) fn token(&mut self, config: &Config, ids: &mut u32, out: &mut Vec<Output>) {
        if self.state == State::Signing {
            self.state = State::Idle;
            self.trouble = None;
            self.ask(config, ids, out);
        }
    }

    pub(crate) fn is_signing(&self) -> bool {
        self.state == State::Signing
    }

    /// The page is on disk.
    pub(crate) fn stored(&mut self, config: &Config, ids: &mut u32, out: &mut Vec<Output>) {
        if self.state == State::Storing {
            self.state = State::Idle;
            let poll = matches!(self.feed, Feed::Plain { .. }) && self.caught_up;
            if poll { self.pause_for(ids, POLL_MS, out) } else { self.ask(config, ids, out) }
        }
    }

    /// The page could not be written: ask for it again later.
    pub(crate) fn not_stored(&mut self, ids: &mut u32, out: &mut Vec<Output>) {
        if self.state == State::Storing {
            self.restart_pass();
            self.pause(ids, None, out);
        }
    }

    fn ask(&mut self, config: &Config, ids: &mut u32, out: &mut Vec<Output>) {
        let url = match &self.feed {
            Feed::Kangban(name) => {
                let wait = if self.caught_up { WAIT_S } else { 0 };
                let after = encode(&self.cursor);
                format!(
                    "{}/$changes?feed={}&after={after}&_count={COUNT}&wait={wait}",
                    config.base_url,
                    encode(name)
                )
            }
            Feed::Plain { patient, resource_type } => self.next_page.clone().unwrap_or_else(|| {
                let since = since(&self.cursor)
                    .map(|at| format!("&_lastUpdated=ge{}", encode(&at)))
                    .unwrap_or_default();
                format!(
                    "{}/{resource_type}?patient={}{since}&_sort=_lastUpdated&_count={COUNT}",
                    config.base_url,
                    encode(patient)
                )
            }),
        };
        let request = Request {
            id: next(ids),
            method: "GET",
            url,
            headers: vec![("accept", "application/fhir+json".to_owned())],
            body: String::new(),
            file: None,
            timeout_ms: TIMEOUT_MS,
        };
        self.state = State::Asking(request.id);
        out.push(Output::Send(request));
    }

    /// Takes the answer if it is to this feed's request.
    pub(crate) fn answer(
        &mut self,
        config: &Config,
        ids: &mut u32,
        id: u32,
        outcome: &Outcome,
        out: &mut Vec<Output>,
    ) -> bool {
        if self.state != State::Asking(id) {
            return false;
        }
        let Ok(response) = outcome else {
            self.trouble = Some(Trouble::Unreachable);
            self.restart_pass();
            self.pause(ids, None, out);
            return true;
        };
        match response.status {
            200 => match resource(response).and_then(|resource| Bundle::try_from(resource).ok()) {
                Some(bundle) => self.page(config, ids, &bundle, out),
                None => self.trouble(ids, Trouble::Nonsense, None, out),
            },
            401 => {
                self.state = State::Signing;
                out.push(Output::NeedToken);
            }
            // The hospital no longer knows the cursor: from the beginning. What is here already is written again.
            410 => {
                self.cursor.clear();
                self.restart_pass();
                self.pause(ids, None, out);
            }
            429 | 503 => self.trouble(ids, Trouble::Busy, response.retry_after_ms(), out),
            _ => self.trouble(ids, Trouble::Server, response.retry_after_ms(), out),
        }
        true
    }

    fn page(&mut self, config: &Config, ids: &mut u32, bundle: &Bundle, out: &mut Vec<Output>) {
        let (mut latest, mut order, mut unreadable) = (BTreeMap::new(), Vec::new(), 0);
        for entry in bundle.each_entry() {
            match entry.ok().and_then(change) {
                Some((key, change)) => {
                    if latest.insert(key.clone(), change).is_some() {
                        order.retain(|one| *one != key);
                    }
                    order.push(key);
                }
                None => unreadable += 1,
            }
        }
        let (mut resources, mut tombstones) = (Vec::new(), Vec::new());
        for key in order {
            match latest.remove(&key) {
                Some(Some(resource)) => resources.push(resource),
                Some(None) => tombstones.push(key),
                None => {}
            }
        }
        let link = bundle.link("next").filter(|url| same_origin(config, url));
        let cursor = match &self.feed {
            Feed::Kangban(_) => {
                let cursor =
                    bundle.identifier().filter(|id| id.system.as_deref() == Some(terms::FEED_CURSOR));
                let Some(cursor) = cursor.and_then(|id| id.value) else {
                    return self.trouble(ids, Trouble::Nonsense, None, out);
                };
                self.caught_up = link.is_none();
                cursor
            }
            Feed::Plain { .. } => self.plain_page(&mut resources, link),
        };
        self.backoff.reset();
        self.trouble = None;
        let nothing_new = resources.is_empty() && tombstones.is_empty() && cursor == self.cursor;
        self.cursor.clone_from(&cursor);
        if nothing_new && unreadable == 0 {
            self.state = State::Storing;
            return self.stored(config, ids, out);
        }
        self.state = State::Storing;
        out.push(Output::Store(Page { feed: self.feed.clone(), resources, tombstones, cursor, unreadable }));
    }

    /// Leaves out what the overlap brought again, and says where to go on once the pass is over.
    fn plain_page(&mut self, resources: &mut Vec<Resource>, link: Option<String>) -> String {
        resources.retain(|resource| {
            let at = resource.last_updated().map(|at| at.as_str().to_owned()).unwrap_or_default();
            let version = format!("{}|{}", resource.version_id().unwrap_or_default(), at);
            let is_newer = match (&self.newest, since(&at)) {
                (Some(newest), Some(at)) => since(newest).is_none_or(|newest| at > newest),
                (None, Some(_)) => true,
                _ => false,
            };
            if is_newer {
                self.newest = Some(at);
            }
            self.known.insert((resource.id().unwrap_or_default().to_owned(), version))
        });
        self.caught_up = link.is_none();
        self.next_page = link;
        if !self.caught_up {
            return self.cursor.clone();
        }
        self.newest.clone().unwrap_or_else(|| self.cursor.clone())
    }

    fn restart_pass(&mut self) {
        self.next_page = None;
        self.newest = None;
        self.known.clear();
        self.caught_up = false;
    }

    fn trouble(&mut self, ids: &mut u32, trouble: Trouble, asked_ms: Option<u64>, out: &mut Vec<Output>) {
        self.trouble = Some(trouble);
        self.next_page = None;
        self.pause(ids, asked_ms, out);
    }

    fn pause(&mut self, ids: &mut u32, asked_ms: Option<u64>, out: &mut Vec<Output>) {
        let after_ms = self.backoff.next_ms(asked_ms);
        self.pause_for(ids, after_ms, out);
    }

    fn pause_for(&mut self, ids: &mut u32, after_ms: u64, out: &mut Vec<Output>) {
        let timer = next(ids);
        self.state = State::Pausing(timer);
        out.push(Output::Wake { timer, after_ms });
    }
}

/// Which resource an entry changes, and to what; `None` inside means deleted.
fn change(entry: BundleEntry) -> Option<((String, String), Option<Resource>)> {
    let deleted = entry.request.as_ref().is_some_and(|request| request.method.as_deref() == Some("DELETE"));
    if deleted {
        let url = entry.request?.url?;
        let (resource_type, id) = url.split_once('/')?;
        return Some(((resource_type.to_owned(), id.to_owned()), None));
    }
    let resource = entry.resource?;
    let key = (resource.resource_type().to_owned(), resource.id()?.to_owned());
    Some((key, Some(resource)))
}

/// The moment from which a plain server is asked again: a little before the newest it has shown.
fn since(cursor: &str) -> Option<String> {
    let at = DateTime::parse_from_rfc3339(cursor).ok()?.to_utc();
    let from = at.checked_sub_signed(TimeDelta::seconds(OVERLAP_S))?;
    Some(from.to_rfc3339_opts(chrono::SecondsFormat::Millis, true))
}

/// A next link is followed only where the first request went: a token never goes elsewhere.
fn same_origin(config: &Config, url: &str) -> bool {
    url.strip_prefix(&config.base_url).is_some_and(|rest| rest.starts_with(['/', '?']))
}

fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing into a String never fails.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_next_link_to_another_place_is_not_followed() {
        let config = Config { base_url: "https://h.example/fhir".to_owned() };
        assert!(same_origin(&config, "https://h.example/fhir?page=2"));
        assert!(same_origin(&config, "https://h.example/fhir/Observation?page=2"));
        assert!(!same_origin(&config, "https://h.example/fhir.evil.example/x"));
        assert!(!same_origin(&config, "https://evil.example/fhir?page=2"));
    }

    #[test]
    fn a_plain_server_is_asked_from_a_little_before_the_newest() {
        assert_eq!(since("2026-11-22T08:01:00Z").as_deref(), Some("2026-11-22T08:00:00.000Z"));
        assert_eq!(since(""), None);
    }

    #[test]
    fn what_goes_into_a_url_is_encoded() {
        assert_eq!(encode("patient/a b+c"), "patient/a%20b%2Bc");
    }
}
