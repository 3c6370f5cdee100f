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

/// What a shell says while the core cannot; see [`kangban_app::NativeWords`].
#[derive(Debug, uniffi::Record)]
pub struct Words {
    /// While the core is being opened.
    pub opening: String,
    /// The core has stopped on a fault of its own.
    pub stopped: String,
    /// That nothing is lost, and what to do.
    pub stopped_text: String,
    /// The button that opens it again.
    pub again: String,
    /// The view cannot be read by this shell.
    pub newer: String,
    /// That nothing is lost, and what to do.
    pub newer_text: String,
    /// The button that calls `emergency`.
    pub call: String,
    /// The number to call.
    pub emergency: String,
}

/// The words in the first of the device's languages (BCP 47, best first) that is ours.
#[uniffi::export]
#[allow(clippy::needless_pass_by_value, reason = "what the bindings hand over is ours")]
pub fn words(languages: Vec<String>) -> Words {
    let kangban_app::NativeWords {
        opening,
        stopped,
        stopped_text,
        again,
        newer,
        newer_text,
        call,
        emergency,
    } = kangban_app::native_words(&languages);
    Words { opening, stopped, stopped_text, again, newer, newer_text, call, emergency }
}
