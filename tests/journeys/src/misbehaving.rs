//! A server in the hospital's place that answers every request wrongly.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};

use crate::Outcome;

/// A wrong answer to everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// 200 with a page, as a hotel's network gives.
    Html,
    /// A status with an `OperationOutcome`.
    Status(u16),
    /// 429 with Retry-After.
    TooMany,
    /// 200 with a body that ends in the middle.
    Truncated,
    /// 200 with something that is no JSON.
    InvalidJson,
    /// 200 with a resource of a type that nobody knows.
    UnknownType,
    /// 200 with a Bundle whose entries are missing.
    EmptyBundle,
}

impl Wrong {
    /// Each kind that the main job has to survive.
    pub const ALL: [Self; 14] = [
        Self::Html,
        Self::Status(401),
        Self::Status(403),
        Self::Status(404),
        Self::Status(409),
        Self::Status(412),
        Self::Status(413),
        Self::Status(422),
        Self::TooMany,
        Self::Status(500),
        Self::Truncated,
        Self::InvalidJson,
        Self::UnknownType,
        Self::EmptyBundle,
    ];

    fn answer(self) -> Vec<u8> {
        let fhir = "application/fhir+json";
        let outcome =
            r#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"exception"}]}"#;
        match self {
            Self::Html => {
                message(200, "", "text/html", "<!doctype html><title>Welcome</title>Sign in to the Wi-Fi")
            }
            Self::Status(status) => message(status, "", fhir, outcome),
            Self::TooMany => message(429, "Retry-After: 1\r\n", fhir, outcome),
            Self::Truncated => {
                let mut whole =
                    message(200, "", fhir, r#"{"resourceType":"Bundle","type":"batch-response","entry":[{"#);
                whole.truncate(whole.len() - 12);
                whole
            }
            Self::InvalidJson => message(200, "", fhir, "{resourceType: Bundle}"),
            Self::UnknownType => message(200, "", fhir, r#"{"resourceType":"Wombat","id":"1"}"#),
            Self::EmptyBundle => {
                message(200, "", fhir, r#"{"resourceType":"Bundle","type":"batch-response"}"#)
            }
        }
    }
}

fn message(status: u16, headers: &str, mime: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status} X\r\nContent-Type: {mime}\r\nContent-Length: {length}\r\n{headers}Connection: close\r\n\r\n{body}")
        .into_bytes()
}

/// The server.
#[derive(Debug)]
pub struct Misbehaving {
    address: SocketAddr,
    wrong: Arc<Mutex<Wrong>>,
    uploads: Arc<AtomicU64>,
}

impl Misbehaving {
    /// Starts it.
    ///
    /// # Errors
    /// When there is no port to listen on.
    pub fn start(wrong: Wrong) -> Outcome<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let wrong = Arc::new(Mutex::new(wrong));
        let uploads = Arc::new(AtomicU64::new(0));
        let (kind, count) = (Arc::clone(&wrong), Arc::clone(&uploads));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (kind, count) = (Arc::clone(&kind), Arc::clone(&count));
                thread::spawn(move || serve(stream, &kind, &count));
            }
        });
        Ok(Self { address, wrong, uploads })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers like this from now on.
    pub fn set(&self, wrong: Wrong) {
        if let Ok(mut kind) = self.wrong.lock() {
            *kind = wrong;
        }
    }

    /// How many uploads it has answered so far.
    pub fn uploads(&self) -> u64 {
        self.uploads.load(Ordering::SeqCst)
    }
}

/// Reads one whole request, answers it, and closes.
fn serve(stream: TcpStream, kind: &Mutex<Wrong>, uploads: &AtomicU64) {
    let Ok(mut out) = stream.try_clone() else { return };
    let mut input = BufReader::new(stream);
    let (mut line, mut length, mut upload) = (String::new(), 0, false);
    while input.read_line(&mut line).is_ok_and(|read| read > 2) {
        let lower = line.to_ascii_lowercase();
        upload |= (lower.starts_with("post") || lower.starts_with("put")) && lower.contains("/fhir");
        if let Some(value) = lower.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        line.clear();
    }
    let mut body = vec![0; length];
    if input.read_exact(&mut body).is_ok() {
        if let Ok(kind) = kind.lock() {
            // The phone may have gone away.
            let _ = out.write_all(&kind.answer());
        }
        if upload {
            uploads.fetch_add(1, Ordering::SeqCst);
        }
    }
    let _ = out.shutdown(Shutdown::Both);
}
