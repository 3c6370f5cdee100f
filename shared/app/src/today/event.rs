use facet::Facet;
use serde::{Deserialize, Serialize};

/// What a person does on Today.
#[derive(Facet, Clone, Debug, Serialize, Deserialize)]
#[repr(C)]
pub enum TodayEvent {
    /// A tile of the quick row, by its id.
    QuickPressed(String),
    /// The solid button of the next thing, by its id.
    NextPressed(String),
    /// A row of today's entries, by its id.
    EntryOpened(String),
    /// The line that says where the entries are.
    SyncPressed,
    /// The button that calls the ward was pressed: the shell dials, the core knows.
    CallPressed,
}
