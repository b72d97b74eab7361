//! Generated frames of a made-up card before a camera, from a seed: for measuring on frames that nothing was
//! tuned on.

#![allow(clippy::unwrap_used, clippy::expect_used, unreachable_pub, missing_docs, reason = "it fails by panicking")]

use super::suite::Picture;
use kaikuasema_decode::Format;
use std::f32::consts::{PI, TAU};

/// What can be wrong with a frame.
pub const CONDITIONS: [&str; 13] = [
    "plain",
    "tilt",
    "rotate",
    "defocus",
    "motion",
    "dim_noise",
    "low_contrast",
    "glare",
    "phone_dark",
    "phone_moire",
    "small",
    "jpeg",
    "uneven",
];

/// Numbers that look random and are the same for the same seed.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From `from` to `to`.
    pub fn between(&mut self, from: f32, to: f32) -> f32 {
        from + (to - from) * (self.next() >> 40) as f32 / (1 << 24) as f32
    }

    pub fn below(&mut self, count: u64) -> u64 {
        self.next() % count
    }

    /// About a bell curve of spread 1.
    fn bell(&mut self) -> f32 {
        (0..4).map(|_| self.between(-1.0, 1.0)).sum::<f32>() * 0.866
    }
}

/// A grey picture of values from 0 to 255.
struct Sheet {
    width: usize,
    height: usize,
    grey: Vec<f32>,
}

impl Sheet {
    fn new(width: usize, height: usize, grey: f32) -> Self {
        Self { width, height, grey: vec![grey; width * height] }
    }

    fn fill(&mut self, x: f32, y: f32, width: f32, height: f32, grey: f32) {
        let clip = |value: f32, most: usize| (value.max(0.0).round() as usize).min(most);
        for line in clip(y, self.height)..clip(y + height, self.height) {
            for column in clip(x, self.width)..clip(x + width, self.width) {
                self.grey[line * self.width + column] = grey;
            }
        }
    }

    fn at(&self, x: f32, y: f32) -> f32 {
        let x = x.clamp(0.0, (self.width - 2) as f32);
        let y = y.clamp(0.0, (self.height - 2) as f32);
        let (left, top) = (x as usize, y as usize);
        let (fx, fy) = (x - left as f32, y - top as f32);
        let grey = |x: usize, y: usize| self.grey[y * self.width + x];
        let upper = grey(left, top) * (1.0 - fx) + grey(left + 1, top) * fx;
        let lower = grey(left, top + 1) * (1.0 - fx) + grey(left + 1, top + 1) * fx;
        upper * (1.0 - fy) + lower * fy
    }

    /// Blurred along one direction, with weights from the middle outwards.
    fn blurred(&self, dx: f32, dy: f32, weights: &[f32]) -> Self {
        let total = weights[0] + 2.0 * weights[1..].iter().sum::<f32>();
        let mut out = Self::new(self.width, self.height, 0.0);
        for y in 0..self.height {
            for x in 0..self.width {
                let mut sum = weights[0] * self.grey[y * self.width + x];
                for (step, weight) in weights.iter().enumerate().skip(1) {
                    let (sx, sy) = (step as f32 * dx, step as f32 * dy);
                    sum += weight * (self.at(x as f32 + sx, y as f32 + sy) + self.at(x as f32 - sx, y as f32 - sy));
                }
                out.grey[y * self.width + x] = sum / total;
            }
        }
        out
    }

    fn soft(&self, spread: f32) -> Self {
        let reach = (2.5 * spread).ceil() as usize;
        let weights: Vec<f32> = (0..=reach).map(|x| (-0.5 * (x as f32 / spread).powi(2)).exp()).collect();
        self.blurred(1.0, 0.0, &weights).blurred(0.0, 1.0, &weights)
    }
}

