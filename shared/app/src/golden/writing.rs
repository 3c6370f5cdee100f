//! Golden files as text: one text or action a line, so that a change of them can be read.

use std::{fmt::Write as _, fs, path::PathBuf};

use base64::{Engine, engine::general_purpose::STANDARD};
use crux_core::bridge::{BincodeFfiFormat, FfiFormat};
use serde::Serialize;
use serde_json::json;

use super::{
    screens,
    sheet::{Action, Sheet},
    states::State,
};

/// With this set to 1 the files are written instead of compared.
pub(super) const WRITE: &str = "KANGBAN_WRITE_GOLDEN";

/// Where the files are.
pub(super) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/shells/golden")
}

/// A value as it crosses the boundary.
pub(super) fn bytes(value: &impl Serialize) -> Vec<u8> {
    let mut buffer = Vec::new();
    BincodeFfiFormat::serialize(&mut buffer, value).unwrap();
    buffer
}

pub(super) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The file of one screen.
pub(super) fn file(screen: &str, states: &[&State]) -> String {
    let states: Vec<String> = states.iter().map(|state| text(state)).collect();
    format!("{{\"screen\": {}, \"states\": [\n{}\n]}}\n", json!(screen), states.join(",\n"))
}

fn text(state: &State) -> String {
    let State { name, view } = state;
    let Sheet { chrome, shown, behind, actions, .. } = screens::drawn(view);
    let mut text = String::new();
    let head = [
        ("name", json!(name)),
        ("language", json!(chrome.language)),
        ("elders", json!(chrome.elders)),
        ("theme", json!(chrome.theme)),
        ("view", json!(base64(&bytes(view)))),
    ];
    for (at, (key, value)) in head.iter().enumerate() {
        let open = if at == 0 { "{" } else { " " };
        writeln!(text, "{open}\"{key}\": {value},").unwrap();
    }
    writeln!(text, " \"shown\": {},", lines(shown.iter().map(|text| json!(text).to_string()))).unwrap();
    writeln!(text, " \"behind\": {},", lines(behind.iter().map(|text| json!(text).to_string()))).unwrap();
    write!(text, " \"actions\": {}}}", lines(actions.iter().map(action))).unwrap();
    text
}

fn action(action: &Action) -> String {
    let Action { kind, at, nth, input, tap } = action;
    let event = tap.as_ref().map(|tap| base64(&bytes(tap))).unwrap_or_default();
    format!(
        "{{\"kind\": {}, \"at\": {}, \"nth\": {nth}, \"input\": {}, \"event\": {}}}",
        json!(kind),
        json!(at),
        json!(input),
        json!(event)
    )
}

fn lines(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.map(|item| format!("  {item}")).collect();
    if items.is_empty() { "[]".to_owned() } else { format!("[\n{}]", items.join(",\n")) }
}

/// Writes the file, or proves that it says what it should.
pub(super) fn prove(name: &str, content: &str) {
    let path = folder().join(name);
    if std::env::var(WRITE).is_ok_and(|set| set == "1") {
        fs::create_dir_all(folder()).unwrap();
        fs::write(&path, content).unwrap();
        return;
    }
    let known = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        known == content,
        "tests/shells/golden/{name} is not what the app draws now: run {WRITE}=1 cargo test -p kangban-app golden, \
         read what changed, and have the shells follow"
    );
}
