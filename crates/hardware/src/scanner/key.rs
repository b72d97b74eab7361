//! The reports of a keyboard, as a scanner sends them that is set to US keys.

/// What a keyboard says of its reports when a machine starts: one byte of modifiers, one that is free, six keys.
pub(super) const DESCRIPTOR: &[u8] = &[
    0x05, 0x01, 0x09, 0x06, 0xa1, 0x01, // a keyboard
    0x05, 0x07, 0x19, 0xe0, 0x29, 0xe7, 0x15, 0x00, 0x25, 0x01, 0x75, 0x01, 0x95, 0x08, 0x81, 0x02, // modifiers
    0x95, 0x01, 0x75, 0x08, 0x81, 0x01, // free
    0x95, 0x06, 0x75, 0x08, 0x15, 0x00, 0x25, 0x65, 0x05, 0x07, 0x19, 0x00, 0x29, 0x65, 0x81, 0x00, // keys
    0xc0,
];

const LEFT_SHIFT: u8 = 0x02;

/// The position of a character's key on a US keyboard (HID usage page 07), and whether Shift is held.
fn position(character: char) -> Option<(u8, bool)> {
    Some(match character {
        'a'..='z' => (0x04 + (character as u8 - b'a'), false),
        'A'..='Z' => (0x04 + (character as u8 - b'A'), true),
        '1'..='9' => (0x1e + (character as u8 - b'1'), false),
        '0' => (0x27, false),
        '\n' => (0x28, false),
        '\t' => (0x2b, false),
        ' ' => (0x2c, false),
        '-' => (0x2d, false),
        '.' => (0x37, false),
        '/' => (0x38, false),
        ':' => (0x33, true),
        '*' => (0x25, true),
        _ => return None,
    })
}

/// A report for each key that goes down and one for each that comes up. What has no key is left out.
pub(super) fn reports(text: &str) -> Vec<[u8; 8]> {
    let mut reports = Vec::new();
    for (key, is_shifted) in text.chars().filter_map(position) {
        let modifiers = if is_shifted { LEFT_SHIFT } else { 0 };
        reports.push([modifiers, 0, key, 0, 0, 0, 0, 0]);
        reports.push([0; 8]);
    }
    reports
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_that_goes_down_comes_up() {
        let reports = reports("A1\n");
        assert_eq!(reports.len(), 6);
        assert_eq!(reports[0], [LEFT_SHIFT, 0, 0x04, 0, 0, 0, 0, 0]);
        assert_eq!(reports[2][2], 0x1e);
        assert_eq!(reports[4][2], 0x28);
        assert!(reports.iter().skip(1).step_by(2).all(|report| *report == [0; 8]));
    }
}
