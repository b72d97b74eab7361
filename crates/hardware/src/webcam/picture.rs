//! What the camera sees: a card on a desk, drawn for each size that is asked for.

use super::descriptor::{Coding, Format};
use barcoders::sym::code39::Code39;
use image::ExtendedColorType;
use image::codecs::jpeg::JpegEncoder;
use qrcode::{Color, EcLevel, QrCode};

/// The desk, the paper, the ink.
const DESK: u8 = 120;
const PAPER: u8 = 225;
const INK: u8 = 30;
/// As webcams set it.
const JPEG_QUALITY: u8 = 85;

/// What lies before the camera.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) enum Card {
    /// Nothing but the desk.
    #[default]
    None,
    /// A card's front with this text as a QR code.
    Qr(String),
    /// A card's back with this text as a Code 39.
    Code39(String),
    /// A cover before the lens.
    Dark,
}

/// A frame as the camera sends it; empty where a symbol cannot hold the text.
pub(super) fn frame(card: &Card, format: Format) -> Vec<u8> {
    let (width, height) = (usize::from(format.width), usize::from(format.height));
    let luma = draw(card, width, height);
    match format.coding {
        Coding::Yuyv => luma.iter().flat_map(|luma| [*luma, 128]).collect(),
        Coding::Jpeg => {
            let pixels: Vec<u8> = luma.iter().flat_map(|luma| [*luma; 3]).collect();
            let mut jpeg = Vec::new();
            let encoded = JpegEncoder::new_with_quality(&mut jpeg, JPEG_QUALITY).encode(
                &pixels,
                u32::from(format.width),
                u32::from(format.height),
                ExtendedColorType::Rgb8,
            );
            if encoded.is_ok() { jpeg } else { Vec::new() }
        }
    }
}

/// The luma of a picture, row by row.
fn draw(card: &Card, width: usize, height: usize) -> Vec<u8> {
    let mut picture = Picture { width, luma: vec![if *card == Card::Dark { 2 } else { DESK }; width * height] };
    match card {
        Card::None | Card::Dark => {}
        Card::Qr(text) => {
            if let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) {
                let side = code.width();
                // Half as high as the picture, with the light edge of four modules that belongs to it.
                let module = (height / 2 / (side + 8)).max(2);
                let (left, top) = ((width - side * module) / 2, (height - side * module) / 2);
                picture.fill(left - 4 * module, top - 4 * module, (side + 8) * module, (side + 8) * module, PAPER);
                for (number, color) in code.into_colors().into_iter().enumerate() {
                    if color == Color::Dark {
                        picture.fill(left + number % side * module, top + number / side * module, module, module, INK);
                    }
                }
            }
        }
        Card::Code39(text) => {
            if let Ok(code) = Code39::new(text) {
                let bars = code.encode();
                let bar = (width * 3 / 4 / bars.len()).max(1);
                let (left, top) = ((width - bars.len() * bar) / 2, height / 3);
                picture.fill(left - 12 * bar, top - height / 12, (bars.len() + 24) * bar, height / 2, PAPER);
                for (number, _) in bars.iter().enumerate().filter(|(_, element)| **element == 1) {
                    picture.fill(left + number * bar, top, bar, height / 3, INK);
                }
            }
        }
    }
    picture.luma
}

struct Picture {
    width: usize,
    luma: Vec<u8>,
}

impl Picture {
    fn fill(&mut self, left: usize, top: usize, width: usize, height: usize, luma: u8) {
        for row in self.luma.chunks_exact_mut(self.width).skip(top).take(height) {
            let right = (left + width).min(row.len());
            row[left.min(right)..right].fill(luma);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::webcam::descriptor::format;

    #[test]
    fn a_card_is_seen_and_an_empty_desk_is_even() {
        for card in [Card::Qr("A9990000071".to_owned()), Card::Code39("A9990000071".to_owned())] {
            let luma = draw(&card, 640, 480);
            assert!(luma.contains(&PAPER) && luma.contains(&INK) && luma.contains(&DESK), "{card:?}");
        }
        assert!(draw(&Card::None, 320, 240).iter().all(|luma| *luma == DESK));
    }

    #[test]
    fn every_format_gives_a_frame_of_its_kind() {
        let card = Card::Qr("A9990000071".to_owned());
        assert_eq!(frame(&card, format(1, 2, 0)).len(), 640 * 480 * 2);
        let jpeg = frame(&card, format(2, 2, 0));
        assert!(jpeg.starts_with(&[0xff, 0xd8]) && jpeg.ends_with(&[0xff, 0xd9]));
    }
}
