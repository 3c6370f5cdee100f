//! Wrong keys, damaged and missing files, newer schemas, a storage that is held elsewhere: each is said, and whatever
//! was there stays as it was.

use std::{fs, path::Path};

use kangban_vault::{Batch, NewFile, Part, Storage, VaultError, Vaults, ready};

use crate::home::{ACCOUNT, Home, NOW, PIN, entries, observation, write};

/// A device with one closed account that holds a record and a photo.
fn closed() -> Home {
    let home = Home::new();
    let (_vaults, mut vault) = home.with_vault();
    let photo = NewFile { id: "p1".into(), mime: "image/png".into(), bytes: vec![9; 5000] };
    write(&mut vault, &Batch { files: vec![photo], ..entries([observation("o1", NOW, "kept")]) });
    home
}

fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    let at = at.min(bytes.len() - 1);
    bytes[at] ^= 1;
    fs::write(path, bytes).unwrap();
}

/// Tries something that has to fail, and sees that no file was changed, added or removed by it.
fn refused(home: &Home, error: VaultError) {
    let before: Vec<_> = home.files().into_iter().filter(|path| path.ends_with("records.db")).collect();
    let bytes: Vec<_> = before.iter().map(|path| fs::read(path).unwrap()).collect();
    assert_eq!(home.unlock().err(), Some(error));
    let after: Vec<_> = home.files().into_iter().filter(|path| path.ends_with("records.db")).collect();
    assert_eq!(after, before, "no new database in the place of the old");
    assert_eq!(after.iter().map(|path| fs::read(path).unwrap()).collect::<Vec<_>>(), bytes);
}

#[test]
fn a_missing_or_emptied_database_is_damage_and_no_new_one_is_made() {
    let home = closed();
    let records = home.file("records.db");
    let whole = fs::read(&records).unwrap();
    fs::write(&records, b"").unwrap();
    assert_eq!(home.unlock().err(), Some(VaultError::Damaged(Part::Records)));
    fs::remove_file(&records).unwrap();
    refused(&home, VaultError::Damaged(Part::Records));
    assert!(!records.exists());

    fs::write(&records, whole).unwrap();
    assert!(home.unlock().is_ok(), "put back from a copy, it opens");
}

#[test]
fn a_damaged_database_is_said_and_left_as_it_is() {
    let home = closed();
    flip(&home.file("records.db"), 100);
    refused(&home, VaultError::Damaged(Part::Records));
}

#[test]
fn a_damaged_page_in_the_middle_is_found_by_whoever_reads_it() {
    let home = closed();
    let records = home.file("records.db");
    let pages = fs::metadata(&records).unwrap().len() / 4096;
    for page in 1..pages {
        flip(&records, usize::try_from(page * 4096 + 200).unwrap());
    }
    let found = home.unlock().and_then(|vault| vault.get("Observation", "o1"));
    assert_eq!(found, Err(VaultError::Damaged(Part::Records)));
}

#[test]
fn the_database_of_another_vault_does_not_open_in_its_place() {
    let home = closed();
    let other = closed();
    fs::copy(other.file("records.db"), home.file("records.db")).unwrap();
    refused(&home, VaultError::Damaged(Part::Records));
}

#[test]
fn a_damaged_envelope_is_not_called_a_wrong_pin() {
    for change in [
        "UPDATE envelope SET sealed = zeroblob(48)",
        "UPDATE envelope SET nonce = zeroblob(12)",
        "UPDATE envelope SET salt = zeroblob(16)",
        "UPDATE envelope SET passes = 1",
        "DELETE FROM envelope",
    ] {
        let home = closed();
        assert_eq!(home.keyring().execute(change, []).unwrap(), 1);
        refused(&home, VaultError::Damaged(Part::Envelope));
        assert_eq!(home.open().accounts(NOW).unwrap()[0].wait_ms, 0, "and no attempt is counted: {change}");
    }
}

