//! The station's own readers as a case sees them: the hub with all its drivers, and what it tells.

use crate::cases::Bench;
use crate::failure::{Failure, claim};
use crate::heard::Heard;
use kaikuasema_devices::hub::{Hub, Options};
use kaikuasema_devices::{Event, Obstacle, Profile, Reader, ReaderId, Scan, Settings, State, Suffix, Trouble};
use std::time::{Duration, Instant};

/// The longest until a reader that was plugged in is ready: the kernel's half a second, and the station's own.
pub(crate) const PLUGGED: Duration = Duration::from_secs(10);
/// The longest until an unplugged reader is told as gone.
pub(crate) const TOLD: Duration = Duration::from_secs(2);
/// The longest until a scan is told.
const READ: Duration = Duration::from_secs(3);

/// Two scans by hand are at least so far apart. Lines of a serial scanner that follow closer belong to one code.
pub(crate) const BY_HAND: Duration = Duration::from_millis(150);

/// The vendor and product ids of a reader.
pub(crate) type Usb = (u16, u16);

/// The station's readers.
pub(crate) struct Readers {
    hub: Hub,
    settings: Settings,
    heard: Heard<Event>,
}

impl Readers {
    /// Starts them as the station does; nothing is chosen yet.
    pub(crate) fn start() -> Result<Self, Failure> {
        let settings = Settings::default();
        let started = Hub::start(settings.clone(), Options { is_focused: true, ..Options::default() });
        let (hub, mut events) = started.map_err(|error| Failure::Otherwise(format!("the readers do not start: {error}")))?;
        Ok(Self { hub, settings, heard: Heard::from(move || events.blocking_recv()) })
    }

    /// Chooses a reader, as one does on the settings page for a keyboard or an unknown serial port.
    pub(crate) fn choose(&mut self, reader: &ReaderId, suffix: Suffix) {
        self.settings.profiles.retain(|profile| profile.reader != *reader);
        self.settings.profiles.push(Profile { reader: reader.clone(), is_used: true, suffix, ..Profile::default() });
        self.hub.set_settings(self.settings.clone());
    }

    /// Whether the window has the focus.
    pub(crate) fn set_focused(&self, is_focused: bool) {
        self.hub.set_focused(is_focused);
    }

    fn expect<T>(&mut self, what: &str, within: Duration, pick: impl FnMut(&Event) -> Option<T>) -> Result<(T, Instant), Failure> {
        self.heard.expect(what, within, pick)
    }

    /// Waits until a reader stands so.
    pub(crate) fn stands(&mut self, usb: Usb, state: &State, within: Duration) -> Result<(Reader, Instant), Failure> {
        self.expect(&format!("{:04x}:{:04x} to stand as {state:?}", usb.0, usb.1), within, |event| match event {
            Event::Stands(reader, now) if reader.usb == Some(usb) && now == state => Some(reader.clone()),
            _ => None,
        })
    }

    /// Waits until a reader that is read unasked is ready.
    pub(crate) fn ready(&mut self, usb: Usb) -> Result<Reader, Failure> {
        self.stands(usb, &State::Ready, PLUGGED).map(|(reader, _)| reader)
    }

    /// Waits until a reader is there that is read only when it was chosen, chooses it, and waits until it is ready.
    pub(crate) fn ready_once_chosen(&mut self, usb: Usb, suffix: Suffix) -> Result<Reader, Failure> {
        let (reader, _) = self.stands(usb, &State::Idle, PLUGGED)?;
        self.choose(&reader.id, suffix);
        self.ready(usb)
    }

    /// Waits for the next scan; fails on trouble with one.
    pub(crate) fn scan(&mut self) -> Result<(Scan, Instant), Failure> {
        let (outcome, at) = self.expect("a scan", READ, |event| match event {
            Event::Scanned(scan) => Some(Ok(scan.clone())),
            Event::Troubled(..) => Some(Err(words(event))),
            Event::Stands(..) | Event::Observed(..) | Event::EndedBy(..) | Event::Again(_) => None,
        })?;
        outcome.map(|scan| (scan, at)).map_err(|trouble| Failure::Otherwise(format!("instead of a scan: {trouble}")))
    }

