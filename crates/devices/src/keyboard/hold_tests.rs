//! When a keyboard is taken, read and given back, told by one made of a pipe.

use super::*;
use crate::reader::{Event, Kind, Obstacle, Reader, ReaderId, State, Trouble};
use crate::settings::Profile;
use rustix::io::Errno;
use std::io::{PipeReader, PipeWriter, Read as _, Write as _};
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use tokio::sync::mpsc::{Receiver, channel};

const A: u16 = 30;
const ENTER: u16 = 28;
const SHIFT: u16 = 42;

/// What a test sees of the keyboard, and does to it.
#[derive(Default)]
struct Kernel {
    down: Vec<u16>,
    is_grabbed: bool,
    grabs: usize,
    grabbed_while_down: bool,
    is_busy: bool,
}

struct Fake {
    pipe: PipeReader,
    kernel: Arc<Mutex<Kernel>>,
}

impl AsFd for Fake {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.pipe.as_fd()
    }
}

impl Device for Fake {
    fn events(&mut self, into: &mut Vec<Input>) -> io::Result<()> {
        loop {
            let mut event = [0; 3];
            match self.pipe.read(&mut event) {
                Ok(0) => return Err(Errno::NODEV.into()),
                Ok(_) if event[2] == 9 => into.push(Input::Lost),
                Ok(_) => {
                    let code = u16::from_be_bytes([event[0], event[1]]);
                    into.extend([Input::Key { code, value: event[2].into() }, Input::Report]);
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error),
            }
        }
    }

    fn down(&self) -> io::Result<Vec<u16>> {
        Ok(self.kernel.lock().unwrap().down.clone())
    }

    fn grab(&mut self) -> io::Result<()> {
        let mut kernel = self.kernel.lock().unwrap();
        if kernel.is_busy {
            return Err(Errno::BUSY.into());
        }
        kernel.grabbed_while_down |= !kernel.down.is_empty();
        kernel.is_grabbed = true;
        kernel.grabs += 1;
        Ok(())
    }

    fn release(&mut self) -> io::Result<()> {
        self.kernel.lock().unwrap().is_grabbed = false;
        Ok(())
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.kernel.lock().unwrap().is_grabbed = false;
    }
}

fn reader() -> Reader {
    Reader {
        id: ReaderId("keyboard:0c2e:0b81".to_owned()),
        kind: Kind::Keyboard,
        name: "Voyager".to_owned(),
        usb: None,
        node: String::new(),
        is_likely: true,
    }
}

/// A keyboard that is being held on a thread of its own.
struct Held {
    kernel: Arc<Mutex<Kernel>>,
    plug: Option<PipeWriter>,
    stop: Stop,
    events: Receiver<Event>,
    thread: JoinHandle<Ended>,
}

impl Held {
    fn start(kernel: Kernel) -> Self {
        let (pipe, plug) = io::pipe().unwrap();
        rustix::io::ioctl_fionbio(&pipe, true).unwrap();
        let kernel = Arc::new(Mutex::new(kernel));
        let mut fake = Fake { pipe, kernel: Arc::clone(&kernel) };
        let (sender, events) = channel(64);
        let stop = Stop::new();
        let reader = reader();
        let profile = Profile::default();
        let out = Out::new(reader, &profile, sender, Arc::new(|_| true), stop.clone());
        let thread = std::thread::spawn({
            let stop = stop.clone();
            move || hold(&mut fake, Manner::of_held(&profile), &out, &stop)
        });
        Self { kernel, plug: Some(plug), stop, events, thread }
    }

    fn key(&mut self, code: u16, value: u8) {
        let mut kernel = self.kernel.lock().unwrap();
        match value {
            0 => kernel.down.retain(|down| *down != code),
            _ => kernel.down.push(code),
        }
        let [high, low] = code.to_be_bytes();
        self.plug.as_mut().unwrap().write_all(&[high, low, value]).unwrap();
    }

    fn taps(&mut self, codes: &[u16]) {
        for code in codes {
            self.key(*code, 1);
            self.key(*code, 0);
        }
    }

    fn scans(&mut self) {
        self.taps(&[A, 10, 10, 10, 11, 11, 11, 11, 11, 8, 2]);
    }

