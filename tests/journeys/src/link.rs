//! The network between the phone and the hospital: it can be cut, and it can lose answers.

use std::{
    io::{Read as _, Write as _},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU8, AtomicU64, Ordering},
    },
    thread,
};

use crate::Outcome;

/// How the network is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// All goes through.
    Up,
    /// Nothing goes through; what was open is broken.
    Cut,
    /// What is sent arrives, but each answer is lost on its way back.
    LosesAnswers,
}

/// A stretch of network with the hospital at its other end.
#[derive(Debug)]
pub struct Link {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    mode: AtomicU8,
    lost: AtomicU64,
    to: Mutex<SocketAddr>,
    open: Mutex<Vec<TcpStream>>,
}

impl Shared {
    fn mode(&self) -> Mode {
        match self.mode.load(Ordering::SeqCst) {
            0 => Mode::Up,
            1 => Mode::Cut,
            _ => Mode::LosesAnswers,
        }
    }
}

impl Link {
    /// A link that is up and ends at `to`.
    ///
    /// # Errors
    /// When there is no port to listen on.
    pub fn to(to: SocketAddr) -> Outcome<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            mode: AtomicU8::new(0),
            lost: AtomicU64::new(0),
            to: Mutex::new(to),
            open: Mutex::default(),
        });
        let inside = Arc::clone(&shared);
        thread::spawn(move || {
            for near in listener.incoming().flatten() {
                if inside.mode() != Mode::Cut {
                    join(&inside, near);
                }
            }
        });
        Ok(Self { address, shared })
    }

    /// The origin as the phone sees it.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The FHIR base as the phone sees it.
    pub fn base(&self) -> String {
        format!("{}/fhir", self.origin())
    }

    /// Changes how the network is, and breaks what is open when it is cut.
    pub fn set(&self, mode: Mode) {
        self.shared.mode.store(mode as u8, Ordering::SeqCst);
        if mode == Mode::Cut {
            self.break_all();
        }
    }

    /// Lets the link end somewhere else.
    pub fn lead_to(&self, to: SocketAddr) {
        if let Ok(mut place) = self.shared.to.lock() {
            *place = to;
        }
        self.break_all();
    }

    /// How many answers were lost so far.
    pub fn lost(&self) -> u64 {
        self.shared.lost.load(Ordering::SeqCst)
    }

    fn break_all(&self) {
        if let Ok(mut open) = self.shared.open.lock() {
            for stream in open.drain(..) {
                // It may be closed already.
                let _ = stream.shutdown(Shutdown::Both);
            }
        }
    }
}

/// Carries bytes both ways until one side ends.
fn join(shared: &Arc<Shared>, near: TcpStream) {
    let Ok(to) = shared.to.lock().map(|to| *to) else { return };
    let Ok(far) = TcpStream::connect(to) else { return };
    let (Ok(near_copy), Ok(far_copy)) = (near.try_clone(), far.try_clone()) else { return };
    if let Ok(mut open) = shared.open.lock() {
        open.retain(|stream| stream.peer_addr().is_ok());
        open.extend(near.try_clone());
        open.extend(far.try_clone());
    }
    thread::spawn(move || carry(near_copy, far_copy, |_| true));
    let shared = Arc::clone(shared);
    thread::spawn(move || {
        carry(far, near, |_| {
            let lose = shared.mode() == Mode::LosesAnswers;
            if lose {
                shared.lost.fetch_add(1, Ordering::SeqCst);
            }
            !lose
        });
    });
}

/// Copies until the end, or until `may` refuses a piece; then both are closed.
fn carry(mut from: TcpStream, mut to: TcpStream, may: impl Fn(&[u8]) -> bool) {
    let mut piece = vec![0; 64 << 10];
    while let Ok(length @ 1..) = from.read(&mut piece) {
        if !may(&piece[..length]) || to.write_all(&piece[..length]).is_err() {
            break;
        }
    }
    let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
}
