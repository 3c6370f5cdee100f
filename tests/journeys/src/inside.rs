//! The hospital within this process: the same parts as the binary's, on a thread with a runtime of its own.

use std::{
    net::{SocketAddr, TcpListener},
    path::Path,
    thread::{self, JoinHandle},
};

use kangban_hospital::{
    auth::{Auth, AuthSettings},
    clock::Clock,
    config::Config,
    data::DataDirectory,
    demo,
    jobs::Worker,
    library, operations,
    server::{self, Hospital},
    store::SqliteStore,
};
use tokio::sync::oneshot;

use crate::{Outcome, Trouble};

/// A hospital that runs here.
#[derive(Debug)]
pub(crate) struct Inside {
    pub(crate) address: SocketAddr,
    /// What the binary would print.
    pub(crate) lines: Vec<String>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<Outcome>>,
}

impl Inside {
    /// Opens the demo hospital over `data`.
    pub(crate) fn open(data: &Path, listen: &str) -> Outcome<Self> {
        let directory = DataDirectory::open(data)?;
        let listener = TcpListener::bind(listen)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let (config, clock) = (Config::default(), Clock::system());
        let store = SqliteStore::open(directory.path(), clock.clone())?;
        let settings = AuthSettings {
            data: directory.path().to_owned(),
            origin: format!("http://{address}"),
            clients: config.clients.clone(),
            lifetimes: config.lifetimes,
            sign_in_failures: config.sign_in_failures,
        };
        let auth = Auth::open(settings, clock.clone())?;
        library::stock(&store)?;
        demo::load(&store, clock.now())?;
        let mut lines = vec![format!("FHIR base: {}", auth.base())];
        lines.extend(demo::logins(&auth)?);
        let hospital = Hospital::new(store.clone(), auth, &config);
        let router = server::router(&hospital, &config, operations::routes(), None);
        let (stop, stopped) = oneshot::channel();
        let thread = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
            let served = runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener)?;
                let (worker, closing) = (Worker::new(store.clone()), hospital.closing());
                let working = tokio::spawn(async move { worker.run(closing).await });
                let shutdown = async move {
                    // Told, or dropped: either way it is over.
                    let _ = stopped.await;
                };
                let served = server::serve(listener, router, hospital, shutdown).await;
                working.await?;
                Outcome::Ok(served?)
            });
            store.close();
            drop(directory);
            served
        });
        Ok(Self { address, lines, stop: Some(stop), thread: Some(thread) })
    }

    /// Stops it, and waits until it has.
    pub(crate) fn stop(&mut self) -> Outcome {
        drop(self.stop.take());
        match self.thread.take() {
            Some(thread) => thread.join().map_err(|_| Trouble::new("the hospital's thread stopped"))?,
            None => Ok(()),
        }
    }
}
