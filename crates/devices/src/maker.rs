//! Makers whose USB devices are scanners mostly: a hint, and the list of `assets/udev/70-kaikuasema.rules`.

/// USB vendor ids and the makers' names.
pub const SCANNER_MAKERS: [(u16, &str); 9] = [
    (0x0536, "Honeywell (Hand Held Products)"),
    (0x05e0, "Zebra (Symbol)"),
    (0x05f9, "Datalogic (PSC)"),
    (0x065a, "Opticon"),
    (0x067e, "Intermec"),
    (0x0c2e, "Honeywell (Metrologic)"),
    (0x0db5, "Access-IS"),
    (0x1eab, "Newland"),
    (0x1fbb, "Cino"),
];

/// Whether a USB vendor is one of them.
#[must_use]
pub fn is_scanner_maker(vendor: u16) -> bool {
    SCANNER_MAKERS.iter().any(|(known, _)| *known == vendor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const RULES: &str = include_str!("../../../assets/udev/70-kaikuasema.rules");

    /// The rules themselves, without what is said about them.
    fn rules() -> impl Iterator<Item = &'static str> {
        RULES.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
    }

    /// The vendor ids of one match of one rule: `KERNELS=="*:05E0:*|*:05F9:*"`.
    fn vendors(rule: &str, key: &str) -> Option<BTreeSet<u16>> {
        let (_, values) = rule.split_once(&format!("{key}==\""))?;
        let (values, _) = values.split_once('"')?;
        let vendor = |value: &str| u16::from_str_radix(value.trim_matches(['*', ':']), 16);
        Some(values.split('|').map(|value| vendor(value).unwrap()).collect())
    }

    #[test]
    fn the_udev_rules_name_the_makers_of_the_list_and_no_others() {
        let known: BTreeSet<u16> = SCANNER_MAKERS.iter().map(|(vendor, _)| *vendor).collect();
        let mut found = 0;
        for rule in rules() {
            for key in ["KERNELS", "ATTR{idVendor}", "ATTRS{idVendor}"] {
                if let Some(vendors) = vendors(rule, key) {
                    assert_eq!(vendors, known, "{rule}");
                    found += 1;
                }
            }
        }
        assert_eq!(found, 4, "HID, keyboards, serial ports and the devices that ModemManager leaves alone");
    }

    #[test]
    fn who_adds_a_maker_finds_a_line_for_each_sort_of_scanner_that_the_rules_let_in() {
        // But for the ids, what is to be written is what the rules say.
        let shape = |rule: &str, key: &str| {
            let (before, values) = rule.split_once(&format!("{key}==\"")).unwrap();
            format!("{before}{key}{}", values.split_once('"').unwrap().1)
        };
        let key = |rule: &str| if rule.contains("KERNELS==") { "KERNELS" } else { "ATTRS{idVendor}" };
        let let_in: Vec<String> = rules().filter(|rule| rule.contains("uaccess")).map(|rule| shape(rule, key(rule))).collect();
        let offered = RULES.lines().filter_map(|line| line.strip_prefix("# ")).filter(|line| line.starts_with("SUBSYSTEM"));
        let offered: Vec<String> = offered.map(|rule| shape(rule, key(rule))).collect();
        assert_eq!(let_in.len(), 3);
        for rule in &let_in {
            let port = rule.replace(", ENV{ID_MM_PORT_IGNORE}=\"1\"", "");
            assert!(offered.contains(rule) || offered.contains(&port), "{rule} is not among {offered:?}");
        }
    }

    #[test]
    fn the_kernel_writes_vendors_of_hid_devices_in_capital_letters_and_those_of_usb_in_small_ones() {
        for rule in rules() {
            let (_, values) = rule.split_once("KERNELS==\"").unwrap_or_default();
            let values = values.split_once('"').map_or("", |(values, _)| values);
            assert_eq!(values, values.to_uppercase(), "{rule}");
            let (_, values) = rule.split_once("{idVendor}==\"").unwrap_or_default();
            let values = values.split_once('"').map_or("", |(values, _)| values);
            assert_eq!(values, values.to_lowercase(), "{rule}");
        }
    }
}
