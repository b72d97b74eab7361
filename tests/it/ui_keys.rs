//! Scanners that are keyboards, at the root widget: every layout, Caps Lock, suffix and pace, and what goes wrong.

use crate::harness::keyboard::{Keyboard, Named};
use crate::harness::layouts::{MACHINES, Machine};
use crate::harness::{Harness, Window, clock};
use iced::widget::{column, text_input};
use iced::{Element, Task, Theme};
use kaikuasema::screen::readers::found::Keys as Found;
use kaikuasema::ui::theme::{Look, Tokens};
use kaikuasema::ui::wedge::wedge;
use kaikuasema::ui::{button, focus};
use kaikuasema_devices::wedge::{Layout, Manner, Observed, TEST_CARD};
use kaikuasema_devices::{Suffix, Trouble};
use kaikuasema_domain::{CardNumber, CardNumberError};
use std::time::Duration;

#[derive(Debug, Clone)]
enum Message {
    Scanned(String),
    Observed(Observed),
    Troubled(Trouble),
    Typed(String),
    Pressed,
}

#[derive(Default)]
struct Page {
    manner: Manner,
    scans: Vec<String>,
    observed: Vec<Observed>,
    troubles: Vec<Trouble>,
    text: String,
    pressed: usize,
}

fn tokens() -> &'static Tokens {
    Look::Light.tokens()
}

impl Window for Page {
    type Message = Message;

    fn view(&self) -> Element<'_, Message> {
        let page = column![
            focus::field("text", text_input("Teksti", &self.text).on_input(Message::Typed)),
            button::button("save", "Tallenna", button::Weight::Primary).on_press(Message::Pressed).view(tokens()),
        ];
        let page = kaikuasema::ui::keys::keys(page).after(|press| match press.key.as_ref() {
            iced::keyboard::Key::Named(Named::Enter) => Some(Message::Pressed),
            _ => None,
        });
        wedge(page, Message::Scanned)
            .manner(self.manner)
            .on_observed(Message::Observed)
            .on_trouble(Message::Troubled)
            .clock(clock::now)
            .into()
    }

    fn update(&mut self, message: Message) -> Task<Message> {
        match message {
            Message::Scanned(text) => self.scans.push(text),
            Message::Observed(observed) => self.observed.push(observed),
            Message::Troubled(trouble) => self.troubles.push(trouble),
            Message::Typed(text) => self.text = text,
            Message::Pressed => self.pressed += 1,
        }
        Task::none()
    }

    fn theme(&self) -> Theme {
        Look::Light.theme()
    }
}

/// A page with the focus in its text field, on which Enter presses.
fn page(manner: Manner) -> Harness<Page> {
    Harness::open(Page { manner, ..Page::default() }, focus::set("text"))
}

/// The same with the focus on a button, as on the readers' page.
fn page_without_writing() -> Harness<Page> {
    Harness::open(Page::default(), focus::set("save"))
}

/// Lets time pass frame by frame, so that what comes due between two keys does.
pub fn frames<W: Window>(page: &mut Harness<W>, pause: Duration) {
    let mut left = pause;
    while !left.is_zero() {
        let step = left.min(ms(16));
        clock::advance(step);
        page.redraw();
        left -= step;
    }
}

/// How a scanner ends a scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ends {
    Enter,
    Tab,
    Nothing,
    CrLf,
    Twice,
}

const ENDS: [Ends; 5] = [Ends::Enter, Ends::Tab, Ends::Nothing, Ends::CrLf, Ends::Twice];
const PACES: [u64; 6] = [2, 5, 15, 30, 60, 100];

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// A scan with these keys, at this pace, and the pause after it.
fn scan(page: &mut Harness<Page>, keyboard: &Keyboard<'_>, text: &str, ends: Ends, pace: Duration) {
    for event in keyboard.types(text) {
        match event {
            Some(event) => page.send(event),
            None if pace > ms(30) => frames(page, pace),
            None => clock::advance(pace),
        }
    }
    match ends {
        Ends::Enter => page.press(Named::Enter),
        Ends::Tab => page.press(Named::Tab),
        Ends::Nothing => {}
        Ends::CrLf => {
            page.press(Named::Enter);
            clock::advance(pace.min(ms(30)));
            page.send_all(keyboard.with_control('j'));
        }
        Ends::Twice => {
            page.press(Named::Enter);
            clock::advance(pace.min(ms(30)));
            page.press(Named::Enter);
        }
    }
    page.pause(ms(400));
}

