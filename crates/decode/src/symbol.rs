//! What was read.

use std::fmt;

/// A sort of code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// A QR code.
    Qr,
    /// Code 39.
    Code39,
}

impl Format {
    /// The name as readers commonly print it: `QR_CODE` or `CODE_39`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Qr => "QR_CODE",
            Self::Code39 => "CODE_39",
        }
    }
}

/// A place in a picture, in pixels from its upper left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f32,
    /// Down.
    pub y: f32,
}

impl Point {
    pub(crate) fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    pub(crate) fn scaled(self, by: f32) -> Self {
        Self { x: self.x * by, y: self.y * by }
    }
}

/// A code that was read.
#[derive(Clone, PartialEq)]
pub struct Symbol {
    /// What it says.
    pub text: String,
    /// Which sort of code.
    pub format: Format,
    /// About where it lies: upper left, upper right, lower right and lower left corner as the code sees it.
    pub corners: [Point; 4],
}

impl Symbol {
    /// The same with its corners in a picture that is so many times larger.
    pub(crate) fn scaled(mut self, by: f32) -> Self {
        self.corners = self.corners.map(|corner| corner.scaled(by));
        self
    }
}

impl fmt::Debug for Symbol {
    /// Without the text: it may be a card number, and those are never logged whole.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Symbol")
            .field("characters", &self.text.chars().count())
            .field("format", &self.format)
            .field("corners", &self.corners)
            .finish()
    }
}
