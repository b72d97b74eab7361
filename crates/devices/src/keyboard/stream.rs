//! The keys of a held keyboard, from the kernel's events to scans. Pure.

use super::code;
use crate::reader::Trouble;
use crate::wedge::{Burst, End, Ending, Keys, Manner, Observed, Pressed, Stroke, Watch};
use std::collections::BTreeSet;
use std::time::Instant;

/// One event of the kernel's, as far as it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key: 0 it went up, 1 it went down, 2 it repeats by itself.
    Key {
        /// Which, in Linux's numbers.
        code: u16,
        /// What it did.
        value: i32,
    },
    /// What belongs together has been told (`SYN_REPORT`).
    Report,
    /// The kernel's buffer was full and events are lost (`SYN_DROPPED`).
    Lost,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// A scan.
    Scan(Observed),
    /// Something that is no use.
    Trouble(Trouble),
}

/// Whether events can be believed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Sense {
    /// They can.
    #[default]
    Whole,
    /// Some were lost: nothing counts up to the next report.
    Lost,
    /// It is over, and which keys are down has to be asked anew.
    Unknown,
    /// The rest of a scan of which a part was lost: dropped up to its end.
    Rest,
}

/// Reads the events of one keyboard.
#[derive(Debug)]
pub struct Stream {
    manner: Manner,
    keys: Keys,
    /// Keys that are down, so that one that the kernel tells twice counts once.
    down: BTreeSet<u16>,
    burst: Burst,
    sense: Sense,
    /// When the last key came while a rest is dropped.
    last: Option<Instant>,
    watch: Watch,
}

impl Stream {
    /// A keyboard whose keys are all up.
    #[must_use]
    pub fn new(manner: Manner) -> Self {
        Self {
            manner,
            keys: Keys::default(),
            down: BTreeSet::new(),
            burst: Burst::default(),
            sense: Sense::Whole,
            last: None,
            watch: Watch::default(),
        }
    }

    /// Takes one event that came at `now`.
    pub fn feed(&mut self, input: Input, now: Instant) -> Option<Told> {
        match (input, self.sense) {
            (Input::Lost, _) => {
                self.sense = Sense::Lost;
                self.burst.clear();
                None
            }
            (Input::Report, Sense::Lost) => {
                self.sense = Sense::Unknown;
                None
            }
            (Input::Report, _) | (_, Sense::Lost | Sense::Unknown) => None,
            (Input::Key { code, value: 0 }, _) => {
                self.down.remove(&code);
                let pressed = self.keys.released(code::position(code)?)?;
                self.take(pressed, now)
            }
            (Input::Key { code, value: 1 }, _) => {
                if !self.down.insert(code) {
                    return None;
                }
                let pressed = self.keys.pressed(code::position(code)?, None);
                self.take(pressed, now)
            }
            // A key that repeats by itself was pressed once.
            (Input::Key { .. }, _) => None,
        }
    }

    /// Whether events were lost, so that the keys that are down have to be asked of the device.
    #[must_use]
    pub fn asks_for_keys(&self) -> bool {
        self.sense == Sense::Unknown
    }

    /// These keys are down, after events were lost. What still comes of the scan that was cut is dropped.
    pub fn resume(&mut self, down: impl IntoIterator<Item = u16>, now: Instant) -> Told {
        self.keys.forget();
        self.down = down.into_iter().collect();
        for code in &self.down {
            if let Some(place) = code::position(*code).filter(|place| place.is_modifier()) {
                self.keys.pressed(place, None);
            }
        }
        self.sense = Sense::Rest;
        self.last = Some(now);
        Told::Trouble(Trouble::Garbled)
    }

    fn take(&mut self, pressed: Pressed, now: Instant) -> Option<Told> {
        if self.sense == Sense::Rest {
            return self.drop_rest(&pressed, now);
        }
        match pressed {
            Pressed::Character(stroke) => {
                self.burst.push(stroke, now, &self.manner);
                None
            }
            Pressed::Control(control) => match control {
                '\r' | '\n' => self.end(End::Enter, now),
                '\t' => self.end(End::Tab, now),
                _ => {
                    self.burst.push(Stroke { code: Some(control), ..Stroke::default() }, now, &self.manner);
                    None
                }
            },
            Pressed::End(end) => self.end(end, now),
            Pressed::Part => {
                self.burst.touch(now, &self.manner);
                None
            }
            Pressed::Modifier | Pressed::Other => None,
        }
    }

    fn end(&mut self, end: End, now: Instant) -> Option<Told> {
        if self.burst.is_empty() {
            return None;
        }
        let ending = self.burst.end_by_suffix(end, now, &self.manner);
        self.told(ending)
    }

    fn drop_rest(&mut self, pressed: &Pressed, now: Instant) -> Option<Told> {
        let is_end = matches!(pressed, Pressed::End(_) | Pressed::Control('\r' | '\n' | '\t'));
        if is_end {
            self.sense = Sense::Whole;
            self.last = None;
        } else {
            self.last = Some(now);
        }
        None
    }

    /// When [`Stream::settle`] has something to do.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        match self.sense {
            Sense::Rest => self.last.map(|last| last + self.manner.gap),
            _ => self.burst.deadline(&self.manner),
        }
    }

    /// Ends what a pause ends.
    pub fn settle(&mut self, now: Instant) -> Option<Told> {
        if self.deadline().is_none_or(|deadline| now < deadline) {
            return None;
        }
        if self.sense == Sense::Rest {
            self.sense = Sense::Whole;
            self.last = None;
            return None;
        }
        let ending = self.burst.end_by_pace(now, &self.manner);
        self.told(ending)
    }

    /// Whether no scan is under way.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.burst.is_empty() && self.sense == Sense::Whole
    }

    /// The keyboard went away: a part of a scan is dropped.
    pub fn cut_off(&mut self) -> Option<Told> {
        let was_within = !self.burst.is_empty();
        self.burst.clear();
        was_within.then_some(Told::Trouble(Trouble::CutOff))
    }

    fn told(&mut self, ending: Ending) -> Option<Told> {
        match ending {
            Ending::Scan(mut observed) => {
                self.watch.note(&mut observed, &self.manner);
                Some(Told::Scan(observed))
            }
            Ending::TooLong => Some(Told::Trouble(Trouble::TooLong)),
            Ending::CutOff => Some(Told::Trouble(Trouble::CutOff)),
            Ending::Astray => Some(Told::Trouble(Trouble::Astray)),
            Ending::Typing | Ending::Dropped => None,
        }
    }
}

#[cfg(test)]
#[path = "stream_tests.rs"]
mod tests;
