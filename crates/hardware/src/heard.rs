//! What the station's code tells, one event after the other, each with the instant in which it came.

use crate::failure::Failure;
use std::fmt::Debug;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
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
    pub(crate) fn expect<T>(&mut self, what: &str, within: Duration, pick: impl FnMut(&E) -> Option<T>) -> Result<(T, Instant), Failure> {
        let picked = self.wait(what, within, pick)?;
        picked.ok_or_else(|| {
            let instead = self.passed_over.join("; ");
            Failure::Otherwise(format!("{what}: not within {} ms; passed over: {instead}", within.as_millis()))
        })
    }

    /// Waits for an event that `pick` takes; `None` when the time is over. Fails where nobody is there to tell it.
    fn wait<T>(&mut self, what: &str, within: Duration, mut pick: impl FnMut(&E) -> Option<T>) -> Result<Option<(T, Instant)>, Failure> {
        let until = Instant::now() + within;
        loop {
            match self.events.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok((at, event)) => {
                    if let Some(picked) = pick(&event) {
                        return Ok(Some((picked, at)));
                    }
                    self.pass_over(format!("{event:?}"));
                }
                Err(RecvTimeoutError::Timeout) => return Ok(None),
                Err(RecvTimeoutError::Disconnected) => {
                    let instead = self.passed_over.join("; ");
                    return Err(Failure::Otherwise(format!("{what}: nobody tells anything any more; passed over: {instead}")));
                }
            }
        }
    }

    /// Makes sure that for so long nothing comes that `pick` takes.
    pub(crate) fn nothing(&mut self, during: Duration, pick: impl FnMut(&E) -> Option<String>) -> Result<(), Failure> {
        match self.wait("nothing", during, pick)? {
            Some((what, _)) => Err(Failure::Otherwise(format!("nothing should have come, and there came {what}"))),
            None => Ok(()),
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

    /// Tells these, and then nothing for long.
    fn then_silent(mut numbers: impl Iterator<Item = i32>) -> impl FnMut() -> Option<i32> {
        move || {
            numbers.next().or_else(|| {
                thread::sleep(Duration::from_secs(60));
                None
            })
        }
    }

    #[test]
    fn a_teller_that_is_gone_is_no_silence() {
        let mut heard = Heard::from(|| None::<i32>);
        assert!(heard.nothing(Duration::from_secs(60), |_| None).is_err());
        let failure = heard.expect("a two", Duration::from_secs(60), |_| None::<()>).unwrap_err();
        assert_eq!(failure.to_string(), "a two: nobody tells anything any more; passed over: ");
    }

    #[test]
    fn what_is_waited_for_is_found_and_what_came_instead_is_told() {
        let mut heard = Heard::from(then_silent(0..5));
        let (found, _) = heard.expect("a two", Duration::from_secs(5), |number| (*number == 2).then_some(*number)).unwrap();
        assert_eq!(found, 2);
        let failure = heard.expect("a nine", Duration::from_millis(50), |number| (*number == 9).then_some(())).unwrap_err();
        assert_eq!(failure.to_string(), "a nine: not within 50 ms; passed over: 0; 1; 3; 4");
    }

    #[test]
    fn nothing_is_nothing() {
        let mut heard = Heard::from(then_silent(std::iter::repeat_n(7, 100)));
        assert!(heard.nothing(Duration::from_millis(50), |number| (*number != 7).then(|| number.to_string())).is_ok());
        let mut numbers = 0..5;
        let mut heard = Heard::from(move || numbers.next());
        assert!(heard.nothing(Duration::from_secs(5), |number| (*number == 3).then(|| number.to_string())).is_err());
    }
}
