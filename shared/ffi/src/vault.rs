//! The vault lane: what the app asks of the encrypted store, in the store's own terms.

mod terms;

use kangban_app::effects::{
    SecretKey, VaultOp, VaultOut,
    vault::{Answer, Query, VaultFault},
};
use kangban_vault::{Storage, Vault, VaultError, Vaults, WrappingKey};
use zeroize::Zeroizing;

/// The store of this device, opened when it is first asked for.
pub(crate) struct VaultLane {
    storage: Storage,
    // Closed before the storage is let go of.
    open: Option<Open>,
    vaults: Option<Vaults>,
}

/// The vault that is open.
struct Open {
    account: String,
    vault: Vault,
}

impl VaultLane {
    pub(crate) fn new(storage: Storage) -> Self {
        Self { storage, open: None, vaults: None }
    }

    /// Does what is asked. What fails is said; nothing is lost by it.
    pub(crate) async fn serve(&mut self, op: VaultOp) -> VaultOut {
        self.try_serve(op).await.unwrap_or_else(VaultOut::Failed)
    }

    async fn try_serve(&mut self, op: VaultOp) -> Result<VaultOut, VaultFault> {
        match op {
            VaultOp::Accounts { now_ms } => {
                let accounts = self.vaults().await?.accounts(now_ms).map_err(|error| fault(&error))?;
                return Ok(VaultOut::Accounts(accounts.into_iter().map(terms::account).collect()));
            }
            VaultOp::Create { account, pin, hint, batch } => {
                self.open = None;
                let first = terms::batch(batch);
                let vaults = self.vaults().await?;
                let vault = vaults
                    .create(&account, pin.digits(), &hint, &first)
                    .await
                    .map_err(|error| fault(&error))?;
                self.open = Some(Open { account, vault });
            }
            VaultOp::Unlock { account, pin, now_ms } => {
                self.open = None;
                let vaults = self.vaults().await?;
                let vault =
                    vaults.unlock(&account, pin.digits(), now_ms).await.map_err(|error| fault(&error))?;
                self.open = Some(Open { account, vault });
            }
            VaultOp::UnlockWithDevice { account, key, now_ms } => {
                self.open = None;
                let key = wrapping(&key)?;
                let vaults = self.vaults().await?;
                let vault =
                    vaults.unlock_with_device(&account, &key, now_ms).await.map_err(|error| fault(&error))?;
                self.open = Some(Open { account, vault });
            }
            VaultOp::AddDeviceKey { pin, key, now_ms } => {
                let account = self.open()?.account.clone();
                let key = wrapping(&key)?;
                let vaults = self.vaults().await?;
                vaults.add_device_key(&account, pin.digits(), &key, now_ms).map_err(|error| fault(&error))?;
            }
            VaultOp::RemoveDeviceKey(account) => {
                self.vaults().await?.remove_device_key(&account).map_err(|error| fault(&error))?;
            }
            VaultOp::Lock => self.open = None,
            VaultOp::ChangePin { old, new, now_ms } => {
                let account = self.open()?.account.clone();
                let vaults = self.vaults().await?;
                vaults
                    .change_pin(&account, old.digits(), new.digits(), now_ms)
                    .map_err(|error| fault(&error))?;
            }
            VaultOp::SetHint(hint) => {
                let account = self.open()?.account.clone();
                self.vaults().await?.set_hint(&account, &hint).map_err(|error| fault(&error))?;
            }
            VaultOp::Write(batch) => {
                let batch = terms::batch(batch);
                self.open()?.vault.write(&batch).await.map_err(|error| fault(&error))?;
            }
            VaultOp::Read(queries) => {
                let vault = &self.open()?.vault;
                let mut answers = Vec::with_capacity(queries.len());
                for query in queries {
                    answers.push(answer(vault, query).await.map_err(|error| fault(&error))?);
                }
                return Ok(VaultOut::Answers(answers));
            }
        }
        Ok(VaultOut::Done)
    }

    async fn vaults(&mut self) -> Result<&mut Vaults, VaultFault> {
        match &mut self.vaults {
            Some(vaults) => Ok(vaults),
            none => Ok(none.insert(Vaults::open(&self.storage).await.map_err(|error| fault(&error))?)),
        }
    }

    fn open(&mut self) -> Result<&mut Open, VaultFault> {
        self.open.as_mut().ok_or(VaultFault::Locked)
    }
}

/// The device's key, when it can be one.
fn wrapping(key: &SecretKey) -> Result<WrappingKey, VaultFault> {
    let bytes =
        Zeroizing::new(<[u8; 32]>::try_from(key.bytes.as_slice()).map_err(|_| VaultFault::DeviceKey)?);
    Ok(WrappingKey::new(*bytes))
}

async fn answer(vault: &Vault, query: Query) -> Result<Answer, VaultError> {
    Ok(match query {
        Query::Get { resource_type, id } => {
            Answer::Record(vault.get(&resource_type, &id)?.map(|found| Box::new(terms::stored(found))))
        }
        Query::Window { resource_type, codes, since_ms, before, limit } => {
            let window = kangban_vault::Window { resource_type, codes, since_ms, before, limit };
            Answer::Records(vault.window(&window)?.into_iter().map(terms::stored).collect())
        }
        Query::Outbox { refused, limit } => {
            let rows = if refused { vault.refused(limit)? } else { vault.waiting(limit)? };
            Answer::Records(rows.into_iter().map(terms::stored).collect())
        }
        Query::Counts => {
            let counts = vault.counts()?;
            Answer::Counts(counts.waiting, counts.refused)
        }
        Query::Documents { kind, limit } => Answer::Documents(vault.documents(&kind, limit)?),
        Query::Document { kind, id } => Answer::Text(vault.document(&kind, &id)?),
        Query::Value(key) => Answer::Text(vault.value(&key)?),
        Query::File(id) => Answer::File(vault.file(&id).await?.map(|file| (file.mime, file.bytes))),
    })
}

/// Why it was not done, in the app's terms.
fn fault(error: &VaultError) -> VaultFault {
    match *error {
        VaultError::WrongPin { wait_ms } => VaultFault::WrongPin { wait_ms },
        VaultError::EmptyPin => VaultFault::WrongPin { wait_ms: 0 },
        VaultError::Wait { wait_ms } => VaultFault::Wait { wait_ms },
        VaultError::NoAccount | VaultError::BadAccount => VaultFault::NoAccount,
        VaultError::AccountExists => VaultFault::AccountExists,
        VaultError::StorageFull | VaultError::FileTooLarge { .. } => VaultFault::StorageFull,
        VaultError::HeldElsewhere | VaultError::AlreadyOpen => VaultFault::HeldElsewhere,
        VaultError::NewerSchema { .. } => VaultFault::NewerSchema,
        VaultError::NoDeviceKey | VaultError::WrongDeviceKey => VaultFault::DeviceKey,
        VaultError::Damaged(_) => VaultFault::Damaged,
        VaultError::StorageUnavailable(_) | VaultError::NoRandomness | VaultError::Storage(_) => {
            VaultFault::StorageUnavailable
        }
    }
}
