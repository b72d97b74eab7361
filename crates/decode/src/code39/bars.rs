//! Where many bars lie side by side: found by the direction of the brightness's slope, block by block.

use super::Effort;
use crate::Point;
use crate::plane::Plane;

/// The side of a block in pixels.
const BLOCK: usize = 8;

/// A part of the picture that is full of parallel bars.
pub(super) struct Region {
    /// Its middle.
    pub(super) centre: Point,
    /// Across the bars, of length 1.
    pub(super) across: Point,
    /// The middle line: how far it lies off `across` at the centre, and how much further per pixel.
    pub(super) line: (f32, f32),
    /// The bars' direction: its turn against the perpendicular at the centre, in radians, how much it
    /// turns per pixel on, and that again.
    pub(super) turn: [f32; 3],
    /// From where to where, along `across` from the centre.
    pub(super) from: f32,
    /// See `from`.
    pub(super) to: f32,
    /// Half of the bars' length.
    pub(super) half: f32,
}

impl Region {
    /// From a picture of half the size to the picture itself.
    fn double(&mut self) {
        self.centre = self.centre.scaled(2.0);
        self.line.0 *= 2.0;
        self.turn[1] /= 2.0;
        self.turn[2] /= 4.0;
        self.from *= 2.0;
        self.to *= 2.0;
        self.half *= 2.0;
    }

    /// Whether the middle of a code that was read lies within.
    pub(super) fn covers(&self, corners: &[Point; 4]) -> bool {
        let (x, y) = corners.iter().fold((0.0, 0.0), |sum, corner| (sum.0 + corner.x / 4.0, sum.1 + corner.y / 4.0));
        let (dx, dy) = (x - self.centre.x, y - self.centre.y);
        let along = dx * self.across.x + dy * self.across.y;
        let off = dy * self.across.x - dx * self.across.y - self.line.0 - self.line.1 * along;
        self.from < along && along < self.to && off.abs() < self.half
    }

    /// Whether another region is about the same.
    fn like(&self, other: &Self) -> bool {
        let near = |a: f32, b: f32, by: f32| (a - b).abs() < by;
        let length = self.to - self.from;
        near(self.centre.x, other.centre.x, 12.0)
            && near(self.centre.y, other.centre.y, 12.0)
            && near(length, other.to - other.from, 0.06 * length)
            && near(self.half, other.half, 0.2 * self.half)
    }

    /// The place `s` along the middle line, and the bar's direction there.
    pub(super) fn bar(&self, s: f32) -> (Point, Point) {
        let (ux, uy) = (self.across.x, self.across.y);
        let off = self.line.0 + self.line.1 * s;
        let (sin, cos) = (self.turn[0] + (self.turn[1] + self.turn[2] * s) * s).sin_cos();
        let foot = Point::new(self.centre.x + ux * s - uy * off, self.centre.y + uy * s + ux * off);
        // The perpendicular (-uy, ux), turned.
        (foot, Point::new(-uy * cos - ux * sin, ux * cos - uy * sin))
    }

    /// The place `s` along the middle line and `t` along the bar there.
    pub(super) fn place(&self, s: f32, t: f32) -> Point {
        let (foot, along) = self.bar(s);
        Point::new(foot.x + along.x * t, foot.y + along.y * t)
    }
}

/// The slopes of one block: sums of xx, yy and xy.
#[derive(Clone, Copy, Default)]
struct Slope {
    xx: f32,
    yy: f32,
    xy: f32,
}

impl Slope {
    fn add(&mut self, other: Self) {
        self.xx += other.xx;
        self.yy += other.yy;
        self.xy += other.xy;
    }

    fn energy(self) -> f32 {
        self.xx + self.yy
    }

    /// 1 where all slopes have one direction, 0 where they have any.
    fn order(self) -> f32 {
        let difference = self.xx - self.yy;
        (difference * difference + 4.0 * self.xy * self.xy).sqrt() / self.energy().max(1e-6)
    }

    /// Across the bars, in radians, from -π/2 to π/2.
    fn angle(self) -> f32 {
        0.5 * (2.0 * self.xy).atan2(self.xx - self.yy)
    }
}

/// The likeliest places first.
pub(super) fn regions(plane: &Plane, effort: Effort) -> Vec<Region> {
    let most = match effort {
        Effort::Little => 2,
        Effort::Much => 6,
    };
    let mut regions = of_blocks(plane, most);
    if effort == Effort::Much {
        // Half the size has half the noise, and bars that are too fine for it were seen above.
        for mut region in of_blocks(&plane.half(), most) {
            region.double();
            if !regions.iter().any(|other| other.like(&region)) {
                regions.push(region);
            }
        }
    }
    regions
}

