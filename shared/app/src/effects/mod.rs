//! The effects of the app, and builders for them.

mod device;
mod effect;
pub mod vault;

use crux_core::{Command, capability::Operation};
use crux_time::{Duration, TimeRequest, TimerId};
use facet::Facet;
use serde::{Deserialize, Serialize};

use crate::event::Event;

pub use device::*;
pub use effect::Effect;
pub use vault::{VaultOp, VaultOut};

/// What an update asks for.
pub(crate) type Cmd = Command<Effect, Event>;

/// The header by which a request tells the http lane how many milliseconds its whole answer may take (at most three
/// minutes; half a minute without it). The lane takes it off: no server sees it.
pub const TIMEOUT_HEADER: &str = "kangban-timeout-ms";

/// A file that the person asked for: the shell offers to save or share it. No answer is awaited.
#[derive(Facet, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportFile {
    /// Its name, with nothing of the patient in it.
    pub name: String,
    /// Its media type.
    pub mime: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Wakes up after so many milliseconds.
pub(crate) fn after(id: usize, ms: u64, event: impl FnOnce() -> Event + Send + 'static) -> Cmd {
    // Longer than a timer can be told: the sum of all pauses never comes near it.
    let nanos = ms.saturating_mul(1_000_000);
    let request = TimeRequest::NotifyAfter { id: TimerId(id), duration: Duration::new(nanos) };
    Command::request_from_shell(request).then_send(move |_| event())
}

impl Operation for ExportFile {
    type Output = ();
}
