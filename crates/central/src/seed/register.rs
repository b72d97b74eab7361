//! Cards of every kind, form and state.

use super::random::Random;
use super::samples::{plus_days, samples};
use jiff::civil::Date;
use kaikuasema_domain::{Card, CardKind, CardNumber};
use std::collections::HashSet;

/// Prefixes, and how many of a hundred cards have each.
const PREFIXES: [(&str, u32); 6] = [("A", 55), ("AM", 15), ("X", 16), ("Y", 7), ("YM", 3), ("Z", 4)];
/// Letters of mobile-only numbers, without those easily taken for a digit.
const LETTERS: [char; 8] = ['C', 'E', 'F', 'H', 'K', 'P', 'T', 'W'];

/// So many cards, the sample cards first and always.
pub(super) fn cards(count: u32, today: Date, random: &mut Random) -> Vec<Card> {
    let mut cards: Vec<Card> = samples(today).into_iter().filter_map(|sample| sample.card).collect();
    // The unknown sample must stay unknown.
    let mut taken: HashSet<CardNumber> = samples(today).iter().filter_map(|sample| CardNumber::parse(sample.text).ok()).collect();
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    while cards.len() < count {
        let Ok(number) = CardNumber::parse(&number(random)) else { continue };
        if taken.insert(number) {
            cards.push(card(number, today, random));
        }
    }
    cards
}

fn number(random: &mut Random) -> String {
    let mut left = random.below(100);
    let mut prefix = "A";
    for (name, share) in PREFIXES {
        if left < share {
            prefix = name;
            break;
        }
        left -= share;
    }
    let length = if random.chance(50) { 10 } else { 11 };
    let mut number = prefix.to_owned();
    let letters = matches!(prefix, "X" | "Z");
    while number.len() < length {
        let letter = if letters && random.chance(25) { random.pick(&LETTERS).copied() } else { None };
        number.push(letter.or_else(|| char::from_digit(random.below(10), 10)).unwrap_or('0'));
    }
    number
}

fn card(number: CardNumber, today: Date, random: &mut Random) -> Card {
    let days = |number: u32| i32::try_from(number).unwrap_or(0);
    let valid_until = match random.below(100) {
        0..10 => plus_days(today, days(random.between(0, 21))),
        10..28 => plus_days(today, -days(random.between(1, 365))),
        _ => plus_days(today, days(random.between(22, 365))),
    };
    let children_max = match number.kind() {
        CardKind::Community => None,
        // Most have none or few.
        CardKind::Customer => u16::try_from(random.below(7).min(random.below(7))).ok(),
    };
    Card { number, active: !random.chance(4), valid_until, children_max }
}
