//! What the training data must be.

use super::*;
use crate::{Central, Database, Options, UsageFilter};
use jiff::Timestamp;
use jiff::civil::date;
use kaikuasema_domain::event::ShowingOccasion;
use kaikuasema_domain::limits::{Cap, Counted, Period, VisitLimit, oversold};
use kaikuasema_domain::usage::is_event_name;
use kaikuasema_domain::verdict::{Standing, Usability};
use kaikuasema_domain::{CardForm, CardKind, CardNumber, verdict};
use std::collections::HashSet;
use std::time::{Duration, Instant};

const TODAY: Date = date(2026, 11, 22);

fn seeded(cards: u32, today: Date) -> (tempfile::TempDir, Central, Seeded) {
    let dir = tempfile::tempdir().unwrap();
    let central = Central::open(&Database::sqlite(dir.path().join("central.db")), Options { training: true }).unwrap();
    let seeded = central.admin().seed(cards, today).unwrap();
    (dir, central, seeded)
}

#[test]
fn twenty_thousand_cards_are_seeded_in_well_under_two_seconds() {
    let start = Instant::now();
    let (_dir, central, seeded) = seeded(TRAINING_CARDS, TODAY);
    let took = start.elapsed();
    assert_eq!(seeded.cards, 20_000);
    assert_eq!(central.admin().card_count().unwrap(), 20_000);
    assert!(seeded.usages >= 300, "{seeded:?}");
    assert!(took < Duration::from_secs(4), "{took:?}");
}

#[test]
fn the_register_has_cards_of_every_kind_form_length_and_state() {
    let cards = register::cards(20_000, TODAY, &mut Random::new(SEED));
    let mut prefixes = HashSet::new();
    let mut lengths = HashSet::new();
    for card in &cards {
        let text = card.number.as_str();
        prefixes.insert(if text.as_bytes()[1] == b'M' { &text[..2] } else { &text[..1] });
        lengths.insert((card.number.kind(), card.number.form(), text.len()));
        assert_eq!(card.children_max.is_none(), card.number.kind() == CardKind::Community);
        assert!(card.children_max.unwrap_or(0) <= 6);
    }
    assert_eq!(prefixes, HashSet::from(["A", "AM", "Y", "YM", "X", "Z"]));
    assert_eq!(lengths.len(), 8, "two kinds, two forms, two lengths");
    for children in 0..=6 {
        assert!(cards.iter().any(|card| card.children_max == Some(children)));
    }
    let days: HashSet<i32> = cards.iter().map(|card| civil::days_between(TODAY, card.valid_until)).collect();
    for day in 0..=22 {
        assert!(days.contains(&day), "ends in {day} days");
    }
    assert!(days.contains(&-1) && days.iter().min() == Some(&-365) && days.iter().max() == Some(&365));
    let barred = cards.iter().filter(|card| !card.active).count();
    assert!((400..1_200).contains(&barred), "{barred}");
}

#[test]
fn the_same_day_gives_the_same_data() {
    let once = register::cards(2_000, TODAY, &mut Random::new(SEED));
    assert_eq!(once, register::cards(2_000, TODAY, &mut Random::new(SEED)));
    let programme = programme::Programme::around(TODAY);
    let history = |_| history::usages(&programme, &once, TODAY, &mut Random::new(1));
    assert_eq!(history(()), history(()));
}

