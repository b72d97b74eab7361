//! Where a key lies on a keyboard, whatever is printed on it.

/// A key by its place: the HID usage of page 0x07, which is what a keyboard sends. Window systems and kernels have
/// numbers of their own for the same places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Position(pub u8);

impl Position {
    /// The key that types A on a US keyboard; B to Z follow.
    pub const A: Self = Self(0x04);
    /// The digit 1 above the letters; 2 to 9 and 0 follow.
    pub const DIGIT_1: Self = Self(0x1e);
    /// Enter.
    pub const ENTER: Self = Self(0x28);
    /// Tab.
    pub const TAB: Self = Self(0x2b);
    /// The space bar.
    pub const SPACE: Self = Self(0x2c);
    /// Enter on the keypad.
    pub const KEYPAD_ENTER: Self = Self(0x58);
    /// The digit 1 of the keypad; 2 to 9 and 0 follow.
    pub const KEYPAD_1: Self = Self(0x59);
    /// The key beside the left Shift that US keyboards have not.
    pub const BESIDE_SHIFT: Self = Self(0x64);
    /// Left Control.
    pub const LEFT_CONTROL: Self = Self(0xe0);
    /// Left Shift.
    pub const LEFT_SHIFT: Self = Self(0xe1);
    /// Left Alt.
    pub const LEFT_ALT: Self = Self(0xe2);
    /// The left key with the system's sign.
    pub const LEFT_LOGO: Self = Self(0xe3);
    /// Right Control.
    pub const RIGHT_CONTROL: Self = Self(0xe4);
    /// Right Shift.
    pub const RIGHT_SHIFT: Self = Self(0xe5);
    /// Right Alt, which is AltGr on most layouts.
    pub const RIGHT_ALT: Self = Self(0xe6);
    /// The right key with the system's sign.
    pub const RIGHT_LOGO: Self = Self(0xe7);

    /// The digit of a key of the keypad, whether Num Lock is on or not.
    #[must_use]
    pub fn keypad_digit(self) -> Option<u8> {
        match self.0 {
            0x62 => Some(0),
            key @ 0x59..=0x61 => Some(key - 0x58),
            _ => None,
        }
    }

    /// Whether this is Shift, Control, Alt or the system's key, of either side.
    #[must_use]
    pub fn is_modifier(self) -> bool {
        (0xe0..=0xe7).contains(&self.0)
    }
}
