//! Streams of events as the kernel tells them, good and bad.

use super::*;
use crate::settings::{Profile, Suffix};
use crate::wedge::Layout;
use proptest::prelude::*;
use std::time::Duration;

const SHIFT: u16 = 42;
const RIGHT_SHIFT: u16 = 54;
const CONTROL: u16 = 29;
const ALT: u16 = 56;
const ENTER: u16 = 28;
const TAB: u16 = 15;

/// The events of a text and the time that passes, as a scanner set to a layout sends it.
struct Scanner {
    stream: Stream,
    now: Instant,
    layout: Layout,
    pause: Duration,
    told: Vec<Told>,
}

impl Scanner {
    fn new(profile: &Profile) -> Self {
        let layout = if profile.layout == Layout::Any { Layout::Us } else { profile.layout };
        let stream = Stream::new(Manner::of_held(profile));
        Self { stream, now: Instant::now(), layout, pause: Duration::from_millis(2), told: Vec::new() }
    }

    fn event(&mut self, code: u16, value: i32) {
        self.feed(Input::Key { code, value });
        self.feed(Input::Report);
    }

    fn feed(&mut self, input: Input) {
        let told = self.stream.feed(input, self.now);
        self.told.extend(told);
    }

    fn tap(&mut self, code: u16) {
        self.event(code, 1);
        self.event(code, 0);
        self.now += self.pause;
    }

    fn key(&self, c: char) -> (u16, u16) {
        let codes = (1..=126).filter(|code| !(55..=83).contains(code));
        let ways = [(0, false, false), (SHIFT, true, false), (100, false, true)];
        let mut found = codes.flat_map(|code| ways.map(|way| (code, way)));
        let says = |&(code, (_, shift, alt_gr)): &(u16, (u16, bool, bool))| {
            code::position(code).and_then(|place| self.layout.character(place, shift, alt_gr)) == Some(c)
        };
        let (code, (held, ..)) = found.find(says).unwrap_or_else(|| panic!("{c}"));
        (code, held)
    }

    fn types(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            let (code, held) = self.key(c);
            if held != 0 {
                self.event(held, 1);
            }
            self.tap(code);
            if held != 0 {
                self.event(held, 0);
            }
        }
        self
    }

    fn pauses(&mut self, pause: Duration) -> &mut Self {
        self.now += pause;
        let told = self.stream.settle(self.now);
        self.told.extend(told);
        self
    }

    fn texts(&mut self) -> Vec<String> {
        self.told
            .drain(..)
            .map(|told| match told {
                Told::Scan(observed) => observed.text,
                Told::Trouble(trouble) => format!("{trouble:?}"),
            })
            .collect()
    }
}

fn scanner() -> Scanner {
    Scanner::new(&Profile::default())
}

const LONG: Duration = Duration::from_secs(1);

#[test]
fn a_scan_is_told_at_its_end_whatever_the_suffix() {
    for (ends, suffix) in [
        (&[ENTER][..], Suffix::Enter),
        (&[TAB], Suffix::Tab),
        (&[ENTER, ENTER], Suffix::Enter),
        (&[96], Suffix::Enter),
        (&[], Suffix::None),
    ] {
        let mut scanner = scanner();
        for _ in 0..2 {
            scanner.types("A9990000071");
            for end in ends {
                scanner.tap(*end);
            }
            scanner.pauses(LONG);
            let told: Vec<Told> = scanner.told.drain(..).collect();
            let [Told::Scan(observed)] = &told[..] else { panic!("{ends:?}: {told:?}") };
            assert_eq!((observed.text.as_str(), observed.suffix), ("A9990000071", suffix));
            assert_eq!(observed.typed(), None, "no layout touched it");
        }
    }
}

#[test]
fn cr_and_lf_as_control_keys_end_one_scan() {
    let mut scanner = scanner();
    scanner.types("A9990000071");
    scanner.event(CONTROL, 1);
    scanner.tap(50);
    scanner.tap(36);
    scanner.event(CONTROL, 0);
    assert_eq!(scanner.pauses(LONG).texts(), ["A9990000071"]);
}

#[test]
fn a_card_is_read_on_every_layout_that_was_found_out_for_its_scanner() {
    for layout in Layout::TABLES {
        for text in ["A9990000071", "YM38000412", "Z12AB34CD56", "]A1A9990000071", "https://kaiku.example/k?id=Y2210000456"] {
            let mut scanner = Scanner::new(&Profile { layout, ..Profile::default() });
            scanner.types(text).tap(ENTER);
            assert_eq!(scanner.texts(), [text], "{layout:?}");
        }
    }
}

