//! Which reader: ids that outlive a plug, and names for people, made from what a USB device tells of itself.

use crate::reader::{Kind, ReaderId};
use std::fmt::Write as _;

/// Longer serial numbers and names are cut: a device may tell anything.
const LONGEST_PART: usize = 64;
/// Between an id and the number of its twin.
const TWIN: char = '#';

/// What a USB device tells of itself, or the system of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usb<'a> {
    /// The vendor id.
    pub vendor: u16,
    /// The product id.
    pub product: u16,
    /// The serial number, which many lack and some make up of zeros.
    pub serial: Option<&'a str>,
    /// Where it is plugged in (`1-2.3`), the same as long as nobody moves the plug.
    pub place: Option<&'a str>,
    /// The interface, of those that one device may have several of.
    pub interface: Option<u8>,
}

impl ReaderId {
    /// By vendor, product and serial number, or else the place where it is plugged in.
    #[must_use]
    pub fn of_usb(kind: Kind, usb: &Usb<'_>) -> Self {
        let mut id = format!("{}:{:04x}:{:04x}", word(kind), usb.vendor, usb.product);
        let serial = usb.serial.map(clean).filter(|serial| serial.chars().any(|c| c != '0'));
        let place = usb.place.map(clean).filter(|place| !place.is_empty());
        // Writing to a text cannot fail.
        let _ = match (serial, place) {
            (Some(serial), _) => write!(id, ":{serial}"),
            (None, Some(place)) => write!(id, "@{place}"),
            (None, None) => Ok(()),
        };
        if let Some(interface) = usb.interface.filter(|interface| *interface > 0) {
            let _ = write!(id, "/{interface}");
        }
        Self(id)
    }

    /// By the place alone, for what is no USB device: a built-in port, whose name is its place.
    #[must_use]
    pub fn of_place(kind: Kind, place: &str) -> Self {
        Self(format!("{}:port:{place}", word(kind)))
    }

    /// The place of an id that [`ReaderId::of_place`] made.
    #[must_use]
    pub fn place(&self, kind: Kind) -> Option<&str> {
        self.0.strip_prefix(word(kind))?.strip_prefix(":port:")
    }

    /// The second or a later one of two readers that cannot be told apart.
    #[must_use]
    pub fn twin(&self, number: usize) -> Self {
        Self(format!("{}{TWIN}{number}", self.0))
    }

    /// Which one it is a twin of.
    #[must_use]
    pub fn first_of_twins(&self) -> Option<Self> {
        let (first, number) = self.0.rsplit_once(TWIN)?;
        (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then(|| Self(first.to_owned()))
    }
}

/// The name for people: maker and product as told, the maker not twice, and never empty.
#[must_use]
pub fn name(maker: Option<&str>, product: Option<&str>, otherwise: &str) -> String {
    let maker = maker.map(clean).unwrap_or_default();
    let product = product.map(clean).unwrap_or_default();
    let is_told_twice = product.to_lowercase().starts_with(&maker.to_lowercase());
    match (maker.is_empty(), product.is_empty()) {
        (_, false) if is_told_twice => product,
        (false, false) => format!("{maker} {product}"),
        (false, true) => maker,
        (true, _) => otherwise.to_owned(),
    }
}

/// Without control characters, the sign of twins, outer spaces and whatever is beyond the length.
fn clean(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !c.is_control() && *c != TWIN).take(LONGEST_PART).collect();
    kept.trim().to_owned()
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::HidPos => "hid_pos",
        Kind::Keyboard => "keyboard",
        Kind::Serial => "serial",
        Kind::Wedge => "wedge",
        Kind::Camera => "camera",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usb<'a>() -> Usb<'a> {
        Usb { vendor: 0x0c2e, product: 0x0901, serial: None, place: Some("1-2"), interface: Some(0) }
    }

    #[test]
    fn a_serial_number_tells_a_reader_at_every_port() {
        let here = ReaderId::of_usb(Kind::HidPos, &Usb { serial: Some("SN12345"), ..usb() });
        let there = ReaderId::of_usb(Kind::HidPos, &Usb { serial: Some("SN12345"), place: Some("3-1.4"), ..usb() });
        assert_eq!(here.0, "hid_pos:0c2e:0901:SN12345");
        assert_eq!(here, there);
    }

    #[test]
    fn without_a_serial_number_or_with_one_of_zeros_the_place_tells() {
        for serial in [None, Some(""), Some(" \u{0}"), Some("0000000000")] {
            assert_eq!(ReaderId::of_usb(Kind::Serial, &Usb { serial, ..usb() }).0, "serial:0c2e:0901@1-2");
        }
        assert_eq!(ReaderId::of_usb(Kind::Serial, &Usb { place: None, ..usb() }).0, "serial:0c2e:0901");
    }

    #[test]
    fn two_interfaces_of_one_device_are_two_readers() {
        let second = ReaderId::of_usb(Kind::Serial, &Usb { serial: Some("1"), interface: Some(2), ..usb() });
        assert_eq!(second.0, "serial:0c2e:0901:1/2");
    }

    #[test]
    fn a_twin_knows_its_first() {
        let first = ReaderId::of_usb(Kind::HidPos, &Usb { serial: Some("A#1"), ..usb() });
        assert_eq!(first.0, "hid_pos:0c2e:0901:A1", "a device cannot claim to be a twin");
        assert_eq!(first.twin(2).first_of_twins(), Some(first.clone()));
        assert_eq!(first.first_of_twins(), None);
    }

    #[test]
    fn a_built_in_port_is_its_place() {
        let id = ReaderId::of_place(Kind::Serial, "COM3");
        assert_eq!(id.place(Kind::Serial), Some("COM3"));
        assert_eq!(id.place(Kind::HidPos), None);
        assert_eq!(ReaderId::of_usb(Kind::Serial, &usb()).place(Kind::Serial), None);
    }

    #[test]
    fn a_name_is_never_empty_and_says_the_maker_once() {
        assert_eq!(name(Some("Honeywell"), Some("Voyager 1450"), "x"), "Honeywell Voyager 1450");
        assert_eq!(name(Some("Honeywell"), Some("honeywell voyager"), "x"), "honeywell voyager");
        assert_eq!(name(None, Some(" Voyager\u{7}\n"), "x"), "Voyager");
        assert_eq!(name(Some("Cino"), None, "x"), "Cino");
        assert_eq!(name(Some(" "), Some(""), "x"), "x");
        assert_eq!(name(None, Some(&"n".repeat(900)), "x").len(), LONGEST_PART);
    }
}
