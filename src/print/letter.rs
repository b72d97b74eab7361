//! A plain letter: paragraphs of text on as many pages as they need.

use super::page::{Face, HEIGHT, Page, WIDTH, document};

/// From the edges of the paper, in millimetres.
const MARGIN: f32 = 25.0;
/// Size of the letters, in points.
const SIZE: f32 = 11.0;
/// From one line to the next, in millimetres.
const LINE: f32 = 6.0;
/// Where the first line of a page stands, in millimetres from the top.
const TOP: f32 = MARGIN + 4.0;
/// Characters of a line. The letters are half as wide as high on the average; a line of digits and
/// capitals, the widest that is printed here, is six tenths.
const ACROSS: usize = ((WIDTH - 2.0 * MARGIN) / (SIZE * 0.6 * 25.4 / 72.0)) as usize;
/// Lines on a page.
const DOWN: usize = ((HEIGHT - TOP - MARGIN) / LINE) as usize;

/// The document. The first line of the text is its title and stands in bold.
#[must_use]
pub fn letter(text: &str) -> Vec<u8> {
    let title = text.lines().next().unwrap_or_default();
    let titles = wrapped(title).len();
    let lines: Vec<String> = text.lines().flat_map(wrapped).collect();
    let mut pages = Vec::new();
    for (number, on_page) in lines.chunks(DOWN).enumerate() {
        let mut page = Page::new();
        let mut y = TOP;
        for (row, line) in on_page.iter().enumerate() {
            let face = if number == 0 && row < titles { Face::Bold } else { Face::Plain };
            page.text(MARGIN, y, SIZE, face, line);
            y += LINE;
        }
        pages.push(page);
    }
    document(title, pages)
}

/// A paragraph in lines that fit the page; an empty one is an empty line.
fn wrapped(paragraph: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in paragraph.split(' ') {
        let Some(line) = lines.last_mut() else { break };
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= ACROSS {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_paragraph_is_broken_between_words_and_nothing_is_lost() {
        let paragraph = "Pyydämme rekisteröimään kortin Kaikukantaan. ".repeat(6);
        let lines = wrapped(paragraph.trim());
        assert!(lines.len() > 2 && lines.iter().all(|line| line.chars().count() <= ACROSS), "{lines:?}");
        assert_eq!(lines.join(" "), paragraph.trim());
        assert_eq!(wrapped(""), [""]);
    }

    #[test]
    fn many_cards_go_on_over_several_pages() {
        let text = "A9990000072, la 28.11.2026, Kaupunginteatteri\n".repeat(DOWN * 2 + 1);
        let pdf = letter(&text);
        assert!(pdf.starts_with(b"%PDF"));
        let written = String::from_utf8_lossy(&pdf);
        assert!(written.contains("/Count 3"), "three pages");
    }
}
