//! Limits on tries: so many in a window of time, by whatever key.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// When more keys than this are remembered, those whose window is over are forgotten.
const MOST_KEYS: usize = 10_000;

/// Counts tries by key in windows that begin with the first try.
pub(crate) struct Limiter<K> {
    most: u32,
    window: Duration,
    tries: Mutex<HashMap<K, Tries>>,
}

struct Tries {
    since: Instant,
    count: u32,
}

impl<K: Eq + Hash> Limiter<K> {
    /// At most so many tries in a window.
    pub(crate) fn new(most: u32, window: Duration) -> Self {
        Self { most, window, tries: Mutex::new(HashMap::new()) }
    }

    /// Counts a try. Where it is one too many, says how long to wait, and does not count it.
    pub(crate) fn try_at(&self, key: K, now: Instant) -> Result<(), Duration> {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        if tries.len() >= MOST_KEYS && !tries.contains_key(&key) {
            tries.retain(|_, tries| now.saturating_duration_since(tries.since) < self.window);
            // Still full: somebody tries with ever new keys. Forgetting everyone would help them, so all wait.
            if tries.len() >= MOST_KEYS {
                return Err(self.window);
            }
        }
        let entry = tries.entry(key).or_insert(Tries { since: now, count: 0 });
        let passed = now.saturating_duration_since(entry.since);
        if passed >= self.window {
            *entry = Tries { since: now, count: 0 };
        }
        if entry.count >= self.most {
            return Err(self.window.saturating_sub(passed));
        }
        entry.count += 1;
        Ok(())
    }

    /// Takes a try back that turned out rightful.
    pub(crate) fn forgive(&self, key: &K) {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = tries.get_mut(key) {
            entry.count = entry.count.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_try_too_many_waits_for_the_window_to_end() {
        let limiter = Limiter::new(2, Duration::from_secs(60));
        let start = Instant::now();
        assert!(limiter.try_at("a", start).is_ok());
        assert!(limiter.try_at("a", start).is_ok());
        assert_eq!(limiter.try_at("a", start + Duration::from_secs(20)), Err(Duration::from_secs(40)));
        assert!(limiter.try_at("b", start).is_ok(), "another key is not held back");
        assert!(limiter.try_at("a", start + Duration::from_secs(60)).is_ok());
    }

    #[test]
    fn a_rightful_try_does_not_count() {
        let limiter = Limiter::new(1, Duration::from_secs(60));
        let now = Instant::now();
        for _ in 0..5 {
            assert!(limiter.try_at("a", now).is_ok());
            limiter.forgive(&"a");
        }
        limiter.forgive(&"never tried");
    }

    #[test]
    fn ever_new_keys_do_not_fill_the_memory() {
        let limiter = Limiter::new(1, Duration::from_secs(60));
        let now = Instant::now();
        for key in 0..20_000 {
            let _ = limiter.try_at(key, now);
        }
        assert!(limiter.tries.lock().unwrap().len() <= MOST_KEYS);
        assert!(limiter.try_at(20_001, now + Duration::from_secs(61)).is_ok());
    }
}
