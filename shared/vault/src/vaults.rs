//! The vaults of this device: one an account, at most one open.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use crate::{
    backoff::pause_ms,
    envelope::{Envelope, Place, Purpose},
    error::{Part, VaultError},
    key::{Key, WrappingKey, random_name},
    keyring::{Keyring, Row},
    platform::{Platform, Storage},
    types::{Account, Batch},
    vault::Vault,
};

/// Says whether a vault is open; held by the open one.
pub(crate) struct OpenMark(Arc<AtomicBool>);

impl Drop for OpenMark {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

/// The vaults of this device.
///
/// Functions that touch files are asynchronous because a browser's files are; on native their futures are ready at
/// once, see [`crate::ready`].
pub struct Vaults {
    platform: Platform,
    pub(crate) keyring: Keyring,
    open: Arc<AtomicBool>,
}

impl Vaults {
    /// Takes hold of the storage, and clears away what a crash left of vaults that were being made.
    ///
    /// # Errors
    ///
    /// [`VaultError::HeldElsewhere`] when another tab or process has it, [`VaultError::StorageUnavailable`] when the
    /// device gives none, [`VaultError::Damaged`] and [`VaultError::NewerSchema`] for the keyring.
    pub async fn open(storage: &Storage) -> Result<Self, VaultError> {
        let platform = Platform::open(storage).await?;
        let keyring = Keyring::open(&platform)?;
        for key_id in keyring.unfinished()? {
            platform.remove_vault(&key_id).await?;
            keyring.forget(&key_id)?;
        }
        Ok(Self { platform, keyring, open: Arc::default() })
    }

    /// The accounts on this device, in the order in which they were made. `now_ms` is the wall clock.
    pub fn accounts(&self, now_ms: i64) -> Result<Vec<Account>, VaultError> {
        let mut accounts = Vec::new();
        for row in self.keyring.accounts()? {
            let wait_ms = self.pause(&row, now_ms)?;
            let Row { account, hint, device_key, .. } = row;
            accounts.push(Account { account, hint, wait_ms, device_key });
        }
        Ok(accounts)
    }

    /// Makes a vault with its first content, and opens it. Until this returns, the account does not exist.
    ///
    /// `hint` can be read without the PIN: it must say nothing of a record.
    ///
    /// # Errors
    ///
    /// [`VaultError::AccountExists`]; [`VaultError::AlreadyOpen`] while another is open; those of writing.
    pub async fn create(
        &mut self,
        account: &str,
        pin: &str,
        hint: &str,
        first: &Batch,
    ) -> Result<Vault, VaultError> {
        if account.is_empty()
            || account.chars().count() > 200
            || account.chars().any(|c| c == '|' || c.is_control())
        {
            return Err(VaultError::BadAccount);
        }
        if pin.is_empty() {
            return Err(VaultError::EmptyPin);
        }
        match self.keyring.account(account) {
            Err(VaultError::NoAccount) => {}
            Ok(_) => return Err(VaultError::AccountExists),
            Err(error) => return Err(error),
        }
        let mark = self.mark()?;
        let key_id = random_name()?;
        self.keyring.begin(&key_id)?;
        match self.make(account, &key_id, pin, hint, first, mark).await {
            Ok(vault) => Ok(vault),
            Err(error) => {
                // What cannot be cleared away now is cleared away at the next start.
                if self.platform.remove_vault(&key_id).await.is_ok() {
                    self.keyring.forget(&key_id).ok();
                }
                Err(error)
            }
        }
    }

    async fn make(
        &mut self,
        account: &str,
        key_id: &str,
        pin: &str,
        hint: &str,
        first: &Batch,
        mark: OpenMark,
    ) -> Result<Vault, VaultError> {
        let key = Key::random()?;
        self.platform.prepare_vault(key_id).await?;
        let mut vault = Vault::create(&self.platform, key_id, &key, mark)?;
        vault.write(first).await?;
        self.platform.settle_vault(key_id)?;
        let envelope = Envelope::under_pin(&key, pin, Place { account, key_id })?;
        self.keyring.finish(account, key_id, hint, &envelope)?;
        Ok(vault)
    }

    /// Opens a vault with its PIN. `now_ms` is the wall clock; it is trusted for the pause after wrong PINs only.
    ///
    /// # Errors
    ///
    /// [`VaultError::WrongPin`], [`VaultError::Wait`], [`VaultError::NoAccount`], [`VaultError::AlreadyOpen`],
    /// [`VaultError::Damaged`], [`VaultError::NewerSchema`]. None of them changes what is stored.
    pub async fn unlock(&mut self, account: &str, pin: &str, now_ms: i64) -> Result<Vault, VaultError> {
        let mark = self.mark()?;
        let row = self.keyring.account(account)?;
        let key = self.key_by_pin(&row, pin, now_ms)?;
        Vault::open(&self.platform, &row.key_id, &key, mark).await
    }

