//! What each shell draws and carries out, as its own tests found it: one table for the docs.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

use serde_json::Value;

use crate::{
    sh::{Failure, Outcome, root},
    test::Ended,
};

/// The page with the table.
const PAGE: &str = "docs/parity.md";

/// The shells and what their tests write below `out/parity`.
const SHELLS: [(&str, &[&str]); 3] = [
    ("web", &["web.json"]),
    ("Android", &["android-screens.json", "android-effects.json"]),
    ("iOS", &["ios-screens.json", "ios-effects.json"]),
];

/// A row's name to each shell's word about it.
type Rows = BTreeMap<String, [String; 3]>;

/// Compares the page with what the tests of this run found. Skipped while one of the shells was not tested.
pub(crate) fn prove() -> Result<Ended, Failure> {
    if SHELLS.iter().flat_map(|(_, files)| *files).any(|file| !found(file).exists()) {
        return Ok(Ended::Skipped(
            "The parity table needs the tests of all three shells: run cargo xtask test.",
        ));
    }
    let page = compose()?;
    if fs::read_to_string(root().join(PAGE)).is_ok_and(|written| written == page) {
        return Ok(Ended::Passed);
    }
    Err(Failure::new(format!(
        "{PAGE} is not what the shells' tests found: run cargo xtask parity and commit it."
    )))
}

/// Writes the page.
pub(crate) fn write() -> Outcome {
    let page = compose()?;
    Ok(fs::write(root().join(PAGE), page)?)
}

fn found(file: &str) -> std::path::PathBuf {
    root().join("out/parity").join(file)
}

fn compose() -> Result<String, Failure> {
    let (mut screens, mut effects) = expected()?;
    for (column, (shell, files)) in SHELLS.iter().enumerate() {
        for file in *files {
            let tested = read(&found(file))?;
            for (name, counts) in pairs(&tested["screens"]) {
                fill(&mut screens, shell, column, &name, counted(&counts))?;
            }
            for (name, word) in pairs(&tested["effects"]) {
                let word = word.as_str().unwrap_or("carried out").to_owned();
                fill(&mut effects, shell, column, &name, word)?;
            }
        }
    }
    for (name, row) in screens.iter().chain(&effects) {
        if let Some(column) = row.iter().position(String::is_empty) {
            return Err(Failure::new(format!("{name} has no home on {}", SHELLS[column].0)));
        }
    }
    Ok(page(&screens, &effects))
}

/// What the golden files name: every screen and every effect.
fn expected() -> Result<(Rows, Rows), Failure> {
    let golden = root().join("tests/shells/golden");
    let mut screens = Rows::new();
    for entry in fs::read_dir(&golden)? {
        if let Some(name) = read(&entry?.path())?["screen"].as_str() {
            screens.insert(name.to_owned(), Default::default());
        }
    }
    let all = read(&golden.join("effects.json"))?;
    let names = all["effects"].as_array().into_iter().flatten().filter_map(|effect| effect["name"].as_str());
    Ok((screens, names.map(|name| (name.to_owned(), Default::default())).collect()))
}

fn read(file: &Path) -> Result<Value, Failure> {
    serde_json::from_slice(&fs::read(file)?)
        .map_err(|error| Failure::new(format!("{}: {error}", file.display())))
}

/// The members of an object, or the strings of a list with nothing said about them.
fn pairs(value: &Value) -> Vec<(String, Value)> {
    match value {
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
        Value::Array(names) => {
            names.iter().filter_map(Value::as_str).map(|name| (name.to_owned(), Value::Null)).collect()
        }
        _ => Vec::new(),
    }
}

fn counted(counts: &Value) -> String {
    let count = |what: &str| counts[what].as_u64().unwrap_or_default();
    format!("{} states, {} texts, {} actions", count("states"), count("texts"), count("actions"))
}

fn fill(rows: &mut Rows, shell: &str, column: usize, name: &str, word: String) -> Outcome {
    let row = rows
        .get_mut(name)
        .ok_or_else(|| Failure::new(format!("{shell} tested {name}, which no golden file names")))?;
    row[column] = word;
    Ok(())
}

fn page(screens: &Rows, effects: &Rows) -> String {
    let mut page = "# What each shell draws and carries out\n\n\
        Written by `cargo xtask parity` from what the tests of the three shells found in `tests/shells/golden`; \
        `cargo xtask test` fails when it is not what they find, or when a cell is empty.\n"
        .to_owned();
    for (title, first, rows) in [("Screens", "screen", screens), ("Effects", "effect", effects)] {
        let heads = SHELLS.map(|(shell, _)| shell).join(" | ");
        let _ = write!(page, "\n## {title}\n\n| {first} | {heads} |\n| --- | --- | --- | --- |\n");
        for (name, row) in rows {
            let _ = writeln!(page, "| {name} | {} |", row.join(" | "));
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_that_tested_what_no_golden_file_names_is_refused() {
        let mut rows = Rows::from([("Today".to_owned(), Default::default())]);
        assert!(fill(&mut rows, "iOS", 2, "Today", "1".to_owned()).is_ok());
        assert!(fill(&mut rows, "iOS", 2, "Yesterday", "1".to_owned()).is_err());
        assert_eq!(rows["Today"], ["", "", "1"].map(str::to_owned));
    }
}
