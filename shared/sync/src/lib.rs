//! Outbox and delta pull as one pure state machine.
