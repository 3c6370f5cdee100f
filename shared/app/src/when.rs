//! The moment of an entry: now, or what the patient chose.

use crate::{
    event::Clock,
    format,
    text::{Lang, t},
    view::{DetailRow, WhenRow},
};

/// A clock that runs a little fast is no reason to turn an entry down.
const AHEAD_MS: i64 = 10 * 60 * 1_000;

/// When something was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct When {
    /// The moment, in milliseconds since 1970; none means now.
    pub(crate) chosen_ms: Option<i64>,
    /// What was typed, when it is no moment.
    pub(crate) unreadable: Option<String>,
}

impl When {
    /// Takes what a date-and-time control holds; nothing means now.
    pub(crate) fn typed(&mut self, clock: &Clock, text: &str) {
        let text = text.trim();
        self.chosen_ms = format::read_local(clock, text);
        self.unreadable = (self.chosen_ms.is_none() && !text.is_empty()).then(|| text.to_owned());
    }

    /// The moment, or what is wrong with it.
    pub(crate) fn at(&self, lang: Lang, clock: &Clock) -> Result<i64, String> {
        if self.unreadable.is_some() {
            return Err(t!(lang, "when-unreadable"));
        }
        match self.chosen_ms {
            Some(at) if at > clock.wall_ms + AHEAD_MS => Err(t!(lang, "when-future")),
            Some(at) => Ok(at),
            None => Ok(clock.wall_ms),
        }
    }

    /// The row. It says so, too, when the device's date cannot be right; the entry is saved all the same.
    pub(crate) fn row(&self, lang: Lang, clock: &Clock, hospital: Option<&str>) -> WhenRow {
        let value = match self.chosen_ms {
            Some(at) => format::moment(lang, clock, at),
            None => t!(lang, "when-now", time = format::time(clock, clock.wall_ms)),
        };
        let error = match self.at(lang, clock) {
            Err(error) => error,
            Ok(_) if format::clock_is_wrong(clock, hospital) => {
                t!(lang, "when-clock", date = format::date(lang, clock, clock.wall_ms))
            }
            Ok(_) => String::new(),
        };
        let shown = self.chosen_ms.unwrap_or(clock.wall_ms);
        WhenRow {
            row: DetailRow { icon: "clock".to_owned(), label: t!(lang, "when-label"), value },
            input: self.unreadable.clone().unwrap_or_else(|| format::write_local(clock, shown)),
            latest: format::write_local(clock, clock.wall_ms),
            error,
        }
    }
}
