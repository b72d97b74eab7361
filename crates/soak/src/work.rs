//! What a clerk does at a station: through the store's own calls, as the station makes them.

use crate::clock::DeviceClock;
use crate::dice::Dice;
use crate::template::Scene;
use crate::wrong::Checked;
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use kaikuasema_domain::event::ShowingOccasion;
use kaikuasema_domain::operation::{SetAside, Settings, TurnedAway, TurnedAwayReason};
use kaikuasema_domain::usage::Fact;
use kaikuasema_domain::verdict::{Standing, Usability, VenueRules};
use kaikuasema_domain::{Cents, Event, EventId, Usage, UsageId, VenueId, Verdict};
use kaikuasema_store::{NewUsage, QueueState, Stamp, Store, UsageFilter};
use uuid::Uuid;

/// Names under which clerks make events: few, so that stations make the same one.
const NAMES: [&str; 3] = ["Uinti", "Kesäyön uni", "Näyttely"];
const FACTS: [Fact; 4] = [Fact::HandedOver, Fact::Arrived, Fact::Cancelled, Fact::NoShow];

/// What a clerk works with.
#[derive(Clone, Debug)]
pub struct Desk {
    /// What there is.
    pub scene: Scene,
    /// The station's clock.
    pub clock: DeviceClock,
}

impl Desk {
    /// Does one thing, whichever comes first that can be done. Saved when this returns.
    ///
    /// # Errors
    /// When the store does not save it.
    pub fn do_something(&self, store: &Store, dice: &mut Dice) -> Checked<()> {
        let venue = self.scene.venue;
        let done = match dice.below(100) {
            0..34 => false,
            34..44 => self.record_with_new_event(store, dice, venue)?,
            44..56 => self.correct(store, dice, venue)?,
            56..63 => self.delete(store, dice, venue)?,
            63..77 => self.mark(store, dice, venue)?,
            77..82 => self.set_aside(store, dice, venue)?,
            82..86 => self.record_aside(store, dice)?,
            86..88 => self.give_up_aside(store, dice)?,
            88..91 => self.turn_away(store, venue)?,
            91..96 => self.set(store, dice, venue)?,
            _ => self.discard_one(store, dice)?,
        };
        if done { Ok(()) } else { self.record(store, dice, venue) }
    }

    fn stamp(&self, store: &Store) -> Checked<Stamp> {
        let clock_offset_ms = store.clock()?.offset_ms;
        let monotonic_ms = self.clock.monotonic_ms();
        Ok(Stamp { recorded_at: self.clock.now(), clock_offset_ms, boot_id: Uuid::nil(), monotonic_ms, clerk: self.scene.clerk })
    }

    fn corrected_now(&self, store: &Store) -> Checked<Timestamp> {
        let offset = SignedDuration::from_millis(store.clock()?.offset_ms.unwrap_or(0));
        Ok(self.clock.now().saturating_add(offset)?)
    }

    fn usage(&self, store: &Store, dice: &mut Dice, venue: VenueId) -> Checked<Usage> {
        let at_event = dice.percent(40);
        Ok(Usage {
            id: UsageId(Uuid::now_v7()),
            venue,
            card: dice.pick(&self.scene.cards).copied().unwrap_or(self.scene.unknown),
            event: at_event.then_some(self.scene.event.id),
            event_name: at_event.then(|| self.scene.event.name.clone()),
            showing: (at_event && dice.percent(50)).then_some(self.scene.showing),
            event_date: date(2026, 11, 5),
            event_time: None,
            children: u16::try_from(dice.below(150))?,
            customer_cards: None,
            staff: 1,
            value: None,
            recorded_at: self.corrected_now(store)?,
            clerk: self.scene.clerk,
            station: store.station(),
            discretion: None,
            over_cap: false,
            channel: Default::default(),
            group: None,
            entered_late: false,
            entered_by: None,
            facts: Default::default(),
            flags: Vec::new(),
        })
    }

    fn new_usage(&self, store: &Store, usage: Usage, new_event: Option<Event>) -> Checked<NewUsage> {
        let standing = Standing::Valid { until: date(2027, 5, 31) };
        let verdict = Verdict { usability: Usability::Usable, standing, event_after_last_day: false };
        let register_cursor = store.register()?.cursor;
        Ok(NewUsage { usage, verdict, findings: Vec::new(), register_cursor, new_event, stamp: self.stamp(store)? })
    }

    fn record(&self, store: &Store, dice: &mut Dice, venue: VenueId) -> Checked<()> {
        let usage = self.usage(store, dice, venue)?;
        store.record(self.new_usage(store, usage, None)?)?;
        Ok(())
    }

