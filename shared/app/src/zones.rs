//! Time zones, small: the offsets of every IANA zone from 2010 to 2040. Before and after that the nearest one counts.
//!
//! The whole database with its history from 1800 on is a seventh of what a patient would download. `zones/zones.txt`
//! is written from it by a test, which also holds the two together. A line is an offset in minutes, then each change
//! (minutes since the one before, or since 1970, and the new offset), then the zones that follow it.

use std::{collections::HashMap, sync::LazyLock};

use chrono::{FixedOffset, NaiveDateTime, Offset, Utc};

const TABLE: &str = include_str!("../zones/zones.txt");

static ZONES: LazyLock<HashMap<&str, Zone>> = LazyLock::new(|| TABLE.lines().flat_map(read).collect());
static UNIVERSAL: Zone = Zone { first: 0, changes: Vec::new() };

/// The offsets of a zone, in minutes east of UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Zone {
    first: i32,
    /// From which minute since 1970 which offset counts.
    changes: Vec<(i64, i32)>,
}

/// The zones of a line.
fn read(line: &'static str) -> Vec<(&'static str, Zone)> {
    let Some((offsets, names)) = line.split_once('|') else { return Vec::new() };
    let mut parts = offsets.split(' ');
    let Some(first) = parts.next().and_then(|part| part.parse().ok()) else { return Vec::new() };
    let mut minute = 0;
    let changes = parts.filter_map(|part| {
        let (since, offset) = part.split_once(':')?;
        minute += since.parse::<i64>().ok()?;
        Some((minute, offset.parse().ok()?))
    });
    let zone = Zone { first, changes: changes.collect() };
    names.split(' ').map(|name| (name, zone.clone())).collect()
}

impl Zone {
    /// The zone of that name; UTC when there is none.
    pub(crate) fn named(name: &str) -> &'static Self {
        ZONES.get(name).unwrap_or(&UNIVERSAL)
    }

    /// The offset at a moment, in milliseconds since 1970.
    pub(crate) fn offset_at(&self, ms: i64) -> FixedOffset {
        let minute = ms.div_euclid(60_000);
        let before = self.changes.partition_point(|(from, _)| *from <= minute);
        let minutes = before.checked_sub(1).map_or(self.first, |at| self.changes[at].1);
        FixedOffset::east_opt(minutes * 60).unwrap_or_else(|| Utc.fix())
    }

    /// The moment of a local time: the first, where a clock that is set back shows it twice; none, where a clock that
    /// is set forward skips it.
    pub(crate) fn moment(&self, local: NaiveDateTime) -> Option<i64> {
        const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
        let as_utc = local.and_utc().timestamp_millis();
        let moments = [as_utc - DAY_MS, as_utc + DAY_MS].map(|near| {
            let offset = self.offset_at(near);
            let at = as_utc - i64::from(offset.local_minus_utc()) * 1_000;
            (self.offset_at(at) == offset).then_some(at)
        });
        moments.into_iter().flatten().min()
    }
}

#[cfg(test)]
mod tests;
