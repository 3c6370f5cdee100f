//! Records, windows, documents, values and files.

use kangban_vault::{Batch, MAX_FILE_BYTES, NewFile, OpenFile, Record, VaultError, Window, ready};

use crate::home::{Home, NOW, downloaded, downloads, entries, observation, write};

fn ids(found: Vec<kangban_vault::Stored>) -> Vec<String> {
    found.into_iter().map(|stored| stored.record.id).collect()
}

fn window(limit: u32) -> Window {
    Window { resource_type: "Observation".into(), limit, ..Window::default() }
}

fn photo(id: &str, byte: u8) -> NewFile {
    NewFile { id: id.into(), mime: "image/jpeg".into(), bytes: vec![byte; 100_000] }
}

fn with_file(file: NewFile) -> Batch {
    Batch { files: vec![file], ..Batch::default() }
}

#[test]
fn what_was_written_is_there_after_locking_and_unlocking() {
    let home = Home::new();
    let (vaults, mut vault) = home.with_vault();
    let written = observation("o1", NOW, "疼痛 😣");
    write(&mut vault, &entries([written.clone()]));
    vault.lock();
    drop(vaults);

    let vault = home.unlock().unwrap();
    assert_eq!(vault.get("Observation", "o1").unwrap().unwrap().record, written);
    assert_eq!(vault.get("Observation", "o2").unwrap(), None);
    assert_eq!(vault.get("Task", "o1").unwrap(), None);
}

#[test]
fn a_window_is_newest_first_and_goes_on_where_the_page_before_ended() {
    let home = Home::new();
    let (_vaults, mut vault) = home.with_vault();
    // Two of the same moment, and one of another type.
    let dates = [("a", 10), ("b", 30), ("c", 20), ("d", 20), ("e", 40)];
    write(&mut vault, &entries(dates.map(|(id, date)| observation(id, date, ""))));
    let other = Record { resource_type: "Communication".into(), ..observation("z", 25, "") };
    write(&mut vault, &downloads([other]));

    let first = vault.window(&window(3)).unwrap();
    assert_eq!(ids(first.clone()), ["e", "b", "d"]);
    let last = &first[2].record;
    let next = Window { before: Some((last.date_ms, last.id.clone())), ..window(3) };
    assert_eq!(ids(vault.window(&next).unwrap()), ["c", "a"]);
    let recent = Window { since_ms: Some(20), ..window(9) };
    assert_eq!(ids(vault.window(&recent).unwrap()), ["e", "b", "d", "c"]);
}

#[test]
fn a_window_of_several_codes_mixes_them_by_date_and_gives_none_twice() {
    let home = Home::new();
    let (_vaults, mut vault) = home.with_vault();
    let coded = |id: &str, date, code: &str| Record { code: code.into(), ..observation(id, date, "") };
    write(
        &mut vault,
        &entries([
            coded("a", 1, "s|pain"),
            coded("b", 2, "s|heat"),
            coded("c", 3, "s|pain"),
            coded("d", 4, "s|x"),
        ]),
    );
    let list = |codes: &[&str]| codes.iter().map(ToString::to_string).collect();
    let both = Window { codes: list(&["s|pain", "s|heat", "s|pain"]), ..window(2) };
    assert_eq!(ids(vault.window(&both).unwrap()), ["c", "b"]);
    let next = Window { before: Some((2, "b".into())), ..both };
    assert_eq!(ids(vault.window(&next).unwrap()), ["a"]);
    let unknown = Window { codes: list(&["s|none"]), ..window(2) };
    assert!(vault.window(&unknown).unwrap().is_empty());
}

