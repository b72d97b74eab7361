//! Whatever happens in whatever order: every acknowledged record is seen exactly once, and its event with it.
//!
//! A small service stands on the other side: it applies operations once, answers or loses the answer,
//! rejects some, merges events of one name, and tells its changes in pages.

use crate::support::*;
use kaikuasema_domain::api::{EventOrShowing, EventRow, True, UsageRow};
use kaikuasema_domain::operation::{Change, OperationResult, Outcome, RejectionCode};
use kaikuasema_domain::*;
use kaikuasema_store::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

const NAMES: [&str; 2] = ["Uinti", "Joulukonsertti"];

#[derive(Clone, Debug)]
enum Step {
    Record,
    /// Records with an event made by "Luo", under one of a few names.
    RecordNew(usize),
    /// Deletes one of the records seen.
    Delete(usize),
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
    /// Another station makes an event.
    EventElsewhere(usize),
    /// Discards one of those that need the clerk.
    Discard(usize),
    Reopen,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => Just(Step::Record),
        3 => (0..NAMES.len()).prop_map(Step::RecordNew),
        2 => any::<usize>().prop_map(Step::Delete),
        4 => (1usize..5, any::<u8>(), any::<bool>()).prop_map(|(most, a, is_lost)| Step::Push { most, reject: a & (a >> 3), is_lost }),
        4 => (1usize..4).prop_map(Step::Pull),
        3 => (1usize..4).prop_map(Step::PullEvents),
        1 => Just(Step::StartAfresh),
        1 => Just(Step::StartEventsAfresh),
        1 => Just(Step::Elsewhere),
        1 => (0..NAMES.len()).prop_map(Step::EventElsewhere),
        2 => any::<usize>().prop_map(Step::Discard),
        1 => Just(Step::Reopen),
    ];
    proptest::collection::vec(step, 1..40)
}

#[derive(Default)]
struct Server {
    version: u64,
    usages: HashMap<UsageId, (u64, Option<Usage>)>,
    events: BTreeMap<u64, EventOrShowing>,
    answers: HashMap<OpId, Outcome>,
}

impl Server {
    fn put(&mut self, id: UsageId, usage: Option<Usage>) -> u64 {
        self.version += 1;
        self.usages.insert(id, (self.version, usage));
        self.version
    }

    /// Makes an event, or merges it into the one of the same name.
    fn make_event(&mut self, event: &Event) -> Outcome {
        let same = self.events.iter().find_map(|(version, entity)| match entity {
            EventOrShowing::Event(known) if known.name == event.name => Some((*version, known.id)),
            _ => None,
        });
        self.version += 1;
        match same {
            Some((version, into)) => {
                self.events.insert(self.version, EventOrShowing::Alias { id: event.id, into });
                Outcome::Merged { id: into, version }
            }
            None => {
                self.events.insert(self.version, EventOrShowing::Event(event.clone()));
                Outcome::Accepted { version: self.version }
            }
        }
    }

    fn answer(&mut self, operation: &Operation, is_rejected: bool) -> Outcome {
        match self.answers.get(&operation.op_id) {
            Some(Outcome::Accepted { version }) => return Outcome::Duplicate { version: *version },
            Some(answer) => return answer.clone(),
            None => {}
        }
        let outcome = match &operation.change {
            Change::OpVoid { .. } => Outcome::Accepted { version: 1 },
            // The creation that it depends on is rejected: not final.
            Change::UsageDelete { id } if !self.usages.contains_key(id) => return Outcome::Blocked,
            _ if is_rejected => Outcome::Rejected { code: RejectionCode::NotAllowed },
            Change::UsageCreate(create) => Outcome::Accepted { version: self.put(create.usage.id, Some(create.usage.clone())) },
            Change::UsageDelete { id } => Outcome::Accepted { version: self.put(*id, None) },
            Change::EventCreate(event) => self.make_event(event),
            _ => return Outcome::Blocked,
        };
        self.answers.insert(operation.op_id, outcome.clone());
        outcome
    }

    fn events_page(&self, after: u64, most: usize) -> FeedBatch<EventRow> {
        let rows: Vec<_> = self.events.range(after + 1..).take(most).collect();
        let cursor = rows.last().map_or(after, |(version, _)| **version);
        let complete = self.events.range(cursor + 1..).next().is_none();
        let present = |(version, entity): (&u64, &EventOrShowing)| EventRow::Present { version: *version, entity: entity.clone() };
        batch(rows.into_iter().map(present).collect(), &cursor.to_string(), complete)
    }

    fn page(&self, after: u64, most: usize) -> FeedBatch<UsageRow> {
        let changes: BTreeMap<_, _> = self.usages.iter().map(|(id, (version, usage))| (*version, (*id, usage))).collect();
        let rows: Vec<_> = changes
            .range(after + 1..)
            .take(most)
            .map(|(version, (id, usage))| match usage {
                Some(usage) => UsageRow::Present { version: *version, entity: (*usage).clone() },
                None => UsageRow::Deleted { id: *id, version: *version, deleted: True },
            })
            .collect();
        let cursor = changes.range(after + 1..).take(most).last().map_or(after, |(version, _)| *version);
        let complete = changes.range(cursor + 1..).next().is_none();
        batch(rows, &cursor.to_string(), complete)
    }
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

/// What the clerk did to this station's records: none of it may be lost or seen twice.
#[derive(Default)]
struct Expected {
    visible: BTreeSet<UsageId>,
    recorded: BTreeSet<UsageId>,
    discarded_events: BTreeSet<EventId>,
}

impl Expected {
    /// A deletion that the service rejected did not come about.
    fn note(&mut self, station: &Station, results: &[OperationResult]) {
        let queue = station.queue().unwrap();
        for result in results.iter().filter(|result| matches!(result.outcome, Outcome::Rejected { .. })) {
            let entry = queue.iter().find(|entry| entry.op == result.op_id);
            if let Some(Change::UsageDelete { id }) = entry.map(|entry| &entry.change) {
                self.visible.insert(*id);
            }
        }
    }