#[test]
fn an_envelope_that_was_forged_with_its_checksum_still_opens_nothing() {
    let home = closed();
    let stranger = closed();
    // The stranger's envelope, checksum and all, with a PIN that the stranger knows.
    let (salt, nonce, sealed, checksum): (Vec<u8>, Vec<u8>, Vec<u8>, Vec<u8>) = stranger
        .keyring()
        .query_row("SELECT salt, nonce, sealed, checksum FROM envelope", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .unwrap();
    home.keyring()
        .execute(
            "UPDATE envelope SET salt = ?1, nonce = ?2, sealed = ?3, checksum = ?4",
            rusqlite::params![salt, nonce, sealed, checksum],
        )
        .unwrap();
    refused(&home, VaultError::WrongPin { wait_ms: 0 });
}

#[test]
fn a_lost_keyring_is_said_and_no_new_one_is_made_over_the_vaults() {
    let home = closed();
    let keyring = home.path().join("keyring.db");
    fs::remove_file(&keyring).unwrap();
    assert_eq!(home.try_open().err(), Some(VaultError::Damaged(Part::Keyring)));
    assert!(!keyring.exists());
    fs::write(&keyring, b"").unwrap();
    assert_eq!(home.try_open().err(), Some(VaultError::Damaged(Part::Keyring)));
    fs::write(&keyring, [7; 9000]).unwrap();
    assert_eq!(home.try_open().err(), Some(VaultError::Damaged(Part::Keyring)));
}

#[test]
fn a_keyring_of_a_newer_version_is_refused_and_left_as_it_is() {
    let home = closed();
    home.keyring().pragma_update(None, "user_version", 99).unwrap();
    assert_eq!(home.try_open().err(), Some(VaultError::NewerSchema { found: 99, known: 1 }));
    home.keyring().pragma_update(None, "user_version", 1).unwrap();
    assert!(home.unlock().is_ok());
}

#[test]
fn a_changed_or_missing_photo_is_damage_and_the_rest_goes_on() {
    let home = closed();
    let photo = home.sealed().pop().unwrap();
    for at in [0, 2500, 5015] {
        flip(&photo, at);
        let vault = home.unlock().unwrap();
        assert_eq!(ready(vault.file("p1")), Err(VaultError::Damaged(Part::File)), "byte {at}");
        flip(&photo, at);
    }
    assert!(ready(home.unlock().unwrap().file("p1")).unwrap().is_some());
    fs::remove_file(&photo).unwrap();
    let vault = home.unlock().unwrap();
    assert_eq!(ready(vault.file("p1")), Err(VaultError::Damaged(Part::File)));
    assert!(vault.get("Observation", "o1").unwrap().is_some());
}

#[test]
fn a_photo_does_not_open_in_the_place_of_another() {
    let home = closed();
    let (_vaults, mut vault) = {
        let mut vaults = home.open();
        let vault = ready(vaults.unlock(ACCOUNT, PIN, NOW)).unwrap();
        (vaults, vault)
    };
    let second = NewFile { id: "p2".into(), mime: "image/png".into(), bytes: vec![9; 5000] };
    write(&mut vault, &Batch { files: vec![second], ..Batch::default() });
    let sealed = home.sealed();
    fs::copy(&sealed[0], &sealed[1]).unwrap();
    let found = [ready(vault.file("p1")), ready(vault.file("p2"))];
    assert_eq!(found.iter().filter(|file| **file == Err(VaultError::Damaged(Part::File))).count(), 1);
}

#[test]
fn a_storage_that_somebody_holds_is_held_elsewhere_until_they_let_go() {
    let home = closed();
    let holder = home.open();
    assert_eq!(home.try_open().err(), Some(VaultError::HeldElsewhere));
    drop(holder);
    assert!(home.try_open().is_ok());
}

#[test]
fn an_open_vault_holds_the_storage_too() {
    let home = closed();
    let vault = home.unlock().unwrap();
    assert_eq!(home.try_open().err(), Some(VaultError::HeldElsewhere));
    vault.lock();
    assert!(home.try_open().is_ok());
}

#[test]
fn a_folder_that_cannot_be_had_is_said() {
    let home = Home::new();
    let file = home.path().join("file");
    fs::write(&file, b"in the way").unwrap();
    let opened = ready(Vaults::open(&Storage::at(file.join("vault"))));
    assert!(matches!(opened.err(), Some(VaultError::StorageUnavailable(_))));
    assert_eq!(fs::read(file).unwrap(), b"in the way");
}

#[test]
fn a_vault_whose_making_was_cut_off_is_cleared_away_and_can_be_made_again() {
    let home = closed();
    let cut_off = "00112233445566778899aabbccddeeff";
    home.keyring().execute("INSERT INTO unfinished (key_id) VALUES (?1)", [cut_off]).unwrap();
    fs::create_dir_all(home.path().join(cut_off).join("files")).unwrap();
    fs::write(home.path().join(cut_off).join("records.db"), b"half").unwrap();

    let mut vaults = home.open();
    assert!(!home.path().join(cut_off).exists());
    assert_eq!(vaults.accounts(NOW).unwrap().len(), 1);
    assert!(ready(vaults.unlock(ACCOUNT, PIN, NOW)).is_ok(), "what was finished is untouched");
}
