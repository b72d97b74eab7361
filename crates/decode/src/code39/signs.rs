//! The characters of Code 39 and how they look when they are blurred.

/// The characters in the order of [`PATTERNS`]; the last is the start and stop sign.
pub(super) const CHARACTERS: &[u8; COUNT] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%*";
/// How many there are, with the start and stop sign.
pub(super) const COUNT: usize = 44;
/// The place of the start and stop sign.
pub(super) const STAR: usize = COUNT - 1;

/// Nine elements each, from bar to bar, the first in the highest bit: set where the element is wide.
const PATTERNS: [u16; COUNT] = [
    0x034, 0x121, 0x061, 0x160, 0x031, 0x130, 0x070, 0x025, 0x124, 0x064, // 0 to 9
    0x109, 0x049, 0x148, 0x019, 0x118, 0x058, 0x00D, 0x10C, 0x04C, 0x01C, // A to J
    0x103, 0x043, 0x142, 0x013, 0x112, 0x052, 0x007, 0x106, 0x046, 0x016, // K to T
    0x181, 0x0C1, 0x1C0, 0x091, 0x190, 0x0D0, 0x085, 0x184, 0x0C4, 0x0A8, // U to Z, - . space $
    0x0A2, 0x08A, 0x02A, 0x094, // / + % *
];

/// How many times wider a wide element is than a narrow one.
pub(super) const RATIOS: [f32; 3] = [2.0, 2.5, 3.0];
/// Blur, as its standard deviation in narrow elements.
pub(super) const BLURS: [f32; 4] = [0.3, 0.6, 0.9, 1.25];

/// How many places of a character are compared.
pub(super) const SAMPLES: usize = 48;
/// How much is looked at on each side of a character, in narrow elements: the gap.
pub(super) const BESIDE: f32 = 1.0;
/// How much light beside the code is looked at, in narrow elements.
pub(super) const QUIET: f32 = 5.0;

/// One look: a ratio and a blur, with every character as it looks then. Each picture has the mean 0 and the
/// length 1, so that comparing is a product.
pub(super) struct Look {
    /// How wide a character is, in narrow elements, without the gap.
    pub(super) width: f32,
    /// The characters from [`BESIDE`] before to [`BESIDE`] after.
    pub(super) signs: Vec<[f32; SAMPLES]>,
    /// The start sign from [`QUIET`] before to [`BESIDE`] after.
    pub(super) start: [f32; SAMPLES],
    /// The stop sign from [`BESIDE`] before to [`QUIET`] after.
    pub(super) stop: [f32; SAMPLES],
}

/// Every look, ratio by ratio.
pub(super) fn looks() -> &'static [Look] {
    static LOOKS: std::sync::OnceLock<Vec<Look>> = std::sync::OnceLock::new();
    LOOKS.get_or_init(|| RATIOS.iter().flat_map(|&ratio| BLURS.iter().map(move |&blur| Look::new(ratio, blur))).collect())
}

impl Look {
    fn new(ratio: f32, blur: f32) -> Self {
        let width = 6.0 + 3.0 * ratio;
        let star = edges(STAR, ratio);
        let signs = (0..COUNT).map(|sign| picture(&edges(sign, ratio), width, blur, -BESIDE, width + BESIDE, (true, true))).collect();
        let start = picture(&star, width, blur, -QUIET, width + BESIDE, (false, true));
        let stop = picture(&star, width, blur, -BESIDE, width + QUIET, (true, false));
        Self { width, signs, start, stop }
    }
}

/// Where a sign's ten edges lie, in narrow elements.
fn edges(sign: usize, ratio: f32) -> [f32; 10] {
    let mut edges = [0.0; 10];
    for element in 0..9 {
        let wide = PATTERNS[sign] >> (8 - element) & 1 == 1;
        edges[element + 1] = edges[element] + if wide { ratio } else { 1.0 };
    }
    edges
}

/// The brightness of a blurred sign at even steps, with a bar of a neighbour beyond the gap where there is one.
fn picture(edges: &[f32; 10], width: f32, blur: f32, from: f32, to: f32, neighbours: (bool, bool)) -> [f32; SAMPLES] {
    let mut samples = [0.0; SAMPLES];
    // A neighbour's bar is narrow or wide; half way between is never far off.
    const BAR: f32 = 1.5;
    for (step, sample) in samples.iter_mut().enumerate() {
        let x = from + (to - from) * (step as f32 + 0.5) / SAMPLES as f32;
        let bar = |left: f32, right: f32| cumulative((right - x) / blur) - cumulative((left - x) / blur);
        let mut dark: f32 = edges.chunks_exact(2).map(|edge| bar(edge[0], edge[1])).sum();
        if neighbours.0 {
            dark += bar(-1.0 - BAR, -1.0);
        }
        if neighbours.1 {
            dark += bar(width + 1.0, width + 1.0 + BAR);
        }
        *sample = -dark;
    }
    normalise(&mut samples);
    samples
}

/// The share of a bell curve below `x`.
fn cumulative(x: f32) -> f32 {
    // Near enough to the true curve (within 0.02) for pictures that are compared with photos.
    1.0 / (1.0 + (-1.702 * x).exp())
}

/// Takes the mean off and makes the length 1; gives what the length was.
pub(super) fn normalise(samples: &mut [f32; SAMPLES]) -> f32 {
    let mean = samples.iter().sum::<f32>() / SAMPLES as f32;
    let mut square = 0.0;
    for sample in samples.iter_mut() {
        *sample -= mean;
        square += *sample * *sample;
    }
    let length = square.sqrt();
    if length > 1e-6 {
        for sample in samples.iter_mut() {
            *sample /= length;
        }
    }
    length
}

/// How alike two pictures are, from -1 (each other's negative) to 1.
#[inline]
pub(super) fn likeness(a: &[f32; SAMPLES], b: &[f32; SAMPLES]) -> f32 {
    // Eight sums side by side, so that the processor can do them at once.
    let mut sums = [0.0_f32; 8];
    for (a, b) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        for lane in 0..8 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    sums.iter().sum()
}
