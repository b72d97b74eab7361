//! What the camera's process sends, and a picture that it might have taken.

use kaikuasema_decode::Luma;
use kaikuasema_devices::camera::wire_holds;

/// The longest text that a QR code can hold, in bytes of UTF-8.
const LONGEST: usize = 4 * 7_089;

/// Any bytes as what goes through the pipes of the camera's process.
///
/// # Panics
/// When a message that was read is another after it was written and read again.
pub fn camera_wire(data: &[u8]) {
    assert!(wire_holds(data), "a message is not the same after it was written and read again");
}

/// The first three bytes are width, height and the padding of a row; the others the pixels, again and again.
///
/// # Panics
/// When a code is empty, longer than any, or not where the picture is.
pub fn still_picture(data: &[u8]) {
    let [width, height, padding, pixels @ ..] = data else { return };
    let (width, height) = (usize::from(width % 96), usize::from(height % 96));
    let stride = width + usize::from(padding % 8);
    let pixels: Vec<u8> = pixels.iter().copied().cycle().take(stride * height).collect();
    let Ok(luma) = Luma::with_stride(width, height, stride, &pixels) else { return };
    for symbol in kaikuasema_decode::read(&luma) {
        assert!(!symbol.text.is_empty() && symbol.text.len() <= LONGEST, "a code of {} bytes", symbol.text.len());
    }
}
