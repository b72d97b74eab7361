//! The single passes over a picture, from which both ways of reading are put together.

use crate::code39;
use crate::engine;
use crate::plane::Plane;
use crate::qr;
use crate::{Format, Symbol};

/// One pass. Each takes a bounded time: the largest picture that a pass sees has about two million pixels.
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

/// How hard our own reader of QR codes tries in one pass.
const EFFORT: qr::Effort = qr::Effort { triples: 6, sizes: 2, guesses: 24 };

/// Runs one pass.
pub(crate) fn run(pass: Pass, plane: &Plane) -> Vec<Symbol> {
    match pass {
        Pass::Plain => engine::rxing(plane, Format::Qr, true).into_iter().collect(),
        Pass::Bars => code39::read(plane, code39::Effort::Little),
        Pass::AllBars => code39::read(plane, code39::Effort::Much),
        Pass::Even => engine::rxing(&even(plane), Format::Qr, true).into_iter().collect(),
        Pass::EvenInverted => engine::rxing(&even(plane).inverted(), Format::Qr, true).into_iter().collect(),
        Pass::EvenHalf => {
            let half = even(plane).half();
            let both = [&half, &half.inverted()];
            let found = both.into_iter().filter_map(|plane| engine::rxing(plane, Format::Qr, true));
            found.map(|symbol| symbol.scaled(2.0)).collect()
        }
        Pass::GridHalf => scaled(qr::read(&even(&plane.half()), EFFORT), 2.0),
        Pass::GridHalfInverted => scaled(qr::read(&even(&plane.half()).inverted(), EFFORT), 2.0),
        Pass::Grid => qr::read(&even(plane), EFFORT),
        Pass::GridInverted => qr::read(&even(plane).inverted(), EFFORT),
        Pass::Rows => rows(plane),
        Pass::RowsInverted => rows(&even(plane).inverted()),
        Pass::Rqrr => {
            let even = even(plane);
            // rqrr groups finder patterns without a bound: half a minute where they are all over.
            if qr::is_crowded(&even) { Vec::new() } else { engine::rqrr(&even) }
        }
        Pass::Double => {
            let double = plane.resized(2 * plane.width, 2 * plane.height);
            let double = even(&double);
            let mut found = qr::read(&double, EFFORT);
            found.extend(engine::rxing(&double, Format::Qr, true));
            scaled(found, 0.5)
        }
        Pass::Soft => {
            let soft = even(&plane.mean(1));
            let mut found = qr::read(&soft, EFFORT);
            found.extend(engine::rxing(&soft, Format::Qr, true));
            found.extend(engine::rxing(&soft.inverted(), Format::Qr, true));
            found
        }
        Pass::Sharp => {
            let sharp = even(&plane.half().mean(1).sharpened(3, 2.5));
            let mut found = qr::read(&sharp, EFFORT);
            found.extend(engine::rxing(&sharp, Format::Qr, true));
            scaled(found, 2.0)
        }
    }
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
