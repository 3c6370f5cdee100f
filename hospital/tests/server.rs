//! The binary as others run it: what it prints, what it refuses, how it stops, and what it loses when it is killed.
#![allow(clippy::expect_used)]

mod client;

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

use client::client;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

const INVITATION_GRANT: &str = "https://kangban.example/oauth/grant/invitation";

fn command(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kangban-hospital"));
    command.args(words).env("KANGBAN_LOG", "warn");
    command
}

fn run(words: &[&str]) -> (Output, String) {
    let output = command(words).output().expect("it runs");
    let told = String::from_utf8(output.stderr.clone()).expect("text");
    (output, told)
}

/// A demo server; it is killed when the test ends.
struct Server {
    child: Child,
    lines: Vec<String>,
}

impl Drop for Server {
    fn drop(&mut self) {
        // An error means that it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Starts on a free port and waits until it has said everything.
    fn start(data: &Path) -> Self {
        let data = data.to_str().expect("text");
        let mut child = command(&["serve", "--listen", "127.0.0.1:0", "--data", data, "--demo"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut lines = Vec::new();
        for line in BufReader::new(child.stdout.take().expect("a pipe")).lines().map_while(Result::ok) {
            let last = line.starts_with("care console login (赵敏");
            lines.push(line);
            if last {
                break;
            }
        }
        Self { child, lines }
    }

    fn said(&self, label: &str) -> &str {
        let line = self.lines.iter().find_map(|line| line.strip_prefix(label)?.strip_prefix(": "));
        line.unwrap_or_else(|| panic!("'{label}' is in {:?}", self.lines))
    }

    fn fhir(&self) -> &str {
        self.said("FHIR base")
    }

    /// Signs 李秀英 in with the printed code.
    async fn activate(&self, client: &Client) -> String {
        let origin = self.fhir().strip_suffix("/fhir").expect("the base ends in /fhir");
        let form = format!(
            "grant_type={INVITATION_GRANT}&client_id=kangban-patient&device=d1&code={}",
            self.said("invitation code (李秀英)")
        );
        let request = client.post(format!("{origin}/oauth/token")).body(form);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let answer: Value = request.send().await.expect("an answer").json().await.expect("JSON");
        answer["access_token"].as_str().unwrap_or_else(|| panic!("a token is in {answer}")).to_owned()
    }

    async fn put(&self, client: &Client, token: &str, resource: &Value) -> StatusCode {
        let (kind, id) =
            (resource["resourceType"].as_str().expect("a type"), resource["id"].as_str().expect("an id"));
        let request = client.put(format!("{}/{kind}/{id}", self.fhir())).bearer_auth(token).json(resource);
        request.send().await.expect("an answer").status()
    }

    /// The alerts of the signed-in patient.
    async fn alerts(&self, client: &Client, token: &str) -> Vec<Value> {
        let request = client.get(format!("{}/Task?code=alert", self.fhir())).bearer_auth(token);
        let bundle: Value = request.send().await.expect("an answer").json().await.expect("JSON");
        bundle["entry"].as_array().cloned().unwrap_or_default()
    }

    /// Waits until there is an alert. Gives the alerts and how long it took.
    async fn first_alerts(&self, client: &Client, token: &str) -> (Vec<Value>, Duration) {
        let started = Instant::now();
        loop {
            let alerts = self.alerts(client, token).await;
            if !alerts.is_empty() {
                return (alerts, started.elapsed());
            }
            assert!(started.elapsed() < Duration::from_secs(20), "no alert comes");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    #[cfg(unix)]
    fn signal(&mut self, name: &str) -> std::process::ExitStatus {
        let sent =
            Command::new("kill").args([name, &self.child.id().to_string()]).status().expect("kill runs");
        assert!(sent.success());
        self.child.wait().expect("it ends")
    }
}

/// Pain of 8 out of 10, reported now: the demo's patient was operated on three days ago.
fn pain(id: &str) -> Value {
    let now = chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
    json!({"resourceType": "Observation", "id": id, "status": "final", "subject": {"reference": "Patient/li-xiuying"},
        "performer": [{"reference": "Patient/li-xiuying"}],
        "code": {"coding": [{"system": "http://loinc.org", "code": "72514-3"}]},
        "effectiveDateTime": now, "valueInteger": 8})
}

#[tokio::test]
async fn a_demo_says_where_it_is_and_an_entry_makes_one_alert() {
    let data = tempfile::tempdir().expect("a directory");
    let server = Server::start(data.path());
    assert!(server.fhir().starts_with("http://127.0.0.1:") && !server.fhir().contains(":0/"));
    assert_eq!(server.said("care console login (王建国, responsible doctor)"), "dr-wang / wang-2026");
    let client = client();
    let token = server.activate(&client).await;
    let entry = pain("entry-1");
    assert_eq!(server.put(&client, &token, &entry).await, StatusCode::CREATED);
    let (alerts, took) = server.first_alerts(&client, &token).await;
    assert!(took < Duration::from_secs(2), "{took:?}");
    assert_eq!(server.put(&client, &token, &entry).await, StatusCode::OK);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(server.alerts(&client, &token).await, alerts);
    assert_eq!(alerts[0]["resource"]["owner"]["reference"], "Practitioner/dr-wang");
}

#[cfg(unix)]
#[tokio::test]
async fn an_acknowledged_entry_makes_its_alert_although_the_server_was_killed() {
    let data = tempfile::tempdir().expect("a directory");
    let client = client();
    let mut server = Server::start(data.path());
    let token = server.activate(&client).await;
    let origin = server.fhir().to_owned();
    assert_eq!(server.put(&client, &token, &pain("entry-1")).await, StatusCode::CREATED);
    server.signal("-KILL");
    let server = Server::start(data.path());
    // The token belongs to the address it was given out at; the printed code is good for one more device.
    assert_ne!(server.fhir(), origin);
    let token = server.activate(&client).await;
    let (alerts, _) = server.first_alerts(&client, &token).await;
    assert_eq!(alerts.len(), 1);
    let findings = alerts[0]["resource"]["input"].as_array().expect("findings");
    let once: std::collections::HashSet<String> = findings.iter().map(ToString::to_string).collect();
    assert_eq!(once.len(), findings.len());
    assert!(findings.iter().all(|finding| finding["valueReference"]["reference"] == "Observation/entry-1"));
}

#[cfg(unix)]
#[test]
fn it_stops_cleanly_when_asked_and_keeps_its_records() {
    let data = tempfile::tempdir().expect("a directory");
    for signal in ["-TERM", "-INT"] {
        let mut server = Server::start(data.path());
        assert!(server.signal(signal).success(), "{signal}");
    }
    let (again, _) = run(&["import", "--data", data.path().to_str().expect("text"), "nowhere.json"]);
    assert!(!again.status.success());
}

#[test]
fn two_servers_never_share_a_data_directory() {
    let data = tempfile::tempdir().expect("a directory");
    let _server = Server::start(data.path());
    let directory = data.path().to_str().expect("text");
    for words in [
        vec!["serve", "--listen", "127.0.0.1:0", "--data", directory],
        vec!["import", "--data", directory, "some.json"],
    ] {
        let (output, told) = run(&words);
        assert!(!output.status.success());
        assert!(told.contains("another kangban-hospital is using"), "{told}");
    }
}

#[test]
fn what_cannot_be_started_is_told_in_one_sentence() {
    let data = tempfile::tempdir().expect("a directory");
    let directory = data.path().to_str().expect("text");
    let serve = |more: &[&str]| {
        let (output, told) =
            run(&[&["serve", "--listen", "127.0.0.1:0", "--data", directory], more].concat());
        assert!(!output.status.success());
        told
    };
    let told = serve(&["--web", directory]);
    assert!(
        told.contains("patient/index.html is missing; build the pages with 'cargo xtask build'"),
        "{told}"
    );
    assert_eq!(told.lines().count(), 1);
    assert!(serve(&["--config", "nowhere.json"]).contains("the configuration file cannot be read"));
    assert!(serve(&["--base-url", "h.example"]).contains("https://hospital.example"));
    let (output, told) = run(&["serve", "--data", directory, "--listen", "203.0.113.1:1"]);
    assert!(!output.status.success() && told.contains("203.0.113.1:1 cannot be listened on"), "{told}");
}

#[test]
fn an_import_says_what_it_did_and_fails_when_a_file_fails() {
    let data = tempfile::tempdir().expect("a directory");
    let directory = data.path().to_str().expect("text");
    let good = data.path().join("good.json");
    let bundle = r#"{"resourceType":"Bundle","type":"batch","entry":[{"resource":{"resourceType":"Patient","id":"p"}}]}"#;
    std::fs::write(&good, bundle).expect("a file");
    let good = good.to_str().expect("text");
    let (output, _) = run(&["import", "--data", directory, good]);
    let said = String::from_utf8(output.stdout).expect("text");
    assert!(output.status.success() && said.contains("good.json: 1 written, 0 unchanged"), "{said}");
    let (output, told) = run(&["import", "--data", directory, "nowhere.json", good]);
    assert!(!output.status.success() && told.contains("1 of 2 files were not imported"), "{told}");
    assert!(String::from_utf8(output.stdout).expect("text").contains("good.json: 0 written, 1 unchanged"));
    // The demo's logins are public: they never come to other records.
    let (output, told) = run(&["serve", "--listen", "127.0.0.1:0", "--data", directory, "--demo"]);
    assert!(!output.status.success() && told.contains("holds other records than the demo's"), "{told}");
}
