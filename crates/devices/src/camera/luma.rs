//! From a frame to the brightness of its pixels: all that reading codes and the small picture in the window need.

use super::frame::{Encoding, Frame};
use super::jpeg;

/// The longest side of a picture that is looked at.
pub const LONGEST_SIDE: u32 = 4096;

/// Why a frame is skipped.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameFault {
    /// Fewer bytes than its size takes: cut off, or the camera changed its format.
    #[error("{found} bytes where a picture takes {needed}")]
    TooShort {
        /// The bytes that came.
        found: usize,
        /// The bytes that it takes.
        needed: usize,
    },
    /// No pixels, or a side longer than [`LONGEST_SIDE`].
    #[error("a picture of {width}×{height}")]
    Size {
        /// Pixels in a row.
        width: u32,
        /// Rows.
        height: u32,
    },
    /// A JPEG that cannot be decoded.
    #[error("no JPEG: {0}")]
    Jpeg(String),
}

/// The brightness of each pixel, row by row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// 0 is black; `width * height` of them.
    pub luma: Vec<u8>,
}

impl Picture {
    /// The brightness of a frame's pixels.
    ///
    /// # Errors
    /// [`FrameFault`], where the frame has to be skipped.
    pub fn of(frame: &Frame) -> Result<Self, FrameFault> {
        if frame.encoding == Encoding::Mjpeg {
            return jpeg::decode(&frame.data);
        }
        let (width, height) = (frame.width, frame.height);
        let pixels = pixels(width, height)?;
        let data: &[u8] = &frame.data;
        let needed = match frame.encoding {
            Encoding::Yuyv => pixels * 2,
            Encoding::Rgb | Encoding::Bgr => pixels * 3,
            Encoding::Nv12 | Encoding::Grey | Encoding::Mjpeg => pixels,
        };
        let data = data.get(..needed).ok_or(FrameFault::TooShort { found: data.len(), needed })?;
        let luma = match frame.encoding {
            Encoding::Yuyv => data.chunks_exact(2).map(|pair| pair[0]).collect(),
            Encoding::Rgb => data.chunks_exact(3).map(|pixel| grey(pixel[0], pixel[1], pixel[2])).collect(),
            Encoding::Bgr => data.chunks_exact(3).map(|pixel| grey(pixel[2], pixel[1], pixel[0])).collect(),
            Encoding::Nv12 | Encoding::Grey | Encoding::Mjpeg => data.to_vec(),
        };
        Ok(Self { width, height, luma })
    }

    /// The picture made smaller by a whole factor, so that it fits: each pixel is the mean of a square.
    /// One that fits already is given as it is.
    #[must_use]
    pub fn within(&self, width: u32, height: u32) -> Self {
        let factor = self.width.div_ceil(width.max(1)).max(self.height.div_ceil(height.max(1)));
        if factor <= 1 {
            return self.clone();
        }
        let (new_width, new_height) = (self.width / factor, self.height / factor);
        let (row, factor, columns) = (self.width as usize, factor as usize, new_width as usize);
        let area = u32::try_from(factor * factor).unwrap_or(u32::MAX);
        let mut luma = Vec::with_capacity(columns * new_height as usize);
        let mut sums = vec![0_u32; columns];
        for band in self.luma.chunks_exact(row * factor).take(new_height as usize) {
            sums.fill(0);
            for line in band.chunks_exact(row) {
                for (sum, square) in sums.iter_mut().zip(line.chunks_exact(factor)) {
                    *sum += square.iter().map(|&pixel| u32::from(pixel)).sum::<u32>();
                }
            }
            luma.extend(sums.iter().map(|sum| u8::try_from(sum / area).unwrap_or(u8::MAX)));
        }
        Self { width: new_width, height: new_height, luma }
    }

    /// Whether there is nothing to see: the cover is closed, or it is night.
    #[must_use]
    pub fn is_dark(&self) -> bool {
        let count = self.luma.len().max(1) as u64;
        let sum: u64 = self.luma.iter().map(|&pixel| u64::from(pixel)).sum();
        // Video black is 16; a lamp that is seen through a hole in the cover is still dark.
        sum / count < 24 && self.luma.iter().filter(|&&pixel| pixel > 64).count() as u64 * 200 < count
    }
}

/// How many pixels a picture of this size has.
pub(super) fn pixels(width: u32, height: u32) -> Result<usize, FrameFault> {
    let sides = 1..=LONGEST_SIDE;
    if sides.contains(&width) && sides.contains(&height) {
        Ok(width as usize * height as usize)
    } else {
        Err(FrameFault::Size { width, height })
    }
}

