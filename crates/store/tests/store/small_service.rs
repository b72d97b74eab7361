//! The service's side in small: it applies operations once, answers, merges events of one name, yields
//! to what others changed first, and tells its changes in pages.

use crate::support::*;
use kaikuasema_domain::api::{EventOrShowing, EventRow, True, UsageRow};
use kaikuasema_domain::operation::{Change, Outcome, RejectionCode, Settings};
use kaikuasema_domain::verdict::VenueRules;
use kaikuasema_domain::*;
use kaikuasema_store::FeedBatch;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

#[derive(Default)]
pub(crate) struct Server {
    /// What was set aside and not given up.
    asides: BTreeSet<UsageId>,
    version: u64,
    pub(crate) usages: HashMap<UsageId, (u64, Option<Usage>)>,
    events: BTreeMap<u64, EventOrShowing>,
    answers: HashMap<OpId, Outcome>,
    /// The newest version of an entity that was not this station's.
    by_others: HashMap<Uuid, u64>,
}

impl Server {
    fn put(&mut self, id: UsageId, usage: Option<Usage>) -> u64 {
        self.version += 1;
        self.usages.insert(id, (self.version, usage));
        self.version
    }

    /// Another station's record, or what it made of one.
    pub(crate) fn put_elsewhere(&mut self, usage: Usage) {
        let id = usage.id;
        let version = self.put(id, Some(usage));
        self.by_others.insert(id.0, version);
    }

    /// Makes an event, or merges it into the one of the same name.
    pub(crate) fn make_event(&mut self, event: &Event) -> Outcome {
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

    fn set_rules(&mut self, rules: VenueRules) -> u64 {
        self.events.retain(|_, entity| !matches!(entity, EventOrShowing::Rules { .. }));
        self.version += 1;
        self.events.insert(self.version, EventOrShowing::Rules { id: venue(), rules });
        self.version
    }

    fn next_version(&mut self) -> u64 {
        self.version += 1;
        self.version
    }

    /// Another station sets the rules.
    pub(crate) fn set_rules_elsewhere(&mut self, rules: VenueRules) {
        let version = self.set_rules(rules);
        self.by_others.insert(venue().0, version);
    }

    pub(crate) fn rules(&self) -> VenueRules {
        let told = self.events.values().find_map(|entity| match entity {
            EventOrShowing::Rules { rules, .. } => Some(rules.clone()),
            _ => None,
        });
        told.unwrap_or_default()
    }

    /// Whether somebody else changed the entity after what the operation builds on.
    fn is_outdated(&self, operation: &Operation) -> bool {
        let newest = self.by_others.get(&operation.change.entity(operation.venue).uuid()).copied().unwrap_or(0);
        operation.base_version.is_some_and(|base| newest > base)
    }

    pub(crate) fn answer(&mut self, operation: &Operation, is_rejected: bool) -> Outcome {
        match self.answers.get(&operation.op_id) {
            Some(Outcome::Accepted { version }) => return Outcome::Duplicate { version: *version },
            Some(answer) => return answer.clone(),
            None => {}
        }
        let entity = operation.change.entity(operation.venue);
        let is_change = operation.change.kind().starts_with("usage.") && !matches!(operation.change, Change::UsageCreate(_));
        // The creation that it depends on is rejected: not final.
        let id = UsageId(entity.uuid());
        let is_given_up = matches!(operation.change, Change::UsageDelete { .. }) && self.asides.contains(&id);
        if is_change && !is_given_up && !self.usages.contains_key(&id) {
            return Outcome::Blocked;
        }
        let outcome = match &operation.change {
            Change::OpVoid { op_id, .. } if self.has_applied(*op_id) => Outcome::Rejected { code: RejectionCode::NotAllowed },
            Change::OpVoid { .. } => Outcome::Accepted { version: 1 },
            _ if is_rejected => Outcome::Rejected { code: RejectionCode::NotAllowed },
            _ => self.apply(operation),
        };
        self.answers.insert(operation.op_id, outcome.clone());
        outcome
    }

    fn has_applied(&self, op: OpId) -> bool {
        matches!(self.answers.get(&op), Some(Outcome::Accepted { .. } | Outcome::Merged { .. }))
    }

    /// What has a seat although no record followed, and none gave it up.
    pub(crate) fn seats(&self) -> impl Iterator<Item = UsageId> {
        self.asides.iter().copied().filter(|id| !self.usages.contains_key(id))
    }

    fn apply(&mut self, operation: &Operation) -> Outcome {
        let conflict = Outcome::Conflict { current: serde_json::Value::Null };
        if let Some((fact, of)) = operation.change.fact() {
            let marked = self.usages[&of.id].1.clone().map(|mut usage| {
                usage.facts.mark(fact, operation.made_at(), of.taken_back);
                usage
            });
            return Outcome::Accepted { version: self.put(of.id, marked) };
        }
        let version = match &operation.change {
            Change::UsageCreate(create) => self.put(create.usage.id, Some(create.usage.clone())),
            Change::UsageUpdate(_) | Change::UsageDelete { .. } | Change::SettingsUpdate(_) if self.is_outdated(operation) => {
                return conflict;
            }
            Change::UsageUpdate(update) => match self.usages[&update.usage.id].1.clone() {
                None => return Outcome::Rejected { code: RejectionCode::EntityUnknown },
                Some(stored) => self.put(stored.id, Some(Usage { children: update.usage.children, ..stored })),
            },
            Change::UsageDelete { id } if self.usages.contains_key(id) => self.put(*id, None),
            // Of a card set aside, and of its being given up, no feed tells.
            Change::UsageDelete { id } => {
                self.asides.remove(id);
                self.next_version()
            }
            Change::CardUnknown(aside) => {
                self.asides.insert(aside.usage.id);
                self.next_version()
            }
            Change::EventCreate(event) => return self.make_event(event),
            Change::SettingsUpdate(Settings::Venue { rules }) => self.set_rules(rules.clone()),
            _ => self.next_version(),
        };
        Outcome::Accepted { version }
    }

    pub(crate) fn events_page(&self, after: u64, most: usize) -> FeedBatch<EventRow> {
        let rows: Vec<_> = self.events.range(after + 1..).take(most).collect();
        let cursor = rows.last().map_or(after, |(version, _)| **version);
        let complete = self.events.range(cursor + 1..).next().is_none();
        let present = |(version, entity): (&u64, &EventOrShowing)| EventRow::Present { version: *version, entity: entity.clone() };
        batch(rows.into_iter().map(present).collect(), &cursor.to_string(), complete)
    }

    pub(crate) fn page(&self, after: u64, most: usize) -> FeedBatch<UsageRow> {
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
