//! What the camera says of itself: a UVC 1.0 webcam with uncompressed pictures and JPEGs, and a focus.

use super::USB;
use std::fmt;

/// The end point that pictures come from.
pub(super) const ENDPOINT: u8 = 1;
/// The most bytes that go over it at once.
pub(super) const PAYLOAD: u32 = 16384;
/// The entity within interface 0 that has the focus.
pub(super) const LENS: u8 = 1;
/// Between two frames, in steps of 100 ns: 15 and 30 a second.
pub(super) const INTERVALS: [u32; 2] = [666_666, 333_333];

/// The forms in which pictures are sent, in the order of their numbers from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Coding {
    /// Two bytes a pixel, luma first.
    Yuyv,
    /// A JPEG for each frame.
    Jpeg,
}

/// What is sent: form, size and pace.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Format {
    pub(super) coding: Coding,
    pub(super) width: u16,
    pub(super) height: u16,
    /// In steps of 100 ns.
    pub(super) interval: u32,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let coding = match self.coding {
            Coding::Yuyv => "YUYV",
            Coding::Jpeg => "MJPG",
        };
        write!(f, "{coding} {}x{} {}/s", self.width, self.height, 10_000_000 / self.interval.max(1))
    }
}

/// Sizes of pictures, in the order of their numbers from 1.
type Sizes = [(u16, u16); 2];

const FORMS: [(Coding, Sizes); 2] = [(Coding::Yuyv, [(320, 240), (640, 480)]), (Coding::Jpeg, [(640, 480), (1280, 720)])];

/// The format of these numbers (from 1); the nearest that there is where they are out of range.
pub(super) fn format(form: u8, frame: u8, interval: u32) -> Format {
    let (coding, sizes) = FORMS[usize::from(form.clamp(1, 2)) - 1];
    let (width, height) = sizes[usize::from(frame.clamp(1, 2)) - 1];
    let interval = if INTERVALS.contains(&interval) { interval } else { INTERVALS[0] };
    Format { coding, width, height, interval }
}

/// The most bytes of one frame.
pub(super) fn frame_bytes(format: Format) -> u32 {
    u32::from(format.width) * u32::from(format.height) * 2
}

/// The device descriptor: a webcam by a maker that makes them.
pub(super) fn device() -> [u8; 18] {
    let ([vendor, vendor_high], [product, product_high]) = (USB.0.to_le_bytes(), USB.1.to_le_bytes());
    [18, 1, 0, 2, 0xef, 2, 1, 64, vendor, vendor_high, product, product_high, 0, 1, 1, 2, 3, 1]
}

/// The text of this number: maker, product, serial number.
pub(super) fn text(number: u8) -> Option<Vec<u8>> {
    let text = match number {
        // The languages that there are: English.
        0 => return Some(vec![4, 3, 9, 4]),
        1 => "Test Camera",
        2 => "Counter Webcam",
        3 => "CAM0001",
        _ => return None,
    };
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut descriptor = vec![u8::try_from(units.len() + 2).unwrap_or(u8::MAX), 3];
    descriptor.extend(units);
    Some(descriptor)
}

/// The configuration descriptor with all that belongs to it.
pub(super) fn configuration() -> Vec<u8> {
    let mut all = Vec::new();
    all.extend([8, 11, 0, 2, 0x0e, 3, 0, 2]); // two interfaces that belong together: a camera
    all.extend([9, 4, 0, 0, 0, 0x0e, 1, 0, 0]); // interface 0 controls
    all.extend([13, 0x24, 1, 0, 1, 40, 0, 0x80, 0x8d, 0x5b, 0, 1, 1]); // UVC 1.0, 6 MHz, interface 1 streams
    all.extend([18, 0x24, 2, LENS, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0x20, 0, 0x02]); // lens: focus, by hand and by itself
    all.extend([9, 0x24, 3, 2, 1, 1, 0, LENS, 0]); // output to USB
    all.extend([9, 4, 1, 0, 1, 0x0e, 2, 0, 0]); // interface 1 streams
    let formats = formats();
    all.extend([15, 0x24, 1, 2]);
    all.extend(length(15 + formats.len()));
    all.extend([0x80 | ENDPOINT, 0, 2, 0, 0, 0, 1, 0, 0]);
    all.extend(formats);
    all.extend([7, 5, 0x80 | ENDPOINT, 2, 0, 2, 0]); // bulk, 512 bytes a packet
    let mut whole = vec![9, 2];
    whole.extend(length(9 + all.len()));
    whole.extend([2, 1, 0, 0x80, 50]);
    whole.extend(all);
    whole
}

fn formats() -> Vec<u8> {
    let mut all = Vec::new();
    for (number, (coding, sizes)) in (1_u8..).zip(FORMS) {
        let frame_kind = match coding {
            Coding::Yuyv => {
                all.extend([27, 0x24, 4, number, 2]);
                all.extend(b"YUY2\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71");
                all.extend([16, 1, 0, 0, 0, 0]);
                5
            }
            Coding::Jpeg => {
                all.extend([11, 0x24, 6, number, 2, 1, 1, 0, 0, 0, 0]);
                7
            }
        };
        for (frame, (width, height)) in (1_u8..).zip(sizes) {
            let bytes = u32::from(width) * u32::from(height) * 2;
            all.extend([34, 0x24, frame_kind, frame, 0]);
            all.extend(width.to_le_bytes());
            all.extend(height.to_le_bytes());
            all.extend((bytes * 8 * 15).to_le_bytes());
            all.extend((bytes * 8 * 30).to_le_bytes());
            all.extend(bytes.to_le_bytes());
            all.extend(INTERVALS[0].to_le_bytes());
            all.push(2);
            // The shortest first.
            all.extend(INTERVALS.iter().rev().flat_map(|interval| interval.to_le_bytes()));
        }
        all.extend([6, 0x24, 0x0d, 1, 1, 4]); // colours
    }
    all
}

fn length(bytes: usize) -> [u8; 2] {
    u16::try_from(bytes).unwrap_or(u16::MAX).to_le_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_the_configuration_fill_it_exactly() {
        let whole = configuration();
        assert_eq!(usize::from(u16::from_le_bytes([whole[2], whole[3]])), whole.len());
        let mut at = 0;
        while at < whole.len() {
            assert!(whole[at] >= 2, "an empty part at {at}");
            at += usize::from(whole[at]);
        }
        assert_eq!(at, whole.len());
    }

    #[test]
    fn a_format_that_there_is_not_becomes_one_that_there_is() {
        assert_eq!(format(2, 2, INTERVALS[1]).to_string(), "MJPG 1280x720 30/s");
        assert_eq!(format(0, 9, 1).to_string(), "YUYV 640x480 15/s");
    }
}
