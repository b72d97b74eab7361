//! The HID point-of-sale scanner: read, pulled out, plugged in again, and how long a scan takes.

use super::Bench;
use super::figures::Times;
use crate::failure::{Failure, claim, trying};
use crate::readers::{Readers, Usb};
use crate::scanner::POS;
use kaikuasema_devices::Kind;
use std::fs::File;
use std::io::Read;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

const USB: Usb = (POS.vendor, POS.product);
/// How often the time of a scan is taken.
const SCANS: u32 = 300;
/// In how many rounds at most.
const ROUNDS: u32 = 3;
/// By how much the station's median may be later than a bare read of the same node: the goal of a machine that is not
/// emulated, and more than that cannot be asked of one that is.
const LATER: Duration = Duration::from_millis(1);
/// The longest until a bare read of a report comes back.
const READ: Duration = Duration::from_secs(3);

/// A card in one report, and a code in three that are joined; the AIM identifier stands in front.
pub(super) fn read(bench: &mut Bench) -> Result<String, Failure> {
    let mut readers = Readers::start()?;
    bench.pos.plug()?;
    let reader = readers.ready(USB)?;
    claim(reader.kind == Kind::HidPos, || format!("it is taken for {:?}", reader.kind))?;
    claim(reader.is_likely, || format!("{} is not taken for a likely scanner", reader.name))?;
    bench.pos.scan("]A0", "A9990000071")?;
    readers.reads(&reader, "]A0A9990000071")?;
    let long: String = (0..160).map(|number| char::from(b'a' + number % 26)).collect();
    bench.pos.scan("]Q1", &long)?;
    readers.reads(&reader, &format!("]Q1{long}"))?;
    bench.pos.scan("]A0", "A9990000089")?;
    readers.reads(&reader, "]A0A9990000089")?;
    Ok(format!("{} at {}", reader.name, reader.node))
}

/// Pulled out between two reports of one code: gone within two seconds, the part dropped; plugged in again it is
/// the same reader, and reads by itself.
pub(super) fn unplug(bench: &mut Bench) -> Result<String, Failure> {
    let mut readers = Readers::start()?;
    bench.pos.plug()?;
    let reader = readers.ready(USB)?;
    bench.pos.begin("]Q1", &"7".repeat(100))?;
    // Until the first report was fetched, as with a scanner pulled out a moment later.
    thread::sleep(Duration::from_millis(100));
    let (again, times) = readers.replug(&reader, bench, |bench| bench.pos.unplug(), |bench| bench.pos.plug())?;
    bench.pos.scan("]A0", "A9990000071")?;
    readers.reads(&again, "]A0A9990000071")?;
    readers.nothing_is_read(Duration::from_millis(300))?;
    Ok(times)
}

/// From the last report handed over to the scan, beside a bare read of the same node in the same moments.
pub(super) fn latency(bench: &mut Bench) -> Result<String, Failure> {
    let mut readers = Readers::start()?;
    bench.pos.plug()?;
    let reader = readers.ready(USB)?;
    let mut node = File::open(&reader.node).map_err(trying(reader.node.clone()))?;
    let (sender, bare_reads) = mpsc::channel();
    // Ends when the scanner is pulled out at the end of the case.
    thread::spawn(move || {
        let mut report = [0; 64];
        while node.read(&mut report).is_ok_and(|read| read > 0) {
            if sender.send(Instant::now()).is_err() {
                break;
            }
        }
    });
    let mut told = String::new();
    // A busy moment of the machine around the guest only adds to it: one round within the bound is enough.
    for _ in 0..ROUNDS {
        let (mut came, mut scans, mut bares) = (Times::default(), Times::default(), Times::default());
        for number in 0..SCANS {
            let text = format!("A{number:010}");
            let handed_over = bench.pos.scan("]A0", &text)?;
            let (scan, scanned) = readers.scan()?;
            claim(scan.text == format!("]A0{text}") && scan.reader == reader.id, || format!("another scan from {}", scan.reader))?;
            let bare = bare_reads.recv_timeout(READ).map_err(|_| Failure::Otherwise("a bare read of the node gave nothing".to_owned()))?;
            came.add(scan.at.saturating_duration_since(handed_over));
            scans.add(scanned.saturating_duration_since(handed_over));
            bares.add(bare.saturating_duration_since(handed_over));
        }
        told = format!("report to scan {scans}; to its bytes {came}; to a bare read of the node {bares}; {SCANS} scans, emulated");
        // Where the machine around the guest is so busy that a bare read takes long, so does whatever else is woken.
        if scans.median().saturating_sub(bares.median()) <= LATER.max(bares.median() * 2) {
            return Ok(told);
        }
    }
    Err(Failure::Otherwise(format!("a scan is later than a bare read by more than it may be: {told}")))
}