fn assert_nothing_else_happened(page: &mut Harness<Page>, case: &str) {
    assert_eq!(page.window.pressed, 0, "{case}: an Enter of a scan presses nothing");
    assert_eq!(page.window.text, "", "{case}: nothing of a scan lands in a field");
    assert!(page.is_focused("text"), "{case}: a Tab of a scan moves nothing");
}

/// What the scanner is known to do, as the set-up check finds it where nothing is known.
fn known(pace: u64) -> Manner {
    let mut check = page_without_writing();
    scan(&mut check, &us("fi"), TEST_CARD, Ends::Enter, ms(pace));
    let [observed] = &check.window.observed[..] else { panic!("the test card at {pace} ms: {:?}", check.window.scans) };
    assert_eq!(check.window.pressed, 0, "{pace} ms");
    Manner { gap: ms(observed.fitting_gap()), ..Manner::default() }
}

#[test]
fn a_us_scanner_is_read_on_every_layout_with_caps_lock_with_every_suffix_at_every_pace() {
    let cards = ["A9990000071", "Y2210000456", "Z2210000456", "AM38000412"];
    let mut turn = 0;
    let paces = PACES.map(|pace| (pace, known(pace)));
    for machine in &MACHINES {
        for caps_lock in [false, true] {
            let keyboard = Keyboard { scanner: Layout::Us, machine, caps_lock };
            for (pace, known) in paces {
                let mut page = page(known);
                for ends in ENDS {
                    turn += 1;
                    let card = cards[turn % cards.len()];
                    let case = format!("{} on {}, Caps Lock {caps_lock}, {ends:?}, {pace} ms", card, machine.name);
                    scan(&mut page, &keyboard, card, ends, ms(pace));
                    let scanned = std::mem::take(&mut page.window.scans);
                    assert_eq!(scanned.iter().map(|text| text.to_uppercase()).collect::<Vec<_>>(), [card], "{case}");
                    assert_nothing_else_happened(&mut page, &case);
                }
            }
        }
    }
}

#[test]
fn a_scanner_that_follows_the_machines_layout_is_read_too() {
    let scanners = [Layout::Us, Layout::British, Layout::Nordic, Layout::Nordic, Layout::German, Layout::French];
    for (machine, scanner) in MACHINES.iter().zip(scanners) {
        for caps_lock in [false, true] {
            let keyboard = Keyboard { scanner, machine, caps_lock };
            for (text, manner) in [
                ("A9990000071", Manner::default()),
                ("Z2210000456", Manner { layout: scanner, ..Manner::default() }),
                ("https://kaiku.example/k?id=Y2210000456", Manner { layout: scanner, ..Manner::default() }),
            ] {
                let mut page = page(manner);
                for ends in ENDS {
                    let case = format!("{text} on {}, Caps Lock {caps_lock}, {ends:?}", machine.name);
                    scan(&mut page, &keyboard, text, ends, ms(5));
                    let scanned = std::mem::take(&mut page.window.scans);
                    let [read] = &scanned[..] else { panic!("{case}: {scanned:?}") };
                    assert_eq!(CardNumber::parse(read), CardNumber::parse(text), "{case}");
                    assert_nothing_else_happened(&mut page, &case);
                }
            }
        }
    }
}

