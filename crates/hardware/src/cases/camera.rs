//! The camera: what it shows is read, and what goes wrong with cameras is told and survived.

use super::Bench;
use crate::failure::{Failure, claim, trying};
use crate::heard::Heard;
use crate::readers::{PLUGGED, TOLD, blocked};
use crate::webcam::{self, Card, Webcam};
use kaikuasema_devices::camera::{Camera, Event, Focus, Options};
use kaikuasema_devices::{self as devices, Kind, Obstacle, Reader, State};
use std::thread;
use std::time::{Duration, Instant};

/// The longest until a code that is in view is told. An emulated processor looks at one frame while a real one
/// looks at ten.
const SEEN: Duration = Duration::from_secs(20);
/// The longest for one frame, and from opening to the first: what is emulated must not be taken for what hangs.
const LOOKING: Duration = Duration::from_secs(15);
/// The longest until a camera that hangs is told.
const STALLED: Duration = Duration::from_secs(8);
/// The longest until a camera that hung or was busy is open again.
const AGAIN: Duration = Duration::from_secs(20);
/// A camera that nobody uses sends nothing after this.
const DARKENED: Duration = Duration::from_secs(2);

/// The station's camera.
struct Eye {
    camera: Camera,
    heard: Heard<Event>,
}

impl Eye {
    fn open() -> Result<Self, Failure> {
        let options = Options::new(devices::Camera::default());
        let mut options = options.map_err(trying("find this program"))?;
        options.patience.looking = LOOKING;
        options.patience.first_frame = LOOKING;
        let started = Camera::start(options);
        let (camera, mut events) = started.map_err(|error| Failure::Otherwise(format!("the camera does not start: {error}")))?;
        Ok(Self { camera, heard: Heard::from(move || events.blocking_recv()) })
    }

    fn stands(&mut self, state: &State, within: Duration) -> Result<(Reader, Instant), Failure> {
        self.heard.expect(&format!("the camera to stand as {state:?}"), within, |event| match event {
            Event::Stands(reader, now) if reader.usb == Some(webcam::USB) && now == state => Some(reader.clone()),
            _ => None,
        })
    }

    fn ready(&mut self) -> Result<Reader, Failure> {
        self.stands(&State::Ready, AGAIN).map(|(reader, _)| reader)
    }

    /// Waits for a scan that holds exactly this text.
    fn reads(&mut self, reader: &Reader, text: &str) -> Result<Instant, Failure> {
        let (scan, at) = self.heard.expect(&format!("a scan of {text}"), SEEN, |event| match event {
            Event::Scanned(scan) => Some(scan.clone()),
            _ => None,
        })?;
        // A camera's reader may put the AIM identifier in front, as scanners do.
        let bare = scan.text.strip_prefix(']').and_then(|rest| rest.get(2..)).unwrap_or(&scan.text);
        claim(bare == text && scan.reader == reader.id && scan.kind == Kind::Camera, || {
            format!("read {:?} from {} instead of {text:?} from {}", scan.text, scan.reader, reader.id)
        })?;
        Ok(at)
    }
}

/// A card's front, and a picture for the window.
pub(super) fn qr(_bench: &mut Bench) -> Result<String, Failure> {
    reads_card(Card::Qr("A9990000071".to_owned()), "A9990000071")
}

/// A card's back, by two frames that agree.
pub(super) fn code39(_bench: &mut Bench) -> Result<String, Failure> {
    reads_card(Card::Code39("A9990000089".to_owned()), "A9990000089")
}

fn reads_card(card: Card, text: &str) -> Result<String, Failure> {
    let webcam = Webcam::plug(Card::None)?;
    let mut eye = Eye::open()?;
    let reader = eye.ready()?;
    let (size, _) = eye.heard.expect("a picture for the window", SEEN, |event| match event {
        Event::Picture(picture) => Some(format!("{}x{}", picture.width, picture.height)),
        _ => None,
    })?;
    let shown = Instant::now();
    webcam.show(card);
    let took = eye.reads(&reader, text)?.saturating_duration_since(shown);
    Ok(format!(
        "{} at {}, {}, preview {size}, read {} ms after it was shown, emulated",
        reader.name,
        reader.node,
        webcam.format(),
        took.as_millis()
    ))
}

