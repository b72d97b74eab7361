//! From the greys of the modules to a text.

use rxing::DecodeHints;
use rxing::qrcode::common::{ErrorCorrectionLevel, VersionRef};
use rxing::qrcode::decoder::decoded_bit_stream_parser;

use super::correction;
use super::grid::version;
use crate::engine;

/// A module's value: below 0 dark, above 0 light, and the further from 0 the surer.
type Soft = f32;

/// The text of a code whose modules have these greys, row by row; `None` where they are no code or too many are
/// wrong.
pub(super) fn decode(greys: &[f32], side: usize, sharpening: f32) -> Option<String> {
    let version = version(side)?;
    let soft = softened(greys, side, sharpening);
    // A code seen in a mirror has rows for columns.
    let mirrored: Vec<Soft> = (0..side * side).map(|index| soft[index % side * side + index / side]).collect();
    let (straight, flipped) = (format(&soft, side), format(&mirrored, side));
    let first = if flipped.0 > straight.0 * 1.2 { (&mirrored, flipped) } else { (&soft, straight) };
    text(first.0, side, version, first.1.1)
}

/// Each grey against the mean of what lies around it, sharpened against its four neighbours.
fn softened(greys: &[f32], side: usize, sharpening: f32) -> Vec<Soft> {
    let at = |u: i32, v: i32| {
        let (u, v) = (u.clamp(0, side as i32 - 1) as usize, v.clamp(0, side as i32 - 1) as usize);
        greys[v * side + u]
    };
    let mut soft = Vec::with_capacity(greys.len());
    let reach = 4;
    for v in 0..side as i32 {
        for u in 0..side as i32 {
            let (mut least, mut most) = (f32::MAX, f32::MIN);
            for dv in -reach..=reach {
                for du in -reach..=reach {
                    let grey = at(u + du, v + dv);
                    least = least.min(grey);
                    most = most.max(grey);
                }
            }
            let here = at(u, v);
            let around = (at(u - 1, v) + at(u + 1, v) + at(u, v - 1) + at(u, v + 1)) / 4.0;
            let spread = (most - least).max(8.0);
            soft.push((here - (least + most) / 2.0 + sharpening * (here - around)) / spread);
        }
    }
    soft
}

/// Which of the 32 formats is written beside the finder patterns, and how surely.
fn format(soft: &[Soft], side: usize) -> (f32, u32) {
    let at = |u: usize, v: usize| soft[v * side + u];
    let mut read = [0.0_f32; 15];
    // Around the upper left finder pattern, the highest bit first, and again beside the two others.
    let first = [(0, 8), (1, 8), (2, 8), (3, 8), (4, 8), (5, 8), (7, 8), (8, 8), (8, 7), (8, 5), (8, 4), (8, 3), (8, 2), (8, 1), (8, 0)];
    for (bit, &(u, v)) in first.iter().enumerate() {
        read[bit] += at(u, v).clamp(-0.5, 0.5);
        let (u, v) = if bit < 7 { (8, side - 1 - bit) } else { (side - 15 + bit, 8) };
        read[bit] += at(u, v).clamp(-0.5, 0.5);
    }
    let mut best = (f32::MIN, 0);
    for data in 0..32_u32 {
        let mut remainder = data << 10;
        for bit in (10..15).rev() {
            if remainder >> bit & 1 == 1 {
                remainder ^= 0x537 << (bit - 10);
            }
        }
        let code = (data << 10 | remainder) ^ 0x5412;
        let likeness: f32 = read.iter().enumerate().map(|(bit, value)| if code >> (14 - bit) & 1 == 1 { -value } else { *value }).sum();
        if likeness > best.0 {
            best = (likeness, data);
        }
    }
    best
}

fn masked(mask: u32, u: usize, v: usize) -> bool {
    match mask {
        0 => (u + v).is_multiple_of(2),
        1 => v.is_multiple_of(2),
        2 => u.is_multiple_of(3),
        3 => (u + v).is_multiple_of(3),
        4 => (v / 2 + u / 3).is_multiple_of(2),
        5 => (u * v) % 2 + (u * v) % 3 == 0,
        6 => ((u * v) % 2 + (u * v) % 3).is_multiple_of(2),
        _ => ((u + v) % 2 + (u * v) % 3).is_multiple_of(2),
    }
}