/// A card with its code: width, height, and a sheet of four times the resolution of the frame.
fn card(number: &str, format: Format, dark_mode: bool, dice: &mut Dice) -> Sheet {
    let (paper, ink) = if dark_mode { (18.0, 205.0) } else { (dice.between(190.0, 235.0), 20.0) };
    let (width, height) = if format == Format::Qr && dice.below(3) == 0 { (1300.0, 2000.0) } else { (2200.0, 1400.0) };
    let mut sheet = Sheet::new(width as usize, height as usize, paper);
    if !dark_mode {
        sheet.fill(0.0, 0.0, width, 0.16 * height, dice.between(30.0, 110.0));
    }
    // Lines of print: small upright strokes.
    for (line, size) in [(0.05, 90.0), (0.22, 40.0), (0.30, 70.0)] {
        let mut x = 80.0;
        while x < 0.5 * width {
            let stroke = dice.between(0.1, 0.5) * size;
            sheet.fill(x, line * height, 0.18 * size, size, if line < 0.1 { paper } else { ink });
            sheet.fill(x, line * height + dice.between(0.0, 0.8) * size, stroke, 0.16 * size, if line < 0.1 { paper } else { ink });
            x += stroke + dice.between(0.2, 0.5) * size;
        }
    }
    let (back, front) = if dark_mode { (paper, ink) } else { (252.0, 15.0) };
    match format {
        Format::Qr => {
            let code = qrcode::QrCode::with_error_correction_level(number, qrcode::EcLevel::M).unwrap();
            let side = code.width();
            let module = (dice.between(0.36, 0.42) * width.min(height) / side as f32).round();
            let box_side = (side as f32 + 8.0) * module;
            let (left, top) = if width > height { (0.66 * width, 0.3 * height) } else { (0.5 * (width - box_side), 0.4 * height) };
            sheet.fill(left, top, box_side, box_side, back);
            for (index, color) in code.to_colors().into_iter().enumerate() {
                if color == qrcode::Color::Dark {
                    let (u, v) = ((index % side) as f32 + 4.0, (index / side) as f32 + 4.0);
                    sheet.fill(left + u * module, top + v * module, module, module, front);
                }
            }
        }
        Format::Code39 => {
            let elements = barcoders::sym::code39::Code39::new(number).unwrap().encode();
            let quiet = 10.0;
            let module = (0.84 * width / (elements.len() as f32 + 2.0 * quiet)).round();
            let bars = (elements.len() as f32) * module;
            let (left, top, high) = (0.5 * (width - bars), 0.48 * height, dice.between(0.18, 0.28) * height);
            sheet.fill(left - quiet * module, top - 30.0, bars + 2.0 * quiet * module, high + 60.0, back);
            for (index, &element) in elements.iter().enumerate() {
                if element == 1 {
                    sheet.fill(left + index as f32 * module, top, module, high, front);
                }
            }
        }
    }
    sheet
}

/// What lies behind the card: soft spots, grain and here and there bricks or stripes.
fn scenery(dice: &mut Dice) -> Sheet {
    let (width, height) = (1280, 720);
    let mut sheet = Sheet::new(width, height, dice.between(30.0, 120.0));
    let kind = dice.below(4);
    let (period, angle) = (dice.between(14.0, 60.0), dice.between(0.0, PI));
    let spots: Vec<(f32, f32, f32, f32)> = (0..14)
        .map(|_| (dice.between(0.0, 1280.0), dice.between(0.0, 720.0), dice.between(20.0, 200.0), dice.between(-60.0, 90.0)))
        .collect();
    for y in 0..height {
        for x in 0..width {
            let (fx, fy) = (x as f32, y as f32);
            let mut grey = sheet.grey[y * width + x];
            for &(sx, sy, size, more) in &spots {
                let square = ((fx - sx).powi(2) + (fy - sy).powi(2)) / (size * size);
                if square < 6.0 {
                    grey += more * (-square).exp();
                }
            }
            match kind {
                0 => grey += 25.0 * (fx * angle.cos() / period + fy * angle.sin() / period).sin(),
                1 => {
                    let row = (fy / 40.0).floor();
                    let joint = fy % 40.0 < 4.0 || (fx + 45.0 * (row % 2.0)) % 90.0 < 4.0;
                    grey += if joint { -35.0 } else { 0.0 };
                }
                2 => grey += dice.bell() * 18.0,
                _ => {}
            }
            sheet.grey[y * width + x] = grey;
        }
    }
    if kind == 2 { sheet.soft(1.5) } else { sheet }
}