    fn record_with_new_event(&self, store: &Store, dice: &mut Dice, venue: VenueId) -> Checked<bool> {
        let name = dice.pick(&NAMES).copied().unwrap_or(NAMES[0]);
        // As the station does: an event of that name that it knows is used, and no other is made.
        let known = store.events(venue)?.into_iter().map(|each| each.event).find(|event| event.name == name);
        let (event, new_event) = match known {
            Some(event) => (event, None),
            None => {
                let id = EventId(Uuid::now_v7());
                let event = Event::made_at_counter(id, venue, kaikuasema_domain::venue::VenueKind::Theatre, name);
                (event.clone(), Some(event))
            }
        };
        let (event, name) = (Some(event.id), Some(event.name));
        let usage = Usage { event, event_name: name, showing: None, ..self.usage(store, dice, venue)? };
        store.record(self.new_usage(store, usage, new_event)?)?;
        Ok(true)
    }

    /// One of the records that the clerk sees at a venue, oldest first.
    fn one_seen(store: &Store, dice: &mut Dice, venue: VenueId) -> Checked<Option<Usage>> {
        let mut seen: Vec<_> = store.usages(&UsageFilter { venue: Some(venue), ..UsageFilter::default() })?;
        seen.sort_by_key(|each| each.usage.id);
        Ok(dice.pick(&seen).map(|each| each.usage.clone()))
    }

    fn correct(&self, store: &Store, dice: &mut Dice, venue: VenueId) -> Checked<bool> {
        let Some(usage) = Self::one_seen(store, dice, venue)? else { return Ok(false) };
        let children = u16::try_from(dice.below(150))?;
        store.update_usage(Usage { children, ..usage }, self.stamp(store)?)?;
        Ok(true)
    }

    fn delete(&self, store: &Store, dice: &mut Dice, venue: VenueId) -> Checked<bool> {
        let Some(usage) = Self::one_seen(store, dice, venue)? else { return Ok(false) };
        store.delete_usage(usage.id, venue, self.stamp(store)?)?;
        Ok(true)
    }

    fn mark(&self, store: &Store, dice: &mut Dice, venue: VenueId) -> Checked<bool> {
        let Some(usage) = Self::one_seen(store, dice, venue)? else { return Ok(false) };
        let fact = dice.pick(&FACTS).copied().unwrap_or(Fact::Arrived);
        store.mark(usage.id, venue, fact, dice.percent(30), self.stamp(store)?)?;
        Ok(true)
    }

    fn set_aside(&self, store: &Store, dice: &mut Dice, venue: VenueId) -> Checked<bool> {
        let usage = Usage { card: self.scene.unknown, ..self.usage(store, dice, venue)? };
        store.set_aside(SetAside { usage, granted: dice.percent(60) }, self.stamp(store)?)?;
        Ok(true)
    }

    fn record_aside(&self, store: &Store, dice: &mut Dice) -> Checked<bool> {
        let asides = store.set_asides()?;
        let Some(entry) = dice.pick(&asides) else { return Ok(false) };
        store.record(self.new_usage(store, entry.aside.usage.clone(), None)?)?;
        Ok(true)
    }

    fn give_up_aside(&self, store: &Store, dice: &mut Dice) -> Checked<bool> {
        let asides = store.set_asides()?;
        let Some(entry) = dice.pick(&asides) else { return Ok(false) };
        store.give_up_aside(entry.aside.usage.id, self.stamp(store)?)?;
        Ok(true)
    }

    fn turn_away(&self, store: &Store, venue: VenueId) -> Checked<bool> {
        let turned_away = TurnedAway {
            id: Uuid::now_v7(),
            venue,
            event: None,
            showing: None,
            event_date: date(2026, 11, 5),
            event_time: None,
            reason: TurnedAwayReason::Full,
            at: self.corrected_now(store)?,
            station: store.station(),
        };
        store.turn_away(turned_away, self.stamp(store)?)?;
        Ok(true)
    }

    fn set(&self, store: &Store, dice: &mut Dice, venue: VenueId) -> Checked<bool> {
        let settings = if dice.percent(60) {
            let fee = Cents::new(u32::try_from(dice.below(900))?);
            Settings::Venue { rules: VenueRules { wristband_fee: fee, ..store.rules(venue)? } }
        } else {
            let capacity = Some(300 + u32::try_from(dice.below(90))?);
            Settings::Showing { showing: self.scene.showing, occasion: ShowingOccasion::Premiere, capacity }
        };
        store.set_settings(venue, settings, self.stamp(store)?)?;
        Ok(true)
    }

    fn discard_one(&self, store: &Store, dice: &mut Dice) -> Checked<bool> {
        let queue = store.queue()?;
        let needing: Vec<_> = queue.iter().filter(|entry| matches!(entry.state, QueueState::NeedsYou(_))).collect();
        let Some(entry) = dice.pick(&needing) else { return Ok(false) };
        store.discard(entry.op, "turha", self.stamp(store)?)?;
        Ok(true)
    }

    /// Discards the first that needs the clerk; false where none does.
    ///
    /// # Errors
    /// When the store does not save it.
    pub fn discard_first(&self, store: &Store) -> Checked<bool> {
        let queue = store.queue()?;
        let Some(entry) = queue.iter().find(|entry| matches!(entry.state, QueueState::NeedsYou(_))) else { return Ok(false) };
        store.discard(entry.op, "turha", self.stamp(store)?)?;
        Ok(true)
    }
}
