//! Reading what people type and say: never loses text that it cannot read.

mod date;
mod measure;
mod number;
mod numeral;
mod read;
mod time;
mod unread;
mod width;
mod yes_no;

pub use date::read_date;
pub use number::{Number, read_number};
pub use read::{Input, InputProblem, apply, read};
pub use time::{read_date_time, read_time};
pub use unread::{Typed, Unread};
pub use yes_no::read_yes_no;

#[cfg(test)]
mod tests;
