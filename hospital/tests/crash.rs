//! What a hospital that is killed in the middle of its work has acknowledged, it still has.
#![allow(clippy::expect_used)]

mod client;

use std::{
    path::Path,
    process::{Child, Command},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use client::client;
use kangban_hospital::{
    access::{Home, Reach},
    auth::Caller,
    clock::Clock,
    store::{Feed, Method, Query, SqliteStore, StoreError},
};
use reqwest::Client;
use serde_json::{Value, json};

const INVITATION_GRANT: &str = "https://kangban.example/oauth/grant/invitation";
const WRITERS: usize = 16;

/// Kills without warning when the test ends in whatever way.
struct Server(Child);

impl Server {
    fn start(data: &Path, port: u16) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_kangban-hospital"))
            .args(["serve", "--demo", "--listen", &format!("127.0.0.1:{port}"), "--data"])
            .arg(data)
            .env("KANGBAN_LOG", "warn")
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("it starts");
        Self(child)
    }

    /// On Unix this is SIGKILL: nothing of the process runs after it.
    fn kill(&mut self) {
        self.0.kill().expect("it was running");
        self.0.wait().expect("it ended");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // An error means that it has ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

async fn token(client: &Client, origin: &str) -> String {
    let form = format!("grant_type={INVITATION_GRANT}&client_id=kangban-patient&device=d1&code=TEST-CRSH");
    for _ in 0..300 {
        let request = client.post(format!("{origin}/oauth/token")).body(form.clone());
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        if let Ok(answer) = request.send().await {
            let answer: Value = answer.json().await.expect("JSON");
            return answer["access_token"]
                .as_str()
                .unwrap_or_else(|| panic!("a token is in {answer}"))
                .to_owned();
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the server does not come up");
}

/// Puts an invitation for a patient into a data directory before the server runs on it.
fn furnish(data: &Path, origin: &str) {
    let clock = Clock::system();
    let settings = kangban_hospital::auth::AuthSettings {
        data: data.to_owned(),
        origin: origin.to_owned(),
        clients: Vec::new(),
        lifetimes: kangban_hospital::auth::Lifetimes::default(),
        sign_in_failures: kangban_hospital::auth::FailureLimit::default(),
    };
    let auth = kangban_hospital::auth::Auth::open(settings, clock).expect("the authority opens");
    auth.invite_with("TEST-CRSH", "crash", "crash").expect("an invitation");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_server_loses_nothing_that_it_has_acknowledged() {
    let data = tempfile::tempdir().expect("a directory");
    let free =
        std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    let origin = format!("http://127.0.0.1:{free}");
    furnish(data.path(), &origin);
    let mut server = Server::start(data.path(), free);
    let client = client();
    let token = token(&client, &origin).await;

    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    let killed = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let (client, origin, token) = (client.clone(), origin.clone(), token.clone());
            let (acknowledged, killed) = (Arc::clone(&acknowledged), Arc::clone(&killed));
            tokio::spawn(async move {
                for number in 0.. {
                    let id = format!("w{writer}-{number}");
                    let entry = json!({"resourceType": "Observation", "id": id, "status": "final",
                        "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
                        "subject": {"reference": "Patient/crash"},
                        "valueQuantity": {"value": 60, "system": "http://unitsofmeasure.org", "code": "kg"}});
                    let request = client.put(format!("{origin}/fhir/Observation/{id}")).bearer_auth(&token);
                    match request.json(&entry).send().await {
                        Ok(answer) if answer.status().is_success() => {
                            acknowledged.lock().expect("no panic").push(id);
                        }
                        Ok(answer) => panic!("refused: {}", answer.status()),
                        // The connection broke: that is what being killed looks like from outside.
                        Err(_) => {
                            assert!(killed.load(Ordering::SeqCst), "the server broke off by itself");
                            return;
                        }
                    }
                }
            })
        })
        .collect();
    while acknowledged.lock().expect("no panic").len() < 300 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    killed.store(true, Ordering::SeqCst);
    server.kill();
    for writer in writers {
        writer.await.expect("no refusal");
    }

    let store = SqliteStore::open(data.path(), Clock::system()).expect("it opens after the crash");
    let acknowledged = acknowledged.lock().expect("no panic").clone();
    assert!(acknowledged.len() >= 300);
    for id in &acknowledged {
        let found = store.read_now(|reader| reader.get("Observation", id)).expect("read");
        assert!(
            found.is_some_and(|stored| stored.version == 1),
            "{id} was acknowledged and is lost or doubled"
        );
    }
    // What was on its way when it was killed is there or is not there; the feed has no gap either way.
    let feed = Feed::Home(Home::Patient("crash".to_owned()));
    let numbers: Vec<i64> = store
        .read_now(|reader| reader.feed(&feed, 0, usize::MAX))
        .expect("read")
        .into_iter()
        .map(|(number, _)| number)
        .collect();
    assert_eq!(numbers, (1..=i64::try_from(numbers.len()).expect("a number")).collect::<Vec<_>>());
    let query = Query::all("Observation", Reach::Patient("crash".to_owned()), 1);
    let all = store.read_now(|reader| reader.count(&query)).expect("counted");
    assert_eq!(all, numbers.len() as u64);
    // And it goes on where it was.
    let entry = json!({"resourceType": "Observation", "id": "after", "status": "final", "code": {},
        "subject": {"reference": "Patient/crash"}});
    let entry = kangban_fhir::Resource::from_value(entry).expect("a resource");
    let written: Result<_, StoreError> =
        store.write(move |writer| writer.put(&Caller::system(), entry, Method::Put)).await;
    assert_eq!(Some(written.expect("written").seq), numbers.last().map(|last| last + 1));
}
