//! Keyboard layouts: which character a key makes on which.
//!
//! A scanner has a layout set in it and sends the keys that would type the code on a machine with that layout. Read
//! with the table of the *scanner's* layout, its keys say what the code held, whatever the machine's layout is and
//! whether Caps Lock is on or not.

use super::position::Position;
use serde::{Deserialize, Serialize};

/// What the keys of a scanner mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// The scanner is set to the US layout.
    Us,
    /// To the British.
    British,
    /// To the Finnish or the Swedish, which are one.
    Nordic,
    /// To the German, where Y and Z have changed places.
    German,
    /// To the French.
    French,
    /// To the same layout as the machine, and it is none of these: what the machine typed counts. Caps Lock must be
    /// off.
    Typed,
    /// Not known: US, as scanners come from the factory, and what the machine made of the keys only where that is a
    /// card number and the US reading is none. Also what a layout is that a newer version has set.
    #[default]
    #[serde(other)]
    Any,
}

/// The characters of a layout in the order of [`PLACES`].
struct Table {
    plain: &'static str,
    shifted: &'static str,
    /// With AltGr: the plain character of the key and what it becomes, in turn.
    alt_gr: &'static str,
}

/// The keys that make characters, row by row, as a keyboard with the key beside the left Shift has them.
const PLACES: [u8; 48] = [
    0x35, 0x1e, 0x1f, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x2d, 0x2e, // ` 1 … 0 - =
    0x14, 0x1a, 0x08, 0x15, 0x17, 0x1c, 0x18, 0x0c, 0x12, 0x13, 0x2f, 0x30, // q … p [ ]
    0x04, 0x16, 0x07, 0x09, 0x0a, 0x0b, 0x0d, 0x0e, 0x0f, 0x33, 0x34, 0x31, // a … l ; ' \
    0x64, 0x1d, 0x1b, 0x06, 0x19, 0x05, 0x11, 0x10, 0x36, 0x37, 0x38, // < z … m , . /
];

const US: Table = Table {
    plain: concat!("`1234567890-=", "qwertyuiop[]", "asdfghjkl;'\\", "\\zxcvbnm,./"),
    shifted: concat!("~!@#$%^&*()_+", "QWERTYUIOP{}", "ASDFGHJKL:\"|", "|ZXCVBNM<>?"),
    alt_gr: "",
};
const BRITISH: Table = Table {
    plain: concat!("`1234567890-=", "qwertyuiop[]", "asdfghjkl;'#", "\\zxcvbnm,./"),
    shifted: concat!("¬!\"£$%^&*()_+", "QWERTYUIOP{}", "ASDFGHJKL:@~", "|ZXCVBNM<>?"),
    alt_gr: "4€",
};
const NORDIC: Table = Table {
    plain: concat!("§1234567890+´", "qwertyuiopå¨", "asdfghjklöä'", "<zxcvbnm,.-"),
    shifted: concat!("½!\"#¤%&/()=?`", "QWERTYUIOPÅ^", "ASDFGHJKLÖÄ*", ">ZXCVBNM;:_"),
    alt_gr: "2@3£4$7{8[9]0}+\\e€¨~<|",
};
const GERMAN: Table = Table {
    plain: concat!("^1234567890ß´", "qwertzuiopü+", "asdfghjklöä#", "<yxcvbnm,.-"),
    shifted: concat!("°!\"§$%&/()=?`", "QWERTZUIOPÜ*", "ASDFGHJKLÖÄ'", ">YXCVBNM;:_"),
    alt_gr: "7{8[9]0}ß\\q@e€+~<|",
};
const FRENCH: Table = Table {
    plain: concat!("²&é\"'(-è_çà)=", "azertyuiop^$", "qsdfghjklmù*", "<wxcvbn,;:!"),
    shifted: concat!("~1234567890°+", "AZERTYUIOP¨£", "QSDFGHJKLM%µ", ">WXCVBN?./§"),
    alt_gr: "é~\"#'{([-|è`_\\ç^à@)]=}e€",
};

impl Layout {
    /// Those that have a table, and may be found out, in the order in which one is preferred to another that says
    /// the same.
    pub const TABLES: [Self; 5] = [Self::Us, Self::Nordic, Self::German, Self::French, Self::British];

