//! The way up: what waits in the outbox, sent in order, each entry settled on its own.

use std::collections::{BTreeSet, VecDeque};

use kangban_fhir::{Bundle, BundleEntry, BundleKind, EntryRequest, Resource};

use crate::{
    backoff::Backoff,
    engine::{Config, Output, Trouble},
    http::{HttpFault, Outcome, Request, Response},
    settle::{self, Refusal, Settled, SettledEnd, Verdict},
};

/// An entry that waits for the hospital.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Its type.
    pub resource_type: String,
    /// Its id, made by the device and never reused.
    pub id: String,
    /// Its JSON as it is to be stored. A Binary's `data` may be missing: the bytes go in when it is sent.
    pub json: String,
    /// The version that this change was made on; none for an entry the hospital has never had.
    pub base_version: Option<String>,
    /// The change counter of its outbox row.
    pub changes: u32,
}

/// The largest batch, in entries and in bytes.
const LARGEST_BATCH: usize = 50;
const LARGEST_BODY: usize = 1 << 20;
const TIMEOUT_MS: u32 = 60_000;

#[derive(Debug)]
enum State {
    /// Nothing to do that is known of.
    Idle,
    /// The outbox is being read.
    Loading,
    /// Entries are on their way.
    Sending(u32, Vec<Outgoing>),
    /// What the hospital has of an entry is being read.
    Comparing(u32, Outgoing),
    /// Waiting for a token.
    Signing,
    /// Waiting for this timer.
    Pausing(u32),
}

#[derive(Debug)]
pub(crate) struct Upload {
    state: State,
    backoff: Backoff,
    batch: usize,
    /// To be compared before anything else is sent.
    compare: VecDeque<Outgoing>,
    /// Entries that made the server fail: others go first until the next pause is over.
    deferred: BTreeSet<(String, String)>,
    /// Whether something was added while busy.
    again: bool,
    pub(crate) trouble: Option<Trouble>,
    pub(crate) last_confirmed: Option<String>,
}

