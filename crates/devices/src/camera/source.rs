//! Where frames come from: the machine's cameras, or a folder of pictures.

mod native;
mod pictures;

pub use native::Native;
pub use pictures::Pictures;

use super::frame::{Frame, Mode};
use crate::{Obstacle, Reader, ReaderId};
use serde::{Deserialize, Serialize};

/// A camera that was found, and what it is opened by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The camera.
    pub reader: Reader,
    /// What its source opens it by; it changes when the camera is plugged in again.
    pub key: String,
    /// What it may have been known as before another one like it came, where this process does not know which of
    /// them was.
    pub formerly: Option<ReaderId>,
}

/// The cameras of a machine. Used from one thread only, and allowed to hang or to end the process: it runs in a
/// process of its own.
pub trait Cameras {
    /// The cameras that are there now, in the order in which they are tried. Must not disturb one that is in use.
    ///
    /// # Errors
    /// Why the system could not be asked.
    fn list(&mut self) -> Result<Vec<Found>, Obstacle>;

    /// Whether a camera could be used, without using it: its light stays off.
    ///
    /// # Errors
    /// What is in the way.
    fn check(&mut self, found: &Found) -> Result<(), Obstacle>;

    /// Opens a camera in the mode that is best for reading codes.
    ///
    /// # Errors
    /// What is in the way.
    fn open(&mut self, found: &Found) -> Result<Box<dyn FrameSource>, Obstacle>;
}

/// A camera that is open. Dropping it closes it.
pub trait FrameSource {
    /// The mode in which it is.
    fn mode(&self) -> Mode;

    /// Waits for the next frame; for ever, if the driver does.
    ///
    /// # Errors
    /// Why there is none. The camera is then closed and looked for again.
    fn frame(&mut self) -> Result<Frame, Obstacle>;

    /// How it can be focused by hand, if it can.
    fn focus(&mut self) -> Option<Focus>;

    /// Focuses: at a distance in the camera's own steps, or by itself.
    ///
    /// # Errors
    /// Why it could not.
    fn set_focus(&mut self, focus: Option<i64>) -> Result<(), Obstacle>;
}

/// How a camera can be focused by hand, in steps of its own: some count towards near, some towards far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Focus {
    /// The least.
    pub min: i64,
    /// The most.
    pub max: i64,
    /// From one value to the next; at least 1.
    pub step: i64,
    /// Where it stands when nobody set it.
    pub default: i64,
    /// Where it stands now.
    pub value: i64,
    /// Whether it can focus by itself.
    pub has_auto: bool,
    /// Whether it does so now.
    pub is_auto: bool,
}

/// The obstacle in what the system said when a device could not be used: `None` if the device is not there.
#[must_use]
pub fn obstacle(error: &std::io::Error) -> Option<Obstacle> {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::PermissionDenied => Some(Obstacle::NoPermission),
        ErrorKind::ResourceBusy => Some(Obstacle::InUse),
        ErrorKind::NotFound => None,
        // ENXIO, ENODEV: what Linux says of a camera that was pulled out.
        _ if cfg!(unix) && matches!(error.raw_os_error(), Some(6 | 19)) => None,
        _ => Some(Obstacle::Failed { detail: error.to_string() }),
    }
}

/// The same from words: where a library keeps the system's error only as text, Rust's own text of it holds the
/// number.
#[must_use]
pub(crate) fn obstacle_in_words(words: &str) -> Obstacle {
    let number = words.rsplit_once("(os error ").and_then(|(_, rest)| rest.split(')').next()?.parse().ok());
    let known = number.and_then(|number| obstacle(&std::io::Error::from_raw_os_error(number)));
    match known {
        Some(Obstacle::Failed { .. }) | None => Obstacle::Failed { detail: words.chars().take(300).collect() },
        Some(known) => known,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn what_the_system_says_becomes_what_a_clerk_can_do() {
        let of = |number| obstacle(&std::io::Error::from_raw_os_error(number));
        assert_eq!(of(13), Some(Obstacle::NoPermission));
        assert_eq!(of(1), Some(Obstacle::NoPermission));
        assert_eq!(of(16), Some(Obstacle::InUse));
        assert_eq!((of(2), of(6), of(19)), (None, None, None));
        assert!(matches!(of(5), Some(Obstacle::Failed { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn the_systems_number_is_found_in_a_librarys_words() {
        assert_eq!(obstacle_in_words("Could not open device stream: Device or resource busy (os error 16)"), Obstacle::InUse);
        assert_eq!(obstacle_in_words("Could not open: Permission denied (os error 13)"), Obstacle::NoPermission);
        assert!(matches!(obstacle_in_words("No such device (os error 19)"), Obstacle::Failed { .. }));
        assert!(matches!(obstacle_in_words("Failed to Fufill"), Obstacle::Failed { detail } if detail == "Failed to Fufill"));
        assert!(matches!(obstacle_in_words("(os error many)"), Obstacle::Failed { .. }));
    }
}
