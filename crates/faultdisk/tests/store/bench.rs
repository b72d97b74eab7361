//! A station on a disk of its own, and what its clerk was told as saved.

use crate::support::*;
use kaikuasema_domain::api::{CardRow, ChangeRow};
use kaikuasema_domain::operation::Change;
use kaikuasema_domain::{Card, CardNumber, Operation, Usage, UsageId};
use kaikuasema_faultdisk::Disk;
use kaikuasema_store::*;
use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};

/// The program that serves disks.
pub(crate) fn disk() -> Option<Disk> {
    Disk::mount_or_skip(Path::new(env!("CARGO_BIN_EXE_kaikuasema-faultdisk"))).unwrap()
}

/// Opens the station of a disk. A program that another test starts at this moment holds a copy of every open file, the
/// lock's among them, until it has begun to run: that is waited for.
pub(crate) fn open(place: &Path) -> Result<Store, OpenError> {
    let started = Instant::now();
    loop {
        match Store::open(&config(place)) {
            Err(OpenError::InUse) if started.elapsed() < Duration::from_secs(60) => std::thread::sleep(Duration::from_millis(1)),
            other => return other,
        }
    }
}

/// A station whose every promise is kept in a ledger.
pub(crate) struct Bench {
    pub(crate) store: Option<Store>,
    /// What was told as saved, in that order.
    pub(crate) ledger: Vec<UsageId>,
    // Unmounted last: a store that is open keeps it busy.
    pub(crate) disk: Disk,
}

impl Bench {
    /// A new station with one record; none where there is no disk.
    pub(crate) fn new() -> Option<Self> {
        let disk = disk()?;
        let mut bench = Self { store: None, ledger: Vec::new(), disk };
        bench.open().unwrap();
        bench.store().set_service(&service()).unwrap();
        bench.record().unwrap();
        Some(bench)
    }

    pub(crate) fn store(&self) -> &Store {
        self.store.as_ref().unwrap()
    }

    pub(crate) fn open(&mut self) -> Result<(), OpenError> {
        self.store = Some(open(self.disk.path())?);
        Ok(())
    }

    pub(crate) fn reopen(&mut self) {
        self.store = None;
        self.open().unwrap();
    }

    /// Records a use, and takes down that it was told as saved.
    pub(crate) fn record(&mut self) -> Result<UsageId, WriteError> {
        let usage = usage();
        let id = usage.id;
        self.store().record(new_usage(usage))?;
        self.told(id);
        Ok(id)
    }

    pub(crate) fn told(&mut self, id: UsageId) {
        self.ledger.push(id);
    }

    /// That everything told as saved is there once, in order, in the file and in the black box, and nothing else is
    /// but what `or_else` allows.
    pub(crate) fn check(&self, context: &str) {
        check(self.store(), &self.ledger, &[], context);
    }
}

/// That what was told as saved is there, once and in order, in the file and in the black box. What is in `perhaps` may be
/// there too, whole: the power went, or the disk failed, between its being done and its being told.
pub(crate) fn check(store: &Store, ledger: &[UsageId], perhaps: &[UsageId], context: &str) {
    let queued = check_queue(store, ledger, perhaps, context);
    let seen: Vec<UsageId> = store.usages(&UsageFilter::default()).unwrap().into_iter().map(|each| each.usage.id).collect();
    for id in &queued {
        assert_eq!(seen.iter().filter(|seen| *seen == id).count(), 1, "{context}: {id:?} is queued and seen once");
    }
    assert_eq!(seen.len(), queued.len(), "{context}: nothing is seen that is not queued");
}

