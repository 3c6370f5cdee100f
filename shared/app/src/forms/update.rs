use crux_core::Command;

use super::{FormsEvent, FormsStep};
use crate::{effects::Cmd, model::Model};

/// What a person did with a form.
pub(crate) fn update(_model: &mut Model, event: FormsEvent) -> Cmd {
    drop(event);
    Command::done()
}

/// Opens what an id of the list names.
pub(crate) fn open(_model: &mut Model, _id: &str) -> Cmd {
    Command::done()
}

/// What came back.
pub(crate) fn came(_model: &mut Model, step: FormsStep) -> Cmd {
    drop(step);
    Command::done()
}
