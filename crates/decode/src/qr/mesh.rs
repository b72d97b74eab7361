//! A grid that may be bent: each module's place with a shift that changes smoothly over the code.

use super::grid::Grid;
use crate::Point;
use crate::plane::Plane;

/// How many modules lie between two nodes.
const SPAN: usize = 4;

/// A grid is bent three times: how far around a node that is judged, by how much at most, and in which steps; in modules.
const BENDS: [(i32, f32, f32); 3] = [(6, 0.75, 0.25), (5, 0.5, 0.17), (4, 0.36, 0.12)];

/// A grid with a shift at each node.
pub(super) struct Net<'a> {
    grid: &'a Grid,
    nodes: usize,
    /// In modules, node by node.
    shifts: Vec<(f32, f32)>,
}

impl Net<'_> {
    /// The shift at a place, between the four nodes around it.
    fn shift(&self, u: f32, v: f32) -> (f32, f32) {
        let most = (self.nodes - 1) as f32;
        let (x, y) = ((u / SPAN as f32).clamp(0.0, most), (v / SPAN as f32).clamp(0.0, most));
        let (left, top) = ((x as usize).min(self.nodes - 2), (y as usize).min(self.nodes - 2));
        let (fx, fy) = (x - left as f32, y - top as f32);
        let node = |x: usize, y: usize| self.shifts[y * self.nodes + x];
        let mix = |a: (f32, f32), b: (f32, f32), f: f32| (a.0 + (b.0 - a.0) * f, a.1 + (b.1 - a.1) * f);
        mix(mix(node(left, top), node(left + 1, top), fx), mix(node(left, top + 1), node(left + 1, top + 1), fx), fy)
    }

    fn place(&self, u: f32, v: f32) -> Point {
        let (du, dv) = self.shift(u, v);
        self.grid.place(u + du, v + dv)
    }

    /// The grey of each module, row by row: the mean of five points within it.
    pub(super) fn greys(&self, plane: &Plane) -> Vec<f32> {
        let side = self.grid.side;
        let mut greys = Vec::with_capacity(side * side);
        for v in 0..side {
            for u in 0..side {
                let (u, v) = (u as f32 + 0.5, v as f32 + 0.5);
                let points = [(0.0, 0.0), (-0.2, 0.0), (0.2, 0.0), (0.0, -0.2), (0.0, 0.2)];
                let sum: f32 = points
                    .iter()
                    .map(|(du, dv)| {
                        let place = self.place(u + du, v + dv);
                        plane.sample(place.x, place.y)
                    })
                    .sum();
                greys.push(sum / 5.0);
            }
        }
        greys
    }
}

/// How many nodes stand along a side of so many modules.
fn nodes(side: usize) -> usize {
    side.div_ceil(SPAN) + 1
}

/// How many looks it takes to read each module: five at the picture, and three times those at what lies around it.
pub(super) fn looks(side: usize) -> u64 {
    const AROUND: usize = 3 * 9 * 9;
    (side * side * (5 + AROUND)) as u64
}

/// How many looks at the picture it takes to bend a grid.
pub(super) fn looks_to_bend(side: usize) -> u64 {
    let of_node = |&(window, reach, step): &(i32, f32, f32)| {
        let (shifts, around) = (2 * (reach / step).round() as u64 + 1, 2 * u64::from(window.unsigned_abs()) + 1);
        shifts * shifts * around * around
    };
    (nodes(side) * nodes(side)) as u64 * BENDS.iter().map(of_node).sum::<u64>()
}

/// The grid as it is.
pub(super) fn flat(grid: &Grid) -> Net<'_> {
    let nodes = nodes(grid.side);
    Net { grid, nodes, shifts: vec![(0.0, 0.0); nodes * nodes] }
}

/// The grid bent so that around each node the modules differ most from grey: a sample on the edge between a
/// dark and a light module is grey, one in the middle of either is not.
pub(super) fn bent<'a>(plane: &Plane, grid: &'a Grid) -> Net<'a> {
    let mut net = flat(grid);
    let nodes = net.nodes;
    for (window, reach, step) in BENDS {
        let mut shifts = net.shifts.clone();
        for y in 0..nodes {
            for x in 0..nodes {
                shifts[y * nodes + x] = best_shift(plane, grid, &net, (x, y), window, reach, step);
            }
        }
        net.shifts = smoothed(&shifts, nodes);
    }
    net
}

fn best_shift(plane: &Plane, grid: &Grid, net: &Net<'_>, (x, y): (usize, usize), window: i32, reach: f32, step: f32) -> (f32, f32) {
    let here = net.shifts[y * net.nodes + x];
    let side = grid.side as i32;
    let (u, v) = ((x * SPAN) as i32, (y * SPAN) as i32);
    let steps = (reach / step).round() as i32;
    let mut best = (f32::MIN, here);
    for j in -steps..=steps {
        for i in -steps..=steps {
            let shift = (here.0 + i as f32 * step, here.1 + j as f32 * step);
            let mut sum = 0.0;
            let mut count = 0.0;
            for dv in -window..=window {
                for du in -window..=window {
                    let (u, v) = (u + du, v + dv);
                    if u < 0 || v < 0 || u >= side || v >= side {
                        continue;
                    }
                    let place = grid.place(u as f32 + 0.5 + shift.0, v as f32 + 0.5 + shift.1);
                    let off = plane.sample(place.x, place.y) - 128.0;
                    sum += off.abs().min(80.0);
                    count += 1.0;
                }
            }
            // Without a reason to the contrary the net stays where it is.
            let away = (i * i + j * j) as f32 * step * step;
            let value = sum / f32::max(count, 1.0) - 6.0 * away;
            if value > best.0 {
                best = (value, shift);
            }
        }
    }
    best.1
}

/// Each node half itself and half the mean of its neighbours.
fn smoothed(shifts: &[(f32, f32)], nodes: usize) -> Vec<(f32, f32)> {
    let mut out = Vec::with_capacity(shifts.len());
    for y in 0..nodes {
        for x in 0..nodes {
            let mut sum = (0.0, 0.0, 0.0);
            for (nx, ny) in [(x.wrapping_sub(1), y), (x + 1, y), (x, y.wrapping_sub(1)), (x, y + 1)] {
                if nx < nodes && ny < nodes {
                    let shift = shifts[ny * nodes + nx];
                    sum = (sum.0 + shift.0, sum.1 + shift.1, sum.2 + 1.0);
                }
            }
            let here = shifts[y * nodes + x];
            out.push(((here.0 + sum.0 / sum.2) / 2.0, (here.1 + sum.1 / sum.2) / 2.0));
        }
    }
    out
}
