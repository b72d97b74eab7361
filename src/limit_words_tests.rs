//! The floors in words, in each language, at their boundaries.

use super::*;
use crate::locale::Language;
use kaikuasema_domain::Cents;
use kaikuasema_domain::limits::{
    Cap, CapPer, EventLimits, GUEST_TICKETS, HAND_OVER_MINUTES, MASS_EVENT_TICKETS, OPENS_DAYS, UseLimit, VISITS_A_YEAR, ValueLimit,
    VenueLimits, VisitLimit,
};

fn fi() -> Locale {
    Locale::new(Language::Fi)
}

fn venue(change: impl FnOnce(&mut VenueLimits)) -> Result<(), BelowFloor> {
    let mut limits = VenueLimits::default();
    change(&mut limits);
    limits.check()
}

#[test]
fn each_floor_refuses_one_less_with_its_sentence_and_takes_the_floor_itself() {
    type Set = fn(&mut VenueLimits, u32);
    let cases: [(u32, Set, &str); 9] = [
        (3, |l, n| l.performance_cap = Some(Cap::Share { percent: n.try_into().unwrap() }), "2 % ei riitä. Vähintään 3 % lipuista"),
        (
            MASS_EVENT_TICKETS,
            |l, n| l.performance_cap = Some(Cap::Tickets { most: n, per: CapPer::Day }),
            "19 ei riitä. Yli 1\u{a0}000 hengen tapahtumassa vähintään 20 lippua",
        ),
        (1, |l, n| l.course_places = Some(n), "0 ei riitä. Vähintään 1–2 paikkaa kurssia kohden."),
        (GUEST_TICKETS, |l, n| l.guest_cap = Some(n), "1 ei riitä. Vierailunäytökseen vähintään 2 lippua"),
        (1, |l, n| l.uses = vec![UseLimit { kind: None, most: n, period: Period::Month }], "0 ei riitä. Vähintään 1."),
        (
            1,
            |l, n| l.value = Some(ValueLimit { most: Cents::new(n).unwrap(), period: Period::Month }),
            "0,00\u{a0}€ ei riitä. Enemmän kuin 0 €.",
        ),
        (
            VISITS_A_YEAR,
            |l, n| l.visits = Some(VisitLimit { most: n, period: Period::CalendarYear }),
            "29 ei riitä. Vähintään 30 käyntiä vuodessa.",
        ),
        (OPENS_DAYS.into(), |l, n| l.opens_days_before = n.try_into().ok(), "6 ei riitä. Lippu on saatava viimeistään viikkoa ennen"),
        (
            HAND_OVER_MINUTES.into(),
            |l, n| l.hands_over_minutes_before = n.try_into().ok(),
            "29 ei riitä. Lippu annetaan viimeistään 30 minuuttia ennen alkua.",
        ),
    ];
    for (floor, set, sentence) in cases {
        let below = venue(|limits| set(limits, floor - 1)).unwrap_err();
        let said = below_floor(&below, &fi());
        assert!(said.starts_with(sentence), "{said}");
        assert_eq!(venue(|limits| set(limits, floor)), Ok(()), "{sentence}");
        for language in Language::ALL {
            let said = below_floor(&below, &Locale::new(language));
            assert!(!said.contains('{') && !said.contains("floor-"), "{said}");
        }
    }
}

#[test]
fn the_share_of_a_known_hall_is_told_as_a_number() {
    let limits = EventLimits { cap: Some(Cap::Tickets { most: 10, per: CapPer::Showing }), ..EventLimits::default() };
    let below = limits.check(EventKind::Performance, Some(334)).unwrap_err();
    assert_eq!(below_floor(&below, &fi()), "10 ei riitä. Vähintään 3 % lipuista, tässä vähintään 11 (334 paikkaa).");
    let en = below_floor(&below, &Locale::new(Language::En));
    assert_eq!(en, "10 is not enough. At least 3 % of the tickets, here at least 11 (334 seats).");
}

#[test]
fn a_cap_per_day_of_a_small_event_is_refused_with_the_reason_alone() {
    let limits = EventLimits { cap: Some(Cap::Tickets { most: 20, per: CapPer::Day }), expected: Some(1000), ..EventLimits::default() };
    let below = limits.check(EventKind::Performance, None).unwrap_err();
    assert_eq!(below_floor(&below, &fi()), "Päivää tai koko tapahtumaa kohden vain, kun väkeä on yhtä aikaa yli 1\u{a0}000.");
}

#[test]
fn how_many_times_agrees_with_its_number() {
    assert_eq!((times(1, &fi()), times(2, &fi())), ("kerran".to_owned(), "2 kertaa".to_owned()));
}

#[test]
fn every_period_has_a_word_of_its_own() {
    for language in Language::ALL {
        let words: std::collections::BTreeSet<String> = Period::ALL.iter().map(|each| period(*each, &Locale::new(language))).collect();
        assert_eq!(words.len(), Period::ALL.len(), "{words:?}");
    }
}
