//! The grid of a code: how large it is and where its modules lie.

use rxing::qrcode::common::Version;

use super::distance;
use super::finders::Triple;
use crate::Point;
use crate::plane::Plane;
use crate::work::Work;

/// A grid laid over a picture.
#[derive(Clone)]
pub(super) struct Grid {
    /// How many modules a side has.
    pub(super) side: usize,
    /// Where the middles of the three finder patterns lie and the place that makes them a square: upper left,
    /// upper right, lower right, lower left.
    quad: [Point; 4],
    /// The projection from the unit square.
    projection: [f32; 8],
    /// How well the parts that every code has fit: from -1 to 1.
    pub(super) score: f32,
}

impl Grid {
    fn new(side: usize, quad: [Point; 4]) -> Self {
        Self { side, quad, projection: projection(&quad), score: 0.0 }
    }

    /// The place of a module's point; the middle of the first is (0.5, 0.5).
    #[inline]
    pub(super) fn place(&self, u: f32, v: f32) -> Point {
        let reach = (self.side - 7) as f32;
        let (u, v) = ((u - 3.5) / reach, (v - 3.5) / reach);
        let [a, b, c, d, e, f, g, h] = self.projection;
        let w = g * u + h * v + 1.0;
        Point::new((a * u + b * v + c) / w, (d * u + e * v + f) / w)
    }

    fn fit(&self, plane: &Plane, known: &[Known]) -> f32 {
        let (mut sum, mut square, mut product, mut expected, mut count) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for part in known {
            let place = self.place(part.u, part.v);
            let grey = plane.sample(place.x, place.y);
            sum += grey;
            square += grey * grey;
            product += grey * part.shade;
            expected += part.shade;
            count += 1.0;
        }
        let variance = square - sum * sum / count;
        let expected_variance = count - expected * expected / count;
        (product - sum * expected / count) / (variance * expected_variance).sqrt().max(1e-3)
    }
}

/// The projection of the unit square onto four points, clockwise from the upper left.
fn projection(quad: &[Point; 4]) -> [f32; 8] {
    let [p0, p1, p2, p3] = *quad;
    let (dx1, dy1) = (p1.x - p2.x, p1.y - p2.y);
    let (dx2, dy2) = (p3.x - p2.x, p3.y - p2.y);
    let (dx3, dy3) = (p0.x - p1.x + p2.x - p3.x, p0.y - p1.y + p2.y - p3.y);
    let denominator = dx1 * dy2 - dx2 * dy1;
    let denominator = if denominator.abs() < 1e-6 { 1e-6 } else { denominator };
    let g = (dx3 * dy2 - dx2 * dy3) / denominator;
    let h = (dx1 * dy3 - dx3 * dy1) / denominator;
    [p1.x - p0.x + g * p1.x, p3.x - p0.x + h * p3.x, p0.x, p1.y - p0.y + g * p1.y, p3.y - p0.y + h * p3.y, p0.y, g, h]
}

/// A place in a code whose shade is known whatever the code says.
#[derive(Clone, Copy)]
pub(super) struct Known {
    u: f32,
    v: f32,
    /// -1 dark, 1 light.
    shade: f32,
}

/// Everything that is known of a code of this size: finder patterns, timing, alignment, the light around it.
fn known(side: usize) -> Vec<Known> {
    let mut known = Vec::new();
    let mut add = |u: i32, v: i32, dark: bool| {
        known.push(Known { u: u as f32 + 0.5, v: v as f32 + 0.5, shade: if dark { -1.0 } else { 1.0 } });
    };
    let last = side as i32;
    for (left, top) in [(0, 0), (last - 7, 0), (0, last - 7)] {
        for v in -1..8_i32 {
            for u in -1..8_i32 {
                let ring = (u - 3).abs().max((v - 3).abs());
                add(left + u, top + v, ring <= 1 || ring == 3);
            }
        }
    }
    for at in 8..last - 8 {
        add(at, 6, at % 2 == 0);
        add(6, at, at % 2 == 0);
    }
    for (u, v) in alignments(side) {
        for dv in -2..=2_i32 {
            for du in -2..=2_i32 {
                add(u + du, v + dv, du.abs().max(dv.abs()) != 1);
            }
        }
    }
    for at in (8..last).step_by(2) {
        add(at, last, false);
        add(last, at, false);
    }
    known
}

/// The middles of the alignment patterns.
pub(super) fn alignments(side: usize) -> Vec<(i32, i32)> {
    let Some(version) = version(side) else { return Vec::new() };
    let centres = version.getAlignmentPatternCenters();
    let last = side as i32;
    let mut all = Vec::new();
    for &v in centres {
        for &u in centres {
            let (u, v) = (u as i32, v as i32);
            // Where a finder pattern stands there is none.
            let upper = v < 9 && !(9..=last - 10).contains(&u);
            let lower = v > last - 10 && u < 9;
            if !upper && !lower {
                all.push((u, v));
            }
        }
    }
    all
}

