//! A day at each sort of venue, from empty stores to the service's own count of the day: theatre night,
//! library week, swimming family, museum Sunday, course enrolment, group visit.

use crate::harness::network::{HELPER, Network};
use crate::process::today;
use iced::futures::executor::block_on;
use jiff::ToSpan;
use jiff::civil::{Date, time};
use kaikuasema::error_text;
use kaikuasema::locale::{Language, Locale};
use kaikuasema::station::{RecordError, Refusal};
use kaikuasema_domain::event::{EventKind, ShowingOccasion};
use kaikuasema_domain::limits::{Cap, CapPer, Cause, EventLimits, Period, Severity, UseLimit, ValueLimit, VenueLimits, VisitLimit};
use kaikuasema_domain::operation::TurnedAwayReason;
use kaikuasema_domain::usage::{Channel, Discretion, EventChoice, Fact, LateEntry, Status, UsageDraft};
use kaikuasema_domain::venue::VenueKind;
use kaikuasema_domain::verdict::{Policy, Usability, VenueRules};
use kaikuasema_domain::{CardNumber, Cents, EventId, ShowingId, VenueId};
use kaikuasema_store::UsageFilter;

fn rules(limits: VenueLimits) -> VenueRules {
    VenueRules { limits, ..VenueRules::default() }
}

fn draft(venue: VenueId, card: CardNumber, event: EventId, day: Date) -> UsageDraft {
    UsageDraft { event: EventChoice::Existing(event), ..UsageDraft::of(venue, card, day) }
}

fn to(showing: ShowingId, draft: UsageDraft) -> UsageDraft {
    UsageDraft { showing: Some(showing), ..draft }
}

fn at_discretion(draft: UsageDraft) -> UsageDraft {
    UsageDraft { discretion: Some(Discretion { reason: Some("johtajan lupa".into()), ..Discretion::default() }), ..draft }
}

fn days(from: Date, days: i32) -> Date {
    from.checked_add(days.days()).unwrap()
}

