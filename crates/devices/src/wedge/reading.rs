//! What a burst of strokes says, when the scanner's layout is known and when it is not.
//!
//! A card number is the only thing that is ever guessed for, and only where the guess cannot be another card: the
//! German layout differs from the US one in nothing but Y and Z as far as card numbers go, which makes a community
//! card's number (`Y…`) another good one (`Z…`). So between those two nothing is guessed that can be known: the US
//! reading is preferred, since scanners come so from the factory, and the other is told as a doubt.

use super::keys::Stroke;
use super::layout::Layout;
use kaikuasema_domain::card::{marked, unmarked};
use kaikuasema_domain::{CardNumber, CardNumberError};

/// A burst read.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Reading {
    /// What it says.
    pub text: String,
    /// By which layout.
    pub layout: Layout,
    /// Whether it is a card number, or two run together.
    pub is_card: bool,
    /// What it says as well, where that is another good card number and nobody can tell.
    pub doubt: Option<String>,
}

/// Reads strokes as the layout says. A scanner that was set otherwise meanwhile is read too, unless that would make
/// one card's number of another's.
pub(super) fn read(strokes: &[Stroke], layout: Layout, sends_check_character: bool) -> Reading {
    let by = |layout: Layout| Text::new(by_layout(strokes, layout), layout, sends_check_character);
    if layout == Layout::Any {
        return guess(strokes, &by);
    }
    let known = by(layout);
    if known.is_card {
        return known.into();
    }
    let guess = guess(strokes, &by);
    if guess.is_card && !is_only_y_and_z(&guess.text, &known.text) { guess } else { known.into() }
}

/// Reads strokes with nothing known of the layout.
fn guess(strokes: &[Stroke], by: &impl Fn(Layout) -> Text) -> Reading {
    let (us, typed) = (by(Layout::Us), by(Layout::Typed));
    if us.is_card {
        let doubt = (typed.is_card && !typed.is_same_number(&us)).then_some(typed.text);
        return Reading { doubt, ..us.into() };
    }
    if typed.is_card {
        // Such a code may be no card at all, read by a scanner that is set to US.
        let doubt = is_only_y_and_z(&typed.text, &us.text).then_some(us.text);
        return Reading { doubt, ..typed.into() };
    }
    let mut others = [Layout::French, Layout::Nordic].map(by).into_iter().chain([by_keys_alone(strokes)]);
    others.find(|other| other.is_card).unwrap_or(us).into()
}

/// What strokes say on one layout, whatever that is.
pub(super) fn by_layout(strokes: &[Stroke], layout: Layout) -> String {
    match layout {
        // An Alt code is itself; what the machine makes of one, if anything, may come much later.
        Layout::Typed => strokes.iter().fold(String::new(), |mut text, stroke| {
            match stroke.code {
                Some(code) => text.push(code),
                None => text.push_str(&stroke.typed),
            }
            text
        }),
        _ => strokes.iter().map(|stroke| stroke.character(layout)).collect(),
    }
}

/// A US scanner's letters and digits with every Shift left out: one that was released too late, or is pressed by a
/// scanner that takes Caps Lock for Shift Lock, makes signs of digits.
fn by_keys_alone(strokes: &[Stroke]) -> Text {
    let text = strokes.iter().map(|stroke| Stroke { shift: false, ..stroke.clone() }.character(Layout::Us)).collect();
    Text::new(text, Layout::Us, false)
}

struct Text {
    text: String,
    layout: Layout,
    number: Option<CardNumber>,
    is_card: bool,
}

impl Text {
    fn new(text: String, layout: Layout, sends_check_character: bool) -> Self {
        let text = if sends_check_character { marked(text) } else { text };
        let parsed = CardNumber::parse(&text);
        let is_card = matches!(parsed, Ok(_) | Err(CardNumberError::TwoCards));
        Self { text, layout, number: parsed.ok(), is_card }
    }

    fn is_same_number(&self, other: &Self) -> bool {
        self.number == other.number && (self.number.is_some() || self.text == other.text)
    }
}

impl From<Text> for Reading {
    fn from(text: Text) -> Self {
        Self { text: text.text, layout: text.layout, is_card: text.is_card, doubt: None }
    }
}

