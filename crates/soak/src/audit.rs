//! Holds the ledger against the service, when everything is healed: each confirmed operation is there exactly
//! once, in order per record, and what it did is what the service has.

use crate::ledger::{Entry, Ledger};
use crate::template::Scene;
use crate::wrong::{Checked, Wrong};
use kaikuasema_central::{Central, UsageFilter};
use kaikuasema_domain::operation::{Change, EntityId, Outcome, RejectionCode};
use kaikuasema_domain::search::fold;
use kaikuasema_domain::usage::Facts;
use kaikuasema_domain::{CardNumber, OpId, Operation, StationId, Usage, UsageId};
use kaikuasema_store::Store;
use rusqlite::{Connection, OpenFlags};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

/// What the audit counts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Account {
    /// Uses that were confirmed.
    pub records: u64,
    /// Confirmed operations that the service does not have.
    pub lost: u64,
    /// Applications beyond one of each operation.
    pub doubled: u64,
}

/// An operation as the service answered it, in the order in which it came.
struct Settled {
    op: OpId,
    station: StationId,
    sequence: Option<u64>,
    outcome: Outcome,
}

/// What the service keeps, read from its own file.
struct Kept {
    settled: Vec<Settled>,
    version: u64,
    turned_away: u64,
}

fn kept(file: &Path) -> Checked<Kept> {
    let database = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut statement = database.prepare("SELECT op_id, station_id, sequence, outcome FROM operations ORDER BY rowid")?;
    let mut rows = statement.query([])?;
    let mut settled = Vec::new();
    while let Some(row) = rows.next()? {
        settled.push(Settled {
            op: row.get::<_, String>(0)?.parse()?,
            station: row.get::<_, String>(1)?.parse()?,
            sequence: row.get::<_, Option<i64>>(2)?.and_then(|sequence| u64::try_from(sequence).ok()),
            outcome: serde_json::from_str(&row.get::<_, String>(3)?)?,
        });
    }
    let number = |sql: &str| -> Checked<u64> { Ok(u64::try_from(database.query_row(sql, [], |row| row.get::<_, i64>(0))?)?) };
    Ok(Kept { settled, version: number("SELECT version FROM service")?, turned_away: number("SELECT count(*) FROM turned_away")? })
}

fn named(entry: &Entry) -> String {
    let Operation { op_id, sequence, change, .. } = &entry.operation;
    format!("station {}'s operation {sequence} ({}, {op_id})", entry.station, change.kind())
}

/// Holds the ledger against the service's file. `account` is filled as far as it comes.
///
/// # Errors
/// The first thing found wrong, in words.
pub fn of_service(ledger: &Ledger, scene: &Scene, central: &Central, file: &Path, account: &mut Account) -> Checked<()> {
    let kept = kept(file)?;
    let answers: HashMap<OpId, &Settled> = kept.settled.iter().map(|settled| (settled.op, settled)).collect();
    let records = ledger.entries().iter().filter(|entry| matches!(entry.operation.change, Change::UsageCreate(_)));
    account.records = records.count() as u64;
    each_is_there_once(ledger, &kept, &answers, account)?;
    each_refusal_has_its_cause(ledger, &answers)?;
    in_order_per_record(ledger, &kept)?;
    applied_once(&kept, scene, account)?;
    what_they_did_is_there(ledger, &answers, central)?;
    let sent_away = ledger.entries().iter().filter(|entry| matches!(entry.operation.change, Change::TurnedAway(_))).count() as u64;
    if kept.turned_away != sent_away {
        account.doubled += kept.turned_away.saturating_sub(sent_away);
        account.lost += sent_away.saturating_sub(kept.turned_away);
        return Err(Wrong(format!("{sent_away} customers were turned away, and the service counts {}", kept.turned_away)));
    }
    one_event_of_a_name(scene, central)
}

