//! What ends a step.

use std::{
    error::Error,
    fmt,
    time::{Duration, Instant},
};

/// Why a step did not come to its end, in words.
pub struct Trouble(String);

impl Trouble {
    /// A trouble in these words.
    pub fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E: Error> From<E> for Trouble {
    fn from(error: E) -> Self {
        let mut words = error.to_string();
        let mut cause = error.source();
        while let Some(inner) = cause {
            words = format!("{words}: {inner}");
            cause = inner.source();
        }
        Self(words)
    }
}

/// The outcome of a step.
pub type Outcome<T = ()> = Result<T, Trouble>;

/// Asks `look` again and again until it finds something; `what` says what was waited for when it never does.
///
/// # Errors
/// When `patience` is over, or `look` itself fails.
pub fn until<T>(what: &str, patience: Duration, mut look: impl FnMut() -> Outcome<Option<T>>) -> Outcome<T> {
    let began = Instant::now();
    loop {
        if let Some(found) = look()? {
            return Ok(found);
        }
        if began.elapsed() > patience {
            return Err(Trouble::new(format!("waited {} s in vain: {what}", patience.as_secs())));
        }
        std::thread::sleep(Duration::from_millis(15));
    }
}
