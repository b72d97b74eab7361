//! The single passes over a picture, from which both ways of reading are put together.
//!
//! The readers of others try all finder patterns that may belong together, and where these stand all over, on cloth or on
//! a poster of codes, they do not come to an end for seconds. Such a picture is not handed to them; our own reader
//! takes a few patterns, the largest first, and reads a card before such a ground.

use crate::code39;
use crate::engine;
use crate::plane::Plane;
use crate::qr;
use crate::{Format, Symbol};

/// One pass. Each has a bound: the largest picture that a pass sees has about two million pixels, rxing and rqrr see no
/// crowd of finder patterns, and our own readers have a number of looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pass {
    /// rxing looks for a QR code in the picture as it is.
    Plain,
    /// Our own reader looks for Code 39 where it is likeliest.
    Bars,
    /// rxing looks for a QR code where local contrast was made even.
    Even,
    /// The same with black for white: a telephone in its dark mode.
    EvenInverted,
    /// The same at half the size, which has half the noise, in both shades.
    EvenHalf,
    /// Our own reader looks for QR codes at half the size.
    GridHalf,
    /// The same with black for white.
    GridHalfInverted,
    /// Our own reader looks for QR codes.
    Grid,
    /// The same with black for white.
    GridInverted,
    /// Our own reader looks for Code 39 everywhere.
    AllBars,
    /// rxing looks for Code 39, lying or standing.
    Rows,
    /// The same with black for white.
    RowsInverted,
    /// rqrr looks for QR codes.
    Rqrr,
    /// Both readers look for a small QR code at twice the size.
    Double,
    /// Both readers look for a QR code after noise was smoothed.
    Soft,
    /// Both readers look for a blurred QR code after it was sharpened, at half the size.
    Sharp,
}

/// More finder patterns than this are not handed to rxing: it tries a hundred sets for each, two milliseconds of work. The
/// pictures that it reads have 39 at most.
const CROWD_FOR_RXING: usize = 48;
/// More than this not to rqrr, which tries many more sets, each on a copy of the picture. The pictures that it reads have
/// 21 at most.
const CROWD_FOR_RQRR: usize = 28;

/// How many looks one of our own readers has in one pass over a camera's frame: a tenth of a second.
pub(crate) const LOOKS_AT_FRAME: u64 = 10_000_000;
/// And over a still picture, which may have a code of many modules.
pub(crate) const LOOKS_AT_STILL: u64 = 60_000_000;
/// How many looks the reader of Code 39 has in every frame.
pub(crate) const LOOKS_IN_PASSING: u64 = 2_000_000;

/// Runs one pass; our own readers may take so many looks.
pub(crate) fn run(pass: Pass, plane: &Plane, looks: u64) -> Vec<Symbol> {
    let effort = qr::Effort { triples: 6, sizes: 2, guesses: 24, looks };
    match pass {
        Pass::Plain => rxing(plane).into_iter().collect(),
        Pass::Bars => code39::read(plane, code39::Effort::Little, LOOKS_IN_PASSING),
        Pass::AllBars => code39::read(plane, code39::Effort::Much, looks),
        Pass::Even => rxing(&even(plane)).into_iter().collect(),
        Pass::EvenInverted => rxing(&even(plane).inverted()).into_iter().collect(),
        Pass::EvenHalf => {
            let half = even(plane).half();
            let both = [&half, &half.inverted()];
            let found = both.into_iter().filter_map(rxing);
            found.map(|symbol| symbol.scaled(2.0)).collect()
        }
        Pass::GridHalf => scaled(qr::read(&even(&plane.half()), effort), 2.0),
        Pass::GridHalfInverted => scaled(qr::read(&even(&plane.half()).inverted(), effort), 2.0),
        Pass::Grid => qr::read(&even(plane), effort),
        Pass::GridInverted => qr::read(&even(plane).inverted(), effort),
        Pass::Rows => rows(plane),
        Pass::RowsInverted => rows(&even(plane).inverted()),
        Pass::Rqrr => rqrr(&even(plane)),
        Pass::Double => {
            let double = plane.resized(2 * plane.width, 2 * plane.height);
            let double = even(&double);
            let mut found = qr::read(&double, effort);
            found.extend(rxing(&double));
            scaled(found, 0.5)
        }
        Pass::Soft => {
            let soft = even(&plane.mean(1));
            let mut found = qr::read(&soft, effort);
            found.extend(rxing(&soft));
            found.extend(rxing(&soft.inverted()));
            found
        }
        Pass::Sharp => {
            let sharp = even(&plane.half().mean(1).sharpened(3, 2.5));
            let mut found = qr::read(&sharp, effort);
            found.extend(rxing(&sharp));
            scaled(found, 2.0)
        }
    }
}

/// The first QR code that rxing reads where there are not too many finder patterns for it.
fn rxing(plane: &Plane) -> Option<Symbol> {
    if qr::crowd(plane) > CROWD_FOR_RXING { None } else { engine::rxing(plane, Format::Qr, true) }
}

/// The QR codes that rqrr reads where there are not too many finder patterns for it.
fn rqrr(plane: &Plane) -> Vec<Symbol> {
    if qr::crowd(plane) > CROWD_FOR_RQRR { Vec::new() } else { engine::rqrr(plane) }
}

/// Local contrast made even: a window about as large as a finder pattern of a code that fills the picture.
fn even(plane: &Plane) -> Plane {
    plane.normalised((plane.width.min(plane.height) / 24).max(4), 8.0)
}

fn scaled(symbols: Vec<Symbol>, by: f32) -> Vec<Symbol> {
    symbols.into_iter().map(|symbol| symbol.scaled(by)).collect()
}

/// Code 39 by rxing, which reads a single row: taken only where other rows say the same.
fn rows(plane: &Plane) -> Vec<Symbol> {
    let Some(mut symbol) = engine::rxing(plane, Format::Code39, true) else { return Vec::new() };
    // A single character is found by chance in a fence or a perforated panel.
    if symbol.text.chars().count() < 2 || !agreed(plane, &symbol) {
        return Vec::new();
    }
    if let Some(text) = code39::extended(&symbol.text) {
        symbol.text = text;
    }
    vec![symbol]
}

/// Whether the rows above or below the one that was read give the same text.
fn agreed(plane: &Plane, symbol: &Symbol) -> bool {
    let [left, right, ..] = symbol.corners;
    let standing = (left.x - right.x).abs() < (left.y - right.y).abs();
    let turned;
    let (plane, at) = if standing {
        turned = plane.transposed();
        (&turned, (left.x + right.x) / 2.0)
    } else {
        (plane, (left.y + right.y) / 2.0)
    };
    let at = (at.max(0.0) as usize).min(plane.height - 1);
    let band = (plane.height / 12).max(8);
    let above = at.saturating_sub(band)..at.saturating_sub(1);
    let below = (at + 2).min(plane.height)..(at + 2 + band).min(plane.height);
    [above, below].into_iter().filter(|rows| rows.len() >= 2).any(|rows| {
        let again = engine::rxing(&plane.rows(rows), Format::Code39, true);
        // A row read the other way round is read all the same.
        again.is_some_and(|again| again.text == symbol.text)
    })
}

/// Adds what was not found before.
pub(crate) fn add(found: &mut Vec<Symbol>, more: Vec<Symbol>) {
    for symbol in more {
        if !found.iter().any(|known| known.format == symbol.format && known.text == symbol.text) {
            found.push(symbol);
        }
    }
}
