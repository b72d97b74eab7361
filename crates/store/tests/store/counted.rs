//! What counts towards limits: each usage once, wherever it is on its way, by its event as it now is.

use crate::support::*;
use jiff::ToSpan;
use jiff::civil::{date, time};
use kaikuasema_domain::api::{EventOrShowing, TotalRow, True, UsageRow};
use kaikuasema_domain::event::EventKind;
use kaikuasema_domain::limits::Counted;
use kaikuasema_domain::operation::{Outcome, RejectionCode};
use kaikuasema_domain::usage::{Discretion, Fact};
use kaikuasema_domain::user::{User, VenueAccess};
use kaikuasema_domain::venue::{Venue, VenueKind};
use kaikuasema_domain::*;
use kaikuasema_store::*;

fn another_card() -> CardNumber {
    CardNumber::parse("Y123456789").unwrap()
}

fn ids(counted: Vec<Counted>) -> Vec<UsageId> {
    counted.into_iter().map(|each| each.id).collect()
}

fn of_card(station: &Station) -> Vec<Counted> {
    station.counted(venue(), Some(usage().card), None).unwrap()
}

fn total(id: UsageId) -> Counted {
    let elsewhere = Usage { id, venue: VenueId(uuid::Uuid::from_u128(60)), children: 1, ..usage() };
    Counted::of(&elsewhere, Some(EventKind::Visit))
}

#[test]
fn a_groups_staff_members_count_whether_told_or_ones_own_and_one_where_nobody_said() {
    for staff in [1, 2, 10] {
        let station = Station::new();
        let group = Usage { card: CardNumber::parse("Y2210000456").unwrap(), customer_cards: Some(5), staff, children: 3, ..usage() };
        let counted = || station.counted(venue(), Some(group.card), None).unwrap();
        let visits = || counted().iter().map(Counted::visits).sum::<u32>();
        let recorded = station.record(new_usage(group.clone())).unwrap();
        assert_eq!((counted(), visits()), (vec![Counted::of(&group, None)], u32::from(staff) + 3), "ones own");
        let bytes = String::from_utf8(station.due(now(), 10, 1 << 20).unwrap()[0].bytes.clone()).unwrap();
        assert_eq!(bytes.contains("\"staff\""), staff > 1, "{bytes}");
        station.result(recorded.op, Outcome::Accepted { version: 2 });
        station.tell(vec![present(2, &group)]);
        assert_eq!((counted(), visits()), (vec![Counted::of(&group, None)], u32::from(staff) + 3), "told");
        assert_eq!(station.one(group.id).unwrap().staff, staff);
        // Corrected by another station.
        station.tell(vec![present(3, &Usage { staff: 4, ..group.clone() })]);
        assert_eq!(visits(), 7);
    }
}

#[test]
fn a_usage_counts_as_it_is_whether_told_or_ones_own() {
    let station = Station::new();
    let play = Event { kind: EventKind::Course, ..event("Peppi") };
    station.tell_events(vec![(1, EventOrShowing::Event(play.clone()))]);
    let full = Usage {
        showing: Some(ShowingId(uuid::Uuid::from_u128(8))),
        event_time: Some(time(19, 30, 0, 0)),
        children: 3,
        value: Cents::new(1250),
        discretion: Some(Discretion { over_cap: true, ..Discretion::default() }),
        ..usage_of(&play)
    };
    let mut cancelled = Usage { id: UsageId(uuid::Uuid::now_v7()), value: None, discretion: None, ..full.clone() };
    cancelled.facts.mark(Fact::Cancelled, now(), false);
    let expected = [Counted::of(&full, Some(EventKind::Course)), Counted::of(&cancelled, Some(EventKind::Course))];
    assert!(expected[0].over_cap && expected[1].is_cancelled);
    station.record(new_usage(full.clone())).unwrap();
    station.record(new_usage(cancelled.clone())).unwrap();
    assert_eq!(of_card(&station), expected, "from the own layer");
    let told = Station::new();
    told.tell_events(vec![(1, EventOrShowing::Event(play.clone()))]);
    told.tell(vec![present(2, &full), present(3, &cancelled)]);
    assert_eq!(of_card(&told), expected, "from the feed");
    assert_eq!(told.counted(venue(), None, Some(play.id)).unwrap(), expected);
    assert_eq!(told.counted_from(venue(), full.event_date).unwrap(), expected);
    told.start_afresh(Feed::Usages(venue())).unwrap();
    told.tell(vec![present(2, &full), present(3, &cancelled)]);
    assert_eq!(of_card(&told), expected, "from a feed that was told afresh");
}

