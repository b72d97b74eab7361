//! Code 39, read as a whole: where bars lie side by side, rows are averaged along the bars, and each
//! character is the one whose picture, blurred as the code is, fits the averaged rows best.
//!
//! That reads what is too blurred, too small or too noisy for its edges to be found. Code 39 has no check
//! character, so a text is given only where start and stop signs stand at its ends with a quiet zone beside
//! each, and where every character fits clearly better than any other.

mod bars;
mod signs;
mod track;

use crate::plane::Plane;
use crate::work::Work;
use crate::{Format, Point, Symbol};

/// How much is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effort {
    /// For every frame: the likeliest place only.
    Little,
    /// For a still picture or a heavier pass.
    Much,
}

/// Every Code 39 that is found in a picture, in any direction, black on white or white on black, within so many looks.
/// What is read takes some hundred thousand; stripes that are no code may look like start signs all over, and no place
/// takes more than two fifths.
pub(crate) fn read(plane: &Plane, effort: Effort, looks: u64) -> Vec<Symbol> {
    let mut symbols: Vec<Symbol> = Vec::new();
    let work = Work::of(looks);
    for region in bars::regions(plane, effort) {
        if symbols.iter().any(|symbol| region.covers(&symbol.corners)) {
            continue;
        }
        let given = work.left().min(looks * 2 / 5);
        let of_region = Work::of(given);
        let reading = track::read(plane, &region, effort, &of_region);
        work.spend(given - of_region.left());
        let Some(reading) = reading else { continue };
        let text = extended(&reading.text).unwrap_or(reading.text);
        if symbols.iter().all(|symbol| symbol.text != text) {
            symbols.push(Symbol { text, format: Format::Code39, corners: reading.corners });
        }
    }
    symbols
}

/// The text of "Full ASCII" Code 39, where `$`, `/`, `+` and `%` each change the letter that follows. `None`
/// where the text has none of these signs or any of them does not form such a pair: then it is plain Code 39.
pub(crate) fn extended(text: &str) -> Option<String> {
    if !text.contains(['$', '/', '+', '%']) {
        return None;
    }
    let mut out = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if !matches!(character, '$' | '/' | '+' | '%') {
            out.push(character);
            continue;
        }
        let letter = characters.next().filter(char::is_ascii_uppercase)? as u8;
        let code = match (character, letter) {
            ('$', _) => letter - 64,
            ('+', _) => letter + 32,
            ('/', b'A'..=b'O') => letter - 32,
            ('/', b'Z') => b':',
            ('%', b'A'..=b'E') => letter - 38,
            ('%', b'F'..=b'J') => letter - 11,
            ('%', b'K'..=b'O') => letter + 16,
            ('%', b'P'..=b'T') => letter + 43,
            ('%', b'U') => 0,
            ('%', b'V') => b'@',
            ('%', b'W') => b'`',
            ('%', b'X'..=b'Z') => 127,
            _ => return None,
        };
        out.push(char::from(code));
    }
    Some(out)
}

/// A text that was read, and where.
struct Reading {
    text: String,
    corners: [Point; 4],
}

#[cfg(test)]
#[path = "code39_tests.rs"]
mod tests;
