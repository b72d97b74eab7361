//! Tells a scan from typing: the suffix first, the pace second. Pure: the widget feeds it.
//!
//! A scanner in keyboard mode is set to the US layout whatever the machine's layout is, so
//! the characters are read from the *physical* keys; what the machine's layout made of them
//! is kept beside, for a scanner that follows the machine's layout.

use iced::keyboard::Modifiers;
use iced::keyboard::key::{Code, Physical};
use kaikuasema_domain::{CardNumber, CardNumberError};
use std::time::{Duration, Instant};

/// Fewer characters than this before Enter or Tab are typing.
pub const SHORTEST: usize = 8;
/// The longest pause between two characters of a scan, unless set otherwise.
pub const DEFAULT_GAP: Duration = Duration::from_millis(70);
/// Milliseconds that it can be set to: below, no scanner is fast enough; above, typing would be
/// slow to appear.
pub const GAPS: std::ops::RangeInclusive<u64> = 20..=200;

/// Two pieces of a scan that a slow line tore apart come within this time.
const TORN: Duration = Duration::from_secs(1);

/// Characters that came in at a scanner's pace and may yet turn out to be typing.
#[derive(Debug, Default)]
pub struct Burst {
    physical: String,
    typed: String,
    last: Option<Instant>,
    /// The frame that first came after the deadline.
    late_frame: Option<Instant>,
    ended: Option<Instant>,
    /// What ended by its pace alone, and when: more of the same scan may follow.
    before: Option<(String, Instant)>,
}

impl Burst {
    /// Whether nothing is held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.last.is_none()
    }

    /// When the burst is over if no character comes before.
    #[must_use]
    pub fn deadline(&self, gap: Duration) -> Option<Instant> {
        self.last.map(|last| last + gap)
    }

    /// Whether the pause since the last character is too long for a scanner, told at a frame.
    ///
    /// Characters are timed when they are handled, and those that come while a frame is drawn
    /// are handled after the next frame has begun. So the first frame after the deadline ends
    /// nothing: only if no character follows before another frame has there been a pause.
    pub fn is_over(&mut self, frame: Instant, now: Instant, gap: Duration) -> bool {
        if self.deadline(gap).is_none_or(|deadline| now < deadline) {
            return false;
        }
        *self.late_frame.get_or_insert(frame) != frame
    }

    /// Whether one more frame tells if this is over.
    #[must_use]
    pub fn is_late(&self) -> bool {
        self.late_frame.is_some()
    }

    /// Takes one more character: as the physical key says, and as the layout made it. A dead
    /// key makes nothing by itself, and the key after it may make two characters.
    pub fn push(&mut self, physical: char, typed: &str, now: Instant) {
        self.physical.push(physical);
        self.typed.push_str(typed);
        self.last = Some(now);
        self.late_frame = None;
    }

    /// Enter or Tab came: the scan, if the characters before it are one.
    pub fn end_by_suffix(&mut self, now: Instant) -> Option<String> {
        let scan = if self.len() >= SHORTEST { Some(self.reading()) } else { self.torn(now) };
        if scan.is_some() {
            self.clear();
            self.ended = Some(now);
        }
        scan
    }

    fn len(&self) -> usize {
        self.physical.chars().count()
    }

    /// The card number that these characters make with those before them. A hand's characters
    /// come one by one; the first piece of a scan may be a shorter card number by itself.
    fn torn(&self, now: Instant) -> Option<String> {
        let (before, at) = self.before.as_ref()?;
        let whole = format!("{before}{}", self.physical);
        let is_pieces = self.len() > 1 || CardNumber::parse(before).is_ok();
        let is_scan = is_pieces && now < *at + TORN && CardNumber::parse(&whole).is_ok();
        is_scan.then_some(whole)
    }

    /// No more characters came, and no suffix: a scan only if what is held is a card number
    /// (or two run together, which no hand types at this pace).
    pub fn end_by_pace(&mut self, now: Instant) -> Option<String> {
        let is_card = |text: &str| matches!(CardNumber::parse(text), Ok(_) | Err(CardNumberError::TwoCards));
        let is_scan = self.len() >= SHORTEST && (is_card(&self.physical) || is_card(&self.typed));
        let scan = is_scan.then(|| self.reading());
        let before = (self.len() > 1).then(|| (self.physical.clone(), now));
        self.clear();
        self.before = before;
        if is_scan {
            self.ended = Some(now);
        }
        scan
    }

    /// Whether an Enter or Tab belongs to the scan that just ended: a scanner set to
    /// CR LF sends two.
    #[must_use]
    pub fn is_second_suffix(&self, now: Instant, gap: Duration) -> bool {
        self.ended.is_some_and(|ended| now < ended + gap)
    }

    /// Forgets what is held.
    pub fn clear(&mut self) {
        self.physical.clear();
        self.typed.clear();
        self.last = None;
        self.late_frame = None;
        self.before = None;
    }

    fn reading(&self) -> String {
        let physical_fails = CardNumber::parse(&self.physical).is_err();
        if physical_fails && CardNumber::parse(&self.typed).is_ok() { self.typed.clone() } else { self.physical.clone() }
    }
}

