//! What the layouts of Linux machines make of each key, as xkb has it: written down from `libxkbcommon` 1.5, so that
//! tests do not lean on the tables they test.

/// What a machine's layout makes of the keys, in the order of [`PLACES`]; `␀` where a key makes no text by itself.
pub struct Machine {
    /// Its name in xkb.
    pub name: &'static str,
    plain: &'static str,
    shifted: &'static str,
    caps: &'static str,
    caps_and_shift: &'static str,
}

/// The places of the keys that make characters, row by row.
pub const PLACES: [u8; 48] = [
    0x35, 0x1e, 0x1f, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x2d, 0x2e, 0x14, 0x1a, 0x08, 0x15, 0x17, 0x1c, 0x18, 0x0c, 0x12,
    0x13, 0x2f, 0x30, 0x04, 0x16, 0x07, 0x09, 0x0a, 0x0b, 0x0d, 0x0e, 0x0f, 0x33, 0x34, 0x31, 0x64, 0x1d, 0x1b, 0x06, 0x19, 0x05, 0x11,
    0x10, 0x36, 0x37, 0x38,
];

impl Machine {
    /// The text that a key makes; `None` for a dead key.
    pub fn text(&self, place: u8, shift: bool, caps_lock: bool) -> Option<char> {
        if place == 0x2c {
            return Some(' ');
        }
        let at = PLACES.iter().position(|known| *known == place).unwrap();
        let row = match (shift, caps_lock) {
            (false, false) => self.plain,
            (true, false) => self.shifted,
            (false, true) => self.caps,
            (true, true) => self.caps_and_shift,
        };
        row.chars().nth(at).filter(|c| *c != '␀')
    }
}

/// The layouts of the machines that stations run on.
pub const MACHINES: [Machine; 7] = [
    Machine {
        name: "us",
        plain: "`1234567890-=qwertyuiop[]asdfghjkl;'\\<zxcvbnm,./",
        shifted: "~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:\"|>ZXCVBNM<>?",
        caps: "`1234567890-=QWERTYUIOP[]ASDFGHJKL;'\\<ZXCVBNM,./",
        caps_and_shift: "~!@#$%^&*()_+qwertyuiop{}asdfghjkl:\"|>zxcvbnm<>?",
    },
    Machine {
        name: "gb",
        plain: "`1234567890-=qwertyuiop[]asdfghjkl;'#\\zxcvbnm,./",
        shifted: "¬!\"£$%^&*()_+QWERTYUIOP{}ASDFGHJKL:@~|ZXCVBNM<>?",
        caps: "`1234567890-=QWERTYUIOP[]ASDFGHJKL;'#\\ZXCVBNM,./",
        caps_and_shift: "¬!\"£$%^&*()_+qwertyuiop{}asdfghjkl:@~|zxcvbnm<>?",
    },
    Machine {
        name: "fi",
        plain: "§1234567890+␀qwertyuiopå␀asdfghjklöä'<zxcvbnm,.-",
        shifted: "½!\"#¤%&/()=?␀QWERTYUIOPÅ␀ASDFGHJKLÖÄ*>ZXCVBNM;:_",
        caps: "§1234567890+␀QWERTYUIOPÅ␀ASDFGHJKLÖÄ'<ZXCVBNM,.-",
        caps_and_shift: "½!\"#¤%&/()=?␀qwertyuiopå␀asdfghjklöä*>zxcvbnm;:_",
    },
    Machine {
        name: "se",
        plain: "§1234567890+␀qwertyuiopå␀asdfghjklöä'<zxcvbnm,.-",
        shifted: "½!\"#¤%&/()=?␀QWERTYUIOPÅ␀ASDFGHJKLÖÄ*>ZXCVBNM;:_",
        caps: "§1234567890+␀QWERTYUIOPÅ␀ASDFGHJKLÖÄ'<ZXCVBNM,.-",
        caps_and_shift: "½!\"#¤%&/()=?␀qwertyuiopå␀asdfghjklöä*>zxcvbnm;:_",
    },
    Machine {
        name: "de",
        plain: "␀1234567890ß␀qwertzuiopü+asdfghjklöä#<yxcvbnm,.-",
        shifted: "°!\"§$%&/()=?␀QWERTZUIOPÜ*ASDFGHJKLÖÄ'>YXCVBNM;:_",
        caps: "␀1234567890ẞ␀QWERTZUIOPÜ+ASDFGHJKLÖÄ#<YXCVBNM,.-",
        caps_and_shift: "°!\"§$%&/()=?␀qwertzuiopü*asdfghjklöä'>yxcvbnm;:_",
    },
    Machine {
        name: "fr",
        plain: "²&é\"'(-è_çà)=azertyuiop␀$qsdfghjklmù*<wxcvbn,;:!",
        shifted: "~1234567890°+AZERTYUIOP␀£QSDFGHJKLM%µ>WXCVBN?./§",
        caps: "²&É\"'(-È_ÇÀ)=AZERTYUIOP␀$QSDFGHJKLMÙ*<WXCVBN,;:!",
        caps_and_shift: "~1234567890°+azertyuiop␀£qsdfghjklm%␀>wxcvbn?./§",
    },
    // The same on Windows, where Caps Lock is Shift Lock for the digits too.
    Machine {
        name: "fr on Windows",
        plain: "²&é\"'(-è_çà)=azertyuiop␀$qsdfghjklmù*<wxcvbn,;:!",
        shifted: "~1234567890°+AZERTYUIOP␀£QSDFGHJKLM%µ>WXCVBN?./§",
        caps: "²1234567890°+AZERTYUIOP␀$QSDFGHJKLMÙ*<WXCVBN?./§",
        caps_and_shift: "~&é\"'(-è_çà)=azertyuiop␀£qsdfghjklm%µ>wxcvbn,;:!",
    },
];
