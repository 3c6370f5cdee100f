//! The one way into the core.

use std::sync::Arc;

use async_channel::Receiver;
use crux_core::{bridge::EffectId, effects::ResolveSink};
use zeroize::Zeroizing;

use crate::lanes::{Input, Pending, Router, ShellEffect};

/// So many inputs at most are taken before the shell is told: many answers at once make one picture, and a flood of
/// them still shows.
const BURST: usize = 64;

/// Takes inputs one at a time and hands them to the core.
pub(crate) struct Pump {
    pub(crate) router: Arc<Router>,
    pub(crate) inputs: Receiver<Input>,
    pub(crate) pending: Pending,
}

impl Pump {
    /// Runs until the inputs are closed.
    pub(crate) async fn run(self, mut tell: impl FnMut(&Router, ShellEffect)) {
        while let Ok(first) = self.inputs.recv().await {
            self.take(first);
            for _ in 1..BURST {
                match self.inputs.try_recv() {
                    Ok(next) => self.take(next),
                    Err(_) => break,
                }
            }
            for effect in self.pending.take() {
                tell(&self.router, effect);
            }
        }
    }

    /// An answer that nobody waits for any more changes nothing: the app dropped the request.
    fn take(&self, input: Input) {
        let router = &self.router;
        match input {
            Input::Event(event) => router.update(*event),
            // It can be a key.
            Input::Answer(id, bytes) => {
                let bytes = Zeroizing::new(bytes);
                drop(router.routes.shell.resolve(EffectId(id), &bytes));
            }
            Input::Vault(mut request, out) => drop(router.resolve_request(&mut request, out)),
            Input::Http(mut request, out) => drop(router.resolve_request(&mut request, out)),
            Input::Time(mut request, out) => drop(router.resolve_request(&mut request, out)),
        }
    }
}
