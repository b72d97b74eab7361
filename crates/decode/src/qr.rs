//! QR codes, read in grey: finder patterns give a first idea of the grid, the grid is then shifted until the
//! parts that every QR code has fit best, bent where the paper is bent, and each module's grey is read with
//! how sure it is. Errors are corrected with that knowledge.
//!
//! That reads codes on cloth, out of focus or partly in glare, where a black and white picture has lost them.

mod bits;
mod correction;
mod finders;
mod grid;
mod mesh;

use crate::plane::Plane;
use crate::{Format, Point, Symbol};

/// How much is tried for one picture.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Effort {
    /// How many sets of three finder patterns.
    pub(crate) triples: usize,
    /// How many sizes of the grid for each.
    pub(crate) sizes: usize,
}

/// The QR codes that are found in a picture whose local contrast is even: dark on light.
pub(crate) fn read(plane: &Plane, effort: Effort) -> Vec<Symbol> {
    let mut symbols: Vec<Symbol> = Vec::new();
    let finders = finders::find(plane);
    for triple in finders::triples(&finders, effort.triples) {
        if symbols.iter().any(|symbol| triple.within(&symbol.corners)) {
            continue;
        }
        if let Some(symbol) = read_one(plane, &triple, effort.sizes) {
            symbols.push(symbol);
        }
    }
    symbols
}

fn read_one(plane: &Plane, triple: &finders::Triple, sizes: usize) -> Option<Symbol> {
    // Modules many pixels wide are read in a smaller picture, where a pixel is a mean of many.
    let mut level = plane.clone();
    let mut scale = 1.0;
    while triple.module / scale > 7.0 && level.width > 64 && level.height > 64 {
        level = level.half();
        scale *= 2.0;
    }
    let triple = triple.scaled(1.0 / scale);
    for grid in grid::fitted(&level, &triple, sizes) {
        if grid.score < 0.35 {
            continue;
        }
        for bent in [false, true] {
            let net = if bent { mesh::bent(&level, &grid) } else { mesh::flat(&grid) };
            let greys = net.greys(&level);
            for sharpening in [0.0, 0.5, 1.0] {
                if let Some(text) = bits::decode(&greys, grid.side, sharpening) {
                    let side = grid.side as f32;
                    let corners = [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side)];
                    let corners = corners.map(|(u, v)| grid.place(u, v).scaled(scale));
                    return Some(Symbol { text, format: Format::Qr, corners });
                }
            }
        }
    }
    None
}

/// How far two points lie apart.
fn distance(a: Point, b: Point) -> f32 {
    (a.x - b.x).hypot(a.y - b.y)
}

#[cfg(test)]
#[path = "qr_tests.rs"]
mod tests;
