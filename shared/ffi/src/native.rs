//! The core for a native program.
//!
//! ```no_run
//! use kangban_core::native::{Core, Told};
//!
//! let (told, news) = std::sync::mpsc::channel();
//! let core = Core::open("/var/lib/somewhere", move |what| drop(told.send(what)))?;
//! // core.update(Event::Shell(…))?; … then, for each Told::Render that comes:
//! while let Ok(Told::Render) = news.recv() {
//!     let view = core.view()?;
//! }
//! # Ok::<(), kangban_core::native::CoreError>(())
//! ```

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
};

use async_channel::{Receiver, Sender};
use crux_core::{Request, effects::ResolveSink};
use futures::future;
use kangban_app::{
    Consent, Event, ExportFile, HealthOut, NotifyOut, SecretOut, ViewModel,
    effects::{VaultOp, VaultOut, vault::VaultFault},
};
use kangban_vault::{Storage, ready};

use crate::{
    http,
    lanes::{self, Input, Jobs, Router, ShellEffect, hand_over},
    panics,
    pump::Pump,
    time,
    vault::VaultLane,
};

/// What the names of the core's threads begin with.
pub(crate) const THREADS: &str = "kangban-";

/// Why the core does not do it.
#[derive(Debug, thiserror::Error, uniffi::Error)]
#[uniffi(flat_error)]
pub enum CoreError {
    /// A thread or the network could not be set up.
    #[error("the core cannot start: {0}")]
    Start(String),
    /// The bytes are no event of this version's.
    #[error("not an event")]
    NotAnEvent,
    /// It stopped on a fault of its own. What was acknowledged is on disk; a new core over the same folder finds it.
    #[error("the core has stopped")]
    Stopped,
}

/// What the core tells its shell.
#[derive(Debug)]
pub enum Told {
    /// There is something new to draw.
    Render,
    /// A file for the person.
    Export(ExportFile),
    /// The core has stopped on a fault of its own, and says so once.
    Stopped,
}

/// The app with its lanes, on a device with no [`kangban_app::Skill`]. Dropping it closes it: writes under way are finished, the vault is locked, requests under
/// way are given up, and the folder is free for the next.
pub struct Core {
    engine: Engine,
}

impl Core {
    /// Opens the core over a folder of its own. `told` is called from the core's thread, one call at a time; it may call
    /// [`Core::update`] and [`Core::view`].
    ///
    /// # Errors
    ///
    /// [`CoreError::Start`]. What is wrong with the folder is said in the first view instead.
    pub fn open(
        folder: impl Into<PathBuf>,
        mut told: impl FnMut(Told) + Send + 'static,
    ) -> Result<Self, CoreError> {
        let engine = Engine::start(folder.into(), move |router, news| {
            // An answer to a request of ours cannot be refused, and what follows is told in its own turn.
            match news {
                Some(ShellEffect::Render(_)) => told(Told::Render),
                Some(ShellEffect::Export(request)) => told(Told::Export(request.operation)),
                Some(ShellEffect::Open(_)) => {}
                Some(ShellEffect::Secret(mut request)) => {
                    drop(router.resolve_request(&mut request, SecretOut::Unavailable));
                }
                Some(ShellEffect::Notify(mut request)) => {
                    let out = NotifyOut { consent: Consent::Unavailable, exact: false };
                    drop(router.resolve_request(&mut request, out));
                }
                Some(ShellEffect::Health(mut request)) => {
                    let out = HealthOut { consent: Consent::Unavailable, ..HealthOut::default() };
                    drop(router.resolve_request(&mut request, out));
                }
                None => told(Told::Stopped),
            }
        })?;
        Ok(Self { engine })
    }

    /// Takes an event. What follows from it is told.
    ///
    /// # Errors
    ///
    /// [`CoreError::Stopped`].
    pub fn update(&self, event: Event) -> Result<(), CoreError> {
        self.engine.push(Input::Event(Box::new(event)))
    }

    /// The view of this moment.
    ///
    /// # Errors
    ///
    /// [`CoreError::Stopped`].
    pub fn view(&self) -> Result<ViewModel, CoreError> {
        self.engine.with(Router::view)
    }
}

/// The core's threads.
pub(crate) struct Engine {
    router: Arc<Router>,
    inputs: Sender<Input>,
    vault: Receiver<Request<VaultOp>>,
    // Closed to end the network's thread, whatever it is waiting for.
    net: Sender<()>,
    threads: Vec<JoinHandle<()>>,
    stopped: Arc<AtomicBool>,
}

