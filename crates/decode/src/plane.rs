//! A grey picture of one's own, and what is done to it before it is read.

use crate::Luma;

/// The spread of grey, as its standard deviation, that local contrast is brought to.
const SPREAD: f32 = 56.0;

/// A grey picture without gaps between its rows.
#[derive(Clone)]
pub(crate) struct Plane {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) pixels: Vec<u8>,
}

impl Plane {
    pub(crate) fn of(luma: &Luma<'_>) -> Self {
        let mut pixels = Vec::with_capacity(luma.width() * luma.height());
        for row in luma.rows() {
            pixels.extend_from_slice(row);
        }
        Self { width: luma.width(), height: luma.height(), pixels }
    }

    fn filled(width: usize, height: usize) -> Self {
        Self { width, height, pixels: vec![0; width * height] }
    }

    pub(crate) fn row(&self, y: usize) -> &[u8] {
        &self.pixels[y * self.width..(y + 1) * self.width]
    }

    pub(crate) fn at(&self, x: usize, y: usize) -> u8 {
        self.pixels[y * self.width + x]
    }

    /// Some of the rows.
    pub(crate) fn rows(&self, rows: std::ops::Range<usize>) -> Self {
        let pixels = self.pixels[rows.start * self.width..rows.end * self.width].to_vec();
        Self { width: self.width, height: rows.len(), pixels }
    }

    /// The grey at a place between pixels; the centre of the first pixel is (0.5, 0.5). The edge goes on outside.
    #[inline]
    pub(crate) fn sample(&self, x: f32, y: f32) -> f32 {
        let x = (x - 0.5).clamp(0.0, (self.width - 1) as f32);
        let y = (y - 0.5).clamp(0.0, (self.height - 1) as f32);
        let (left, top) = (x as usize, y as usize);
        let (right, bottom) = ((left + 1).min(self.width - 1), (top + 1).min(self.height - 1));
        let (fx, fy) = (x - left as f32, y - top as f32);
        let upper = f32::from(self.at(left, top)) * (1.0 - fx) + f32::from(self.at(right, top)) * fx;
        let lower = f32::from(self.at(left, bottom)) * (1.0 - fx) + f32::from(self.at(right, bottom)) * fx;
        upper * (1.0 - fy) + lower * fy
    }

    /// Half the size, each pixel the mean of four. A picture of one row or column stays as it is.
    pub(crate) fn half(&self) -> Self {
        if self.width < 2 || self.height < 2 {
            return self.clone();
        }
        let mut out = Self::filled(self.width / 2, self.height / 2);
        for (y, line) in out.pixels.chunks_exact_mut(self.width / 2).enumerate() {
            let upper = self.row(2 * y).chunks_exact(2);
            let lower = self.row(2 * y + 1).chunks_exact(2);
            for ((pixel, a), b) in line.iter_mut().zip(upper).zip(lower) {
                *pixel = ((u16::from(a[0]) + u16::from(a[1]) + u16::from(b[0]) + u16::from(b[1]) + 2) / 4) as u8;
            }
        }
        out
    }

    /// Another size, smoothly; for making larger, or smaller by less than a half.
    pub(crate) fn resized(&self, width: usize, height: usize) -> Self {
        let (width, height) = (width.max(1), height.max(1));
        let mut out = Self::filled(width, height);
        let (sx, sy) = (self.width as f32 / width as f32, self.height as f32 / height as f32);
        for (y, line) in out.pixels.chunks_exact_mut(width).enumerate() {
            for (x, pixel) in line.iter_mut().enumerate() {
                *pixel = self.sample((x as f32 + 0.5) * sx, (y as f32 + 0.5) * sy) as u8;
            }
        }
        out
    }

    /// The mean of all pixels.
    pub(crate) fn middle(&self) -> u8 {
        let sum: u64 = self.pixels.iter().map(|&pixel| u64::from(pixel)).sum();
        (sum / self.pixels.len().max(1) as u64) as u8
    }

    /// Black for white.
    pub(crate) fn inverted(&self) -> Self {
        Self { pixels: self.pixels.iter().map(|pixel| 255 - pixel).collect(), ..*self }
    }

    /// Columns for rows.
    pub(crate) fn transposed(&self) -> Self {
        let mut out = Self::filled(self.height, self.width);
        // In squares, so that neither side is read or written far apart.
        const SIDE: usize = 32;
        for top in (0..self.height).step_by(SIDE) {
            for left in (0..self.width).step_by(SIDE) {
                for y in top..(top + SIDE).min(self.height) {
                    for x in left..(left + SIDE).min(self.width) {
                        out.pixels[x * self.height + y] = self.pixels[y * self.width + x];
                    }
                }
            }
        }
        out
    }

