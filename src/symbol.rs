//! Card numbers as symbols to be read: the QR code of the front cover and the Code 39 of the
//! back cover (R1), as modules and bars that a screen or a page draws.

use barcoders::sym::code39::Code39;
use qrcode::{Color, EcLevel, QrCode};

/// A QR code: square, `true` is dark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    /// Modules along one side.
    pub side: usize,
    /// Row by row.
    pub modules: Vec<bool>,
}

impl Qr {
    /// The QR code of a text; `None` when it is too long for one.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).ok()?;
        let side = code.width();
        Some(Self { side, modules: code.into_colors().into_iter().map(|color| color == Color::Dark).collect() })
    }

    /// Whether a module is dark; those outside are light.
    #[must_use]
    pub fn is_dark(&self, column: usize, row: usize) -> bool {
        column < self.side && self.modules.get(row * self.side + column).copied().unwrap_or(false)
    }
}

/// A Code 39 symbol with its start and stop signs: one flag per narrow element, `true` is a bar.
#[must_use]
pub fn code39(text: &str) -> Option<Vec<bool>> {
    let symbol = Code39::new(text.to_ascii_uppercase()).ok()?;
    Some(symbol.encode().into_iter().map(|element| element == 1).collect())
}

/// Runs of bars as (start, width) in narrow elements.
#[must_use]
pub fn bars(elements: &[bool]) -> Vec<(usize, usize)> {
    let mut bars: Vec<(usize, usize)> = Vec::new();
    for (at, _) in elements.iter().enumerate().filter(|(_, dark)| **dark) {
        match bars.last_mut() {
            Some((start, width)) if *start + *width == at => *width += 1,
            _ => bars.push((at, 1)),
        }
    }
    bars
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_39_has_its_start_and_stop_signs_and_five_bars_a_character() {
        let elements = code39("A9990000071").unwrap();
        let bars = bars(&elements);
        assert_eq!(bars.len(), 13 * 5);
        // The sign * is narrow bar, wide space, narrow bar, narrow space, wide bar, narrow space, …
        assert_eq!(bars.first(), Some(&(0, 1)));
        let widths: Vec<_> = bars.iter().take(5).map(|(_, width)| *width > 1).collect();
        assert_eq!(widths, [false, false, true, true, false]);
        assert_eq!(bars.iter().rev().take(5).map(|(_, w)| *w > 1).collect::<Vec<_>>(), [false, true, true, false, false]);
    }

    #[test]
    fn what_code_39_cannot_hold_gives_none() {
        assert_eq!(code39("ä"), None);
        assert_eq!(code39(""), None);
    }

    #[test]
    fn a_qr_code_has_its_three_finder_patterns() {
        let qr = Qr::of("A9990000071").unwrap();
        assert_eq!(qr.side, 21);
        for (column, row) in [(0, 0), (14, 0), (0, 14)] {
            assert!((0..7).all(|i| qr.is_dark(column + i, row) && qr.is_dark(column, row + i)));
            assert!(!qr.is_dark(column + 1, row + 1));
        }
        assert!(!qr.is_dark(20, 0) || qr.is_dark(20, 6));
        assert!(!qr.is_dark(21, 0));
    }
}
