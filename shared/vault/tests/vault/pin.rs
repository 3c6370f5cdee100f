//! Wrong PINs, and changing the PIN.

use kangban_vault::{VaultError, Vaults, WrappingKey, ready};

use crate::home::{ACCOUNT, Home, NOW, PIN, entries, observation, write};

const YEAR_2099: i64 = 4_070_908_800_000;

fn try_pin(vaults: &mut Vaults, pin: &str, now_ms: i64) -> Result<(), VaultError> {
    ready(vaults.unlock(ACCOUNT, pin, now_ms)).map(|_| ())
}

fn wrong(wait_ms: u64) -> Result<(), VaultError> {
    Err(VaultError::WrongPin { wait_ms })
}

fn wait(wait_ms: u64) -> Result<(), VaultError> {
    Err(VaultError::Wait { wait_ms })
}

#[test]
fn wrong_pins_cost_longer_and_longer_pauses_and_the_tenth_erases_nothing() {
    let home = Home::new();
    let (mut vaults, mut vault) = home.with_vault();
    write(&mut vault, &entries([observation("o1", NOW, "kept")]));
    vault.lock();

    let mut now = NOW;
    for pause in [0, 0, 30, 60, 300, 900, 1800, 3600, 3600, 3600] {
        assert_eq!(try_pin(&mut vaults, "000000", now), wrong(pause * 1000));
        if pause > 0 {
            assert_eq!(try_pin(&mut vaults, PIN, now + 1), wait(pause * 1000 - 1), "not even the right one");
            // The pause outlives a restart.
            drop(vaults);
            vaults = home.open();
            assert_eq!(vaults.accounts(now + 1).unwrap()[0].wait_ms, pause * 1000 - 1);
        }
        now += i64::try_from(pause).unwrap() * 1000;
    }
    let vault = ready(vaults.unlock(ACCOUNT, PIN, now)).unwrap();
    assert!(vault.get("Observation", "o1").unwrap().is_some());
    vault.lock();
    assert_eq!(try_pin(&mut vaults, "000000", now), wrong(0), "the right one starts the count anew");
}

#[test]
fn a_clock_set_to_1970_or_2099_neither_locks_out_nor_lets_in() {
    let home = Home::new();
    let (mut vaults, vault) = home.with_vault();
    vault.lock();
    for _ in 0..2 {
        assert_eq!(try_pin(&mut vaults, "000000", YEAR_2099), wrong(0));
    }
    assert_eq!(try_pin(&mut vaults, "000000", YEAR_2099), wrong(30_000));

    // Back from 2099 to today: the pause is its length from now, not seventy years; it runs down.
    assert_eq!(try_pin(&mut vaults, PIN, NOW), wait(30_000));
    assert_eq!(try_pin(&mut vaults, PIN, NOW + 10_000), wait(20_000));
    // And back to 1970.
    assert_eq!(try_pin(&mut vaults, PIN, 0), wait(30_000));
    assert_eq!(vaults.accounts(0).unwrap()[0].wait_ms, 30_000);
    // Forward again: one attempt, and the count goes on.
    assert_eq!(try_pin(&mut vaults, "000000", YEAR_2099), wrong(60_000));
    assert_eq!(try_pin(&mut vaults, PIN, NOW), wait(60_000));
    assert_eq!(try_pin(&mut vaults, PIN, NOW + 60_000), Ok(()));
}

#[test]
fn the_pin_is_changed_and_the_old_one_opens_nothing() {
    let home = Home::new();
    let (mut vaults, mut vault) = home.with_vault();
    write(&mut vault, &entries([observation("o1", NOW, "kept")]));
    // While the vault is open, as a person does it.
    vaults.change_pin(ACCOUNT, PIN, "975310", NOW).unwrap();
    vault.lock();
    drop(vaults);

    let mut vaults = home.open();
    assert_eq!(try_pin(&mut vaults, PIN, NOW), wrong(0));
    let vault = ready(vaults.unlock(ACCOUNT, "975310", NOW)).unwrap();
    assert!(vault.get("Observation", "o1").unwrap().is_some());
}

#[test]
fn changing_the_pin_takes_the_old_one_and_guessing_it_costs_the_same() {
    let home = Home::new();
    let (mut vaults, vault) = home.with_vault();
    vault.lock();
    assert_eq!(vaults.change_pin(ACCOUNT, PIN, "", NOW), Err(VaultError::EmptyPin));
    for pause in [0, 0, 30_000] {
        assert_eq!(vaults.change_pin(ACCOUNT, "000000", "111111", NOW), wrong(pause));
    }
    assert_eq!(vaults.change_pin(ACCOUNT, PIN, "111111", NOW), wait(30_000));
    assert_eq!(try_pin(&mut vaults, PIN, NOW + 30_000), Ok(()), "the PIN is still the PIN");
}

#[test]
fn nothing_of_the_old_envelope_is_left_on_disk_after_a_change() {
    let home = Home::new();
    let (vaults, vault) = home.with_vault();
    vault.lock();
    drop(vaults);
    let sealed: Vec<u8> =
        home.keyring().query_row("SELECT sealed FROM envelope", [], |row| row.get(0)).unwrap();
    assert!(home.anything_contains(&sealed));

    home.open().change_pin(ACCOUNT, PIN, "975310", NOW).unwrap();
    assert!(!home.anything_contains(&sealed));
}

#[test]
fn the_devices_key_waits_out_the_pause_too_and_takes_no_wrong_pin_off_the_count() {
    let home = Home::new();
    let (mut vaults, vault) = home.with_vault();
    vault.lock();
    let key = WrappingKey::new([7; 32]);
    vaults.add_device_key(ACCOUNT, PIN, &key, NOW).unwrap();
    for pause in [0, 0, 30_000] {
        assert_eq!(try_pin(&mut vaults, "000000", NOW), wrong(pause));
    }
    let by_device = |vaults: &mut Vaults, now_ms| {
        ready(vaults.unlock_with_device(ACCOUNT, &key, now_ms)).map(kangban_vault::Vault::lock)
    };
    assert_eq!(by_device(&mut vaults, NOW + 29_999), wait(1));
    assert_eq!(by_device(&mut vaults, NOW + 30_000), Ok(()));
    assert_eq!(try_pin(&mut vaults, "000000", NOW + 30_000), wrong(60_000), "the fourth, not the first");
    assert_eq!(by_device(&mut vaults, NOW + 90_000), Ok(()));
    assert_eq!(try_pin(&mut vaults, PIN, NOW + 90_000), Ok(()));
    assert_eq!(try_pin(&mut vaults, "000000", NOW + 90_000), wrong(0), "the right one starts it anew");
}

#[test]
fn a_new_pin_leaves_the_devices_key_as_it_was() {
    let home = Home::new();
    let (mut vaults, vault) = home.with_vault();
    let key = WrappingKey::new([7; 32]);
    vaults.add_device_key(ACCOUNT, PIN, &key, NOW).unwrap();
    vaults.change_pin(ACCOUNT, PIN, "975310", NOW).unwrap();
    vault.lock();
    drop(vaults);
    let mut vaults = home.open();
    ready(vaults.unlock_with_device(ACCOUNT, &key, NOW)).unwrap().lock();
    assert_eq!(try_pin(&mut vaults, "975310", NOW), Ok(()));
}