#[test]
fn a_french_or_nordic_scanner_is_read_before_anything_is_known() {
    for layout in [Layout::Us, Layout::British, Layout::French, Layout::Nordic] {
        for text in ["A9990000071", "https://kaiku.example/k?id=A9990000071"] {
            let mut scanner = Scanner { layout, ..scanner() };
            scanner.types(text).tap(ENTER);
            assert_eq!(scanner.texts(), [text], "{layout:?}");
        }
    }
}

#[test]
fn the_digits_of_the_keypad_and_alt_codes_are_read() {
    let mut scanner = scanner();
    scanner.types("A");
    for keypad in [73, 73, 73, 82, 82, 82, 82, 82, 71, 79] {
        scanner.tap(keypad);
    }
    scanner.tap(96);
    assert_eq!(scanner.texts(), ["A9990000071"]);
    let keypad = [82, 79, 80, 81, 75, 76, 77, 71, 72, 73];
    for byte in b"A9990000071\r" {
        scanner.event(ALT, 1);
        for digit in format!("{byte:04}").bytes() {
            scanner.tap(keypad[usize::from(digit - b'0')]);
        }
        scanner.event(ALT, 0);
    }
    let told: Vec<Told> = scanner.told.drain(..).collect();
    let [Told::Scan(observed)] = &told[..] else { panic!("{told:?}") };
    assert_eq!(observed.text, "A9990000071");
    assert!(observed.is_by_alt_codes());
}

#[test]
fn a_key_that_repeats_and_one_that_the_kernel_tells_twice_count_once() {
    let mut scanner = scanner();
    scanner.types("A");
    for code in [10, 10, 10, 11, 11, 11, 11, 11, 8, 2] {
        scanner.event(code, 1);
        scanner.event(code, 2);
        scanner.event(code, 2);
        scanner.event(code, 1);
        scanner.event(code, 0);
        scanner.event(code, 0);
    }
    scanner.tap(ENTER);
    assert_eq!(scanner.texts(), ["A9990000071"]);
}

#[test]
fn right_shift_caps_lock_around_a_scan_and_shift_released_late_are_read() {
    let mut scanner = scanner();
    scanner.event(RIGHT_SHIFT, 1);
    scanner.tap(30);
    scanner.event(RIGHT_SHIFT, 0);
    scanner.types("9990000071").tap(ENTER);
    scanner.pauses(LONG);
    scanner.tap(58);
    scanner.types("a9990000071").tap(58);
    scanner.tap(ENTER);
    scanner.pauses(LONG);
    // The digit goes down before Shift goes up.
    scanner.event(SHIFT, 1);
    scanner.event(30, 1);
    scanner.event(10, 1);
    scanner.event(30, 0);
    scanner.event(SHIFT, 0);
    scanner.event(10, 0);
    scanner.types("990000071").tap(ENTER);
    let texts = scanner.texts();
    assert_eq!(texts.iter().map(|text| text.to_uppercase()).collect::<Vec<_>>(), ["A9990000071"; 3]);
}

#[test]
fn parts_of_a_code_are_told_as_they_are_and_two_cards_as_one_text() {
    let mut scanner = scanner();
    for part in ["9", "A99", "A99900000", "A9990000071234", "A9990000071A3110087254"] {
        scanner.types(part).tap(ENTER);
        assert_eq!(scanner.pauses(LONG).texts(), [part]);
    }
}

#[test]
fn a_code_of_7089_digits_is_told_once_and_the_next_is_read() {
    let mut scanner = scanner();
    scanner.types(&"7".repeat(7089)).tap(ENTER);
    scanner.tap(ENTER);
    assert_eq!(scanner.pauses(LONG).texts(), ["TooLong"]);
    scanner.types("A9990000071").tap(ENTER);
    assert_eq!(scanner.texts(), ["A9990000071"]);
}

#[test]
fn a_code_of_many_lines_is_told_by_its_first() {
    let mut scanner = scanner();
    for line in ["BEGIN:VCARD", "VERSION:3.0", "N:Lukija", "END:VCARD"] {
        scanner.types(line).tap(ENTER);
    }
    assert_eq!(scanner.pauses(LONG).texts(), ["BEGIN:VCARD"]);
}

