//! From keys pressed and released to characters: Shift, AltGr, Control, and Alt codes typed on the keypad.

use super::layout::Layout;
use super::position::Position;
use std::fmt;

/// No card number has it: what an Alt code outside ASCII becomes, so that nothing is guessed.
const UNREADABLE: char = '\u{fffd}';

/// One character as it was keyed. What it means depends on the layout that the scanner is set to.
///
/// [`fmt::Debug`] tells nothing of it: strokes make card numbers.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Stroke {
    /// The key, where it is known.
    pub key: Option<Position>,
    /// Whether Shift was held.
    pub shift: bool,
    /// Whether AltGr was held.
    pub alt_gr: bool,
    /// The character itself, where no layout is asked: an Alt code, or a control character.
    pub code: Option<char>,
    /// What the machine's layout made of it, where that is known; a dead key makes nothing, and the key after it may
    /// make two characters.
    pub typed: String,
}

impl fmt::Debug for Stroke {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stroke")
    }
}

impl Stroke {
    /// The character on a layout; a key that none is known for tells what the machine made of it.
    #[must_use]
    pub fn character(&self, layout: Layout) -> char {
        let keyed = || layout.character(self.key?, self.shift, self.alt_gr);
        let typed = || if self.key.is_none() { self.typed.chars().next() } else { None };
        self.code.or_else(keyed).or_else(typed).unwrap_or(UNREADABLE)
    }

    /// Whether it is a digit for whatever gets it as typing.
    pub(super) fn is_typed_digit(&self) -> bool {
        self.code.or_else(|| self.typed.chars().next()).is_some_and(|c| c.is_ascii_digit())
    }

    /// Whether it is a key where digits lie, of whatever layout, or the code of one.
    pub(super) fn is_digit(&self) -> bool {
        let is_place = |key: Position| (Position::DIGIT_1.0..Position::DIGIT_1.0 + 10).contains(&key.0) || key.keypad_digit().is_some();
        self.key.is_some_and(is_place) || self.code.is_some_and(|code| code.is_ascii_digit())
    }
}

/// What ends a scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Enter, of the keypad too.
    Enter,
    /// Tab.
    Tab,
}

/// What a key that was pressed is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// A character.
    Character(Stroke),
    /// Enter or Tab.
    End(End),
    /// A key held with Control: a control character of a scanner, or a person's command.
    Control(char),
    /// A part of an Alt code.
    Part,
    /// Shift, Control, Alt, Caps Lock, Num Lock.
    Modifier,
    /// No character: an arrow, a function key.
    Other,
}

/// What the window system says is held, which knows more than a window that just got the focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "four keys that are down or up, each by itself")]
pub struct Said {
    /// Shift.
    pub shift: bool,
    /// Control.
    pub control: bool,
    /// Alt.
    pub alt: bool,
    /// The system's key.
    pub logo: bool,
}

/// Follows the keys that are held.
///
/// [`fmt::Debug`] leaves the Alt code out: it is a character of what may be a card's number.
#[derive(Clone, Default)]
pub struct Keys {
    /// A bit for each of the eight modifiers, in the order of their places.
    held: u8,
    /// Whether a Shift was seen to go down or up, so that `held` can be believed. The window system may tell late
    /// that Shift was released, when the next key was pressed already.
    is_shift_known: bool,
    /// The digits of an Alt code so far; the number alone says nothing of those.
    alt_code: Option<u32>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys").field("is_within_code", &self.is_within_code()).finish_non_exhaustive()
    }
}

