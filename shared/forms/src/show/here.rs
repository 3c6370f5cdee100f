//! Where and when the person is who answers.

use chrono::{Datelike, FixedOffset, NaiveDate, Offset, Utc};

use crate::Session;

/// The day it is, and how the day is counted, where the person is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Here {
    pub(crate) today: NaiveDate,
    pub(crate) offset: FixedOffset,
}

impl Here {
    pub(crate) fn of(session: &Session) -> Self {
        let now = &session.clock().now;
        Self { today: now.day(), offset: now.offset().unwrap_or_else(|| Utc.fix()) }
    }

    pub(crate) fn year(self) -> i32 {
        self.today.year()
    }
}
