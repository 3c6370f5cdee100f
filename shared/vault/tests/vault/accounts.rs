//! Several accounts on one device.

use kangban_vault::{Batch, VaultError, WrappingKey, ready};

use crate::home::{ACCOUNT, Home, NOW, PIN, entries, observation, write};

const OTHER: &str = "Patient/99aa";

#[test]
fn two_accounts_see_nothing_of_each_other() {
    let home = Home::new();
    let (mut vaults, mut vault) = home.with_vault();
    write(&mut vault, &entries([observation("o1", NOW, "of the first")]));
    vault.lock();
    let second = ready(vaults.create(OTHER, "111222", "刘", &Batch::default())).unwrap();
    assert_eq!(second.get("Observation", "o1").unwrap(), None);
    assert_eq!(second.counts().unwrap().waiting, 0);
    second.lock();

    assert!(matches!(ready(vaults.unlock(OTHER, PIN, NOW)), Err(VaultError::WrongPin { .. })));
    let accounts = vaults.accounts(NOW).unwrap();
    let seen: Vec<_> = accounts.iter().map(|a| (a.account.as_str(), a.hint.as_str())).collect();
    assert_eq!(seen, [(ACCOUNT, ""), (OTHER, "刘")]);
    let first = ready(vaults.unlock(ACCOUNT, PIN, NOW)).unwrap();
    assert!(first.get("Observation", "o1").unwrap().is_some());
}

#[test]
fn an_account_is_never_made_over_an_old_one() {
    let home = Home::new();
    let (mut vaults, vault) = home.with_vault();
    vault.lock();
    let before = home.files();
    let again = ready(vaults.create(ACCOUNT, "111222", "", &Batch::default()));
    assert_eq!(again.err(), Some(VaultError::AccountExists));
    assert_eq!(home.files(), before);
    assert!(ready(vaults.unlock(ACCOUNT, PIN, NOW)).is_ok());
}

#[test]
fn the_first_content_is_there_from_the_start_or_the_account_is_not() {
    let home = Home::new();
    let mut vaults = home.open();
    let too_large = kangban_vault::NewFile { id: "p".into(), mime: String::new(), bytes: vec![0; 11 << 20] };
    let bad = Batch { files: vec![too_large], ..entries([observation("o1", NOW, "")]) };
    assert!(matches!(ready(vaults.create(ACCOUNT, PIN, "", &bad)), Err(VaultError::FileTooLarge { .. })));
    assert!(vaults.accounts(NOW).unwrap().is_empty());

    let good = entries([observation("o1", NOW, "")]);
    let vault = ready(vaults.create(ACCOUNT, PIN, "", &good)).unwrap();
    assert!(vault.get("Observation", "o1").unwrap().is_some());
}

#[test]
fn one_vault_is_open_at_a_time() {
    let home = Home::new();
    let (mut vaults, vault) = home.with_vault();
    assert_eq!(ready(vaults.unlock(ACCOUNT, PIN, NOW)).err(), Some(VaultError::AlreadyOpen));
    vault.lock();
    assert!(ready(vaults.unlock(ACCOUNT, PIN, NOW)).is_ok());
}

#[test]
fn a_name_that_could_be_taken_for_another_place_is_no_account() {
    let home = Home::new();
    let mut vaults = home.open();
    for name in ["", "a|pin", "a\nb", &"x".repeat(201)] {
        let made = ready(vaults.create(name, PIN, "", &Batch::default()));
        assert_eq!(made.err(), Some(VaultError::BadAccount), "{name:?}");
    }
    assert_eq!(ready(vaults.create("a", "", "", &Batch::default())).err(), Some(VaultError::EmptyPin));
    assert_eq!(ready(vaults.unlock("nobody", PIN, NOW)).err(), Some(VaultError::NoAccount));
}

#[test]
fn the_hint_can_be_changed_and_read_without_a_pin() {
    let home = Home::new();
    let (mut vaults, vault) = home.with_vault();
    vault.lock();
    vaults.set_hint(ACCOUNT, "李").unwrap();
    drop(vaults);
    assert_eq!(home.open().accounts(NOW).unwrap()[0].hint, "李");
}

#[test]
fn the_devices_key_opens_the_vault_until_it_is_taken_back() {
    let home = Home::new();
    let (mut vaults, vault) = home.with_vault();
    vault.lock();
    let key = WrappingKey::new([7; 32]);
    assert_eq!(ready(vaults.unlock_with_device(ACCOUNT, &key, NOW)).err(), Some(VaultError::NoDeviceKey));
    assert!(matches!(vaults.add_device_key(ACCOUNT, "000000", &key, NOW), Err(VaultError::WrongPin { .. })));
    vaults.add_device_key(ACCOUNT, PIN, &key, NOW).unwrap();
    assert!(vaults.accounts(NOW).unwrap()[0].device_key);

    ready(vaults.unlock_with_device(ACCOUNT, &key, NOW)).unwrap().lock();
    let other = WrappingKey::new([8; 32]);
    assert_eq!(
        ready(vaults.unlock_with_device(ACCOUNT, &other, NOW)).err(),
        Some(VaultError::WrongDeviceKey)
    );
    vaults.remove_device_key(ACCOUNT).unwrap();
    assert_eq!(ready(vaults.unlock_with_device(ACCOUNT, &key, NOW)).err(), Some(VaultError::NoDeviceKey));
    assert!(ready(vaults.unlock(ACCOUNT, PIN, NOW)).is_ok(), "the PIN still does");
}
