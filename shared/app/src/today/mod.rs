//! Today: what now, then what later.

mod event;

pub use event::TodayEvent;
