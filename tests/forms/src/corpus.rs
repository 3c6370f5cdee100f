//! Where the public material lies, and how a file of it is read.

use std::{
    fs,
    path::{Path, PathBuf},
};

use kangban_forms::Shelf;
use serde_json::Value;

/// The corpus beside the project, when it is there.
pub fn corpus() -> Option<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    dir.is_dir().then_some(dir)
}

/// R4's own small value sets and code systems.
///
/// # Panics
/// When the file that comes with this crate is broken.
#[allow(clippy::expect_used, reason = "a file of ours")]
pub fn terminology() -> Value {
    serde_json::from_str(include_str!("../terminology/r4.json")).expect("a Bundle")
}

/// A shelf with R4's own terminology on it.
pub fn shelf() -> Shelf {
    let mut shelf = Shelf::new();
    shelf.put(terminology());
    shelf
}

/// Reads a resource in JSON or XML.
///
/// # Errors
/// Why it cannot be read.
pub fn resource(path: &Path) -> Result<Value, String> {
    let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('<') {
        crate::xml::read(text)
    } else {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }
}

/// The file that a manifest means: beside it by its path, or by its path written flat behind the folder's name.
pub fn resolve(dir: &Path, below: &[&str], name: &str) -> Option<PathBuf> {
    let mut names = vec![name.to_owned()];
    for prefix in below {
        names.push(format!("{prefix}/{name}"));
    }
    let flat: Vec<String> = names.iter().map(|name| name.replace('/', "__")).collect();
    let with_folder: Vec<String> = flat.iter().map(|name| format!("validator__{name}")).collect();
    names.into_iter().chain(flat).chain(with_folder).map(|name| dir.join(name)).find(|path| path.is_file())
}

/// A Questionnaire of R3 as R4 has it: conditions without an operator mean equality, `hasAnswer` means existence, and
/// one condition of several is enough.
pub fn from_r3(mut questionnaire: Value) -> Value {
    for item in questionnaire.get_mut("item").and_then(Value::as_array_mut).into_iter().flatten() {
        *item = from_r3(item.take());
        let Some(fields) = item.as_object_mut() else { continue };
        let conditions = fields.get_mut("enableWhen").and_then(Value::as_array_mut);
        let mut count = 0;
        for condition in conditions.into_iter().flatten().filter_map(Value::as_object_mut) {
            count += 1;
            let has_answer = condition.remove("hasAnswer");
            let operator = if has_answer.is_some() { "exists" } else { "=" };
            condition.entry("operator").or_insert_with(|| operator.into());
            if let Some(has_answer) = has_answer {
                condition.entry("answerBoolean").or_insert(has_answer);
            }
        }
        if count > 1 {
            fields.entry("enableBehavior").or_insert_with(|| "any".into());
        }
    }
    questionnaire
}
