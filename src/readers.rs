//! The readers of the station as the window knows them: which there are, how each stands, which read
//! last, and what is set for them.

pub mod test_card;

use jiff::Timestamp;
use kaikuasema_devices::serial;
use kaikuasema_devices::{Kind, Obstacle, Profile, Reader, ReaderId, Settings, State, Suffix};
use serde_json::Value;
use std::collections::BTreeMap;

/// Minutes without a reading after which the camera can be set to go off; 0 is never.
pub const OFF_AFTER: [u64; 4] = [2, 5, 15, 0];

/// Whether a reader is at a port whose speed has to be the one that it is set to.
#[must_use]
pub fn has_speed(reader: &Reader) -> bool {
    reader.kind == Kind::Serial && serial::has_speed(&reader.node)
}

/// The speed that a reader is read with, and the next one to choose.
#[must_use]
pub fn speeds(profile: &Profile) -> (u32, u32) {
    let [first, ..] = serial::SPEEDS;
    let now = profile.baud.unwrap_or(first);
    let after = serial::SPEEDS.into_iter().skip_while(|speed| *speed != now).nth(1);
    (now, after.unwrap_or(first))
}

/// A reader and how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Which one.
    pub reader: Reader,
    /// How it stands now.
    pub state: State,
}

/// The readers as the window knows them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readers {
    known: Vec<Known>,
    /// What is set for them.
    pub settings: Settings,
    /// What ends the scans of serial readers that are read now, where that is or was not what is set for them.
    ended_by: BTreeMap<ReaderId, Suffix>,
    /// When a scanner that types into the window was last used.
    pub wedge_used: Option<Timestamp>,
}

/// The one thing to say about the readers, for the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Headline<'a> {
    /// None is seen. A scanner that is a keyboard is seen only once it was used.
    NoneSeen,
    /// A scanner that types was used, and no other is seen.
    Types,
    /// This one is read.
    One(&'a Reader),
    /// So many are read.
    Several(usize),
    /// This one was unplugged, and no other is read.
    Gone(&'a Reader),
    /// This one is there and cannot be read.
    Blocked(&'a Reader, &'a Obstacle),
}

/// What changed for the clerk when a reader told how it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing to speak of.
    None,
    /// It is read, and was not before.
    Came,
    /// It was unplugged.
    Went,
    /// It is there and can no longer be read.
    Stopped,
}

impl Readers {
    /// Every reader that was seen since the start, cameras last.
    pub fn all(&self) -> impl Iterator<Item = &Known> {
        let scanners = self.known.iter().filter(|known| known.reader.kind != Kind::Camera);
        scanners.chain(self.known.iter().filter(|known| known.reader.kind == Kind::Camera))
    }

    /// The reader of an id.
    #[must_use]
    pub fn find(&self, id: &ReaderId) -> Option<&Known> {
        self.known.iter().find(|known| known.reader.id == *id)
    }

    /// A reader stands so now.
    pub fn stands(&mut self, reader: Reader, state: State) -> Change {
        let counts = self.is_scanner(&reader);
        if state != State::Ready {
            self.ended_by.remove(&reader.id);
        }
        let Some(known) = self.known.iter_mut().find(|known| known.reader.id == reader.id) else {
            let change = if state == State::Ready && counts { Change::Came } else { Change::None };
            if state != State::Gone {
                self.known.push(Known { reader, state });
            }
            return change;
        };
        let before = std::mem::replace(&mut known.state, state);
        known.reader = reader;
        match (&before, &known.state) {
            _ if !counts => Change::None,
            (before, now) if before == now => Change::None,
            // Plugged in again: it types again, or is held again once the window has the focus.
            (State::Gone, State::Idle) if known.reader.kind == Kind::Keyboard => Change::Came,
            // Held only while the window has the focus: no news.
            (State::Idle, State::Ready) | (_, State::Idle) => Change::None,
            (_, State::Ready) => Change::Came,
            (_, State::Gone) => Change::Went,
            (_, State::Blocked { .. }) => Change::Stopped,
        }
    }

    /// These are all the cameras that are there, and how each stands, where that was asked.
    pub fn cameras_listed(&mut self, found: Vec<(Reader, Option<State>)>) {
        let is_away = |known: &Known| known.reader.kind == Kind::Camera && !found.iter().any(|(reader, _)| reader.id == known.reader.id);
        for known in self.known.iter_mut().filter(|known| is_away(known)) {
            known.state = State::Gone;
        }
        for (reader, state) in found {
            let before = self.find(&reader.id).map(|known| known.state.clone()).filter(|state| *state != State::Gone);
            self.stands(reader, state.or(before).unwrap_or(State::Idle));
        }
    }

    /// The camera was closed: it is there, and not read.
    pub fn camera_closed(&mut self) {
        for known in self.known.iter_mut().filter(|known| known.reader.kind == Kind::Camera && known.state == State::Ready) {
            known.state = State::Idle;
        }
    }