fn each_is_there_once(ledger: &Ledger, kept: &Kept, answers: &HashMap<OpId, &Settled>, account: &mut Account) -> Checked<()> {
    let voided = ledger.voided();
    let missing: Vec<&Entry> = ledger
        .entries()
        .iter()
        .filter(|entry| !answers.contains_key(&entry.operation.op_id) && !voided.contains(&entry.operation.op_id))
        .collect();
    account.lost += missing.len() as u64;
    if let Some(first) = missing.first() {
        return Err(Wrong(format!("{} of {} are not at the service: {}", missing.len(), ledger.entries().len(), named(first))));
    }
    let noted: HashMap<OpId, &Entry> = ledger.entries().iter().map(|entry| (entry.operation.op_id, entry)).collect();
    if noted.len() != ledger.entries().len() {
        return Err(Wrong::of("two operations have one id"));
    }
    for settled in &kept.settled {
        let Some(entry) = noted.get(&settled.op) else {
            account.doubled += 1;
            return Err(Wrong(format!("the service has an operation that nobody was told of: {}", settled.op)));
        };
        let is_of_station = ledger.station(settled.station) == Some(entry.station);
        if !is_of_station || settled.sequence != Some(entry.operation.sequence) {
            return Err(Wrong(format!("{} is at the service under another station or place", named(entry))));
        }
    }
    Ok(())
}

fn is_taken(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Accepted { .. } | Outcome::Merged { .. })
}

/// Nothing was put out of order or refused but what two stations did to one thing.
fn each_refusal_has_its_cause(ledger: &Ledger, answers: &HashMap<OpId, &Settled>) -> Checked<()> {
    let taken = |entry: &&Entry| answers.get(&entry.operation.op_id).is_some_and(|settled| is_taken(&settled.outcome));
    let entity = |operation: &Operation| operation.change.entity(operation.venue);
    let mut by: HashMap<EntityId, BTreeSet<usize>> = HashMap::new();
    let mut deleted: BTreeSet<UsageId> = BTreeSet::new();
    for entry in ledger.entries().iter().filter(taken) {
        by.entry(entity(&entry.operation)).or_default().insert(entry.station);
        if let Change::UsageDelete { id } = &entry.operation.change {
            deleted.insert(*id);
        }
    }
    for entry in ledger.entries() {
        let Some(settled) = answers.get(&entry.operation.op_id) else { continue };
        let by_others = || by.get(&entity(&entry.operation)).is_some_and(|by| by.iter().any(|station| *station != entry.station));
        let has_cause = match (&settled.outcome, &entry.operation.change) {
            (outcome, _) if is_taken(outcome) => true,
            (Outcome::Conflict { .. }, Change::UsageUpdate(_) | Change::UsageDelete { .. } | Change::SettingsUpdate(_)) => by_others(),
            (Outcome::Rejected { code: RejectionCode::EntityUnknown }, Change::UsageUpdate(update)) => deleted.contains(&update.usage.id),
            // What the clerk discarded had been taken after all, and its answer was lost.
            (Outcome::Rejected { code: RejectionCode::NotAllowed }, Change::OpVoid { op_id, .. }) => {
                answers.get(op_id).is_some_and(|settled| is_taken(&settled.outcome))
            }
            _ => false,
        };
        if !has_cause {
            return Err(Wrong(format!("{} was refused without a cause: {:?}", named(entry), settled.outcome)));
        }
    }
    Ok(())
}

fn in_order_per_record(ledger: &Ledger, kept: &Kept) -> Checked<()> {
    let noted: HashMap<OpId, &Entry> = ledger.entries().iter().map(|entry| (entry.operation.op_id, entry)).collect();
    let mut last: HashMap<(usize, EntityId), (u64, u64)> = HashMap::new();
    for settled in &kept.settled {
        let Some(entry) = noted.get(&settled.op) else { continue };
        let Outcome::Accepted { version } = settled.outcome else { continue };
        let sequence = entry.operation.sequence;
        let entity = entry.operation.change.entity(entry.operation.venue);
        if let Some((earlier, former)) = last.insert((entry.station, entity), (sequence, version))
            && (earlier >= sequence || former > version)
        {
            return Err(Wrong(format!("{} came before operation {earlier} on the same record", named(entry))));
        }
    }
    Ok(())
}

/// Every application takes one version, and so does every merger: more than that, and something was applied twice.
fn applied_once(kept: &Kept, scene: &Scene, account: &mut Account) -> Checked<()> {
    let mut versions = BTreeSet::new();
    let mut mergers = 0;
    for settled in &kept.settled {
        match settled.outcome {
            Outcome::Accepted { version } if version > scene.version => {
                versions.insert(version);
            }
            Outcome::Merged { .. } => mergers += 1,
            _ => {}
        }
    }
    let expected = versions.len() as u64 + mergers;
    let given = kept.version - scene.version;
    if given != expected {
        account.doubled += given.saturating_sub(expected);
        return Err(Wrong(format!("{expected} operations were applied, and the service made {given} changes")));
    }
    Ok(())
}

