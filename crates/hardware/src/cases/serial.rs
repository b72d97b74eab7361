//! The scanners at serial ports: one of the modem sort (ttyACM), one of the converter sort (ttyUSB).

use super::Bench;
use crate::failure::{Failure, claim};
use crate::readers::{BY_HAND, Readers, Usb};
use crate::scanner::SERIAL;
use kaikuasema_devices::{Kind, Suffix};
use std::thread;
use std::time::Duration;

/// The modem sort is by a maker of scanners and read unasked.
const MODEM: Usb = (SERIAL.vendor, SERIAL.product);
/// The converter says nothing of what is behind it, so it is read only when it was chosen.
const CONVERTER: Usb = (0x0403, 0x6001);
/// Longer than a driver waits for more bytes at once.
const PAUSE: Duration = Duration::from_millis(450);

/// Lines with every sort of end, one of them in two halves with a pause between.
pub(super) fn modem_read(bench: &mut Bench) -> Result<String, Failure> {
    let mut readers = Readers::start()?;
    bench.serial.plug()?;
    let reader = readers.ready(MODEM)?;
    claim(reader.kind == Kind::Serial, || format!("it is taken for {:?}", reader.kind))?;
    let mut number = 0;
    for end in ["\r", "\n", "\r\n", "\t"] {
        number += 1;
        let text = format!("A{number:010}");
        bench.serial.send(&format!("{text}{end}"))?;
        readers.reads(&reader, &text)?;
        thread::sleep(BY_HAND);
    }
    bench.serial.send("A99900")?;
    thread::sleep(PAUSE);
    let sent = bench.serial.send("00071\r\n")?;
    let took = readers.reads(&reader, "A9990000071")?.saturating_duration_since(sent);
    Ok(format!("{} at {}, line to scan in {:.2} ms", reader.name, reader.node, took.as_secs_f64() * 1000.0))
}

/// Pulled out in the middle of a line.
pub(super) fn modem_unplug(bench: &mut Bench) -> Result<String, Failure> {
    let mut readers = Readers::start()?;
    bench.serial.plug()?;
    let reader = readers.ready(MODEM)?;
    bench.serial.send("A99900")?;
    thread::sleep(Duration::from_millis(100));
    let (again, times) = readers.replug(&reader, bench, |bench| bench.serial.unplug(), |bench| bench.serial.plug())?;
    bench.serial.send("00071\r\n")?;
    readers.reads(&again, "00071")?;
    Ok(times)
}

/// Read once chosen; then pulled out in the middle of a line and plugged in again.
pub(super) fn converter(bench: &mut Bench) -> Result<String, Failure> {
    let mut readers = Readers::start()?;
    bench.plug_converter()?;
    let reader = readers.ready_once_chosen(CONVERTER, Suffix::Any)?;
    claim(reader.kind == Kind::Serial, || format!("it is taken for {:?}", reader.kind))?;
    bench.send_by_converter("A9990000071\r\n")?;
    readers.reads(&reader, "A9990000071")?;
    thread::sleep(BY_HAND);
    bench.send_by_converter("A99900")?;
    thread::sleep(PAUSE);
    let (again, times) = readers.replug(&reader, bench, Bench::unplug_converter, Bench::plug_converter)?;
    bench.send_by_converter("00071\r\n")?;
    readers.reads(&again, "00071")?;
    Ok(format!("{} at {}, {times}", reader.name, reader.node))
}