#[test]
fn a_batch_that_fails_leaves_nothing_of_itself() {
    let home = Home::new();
    let (_vaults, mut vault) = home.with_vault();
    let too_large = vec![0; usize::try_from(MAX_FILE_BYTES).unwrap() + 1];
    let batch = Batch {
        files: vec![photo("p1", 7), NewFile { bytes: too_large, ..photo("p2", 7) }],
        values: vec![("cursor".into(), Some("9".into()))],
        ..entries([observation("o1", NOW, "")])
    };
    let error = ready(vault.write(&batch)).unwrap_err();
    assert_eq!(error, VaultError::FileTooLarge { size: MAX_FILE_BYTES + 1, limit: MAX_FILE_BYTES });
    assert_eq!(vault.get("Observation", "o1").unwrap(), None);
    assert_eq!(vault.value("cursor").unwrap(), None);
    assert_eq!(vault.counts().unwrap().waiting, 0);
    assert!(home.sealed().is_empty());
}

#[test]
fn documents_and_values_are_kept_replaced_and_removed() {
    let home = Home::new();
    let (_vaults, mut vault) = home.with_vault();
    let document =
        |id: &str, json: Option<&str>| ("advice".to_owned(), id.to_owned(), json.map(str::to_owned));
    let batch = Batch {
        documents: vec![document("a", Some("1")), document("b", Some("2"))],
        values: vec![("language".into(), Some("zh-CN".into()))],
        ..Batch::default()
    };
    write(&mut vault, &batch);
    write(&mut vault, &Batch { documents: vec![document("a", Some("3"))], ..Batch::default() });
    let pair = |id: &str, json: &str| (id.to_owned(), json.to_owned());
    assert_eq!(vault.documents("advice", 9).unwrap(), [pair("b", "2"), pair("a", "3")]);
    assert_eq!(vault.documents("advice", 1).unwrap(), [pair("b", "2")]);
    assert_eq!(vault.documents("other", 9).unwrap(), []);
    assert_eq!(vault.document("advice", "a").unwrap().as_deref(), Some("3"));
    assert_eq!(vault.value("language").unwrap().as_deref(), Some("zh-CN"));

    let batch = Batch {
        documents: vec![document("a", None)],
        values: vec![("language".into(), None)],
        ..Batch::default()
    };
    write(&mut vault, &batch);
    assert_eq!(vault.document("advice", "a").unwrap(), None);
    assert_eq!(vault.value("language").unwrap(), None);
}

#[test]
fn a_file_is_sealed_replaced_and_removed_with_its_binary() {
    let home = Home::new();
    let (vaults, mut vault) = home.with_vault();
    let binary = Record { resource_type: "Binary".into(), ..downloaded("p1", "1", "") };
    write(&mut vault, &Batch { files: vec![photo("p1", 1)], ..downloads([binary]) });
    write(&mut vault, &with_file(photo("p1", 2)));
    assert_eq!(home.sealed().len(), 1, "the file before is gone");
    vault.lock();
    drop(vaults);

    let mut vault = home.unlock().unwrap();
    let file = OpenFile { mime: "image/jpeg".into(), bytes: vec![2; 100_000] };
    assert_eq!(ready(vault.file("p1")).unwrap(), Some(file));
    assert_eq!(ready(vault.file("p2")).unwrap(), None);

    write(&mut vault, &Batch { tombstones: vec![("Binary".into(), "p1".into())], ..Batch::default() });
    assert_eq!(ready(vault.file("p1")).unwrap(), None);
    assert!(home.sealed().is_empty());
}

#[test]
fn a_file_that_no_row_names_is_swept_away_and_the_others_stay() {
    let home = Home::new();
    let (vaults, mut vault) = home.with_vault();
    write(&mut vault, &with_file(photo("p1", 1)));
    vault.lock();
    drop(vaults);
    let kept = home.sealed();
    std::fs::write(kept[0].with_file_name("0123456789abcdef0123456789abcdef"), b"cut off").unwrap();

    let vault = home.unlock().unwrap();
    assert_eq!(home.sealed(), kept);
    assert!(ready(vault.file("p1")).unwrap().is_some());
}
