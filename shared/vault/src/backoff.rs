//! The pause after wrong PINs.
//!
//! The first two cost nothing, then each costs a longer pause, up to an hour. Nothing is ever erased. The only clock
//! that outlives a restart is the wall clock, which a person can set, so: set back, the pause runs again from that
//! moment, at its nominal length and no longer; set forward, it ends early, for one attempt, and the count stays.

/// The pause after the nth wrong PIN in a row.
const PAUSES_MS: [u64; 8] = [0, 0, 30_000, 60_000, 300_000, 900_000, 1_800_000, 3_600_000];

/// The wrong PINs in a row, as the keyring has them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Attempts {
    /// How many.
    pub(crate) wrong: u32,
    /// The wall clock at the latest.
    pub(crate) at_ms: Option<i64>,
}

impl Attempts {
    /// One wrong PIN more, at this moment.
    pub(crate) fn and_one(self, now_ms: i64) -> Self {
        Self { wrong: self.wrong.saturating_add(1), at_ms: Some(now_ms) }
    }

    /// The same attempts by a clock that was set back since: the pause runs from now.
    pub(crate) fn seen_at(self, now_ms: i64) -> Self {
        Self { at_ms: self.at_ms.map(|at| at.min(now_ms)), ..self }
    }

    /// What is left of the pause at this moment.
    pub(crate) fn remaining_ms(self, now_ms: i64) -> u64 {
        let Some(at) = self.seen_at(now_ms).at_ms else { return 0 };
        let elapsed = u64::try_from(now_ms.saturating_sub(at)).unwrap_or(0);
        pause_ms(self.wrong).saturating_sub(elapsed)
    }
}

/// The pause after the nth wrong PIN in a row.
pub(crate) fn pause_ms(wrong: u32) -> u64 {
    let at = usize::try_from(wrong).unwrap_or(usize::MAX).min(PAUSES_MS.len());
    at.checked_sub(1).map_or(0, |at| PAUSES_MS[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: i64 = 1_790_000_000_000;
    const YEAR_2099: i64 = 4_070_908_800_000;

    fn wrong(times: u32, at_ms: i64) -> Attempts {
        Attempts { wrong: times, at_ms: Some(at_ms) }
    }

    #[test]
    fn the_pause_grows_from_the_third_wrong_pin_up_to_an_hour() {
        let pauses: Vec<u64> = (0..=10).map(|n| pause_ms(n) / 1000).collect();
        assert_eq!(pauses, [0, 0, 0, 30, 60, 300, 900, 1800, 3600, 3600, 3600]);
        assert_eq!(pause_ms(u32::MAX), 3_600_000);
    }

    #[test]
    fn the_pause_runs_down_and_ends() {
        let attempts = wrong(3, NOON);
        assert_eq!(attempts.remaining_ms(NOON), 30_000);
        assert_eq!(attempts.remaining_ms(NOON + 29_999), 1);
        assert_eq!(attempts.remaining_ms(NOON + 30_000), 0);
    }

    #[test]
    fn a_clock_set_back_to_1970_never_makes_the_pause_longer_than_its_length() {
        let attempts = wrong(3, NOON);
        assert_eq!(attempts.remaining_ms(0), 30_000);
        assert_eq!(attempts.seen_at(0).remaining_ms(10_000), 20_000, "and it runs down from there");
        assert_eq!(attempts.remaining_ms(i64::MIN), 30_000);
    }

    #[test]
    fn a_wrong_pin_in_2099_does_not_lock_for_seventy_years() {
        let attempts = wrong(8, YEAR_2099);
        assert_eq!(attempts.remaining_ms(NOON), 3_600_000);
        assert_eq!(attempts.seen_at(NOON).remaining_ms(NOON + 3_600_000), 0);
    }

    #[test]
    fn a_clock_set_forward_buys_one_attempt_and_the_next_pause_is_longer() {
        let attempts = wrong(3, NOON);
        assert_eq!(attempts.remaining_ms(YEAR_2099), 0);
        let next = attempts.and_one(YEAR_2099);
        assert_eq!(next.remaining_ms(YEAR_2099), 60_000);
        assert_eq!(next.remaining_ms(NOON), 60_000, "setting it back again gives nothing");
    }
}
