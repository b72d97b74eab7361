//! The sample cards of the training mode on paper: one card for every verdict, each with its
//! QR code and its Code 39, to be scanned as a customer's card would be.

use super::page::{Face, HEIGHT, Page, WIDTH, document};

/// One card to print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedCard {
    /// What the station answers to it.
    pub caption: String,
    /// The text in its codes.
    pub code: String,
}

const MARGIN: f32 = 15.0;
const CARD_WIDTH: f32 = 87.0;
const CARD_HEIGHT: f32 = 50.0;
const GAP: f32 = 4.0;
const HEAD: f32 = 14.0;
/// Columns of cards on a page.
const COLUMNS: usize = 2;
/// Rows of cards on a page.
const ROWS: usize = 4;

/// The document: as many pages as the cards need, `title` at the top of each.
#[must_use]
pub fn sample_cards(title: &str, cards: &[PrintedCard]) -> Vec<u8> {
    let pages = cards
        .chunks(COLUMNS * ROWS)
        .map(|on_page| {
            let mut page = Page::new();
            page.text(MARGIN, MARGIN + 4.0, 14.0, Face::Bold, title);
            for (n, card) in on_page.iter().enumerate() {
                let x = MARGIN + (n % COLUMNS) as f32 * (CARD_WIDTH + GAP);
                let y = MARGIN + HEAD + (n / COLUMNS) as f32 * (CARD_HEIGHT + GAP);
                draw(&mut page, x, y, card);
            }
            page
        })
        .collect();
    document(title, pages)
}

fn draw(page: &mut Page, x: f32, y: f32, card: &PrintedCard) {
    page.frame(x, y, CARD_WIDTH, CARD_HEIGHT);
    page.text(x + 6.0, y + 7.0, 10.0, Face::Plain, &card.caption);
    page.qr(x + 6.0, y + 11.0, 22.0, &card.code);
    page.text(x + 36.0, y + 24.0, 14.0, Face::Mono, &card.code);
    // Bars of a third of a millimetre, with ten of them of quiet zone on both sides, as Code 39 asks.
    page.code39(x + 6.0, y + 37.0, CARD_WIDTH - 12.0, 10.0, &card.code);
}

const _: () = assert!(MARGIN * 2.0 + HEAD + ROWS as f32 * CARD_HEIGHT + (ROWS as f32 - 1.0) * GAP < HEIGHT);
const _: () = assert!(MARGIN * 2.0 + COLUMNS as f32 * CARD_WIDTH + GAP < WIDTH);