impl Upload {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            state: State::Idle,
            backoff: Backoff::new(seed),
            batch: LARGEST_BATCH,
            compare: VecDeque::new(),
            deferred: BTreeSet::new(),
            again: false,
            trouble: None,
            last_confirmed: None,
        }
    }

    pub(crate) fn busy(&self) -> bool {
        matches!(self.state, State::Loading | State::Sending(..) | State::Comparing(..))
    }

    /// There may be something to send.
    pub(crate) fn wake(&mut self, out: &mut Vec<Output>) {
        match self.state {
            State::Idle => self.load(out),
            State::Pausing(_) | State::Signing => {}
            _ => self.again = true,
        }
    }

    /// Whatever it waits for, try now.
    pub(crate) fn force(&mut self, out: &mut Vec<Output>) {
        if let State::Pausing(_) | State::Signing = self.state {
            self.state = State::Idle;
            self.backoff.reset();
            self.deferred.clear();
        }
        self.wake(out);
    }

    pub(crate) fn timer(&mut self, id: u32, out: &mut Vec<Output>) {
        if matches!(self.state, State::Pausing(timer) if timer == id) {
            self.state = State::Idle;
            self.load(out);
        }
    }

    fn load(&mut self, out: &mut Vec<Output>) {
        self.again = false;
        self.state = State::Loading;
        let limit = u32::try_from(self.batch + self.deferred.len()).unwrap_or(u32::MAX);
        out.push(Output::LoadOutbox { limit });
    }

    pub(crate) fn rows(
        &mut self,
        config: &Config,
        ids: &mut u32,
        rows: Vec<Outgoing>,
        out: &mut Vec<Output>,
    ) {
        if !matches!(self.state, State::Loading) {
            return;
        }
        let all = rows.len();
        let mut rows: Vec<Outgoing> =
            rows.into_iter().filter(|row| !self.deferred.contains(&key(row))).collect();
        if rows.is_empty() {
            self.state = State::Idle;
            if all > 0 {
                // Only those are left that made the server fail: wait, then try them again.
                self.deferred.clear();
                self.pause(ids, None, out);
            } else if self.again {
                self.load(out);
            }
            return;
        }
        // A file goes alone and first: what refers to it must find it there.
        let is_file = |row: &Outgoing| row.resource_type == "Binary";
        let count = if is_file(&rows[0]) {
            1
        } else {
            let mut bytes = 0;
            let fits = rows.iter().take(self.batch).take_while(|row| {
                bytes += row.json.len();
                !is_file(row) && bytes <= LARGEST_BODY
            });
            fits.count().max(1)
        };
        rows.truncate(count);
        let request = if rows.len() == 1 { put(config, ids, &rows[0]) } else { batch(config, ids, &rows) };
        self.state = State::Sending(request.id, rows);
        out.push(Output::Send(request));
    }

    /// The store does not do its part: wait, then ask it again. Nothing is lost, the rows are still there.
    pub(crate) fn outbox_failed(&mut self, ids: &mut u32, out: &mut Vec<Output>) {
        if matches!(self.state, State::Loading) {
            self.pause(ids, None, out);
        }
    }

    /// Takes the answer if it is to one of this side's requests.
    pub(crate) fn answer(
        &mut self,
        config: &Config,
        ids: &mut u32,
        id: u32,
        outcome: &Outcome,
        out: &mut Vec<Output>,
    ) -> bool {
        match std::mem::replace(&mut self.state, State::Idle) {
            State::Sending(sent, rows) if sent == id => {
                self.sent(config, ids, rows, outcome, out);
                true
            }
            State::Comparing(sent, row) if sent == id => {
                self.compared(config, ids, &row, outcome, out);
                true
            }
            other => {
                self.state = other;
                false
            }
        }
    }

    pub(crate) fn token(&mut self, out: &mut Vec<Output>) {
        if matches!(self.state, State::Signing) {
            self.state = State::Idle;
            self.trouble = None;
            self.load(out);
        }
    }

    pub(crate) fn is_signing(&self) -> bool {
        matches!(self.state, State::Signing)
    }

    fn sent(
        &mut self,
        config: &Config,
        ids: &mut u32,
        rows: Vec<Outgoing>,
        outcome: &Outcome,
        out: &mut Vec<Output>,
    ) {
        let response = match outcome {
            // What belongs to the entry is gone from this device: it can never be sent, the others can.
            Err(HttpFault::NoFile) => {
                let lost = SettledEnd::Refused(Refusal::Invalid);
                self.settle(rows.iter().map(|row| settled(row, lost.clone())).collect(), out);
                return self.go_on(config, ids, out);
            }
            Err(fault) => {
                if *fault == HttpFault::Timeout {
                    self.halve();
                }
                self.trouble = Some(Trouble::Unreachable);
                return self.pause(ids, None, out);
            }
            Ok(response) => response,
        };
        if let [row] = rows.as_slice() {
            return self.sent_alone(config, ids, row.clone(), response, out);
        }
        match response.status {
            200..=299 => match bundle(response) {
                Some(bundle) => self.settle_batch(config, ids, rows, &bundle, out),
                None => self.nonsense(ids, out),
            },
            401 => self.sign_in(out),
            429 | 503 => {
                self.trouble = Some(Trouble::Busy);
                self.pause(ids, response.retry_after_ms(), out);
            }
            // The whole batch was turned down: smaller ones find out which entry it is about.
            400..=499 => {
                self.halve();
                self.load(out);
            }
            _ => {
                self.halve();
                self.trouble = Some(Trouble::Server);
                self.pause(ids, response.retry_after_ms(), out);
            }
        }
    }

    fn sent_alone(
        &mut self,
        config: &Config,
        ids: &mut u32,
        row: Outgoing,
        response: &Response,
        out: &mut Vec<Output>,
    ) {
        let is_fhir_or_empty = response.body.is_empty() || resource(response).is_some();
        if (200..300).contains(&response.status) && !is_fhir_or_empty {
            return self.nonsense(ids, out);
        }
        let verdict = match (response.status, resource(response)) {
            (200..=299, Some(theirs)) if theirs.resource_type() == row.resource_type => {
                match (theirs.version_id(), theirs.last_updated()) {
                    (Some(version), Some(at)) => Verdict::Settled(settle::confirmed(version, &at)),
                    _ => Verdict::Compare,
                }
            }
            (status, _) => settle::of_status(status),
        };
        match verdict {
            // An error page of something between us and the hospital is not the hospital's word.
            Verdict::Settled(SettledEnd::Refused(refusal))
                if !is_fhir_or_empty && refusal != Refusal::TooLarge =>
            {
                self.nonsense(ids, out);
            }
            Verdict::Settled(end) => {
                self.settle(vec![settled(&row, end)], out);
                self.go_on(config, ids, out);
            }
            Verdict::Compare => {
                self.compare.push_back(row);
                self.go_on(config, ids, out);
            }
            Verdict::Token => self.sign_in(out),
            Verdict::Later => {
                let busy = matches!(response.status, 429 | 503);
                self.trouble = Some(if busy { Trouble::Busy } else { Trouble::Server });
                if !busy {
                    self.deferred.insert(key(&row));
                }
                if busy || self.backoff.failures() > 0 || self.deferred.len() > 1 {
                    self.pause(ids, response.retry_after_ms(), out);
                } else {
                    self.load(out);
                }
            }
        }
    }

    fn settle_batch(
        &mut self,
        config: &Config,
        ids: &mut u32,
        rows: Vec<Outgoing>,
        bundle: &Bundle,
        out: &mut Vec<Output>,
    ) {
        let answers = bundle.each_entry();
        let mut done = Vec::new();
        let mut later = false;
        let mut token = false;
        for (index, row) in rows.into_iter().enumerate() {
            let answer = answers.get(index).and_then(|entry| entry.as_ref().ok()?.response.as_ref());
            match answer.map_or(Verdict::Later, settle::of_entry) {
                Verdict::Settled(end) => done.push(settled(&row, end)),
                Verdict::Compare => self.compare.push_back(row),
                Verdict::Token => token = true,
                Verdict::Later => {
                    later = true;
                    self.deferred.insert(key(&row));
                }
            }
        }
        if !done.is_empty() {
            self.batch = (self.batch * 2).min(LARGEST_BATCH);
            self.settle(done, out);
        }
        if token {
            return self.sign_in(out);
        }
        if later {
            self.trouble = Some(Trouble::Server);
        }
        self.go_on(config, ids, out);
    }

    fn compared(
        &mut self,
        config: &Config,
        ids: &mut u32,
        row: &Outgoing,
        outcome: &Outcome,
        out: &mut Vec<Output>,
    ) {
        let verdict = match outcome {
            Err(_) => Verdict::Later,
            // A page of something between us and the hospital is not the hospital's word.
            Ok(response) if !response.body.is_empty() && resource(response).is_none() => Verdict::Later,
            Ok(response) if (200..300).contains(&response.status) => {
                match (resource(response), Resource::parse(&row.json)) {
                    (Some(theirs), Ok(ours)) => settle::of_comparison(&ours, &theirs),
                    (Some(_), Err(_)) => Verdict::Settled(SettledEnd::Refused(Refusal::Invalid)),
                    (None, _) => Verdict::Later,
                }
            }
            Ok(response) => match settle::of_status(response.status) {
                Verdict::Compare => Verdict::Settled(SettledEnd::Refused(Refusal::Conflict)),
                verdict => verdict,
            },
        };
        match verdict {
            Verdict::Settled(end) => {
                self.settle(vec![settled(row, end)], out);
                self.go_on(config, ids, out);
            }
            Verdict::Token => self.sign_in(out),
            Verdict::Compare | Verdict::Later => {
                // The row is still in the outbox: it will be sent, answered and compared again.
                self.compare.clear();
                self.trouble = Some(Trouble::Server);
                let asked = outcome.as_ref().ok().and_then(Response::retry_after_ms);
                self.pause(ids, asked, out);
            }
        }
    }

    /// After something was settled: compare what has to be compared, else look for more.
    fn go_on(&mut self, config: &Config, ids: &mut u32, out: &mut Vec<Output>) {
        if let Some(row) = self.compare.pop_front() {
            let request = Request {
                id: next(ids),
                method: "GET",
                url: format!("{}/{}/{}", config.base_url, row.resource_type, row.id),
                headers: vec![("accept", "application/fhir+json".to_owned())],
                body: String::new(),
                file: None,
                timeout_ms: TIMEOUT_MS,
            };
            self.state = State::Comparing(request.id, row);
            out.push(Output::Send(request));
        } else {
            self.load(out);
        }
    }

    fn settle(&mut self, done: Vec<Settled>, out: &mut Vec<Output>) {
        self.backoff.reset();
        self.trouble = None;
        for settled in &done {
            self.deferred.remove(&(settled.resource_type.clone(), settled.id.clone()));
            if let SettledEnd::Confirmed { last_updated, .. } = &settled.end
                && !last_updated.is_empty()
            {
                self.last_confirmed = Some(last_updated.clone());
            }
        }
        out.push(Output::Settle(done));
    }

    fn sign_in(&mut self, out: &mut Vec<Output>) {
        self.state = State::Signing;
        self.compare.clear();
        out.push(Output::NeedToken);
    }

    /// An answer that makes no sense: a captive portal, a broken proxy, half a body.
    fn nonsense(&mut self, ids: &mut u32, out: &mut Vec<Output>) {
        self.trouble = Some(Trouble::Nonsense);
        self.pause(ids, None, out);
    }

    fn pause(&mut self, ids: &mut u32, asked_ms: Option<u64>, out: &mut Vec<Output>) {
        let timer = next(ids);
        let after_ms = self.backoff.next_ms(asked_ms);
        self.state = State::Pausing(timer);
        out.push(Output::Wake { timer, after_ms });
    }

    fn halve(&mut self) {
        self.batch = (self.batch / 2).max(1);
    }
}