#[test]
fn where_y_and_z_may_be_either_the_us_reading_is_taken_and_the_doubt_is_told() {
    let german = MACHINES.iter().find(|machine| machine.name == "de").unwrap();
    let us = Keyboard { scanner: Layout::Us, machine: german, caps_lock: false };
    let mut unknown = page(Manner::default());
    scan(&mut unknown, &us, "Y2210000456", Ends::Enter, ms(5));
    assert_eq!(unknown.window.scans, ["Y2210000456"]);
    assert_eq!(unknown.window.observed[0].doubt.as_deref(), Some("Z2210000456"));
    let mut settled = page(Manner { layout: Layout::Us, ..Manner::default() });
    scan(&mut settled, &us, "Y2210000456", Ends::Enter, ms(5));
    assert_eq!(settled.window.observed[0].doubt, None, "the set-up check has settled it");
    let follows = Keyboard { scanner: Layout::German, ..us };
    let mut settled = page(Manner { layout: Layout::German, ..Manner::default() });
    scan(&mut settled, &follows, "Y2210000456", Ends::Enter, ms(5));
    assert_eq!((settled.window.scans[0].as_str(), &settled.window.observed[0].doubt), ("Y2210000456", &None));
}

#[test]
fn the_set_up_check_is_told_layout_caps_lock_suffix_and_pace() {
    let scanners = [Layout::Us, Layout::Nordic, Layout::German, Layout::French];
    for machine in &MACHINES {
        for scanner in scanners {
            for caps_lock in [false, true] {
                let keyboard = Keyboard { scanner, machine, caps_lock };
                for (ends, suffix, pace) in
                    [(Ends::Enter, Suffix::Enter, 4), (Ends::Tab, Suffix::Tab, 20), (Ends::Nothing, Suffix::None, 60)]
                {
                    let case = format!("{scanner:?} on {}, Caps Lock {caps_lock}, {ends:?}", machine.name);
                    let mut page = page(Manner::default());
                    scan(&mut page, &keyboard, TEST_CARD, ends, ms(pace));
                    let [observed] = &page.window.observed[..] else { panic!("{case}: {:?}", page.window.scans) };
                    assert_eq!(observed.layout_that_says(TEST_CARD), Some(scanner), "{case}");
                    assert_eq!(observed.caps_lock(), Some(caps_lock), "{case}");
                    assert_eq!((observed.suffix, observed.mean_gap, observed.longest_gap), (suffix, ms(pace), ms(pace)), "{case}");
                    assert_nothing_else_happened(&mut page, &case);
                }
            }
        }
    }
}

#[test]
fn the_set_up_check_finds_the_layout_with_what_the_scanner_puts_around_the_code() {
    for machine in &MACHINES {
        for scanner in [Layout::Us, Layout::Nordic, Layout::German, Layout::French] {
            let keyboard = Keyboard { scanner, machine, caps_lock: false };
            for around in ["]A0YZ-0123456789", "*YZ-0123456789*", "YZ-0123456789L", "]A1YZ-0123456789L", "]Q1YZ-0123456789"] {
                if scanner != Layout::Us && around.contains([']', '*']) {
                    // Signs that no key of that scanner makes alone.
                    continue;
                }
                let mut page = page_without_writing();
                scan(&mut page, &keyboard, around, Ends::Enter, ms(5));
                let [observed] = &page.window.observed[..] else { panic!("{around}: {:?}", page.window.scans) };
                assert_eq!(Found::from(observed).layout, Some(scanner), "{around} by {scanner:?} on {}", machine.name);
            }
        }
    }
}

#[test]
fn the_set_up_check_finds_scanners_slower_than_the_gap() {
    for machine in &MACHINES {
        let keyboard = Keyboard { scanner: Layout::Us, machine, caps_lock: false };
        for pace in [80, 100, 120] {
            for (ends, suffix) in [(Ends::Enter, Suffix::Enter), (Ends::Tab, Suffix::Tab), (Ends::Nothing, Suffix::None)] {
                let case = format!("{pace} ms, {ends:?} on {}", machine.name);
                let mut page = page_without_writing();
                scan(&mut page, &keyboard, TEST_CARD, ends, ms(pace));
                let [observed] = &page.window.observed[..] else { panic!("{case}: {:?}", page.window.scans) };
                let found = Found::from(observed);
                assert_eq!((found.layout, found.suffix, found.pace), (Some(Layout::Us), suffix, ms(pace)), "{case}");
                assert_eq!((page.window.pressed, page.window.text.as_str()), (0, ""), "{case}");
                assert!(page.is_focused("save"), "{case}");
            }
        }
    }
}

