//! A scanner that was set otherwise by accident is told once, after the second scan.

use crate::settings::Suffix;
use crate::wedge::{Burst, Change, End, Ending, Layout, Manner, Observed, Position, Stroke, TEST_CARD, Watch};
use std::time::{Duration, Instant};

fn scan(text: &str, scanner: Layout, end: Option<End>, manner: &Manner) -> Observed {
    let mut burst = Burst::default();
    let mut now = Instant::now();
    for c in text.chars() {
        let keys = (0x04..=0x38).map(Position);
        let mut ways = keys.flat_map(|key| [(key, false), (key, true)]);
        let (key, shift) = ways.find(|&(key, shift)| scanner.character(key, shift, false) == Some(c)).unwrap();
        let typed = Layout::Nordic.character(key, shift, false).map(String::from).unwrap_or_default();
        burst.push(Stroke { key: Some(key), shift, typed, ..Stroke::default() }, now, manner);
        now += Duration::from_millis(5);
    }
    let ending = match end {
        Some(end) => burst.end_by_suffix(end, now, manner),
        None => burst.end_by_pace(now + Duration::from_secs(1), manner),
    };
    let Ending::Scan(observed) = ending else { panic!("{text} on {scanner:?}: {ending:?}") };
    observed
}

fn noted(watch: &mut Watch, mut observed: Observed, manner: &Manner) -> Option<Change> {
    watch.note(&mut observed, manner);
    observed.change
}

#[test]
fn the_scanner_that_changed_its_mode_is_told_once_and_again_after_it_was_right() {
    let manner = Manner { suffix: Suffix::Enter, layout: Layout::Us, ..Manner::default() };
    let mut watch = Watch::default();
    let right = || scan("A9990000071", Layout::Us, Some(End::Enter), &manner);
    let wrong = || scan("A9990000071", Layout::Us, Some(End::Tab), &manner);
    let told = Some(Change { suffix: Some(Suffix::Tab), layout: None });
    assert_eq!(noted(&mut watch, right(), &manner), None);
    for _ in 0..2 {
        assert_eq!(noted(&mut watch, wrong(), &manner), None, "one may be a mishap");
        assert_eq!(noted(&mut watch, wrong(), &manner), told);
        assert_eq!(noted(&mut watch, wrong(), &manner), None, "once");
        assert_eq!(noted(&mut watch, right(), &manner), None);
    }
    assert_eq!(noted(&mut watch, wrong(), &manner), None);
    let without = || scan("A9990000071", Layout::Us, None, &manner);
    assert_eq!(noted(&mut watch, without(), &manner), None, "another change");
    assert_eq!(noted(&mut watch, without(), &manner), Some(Change { suffix: Some(Suffix::None), layout: None }));
}

#[test]
fn a_layout_set_by_accident_is_told() {
    let manner = Manner { layout: Layout::Us, ..Manner::default() };
    let mut watch = Watch::default();
    let french = || scan("A9990000071", Layout::French, Some(End::Enter), &manner);
    assert_eq!(noted(&mut watch, french(), &manner), None);
    assert_eq!(noted(&mut watch, french(), &manner), Some(Change { suffix: None, layout: Some(Layout::French) }));
}

#[test]
fn what_is_no_card_and_what_was_never_set_up_says_nothing_of_the_mode() {
    let manner = Manner { suffix: Suffix::Enter, layout: Layout::Us, ..Manner::default() };
    let mut watch = Watch::default();
    for _ in 0..3 {
        let book = scan("9789510404232", Layout::Us, Some(End::Enter), &manner);
        assert_eq!(noted(&mut watch, book, &manner), None);
    }
    for _ in 0..3 {
        let card = scan("A9990000071", Layout::French, Some(End::Tab), &Manner::default());
        assert_eq!(noted(&mut watch, card, &Manner::default()), None);
    }
}

#[test]
fn the_set_up_check_tells_the_layout_from_its_test_card() {
    for scanner in [Layout::Us, Layout::Nordic, Layout::German, Layout::French] {
        for end in [Some(End::Enter), Some(End::Tab), None] {
            let observed = scan(TEST_CARD, scanner, end, &Manner::default());
            assert_eq!(observed.layout_that_says(TEST_CARD), Some(scanner));
        }
        let set_up = Manner { suffix: Suffix::Enter, layout: Layout::Us, ..Manner::default() };
        let observed = scan(TEST_CARD, scanner, Some(End::Tab), &set_up);
        assert_eq!((observed.layout_that_says(TEST_CARD), observed.suffix), (Some(scanner), Suffix::Tab), "as it is, not as it was set up");
    }
    for around in ["YZ-0123456789L", "*YZ-0123456789*"] {
        let around = scan(around, Layout::Us, None, &Manner::default());
        assert_eq!(around.suffix, Suffix::None);
    }
    let observed = scan("YZ-0123456780", Layout::Us, Some(End::Enter), &Manner::default());
    assert_eq!(observed.layout_that_says(TEST_CARD), None);
}
