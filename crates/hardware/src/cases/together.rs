//! Several readers at once, other users and other programs, and what readers cost while nothing is read.

use super::Bench;
use crate::failure::{Failure, claim, trying};
use crate::onlooker::{self, Sight};
use crate::readers::{BY_HAND, Readers, Usb, blocked};
use crate::scanner::{KEYBOARD, POS, SERIAL};
use crate::switches;
use crate::webcam::{self, Card, Webcam};
use kaikuasema_devices::{Obstacle, Reader, Suffix};
use rustix::time::{ClockId, clock_gettime};
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::thread;
use std::time::{Duration, Instant};

const POS_USB: Usb = (POS.vendor, POS.product);
const KEYBOARD_USB: Usb = (KEYBOARD.vendor, KEYBOARD.product);
const SERIAL_USB: Usb = (SERIAL.vendor, SERIAL.product);
/// How many scans each of two readers sends in turn.
const ROUNDS: u32 = 20;
/// How long the idle readers are watched.
const IDLE: Duration = Duration::from_secs(5);
/// Nothing may wake a reader's thread for so long, and such a time must come within so long.
const QUIET: Duration = Duration::from_secs(3);
const AT_MOST: Duration = Duration::from_secs(20);
/// The most processor time that idle readers may use in a second, in the emulated guest: what the kernel there does
/// for the devices meanwhile is in it.
const IDLE_MOST: Duration = Duration::from_millis(5);

/// Two scanners read in the same moments: each code comes whole, once, and from its own reader.
pub(super) fn at_once(bench: &mut Bench) -> Result<String, Failure> {
    let (mut readers, pos, serial) = two(bench)?;
    let mut expected = BTreeSet::new();
    for number in 0..ROUNDS {
        let (first, second) = (format!("A1{number:09}"), format!("A2{number:09}"));
        // A part of the one, the whole of the other, the rest of the one.
        bench.serial.send(&second[..5])?;
        bench.pos.scan("]A0", &first)?;
        bench.serial.send(&format!("{}\r\n", &second[5..]))?;
        expected.insert((pos.id.clone(), format!("]A0{first}")));
        expected.insert((serial.id.clone(), second));
        thread::sleep(BY_HAND);
    }
    let total = expected.len();
    while !expected.is_empty() {
        let (scan, _) = readers.scan()?;
        claim(expected.remove(&(scan.reader.clone(), scan.text)), || format!("a scan that was not sent, or twice, from {}", scan.reader))?;
    }
    readers.nothing_is_read(Duration::from_millis(300))?;
    Ok(format!("{total} scans of two readers, each whole and once"))
}

/// One code that comes by two ways counts once, and two codes count twice.
pub(super) fn two_ways(bench: &mut Bench) -> Result<String, Failure> {
    let (mut readers, _, _) = two(bench)?;
    bench.pos.scan("]A0", "A9990000071")?;
    bench.serial.send("A9990000071\r\n")?;
    let (first, _) = readers.scan()?;
    readers.nothing_is_read(Duration::from_millis(500))?;
    bench.pos.scan("]A0", "A9990000089")?;
    bench.serial.send("A9990000097\r\n")?;
    let texts = BTreeSet::from([readers.scan()?.0.text, readers.scan()?.0.text]);
    let expected = BTreeSet::from(["]A0A9990000089".to_owned(), "A9990000097".to_owned()]);
    claim(texts == expected, || "of two codes by two ways not each came".to_owned())?;
    Ok(format!("the one that counted came from {}", first.reader))
}

/// Plugs a HID scanner and a serial one in.
fn two(bench: &mut Bench) -> Result<(Readers, Reader, Reader), Failure> {
    let mut readers = Readers::start()?;
    bench.pos.plug()?;
    let pos = readers.ready(POS_USB)?;
    bench.serial.plug()?;
    let serial = readers.ready(SERIAL_USB)?;
    Ok((readers, pos, serial))
}

