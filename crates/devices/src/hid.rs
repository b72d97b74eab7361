//! Scanners that speak HID point of sale: usage page 8C, over hidapi. On Linux hidapi lists them, tells their
//! descriptors and sends what lets them read; their reports come from the node itself.

pub mod descriptor;
pub mod layout;
pub mod report;
mod reports;

use crate::codes;
use crate::driver::{Driver, Ended, Found, Out, Stop, Unlisted};
use crate::identity::{self, Usb};
use crate::maker::{SCANNER_MAKERS, is_scanner_maker};
use crate::reader::{Kind, Obstacle, Reader, ReaderId};
use crate::settings::{Profile, Settings};
use crate::sleep::Sleep;
use descriptor::{BAR_CODE_SCANNER, Descriptor, Way};
use hidapi::{DeviceInfo, HidApi, HidDevice, HidError, MAX_REPORT_DESCRIPTOR_SIZE};
use report::Joiner;
use reports::Reports;
use std::collections::BTreeSet;
use std::ffi::CString;
use std::sync::{Mutex, PoisonError};

/// Longer than any report of a scanner.
const BUFFER: usize = 4_096;
/// How seldom every device is asked for where that disturbs them; between that those of known makers are.
const ALL_EVERY: u32 = 10;

/// Reads HID point of sale scanners.
#[derive(Default)]
pub struct HidPos {
    known: Mutex<Known>,
    /// Apart from what lists: opening a device may take long.
    opener: Mutex<Option<HidApi>>,
}

/// What was seen when devices were listed.
#[derive(Default)]
struct Known {
    api: Option<HidApi>,
    times: u32,
    vendors: BTreeSet<u16>,
}

impl Driver for HidPos {
    fn kind(&self) -> Kind {
        Kind::HidPos
    }

    fn list(&self, _: &Settings) -> Result<Vec<Found>, Unlisted> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.list().map_err(|error| Unlisted(error.to_string()))
    }

    fn check(&self, found: &Found) -> Result<(), Obstacle> {
        match self.open(&found.path) {
            Ok(_) | Err(Ended::Unplugged | Ended::Stopped) => Ok(()),
            Err(Ended::Blocked(obstacle)) => Err(obstacle),
        }
    }

    fn read(&self, found: &Found, _: &Profile, out: &Out, stop: &Stop) -> Ended {
        let device = match self.open(&found.path) {
            Ok(device) => device,
            Err(ended) => return ended,
        };
        let descriptor = descriptor_of(&device);
        allow_reading(&device, &descriptor, &found.reader.id);
        let mut reports = match Reports::of(device, &found.path) {
            Ok(reports) => reports,
            Err(ended) => return ended,
        };
        let vendor = found.reader.usb.map_or(0, |(vendor, _)| vendor);
        let mut joiner = Joiner::new(descriptor.layouts, vendor);
        out.ready();
        let mut sleep = Sleep::default();
        codes::read(&mut joiner, out, &mut [0; BUFFER], |buffer, pause| reports.read(buffer, pause, stop), || sleep.was())
    }
}

impl Known {
    fn list(&mut self) -> Result<Vec<Found>, HidError> {
        let api = api(&mut self.api)?;
        api.reset_devices()?;
        // Asking every device makes some mice halt for a moment, except on Linux, where none is asked.
        if cfg!(target_os = "linux") || self.times.is_multiple_of(ALL_EVERY) {
            api.add_devices(0, 0)?;
        } else {
            let makers = SCANNER_MAKERS.iter().map(|(vendor, _)| *vendor);
            let vendors: BTreeSet<u16> = makers.chain(self.vendors.iter().copied()).collect();
            for vendor in vendors {
                api.add_devices(vendor, 0)?;
            }
        }
        self.times = self.times.wrapping_add(1);
        // One entry comes for each collection of a device.
        let mut paths = BTreeSet::new();
        let scanners = api.device_list().filter(|device| device.usage_page() == BAR_CODE_SCANNER && paths.insert(device.path().to_owned()));
        let found: Vec<Found> = scanners.map(found).collect();
        self.vendors.extend(found.iter().filter_map(|found| found.reader.usb).map(|(vendor, _)| vendor));
        Ok(found)
    }
}

fn found(device: &DeviceInfo) -> Found {
    let path = device.path().to_string_lossy().into_owned();
    let place = place(&path);
    let usb = Usb {
        vendor: device.vendor_id(),
        product: device.product_id(),
        serial: device.serial_number(),
        place: place.as_deref(),
        interface: u8::try_from(device.interface_number()).ok(),
    };
    let otherwise = format!("USB {:04x}:{:04x}", usb.vendor, usb.product);
    let reader = Reader {
        id: ReaderId::of_usb(Kind::HidPos, &usb),
        kind: Kind::HidPos,
        name: identity::name(device.manufacturer_string(), device.product_string(), &otherwise),
        usb: Some((usb.vendor, usb.product)),
        node: path.clone(),
        is_likely: is_scanner_maker(usb.vendor),
    };
    Found { reader, path, is_read_unasked: true }
}

/// Where a device is plugged in, as far as the system tells.
fn place(path: &str) -> Option<String> {
    if cfg!(target_os = "linux") {
        let node = path.rsplit('/').next()?;
        let device = std::fs::canonicalize(format!("/sys/class/hidraw/{node}")).ok()?;
        usb_port(device.to_str()?).map(str::to_owned)
    } else {
        instance(path).map(str::to_owned)
    }
}

/// The port of a USB device from its path in `/sys`: `…/usb1/1-2/1-2.3/1-2.3:1.0/…` gives `1-2.3`.
fn usb_port(path: &str) -> Option<&str> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_port = |part: &&str| part.split_once('-').is_some_and(|(bus, chain)| is_number(bus) && chain.split('.').all(is_number));
    path.split('/').rfind(is_port)
}