#[test]
fn there_is_a_sample_in_the_seed_for_every_verdict() {
    let (_dir, central, _) = seeded(200, TODAY);
    for sample in samples(TODAY) {
        let number = CardNumber::parse(sample.text);
        if sample.kind == SampleKind::Malformed {
            assert!(number.is_err());
            continue;
        }
        let number = number.unwrap();
        let card = central.admin().card(number).unwrap();
        assert_eq!(card, sample.card, "{:?}", sample.kind);
        let judged = verdict(card.as_ref(), sample.event_date.unwrap_or(TODAY), TODAY, &Default::default());
        let fits = match sample.kind {
            SampleKind::Valid => judged.usability == Usability::Usable && matches!(judged.standing, Standing::Valid { .. }),
            SampleKind::EndsSoon => matches!(judged.standing, Standing::EndsSoon { days_left: 10, .. }),
            SampleKind::EndsToday => matches!(judged.standing, Standing::EndsSoon { days_left: 0, .. }),
            SampleKind::Ended => matches!(judged.standing, Standing::Ended { days_ago: 12, .. }),
            SampleKind::Barred => judged.standing == Standing::Barred,
            SampleKind::Unknown => judged.standing == Standing::Unknown,
            SampleKind::Community => number.kind() == CardKind::Community && judged.usability == Usability::Usable,
            SampleKind::MobileOnly => number.form() == CardForm::MobileOnly && judged.usability == Usability::Usable,
            SampleKind::EventAfterLastDay => judged.event_after_last_day && matches!(judged.standing, Standing::Valid { .. }),
            SampleKind::Malformed => false,
        };
        assert!(fits, "{:?}: {judged:?}", sample.kind);
    }
    let guide = samples(TODAY).into_iter().find(|s| s.kind == SampleKind::Valid).unwrap();
    assert_eq!((guide.text, guide.card.unwrap().children_max), ("A9990000071", Some(3)));
}

#[test]
fn the_worked_example_comes_out_right_on_any_day_of_the_year() {
    for today in [date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 5), date(2028, 2, 29), TODAY, date(2026, 12, 31)] {
        let (_dir, central, _) = seeded(300, today);
        let filter = UsageFilter {
            venue: Some(LIBRARY),
            card: Some("A9990000071".parse().unwrap()),
            from: Some(date(today.year(), 1, 1)),
            to: Some(today),
            event: None,
        };
        let found = central.admin().usages(&filter).unwrap();
        assert_eq!(found.len(), 2, "{today}");
        for stored in &found {
            assert_eq!(stored.usage.event_name.as_deref(), Some("Myöhästymismaksut"));
            assert!(stored.usage.value.is_some());
            assert!(civil::in_finland(stored.usage.recorded_at).date() <= today);
        }
        let all_of_card = UsageFilter { card: filter.card, ..UsageFilter::default() };
        assert_eq!(central.admin().usages(&all_of_card).unwrap().len(), 4, "the filter has something to leave out");
    }
}

#[test]
fn the_history_is_what_a_clerk_could_have_recorded() {
    let (_dir, central, _) = seeded(2_000, TODAY);
    let programme = programme::Programme::around(TODAY);
    let usages = central.admin().usages(&UsageFilter::default()).unwrap();
    let ids: HashSet<_> = usages.iter().map(|stored| stored.usage.id).collect();
    assert_eq!(ids.len(), usages.len());
    let midnight: Timestamp = civil::start_of_day(TODAY);
    for stored in &usages {
        let usage = &stored.usage;
        assert!(usage.recorded_at < midnight, "nothing of today but the early days of January");
        let event = programme.event(usage.event.unwrap()).unwrap();
        assert_eq!(event.venue, usage.venue);
        assert_eq!(usage.value.is_some(), event.asks_value);
        assert_eq!(usage.customer_cards.is_some(), usage.card.kind() == CardKind::Community);
        assert!(usage.flags.is_empty());
        if let Some(showing) = usage.showing {
            let showing = programme.showings.iter().find(|s| s.id == showing).unwrap();
            assert_eq!((showing.event, showing.date, showing.time), (event.id, usage.event_date, usage.event_time));
        }
    }
    for venue in &programme.venues {
        assert!(usages.iter().filter(|stored| stored.usage.venue == venue.id).count() > 20, "{}", venue.name);
    }
}

#[test]
fn the_programme_is_around_the_day() {
    let programme = programme::Programme::around(TODAY);
    let showings: HashSet<_> = programme.showings.iter().map(|showing| showing.id).collect();
    assert_eq!(showings.len(), programme.showings.len());
    let peppi = |day| programme.showings.iter().find(|s| s.event == programme::PEPPI && s.date == day).and_then(|s| s.time);
    assert_eq!(peppi(date(2026, 11, 25)).map(|t| t.hour()), Some(18), "Wednesday");
    assert_eq!(peppi(date(2026, 11, 28)).map(|t| t.hour()), Some(13), "Saturday");
    assert_eq!(peppi(date(2026, 11, 29)).map(|t| t.hour()), Some(15), "Sunday");
    assert!(programme.showings.iter().any(|s| s.date < TODAY));
    assert!(programme.showings.iter().any(|s| s.cancelled));
    assert!(programme.events.iter().any(|event| !event.active));
    assert!(programme.events.iter().all(|event| is_event_name(&event.name)));
    assert!(!programme.showings.iter().any(|s| s.event == programme::TOUR), "unscheduled");
}

