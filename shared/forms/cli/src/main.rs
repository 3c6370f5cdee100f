//! `kangban-forms`: forms at the command line, for their authors.
#![forbid(unsafe_code)]

fn main() {}
