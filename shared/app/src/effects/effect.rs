// The macro writes methods and a serialised twin that it gives no documentation.
#![allow(missing_docs)]

use crux_core::{macros::effect, render::RenderOperation};
use crux_http::protocol::HttpRequest;
use crux_time::TimeRequest;

use super::{ExportFile, VaultOp};

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