#[test]
fn theatre_night() {
    let network = Network::new();
    let limits = VenueLimits {
        performance_cap: Some(Cap::Share { percent: 3 }),
        once_per_production: true,
        hands_over_minutes_before: Some(30),
        left_out: kaikuasema_domain::limits::LeftOut { premieres: true, ..Default::default() },
        ..VenueLimits::default()
    };
    let theatre = network.venue("Teatteri", VenueKind::Theatre, rules(limits));
    let play = network.event(theatre, "Kesäyön uni", EventKind::Performance, EventLimits::default());
    let tonight = days(today(), 2);
    let evening = Some(time(19, 0, 0, 0));
    let first = network.showing(play, days(tonight, -1), evening, Some(100), ShowingOccasion::Premiere);
    // 3 % of 100 seats: 3 tickets.
    let main = network.showing(play, tonight, evening, Some(100), ShowingOccasion::Ordinary);
    let next = network.showing(play, days(tonight, 1), evening, Some(100), ShowingOccasion::Ordinary);
    let [anna, berit, cecil, dan, eero] =
        ["A1000000001", "A1000000002", "A1000000003", "A1000000004", "A1000000005"].map(|number| network.card(number));
    let (desk, office) = (network.till("Lippukassa"), network.till("Toimisto"));

    // By phone, a mother and a child: two of the three tickets; handed over on the night.
    let by_phone = UsageDraft { channel: Channel::Phone, children: 1, ..to(main, draft(theatre, anna, play, tonight)) };
    let reserved = office.record(by_phone).unwrap();
    assert!(reserved.findings.iter().any(|f| matches!(f.cause, Cause::HandOver { from } if from == tonight.at(18, 30, 0, 0))));
    office.sync();
    desk.sync();

    // Neither to the premiere, nor twice to the same production.
    let premiere = desk.judge(to(first, draft(theatre, berit, play, tonight)));
    assert!(matches!(premiere.findings[0].cause, Cause::LeftOut { .. }), "{premiere:?}");
    let again = desk.judge(to(next, draft(theatre, anna, play, tonight)));
    assert!(again.findings.iter().any(|f| matches!(f.cause, Cause::Once { .. }) && f.severity == Severity::Discretion), "{again:?}");

    // The last ticket at both counters while neither knows of the other: both stand.
    let one = desk.record(to(main, draft(theatre, berit, play, tonight))).unwrap();
    let other = office.record(to(main, draft(theatre, cecil, play, tonight))).unwrap();
    assert!(one.usage.discretion.is_none() && other.usage.discretion.is_none());
    assert!(block_on(desk.station.oversold(theatre)).unwrap().is_empty(), "not known before the sync");
    for till in [&desk, &office, &desk] {
        till.sync();
    }
    for till in [&desk, &office] {
        let clash = block_on(till.station.oversold(theatre)).unwrap();
        assert_eq!(clash.len(), 1, "{clash:?}");
        assert_eq!((clash[0].showing, clash[0].used, clash[0].most), (Some(main), 4, 3));
    }

    // Full: the words name the next showing with room; the clerk's discretion is kept with its reason.
    let full = desk.judge(to(main, draft(theatre, dan, play, tonight)));
    assert_eq!(full.usability, Usability::Discretion);
    let Cause::Cap { used, most, elsewhere, .. } = &full.findings[0].cause else { panic!("{full:?}") };
    assert_eq!((*used, *most, elsewhere[0].showing), (4, 3, next));
    let refused = desk.record(to(main, draft(theatre, dan, play, tonight)));
    assert!(matches!(refused, Err(RecordError::NeedsDiscretion(_))));
    let granted = desk.record(at_discretion(to(main, draft(theatre, dan, play, tonight)))).unwrap();
    assert_eq!(granted.usage.discretion.unwrap().reason.as_deref(), Some("johtajan lupa"));
    // Who may not override is refused at the same key, and the customer is counted as turned away.
    let helper = network.till_of("Kesätyö", HELPER);
    assert!(matches!(helper.record(at_discretion(to(main, draft(theatre, eero, play, tonight)))), Err(RecordError::Refused(_))));
    let refusal = Refusal {
        venue: theatre,
        event: Some(play),
        showing: Some(main),
        event_date: tonight,
        event_time: evening,
        reason: TurnedAwayReason::Full,
    };
    block_on(helper.station.turn_away(refusal)).unwrap();
    helper.sync();

    // The door: one handed over and arrived, one cancelled by the holder, one not come.
    block_on(desk.station.mark(reserved.usage.id, theatre, Fact::HandedOver, false)).unwrap();
    block_on(desk.station.mark(reserved.usage.id, theatre, Fact::Arrived, false)).unwrap();
    block_on(desk.station.mark(one.usage.id, theatre, Fact::Arrived, false)).unwrap();
    block_on(office.station.mark(other.usage.id, theatre, Fact::NoShow, false)).unwrap();
    for till in [&desk, &office, &desk] {
        till.sync();
    }
    network.central().admin().cancel_ticket(granted.usage.id, jiff::Timestamp::now()).unwrap();
    desk.sync();
    let tickets = block_on(desk.station.records(UsageFilter { venue: Some(theatre), ..UsageFilter::default() })).unwrap();
    let of = |id| tickets.iter().find(|ticket| ticket.usage.id == id).unwrap().usage.facts.status();
    assert!(matches!(of(reserved.usage.id), Status::Arrived(_)));
    assert!(matches!(of(other.usage.id), Status::NoShow(_)));
    assert!(matches!(of(granted.usage.id), Status::Cancelled(_)));

    let counts = network.counts(theatre, tonight);
    assert_eq!((counts.adults, counts.children), (2, 1), "{counts:?}");
    assert_eq!((counts.cancelled, counts.no_shows), (1, 1), "{counts:?}");
    assert_eq!(counts.turned_away.get(&TurnedAwayReason::Full), Some(&1), "{counts:?}");
}