/// A byte of the code and how sure its least sure bit is.
#[derive(Clone, Copy)]
struct Word {
    value: u8,
    sure: f32,
}

fn text(soft: &[Soft], side: usize, version: VersionRef, format: u32) -> Option<String> {
    let level = ErrorCorrectionLevel::forBits((format >> 3) as u8).ok()?;
    let words = words(soft, side, version, format & 7)?;
    let blocks = version.getECBlocksForLevel(level);
    let checks = blocks.getECCodewordsPerBlock() as usize;
    // How many bytes of data each block has: the shorter blocks stand first.
    let lengths: Vec<usize> =
        blocks.getECBlocks().iter().flat_map(|block| vec![block.getDataCodewords() as usize; block.getCount() as usize]).collect();
    let longest = lengths.iter().copied().max()?;
    let mut taken: Vec<Vec<Word>> = vec![Vec::new(); lengths.len()];
    let mut words = words.into_iter();
    for index in 0..longest {
        for (block, &length) in taken.iter_mut().zip(&lengths) {
            if index < length {
                block.push(words.next()?);
            }
        }
    }
    for _ in 0..checks {
        for block in &mut taken {
            block.push(words.next()?);
        }
    }
    let mut bytes = Vec::new();
    for (block, &length) in taken.iter().zip(&lengths) {
        bytes.extend(corrected(block, checks)?.into_iter().take(length));
    }
    let parse = || decoded_bit_stream_parser::decode(&bytes, version, level, &DecodeHints::default()).ok();
    let text = engine::hold(parse).flatten()?.getText().to_owned();
    (!text.is_empty()).then_some(text)
}

/// The bytes in the order in which they stand in the code.
fn words(soft: &[Soft], side: usize, version: VersionRef, mask: u32) -> Option<Vec<Word>> {
    let taken = version.buildFunctionPattern().ok()?;
    let mut words = Vec::new();
    let (mut value, mut sure, mut count) = (0_u8, f32::MAX, 0);
    let mut up = true;
    let mut right = side as i32 - 1;
    while right > 0 {
        // The column of the timing pattern is left out.
        if right == 6 {
            right -= 1;
        }
        for step in 0..side {
            let v = if up { side - 1 - step } else { step };
            for u in [right as usize, right as usize - 1] {
                if taken.get(u as u32, v as u32) {
                    continue;
                }
                let module = soft[v * side + u];
                let dark = (module < 0.0) != masked(mask, u, v);
                value = value << 1 | u8::from(dark);
                sure = sure.min(module.abs());
                count += 1;
                if count == 8 {
                    words.push(Word { value, sure });
                    (value, sure, count) = (0, f32::MAX, 0);
                }
            }
        }
        up = !up;
        right -= 2;
    }
    Some(words)
}

/// How many checks are left unused where places are taken as unknown: each makes it 256 times less likely that a
/// block that is wrong all over is made into something.
const KEPT: usize = 4;

/// A block with its errors corrected. What is least sure is taken as unknown, as little of it as is needed.
fn corrected(block: &[Word], checks: usize) -> Option<Vec<u8>> {
    let values: Vec<u8> = block.iter().map(|word| word.value).collect();
    let mut order: Vec<usize> = (0..block.len()).collect();
    order.sort_by(|&a, &b| block[a].sure.total_cmp(&block[b].sure));
    let most = checks.saturating_sub(KEPT).min(order.len());
    (0..=most).step_by(2).find_map(|count| {
        let unknown = &order[..count];
        let found = correction::correct(&values, checks, unknown)?;
        let errors = found.iter().zip(&values).enumerate().filter(|(place, (a, b))| a != b && !unknown.contains(place)).count();
        (count == 0 || count + errors + KEPT <= checks).then_some(found)
    })
}
