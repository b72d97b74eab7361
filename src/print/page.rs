//! A4 pages with text, boxes, QR codes and bars; millimetres from the top left corner.

use crate::symbol::{Qr, bars, code39};
use pdf_writer::types::LineCapStyle;
use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str};

/// A4.
pub(super) const WIDTH: f32 = 210.0;
/// A4.
pub(super) const HEIGHT: f32 = 297.0;
const POINTS: f32 = 72.0 / 25.4;

/// The faces that every PDF reader has.
#[derive(Clone, Copy)]
pub(super) enum Face {
    Plain,
    Bold,
    Mono,
}

impl Face {
    fn name(self) -> Name<'static> {
        match self {
            Face::Plain => Name(b"F1"),
            Face::Bold => Name(b"F2"),
            Face::Mono => Name(b"F3"),
        }
    }
}

/// One page being drawn.
pub(super) struct Page {
    content: Content,
}

impl Page {
    pub(super) fn new() -> Self {
        Self { content: Content::new() }
    }

    /// Text whose base line starts at the point.
    pub(super) fn text(&mut self, x: f32, y: f32, size: f32, face: Face, text: &str) {
        let encoded = win_ansi(text);
        self.content.begin_text();
        self.content.set_font(face.name(), size);
        self.content.next_line(x * POINTS, (HEIGHT - y) * POINTS);
        self.content.show(Str(&encoded));
        self.content.end_text();
    }

    /// A thin frame.
    pub(super) fn frame(&mut self, x: f32, y: f32, width: f32, height: f32) {
        self.content.set_line_width(0.5);
        self.content.set_line_cap(LineCapStyle::ButtCap);
        self.content.set_stroke_gray(0.6);
        self.content.rect(x * POINTS, (HEIGHT - y - height) * POINTS, width * POINTS, height * POINTS);
        self.content.stroke();
    }

    fn block(&mut self, x: f32, y: f32, width: f32, height: f32) {
        self.content.rect(x * POINTS, (HEIGHT - y - height) * POINTS, width * POINTS, height * POINTS);
    }

    /// The QR code of a text, `side` millimetres wide without its quiet zone.
    pub(super) fn qr(&mut self, x: f32, y: f32, side: f32, text: &str) {
        let Some(qr) = Qr::of(text) else { return };
        let module = side / qr.side as f32;
        self.content.set_fill_gray(0.0);
        for row in 0..qr.side {
            for column in (0..qr.side).filter(|column| qr.is_dark(*column, row)) {
                self.block(x + column as f32 * module, y + row as f32 * module, module, module);
            }
        }
        self.content.fill_nonzero();
    }

    /// The Code 39 of a text in a box.
    pub(super) fn code39(&mut self, x: f32, y: f32, width: f32, height: f32, text: &str) {
        let Some(elements) = code39(text) else { return };
        let narrow = width / elements.len() as f32;
        self.content.set_fill_gray(0.0);
        for (start, wide) in bars(&elements) {
            self.block(x + start as f32 * narrow, y, wide as f32 * narrow, height);
        }
        self.content.fill_nonzero();
    }
}

/// The whole document.
pub(super) fn document(title: &str, pages: Vec<Page>) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let (catalog, tree, info) = (Ref::new(1), Ref::new(2), Ref::new(3));
    let fonts = [Ref::new(4), Ref::new(5), Ref::new(6)];
    let count = i32::try_from(pages.len()).unwrap_or(i32::MAX);
    let page_ids: Vec<Ref> = (0..count).map(|n| Ref::new(10 + 2 * n)).collect();
    pdf.catalog(catalog).pages(tree);
    pdf.document_info(info).title(pdf_writer::TextStr(title));
    pdf.pages(tree).kids(page_ids.iter().copied()).count(count);
    for (page, id) in pages.into_iter().zip(&page_ids) {
        let content = Ref::new(id.get() + 1);
        let mut written = pdf.page(*id);
        written.media_box(Rect::new(0.0, 0.0, WIDTH * POINTS, HEIGHT * POINTS)).parent(tree).contents(content);
        let mut resources = written.resources();
        let mut dictionary = resources.fonts();
        for (face, font) in [Face::Plain, Face::Bold, Face::Mono].into_iter().zip(fonts) {
            dictionary.pair(face.name(), font);
        }
        dictionary.finish();
        resources.finish();
        written.finish();
        pdf.stream(content, &page.content.finish());
    }
    for (font, base) in fonts.into_iter().zip([&b"Helvetica"[..], b"Helvetica-Bold", b"Courier-Bold"]) {
        pdf.type1_font(font).base_font(Name(base)).encoding_predefined(Name(b"WinAnsiEncoding"));
    }
    pdf.finish()
}

/// The Windows Latin-1 bytes of a text: all that Finnish, Swedish and English need.
fn win_ansi(text: &str) -> Vec<u8> {
    let byte = |character| match character {
        '€' => b'\x80',
        '…' => b'\x85',
        '’' => b'\x92',
        '”' => b'\x94',
        '–' => b'\x96',
        c => u8::try_from(u32::from(c)).unwrap_or(b'?'),
    };
    text.chars().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finnish_letters_keep_their_codes() {
        assert_eq!(win_ansi("Ää öå 5 €…"), b"\xc4\xe4 \xf6\xe5 5 \x80\x85");
        assert_eq!(win_ansi("漢"), b"?");
    }
}
