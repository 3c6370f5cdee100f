//! Today: what now, then what later.

mod event;
mod update;
mod view;

pub use event::TodayEvent;
pub(crate) use update::update;
pub(crate) use view::view;

#[cfg(test)]
mod tests;
