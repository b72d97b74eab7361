//! What a camera sees in the tests: codes drawn on a grey ground, kept as pictures in a folder.

use barcoders::sym::code39::Code39;
use qrcode::{Color, QrCode};
use std::fs;
use std::path::Path;

/// A grey picture.
pub(crate) struct Scene {
    width: usize,
    height: usize,
    luma: Vec<u8>,
}

impl Scene {
    pub(crate) fn empty(width: usize, height: usize) -> Self {
        Self { width, height, luma: vec![150; width * height] }
    }

    pub(crate) fn black(width: usize, height: usize) -> Self {
        Self { width, height, luma: vec![16; width * height] }
    }

    /// With things lying about: edges, slopes and noise, the same each time.
    pub(crate) fn strewn(mut self) -> Self {
        let mut random: u32 = 7;
        let mut next = |below: usize| {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (random >> 8) as usize % below
        };
        for _ in 0..60 {
            let (x, y, width, height) = (next(self.width), next(self.height), next(200) + 4, next(200) + 4);
            let value = u8::try_from(40 + next(180)).unwrap();
            self.fill(x, y, width, height, value);
        }
        for pixel in &mut self.luma {
            *pixel = pixel.saturating_add(u8::try_from(next(12)).unwrap());
        }
        self
    }

    /// With a QR code, its upper left corner there, its modules so large.
    pub(crate) fn qr(mut self, text: &str, x: usize, y: usize, module: usize) -> Self {
        let code = QrCode::new(text).unwrap();
        let side = code.width();
        self.fill(x, y, (side + 8) * module, (side + 8) * module, 235);
        for (n, color) in code.into_colors().into_iter().enumerate() {
            if color == Color::Dark {
                self.fill(x + (n % side + 4) * module, y + (n / side + 4) * module, module, module, 25);
            }
        }
        self
    }

    /// With a Code 39.
    pub(crate) fn code39(mut self, text: &str, x: usize, y: usize, narrow: usize) -> Self {
        let elements = Code39::new(text).unwrap().encode();
        self.fill(x, y, (elements.len() + 20) * narrow, 120, 235);
        for (n, element) in elements.iter().enumerate() {
            if *element == 1 {
                self.fill(x + (n + 10) * narrow, y + 10, narrow, 100, 25);
            }
        }
        self
    }

    fn fill(&mut self, x: usize, y: usize, width: usize, height: usize, value: u8) {
        for row in self.luma.chunks_exact_mut(self.width).skip(y).take(height) {
            row.iter_mut().skip(x).take(width).for_each(|pixel| *pixel = value);
        }
    }

    /// Keeps it as a frame; the file's name says when it comes.
    pub(crate) fn keep(&self, folder: &Path, name: &str) {
        fs::create_dir_all(folder).unwrap();
        let head = format!("P5 {} {} 255\n", self.width, self.height);
        // As a whole or not at all: a camera may be looking.
        let unfinished = folder.join(format!("{name}.part"));
        fs::write(&unfinished, [head.as_bytes(), &self.luma].concat()).unwrap();
        fs::rename(unfinished, folder.join(format!("{name}.pgm"))).unwrap();
    }

    /// Keeps it as a JPEG.
    pub(crate) fn keep_as_jpeg(&self, folder: &Path, name: &str) {
        fs::create_dir_all(folder).unwrap();
        let mut bytes = Vec::new();
        let (width, height) = (u32::try_from(self.width).unwrap(), u32::try_from(self.height).unwrap());
        image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 85)
            .encode(&self.luma, width, height, image::ExtendedColorType::L8)
            .unwrap();
        fs::write(folder.join(format!("{name}.jpg")), bytes).unwrap();
    }
}
