//! Scanners that type more slowly than the gap, as those with a radio do, in the window as it is set from the start:
//! wherever the focus is, the open card is not saved by their Enter, and what they read is not lost.

use crate::harness::Harness;
use crate::harness::keyboard::{self, Named};
use crate::harness::station::{Counter, counter};
use crate::ui_keys::frames;
use kaikuasema::app::App;
use kaikuasema::locale::Language;
use kaikuasema::screen::counter::{NUMBER, SAVE, form};
use kaikuasema::screen::readers::{KEEP, PRINT};
use kaikuasema_devices::wedge::TEST_CARD;
use std::time::Duration;

const PACES: [Duration; 3] = [Duration::from_millis(80), Duration::from_millis(100), Duration::from_millis(120)];
const OPEN: &str = "A9990000071";
const NEXT: &str = "AM38000412";
/// The open card is not saved, and the one that was read waits.
const ASKED: &str = "Kortin A9990000071 kirjaus on tallentamatta. Seuraava: AM38000412.";

fn types(window: &mut Harness<App>, text: &str, pace: Duration) {
    for character in text.chars() {
        for event in keyboard::stroke(character) {
            window.send(event);
        }
        frames(window, pace);
    }
}

/// A code at this pace, and an Enter at the same.
fn scans(window: &mut Harness<App>, text: &str, pace: Duration) {
    types(window, text, pace);
    window.press(Named::Enter);
}

/// A counter with a card open that is not saved.
fn open() -> Counter {
    let mut till = counter(Language::Fi);
    till.window.scans(OPEN);
    till.window.wait_for("Kortti kelpaa");
    till.window.pause(Duration::from_secs(1));
    till
}

#[track_caller]
fn assert_not_saved(till: &mut Counter, case: &str) {
    assert!(!till.window.sees("Tallennettu"), "{case}: {:#?}", till.window.texts());
}

#[test]
fn with_the_focus_on_save_a_slow_scan_saves_nothing_and_its_card_is_next() {
    for pace in PACES {
        for is_twice in [false, true] {
            let mut till = open();
            assert!(till.window.is_focused(SAVE));
            let before = till.window.fields();
            scans(&mut till.window, NEXT, pace);
            if is_twice {
                frames(&mut till.window, pace);
                till.window.press(Named::Enter);
            }
            till.window.wait_for(ASKED);
            assert_not_saved(&mut till, &format!("{pace:?}"));
            assert_eq!(till.window.fields(), before);
        }
    }
}

#[test]
fn with_the_focus_on_the_children_a_slow_scan_counts_none_saves_nothing_and_its_card_is_next() {
    for pace in PACES {
        let mut till = open();
        till.window.focus_on(form::CHILDREN);
        till.window.types("2");
        let before = till.window.fields();
        scans(&mut till.window, NEXT, pace);
        till.window.wait_for(ASKED);
        assert_not_saved(&mut till, &format!("{pace:?}"));
        assert_eq!(till.window.fields(), before, "{pace:?}");
    }
}

/// The code of a book begins with digits, as a number of children does.
#[test]
fn a_slow_code_of_a_book_in_the_children_saves_nothing_and_is_told() {
    for pace in PACES {
        let mut till = open();
        till.window.focus_on(form::CHILDREN);
        scans(&mut till.window, "9789510404232", pace);
        till.window.pause(Duration::from_secs(1));
        // The quickest is read whole, as a code that is no card.
        assert_eq!(till.window.sees("Lukema ei mennyt perille."), pace >= PACES[1], "{pace:?}: {:#?}", till.window.texts());
        assert_not_saved(&mut till, &format!("{pace:?}"));
    }
}

#[test]
fn with_the_focus_on_the_event_a_slow_scan_saves_nothing_is_next_and_is_told_to_stand_in_the_field() {
    for pace in PACES {
        let mut till = open();
        till.window.focus_on(form::EVENT);
        scans(&mut till.window, NEXT, pace);
        till.window.wait_for(ASKED);
        let has_landed = till.window.fields().iter().any(|text| text.contains(NEXT));
        assert_eq!((till.window.sees("jäivät myös kenttään"), has_landed), (has_landed, pace >= PACES[1]), "{:#?}", till.window.texts());
        assert_not_saved(&mut till, &format!("{pace:?}"));
    }
}

