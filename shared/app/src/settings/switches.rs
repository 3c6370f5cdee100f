//! The switches of Settings: what this device can do, and whether it does. Each is made by its feature; here they are
//! put in order, and what happens to one goes back to its feature.

use crux_core::Command;

use super::remember;
use crate::{
    cover,
    effects::Cmd,
    health, lock,
    model::{Model, Open, Stage},
    notices,
    view::SwitchRow,
};

/// A switch, as its feature makes it.
pub(crate) struct Switch {
    /// What comes back when it is toggled, and under which its choice is remembered.
    pub(crate) id: &'static str,
    /// How it stands; none where the device cannot, and then it is neither offered nor toggled.
    pub(crate) row: fn(&Model, &Open) -> Option<SwitchRow>,
    /// It was toggled.
    pub(crate) toggled: fn(&mut Model) -> Cmd,
    /// What helps against its problem was pressed.
    pub(crate) fix: fn(&mut Model) -> Cmd,
}

/// Every feature's switches, in the order in which they are shown.
const ALL: &[&[Switch]] = &[lock::QUICK_SWITCHES, notices::SWITCHES, health::SWITCHES, cover::SWITCHES];

fn all() -> impl Iterator<Item = &'static Switch> {
    ALL.iter().copied().flatten()
}

/// The switches that this device offers.
pub(crate) fn rows(model: &Model, open: &Open) -> Vec<SwitchRow> {
    all().filter_map(|switch| (switch.row)(model, open)).collect()
}

/// A switch was toggled.
pub(crate) fn toggled(model: &mut Model, id: &str) -> Cmd {
    match offered(model, id) {
        Some((switch, _)) => (switch.toggled)(model),
        None => Command::done(),
    }
}

/// What helps against a switch's problem was pressed.
pub(crate) fn fix_pressed(model: &mut Model, id: &str) -> Cmd {
    match offered(model, id) {
        Some((switch, row)) if !row.fix.is_empty() => (switch.fix)(model),
        _ => Command::done(),
    }
}

fn offered(model: &Model, id: &str) -> Option<(&'static Switch, SwitchRow)> {
    let Stage::Open(open) = &model.stage else { return None };
    let switch = all().find(|switch| switch.id == id)?;
    Some((switch, (switch.row)(model, open)?))
}

/// Sets a switch whose whole state is the person's choice, and keeps it with how the app looks.
pub(crate) fn choose(model: &mut Model, id: &str, on: bool) -> Cmd {
    model.choices.insert(id.to_owned(), on);
    remember(model)
}

/// For a switch that has no problem.
pub(crate) fn nothing(_: &mut Model) -> Cmd {
    Command::done()
}
