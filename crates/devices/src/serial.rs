//! Scanners at a serial port: a USB one mostly (CDC-ACM, or an adapter such as FTDI's), a built-in one, or one that
//! stands for a Bluetooth device.

#[cfg(target_os = "linux")]
mod holder;
mod port;

use crate::codes;
use crate::driver::{Driver, Ended, Found, Out, Stop, Unlisted};
use crate::identity::{self, Usb};
use crate::line::Lines;
use crate::maker;
use crate::reader::{Kind, Obstacle, Reader, ReaderId};
use crate::settings::{Profile, Settings};
use crate::sleep::Sleep;
use port::Port;
use serialport::{SerialPortInfo, SerialPortType, UsbPortInfo};
use std::fs;
use std::path::Path;

/// What scanners are set to when they leave their maker.
const BAUD: u32 = 9_600;
const BUFFER: usize = 1_024;
/// Where Linux tells of serial ports.
const PORTS: &str = "/sys/class/tty";

/// The speeds that scanners can be set to, in bits a second, the one that they leave their maker with first.
pub const SPEEDS: [u32; 7] = [BAUD, 19_200, 38_400, 57_600, 115_200, 2_400, 4_800];

/// Whether the speed of a port matters, by its node: not where the USB device itself is the scanner.
#[must_use]
pub fn has_speed(node: &str) -> bool {
    !["/dev/ttyACM", "/dev/cu.usbmodem", "/dev/rfcomm"].iter().any(|start| node.starts_with(start))
}

/// Reads serial scanners.
///
/// Of those that nobody chose it reads the ones whose maker makes scanners. A payment terminal, a receipt
/// printer or a modem is a USB serial port too, and to open it would take it from the program that needs it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Serial;

impl Driver for Serial {
    fn kind(&self) -> Kind {
        Kind::Serial
    }

    fn list(&self, settings: &Settings) -> Result<Vec<Found>, Unlisted> {
        let ports = if cfg!(target_os = "linux") && !Path::new(PORTS).is_dir() {
            // Without it the library would panic: a container, mostly.
            Vec::new()
        } else {
            serialport::available_ports().map_err(|error| Unlisted(error.to_string()))?
        };
        let mut found: Vec<Found> = ports.iter().filter_map(|port| usb_port(port).or_else(|| other_port(port))).collect();
        let chosen = settings.profiles.iter().filter(|profile| profile.is_used);
        let chosen = chosen.filter_map(|profile| profile.reader.place(Kind::Serial));
        for path in chosen {
            let is_there = if cfg!(unix) { Path::new(path).exists() } else { ports.iter().any(|port| port.port_name == path) };
            if is_there && found.iter().all(|found| found.path != path) {
                found.push(port_of_name(path));
            }
        }
        for found in &mut found {
            found.is_read_unasked |= settings.profile(&found.reader.id).is_some_and(|profile| profile.is_used);
        }
        Ok(found)
    }

    fn check(&self, found: &Found) -> Result<(), Obstacle> {
        port::check_permission(&found.path)?;
        if !found.is_read_unasked {
            return Ok(());
        }
        match Port::open(&found.path, BAUD) {
            Ok(_) | Err(Ended::Unplugged | Ended::Stopped) => Ok(()),
            Err(Ended::Blocked(obstacle)) => Err(obstacle),
        }
    }

    fn read(&self, found: &Found, profile: &Profile, out: &Out, stop: &Stop) -> Ended {
        let mut port = match Port::open(&found.path, profile.baud.unwrap_or(BAUD)) {
            Ok(port) => port,
            Err(ended) => return ended,
        };
        out.ready();
        let mut lines = Lines::new(profile.suffix, profile.gap());
        let mut sleep = Sleep::default();
        codes::read(&mut lines, out, &mut [0; BUFFER], |buffer, pause| port.read(buffer, pause, stop), || sleep.was())
    }
}

/// A port as a reader, if it is a USB one.
fn usb_port(port: &SerialPortInfo) -> Option<Found> {
    let SerialPortType::UsbPort(info) = &port.port_type else { return None };
    // macOS lists each port twice; the one that waits for a carrier is of no use.
    if cfg!(target_os = "macos") && port.port_name.starts_with("/dev/tty.") {
        return None;
    }
    let reader = usb_reader(info, &port.port_name);
    Some(Found { is_read_unasked: reader.is_likely, reader, path: port.port_name.clone() })
}

fn usb_reader(info: &UsbPortInfo, node: &str) -> Reader {
    let place = info.location.as_ref().map(|location| {
        let chain: Vec<String> = location.port_chain().iter().map(u8::to_string).collect();
        format!("{}-{}", location.bus_id(), chain.join("."))
    });
    let usb = Usb {
        vendor: info.vid,
        product: info.pid,
        serial: info.serial_number.as_deref(),
        place: place.as_deref(),
        interface: info.interface,
    };
    let otherwise = format!("USB {:04x}:{:04x}", info.vid, info.pid);
    Reader {
        id: ReaderId::of_usb(Kind::Serial, &usb),
        kind: Kind::Serial,
        name: identity::name(info.manufacturer.as_deref(), info.product.as_deref(), &otherwise),
        usb: Some((info.vid, info.pid)),
        node: node.to_owned(),
        is_likely: maker::is_scanner_maker(info.vid),
    }
}

/// A port that is no USB device, if a scanner can be at it: a built-in one, or one that stands for a Bluetooth device.
fn other_port(port: &SerialPortInfo) -> Option<Found> {
    if matches!(port.port_type, SerialPortType::UsbPort(_)) {
        return None;
    }
    let is_port = if cfg!(target_os = "macos") { is_port_of_macos(&port.port_name) } else { has_chip(&port.port_name, Path::new(PORTS)) };
    is_port.then(|| port_of_name(&port.port_name))
}

/// Of each port macOS lists the one that waits for a carrier too, and some that are the system's own.
fn is_port_of_macos(name: &str) -> bool {
    let own = ["Bluetooth-Incoming-Port", "debug-console", "wlan-debug"];
    name.strip_prefix("/dev/cu.").is_some_and(|name| !own.contains(&name))
}

/// Linux makes built-in ports in stock, and says of each which chip is behind it: 0 is none. Others say nothing.
fn has_chip(name: &str, ports: &Path) -> bool {
    let Some(name) = Path::new(name).file_name() else { return false };
    fs::read_to_string(ports.join(name).join("type")).map_or(true, |chip| chip.trim() != "0")
}

/// A port that is no USB device, and that is told by its name alone. It may be anybody's.
fn port_of_name(path: &str) -> Found {
    let reader = Reader {
        id: ReaderId::of_place(Kind::Serial, path),
        kind: Kind::Serial,
        name: path.to_owned(),
        usb: None,
        node: path.to_owned(),
        is_likely: false,
    };
    Found { reader, path: path.to_owned(), is_read_unasked: false }
}

#[cfg(test)]
#[cfg(unix)]
#[path = "serial_tests.rs"]
mod tests;