/// The instance from a path of Windows: `\\?\hid#vid_0c2e&pid_0901#7&1a2b3c4d&0&0000#{…}` gives `7&1a2b3c4d&0&0000`.
fn instance(path: &str) -> Option<&str> {
    let mut parts = path.strip_prefix(r"\\?\")?.split('#');
    parts.nth(2).filter(|instance| !instance.is_empty() && !instance.starts_with('{'))
}

/// The one way into hidapi; making it asks every device, so it is kept.
fn api(kept: &mut Option<HidApi>) -> Result<&mut HidApi, HidError> {
    match kept {
        Some(api) => Ok(api),
        none => Ok(none.insert(HidApi::new()?)),
    }
}

impl HidPos {
    fn open(&self, path: &str) -> Result<HidDevice, Ended> {
        #[cfg(unix)]
        if path.starts_with('/') {
            use rustix::fs::{Access, access};
            match access(path, Access::READ_OK | Access::WRITE_OK) {
                Err(rustix::io::Errno::NOENT) => return Err(Ended::Unplugged),
                Err(rustix::io::Errno::ACCESS) => return Err(Ended::Blocked(Obstacle::NoPermission)),
                _ => {}
            }
        }
        let path = CString::new(path).map_err(|_| Ended::Unplugged)?;
        let mut opener = self.opener.lock().unwrap_or_else(PoisonError::into_inner);
        let device = api(&mut opener).and_then(|api| api.open_path(&path));
        device.map_err(|error| ended(&error.to_string()))
    }
}

/// What an error on opening means; hidapi tells it in the system's words only.
fn ended(words: &str) -> Ended {
    let words_in_small = words.to_lowercase();
    let has = |any: &[&str]| any.iter().any(|part| words_in_small.contains(part));
    if has(&["permission denied", "access is denied", "not permitted", "0xe00002e2", "0x00000005"]) {
        Ended::Blocked(Obstacle::NoPermission)
    } else if has(&["busy", "being used by another", "exclusive access", "0xe00002c5", "0x00000020"]) {
        Ended::Blocked(Obstacle::InUse)
    } else if has(&["no such", "not found", "cannot find", "not connected"]) {
        Ended::Unplugged
    } else {
        Ended::Blocked(Obstacle::Failed { detail: words.to_owned() })
    }
}

/// What the device tells of its reports; nothing where it does not, and then the makers' layouts are tried.
fn descriptor_of(device: &HidDevice) -> Descriptor {
    let mut buffer = [0; MAX_REPORT_DESCRIPTOR_SIZE];
    match device.get_report_descriptor(&mut buffer) {
        Ok(length) => descriptor::parse(buffer.get(..length).unwrap_or_default()),
        Err(error) => {
            tracing::info!(%error, "a HID scanner does not tell its reports: its maker's layout is tried");
            Descriptor::default()
        }
    }
}

/// Takes back what a program before may have set: that no code shall be read. Only where the device says how,
/// and it goes on without where it fails.
fn allow_reading(device: &HidDevice, descriptor: &Descriptor, reader: &ReaderId) {
    for report in &descriptor.allowing {
        let sent = match report.way {
            Way::Output => device.write(&report.bytes).map(drop),
            Way::Feature => device.send_feature_report(&report.bytes),
            Way::Input => Ok(()),
        };
        if let Err(error) = sent {
            tracing::info!(%reader, %error, "a HID scanner did not take that it shall read");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_found_in_the_path_of_the_system() {
        let path = "/sys/devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2.3/1-2.3:1.0/0003:0C2E:0901.0004/hidraw/hidraw0";
        assert_eq!(usb_port(path), Some("1-2.3"));
        let gadget = "/sys/devices/platform/dummy_hcd.0/usb2/2-1/2-1:1.0/0003:0C2E:0901.0001/hidraw/hidraw0";
        assert_eq!(usb_port(gadget), Some("2-1"));
        assert_eq!(usb_port("/sys/devices/virtual/misc/uhid/0005:05E0:1200.0002/hidraw/hidraw1"), None);
    }

    #[test]
    fn on_windows_the_instance_is_the_place() {
        let path = r"\\?\hid#vid_0c2e&pid_0901&mi_00#7&1a2b3c4d&0&0000#{4d1e55b2-f16f-11cf-88cb-001111000030}";
        assert_eq!(instance(path), Some("7&1a2b3c4d&0&0000"));
        assert_eq!(instance("DevSrvsID:4294969321"), None);
    }

    #[test]
    fn errors_of_every_system_are_told_apart() {
        for words in ["Permission denied (os error 13)", "Access is denied.", "(0xE00002E2) (iokit/common) not permitted"] {
            assert_eq!(ended(words), Ended::Blocked(Obstacle::NoPermission), "{words}");
        }
        for words in [
            "The process cannot access the file because it is being used by another process.",
            "(0xE00002C5) (iokit/common) exclusive access and device already open",
            "Device or resource busy (os error 16)",
        ] {
            assert_eq!(ended(words), Ended::Blocked(Obstacle::InUse), "{words}");
        }
        assert_eq!(ended("No such device (os error 19)"), Ended::Unplugged);
        assert!(matches!(ended("on fire"), Ended::Blocked(Obstacle::Failed { detail }) if detail == "on fire"));
    }

    #[test]
    fn a_device_that_is_not_there_is_unplugged() {
        assert!(matches!(HidPos::default().open("/dev/hidraw99999"), Err(Ended::Unplugged)));
    }

    #[test]
    fn listing_works_where_there_are_no_devices_too() {
        let driver = HidPos::default();
        for _ in 0..3 {
            assert!(driver.list(&Settings::default()).is_ok());
        }
    }
}
