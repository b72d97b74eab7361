//! Scanners that are keyboards, held: taken from every other program for as long as the station's window has the
//! focus, so that what they read is typed nowhere.
//!
//! Linux only. Other systems let no program hold one keyboard of several; there the window's wedge reads them. To
//! hold somebody's keyboard takes it from every other program, so only a reader that was chosen is held.

mod code;
mod device;
mod hold;
mod listing;
mod stream;

pub use stream::{Input, Stream, Told};

use crate::driver::{Driver, Ended, Found, Out, Stop, Unlisted};
use crate::reader::{Kind, Obstacle};
use crate::settings::{Profile, Settings};
use crate::wedge::Manner;
use device::{Evdev, ended};
use std::path::Path;

/// Reads keyboards by holding them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Keyboard;

impl Driver for Keyboard {
    fn kind(&self) -> Kind {
        Kind::Keyboard
    }

    fn list(&self, _settings: &Settings) -> Result<Vec<Found>, Unlisted> {
        listing::list(Path::new(listing::SYS))
    }

    /// Opens it only: to take hold of it, however shortly, would disturb whoever types on it. That another program
    /// holds it is found when it is read.
    fn check(&self, found: &Found) -> Result<(), Obstacle> {
        match Evdev::open(&found.path).map_err(|error| ended(&error)) {
            Err(Ended::Blocked(obstacle)) => Err(obstacle),
            _ => Ok(()),
        }
    }

    fn read(&self, found: &Found, profile: &Profile, out: &Out, stop: &Stop) -> Ended {
        match Evdev::open(&found.path) {
            Ok(mut device) => hold::hold(&mut device, Manner::of_held(profile), out, stop),
            Err(error) => ended(&error),
        }
    }
}
