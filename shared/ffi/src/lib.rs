//! The core at the language boundary: the app, and lanes that carry out its effects.
//!
//! ```text
//! shell ── bytes ──▶ inputs ──▶ pump ──▶ EffectRouter<Kangban>
//!                      ▲         │            │
//!                      │         │            ├─ Vault ─▶ vault lane (a thread; on the web a task)
//!                      └── answers ◀──────────┼─ Http ──▶ http lane  (reqwest)
//!                                │            ├─ Time ──▶ time lane
//! shell ◀── bytes ── Render, Export ◀─────────┘
//! ```
//!
//! Whatever enters the core goes through one queue, so that two things never happen to it at once. Answers come back
//! through the same queue: no chain of effects runs on one stack.
//!
//! [`native::Core`] is the core for Rust programs; [`mobile::Core`] is the same through UniFFI, and `WebCore` through
//! wasm-bindgen.

mod http;
mod lanes;
mod panics;
mod pump;
mod time;
mod vault;

#[cfg(not(target_family = "wasm"))]
pub mod mobile;
#[cfg(not(target_family = "wasm"))]
pub mod native;
#[cfg(all(test, not(target_family = "wasm")))]
mod tests;
#[cfg(target_family = "wasm")]
mod web;

pub use lanes::ShellEffect;
#[cfg(target_family = "wasm")]
pub use web::WebCore;

#[cfg(not(target_family = "wasm"))]
uniffi::setup_scaffolding!();