#[test]
fn what_the_check_found_of_a_quick_scanner_makes_no_other_unreadable() {
    let mut page = page(known(2));
    for pace in [2, 30, 54, 60] {
        scan(&mut page, &us("fi"), "A9990000071", Ends::Enter, ms(pace));
        assert_eq!(std::mem::take(&mut page.window.scans), ["A9990000071"], "{pace} ms");
        assert_nothing_else_happened(&mut page, "54 ms");
    }
}

#[test]
fn a_slow_scan_in_a_text_field_is_read_its_enter_presses_nothing_and_where_it_landed_is_told() {
    for machine in &MACHINES {
        let keyboard = Keyboard { scanner: Layout::Us, machine, caps_lock: false };
        for pace in [80, 100, 120] {
            let mut page = page(Manner::default());
            scan(&mut page, &keyboard, "A9990000071", Ends::Enter, ms(pace));
            assert_eq!(page.window.scans.iter().map(|text| text.to_uppercase()).collect::<Vec<_>>(), ["A9990000071"], "{}", machine.name);
            assert_eq!(page.window.pressed, 0, "{pace} ms on {}", machine.name);
            // Of the quicker ones the next key comes before a frame has shown that none waits.
            let has_landed = !page.window.text.is_empty();
            assert_eq!((page.window.observed[0].has_landed, has_landed), (has_landed, pace >= 100), "{pace} ms on {}", machine.name);
        }
    }
}

#[test]
fn a_hand_sees_what_it_types_within_a_tenth_of_a_second_and_its_enter_presses() {
    for pace in [100, 115, 130] {
        let mut page = page(Manner::default());
        for (typed, key) in "kesakonsertti".chars().enumerate() {
            for event in us("fi").key(key) {
                page.send(event);
            }
            frames(&mut page, ms(100));
            assert_eq!(page.window.text.len(), typed + 1, "{pace} ms");
            frames(&mut page, ms(pace - 100));
        }
        page.press(Named::Enter);
        assert_eq!((page.window.text.as_str(), page.window.pressed, page.window.scans.len()), ("kesakonsertti", 1, 0), "{pace} ms");
    }
}

fn us<'a>(machine: &'a str) -> Keyboard<'a> {
    let machine: &Machine = MACHINES.iter().find(|known| known.name == machine).unwrap();
    Keyboard { scanner: Layout::Us, machine, caps_lock: false }
}

// 1. Partial Code 39 of 1–9 characters; 12 and more.
#[test]
fn a_partial_code_of_three_to_nine_characters_presses_nothing_and_is_told_as_too_short() {
    for part in ["A99", "A9990", "99900000", "A99900000"] {
        for ends in [Ends::Enter, Ends::Twice] {
            let mut page = page(Manner::default());
            scan(&mut page, &us("fi"), part, ends, ms(5));
            assert_eq!(page.window.scans, [part]);
            assert!(CardNumber::parse(&page.window.scans[0]).is_err());
            assert_nothing_else_happened(&mut page, part);
        }
    }
    for long in ["A99900000711", "A9990000071234567890"] {
        let mut page = page(Manner::default());
        scan(&mut page, &us("fi"), long, Ends::Enter, ms(5));
        assert!(matches!(CardNumber::parse(&page.window.scans[0]), Err(CardNumberError::TooLong { .. })));
        assert_nothing_else_happened(&mut page, long);
    }
}

// 2. Two cards run together: refused, never the first taken.
#[test]
fn two_cards_run_together_are_one_text_that_is_refused() {
    for machine in &MACHINES {
        for ends in ENDS {
            let mut page = page(Manner::default());
            let keyboard = Keyboard { scanner: Layout::Us, machine, caps_lock: false };
            scan(&mut page, &keyboard, "A9990000071A3110087254", ends, ms(5));
            let [text] = &page.window.scans[..] else { panic!("{}", machine.name) };
            assert_eq!(CardNumber::parse(text), Err(CardNumberError::TwoCards));
        }
    }
}

