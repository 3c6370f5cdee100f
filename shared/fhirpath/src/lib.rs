//! `FHIRPath` for R4 over JSON: parsed once, evaluated many times.
#![forbid(unsafe_code)]