impl Keys {
    /// A key went down. `said` is what the window system says is held, where there is one.
    pub fn pressed(&mut self, key: Position, said: Option<Said>) -> Pressed {
        if key.is_modifier() {
            self.held |= bit(key);
            self.is_shift_known |= is_shift(key);
            return Pressed::Modifier;
        }
        let is_right_alt = self.is_held(Position::RIGHT_ALT);
        let is_left_alt = self.is_held(Position::LEFT_ALT);
        let own = Said {
            shift: self.is_held(Position::LEFT_SHIFT) || self.is_held(Position::RIGHT_SHIFT),
            control: self.is_held(Position::LEFT_CONTROL) || self.is_held(Position::RIGHT_CONTROL),
            alt: is_left_alt || is_right_alt,
            logo: self.is_held(Position::LEFT_LOGO) || self.is_held(Position::RIGHT_LOGO),
        };
        let said = said.unwrap_or(own);
        let shift = if self.is_shift_known { own.shift } else { said.shift };
        // Windows says that AltGr is Control and Alt together.
        let alt_gr = is_right_alt && !is_left_alt;
        if said.logo {
            return Pressed::Other;
        }
        if said.alt
            && let Some(digit) = key.keypad_digit()
        {
            let code = self.alt_code.unwrap_or(0).saturating_mul(10).saturating_add(digit.into());
            self.alt_code = Some(code);
            return Pressed::Part;
        }
        self.alt_code = None;
        if said.alt && !alt_gr {
            return Pressed::Other;
        }
        if said.control && !alt_gr {
            return control(key).map_or(Pressed::Other, Pressed::Control);
        }
        match key {
            Position::ENTER | Position::KEYPAD_ENTER => Pressed::End(End::Enter),
            Position::TAB if !shift => Pressed::End(End::Tab),
            // Caps Lock and Num Lock: some scanners set them for the length of a scan.
            Position(0x39 | 0x53) => Pressed::Modifier,
            _ if Layout::Us.character(key, shift, false).is_some() => {
                Pressed::Character(Stroke { key: Some(key), shift, alt_gr, code: None, typed: String::new() })
            }
            _ => Pressed::Other,
        }
    }

    /// A key went up. Letting go of Alt ends an Alt code.
    pub fn released(&mut self, key: Position) -> Option<Pressed> {
        if !key.is_modifier() {
            return None;
        }
        self.held &= !bit(key);
        self.is_shift_known |= is_shift(key);
        if !matches!(key, Position::LEFT_ALT | Position::RIGHT_ALT) {
            return None;
        }
        let code = self.alt_code.take()?;
        Some(match u8::try_from(code) {
            Ok(b'\r' | b'\n') => Pressed::End(End::Enter),
            Ok(b'\t') => Pressed::End(End::Tab),
            // Beyond ASCII it depends on the machine what a code is.
            Ok(ascii @ 0..=0x7e) => Pressed::Character(Stroke { code: Some(char::from(ascii)), ..Stroke::default() }),
            _ => Pressed::Character(Stroke { code: Some(UNREADABLE), ..Stroke::default() }),
        })
    }

    /// The focus went or came: what is held now was not seen.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// Whether an Alt code is being typed.
    #[must_use]
    pub fn is_within_code(&self) -> bool {
        self.alt_code.is_some()
    }

    fn is_held(&self, key: Position) -> bool {
        self.held & bit(key) != 0
    }
}

fn bit(modifier: Position) -> u8 {
    1 << (modifier.0 & 0x07)
}

fn is_shift(key: Position) -> bool {
    matches!(key, Position::LEFT_SHIFT | Position::RIGHT_SHIFT)
}

