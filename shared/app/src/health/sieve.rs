//! What a watch measures all day would fill the diary and help nobody. Of pulse and oxygen the first of every four hours
//! is taken, each that is clearly beyond what was taken in those hours, and the first that a rule has something to say
//! about. What a person typed in is always taken.

use std::collections::BTreeMap;

use crate::effects::{HealthKind, HealthReading};

/// How long one stretch is.
pub(super) const STRETCH_MS: i64 = 4 * 60 * 60 * 1_000;
/// What is clearly beyond, in thousandths: 15 beats a minute, 3 % of oxygen.
const BEATS: i64 = 15_000;
const OXYGEN: i64 = 3_000;

/// What was taken of one kind in one stretch.
#[derive(Debug, Clone, Copy)]
struct Taken {
    low: i64,
    high: i64,
    told: bool,
}

/// Remembers what was taken.
#[derive(Debug, Default)]
pub(super) struct Sieve {
    taken: BTreeMap<(bool, i64), Taken>,
}

/// Whether a kind is measured all day long.
pub(super) fn flows(kind: HealthKind) -> bool {
    matches!(kind, HealthKind::HeartRate | HealthKind::OxygenSaturation)
}

/// When the stretch of a moment begins.
pub(super) fn stretch(at_ms: i64) -> i64 {
    at_ms.div_euclid(STRETCH_MS) * STRETCH_MS
}

impl Sieve {
    /// Notes what is in the diary already. `told` says whether a rule had something to say about it.
    pub(super) fn know(&mut self, kind: HealthKind, at_ms: i64, value: i64, told: bool) {
        let stretch = (kind == HealthKind::OxygenSaturation, stretch(at_ms));
        let taken = self.taken.entry(stretch).or_insert(Taken { low: value, high: value, told });
        taken.low = taken.low.min(value);
        taken.high = taken.high.max(value);
        taken.told |= told;
    }

    /// Whether to take a reading, the earlier ones first; one that is taken is noted.
    pub(super) fn takes(&mut self, reading: &HealthReading, told: bool) -> bool {
        let [value] = reading.values[..] else { return true };
        if reading.typed || !flows(reading.kind) {
            return true;
        }
        let beyond = if reading.kind == HealthKind::HeartRate { BEATS } else { OXYGEN };
        let stretch = (reading.kind == HealthKind::OxygenSaturation, stretch(reading.start_ms));
        let wanted = self.taken.get(&stretch).is_none_or(|taken| {
            value >= taken.high + beyond || value <= taken.low - beyond || (told && !taken.told)
        });
        if wanted {
            self.know(reading.kind, reading.start_ms, value, told);
        }
        wanted
    }
}
