//! Pages for a printer, as PDF.

mod file;
mod letter;
mod page;
pub mod sample_cards;

pub use file::to_documents;
pub use letter::letter;
pub use sample_cards::{PrintedCard, sample_cards};
