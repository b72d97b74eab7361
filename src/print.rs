//! Pages for a printer, as PDF.

mod file;
mod letter;
mod page;
pub mod sample_cards;
mod test_card;

pub use file::to_documents;
pub use letter::letter;
pub use sample_cards::{PrintedCard, sample_cards};
pub use test_card::test_card;
