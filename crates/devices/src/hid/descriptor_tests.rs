//! Tests of what is read out of report descriptors.

use super::*;
use proptest::prelude::*;

/// One item: its first byte without the length, and its data.
fn item(first: u8, data: &[u8]) -> Vec<u8> {
    let size = match data.len() {
        4 => 3,
        length => u8::try_from(length).unwrap(),
    };
    [&[first | size][..], data].concat()
}

const PAGE: u8 = 0x04;
const SIZE: u8 = 0x74;
const ID: u8 = 0x84;
const COUNT: u8 = 0x94;
const PUSH: u8 = 0xa4;
const POP: u8 = 0xb4;
const USAGE: u8 = 0x08;
const USAGE_FROM: u8 = 0x18;
const USAGE_TO: u8 = 0x28;
const INPUT: u8 = 0x80;
const OUTPUT: u8 = 0x90;
const FEATURE: u8 = 0xb0;
const OPEN: u8 = 0xa0;
const CLOSE: u8 = 0xc0;
const VARIABLE: &[u8] = &[0x02];
const CONSTANT: &[u8] = &[0x03];

fn scanner(items: &[(u8, &[u8])]) -> Vec<u8> {
    let begin: &[(u8, &[u8])] = &[(PAGE, &[0x8c]), (USAGE, &[0x02]), (OPEN, &[0x01])];
    [begin, items, &[(CLOSE, &[])]].concat().into_iter().flat_map(|(first, data)| item(first, data)).collect()
}

/// As a scanner with AIM identifiers has it: length, identifier, 56 bytes, the maker's own code, "continued".
fn with_aim() -> Vec<u8> {
    scanner(&[
        (USAGE, &[0x12]),
        (OPEN, &[0x02]),
        (ID, &[0x02]),
        (SIZE, &[8]),
        (COUNT, &[1]),
        (PAGE, &[0x01]),
        (USAGE, &[0x3b]),
        (INPUT, VARIABLE),
        (COUNT, &[3]),
        (PAGE, &[0x8c]),
        (USAGE, &[0xfb]),
        (USAGE, &[0xfc]),
        (USAGE, &[0xfd]),
        (INPUT, VARIABLE),
        (COUNT, &[56]),
        (USAGE, &[0xfe]),
        (INPUT, &[0x02, 0x01]),
        (PAGE, &[0x66, 0xff]),
        (COUNT, &[2]),
        (USAGE, &[0x04]),
        (USAGE, &[0x00]),
        (INPUT, VARIABLE),
        (PAGE, &[0x8c]),
        (SIZE, &[1]),
        (COUNT, &[8]),
        (USAGE, &[0xff]),
        (INPUT, VARIABLE),
        (CLOSE, &[]),
        (USAGE, &[0x14]),
        (OPEN, &[0x02]),
        (ID, &[0x04]),
        (SIZE, &[1]),
        (COUNT, &[8]),
        (USAGE, &[0x00]),
        (USAGE, &[0x5f]),
        (USAGE, &[0x60]),
        (USAGE, &[0x00]),
        (USAGE, &[0x85]),
        (OUTPUT, &[0x86]),
        (CLOSE, &[]),
    ])
}

fn maker_layout() -> Layout {
    Layout { id: Some(2), length: Some(Number { at: 1, bytes: 1 }), aim: Some(2), data: 5..61, continued: Some((63, 1)) }
}

#[test]
fn a_scanner_with_aim_identifiers_is_laid_out_as_its_maker_does_it() {
    let descriptor = parse(&with_aim());
    assert_eq!(descriptor.layouts, [maker_layout()]);
}

#[test]
fn taking_back_what_prevents_reading_sends_zeros_and_triggers_nothing() {
    assert_eq!(parse(&with_aim()).allowing, [Sent { way: Way::Output, bytes: vec![0x04, 0x00] }]);
}

#[test]
fn a_report_with_anything_else_in_it_is_not_sent() {
    let other = scanner(&[
        (ID, &[0x07]),
        (SIZE, &[1]),
        (COUNT, &[1]),
        (USAGE, &[0x5f]),
        (FEATURE, VARIABLE),
        (SIZE, &[7]),
        (PAGE, &[0x66, 0xff]),
        (USAGE, &[0x01]),
        (FEATURE, VARIABLE),
    ]);
    assert!(parse(&other).allowing.is_empty());
    let trigger_only = scanner(&[(ID, &[0x04]), (SIZE, &[1]), (COUNT, &[1]), (USAGE, &[0x60]), (OUTPUT, VARIABLE)]);
    assert!(parse(&trigger_only).allowing.is_empty());
}

#[test]
fn a_scanner_without_report_ids_begins_with_its_first_field() {
    let bytes = scanner(&[
        (SIZE, &[8]),
        (COUNT, &[1]),
        (USAGE, &[0x3b, 0x00, 0x01, 0x00]),
        (INPUT, VARIABLE),
        (COUNT, &[30]),
        (USAGE, &[0xfe]),
        (INPUT, VARIABLE),
    ]);
    let layout = Layout { id: None, length: Some(Number { at: 0, bytes: 1 }), aim: None, data: 1..31, continued: None };
    assert_eq!(parse(&bytes).layouts, [layout]);
}

