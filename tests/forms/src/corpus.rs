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
