//! Where in a report what stands: as the descriptor says, or else as the makers do it.

use std::fmt;
use std::ops::Range;

/// Where a number stands, least byte first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// Its first byte.
    pub at: usize,
    /// How many it has: one or two.
    pub bytes: usize,
}

/// One report with decoded data; places count from its first byte, which is its id where it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Its id, where the device numbers its reports.
    pub id: Option<u8>,
    /// How many bytes of data are good; where nothing says so, those before the padding are.
    pub length: Option<Number>,
    /// Where the three characters of the AIM identifier begin.
    pub aim: Option<usize>,
    /// The data.
    pub data: Range<usize>,
    /// The byte and the bit in it that says that another report goes on.
    pub continued: Option<(usize, u8)>,
}

/// What one report says.
///
/// [`fmt::Debug`] leaves the data out: it may be a card's number.
#[derive(Clone, PartialEq, Eq)]
pub struct Part<'a> {
    /// The AIM identifier, if it is one.
    pub aim: Option<[u8; 3]>,
    /// The data.
    pub data: &'a [u8],
    /// Whether another report goes on.
    pub is_continued: bool,
}

impl fmt::Debug for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part").field("bytes", &self.data.len()).field("is_continued", &self.is_continued).finish_non_exhaustive()
    }
}

/// A report that cannot be understood: longer than itself, or cut short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// Whether another report goes on, where it still says so.
    pub is_continued: Option<bool>,
}

impl Layout {
    /// Whether a report is one of these.
    #[must_use]
    pub fn fits(&self, report: &[u8]) -> bool {
        self.id.is_none_or(|id| report.first() == Some(&id))
    }

    /// Takes a report apart.
    ///
    /// # Errors
    /// [`Malformed`], where its length is more than its field or than the report itself.
    pub fn part<'a>(&self, report: &'a [u8]) -> Result<Part<'a>, Malformed> {
        let continued = self.continued.map(|(at, bit)| report.get(at).map(|byte| byte & bit != 0));
        let malformed = Malformed { is_continued: continued.flatten() };
        let end = report.len().min(self.data.end);
        let field = report.get(self.data.start..end).unwrap_or_default();
        let data = match self.length {
            Some(number) => {
                let digits = report.get(number.at..number.at + number.bytes).ok_or(malformed)?;
                let length = digits.iter().rev().fold(0, |length, byte| length << 8 | usize::from(*byte));
                field.get(..length).ok_or(malformed)?
            }
            None => {
                let length = field.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
                field.get(..length).unwrap_or_default()
            }
        };
        let aim = self.aim.and_then(|at| report.get(at..at + 3)).and_then(|aim| aim.try_into().ok());
        // A report that ends before its padding does not go on.
        Ok(Part { aim: aim.filter(is_aim), data, is_continued: malformed.is_continued.unwrap_or(false) })
    }
}

fn is_aim(aim: &[u8; 3]) -> bool {
    aim[0] == b']' && aim[1].is_ascii_alphabetic() && aim[2].is_ascii_alphanumeric()
}

/// Honeywell (Hand Held Products, Metrologic) and Access-IS put the AIM identifier before the data.
const WITH_AIM: [u16; 3] = [0x0536, 0x0c2e, 0x0db5];
/// Newland and ID TECH have none.
const WITHOUT_AIM: [u16; 2] = [0x1eab, 0x0acd];

/// The layout of a report as its maker does it, where the device does not say; for others the one that the
/// report itself looks like.
#[must_use]
pub fn of_maker(vendor: u16, report: &[u8]) -> Option<Layout> {
    match report.first()? {
        0x01 => Some(microscan()),
        0x02 if WITH_AIM.contains(&vendor) => Some(with_aim()),
        0x02 if WITHOUT_AIM.contains(&vendor) => Some(without_aim()),
        0x02 => Some(if looks_with_aim(report) { with_aim() } else { without_aim() }),
        _ => None,
    }
}

fn with_aim() -> Layout {
    Layout { id: Some(0x02), length: Some(Number { at: 1, bytes: 1 }), aim: Some(2), data: 5..61, continued: Some((63, 1)) }
}

fn without_aim() -> Layout {
    Layout { id: Some(0x02), length: Some(Number { at: 1, bytes: 1 }), aim: None, data: 2..58, continued: Some((63, 1)) }
}

fn microscan() -> Layout {
    Layout { id: Some(0x01), length: Some(Number { at: 1, bytes: 1 }), aim: None, data: 2..64, continued: None }
}

