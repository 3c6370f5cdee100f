use crate::effects::{HealthOut, VaultOut};

/// What comes back while readings are taken over. The number says of which run.
#[derive(Clone, Debug)]
pub enum HealthStep {
    /// The owner was asked.
    Asked(HealthOut),
    /// Since when to read.
    Since(u32, VaultOut),
    /// A page of readings.
    Read(u32, HealthOut),
    /// Which of them are here already.
    Known(u32, VaultOut),
    /// The history that the rules need.
    History(u32, VaultOut),
    /// The transaction.
    Written(u32, VaultOut),
}
