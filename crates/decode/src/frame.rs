//! The frames of a camera: a cheap pass on each and one heavier pass in rotation.

use crate::pass::{self, Pass};
use crate::plane::Plane;
use crate::{Luma, Symbol};

/// The passes that every frame gets.
const CHEAP: &[Pass] = &[Pass::Plain, Pass::Bars];
/// The heavier passes, one a frame. Those that help most often come twice.
const ROTATION: &[Pass] = &[
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

/// The same of our own readers alone, which always come to an end soon.
const OUR_CHEAP: &[Pass] = &[Pass::GridHalf, Pass::Bars];
/// See [`OUR_CHEAP`].
const OUR_ROTATION: &[Pass] = &[Pass::AllBars, Pass::Grid, Pass::GridHalfInverted];

/// While one heavier pass reads something, the others have their turn in one frame of so many.
const OTHERS_IN: u32 = 4;

/// Frames with more pixels are halved: more would not be read better, only later.
const LARGE: usize = 1_400_000;

/// Reads the frames of one camera.
///
/// Every frame gets a cheap pass; if that finds nothing, one heavier pass, another for each frame, so that a
/// card that is held still for [`FrameReader::rotation`] frames has been looked at in every way. A pass that read
/// something has the next frames too, until it fails: two frames of one code then follow each other, and do not
/// lie a whole rotation apart.
///
/// A pass has a bound, whatever stands in the frame: our own readers have a number of looks at it, and the readers of
/// others are not handed what is known to keep them. But what these do is theirs: whoever must not wait for them reads
/// on a thread that can be left, and with [`FrameReader::of_ours`] meanwhile.
#[derive(Clone, Debug)]
pub struct FrameReader {
    cheap: &'static [Pass],
    rotation: &'static [Pass],
    next: usize,
    /// The heavier pass that read something last, and in how many frames it had its turn since.
    again: Option<(Pass, u32)>,
}

impl Default for FrameReader {
    fn default() -> Self {
        Self::new()
    }
}

impl FrameReader {
    /// A reader that has seen no frame yet.
    #[must_use]
    pub fn new() -> Self {
        Self { cheap: CHEAP, rotation: ROTATION, next: 0, again: None }
    }

    /// The same without the readers of others: it reads less, and no picture keeps it for long.
    #[must_use]
    pub fn of_ours() -> Self {
        Self { cheap: OUR_CHEAP, rotation: OUR_ROTATION, ..Self::new() }
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
        let mut found = cheap(self.cheap, &plane);
        if found.is_empty() && !enough() {
            found = self.heavier(&plane);
        }
        found.into_iter().map(|symbol| symbol.scaled(scale)).collect()
    }

    fn heavier(&mut self, plane: &Plane) -> Vec<Symbol> {
        if let Some((pass, frames)) = &mut self.again {
            *frames += 1;
            // What stands there for long, a poster, must not keep the others from a card.
            if !frames.is_multiple_of(OTHERS_IN) {
                let found = pass::run(*pass, plane, pass::LOOKS_AT_FRAME);
                if found.is_empty() {
                    self.again = None;
                }
                return found;
            }
        }
        let pass = self.rotation[self.next % self.rotation.len()];
        self.next = (self.next + 1) % self.rotation.len();
        let found = pass::run(pass, plane, pass::LOOKS_AT_FRAME);
        if !found.is_empty() {
            self.again = Some((pass, 0));
        }
        found
    }

    /// The cheap pass by itself.
    #[must_use]
    pub fn glance(&self, luma: &Luma<'_>) -> Vec<Symbol> {
        cheap(self.cheap, &Plane::of(luma))
    }
}

fn cheap(passes: &[Pass], plane: &Plane) -> Vec<Symbol> {
    let mut found = Vec::new();
    for pass in passes {
        pass::add(&mut found, pass::run(*pass, plane, pass::LOOKS_AT_FRAME));
    }
    found
}

#[cfg(test)]
#[path = "frame_tests.rs"]
mod tests;
