//! The test card of the readers' set-up check on paper: the same text as bars and as a QR code, in the
//! size of a real card's.

use super::page::{Face, Page, document};

const MARGIN: f32 = 22.0;
/// A card's size.
const WIDTH: f32 = 105.0;
const HEIGHT: f32 = 62.0;
/// From one line of the instructions to the next.
const LINE: f32 = 7.0;

/// The document: `title`, the card with `text` in its codes, and the lines that say what to do with it.
#[must_use]
pub fn test_card(title: &str, text: &str, lines: &[String]) -> Vec<u8> {
    let mut page = Page::new();
    page.text(MARGIN, MARGIN + 4.0, 16.0, Face::Bold, title);
    let top = MARGIN + 14.0;
    page.frame(MARGIN, top, WIDTH, HEIGHT);
    // Bars of a third of a millimetre, with more than ten of them of quiet zone on both sides.
    page.code39(MARGIN + 18.0, top + 8.0, WIDTH - 36.0, 14.0, text);
    page.qr(MARGIN + 10.0, top + 32.0, 22.0, text);
    page.text(MARGIN + 42.0, top + 45.0, 15.0, Face::Mono, text);
    for (row, line) in lines.iter().enumerate() {
        page.text(MARGIN, top + HEIGHT + 12.0 + row as f32 * LINE, 11.0, Face::Plain, line);
    }
    document(title, vec![page])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_card_is_one_page_with_its_text_and_instructions() {
        let pdf = test_card("Testikortti", "YZ-0123456789", &["Lue ensin viivakoodi.".to_owned()]);
        assert!(pdf.starts_with(b"%PDF"));
        let written = String::from_utf8_lossy(&pdf);
        assert!(written.contains("/Count 1") && written.contains("YZ-0123456789") && written.contains("Lue ensin viivakoodi."));
    }
}
