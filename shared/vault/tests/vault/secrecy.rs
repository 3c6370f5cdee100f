//! What lies on disk says nothing.

use kangban_vault::{Batch, NewFile};

use crate::home::{Home, NOW, PIN, entries, observation, write};

const NOTE: &str = "伤口红肿 wound red and swollen 🤒";

/// Bytes that look like nothing else, as those of a photo do.
fn photo() -> Vec<u8> {
    let mut state = 0x9e37_79b9_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[1]
    };
    (0..200_000).map(|_| next()).collect()
}

fn nothing_to_read(home: &Home, photo: &[u8]) {
    for secret in
        [NOTE, "wound red", "伤口红肿", "Observation", "loinc", "72514-3", "image/jpeg", "resourceType", PIN]
    {
        assert!(!home.anything_contains(secret.as_bytes()), "{secret} can be read");
    }
    for part in photo.chunks(5_000) {
        assert!(!home.anything_contains(&part[..16]), "the photo can be read");
    }
}

#[test]
fn no_file_shows_a_note_a_photo_a_code_or_the_pin() {
    let home = Home::new();
    let photo = photo();
    let (vaults, mut vault) = home.with_vault();
    let file = NewFile { id: "p1".into(), mime: "image/jpeg".into(), bytes: photo.clone() };
    let batch = Batch {
        files: vec![file],
        documents: vec![("advice".into(), "a1".into(), Some(NOTE.into()))],
        values: vec![("token".into(), Some(NOTE.into()))],
        ..entries([observation("o1", NOW, NOTE)])
    };
    write(&mut vault, &batch);
    // While it is open, the write-ahead log is there too.
    assert!(home.files().iter().any(|path| path.ends_with("records.db-wal")));
    nothing_to_read(&home, &photo);
    // Enough of it to be moved from the log to the database.
    for n in 0..300 {
        write(&mut vault, &entries([observation(&format!("o{n}"), NOW, &NOTE.repeat(20))]));
    }
    nothing_to_read(&home, &photo);
    vault.lock();
    drop(vaults);
    nothing_to_read(&home, &photo);
}

#[test]
fn the_search_would_find_what_is_not_sealed() {
    let home = Home::new();
    std::fs::write(home.path().join("plain"), format!("xx{NOTE}xx")).unwrap();
    assert!(home.anything_contains(NOTE.as_bytes()));
}

#[test]
fn equal_photos_are_not_equal_on_disk() {
    let home = Home::new();
    let (_vaults, mut vault) = home.with_vault();
    let file = |id: &str| NewFile { id: id.into(), mime: "image/jpeg".into(), bytes: vec![1; 4096] };
    write(&mut vault, &Batch { files: vec![file("p1"), file("p2")], ..Batch::default() });
    let sealed: Vec<_> = home.sealed().iter().map(|path| std::fs::read(path).unwrap()).collect();
    assert_eq!(sealed.len(), 2);
    assert_ne!(sealed[0], sealed[1]);
}
