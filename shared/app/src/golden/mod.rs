//! The golden files of the shells: what has to be drawn of a view, and what has to be told for each thing that a
//! person can do there. `tests/shells/README.md` says what stands in them.
//!
//! A shell's test draws every state, looks for every text, does every action and compares the bytes. So a new field
//! of a view, a new screen or a new event is a failing test in every shell that has no place for it.

mod controls;
mod forms;
mod frame;
mod gate;
mod parts;
mod screens;
mod sheet;
mod states;
mod tasks;
mod tests;
mod writing;
