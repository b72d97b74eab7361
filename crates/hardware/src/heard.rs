//! What the station's code tells, one event after the other, each with the instant in which it came.

use crate::failure::Failure;
use std::fmt::Debug;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How many events are kept for the words of a failure.
const KEPT: usize = 12;

/// The events of one teller.
pub(crate) struct Heard<E> {
    events: Receiver<(Instant, E)>,
    /// What was told and not waited for, in words.
    passed_over: Vec<String>,
}

impl<E: Debug + Send + 'static> Heard<E> {
    /// Listens. `next` waits for an event and gives none once the teller is gone.
    pub(crate) fn from(mut next: impl FnMut() -> Option<E> + Send + 'static) -> Self {
        let (sender, events) = channel();
        // Ends with the teller, or with whoever listens.
        thread::spawn(move || {
            while let Some(event) = next() {
                if sender.send((Instant::now(), event)).is_err() {
                    break;
                }
            }
        });
        Self { events, passed_over: Vec::new() }
    }

    /// Waits for an event that `pick` takes, and tells when it came. What comes before it is passed over.
    pub(crate) fn expect<T>(
        &mut self,
        what: &str,
        within: Duration,
        mut pick: impl FnMut(&E) -> Option<T>,
    ) -> Result<(T, Instant), Failure> {
        let until = Instant::now() + within;
        loop {
            let Ok((at, event)) = self.events.recv_timeout(until.saturating_duration_since(Instant::now())) else {
                let instead = self.passed_over.join("; ");
                return Err(Failure::Otherwise(format!("{what}: not within {} ms; passed over: {instead}", within.as_millis())));
            };
            if let Some(picked) = pick(&event) {
                return Ok((picked, at));
            }
            self.pass_over(format!("{event:?}"));
        }
    }

    /// Makes sure that for so long nothing comes that `pick` takes.
    pub(crate) fn nothing(&mut self, during: Duration, pick: impl FnMut(&E) -> Option<String>) -> Result<(), Failure> {
        match self.expect("", during, pick) {
            Ok((what, _)) => Err(Failure::Otherwise(format!("nothing should have come, and there came {what}"))),
            Err(_) => Ok(()),
        }
    }

    /// Pictures come by the dozen and look the same: each only once in a row.
    fn pass_over(&mut self, words: String) {
        if self.passed_over.last() == Some(&words) {
            return;
        }
        if self.passed_over.len() == KEPT {
            self.passed_over.remove(0);
        }
        self.passed_over.push(words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_waited_for_is_found_and_what_came_instead_is_told() {
        let mut numbers = 0..5;
        let mut heard = Heard::from(move || numbers.next());
        let (found, _) = heard.expect("a two", Duration::from_secs(5), |number| (*number == 2).then_some(*number)).unwrap();
        assert_eq!(found, 2);
        let failure = heard.expect("a nine", Duration::from_millis(50), |number| (*number == 9).then_some(())).unwrap_err();
        assert_eq!(failure.to_string(), "a nine: not within 50 ms; passed over: 0; 1; 3; 4");
    }

    #[test]
    fn nothing_is_nothing() {
        let mut numbers = std::iter::repeat_n(7, 100);
        let mut heard = Heard::from(move || numbers.next());
        assert!(heard.nothing(Duration::from_millis(50), |number| (*number != 7).then(|| number.to_string())).is_ok());
        let mut numbers = 0..5;
        let mut heard = Heard::from(move || numbers.next());
        assert!(heard.nothing(Duration::from_secs(5), |number| (*number == 3).then(|| number.to_string())).is_err());
    }
}
