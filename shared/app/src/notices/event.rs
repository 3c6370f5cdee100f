use crate::effects::NotifyOut;

/// What comes back about notices.
#[derive(Clone, Debug)]
pub enum NoticesStep {
    /// How they stand: of asking, looking and planning.
    Told(NotifyOut),
}
