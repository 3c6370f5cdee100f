//! The keyring: which vaults there are, their sealed keys, and the pause after wrong PINs.

use rusqlite::{Connection, OptionalExtension, params};
use zeroize::Zeroizing;

use crate::{
    VaultError,
    crypto::{self, Key, Stretching},
};

/// An account on this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Which.
    pub account: String,
    /// What can be read without the PIN: nothing of a record.
    pub hint: String,
    /// How long to wait before the next PIN, in milliseconds, at the moment that was asked about.
    pub wait_ms: u64,
}

/// A wrapping key that the device's secure hardware holds and lends for one call.
pub struct DeviceKey(Zeroizing<[u8; 32]>);

impl DeviceKey {
    /// Takes the hardware's output.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }
}

/// Format of the envelopes; part of what is authenticated.
const FORMAT: &str = "kangban-envelope-1";
const PIN: &str = "pin";
const DEVICE: &str = "device";

/// The pause after the n-th wrong PIN in a row, in milliseconds. The first two are slips. It never erases anything.
fn pause_ms(failures: u32) -> u64 {
    const SECOND: u64 = 1_000;
    match failures {
        0..=2 => 0,
        3 => 30 * SECOND,
        4 => 60 * SECOND,
        5 => 5 * 60 * SECOND,
        6 => 15 * 60 * SECOND,
        7 => 30 * 60 * SECOND,
        _ => 60 * 60 * SECOND,
    }
}

pub(crate) struct Keyring(Connection);

/// Where an account's vault is, and its key.
pub(crate) struct Opened {
    pub(crate) file: String,
    pub(crate) key: Key,
}

impl Keyring {
    pub(crate) fn open(connection: Connection) -> Result<Self, VaultError> {
        connection.execute_batch(include_str!("../migrations/keyring.sql"))?;
        Ok(Self(connection))
    }

