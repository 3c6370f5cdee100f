//! Which effect is carried out where.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use async_channel::{Receiver, Sender};
use crux_core::{
    Core, Request,
    bridge::BincodeFfiFormat,
    effects::{EffectRouter, Routes, routes::Serialized},
    macros::effect,
    render::RenderOperation,
};
use crux_http::protocol::{HttpRequest, HttpResult};
use crux_time::{TimeRequest, TimeResponse};
use kangban_app::{
    Effect, Event, ExportFile, HealthOp, Kangban, NotifyOp, SecretOp, SystemPage,
    effects::{VaultOp, VaultOut},
};

pub use shell::ShellEffect;

/// What the attribute writes has no comments.
#[allow(missing_docs)]
mod shell {
    use super::{ExportFile, HealthOp, NotifyOp, RenderOperation, SecretOp, SystemPage, effect};

    /// What is left to the shell.
    #[effect(facet_typegen)]
    #[derive(Debug)]
    pub enum ShellEffect {
        /// Draw again: ask for the view.
        Render(RenderOperation),
        /// Offer the person a file to save or share.
        Export(ExportFile),
        /// Keep a key, or give it out.
        Secret(SecretOp),
        /// Notices.
        Notify(NotifyOp),
        /// Readings of other apps.
        Health(HealthOp),
        /// Send the person to a page of the system's settings.
        Open(SystemPage),
    }
}

/// The app with its lanes.
pub(crate) type Router = EffectRouter<Kangban, Lanes>;

/// What enters the core.
pub(crate) enum Input {
    /// Something happened in the shell.
    Event(Box<Event>),
    /// The shell's answer to an effect, by the effect's id.
    Answer(u32, Vec<u8>),
    /// The vault lane's.
    Vault(Request<VaultOp>, VaultOut),
    /// The http lane's.
    Http(Request<HttpRequest>, HttpResult),
    /// The time lane's.
    Time(Request<TimeRequest>, TimeResponse),
}

/// The lane of the shell: effects by id, as bytes.
#[derive(Clone)]
pub(crate) struct Lanes {
    pub(crate) shell: Arc<Serialized<Kangban, Self, BincodeFfiFormat>>,
}

impl Routes<Kangban> for Lanes {
    fn new(router: Weak<Router>) -> Self {
        Self { shell: Arc::new(Serialized::new(router)) }
    }
}

/// Effects that wait to be told to the shell.
#[derive(Clone, Default)]
pub(crate) struct Pending(Arc<Mutex<Vec<ShellEffect>>>);

impl Pending {
    pub(crate) fn push(&self, effect: ShellEffect) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(effect);
    }

    /// Takes what is there, in order, with one Render for all of them: a view says everything.
    pub(crate) fn take(&self) -> Vec<ShellEffect> {
        let all = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let last_render = all.iter().rposition(|effect| matches!(effect, ShellEffect::Render(_)));
        let kept = all
            .into_iter()
            .enumerate()
            .filter(|(at, effect)| !matches!(effect, ShellEffect::Render(_)) || Some(*at) == last_render);
        kept.map(|(_, effect)| effect).collect()
    }
}

/// The ends of the lanes that their workers hold.
pub(crate) struct Jobs {
    pub(crate) vault: Receiver<Request<VaultOp>>,
    pub(crate) http: Receiver<Request<HttpRequest>>,
    pub(crate) time: Receiver<Request<TimeRequest>>,
}

/// The app with open lanes, and what their workers need.
pub(crate) fn open() -> (Arc<Router>, Jobs, Pending) {
    let (vault, vault_jobs) = async_channel::unbounded();
    let (http, http_jobs) = async_channel::unbounded();
    let (time, time_jobs) = async_channel::unbounded();
    let pending = Pending::default();
    let shell = pending.clone();
    let router = EffectRouter::new(Core::new(), move |_: Lanes| {
        move |effect| match effect {
            Effect::Vault(request) => hand_over(&vault, request),
            Effect::Http(request) => hand_over(&http, request),
            Effect::Time(request) => hand_over(&time, request),
            Effect::Render(request) => shell.push(ShellEffect::Render(request)),
            Effect::Export(request) => shell.push(ShellEffect::Export(request)),
            Effect::Secret(request) => shell.push(ShellEffect::Secret(request)),
            Effect::Notify(request) => shell.push(ShellEffect::Notify(request)),
            Effect::Health(request) => shell.push(ShellEffect::Health(request)),
            Effect::Open(request) => shell.push(ShellEffect::Open(request)),
        }
    });
    (router, Jobs { vault: vault_jobs, http: http_jobs, time: time_jobs }, pending)
}

/// The channels have no bound: this fails only when the core is being closed, and nobody waits for an answer then.
pub(crate) fn hand_over<T>(lane: &Sender<T>, job: T) {
    lane.try_send(job).ok();
}
