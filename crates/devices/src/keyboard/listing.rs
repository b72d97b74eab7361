//! The keyboards that the kernel knows, read from `/sys`, which needs no permission and disturbs nobody.

use crate::driver::{Found, Unlisted};
use crate::identity::{self, Usb};
use crate::maker;
use crate::reader::{Kind, Reader, ReaderId};
use std::fs;
use std::path::{Path, PathBuf};

/// Where the kernel tells of input devices.
pub(super) const SYS: &str = "/sys/class/input";
/// Where their nodes are.
const NODES: &str = "/dev/input";

const BUS_USB: u16 = 0x03;
const BUS_BLUETOOTH: u16 = 0x05;

/// Keys that every keyboard has which can type a card number: Enter, the digits, A and Z.
const KEYS: [u16; 13] = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 28, 30, 44];

/// Lists keyboards that can be unplugged. The one that is built in is nobody's scanner.
pub(super) fn list(sys: &Path) -> Result<Vec<Found>, Unlisted> {
    let entries = match fs::read_dir(sys) {
        Ok(entries) => entries,
        // No input at all: a container, a server.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Unlisted(error.to_string())),
    };
    let mut nodes: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    nodes.sort();
    Ok(nodes.iter().filter_map(|node| keyboard(node)).collect())
}

fn keyboard(node: &Path) -> Option<Found> {
    let name = node.file_name()?.to_str()?.strip_prefix("event").map(|number| format!("event{number}"))?;
    let device = node.join("device");
    let bus = hex(&device.join("id/bustype"))?;
    if !matches!(bus, BUS_USB | BUS_BLUETOOTH) || !can_type(&text(&device.join("capabilities/key"))?) {
        return None;
    }
    let (vendor, product) = (hex(&device.join("id/vendor"))?, hex(&device.join("id/product"))?);
    let interface = fs::canonicalize(&device).ok().and_then(|device| usb_interface(&device));
    let parent = interface.as_deref().and_then(Path::parent);
    let told = |file: &str| parent.and_then(|parent| text(&parent.join(file)));
    let serial = told("serial").or_else(|| text(&device.join("uniq")));
    let place = parent.and_then(|parent| parent.file_name()?.to_str().map(str::to_owned)).or_else(|| text(&device.join("phys")));
    let number = interface.as_deref().and_then(|interface| hex(&interface.join("bInterfaceNumber")));
    let usb = Usb {
        vendor,
        product,
        serial: serial.as_deref(),
        place: place.as_deref(),
        interface: number.and_then(|number| u8::try_from(number).ok()),
    };
    let otherwise = format!("USB {vendor:04x}:{product:04x}");
    let (maker, model) = (told("manufacturer"), told("product"));
    let model = model.or_else(|| text(&device.join("name")));
    let path = format!("{NODES}/{name}");
    let reader = Reader {
        id: ReaderId::of_usb(Kind::Keyboard, &usb),
        kind: Kind::Keyboard,
        name: identity::name(maker.as_deref(), model.as_deref(), &otherwise),
        usb: (vendor != 0).then_some((vendor, product)),
        node: path.clone(),
        is_likely: maker::is_scanner_maker(vendor),
    };
    Some(Found { reader, path, is_read_unasked: false })
}

/// The USB interface that a device belongs to, by its folder in `/sys`.
fn usb_interface(device: &Path) -> Option<PathBuf> {
    device.ancestors().find(|folder| folder.join("bInterfaceNumber").is_file()).map(Path::to_path_buf)
}

/// Whether the keys of a device are those of a keyboard: words of bits in hexadecimal, the highest first.
fn can_type(capabilities: &str) -> bool {
    let words: Option<Vec<u64>> = capabilities.split_whitespace().rev().map(|word| u64::from_str_radix(word, 16).ok()).collect();
    let Some(words) = words else { return false };
    let width = usize::BITS.min(64);
    let has = |key: u16| {
        let (word, bit) = (u32::from(key) / width, u32::from(key) % width);
        usize::try_from(word).ok().and_then(|word| words.get(word)).is_some_and(|word| word >> bit & 1 == 1)
    };
    KEYS.into_iter().all(has)
}