#[test]
fn what_is_asked_for_is_counted_and_nothing_else() {
    let station = Station::new();
    let (play, swim) = (event("Peppi"), event("Uinti"));
    let elsewhere = VenueId(uuid::Uuid::from_u128(50));
    station.tell_events(vec![(1, EventOrShowing::Event(play.clone())), (2, EventOrShowing::Event(swim.clone()))]);
    let both = usage_of(&play);
    let of_the_card = usage_of(&swim);
    let of_the_event = Usage { card: another_card(), ..usage_of(&play) };
    let neither = Usage { card: another_card(), ..usage_of(&swim) };
    let at_another_venue = Usage { venue: elsewhere, ..usage_of(&play) };
    station.tell(vec![present(1, &both), present(2, &of_the_event)]);
    station.apply_usages(elsewhere, batch(vec![present(3, &at_another_venue)], "o", true)).unwrap();
    for each in [&of_the_card, &neither] {
        station.record(new_usage(each.clone())).unwrap();
    }
    let asked = |card, event| ids(station.counted(venue(), card, event).unwrap());
    let sorted = |mut ids: Vec<UsageId>| {
        ids.sort();
        ids
    };
    assert_eq!(asked(Some(both.card), Some(play.id)), sorted(vec![both.id, of_the_card.id, of_the_event.id]));
    assert_eq!(asked(Some(both.card), None), sorted(vec![both.id, of_the_card.id]));
    assert_eq!(asked(None, Some(play.id)), sorted(vec![both.id, of_the_event.id]));
    assert_eq!(asked(None, None), []);
    assert_eq!(asked(None, Some(event("Muu").id)), []);
}

#[test]
fn a_usage_counts_exactly_once_all_the_way() {
    let station = Station::new();
    station.tell(vec![]);
    let once = |station: &Station, usage: &Usage| assert_eq!(of_card(station), [Counted::of(usage, None)]);
    let (usage, recorded) = station.record_one();
    once(&station, &usage);
    station.result(recorded.op, Outcome::Accepted { version: 7 });
    once(&station, &usage);
    station.tell(vec![present(7, &usage)]);
    once(&station, &usage);
    let corrected = Usage { children: 6, ..usage.clone() };
    station.update_usage(corrected.clone(), stamp()).unwrap();
    once(&station, &corrected);
    station.result(station.last_op().op_id, Outcome::Accepted { version: 8 });
    once(&station, &corrected);
    station.tell(vec![present(8, &corrected)]);
    once(&station, &corrected);
    station.mark(usage.id, venue(), Fact::Cancelled, false, stamp()).unwrap();
    assert!(of_card(&station)[0].is_cancelled);
    station.delete_usage(usage.id, venue(), stamp()).unwrap();
    assert_eq!(of_card(&station), []);
}

#[test]
fn a_rejected_record_counts_until_it_is_discarded() {
    let station = Station::new();
    let (usage, recorded) = station.record_one();
    station.result(recorded.op, Outcome::Rejected { code: RejectionCode::NotAllowed });
    assert_eq!(ids(of_card(&station)), [usage.id]);
    station.discard(recorded.op, "turha", stamp()).unwrap();
    assert_eq!(ids(of_card(&station)), []);
}