/// What is said of codes of this size in the standard.
pub(super) fn version(side: usize) -> Option<&'static Version> {
    if !(21..=177).contains(&side) || side % 4 != 1 {
        return None;
    }
    Version::getVersionForNumber(((side - 17) / 4) as u32).ok()
}

/// How well the three finder patterns must fit before anything else is tried.
const FINDERS: f32 = 0.3;

/// The likeliest grids over three finder patterns, best first, as well as the work that is left allows.
pub(super) fn fitted(plane: &Plane, triple: &Triple, sizes: usize, work: &Work) -> Vec<Grid> {
    let right = distance(triple.upper_left, triple.upper_right);
    let down = distance(triple.upper_left, triple.lower_left);
    let side = (right + down) / 2.0 / triple.module + 7.0;
    // The nearest sizes first: 21, 25, 29 and so on.
    let version = ((side - 17.0) / 4.0).round() as i32;
    let reach = 1 + version / 8;
    let versions = (-reach..=reach).map(|off| version + off).filter(|version| (1..=40).contains(version));
    // With the fourth corner as in a card seen straight on: finder patterns and timing tell the size.
    let (a, b, c) = (triple.upper_left, triple.upper_right, triple.lower_left);
    let quad = [a, b, Point::new(b.x + c.x - a.x, b.y + c.y - a.y), c];
    let mut grids: Vec<Grid> = Vec::new();
    for version in versions {
        let mut grid = Grid::new((17 + 4 * version) as usize, quad);
        let parts = finder_parts(grid.side);
        if work.take(parts as u64) {
            grid.score = grid.fit(plane, &known(grid.side)[..parts]);
            grids.push(grid);
        }
    }
    grids.retain(|grid| grid.score > FINDERS);
    grids.sort_by(|a, b| b.score.total_cmp(&a.score));
    grids.truncate(sizes);
    for grid in &mut grids {
        *grid = cornered(plane, grid, work);
        refine(plane, grid, work);
    }
    grids.sort_by(|a, b| b.score.total_cmp(&a.score));
    grids
}

/// How many of the known parts are those of finder patterns and timing.
fn finder_parts(side: usize) -> usize {
    3 * 81 + 2 * (side - 16)
}

/// The same grid with the fourth corner where the parts that are known fit best.
fn cornered(plane: &Plane, grid: &Grid, work: &Work) -> Grid {
    let known = known(grid.side);
    let [a, b, corner, c] = grid.quad;
    let reach = (grid.side - 7) as f32;
    // One module to the right and one down, in pixels.
    let (right, down) = (((b.x - a.x) / reach, (b.y - a.y) / reach), ((c.x - a.x) / reach, (c.y - a.y) / reach));
    let mut best = grid.clone();
    best.score = best.fit(plane, &known);
    let steps = 7_i32;
    let most = (0.16 * reach).clamp(3.0, 12.0);
    for i in -steps..=steps {
        for j in -steps..=steps {
            if !work.take(known.len() as u64) {
                return best;
            }
            let (u, v) = (most * i as f32 / steps as f32, most * j as f32 / steps as f32);
            let corner = Point::new(corner.x + u * right.0 + v * down.0, corner.y + u * right.1 + v * down.1);
            let mut grid = Grid::new(grid.side, [a, b, corner, c]);
            // A flat card seen straight on is likelier than a steep one.
            grid.score = grid.fit(plane, &known) - 0.004 * u.hypot(v) / most;
            if grid.score > best.score {
                best = grid;
            }
        }
    }
    best
}

/// Shifts the four corners as long as the parts that are known fit better.
fn refine(plane: &Plane, grid: &mut Grid, work: &Work) {
    let known = known(grid.side);
    grid.score = grid.fit(plane, &known);
    let module = distance(grid.quad[0], grid.quad[1]) / (grid.side - 7) as f32;
    let mut step = 0.6 * module;
    while step > 0.04 * module {
        let mut better = false;
        for corner in 0..4 {
            for (dx, dy) in [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)] {
                if !work.take(known.len() as u64) {
                    return;
                }
                // The corner without a finder pattern is known least.
                let reach = if corner == 2 { 2.0 * step } else { step };
                let mut quad = grid.quad;
                quad[corner] = Point::new(quad[corner].x + reach * dx, quad[corner].y + reach * dy);
                let mut other = Grid::new(grid.side, quad);
                other.score = other.fit(plane, &known);
                if other.score > grid.score {
                    *grid = other;
                    better = true;
                }
            }
        }
        if !better {
            step *= 0.5;
        }
    }
}
