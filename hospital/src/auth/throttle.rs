//! Slows down guessing: failures are counted by what was tried and by where it came from.

use std::{
    collections::{HashMap, VecDeque},
    sync::Mutex,
};

/// How many failures in how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FailureLimit {
    /// After so many failures the next attempt has to wait.
    pub failures: usize,
    /// Failures older than this are forgotten.
    pub seconds: u32,
}

impl Default for FailureLimit {
    fn default() -> Self {
        Self { failures: 10, seconds: 900 }
    }
}

/// The failures of the last while, by key.
#[derive(Debug)]
pub(crate) struct Throttle {
    limit: FailureLimit,
    failures: Mutex<HashMap<String, VecDeque<i64>>>,
}

/// More keys than this and those that are over are forgotten first.
const SWEEP_AT: usize = 10_000;

impl Throttle {
    pub(crate) fn new(limit: FailureLimit) -> Self {
        Self { limit, failures: Mutex::new(HashMap::new()) }
    }

    /// For how many seconds `key` has to wait, if it has to.
    pub(crate) fn wait(&self, key: &str, now_ms: i64) -> Option<u64> {
        let mut all = self.failures.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let failures = all.get_mut(key)?;
        self.forget(failures, now_ms);
        if failures.len() < self.limit.failures {
            return None;
        }
        let oldest = *failures.front()?;
        let left = oldest + self.window() - now_ms;
        Some(u64::try_from(left).unwrap_or(0).div_ceil(1000).max(1))
    }

    /// Counts a failure.
    pub(crate) fn failed(&self, key: &str, now_ms: i64) {
        let mut all = self.failures.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if all.len() >= SWEEP_AT {
            all.retain(|_, failures| failures.back().is_some_and(|last| last + self.window() > now_ms));
        }
        let failures = all.entry(key.to_owned()).or_default();
        self.forget(failures, now_ms);
        failures.push_back(now_ms);
    }

    /// Forgets the failures of `key`, after a success.
    pub(crate) fn succeeded(&self, key: &str) {
        self.failures.lock().unwrap_or_else(std::sync::PoisonError::into_inner).remove(key);
    }

    fn window(&self) -> i64 {
        i64::from(self.limit.seconds) * 1000
    }

    fn forget(&self, failures: &mut VecDeque<i64>, now_ms: i64) {
        // A time from the future means that the clock was set back: such a failure must not block for longer.
        failures.retain(|at| *at <= now_ms && *at + self.window() > now_ms);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_ends_when_the_oldest_failure_is_forgotten() {
        let throttle = Throttle::new(FailureLimit { failures: 2, seconds: 60 });
        throttle.failed("a", 0);
        assert_eq!(throttle.wait("a", 1_000), None);
        throttle.failed("a", 10_000);
        assert_eq!(throttle.wait("a", 20_000), Some(40));
        assert_eq!(throttle.wait("b", 20_000), None);
        assert_eq!(throttle.wait("a", 60_000), None);
    }

    #[test]
    fn a_success_or_a_clock_set_back_ends_the_wait() {
        let throttle = Throttle::new(FailureLimit { failures: 1, seconds: 60 });
        throttle.failed("a", 1_000_000);
        assert_eq!(throttle.wait("a", 500_000), None);
        throttle.failed("a", 500_000);
        throttle.succeeded("a");
        assert_eq!(throttle.wait("a", 500_001), None);
    }
}
