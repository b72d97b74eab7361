//! The scanner that is a keyboard: held so that it types nowhere else, let go when the window loses the focus.

use super::Bench;
use super::figures::Times;
use crate::failure::{Failure, claim, trying};
use crate::readers::{PLUGGED, Readers, Usb};
use crate::scanner::KEYBOARD;
use kaikuasema_devices::{Kind, Reader, State, Suffix};
use std::fs::{File, OpenOptions};
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::thread;
use std::time::Duration;

const USB: Usb = (KEYBOARD.vendor, KEYBOARD.product);
/// `O_NONBLOCK` of Linux.
const NONBLOCK: i32 = 0o4000;
/// Long enough for keys to arrive anywhere.
const ARRIVED: Duration = Duration::from_millis(400);
/// How often the time of a scan is taken.
const SCANS: u32 = 20;

/// Another program that reads the same keyboard.
struct Elsewhere {
    node: File,
}

impl Elsewhere {
    fn open(reader: &Reader) -> Result<Self, Failure> {
        let node = OpenOptions::new().read(true).custom_flags(NONBLOCK).open(&reader.node);
        Ok(Self { node: node.map_err(trying(reader.node.clone()))? })
    }

    /// How many bytes of events came since this was asked the last time.
    fn arrived(&mut self) -> usize {
        let mut bytes = [0; 4096];
        let mut count = 0;
        while let Ok(read @ 1..) = self.node.read(&mut bytes) {
            count += read;
        }
        count
    }
}

/// Not held until it was chosen; then it is read and types nowhere else, and without the focus it types again.
pub(super) fn held(bench: &mut Bench) -> Result<String, Failure> {
    let mut readers = Readers::start()?;
    bench.keyboard.plug()?;
    let (idle, _) = readers.stands(USB, &State::Idle, PLUGGED)?;
    claim(idle.kind == Kind::Keyboard, || format!("it is taken for {:?}", idle.kind))?;
    let mut elsewhere = Elsewhere::open(&idle)?;
    bench.keyboard.type_keys("a9990000071\n")?;
    thread::sleep(ARRIVED);
    claim(elsewhere.arrived() > 0, || "a keyboard that was not chosen types nothing elsewhere".to_owned())?;

    readers.choose(&idle.id, Suffix::Any);
    let reader = readers.ready(USB)?;
    let mut times = Times::default();
    for number in 0..SCANS {
        let text = format!("A{number:010}");
        let down = bench.keyboard.type_keys(&format!("{text}\n"))?;
        times.add(readers.reads(&reader, &text)?.saturating_duration_since(down));
    }
    let leaked = elsewhere.arrived();
    claim(leaked == 0, || format!("{leaked} bytes of events came out elsewhere while it was held"))?;

    readers.set_focused(false);
    readers.stands(USB, &State::Idle, PLUGGED)?;
    bench.keyboard.type_keys("a9990000071\n")?;
    readers.nothing_is_read(ARRIVED)?;
    claim(elsewhere.arrived() > 0, || "without the focus it types nothing elsewhere".to_owned())?;
    readers.set_focused(true);
    readers.ready(USB)?;
    bench.keyboard.type_keys("A9990000089\n")?;
    readers.reads(&reader, "A9990000089")?;
    elsewhere.arrived();
    // A station that ends gives it back, as `readers watch` does after its time.
    drop(readers);
    bench.keyboard.type_keys("a9990000071\n")?;
    thread::sleep(ARRIVED);
    claim(elsewhere.arrived() > 0, || "once the station ended it types nothing elsewhere".to_owned())?;
    Ok(format!("Enter down to scan {times}; {SCANS} scans, emulated"))
}

/// Pulled out between two keys: gone within two seconds, the part dropped; plugged in again it reads by itself.
pub(super) fn unplug(bench: &mut Bench) -> Result<String, Failure> {
    let mut readers = Readers::start()?;
    bench.keyboard.plug()?;
    let reader = readers.ready_once_chosen(USB, Suffix::Enter)?;
    bench.keyboard.type_keys("A99900")?;
    let (again, times) = readers.replug(&reader, bench, |bench| bench.keyboard.unplug(), |bench| bench.keyboard.plug())?;
    bench.keyboard.type_keys("A9990000071\n")?;
    readers.reads(&again, "A9990000071")?;
    Ok(times)
}
