//! The list for the web page: every limit a line, none where nothing is limited.

use super::*;
use crate::locale::Language;
use kaikuasema_domain::limits::{IsoDay, LeftOut, Period, UseLimit, ValueLimit, VisitLimit};
use kaikuasema_domain::{Cents, EventId, VenueId};
use uuid::Uuid;

fn event(name: &str, limits: EventLimits) -> Event {
    Event {
        id: EventId(Uuid::nil()),
        venue: VenueId(Uuid::nil()),
        name: name.to_owned(),
        kind: EventKind::Performance,
        active: true,
        asks_value: false,
        made_at_counter: false,
        limits,
    }
}

fn everything() -> VenueRules {
    VenueRules {
        limits: VenueLimits {
            performance_cap: Some(Cap::Tickets { most: 20, per: CapPer::Showing }),
            course_places: Some(2),
            guest_cap: Some(5),
            caps_leave_children_out: true,
            once_per_production: true,
            uses: vec![UseLimit { kind: Some(EventKind::Course), most: 1, period: Period::HalfYear }],
            value: Some(ValueLimit { most: Cents::new(5000).unwrap(), period: Period::CalendarYear }),
            visits: Some(VisitLimit { most: 30, period: Period::TwelveMonths }),
            reservations: Some(3),
            left_out: LeftOut { premieres: true, galas: true, guests: true, days: [IsoDay::ALL[5], IsoDay::ALL[6]].into() },
            opens_days_before: Some(14),
            hands_over_minutes_before: Some(30),
        },
        asks_identity: true,
        course_terms: Some("Peruuta viimeistään 10 päivää ennen.".to_owned()),
        wristband_fee: Cents::new(500),
        ..VenueRules::default()
    }
}

#[test]
fn a_venue_without_limits_says_so() {
    let [fi, sv, en] = Language::ALL.map(|language| limits(&VenueRules::default(), [], &Locale::new(language)));
    assert_eq!((fi, sv, en), (vec!["Ei rajoituksia".to_owned()], vec!["Inga begränsningar".to_owned()], vec!["No limits".to_owned()]));
}

#[test]
fn every_limit_has_a_line_in_every_language() {
    for language in Language::ALL {
        let lines = limits(&everything(), [], &Locale::new(language));
        assert_eq!(lines.len(), 18, "{lines:#?}");
        for line in &lines {
            assert!(!line.contains('{') && !line.contains("list-") && !line.contains("  "), "{line}");
        }
    }
}

#[test]
fn the_lines_are_plain_finnish_with_their_numbers() {
    let lines = limits(&everything(), [], &Locale::new(Language::Fi));
    for line in [
        "Jokaiseen esitykseen Kaikukortti-lippuja on enintään 20, kuitenkin aina vähintään 3 % lipuista.",
        "Jokaisella kurssilla on enintään 2 Kaikukortti-paikkaa.",
        "Yhdellä kortilla pääsee kurssille enintään kerran puolen vuoden aikana.",
        "Yhdellä kortilla voi käyttää enintään 50,00\u{a0}€ kalenterivuoden aikana. Ylimenevän osan maksaa asiakas.",
        "Kaikukortti ei käy näinä päivinä: lauantai, sunnuntai.",
        "Lippuja saa aikaisintaan 14 päivää ennen tapahtumaa.",
        "Ota mukaan kortti ja henkilötodistus.",
    ] {
        assert!(lines.iter().any(|said| said == line), "{line} is not in {lines:#?}");
    }
}

#[test]
fn limits_of_single_events_in_use_are_told_by_name() {
    let fi = Locale::new(Language::Fi);
    let left_out = event("Gaalailta", EventLimits { left_out: true, once: Some(true), ..EventLimits::default() });
    let capped = event(
        "Festivaali",
        EventLimits { cap: Some(Cap::Tickets { most: 20, per: CapPer::Day }), opens_days_before: Some(10), ..EventLimits::default() },
    );
    let once = event("Peppi", EventLimits { once: Some(true), ..EventLimits::default() });
    let closed = Event { active: false, ..left_out.clone() };
    let lines = limits(&VenueRules::default(), [&left_out, &capped, &once, &closed], &fi);
    assert_eq!(
        lines,
        [
            "Gaalailta: Kaikukortti ei käy.",
            "Festivaali: Kaikukortti-lippuja enintään 20 päivässä.",
            "Festivaali: lippuja saa aikaisintaan 10 päivää ennen.",
            "Peppi: yhdellä kortilla kerran.",
        ]
    );
}

#[test]
fn what_only_reminds_does_not_hide_that_nothing_is_limited() {
    let rules = VenueRules { asks_identity: true, ..VenueRules::default() };
    let lines = limits(&rules, [], &Locale::new(Language::Fi));
    assert_eq!(lines, ["Ei rajoituksia", "Ota mukaan kortti ja henkilötodistus."]);
}
