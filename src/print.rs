//! Pages for a printer, as PDF.

mod page;
pub mod sample_cards;

pub use sample_cards::{PrintedCard, sample_cards};
