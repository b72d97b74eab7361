//! A year of recorded usages, among them the worked example of the guide (R81).

use super::programme::{ADMISSION, COPIES, GUITAR, LATE_FEES, PEPPI, PORCELAIN, Programme, SWIM, TOUR, past_courses};
use super::random::Random;
use super::samples::plus_days;
use super::{CLERK, HISTORY_STATION, SampleKind, samples};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use kaikuasema_domain::limits::{Asked, Counted, Severity, findings};
use kaikuasema_domain::usage::{Channel, Facts};
use kaikuasema_domain::{Card, CardKind, CardNumber, Cents, Event, EventId, Showing, Usage, UsageId, civil};

/// How many usages besides those of the worked example.
const USAGES: u32 = 450;
/// How many of them are tickets to coming showings.
const RESERVED: u32 = 25;

/// The history up to a day: nothing in it was recorded after that day's first minutes.
pub(super) fn usages(programme: &Programme, register: &[Card], today: Date, random: &mut Random) -> Vec<Usage> {
    let mut usages = Vec::new();
    let samples = samples(today);
    let is_sample = |card: &Card| samples.iter().any(|sample| sample.card.as_ref().is_some_and(|c| c.number == card.number));
    let good: Vec<&Card> = register.iter().filter(|card| card.active && card.valid_until >= today && !is_sample(card)).collect();
    for _ in 0..USAGES {
        let Some(card) = random.pick(&good) else { break };
        usages.extend(past(programme, card, today, random));
    }
    let coming: Vec<&Showing> = programme.showings.iter().filter(|s| s.event == PEPPI && s.date > today && !s.cancelled).collect();
    for _ in 0..RESERVED {
        let (Some(card), Some(showing)) = (random.pick(&good), random.pick(&coming)) else { break };
        let recorded = at(plus_days(today, -1), 600 + random.below(400));
        usages.extend(of_showing(programme, card, showing, recorded, random));
    }
    let customers: Vec<&Card> = good.iter().copied().filter(|card| card.number.kind() == CardKind::Customer).collect();
    for (number, course) in (1..).zip(past_courses()) {
        let day = plus_days(today, -30 * number);
        for _ in 0..2 {
            let Some(card) = random.pick(&customers) else { break };
            let recorded = at(plus_days(day, -7), 600 + random.below(300));
            usages.extend(plain(programme, course, card.number, day, recorded, random));
        }
    }
    let card_of = |kind| samples.iter().find(|sample| sample.kind == kind).and_then(|sample| sample.card.as_ref());
    if let Some(card) = card_of(SampleKind::Valid) {
        usages.extend(worked_example(programme, card.number, today, random));
    }
    if let Some(card) = card_of(SampleKind::MobileOnly) {
        usages.extend(season(programme, card.number, today, random));
    }
    for usage in &mut usages {
        // A group's customer cards would have records of their own (R60); these groups brought children only,
        // so that none of them waits to be completed.
        usage.customer_cards = usage.customer_cards.map(|_| 0);
    }
    usages.sort_by_key(|usage| (usage.recorded_at, usage.id));
    within_limits(programme, register, usages)
}

/// What of a history keeps to the venues' limits: nobody has sold beyond them yet.
fn within_limits(programme: &Programme, register: &[Card], usages: Vec<Usage>) -> Vec<Usage> {
    let mut so_far: Vec<Counted> = Vec::new();
    let mut kept = Vec::new();
    for usage in usages {
        let Some(venue) = programme.venues.iter().find(|venue| venue.id == usage.venue) else { continue };
        let event = usage.event.and_then(|id| programme.event(id));
        let card = register.iter().find(|card| card.number == usage.card);
        let asked = Asked {
            card: usage.card,
            valid_until: card.map(|card| card.valid_until),
            children_max: card.and_then(|card| card.children_max),
            venue,
            event,
            showing: programme.showings.iter().find(|showing| Some(showing.id) == usage.showing),
            showings: &[],
            date: usage.event_date,
            time: usage.event_time,
            children: usage.children,
            staff: usage.staff,
            value: usage.value,
            now: civil::in_finland(usage.recorded_at).datetime(),
            instead_of: None,
            may_override: false,
        };
        if findings(&asked, &so_far).iter().all(|finding| finding.severity == Severity::Advice) {
            so_far.push(Counted::of(&usage, event.map(|event| event.kind)));
            kept.push(usage);
        }
    }
    kept
}

/// A family that swims: 23 of this year's 30 visits are used, so that the three of them see the end
/// coming (R139). Not in the first days of January, when there was no time for it.
fn season(programme: &Programme, card: CardNumber, today: Date, random: &mut Random) -> Vec<Usage> {
    let first = date(today.year(), 1, 1);
    let days = civil::days_between(first, today);
    let families = [2, 2, 2, 0, 2, 2, 2, 0, 2];
    if days <= 9 {
        return Vec::new();
    }
    let visit = |(number, children): (i32, u16)| {
        let day = plus_days(first, days * number / 9);
        let usage = plain(programme, SWIM, card, day, at(day, 900 + random.below(120)), random)?;
        Some(Usage { children, ..usage })
    };
    (0..).zip(families).filter_map(visit).collect()
}

