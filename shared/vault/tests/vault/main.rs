//! The vault from outside: what it keeps, what it gives back, and what it refuses.

#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod accounts;
mod crash;
mod damage;
mod fixture;
mod home;
mod model;
mod outbox;
mod pin;
mod secrecy;
mod store;
