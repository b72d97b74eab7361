//! Linux's numbers of keys (`linux/input-event-codes.h`) as places on the keyboard.

use crate::wedge::Position;

/// Runs of keys that lie alike in both countings: Linux's first, the place's first, how many.
const RUNS: [(u16, u8, u16); 9] = [
    (2, 0x1e, 10),  // 1 … 0
    (12, 0x2d, 2),  // - =
    (26, 0x2f, 2),  // [ ]
    (39, 0x33, 2),  // ; '
    (51, 0x36, 3),  // , . /
    (59, 0x3a, 10), // F1 … F10
    (71, 0x5f, 3),  // 7 8 9 of the keypad
    (75, 0x5c, 3),  // 4 5 6
    (79, 0x59, 3),  // 1 2 3
];

/// The letters in the order of Linux's numbers, from the first key of each row.
const ROWS: [(u16, &str); 3] = [(16, "qwertyuiop"), (30, "asdfghjkl"), (44, "zxcvbnm")];

const SINGLE: [(u16, u8); 25] = [
    (1, 0x29),   // Escape
    (14, 0x2a),  // Backspace
    (15, 0x2b),  // Tab
    (28, 0x28),  // Enter
    (29, 0xe0),  // left Control
    (41, 0x35),  // `
    (42, 0xe1),  // left Shift
    (43, 0x31),  // \
    (54, 0xe5),  // right Shift
    (55, 0x55),  // * of the keypad
    (56, 0xe2),  // left Alt
    (57, 0x2c),  // space
    (58, 0x39),  // Caps Lock
    (69, 0x53),  // Num Lock
    (74, 0x56),  // - of the keypad
    (78, 0x57),  // + of the keypad
    (82, 0x62),  // 0 of the keypad
    (83, 0x63),  // . of the keypad
    (86, 0x64),  // beside the left Shift
    (96, 0x58),  // Enter of the keypad
    (97, 0xe4),  // right Control
    (98, 0x54),  // / of the keypad
    (100, 0xe6), // right Alt
    (125, 0xe3), // left system key
    (126, 0xe7), // right system key
];

/// The place of a key, where it matters to a scan.
#[must_use]
pub(super) fn position(code: u16) -> Option<Position> {
    if let Some((_, place)) = SINGLE.iter().find(|(known, _)| *known == code) {
        return Some(Position(*place));
    }
    for (first, place, count) in RUNS {
        if let Some(at) = code.checked_sub(first).filter(|at| *at < count) {
            return u8::try_from(at).ok().map(|at| Position(place + at));
        }
    }
    for (first, letters) in ROWS {
        let letter = code.checked_sub(first).and_then(|at| letters.as_bytes().get(usize::from(at)));
        if let Some(letter) = letter {
            return Some(Position(Position::A.0 + (letter - b'a')));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wedge::Layout;
    use evdev::KeyCode;

    #[test]
    fn every_letter_and_digit_of_linux_is_at_its_place() {
        let keys = [
            (KeyCode::KEY_A, 'a'),
            (KeyCode::KEY_M, 'm'),
            (KeyCode::KEY_Q, 'q'),
            (KeyCode::KEY_P, 'p'),
            (KeyCode::KEY_L, 'l'),
            (KeyCode::KEY_W, 'w'),
            (KeyCode::KEY_Y, 'y'),
            (KeyCode::KEY_Z, 'z'),
            (KeyCode::KEY_1, '1'),
            (KeyCode::KEY_9, '9'),
            (KeyCode::KEY_0, '0'),
            (KeyCode::KEY_MINUS, '-'),
            (KeyCode::KEY_EQUAL, '='),
            (KeyCode::KEY_LEFTBRACE, '['),
            (KeyCode::KEY_RIGHTBRACE, ']'),
            (KeyCode::KEY_SEMICOLON, ';'),
            (KeyCode::KEY_APOSTROPHE, '\''),
            (KeyCode::KEY_GRAVE, '`'),
            (KeyCode::KEY_BACKSLASH, '\\'),
            (KeyCode::KEY_COMMA, ','),
            (KeyCode::KEY_DOT, '.'),
            (KeyCode::KEY_SLASH, '/'),
            (KeyCode::KEY_SPACE, ' '),
            (KeyCode::KEY_KP0, '0'),
            (KeyCode::KEY_KP1, '1'),
            (KeyCode::KEY_KP5, '5'),
            (KeyCode::KEY_KP9, '9'),
            (KeyCode::KEY_KPMINUS, '-'),
            (KeyCode::KEY_KPPLUS, '+'),
            (KeyCode::KEY_KPASTERISK, '*'),
            (KeyCode::KEY_KPSLASH, '/'),
            (KeyCode::KEY_KPDOT, '.'),
        ];
        for (key, wanted) in keys {
            let place = position(key.code()).unwrap_or_else(|| panic!("{key:?}"));
            assert_eq!(Layout::Us.character(place, false, false), Some(wanted), "{key:?}");
        }
    }

    #[test]
    fn modifiers_and_ends_are_at_their_places() {
        let keys = [
            (KeyCode::KEY_ENTER, Position::ENTER),
            (KeyCode::KEY_KPENTER, Position::KEYPAD_ENTER),
            (KeyCode::KEY_TAB, Position::TAB),
            (KeyCode::KEY_LEFTSHIFT, Position::LEFT_SHIFT),
            (KeyCode::KEY_RIGHTSHIFT, Position::RIGHT_SHIFT),
            (KeyCode::KEY_LEFTCTRL, Position::LEFT_CONTROL),
            (KeyCode::KEY_RIGHTCTRL, Position::RIGHT_CONTROL),
            (KeyCode::KEY_LEFTALT, Position::LEFT_ALT),
            (KeyCode::KEY_RIGHTALT, Position::RIGHT_ALT),
            (KeyCode::KEY_LEFTMETA, Position::LEFT_LOGO),
            (KeyCode::KEY_RIGHTMETA, Position::RIGHT_LOGO),
            (KeyCode::KEY_102ND, Position::BESIDE_SHIFT),
        ];
        for (key, wanted) in keys {
            assert_eq!(position(key.code()), Some(wanted), "{key:?}");
        }
    }

    #[test]
    fn no_two_keys_share_a_place_and_buttons_have_none() {
        let mut seen = std::collections::HashSet::new();
        for code in 0..=0x2ff {
            if let Some(place) = position(code) {
                assert!(seen.insert(place), "{code}");
            }
        }
        for button in [KeyCode::BTN_LEFT, KeyCode::KEY_VOLUMEUP, KeyCode::KEY_POWER] {
            assert_eq!(position(button.code()), None);
        }
    }
}
