//! Where sealed files lie: a folder on native, OPFS in a browser. Only sealed bytes come here.

#[cfg(not(target_family = "wasm"))]
pub(crate) use native::Files;
#[cfg(target_family = "wasm")]
pub(crate) use web::Files;

#[cfg(not(target_family = "wasm"))]
mod native {
    use std::{
        fs::{self, File},
        io::Write,
        path::PathBuf,
    };

    use crate::VaultError;

    /// A folder. The functions are async for the browser's sake; here they are done when they return.
    pub(crate) struct Files(PathBuf);

    #[expect(clippy::unused_async, reason = "the browser's twin has to wait")]
    impl Files {
        pub(crate) fn new(folder: PathBuf) -> Result<Self, VaultError> {
            fs::create_dir_all(&folder)?;
            Ok(Self(folder))
        }

        /// Written under another name, flushed to the disk, then renamed: a file that is there is whole.
        pub(crate) async fn put(&self, name: &str, bytes: &[u8]) -> Result<(), VaultError> {
            let unfinished = self.0.join(format!("{name}.part"));
            let mut file = File::create(&unfinished)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&unfinished, self.0.join(name))?;
            #[cfg(unix)]
            File::open(&self.0)?.sync_all()?;
            Ok(())
        }

        pub(crate) async fn get(&self, name: &str) -> Result<Vec<u8>, VaultError> {
            Ok(fs::read(self.0.join(name))?)
        }

        pub(crate) async fn remove(&self, name: &str) -> Result<(), VaultError> {
            Ok(fs::remove_file(self.0.join(name))?)
        }

        pub(crate) async fn names(&self) -> Result<Vec<String>, VaultError> {
            let mut names = Vec::new();
            for entry in fs::read_dir(&self.0)? {
                names.extend(entry?.file_name().into_string());
            }
            Ok(names)
        }
    }
}

#[cfg(target_family = "wasm")]
mod web {
    use js_sys::AsyncIterator;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{
        DedicatedWorkerGlobalScope, DomException, FileSystemDirectoryHandle, FileSystemFileHandle,
        FileSystemGetDirectoryOptions, FileSystemGetFileOptions, FileSystemSyncAccessHandle,
    };

    use crate::VaultError;

    /// A folder of the origin private file system.
    pub(crate) struct Files(FileSystemDirectoryHandle);

    impl Files {
        pub(crate) async fn new(folder: &str) -> Result<Self, VaultError> {
            let worker: DedicatedWorkerGlobalScope = js_sys::global()
                .dyn_into()
                .map_err(|_| VaultError::StorageUnavailable("not in a dedicated worker".to_owned()))?;
            let root: FileSystemDirectoryHandle =
                wait(worker.navigator().storage().get_directory()).await?.unchecked_into();
            let options = FileSystemGetDirectoryOptions::new();
            options.set_create(true);
            let folder = wait(root.get_directory_handle_with_options(folder, &options)).await?;
            Ok(Self(folder.unchecked_into()))
        }

        async fn handle(&self, name: &str, create: bool) -> Result<FileSystemSyncAccessHandle, VaultError> {
            let options = FileSystemGetFileOptions::new();
            options.set_create(create);
            let file: FileSystemFileHandle =
                wait(self.0.get_file_handle_with_options(name, &options)).await?.unchecked_into();
            Ok(wait(file.create_sync_access_handle()).await?.unchecked_into())
        }

        pub(crate) async fn put(&self, name: &str, bytes: &[u8]) -> Result<(), VaultError> {
            let handle = self.handle(name, true).await?;
            let write = || -> Result<(), JsValue> {
                handle.truncate_with_u32(0)?;
                let written = handle.write_with_u8_array(bytes)?;
                handle.flush()?;
                if written < bytes.len() as f64 { Err(JsValue::NULL) } else { Ok(()) }
            };
            let done = write();
            handle.close();
            done.map_err(|error| if error.is_null() { VaultError::StorageFull } else { fault(&error) })
        }

        pub(crate) async fn get(&self, name: &str) -> Result<Vec<u8>, VaultError> {
            let handle = self.handle(name, false).await?;
            let read = || -> Result<Vec<u8>, JsValue> {
                let mut bytes = vec![0; handle.get_size()? as usize];
                handle.read_with_u8_array(&mut bytes)?;
                Ok(bytes)
            };
            let done = read();
            handle.close();
            done.map_err(|error| fault(&error))
        }

        pub(crate) async fn remove(&self, name: &str) -> Result<(), VaultError> {
            wait(self.0.remove_entry(name)).await?;
            Ok(())
        }

        pub(crate) async fn names(&self) -> Result<Vec<String>, VaultError> {
            let keys: AsyncIterator = self.0.keys();
            let mut names = Vec::new();
            loop {
                let next = JsFuture::from(keys.next().map_err(|error| fault(&error))?);
                let next = next.await.map_err(|error| fault(&error))?;
                let next: js_sys::IteratorNext = next.unchecked_into();
                if next.done() {
                    return Ok(names);
                }
                names.extend(next.value().as_string());
            }
        }
    }

    async fn wait<T>(promise: T) -> Result<JsValue, VaultError>
    where
        JsFuture: From<T>,
        JsFuture: std::future::Future<Output = Result<JsValue, JsValue>>,
    {
        JsFuture::from(promise).await.map_err(|error| fault(&error))
    }

    fn fault(error: &JsValue) -> VaultError {
        match error.dyn_ref::<DomException>().map(DomException::name).as_deref() {
            Some("QuotaExceededError") => VaultError::StorageFull,
            Some("NoModificationAllowedError") => VaultError::HeldElsewhere,
            Some("NotFoundError") => VaultError::Damaged("a file is missing"),
            Some(name) => VaultError::StorageUnavailable(name.to_owned()),
            None => VaultError::StorageUnavailable("the browser gives no file storage".to_owned()),
        }
    }
}
