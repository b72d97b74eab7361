//! Each finding in each language: its words are there, its numbers right, no placeholder left.

use super::*;
use crate::locale::Language;
use jiff::civil::{date, time};
use kaikuasema_domain::event::EventKind;
use kaikuasema_domain::{Cents, ShowingId};
use uuid::Uuid;

const TODAY: Date = date(2026, 11, 22);
const NEW_YEAR: Option<Date> = Some(date(2027, 1, 1));

fn locales() -> [Locale; 3] {
    Language::ALL.map(Locale::new)
}

fn rooms() -> Vec<Room> {
    let room = |day, left| Room { showing: ShowingId(Uuid::nil()), date: date(2026, 11, day), time: Some(time(15, 0, 0, 0)), left };
    vec![room(29, Some(12)), room(30, None)]
}

fn cap(per: CapPer, course: bool, used: u32, this: u32, most: u32) -> Cause {
    Cause::Cap { per, course, used, this, most, elsewhere: if course { Vec::new() } else { rooms() } }
}

fn visits(used: u32, this: u32) -> Cause {
    Cause::Visits { period: Period::CalendarYear, used, this, most: 30, again_from: NEW_YEAR }
}

fn value(used: u32, this: u32, own_share: u32) -> Cause {
    Cause::Value { period: Period::HalfYear, used, this, most: 5000, own_share, again_from: NEW_YEAR }
}

fn words(severity: Severity, cause: Cause, locale: &Locale) -> FindingWords {
    finding(&Finding { severity, cause }, locale, TODAY)
}

/// The words of a cause at discretion, in Finnish: headline, detail, aloud.
fn fi(cause: Cause) -> (String, String, Option<String>) {
    let said = words(Severity::Discretion, cause, &Locale::new(Language::Fi));
    (said.headline, said.detail, said.aloud)
}

/// Every cause, in every state that has words of its own, with the numbers that must be seen.
fn table() -> Vec<(Cause, Vec<&'static str>)> {
    let mut table = vec![
        (value(4650, 700, 350), vec!["3", "50", "46"]),
        (value(5000, 700, 700), vec!["7", "50"]),
        (value(4000, 700, 0), vec!["40", "10", "3"]),
        (visits(23, 3), vec!["7/30", "3"]),
        (visits(28, 3), vec!["2/30", "3"]),
        (visits(30, 1), vec!["30/30"]),
        (Cause::Reservations { open: 3, most: 3, frees_on: Some(date(2026, 11, 29)) }, vec!["3/3", "29.11.2026"]),
        (Cause::Reservations { open: 3, most: 3, frees_on: None }, vec!["3/3"]),
        (Cause::Reservations { open: 2, most: 3, frees_on: None }, vec!["2/3"]),
        (Cause::Once { date: date(2026, 11, 28), time: Some(time(13, 0, 0, 0)) }, vec!["28.11.2026"]),
        (Cause::Once { date: date(2026, 11, 1), time: None }, vec!["1.11.2026"]),
        (Cause::NotOpenYet { opens: date(2026, 12, 1) }, vec!["1.12.2026"]),
        (Cause::CalledOff { elsewhere: rooms() }, vec!["29.11.2026"]),
        (Cause::CalledOff { elsewhere: Vec::new() }, vec![]),
        (Cause::HandOver { from: date(2026, 11, 28).at(12, 30, 0, 0) }, vec!["28.11.2026", "12", "30"]),
        (Cause::ChildrenOverMaximum { over: 2, most: 3 }, vec!["2", "3"]),
        (Cause::ChildrenOnCourse, vec![]),
        (Cause::Identity, vec![]),
        (Cause::CourseTerms { terms: "7 pv".into() }, vec!["7 pv"]),
        (Cause::Wristband { fee: Cents::new(500).unwrap() }, vec!["5"]),
    ];
    for (per, course) in [(CapPer::Showing, false), (CapPer::Day, false), (CapPer::Event, false), (CapPer::Event, true)] {
        table.push((cap(per, course, 20, 1, 20), vec!["20/20"]));
        table.push((cap(per, course, 22, 1, 20), vec!["22/20"]));
        table.push((cap(per, course, 18, 3, 20), vec!["2/20", "3"]));
        table.push((cap(per, course, 18, 1, 20), vec!["2/20", "1"]));
    }
    for kind in [None, Some(EventKind::Performance), Some(EventKind::Course), Some(EventKind::Visit), Some(EventKind::Fee)] {
        for period in Period::ALL {
            let again_from = if period == Period::TwelveMonths { None } else { NEW_YEAR };
            table.push((Cause::Uses { kind, period, used: 2, most: 2, again_from }, vec!["2/2"]));
            table.push((Cause::Uses { kind, period, used: 1, most: 1, again_from }, vec!["1/1"]));
            table.push((Cause::Uses { kind, period, used: 1, most: 2, again_from }, vec!["1/2"]));
        }
    }
    for why in [LeftOutWhy::Event, LeftOutWhy::Guest, LeftOutWhy::Premiere, LeftOutWhy::Gala, LeftOutWhy::Day] {
        table.push((Cause::LeftOut { why, elsewhere: rooms() }, vec!["29.11.2026"]));
        table.push((Cause::LeftOut { why, elsewhere: Vec::new() }, vec![]));
    }
    table
}