#[test]
fn with_the_focus_on_the_number_a_slow_scan_opens_its_card_and_a_second_enter_saves_nothing() {
    for pace in PACES {
        let mut till = counter(Language::Fi);
        assert!(till.window.is_focused(NUMBER));
        scans(&mut till.window, OPEN, pace);
        till.window.wait_for("Kortti kelpaa");
        frames(&mut till.window, pace);
        till.window.press(Named::Enter);
        till.window.pause(Duration::from_secs(1));
        assert_not_saved(&mut till, &format!("{pace:?}"));
        till.window.press(Named::Enter);
        till.window.wait_for("Tallennettu: A9990000071");
    }
}

#[test]
fn with_the_focus_on_the_number_of_the_open_card_a_slow_scan_is_the_next_card_and_never_two_run_together() {
    for pace in PACES {
        let mut till = open();
        till.window.focus_on(NUMBER);
        scans(&mut till.window, NEXT, pace);
        till.window.wait_for(ASKED);
        assert_not_saved(&mut till, &format!("{pace:?}"));
        assert_eq!(till.window.field(NUMBER), OPEN, "the field shows the card that is open");
    }
}

#[test]
fn a_slow_scanner_is_found_on_the_readers_page_kept_and_reads_a_card() {
    for pace in PACES {
        let mut till = counter(Language::Fi);
        till.window.control('r');
        till.window.wait_for("Lue testikortti");
        assert!(till.window.is_focused(PRINT));
        scans(&mut till.window, TEST_CARD, pace);
        let found = format!("{} ms merkkiä kohti", pace.as_millis());
        for seen in ["YZ-0123456789: Y ja Z oikein", found.as_str(), "Pidä asetukset"] {
            assert!(till.window.sees(seen), "{seen}: {:#?}", till.window.texts());
        }
        assert!(till.window.is_focused(KEEP));
        till.window.pause(Duration::from_secs(1));
        till.window.key(Named::Enter);
        assert!(till.window.is_focused(PRINT));
        scans(&mut till.window, OPEN, pace);
        till.window.wait_for("Kortti kelpaa");
        till.window.pause(Duration::from_secs(1));
        scans(&mut till.window, NEXT, pace);
        till.window.wait_for(ASKED);
    }
}

#[test]
fn a_quick_scanner_that_is_kept_leaves_the_gap_of_a_slow_one_as_it_was() {
    let mut till = counter(Language::Fi);
    for pace in [Duration::from_millis(100), Duration::from_millis(2)] {
        till.window.control('r');
        scans(&mut till.window, TEST_CARD, pace);
        till.window.pause(Duration::from_secs(1));
        till.window.key(Named::Enter);
        till.window.key(Named::Escape);
        till.window.wait_for("Valmis lukemaan");
    }
    // In a field for text the gap alone tells.
    till.window.scans(OPEN);
    till.window.wait_for("Kortti kelpaa");
    till.window.pause(Duration::from_secs(1));
    till.window.focus_on(form::EVENT);
    let before = till.window.fields();
    scans(&mut till.window, NEXT, Duration::from_millis(100));
    till.window.wait_for(ASKED);
    assert_eq!(till.window.fields(), before);
}

#[test]
fn a_hand_types_children_signs_and_names_and_its_enter_works() {
    for pace in [Duration::from_millis(100), Duration::from_millis(130)] {
        let mut till = open();
        types(&mut till.window, "+", Duration::from_millis(100));
        assert_eq!(till.window.field(form::CHILDREN), "1", "a sign waits no longer than it did");
        till.window.focus_on(form::EVENT);
        types(&mut till.window, "kesakonsertti", pace);
        assert_eq!(till.window.field(form::EVENT), "kesakonsertti");
        till.window.press(Named::Enter);
        assert!(till.window.is_focused(SAVE), "the name is taken: {:#?}", till.window.texts());
        assert_eq!(till.window.field(form::EVENT), "kesakonsertti");
        till.window.focus_on(form::CHILDREN);
        till.window.pause(Duration::from_secs(1));
        types(&mut till.window, "12", pace);
        till.window.press(Named::Enter);
        till.window.wait_for("Tallennettu: A9990000071");
    }
}
