//! The browser: databases in a pool of OPFS files with synchronous handles, sealed files beside it in OPFS. Only a
//! dedicated worker has synchronous handles.

use std::rc::Rc;

use js_sys::{AsyncIterator, IteratorNext, Promise, Reflect};

use rusqlite::{Connection, OpenFlags};
use sqlite_wasm_rs::{WasmOsCallback, vfs::VfsFilesManager};
use sqlite_wasm_vfs::sahpool::{OpfsSAHError, OpfsSAHPoolCfgBuilder, OpfsSAHPoolUtil, install};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DedicatedWorkerGlobalScope, FileSystemDirectoryHandle, FileSystemFileHandle,
    FileSystemGetDirectoryOptions, FileSystemGetFileOptions, FileSystemRemoveOptions,
    FileSystemSyncAccessHandle,
};

use crate::{
    error::{InPart, Part, VaultError},
    key::is_random_name,
    platform::KEYRING,
};

/// The pool has no shared memory for a write-ahead log. The journal is kept, so that a commit touches no directory.
pub(crate) const JOURNAL: &str = "PERSIST";

/// A page that is being left lets go of its handles a moment later: so often, and so long apart, it is asked again.
const RETRIES_MS: [i32; 5] = [50, 100, 200, 400, 800];

/// The slots that every pool has: the keyring, its journal, and some to spare.
const BASE_SLOTS: usize = 6;
/// The slots of a vault: the database and its journal.
const VAULT_SLOTS: usize = 2;

/// Where the vaults of this browser lie.
#[derive(Clone, Debug)]
pub struct Storage {
    name: String,
}

impl Storage {
    /// The storage of this origin with this name.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into() }
    }
}

/// An open storage. The browser gives it to one worker of the origin at a time.
#[derive(Clone)]
pub(crate) struct Platform {
    vfs: Rc<str>,
    pool: OpfsSAHPoolUtil,
    files: FileSystemDirectoryHandle,
}

impl Platform {
    pub(crate) async fn open(storage: &Storage) -> Result<Self, VaultError> {
        let vfs = format!("{}-pool", storage.name);
        let config =
            OpfsSAHPoolCfgBuilder::new().vfs_name(&vfs).directory(&vfs).initial_capacity(BASE_SLOTS).build();
        let mut retries = RETRIES_MS.into_iter();
        let pool = loop {
            match install::<WasmOsCallback>(&config, false).await.map_err(|error| pool_failure(&error)) {
                Ok(pool) => break pool,
                Err(VaultError::HeldElsewhere) => match retries.next() {
                    Some(pause_ms) => pause(pause_ms).await?,
                    None => return Err(VaultError::HeldElsewhere),
                },
                Err(error) => return Err(error),
            }
        };
        let root: FileSystemDirectoryHandle = wait(worker()?.navigator().storage().get_directory()).await?;
        let files = folder(&root, &format!("{}-files", storage.name), true).await?;
        Ok(Self { vfs: vfs.into(), pool, files })
    }

    pub(crate) fn database(&self, name: &str, create: bool, part: Part) -> Result<Connection, VaultError> {
        let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
        if create {
            flags |= OpenFlags::SQLITE_OPEN_CREATE;
        }
        Connection::open_with_flags_and_vfs(name, flags, &*self.vfs).in_part(part)
    }

    pub(crate) fn has_database(&self, name: &str) -> Result<bool, VaultError> {
        self.pool.contains(name).map_err(|error| pool_failure(&error))
    }

    pub(crate) fn has_keyring(&self) -> Result<bool, VaultError> {
        self.has_database(KEYRING)
    }

    pub(crate) fn has_any_vault(&self) -> Result<bool, VaultError> {
        let names = self.pool.names().map_err(|error| pool_failure(&error))?;
        Ok(names.iter().any(|name| name.strip_suffix("/records.db").is_some_and(is_random_name)))
    }