#[test]
fn library_week() {
    let network = Network::new();
    let limits =
        VenueLimits { value: Some(ValueLimit { most: Cents::new(1000).unwrap(), period: Period::CalendarYear }), ..VenueLimits::default() };
    let library = network.venue("Pääkirjasto", VenueKind::Library, rules(limits.clone()));
    let branch = network.venue("Lähikirjasto", VenueKind::Library, rules(limits));
    let fee = network.event(library, "Myöhästymismaksu", EventKind::Fee, EventLimits::default());
    let fee_there = network.event(branch, "Myöhästymismaksu", EventKind::Fee, EventLimits::default());
    let card = network.card("A1000000011");
    let till = network.till("Lainaustiski");
    let there = network.till("Lähikirjaston tiski");
    let of = |venue, fee, cents| UsageDraft { value: Cents::new(cents), ..draft(venue, card, fee, today()) };

    // The limit counts the value, so a value is asked for (C30).
    let without = till.record(UsageDraft { value: None, ..of(library, fee, 0) });
    assert!(matches!(without, Err(RecordError::Draft(kaikuasema_domain::usage::DraftError::ValueNeeded))), "{without:?}");
    till.record(of(library, fee, 400)).unwrap();
    till.sync();
    // Counted over the organisation's libraries (C17): seen at the other one after its next fetch.
    there.sync();
    there.record(of(branch, fee_there, 450)).unwrap();
    there.sync();
    till.sync();
    // 1,50 € are left of 10 €; of 4 € the holder pays 2,50 €.
    let judged = till.judge(of(library, fee, 400));
    let Cause::Value { used, this, most, own_share, .. } = judged.findings[0].cause else { panic!("{judged:?}") };
    assert_eq!((used, this, most, own_share), (850, 400, 1000, 250));
    assert_eq!(judged.usability, Usability::Discretion);
    let paid = till.record(of(library, fee, 150)).unwrap();
    assert!(paid.usage.discretion.is_none(), "what is within the limit needs no discretion");

    // On Friday the network was down: the paper form is typed in afterwards, as of its day, with its clerk.
    let friday = days(today(), -2);
    let clerk = block_on(till.station.who_is_signed_in()).unwrap().unwrap();
    let colleague = clerk.access(library).unwrap().colleagues.iter().find(|user| user.email == HELPER).unwrap().id;
    let ended = network.card_until("A1000000012", days(today(), -1));
    till.sync();
    let late = UsageDraft { late: Some(LateEntry { clerk: colleague }), value: Cents::new(200), ..draft(library, ended, fee, friday) };
    let typed = till.record(late.clone()).unwrap();
    assert!(typed.usage.entered_late && typed.usage.clerk == colleague && typed.usage.event_date == friday);
    assert!(typed.usage.discretion.is_none(), "the card was valid on that day");
    let tomorrow = UsageDraft { event_date: days(today(), 1), ..late };
    assert!(matches!(till.record(tomorrow), Err(RecordError::LateIsNotPast)));
    till.sync();
    assert_eq!(network.counts(library, friday).value_cents, 200);
    let counts = network.counts(library, today());
    assert_eq!((counts.records, counts.value_cents), (2, 550), "{counts:?}");
}

#[test]
fn swimming_family() {
    let network = Network::new();
    let limits = VenueLimits { visits: Some(VisitLimit { most: 30, period: Period::CalendarYear }), ..VenueLimits::default() };
    let hall = network.venue("Uimahalli", VenueKind::SwimmingHall, rules(limits));
    let swim = network.event(hall, "Uinti", EventKind::Visit, EventLimits::default());
    let card = network.card("A1000000021");
    let till = network.till("Uimahallin kassa");
    // Seven families of four on different days: 28 of 30 visits, each with three children.
    let year = today().year();
    for month in 1..=7_i8 {
        let day = jiff::civil::date(year, month, 1);
        let visit = UsageDraft { children: 3, ..draft(hall, card, swim, day) };
        let said = till.judge(visit.clone()).findings;
        let is_said = said.iter().any(|f| matches!(f.cause, Cause::Visits { .. }));
        assert_eq!(is_said, month >= 7, "near its end it is said before saving, not earlier: {said:?}");
        till.record(visit).unwrap();
    }
    // "2 of 30 left, a family of 3 uses 3": the end comes mid-family.
    let judged = till.judge(UsageDraft { children: 2, ..draft(hall, card, swim, today()) });
    let Cause::Visits { used, this, most, .. } = judged.findings[0].cause else { panic!("{judged:?}") };
    assert_eq!((used, this, most, judged.usability), (28, 3, 30, Usability::Discretion));
    // One child pays: two visits are within.
    let two = till.record(UsageDraft { children: 1, ..draft(hall, card, swim, today()) }).unwrap();
    assert_eq!(two.findings.iter().map(|f| f.severity).max(), Some(Severity::Advice));
    // Taken back, its visits are free again.
    block_on(till.station.undo(two.usage.id)).unwrap();
    let judged = till.judge(UsageDraft { children: 1, ..draft(hall, card, swim, today()) });
    assert_eq!(judged.usability, Usability::Usable);
    till.record(UsageDraft { children: 1, ..draft(hall, card, swim, today()) }).unwrap();
    till.sync();
    let counts = network.counts(hall, today());
    assert_eq!((counts.records, counts.adults, counts.children), (1, 1, 1), "{counts:?}");
}