/// Whether two texts are one but for Y and Z, case, and what was put in front of them.
fn is_only_y_and_z(one: &str, other: &str) -> bool {
    let plain = |c: char| match c.to_ascii_lowercase() {
        'z' => 'y',
        c => c,
    };
    unmarked(one).chars().map(plain).eq(unmarked(other).chars().map(plain))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wedge::Position;
    use proptest::prelude::*;

    /// The strokes of a scanner set to one layout at a machine set to another.
    fn strokes(text: &str, scanner: Layout, machine: Layout) -> Vec<Stroke> {
        let keys = || (0x04..=0x38).chain([0x64]).map(Position);
        let ways = [(false, false), (true, false), (false, true)];
        let key = |c| {
            keys()
                .flat_map(|key| ways.map(|way| (key, way)))
                .find(|&(key, (shift, alt_gr))| scanner.character(key, shift, alt_gr) == Some(c))
                .unwrap_or_else(|| panic!("{scanner:?} has no {c}"))
        };
        text.chars()
            .map(key)
            .map(|(key, (shift, alt_gr))| Stroke {
                key: Some(key),
                shift,
                alt_gr,
                code: None,
                typed: machine.character(key, shift, alt_gr).map(String::from).unwrap_or_default(),
            })
            .collect()
    }

    fn said(text: &str, scanner: Layout, machine: Layout, set: Layout) -> Reading {
        read(&strokes(text, scanner, machine), set, false)
    }

    #[test]
    fn a_us_scanner_is_read_on_every_machine_though_nothing_is_known() {
        for machine in Layout::TABLES {
            for text in
                ["A9990000071", "AM38000412", "Y2210000456", "X12AB34CD56", "*A9990000071*", "https://kaiku.example/k?id=A9990000071"]
            {
                let reading = said(text, Layout::Us, machine, Layout::Any);
                assert_eq!((reading.text.as_str(), reading.is_card), (text, true), "{machine:?}");
            }
        }
    }

    #[test]
    fn a_scanner_that_follows_the_machine_is_read_though_nothing_is_known() {
        for machine in Layout::TABLES {
            for text in ["A9990000071", "AM38000412", "X12AB34CD56", "https://kaiku.example/k?id=A9990000071"] {
                let reading = said(text, machine, machine, Layout::Any);
                assert_eq!((reading.text.as_str(), reading.is_card), (text, true), "{machine:?}");
                assert_eq!(reading.doubt, None);
            }
        }
    }

    #[test]
    fn y_and_z_of_a_german_machine_are_read_as_us_and_the_other_is_a_doubt() {
        let reading = said("YM38000412", Layout::Us, Layout::German, Layout::Any);
        assert_eq!((reading.text.as_str(), reading.doubt.as_deref()), ("YM38000412", Some("ZM38000412")));
        let reading = said("Y2210000456", Layout::German, Layout::German, Layout::Any);
        assert_eq!((reading.text.as_str(), reading.doubt.as_deref()), ("Z2210000456", Some("Y2210000456")));
        let reading = said("Y2210000456", Layout::Us, Layout::Nordic, Layout::Any);
        assert_eq!((reading.text.as_str(), reading.doubt), ("Y2210000456", None), "where both say the same there is none");
    }

    #[test]
    fn what_the_set_up_check_found_settles_y_and_z() {
        for machine in [Layout::German, Layout::Nordic, Layout::Us] {
            for (text, scanner) in [("Y2210000456", Layout::Us), ("Z2210000456", Layout::Us), ("Y2210000456", Layout::German)] {
                let reading = said(text, scanner, machine, scanner);
                assert_eq!((reading.text.as_str(), reading.doubt), (text, None), "{scanner:?} on {machine:?}");
            }
        }
        let reading = said("Y2210000456", Layout::German, Layout::German, Layout::Typed);
        assert_eq!((reading.text.as_str(), reading.doubt), ("Y2210000456", None));
    }

    #[test]
    fn a_layout_that_is_known_makes_no_card_of_a_near_miss() {
        let reading = said("YX12345678", Layout::Us, Layout::German, Layout::Us);
        assert_eq!((reading.text.as_str(), reading.is_card), ("YX12345678", false));
        let reading = said("YX12345678", Layout::Us, Layout::German, Layout::Any);
        assert_eq!((reading.is_card, reading.doubt.as_deref()), (true, Some("YX12345678")), "nobody can tell, and it says so");
        let reading = said("YX12345678", Layout::Us, Layout::Us, Layout::Any);
        assert!(!reading.is_card, "where Y and Z are no question there is none");
    }

    #[test]
    fn a_scanner_set_otherwise_than_known_is_read_where_it_cannot_be_another_card() {
        let reading = said("A9990000071", Layout::French, Layout::Nordic, Layout::Us);
        assert_eq!((reading.text.as_str(), reading.layout), ("A9990000071", Layout::French));
        let reading = said("A9990000071", Layout::Us, Layout::Nordic, Layout::French);
        assert_eq!((reading.text.as_str(), reading.layout), ("A9990000071", Layout::Us));
    }

    #[test]
    fn caps_lock_is_no_matter() {
        for machine in Layout::TABLES {
            let mut strokes = strokes("A9990000071", Layout::Us, machine);
            for stroke in &mut strokes {
                stroke.typed =
                    stroke.typed.chars().map(|c| if c.is_uppercase() { c.to_ascii_lowercase() } else { c.to_ascii_uppercase() }).collect();
            }
            assert_eq!(read(&strokes, Layout::Any, false).text, "A9990000071", "{machine:?}");
        }
    }

    #[test]
    fn a_scanner_that_minds_caps_lock_is_read() {
        // It leaves Shift out of letters, and one that takes Caps Lock for Shift Lock presses it with digits.
        let mut strokes = strokes("A9990000071", Layout::Us, Layout::Us);
        for stroke in &mut strokes {
            stroke.shift = !stroke.shift;
            stroke.typed = stroke.character(Layout::Us).to_string();
        }
        let reading = read(&strokes, Layout::Any, false);
        assert_eq!((reading.text.as_str(), reading.is_card), ("a9990000071", true));
        assert_eq!(reading.layout, Layout::Us);
    }

    #[test]
    fn shift_that_was_released_one_key_too_late_costs_nothing() {
        let mut strokes = strokes("A9990000071", Layout::Us, Layout::Us);
        strokes[1].shift = true;
        strokes[1].typed = "(".to_owned();
        let reading = read(&strokes, Layout::Any, false);
        assert_eq!((reading.text.as_str(), reading.is_card), ("a9990000071", true));
    }

    #[test]
    fn a_check_character_that_the_scanner_sends_is_left_to_the_card_number() {
        for (typed, text) in [
            ("A9990000089B", "]A1A9990000089B"),
            ("A9990000089", "A9990000089"),
            ("A9990000071", "]A?A9990000071"),
            ("https://kaiku.example/k?id=A9990000071", "https://kaiku.example/k?id=A9990000071"),
        ] {
            let reading = read(&strokes(typed, Layout::Us, Layout::Us), Layout::Any, true);
            assert_eq!((reading.text.as_str(), reading.is_card), (text, true));
        }
        let doubtful = read(&strokes("Y2210000456B", Layout::Us, Layout::German), Layout::Any, true);
        assert_eq!((doubtful.text.as_str(), doubtful.is_card, doubtful.doubt), ("]A1Y2210000456B", true, None), "Z's would be C");
        let reading = read(&strokes("]A0A9990000071", Layout::Us, Layout::Us), Layout::Any, true);
        assert_eq!((reading.text.as_str(), reading.is_card), ("]A0A9990000071", true), "the scanner said itself what it sends");
    }

    #[test]
    fn letters_of_another_script_are_no_letters_of_a_card_and_a_machine_that_types_them_costs_nothing() {
        let cyrillic = |key: Option<Position>| {
            let typed = ["\u{424}", "9", "9", "9", "0", "0", "0", "0", "0", "7", "1"];
            let mut strokes = strokes("A9990000071", Layout::Us, Layout::Us);
            for (stroke, typed) in strokes.iter_mut().zip(typed) {
                stroke.typed = typed.to_owned();
            }
            strokes[0].key = strokes[0].key.and(key);
            read(&strokes, Layout::Any, false)
        };
        assert_eq!(cyrillic(Some(Position::A)).text, "A9990000071");
        let unknown = cyrillic(None);
        assert_eq!((unknown.is_card, CardNumber::parse(&unknown.text)), (false, Err(CardNumberError::ForeignCharacter)));
        let full_width = "A\u{ff19}990000071".chars().map(|c| Stroke { typed: c.to_string(), ..Stroke::default() }).collect::<Vec<_>>();
        assert!(!read(&full_width, Layout::Any, false).is_card);
    }

    #[test]
    fn two_cards_run_together_are_never_the_first_of_them() {
        for (scanner, machine) in [(Layout::Us, Layout::German), (Layout::French, Layout::French), (Layout::French, Layout::Us)] {
            let reading = said("A9990000071A3110087254", scanner, machine, Layout::Any);
            assert_eq!(CardNumber::parse(&reading.text), Err(CardNumberError::TwoCards), "{scanner:?} on {machine:?}");
        }
    }

    proptest! {
        #[test]
        fn no_set_layout_ever_reads_a_good_number_as_another(
            number in "(A|AM|Y|YM|X|Z)[0-9]{9}",
            scanner in 0..Layout::TABLES.len(),
            machine in 0..Layout::TABLES.len(),
        ) {
            let (scanner, machine) = (Layout::TABLES[scanner], Layout::TABLES[machine]);
            prop_assert_eq!(said(&number, scanner, machine, scanner).text, number);
        }

        #[test]
        fn with_nothing_known_a_number_is_read_as_another_only_by_y_and_z(
            number in "(A|AM|Y|YM|X|Z)[0-9]{9}",
            scanner in 0..Layout::TABLES.len(),
            machine in 0..Layout::TABLES.len(),
        ) {
            let (scanner, machine) = (Layout::TABLES[scanner], Layout::TABLES[machine]);
            let reading = said(&number, scanner, machine, Layout::Any);
            if CardNumber::parse(&reading.text).is_ok() && reading.text != number {
                prop_assert!(is_only_y_and_z(&reading.text, &number));
                prop_assert_eq!(scanner, Layout::German);
                prop_assert!(machine != Layout::German || reading.doubt.is_some() || !number.starts_with(['Y', 'Z']));
            }
        }
    }
}
