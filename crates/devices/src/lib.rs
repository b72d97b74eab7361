//! Every reader a counter has: HID scanners, scanners that are keyboards, serial scanners, cameras.
//!
//! Whatever reads a code, one [`Scan`] comes out; what is a card number is decided elsewhere, once. A
//! [`Hub`](hub::Hub) looks for readers, runs a thread for each and tells what happens as [`Event`]s.
//!
//! Drivers live in folders of their own and know nothing of each other: what each needs from the outside is a
//! place to send events and a sign that it shall stop.

pub mod camera;
pub mod codes;
pub mod driver;
pub mod fake;
pub mod hid;
pub mod hub;
mod identity;
#[cfg(target_os = "linux")]
pub mod keyboard;
pub mod line;
pub mod maker;
pub mod merge;
mod reader;
mod scan;
pub mod serial;
mod settings;
mod sleep;
pub mod text;
pub mod wedge;

pub use hub::Hub;
pub use identity::{Usb, name};
pub use reader::{Event, Kind, Obstacle, Reader, ReaderId, State, Trouble};
pub use scan::Scan;
pub use settings::{Camera, Profile, Settings, Suffix};