/// A record as far as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    card: CardNumber,
    children: u16,
    facts: Facts,
}

impl Seen {
    fn of(usage: &Usage) -> Self {
        Self { card: usage.card, children: usage.children, facts: usage.facts }
    }
}

/// What was applied, played in the order of its versions, makes what the service has.
fn what_they_did_is_there(ledger: &Ledger, answers: &HashMap<OpId, &Settled>, central: &Central) -> Checked<()> {
    let mut applied: Vec<(u64, &Operation)> = Vec::new();
    for entry in ledger.entries() {
        if let Some(Settled { outcome: Outcome::Accepted { version }, .. }) = answers.get(&entry.operation.op_id) {
            applied.push((*version, &entry.operation));
        }
    }
    applied.sort_by_key(|(version, operation)| (*version, operation.sequence));
    let mut expected: BTreeMap<UsageId, Option<Seen>> = BTreeMap::new();
    for (_, operation) in applied {
        if let Some((fact, of)) = operation.change.fact() {
            if let Some(Some(seen)) = expected.get_mut(&of.id) {
                seen.facts.mark(fact, operation.made_at(), of.taken_back);
            }
            continue;
        }
        match &operation.change {
            Change::UsageCreate(create) => {
                expected.insert(create.usage.id, Some(Seen::of(&create.usage)));
            }
            Change::UsageUpdate(update) => {
                if let Some(Some(seen)) = expected.get_mut(&update.usage.id) {
                    seen.children = update.usage.children;
                }
            }
            Change::UsageDelete { id } => {
                expected.insert(*id, None);
            }
            _ => {}
        }
    }
    let stored = central.admin().usages(&UsageFilter::default())?;
    let found: BTreeMap<UsageId, Seen> = stored.iter().map(|stored| (stored.usage.id, Seen::of(&stored.usage))).collect();
    let expected: BTreeMap<UsageId, Seen> = expected.into_iter().filter_map(|(id, seen)| Some((id, seen?))).collect();
    compare("the service", &expected, &found)
}

fn compare(whose: &str, expected: &BTreeMap<UsageId, Seen>, found: &BTreeMap<UsageId, Seen>) -> Checked<()> {
    for (id, seen) in expected {
        match found.get(id) {
            None => return Err(Wrong(format!("the record {id} is missing at {whose}"))),
            Some(found) if found != seen => return Err(Wrong(format!("the record {id} is {found:?} at {whose}, and should be {seen:?}"))),
            Some(_) => {}
        }
    }
    match found.keys().find(|id| !expected.contains_key(id)) {
        Some(id) => Err(Wrong(format!("{whose} has a record too many: {id}"))),
        None => Ok(()),
    }
}

fn one_event_of_a_name(scene: &Scene, central: &Central) -> Checked<()> {
    let filter = UsageFilter { venue: Some(scene.venue), ..UsageFilter::default() };
    let mut named: HashMap<String, _> = HashMap::new();
    for stored in central.admin().usages(&filter)? {
        let (Some(event), Some(name)) = (stored.usage.event, stored.usage.event_name) else { continue };
        let first = *named.entry(fold(&name)).or_insert(event);
        if first != event {
            return Err(Wrong(format!("two events are called {name}")));
        }
    }
    Ok(())
}

/// Holds what a station shows against what the service has.
///
/// # Errors
/// The first difference, in words.
pub fn of_view(number: usize, store: &Store, central: &Central) -> Checked<()> {
    let stored = central.admin().usages(&UsageFilter::default())?;
    let expected: BTreeMap<UsageId, Seen> = stored.iter().map(|stored| (stored.usage.id, Seen::of(&stored.usage))).collect();
    let shown = store.usages(&kaikuasema_store::UsageFilter::default())?;
    let found: BTreeMap<UsageId, Seen> = shown.iter().map(|shown| (shown.usage.id, Seen::of(&shown.usage))).collect();
    if shown.len() != found.len() {
        return Err(Wrong(format!("station {number} shows a record twice")));
    }
    compare(&format!("station {number}"), &expected, &found)
}