/// Pulled out: gone within two seconds; plugged in again it is the same camera and reads by itself.
pub(super) fn unplug(_bench: &mut Bench) -> Result<String, Failure> {
    let webcam = Webcam::plug(Card::None)?;
    let mut eye = Eye::open()?;
    let reader = eye.ready()?;
    let pulled = Instant::now();
    drop(webcam);
    let (_, at) = eye.stands(&State::Gone, TOLD)?;
    let gone = at.saturating_duration_since(pulled);
    let plugged = Instant::now();
    let _webcam = Webcam::plug(Card::Qr("A9990000071".to_owned()))?;
    let again = eye.ready()?;
    let back = plugged.elapsed();
    claim(again.id == reader.id, || format!("it came back as {} instead of {}", again.id, reader.id))?;
    eye.reads(&again, "A9990000071")?;
    Ok(format!("gone after {} ms, open again {} ms after it was plugged in", gone.as_millis(), back.as_millis()))
}

/// A camera that stops sending is told so, and read again when it sends again.
pub(super) fn stall(_bench: &mut Bench) -> Result<String, Failure> {
    let webcam = Webcam::plug(Card::None)?;
    let mut eye = Eye::open()?;
    let reader = eye.ready()?;
    eye.heard.expect("a picture", SEEN, |event| matches!(event, Event::Picture(_)).then_some(()))?;
    let stalled = Instant::now();
    webcam.stall(true);
    let (_, at) = eye.stands(&blocked(Obstacle::Stalled), STALLED)?;
    let told = at.saturating_duration_since(stalled);
    webcam.show(Card::Qr("A9990000071".to_owned()));
    webcam.stall(false);
    let again = Instant::now();
    eye.ready()?;
    let back = again.elapsed();
    eye.reads(&reader, "A9990000071")?;
    Ok(format!("told after {} ms, open again {} ms after it sent again", told.as_millis(), back.as_millis()))
}

/// A second user of the camera is told that it is in use, and has it once the first let go.
pub(super) fn in_use(_bench: &mut Bench) -> Result<String, Failure> {
    let _webcam = Webcam::plug(Card::Qr("A9990000071".to_owned()))?;
    let mut first = Eye::open()?;
    let reader = first.ready()?;
    first.heard.expect("a picture", SEEN, |event| matches!(event, Event::Picture(_)).then_some(()))?;
    let mut second = Eye::open()?;
    second.stands(&blocked(Obstacle::InUse), PLUGGED)?;
    let freed = Instant::now();
    drop(first);
    second.ready()?;
    let free = freed.elapsed();
    second.reads(&reader, "A9990000071")?;
    Ok(format!("the second had it {} ms after the first let go", free.as_millis()))
}

/// The focus is set by hand and by itself again; a covered lens is told; a closed camera sends nothing.
pub(super) fn focus_and_cover(_bench: &mut Bench) -> Result<String, Failure> {
    let webcam = Webcam::plug(Card::None)?;
    let mut eye = Eye::open()?;
    let focus = |eye: &mut Eye, is_auto: bool| {
        eye.heard.expect("the focus", SEEN, |event| match event {
            Event::Focus(Some(focus)) if focus.is_auto == is_auto => Some(*focus),
            _ => None,
        })
    };
    let (Focus { min, max, step, has_auto, .. }, _) = focus(&mut eye, true)?;
    claim((min, max, step, has_auto) == (0, 250, 5, true), || format!("the focus goes from {min} to {max} by {step}"))?;
    eye.camera.set_focus(Some(120));
    let (set, _) = focus(&mut eye, false)?;
    claim(set.value == 120 && webcam.focus() == (120, false), || format!("the camera focuses at {:?} instead of 120", webcam.focus()))?;
    eye.camera.set_focus(None);
    focus(&mut eye, true)?;
    claim(webcam.focus().1, || "the camera does not focus by itself again".to_owned())?;

    for (card, is_dark) in [(Card::Dark, true), (Card::None, false)] {
        webcam.show(card);
        eye.heard.expect("the cover", SEEN, |event| matches!(event, Event::Dark(now) if *now == is_dark).then_some(()))?;
    }
    drop(eye);
    thread::sleep(DARKENED);
    let before = webcam.frames();
    thread::sleep(Duration::from_millis(500));
    claim(webcam.frames() == before, || "a closed camera still sends".to_owned())?;
    Ok(format!("set within {min} to {max}, covered and uncovered, off after it was closed"))
}
