//! What is set for the readers of one station, and kept from start to start.

use crate::reader::ReaderId;
use crate::wedge::{GAPS, Layout};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// What is set for all readers of a station. Whatever is missing or unknown in a kept text falls back alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// What was found out or chosen for single readers. One that is not listed is read as it comes, unless it
    /// could belong to another program: a keyboard, a serial port of a maker who makes more than scanners.
    pub profiles: Vec<Profile>,
    /// The camera.
    pub camera: Camera,
}

/// What is set for one reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// Which reader.
    pub reader: ReaderId,
    /// Whether the station reads it. A keyboard is read only when this was chosen: to hold somebody's keyboard
    /// would take it from every other program.
    pub is_used: bool,
    /// How its scans end.
    pub suffix: Suffix,
    /// The longest pause within a scan, in milliseconds, for readers that are keyboards and for those that end
    /// their scans with nothing.
    pub gap_ms: Option<u64>,
    /// What its keys mean, for readers that are keyboards.
    pub layout: Layout,
    /// Bits a second, for serial scanners at an adapter; 9600 otherwise. What is a USB device itself does not
    /// care.
    pub baud: Option<u32>,
    /// Whether it sends Code 39's check character, which the station then takes off where it verifies.
    pub sends_check_character: bool,
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            reader: ReaderId(String::new()),
            is_used: true,
            suffix: Suffix::default(),
            gap_ms: None,
            layout: Layout::Any,
            baud: None,
            sends_check_character: false,
        }
    }
}

impl Profile {
    /// The longest pause within a scan, where one was set that can be: see [`GAPS`].
    #[must_use]
    pub fn gap(&self) -> Option<Duration> {
        self.gap_ms.filter(|gap| GAPS.contains(gap)).map(Duration::from_millis)
    }
}

/// How a reader ends a scan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Suffix {
    /// Enter, or CR, LF or both.
    Enter,
    /// Tab.
    Tab,
    /// Nothing: the pause ends it.
    None,
    /// Not known: Enter, Tab, any end of line, else a pause. Also what a suffix is that a newer version has set.
    #[default]
    #[serde(other)]
    Any,
}

/// What is set for the camera.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Camera {
    /// Which one; the first that works otherwise.
    pub reader: Option<ReaderId>,
    /// The focus set by hand, in the camera's own steps; its automatic one otherwise.
    pub focus: Option<i64>,
}

impl Settings {
    /// What is set for a reader, if anything; for the second of two that cannot be told apart, what is set for
    /// the first where nothing is set for itself.
    #[must_use]
    pub fn profile(&self, reader: &ReaderId) -> Option<&Profile> {
        let of = |reader: &ReaderId| self.profiles.iter().find(|profile| profile.reader == *reader);
        of(reader).or_else(|| of(&reader.first_of_twins()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::de::IntoDeserializer;
    use serde::de::value::{Error, StrDeserializer};

    #[test]
    fn what_is_kept_is_read_and_what_nobody_knows_falls_back_alone() {
        let kept = |text: &'static str| -> StrDeserializer<'static, Error> { text.into_deserializer() };
        let suffixes = ["any", "enter", "none", "bell"].map(|text| Suffix::deserialize(kept(text)).unwrap());
        assert_eq!(suffixes, [Suffix::Any, Suffix::Enter, Suffix::None, Suffix::Any]);
        let layouts = ["any", "german", "typed", "dvorak"].map(|text| Layout::deserialize(kept(text)).unwrap());
        assert_eq!(layouts, [Layout::Any, Layout::German, Layout::Typed, Layout::Any]);
    }
}
