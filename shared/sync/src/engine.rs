//! The engine: one way up, one way down for each feed, and one word about both.

use crate::{
    download::{Download, Feed, Page},
    http::{Outcome, Request},
    settle::Settled,
    upload::{Outgoing, Upload, next},
};

/// Where the hospital is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The FHIR base, without a slash at its end.
    pub base_url: String,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// The vault is open: begin. `online` is what the device says of its network.
    Start {
        /// Whether there is a network.
        online: bool,
    },
    /// The device has a network, or has none.
    Online(bool),
    /// The outbox has something new.
    Changed,
    /// What waits in the outbox: the answer to [`Output::LoadOutbox`], oldest first, refused ones left out.
    Outbox(Vec<Outgoing>),
    /// The answer to [`Output::Send`].
    Answer {
        /// The request's id.
        request: u32,
        /// How it ended.
        outcome: Outcome,
    },
    /// [`Output::Store`] is on disk, or could not be written.
    Stored {
        /// Which feed's page.
        feed: Feed,
        /// Whether it is on disk.
        done: bool,
    },
    /// The outbox could not be read, or [`Output::Settle`] could not be written: try again later.
    OutboxFailed,
    /// There is a new token.
    Token,
    /// There will be no token until the patient signs in again.
    NoToken,
    /// A timer has run out.
    Woken(u32),
    /// The patient wants it now.
    Now,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// Read what waits in the outbox, and hand it over with [`Input::Outbox`].
    LoadOutbox {
        /// How many at most.
        limit: u32,
    },
    /// Send this, with the token.
    Send(Request),
    /// Write how these ended.
    Settle(Vec<Settled>),
    /// Write this page and its cursor in one transaction, and say so with [`Input::Stored`].
    Store(Page),
    /// Come back with [`Input::Woken`].
    Wake {
        /// Names the timer.
        timer: u32,
        /// After so many milliseconds.
        after_ms: u64,
    },
    /// Get a new token.
    NeedToken,
}

/// Why nothing moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The device says that there is no network.
    Offline,
    /// The hospital cannot be reached.
    Unreachable,
    /// The hospital asks to wait.
    Busy,
    /// The hospital has a fault.
    Server,
    /// What answers is not the hospital, or is broken.
    Nonsense,
    /// The patient has to sign in again.
    SignedOut,
}

/// What can be said: only what the hospital confirmed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status {
    /// Whether entries are on their way at this moment.
    pub sending: bool,
    /// The hospital's own time of the last entry it confirmed in this run.
    pub last_confirmed: Option<String>,
    /// Why nothing moves, if so.
    pub trouble: Option<Trouble>,
}

/// The engine. Keep one for each open vault.
#[derive(Debug)]
pub struct Engine {
    config: Config,
    ids: u32,
    online: bool,
    signed_out: bool,
    asked_for_token: bool,
    upload: Upload,
    downloads: Vec<Download>,
}

impl Engine {
    /// An engine for these feeds, each with the cursor it last stored (empty for none). `seed` spreads the pauses of
    /// many phones.
    pub fn new(config: Config, feeds: Vec<(Feed, String)>, seed: u64) -> Self {
        let downloads = feeds
            .into_iter()
            .zip(1_u64..)
            .map(|((feed, cursor), n)| {
                Download::new(feed, cursor, seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(n))
            })
            .collect();
        Self {
            config,
            ids: 0,
            online: false,
            signed_out: false,
            asked_for_token: false,
            upload: Upload::new(seed),
            downloads,
        }
    }

    /// Takes what happened and says what to do next.
    pub fn handle(&mut self, input: Input) -> Vec<Output> {
        let mut out = Vec::new();
        match input {
            Input::Start { online } | Input::Online(online) => {
                self.online = online;
                if online {
                    self.force(&mut out);
                }
            }
            Input::Changed if self.online => self.upload.wake(&mut out),
            Input::Changed => {}
            Input::Now => self.force(&mut out),
            Input::Outbox(rows) => self.upload.rows(&self.config, &mut self.ids, rows, &mut out),
            Input::OutboxFailed => self.upload.outbox_failed(&mut self.ids, &mut out),
            Input::Answer { request, outcome } => self.answer(request, &outcome, &mut out),
            Input::Stored { feed, done } => {
                for download in self.downloads.iter_mut().filter(|download| download.feed == feed) {
                    if done {
                        download.stored(&self.config, &mut self.ids, &mut out);
                    } else {
                        download.not_stored(&mut self.ids, &mut out);
                    }
                }
            }
            Input::Token => {
                self.signed_out = false;
                self.asked_for_token = false;
                self.upload.token(&mut out);
                for download in &mut self.downloads {
                    download.token(&self.config, &mut self.ids, &mut out);
                }
            }
            Input::NoToken => {
                self.signed_out = true;
                self.asked_for_token = false;
            }
            Input::Woken(timer) => {
                self.upload.timer(timer, &mut out);
                for download in &mut self.downloads {
                    download.timer(&self.config, &mut self.ids, timer, &mut out);
                }
            }
        }
        self.ask_for_a_token_once(&mut out);
        out
    }

    /// What can be said now.
    pub fn status(&self) -> Status {
        let trouble = if self.signed_out {
            Some(Trouble::SignedOut)
        } else if self.online {
            self.upload.trouble.or_else(|| self.downloads.iter().find_map(|download| download.trouble))
        } else {
            Some(Trouble::Offline)
        };
        Status { sending: self.upload.busy(), last_confirmed: self.upload.last_confirmed.clone(), trouble }
    }

    /// A new request's id, for requests of the caller's own that come back elsewhere.
    pub fn next_id(&mut self) -> u32 {
        next(&mut self.ids)
    }

    fn force(&mut self, out: &mut Vec<Output>) {
        if self.signed_out {
            self.asked_for_token = true;
            out.push(Output::NeedToken);
            return;
        }
        self.upload.force(out);
        for download in &mut self.downloads {
            download.force(&self.config, &mut self.ids, out);
        }
    }

    fn answer(&mut self, request: u32, outcome: &Outcome, out: &mut Vec<Output>) {
        if self.upload.answer(&self.config, &mut self.ids, request, outcome, out) {
            return;
        }
        for download in &mut self.downloads {
            if download.answer(&self.config, &mut self.ids, request, outcome, out) {
                return;
            }
        }
    }

    /// Several ways can find out at once that the token is stale; one new token serves them all.
    fn ask_for_a_token_once(&mut self, out: &mut Vec<Output>) {
        let waiting = self.upload.is_signing() || self.downloads.iter().any(Download::is_signing);
        let asked = out.contains(&Output::NeedToken);
        let before = self.asked_for_token && waiting && !self.signed_out;
        let mut first = !before;
        out.retain(|output| *output != Output::NeedToken || std::mem::take(&mut first));
        self.asked_for_token |= asked;
    }
}
