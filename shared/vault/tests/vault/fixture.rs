//! Stores that released versions wrote, sealed as they lie on a phone. Each is opened by the present version, with
//! everything in it. The PIN of all of them is 204681; what is in them is made up.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use kangban_vault::{Batch, NewFile, Record, SettlementEnd, ready};

use crate::home::{Home, NOW, confirmed, downloaded, entries, observation, settled, write};

fn folder(version: u32) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/v{version}"))
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &to) } else { fs::copy(&path, &to).map(drop).unwrap() }
    }
}

/// What every fixture holds: something that waits, something confirmed and changed since, something refused,
/// something downloaded, a file, a document and a value.
fn fill(home: &Home) {
    let (_vaults, mut vault) = home.with_vault();
    write(&mut vault, &entries(["waits", "changed", "refused"].map(|id| observation(id, NOW, "first"))));
    write(&mut vault, &settled("changed", 1, confirmed("1")));
    write(&mut vault, &settled("refused", 1, SettlementEnd::Refused("invalid".into())));
    let photo = NewFile { id: "photo".into(), mime: "image/jpeg".into(), bytes: vec![42; 3000] };
    let batch = Batch {
        downloads: vec![Record { date_ms: NOW + 1, ..downloaded("theirs", "3", "theirs") }],
        files: vec![photo],
        documents: vec![("advice".into(), "a1".into(), Some(r#"{"shown":true}"#.into()))],
        values: vec![("cursor".into(), Some("12".into()))],
        ..entries([observation("changed", NOW, "second")])
    };
    write(&mut vault, &batch);
}

fn holds_all(home: &Home) {
    let vault = home.unlock().unwrap();
    let row = |id: &str| vault.get("Observation", id).unwrap().unwrap().outbox;
    let waits = row("waits").unwrap();
    assert_eq!((waits.changes, waits.base_version, waits.refused), (1, None, None));
    let changed = row("changed").unwrap();
    assert_eq!((changed.changes, changed.base_version.as_deref(), changed.refused), (1, Some("1"), None));
    assert_eq!(row("refused").unwrap().refused.as_deref(), Some("invalid"));
    let theirs = vault.get("Observation", "theirs").unwrap().unwrap();
    assert_eq!(theirs.outbox, None);
    assert_eq!(theirs.record, Record { date_ms: NOW + 1, ..downloaded("theirs", "3", "theirs") });
    let waiting = vault.waiting(9).unwrap();
    let waiting: Vec<_> = waiting.iter().map(|stored| stored.record.id.as_str()).collect();
    assert_eq!(waiting, ["waits", "changed"]);
    assert_eq!(ready(vault.file("photo")).unwrap().unwrap().bytes, vec![42; 3000]);
    assert_eq!(vault.document("advice", "a1").unwrap().as_deref(), Some(r#"{"shown":true}"#));
    assert_eq!(vault.value("cursor").unwrap().as_deref(), Some("12"));
}

/// The newest version with a fixture.
const NEWEST: u32 = 1;

/// With `KANGBAN_MAKE_FIXTURE=1` in the environment the fixture of a new release is made first, once and never again.
#[test]
fn the_store_of_every_released_version_opens_with_everything_in_it() {
    if env::var_os("KANGBAN_MAKE_FIXTURE").is_some() {
        make_the_fixture();
    }
    for version in 1..=NEWEST {
        let home = Home::new();
        copy(&folder(version), home.path());
        holds_all(&home);
        holds_all(&home);
    }
}

fn make_the_fixture() {
    let to = folder(NEWEST);
    assert!(!to.exists(), "a released fixture is never made again");
    let home = Home::new();
    fill(&home);
    holds_all(&home);
    copy(home.path(), &to);
    fs::remove_file(to.join("lock")).unwrap();
}
