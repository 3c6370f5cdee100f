//! Pauses that grow, with jitter.

/// A growing pause: doubles from `FIRST_MS` to `LONGEST_MS`, half of it by chance ("equal jitter"), so that phones
/// that lost the hospital together do not come back together.
#[derive(Debug, Clone)]
pub(crate) struct Backoff {
    failures: u32,
    state: u64,
}

const FIRST_MS: u64 = 1_000;
const LONGEST_MS: u64 = 5 * 60 * 1_000;

impl Backoff {
    pub(crate) fn new(seed: u64) -> Self {
        Self { failures: 0, state: seed | 1 }
    }

    /// The next pause, in milliseconds; at least what the server asked for.
    pub(crate) fn next_ms(&mut self, asked_ms: Option<u64>) -> u64 {
        let whole = FIRST_MS.saturating_mul(1 << self.failures.min(16)).min(LONGEST_MS);
        self.failures = self.failures.saturating_add(1);
        let pause = whole / 2 + self.chance() % (whole / 2 + 1);
        pause.max(asked_ms.unwrap_or(0))
    }

    pub(crate) fn reset(&mut self) {
        self.failures = 0;
    }

    pub(crate) fn failures(&self) -> u32 {
        self.failures
    }

    /// xorshift64: chance enough to spread phones, and the same for the same seed.
    fn chance(&mut self) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_five_minutes_and_obey_the_server() {
        let mut backoff = Backoff::new(42);
        let pauses: Vec<u64> = (0..12).map(|_| backoff.next_ms(None)).collect();
        assert!((500..=1_000).contains(&pauses[0]));
        assert!(pauses.iter().all(|pause| *pause <= LONGEST_MS));
        assert!(pauses[11] >= LONGEST_MS / 2);
        assert!(backoff.next_ms(Some(3_600_000)) >= 3_600_000);
        backoff.reset();
        assert!(backoff.next_ms(None) <= 1_000);
    }

    #[test]
    fn two_seeds_do_not_come_back_together() {
        let (mut one, mut other) = (Backoff::new(1), Backoff::new(2));
        let pauses = |backoff: &mut Backoff| (0..6).map(|_| backoff.next_ms(None)).collect::<Vec<_>>();
        assert_ne!(pauses(&mut one), pauses(&mut other));
    }
}
