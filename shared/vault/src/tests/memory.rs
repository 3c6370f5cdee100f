//! What is left in the memory of the process once a vault is locked.

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
};

use tempfile::TempDir;

use super::{ACCOUNT, NOW, PIN, entry, open};
use crate::{
    Batch,
    envelope::{Place, Purpose},
    key::Key,
    ready,
};

/// How often bytes stand in the memory of this process, given inverted so that the question is no answer.
fn copies(inverted: &[u8]) -> usize {
    let mut memory = File::open("/proc/self/mem").unwrap();
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    let first = !inverted[0];
    let mut found = 0;
    for line in maps.lines().filter(|line| line.contains(" rw")) {
        let (from, to) = line.split_once(' ').unwrap().0.split_once('-').unwrap();
        let (mut from, to) = (u64::from_str_radix(from, 16).unwrap(), u64::from_str_radix(to, 16).unwrap());
        // Inverted at once as it comes, so that this copy is none.
        let mut part = vec![0; 1 << 16];
        while from < to {
            let size = usize::try_from(to - from).unwrap().min(part.len());
            if memory.seek(SeekFrom::Start(from)).is_err() || memory.read_exact(&mut part[..size]).is_err() {
                break;
            }
            found += part[..size]
                .windows(inverted.len())
                .filter(|window| window[0] == first && window.iter().zip(inverted).all(|(a, b)| *a == !*b))
                .count();
            part.fill(0);
            let step = if size == part.len() { size - inverted.len() } else { size };
            from += u64::try_from(step).unwrap();
        }
    }
    found
}

#[test]
fn a_vault_leaves_no_copy_of_its_key_in_memory_whether_open_or_locked() {
    let home = TempDir::new().unwrap();
    let mut vaults = open(&home);
    let mut vault = ready(vaults.create(ACCOUNT, PIN, "", &Batch::default())).unwrap();
    ready(vault.write(&entry("o1", 5000))).unwrap();
    let (key, text) = {
        let key = key_of(&vaults);
        // As the statement that opens the database has it: 64 digits between `x'` and `'`.
        let pragma = key.pragma();
        let digits = pragma.split('\'').nth(1).unwrap();
        (inverted(key.bytes()), inverted(digits.as_bytes()))
    };
    assert_eq!(text.len(), 64);

    let held = key_of(&vaults);
    assert!(copies(&key) > 0, "the search finds a key that is held");
    drop(held);
    // The database holds its own copy masked.
    assert_eq!((copies(&key), copies(&text)), (0, 0), "open");
    vault.lock();
    ready(vaults.unlock(ACCOUNT, PIN, NOW)).unwrap().lock();
    assert_eq!((copies(&key), copies(&text)), (0, 0), "locked");
}

fn inverted(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().map(|byte| !byte).collect()
}

fn key_of(vaults: &crate::Vaults) -> Key {
    let row = vaults.keyring.account(ACCOUNT).unwrap();
    let envelope = vaults.keyring.envelope(row.pk, Purpose::Pin).unwrap().unwrap();
    let place = Place { account: ACCOUNT, key_id: &row.key_id };
    envelope.open_with_pin(PIN, place).unwrap().unwrap()
}