fn grey(red: u8, green: u8, blue: u8) -> u8 {
    let sum = u32::from(red) * 77 + u32::from(green) * 150 + u32::from(blue) * 29;
    u8::try_from(sum / 256).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use proptest::prelude::*;
    use std::time::Instant;

    fn frame(width: u32, height: u32, encoding: Encoding, data: &[u8]) -> Frame {
        Frame { width, height, encoding, data: Bytes::copy_from_slice(data), at: Instant::now() }
    }

    #[test]
    fn yuyv_gives_every_other_byte() {
        let picture = Picture::of(&frame(2, 2, Encoding::Yuyv, &[10, 128, 20, 128, 30, 128, 40, 128])).unwrap();
        assert_eq!((picture.width, picture.height), (2, 2));
        assert_eq!(picture.luma, [10, 20, 30, 40]);
    }

    #[test]
    fn nv12_and_grey_give_the_first_plane_and_nothing_of_what_follows() {
        assert_eq!(Picture::of(&frame(2, 2, Encoding::Nv12, &[1, 2, 3, 4, 128, 128])).unwrap().luma, [1, 2, 3, 4]);
        assert_eq!(Picture::of(&frame(2, 2, Encoding::Grey, &[1, 2, 3, 4, 99, 99])).unwrap().luma, [1, 2, 3, 4]);
    }

    #[test]
    fn colours_are_weighed_as_the_eye_does_in_either_order() {
        let green = Picture::of(&frame(1, 1, Encoding::Rgb, &[0, 255, 0])).unwrap().luma[0];
        let red = Picture::of(&frame(1, 1, Encoding::Rgb, &[255, 0, 0])).unwrap().luma[0];
        assert!(green > red);
        assert_eq!(Picture::of(&frame(1, 1, Encoding::Bgr, &[0, 0, 255])).unwrap().luma[0], red);
        assert_eq!(Picture::of(&frame(1, 1, Encoding::Rgb, &[255, 255, 255])).unwrap().luma, [255]);
    }

    #[test]
    fn a_frame_that_is_cut_off_is_skipped() {
        let fault = Picture::of(&frame(2, 2, Encoding::Yuyv, &[0; 7])).unwrap_err();
        assert_eq!(fault, FrameFault::TooShort { found: 7, needed: 8 });
    }

    #[test]
    fn a_picture_without_pixels_or_beyond_all_cameras_is_skipped() {
        assert!(matches!(Picture::of(&frame(0, 2, Encoding::Grey, &[])), Err(FrameFault::Size { .. })));
        assert!(matches!(Picture::of(&frame(u32::MAX, u32::MAX, Encoding::Yuyv, &[0; 8])), Err(FrameFault::Size { .. })));
    }

    #[test]
    fn a_large_picture_is_made_half_as_large_by_means() {
        let picture = Picture { width: 4, height: 2, luma: vec![0, 100, 10, 10, 0, 100, 10, 10] };
        assert_eq!(picture.within(2, 2), Picture { width: 2, height: 1, luma: vec![50, 10] });
        assert_eq!(picture.within(4, 4), picture);
        let wide = Picture { width: 1280, height: 720, luma: vec![7; 1280 * 720] };
        assert_eq!(wide.within(640, 480), Picture { width: 640, height: 360, luma: vec![7; 640 * 360] });
    }

    #[test]
    fn a_closed_cover_is_dark_and_a_dim_room_is_not() {
        let black = Picture { width: 100, height: 100, luma: vec![16; 10_000] };
        assert!(black.is_dark());
        let mut dim = black.clone();
        dim.luma.iter_mut().step_by(9).for_each(|pixel| *pixel = 80);
        assert!(!dim.is_dark());
        let room = Picture { width: 100, height: 100, luma: vec![45; 10_000] };
        assert!(!room.is_dark());
    }

    proptest! {
        #[test]
        fn whatever_a_camera_sends_gives_a_whole_picture_or_is_skipped(
            width in 0_u32..70, height in 0_u32..70, data in prop::collection::vec(any::<u8>(), 0..9000), which in 0_usize..6
        ) {
            let encodings = [Encoding::Yuyv, Encoding::Nv12, Encoding::Grey, Encoding::Mjpeg, Encoding::Rgb, Encoding::Bgr];
            if let Ok(picture) = Picture::of(&frame(width, height, encodings[which], &data)) {
                prop_assert_eq!(picture.luma.len(), picture.width as usize * picture.height as usize);
                let small = picture.within(16, 16);
                prop_assert!(small.width <= 16 && small.height <= 16);
                prop_assert_eq!(small.luma.len(), small.width as usize * small.height as usize);
            }
        }
    }
}
