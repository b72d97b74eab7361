//! Readers: what they are, how they stand, what they tell.

use crate::scan::Scan;
use crate::settings::Suffix;
use crate::wedge::Observed;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The sorts of readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A scanner that speaks HID point of sale (usage page 8C).
    HidPos,
    /// A scanner that is a keyboard, held by the station so that it types nowhere else.
    Keyboard,
    /// A scanner at a serial port, a USB one mostly.
    Serial,
    /// A scanner that types into the window that has the focus.
    Wedge,
    /// A camera.
    Camera,
}

/// Which reader, the same after it was unplugged and plugged in again, at another port too where the reader
/// has a serial number: kind, vendor, product and serial number, or else the place where it is plugged in.
///
/// Never holds the name of a device node: those change.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReaderId(pub String);

impl fmt::Display for ReaderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A reader as it tells itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reader {
    /// Which one.
    pub id: ReaderId,
    /// What sort.
    pub kind: Kind,
    /// The name for people: maker and product as the device tells them, never empty.
    pub name: String,
    /// The USB vendor and product ids, where there are any.
    pub usb: Option<(u16, u16)>,
    /// Where it is now: `/dev/hidraw0`, `COM3`; for people and for messages.
    pub node: String,
    /// Whether its maker is one whose devices are scanners mostly. A hint, no more.
    pub is_likely: bool,
}

/// How a reader stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum State {
    /// It is being read.
    Ready,
    /// It is there and could be read, and the station does not: it was not chosen, or is held only while the
    /// window has the focus.
    Idle,
    /// It is there and cannot be read.
    Blocked {
        /// Why.
        obstacle: Obstacle,
    },
    /// It was unplugged or switched off.
    Gone,
}

/// Why a reader that is there cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum Obstacle {
    /// Another program has it.
    InUse,
    /// The system does not let this user open it: the udev rule on Linux, a privacy setting elsewhere.
    NoPermission,
    /// It stopped answering: it is tried again.
    Stalled,
    /// Whatever else the system said, in its words, for the log and for whoever helps.
    Failed {
        /// The system's words.
        detail: String,
    },
}

/// What went wrong with one reading. Nothing of what was read is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// Longer than any code that the station could use: dropped up to its end.
    TooLong,
    /// Bytes that are no text, or a report that cannot be understood.
    Garbled,
    /// The reader went away in the middle: the part that came is dropped.
    CutOff,
    /// It came so slowly that it was typed where it is of no use.
    Astray,
}

/// What the readers tell.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A reader stands so now: told when it changes, and once for each reader that is found.
    Stands(Reader, State),
    /// A code was read. One that came by two ways is told once.
    Scanned(Scan),
    /// A code was read that counted already: another reader, the camera mostly, read it longer ago than one scan takes
    /// by two ways. Read with this reader once more, it counts again.
    Again(ReaderId),
    /// Something was read and is no use.
    Troubled(ReaderId, Trouble),
    /// What ends the scans of a serial reader from the next one on: told when it is not what was set for it, and when it
    /// changes. For the set-up check.
    EndedBy(ReaderId, Suffix),
    /// How a reader that is a keyboard sent what it read, for the set-up check; told right before the scan.
    Observed(ReaderId, Observed),
}