fn of_blocks(plane: &Plane, most: usize) -> Vec<Region> {
    if plane.width < 3 * BLOCK || plane.height < 2 * BLOCK {
        return Vec::new();
    }
    let blocks = Blocks::of(plane);
    let mut groups = blocks.groups();
    groups.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    groups.truncate(most);
    groups.iter().filter_map(|group| blocks.region(group)).collect()
}

struct Blocks {
    columns: usize,
    rows: usize,
    slopes: Vec<Slope>,
}

/// Blocks that hang together and have one direction.
struct Group {
    members: Vec<usize>,
    weight: f32,
}

impl Blocks {
    fn of(plane: &Plane) -> Self {
        let (columns, rows) = (plane.width / BLOCK, plane.height / BLOCK);
        let mut raw = vec![Slope::default(); columns * rows];
        for y in 1..(rows * BLOCK).min(plane.height - 1) {
            let (above, here, below) = (plane.row(y - 1), plane.row(y), plane.row(y + 1));
            for (column, slope) in raw[y / BLOCK * columns..][..columns].iter_mut().enumerate() {
                let left = (column * BLOCK).max(1);
                let right = ((column + 1) * BLOCK).min(plane.width - 1);
                let (mut xx, mut yy, mut xy) = (0_i32, 0_i32, 0_i32);
                for x in left..right {
                    let dx = i32::from(here[x + 1]) - i32::from(here[x - 1]);
                    let dy = i32::from(below[x]) - i32::from(above[x]);
                    xx += dx * dx;
                    yy += dy * dy;
                    xy += dx * dy;
                }
                slope.add(Slope { xx: xx as f32, yy: yy as f32, xy: xy as f32 });
            }
        }
        // Each with its neighbours: noise has no direction over a larger area.
        let mut slopes = vec![Slope::default(); columns * rows];
        for row in 0..rows {
            for column in 0..columns {
                for y in row.saturating_sub(1)..=(row + 1).min(rows - 1) {
                    for x in column.saturating_sub(1)..=(column + 1).min(columns - 1) {
                        slopes[row * columns + column].add(raw[y * columns + x]);
                    }
                }
            }
        }
        Self { columns, rows, slopes }
    }

    fn barred(&self, block: usize) -> bool {
        // Per pixel of nine blocks: a slope of two grey levels between neighbours is still a slope.
        const LEAST: f32 = 12.0 * (9 * BLOCK * BLOCK) as f32;
        let slope = self.slopes[block];
        slope.energy() > LEAST && slope.order() > 0.55
    }

    fn groups(&self) -> Vec<Group> {
        let mut taken = vec![false; self.slopes.len()];
        let mut groups = Vec::new();
        for seed in 0..self.slopes.len() {
            if taken[seed] || !self.barred(seed) {
                continue;
            }
            taken[seed] = true;
            let mut members = vec![seed];
            let mut next = 0;
            while let Some(&block) = members.get(next) {
                next += 1;
                let angle = self.slopes[block].angle();
                for neighbour in self.neighbours(block) {
                    if !taken[neighbour] && self.barred(neighbour) && between(angle, self.slopes[neighbour].angle()).abs() < 0.16 {
                        taken[neighbour] = true;
                        members.push(neighbour);
                    }
                }
            }
            if members.len() >= 10 {
                // Many blocks say more than strong ones: a window frame is stronger than a card.
                let weight = members.iter().map(|&block| self.slopes[block].order() * self.slopes[block].energy().sqrt().sqrt()).sum();
                groups.push(Group { members, weight });
            }
        }
        groups
    }

    fn neighbours(&self, block: usize) -> impl Iterator<Item = usize> + use<> {
        let (x, y, columns, rows) = (block % self.columns, block / self.columns, self.columns, self.rows);
        let left = (x > 0).then(|| block - 1);
        let right = (x + 1 < columns).then_some(block + 1);
        let up = (y > 0).then(|| block - columns);
        let down = (y + 1 < rows).then_some(block + columns);
        [left, right, up, down].into_iter().flatten()
    }

