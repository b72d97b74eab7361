//! A plain letter: paragraphs of text on as many pages as they need.

use super::page::{Face, HEIGHT, Page, WIDTH, document};

/// From the edges of the paper, in millimetres.
const MARGIN: f32 = 22.0;
/// Size of the letters, in points.
const SIZE: f32 = 11.0;
/// From one line to the next, in millimetres.
const LINE: f32 = 6.0;
/// Where the first line of a page stands, in millimetres from the top.
const TOP: f32 = MARGIN + 4.0;
/// How wide a line may be, in thousandths of the size of its letters.
const ACROSS: f32 = (WIDTH - 2.0 * MARGIN) / (SIZE * 25.4 / 72.0) * 1000.0;
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
        } else if width(line) + width(" ") + width(word) <= ACROSS {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// How wide a text is in Helvetica, in thousandths of its size, by the metrics that every PDF reader
/// has; in bold, where it is a little wider, at most this too.
fn width(text: &str) -> f32 {
    text.chars().map(of_character).sum::<f32>() * BOLD
}

/// By how much bold letters are wider at most, over a whole line.
const BOLD: f32 = 1.08;

fn of_character(character: char) -> f32 {
    match character {
        'i' | 'j' | 'l' | '\'' => 222.0,
        ' ' | '!' | ',' | '.' | '/' | ':' | ';' | 'I' | 'f' | 't' | '\u{a0}' | '·' => 278.0,
        '(' | ')' | '-' | 'r' => 333.0,
        'm' => 833.0,
        'w' => 722.0,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 500.0,
        '0'..='9' | 'a'..='z' | 'L' | '?' | '–' | 'ä' | 'å' | 'ö' => 556.0,
        '+' | 'F' | 'T' | 'Z' => 611.0,
        'A' | 'B' | 'E' | 'K' | 'P' | 'S' | 'V' | 'X' | 'Y' | 'Ä' | 'Å' => 667.0,
        'C' | 'D' | 'H' | 'N' | 'R' | 'U' => 722.0,
        'G' | 'O' | 'Q' | 'Ö' => 778.0,
        'M' => 833.0,
        // The widest that there is.
        _ => 1015.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_paragraph_is_broken_between_words_and_nothing_is_lost() {
        let paragraph = "Pyydämme rekisteröimään kortin Kaikukantaan. ".repeat(6);
        let lines = wrapped(paragraph.trim());
        assert!(lines.len() > 2 && lines[0].len() > 60 && lines.iter().all(|line| width(line) <= ACROSS), "{lines:?}");
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
