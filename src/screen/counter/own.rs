//! Today's records as the counter knows them, and which of them is the last of its own: the
//! one that Ctrl and Z takes back.

use super::{Counter, Message, Mood, Saving, Stage};
use crate::context::Context;
use crate::error_text;
use crate::say;
use crate::station::{RecordError, TodaysRecords};
use iced::Task;
use kaikuasema_domain::{StationId, Usage, UsageId, UserId, VenueId};
use kaikuasema_store::{RecordedUsage, UsageState};
use std::sync::Arc;

/// What is this counter's own among the records of a clerk who may sit at several.
#[derive(Debug, Default)]
pub(super) struct Own {
    /// The records saved here, oldest first.
    saved: Vec<UsageId>,
    /// Those being undone.
    undoing: Vec<UsageId>,
    /// How many times the records were asked for.
    loads: u64,
    /// A load of a smaller number than this knows less than what is shown.
    shown: u64,
}

impl Own {
    /// The number of a load that begins now.
    fn load(&mut self) -> u64 {
        self.loads += 1;
        self.loads
    }

    /// Whether what the load of this number read may be shown; no older one may be after it.
    fn takes(&mut self, number: u64) -> bool {
        let is_current = number >= self.shown;
        if is_current {
            self.shown = number;
        }
        is_current
    }

    /// What is shown was changed here: what loads under way read is old.
    fn changed(&mut self) {
        self.shown = self.loads + 1;
    }

    fn saved(&mut self, usage: &Usage) {
        self.saved.push(usage.id);
    }

    /// The last record of this clerk at this station that is not being undone: the one saved
    /// here last, or where none was, the newest. `records` come newest first.
    fn last(&self, clerk: UserId, station: StationId, records: &[RecordedUsage]) -> Option<UsageId> {
        let is_own = |usage: &&Usage| usage.clerk == clerk && usage.station == station && !self.undoing.contains(&usage.id);
        let own = records.iter().map(|record| &record.usage).filter(is_own);
        // Of several that were not saved here the last one seen is taken: the newest.
        own.rev().max_by_key(|usage| self.saved.iter().position(|id| *id == usage.id)).map(|usage| usage.id)
    }
}

impl Counter {
    pub(super) fn load_records(&mut self, context: &Context) -> Task<Message> {
        let Some(venue) = self.venue else { return Task::none() };
        let (station, number) = (context.station.clone(), self.own.load());
        Task::perform(async move { station.todays_records(venue).await.map_err(Arc::new) }, move |result| {
            Message::RecordsLoaded(venue, number, result)
        })
    }

    pub(super) fn records_loaded(&mut self, venue: VenueId, number: u64, records: TodaysRecords) {
        if Some(venue) == self.venue && self.own.takes(number) {
            self.today = records;
        }
    }

    /// A use is on the disk: it is among today's records at once, whenever those are read again.
    pub(super) fn own_saved(&mut self, usage: Usage) {
        self.own.saved(&usage);
        if Some(usage.venue) == self.venue {
            self.today.children += u32::from(usage.children);
            self.today.records.insert(0, RecordedUsage { usage, state: UsageState::Waiting });
            self.own.changed();
        }
    }

    /// The record that Ctrl and Z takes back.
    pub(super) fn last_own(&self, context: &Context) -> Option<UsageId> {
        self.own.last(context.signed_in.as_ref()?.user.id, context.station.id(), &self.today.records)
    }

    pub(super) fn undo_pressed(&mut self, context: &Context) -> Task<Message> {
        if let Some(undone) = self.undo_aside(context) {
            return undone;
        }
        if self.has_typed && matches!(self.stage, Stage::Judged { .. }) {
            // A hand in a field does not mean the record of the customer before.
            return self.say(say!(context.locale, "undo-not-while-typing"), Mood::Failed);
        }
        if matches!(&self.stage, Stage::Judged { saving: Saving::Seeking(_) | Saving::Writing, .. }) {
            // The record that is meant is on its way to the disk; the one before it is not meant.
            return Task::none();
        }
        let Some(id) = self.last_own(context) else { return Task::none() };
        self.own.undoing.push(id);
        let station = context.station.clone();
        Task::perform(async move { station.undo(id).await.map_err(Arc::new) }, move |result| Message::UndoFinished(id, result))
    }

