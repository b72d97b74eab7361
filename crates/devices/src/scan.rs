//! What a reader read.

use crate::reader::{Kind, ReaderId};
use std::fmt;
use std::time::Instant;

/// One code that was read, whatever sort of reader read it.
///
/// [`fmt::Debug`] leaves the text out: it may be a card's number.
#[derive(Clone, PartialEq, Eq)]
pub struct Scan {
    /// What the code held, not judged: with the AIM identifier in front (`]A0`, `]Q1`) where the reader told
    /// one, [`marked`](kaikuasema_domain::card::marked) where its profile says that it sends a check character;
    /// without the end of line.
    pub text: String,
    /// What sort of reader read it.
    pub kind: Kind,
    /// Which one.
    pub reader: ReaderId,
    /// When its last byte, its last key or the deciding camera frame came; monotonic.
    pub at: Instant,
}

impl fmt::Debug for Scan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = self.text.chars().count();
        f.debug_struct("Scan").field("characters", &length).field("kind", &self.kind).field("reader", &self.reader).finish()
    }
}