/// The control character that a key makes with Control.
fn control(key: Position) -> Option<char> {
    let upper = Layout::Us.character(key, false, false)?.to_ascii_uppercase();
    let byte = u8::try_from(upper).ok()?;
    matches!(byte, b'A'..=b'Z' | b'[' | b'\\' | b']').then(|| char::from(byte & 0x1f))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALT: Said = Said { shift: false, control: false, alt: true, logo: false };

    fn key(letter: char) -> Position {
        Position(Position::A.0 + (letter as u8 - b'a'))
    }

    fn alt_code(keys: &mut Keys, digits: &str) -> Option<Pressed> {
        assert_eq!(keys.pressed(Position::LEFT_ALT, None), Pressed::Modifier);
        for digit in digits.bytes() {
            let place = if digit == b'0' { 0x62 } else { 0x58 + digit - b'0' };
            assert_eq!(keys.pressed(Position(place), Some(ALT)), Pressed::Part);
            assert_eq!(keys.released(Position(place)), None);
        }
        keys.released(Position::LEFT_ALT)
    }

    #[test]
    fn an_alt_code_on_the_keypad_is_the_character_whatever_its_digits() {
        let mut keys = Keys::default();
        for (digits, wanted) in [("65", 'A'), ("065", 'A'), ("0065", 'A'), ("48", '0'), ("42", '*'), ("93", ']'), ("29", '\u{1d}')] {
            let Some(Pressed::Character(stroke)) = alt_code(&mut keys, digits) else { panic!("{digits}") };
            for layout in Layout::TABLES {
                assert_eq!(stroke.character(layout), wanted, "{digits}");
            }
        }
        assert_eq!(alt_code(&mut keys, "13"), Some(Pressed::End(End::Enter)));
        assert_eq!(alt_code(&mut keys, "010"), Some(Pressed::End(End::Enter)));
        assert_eq!(alt_code(&mut keys, "9"), Some(Pressed::End(End::Tab)));
    }

    #[test]
    fn an_alt_code_beyond_ascii_is_no_character_of_a_card() {
        let mut keys = Keys::default();
        for digits in ["0228", "132", "321", "99999999999999"] {
            let Some(Pressed::Character(stroke)) = alt_code(&mut keys, digits) else { panic!("{digits}") };
            assert_eq!(stroke.character(Layout::Us), UNREADABLE);
        }
    }

    #[test]
    fn alt_let_go_without_digits_is_nothing_and_a_code_that_was_left_is_forgotten() {
        let mut keys = Keys::default();
        assert_eq!(alt_code(&mut keys, ""), None);
        keys.pressed(Position::LEFT_ALT, None);
        keys.pressed(Position::KEYPAD_1, Some(ALT));
        keys.forget();
        assert_eq!(keys.released(Position::LEFT_ALT), None);
        keys.pressed(Position::LEFT_ALT, None);
        keys.pressed(Position::KEYPAD_1, Some(ALT));
        assert_eq!(keys.pressed(key('x'), Some(ALT)), Pressed::Other, "a command by hand");
        assert_eq!(keys.released(Position::LEFT_ALT), None);
    }

    #[test]
    fn either_shift_counts_and_what_was_seen_of_it_goes_before_what_is_said_late() {
        let shifted = |keys: &mut Keys, said: bool| match keys.pressed(Position::DIGIT_1, Some(Said { shift: said, ..Said::default() })) {
            Pressed::Character(stroke) => stroke.character(Layout::Us),
            other => panic!("{other:?}"),
        };
        let mut keys = Keys::default();
        assert_eq!(shifted(&mut keys, true), '!', "it went down before the window had the focus");
        for side in [Position::LEFT_SHIFT, Position::RIGHT_SHIFT] {
            keys.pressed(side, None);
            assert_eq!(shifted(&mut keys, false), '!', "said late");
            keys.released(side);
            assert_eq!(shifted(&mut keys, true), '1', "said late");
        }
        keys.pressed(Position::LEFT_SHIFT, None);
        keys.pressed(Position::RIGHT_SHIFT, None);
        keys.released(Position::LEFT_SHIFT);
        assert_eq!(shifted(&mut keys, true), '!', "the other is still held");
    }

    #[test]
    fn control_makes_control_characters_and_alt_gr_said_as_control_and_alt_does_not() {
        let mut keys = Keys::default();
        let control = Some(Said { control: true, ..Said::default() });
        assert_eq!(keys.pressed(key('m'), control), Pressed::Control('\r'));
        assert_eq!(keys.pressed(key('j'), control), Pressed::Control('\n'));
        assert_eq!(keys.pressed(Position(0x30), control), Pressed::Control('\u{1d}'));
        assert_eq!(keys.pressed(Position::ENTER, control), Pressed::Other);
        keys.pressed(Position::RIGHT_ALT, None);
        let said = Some(Said { control: true, alt: true, ..Said::default() });
        let Pressed::Character(stroke) = keys.pressed(Position(0x26), said) else { panic!() };
        assert_eq!(stroke.character(Layout::Nordic), ']');
        assert_eq!(stroke.character(Layout::Us), UNREADABLE);
    }

    #[test]
    fn enter_of_the_keypad_ends_too_and_shift_and_tab_is_a_hands() {
        let mut keys = Keys::default();
        assert_eq!(keys.pressed(Position::KEYPAD_ENTER, None), Pressed::End(End::Enter));
        assert_eq!(keys.pressed(Position::TAB, None), Pressed::End(End::Tab));
        keys.pressed(Position::LEFT_SHIFT, None);
        assert_eq!(keys.pressed(Position::TAB, None), Pressed::Other);
        assert_eq!(keys.pressed(Position(0x52), None), Pressed::Other, "an arrow");
    }

    #[test]
    fn no_alt_code_shows_in_what_is_printed() {
        let mut keys = Keys::default();
        keys.pressed(Position::LEFT_ALT, None);
        for digit in [0x5e, 0x5d] {
            keys.pressed(Position(digit), Some(ALT));
        }
        assert_eq!(format!("{keys:?}"), "Keys { is_within_code: true, .. }");
    }

    #[test]
    fn no_stroke_shows_in_what_is_printed() {
        let stroke = Stroke { key: Some(Position::A), code: Some('A'), typed: "A".to_owned(), ..Stroke::default() };
        assert_eq!(format!("{:?}", Pressed::Character(stroke)), "Character(Stroke)");
    }
}
