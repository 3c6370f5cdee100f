//! The hospital server.
