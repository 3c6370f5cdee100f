//! The SDC questionnaire engine, headless.
#![forbid(unsafe_code)]

pub mod input;
pub mod show;
pub mod translate;