    /// Opens a vault with the key of the device's secure hardware. The pause after wrong PINs holds for it too, and it
    /// does not take wrong PINs off the count: whoever guesses PINs between two openings by the owner's finger gains
    /// nothing by them.
    ///
    /// # Errors
    ///
    /// [`VaultError::Wait`], [`VaultError::NoDeviceKey`], [`VaultError::WrongDeviceKey`], and those of
    /// [`Vaults::unlock`] that are not about a PIN.
    pub async fn unlock_with_device(
        &mut self,
        account: &str,
        key: &WrappingKey,
        now_ms: i64,
    ) -> Result<Vault, VaultError> {
        let mark = self.mark()?;
        let row = self.keyring.account(account)?;
        let wait_ms = self.pause(&row, now_ms)?;
        if wait_ms > 0 {
            return Err(VaultError::Wait { wait_ms });
        }
        let envelope = self.keyring.envelope(row.pk, Purpose::Device)?.ok_or(VaultError::NoDeviceKey)?;
        let place = Place { account: &row.account, key_id: &row.key_id };
        let key = envelope.open_with_device(key.key(), place)?.ok_or(VaultError::WrongDeviceKey)?;
        Vault::open(&self.platform, &row.key_id, &key, mark).await
    }

    /// Changes the PIN. The old one counts like one at [`Vaults::unlock`], pause included.
    ///
    /// # Errors
    ///
    /// As for [`Vaults::unlock`]; after any of them the old PIN is still the PIN.
    pub fn change_pin(&mut self, account: &str, old: &str, new: &str, now_ms: i64) -> Result<(), VaultError> {
        if new.is_empty() {
            return Err(VaultError::EmptyPin);
        }
        let row = self.keyring.account(account)?;
        let key = self.key_by_pin(&row, old, now_ms)?;
        let envelope = Envelope::under_pin(&key, new, Place { account: &row.account, key_id: &row.key_id })?;
        self.keyring.replace(row.pk, Purpose::Pin, &envelope)
    }

    /// Lets a key of the device's secure hardware open the vault too. Takes the PIN, so that the vault's key never
    /// has to be kept.
    ///
    /// # Errors
    ///
    /// As for [`Vaults::unlock`].
    pub fn add_device_key(
        &mut self,
        account: &str,
        pin: &str,
        wrapping: &WrappingKey,
        now_ms: i64,
    ) -> Result<(), VaultError> {
        let row = self.keyring.account(account)?;
        let key = self.key_by_pin(&row, pin, now_ms)?;
        let place = Place { account: &row.account, key_id: &row.key_id };
        let envelope = Envelope::under_device(&key, wrapping.key(), place)?;
        self.keyring.replace(row.pk, Purpose::Device, &envelope)
    }

    /// Takes back what [`Vaults::add_device_key`] gave.
    ///
    /// # Errors
    ///
    /// [`VaultError::NoAccount`].
    pub fn remove_device_key(&mut self, account: &str) -> Result<(), VaultError> {
        let row = self.keyring.account(account)?;
        self.keyring.remove(row.pk, Purpose::Device)
    }

    /// Changes what can be read of an account without the PIN: it must say nothing of a record.
    ///
    /// # Errors
    ///
    /// [`VaultError::NoAccount`].
    pub fn set_hint(&mut self, account: &str, hint: &str) -> Result<(), VaultError> {
        let row = self.keyring.account(account)?;
        self.keyring.set_hint(row.pk, hint)
    }

    fn mark(&self) -> Result<OpenMark, VaultError> {
        if self.open.swap(true, Ordering::AcqRel) {
            return Err(VaultError::AlreadyOpen);
        }
        Ok(OpenMark(Arc::clone(&self.open)))
    }

    /// What is left of the pause. A clock that was set back starts it again, once.
    fn pause(&self, row: &Row, now_ms: i64) -> Result<u64, VaultError> {
        let seen = row.attempts.seen_at(now_ms);
        if seen != row.attempts {
            self.keyring.set_attempts(row.pk, seen)?;
        }
        Ok(seen.remaining_ms(now_ms))
    }

    /// A vault's key. The attempt is counted before it is made, so that ending the process in between gains nothing.
    fn key_by_pin(&self, row: &Row, pin: &str, now_ms: i64) -> Result<Key, VaultError> {
        let wait_ms = self.pause(row, now_ms)?;
        if wait_ms > 0 {
            return Err(VaultError::Wait { wait_ms });
        }
        let envelope =
            self.keyring.envelope(row.pk, Purpose::Pin)?.ok_or(VaultError::Damaged(Part::Envelope))?;
        let counted = row.attempts.and_one(now_ms);
        self.keyring.set_attempts(row.pk, counted)?;
        let place = Place { account: &row.account, key_id: &row.key_id };
        let key = envelope
            .open_with_pin(pin, place)?
            .ok_or(VaultError::WrongPin { wait_ms: pause_ms(counted.wrong) })?;
        self.keyring.set_attempts(row.pk, crate::backoff::Attempts::default())?;
        Ok(key)
    }
}
