//! When a worker is held to hang. Pure: it is asked with what was heard, and when.

use super::wire::Beat;
use std::time::Duration;

/// How long each thing may take before the worker is ended and started again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// Without any message. The worker tells that it is alive twice a second.
    pub silence: Duration,
    /// Listing and opening cameras.
    pub opening: Duration,
    /// From opening to the first frame: some cameras take their time to see.
    pub first_frame: Duration,
    /// From one frame to the next.
    pub frame: Duration,
    /// While frames come and none can be decoded.
    pub blank: Duration,
    /// Looking at one frame.
    pub looking: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            silence: Duration::from_millis(2500),
            opening: Duration::from_secs(10),
            first_frame: Duration::from_secs(6),
            frame: Duration::from_millis(2500),
            blank: Duration::from_secs(5),
            looking: Duration::from_secs(2),
        }
    }
}

/// What hangs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hang {
    /// The worker says nothing.
    Worker,
    /// A driver does not come back from listing or opening.
    Opening,
    /// The camera gives no frame, or none that is a picture.
    Camera,
    /// A frame is looked at without end.
    Looking,
}

/// What hangs, by what was heard last and how long ago.
pub(crate) fn hang(patience: &Patience, silence: Duration, beat: Beat) -> Option<Hang> {
    let over = |ms: u64, patience: Duration| Duration::from_millis(ms) > patience;
    if silence > patience.silence {
        Some(Hang::Worker)
    } else if over(beat.busy_ms, patience.looking) {
        Some(Hang::Looking)
    } else if over(beat.opening_ms, patience.opening) {
        Some(Hang::Opening)
    } else if over(beat.first_ms, patience.first_frame) || over(beat.silent_ms, patience.frame) || over(beat.blank_ms, patience.blank) {
        Some(Hang::Camera)
    } else {
        None
    }
}

/// How long to wait before the next try: longer each time, and short again after a while without trouble.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BackOff {
    failures: u32,
}

impl BackOff {
    /// After this long without trouble the next trouble counts as the first.
    pub(crate) const WELL: Duration = Duration::from_secs(10);
    const FIRST: Duration = Duration::from_millis(250);
    const LONGEST: Duration = Duration::from_secs(8);

    pub(crate) fn new() -> Self {
        Self { failures: 0 }
    }

    /// Another failure, after this long without one; how long to wait.
    pub(crate) fn failed(&mut self, well_for: Duration) -> Duration {
        self.failures = if well_for >= Self::WELL { 1 } else { (self.failures + 1).min(16) };
        (Self::FIRST * 2_u32.pow(self.failures - 1)).min(Self::LONGEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_thing_has_its_own_patience() {
        let patience = Patience::default();
        let soon = Duration::from_millis(400);
        let beat = Beat::default();
        assert_eq!(hang(&patience, soon, beat), None);
        assert_eq!(hang(&patience, Duration::from_millis(2501), beat), Some(Hang::Worker));
        assert_eq!(hang(&patience, soon, Beat { opening_ms: 9_999, ..beat }), None);
        assert_eq!(hang(&patience, soon, Beat { opening_ms: 10_001, ..beat }), Some(Hang::Opening));
        assert_eq!(hang(&patience, soon, Beat { first_ms: 5_999, ..beat }), None);
        assert_eq!(hang(&patience, soon, Beat { first_ms: 6_001, ..beat }), Some(Hang::Camera));
        assert_eq!(hang(&patience, soon, Beat { silent_ms: 2_400, ..beat }), None);
        assert_eq!(hang(&patience, soon, Beat { silent_ms: 2_501, ..beat }), Some(Hang::Camera));
        assert_eq!(hang(&patience, soon, Beat { blank_ms: 5_001, ..beat }), Some(Hang::Camera));
        assert_eq!(hang(&patience, soon, Beat { busy_ms: 2_001, ..beat }), Some(Hang::Looking));
    }

    #[test]
    fn a_stall_is_noticed_within_three_seconds() {
        let patience = Patience::default();
        // The worker tells of it twice a second.
        assert!(patience.frame + Duration::from_millis(500) <= Duration::from_secs(3));
        assert!(patience.silence <= Duration::from_secs(3));
    }

    #[test]
    fn one_failure_after_another_is_waited_for_longer_up_to_a_limit() {
        let mut back_off = BackOff::new();
        let soon = Duration::from_secs(1);
        let waits: Vec<u64> = (0..8).map(|_| u64::try_from(back_off.failed(soon).as_millis()).unwrap()).collect();
        assert_eq!(waits, [250, 500, 1000, 2000, 4000, 8000, 8000, 8000]);
        assert_eq!(back_off.failed(Duration::from_secs(10)), Duration::from_millis(250));
    }
}
