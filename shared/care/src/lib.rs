//! Clinical rules as data.
