//! Whatever happens in whatever order: every acknowledged record is seen exactly once and counts exactly
//! once, as the clerk last left it; its event with it; and nothing set aside is lost.
//!
//! A small service stands on the other side, whose answers are lost at times. What the clerk sees is
//! compared after every step with a plain model that knows of no feed and no acknowledgement.

use crate::small_service::Server;
use crate::support::*;
use jiff::ToSpan;
use kaikuasema_domain::limits::Counted;
use kaikuasema_domain::operation::{Change, OperationResult, Outcome, Settings};
use kaikuasema_domain::usage::Fact;
use kaikuasema_domain::verdict::VenueRules;
use kaikuasema_domain::*;
use kaikuasema_store::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

const NAMES: [&str; 2] = ["Uinti", "Joulukonsertti"];
const FACTS: [Fact; 4] = [Fact::HandedOver, Fact::Arrived, Fact::Cancelled, Fact::NoShow];

#[derive(Clone, Debug)]
enum Step {
    Record,
    /// Records with an event made by "Luo", under one of a few names.
    RecordNew(usize),
    /// Deletes one of the records seen.
    Delete(usize),
    /// Corrects one of the records seen.
    Update(usize, u16),
    /// Marks a fact of one of the records seen, or takes it back.
    Mark(usize, usize, bool),
    SetAside(bool),
    /// Records one of those set aside.
    RecordAside(usize),
    DropAside(usize),
    SetRules(u32),
    /// Sends a few; the service rejects where the mask says so, and the answer may be lost.
    Push {
        most: usize,
        reject: u8,
        is_lost: bool,
    },
    /// Fetches one page of this many rows.
    Pull(usize),
    /// Fetches one page of the events.
    PullEvents(usize),
    StartAfresh,
    StartEventsAfresh,
    /// Another station records at the same venue.
    Elsewhere,
    /// Another station marks one of the service's records as arrived.
    MarkElsewhere(usize),
    /// Another station makes an event.
    EventElsewhere(usize),
    /// Another station sets the rules.
    RulesElsewhere(u32),
    /// Discards one of those that need the clerk.
    Discard(usize),
    /// Offers everything again, as to a service that was put back.
    OfferAgain,
    Reopen,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let at_the_counter = prop_oneof![
        4 => Just(Step::Record),
        3 => (0..NAMES.len()).prop_map(Step::RecordNew),
        2 => any::<usize>().prop_map(Step::Delete),
        3 => (any::<usize>(), 0u16..9).prop_map(|(which, children)| Step::Update(which, children)),
        4 => (any::<usize>(), 0..FACTS.len(), any::<bool>()).prop_map(|(which, fact, back)| Step::Mark(which, fact, back)),
        2 => any::<bool>().prop_map(Step::SetAside),
        2 => any::<usize>().prop_map(Step::RecordAside),
        1 => any::<usize>().prop_map(Step::DropAside),
        1 => (1u32..90).prop_map(Step::SetRules),
        2 => any::<usize>().prop_map(Step::Discard),
        1 => Just(Step::Reopen),
    ];
    let between = prop_oneof![
        8 => (1usize..5, any::<u8>(), any::<bool>()).prop_map(|(most, a, is_lost)| Step::Push { most, reject: a & (a >> 3), is_lost }),
        7 => (1usize..4).prop_map(Step::Pull),
        4 => (1usize..4).prop_map(Step::PullEvents),
        1 => Just(Step::StartAfresh),
        1 => Just(Step::StartEventsAfresh),
        1 => Just(Step::OfferAgain),
        2 => Just(Step::Elsewhere),
        2 => any::<usize>().prop_map(Step::MarkElsewhere),
        1 => (0..NAMES.len()).prop_map(Step::EventElsewhere),
        1 => (1u32..90).prop_map(Step::RulesElsewhere),
    ];
    proptest::collection::vec(prop_oneof![1 => at_the_counter, 1 => between], 1..60)
}

