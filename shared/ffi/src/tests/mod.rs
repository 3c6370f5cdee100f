//! The lanes and the ways in, on native.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod core;
mod golden;
mod http;
mod pending;
mod time;
mod vault;