#[test]
fn after_an_overflow_the_part_is_dropped_up_to_its_end_and_the_next_scan_is_whole() {
    for with_end in [true, false] {
        let mut scanner = scanner();
        scanner.types("A999000");
        scanner.feed(Input::Lost);
        // What the kernel still tells before the next report cannot be believed.
        scanner.feed(Input::Key { code: 8, value: 1 });
        scanner.feed(Input::Report);
        assert!(scanner.stream.asks_for_keys());
        scanner.event(8, 1);
        let told = scanner.stream.resume([8], scanner.now);
        scanner.told.push(told);
        scanner.event(8, 0);
        scanner.types("0071");
        if with_end {
            scanner.tap(ENTER);
        } else {
            scanner.pauses(LONG);
        }
        scanner.types("A3110087254").tap(ENTER);
        assert_eq!(scanner.pauses(LONG).texts(), ["Garbled", "A3110087254"], "{with_end}");
    }
}

#[test]
fn shift_that_was_down_at_an_overflow_is_known_after_it() {
    let mut scanner = scanner();
    scanner.feed(Input::Lost);
    scanner.feed(Input::Report);
    let _ = scanner.stream.resume([SHIFT], scanner.now);
    scanner.pauses(LONG);
    scanner.tap(30);
    scanner.event(SHIFT, 0);
    scanner.types("9990000071").tap(ENTER);
    assert_eq!(scanner.texts(), ["A9990000071"]);
}

#[test]
fn unplugged_in_the_middle_the_part_is_dropped_and_told() {
    let mut scanner = scanner();
    scanner.types("A99900");
    assert_eq!(scanner.stream.cut_off(), Some(Told::Trouble(Trouble::CutOff)));
    assert_eq!(scanner.stream.cut_off(), None);
    assert!(scanner.stream.is_idle());
    assert_eq!(scanner.pauses(LONG).texts(), [""; 0]);
}

#[test]
fn a_suffix_that_is_known_is_waited_for_longer_than_a_pause() {
    let mut scanner = Scanner::new(&Profile { suffix: Suffix::Enter, ..Profile::default() });
    scanner.types("A99900");
    scanner.pauses(Duration::from_millis(250));
    scanner.types("00071").tap(ENTER);
    assert_eq!(scanner.texts(), ["A9990000071"]);
}

#[test]
fn the_scanner_that_changed_its_mode_says_so_with_the_second_scan() {
    let mut scanner = Scanner::new(&Profile { suffix: Suffix::Enter, layout: Layout::Us, ..Profile::default() });
    let mut changes = Vec::new();
    for _ in 0..3 {
        scanner.types("A9990000071").tap(TAB);
        scanner.pauses(LONG);
        changes.extend(scanner.told.drain(..).map(|told| match told {
            Told::Scan(observed) => observed.change.and_then(|change| change.suffix),
            Told::Trouble(trouble) => panic!("{trouble:?}"),
        }));
    }
    assert_eq!(changes, [None, Some(Suffix::Tab), None]);
}

fn input() -> impl Strategy<Value = Input> {
    prop_oneof![
        8 => (0..130_u16, -1..4).prop_map(|(code, value)| Input::Key { code, value }),
        1 => (any::<u16>(), any::<i32>()).prop_map(|(code, value)| Input::Key { code, value }),
        3 => Just(Input::Report),
        1 => Just(Input::Lost),
    ]
}

proptest! {
    #[test]
    fn no_stream_of_events_panics_and_after_any_a_scan_is_read(
        inputs in proptest::collection::vec((input(), 0..400_u64), 0..400),
    ) {
        let mut scanner = scanner();
        for (input, pause) in inputs {
            scanner.now += Duration::from_millis(pause);
            let told = scanner.stream.settle(scanner.now);
            scanner.told.extend(told);
            scanner.feed(input);
            if scanner.stream.asks_for_keys() {
                let told = scanner.stream.resume([], scanner.now);
                scanner.told.push(told);
            }
        }
        // Whatever is down goes up.
        scanner.feed(Input::Report);
        if scanner.stream.asks_for_keys() {
            let _ = scanner.stream.resume([], scanner.now);
        }
        for code in 0..130 {
            scanner.event(code, 0);
        }
        scanner.pauses(LONG);
        scanner.pauses(LONG);
        scanner.told.clear();
        prop_assert!(scanner.stream.is_idle());
        scanner.types("A9990000071").tap(ENTER);
        prop_assert_eq!(scanner.texts(), ["A9990000071"]);
    }
}