/// A frame under a condition; the same seed gives the same frame.
pub fn frame(format: Format, condition: &str, seed: u64) -> Picture {
    let index = CONDITIONS.iter().position(|one| *one == condition).expect("a known condition") as u64;
    let mut dice = Dice::new(seed * 1000 + index * 10 + u64::from(format == Format::Qr));
    let number = format!("A999{:07}", dice.below(10_000_000));
    let sheet = card(&number, format, condition == "phone_dark", &mut dice);
    let mut picture = scenery(&mut dice);
    // Where the card's corners lie in the frame.
    let size = match condition {
        "small" => dice.between(300.0, 420.0),
        "phone_dark" | "phone_moire" => dice.between(560.0, 760.0),
        _ => dice.between(640.0, 980.0),
    } * if format == Format::Qr { 0.95 } else { 1.0 };
    let longest = sheet.width.max(sheet.height) as f32;
    let (half_width, half_height) = (0.5 * size * sheet.width as f32 / longest, 0.5 * size * sheet.height as f32 / longest);
    let turn = match condition {
        "rotate" => dice.between(-PI, PI),
        _ => dice.between(-0.2, 0.2),
    };
    let steep = if condition == "tilt" { dice.between(0.2, 0.42) } else { dice.between(0.0, 0.1) };
    let lean = dice.between(0.0, TAU);
    let (middle_x, middle_y) = (640.0 + dice.between(-60.0, 60.0), 360.0 + dice.between(-30.0, 30.0));
    // Frame to card: turned back, with a plane that leans away.
    let inverse = |x: f32, y: f32| {
        let (dx, dy) = (x - middle_x, y - middle_y);
        let (rx, ry) = (dx * turn.cos() + dy * turn.sin(), dy * turn.cos() - dx * turn.sin());
        let depth = 1.0 - steep * (rx * lean.cos() + ry * lean.sin()) / half_width.max(half_height);
        (rx / depth / half_width, ry / depth / half_height)
    };
    let (light_x, light_y) = (dice.between(-0.3, 0.3), dice.between(-0.3, 0.3));
    for y in 0..720 {
        for x in 0..1280 {
            let mut sum = 0.0;
            let mut inside = 0.0;
            for (ox, oy) in
                [(0.17, 0.17), (0.5, 0.17), (0.83, 0.17), (0.17, 0.5), (0.5, 0.5), (0.83, 0.5), (0.17, 0.83), (0.5, 0.83), (0.83, 0.83)]
            {
                let (u, v) = inverse(x as f32 + ox, y as f32 + oy);
                if u.abs() < 1.0 && v.abs() < 1.0 {
                    inside += 1.0;
                    sum += sheet.at((u + 1.0) / 2.0 * sheet.width as f32, (v + 1.0) / 2.0 * sheet.height as f32);
                }
            }
            let at = y * 1280 + x;
            let light = 1.0 + light_x * (x as f32 / 640.0 - 1.0) * 0.5 + light_y * (y as f32 / 360.0 - 1.0) * 0.5;
            picture.grey[at] = (sum * light + picture.grey[at] * (9.0 - inside)) / 9.0;
        }
    }
    picture = picture.soft(0.6);
    spoil(&mut picture, condition, (middle_x, middle_y), &mut dice);
    let noise = if condition == "dim_noise" { 7.0 } else { 2.0 };
    let mut pixels: Vec<u8> = picture.grey.iter().map(|grey| (grey + noise * dice.bell()).clamp(0.0, 255.0) as u8).collect();
    if condition == "jpeg" {
        let mut bytes = Vec::new();
        let quality = 25 + dice.below(25) as u8;
        image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, quality)
            .encode(&pixels, 1280, 720, image::ExtendedColorType::L8)
            .unwrap();
        pixels = image::load_from_memory(&bytes).unwrap().into_luma8().into_raw();
    }
    let code = if format == Format::Qr { "qr" } else { "c39" };
    Picture {
        set: "generated".to_owned(),
        name: format!("{code}_{condition}_{seed}"),
        format,
        expected: number,
        width: 1280,
        height: 720,
        pixels,
    }
}

/// What the condition does to the light.
fn spoil(picture: &mut Sheet, condition: &str, middle: (f32, f32), dice: &mut Dice) {
    match condition {
        "defocus" => *picture = picture.soft(dice.between(1.6, 3.4)),
        "motion" => {
            let angle = dice.between(0.0, PI);
            let weights = vec![1.0; dice.between(3.0, 7.0) as usize];
            *picture = picture.blurred(angle.cos(), angle.sin(), &weights);
        }
        "dim_noise" => picture.grey.iter_mut().for_each(|grey| *grey = 8.0 + *grey * 0.13),
        "low_contrast" => {
            let (share, more) = (dice.between(0.1, 0.2), dice.between(60.0, 150.0));
            picture.grey.iter_mut().for_each(|grey| *grey = *grey * share + more);
        }
        "glare" => {
            let (x, y) = (middle.0 + dice.between(-220.0, 260.0), middle.1 + dice.between(-60.0, 120.0));
            let (wide, high, strong) = (dice.between(60.0, 170.0), dice.between(30.0, 110.0), dice.between(180.0, 420.0));
            for at in 0..picture.grey.len() {
                let (dx, dy) = (((at % 1280) as f32 - x) / wide, ((at / 1280) as f32 - y) / high);
                picture.grey[at] += strong * (-(dx * dx + dy * dy)).exp();
            }
        }
        "phone_moire" => {
            let (period, angle) = (dice.between(2.3, 9.0), dice.between(0.0, PI));
            let strong = dice.between(0.15, 0.4);
            for at in 0..picture.grey.len() {
                let (x, y) = ((at % 1280) as f32, (at / 1280) as f32);
                let one = ((x * angle.cos() + y * angle.sin()) * TAU / period).sin();
                let other = ((y * angle.cos() - x * angle.sin()) * TAU / period).sin();
                picture.grey[at] *= 1.0 - strong * (0.5 + 0.25 * (one + other));
            }
        }
        "uneven" => {
            let angle = dice.between(0.0, TAU);
            for at in 0..picture.grey.len() {
                let (x, y) = ((at % 1280) as f32 - middle.0, (at / 1280) as f32 - middle.1);
                let shade = if x * angle.cos() + y * angle.sin() > 20.0 { 0.3 } else { 1.0 };
                picture.grey[at] *= shade;
            }
        }
        _ => {}
    }
}