#[test]
fn the_order_of_fields_and_padding_between_them_count() {
    let bytes = scanner(&[
        (ID, &[0x05]),
        (SIZE, &[1]),
        (COUNT, &[3]),
        (INPUT, CONSTANT),
        (COUNT, &[1]),
        (USAGE, &[0xff]),
        (INPUT, VARIABLE),
        (COUNT, &[4]),
        (INPUT, CONSTANT),
        (SIZE, &[8]),
        (COUNT, &[10]),
        (USAGE, &[0xfe]),
        (INPUT, VARIABLE),
        (COUNT, &[3]),
        (USAGE, &[0xfb]),
        (INPUT, VARIABLE),
        (SIZE, &[16]),
        (COUNT, &[1]),
        (PAGE, &[0x01]),
        (USAGE, &[0x3b]),
        (INPUT, VARIABLE),
    ]);
    let layout =
        Layout { id: Some(5), length: Some(Number { at: 15, bytes: 2 }), aim: Some(12), data: 2..12, continued: Some((1, 0b1000)) };
    assert_eq!(parse(&bytes).layouts, [layout]);
}

#[test]
fn usages_given_as_a_range_are_one_for_each_element() {
    let bytes = scanner(&[(ID, &[0x02]), (SIZE, &[8]), (COUNT, &[13]), (USAGE_FROM, &[0xfb]), (USAGE_TO, &[0xfe]), (INPUT, VARIABLE)]);
    let layout = Layout { id: Some(2), length: None, aim: Some(1), data: 4..14, continued: None };
    assert_eq!(parse(&bytes).layouts, [layout]);
}

#[test]
fn what_is_pushed_comes_back() {
    let bytes = scanner(&[
        (ID, &[0x02]),
        (SIZE, &[8]),
        (COUNT, &[5]),
        (PUSH, &[]),
        (PAGE, &[0x01]),
        (COUNT, &[1]),
        (USAGE, &[0x3b]),
        (INPUT, VARIABLE),
        (POP, &[]),
        (USAGE, &[0xfe]),
        (INPUT, VARIABLE),
    ]);
    assert_eq!(parse(&bytes).layouts[0].data, 2..7);
}

#[test]
fn two_reports_with_data_are_two_layouts() {
    let report = |id: &'static [u8], count: &'static [u8]| -> Vec<(u8, &'static [u8])> {
        vec![(ID, id), (SIZE, &[8]), (COUNT, count), (USAGE, &[0xfe]), (INPUT, VARIABLE)]
    };
    let bytes = scanner(&[report(&[1], &[20]), report(&[2], &[40])].concat());
    let ids: Vec<Option<u8>> = parse(&bytes).layouts.iter().map(|layout| layout.id).collect();
    assert_eq!(ids, [Some(1), Some(2)]);
}

#[test]
fn a_long_item_is_passed_over() {
    let mut bytes = vec![0xfe, 0x03, 0x77, 1, 2, 3];
    bytes.extend(with_aim());
    assert_eq!(parse(&bytes).layouts, [maker_layout()]);
}

#[test]
fn a_keyboard_and_nothing_have_no_layout() {
    let keyboard = [0x05, 0x01, 0x09, 0x06, 0xa1, 0x01, 0x05, 0x07, 0x19, 0xe0, 0x29, 0xe7, 0x75, 0x01, 0x95, 0x08, 0x81, 0x02, 0xc0];
    assert_eq!(parse(&keyboard), Descriptor::default());
    assert_eq!(parse(&[]), Descriptor::default());
}

#[test]
fn data_of_other_than_whole_bytes_is_none() {
    let bytes =
        scanner(&[(SIZE, &[1]), (COUNT, &[3]), (INPUT, CONSTANT), (SIZE, &[8]), (COUNT, &[4]), (USAGE, &[0xfe]), (INPUT, VARIABLE)]);
    assert!(parse(&bytes).layouts.is_empty());
}

#[test]
fn a_report_that_claims_to_be_endless_is_left_out() {
    let bytes = scanner(&[(SIZE, &[8]), (COUNT, &[0xff, 0xff, 0xff, 0xff]), (USAGE, &[0xfe]), (INPUT, VARIABLE)]);
    assert!(parse(&bytes).layouts.is_empty());
    let many: Vec<(u8, &[u8])> = std::iter::repeat_n((INPUT, VARIABLE), 70_000).collect();
    let mut items: Vec<(u8, &[u8])> = vec![(SIZE, &[8]), (COUNT, &[4]), (USAGE, &[0xfe])];
    items.extend(many);
    for layout in parse(&scanner(&items)).layouts {
        assert!(layout.data.end <= 4_097);
    }
}

proptest! {
    #[test]
    fn any_bytes_give_layouts_within_a_report(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        for layout in parse(&bytes).layouts {
            prop_assert!(layout.data.start <= layout.data.end && layout.data.end <= 4_097);
        }
    }

    #[test]
    fn a_descriptor_that_was_damaged_does_no_harm(at in 0_usize..120, to in any::<u8>(), cut in 0_usize..120) {
        let mut bytes = with_aim();
        let length = bytes.len();
        bytes[at % length] = to;
        bytes.truncate(length - cut % length);
        let descriptor = parse(&bytes);
        prop_assert!(descriptor.layouts.iter().all(|layout| layout.data.end <= 4_097));
        prop_assert!(descriptor.allowing.iter().all(|sent| sent.bytes.iter().skip(1).all(|byte| *byte == 0)));
    }
}
