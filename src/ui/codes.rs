//! QR and Code 39 drawn on the screen: black on white in every look, with their quiet zones,
//! each module on whole pixels, so that a reader takes them from the glass.

use crate::symbol::{Qr, bars, code39};
use iced::widget::canvas::{self, Cache, Geometry, Program};
use iced::{Color, Point, Rectangle, Renderer, Size, Theme, mouse};

/// Modules of quiet zone around a QR code.
const QUIET: usize = 3;
/// Narrow elements of quiet zone beside a Code 39.
const QUIET_BARS: usize = 7;

/// A text as a QR code.
pub struct QrCode<'a> {
    /// What it holds.
    pub text: &'a str,
    /// What was drawn before.
    pub cache: &'a Cache,
}

/// A text as Code 39.
pub struct Code39<'a> {
    /// What it holds.
    pub text: &'a str,
    /// What was drawn before.
    pub cache: &'a Cache,
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred modules")]
fn pixels(count: usize) -> f32 {
    count as f32
}

impl<Message> Program<Message> for QrCode<'_> {
    type State = ();

    fn draw(&self, (): &(), renderer: &Renderer, _theme: &Theme, bounds: Rectangle, _cursor: mouse::Cursor) -> Vec<Geometry> {
        let drawn = self.cache.draw(renderer, bounds.size(), |frame| {
            frame.fill_rectangle(Point::ORIGIN, bounds.size(), Color::WHITE);
            let Some(qr) = Qr::of(self.text) else { return };
            let whole = pixels(qr.side + 2 * QUIET);
            let module = (bounds.width.min(bounds.height) / whole).floor().max(1.0);
            let margin = ((bounds.width - module * pixels(qr.side)) / 2.0).floor();
            for row in 0..qr.side {
                for column in (0..qr.side).filter(|column| qr.is_dark(*column, row)) {
                    let place = Point::new(margin + pixels(column) * module, margin + pixels(row) * module);
                    frame.fill_rectangle(place, Size::new(module, module), Color::BLACK);
                }
            }
        });
        vec![drawn]
    }
}

impl<Message> Program<Message> for Code39<'_> {
    type State = ();

    fn draw(&self, (): &(), renderer: &Renderer, _theme: &Theme, bounds: Rectangle, _cursor: mouse::Cursor) -> Vec<Geometry> {
        let drawn = self.cache.draw(renderer, bounds.size(), |frame: &mut canvas::Frame| {
            frame.fill_rectangle(Point::ORIGIN, bounds.size(), Color::WHITE);
            let Some(elements) = code39(self.text) else { return };
            let narrow = (bounds.width / pixels(elements.len() + 2 * QUIET_BARS)).floor().max(1.0);
            let left = ((bounds.width - narrow * pixels(elements.len())) / 2.0).floor();
            for (start, width) in bars(&elements) {
                let place = Point::new(left + pixels(start) * narrow, 4.0);
                frame.fill_rectangle(place, Size::new(pixels(width) * narrow, bounds.height - 8.0), Color::BLACK);
            }
        });
        vec![drawn]
    }
}
