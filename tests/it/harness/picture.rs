//! Pictures of the window, compared with those kept under `tests/it/pictures`.
//!
//! A picture that is not kept is a failure, never a pass. `KAIKUASEMA_PICTURES=write` writes
//! them anew, to be looked at before they are committed; what differs is written beside the
//! build's other output as `<name>.now.png`.

use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};

/// How far a channel of a pixel may be off, and how many pixels in a thousand.
const CHANNEL: u8 = 24;
const PER_THOUSAND: usize = 2;

/// Pixels as RGBA, row by row.
pub struct Picture {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Four bytes each.
    pub pixels: Vec<u8>,
}

impl Picture {
    /// Writes the picture as PNG.
    pub fn write(&self, path: &Path) {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut encoder = png::Encoder::new(BufWriter::new(File::create(path).unwrap()), self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::High);
        encoder.set_filter(png::Filter::NoFilter);
        // Sixteen steps a channel, within what may differ: a third of the size.
        let coarse = |channel: u8| channel.saturating_add(8) / 17 * 17;
        let rgb: Vec<u8> = self.pixels.chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]].map(coarse)).collect();
        encoder.write_header().unwrap().write_image_data(&rgb).unwrap();
    }

    fn read(path: &Path) -> Option<Self> {
        let mut reader = png::Decoder::new(BufReader::new(File::open(path).ok()?)).read_info().unwrap();
        let mut rgb = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut rgb).unwrap();
        assert_eq!(info.color_type, png::ColorType::Rgb, "{}", path.display());
        let pixels = rgb[..info.buffer_size()].chunks_exact(3).flat_map(|p| [p[0], p[1], p[2], 255]).collect();
        Some(Self { width: info.width, height: info.height, pixels })
    }

    fn pixels_off(&self, other: &Self) -> usize {
        let is_off = |a: &[u8], b: &[u8]| a.iter().zip(b).take(3).any(|(a, b)| a.abs_diff(*b) > CHANNEL);
        self.pixels.chunks_exact(4).zip(other.pixels.chunks_exact(4)).filter(|(a, b)| is_off(a, b)).count()
    }

    /// Compares with the picture kept under this name; says what is wrong.
    pub fn compare(&self, name: &str) -> Result<(), String> {
        let kept_at = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/pictures").join(format!("{name}.png"));
        if std::env::var("KAIKUASEMA_PICTURES").is_ok_and(|v| v == "write") {
            self.write(&kept_at);
            return Ok(());
        }
        let now_at = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.now.png"));
        let Some(kept) = Self::read(&kept_at) else {
            self.write(&now_at);
            return Err(format!("there is no picture {name}; this one is {}", now_at.display()));
        };
        if (kept.width, kept.height) != (self.width, self.height) {
            return Err(format!("{name} has another size"));
        }
        let off = self.pixels_off(&kept);
        let most = kept.pixels.len() / 4 * PER_THOUSAND / 1000;
        if off > most {
            self.write(&now_at);
            return Err(format!("{name}: {off} pixels differ, {most} may; this one is {}", now_at.display()));
        }
        Ok(())
    }
}