/// Whether three bytes of AIM identifier, or of zeros in its place, stand before as much data as the length says.
/// An identifier that is part of the data is counted in the length, so the field ends with it.
fn looks_with_aim(report: &[u8]) -> bool {
    let length = usize::from(report.get(1).copied().unwrap_or_default());
    let is_zero = |from: usize, to: usize| report.get(from..to).is_none_or(|bytes| bytes.iter().all(|byte| *byte == 0));
    let begins = report.get(2..5).and_then(|aim| aim.try_into().ok()).is_some_and(|aim: [u8; 3]| is_aim(&aim) || aim == [0; 3]);
    begins && !is_zero(2 + length, 5 + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A report of 64 bytes.
    fn report(start: &[u8]) -> Vec<u8> {
        let mut report = start.to_vec();
        report.resize(64, 0);
        report
    }

    fn read<'a>(vendor: u16, report: &'a [u8]) -> Part<'a> {
        of_maker(vendor, report).unwrap().part(report).unwrap()
    }

    #[test]
    fn honeywell_and_access_is_tell_the_aim_identifier() {
        for vendor in WITH_AIM {
            let report = report(b"\x02\x0b]A0A9912345678");
            assert_eq!(read(vendor, &report), Part { aim: Some(*b"]A0"), data: b"A9912345678", is_continued: false });
        }
    }

    #[test]
    fn newland_and_id_tech_tell_none() {
        for vendor in WITHOUT_AIM {
            let report = report(b"\x02\x0bA9912345678");
            assert_eq!(read(vendor, &report), Part { aim: None, data: b"A9912345678", is_continued: false });
        }
    }

    #[test]
    fn microscan_has_its_own_report() {
        let report = report(b"\x01\x0bA9912345678");
        assert_eq!(read(0xffff, &report).data, b"A9912345678");
    }

    #[test]
    fn an_unknown_maker_is_read_by_what_its_report_looks_like() {
        for (start, aim, data) in [
            (&b"\x02\x0b]A0A9912345678"[..], Some(*b"]A0"), &b"A9912345678"[..]),
            (b"\x02\x0b\0\0\0A9912345678", None, b"A9912345678"),
            (b"\x02\x0bA9912345678", None, b"A9912345678"),
            (b"\x02\x0e]A0A9912345678", None, b"]A0A9912345678"),
        ] {
            let report = report(start);
            let part = read(0x1234, &report);
            assert_eq!((part.aim, part.data), (aim, data));
        }
    }

    #[test]
    fn the_last_byte_says_whether_it_goes_on() {
        let mut first = report(b"\x02\x38]Q1");
        first[5..61].fill(b'7');
        first[63] = 1;
        let part = read(0x0c2e, &first);
        assert!(part.is_continued);
        assert_eq!(part.data.len(), 56);
    }

    #[test]
    fn a_length_over_the_field_or_the_report_is_malformed() {
        let layout = with_aim();
        let mut over = report(b"\x02\x39]A0");
        assert_eq!(layout.part(&over), Err(Malformed { is_continued: Some(false) }));
        over[63] = 1;
        assert_eq!(layout.part(&over), Err(Malformed { is_continued: Some(true) }));
        assert_eq!(layout.part(b"\x02\x0b]A0A99"), Err(Malformed { is_continued: None }));
        assert_eq!(layout.part(b"\x02"), Err(Malformed { is_continued: None }));
    }

    #[test]
    fn a_report_cut_short_after_its_data_is_whole() {
        let layout = with_aim();
        let part = layout.part(b"\x02\x0b]A0A9912345678").unwrap();
        assert_eq!((part.data, part.is_continued), (&b"A9912345678"[..], false));
    }

    #[test]
    fn what_is_no_aim_identifier_is_none() {
        for aim in [*b"\0\0\0", *b"A01", *b"]\0\0", *b"]9a"] {
            let mut report = report(b"\x02\x01...1");
            report[2..5].copy_from_slice(&aim);
            assert_eq!(read(0x0c2e, &report).aim, None);
        }
    }

    #[test]
    fn a_part_shows_nothing_of_what_it_holds() {
        let report = report(b"\x02\x0b]A0A9912345678");
        let shown = format!("{:?}", read(0x0c2e, &report));
        assert!(!shown.contains("99123") && !shown.contains("57, 57, 49"), "{shown}");
        assert!(shown.contains("bytes: 11"), "{shown}");
    }

    #[test]
    fn another_report_is_nobodys() {
        assert_eq!(of_maker(0x0c2e, b"\x04\x00"), None);
        assert_eq!(of_maker(0x0c2e, b""), None);
    }
}
