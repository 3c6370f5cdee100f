//! One file a command.

pub(crate) mod assemble;
pub(crate) mod check;
pub(crate) mod eval;
pub(crate) mod extract;
pub(crate) mod populate;
pub(crate) mod score;
pub(crate) mod validate;