#[test]
fn a_pending_move_leaves_its_old_showing_and_counts_at_the_new_one() {
    let station = Station::new();
    let play = event("Peppi");
    let (friday, saturday) = (showing_of(&play, 27), showing_of(&play, 28));
    let rows = [EventOrShowing::Event(play.clone()), EventOrShowing::Showing(friday.clone()), EventOrShowing::Showing(saturday.clone())];
    station.tell_events(rows.into_iter().enumerate().map(|(n, row)| (n as u64 + 1, row)).collect());
    let usage = Usage { showing: Some(friday.id), event_date: friday.date, ..usage_of(&play) };
    station.tell(vec![present(5, &usage)]);
    station.update_usage(Usage { showing: Some(saturday.id), event_date: saturday.date, ..usage }, stamp()).unwrap();
    let counted = station.counted(venue(), None, Some(play.id)).unwrap();
    assert_eq!(counted.iter().map(|each| (each.showing, each.event_date)).collect::<Vec<_>>(), [(Some(saturday.id), saturday.date)]);
}

#[test]
fn merged_events_count_as_one_under_either_of_their_ids() {
    let station = Station::new();
    let ours = event("joulukonsertti");
    let (usage, _) = (usage_of(&ours), ());
    station.record(NewUsage { new_event: Some(ours.clone()), ..new_usage(usage.clone()) }).unwrap();
    let kept = Event { kind: EventKind::Visit, ..event("Joulukonsertti") };
    station.result(station.due_ops()[0], Outcome::Merged { id: kept.id, version: 3 });
    let told = Usage { card: another_card(), ..usage_of(&kept) };
    let before = Usage { card: another_card(), ..usage_of(&ours) };
    station.tell(vec![present(5, &told), present(6, &before)]);
    station.tell_events(vec![(3, EventOrShowing::Event(kept.clone())), (4, EventOrShowing::Alias { id: ours.id, into: kept.id })]);
    for asked in [ours.id, kept.id] {
        let counted = station.counted(venue(), None, Some(asked)).unwrap();
        assert_eq!(counted.len(), 3);
        assert!(counted.iter().all(|each| each.event == Some(kept.id) && each.kind == Some(EventKind::Visit)), "{counted:?}");
    }
}

#[test]
fn the_kind_is_the_events_as_it_now_is() {
    let station = Station::new();
    let course = event("Keramiikka");
    station.tell_events(vec![(1, EventOrShowing::Event(course.clone()))]);
    station.tell(vec![present(2, &usage_of(&course))]);
    assert_eq!(of_card(&station)[0].kind, Some(EventKind::Performance));
    station.tell_events(vec![(3, EventOrShowing::Event(Event { kind: EventKind::Course, ..course }))]);
    assert_eq!(of_card(&station)[0].kind, Some(EventKind::Course));
}

#[test]
fn the_organisations_other_venues_count_for_the_card_and_none_twice() {
    let station = Station::new();
    let (usage, _) = station.record_one();
    let theirs = total(UsageId(uuid::Uuid::now_v7()));
    let row = |version, entity: &Counted| TotalRow::Present { version, entity: entity.clone() };
    // One that moved here is told by both feeds for a while.
    let moved = Counted { children: 9, ..total(usage.id) };
    station.apply_totals(venue(), batch(vec![row(1, &theirs), row(2, &moved)], "t2", false)).unwrap();
    assert_eq!(ids(of_card(&station)), [usage.id], "a first load is not seen before it is whole");
    station.apply_totals(venue(), batch(vec![], "t2", true)).unwrap();
    assert_eq!(of_card(&station), [Counted::of(&usage, None), theirs.clone()]);
    assert_eq!(ids(station.counted(venue(), Some(another_card()), None).unwrap()), []);
    assert_eq!(ids(station.counted_from(venue(), usage.event_date).unwrap()), [usage.id], "no seat here is taken elsewhere");
    assert_eq!(ids(station.counted(theirs.venue, Some(usage.card), None).unwrap()), [], "totals are of the venue whose feed they are");
    let gone = TotalRow::Deleted { id: theirs.id, version: 3, deleted: True };
    station.apply_totals(venue(), batch(vec![gone, row(2, &theirs)], "t3", true)).unwrap();
    assert_eq!(ids(of_card(&station)), [usage.id], "a version never goes back");
    assert_eq!(station.feed_cursor(Feed::Totals(venue())).unwrap().as_deref(), Some("t3"));
    station.start_afresh(Feed::Totals(venue())).unwrap();
    station.apply_totals(venue(), batch(vec![row(4, &theirs)], "t4", true)).unwrap();
    assert_eq!(ids(of_card(&station)).len(), 2);
}

