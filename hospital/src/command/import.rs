//! `kangban-hospital import`.

use std::time::Instant;

use kangban_hospital::{
    clock::Clock,
    data::DataDirectory,
    import::{Imported, import_file},
    store::SqliteStore,
};

use super::{Import, Trouble};

/// Imports every file. One that cannot be imported does not hold up the others.
pub(crate) fn import(asked: &Import) -> Result<(), Trouble> {
    let data = DataDirectory::open(&asked.data)?;
    let store = SqliteStore::open(data.path(), Clock::system())?;
    let started = Instant::now();
    let (mut all, mut failed) = (Imported::default(), 0);
    for file in &asked.files {
        match import_file(&store, file) {
            Ok(Imported { written, unchanged, form_problems }) => {
                println!("{}: {written} written, {unchanged} unchanged", file.display());
                for problem in form_problems {
                    println!("  {problem}");
                }
                all.written += written;
                all.unchanged += unchanged;
            }
            Err(error) => {
                eprintln!("{error}");
                failed += 1;
            }
        }
    }
    store.close();
    let seconds = started.elapsed().as_secs_f64();
    println!("{} written, {} unchanged, {failed} files failed, {seconds:.1} s", all.written, all.unchanged);
    match failed {
        0 => Ok(()),
        _ => Err(Trouble::new(format!("{failed} of {} files were not imported", asked.files.len()))),
    }
}