    /// Waits for a scan that holds exactly this text, from this reader.
    pub(crate) fn reads(&mut self, reader: &Reader, text: &str) -> Result<Instant, Failure> {
        let (scan, at) = self.scan()?;
        if scan.text == text && scan.reader == reader.id && scan.kind == reader.kind {
            return Ok(at);
        }
        // The texts are invented ones and may be shown.
        Err(Failure::Otherwise(format!("read {:?} from {} instead of {text:?} from {}", scan.text, scan.reader, reader.id)))
    }

    /// Pulls a reader out in the middle of a scan and plugs it in again: gone within two seconds with the part dropped,
    /// and back by itself as the same reader. Tells the times.
    pub(crate) fn replug(
        &mut self,
        reader: &Reader,
        bench: &mut Bench,
        unplug: impl FnOnce(&mut Bench) -> Result<(), Failure>,
        plug: impl FnOnce(&mut Bench) -> Result<(), Failure>,
    ) -> Result<(Reader, String), Failure> {
        let pulled = Instant::now();
        unplug(bench)?;
        let gone = self.gone_mid_scan(reader, pulled)?;
        let plugged = Instant::now();
        plug(bench)?;
        let again = self.ready(reader.usb.unwrap_or_default())?;
        let back = plugged.elapsed();
        claim(again.id == reader.id, || format!("it came back as {} instead of {}", again.id, reader.id))?;
        Ok((again, format!("gone after {} ms, read again {} ms after it was plugged in", gone.as_millis(), back.as_millis())))
    }

    /// Waits until a reader that was pulled out at `since` in the middle of a scan is told as gone and the part as
    /// dropped, in whichever order; tells how long the first took.
    fn gone_mid_scan(&mut self, reader: &Reader, since: Instant) -> Result<Duration, Failure> {
        let (mut gone, mut is_dropped) = (None, false);
        while gone.is_none() || !is_dropped {
            let left = TOLD.saturating_sub(since.elapsed());
            let (is_gone, at) = self.expect("an unplugged reader to be gone and its part dropped", left, |event| match event {
                Event::Stands(other, State::Gone) if other.id == reader.id => Some(Ok(true)),
                Event::Troubled(id, Trouble::CutOff) if *id == reader.id => Some(Ok(false)),
                Event::Scanned(_) => Some(Err(words(event))),
                _ => None,
            })?;
            match is_gone {
                Ok(true) => gone = Some(at.saturating_duration_since(since)),
                Ok(false) => is_dropped = true,
                Err(scan) => return Err(Failure::Otherwise(format!("of a code that was cut off there came {scan}"))),
            }
        }
        Ok(gone.unwrap_or_default())
    }

    /// Makes sure that nothing is read for so long.
    pub(crate) fn nothing_is_read(&mut self, during: Duration) -> Result<(), Failure> {
        self.heard.nothing(during, |event| match event {
            Event::Scanned(_) | Event::Troubled(..) => Some(words(event)),
            Event::Stands(..) | Event::Observed(..) | Event::EndedBy(..) | Event::Again(_) => None,
        })
    }
}

/// An event in words; the text of a scan only by its length.
pub(crate) fn words(event: &Event) -> String {
    match event {
        Event::Stands(reader, state) => format!("{} {state:?}", reader.id),
        Event::Scanned(scan) => format!("a scan of {} characters from {}", scan.text.chars().count(), scan.reader),
        Event::Troubled(reader, trouble) => format!("{trouble:?} from {reader}"),
        Event::Observed(reader, _) => format!("something observed of {reader}"),
        Event::EndedBy(reader, suffix) => format!("a scan of {reader} ends with {suffix:?}"),
        Event::Again(reader) => format!("once more the same from {reader}"),
    }
}

/// The state of a reader that cannot be read for this reason.
pub(crate) fn blocked(obstacle: Obstacle) -> State {
    State::Blocked { obstacle }
}
