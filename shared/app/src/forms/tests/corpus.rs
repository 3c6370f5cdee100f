//! Forms of all kinds that others wrote, where the corpus is at hand: each opens, and no view of it is large.

use std::{fs, path::PathBuf};

use crux_core::bridge::{BincodeFfiFormat, FfiFormat};
use serde_json::{Value, json};

use super::{next, open, task, typed};
use crate::{FormControlKind, Screen, support::Phone};

const BUDGET: usize = 16 * 1024;

fn files(folder: &PathBuf, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|it| it == "json") {
            found.push(path);
        }
    }
}

/// Opens a form and looks at its screens one after the other. Gives how many there were.
fn walk(name: &str, mut form: Value) -> usize {
    let url = "https://h.example/Questionnaire/one";
    form["url"] = json!(url);
    form["id"] = json!("one");
    let mut phone = Phone::in_use();
    phone.hospital.put(form, false);
    phone.hospital.put(task("one", 3, url, "2026-11-22T08:00:00+08:00", "2026-11-23T18:00:00+08:00"), true);
    phone.settle();
    open(&mut phone, "one");
    let mut screens = 0;
    loop {
        let view = phone.view();
        let mut small = view.clone();
        if let Screen::Form(form) = &mut small.screen {
            assert!(form.error.is_empty(), "{name}: {}", form.error);
            // A picture that the form holds is as large as its author made it.
            for control in &mut form.controls {
                control.media = None;
            }
        }
        let mut buffer = Vec::new();
        BincodeFfiFormat::serialize(&mut buffer, &small).unwrap();
        // A text that its author made longer than a screen cannot be cut.
        let one = matches!(&small.screen, Screen::Form(form) if form.controls.len() <= 1);
        assert!(one || buffer.len() <= BUDGET, "{name}: screen {screens} has {} bytes", buffer.len());
        screens += 1;
        let Screen::Form(form) = view.screen else { break };
        if let Some(field) = form.controls.iter().find(|it| {
            matches!(it.kind, FormControlKind::ShortText | FormControlKind::LongText) && !it.read_only
        }) {
            typed(&mut phone, &field.path, "一二三");
        }
        if screens > 40 {
            break;
        }
        next(&mut phone);
    }
    screens
}

#[test]
fn forms_that_others_wrote_open_and_each_view_of_them_is_small() {
    let corpus = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/questionnaires");
    let mut found = Vec::new();
    files(&corpus, &mut found);
    if found.is_empty() {
        eprintln!("skipped: no corpus");
        return;
    }
    found.sort();
    let (mut forms, mut screens) = (0, 0);
    for path in found {
        let Ok(json) = serde_json::from_str::<Value>(&fs::read_to_string(&path).unwrap_or_default()) else {
            continue;
        };
        if json["resourceType"] != "Questionnaire" {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        screens += walk(&name, json);
        forms += 1;
    }
    assert!(screens >= forms);
}