    pub(crate) async fn prepare_vault(&self, key_id: &str) -> Result<(), VaultError> {
        let used = self.pool.len().map_err(|error| pool_failure(&error))?;
        let slots = used + VAULT_SLOTS + BASE_SLOTS;
        self.pool.ensure_capacity(slots).await.map_err(|error| pool_failure(&error))?;
        folder(&self.files, key_id, true).await.map(drop)
    }

    /// The pool makes its names durable itself.
    #[allow(clippy::unused_self, clippy::unnecessary_wraps, reason = "the same surface as on native")]
    pub(crate) fn settle_vault(&self, _key_id: &str) -> Result<(), VaultError> {
        Ok(())
    }

    pub(crate) async fn remove_vault(&self, key_id: &str) -> Result<(), VaultError> {
        let names = self.pool.names().map_err(|error| pool_failure(&error))?;
        let prefix = format!("{key_id}/");
        for name in names.iter().filter(|name| name.starts_with(&prefix)) {
            self.pool.remove(name).map_err(|error| pool_failure(&error))?;
        }
        remove(&self.files, key_id, true).await
    }

    pub(crate) async fn write_file(&self, key_id: &str, name: &str, bytes: &[u8]) -> Result<(), VaultError> {
        let folder = folder(&self.files, key_id, true).await?;
        let options = FileSystemGetFileOptions::new();
        options.set_create(true);
        let file: FileSystemFileHandle = wait(folder.get_file_handle_with_options(name, &options)).await?;
        let handle = Handle(wait(file.create_sync_access_handle()).await?);
        let written = handle.0.write_with_u8_array(bytes).map_err(|error| failure(&error))?;
        // A browser that is out of room may write less instead of failing.
        if !same(written, bytes.len()) {
            return Err(VaultError::StorageFull);
        }
        handle.0.flush().map_err(|error| failure(&error))
    }

    pub(crate) async fn read_file(&self, key_id: &str, name: &str) -> Result<Option<Vec<u8>>, VaultError> {
        let Some(folder) = absent_is_none(folder_or_js(&self.files, key_id, false).await)? else {
            return Ok(None);
        };
        let file = JsFuture::from(folder.get_file_handle(name)).await;
        let Some(file) = absent_is_none(file.map(JsCast::unchecked_into::<FileSystemFileHandle>))? else {
            return Ok(None);
        };
        let handle = Handle(wait(file.create_sync_access_handle()).await?);
        let size = handle.0.get_size().map_err(|error| failure(&error))?;
        // What we wrote fits; whatever does not is no file of ours.
        let limit = crate::MAX_FILE_BYTES + 16;
        let size = (0..=limit).contains(&to_u64(size)).then(|| to_u64(size));
        let size = size.and_then(|size| usize::try_from(size).ok()).ok_or(VaultError::Damaged(Part::File))?;
        let mut bytes = vec![0; size];
        let read = handle.0.read_with_u8_array(&mut bytes).map_err(|error| failure(&error))?;
        if same(read, size) { Ok(Some(bytes)) } else { Err(VaultError::Damaged(Part::File)) }
    }

    pub(crate) async fn files(&self, key_id: &str) -> Result<Vec<String>, VaultError> {
        let Some(folder) = absent_is_none(folder_or_js(&self.files, key_id, false).await)? else {
            return Ok(Vec::new());
        };
        let keys: AsyncIterator = folder.keys();
        let mut names = Vec::new();
        loop {
            let next: IteratorNext = wait(keys.next().map_err(|error| failure(&error))?).await?;
            if next.done() {
                return Ok(names);
            }
            names.extend(next.value().as_string());
        }
    }

    pub(crate) async fn remove_file(&self, key_id: &str, name: &str) -> Result<(), VaultError> {
        match absent_is_none(folder_or_js(&self.files, key_id, false).await)? {
            Some(folder) => remove(&folder, name, false).await,
            None => Ok(()),
        }
    }
}

/// A synchronous handle, closed when dropped: while it is open nobody else can open the file.
struct Handle(FileSystemSyncAccessHandle);