/// The same of the queue and the black box alone; gives the records that are queued.
pub(crate) fn check_queue(store: &Store, ledger: &[UsageId], perhaps: &[UsageId], context: &str) -> Vec<UsageId> {
    let entries = store.queue().unwrap();
    let made = entries.iter().filter_map(|entry| created(&entry.change).map(|id| (id, entry.sequence)));
    let queued: Vec<(UsageId, u64)> = made.filter(|(id, _)| !is_of_sample(*id)).collect();
    let of_ledger: Vec<UsageId> = queued.iter().map(|(id, _)| *id).filter(|id| !perhaps.contains(id)).collect();
    assert_eq!(of_ledger, ledger, "{context}: what was told as saved is queued once and in order");
    let mut sealed: HashMap<u64, UsageId> = HashMap::new();
    let mut last = 0;
    for path in store.black_boxes().unwrap() {
        // A file that was torn in its beginning holds nothing, and says so.
        let Ok(frames) = read_frames(&path) else { continue };
        for frame in frames {
            assert!(frame.sequence > last, "{context}: sequence numbers in the black box only grow");
            last = frame.sequence;
            let operation: Operation = serde_json::from_slice(&open_frame(&SECRET, &frame).unwrap()).unwrap();
            assert_eq!(operation.sequence, frame.sequence);
            if let Some(id) = created(&operation.change) {
                sealed.insert(frame.sequence, id);
            }
        }
    }
    for (id, sequence) in &queued {
        assert_eq!(sealed.get(sequence), Some(id), "{context}: its sealed copy is there");
    }
    queued.into_iter().map(|(id, _)| id).collect()
}

/// Whether a use is of the sample of an old file, which was recorded before there was a black box.
pub(crate) fn is_of_sample(id: UsageId) -> bool {
    id.0.as_u128() < 0x100
}

fn created(change: &Change) -> Option<UsageId> {
    match change {
        Change::UsageCreate(create) => Some(create.usage.id),
        _ => None,
    }
}

/// A register of so many cards, all of one version.
pub(crate) fn cards(many: u32, version: u64) -> Vec<CardRow> {
    let card = |number: u32| Card {
        number: CardNumber::parse(&format!("A{number:09}")).unwrap(),
        active: version % 2 == 1,
        valid_until: jiff::civil::date(2027, 5, 31),
        children_max: Some(3),
    };
    (1..=many).map(|number| ChangeRow::Present { version: version * 1_000_000 + u64::from(number), entity: card(number) }).collect()
}

/// Fetches the register anew, as the service orders when a cursor is too old: in two replies, the second completes it.
pub(crate) fn fetch_register(store: &Store, many: u32, version: u64) -> Result<(), StoreError> {
    store.start_afresh(Feed::Cards)?;
    let mut rows = cards(many, version);
    let rest = rows.split_off(rows.len() / 2);
    store.apply_cards(batch(rows, &format!("half {version}"), false))?;
    store.apply_cards(FeedBatch { after: Some(format!("half {version}")), ..batch(rest, &format!("whole {version}"), true) })
}

/// That the register in use is one of these whole ones: how many cards, and of which version.
pub(crate) fn register_is_whole(store: &Store, any_of: &[(u32, u64)], context: &str) {
    let state = store.register().unwrap();
    let found = any_of.iter().find(|(many, version)| match version {
        0 => state.cards == 0 && state.cursor.is_none(),
        _ => state.cards == u64::from(*many) && state.cursor == Some(format!("whole {version}")),
    });
    let Some((many, version)) = found else { panic!("{context}: the register is {state:?}, none of {any_of:?}") };
    for number in [1, *many] {
        let CardRow::Present { entity: card, .. } = cards(*many, *version).swap_remove(number.saturating_sub(1) as usize) else { panic!() };
        if *version > 0 {
            assert_eq!(store.card(card.number).unwrap(), Some(card), "{context}");
        }
    }
}

/// A correction of a use: more children.
pub(crate) fn corrected(store: &Store, id: UsageId, children: u16) -> Usage {
    let usages = store.usages(&UsageFilter::default()).unwrap();
    let usage = usages.into_iter().map(|each| each.usage).find(|usage| usage.id == id).unwrap();
    Usage { children, ..usage }
}