    fn next(&mut self) -> Event {
        let until = Instant::now() + Duration::from_secs(10);
        loop {
            if let Ok(event) = self.events.try_recv() {
                return event;
            }
            assert!(Instant::now() < until, "nothing is told");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    fn ready(&mut self) {
        assert!(matches!(self.next(), Event::Stands(_, State::Ready)));
    }

    /// The text of a scan that is told next, with what was observed of it.
    fn scan(&mut self) -> String {
        assert!(matches!(self.next(), Event::Observed(..)));
        match self.next() {
            Event::Scanned(scan) => scan.text,
            other => panic!("{other:?}"),
        }
    }

    fn is_grabbed(&self) -> bool {
        self.kernel.lock().unwrap().is_grabbed
    }

    fn end(self) -> Ended {
        self.stop.set();
        self.thread.join().unwrap()
    }
}

#[test]
fn a_chosen_keyboard_is_held_and_read() {
    let mut held = Held::start(Kernel::default());
    held.ready();
    assert!(held.is_grabbed());
    for _ in 0..3 {
        held.scans();
        held.taps(&[ENTER]);
        assert_eq!(held.scan().to_uppercase(), "A9990000071");
    }
    assert_eq!(held.end(), Ended::Stopped);
}

#[test]
fn a_keyboard_is_never_taken_while_a_key_is_down() {
    let mut held = Held::start(Kernel { down: vec![A], ..Kernel::default() });
    std::thread::sleep(Duration::from_millis(300));
    assert!(!held.is_grabbed(), "somebody holds a key down");
    held.key(A, 0);
    held.ready();
    let kernel = Arc::clone(&held.kernel);
    assert_eq!(held.end(), Ended::Stopped);
    assert!(!kernel.lock().unwrap().grabbed_while_down);
}

#[test]
fn a_keyboard_is_not_taken_in_the_middle_of_a_scan() {
    let mut held = Held::start(Kernel::default());
    let (begun, mut last) = (Instant::now(), Instant::now());
    let mut longest = Duration::ZERO;
    while begun.elapsed() < CALM * 2 {
        held.taps(&[10]);
        longest = longest.max(last.elapsed());
        last = Instant::now();
        std::thread::sleep(Duration::from_millis(5));
        // Where the machine itself made a pause, the keyboard may be taken.
        if longest < CALM / 2 && last.elapsed() < CALM / 2 {
            assert!(!held.is_grabbed(), "the rest would be read as a scan, the beginning typed elsewhere");
        }
    }
    held.ready();
    held.scans();
    held.taps(&[ENTER]);
    assert_eq!(held.scan(), "a9990000071", "nothing of what went elsewhere is read");
}

#[test]
fn let_go_it_is_given_back_at_once() {
    let mut held = Held::start(Kernel::default());
    held.ready();
    let kernel = Arc::clone(&held.kernel);
    let begun = Instant::now();
    assert_eq!(held.end(), Ended::Stopped);
    // Without the sign it would wait for a key for ever.
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    assert!(!kernel.lock().unwrap().is_grabbed);
}

#[test]
fn a_scan_under_way_is_read_to_its_end_before_it_is_given_back() {
    let mut held = Held::start(Kernel::default());
    held.ready();
    held.taps(&[A, 10, 10, 10]);
    std::thread::sleep(Duration::from_millis(20));
    held.stop.set();
    held.taps(&[11, 11, 11, 11, 11, 8, 2, ENTER]);
    assert_eq!(held.scan(), "a9990000071");
    assert_eq!(held.end(), Ended::Stopped);
}

#[test]
fn a_scan_that_never_ends_does_not_keep_it() {
    let mut held = Held::start(Kernel::default());
    held.ready();
    held.taps(&[A, 10, 10, 10]);
    std::thread::sleep(Duration::from_millis(20));
    let begun = Instant::now();
    assert_eq!(held.end(), Ended::Stopped);
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
}

#[test]
fn a_scan_whose_first_key_waits_when_it_shall_be_given_back_is_read() {
    for first in [A, SHIFT] {
        let (pipe, plug) = io::pipe().unwrap();
        rustix::io::ioctl_fionbio(&pipe, true).unwrap();
        let kernel = Arc::new(Mutex::new(Kernel::default()));
        let mut fake = Fake { pipe, kernel: Arc::clone(&kernel) };
        let (sender, events) = channel(64);
        let stop = Stop::new();
        let profile = Profile::default();
        let out = Out::new(reader(), &profile, sender, Arc::new(|_| true), stop.clone());
        let mut held = Held { kernel, plug: Some(plug), stop: stop.clone(), events, thread: std::thread::spawn(|| Ended::Stopped) };
        // Both at once, before anything was looked at.
        held.key(first, 1);
        stop.set();
        let reading = std::thread::spawn(move || {
            let mut stream = Stream::new(Manner::of_held(&profile));
            read(&mut fake, &mut stream, &out, &stop)
        });
        std::thread::sleep(Duration::from_millis(5));
        if first == SHIFT {
            held.key(A, 1);
        }
        held.key(A, 0);
        if first == SHIFT {
            held.key(SHIFT, 0);
        }
        held.taps(&[10, 10, 10, 11, 11, 11, 11, 11, 8, 2, ENTER]);
        assert_eq!(held.scan().to_uppercase(), "A9990000071");
        reading.join().unwrap().unwrap();
    }
}

#[test]
fn unplugged_in_the_middle_of_a_scan_the_part_is_dropped_and_told() {
    let mut held = Held::start(Kernel::default());
    held.ready();
    held.taps(&[A, 10, 10, 10]);
    held.plug = None;
    assert!(matches!(held.next(), Event::Troubled(_, Trouble::CutOff)));
    assert_eq!(held.thread.join().unwrap(), Ended::Unplugged);
}

#[test]
fn held_by_another_program_it_is_in_use() {
    let held = Held::start(Kernel { is_busy: true, ..Kernel::default() });
    assert_eq!(held.thread.join().unwrap(), Ended::Blocked(Obstacle::InUse));
}

#[test]
fn events_that_were_lost_cost_one_scan_and_no_more() {
    let mut held = Held::start(Kernel::default());
    held.ready();
    held.taps(&[A, 10, 10]);
    held.plug.as_mut().unwrap().write_all(&[0, 0, 9]).unwrap();
    held.taps(&[11, 11, 8, 2, ENTER]);
    assert!(matches!(held.next(), Event::Troubled(_, Trouble::Garbled)));
    held.scans();
    held.taps(&[ENTER]);
    assert_eq!(held.scan(), "a9990000071");
}
