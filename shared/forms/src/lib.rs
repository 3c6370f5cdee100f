//! The SDC questionnaire engine, headless.
#![forbid(unsafe_code)]
