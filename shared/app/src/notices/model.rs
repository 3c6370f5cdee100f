use super::plan::Answers;
use crate::effects::{NoticePlan, NotifyOut};

/// What the app knows of notices in this run.
#[derive(Debug, Default)]
pub(crate) struct Notices {
    /// How they stood when the device was last asked.
    pub(crate) standing: NotifyOut,
    /// What the device was last told to show; none when that has to be told again.
    pub(crate) planned: Option<NoticePlan>,
    /// What was pressed on them, also while the vault was closed.
    pub(crate) answers: Answers,
}