fn another_hall() -> VenueId {
    VenueId(uuid::Uuid::from_u128(60))
}

/// A station whose clerk serves these venues besides [`venue`], which is a swimming hall of organisation 1.
fn serving(others: &[(VenueId, u128, VenueKind)]) -> Station {
    let station = Station::new();
    let access = |(id, organisation, kind): (VenueId, u128, VenueKind)| VenueAccess {
        venue: Venue {
            id,
            organisation: OrganisationId(uuid::Uuid::from_u128(organisation)),
            name: format!("Halli {id}"),
            municipality: "Kaikula".to_owned(),
            kind,
            rules: Default::default(),
        },
        rights: Default::default(),
        colleagues: Vec::new(),
    };
    let all = std::iter::once((venue(), 1, VenueKind::SwimmingHall)).chain(others.iter().copied());
    let session = SavedSession {
        user: User { id: clerk(), email: "kassa@uimahalli.invalid".to_owned() },
        venues: all.map(access).collect(),
        refresh_token: api::Secret("r".to_owned()),
        signed_in_at: now(),
    };
    station.set_session(Some(&session)).unwrap();
    station
}

fn two_halls() -> Station {
    serving(&[(another_hall(), 1, VenueKind::SwimmingHall)])
}

fn visit_of(event: &Event) -> Usage {
    Usage { venue: another_hall(), showing: Some(ShowingId(uuid::Uuid::from_u128(8))), ..usage_of(event) }
}

fn swimming() -> Event {
    Event { venue: another_hall(), kind: EventKind::Visit, ..event("Uinti") }
}

/// What a hall tells the others of a visit: not which event and showing it was for.
fn as_told_elsewhere(usage: &Usage) -> Counted {
    Counted { event: None, showing: None, ..Counted::of(usage, Some(EventKind::Visit)) }
}

fn told_elsewhere(version: u64, usage: &Usage) -> TotalRow {
    TotalRow::Present { version, entity: as_told_elsewhere(usage) }
}

#[test]
fn a_visit_waiting_at_a_sister_hall_counts_here_and_one_undone_there_does_not() {
    let station = two_halls();
    let swim = swimming();
    let (waiting, undone, cancelled) = (visit_of(&swim), visit_of(&swim), visit_of(&swim));
    let told = api::EventRow::Present { version: 1, entity: EventOrShowing::Event(swim.clone()) };
    station.apply_events(another_hall(), batch(vec![told], "e", true)).unwrap();
    let told = vec![told_elsewhere(2, &undone), told_elsewhere(3, &cancelled)];
    station.apply_totals(venue(), batch(told, "t", true)).unwrap();
    station.apply_usages(another_hall(), batch(vec![present(2, &undone), present(3, &cancelled)], "u", true)).unwrap();
    assert_eq!(of_card(&station), [as_told_elsewhere(&undone), as_told_elsewhere(&cancelled)], "told by both feeds, once");
    station.record(new_usage(waiting.clone())).unwrap();
    station.delete_usage(undone.id, another_hall(), stamp()).unwrap();
    station.mark(cancelled.id, another_hall(), Fact::Cancelled, false, stamp()).unwrap();
    let counted: Vec<_> = of_card(&station).into_iter().filter(|each| !each.is_cancelled).collect();
    assert_eq!(counted, [as_told_elsewhere(&waiting)]);
    assert_eq!(ids(station.counted(venue(), None, Some(swim.id)).unwrap()), [], "no seat here is taken there");
    assert_eq!(ids(station.counted(venue(), Some(another_card()), None).unwrap()), []);
    assert_eq!(ids(station.counted_from(venue(), waiting.event_date).unwrap()), []);
    let at_the_other = station.counted(another_hall(), Some(waiting.card), None).unwrap();
    assert!(at_the_other.contains(&Counted::of(&waiting, Some(EventKind::Visit))), "{at_the_other:?}");
}

