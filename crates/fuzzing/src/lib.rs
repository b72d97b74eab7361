//! Where a fuzzer enters the parsers of what readers send. Each entry takes any bytes and panics when something
//! does not hold that must hold whatever comes.
//!
//! The targets of `cargo fuzz` call these and nothing else, and the test of this crate calls the same with the
//! kept corpus and a bounded number of random and mutated inputs.

mod camera;
mod hid;
#[cfg(target_os = "linux")]
mod keys;
mod number;
mod serial;
mod window;

pub use camera::{camera_wire, still_picture};
pub use hid::hid_report;
#[cfg(target_os = "linux")]
pub use keys::key_stream;
pub use number::qr_contents;
pub use serial::serial_line;
pub use window::window_keys;

/// An entry: any bytes go in; it panics where something does not hold.
pub type Entry = fn(&[u8]);

/// Every entry with its name, which is that of its target and of its corpus.
pub const ENTRIES: &[(&str, Entry)] = &[
    ("camera_wire", camera_wire),
    ("hid_report", hid_report),
    #[cfg(target_os = "linux")]
    ("key_stream", key_stream),
    ("qr_contents", qr_contents),
    ("serial_line", serial_line),
    ("still_picture", still_picture),
    ("window_keys", window_keys),
];