fn push(station: &Station, server: &mut Server, most: usize, reject: u8, is_lost: bool) -> Vec<OperationResult> {
    let due = station.due(now(), most, 1 << 20).unwrap();
    let mut results = Vec::new();
    for (place, queued) in due.iter().enumerate() {
        let operation: Operation = serde_json::from_slice(&queued.bytes).unwrap();
        let outcome = server.answer(&operation, place < 8 && reject & (1 << place) != 0);
        results.push(OperationResult { op_id: operation.op_id, outcome });
    }
    if is_lost {
        let ops: Vec<_> = due.iter().map(|each| each.op).collect();
        station.note_failed_try(&ops, "no answer", now()).unwrap();
        return Vec::new();
    }
    station.apply_results(&results, now()).unwrap();
    results
}

fn pull(station: &Station, server: &Server, rows: usize) {
    let cursor = station.feed_cursor(Feed::Usages(venue())).unwrap();
    let after = cursor.map_or(0, |cursor| cursor.parse().unwrap());
    station.apply_usages(venue(), server.page(after, rows)).unwrap();
}

fn pull_events(station: &Station, server: &Server, rows: usize) {
    let cursor = station.feed_cursor(Feed::Events(venue())).unwrap();
    let after = cursor.map_or(0, |cursor| cursor.parse().unwrap());
    station.apply_events(venue(), server.events_page(after, rows)).unwrap();
}

fn rules(most: u32) -> VenueRules {
    let mut rules = VenueRules::default();
    rules.limits.reservations = Some(most);
    rules
}

/// A record as this station's clerk left it.
struct Record {
    start: Usage,
    changes: Vec<Operation>,
}

impl Record {
    /// What is to be seen: every change that the service did not refuse, in the order made.
    fn present(&self) -> Option<Usage> {
        let mut usage = self.start.clone();
        for operation in &self.changes {
            if let Some((fact, of)) = operation.change.fact() {
                usage.facts.mark(fact, operation.made_at(), of.taken_back);
            }
            match &operation.change {
                Change::UsageUpdate(update) => usage.children = update.usage.children,
                Change::UsageDelete { .. } => return None,
                _ => {}
            }
        }
        Some(usage)
    }
}

/// What the clerk did at this station: none of it may be lost, seen twice or counted twice.
#[derive(Default)]
struct Expected {
    records: BTreeMap<UsageId, Record>,
    /// Records that other stations changed too.
    shared: BTreeSet<UsageId>,
    /// What is set aside, and whether it was granted.
    asides: BTreeMap<UsageId, bool>,
    discarded: BTreeSet<UsageId>,
    discarded_events: BTreeSet<EventId>,
    /// What the service refused to give up, and the clerk left at that.
    seats_left: BTreeSet<UsageId>,
}

impl Expected {
    fn recorded(&mut self, usage: Usage) {
        self.records.insert(usage.id, Record { start: usage, changes: Vec::new() });
    }

    /// The change that was queued last, of a record that was seen before it.
    fn changed(&mut self, seen: Usage, operation: Operation) {
        let record = self.records.entry(seen.id).or_insert(Record { start: seen, changes: Vec::new() });
        record.changes.push(operation);
    }

    /// A change that the service refused did not come about.
    fn note(&mut self, results: &[OperationResult]) {
        for result in results {
            if matches!(result.outcome, Outcome::Rejected { .. } | Outcome::Conflict { .. }) {
                for record in self.records.values_mut() {
                    record.changes.retain(|operation| operation.op_id != result.op_id);
                }
            }
        }
    }

