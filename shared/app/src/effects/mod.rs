//! The effects of the app, and builders for them.

pub mod vault;

use crux_core::{Request, capability::Operation, macros::effect, render::RenderOperation};
use crux_http::protocol::HttpRequest;
use crux_time::TimeRequest;
use facet::Facet;
use serde::{Deserialize, Serialize};

pub use vault::{VaultOp, VaultOut};

/// Everything the core asks of the world.
#[effect]
#[derive(Debug)]
pub enum Effect {
    /// Draw again. Shell.
    Render(RenderOperation),
    /// Read or write the encrypted store. Vault lane.
    Vault(VaultOp),
    /// Talk to the hospital. Http lane.
    Http(HttpRequest),
    /// Wake up later. Time lane.
    Time(TimeRequest),
    /// Give a file to the person. Shell.
    Export(ExportFile),
}

/// A file that the person asked for: the shell offers to save or share it. No answer is awaited.
#[derive(Facet, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportFile {
    /// Its name, with nothing of the patient in it.
    pub name: String,
    /// Its media type.
    pub mime: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Operation for ExportFile {
    type Output = ();
}
