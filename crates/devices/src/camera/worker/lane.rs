//! Looking on a thread of its own, which can be left where it does not come to an end.
//!
//! The readers of others have no bound: a picture on which one of them stays for minutes costs a processor for as long,
//! and must cost nothing else. The thread cannot be ended, so it is left to itself; meanwhile frames are looked at by
//! readers that always come to an end, and once it is back it looks again.

use super::looking::Look;
use crate::camera::luma::Picture;
use crate::camera::wire::Symbol;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

/// So long a frame is waited for. The worker's beat and the watchdog's patience leave room for it.
const WAITED_FOR: Duration = Duration::from_millis(600);
/// A reader that has not come back after this is not on a slow machine: others look meanwhile.
const LEFT_AFTER: Duration = Duration::from_millis(1500);

/// What a frame gave.
struct Answer {
    symbols: Vec<Symbol>,
    turn: Duration,
}

/// The thread.
struct Lane {
    pictures: Sender<Picture>,
    answers: Receiver<Answer>,
}

impl Lane {
    fn start(mut look: Box<dyn Look>) -> io::Result<Self> {
        let (pictures, handed) = mpsc::channel::<Picture>();
        let (answer, answers) = mpsc::channel();
        let work = move || {
            while let Ok(picture) = handed.recv() {
                // A panic in a decoder costs this frame only.
                let symbols = panic::catch_unwind(AssertUnwindSafe(|| look.look(&picture))).unwrap_or_default();
                if answer.send(Answer { symbols, turn: look.turn() }).is_err() {
                    return;
                }
            }
        };
        thread::Builder::new().name("codes".to_owned()).spawn(work)?;
        Ok(Self { pictures, answers })
    }
}

/// Looks with all readers, and where these do not come back, with those that always do.
pub(super) struct Patient {
    /// Until the first frame the readers; then they are the thread's.
    readers: Option<Box<dyn Look>>,
    lane: Option<Lane>,
    meanwhile: Box<dyn Look>,
    /// Since when the thread is at one frame.
    away_since: Option<Instant>,
    turn: Duration,
    waited_for: Duration,
    left_after: Duration,
}

impl Patient {
    /// `readers` may take as long as they please, `meanwhile` must not.
    pub(super) fn new(readers: Box<dyn Look>, meanwhile: Box<dyn Look>) -> Self {
        let (lane, away_since, turn) = (None, None, Duration::ZERO);
        Self { readers: Some(readers), lane, meanwhile, away_since, turn, waited_for: WAITED_FOR, left_after: LEFT_AFTER }
    }

    /// What the readers say of this picture, or say now of an earlier one; `None` where they are still at that.
    fn ask(&mut self, picture: &Picture) -> Option<Vec<Symbol>> {
        if let Some(readers) = self.readers.take() {
            // Without a thread nothing is looked at but by the others.
            self.lane = Lane::start(readers).ok();
        }
        let lane = self.lane.as_ref()?;
        let is_left = self.away_since.is_some_and(|since| since.elapsed() >= self.left_after);
        if self.away_since.is_none() {
            self.away_since = Some(Instant::now());
            lane.pictures.send(picture.clone()).ok()?;
        }
        let wait = if is_left { Duration::ZERO } else { self.waited_for };
        match lane.answers.recv_timeout(wait) {
            Ok(answer) => {
                (self.away_since, self.turn) = (None, answer.turn);
                Some(answer.symbols)
            }
            // One that is only slow says it with the next frame.
            Err(RecvTimeoutError::Timeout) => (!is_left).then(Vec::new),
            Err(RecvTimeoutError::Disconnected) => None,
        }
    }
}

impl Look for Patient {
    fn look(&mut self, picture: &Picture) -> Vec<Symbol> {
        self.ask(picture).unwrap_or_else(|| self.meanwhile.look(picture))
    }

    fn turn(&self) -> Duration {
        self.turn
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::camera::wire::Format;

    /// Looks as the function says.
    struct Says<F>(F);

    impl<F: FnMut() -> Vec<Symbol> + Send> Look for Says<F> {
        fn look(&mut self, _: &Picture) -> Vec<Symbol> {
            (self.0)()
        }
    }

    fn code(text: &str) -> Vec<Symbol> {
        vec![Symbol { text: text.to_owned(), format: Format::Qr, middle: (0, 0) }]
    }

    fn picture() -> Picture {
        Picture { width: 1, height: 1, luma: vec![0] }
    }

    /// Readers that wait in their first frame until they are let go, and what lets them go.
    fn readers_that_stay() -> (Box<dyn Look>, Sender<()>) {
        let (go, gone) = mpsc::channel();
        let mut frames = 0;
        let readers = Says(move || {
            frames += 1;
            if frames == 1 {
                let _ = gone.recv();
            }
            code(&format!("frame {frames} of all readers"))
        });
        (Box::new(readers), go)
    }

    fn texts(symbols: &[Symbol]) -> Vec<&str> {
        symbols.iter().map(|symbol| symbol.text.as_str()).collect()
    }

    #[test]
    fn while_readers_do_not_come_to_an_end_a_card_is_read_by_others_and_then_by_them_again() {
        let (readers, go) = readers_that_stay();
        let mut patient = Patient::new(readers, Box::new(Says(|| code("meanwhile"))));
        (patient.waited_for, patient.left_after) = (Duration::from_millis(1), Duration::ZERO);
        // The frame on which they stay.
        let first = patient.look(&picture());
        assert_eq!(texts(&first), [""; 0]);
        for _ in 0..20 {
            assert_eq!(texts(&patient.look(&picture())), ["meanwhile"]);
        }
        go.send(()).unwrap();
        let until = Instant::now() + Duration::from_secs(60);
        let mut said = Vec::new();
        while said.len() < 2 {
            assert!(Instant::now() < until);
            let now = patient.look(&picture());
            said.extend(texts(&now).into_iter().filter(|text| *text != "meanwhile").map(str::to_owned));
        }
        assert_eq!(said, ["frame 1 of all readers", "frame 2 of all readers"]);
    }

    #[test]
    fn readers_that_are_only_slow_are_waited_for_with_the_next_frame() {
        let (readers, go) = readers_that_stay();
        let mut patient = Patient::new(readers, Box::new(Says(|| code("meanwhile"))));
        patient.waited_for = Duration::from_millis(1);
        patient.left_after = Duration::from_secs(600);
        assert_eq!(texts(&patient.look(&picture())), [""; 0]);
        go.send(()).unwrap();
        patient.waited_for = Duration::from_secs(60);
        // Two frames were handed over, though three were looked at.
        assert_eq!(texts(&patient.look(&picture())), ["frame 1 of all readers"]);
        assert_eq!(texts(&patient.look(&picture())), ["frame 2 of all readers"]);
    }

    #[test]
    fn readers_that_panic_look_at_the_next_frame() {
        let mut frames = 0;
        let readers = Says(move || {
            frames += 1;
            assert!(frames != 1, "a decoder gives up");
            code("frame 2")
        });
        let mut patient = Patient::new(Box::new(readers), Box::new(Says(Vec::new)));
        patient.waited_for = Duration::from_secs(60);
        assert_eq!(texts(&patient.look(&picture())), [""; 0]);
        assert_eq!(texts(&patient.look(&picture())), ["frame 2"]);
    }

    #[test]
    fn a_frame_that_is_waited_for_is_no_hang_to_the_watchdog() {
        let patience = crate::camera::Patience::default();
        assert!(WAITED_FOR * 2 < patience.looking);
    }
}
