//! Whether anything moves before the camera. What lies still and was looked at in every way is looked at less often:
//! an empty desk need not cost half a processor.

use crate::camera::luma::Picture;

/// The picture is compared in cells, no more of them than this: in the mean of a cell the camera's noise is gone.
const CELLS: (u32, u32) = (80, 60);
/// A cell whose brightness changed by more has moved.
const MOVED: u8 = 6;
/// So many frames are looked at after the last movement: each heavier way of looking has had its turn twice, and a
/// camera has found its focus.
const LOOKED_AT: u32 = 30;
/// After that, one of so many.
const ONE_OF: u32 = 3;

/// Compares frames with the one after the last movement, so that a slow change is a movement at last.
#[derive(Default)]
pub(super) struct Stillness {
    still: Picture,
    frames: u32,
}

impl Stillness {
    /// Whether this frame, made small, is to be looked at.
    pub(super) fn is_due(&mut self, small: &Picture) -> bool {
        let now = small.within(CELLS.0, CELLS.1);
        let has_moved =
            now.luma.len() != self.still.luma.len() || now.luma.iter().zip(&self.still.luma).any(|(a, b)| a.abs_diff(*b) > MOVED);
        if has_moved {
            (self.still, self.frames) = (now, 0);
        }
        self.frames = self.frames.saturating_add(1);
        self.frames <= LOOKED_AT || self.frames.is_multiple_of(ONE_OF)
    }

    /// A code is in view: whether it goes on being so must be known.
    pub(super) fn found(&mut self) {
        self.frames = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn desk() -> Picture {
        Picture { width: 640, height: 360, luma: (0..640 * 360).map(|n| u8::try_from(n % 200).unwrap()).collect() }
    }

    /// The same with a piece of paper laid on it.
    fn with_paper(size: usize) -> Picture {
        let mut desk = desk();
        for row in desk.luma.chunks_exact_mut(640).skip(100).take(size) {
            row.iter_mut().skip(200).take(size).for_each(|pixel| *pixel = 240);
        }
        desk
    }

    fn looked_at(stillness: &mut Stillness, picture: &Picture, frames: u32) -> usize {
        (0..frames).filter(|_| stillness.is_due(picture)).count()
    }

    #[test]
    fn what_lies_still_is_looked_at_for_a_while_and_then_less_often() {
        let mut stillness = Stillness::default();
        assert_eq!(looked_at(&mut stillness, &desk(), 30), 30);
        assert_eq!(looked_at(&mut stillness, &desk(), 30), 10);
    }

    #[test]
    fn a_small_code_laid_down_is_looked_at_in_its_first_frame() {
        let mut stillness = Stillness::default();
        looked_at(&mut stillness, &desk(), 200);
        assert_eq!(looked_at(&mut stillness, &with_paper(24), 30), 30);
    }

    #[test]
    fn noise_is_no_movement_and_dusk_is_one_at_last() {
        let mut stillness = Stillness::default();
        looked_at(&mut stillness, &desk(), 31);
        let mut random = 1_u32;
        let mut noisy = desk();
        for pixel in &mut noisy.luma {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *pixel = pixel.saturating_add(u8::try_from(random >> 28).unwrap()).saturating_sub(7);
        }
        assert!(looked_at(&mut stillness, &noisy, 30) <= 10);
        let steps = (0..40_u8).map(|dusk| {
            let darker = Picture { luma: desk().luma.iter().map(|pixel| pixel.saturating_sub(dusk / 4)).collect(), ..desk() };
            stillness.is_due(&darker)
        });
        assert!(steps.filter(|is_due| *is_due).count() > 20);
    }

    #[test]
    fn while_a_code_is_in_view_every_frame_is_looked_at() {
        let mut stillness = Stillness::default();
        let looked = (0..100).filter(|_| {
            stillness.found();
            stillness.is_due(&desk())
        });
        assert_eq!(looked.count(), 100);
    }
}