#[test]
fn each_venue_limits_what_venues_of_its_sort_do() {
    let programme = programme::Programme::around(TODAY);
    let venues = &programme.venues;
    let rules = |id| venues.iter().find(|venue| venue.id == id).map(|venue| &venue.rules).unwrap();
    for venue in venues {
        assert_eq!(venue.rules.limits.check(), Ok(()), "{}", venue.name);
    }
    let theatre = &rules(THEATRE).limits;
    assert!(theatre.left_out.premieres && !theatre.needs_event());
    let dream = programme.event(programme::DREAM).unwrap().limits;
    assert_eq!((dream.cap, dream.once), (Some(Cap::Share { percent: 3 }), Some(true)));
    assert_eq!(theatre.hands_over_minutes_before, Some(30));
    let value = rules(LIBRARY).limits.value.unwrap();
    assert_eq!((value.most.get(), value.period), (4_000, Period::CalendarYear));
    let swimming = rules(SWIMMING_HALL);
    assert_eq!(swimming.limits.visits, Some(VisitLimit { most: 30, period: Period::CalendarYear }));
    assert_eq!((swimming.default_event, swimming.one_scan), (Some(programme::SWIM), false));
    assert_eq!((rules(MUSEUM).default_event, rules(MUSEUM).one_scan), (Some(programme::ADMISSION), true));
    let courses = rules(ADULT_EDUCATION);
    assert_eq!((courses.limits.course_places, courses.limits.reservations), (Some(2), Some(2)));
    assert!(courses.course_terms.as_ref().is_some_and(|terms| terms.chars().count() <= 500));
}

#[test]
fn a_premiere_is_still_to_come() {
    for day in 0..14 {
        let today = TODAY.checked_add(day.days()).unwrap();
        let programme = programme::Programme::around(today);
        let premieres: Vec<_> = programme.showings.iter().filter(|s| s.occasion == ShowingOccasion::Premiere).collect();
        let [premiere] = premieres.as_slice() else { panic!("{today}: {premieres:?}") };
        assert!(premiere.date > today && premiere.event == programme::STORM);
        assert!(programme.showings.iter().all(|s| s.event != programme::STORM || s.date >= premiere.date));
    }
}

#[test]
fn nothing_in_the_history_is_sold_beyond_a_cap_and_a_family_has_seven_visits_left() {
    let (_dir, central, _) = seeded(2_000, TODAY);
    let programme = programme::Programme::around(TODAY);
    let usages: Vec<_> = central.admin().usages(&UsageFilter::default()).unwrap().into_iter().map(|stored| stored.usage).collect();
    let kind = |usage: &kaikuasema_domain::Usage| usage.event.and_then(|id| programme.event(id)).map(|event| event.kind);
    let counted: Vec<Counted> = usages.iter().map(|usage| Counted::of(usage, kind(usage))).collect();
    let showings = |id| programme.showings.iter().filter(|s| s.event == id).cloned().collect::<Vec<_>>();
    for venue in &programme.venues {
        let events: Vec<_> = programme.events.iter().filter(|e| e.venue == venue.id).map(|e| (e.clone(), showings(e.id))).collect();
        assert_eq!(oversold(&events, &venue.rules.limits, &counted), [], "{}", venue.name);
    }
    let family: CardNumber = "X9990000KA".parse().unwrap();
    let visits: u32 = counted.iter().filter(|c| c.card == family && c.venue == SWIMMING_HALL).map(Counted::visits).sum();
    assert_eq!(visits, 23);
}

#[test]
fn a_service_in_use_is_never_seeded() {
    let (_dir, central, _) = seeded(20, TODAY);
    assert!(matches!(central.admin().seed(20, TODAY), Err(crate::AdminError::NotEmpty)));
}
