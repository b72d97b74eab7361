//! A still picture: everything is tried that could help.

use crate::pass::{self, Pass};
use crate::plane::Plane;
use crate::{Format, Luma, Symbol};

/// Passes that every picture gets: several codes may stand in it.
const ALWAYS: [Pass; 3] = [Pass::AllBars, Pass::Plain, Pass::Grid];

/// Passes for a picture in which nothing was found yet, in the order of how often they help.
const ELSE: [Pass; 12] = [
    Pass::Rows,
    Pass::Even,
    Pass::EvenInverted,
    Pass::EvenHalf,
    Pass::GridHalf,
    Pass::GridInverted,
    Pass::Soft,
    Pass::Rqrr,
    Pass::GridHalfInverted,
    Pass::Sharp,
    Pass::Double,
    Pass::RowsInverted,
];

/// A picture with more pixels is made smaller before it is read.
const LARGE: usize = 2_300_000;
/// A picture with more pixels is not made larger.
const SMALL: usize = 600_000;

/// Every code in a still picture, everything tried: black on white and white on black, in any direction, small,
/// blurred, dim, on cloth, in glare.
///
/// A picture with more than about two million pixels is halved until it has fewer; only where nothing is found
/// then is it looked at once more in twice that size. Small photos take some tens of milliseconds, camera frames
/// some hundreds; a picture without a code takes about a second per million pixels.
#[must_use]
pub fn read(luma: &Luma<'_>) -> Vec<Symbol> {
    let mut sizes = vec![Plane::of(luma)];
    while let Some(last) = sizes.last()
        && last.width * last.height > LARGE
    {
        sizes.push(last.half());
    }
    let mut scale = 2_f32.powi(i32::try_from(sizes.len()).unwrap_or(1) - 1);
    // The size that is read, and the next larger one, never more than four times its pixels.
    for plane in sizes.iter().rev().take(2) {
        let found = of_plane(plane);
        if !found.is_empty() {
            return found.into_iter().map(|symbol| symbol.scaled(scale)).collect();
        }
        scale /= 2.0;
    }
    Vec::new()
}

fn of_plane(plane: &Plane) -> Vec<Symbol> {
    let mut found = Vec::new();
    for pass in ALWAYS {
        pass::add(&mut found, pass::run(pass, plane, pass::LOOKS_AT_STILL));
    }
    for pass in ELSE {
        if !found.is_empty() {
            break;
        }
        if pass == Pass::Double && plane.width * plane.height > SMALL {
            continue;
        }
        pass::add(&mut found, pass::run(pass, plane, pass::LOOKS_AT_STILL));
    }
    // What stands beside each other is read from left to right and from top to bottom.
    found.sort_by_key(|symbol: &Symbol| (symbol.format == Format::Code39, symbol.corners[0].y as i32, symbol.corners[0].x as i32));
    found
}
