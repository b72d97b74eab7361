//! Fonts and text sizes. Every weight used is bundled, so that a picture of the
//! window is the same on every machine.

use iced::font::Weight;
use iced::widget::Text;
use iced::{Color, Font};
use std::borrow::Cow;

/// Running text, 16 pixels.
pub const BODY: f32 = 16.0;
/// Labels above fields.
pub const LABEL: f32 = 14.5;
/// Small print: states in lists, chips.
pub const SMALL: f32 = 14.0;
/// Headings of cards.
pub const HEADING: f32 = 18.0;
/// The verdict, read from two metres away.
pub const VERDICT: f32 = 30.0;

/// Atkinson Hyperlegible Next, regular: the default font.
pub const REGULAR: Font = Font::with_name("Atkinson Hyperlegible Next");
/// Its medium weight.
pub const MEDIUM: Font = Font { weight: Weight::Medium, ..REGULAR };
/// Its semi-bold weight: labels, buttons, chips.
pub const SEMIBOLD: Font = Font { weight: Weight::Semibold, ..REGULAR };
/// Its bold weight: headings.
pub const BOLD: Font = Font { weight: Weight::Bold, ..REGULAR };
/// Atkinson Hyperlegible Mono: card numbers and keys.
pub const MONO: Font = Font { weight: Weight::Medium, ..Font::with_name("Atkinson Hyperlegible Mono") };

/// The bundled fonts, to be loaded at start (SIL Open Font License).
#[must_use]
pub fn fonts() -> Vec<Cow<'static, [u8]>> {
    [
        include_bytes!("../../assets/fonts/AtkinsonHyperlegibleNext-Regular.ttf").as_slice(),
        include_bytes!("../../assets/fonts/AtkinsonHyperlegibleNext-Medium.ttf").as_slice(),
        include_bytes!("../../assets/fonts/AtkinsonHyperlegibleNext-SemiBold.ttf").as_slice(),
        include_bytes!("../../assets/fonts/AtkinsonHyperlegibleNext-Bold.ttf").as_slice(),
        include_bytes!("../../assets/fonts/AtkinsonHyperlegibleMono-Medium.ttf").as_slice(),
    ]
    .map(Cow::Borrowed)
    .to_vec()
}

/// A text of a size, font and colour. It wraps where its place is too narrow.
pub fn text<'a>(content: impl iced::widget::text::IntoFragment<'a>, size: f32, font: Font, color: Color) -> Text<'a> {
    iced::widget::text(content).size(size).font(font).color(color).line_height(1.3)
}