fn key(row: &Outgoing) -> (String, String) {
    (row.resource_type.clone(), row.id.clone())
}

fn settled(row: &Outgoing, end: SettledEnd) -> Settled {
    Settled { resource_type: row.resource_type.clone(), id: row.id.clone(), sent: row.changes, end }
}

pub(crate) fn next(ids: &mut u32) -> u32 {
    *ids = ids.wrapping_add(1);
    *ids
}

fn bundle(response: &Response) -> Option<Bundle> {
    Bundle::try_from(resource(response)?).ok()
}

pub(crate) fn resource(response: &Response) -> Option<Resource> {
    Resource::parse(response.text()?).ok()
}

fn put(config: &Config, ids: &mut u32, row: &Outgoing) -> Request {
    let guard = match &row.base_version {
        None => ("if-none-match", "*".to_owned()),
        Some(version) => ("if-match", format!("W/\"{version}\"")),
    };
    Request {
        id: next(ids),
        method: "PUT",
        url: format!("{}/{}/{}", config.base_url, row.resource_type, row.id),
        headers: vec![
            ("content-type", "application/fhir+json".to_owned()),
            ("accept", "application/fhir+json".to_owned()),
            guard,
        ],
        body: row.json.clone(),
        file: (row.resource_type == "Binary").then(|| row.id.clone()),
        timeout_ms: TIMEOUT_MS,
    }
}

fn batch(config: &Config, ids: &mut u32, rows: &[Outgoing]) -> Request {
    let entries: Vec<BundleEntry> = rows
        .iter()
        .map(|row| {
            let url = format!("{}/{}", row.resource_type, row.id);
            BundleEntry {
                // What we stored was readable when it was stored; if it no longer is, the server says so for this row.
                resource: Resource::parse(&row.json).ok(),
                request: Some(EntryRequest {
                    if_none_match: row.base_version.is_none().then(|| "*".to_owned()),
                    if_match: row.base_version.as_ref().map(|version| format!("W/\"{version}\"")),
                    ..EntryRequest::new("PUT", url)
                }),
                ..BundleEntry::default()
            }
        })
        .collect();
    Request {
        id: next(ids),
        method: "POST",
        url: config.base_url.clone(),
        headers: vec![
            ("content-type", "application/fhir+json".to_owned()),
            ("accept", "application/fhir+json".to_owned()),
            ("prefer", "return=minimal".to_owned()),
        ],
        body: Bundle::of(BundleKind::Batch, &entries).into_resource().to_json(),
        file: None,
        timeout_ms: TIMEOUT_MS,
    }
}