#[test]
fn every_finding_has_words_and_right_numbers_in_every_language() {
    for locale in locales() {
        for (cause, numbers) in table() {
            for severity in [Severity::Advice, Severity::Discretion, Severity::Stop] {
                let said = words(severity, cause.clone(), &locale);
                let whole = format!("{} | {} | {}", said.headline, said.detail, said.aloud.clone().unwrap_or_default());
                let is_left = whole.contains('{') || whole.contains('$') || whole.contains("limit-") || whole.contains("  ");
                assert!(!is_left, "{locale:?}: {whole}");
                assert!(!said.headline.is_empty() && said.headline.chars().count() <= 50, "{locale:?}: {}", said.headline);
                assert!(!said.detail.is_empty(), "{locale:?}: {cause:?}");
                assert!(!said.aloud.clone().unwrap_or_default().contains("Kaiku"), "{locale:?}: the queue hears {whole}");
                // What is said aloud may hold the day of another showing; where nothing is said it need not be seen.
                let seen = |number: &&&str| whole.contains(**number) || (said.aloud.is_none() && number.contains(".2026"));
                let missing: Vec<_> = numbers.iter().filter(|number| !seen(number)).collect();
                assert!(missing.is_empty(), "{locale:?}: {missing:?} not in {whole}");
            }
        }
    }
}

#[test]
fn the_languages_say_different_words() {
    let [fi, sv, en] = locales();
    for (cause, _) in table() {
        let said = |locale: &Locale| words(Severity::Stop, cause.clone(), locale);
        let (fi, sv, en) = (said(&fi), said(&sv), said(&en));
        assert!(fi.detail != sv.detail && sv.detail != en.detail && fi.detail != en.detail, "{cause:?}");
        assert!(fi.headline != sv.headline && fi.headline != en.headline, "{cause:?}");
        assert_eq!((fi.aloud.is_some(), sv.aloud.is_some()), (en.aloud.is_some(), en.aloud.is_some()), "{cause:?}");
    }
}

#[test]
fn a_full_showing_names_the_next_one_with_room() {
    let (headline, detail, aloud) = fi(cap(CapPer::Showing, false, 20, 1, 20));
    assert_eq!(headline, "Yläraja täynnä: 20/20");
    assert_eq!(detail, "Kaikukortti-lippuja tähän näytökseen käytetty 20/20. Voit kirjata harkintasi mukaan.");
    assert_eq!(aloud.as_deref(), Some("Tähän esitykseen nämä liput on jo käytetty. Seuraava vapaa: su 29.11.2026 klo 15.00."));
    let sv = words(Severity::Stop, cap(CapPer::Showing, false, 20, 1, 20), &Locale::new(Language::Sv));
    assert_eq!(
        sv.aloud.as_deref(),
        Some("Till den här föreställningen är de här biljetterna slut. Nästa lediga: sö 29.11.2026 kl. 15.00.")
    );
    let en = words(Severity::Stop, cap(CapPer::Showing, false, 20, 1, 20), &Locale::new(Language::En));
    assert_eq!(en.aloud.as_deref(), Some("These tickets for this showing have run out. Next with room: Sun 29.11.2026 at 15:00."));
}

