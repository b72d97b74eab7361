//! The reports of a HID POS scanner, as Honeywell lays them out.

/// Bytes of data in one report.
const DATA: usize = 56;

/// Report 2: its length, three characters of the AIM identifier, 56 bytes of data, two of the maker's own, one
/// bit that says whether the code goes on in the next report. Report 4 would pull the trigger.
pub(super) const DESCRIPTOR: &[u8] = &[
    0x05, 0x8c, 0x09, 0x02, 0xa1, 0x01, // a bar code scanner
    0x09, 0x12, 0xa1, 0x02, 0x85, 0x02, 0x15, 0x00, 0x26, 0xff, 0x00, 0x75, 0x08, // scanned data, report 2, bytes
    0x95, 0x01, 0x05, 0x01, 0x09, 0x3b, 0x81, 0x02, // the number of bytes
    0x95, 0x03, 0x05, 0x8c, 0x09, 0xfb, 0x09, 0xfc, 0x09, 0xfd, 0x81, 0x02, // AIM identifier
    0x95, 0x38, 0x09, 0xfe, 0x82, 0x02, 0x01, // data
    0x95, 0x02, 0x06, 0x66, 0xff, 0x09, 0x04, 0x09, 0x05, 0x81, 0x02, // the maker's own symbology
    0x95, 0x01, 0x05, 0x8c, 0x25, 0x01, 0x75, 0x01, 0x09, 0xff, 0x81, 0x02, // continued
    0x95, 0x07, 0x81, 0x03, // the rest of the byte
    0xc0, //
    0x09, 0x14, 0xa1, 0x02, 0x85, 0x04, 0x15, 0x00, 0x25, 0x01, 0x75, 0x01, 0x95, 0x01, // trigger, report 4
    0x09, 0x60, 0x91, 0x02, 0x95, 0x07, 0x91, 0x03, //
    0xc0, //
    0xc0,
];

/// The reports of one code. `aim` is the identifier with its bracket, `]A0`.
pub(super) fn reports(aim: &str, text: &str) -> Vec<[u8; 64]> {
    let parts: Vec<&[u8]> = text.as_bytes().chunks(DATA).collect();
    let last = parts.len().saturating_sub(1);
    let report = |(number, part): (usize, &&[u8])| {
        let mut report = [0; 64];
        report[0] = 2;
        report[1] = u8::try_from(part.len()).unwrap_or_default();
        for (to, from) in report[2..5].iter_mut().zip(aim.bytes()) {
            *to = from;
        }
        report[5..5 + part.len()].copy_from_slice(part);
        report[63] = u8::from(number < last);
        report
    };
    parts.iter().enumerate().map(report).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_code_is_continued_in_all_reports_but_the_last() {
        let reports = reports("]Q1", &"7".repeat(2 * DATA + 1));
        let facts: Vec<(u8, u8)> = reports.iter().map(|report| (report[1], report[63])).collect();
        assert_eq!(facts, [(56, 1), (56, 1), (1, 0)]);
        assert!(reports.iter().all(|report| &report[2..5] == b"]Q1" && report[0] == 2));
    }

    #[test]
    fn a_card_fits_into_one_report() {
        let reports = reports("]A0", "A9990000071");
        assert_eq!(reports.len(), 1);
        assert_eq!((reports[0][1], &reports[0][5..16], reports[0][63]), (11, b"A9990000071".as_slice(), 0));
    }
}