// 4. AIM or vendor prefix, *…*, check character, spaces.
#[test]
fn what_scanners_put_around_a_number_comes_through_every_layout() {
    for machine in &MACHINES {
        let keyboard = Keyboard { scanner: Layout::Us, machine, caps_lock: false };
        for text in ["]A0A9990000071", "*A9990000071*", " A9990000071 ", "A999 0000 071", "A-9990000071"] {
            let mut page = page(Manner::default());
            scan(&mut page, &keyboard, text, Ends::Enter, ms(5));
            let [read] = &page.window.scans[..] else { panic!("{text} on {}", machine.name) };
            assert_eq!(CardNumber::parse(read), CardNumber::parse("A9990000071"), "{text} on {}", machine.name);
        }
        let mut page = page(Manner { sends_check_character: true, ..Manner::default() });
        let checked = "A9990000071".chars().chain(check_character("A9990000071")).collect::<String>();
        scan(&mut page, &keyboard, &checked, Ends::Nothing, ms(5));
        assert_eq!(CardNumber::parse(&page.window.scans[0]), CardNumber::parse("A9990000071"));
    }
}

/// Code 39's check character.
fn check_character(text: &str) -> Option<char> {
    let signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%";
    let sum: usize = text.chars().map(|c| signs.find(c).unwrap()).sum();
    signs.chars().nth(sum % 43)
}

// 5. Lower case; Y/Z swap; AZERTY digits; Alt+numpad. (The swap and the digits are in the tables above.)
#[test]
fn lower_case_and_alt_codes_are_read_on_every_layout() {
    for machine in &MACHINES {
        let keyboard = Keyboard { scanner: Layout::Us, machine, caps_lock: false };
        let mut page = page(Manner::default());
        scan(&mut page, &keyboard, "a9990000071", Ends::Enter, ms(5));
        for four_digits in [false, true] {
            for end in ["\r", "\t", "\r\n", ""] {
                for event in keyboard.types_alt_codes(&format!("A9990000071{end}"), four_digits) {
                    page.send(event);
                    clock::advance(ms(1));
                }
                page.pause(ms(400));
            }
        }
        let scanned = std::mem::take(&mut page.window.scans);
        assert_eq!(scanned.iter().map(|text| text.to_uppercase()).collect::<Vec<_>>(), ["A9990000071"; 9], "{}", machine.name);
        assert!(page.window.observed.last().unwrap().is_by_alt_codes());
        assert_nothing_else_happened(&mut page, machine.name);
    }
}

// 7. Near misses: YX…, O for 0: said as they are, made into no card.
#[test]
fn a_near_miss_is_read_as_it_is() {
    let mut page = page(Manner { layout: Layout::Us, ..Manner::default() });
    for text in ["YX12345678", "A99900O0071", "B9990000071"] {
        scan(&mut page, &us("de"), text, Ends::Enter, ms(5));
        assert_eq!(page.window.scans.pop().as_deref(), Some(text));
        assert!(CardNumber::parse(text).is_err());
    }
}

// 8 and 9, where keys are concerned: too long, and control characters sent as keys with Control.
#[test]
fn a_code_of_thousands_of_digits_and_one_with_control_characters_type_nothing() {
    let mut page = page(Manner::default());
    scan(&mut page, &us("fi"), &"7".repeat(7089), Ends::Enter, ms(1));
    assert_eq!((page.window.troubles.as_slice(), page.window.scans.len()), (&[Trouble::TooLong][..], 0));
    assert_nothing_else_happened(&mut page, "7089 digits");
    for event in us("fi").types("01095101").into_iter().flatten() {
        page.send(event);
    }
    clock::advance(ms(5));
    page.send_all(us("fi").with_control(']'));
    clock::advance(ms(5));
    scan(&mut page, &us("fi"), "10ABC", Ends::Enter, ms(5));
    assert_eq!(page.window.scans, ["01095101\u{1d}10ABC"], "GS within a code of goods");
    assert_nothing_else_happened(&mut page, "GS");
    for line in ["BEGIN:VCARD", "VERSION:3.0", "N:X", "END:VCARD"] {
        for event in us("fi").types(line).into_iter().flatten() {
            page.send(event);
            clock::advance(ms(1));
        }
        page.press(Named::Enter);
    }
    page.pause(ms(400));
    assert_eq!(page.window.scans.len(), 2, "a contact is told by its first line");
    assert_nothing_else_happened(&mut page, "vCard");
}

