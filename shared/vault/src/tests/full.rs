//! A device without room.

use tempfile::TempDir;

use super::{ACCOUNT, NOW, PIN, entry, open, with_vault};
use crate::{Batch, NewFile, VaultError, ready};

#[test]
fn a_full_storage_refuses_the_write_and_keeps_what_was_there() {
    let home = TempDir::new().unwrap();
    let mut vault = with_vault(&home);
    ready(vault.write(&entry("before", 100))).unwrap();
    let pages: i64 = vault.db.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    let limit: i64 =
        vault.db.pragma_update_and_check(None, "max_page_count", pages, |row| row.get(0)).unwrap();
    assert_eq!(limit, pages);

    let photo = NewFile { id: "p1".into(), mime: "image/jpeg".into(), bytes: vec![1; 100] };
    let batch = Batch { files: vec![photo], ..entry("during", 100_000) };
    assert_eq!(ready(vault.write(&batch)), Err(VaultError::StorageFull));
    assert_eq!(vault.get("Observation", "during").unwrap(), None);
    assert!(vault.get("Observation", "before").unwrap().is_some());
    assert_eq!(vault.counts().unwrap().waiting, 1);
    let files = home.path().join(&vault.key_id).join("files");
    assert_eq!(std::fs::read_dir(files).unwrap().count(), 0, "no file without a row");

    // With room again, the same write is taken; and again after a restart.
    vault.db.pragma_update_and_check(None, "max_page_count", 1_000_000, |_| Ok(())).unwrap();
    ready(vault.write(&batch)).unwrap();
    vault.lock();
    let vault = ready(open(&home).unlock(ACCOUNT, PIN, NOW)).unwrap();
    assert_eq!(vault.counts().unwrap().waiting, 2);
}