/// Card A9990000071 at the library in the current year: exactly two records, both late
/// fees (R81). What it did last year and elsewhere must not be counted.
fn worked_example(programme: &Programme, card: CardNumber, today: Date, random: &mut Random) -> Vec<Usage> {
    let first = date(today.year(), 1, 1);
    let days = civil::days_between(first, today);
    let mut usages = Vec::new();
    for (part, cents) in [(days / 3, 420), (days * 2 / 3, 260)] {
        let day = plus_days(first, part);
        // On the first of January both are of today, whose first minutes alone are surely past.
        let minute = if day < today { 740 } else { 1 };
        let usage = plain(programme, LATE_FEES, card, day, at(day, minute), random);
        usages.extend(usage.map(|usage| Usage { value: Cents::new(cents), ..usage }));
    }
    let last_year = plus_days(first, -20);
    let usage = plain(programme, LATE_FEES, card, last_year, at(last_year, 800), random);
    usages.extend(usage.map(|usage| Usage { value: Cents::new(180), ..usage }));
    let yesterday = plus_days(today, -1);
    let usage = plain(programme, ADMISSION, card, yesterday, at(yesterday, 790), random);
    usages.extend(usage.map(|usage| Usage { children: 2, ..usage }));
    usages
}

/// One usage of the year gone by.
fn past(programme: &Programme, card: &Card, today: Date, random: &mut Random) -> Option<Usage> {
    let day = plus_days(today, -i32::try_from(random.between(1, 364)).unwrap_or(1));
    let recorded = at(day, 600 + random.below(480));
    let scheduled = [PEPPI, PEPPI, PEPPI, PORCELAIN, GUITAR];
    if random.chance(25) {
        let event = *random.pick(&scheduled)?;
        let gone: Vec<&Showing> = programme.showings.iter().filter(|s| s.event == event && s.date < today).collect();
        let showing = random.pick(&gone)?;
        let before = i32::try_from(random.below(4)).unwrap_or(0);
        let recorded = at(plus_days(showing.date, -before), 600 + random.below(300));
        return of_showing(programme, card, showing, recorded, random);
    }
    let event = *random.pick(&[LATE_FEES, COPIES, SWIM, SWIM, SWIM, ADMISSION, ADMISSION, TOUR])?;
    let usage = plain(programme, event, card.number, day, recorded, random)?;
    Some(with_company(usage, card, programme.event(event)?, random))
}

fn of_showing(programme: &Programme, card: &Card, showing: &Showing, recorded: Timestamp, random: &mut Random) -> Option<Usage> {
    let usage = plain(programme, showing.event, card.number, showing.date, recorded, random)?;
    let usage = Usage { showing: Some(showing.id), event_time: showing.time, ..usage };
    Some(with_company(usage, card, programme.event(showing.event)?, random))
}

/// Children, a group's customer cards, and the value, as card and event ask for them.
fn with_company(usage: Usage, card: &Card, event: &Event, random: &mut Random) -> Usage {
    let is_fee = event.asks_value;
    let children = match (card.number.kind(), card.children_max) {
        (CardKind::Community, _) => random.below(12),
        // Courses are the holder's own (C21), fees too.
        _ if is_fee || event.kind == kaikuasema_domain::event::EventKind::Course => 0,
        (CardKind::Customer, most) => random.below(u32::from(most.unwrap_or(0)) + 1),
    };
    let customer_cards = if card.number.kind() == CardKind::Community { u16::try_from(random.below(6)).ok() } else { None };
    let value = if is_fee { Cents::new(random.between(1, 24) * 50) } else { None };
    Usage { children: u16::try_from(children).unwrap_or(0), customer_cards, value, ..usage }
}

fn plain(programme: &Programme, event: EventId, card: CardNumber, day: Date, recorded_at: Timestamp, random: &mut Random) -> Option<Usage> {
    let event = programme.event(event)?;
    Some(Usage {
        id: usage_id(recorded_at, random),
        venue: event.venue,
        card,
        event: Some(event.id),
        event_name: Some(event.name.clone()),
        showing: None,
        event_date: day,
        event_time: None,
        children: 0,
        customer_cards: None,
        staff: 1,
        value: None,
        recorded_at,
        clerk: CLERK,
        station: HISTORY_STATION,
        discretion: None,
        over_cap: false,
        channel: Channel::Desk,
        group: None,
        entered_late: false,
        entered_by: None,
        facts: Facts::default(),
        flags: Vec::new(),
    })
}

/// So many minutes after a Finnish day began.
fn at(day: Date, minutes: u32) -> Timestamp {
    let start = civil::start_of_day(day);
    start.checked_add(SignedDuration::from_mins(i64::from(minutes))).unwrap_or(start)
}

/// A UUIDv7 of the instant it was recorded at.
fn usage_id(at: Timestamp, random: &mut Random) -> UsageId {
    let millis = u64::try_from(at.as_millisecond()).unwrap_or(0);
    let mut bytes = [0; 10];
    bytes.iter_mut().zip(random.bits().to_be_bytes()).for_each(|(to, from)| *to = from);
    UsageId(uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid())
}