/// Another user, whom the system does not let open the nodes, is told so for each reader.
pub(super) fn no_permission(bench: &mut Bench) -> Result<String, Failure> {
    let readers = all(bench)?;
    for reader in &readers.1 {
        set_mode(reader, 0o600)?;
    }
    let _webcam = Webcam::plug(Card::None)?;
    let sights = onlooker::look()?;
    sees(&sights, webcam::USB, true, Obstacle::NoPermission)?;
    for usb in [POS_USB, KEYBOARD_USB, SERIAL_USB] {
        sees(&sights, usb, true, Obstacle::NoPermission)?;
        sees(&sights, usb, false, Obstacle::NoPermission)?;
    }
    Ok(format!("told for a camera and {} other readers", readers.1.len()))
}

/// Another user's station is told that a reader which only one program can have is in use, and gets it afterwards.
pub(super) fn in_use(bench: &mut Bench) -> Result<String, Failure> {
    let readers = all(bench)?;
    for reader in &readers.1 {
        set_mode(reader, 0o666)?;
    }
    let sights = onlooker::look()?;
    for usb in [KEYBOARD_USB, SERIAL_USB] {
        sees(&sights, usb, false, Obstacle::InUse)?;
    }
    drop(readers);
    let sights = onlooker::look()?;
    let ready = |usb: Usb| sights.iter().any(|sight| !sight.is_listed && sight.usb == usb && sight.state == "Ready");
    claim(ready(KEYBOARD_USB) && ready(SERIAL_USB), || format!("once let go, the other sees {sights:?}"))?;
    Ok("serial port and held keyboard; free again once the first station let go".to_owned())
}

/// What idle readers use of the processor: nothing wakes their threads, and with them the station uses no more of it.
pub(super) fn idle(bench: &mut Bench) -> Result<String, Failure> {
    let none = {
        let _readers = Readers::start()?;
        used_in_a_second()
    };
    let readers = all(bench)?;
    let count = readers.1.len();
    let at_rest = switches::come_to_rest("reader-", QUIET, AT_MOST);
    claim(at_rest == Some(count), || format!("of {count} idle readers there come to rest: {at_rest:?}"))?;
    let some = used_in_a_second();
    let more = some.saturating_sub(none);
    claim(more <= IDLE_MOST, || format!("{count} idle readers use {more:?} of the processor in a second"))?;
    let figures = format!("{} µs of the processor in a second without a reader, {} µs with {count}", none.as_micros(), some.as_micros());
    Ok(format!("not woken in {} s; {figures}, emulated", QUIET.as_secs()))
}

/// Plugs every scanner in, chosen and ready.
fn all(bench: &mut Bench) -> Result<(Readers, Vec<Reader>), Failure> {
    let (mut readers, pos, serial) = two(bench)?;
    bench.keyboard.plug()?;
    let keyboard = readers.ready_once_chosen(KEYBOARD_USB, Suffix::Any)?;
    Ok((readers, vec![pos, serial, keyboard]))
}

fn used_in_a_second() -> Duration {
    // What was just started comes to rest first.
    thread::sleep(Duration::from_secs(1));
    let (before, began) = (processor_time(), Instant::now());
    thread::sleep(IDLE);
    processor_time().saturating_sub(before).div_f64(began.elapsed().as_secs_f64())
}

fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or_default())
}

fn set_mode(reader: &Reader, mode: u32) -> Result<(), Failure> {
    fs::set_permissions(&reader.node, fs::Permissions::from_mode(mode)).map_err(trying(reader.node.clone()))
}

fn sees(sights: &[Sight], usb: Usb, is_listed: bool, obstacle: Obstacle) -> Result<(), Failure> {
    let state = format!("{:?}", blocked(obstacle));
    let found = sights.iter().any(|sight| sight.is_listed == is_listed && sight.usb == usb && sight.state == state);
    claim(found, || {
        format!("{:04x}:{:04x} is not seen as {state} ({}): {sights:?}", usb.0, usb.1, if is_listed { "listed" } else { "read" })
    })
}
