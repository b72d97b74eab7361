//! What clerks were told is saved: noted at the moment the store's confirmation is returned, and kept apart
//! from everything that the station and the service keep.

use crate::wrong::{Checked, Wrong};
use kaikuasema_domain::operation::Change;
use kaikuasema_domain::{OpId, Operation, StationId};
use kaikuasema_store::{Store, open_frame, read_frames};
use std::collections::{BTreeMap, BTreeSet};

/// One operation that was confirmed.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The station's number.
    pub station: usize,
    /// As it was sealed before it was confirmed.
    pub operation: Operation,
}

/// All that was confirmed, in the order in which it was.
#[derive(Debug, Default)]
pub struct Ledger {
    entries: Vec<Entry>,
    /// The last sequence number noted of each station.
    last: BTreeMap<usize, u64>,
    ids: BTreeMap<usize, StationId>,
}

impl Ledger {
    /// The last sequence number noted of a station.
    #[must_use]
    pub fn last(&self, station: usize) -> u64 {
        self.last.get(&station).copied().unwrap_or(0)
    }

    /// Notes what a station has just confirmed.
    pub fn note(&mut self, station: usize, id: StationId, confirmed: Vec<Operation>) {
        self.ids.insert(station, id);
        for operation in confirmed {
            self.last.insert(station, operation.sequence);
            self.entries.push(Entry { station, operation });
        }
    }

    /// Everything noted.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The number of the station of an id.
    #[must_use]
    pub fn station(&self, id: StationId) -> Option<usize> {
        self.ids.iter().find(|(_, known)| **known == id).map(|(number, _)| *number)
    }

    /// The operations that clerks discarded, each with its reason.
    #[must_use]
    pub fn voided(&self) -> BTreeSet<OpId> {
        let voided = |entry: &Entry| match &entry.operation.change {
            Change::OpVoid { op_id, .. } => Some(*op_id),
            _ => None,
        };
        self.entries.iter().filter_map(voided).collect()
    }
}

/// The operations that a station has sealed after a sequence number: read from the black box, which is written
/// before anything is confirmed, with the service's key.
///
/// # Errors
/// When the black box cannot be read, or an operation is missing in it.
pub fn sealed_after(store: &Store, secret_key: &[u8; 32], after: u64) -> Checked<Vec<Operation>> {
    let mut operations = Vec::new();
    for file in store.black_boxes()? {
        for frame in read_frames(&file)?.filter(|frame| frame.sequence > after) {
            operations.push(serde_json::from_slice::<Operation>(&open_frame(secret_key, &frame)?)?);
        }
    }
    let is_gapless = operations.iter().zip(after + 1..).all(|(operation, sequence)| operation.sequence == sequence);
    if is_gapless { Ok(operations) } else { Err(Wrong::of("the black box has a gap, or an operation twice")) }
}