/// The character of a key on the US layout, Caps Lock left aside.
#[must_use]
pub fn us_character(key: Physical, modifiers: Modifiers) -> Option<char> {
    let Physical::Code(code) = key else { return None };
    let (plain, shifted) = match code {
        Code::KeyA => ('a', 'A'),
        Code::KeyB => ('b', 'B'),
        Code::KeyC => ('c', 'C'),
        Code::KeyD => ('d', 'D'),
        Code::KeyE => ('e', 'E'),
        Code::KeyF => ('f', 'F'),
        Code::KeyG => ('g', 'G'),
        Code::KeyH => ('h', 'H'),
        Code::KeyI => ('i', 'I'),
        Code::KeyJ => ('j', 'J'),
        Code::KeyK => ('k', 'K'),
        Code::KeyL => ('l', 'L'),
        Code::KeyM => ('m', 'M'),
        Code::KeyN => ('n', 'N'),
        Code::KeyO => ('o', 'O'),
        Code::KeyP => ('p', 'P'),
        Code::KeyQ => ('q', 'Q'),
        Code::KeyR => ('r', 'R'),
        Code::KeyS => ('s', 'S'),
        Code::KeyT => ('t', 'T'),
        Code::KeyU => ('u', 'U'),
        Code::KeyV => ('v', 'V'),
        Code::KeyW => ('w', 'W'),
        Code::KeyX => ('x', 'X'),
        Code::KeyY => ('y', 'Y'),
        Code::KeyZ => ('z', 'Z'),
        Code::Digit1 => ('1', '!'),
        Code::Digit2 => ('2', '@'),
        Code::Digit3 => ('3', '#'),
        Code::Digit4 => ('4', '$'),
        Code::Digit5 => ('5', '%'),
        Code::Digit6 => ('6', '^'),
        Code::Digit7 => ('7', '&'),
        Code::Digit8 => ('8', '*'),
        Code::Digit9 => ('9', '('),
        Code::Digit0 => ('0', ')'),
        Code::Numpad0 => ('0', '0'),
        Code::Numpad1 => ('1', '1'),
        Code::Numpad2 => ('2', '2'),
        Code::Numpad3 => ('3', '3'),
        Code::Numpad4 => ('4', '4'),
        Code::Numpad5 => ('5', '5'),
        Code::Numpad6 => ('6', '6'),
        Code::Numpad7 => ('7', '7'),
        Code::Numpad8 => ('8', '8'),
        Code::Numpad9 => ('9', '9'),
        Code::NumpadAdd => ('+', '+'),
        Code::NumpadSubtract => ('-', '-'),
        Code::NumpadMultiply => ('*', '*'),
        Code::NumpadDivide => ('/', '/'),
        Code::NumpadDecimal => ('.', '.'),
        Code::Space => (' ', ' '),
        Code::Minus => ('-', '_'),
        Code::Equal => ('=', '+'),
        Code::BracketLeft => ('[', '{'),
        Code::BracketRight => (']', '}'),
        Code::Backslash => ('\\', '|'),
        Code::Semicolon => (';', ':'),
        Code::Quote => ('\'', '"'),
        Code::Backquote => ('`', '~'),
        Code::Comma => (',', '<'),
        Code::Period => ('.', '>'),
        Code::Slash => ('/', '?'),
        _ => return None,
    };
    Some(if modifiers.shift() { shifted } else { plain })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn burst(text: &str, pause: Duration, from: Instant) -> (Burst, Instant) {
        let mut burst = Burst::default();
        let mut now = from;
        for c in text.chars() {
            burst.push(c, &c.to_string(), now);
            now += pause;
        }
        (burst, now)
    }

    #[test]
    fn enter_after_eight_characters_at_pace_ends_a_scan() {
        let start = Instant::now();
        let (mut scan, now) = burst("A9990000071", Duration::from_millis(5), start);
        assert_eq!(scan.end_by_suffix(now).as_deref(), Some("A9990000071"));
        assert!(scan.is_empty());
        let (mut typing, now) = burst("A999000", Duration::from_millis(5), start);
        assert_eq!(typing.end_by_suffix(now), None, "seven characters are typing");
        assert!(!typing.is_empty(), "and are still held for replaying");
    }

    #[test]
    fn without_a_suffix_only_a_card_number_is_a_scan() {
        let start = Instant::now();
        let (mut scan, now) = burst("*A9990000071*", Duration::from_millis(5), start);
        let frame = now + DEFAULT_GAP;
        assert!(!scan.is_over(now, now, DEFAULT_GAP));
        assert!(!scan.is_over(frame, frame, DEFAULT_GAP), "characters may wait behind this frame");
        assert!(!scan.is_over(frame, frame, DEFAULT_GAP), "told of the same frame again");
        let next = frame + Duration::from_millis(1);
        assert!(scan.is_over(next, next, DEFAULT_GAP));
        assert_eq!(scan.end_by_pace(now + DEFAULT_GAP).as_deref(), Some("*A9990000071*"));
        let (mut typing, now) = burst("karkuteille", Duration::from_millis(5), start);
        assert_eq!(typing.end_by_pace(now), None);
    }

    #[test]
    fn two_pieces_that_make_a_card_number_are_one_scan_and_single_keys_are_typing() {
        let pieces = |pieces: [&str; 2], pause: Duration| {
            let (mut scan, now) = burst(pieces[0], Duration::from_millis(5), Instant::now());
            scan.end_by_pace(now);
            for c in pieces[1].chars() {
                scan.push(c, &c.to_string(), now + pause);
            }
            scan.end_by_suffix(now + pause)
        };
        let pause = Duration::from_millis(300);
        assert_eq!(pieces(["A99900", "00071"], pause).as_deref(), Some("A9990000071"));
        assert_eq!(pieces(["A99900", "014"], pause), None, "no card number");
        assert_eq!(pieces(["A99900", "00071"], Duration::from_secs(2)), None);
        assert_eq!(pieces(["A99900000", "7"], pause), None, "a key by itself");
        assert_eq!(pieces(["A999000007", "1"], pause).as_deref(), Some("A9990000071"), "not the shorter number");
    }

    #[test]
    fn a_second_suffix_right_after_a_scan_belongs_to_it() {
        let (mut scan, now) = burst("A9990000071", Duration::from_millis(2), Instant::now());
        assert!(!scan.is_second_suffix(now, DEFAULT_GAP));
        scan.end_by_suffix(now).unwrap();
        assert!(scan.is_second_suffix(now + Duration::from_millis(3), DEFAULT_GAP));
        assert!(!scan.is_second_suffix(now + Duration::from_millis(200), DEFAULT_GAP));
    }

    #[test]
    fn the_physical_keys_of_a_us_scanner_are_read_whatever_the_layout_typed() {
        let key = |code| us_character(Physical::Code(code), Modifiers::SHIFT);
        assert_eq!(key(Code::Digit8), Some('*'));
        assert_eq!(us_character(Physical::Code(Code::KeyZ), Modifiers::empty()), Some('z'));
        // On a German layout the key of Y types z.
        let mut scan = Burst::default();
        for (physical, typed) in "YM38000412".chars().zip("ZM38000412".chars()) {
            scan.push(physical, &typed.to_string(), Instant::now());
        }
        assert_eq!(scan.end_by_suffix(Instant::now()).as_deref(), Some("YM38000412"));
    }

    #[test]
    fn a_scanner_that_follows_the_layout_is_read_too() {
        let mut scan = Burst::default();
        for (physical, typed) in "Q9990000071".chars().zip("A9990000071".chars()) {
            scan.push(physical, &typed.to_string(), Instant::now());
        }
        assert_eq!(scan.end_by_suffix(Instant::now()).as_deref(), Some("A9990000071"));
    }
}
