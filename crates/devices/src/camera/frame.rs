//! A camera's frame as it comes, and which of a camera's modes is best to read codes from.

use bytes::Bytes;
use std::time::Instant;

/// How the bytes of a frame are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// Two bytes a pixel: brightness, then alternately the two differences of colour. Also called YUY2.
    Yuyv,
    /// A plane of brightness, then one of colours at half the size.
    Nv12,
    /// One byte a pixel.
    Grey,
    /// A JPEG of its own.
    Mjpeg,
    /// Red, green, blue.
    Rgb,
    /// Blue, green, red.
    Bgr,
}

/// One frame, not yet decoded.
#[derive(Clone)]
pub struct Frame {
    /// Pixels in a row, as the camera was asked for; a JPEG says its own size.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// How to read [`Frame::data`].
    pub encoding: Encoding,
    /// The bytes; there may be more of them than the picture takes.
    pub data: Bytes,
    /// When it came; monotonic.
    pub at: Instant,
}

impl std::fmt::Debug for Frame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Frame({}×{} {:?}, {} bytes)", self.width, self.height, self.encoding, self.data.len())
    }
}

/// A way in which a camera can deliver frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Mode {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// How frames are encoded.
    pub encoding: Encoding,
    /// Frames a second.
    pub rate: u32,
}

/// The pixels that are enough for Code 39 and cheap enough for fifteen tries a second: 1280×720.
const BEST_PIXELS: f64 = 1280.0 * 720.0;

/// The mode to read codes from: as near to 1280×720 as there is, at a rate at which a card held up is read at
/// once, and not so many frames that they are only thrown away.
///
/// 640×480 is too small for Code 39; what is larger than needed costs only time. `None` where there is no mode.
#[must_use]
pub fn choose(modes: &[Mode]) -> Option<Mode> {
    modes.iter().copied().filter(|mode| mode.width >= 160 && mode.height >= 120).min_by(|a, b| cost(*a).total_cmp(&cost(*b)))
}

/// How far a mode is from the one wished for; less is better.
fn cost(mode: Mode) -> f64 {
    let pixels = f64::from(mode.width) * f64::from(mode.height);
    let ratio = (pixels / BEST_PIXELS).ln();
    // Too few pixels lose codes, too many only time.
    let size = if ratio < 0.0 { -2.0 * ratio } else { ratio };
    let rate = match mode.rate {
        15..=20 => 0.0,
        21..=30 => 0.02,
        31..=60 => 0.1,
        10..=14 => 0.3,
        61.. => 0.5,
        5..=9 => 2.0,
        _ => 5.0,
    };
    let encoding = match mode.encoding {
        Encoding::Yuyv | Encoding::Nv12 | Encoding::Grey => 0.0,
        Encoding::Mjpeg => 0.005,
        Encoding::Rgb | Encoding::Bgr => 0.01,
    };
    // Of two sizes with as many pixels the wider one: what is shown and looked at is wide.
    let shape = if mode.width * 3 < mode.height * 4 { 0.2 } else { 0.0 };
    size + rate + encoding + shape
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(width: u32, height: u32, encoding: Encoding, rate: u32) -> Mode {
        Mode { width, height, encoding, rate }
    }

    #[test]
    fn a_usual_webcam_is_asked_for_720_rows_at_a_useful_rate() {
        use Encoding::{Mjpeg, Yuyv};
        let modes = [
            mode(320, 180, Mjpeg, 1),
            mode(640, 480, Yuyv, 30),
            mode(1280, 720, Yuyv, 10),
            mode(1280, 720, Mjpeg, 30),
            mode(1280, 720, Mjpeg, 15),
            mode(1920, 1080, Mjpeg, 30),
            mode(1920, 1080, Yuyv, 5),
        ];
        assert_eq!(choose(&modes), Some(mode(1280, 720, Mjpeg, 15)));
        assert_eq!(choose(&modes[..4]), Some(mode(1280, 720, Mjpeg, 30)));
        assert_eq!(choose(&modes[..3]), Some(mode(1280, 720, Yuyv, 10)));
    }

    #[test]
    fn where_there_is_no_720_the_larger_size_is_taken_rather_than_the_small_one() {
        use Encoding::{Mjpeg, Yuyv};
        let modes = [mode(640, 480, Yuyv, 30), mode(1920, 1080, Mjpeg, 30), mode(3840, 2160, Mjpeg, 30)];
        assert_eq!(choose(&modes), Some(mode(1920, 1080, Mjpeg, 30)));
        assert_eq!(choose(&[mode(640, 480, Yuyv, 30), mode(320, 240, Yuyv, 30)]), Some(mode(640, 480, Yuyv, 30)));
    }

    #[test]
    fn a_frame_a_second_is_the_last_choice() {
        use Encoding::{Mjpeg, Yuyv};
        assert_eq!(choose(&[mode(1280, 720, Yuyv, 1), mode(1280, 960, Mjpeg, 30)]), Some(mode(1280, 960, Mjpeg, 30)));
        assert_eq!(choose(&[mode(1280, 720, Yuyv, 1)]), Some(mode(1280, 720, Yuyv, 1)));
        assert_eq!(choose(&[]), None);
        assert_eq!(choose(&[mode(16, 16, Yuyv, 30)]), None);
    }
}
