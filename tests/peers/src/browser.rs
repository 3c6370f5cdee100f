//! Opening 50,000 records in Chromium, to the first view.

use std::process::Command;

use kangban_journeys::{Outcome, Trouble};
use serde_json::Value;

use crate::table::{Bar, Better, Row};

/// `tests/browser/bench-open.mjs` drives the page and prints what it measured.
pub(crate) fn run() -> Outcome<Vec<Row>> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../browser/bench-open.mjs");
    let out = Command::new("node").arg(script).arg(crate::open::RECORDS.to_string()).output()?;
    if !out.status.success() {
        return Err(Trouble::new(String::from_utf8_lossy(&out.stderr).into_owned()));
    }
    let text = String::from_utf8_lossy(&out.stdout);
    let measured: Value = serde_json::from_str(text.lines().last().unwrap_or_default())?;
    let figure =
        |name: &str| measured[name].as_f64().ok_or_else(|| Trouble::new(format!("no {name} in {text}")));
    let row = |name, ours, bar| Row { name, ours, unit: "ms", better: Better::Lower, against: None, bar };
    Ok(vec![
        row("open 50,000 records to the lock screen, Chromium, p50", figure("lock")?, Bar::None),
        row("PIN stretching (Argon2id, 32 MiB, 2 passes), Chromium, p50", figure("pin")?, Bar::None),
        row(
            "open 50,000 records to the first view, Chromium, without PIN stretching, p50",
            figure("open")?,
            Bar::Figure(600.0),
        ),
    ])
}
