//! Outbox and delta pull as one pure state machine.
//!
//! [`Engine::handle`] takes what happened and says what to do next; it reads no clock, no file, no socket. Chance
//! (the jitter of a pause) comes from a seed. The same inputs give the same outputs.
//!
//! Laws:
//!
//! - A row leaves the outbox only by the hospital's word about that row ([`Settled`]).
//! - The device's id is the key: an entry that is sent twice is stored once (`If-None-Match: *`), and an answer of
//!   409 or 412 is followed by reading what the hospital has.
//! - What the hospital refuses for good is put aside with a reason; it never blocks the others.
//! - An answer that makes no sense (HTML, half a JSON) is trouble to wait out, never a loss.
#![forbid(unsafe_code)]

mod backoff;
mod download;
mod engine;
mod http;
mod settle;
mod upload;

pub use download::{Feed, Page};
pub use engine::{Config, Engine, Input, Output, Status, Trouble};
pub use http::{HttpFault, Outcome, Request, Response};
pub use settle::{Refusal, Settled, SettledEnd};
pub use upload::Outgoing;

#[cfg(test)]
mod tests;
