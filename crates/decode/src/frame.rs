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
/// A pass once begun is not cut off. Nearly every frame is done in some tens of milliseconds; the longest that the
/// rates run measures, a frame of nothing but finder patterns, takes rxing several seconds. Whoever must not wait
/// so long reads in a process that can be ended.
#[derive(Clone, Debug, Default)]
pub struct FrameReader {
    next: usize,
    /// The heavier pass that read something last, and in how many frames it had its turn since.
    again: Option<(Pass, u32)>,
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
            found = self.heavier(&plane);
        }
        found.into_iter().map(|symbol| symbol.scaled(scale)).collect()
    }

    fn heavier(&mut self, plane: &Plane) -> Vec<Symbol> {
        if let Some((pass, frames)) = &mut self.again {
            *frames += 1;
            // What stands there for long, a poster, must not keep the others from a card.
            if !frames.is_multiple_of(OTHERS_IN) {
                let found = pass::run(*pass, plane);
                if found.is_empty() {
                    self.again = None;
                }
                return found;
            }
        }
        let pass = ROTATION[self.next % ROTATION.len()];
        self.next = (self.next + 1) % ROTATION.len();
        let found = pass::run(pass, plane);
        if !found.is_empty() {
            self.again = Some((pass, 0));
        }
        found
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A card's code in black for white, which the cheap pass does not read.
    fn inverted() -> (usize, Vec<u8>) {
        let code = qrcode::QrCode::new(b"A9990000071").unwrap();
        let (modules, module, margin) = (code.width(), 8, 40);
        let side = modules * module + 2 * margin;
        let dark = code.to_colors();
        let at = |place: usize| (place >= margin && place < side - margin).then(|| (place - margin) / module);
        let pixel = |x, y| match (at(x), at(y)) {
            (Some(x), Some(y)) if dark[y * modules + x] == qrcode::Color::Dark => 220,
            _ => 30,
        };
        (side, (0..side * side).map(|n| pixel(n % side, n / side)).collect())
    }

    #[test]
    fn a_pass_that_read_something_has_the_next_frames_until_it_fails() {
        let (side, pixels) = inverted();
        let luma = Luma::new(side, side, &pixels).unwrap();
        assert!(FrameReader::glance(&luma).is_empty());
        let mut reader = FrameReader::new();
        let first = (0..FrameReader::rotation()).find(|_| !reader.read(&luma, || false).is_empty());
        assert!(first.is_some());
        let pass = reader.again.map(|(pass, _)| pass);
        assert!(pass.is_some());
        // Without the frame that belongs to the others.
        for _ in 1..OTHERS_IN {
            assert_eq!(reader.read(&luma, || false).first().map(|symbol| symbol.text.as_str()), Some("A9990000071"));
            assert_eq!(reader.again.map(|(pass, _)| pass), pass);
        }
        let blank = vec![200; side * side];
        let blank = Luma::new(side, side, &blank).unwrap();
        reader.read(&blank, || false);
        assert!(reader.read(&blank, || false).is_empty());
        assert!(reader.again.is_none());
    }

    #[test]
    fn while_one_pass_reads_something_the_others_have_their_turn_too() {
        let (side, pixels) = inverted();
        let luma = Luma::new(side, side, &pixels).unwrap();
        let mut reader = FrameReader::new();
        while reader.again.is_none() {
            reader.read(&luma, || false);
        }
        let next = reader.next;
        for _ in 0..OTHERS_IN {
            reader.read(&luma, || false);
        }
        assert_eq!(reader.next, (next + 1) % FrameReader::rotation());
    }
}
