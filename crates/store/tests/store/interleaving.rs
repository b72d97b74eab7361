//! Whatever happens in whatever order: every acknowledged record is seen exactly once.
//!
//! A small service stands on the other side: it applies operations once, answers or loses the answer,
//! rejects some, and tells its changes in pages.

use crate::support::*;
use kaikuasema_domain::api::{True, UsageRow};
use kaikuasema_domain::operation::{Change, OperationResult, Outcome, RejectionCode};
use kaikuasema_domain::*;
use kaikuasema_store::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

#[derive(Clone, Debug)]
enum Step {
    Record,
    /// Deletes one of the records seen.
    Delete(usize),
    /// Sends a few; the service rejects where the mask says so, and the answer may be lost.
    Push {
        most: usize,
        reject: u8,
        is_lost: bool,
    },
    /// Fetches one page.
    Pull {
        rows: usize,
    },
    StartAfresh,
    /// Another station records at the same venue.
    Elsewhere,
    /// Discards one of those that need the clerk.
    Discard(usize),
    Reopen,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => Just(Step::Record),
        2 => any::<usize>().prop_map(Step::Delete),
        4 => (1usize..5, any::<u8>(), any::<bool>()).prop_map(|(most, a, is_lost)| Step::Push { most, reject: a & (a >> 3), is_lost }),
        4 => (1usize..4).prop_map(|rows| Step::Pull { rows }),
        1 => Just(Step::StartAfresh),
        1 => Just(Step::Elsewhere),
        2 => any::<usize>().prop_map(Step::Discard),
        1 => Just(Step::Reopen),
    ];
    proptest::collection::vec(step, 1..40)
}

#[derive(Default)]
struct Server {
    version: u64,
    usages: HashMap<UsageId, (u64, Option<Usage>)>,
    answers: HashMap<OpId, Outcome>,
}

impl Server {
    fn put(&mut self, id: UsageId, usage: Option<Usage>) -> u64 {
        self.version += 1;
        self.usages.insert(id, (self.version, usage));
        self.version
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
            Change::EventCreate(_) => Outcome::Accepted { version: 1 },
        };
        self.answers.insert(operation.op_id, outcome.clone());
        outcome
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

/// What the clerk did to this station's records: none of it may be lost or seen twice.
#[derive(Default)]
struct Expected {
    visible: BTreeSet<UsageId>,
    recorded: BTreeSet<UsageId>,
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
            Step::Pull { rows } => pull(&station, &server, rows),
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
                    if let Change::UsageCreate(create) = &entry.change {
                        expected.visible.remove(&create.usage.id);
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
    pull(station, server, usize::MAX);
    pull(station, server, usize::MAX);
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
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn every_acknowledged_record_is_seen_exactly_once(steps in steps()) {
        run(steps);
    }
}