    /// Whether this is one that the header speaks of: a scanner, or what was chosen to be one. A camera
    /// speaks for itself where it is opened.
    fn is_scanner(&self, reader: &Reader) -> bool {
        match reader.kind {
            Kind::Camera => false,
            Kind::HidPos | Kind::Wedge => true,
            // One of a maker of scanners types into the window where it is not held.
            Kind::Keyboard => reader.is_likely || self.is_chosen(&reader.id),
            Kind::Serial => reader.is_likely || self.is_chosen(&reader.id),
        }
    }

    /// Whether the clerk chose this one to be read.
    #[must_use]
    pub fn is_chosen(&self, id: &ReaderId) -> bool {
        self.settings.profile(id).is_some_and(|profile| profile.is_used)
    }

    /// Whether the station reads this one, or would as soon as nothing is in the way: it was chosen, or is read unasked.
    #[must_use]
    pub fn is_read(&self, id: &ReaderId) -> bool {
        let is_unasked = || self.find(id).is_some_and(|known| known.reader.is_likely && known.reader.kind != Kind::Keyboard);
        self.settings.profile(id).map_or_else(is_unasked, |profile| profile.is_used)
    }

    /// The one thing to say: what is in the way comes first, then what is read.
    #[must_use]
    pub fn headline(&self) -> Headline<'_> {
        let scanners = || self.known.iter().filter(|known| self.is_scanner(&known.reader));
        let blocked = scanners().find_map(|known| match &known.state {
            State::Blocked { obstacle } => Some((&known.reader, obstacle)),
            _ => None,
        });
        if let Some((reader, obstacle)) = blocked {
            return Headline::Blocked(reader, obstacle);
        }
        let is_read = |known: &&Known| match known.state {
            State::Ready => true,
            // Let go while another window has the focus.
            State::Idle => known.reader.kind == Kind::Keyboard && self.is_chosen(&known.reader.id),
            _ => false,
        };
        let read: Vec<&Reader> = scanners().filter(is_read).map(|known| &known.reader).collect();
        match read.as_slice() {
            [only] => return Headline::One(only),
            [_, ..] => return Headline::Several(read.len()),
            [] => {}
        }
        // The one that typed is seen where its maker makes scanners: when it is pulled out, it types no longer.
        let mut typing = scanners().filter(|known| known.reader.kind == Kind::Keyboard);
        let has_gone = typing.clone().next().is_some() && typing.all(|known| known.state == State::Gone);
        if self.wedge_used.is_some() && !has_gone {
            return Headline::Types;
        }
        match scanners().find(|known| known.state == State::Gone) {
            Some(gone) => Headline::Gone(&gone.reader),
            None => Headline::NoneSeen,
        }
    }

    /// The scans of a reader end so from the next one on.
    pub fn ended_by(&mut self, id: ReaderId, suffix: Suffix) {
        self.ended_by.insert(id, suffix);
    }

    /// What ended the last scan of a serial reader, where that is or was not what is set for it.
    #[must_use]
    pub fn ending(&self, id: &ReaderId) -> Option<Suffix> {
        self.ended_by.get(id).copied()
    }

    /// What is set for a reader; what holds where nothing was set.
    #[must_use]
    pub fn profile(&self, id: &ReaderId) -> Profile {
        let unset = Profile { reader: id.clone(), ..Profile::default() };
        self.settings.profile(id).cloned().unwrap_or(unset)
    }

    /// Sets something for one reader, in the place of what was set for it.
    pub fn set_profile(&mut self, profile: Profile) {
        // It is opened anew, and tells anew what is not as it was set.
        self.ended_by.remove(&profile.reader);
        self.settings.profiles.retain(|kept| kept.reader != profile.reader);
        self.settings.profiles.push(profile);
    }
}

/// The settings out of what was kept: each part that cannot be read falls back alone.
#[must_use]
pub fn settings(kept: &Value) -> Settings {
    let part = |name: &str| kept.get(name).cloned().unwrap_or_default();
    let profiles = match part("profiles") {
        Value::Array(profiles) => profiles,
        _ => Vec::new(),
    };
    let profiles = profiles.into_iter().filter_map(|profile| lenient::<Profile>(&profile)).filter(|profile| !profile.reader.0.is_empty());
    Settings { profiles: profiles.collect(), camera: lenient(&part("camera")).unwrap_or_default() }
}

/// Reads an object, leaving out the fields that cannot be read.
fn lenient<T: serde::de::DeserializeOwned>(value: &Value) -> Option<T> {
    let Value::Object(fields) = value else { return None };
    let is_good = |name: &String, field: &Value| {
        let alone = Value::Object([(name.clone(), field.clone())].into_iter().collect());
        serde_json::from_value::<T>(alone).is_ok()
    };
    let good = fields.iter().filter(|(name, field)| is_good(name, field)).map(|(name, field)| (name.clone(), field.clone()));
    serde_json::from_value(Value::Object(good.collect())).ok()
}

#[cfg(test)]
#[path = "readers_tests.rs"]
mod tests;
