//! The Crux app.