    pub(super) fn undo_finished(&mut self, id: UsageId, result: Result<Usage, Arc<RecordError>>, context: &Context) -> Task<Message> {
        self.own.undoing.retain(|each| *each != id);
        let said = match result {
            Ok(usage) => {
                // At once, so that what is counted and what can be undone next is right.
                let before = self.today.records.len();
                self.today.records.retain(|record| record.usage.id != id);
                if self.today.records.len() < before {
                    self.today.children = self.today.children.saturating_sub(u32::from(usage.children));
                }
                self.own.changed();
                self.last_by_scan.take_if(|last| last.usage.id == id);
                let words = say!(context.locale, "undone", number = usage.card.to_string());
                self.say(words, Mood::Done)
            }
            Err(error) => self.say(error_text::record(&error, &context.locale), Mood::Failed),
        };
        Task::batch([said, self.load_records(context)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use kaikuasema_domain::usage::{Channel, Facts};
    use uuid::Uuid;

    const CLERK: UserId = UserId(Uuid::from_u128(7));
    const HERE: StationId = StationId(Uuid::from_u128(1));

    fn record(number: u128, station: u128) -> RecordedUsage {
        let usage = Usage {
            id: UsageId(Uuid::from_u128(number)),
            venue: VenueId(Uuid::from_u128(1)),
            card: "A9990000071".parse().unwrap(),
            event: None,
            event_name: None,
            showing: None,
            event_date: date(2026, 11, 22),
            event_time: None,
            children: 0,
            customer_cards: None,
            staff: 1,
            value: None,
            recorded_at: jiff::Timestamp::UNIX_EPOCH,
            clerk: CLERK,
            station: StationId(Uuid::from_u128(station)),
            discretion: None,
            over_cap: false,
            channel: Channel::Desk,
            group: None,
            entered_late: false,
            entered_by: None,
            facts: Facts::default(),
            flags: Vec::new(),
        };
        RecordedUsage { usage, state: UsageState::Waiting }
    }

    fn number(found: Option<UsageId>) -> Option<u128> {
        found.map(|id| id.0.as_u128())
    }

    #[test]
    fn a_newer_record_of_the_same_clerk_at_another_till_is_not_the_last_own() {
        let mut own = Own::default();
        let records = [record(30, 2), record(20, 1), record(10, 1)];
        assert_eq!(number(own.last(CLERK, HERE, &records)), Some(20), "one of before the window was opened");
        own.saved(&records[1].usage);
        assert_eq!(number(own.last(CLERK, HERE, &records)), Some(20));
        assert_eq!(number(own.last(CLERK, HERE, &records[2..])), Some(10));
        assert_eq!(own.last(UserId(Uuid::from_u128(8)), HERE, &records), None);
    }

    #[test]
    fn the_one_saved_last_is_undone_first_even_where_the_clock_was_set_back() {
        let mut own = Own::default();
        let records = [record(10, 1), record(20, 1)];
        own.saved(&records[0].usage);
        own.saved(&records[1].usage);
        assert_eq!(number(own.last(CLERK, HERE, &records)), Some(20));
        own.undoing.push(records[1].usage.id);
        assert_eq!(number(own.last(CLERK, HERE, &records)), Some(10), "a second Ctrl and Z takes the one before");
    }

    #[test]
    fn a_load_that_began_before_a_change_or_ends_after_a_newer_one_is_dropped() {
        let mut own = Own::default();
        let (first, second) = (own.load(), own.load());
        assert!(own.takes(second));
        assert!(!own.takes(first));
        let third = own.load();
        own.changed();
        assert!(!own.takes(third));
        let fourth = own.load();
        assert!(own.takes(fourth));
    }
}
