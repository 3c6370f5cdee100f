//! What a patient downloads to have the app, compressed as the hospital sends it.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use kangban_journeys::{Outcome, Trouble};

use crate::table::{Bar, Better, Row};

pub(crate) fn run() -> Outcome<Vec<Row>> {
    let web = std::env::var_os("KANGBAN_WEB")
        .map(PathBuf::from)
        .ok_or_else(|| Trouble::new("KANGBAN_WEB is not set"))?;
    let size = compressed(&web.join("patient"))?;
    Ok(vec![Row {
        name: "the whole patient page, gzip",
        ours: kilobytes(size),
        unit: "kB",
        better: Better::Lower,
        against: None,
        bar: Bar::Figure(1_000.0),
    }])
}

fn kilobytes(bytes: u64) -> f64 {
    let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
    f64::from(bytes) / 1_000.0
}

/// The bytes of every file, of the compressed one where there is one beside it.
fn compressed(folder: &Path) -> io::Result<u64> {
    let mut size = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            size += compressed(&path)?;
            continue;
        }
        let ending = path.extension().unwrap_or_default().to_owned();
        if ending == "gz" || ending == "map" {
            continue;
        }
        let mut packed = path.clone().into_os_string();
        packed.push(".gz");
        size += fs::metadata(PathBuf::from(packed)).or_else(|_| fs::metadata(&path))?.len();
    }
    Ok(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compressed_file_counts_in_place_of_the_plain_one_and_maps_do_not_count() {
        let folder = tempfile::tempdir().unwrap();
        for (name, length) in [("a.js", 100), ("a.js.gz", 30), ("b.png", 7), ("a.js.map", 1_000)] {
            fs::write(folder.path().join(name), vec![0; length]).unwrap();
        }
        assert_eq!(compressed(folder.path()).unwrap(), 37);
    }
}
