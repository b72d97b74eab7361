//! Which camera is opened, and with which focus, where several are there, one is away, or two cannot be told apart.

use super::*;
use crate::Kind;
use crate::camera::frame::{Encoding, Frame, Mode};
use crate::camera::source::Focus;
use std::sync::Mutex;
use std::sync::mpsc::{Sender, channel, sync_channel};

/// What a camera was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Asked {
    Opened(&'static str),
    Focused(&'static str, Option<i64>),
}

/// A machine with these cameras, none of which gives a frame.
#[derive(Clone)]
struct Machine {
    found: Vec<Found>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

struct Silent {
    id: &'static str,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Cameras for Machine {
    fn list(&mut self) -> Result<Vec<Found>, Obstacle> {
        Ok(self.found.clone())
    }

    fn check(&mut self, _: &Found) -> Result<(), Obstacle> {
        Ok(())
    }

    fn open(&mut self, found: &Found) -> Result<Box<dyn FrameSource>, Obstacle> {
        let id = NAMES.into_iter().find(|id| *id == found.reader.id.0).unwrap();
        self.asked.lock().unwrap().push(Asked::Opened(id));
        Ok(Box::new(Silent { id, asked: Arc::clone(&self.asked) }))
    }
}

impl FrameSource for Silent {
    fn mode(&self) -> Mode {
        Mode { width: 1280, height: 720, encoding: Encoding::Grey, rate: 30 }
    }

    fn frame(&mut self) -> Result<Frame, Obstacle> {
        Err(Obstacle::Stalled)
    }

    fn focus(&mut self) -> Option<Focus> {
        None
    }

    fn set_focus(&mut self, focus: Option<i64>) -> Result<(), Obstacle> {
        self.asked.lock().unwrap().push(Asked::Focused(self.id, focus));
        Ok(())
    }
}

const NAMES: [&str; 3] = ["left", "right", "new"];
/// What both were known as while only one of them was there.
const BY_SERIAL: &str = "by-serial";

fn found(id: &str, formerly: Option<&str>) -> Found {
    let reader =
        Reader { id: ReaderId(id.to_owned()), kind: Kind::Camera, name: id.to_owned(), usb: None, node: id.to_owned(), is_likely: false };
    Found { reader, key: id.to_owned(), formerly: formerly.map(|id| ReaderId(id.to_owned())) }
}

struct Bench {
    capture: Capture,
    asked: Arc<Mutex<Vec<Asked>>>,
    /// Held, so that what is told is not told to nobody.
    _held: (Sender<Command>, Receiver<super::super::Message>),
}

impl Bench {
    fn new(found: Vec<Found>) -> Self {
        let asked = Arc::default();
        let (commands, from_station) = channel();
        let (out, told) = sync_channel(64);
        let machine = Machine { found, asked: Arc::clone(&asked) };
        let capture = Capture::new(Box::new(machine), from_station, Out(out), Arc::default(), Arc::default());
        Self { capture, asked, _held: (commands, told) }
    }

    fn open(&mut self, reader: &str, focus: Option<i64>) {
        self.capture.obey(Command::Open { reader: Some(ReaderId(reader.to_owned())), falls_back: false, focus });
    }

    fn candidates(&mut self, found: &[Found]) -> Vec<String> {
        self.capture.candidates(found).into_iter().map(|found| found.reader.id.0).collect()
    }

    fn asked(&mut self) -> Vec<Asked> {
        self.capture.try_once();
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

/// Two cheap cameras have one serial number: kept was the name by that, and now places tell them apart.
#[test]
fn a_camera_that_another_like_it_came_beside_is_still_opened_by_the_name_it_had() {
    let both = vec![found("left", Some(BY_SERIAL)), found("right", Some(BY_SERIAL))];
    let mut bench = Bench::new(both.clone());
    bench.open(BY_SERIAL, None);
    assert_eq!(bench.candidates(&both), ["left"]);
    // By its own name it is only that one.
    bench.open("right", None);
    assert_eq!(bench.candidates(&both), ["right"]);
    // Where it is known which of them had the name, neither other is taken for it.
    let known = vec![found("left", None), found("right", None)];
    bench.open(BY_SERIAL, None);
    assert_eq!(bench.candidates(&known), [""; 0]);
}

#[test]
fn a_camera_that_is_away_is_waited_for_or_for_one_that_comes_instead() {
    let mut bench = Bench::new(vec![found("right", None)]);
    bench.open("left", None);
    assert_eq!(bench.candidates(&[found("right", None)]), [""; 0], "one that was there all the time is not taken unasked");
    assert_eq!(bench.candidates(&[found("right", None), found("new", None)]), ["new"]);
    assert_eq!(bench.candidates(&[found("right", None), found("left", None)]), ["left"]);
    assert_eq!(bench.candidates(&[]), [""; 0]);
    assert_eq!(bench.candidates(&[found("right", None)]), ["right"], "pulled out and plugged in again, it is meant");
}

#[test]
fn a_kept_focus_is_set_for_its_own_camera_and_for_no_other() {
    let mut bench = Bench::new(vec![found("left", None), found("right", None)]);
    bench.open("right", Some(60));
    assert_eq!(bench.asked(), [Asked::Opened("right"), Asked::Focused("right", Some(60))]);
    // The one that was kept has gone, and the first that works is taken: its steps are others.
    let mut bench = Bench::new(vec![found("left", None)]);
    bench.capture.obey(Command::Open { reader: Some(ReaderId("right".to_owned())), falls_back: true, focus: Some(60) });
    assert_eq!(bench.asked(), [Asked::Opened("left")]);
    // Nor one of two that cannot be told apart.
    let mut bench = Bench::new(vec![found("left", Some(BY_SERIAL)), found("right", Some(BY_SERIAL))]);
    bench.open(BY_SERIAL, Some(60));
    assert_eq!(bench.asked(), [Asked::Opened("left")]);
}