    fn check(&self, station: &Station) {
        let all = station.usages(&UsageFilter::default()).unwrap();
        let seen: BTreeMap<_, _> = all.iter().map(|each| (each.usage.id, &each.usage)).collect();
        assert_eq!(seen.len(), all.len(), "one is seen twice");
        for (id, record) in self.records.iter().filter(|(id, _)| !self.discarded.contains(id)) {
            let present = record.present();
            let found = seen.get(id).copied();
            assert_eq!(found.is_some(), present.is_some(), "{id}");
            if let (Some(found), Some(present)) = (found, present)
                && !self.shared.contains(id)
            {
                assert_eq!((found.children, found.facts), (present.children, present.facts), "{id}");
            }
        }
        assert!(self.discarded.iter().all(|id| !seen.contains_key(id)));
        self.check_events(station, &seen);
        self.check_counted(station, &seen);
        let pending = station.queue().unwrap().into_iter().filter(|entry| entry.state == QueueState::Waiting).map(|entry| entry.change);
        let mut set = pending.filter_map(|change| match change {
            Change::SettingsUpdate(Settings::Venue { rules }) => Some(rules),
            _ => None,
        });
        if let Some(rules) = set.next_back() {
            assert_eq!(station.rules(venue()).unwrap(), rules);
        }
    }

    fn check_events(&self, station: &Station, seen: &BTreeMap<UsageId, &Usage>) {
        let events: Vec<_> = station.events(venue()).unwrap().into_iter().map(|each| each.event.id).collect();
        let distinct: BTreeSet<_> = events.iter().copied().collect();
        assert_eq!(distinct.len(), events.len(), "an event is seen twice");
        for usage in seen.values() {
            let Some(event) = usage.event else { continue };
            assert!(usage.event_name.is_some());
            assert!(distinct.contains(&event) || self.discarded_events.contains(&event), "a record without its event");
        }
    }

    /// What is seen, and what was set aside and granted, counts once; and nothing else counts.
    fn check_counted(&self, station: &Station, seen: &BTreeMap<UsageId, &Usage>) {
        let asides: Vec<_> = station.set_asides().unwrap().into_iter().map(|entry| entry.aside).collect();
        assert_eq!(asides.iter().map(|aside| (aside.usage.id, aside.granted)).collect::<BTreeMap<_, _>>(), self.asides);
        let kinds: HashMap<_, _> = station.events(venue()).unwrap().into_iter().map(|each| (each.event.id, each.event.kind)).collect();
        let kind = |usage: &Usage| usage.event.and_then(|event| kinds.get(&event).copied());
        let granted = asides.iter().filter(|aside| aside.granted).map(|aside| &aside.usage);
        let counting: BTreeMap<_, _> =
            seen.values().copied().chain(granted).map(|usage| (usage.id, Counted::of(usage, kind(usage)))).collect();
        let counting: Vec<_> = counting.into_values().collect();
        assert_eq!(station.counted(venue(), Some(usage().card), None).unwrap(), counting);
        assert_eq!(station.counted_from(venue(), usage().event_date).unwrap(), counting);
    }
}

/// One station, its service, and what is expected of it.
struct Scene {
    station: Station,
    server: Server,
    expected: Expected,
    /// Seconds since the beginning: every step has an instant of its own.
    second: i64,
}

impl Scene {
    fn stamp(&self) -> Stamp {
        Stamp { recorded_at: now().checked_add(self.second.seconds()).unwrap(), ..stamp() }
    }

    fn one_seen(&self, which: usize) -> Option<Usage> {
        let seen = self.station.seen();
        let (id, _) = seen.get(which % seen.len().max(1))?;
        self.station.one(*id)
    }

    fn record(&mut self, new: NewUsage) {
        let usage = new.usage.clone();
        self.station.record(new).unwrap();
        self.expected.asides.remove(&usage.id);
        self.expected.recorded(usage);
    }

    fn one_aside(&self, which: usize) -> Option<Usage> {
        let mut asides = self.station.set_asides().unwrap();
        (!asides.is_empty()).then(|| asides.swap_remove(which % asides.len()).aside.usage)
    }

