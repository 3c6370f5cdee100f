//! The core in a dedicated worker of a web page.

use std::sync::Arc;

use async_channel::Sender;
use crux_core::bridge::{BincodeFfiFormat, FfiFormat};
use js_sys::{Function, Uint8Array};
use kangban_vault::Storage;
use wasm_bindgen::{JsError, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::spawn_local;

use crate::{
    http,
    lanes::{self, Input, Jobs, Router, hand_over},
    panics,
    pump::Pump,
    time,
    vault::VaultLane,
};

/// The app with its lanes.
#[wasm_bindgen]
pub struct WebCore {
    router: Arc<Router>,
    inputs: Sender<Input>,
}

#[wasm_bindgen]
impl WebCore {
    /// Opens the core over the storage of this origin with this name. `handle` gets effects: a `Uint8Array` that is a
    /// bincode `Requests`. `stopped` gets a place in our code when the core has stopped on a fault of its own: the
    /// worker is of no more use then, and a new one finds all that was acknowledged.
    pub fn open(name: String, handle: Function, stopped: Function) -> Self {
        panics::say_where(stopped);
        let (router, Jobs { vault, http, time }, pending) = lanes::open();
        let (inputs, queue) = async_channel::unbounded();
        let pump = Pump { router: Arc::clone(&router), inputs: queue, pending };
        spawn_local(pump.run(move |router, effect| {
            if let Ok(bytes) = router.routes.shell.serialize(effect) {
                // A page that throws has a fault of its own, which its worker reports.
                handle.call1(&JsValue::NULL, &Uint8Array::from(bytes.as_slice())).ok();
            }
        }));
        let answers = inputs.clone();
        spawn_local(async move {
            let mut lane = VaultLane::new(Storage::named(name));
            while let Ok(mut request) = vault.recv().await {
                let op = std::mem::replace(&mut request.operation, kangban_app::effects::VaultOp::Lock);
                let out = lane.serve(op).await;
                hand_over(&answers, Input::Vault(request, out));
            }
        });
        spawn_local(http::run(http, inputs.clone(), http::client()));
        spawn_local(time::run(time, inputs.clone()));
        Self { router, inputs }
    }

    /// Takes an event, as bincode. What follows from it comes to `handle`.
    pub fn update(&self, event: &[u8]) -> Result<(), JsError> {
        let event = BincodeFfiFormat::deserialize(event).map_err(|_| JsError::new("not an event"))?;
        hand_over(&self.inputs, Input::Event(Box::new(event)));
        Ok(())
    }

    /// Takes the page's answer to an effect.
    pub fn resolve(&self, id: u32, output: Vec<u8>) {
        hand_over(&self.inputs, Input::Answer(id, output));
    }

    /// The view of this moment, as bincode.
    pub fn view(&self) -> Result<Vec<u8>, JsError> {
        self.router.routes.shell.view().map_err(|_| JsError::new("no view"))
    }
}