fn text(file: &Path) -> Option<String> {
    let bytes = fs::read(file).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn hex(file: &Path) -> Option<u16> {
    u16::from_str_radix(&text(file)?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    /// The keys of a usual USB keyboard, as the kernel tells them.
    const ALL_KEYS: &str = "1000000000007 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe";
    /// Those of its second interface: volume, play.
    const MEDIA_KEYS: &str = "3f000301ff 0 0 483ffff17aff32d bfd4444600000000 1 130ff38b17c000 677bfad9415fed 19ed68000004400 10000002";

    struct Sys(tempfile::TempDir);

    impl Sys {
        fn new() -> Self {
            let sys = Self(tempfile::tempdir().unwrap());
            fs::create_dir(sys.class()).unwrap();
            sys
        }

        fn class(&self) -> PathBuf {
            self.0.path().join("class")
        }

        fn write(&self, path: &str, text: &str) {
            let path = self.0.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, format!("{text}\n")).unwrap();
        }

        /// A keyboard at a USB port; its folder.
        fn usb(&self, event: &str, port: &str, interface: u8, keys: &str) -> String {
            let parent = format!("devices/pci0/usb1/{port}");
            self.write(&format!("{parent}/manufacturer"), "Honeywell Imaging");
            self.write(&format!("{parent}/product"), "Voyager 1470g");
            let folder = format!("{parent}/{port}:1.{interface}");
            self.write(&format!("{folder}/bInterfaceNumber"), &format!("{interface:02x}"));
            self.input(event, &format!("{folder}/0003/input/input{event}"), "0003", keys);
            parent
        }

        fn input(&self, event: &str, input: &str, bus: &str, keys: &str) {
            self.write(&format!("{input}/id/bustype"), bus);
            self.write(&format!("{input}/id/vendor"), "0c2e");
            self.write(&format!("{input}/id/product"), "0b81");
            self.write(&format!("{input}/capabilities/key"), keys);
            self.write(&format!("{input}/name"), "Honeywell Imaging Voyager 1470g");
            self.write(&format!("{input}/uniq"), "");
            self.write(&format!("{input}/phys"), "usb-0000:00:14.0-2/input0");
            let node = self.0.path().join(input).join(event);
            fs::create_dir(&node).unwrap();
            symlink(self.0.path().join(input), node.join("device")).unwrap();
            symlink(&node, self.class().join(event)).unwrap();
        }

        fn list(&self) -> Vec<Found> {
            list(&self.class()).unwrap()
        }
    }

    #[test]
    fn a_usb_keyboard_is_listed_by_name_and_place_and_read_only_when_chosen() {
        let sys = Sys::new();
        sys.usb("event5", "1-2.3", 0, ALL_KEYS);
        let [found] = sys.list().try_into().unwrap();
        assert_eq!(found.path, "/dev/input/event5");
        assert!(!found.is_read_unasked);
        assert_eq!(found.reader.id.0, "keyboard:0c2e:0b81@1-2.3");
        assert_eq!(found.reader.name, "Honeywell Imaging Voyager 1470g");
        assert_eq!(found.reader.usb, Some((0x0c2e, 0x0b81)));
        assert!(found.reader.is_likely, "its maker makes scanners");
    }

    #[test]
    fn a_serial_number_makes_it_the_same_at_every_port() {
        let ids = ["1-2", "1-4.1"].map(|port| {
            let sys = Sys::new();
            let parent = sys.usb("event5", port, 0, ALL_KEYS);
            sys.write(&format!("{parent}/serial"), "S123");
            sys.list()[0].reader.id.clone()
        });
        assert_eq!(ids[0], ids[1]);
        assert_eq!(ids[0].0, "keyboard:0c2e:0b81:S123");
    }

    #[test]
    fn the_same_scanner_plugged_in_twice_without_a_serial_number_is_two() {
        let sys = Sys::new();
        sys.usb("event5", "1-2", 0, ALL_KEYS);
        sys.usb("event6", "1-3", 0, ALL_KEYS);
        let found = sys.list();
        assert_eq!(found.len(), 2);
        assert_ne!(found[0].reader.id, found[1].reader.id);
    }

    #[test]
    fn media_keys_mice_and_built_in_keyboards_are_no_readers() {
        let sys = Sys::new();
        sys.usb("event5", "1-2", 1, MEDIA_KEYS);
        sys.input("event6", "devices/platform/i8042/serio0/input/input6", "0011", ALL_KEYS);
        sys.input("event7", "devices/pci0/usb1/1-5/1-5:1.0/input/input7", "0003", "1f0000 0 0 0 0");
        sys.input("event8", "devices/virtual/input/input8", "0006", ALL_KEYS);
        fs::create_dir(sys.class().join("mouse0")).unwrap();
        fs::create_dir(sys.class().join("event9")).unwrap();
        assert_eq!(sys.list(), []);
    }

    #[test]
    fn a_bluetooth_keyboard_is_told_by_its_address() {
        let sys = Sys::new();
        let input = "devices/virtual/misc/uhid/0005:0C2E:0B81.0001/input/input9";
        sys.input("event9", input, "0005", ALL_KEYS);
        sys.write(&format!("{input}/uniq"), "aa:bb:cc:00:11:22");
        let [found] = sys.list().try_into().unwrap();
        assert_eq!(found.reader.id.0, "keyboard:0c2e:0b81:aa:bb:cc:00:11:22");
    }

    #[test]
    fn where_there_is_no_input_there_are_no_keyboards() {
        assert_eq!(list(Path::new("/there/is/no/such/folder")), Ok(Vec::new()));
    }

    #[test]
    fn nonsense_in_the_kernels_words_is_no_keyboard() {
        for keys in ["", "zz", "0", "fffffffffffffffff", "1 2 3"] {
            assert!(!can_type(keys), "{keys}");
        }
        assert!(can_type(ALL_KEYS));
    }
}