#[test]
fn what_the_venue_leaves_out_is_said_without_naming_the_card() {
    let aloud = |why, language| {
        let cause = Cause::LeftOut { why, elsewhere: Vec::new() };
        words(Severity::Stop, cause, &Locale::new(language)).aloud.unwrap_or_default()
    };
    assert!(aloud(LeftOutWhy::Premiere, Language::Fi).starts_with("Ensi-iltaan ei saa näitä lippuja."));
    assert!(aloud(LeftOutWhy::Premiere, Language::Sv).starts_with("Till premiären ges inte de här biljetterna."));
    assert!(aloud(LeftOutWhy::Premiere, Language::En).starts_with("These tickets are not given for the premiere."));
}

#[test]
fn a_family_near_the_end_of_its_visits_hears_how_many_this_uses() {
    let said = words(Severity::Advice, visits(23, 3), &Locale::new(Language::Fi));
    assert_eq!(said.headline, "Käyntejä jäljellä 7");
    assert_eq!(said.detail, "Käyntejä jäljellä 7/30. Tämä kirjaus käyttää 3.");
    assert_eq!(said.aloud.as_deref(), Some("Tästä kuluu 3, ja käyntejä jää 4."));
}

#[test]
fn a_series_that_ends_mid_family_says_how_many_still_fit() {
    let (headline, detail, aloud) = fi(visits(28, 3));
    assert_eq!(headline, "Käyntejä jäljellä 2");
    assert_eq!(detail, "Käyntejä jäljellä 2/30. Tämä kirjaus käyttäisi 3: 2 mahtuu vielä. Voit kirjata harkintasi mukaan.");
    assert_eq!(aloud.as_deref(), Some("Käyntejä on jäljellä 2, ja teitä on 3. Teistä mahtuu 2. Seuraava mahdollisuus on 1.1.2027 alkaen."));
}

#[test]
fn a_record_that_takes_the_last_of_a_limit_is_near_not_over() {
    let (headline, detail, _) = fi(visits(27, 3));
    assert_eq!(headline, "Käyntejä jäljellä 3");
    assert_eq!(detail, "Käyntejä jäljellä 3/30. Tämä kirjaus käyttää 3.");
    let (headline, ..) = fi(visits(28, 3));
    assert_eq!(headline, "Käyntejä jäljellä 2");
    let (headline, ..) = fi(visits(30, 3));
    assert_eq!(headline, "Käynnit käytetty: 30/30");
}

#[test]
fn a_value_over_the_limit_tells_what_the_holder_pays() {
    let (headline, detail, aloud) = fi(value(4650, 700, 350));
    assert_eq!(headline, "Asiakas maksaa 3,50\u{a0}€");
    assert!(detail.contains("Käytetty 46,50\u{a0}€ / 50,00\u{a0}€ puolen vuoden aikana, jäljellä 3,50\u{a0}€."), "{detail}");
    assert!(detail.contains("Tämä kirjaus 7,00\u{a0}€, josta asiakas maksaa 3,50\u{a0}€."), "{detail}");
    assert_eq!(aloud.as_deref(), Some("Tästä jää maksettavaksesi 3,50\u{a0}€. Yläraja alkaa alusta 1.1.2027."));
    let allowed = words(Severity::Advice, value(4650, 700, 350), &Locale::new(Language::Fi));
    assert!(allowed.aloud.is_some(), "the share stays to be paid");
}

#[test]
fn what_the_venue_does_with_a_passed_limit_is_said() {
    let fi = Locale::new(Language::Fi);
    let full = || cap(CapPer::Showing, false, 20, 1, 20);
    assert!(words(Severity::Stop, full(), &fi).detail.ends_with("Toimipiste ei salli ylitystä."));
    let allowed = words(Severity::Advice, full(), &fi);
    assert!(allowed.detail.ends_with("Toimipiste sallii ylityksen."));
    assert_eq!(allowed.aloud, None, "nobody is turned away");
}

#[test]
fn a_ticket_of_a_past_day_was_used_and_one_to_come_is_had() {
    let once = |day| fi(Cause::Once { date: date(2026, 11, day), time: None }).1;
    assert!(once(21).contains("on jo käyty"));
    assert!(once(22).contains("on jo lippu"));
    assert!(once(23).contains("on jo lippu"));
}

#[test]
fn a_sum_larger_than_one_record_can_hold_is_still_told() {
    let (_, detail, _) =
        fi(Cause::Value { period: Period::CalendarYear, used: 4_000_000_000, this: 100, most: 5000, own_share: 100, again_from: None });
    assert!(detail.contains("40\u{a0}000\u{a0}000,00\u{a0}€"), "{detail}");
}
