//! The scanners that are plugged in: what each sends when its trigger is pulled.

mod key;
mod pos;

use crate::failure::{Failure, trying};
use crate::gadget::{Function, Gadget, Identity};
use crate::talk::open_raw;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::marker::PhantomData;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

/// `O_NONBLOCK` of Linux: a report that nobody fetches must not hold up the case.
const NONBLOCK: i32 = 0o4000;
/// The longest until a report is fetched.
const FETCHED: Duration = Duration::from_secs(3);
/// Between two reports of keys. A burst without any pause is more than the kernel's queue holds.
const KEY: Duration = Duration::from_millis(2);

/// Which USB port a scanner is plugged into.
const POS_PORT: u8 = 0;
const KEYBOARD_PORT: u8 = 1;
const SERIAL_PORT: u8 = 2;

/// A scanner that speaks HID point of sale, with Honeywell's layout of reports.
pub(crate) const POS: Identity =
    Identity { name: "pos", vendor: 0x0c2e, product: 0x0901, maker: "Honeywell", title: "HID POS Scanner", serial: "POS0001" };
/// A scanner that is a keyboard.
pub(crate) const KEYBOARD: Identity =
    Identity { name: "keyboard", vendor: 0x05e0, product: 0x1200, maker: "Symbol", title: "Keyboard Scanner", serial: "KEY0001" };
/// A scanner at a serial port of the modem sort.
pub(crate) const SERIAL: Identity =
    Identity { name: "serial", vendor: 0x1eab, product: 0x0c06, maker: "Newland", title: "Serial Scanner", serial: "SER0001" };

/// A sort of scanners.
pub(crate) trait Sort {
    /// Makes the device; it is not plugged in yet.
    fn make() -> Result<Gadget, Failure>;
    /// Opens the scanner's own side of it.
    fn open(node: &Path) -> Result<File, Failure>;
}

/// A scanner of one sort, plugged in or not.
pub(crate) struct Scanner<S> {
    gadget: Gadget,
    line: Option<File>,
    sort: PhantomData<S>,
}

impl<S: Sort> Scanner<S> {
    /// Makes it; it is not plugged in yet.
    pub(crate) fn new() -> Result<Self, Failure> {
        Ok(Self { gadget: S::make()?, line: None, sort: PhantomData })
    }

    /// Plugs it in.
    pub(crate) fn plug(&mut self) -> Result<(), Failure> {
        self.line = Some(S::open(self.gadget.plug()?)?);
        Ok(())
    }

    /// Pulls it out.
    pub(crate) fn unplug(&mut self) -> Result<(), Failure> {
        self.line = None;
        self.gadget.unplug()
    }
}

/// Scanners that speak HID point of sale.
pub(crate) struct Pos;

impl Sort for Pos {
    fn make() -> Result<Gadget, Failure> {
        let function = Function::Hid { protocol: 0, subclass: 0, report_length: 64, descriptor: pos::DESCRIPTOR };
        Gadget::new(POS_PORT, &POS, &function)
    }

    fn open(node: &Path) -> Result<File, Failure> {
        open_reports(node)
    }
}

impl Scanner<Pos> {
    /// Reads a code: as many reports as the text takes. Tells when the last one was handed over.
    pub(crate) fn scan(&mut self, aim: &str, text: &str) -> Result<Instant, Failure> {
        let mut handed_over = Instant::now();
        for report in pos::reports(aim, text) {
            handed_over = send(self.line.as_mut(), &report)?;
        }
        Ok(handed_over)
    }

    /// Sends the first report of a longer code and no more.
    pub(crate) fn begin(&mut self, aim: &str, text: &str) -> Result<(), Failure> {
        let reports = pos::reports(aim, text);
        let first = reports.first().filter(|_| reports.len() > 1);
        let first = first.ok_or_else(|| Failure::Otherwise("a code that is begun needs more than one report".to_owned()))?;
        send(self.line.as_mut(), first).map(drop)
    }
}

/// Scanners that are keyboards.
pub(crate) struct Keyboard;

impl Sort for Keyboard {
    fn make() -> Result<Gadget, Failure> {
        let function = Function::Hid { protocol: 1, subclass: 1, report_length: 8, descriptor: key::DESCRIPTOR };
        Gadget::new(KEYBOARD_PORT, &KEYBOARD, &function)
    }

    fn open(node: &Path) -> Result<File, Failure> {
        open_reports(node)
    }
}

impl Scanner<Keyboard> {
    /// Types a text as on a US keyboard; `\n` is Enter. Tells when the last key went down.
    pub(crate) fn type_keys(&mut self, text: &str) -> Result<Instant, Failure> {
        let mut down = Instant::now();
        for report in key::reports(text) {
            let sent = send(self.line.as_mut(), &report)?;
            if report[2] != 0 {
                down = sent;
            }
            thread::sleep(KEY);
        }
        Ok(down)
    }
}

/// Scanners at a serial port.
pub(crate) struct Serial;

impl Sort for Serial {
    fn make() -> Result<Gadget, Failure> {
        Gadget::new(SERIAL_PORT, &SERIAL, &Function::Serial)
    }

    fn open(node: &Path) -> Result<File, Failure> {
        open_raw(node)
    }
}

impl Scanner<Serial> {
    /// Sends a text as it is. Tells when it was handed over.
    pub(crate) fn send(&mut self, text: &str) -> Result<Instant, Failure> {
        let line = self.line.as_mut().ok_or_else(not_plugged)?;
        line.write_all(text.as_bytes()).map_err(trying("send a line"))?;
        Ok(Instant::now())
    }
}

fn not_plugged() -> Failure {
    Failure::Otherwise("the scanner is not plugged in".to_owned())
}

fn open_reports(node: &Path) -> Result<File, Failure> {
    OpenOptions::new().read(true).write(true).custom_flags(NONBLOCK).open(node).map_err(trying(node.display().to_string()))
}

/// Hands a report over as soon as the one before was fetched; tells when.
fn send(line: Option<&mut File>, report: &[u8]) -> Result<Instant, Failure> {
    let line = line.ok_or_else(not_plugged)?;
    let began = Instant::now();
    loop {
        let at = Instant::now();
        match line.write(report) {
            Ok(_) => return Ok(at),
            Err(error) if error.kind() == ErrorKind::WouldBlock && began.elapsed() < FETCHED => thread::sleep(Duration::from_micros(200)),
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                return Err(Failure::Otherwise("nobody fetches the scanner's reports".to_owned()));
            }
            Err(error) => return Err(trying("send a report")(error)),
        }
    }
}
