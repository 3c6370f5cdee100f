//! The data directory, held by one process at a time.

use std::{
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
};

/// Why a data directory cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// Another process holds it.
    #[error("another kangban-hospital is using {}; stop it first, or give another --data", .0.display())]
    InUse(PathBuf),
    /// It cannot be made or opened.
    #[error("the data directory {} cannot be used: {error}", .directory.display())]
    Unusable {
        /// The directory.
        directory: PathBuf,
        /// Why.
        error: io::Error,
    },
}

/// A data directory that is ours until this is dropped or the process ends, however it ends.
#[derive(Debug)]
pub struct DataDirectory {
    path: PathBuf,
    _lock: File,
}

impl DataDirectory {
    /// Makes the directory if need be, readable by its owner only, and takes it.
    pub fn open(path: &Path) -> Result<Self, DataError> {
        let unusable = |error| DataError::Unusable { directory: path.to_owned(), error };
        if !path.is_dir() {
            let mut builder = DirBuilder::new();
            builder.recursive(true);
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            builder.create(path).map_err(unusable)?;
        }
        let file = OpenOptions::new().create(true).write(true).truncate(false).open(path.join("lock"));
        let file = file.map_err(unusable)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { path: fs::canonicalize(path).map_err(unusable)?, _lock: file }),
            Err(TryLockError::WouldBlock) => Err(DataError::InUse(path.to_owned())),
            Err(TryLockError::Error(error)) => Err(unusable(error)),
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_is_held_by_one_at_a_time_and_free_again_afterwards() {
        let parent = tempfile::tempdir().expect("a directory");
        let path = parent.path().join("new/place");
        let held = DataDirectory::open(&path).expect("it is made");
        assert!(matches!(DataDirectory::open(&path), Err(DataError::InUse(_))));
        drop(held);
        DataDirectory::open(&path).expect("it is free again");
    }

    #[test]
    fn a_file_in_the_place_of_the_directory_is_told() {
        let parent = tempfile::tempdir().expect("a directory");
        let path = parent.path().join("file");
        fs::write(&path, "").expect("written");
        assert!(matches!(DataDirectory::open(&path), Err(DataError::Unusable { .. })));
    }
}
