//! Times that were taken, and what is told of them.

use std::fmt;
use std::time::Duration;

/// Times of the same thing.
#[derive(Default)]
pub(super) struct Times {
    /// In the order in which they were taken.
    taken: Vec<Duration>,
}

impl Times {
    /// Takes one in.
    pub(super) fn add(&mut self, time: Duration) {
        self.taken.push(time);
    }

    /// The one in the middle; nothing where none was taken.
    pub(super) fn median(&self) -> Duration {
        self.at(50)
    }

    /// The one that so many of a hundred do not exceed.
    fn at(&self, percent: usize) -> Duration {
        let mut sorted = self.taken.clone();
        sorted.sort();
        sorted.get((sorted.len().saturating_sub(1) * percent).div_ceil(100)).copied().unwrap_or_default()
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
        write!(f, "{:.2} ms at the median, {:.2} ms at 99 of 100", milliseconds(self.median()), milliseconds(self.at(99)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle_and_99_of_100_do_not_exceed_the_99th() {
        let mut times = Times::default();
        for number in (1..=100).rev() {
            times.add(Duration::from_millis(number));
        }
        assert_eq!(times.to_string(), "51.00 ms at the median, 100.00 ms at 99 of 100");
        assert_eq!(Times::default().median(), Duration::ZERO);
    }
}
