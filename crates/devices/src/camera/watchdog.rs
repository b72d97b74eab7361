//! When a worker is held to hang, or its camera to be pulled out, and when the next one is started. Pure: it is asked
//! with what was heard, and when.

use super::wire::Beat;
use std::time::Duration;

/// A frame that is waited for longer is late enough to look whether the camera is still there.
const LATE: Duration = Duration::from_millis(500);

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

/// How a worker fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Health {
    /// All goes on.
    Sound,
    /// Its camera was pulled out, and the library waits for a frame that never comes. No fault of the worker: the
    /// next one is started at once, so that the camera is found as soon as it is back.
    PulledOut,
    /// It is ended, and started again after a while.
    Hangs(Hang),
}

/// How a worker fares, by its last beat, how long ago that came and how long ago anything did. `is_there` looks whether
/// the open camera is still where it was; it is asked only where a frame is late.
pub(crate) fn health(patience: &Patience, silence: Duration, beat: Beat, beat_age: Duration, is_there: impl FnOnce() -> bool) -> Health {
    let waited_ms = beat.first_ms.max(beat.silent_ms);
    // None is waited for where no camera is open.
    if waited_ms > 0 && Duration::from_millis(waited_ms) + beat_age > LATE && !is_there() {
        return Health::PulledOut;
    }
    hang(patience, silence, beat).map_or(Health::Sound, Health::Hangs)
}

/// What hangs, by what was heard last and how long ago.
fn hang(patience: &Patience, silence: Duration, beat: Beat) -> Option<Hang> {
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

    /// How a worker fares whose last beat said this and came so long ago.
    fn fares(beat: Beat, beat_age_ms: u64, is_there: bool) -> Health {
        let age = Duration::from_millis(beat_age_ms);
        health(&Patience::default(), age, beat, age, || is_there)
    }

    #[test]
    fn a_camera_that_is_pulled_out_before_its_first_frame_is_no_hang() {
        let waits = Beat { first_ms: 300, ..Beat::default() };
        assert_eq!(fares(waits, 100, false), Health::Sound);
        assert_eq!(fares(waits, 300, false), Health::PulledOut);
        // It is only slow to see.
        assert_eq!(fares(waits, 300, true), Health::Sound);
        assert_eq!(fares(Beat { first_ms: 5_900, ..waits }, 300, true), Health::Sound);
        assert_eq!(fares(Beat { first_ms: 6_100, ..waits }, 0, true), Health::Hangs(Hang::Camera));
        // Also where the worker says nothing any more.
        assert_eq!(fares(waits, 2_600, false), Health::PulledOut);
        assert_eq!(fares(waits, 2_600, true), Health::Hangs(Hang::Worker));
    }

    #[test]
    fn a_camera_that_is_pulled_out_between_two_frames_is_no_hang() {
        let gave_frames = Beat { silent_ms: 450, blank_ms: 450, ..Beat::default() };
        assert_eq!(fares(gave_frames, 100, false), Health::PulledOut);
        assert_eq!(fares(gave_frames, 100, true), Health::Sound);
    }

    #[test]
    fn where_no_camera_is_open_or_frames_come_nobody_looks_whether_it_is_there() {
        let nobody = || -> bool { panic!("it was looked for") };
        for beat in [Beat::default(), Beat { opening_ms: 3_000, ..Beat::default() }, Beat { silent_ms: 60, ..Beat::default() }] {
            let soon = Duration::from_millis(400);
            assert_eq!(health(&Patience::default(), soon, beat, soon, nobody), Health::Sound);
        }
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
