//! Makers whose USB devices are scanners mostly: a hint, and the list of `assets/udev/70-kaikuasema.rules`.

/// USB vendor ids and the makers' names.
pub const SCANNER_MAKERS: [(u16, &str); 8] = [
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