#[test]
fn a_visit_at_a_sister_hall_counts_exactly_once_all_the_way() {
    for is_total_first in [false, true] {
        let station = two_halls();
        let swim = swimming();
        let told = api::EventRow::Present { version: 1, entity: EventOrShowing::Event(swim.clone()) };
        station.apply_events(another_hall(), batch(vec![told], "e", true)).unwrap();
        let usage = visit_of(&swim);
        let tell = |is_total: bool, version: u64, usage: &Usage, is_gone: bool| {
            let id = usage.id;
            if is_total {
                let gone = TotalRow::Deleted { id, version, deleted: True };
                let row = if is_gone { gone } else { told_elsewhere(version, usage) };
                station.apply_totals(venue(), batch(vec![row], "t", true)).unwrap();
            } else {
                let gone = UsageRow::Deleted { id, version, deleted: True };
                let row = if is_gone { gone } else { present(version, usage) };
                station.apply_usages(another_hall(), batch(vec![row], "u", true)).unwrap();
            }
        };
        let once = |usage: &Usage| assert_eq!(of_card(&station), [as_told_elsewhere(usage)], "the totals first: {is_total_first}");
        station.set_aside(aside(&usage, true), stamp()).unwrap();
        once(&usage);
        let recorded = station.record(new_usage(usage.clone())).unwrap();
        once(&usage);
        station.result(recorded.op, Outcome::Accepted { version: 7 });
        once(&usage);
        for is_total in [is_total_first, !is_total_first] {
            tell(is_total, 7, &usage, false);
            once(&usage);
        }
        // Corrected at another station: whichever feed brings it first.
        let corrected = Usage { children: 5, ..usage.clone() };
        for is_total in [is_total_first, !is_total_first] {
            tell(is_total, 8, &corrected, false);
            once(&corrected);
        }
        for is_total in [is_total_first, !is_total_first] {
            tell(is_total, 9, &usage, true);
            assert_eq!(of_card(&station), [], "the totals first: {is_total_first}");
        }
    }
}

#[test]
fn only_halls_of_the_same_organisation_and_sort_are_sisters() {
    let (of_another_organisation, of_another_sort) = (VenueId(uuid::Uuid::from_u128(61)), VenueId(uuid::Uuid::from_u128(62)));
    let station = serving(&[(of_another_organisation, 2, VenueKind::SwimmingHall), (of_another_sort, 1, VenueKind::Library)]);
    for other in [of_another_organisation, of_another_sort, another_hall()] {
        station.record(new_usage(Usage { venue: other, ..usage() })).unwrap();
    }
    assert_eq!(ids(of_card(&station)), []);
    let (here, _) = station.record_one();
    assert_eq!(ids(of_card(&station)), [here.id]);
    station.set_session(None).unwrap();
    assert_eq!(ids(of_card(&station)), [here.id], "signed out");
}

#[test]
fn a_visit_undone_at_a_hall_that_the_clerk_of_now_does_not_serve_is_not_counted() {
    let station = two_halls();
    let undone = visit_of(&swimming());
    station.apply_usages(another_hall(), batch(vec![present(2, &undone)], "u", true)).unwrap();
    station.apply_totals(venue(), batch(vec![told_elsewhere(2, &undone)], "t", true)).unwrap();
    station.delete_usage(undone.id, another_hall(), stamp()).unwrap();
    station.set_session(None).unwrap();
    assert_eq!(ids(of_card(&station)), []);
}

