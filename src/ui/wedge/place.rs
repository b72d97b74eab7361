//! The window system's names of keys as places on the keyboard.

use iced::keyboard::key::{Code, Physical};
use kaikuasema_devices::wedge::Position;

/// The place of a key, where it matters to a scan.
#[must_use]
pub fn place(key: Physical) -> Option<Position> {
    let Physical::Code(code) = key else { return None };
    Some(Position(match code {
        Code::KeyA => 0x04,
        Code::KeyB => 0x05,
        Code::KeyC => 0x06,
        Code::KeyD => 0x07,
        Code::KeyE => 0x08,
        Code::KeyF => 0x09,
        Code::KeyG => 0x0a,
        Code::KeyH => 0x0b,
        Code::KeyI => 0x0c,
        Code::KeyJ => 0x0d,
        Code::KeyK => 0x0e,
        Code::KeyL => 0x0f,
        Code::KeyM => 0x10,
        Code::KeyN => 0x11,
        Code::KeyO => 0x12,
        Code::KeyP => 0x13,
        Code::KeyQ => 0x14,
        Code::KeyR => 0x15,
        Code::KeyS => 0x16,
        Code::KeyT => 0x17,
        Code::KeyU => 0x18,
        Code::KeyV => 0x19,
        Code::KeyW => 0x1a,
        Code::KeyX => 0x1b,
        Code::KeyY => 0x1c,
        Code::KeyZ => 0x1d,
        Code::Digit1 => 0x1e,
        Code::Digit2 => 0x1f,
        Code::Digit3 => 0x20,
        Code::Digit4 => 0x21,
        Code::Digit5 => 0x22,
        Code::Digit6 => 0x23,
        Code::Digit7 => 0x24,
        Code::Digit8 => 0x25,
        Code::Digit9 => 0x26,
        Code::Digit0 => 0x27,
        Code::Enter => 0x28,
        Code::Escape => 0x29,
        Code::Backspace => 0x2a,
        Code::Tab => 0x2b,
        Code::Space => 0x2c,
        Code::Minus => 0x2d,
        Code::Equal => 0x2e,
        Code::BracketLeft => 0x2f,
        Code::BracketRight => 0x30,
        Code::Backslash => 0x31,
        Code::Semicolon => 0x33,
        Code::Quote => 0x34,
        Code::Backquote => 0x35,
        Code::Comma => 0x36,
        Code::Period => 0x37,
        Code::Slash => 0x38,
        Code::CapsLock => 0x39,
        Code::NumLock => 0x53,
        Code::NumpadDivide => 0x54,
        Code::NumpadMultiply => 0x55,
        Code::NumpadSubtract => 0x56,
        Code::NumpadAdd => 0x57,
        Code::NumpadEnter => 0x58,
        Code::Numpad1 => 0x59,
        Code::Numpad2 => 0x5a,
        Code::Numpad3 => 0x5b,
        Code::Numpad4 => 0x5c,
        Code::Numpad5 => 0x5d,
        Code::Numpad6 => 0x5e,
        Code::Numpad7 => 0x5f,
        Code::Numpad8 => 0x60,
        Code::Numpad9 => 0x61,
        Code::Numpad0 => 0x62,
        Code::NumpadDecimal => 0x63,
        Code::IntlBackslash => 0x64,
        Code::ControlLeft => 0xe0,
        Code::ShiftLeft => 0xe1,
        Code::AltLeft => 0xe2,
        Code::SuperLeft => 0xe3,
        Code::ControlRight => 0xe4,
        Code::ShiftRight => 0xe5,
        Code::AltRight => 0xe6,
        Code::SuperRight => 0xe7,
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kaikuasema_devices::wedge::Layout;

    #[test]
    fn keys_are_where_a_us_keyboard_has_their_characters() {
        let keys = [
            (Code::KeyA, 'a'),
            (Code::KeyY, 'y'),
            (Code::KeyZ, 'z'),
            (Code::Digit1, '1'),
            (Code::Digit0, '0'),
            (Code::Minus, '-'),
            (Code::Equal, '='),
            (Code::BracketLeft, '['),
            (Code::BracketRight, ']'),
            (Code::Backslash, '\\'),
            (Code::Semicolon, ';'),
            (Code::Quote, '\''),
            (Code::Backquote, '`'),
            (Code::Comma, ','),
            (Code::Period, '.'),
            (Code::Slash, '/'),
            (Code::Space, ' '),
            (Code::Numpad0, '0'),
            (Code::Numpad1, '1'),
            (Code::Numpad9, '9'),
            (Code::NumpadAdd, '+'),
            (Code::NumpadSubtract, '-'),
            (Code::NumpadMultiply, '*'),
            (Code::NumpadDivide, '/'),
            (Code::NumpadDecimal, '.'),
        ];
        for (code, wanted) in keys {
            let place = place(Physical::Code(code)).unwrap_or_else(|| panic!("{code:?}"));
            assert_eq!(Layout::Us.character(place, false, false), Some(wanted), "{code:?}");
        }
        assert_eq!(place(Physical::Code(Code::Enter)), Some(Position::ENTER));
        assert_eq!(place(Physical::Code(Code::ShiftRight)), Some(Position::RIGHT_SHIFT));
        assert_eq!(place(Physical::Code(Code::F1)), None);
    }
}
