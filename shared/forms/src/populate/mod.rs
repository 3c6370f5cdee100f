//! Filling in what is known.

pub(crate) mod query;
