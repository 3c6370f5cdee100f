//! The core through UniFFI, for Kotlin and Swift.

use std::sync::Arc;

use crux_core::bridge::{BincodeFfiFormat, FfiFormat};

use crate::{
    lanes::Input,
    native::{CoreError, Engine},
};

/// What a shell does for the core.
#[uniffi::export(foreign)]
pub trait Shell: Send + Sync {
    /// Carries out effects: the bytes are a bincode `Requests`. Called from the core's thread, one call at a time.
    fn handle(&self, effects: Vec<u8>);

    /// The core has stopped on a fault of its own. What was acknowledged is on disk: make a new core over the folder.
    fn stopped(&self);
}

/// The app with its lanes.
#[derive(uniffi::Object)]
pub struct Core {
    engine: Engine,
}

#[uniffi::export]
impl Core {
    /// Opens the core over a folder of its own.
    #[uniffi::constructor]
    pub fn new(storage_dir: String, shell: Arc<dyn Shell>) -> Result<Arc<Self>, CoreError> {
        let engine = Engine::start(storage_dir.into(), move |router, effect| match effect {
            None => shell.stopped(),
            Some(effect) => match router.routes.shell.serialize(effect) {
                Ok(bytes) => shell.handle(bytes),
                Err(_) => shell.stopped(),
            },
        })?;
        Ok(Arc::new(Self { engine }))
    }

    /// Takes an event, as bincode. What follows from it comes to [`Shell::handle`].
    #[allow(clippy::needless_pass_by_value, reason = "what the bindings hand over is ours")]
    pub fn update(&self, event: Vec<u8>) -> Result<(), CoreError> {
        let event = BincodeFfiFormat::deserialize(&event).map_err(|_| CoreError::NotAnEvent)?;
        self.engine.push(Input::Event(Box::new(event)))
    }

    /// Takes the shell's answer to an effect.
    pub fn resolve(&self, id: u32, output: Vec<u8>) -> Result<(), CoreError> {
        self.engine.push(Input::Answer(id, output))
    }

    /// The view of this moment, as bincode.
    pub fn view(&self) -> Result<Vec<u8>, CoreError> {
        self.engine.with(|router| router.routes.shell.view())?.map_err(|_| CoreError::Stopped)
    }
}