impl Engine {
    /// Starts them. `tell` gets what is for the shell; nothing when the core has stopped.
    pub(crate) fn start(
        folder: PathBuf,
        tell: impl FnMut(&Router, Option<ShellEffect>) + Send + 'static,
    ) -> Result<Self, CoreError> {
        panics::say_where();
        let client = http::client().map_err(CoreError::Start)?;
        let runtime = runtime().map_err(|error| cannot_start(&error))?;
        let (router, Jobs { vault, http, time }, pending) = lanes::open();
        let (inputs, queue) = async_channel::unbounded();
        let (net, net_closed) = async_channel::bounded::<()>(1);
        let mut engine =
            Self { router, inputs, vault: vault.clone(), net, threads: Vec::new(), stopped: Arc::default() };

        let pump = Pump { router: Arc::clone(&engine.router), inputs: queue, pending };
        let stopped = Arc::clone(&engine.stopped);
        engine.spawn("core", move || run_core(pump, tell, &stopped))?;
        let inputs = engine.inputs.clone();
        engine.spawn("vault", move || run_vault(folder, &vault, &inputs))?;
        let inputs = engine.inputs.clone();
        engine.spawn("net", move || {
            let lanes = future::join(http::run(http, inputs.clone(), client), time::run(time, inputs));
            let closed = std::pin::pin!(net_closed.recv());
            let lanes = std::pin::pin!(lanes);
            runtime.block_on(async {
                future::select(lanes, closed).await;
            });
            // A name that is still being looked up is not waited for.
            runtime.shutdown_background();
        })?;
        Ok(engine)
    }

    fn spawn(&mut self, name: &str, run: impl FnOnce() + Send + 'static) -> Result<(), CoreError> {
        let thread = thread::Builder::new()
            .name(format!("{THREADS}{name}"))
            .spawn(run)
            .map_err(|error| cannot_start(&error))?;
        self.threads.push(thread);
        Ok(())
    }

    /// Puts something in the core's queue.
    pub(crate) fn push(&self, input: Input) -> Result<(), CoreError> {
        if self.stopped.load(Ordering::Acquire) {
            return Err(CoreError::Stopped);
        }
        self.inputs.try_send(input).map_err(|_| CoreError::Stopped)
    }

    /// Looks at the core.
    pub(crate) fn with<T>(&self, look: impl FnOnce(&Router) -> T) -> Result<T, CoreError> {
        if self.stopped.load(Ordering::Acquire) {
            return Err(CoreError::Stopped);
        }
        // What stopped while it was looked at has locks that are poisoned.
        catch_unwind(AssertUnwindSafe(|| look(&self.router))).map_err(|_| CoreError::Stopped)
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.inputs.close();
        self.vault.close();
        self.net.close();
        for thread in self.threads.drain(..) {
            // Dropped by what it told: that thread ends when it has told.
            if thread.thread().id() != thread::current().id() {
                // How it ended was said when it did.
                thread.join().ok();
            }
        }
    }
}

fn runtime() -> io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()
}

fn cannot_start(error: &io::Error) -> CoreError {
    CoreError::Start(error.to_string())
}

/// The core's thread. A panic ends it, and is told.
fn run_core(pump: Pump, mut tell: impl FnMut(&Router, Option<ShellEffect>), stopped: &AtomicBool) {
    let router = Arc::clone(&pump.router);
    let ran = catch_unwind(AssertUnwindSafe(|| {
        futures::executor::block_on(pump.run(|router, effect| tell(router, Some(effect))));
    }));
    if ran.is_err() {
        stopped.store(true, Ordering::Release);
        tell(&router, None);
    }
}

/// The vault's thread. A panic costs the request that it struck and closes the vault; it is never silent.
fn run_vault(folder: PathBuf, jobs: &Receiver<Request<VaultOp>>, inputs: &Sender<Input>) {
    let storage = Storage::at(folder);
    let mut lane = VaultLane::new(storage.clone());
    while let Ok(mut request) = jobs.recv_blocking() {
        let op = std::mem::replace(&mut request.operation, VaultOp::Lock);
        let served = catch_unwind(AssertUnwindSafe(|| ready(lane.serve(op))));
        let out = served.unwrap_or_else(|_| {
            lane = VaultLane::new(storage.clone());
            VaultOut::Failed(VaultFault::StorageUnavailable)
        });
        hand_over(inputs, Input::Vault(request, out));
    }
}