    /// The accounts, and how long each has to wait at `now_ms`.
    pub(crate) fn accounts(&self, now_ms: i64) -> Result<Vec<Account>, VaultError> {
        let mut statement = self.0.prepare("select account, hint, failures, failed_ms from account order by account")?;
        let rows = statement.query_map([], |row| {
            Ok(Account {
                account: row.get(0)?,
                hint: row.get(1)?,
                wait_ms: remaining(row.get(2)?, row.get(3)?, now_ms),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    pub(crate) fn exists(&self, account: &str) -> Result<bool, VaultError> {
        let sql = "select exists (select 1 from account where account = ?1)";
        Ok(self.0.query_row(sql, [account], |row| row.get(0))?)
    }

    /// Adds an account whose vault is complete: its key becomes reachable with this one commit.
    pub(crate) fn add(&mut self, account: &str, file: &str, hint: &str, pin: &str, key: &Key) -> Result<(), VaultError> {
        let key_id = crypto::hex(&crypto::random::<8>()?);
        let transaction = self.0.transaction()?;
        transaction.execute(
            "insert into account (account, file, hint, key_id) values (?1, ?2, ?3, ?4)",
            params![account, file, hint, key_id],
        )?;
        put_pin_envelope(&transaction, account, &key_id, pin, key)?;
        Ok(transaction.commit()?)
    }

    /// Opens the PIN's envelope. The failure is on disk before the PIN is tried, so that a kill does not save one.
    pub(crate) fn unlock(&mut self, account: &str, pin: &str, now_ms: i64) -> Result<Opened, VaultError> {
        let found: Option<(String, String, u32, i64)> = self
            .0
            .query_row("select file, key_id, failures, failed_ms from account where account = ?1", [account], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })
            .optional()?;
        let (file, key_id, failures, failed_ms) = found.ok_or(VaultError::NoAccount)?;
        if now_ms < failed_ms {
            // The clock was set back: count the pause from now, never longer than its nominal length.
            self.0.execute("update account set failed_ms = ?2 where account = ?1", params![account, now_ms])?;
        }
        let wait_ms = remaining(failures, failed_ms, now_ms);
        if wait_ms > 0 {
            return Err(VaultError::Wait { wait_ms });
        }
        self.0.execute(
            "update account set failures = failures + 1, failed_ms = ?2 where account = ?1",
            params![account, now_ms],
        )?;
        let (salt, stretching, sealed) = self.envelope(account, PIN)?;
        let wrapping = stretching.stretch(pin, &salt)?;
        let Some(key) = crypto::open(&wrapping, &about(account, PIN, &key_id), &sealed) else {
            return Err(VaultError::WrongPin { wait_ms: pause_ms(failures + 1) });
        };
        let key = Key::from_bytes(&key).ok_or(VaultError::Damaged("the sealed key has a wrong length"))?;
        self.0.execute("update account set failures = 0, failed_ms = 0 where account = ?1", [account])?;
        Ok(Opened { file, key })
    }

    /// Opens the device's envelope.
    pub(crate) fn unlock_with_device(&mut self, account: &str, device: &DeviceKey) -> Result<Opened, VaultError> {
        let found: Option<(String, String)> = self
            .0
            .query_row("select file, key_id from account where account = ?1", [account], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let (file, key_id) = found.ok_or(VaultError::NoAccount)?;
        let (_, _, sealed) = self.envelope(account, DEVICE)?;
        let wrapping = Key::from_bytes(device.0.as_slice()).ok_or(VaultError::Damaged("the device's key"))?;
        let key = crypto::open(&wrapping, &about(account, DEVICE, &key_id), &sealed);
        let key = key.ok_or(VaultError::Damaged("the device's key does not open its envelope"))?;
        let key = Key::from_bytes(&key).ok_or(VaultError::Damaged("the sealed key has a wrong length"))?;
        Ok(Opened { file, key })
    }

    /// Puts the key under another PIN.
    pub(crate) fn change_pin(&mut self, account: &str, pin: &str, key: &Key) -> Result<(), VaultError> {
        let key_id = self.key_id(account)?;
        let transaction = self.0.transaction()?;
        put_pin_envelope(&transaction, account, &key_id, pin, key)?;
        Ok(transaction.commit()?)
    }

    /// Puts the key under the device's key, too.
    pub(crate) fn add_device(&mut self, account: &str, device: &DeviceKey, key: &Key) -> Result<(), VaultError> {
        let key_id = self.key_id(account)?;
        let wrapping = Key::from_bytes(device.0.as_slice()).ok_or(VaultError::Damaged("the device's key"))?;
        let sealed = crypto::seal(&wrapping, &about(account, DEVICE, &key_id), key.bytes())?;
        self.0.execute(
            "insert or replace into envelope values (?1, ?2, x'', 0, 0, 0, ?3)",
            params![account, DEVICE, sealed],
        )?;
        Ok(())
    }

    pub(crate) fn set_hint(&self, account: &str, hint: &str) -> Result<(), VaultError> {
        self.0.execute("update account set hint = ?2 where account = ?1", params![account, hint])?;
        Ok(())
    }

    fn key_id(&self, account: &str) -> Result<String, VaultError> {
        let found = self.0.query_row("select key_id from account where account = ?1", [account], |row| row.get(0));
        found.optional()?.ok_or(VaultError::NoAccount)
    }

    fn envelope(&self, account: &str, purpose: &str) -> Result<(Vec<u8>, Stretching, Vec<u8>), VaultError> {
        let sql = "select salt, memory, passes, lanes, sealed from envelope where account = ?1 and purpose = ?2";
        let found = self.0.query_row(sql, [account, purpose], |row| {
            let stretching = Stretching { memory: row.get(1)?, passes: row.get(2)?, lanes: row.get(3)? };
            Ok((row.get(0)?, stretching, row.get(4)?))
        });
        found.optional()?.ok_or(VaultError::Damaged("the envelope is missing"))
    }
}

fn put_pin_envelope(connection: &Connection, account: &str, key_id: &str, pin: &str, key: &Key) -> Result<(), VaultError> {
    let salt = crypto::random::<16>()?;
    let stretching = Stretching::NOW;
    let wrapping = stretching.stretch(pin, &salt)?;
    let sealed = crypto::seal(&wrapping, &about(account, PIN, key_id), key.bytes())?;
    connection.execute(
        "insert or replace into envelope values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![account, PIN, salt, stretching.memory, stretching.passes, stretching.lanes, sealed],
    )?;
    Ok(())
}

/// What an envelope is about: it opens nowhere else.
fn about(account: &str, purpose: &str, key_id: &str) -> String {
    format!("{FORMAT}|{account}|{purpose}|{key_id}")
}

/// What is left of the pause. A clock that was set back counts as no time gone by.
fn remaining(failures: u32, failed_ms: i64, now_ms: i64) -> u64 {
    let gone = u64::try_from(now_ms.saturating_sub(failed_ms)).unwrap_or(0);
    pause_ms(failures).saturating_sub(gone)
}
