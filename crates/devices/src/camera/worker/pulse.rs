//! What a worker knows of how long each thing is going on, without a lock that something hanging could hold.

use crate::camera::wire::Beat;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Each holds when its thing began, in milliseconds from the first use on, plus one; 0 while it is not going on.
#[derive(Default)]
pub(super) struct Pulse {
    start: OnceLock<Instant>,
    opening: AtomicU64,
    first: AtomicU64,
    frame: AtomicU64,
    picture: AtomicU64,
    looking: AtomicU64,
}

impl Pulse {
    /// Cameras are being listed or opened.
    pub(super) fn opening(&self) {
        self.opening.store(self.now(), Ordering::Relaxed);
    }

    /// That came to an end.
    pub(super) fn opening_ended(&self) {
        self.opening.store(0, Ordering::Relaxed);
    }

    /// A camera is open, and has yet to give a frame.
    pub(super) fn opened(&self) {
        self.first.store(self.now(), Ordering::Relaxed);
    }

    /// A frame came.
    pub(super) fn frame(&self) {
        let now = self.now();
        // From the first frame on, pictures are waited for.
        if self.first.swap(0, Ordering::Relaxed) > 0 {
            self.picture.store(now, Ordering::Relaxed);
        }
        self.frame.store(now, Ordering::Relaxed);
    }

    /// A frame became a picture.
    pub(super) fn picture(&self) {
        // Not where the camera was closed meanwhile.
        let _ = self.picture.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |since| (since > 0).then(|| self.now()));
    }

    /// The camera is closed.
    pub(super) fn closed(&self) {
        for since in [&self.first, &self.frame, &self.picture] {
            since.store(0, Ordering::Relaxed);
        }
    }

    /// A frame is being looked at.
    pub(super) fn looking(&self) {
        self.looking.store(self.now(), Ordering::Relaxed);
    }

    /// That came to an end.
    pub(super) fn looked(&self) {
        self.looking.store(0, Ordering::Relaxed);
    }

    /// How long everything has been going on.
    pub(super) fn beat(&self) -> Beat {
        let now = self.now();
        let age = |since: &AtomicU64| match since.load(Ordering::Relaxed) {
            0 => 0,
            since => now.saturating_sub(since),
        };
        Beat {
            opening_ms: age(&self.opening),
            first_ms: age(&self.first),
            silent_ms: age(&self.frame),
            blank_ms: age(&self.picture),
            busy_ms: age(&self.looking),
        }
    }

    fn now(&self) -> u64 {
        let start = self.start.get_or_init(Instant::now);
        u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX).saturating_add(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;
    use std::time::Duration;

    #[test]
    fn what_goes_on_is_counted_and_what_ended_is_not() {
        let pulse = Pulse::default();
        assert_eq!(pulse.beat(), Beat::default());
        pulse.opening();
        pulse.looking();
        thread::sleep(Duration::from_millis(20));
        assert!(pulse.beat().opening_ms >= 20 && pulse.beat().busy_ms >= 20);
        pulse.opening_ended();
        pulse.looked();
        pulse.opened();
        thread::sleep(Duration::from_millis(20));
        let beat = pulse.beat();
        assert!(beat.first_ms >= 20 && beat.silent_ms == 0 && beat.opening_ms == 0 && beat.busy_ms == 0);
        pulse.frame();
        thread::sleep(Duration::from_millis(20));
        let beat = pulse.beat();
        assert!(beat.first_ms == 0 && beat.silent_ms >= 20 && beat.blank_ms >= 20);
        pulse.picture();
        pulse.closed();
        pulse.picture();
        assert_eq!(pulse.beat(), Beat::default());
    }
}