    fn check(&self, station: &Station) {
        let seen = station.seen();
        let ids: BTreeSet<_> = seen.iter().map(|(id, _)| *id).collect();
        assert_eq!(ids.len(), seen.len(), "one is seen twice");
        let ours: BTreeSet<_> = ids.intersection(&self.recorded).copied().collect();
        assert_eq!(ours, self.visible);
        let events: Vec<_> = station.events(venue()).unwrap().into_iter().map(|each| each.event.id).collect();
        let distinct: BTreeSet<_> = events.iter().copied().collect();
        assert_eq!(distinct.len(), events.len(), "an event is seen twice");
        for each in station.usages(&UsageFilter::default()).unwrap() {
            let Some(event) = each.usage.event else { continue };
            assert!(each.usage.event_name.is_some());
            assert!(distinct.contains(&event) || self.discarded_events.contains(&event), "a record without its event");
        }
    }
}

fn run(steps: Vec<Step>) {
    let mut station = Station::new();
    let mut server = Server::default();
    let mut expected = Expected::default();
    for step in steps {
        match step {
            Step::Record => {
                let (usage, _) = station.record_one();
                expected.visible.insert(usage.id);
                expected.recorded.insert(usage.id);
            }
            Step::RecordNew(name) => {
                let event = event(NAMES[name]);
                let usage = usage_of(&event);
                station.record(NewUsage { new_event: Some(event), ..new_usage(usage.clone()) }).unwrap();
                expected.visible.insert(usage.id);
                expected.recorded.insert(usage.id);
            }
            Step::Delete(which) => {
                let seen = station.seen();
                if let Some((id, _)) = seen.get(which % seen.len().max(1)) {
                    station.delete_usage(*id, venue(), stamp()).unwrap();
                    expected.recorded.insert(*id);
                    expected.visible.remove(id);
                }
            }
            Step::Push { most, reject, is_lost } => {
                for result in push(&station, &mut server, most, reject, is_lost) {
                    let rejected = station.queue().unwrap().into_iter().find(|entry| entry.op == result.op_id);
                    if let (Outcome::Rejected { .. }, Some(Change::UsageDelete { id })) =
                        (result.outcome, rejected.map(|entry| entry.change))
                    {
                        // It did not come about, unless the clerk deleted it once more meanwhile.
                        expected.visible.insert(id);
                    }
                }
            }
            Step::Pull(rows) => pull(&station, &server, rows),
            Step::PullEvents(rows) => pull_events(&station, &server, rows),
            Step::StartEventsAfresh => station.start_afresh(Feed::Events(venue())).unwrap(),
            Step::EventElsewhere(name) => {
                server.make_event(&event(NAMES[name]));
            }
            Step::StartAfresh => station.start_afresh(Feed::Usages(venue())).unwrap(),
            Step::Elsewhere => {
                let theirs = usage();
                server.put(theirs.id, Some(theirs));
            }
            Step::Discard(which) => {
                let queue = station.queue().unwrap();
                let needing: Vec<_> = queue.iter().filter(|entry| matches!(entry.state, QueueState::NeedsYou(_))).collect();
                if let Some(entry) = needing.get(which % needing.len().max(1)) {
                    station.discard(entry.op, "turha", stamp()).unwrap();
                    match &entry.change {
                        Change::UsageCreate(create) => {
                            expected.visible.remove(&create.usage.id);
                        }
                        Change::EventCreate(event) => {
                            expected.discarded_events.insert(event.id);
                        }
                        _ => {}
                    }
                }
            }
            Step::Reopen => station = station.reopen(),
        }
        expected.check(&station);
    }
    settle(&station, &mut server, expected);
}

/// When everything is sent and told, the station and the service agree.
fn settle(station: &Station, server: &mut Server, mut expected: Expected) {
    station.try_now().unwrap();
    loop {
        let results = push(station, server, 100, 0, false);
        if results.is_empty() {
            break;
        }
        expected.note(station, &results);
    }
    // Twice, since the last page of a first load may end before what is told after it.
    for _ in 0..2 {
        pull(station, server, usize::MAX);
        pull_events(station, server, usize::MAX);
    }
    expected.check(station);
    let queue = station.queue().unwrap();
    assert!(queue.iter().all(|entry| entry.state != QueueState::Sent), "the feed has passed all that was sent");
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
    let sealed: BTreeSet<_> = station.sealed().into_iter().map(|(sequence, _)| sequence).collect();
    let last = sealed.last().copied().unwrap_or(0);
    assert_eq!(sealed, (1..=last).collect(), "the black box has every operation, once each, without a gap");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn every_acknowledged_record_is_seen_exactly_once(steps in steps()) {
        run(steps);
    }
}