#[test]
fn a_count_is_as_of_the_older_of_the_usages_and_the_totals() {
    let station = Station::new();
    let at = |minutes: i64| now().checked_add(minutes.minutes()).unwrap();
    let as_of = || station.counts_as_of(venue()).unwrap();
    let usages = |complete, minutes| {
        let received_at = at(minutes);
        station.apply_usages(venue(), FeedBatch { received_at, ..batch(vec![], &format!("u{minutes}"), complete) }).unwrap();
    };
    let totals = |complete, minutes| {
        let received_at = at(minutes);
        station.apply_totals(venue(), FeedBatch { received_at, ..batch(vec![], &format!("t{minutes}"), complete) }).unwrap();
    };
    totals(true, 1);
    assert_eq!(as_of(), None, "the venue's own usages were never told");
    usages(false, 2);
    assert_eq!(as_of(), None);
    usages(true, 3);
    assert_eq!(as_of(), Some(at(1)), "the totals are older");
    totals(false, 4);
    assert_eq!(as_of(), Some(at(1)), "they were not told to their end");
    totals(true, 5);
    assert_eq!(as_of(), Some(at(3)), "the usages are older");
    station.start_afresh(Feed::Totals(venue())).unwrap();
    assert_eq!(as_of(), Some(at(3)), "the old copy is in use until the new one is whole");
}

#[test]
fn without_totals_a_count_is_as_of_the_usages() {
    let station = Station::new();
    assert_eq!(station.counts_as_of(venue()).unwrap(), None);
    station.tell(vec![]);
    assert_eq!(station.counts_as_of(venue()).unwrap(), Some(now()), "a service that tells no totals");
    station.apply_totals(venue(), batch(vec![], "t", false)).unwrap();
    assert_eq!(station.counts_as_of(venue()).unwrap(), Some(now()), "a first load that is under way");
}

#[test]
fn from_a_day_on_every_event_counts_and_what_is_set_aside_with_them() {
    let station = Station::new();
    let on = |day| Usage { event_date: date(2026, 11, day), card: another_card(), ..usage() };
    let (before, that_day, after) = (on(21), on(22), on(30));
    station.tell(vec![present(1, &before), present(2, &that_day)]);
    station.record(new_usage(after.clone())).unwrap();
    let (aside_before, aside_after) = (on(20), on(23));
    station.set_aside(aside(&aside_before, true), stamp()).unwrap();
    station.set_aside(aside(&aside_after, true), stamp()).unwrap();
    let mut expected = vec![that_day.id, after.id, aside_after.id];
    expected.sort();
    assert_eq!(ids(station.counted_from(venue(), date(2026, 11, 22)).unwrap()), expected);
    assert_eq!(ids(station.counted_from(VenueId(uuid::Uuid::from_u128(50)), date(2026, 1, 1)).unwrap()), []);
}

#[test]
fn a_usage_that_moved_to_another_venue_counts_there_only() {
    let station = Station::new();
    let usage = usage();
    station.tell(vec![present(3, &usage)]);
    let other = VenueId(uuid::Uuid::from_u128(50));
    let moved = Usage { venue: other, ..usage.clone() };
    station.apply_usages(other, batch(vec![present(4, &moved)], "o", true)).unwrap();
    assert_eq!(ids(of_card(&station)), []);
    assert_eq!(ids(station.counted(other, Some(usage.card), None).unwrap()), [usage.id]);
    station.tell(vec![UsageRow::Deleted { id: usage.id, version: 4, deleted: True }]);
    assert_eq!(ids(station.counted(other, Some(usage.card), None).unwrap()), [usage.id]);
}

#[test]
fn a_group_and_a_showing_are_found_whether_told_or_ones_own() {
    let station = Station::new();
    let group = usage();
    let showing = ShowingId(uuid::Uuid::from_u128(8));
    let member = || Usage { group: Some(group.id), showing: Some(showing), ..usage() };
    let (told, own) = (member(), member());
    station.tell(vec![present(1, &told), present(2, &group)]);
    station.record(new_usage(own.clone())).unwrap();
    for filter in [
        UsageFilter { group: Some(group.id), ..UsageFilter::default() },
        UsageFilter { showing: Some(showing), venue: Some(venue()), ..UsageFilter::default() },
    ] {
        let mut found: Vec<_> = station.usages(&filter).unwrap().into_iter().map(|each| each.usage.id).collect();
        found.sort();
        assert_eq!(found, [told.id, own.id]);
    }
}