#[test]
fn museum_sunday() {
    let network = Network::new();
    let museum = network.venue("Museo", VenueKind::Museum, VenueRules { one_scan: true, ..VenueRules::default() });
    let visit = network.event(museum, "Sisäänpääsy", EventKind::Visit, EventLimits::default());
    let cards: Vec<CardNumber> = (0..20).map(|n| network.card(&format!("A20000000{n:02}"))).collect();
    let (door, shop) = (network.till("Ovi"), network.till("Kauppa"));
    for (index, card) in cards.iter().enumerate() {
        let till = if index % 2 == 0 { &door } else { &shop };
        let saved = till.record(draft(museum, *card, visit, today())).unwrap();
        if index % 5 == 0 {
            // A child is counted right after the scan.
            block_on(till.station.correct_children(museum, saved.usage.id, 1)).unwrap();
        }
    }
    door.sync();
    shop.sync();
    let counts = network.counts(museum, today());
    assert_eq!((counts.records, counts.adults, counts.children), (20, 20, 4), "{counts:?}");
    // A unknown card is set aside and recorded by itself once it is registered.
    let new: CardNumber = "A2999999999".parse().unwrap();
    let aside = block_on(door.station.set_aside(draft(museum, new, visit, today()), true)).unwrap();
    let door = door.restart();
    network.card("A2999999999");
    door.sync();
    block_on(door.station.retry_asides()).unwrap();
    door.sync();
    assert_eq!(network.counts(museum, today()).records, 21);
    let found = block_on(door.station.records(UsageFilter { card: Some(new), ..UsageFilter::default() })).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].usage.id, aside.usage.id);
}

#[test]
fn course_enrolment() {
    let network = Network::new();
    let limits = VenueLimits {
        course_places: Some(2),
        reservations: Some(2),
        uses: vec![UseLimit { kind: Some(EventKind::Course), most: 3, period: Period::CalendarYear }],
        opens_days_before: Some(7),
        ..VenueLimits::default()
    };
    let venue_rules = VenueRules { limit_reached: Policy::Refuse, course_terms: Some("Peruutus 10 pv ennen.".into()), ..rules(limits) };
    let centre = network.venue("Opisto", VenueKind::AdultEducation, venue_rules);
    let begins = days(today(), 3);
    let [pottery, weaving, drawing] = ["Keramiikka", "Kudonta", "Piirustus"].map(|name| {
        let course = network.event(centre, name, EventKind::Course, EventLimits::default());
        (course, network.showing(course, begins, Some(time(17, 0, 0, 0)), Some(12), ShowingOccasion::Ordinary))
    });
    let [one, two, three] = ["A3000000001", "A3000000002", "A3000000003"].map(|number| network.card(number));
    let office = network.till("Opiston toimisto");
    let place = |card, (course, meeting)| to(meeting, draft(centre, card, course, begins));

    let first = office.record(UsageDraft { channel: Channel::Email, ..place(one, pottery) }).unwrap();
    assert!(first.findings.iter().any(|f| matches!(&f.cause, Cause::CourseTerms { terms } if terms.contains("Peruutus"))));
    office.record(place(two, pottery)).unwrap();
    // Two places a course: the third is refused here, and no deliberate key helps.
    assert!(matches!(office.record(at_discretion(place(three, pottery))), Err(RecordError::Refused(_))));
    // Two reservations at once: the third waits until one has passed or is cancelled.
    office.record(place(one, weaving)).unwrap();
    let judged = office.judge(place(one, drawing));
    assert!(
        judged.findings.iter().any(|f| matches!(f.cause, Cause::Reservations { open: 2, most: 2, .. }) && f.severity == Severity::Stop)
    );
    block_on(office.station.mark(first.usage.id, centre, Fact::Cancelled, false)).unwrap();
    office.record(place(one, drawing)).unwrap();
    // The seat that the cancelling freed is given once.
    office.record(place(three, pottery)).unwrap();
    assert!(matches!(office.record(place(network_card(&network, &office, "A3000000004"), pottery)), Err(RecordError::Refused(_))));
    office.sync();
    let counts = network.counts(centre, begins);
    assert_eq!((counts.adults, counts.cancelled), (4, 1), "{counts:?}");
}