    fn take(&mut self, step: Step) {
        let stamp = self.stamp();
        match step {
            Step::Record => self.record(new_usage(usage())),
            Step::RecordNew(name) => {
                let event = event(NAMES[name]);
                self.record(NewUsage { new_event: Some(event.clone()), ..new_usage(usage_of(&event)) });
            }
            Step::Delete(which) => {
                if let Some(usage) = self.one_seen(which) {
                    self.station.delete_usage(usage.id, venue(), stamp).unwrap();
                    self.expected.changed(usage, self.station.last_op());
                }
            }
            Step::Update(which, children) => {
                if let Some(usage) = self.one_seen(which) {
                    self.station.update_usage(Usage { children, ..usage.clone() }, stamp).unwrap();
                    self.expected.changed(usage, self.station.last_op());
                }
            }
            Step::Mark(which, fact, taken_back) => {
                if let Some(usage) = self.one_seen(which) {
                    self.station.mark(usage.id, venue(), FACTS[fact], taken_back, stamp).unwrap();
                    self.expected.changed(usage, self.station.last_op());
                }
            }
            Step::SetAside(granted) => {
                let usage = usage();
                self.station.set_aside(aside(&usage, granted), stamp).unwrap();
                self.expected.asides.insert(usage.id, granted);
            }
            Step::RecordAside(which) => {
                if let Some(usage) = self.one_aside(which) {
                    self.record(new_usage(usage));
                }
            }
            Step::DropAside(which) => {
                if let Some(usage) = self.one_aside(which) {
                    self.station.give_up_aside(usage.id, stamp).unwrap();
                    self.expected.asides.remove(&usage.id);
                }
            }
            Step::SetRules(most) => self.station.set_settings(venue(), Settings::Venue { rules: rules(most) }, stamp).unwrap(),
            Step::Discard(which) => self.discard(which),
            Step::OfferAgain => self.station.offer_again().unwrap(),
            Step::Push { most, reject, is_lost } => {
                let results = push(&self.station, &mut self.server, most, reject, is_lost);
                self.expected.note(&results);
            }
            Step::Pull(rows) => pull(&self.station, &self.server, rows),
            Step::PullEvents(rows) => pull_events(&self.station, &self.server, rows),
            Step::StartAfresh => self.station.start_afresh(Feed::Usages(venue())).unwrap(),
            Step::StartEventsAfresh => self.station.start_afresh(Feed::Events(venue())).unwrap(),
            Step::Elsewhere => self.server.put_elsewhere(usage()),
            Step::MarkElsewhere(which) => self.mark_elsewhere(which),
            Step::EventElsewhere(name) => {
                self.server.make_event(&event(NAMES[name]));
            }
            Step::RulesElsewhere(most) => self.server.set_rules_elsewhere(rules(most)),
            Step::Reopen => {}
        }
    }

    fn mark_elsewhere(&mut self, which: usize) {
        let mut known: Vec<Usage> = self.server.usages.values().filter_map(|(_, usage)| usage.clone()).collect();
        known.sort_by_key(|usage| usage.id);
        if known.is_empty() {
            return;
        }
        let mut usage = known.swap_remove(which % known.len());
        usage.facts.mark(Fact::Arrived, self.stamp().recorded_at, false);
        self.expected.shared.insert(usage.id);
        self.server.put_elsewhere(usage);
    }

    fn discard(&mut self, which: usize) {
        let queue = self.station.queue().unwrap();
        let needing: Vec<_> = queue.iter().filter(|entry| matches!(entry.state, QueueState::NeedsYou(_))).collect();
        let Some(entry) = needing.get(which % needing.len().max(1)) else { return };
        self.station.discard(entry.op, "turha", self.stamp()).unwrap();
        match &entry.change {
            Change::UsageCreate(create) => {
                self.expected.discarded.insert(create.usage.id);
            }
            Change::EventCreate(event) => {
                self.expected.discarded_events.insert(event.id);
            }
            Change::CardUnknown(aside) => {
                self.expected.asides.remove(&aside.usage.id);
            }
            Change::UsageDelete { id } => {
                self.expected.seats_left.insert(*id);
            }
            _ => {}
        }
    }
}

