//! The readers of others, each held so that a panic within it is no more than "nothing read".

use std::cell::Cell;
use std::collections::HashSet;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use rxing::common::HybridBinarizer;
use rxing::{BarcodeFormat, BinaryBitmap, DecodeHints, Luma8Source, MultiFormatReader, Reader};

use crate::plane::Plane;
use crate::text;
use crate::{Format, Point, Symbol};

thread_local! {
    static HELD: Cell<bool> = const { Cell::new(false) };
}

/// Runs a reader of others; `None` where it panicked. Nothing is printed about such a panic: it says no more
/// than that this picture is beyond that reader.
pub(crate) fn hold<T>(reader: impl FnOnce() -> T) -> Option<T> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |what| {
            if !HELD.get() {
                before(what);
            }
        }));
    });
    HELD.set(true);
    let result = panic::catch_unwind(AssertUnwindSafe(reader));
    HELD.set(false);
    result.ok()
}

#[cfg(test)]
thread_local! {
    /// The most finder patterns in a picture that rqrr, and rxing, were handed in this thread: what their work grows by.
    pub(crate) static HANDED: Cell<[usize; 2]> = const { Cell::new([0; 2]) };
}

/// Notes what a reader was handed.
#[cfg(test)]
fn note(reader: usize, plane: &Plane) {
    let mut handed = HANDED.get();
    handed[reader] = handed[reader].max(crate::qr::crowd(plane));
    HANDED.set(handed);
}

/// Every QR code that rqrr reads. Its work has no bound where finder patterns stand all over.
pub(crate) fn rqrr(plane: &Plane) -> Vec<Symbol> {
    #[cfg(test)]
    note(0, plane);
    let read = || {
        let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(plane.width, plane.height, |x, y| plane.at(x, y));
        let grids = prepared.detect_grids();
        let symbols = grids.iter().filter_map(|grid| {
            let mut bytes = Vec::new();
            grid.decode_to(&mut bytes).ok()?;
            let corners = grid.bounds.map(|corner| Point::new(corner.x as f32, corner.y as f32));
            Some(Symbol { text: text::of_bytes(&bytes), format: Format::Qr, corners })
        });
        symbols.collect()
    };
    hold(read).unwrap_or_default()
}

/// The first code of this sort that rxing reads; `harder` costs about five times as much where there is none. Its work on
/// QR codes has no bound where finder patterns stand all over.
pub(crate) fn rxing(plane: &Plane, format: Format, harder: bool) -> Option<Symbol> {
    #[cfg(test)]
    if format == Format::Qr {
        note(1, plane);
    }
    let wanted = match format {
        Format::Qr => BarcodeFormat::QR_CODE,
        Format::Code39 => BarcodeFormat::CODE_39,
    };
    let read = || {
        let (width, height) = (u32::try_from(plane.width).ok()?, u32::try_from(plane.height).ok()?);
        let source = Luma8Source::new_with_slice(&plane.pixels, width, height).ok()?;
        let hints = DecodeHints { PossibleFormats: Some(HashSet::from([wanted])), TryHarder: Some(harder), ..DecodeHints::default() };
        let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
        let result = MultiFormatReader::default().decode_with_hints(&mut bitmap, &hints).ok()?;
        if *result.getBarcodeFormat() != wanted {
            return None;
        }
        let points: Vec<Point> = result.getPoints().iter().map(|point| Point::new(point.x, point.y)).collect();
        Some(Symbol { text: result.getText().to_owned(), format, corners: corners(&points) })
    };
    hold(read).flatten()
}

/// Four corners from the places that rxing names: lower left, upper left and upper right of a QR code, or the
/// two ends of a row.
fn corners(points: &[Point]) -> [Point; 4] {
    match *points {
        [lower_left, upper_left, upper_right, ..] => {
            let lower_right = Point::new(lower_left.x + upper_right.x - upper_left.x, lower_left.y + upper_right.y - upper_left.y);
            [upper_left, upper_right, lower_right, lower_left]
        }
        [left, right] => [left, right, right, left],
        [only] => [only; 4],
        [] => [Point::default(); 4],
    }
}