    fn region(&self, group: &Group) -> Option<Region> {
        let mut total = Slope::default();
        for &block in &group.members {
            total.add(self.slopes[block]);
        }
        let angle = total.angle();
        let across = Point::new(angle.cos(), angle.sin());
        let middle = |block: usize| {
            let (x, y) = (block % self.columns, block / self.columns);
            Point::new((x as f32 + 0.5) * BLOCK as f32, (y as f32 + 0.5) * BLOCK as f32)
        };
        let count = group.members.len() as f32;
        let (mut x, mut y) = (0.0, 0.0);
        for &block in &group.members {
            x += middle(block).x;
            y += middle(block).y;
        }
        let centre = Point::new(x / count, y / count);
        // Along and off the middle line, and the turn of the bars there.
        let places: Vec<(f32, f32, f32)> = group
            .members
            .iter()
            .map(|&block| {
                let place = middle(block);
                let (dx, dy) = (place.x - centre.x, place.y - centre.y);
                (dx * across.x + dy * across.y, dy * across.x - dx * across.y, between(angle, self.slopes[block].angle()))
            })
            .collect();
        let line = fit(places.iter().map(|place| (place.0, place.1)));
        let turn = bend(places.iter().map(|place| (place.0, place.2)));
        let mut along: Vec<f32> = places.iter().map(|place| place.0).collect();
        along.sort_by(f32::total_cmp);
        let (from, to) = (*along.first()? - BLOCK as f32, *along.last()? + BLOCK as f32);
        let square: f32 = places.iter().map(|place| (place.1 - line.0 - line.1 * place.0).powi(2)).sum();
        let half = (3.0 * square / count).sqrt().max(BLOCK as f32 * 0.5);
        // A steep middle line belongs to something else, such as the bars of a fence seen along it.
        (line.1.abs() < 0.9).then_some(Region { centre, across, line, turn, from, to, half })
    }
}

/// From one direction to another, in radians; directions half a turn apart are the same.
fn between(from: f32, to: f32) -> f32 {
    let mut turn = to - from;
    while turn > std::f32::consts::FRAC_PI_2 {
        turn -= std::f32::consts::PI;
    }
    while turn < -std::f32::consts::FRAC_PI_2 {
        turn += std::f32::consts::PI;
    }
    turn
}

/// The parabola through points by least squares: the value at zero, the rise, and the rise of the rise.
fn bend(points: impl Iterator<Item = (f32, f32)> + Clone) -> [f32; 3] {
    let reach = points.clone().map(|point| point.0.abs()).fold(1.0, f32::max);
    let mut equations = [[0.0_f64; 4]; 3];
    for (x, y) in points {
        let x = x / reach;
        let terms = [1.0, x, x * x];
        for (equation, left) in equations.iter_mut().zip(terms) {
            for (sum, right) in equation.iter_mut().zip([terms[0], terms[1], terms[2], y]) {
                *sum += f64::from(left * right);
            }
        }
    }
    let [value, rise, more] = solved(equations, 3);
    [value, rise / reach, more / (reach * reach)]
}

/// Gauss's elimination for up to three unknowns; an unknown that nothing says anything about is 0.
pub(super) fn solved(mut matrix: [[f64; 4]; 3], degree: usize) -> [f32; 3] {
    for pivot in 0..degree {
        let by = matrix[pivot];
        if by[pivot].abs() < 1e-9 {
            continue;
        }
        for (index, row) in matrix.iter_mut().enumerate().take(degree) {
            if index != pivot {
                let times = row[pivot] / by[pivot];
                for (value, by) in row.iter_mut().zip(by) {
                    *value -= times * by;
                }
            }
        }
    }
    let mut out = [0.0; 3];
    for (index, value) in out.iter_mut().enumerate().take(degree) {
        if matrix[index][index].abs() >= 1e-9 {
            *value = (matrix[index][3] / matrix[index][index]) as f32;
        }
    }
    out
}

/// The straight line through points by least squares: the value at zero and the rise.
fn fit(points: impl Iterator<Item = (f32, f32)>) -> (f32, f32) {
    let (mut count, mut x, mut y, mut xx, mut xy) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (px, py) in points {
        count += 1.0;
        x += px;
        y += py;
        xx += px * px;
        xy += px * py;
    }
    let spread = count * xx - x * x;
    if spread.abs() < 1e-3 {
        return (if count > 0.0 { y / count } else { 0.0 }, 0.0);
    }
    let rise = (count * xy - x * y) / spread;
    ((y - rise * x) / count, rise)
}