fn run(steps: Vec<Step>) {
    let mut scene = Scene { station: Station::new(), server: Server::default(), expected: Expected::default(), second: 0 };
    for step in steps {
        scene.second += 1;
        if matches!(step, Step::Reopen) {
            scene.station = scene.station.reopen();
        } else {
            scene.take(step);
        }
        scene.expected.check(&scene.station);
    }
    settle(scene);
}

/// When everything is sent and told, the station and the service agree.
fn settle(scene: Scene) {
    let Scene { station, mut server, mut expected, .. } = scene;
    station.try_now().unwrap();
    loop {
        let results = push(&station, &mut server, 100, 0, false);
        if results.is_empty() {
            break;
        }
        expected.note(&results);
    }
    // Twice, since the last page of a first load may end before what is told after it.
    for _ in 0..2 {
        pull(&station, &server, usize::MAX);
        pull_events(&station, &server, usize::MAX);
    }
    expected.check(&station);
    let queue = station.queue().unwrap();
    assert!(queue.iter().all(|entry| entry.state != QueueState::Sent), "the feed has passed all that was sent");
    let unsettled: BTreeSet<_> = queue.iter().map(|entry| entry.change.entity(entry.venue).uuid()).collect();
    let needing: BTreeSet<_> = queue
        .iter()
        .filter(|entry| matches!(entry.state, QueueState::NeedsYou(_)))
        .filter_map(|entry| match &entry.change {
            Change::UsageCreate(create) => Some(create.usage.id),
            _ => None,
        })
        .collect();
    let at_service: BTreeSet<_> = server.usages.iter().filter(|(_, (_, usage))| usage.is_some()).map(|(id, _)| *id).collect();
    let seen: BTreeSet<_> = station.seen().into_iter().map(|(id, _)| id).collect();
    let held_back: BTreeSet<_> = at_service.iter().copied().filter(|id| !seen.contains(id)).collect();
    // What the service has and the clerk does not see was deleted here, behind something that needs the clerk.
    assert!(
        held_back.iter().all(|id| queue.iter().any(|entry| matches!(entry.change, Change::UsageDelete { id: deleted } if deleted == *id)))
    );
    let expected_seen: BTreeSet<_> = at_service.union(&needing).copied().filter(|id| !held_back.contains(id)).collect();
    assert!(seen.is_subset(&expected_seen), "nothing is seen that nobody has");
    for each in station.usages(&UsageFilter::default()).unwrap().into_iter().filter(|each| !unsettled.contains(&each.usage.id.0)) {
        let stored = server.usages[&each.usage.id].1.as_ref().unwrap();
        assert_eq!((each.usage.children, each.usage.facts), (stored.children, stored.facts), "{}", each.usage.id);
    }
    if !unsettled.contains(&venue().0) {
        assert_eq!(station.rules(venue()).unwrap(), server.rules());
    }
    assert!(!queue.iter().any(|entry| matches!(entry.change, Change::OpVoid { .. })), "what the service took is not voided");
    let has_its_seat = |id: &UsageId| expected.asides.contains_key(id) || expected.seats_left.contains(id) || unsettled.contains(&id.0);
    assert!(server.seats().all(|id| has_its_seat(&id)), "the service keeps a seat for what is over here");
    let sealed: BTreeSet<_> = station.sealed().into_iter().map(|(sequence, _)| sequence).collect();
    let last = sealed.last().copied().unwrap_or(0);
    assert_eq!(sealed, (1..=last).collect(), "the black box has every operation, once each, without a gap");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn every_acknowledged_record_is_seen_and_counted_exactly_once_as_it_was_left(steps in steps()) {
        run(steps);
    }
}
