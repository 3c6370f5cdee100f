use crate::effects::VaultOut;
/// What comes back while saving.
#[derive(Debug, Clone)]
pub enum SavingStep {
    /// The history that the rules need.
    History(VaultOut),
    /// The transaction.
    Written(VaultOut),
}
