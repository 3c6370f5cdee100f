// The macro writes methods and a serialised twin that it gives no documentation.
#![allow(missing_docs)]

use crux_core::{macros::effect, render::RenderOperation};
use crux_http::protocol::HttpRequest;
use crux_time::TimeRequest;

use super::{ExportFile, HealthOp, NotifyOp, SecretOp, SystemPage, VaultOp};

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
    /// Keep a key, or give it out. Shell.
    Secret(SecretOp),
    /// Notices. Shell.
    Notify(NotifyOp),
    /// Readings of other apps. Shell.
    Health(HealthOp),
    /// Send the person to a page of the system's settings. Shell.
    Open(SystemPage),
}
