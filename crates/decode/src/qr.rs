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
use crate::work::Work;
use crate::{Format, Point, Symbol};

/// How much is tried for one picture.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Effort {
    /// How many sets of three finder patterns.
    pub(crate) triples: usize,
    /// How many sizes of the grid for each.
    pub(crate) sizes: usize,
    /// How many more sets of which one was not seen, where nothing else is read.
    pub(crate) guesses: usize,
    /// How many looks at the picture all that may take: a grid of many modules takes a hundred thousand for each.
    pub(crate) looks: u64,
}

/// The QR codes that are found in a picture whose local contrast is even: dark on light.
pub(crate) fn read(plane: &Plane, effort: Effort) -> Vec<Symbol> {
    let mut symbols: Vec<Symbol> = Vec::new();
    let work = Work::of(effort.looks);
    let finders = finders::find(plane);
    let mut levels = Levels { plane, smaller: Vec::new() };
    for triple in finders::triples(&finders, effort.triples) {
        if symbols.iter().any(|symbol| triple.within(&symbol.corners)) {
            continue;
        }
        if let Some(symbol) = read_one(&mut levels, &triple, effort.sizes, &work) {
            symbols.push(symbol);
        }
    }
    if symbols.is_empty() {
        symbols.extend(finders::guessed(&finders, effort.guesses).iter().find_map(|triple| read_one(&mut levels, triple, 1, &work)));
    }
    symbols
}

/// How many finder patterns stand in a picture. They are looked for about the mean of its grey: a picture that is too
/// uneven for that shows few.
pub(crate) fn crowd(plane: &Plane) -> usize {
    finders::count(plane, plane.middle())
}

/// A picture in halves of its size, made when they are asked for.
struct Levels<'a> {
    plane: &'a Plane,
    smaller: Vec<Plane>,
}

impl Levels<'_> {
    /// The picture in which modules of this width are a few pixels wide, and how many times smaller it is: there
    /// a pixel is a mean of many.
    fn of(&mut self, module: f32) -> (&Plane, f32) {
        let mut scale = 1.0;
        let mut depth = 0;
        while module / scale > 7.0 && depth < 4 {
            if self.smaller.len() == depth {
                let half = self.smaller.last().unwrap_or(self.plane).half();
                self.smaller.push(half);
            }
            depth += 1;
            scale *= 2.0;
        }
        let level = depth.checked_sub(1).and_then(|index| self.smaller.get(index));
        (level.unwrap_or(self.plane), scale)
    }
}

fn read_one(levels: &mut Levels<'_>, triple: &finders::Triple, sizes: usize, work: &Work) -> Option<Symbol> {
    let (level, scale) = levels.of(triple.module);
    let triple = triple.scaled(1.0 / scale);
    for grid in grid::fitted(level, &triple, sizes, work) {
        if grid.score < 0.35 {
            continue;
        }
        for bent in [false, true] {
            let looks = mesh::looks(grid.side) + if bent { mesh::looks_to_bend(grid.side) } else { 0 };
            if !work.take(looks) {
                return None;
            }
            let net = if bent { mesh::bent(level, &grid) } else { mesh::flat(&grid) };
            let greys = net.greys(level);
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
