//! How often somebody may ask: a leaky bucket for each caller, and where a request came from.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv4Addr},
    sync::{Mutex, PoisonError},
};

use axum::{extract::FromRequestParts, http::request::Parts};
use serde::Deserialize;

/// A steady rate with room for a burst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// Requests a second in the long run.
    pub per_second: u32,
    /// Requests that may come at once.
    pub burst: u32,
}

/// Buckets by key.
#[derive(Debug)]
pub struct RateLimit {
    interval_us: i64,
    burst_us: i64,
    /// When each key's bucket is empty again, in microseconds.
    empty_at: Mutex<HashMap<String, i64>>,
}

const SWEEP_AT: usize = 50_000;

impl RateLimit {
    /// A limit of `rate` for every key.
    pub fn new(rate: Rate) -> Self {
        let interval_us = 1_000_000 / i64::from(rate.per_second.max(1));
        Self {
            interval_us,
            burst_us: interval_us * i64::from(rate.burst.max(1)),
            empty_at: Mutex::new(HashMap::new()),
        }
    }

    /// Takes one request of `key`; `Err` says for how many seconds it has to wait.
    pub fn take(&self, key: &str, now_us: i64) -> Result<(), u64> {
        let mut buckets = self.empty_at.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= SWEEP_AT {
            buckets.retain(|_, empty_at| *empty_at > now_us);
        }
        let empty_at = buckets.entry(key.to_owned()).or_insert(now_us);
        // A bucket further ahead than it can be filled means that the clock was set back.
        let from = if *empty_at > now_us + self.burst_us { now_us } else { (*empty_at).max(now_us) };
        let filled = from + self.interval_us;
        if filled > now_us + self.burst_us {
            let wait_us = u64::try_from(filled - now_us - self.burst_us).unwrap_or(0);
            return Err(wait_us.div_ceil(1_000_000).max(1));
        }
        *empty_at = filled;
        Ok(())
    }
}

/// Where a request came from, as far as the server can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl<S: Sync> FromRequestParts<S> for ClientAddress {
    type Rejection = std::convert::Infallible;

    /// The server puts it in; a router driven without a server (a test) counts as this machine.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().copied().unwrap_or(Self(IpAddr::V4(Ipv4Addr::LOCALHOST))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_and_then_the_rate_holds() {
        let limit = RateLimit::new(Rate { per_second: 10, burst: 3 });
        for _ in 0..3 {
            assert_eq!(limit.take("a", 0), Ok(()));
        }
        assert_eq!(limit.take("a", 0), Err(1));
        assert_eq!(limit.take("b", 0), Ok(()));
        assert_eq!(limit.take("a", 100_000), Ok(()));
        assert_eq!(limit.take("a", 100_000), Err(1));
    }

    #[test]
    fn a_clock_set_back_does_not_lock_out() {
        let limit = RateLimit::new(Rate { per_second: 1, burst: 1 });
        assert_eq!(limit.take("a", 1_000_000_000), Ok(()));
        assert_eq!(limit.take("a", 0), Ok(()));
    }
}
