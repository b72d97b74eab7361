//! The frames of a camera: a cheap pass on each and one heavier pass in rotation.

use crate::pass::{self, Pass};
use crate::plane::Plane;
use crate::{Luma, Symbol};

/// The heavier passes, one a frame. Those that help most often come twice.
const ROTATION: [Pass; 12] = [
    Pass::Even,
    Pass::AllBars,
    Pass::EvenInverted,
    Pass::GridHalf,
    Pass::EvenHalf,
    Pass::Grid,
    Pass::AllBars,
    Pass::GridHalfInverted,
    Pass::Soft,
    Pass::Rows,
    Pass::Rqrr,
    Pass::RowsInverted,
];

/// Frames with more pixels are halved: more would not be read better, only later.
const LARGE: usize = 1_400_000;

/// Reads the frames of one camera.
///
/// Every frame gets a cheap pass; if that finds nothing, one heavier pass, another for each frame, so that a
/// card that is held still for [`FrameReader::rotation`] frames has been looked at in every way.
#[derive(Clone, Debug, Default)]
pub struct FrameReader {
    next: usize,
}

impl FrameReader {
    /// A reader that has seen no frame yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many frames it takes until every heavier pass has had its turn.
    #[must_use]
    pub fn rotation() -> usize {
        ROTATION.len()
    }

    /// What stands in this frame. The heavier pass is left out where `enough` says, after the cheap pass, that
    /// the time for this frame is over; its turn comes with the next frame.
    pub fn read(&mut self, luma: &Luma<'_>, enough: impl FnOnce() -> bool) -> Vec<Symbol> {
        let mut plane = Plane::of(luma);
        let mut scale = 1.0;
        while plane.width * plane.height > LARGE {
            plane = plane.half();
            scale *= 2.0;
        }
        let mut found = cheap(&plane);
        if found.is_empty() && !enough() {
            let pass = ROTATION[self.next % ROTATION.len()];
            self.next = (self.next + 1) % ROTATION.len();
            found = pass::run(pass, &plane);
        }
        found.into_iter().map(|symbol| symbol.scaled(scale)).collect()
    }

    /// The cheap pass by itself.
    #[must_use]
    pub fn glance(luma: &Luma<'_>) -> Vec<Symbol> {
        cheap(&Plane::of(luma))
    }
}

fn cheap(plane: &Plane) -> Vec<Symbol> {
    let mut found = Vec::new();
    for pass in [Pass::Plain, Pass::Bars] {
        pass::add(&mut found, pass::run(pass, plane));
    }
    found
}
