//! A grey picture as it comes in: borrowed bytes, checked once.

use thiserror::Error;

/// The longest side of a picture that is taken, in pixels.
pub const LONGEST_SIDE: usize = 16_384;
/// The most pixels that a picture may have.
pub const MOST_PIXELS: usize = 64_000_000;

/// Why bytes are no picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum LumaError {
    /// A side is zero.
    #[error("the picture has no pixels: {width} x {height}")]
    Empty {
        /// Its width in pixels.
        width: usize,
        /// Its height in pixels.
        height: usize,
    },
    /// A side is over [`LONGEST_SIDE`] or the area over [`MOST_PIXELS`].
    #[error("the picture is too large: {width} x {height}")]
    TooLarge {
        /// Its width in pixels.
        width: usize,
        /// Its height in pixels.
        height: usize,
    },
    /// The rows overlap.
    #[error("a row of {width} pixels does not fit into a stride of {stride}")]
    Stride {
        /// The width in pixels.
        width: usize,
        /// From the start of one row to that of the next, in bytes.
        stride: usize,
    },
    /// Fewer bytes than the size needs.
    #[error("the picture is cut off: {needed} bytes are needed, {found} are there")]
    Truncated {
        /// What the size needs, in bytes.
        needed: usize,
        /// What is there, in bytes.
        found: usize,
    },
}

/// A grey picture: one byte a pixel, 0 is black, rows from top to bottom.
#[derive(Clone, Copy)]
pub struct Luma<'a> {
    width: usize,
    height: usize,
    stride: usize,
    pixels: &'a [u8],
}

impl<'a> Luma<'a> {
    /// A picture whose rows follow each other without a gap. Bytes after the last row are left alone.
    ///
    /// # Errors
    /// [`LumaError`] where the size is nothing or too much, or bytes are missing.
    pub fn new(width: usize, height: usize, pixels: &'a [u8]) -> Result<Self, LumaError> {
        Self::with_stride(width, height, width, pixels)
    }

    /// A picture whose rows begin `stride` bytes apart, as cameras give them.
    ///
    /// # Errors
    /// [`LumaError`] where the size is nothing or too much, rows overlap, or bytes are missing.
    pub fn with_stride(width: usize, height: usize, stride: usize, pixels: &'a [u8]) -> Result<Self, LumaError> {
        if width == 0 || height == 0 {
            return Err(LumaError::Empty { width, height });
        }
        if width > LONGEST_SIDE || height > LONGEST_SIDE || width * height > MOST_PIXELS {
            return Err(LumaError::TooLarge { width, height });
        }
        if stride < width {
            return Err(LumaError::Stride { width, stride });
        }
        let needed = stride.checked_mul(height - 1).and_then(|rows| rows.checked_add(width)).unwrap_or(usize::MAX);
        if pixels.len() < needed {
            return Err(LumaError::Truncated { needed, found: pixels.len() });
        }
        Ok(Self { width, height, stride, pixels })
    }

    /// The width in pixels, at least 1.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// The height in pixels, at least 1.
    #[must_use]
    pub fn height(&self) -> usize {
        self.height
    }

    /// The rows from top to bottom, each [`Self::width`] bytes long.
    pub fn rows(&self) -> impl Iterator<Item = &'a [u8]> + '_ {
        self.pixels.chunks(self.stride).take(self.height).map(|row| row.get(..self.width).unwrap_or(row))
    }
}