impl Drop for Handle {
    fn drop(&mut self) {
        self.0.close();
    }
}

fn worker() -> Result<DedicatedWorkerGlobalScope, VaultError> {
    js_sys::global().dyn_into().map_err(|_| VaultError::StorageUnavailable("not in a dedicated worker"))
}

/// Waits for a promise whose value has the type that the caller says.
async fn wait<T: JsCast>(promise: Promise) -> Result<T, VaultError> {
    JsFuture::from(promise).await.map(JsCast::unchecked_into).map_err(|error| failure(&error))
}

async fn folder(
    parent: &FileSystemDirectoryHandle,
    name: &str,
    create: bool,
) -> Result<FileSystemDirectoryHandle, VaultError> {
    folder_or_js(parent, name, create).await.map_err(|error| failure(&error))
}

async fn folder_or_js(
    parent: &FileSystemDirectoryHandle,
    name: &str,
    create: bool,
) -> Result<FileSystemDirectoryHandle, JsValue> {
    let options = FileSystemGetDirectoryOptions::new();
    options.set_create(create);
    let found = JsFuture::from(parent.get_directory_handle_with_options(name, &options)).await;
    found.map(JsCast::unchecked_into)
}

async fn remove(parent: &FileSystemDirectoryHandle, name: &str, all: bool) -> Result<(), VaultError> {
    let options = FileSystemRemoveOptions::new();
    options.set_recursive(all);
    let removed = JsFuture::from(parent.remove_entry_with_options(name, &options)).await;
    absent_is_none(removed).map(drop)
}

async fn pause(ms: i32) -> Result<(), VaultError> {
    let worker = worker()?;
    let promise = Promise::new(&mut |resolve, reject| {
        if worker.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms).is_err() {
            // Nobody listens to what it says: a refusal ends the wait.
            reject.call0(&JsValue::UNDEFINED).ok();
        }
    });
    wait::<JsValue>(promise).await.map(drop)
}

fn absent_is_none<T>(result: Result<T, JsValue>) -> Result<Option<T>, VaultError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if exception(&error) == "NotFoundError" => Ok(None),
        Err(error) => Err(failure(&error)),
    }
}

/// The name of a `DOMException`, or nothing.
fn exception(error: &JsValue) -> String {
    Reflect::get(error, &JsValue::from_str("name")).ok().and_then(|name| name.as_string()).unwrap_or_default()
}

fn failure(error: &JsValue) -> VaultError {
    match exception(error).as_str() {
        "QuotaExceededError" => VaultError::StorageFull,
        // Another worker has a handle on the file: the tab that came first.
        "NoModificationAllowedError" => VaultError::HeldElsewhere,
        _ => VaultError::StorageUnavailable("the browser's file system does not answer"),
    }
}

fn pool_failure(error: &OpfsSAHError) -> VaultError {
    match error {
        OpfsSAHError::NotSupported => {
            VaultError::StorageUnavailable("no synchronous file handles, or no secure context")
        }
        OpfsSAHError::Opfs { value, .. } => failure(value),
        OpfsSAHError::InvalidHeader { .. }
        | OpfsSAHError::DuplicateFilename(_)
        | OpfsSAHError::NeedsRecovery => VaultError::Damaged(Part::Keyring),
        OpfsSAHError::NoCapacity | OpfsSAHError::OutOfMemory => VaultError::StorageFull,
        OpfsSAHError::Busy => VaultError::HeldElsewhere,
        OpfsSAHError::Cleanup { error, .. } => pool_failure(error),
        _ => VaultError::StorageUnavailable("the pool of files cannot be had"),
    }
}

/// A size that the browser gives as a number. Anything odd becomes a size that nothing has.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be a whole number in range"
)]
fn to_u64(number: f64) -> u64 {
    if number.fract() == 0.0 && (0.0..9e15).contains(&number) { number as u64 } else { u64::MAX }
}

fn same(number: f64, size: usize) -> bool {
    u64::try_from(size).is_ok_and(|size| size == to_u64(number))
}
