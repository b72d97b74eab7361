//! Reads QR codes and Code 39 from a grey picture.
//!
//! Nothing here does I/O or asks a clock: a picture goes in as [`Luma`], what stands in it comes out as
//! [`Symbol`]s. Two ways of reading:
//!
//! - [`read`] for a still picture: everything is tried that could help.
//! - [`FrameReader`] for the frames of a camera: a cheap pass on every frame and one heavier pass in
//!   rotation, within the time that the caller grants.
//!
//! Several readers stand beside each other: rqrr, rxing, and two of our own: `code39` matches whole
//! characters against averaged rows, `qr` fits the grid of a QR code and reads it in grey. A reader of
//! others that panics is held and gives nothing. Whether a text is a card number is not decided here:
//! `kaikuasema_domain::CardNumber::parse` does that for every way of reading.

mod code39;
mod engine;
mod frame;
mod luma;
mod pass;
mod plane;
mod qr;
mod still;
mod symbol;
mod text;
mod work;

pub use frame::FrameReader;
pub use luma::{LONGEST_SIDE, Luma, LumaError, MOST_PIXELS};
pub use still::read;
pub use symbol::{Format, Point, Symbol};

use plane::Plane;

/// One reader by itself, to measure the others against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peer {
    /// rqrr, QR codes only.
    Rqrr,
    /// rxing, trying harder.
    Rxing,
}

/// What one reader by itself gives.
#[must_use]
pub fn read_with(peer: Peer, luma: &Luma<'_>) -> Vec<Symbol> {
    let plane = Plane::of(luma);
    match peer {
        Peer::Rqrr => engine::rqrr(&plane),
        Peer::Rxing => [Format::Qr, Format::Code39].into_iter().filter_map(|format| engine::rxing(&plane, format, true)).collect(),
    }
}