// 12. Typing during a scan; a scan while a field has the focus; key auto-repeat.
#[test]
fn a_key_typed_into_the_middle_of_a_scan_makes_no_other_card_of_it() {
    let mut page = page(Manner::default());
    scan(&mut page, &us("fi"), "A9990k000071", Ends::Enter, ms(5));
    assert!(CardNumber::parse(&page.window.scans[0]).is_err());
    assert_nothing_else_happened(&mut page, "a stray key");
    page.types("ja");
    scan(&mut page, &us("fi"), "A9990000071", Ends::Enter, ms(5));
    page.types("tkuu");
    assert_eq!(page.window.scans.last().map(String::as_str), Some("A9990000071"));
    assert_eq!(page.window.text, "jatkuu");
}

#[test]
fn a_key_of_a_scan_that_repeats_by_itself_presses_nothing() {
    let mut page = page(Manner::default());
    for event in us("fi").types("A9990000071").into_iter().flatten() {
        page.send(event);
        clock::advance(ms(1));
    }
    let [down, up] = us("fi").enter();
    page.send(down.clone());
    for _ in 0..20 {
        clock::advance(ms(30));
        page.send(Keyboard::repeated(down.clone()));
    }
    page.send(up);
    page.pause(ms(400));
    assert_eq!(page.window.scans, ["A9990000071"]);
    assert_nothing_else_happened(&mut page, "unplugged with Enter down");
    let [down, up] = us("fi").key('k');
    page.send(down.clone());
    for _ in 0..5 {
        page.pause(ms(30));
        page.send(Keyboard::repeated(down.clone()));
    }
    page.send(up);
    page.pause(ms(400));
    assert_eq!(page.window.text, "kkkkkk", "a hand may hold a key down");
    page.key(Named::Enter);
    assert_eq!(page.window.pressed, 1, "and Enter is a hand's again");
}

// Right Shift, and Shift that is told late.
#[test]
fn the_right_shift_and_shift_that_is_released_late_are_read() {
    for machine in &MACHINES {
        let keyboard = Keyboard { scanner: Layout::Us, machine, caps_lock: false };
        let mut page = page(Manner::default());
        for events in [keyboard.types_with_right_shift("A9990000071"), keyboard.types_with_late_shift("A9990000071")] {
            for event in events {
                page.send(event);
                clock::advance(ms(1));
            }
            page.press(Named::Enter);
            page.pause(ms(400));
        }
        let scanned = std::mem::take(&mut page.window.scans);
        assert_eq!(scanned.iter().map(|text| text.to_uppercase()).collect::<Vec<_>>(), ["A9990000071"; 2], "{}", machine.name);
        assert_nothing_else_happened(&mut page, machine.name);
    }
}

// 19. The scanner's own set-up codes read by accident: "the scanner changed its mode".
#[test]
fn a_scanner_whose_mode_changed_is_read_and_told_once() {
    let mut page = page(Manner { suffix: Suffix::Enter, layout: Layout::Us, ..Manner::default() });
    for ends in [Ends::Enter, Ends::Tab, Ends::Tab, Ends::Tab] {
        scan(&mut page, &us("fi"), "A9990000071", ends, ms(5));
        assert_nothing_else_happened(&mut page, "Tab");
    }
    assert_eq!(page.window.scans, ["A9990000071"; 4], "cards are read all the same");
    let told: Vec<Option<Suffix>> = page.window.observed.iter().map(|observed| observed.change.and_then(|change| change.suffix)).collect();
    assert_eq!(told, [None, None, Some(Suffix::Tab), None]);
}

// 13 and what a clerk does: the part of a scan that stopped is typing, as far as anybody can tell, and no scan.
#[test]
fn a_scan_that_stops_in_the_middle_is_joined_to_no_later_one() {
    let mut page = page(Manner::default());
    scan(&mut page, &us("fi"), "A99900", Ends::Nothing, ms(5));
    page.pause(Duration::from_secs(2));
    scan(&mut page, &us("fi"), "A3110087254", Ends::Enter, ms(5));
    assert_eq!(page.window.scans, ["A3110087254"]);
}