    /// The mean of the square of `2 * radius + 1` pixels around each pixel, cut at the edges.
    pub(crate) fn mean(&self, radius: usize) -> Self {
        let mut out = Self::filled(self.width, self.height);
        let sums = box_sums(self, radius, u32::from);
        let shares = shares(self.width, radius);
        let lines = out.pixels.chunks_exact_mut(self.width).zip(sums.chunks_exact(self.width));
        for ((line, sums), high) in lines.zip(self::shares(self.height, radius)) {
            for ((pixel, &sum), wide) in line.iter_mut().zip(sums).zip(&shares) {
                *pixel = (sum as f32 * high * wide) as u8;
            }
        }
        out
    }

    /// Local contrast made equal: the mean around each pixel becomes 128, the spread around it the same
    /// everywhere, but never stretched further than `most` times, so that flat areas stay flat.
    pub(crate) fn normalised(&self, radius: usize, most: f32) -> Self {
        let mut out = Self::filled(self.width, self.height);
        let sums = box_sums(self, radius, u32::from);
        let squares = box_sums(self, radius, |pixel| u32::from(pixel) * u32::from(pixel));
        let shares = shares(self.width, radius);
        let least = (SPREAD / most) * (SPREAD / most);
        for (y, high) in self::shares(self.height, radius).into_iter().enumerate() {
            let row = y * self.width..(y + 1) * self.width;
            let inputs = self.pixels[row.clone()].iter().zip(&sums[row.clone()]).zip(&squares[row.clone()]).zip(&shares);
            for (pixel, (((&grey, &sum), &square), wide)) in out.pixels[row].iter_mut().zip(inputs) {
                let share = high * wide;
                let mean = sum as f32 * share;
                let variance = (square as f32 * share - mean * mean).max(least);
                *pixel = (128.0 + (f32::from(grey) - mean) * (SPREAD / variance.sqrt())).clamp(0.0, 255.0) as u8;
            }
        }
        out
    }

    /// Edges made steeper: what differs from the mean around a pixel counts `1 + amount` times.
    pub(crate) fn sharpened(&self, radius: usize, amount: f32) -> Self {
        let soft = self.mean(radius);
        let pixels = self.pixels.iter().zip(&soft.pixels).map(|(&grey, &soft)| {
            let (grey, soft) = (f32::from(grey), f32::from(soft));
            (grey + (grey - soft) * amount).clamp(0.0, 255.0) as u8
        });
        Self { pixels: pixels.collect(), ..*self }
    }
}

/// The sums of `value` over the square around each pixel, by two running sums.
fn box_sums(plane: &Plane, radius: usize, value: impl Fn(u8) -> u32) -> Vec<u32> {
    let (width, height) = (plane.width, plane.height);
    // Rows first ...
    let mut across = vec![0_u32; width * height];
    for (line, row) in across.chunks_exact_mut(width).zip(plane.pixels.chunks_exact(width)) {
        let mut sum: u32 = row.iter().take(radius).map(|&pixel| value(pixel)).sum();
        for x in 0..width {
            if let Some(&enters) = row.get(x + radius) {
                sum += value(enters);
            }
            line[x] = sum;
            if x >= radius {
                sum -= value(row[x - radius]);
            }
        }
    }
    // ... then whole rows at a time down the picture.
    let mut out = vec![0_u32; width * height];
    let mut column: Vec<u32> = vec![0; width];
    for y in 0..radius.min(height) {
        add(&mut column, &across[y * width..(y + 1) * width]);
    }
    for y in 0..height {
        if y + radius < height {
            add(&mut column, &across[(y + radius) * width..(y + radius + 1) * width]);
        }
        out[y * width..(y + 1) * width].copy_from_slice(&column);
        if y >= radius {
            for (sum, leaves) in column.iter_mut().zip(&across[(y - radius) * width..(y - radius + 1) * width]) {
                *sum -= leaves;
            }
        }
    }
    out
}

fn add(sums: &mut [u32], more: &[u32]) {
    for (sum, more) in sums.iter_mut().zip(more) {
        *sum += more;
    }
}

/// One divided by how many pixels of a line lie within `radius` of each, as the ends cut it.
fn shares(length: usize, radius: usize) -> Vec<f32> {
    (0..length).map(|at| 1.0 / ((at + radius).min(length - 1) + 1 - at.saturating_sub(radius)) as f32).collect()
}