fn network_card(network: &Network, till: &crate::harness::network::Till, number: &str) -> CardNumber {
    let card = network.card(number);
    till.sync();
    card
}

#[test]
fn group_visit() {
    let network = Network::new();
    let limits = VenueLimits {
        performance_cap: Some(Cap::Tickets { most: 30, per: CapPer::Showing }),
        once_per_production: true,
        ..VenueLimits::default()
    };
    let theatre = network.venue("Teatteri", VenueKind::Theatre, rules(limits));
    let play = network.event(theatre, "Kesäyön uni", EventKind::Performance, EventLimits::default());
    let evening = network.showing(play, days(today(), 5), Some(time(19, 0, 0, 0)), None, ShowingOccasion::Ordinary);
    let community = network.card("Y2210000456");
    let members = ["A4000000001", "A4000000002", "A4000000003"].map(|number| network.card(number));
    let (till, other) = (network.till("Lippukassa"), network.till("Toimisto"));
    let when = days(today(), 5);
    let group = UsageDraft { children: 11, customer_cards: Some(3), ..to(evening, draft(theatre, community, play, when)) };
    let record = till.record(group).unwrap();
    let member = |card| UsageDraft { group: Some(record.usage.id), ..to(evening, draft(theatre, card, play, when)) };
    till.record(UsageDraft { children: 1, ..member(members[0]) }).unwrap();
    // The same card twice in one group is refused (R61).
    assert!(matches!(till.record(member(members[0])), Err(RecordError::InGroupAlready)));
    // Left incomplete it stays in sight, at every station; gone on with at another one.
    till.sync();
    other.sync();
    let open = block_on(other.station.incomplete_groups(theatre)).unwrap();
    assert_eq!((open.len(), open[0].members.len(), open[0].wanted()), (1, 1, 3));
    other.record(member(members[1])).unwrap();
    // The third did not come: the count is put right, and the group is complete.
    block_on(other.station.close_group(theatre, record.usage.id)).unwrap();
    assert!(block_on(other.station.incomplete_groups(theatre)).unwrap().is_empty());
    other.sync();
    // One staff member, two holders, 11 + 1 children; the customer cards are never added (R124, C23).
    let counts = network.counts(theatre, when);
    assert_eq!((counts.records, counts.adults, counts.children, counts.groups), (3, 3, 12, 1), "{counts:?}");
}

#[test]
fn a_card_of_a_group_whose_record_was_undone_is_recorded_without_it() {
    let network = Network::new();
    let theatre = network.venue("Teatteri", VenueKind::Theatre, VenueRules::default());
    let play = network.event(theatre, "Kesäyön uni", EventKind::Performance, EventLimits::default());
    let (community, member) = (network.card("Y2210000456"), network.card("A4000000001"));
    let till = network.till("Lippukassa");
    let when = days(today(), 5);
    let group = till.record(UsageDraft { customer_cards: Some(3), ..draft(theatre, community, play, when) }).unwrap();
    block_on(till.station.undo(group.usage.id)).unwrap();
    let refused = till.record(UsageDraft { group: Some(group.usage.id), ..draft(theatre, member, play, when) }).unwrap_err();
    assert!(matches!(refused, RecordError::GroupGone), "{refused:?}");
    for (language, words) in [
        (Language::Fi, "Ryhmän kirjausta ei enää ole. Kirjaa kortti ilman ryhmää."),
        (Language::Sv, "Gruppens registrering finns inte längre. Registrera kortet utan grupp."),
        (Language::En, "The group's record is no longer there. Record the card without a group."),
    ] {
        assert_eq!(error_text::record(&refused, &Locale::new(language)), words);
    }
    till.record(draft(theatre, member, play, when)).unwrap();
    assert_eq!(till.records(member).len(), 1);
}