    /// The character that a key makes, Caps Lock left aside; those without a table are read as US.
    ///
    /// The keypad makes digits, whether Num Lock is on or not: a scanner that sends it means digits.
    #[must_use]
    pub fn character(self, key: Position, shift: bool, alt_gr: bool) -> Option<char> {
        if let Some(digit) = key.keypad_digit() {
            return char::from_digit(digit.into(), 10);
        }
        match key.0 {
            0x2c => return Some(' '),
            0x54 => return Some('/'),
            0x55 => return Some('*'),
            0x56 => return Some('-'),
            0x57 => return Some('+'),
            0x63 => return Some('.'),
            _ => {}
        }
        // The key beside Enter is sent as either of two.
        let place = if key.0 == 0x32 { 0x31 } else { key.0 };
        let at = PLACES.iter().position(|&known| known == place)?;
        let table = self.table();
        if alt_gr {
            let plain = table.plain.chars().nth(at)?;
            let mut pairs = table.alt_gr.chars();
            while let (Some(key), Some(made)) = (pairs.next(), pairs.next()) {
                if key == plain {
                    return Some(made);
                }
            }
            return None;
        }
        if shift { table.shifted.chars().nth(at) } else { table.plain.chars().nth(at) }
    }

    fn table(self) -> &'static Table {
        match self {
            Self::Any | Self::Us | Self::Typed => &US,
            Self::British => &BRITISH,
            Self::Nordic => &NORDIC,
            Self::German => &GERMAN,
            Self::French => &FRENCH,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Layout; 5] = Layout::TABLES;

    fn keys_for(layout: Layout, text: &str) -> Vec<(Position, bool, bool)> {
        let ways = [(false, false), (true, false), (false, true)];
        let find = |c| {
            let keys = PLACES.iter().copied().chain([0x2c]).map(Position);
            keys.flat_map(|key| ways.map(|(shift, alt_gr)| (key, shift, alt_gr)))
                .find(|&(key, shift, alt_gr)| layout.character(key, shift, alt_gr) == Some(c))
                .unwrap_or_else(|| panic!("{layout:?} has no {c}"))
        };
        text.chars().map(find).collect()
    }

    #[test]
    fn every_layout_has_a_character_for_every_key_with_and_without_shift() {
        for layout in ALL {
            let table = layout.table();
            assert_eq!(table.plain.chars().count(), PLACES.len(), "{layout:?}");
            assert_eq!(table.shifted.chars().count(), PLACES.len(), "{layout:?}");
            assert_eq!(table.alt_gr.chars().count() % 2, 0, "{layout:?}");
            for (key, _) in table.alt_gr.chars().zip(0..).filter(|(_, at)| at % 2 == 0) {
                assert!(table.plain.contains(key), "{layout:?} has no key {key}");
            }
        }
    }

    #[test]
    fn every_layout_can_type_code_39_an_aim_identifier_and_a_link() {
        for layout in ALL {
            for text in ["ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789-.$/+%*", "]A1", "https://kaiku.example/k?id=A9990000071#x&y"] {
                let read: String =
                    keys_for(layout, text).into_iter().map(|(key, shift, alt_gr)| layout.character(key, shift, alt_gr).unwrap()).collect();
                assert_eq!(read, text, "{layout:?}");
            }
        }
    }

    #[test]
    fn the_keypad_and_the_space_bar_are_alike_everywhere() {
        for layout in ALL {
            let digits: String = (0x59..=0x62).map(|key| layout.character(Position(key), false, false).unwrap()).collect();
            assert_eq!(digits, "1234567890");
            assert_eq!(layout.character(Position::SPACE, true, false), Some(' '));
        }
    }

    #[test]
    fn german_is_us_with_y_and_z_changed_where_letters_and_digits_are_concerned() {
        for key in (0x04..=0x27).map(Position) {
            for shift in [false, true] {
                if shift && key.0 >= 0x1e {
                    continue;
                }
                let swapped = Layout::Us.character(key, shift, false).map(|c| match c {
                    'y' => 'z',
                    'z' => 'y',
                    'Y' => 'Z',
                    'Z' => 'Y',
                    c => c,
                });
                assert_eq!(Layout::German.character(key, shift, false), swapped);
            }
        }
    }
}
