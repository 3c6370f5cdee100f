//! `kangban-hospital serve`.

use std::{
    io::{self, Write as _},
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener},
    panic,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use kangban_hospital::{
    auth::{Auth, AuthSettings},
    clock::Clock,
    config::Config,
    data::DataDirectory,
    demo,
    import::import_file,
    jobs::Worker,
    library, operations,
    server::{self, Hospital},
    store::SqliteStore,
};

use tokio::sync::oneshot;

use super::{Serve, Trouble};

/// Opens everything, says where it is, and serves until it is told to stop.
pub(crate) fn serve(asked: &Serve) -> Result<(), Trouble> {
    log();
    let config = asked.config.as_deref().map(Config::read).transpose()?.unwrap_or_default();
    if let Some(missing) = asked.web.as_deref().and_then(server::missing_pages) {
        let missing = missing.display();
        return Err(Trouble::new(format!("{missing} is missing; build the pages with 'cargo xtask build'")));
    }
    let data = DataDirectory::open(&asked.data)?;
    let listener = TcpListener::bind(asked.listen)
        .map_err(|error| Trouble::new(format!("{} cannot be listened on: {error}", asked.listen)))?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let origin = asked.base_url.clone().unwrap_or_else(|| own_origin(address));
    if origin.starts_with("http://") && !address.ip().is_loopback() {
        tracing::warn!(
            "sign-ins cross the network unencrypted; give the https address of a proxy with --base-url"
        );
    }

    let clock = Clock::system();
    let store = SqliteStore::open(data.path(), clock.clone())?;
    let settings = AuthSettings {
        data: data.path().to_owned(),
        origin: origin.clone(),
        clients: config.clients.clone(),
        lifetimes: config.lifetimes,
        sign_in_failures: config.sign_in_failures,
    };
    let auth = Auth::open(settings, clock.clone())?;
    library::stock(&store)?;
    for file in &asked.import {
        for problem in import_file(&store, file)?.form_problems {
            tracing::warn!(problem, "a form that was imported");
        }
    }
    let mut lines = Vec::new();
    if asked.web.is_some() {
        lines.push(format!("patient page: {origin}/"));
        lines.push(format!("care console: {origin}/console/"));
    }
    lines.push(format!("FHIR base: {}", auth.base()));
    if asked.demo {
        demo::load(&store, clock.now())?;
        lines.extend(demo::logins(&auth)?);
    }

    let hospital = Hospital::new(store.clone(), auth, &config);
    let router = server::router(&hospital, &config, operations::routes(), asked.web.as_deref());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(async {
        let stopped = stop_signal()?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        say(&lines)?;
        let (worker, closing) = (Worker::new(store.clone()).in_zone(hospital.zone), hospital.closing());
        let (ended, engine_ended) = oneshot::channel::<()>();
        let working = tokio::spawn(async move {
            // Dropped when the engine ends, however it ends.
            let _ended = ended;
            worker.run(closing).await;
        });
        let alone = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&alone);
        let shutdown = async move {
            tokio::select! {
                () = stopped => {}
                // A server that takes entries and raises no alerts is worse than none.
                _ = engine_ended => told.store(true, Ordering::Relaxed),
            }
        };
        let served = server::serve(listener, router, Arc::clone(&hospital), shutdown).await;
        let failed = working.await.is_err() || alone.load(Ordering::Relaxed);
        if failed {
            Err(io::Error::other("the care engine ended; the server cannot go on without it"))
        } else {
            served
        }
    });
    store.close();
    Ok(served?)
}

/// Where a browser on this machine finds what listens there.
fn own_origin(address: SocketAddr) -> String {
    let ip = match address.ip() {
        ip if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        ip => ip,
    };
    format!("http://{}", SocketAddr::new(ip, address.port()))
}

/// Others read these lines through a pipe, so they must not wait in a buffer.
fn say(lines: &[String]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in lines {
        writeln!(out, "{line}")?;
    }
    out.flush()
}

/// Ends when the process is asked to stop. The signals are caught from now on, not only when this is waited for.
#[cfg(unix)]
fn stop_signal() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping");
    })
}

/// Ends when the process is asked to stop.
#[cfg(not(unix))]
fn stop_signal() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    Ok(async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(%error, "Ctrl-C cannot be heard");
            std::future::pending::<()>().await;
        }
        tracing::info!("stopping");
    })
}

/// One JSON object a line to standard error. A panic's message may hold patient data, so only its place is told.
fn log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("KANGBAN_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(io::stderr).init();
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
        tracing::error!(place, "a panic");
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_on_every_address_is_found_on_the_loopback() {
        let at = |text: &str| own_origin(text.parse().expect("an address"));
        assert_eq!(at("0.0.0.0:80"), "http://127.0.0.1:80");
        assert_eq!(at("127.0.0.1:8787"), "http://127.0.0.1:8787");
        assert_eq!(at("[::1]:8787"), "http://[::1]:8787");
    }
}
