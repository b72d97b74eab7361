//! Everything that the page changes: what is set, what is being typed over it, what is wrong, and
//! what is to be sent in which order. Pure.

use super::draft::{Read, RulesDraft, Wrong};
use super::event_draft::{EventDraft, ShowingDraft};
use super::field::Field;
use super::merge::{Parts, Setting, merge};
use crate::ui::number_field::number;
use crate::ui::wedge::GAPS;
use jiff::civil::Date;
use kaikuasema_domain::limits::EventLimits;
use kaikuasema_domain::operation::Settings;
use kaikuasema_domain::verdict::VenueRules;
use kaikuasema_domain::{EventId, Showing, ShowingId};
use kaikuasema_store::EventWithShowings;
use std::collections::HashMap;

/// A part of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Section {
    /// The venue: its discretion, and how it records.
    #[default]
    Venue,
    /// The limits of the venue.
    Limits,
    /// The limits of one event.
    Event,
    /// The list for the web page.
    List,
    /// This station.
    Station,
}

impl Section {
    /// Every part, in the order of the page.
    pub const ALL: [Section; 5] = [Section::Venue, Section::Limits, Section::Event, Section::List, Section::Station];
}

/// A field that cannot be used, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    /// The part of the page.
    pub(super) section: Section,
    /// The event, where it is one's.
    pub(super) event: Option<EventId>,
    /// The showing, where it is one's.
    pub(super) showing: Option<ShowingId>,
    /// The field.
    pub(super) field: Field,
    /// What is wrong.
    pub(super) wrong: Wrong,
}

impl Problem {
    /// Whether it is about this field, of the venue or of this event and showing.
    #[must_use]
    pub(super) fn is_of(&self, field: Field, event: Option<EventId>, showing: Option<ShowingId>) -> bool {
        self.field == field && (self.event.is_none() || self.event == event) && (self.showing.is_none() || self.showing == showing)
    }
}

/// A part of the settings that was typed over here and set otherwise at another station meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Both {
    /// The event, where it is one's.
    pub(super) event: Option<EventId>,
    /// The showing, where it is one's.
    pub(super) showing: Option<ShowingId>,
    /// The part.
    pub(super) setting: Setting,
}

/// What is set, and what is being typed over it. A draft always began from what is set: where that
/// changes meanwhile, the draft is laid over it anew.
#[derive(Clone, Debug)]
pub(super) struct Whole {
    /// The venue's rules as they are set.
    pub(super) rules: VenueRules,
    /// The venue's events as they are set, those in use.
    pub(super) events: Vec<EventWithShowings>,
    /// The longest pause in a scan, in milliseconds, as it is set.
    pub(super) gap: u64,
    /// The venue's rules as they are typed.
    pub(super) draft: RulesDraft,
    /// The pause as it is typed.
    pub(super) gap_text: String,
    event_drafts: HashMap<EventId, EventDraft>,
    showing_drafts: HashMap<ShowingId, ShowingDraft>,
    /// What another station set meanwhile too; what is typed back since then is still in it.
    both: Vec<Both>,
}

impl Whole {
    /// Nothing typed yet.
    #[must_use]
    pub(super) fn new(rules: VenueRules, gap: u64) -> Self {
        Self {
            draft: RulesDraft::of(&rules),
            rules,
            events: Vec::new(),
            gap,
            gap_text: gap.to_string(),
            event_drafts: HashMap::new(),
            showing_drafts: HashMap::new(),
            both: Vec::new(),
        }
    }

    /// The rules are set otherwise now: what is typed stays, and what is not touched follows. Returns
    /// whether something typed was set otherwise.
    pub(super) fn set_rules(&mut self, rules: VenueRules) -> bool {
        let found = merge(&mut self.draft, &RulesDraft::of(&self.rules), &RulesDraft::of(&rules));
        self.rules = rules;
        self.mark(found.into_iter().map(|setting| Both { event: None, showing: None, setting }).collect())
    }

    /// The events are read, with the same for the limits of each and for its showings.
    pub(super) fn set_events(&mut self, events: Vec<EventWithShowings>) -> bool {
        let before = std::mem::replace(&mut self.events, in_use(events));
        let mut found = Vec::new();
        for now in &self.events {
            let event = now.event.id;
            let Some(then) = before.iter().find(|each| each.event.id == event) else { continue };
            if let Some(draft) = self.event_drafts.get_mut(&event) {
                let both = merge(draft, &EventDraft::of(&then.event.limits), &EventDraft::of(&now.event.limits));
                found.extend(both.into_iter().map(|setting| Both { event: Some(event), showing: None, setting }));
            }
            for showing in &now.showings {
                let then = then.showings.iter().find(|each| each.id == showing.id);
                let (Some(then), Some(draft)) = (then, self.showing_drafts.get_mut(&showing.id)) else { continue };
                let both = merge(draft, &ShowingDraft::of(then), &ShowingDraft::of(showing));
                found.extend(both.into_iter().map(|setting| Both { event: Some(event), showing: Some(showing.id), setting }));
            }
        }
        let events = &self.events;
        self.event_drafts.retain(|id, _| events.iter().any(|each| each.event.id == *id));
        self.showing_drafts.retain(|id, _| events.iter().any(|each| each.showings.iter().any(|showing| showing.id == *id)));
        self.mark(found)
    }

    fn mark(&mut self, found: Vec<Both>) -> bool {
        let is_any = !found.is_empty();
        for both in found {
            if !self.both.contains(&both) {
                self.both.push(both);
            }
        }
        is_any
    }

    /// What was typed here and set otherwise at another station: saving would take that back.
    #[must_use]
    pub(super) fn both(&self) -> Vec<Both> {
        self.both.iter().copied().filter(|both| self.is_typed_over(both)).collect()
    }

    fn is_typed_over(&self, both: &Both) -> bool {
        let Some(event) = both.event else { return !self.draft.agrees(both.setting, &RulesDraft::of(&self.rules)) };
        let Some(each) = self.event(event) else { return false };
        let Some(showing) = both.showing else {
            let set = EventDraft::of(&each.event.limits);
            return self.event_drafts.get(&event).is_some_and(|draft| !draft.agrees(both.setting, &set));
        };
        let set = each.showings.iter().find(|each| each.id == showing).map(ShowingDraft::of);
        self.showing_drafts.get(&showing).zip(set).is_some_and(|(draft, set)| !draft.agrees(both.setting, &set))
    }

    /// Where both changed the same, what the other station set is taken; all else that is typed stays.
    pub(super) fn take_others(&mut self) {
        for both in std::mem::take(&mut self.both) {
            let set = both.event.and_then(|id| self.events.iter().find(|each| each.event.id == id));
            match (set, both.showing) {
                (None, _) => self.draft.take(both.setting, &RulesDraft::of(&self.rules)),
                (Some(each), None) => {
                    if let Some(draft) = self.event_drafts.get_mut(&each.event.id) {
                        draft.take(both.setting, &EventDraft::of(&each.event.limits));
                    }
                }
                (Some(each), Some(id)) => {
                    let set = each.showings.iter().find(|showing| showing.id == id).map(ShowingDraft::of);
                    if let Some((draft, set)) = self.showing_drafts.get_mut(&id).zip(set) {
                        draft.take(both.setting, &set);
                    }
                }
            }
        }
    }

    /// Everything typed is dropped.
    pub(super) fn drop_changes(&mut self) {
        self.draft = RulesDraft::of(&self.rules);
        self.gap_text = self.gap.to_string();
        self.event_drafts.clear();
        self.showing_drafts.clear();
        self.both.clear();
    }

    /// An event in use.
    #[must_use]
    pub(super) fn event(&self, id: EventId) -> Option<&EventWithShowings> {
        self.events.iter().find(|each| each.event.id == id)
    }

    /// The showings of an event that are still to come and not called off, soonest first.
    #[must_use]
    pub(super) fn coming(&self, event: EventId, today: Date) -> Vec<&Showing> {
        let showings = self.event(event).map(|each| each.showings.as_slice()).unwrap_or_default();
        showings.iter().filter(|showing| showing.date >= today && !showing.cancelled).collect()
    }

    /// An event's limits as they are typed, or as they are set.
    #[must_use]
    pub(super) fn event_draft(&self, id: EventId) -> Option<EventDraft> {
        let typed = self.event_drafts.get(&id).cloned();
        typed.or_else(|| self.event(id).map(|each| EventDraft::of(&each.event.limits)))
    }

    /// Types over an event's limits.
    pub(super) fn set_event_draft(&mut self, id: EventId, draft: EventDraft) {
        self.event_drafts.insert(id, draft);
    }

    /// A showing as it is typed, or as it is set.
    #[must_use]
    pub(super) fn showing_draft(&self, showing: &Showing) -> ShowingDraft {
        self.showing_drafts.get(&showing.id).cloned().unwrap_or_else(|| ShowingDraft::of(showing))
    }

    /// Types over a showing.
    pub(super) fn set_showing_draft(&mut self, id: ShowingId, draft: ShowingDraft) {
        self.showing_drafts.insert(id, draft);
    }

    /// The largest capacity of an event's showings, as they are typed.
    #[must_use]
    pub(super) fn largest(&self, event: EventId) -> Option<u32> {
        let capacity = |showing: &Showing| match self.showing_drafts.get(&showing.id) {
            Some(draft) => draft.capacity().ok().flatten(),
            None => showing.capacity,
        };
        self.event(event)?.showings.iter().filter_map(capacity).max()
    }

    /// The largest capacity of the venue.
    #[must_use]
    pub(super) fn largest_of_all(&self) -> Option<u32> {
        self.events.iter().filter_map(|each| self.largest(each.event.id)).max()
    }

    /// An event's limits that are meant.
    #[must_use]
    pub(super) fn read_event(&self, id: EventId) -> Option<Read<EventLimits>> {
        let kind = self.event(id)?.event.kind;
        Some(self.event_draft(id)?.read(kind, self.largest(id)))
    }

    /// Everything that cannot be used, in the order of the page.
    #[must_use]
    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems: Vec<Problem> = self.draft.read().wrong.into_iter().map(|(field, wrong)| of_venue(field, wrong)).collect();
        problems.sort_by_key(|problem| problem.section != Section::Venue);
        for each in &self.events {
            let id = each.event.id;
            let of_event = |showing, field, wrong| Problem { section: Section::Event, event: Some(id), showing, field, wrong };
            let mut is_touched = self.event_drafts.contains_key(&id);
            for showing in &each.showings {
                let Some(draft) = self.showing_drafts.get(&showing.id) else { continue };
                is_touched = true;
                if let Err(wrong) = draft.capacity() {
                    problems.push(of_event(Some(showing.id), Field::Capacity, wrong));
                }
            }
            if is_touched && let Some(read) = self.read_event(id) {
                problems.extend(read.wrong.into_iter().map(|(field, wrong)| of_event(None, field, wrong)));
            }
        }
        if let Err(wrong) = self.gap() {
            problems.push(Problem { section: Section::Station, event: None, showing: None, field: Field::Gap, wrong });
        }
        problems
    }

    /// The longest pause in a scan that is meant, in milliseconds.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn gap(&self) -> Result<u64, Wrong> {
        let gap = u64::from(number(&self.gap_text)?.ok_or(Wrong::Missing)?);
        if GAPS.contains(&gap) { Ok(gap) } else { Err(Wrong::Outside(*GAPS.start(), *GAPS.end())) }
    }

    fn is_venue_changed(&self) -> bool {
        self.draft != RulesDraft::of(&self.rules)
    }

    /// Whether something is typed that is not set.
    #[must_use]
    pub(super) fn is_changed(&self) -> bool {
        let is_event_changed = |each: &EventWithShowings| {
            self.event_drafts.get(&each.event.id).is_some_and(|draft| *draft != EventDraft::of(&each.event.limits))
                || each.showings.iter().any(|s| self.showing_drafts.get(&s.id).is_some_and(|draft| *draft != ShowingDraft::of(s)))
        };
        self.is_venue_changed() || self.gap_text.trim() != self.gap.to_string() || self.events.iter().any(is_event_changed)
    }

    /// What is to be sent, in the order in which every step is allowed by itself: a smaller hall before
    /// the event's smaller cap, a larger cap before the larger hall.
    #[must_use]
    pub(super) fn changes(&self) -> Vec<Settings> {
        let mut changes = Vec::new();
        let rules = self.draft.read().meant;
        if rules != self.rules {
            changes.push(Settings::Venue { rules });
        }
        for each in &self.events {
            let (mut before, mut after) = (Vec::new(), Vec::new());
            for showing in &each.showings {
                let draft = self.showing_draft(showing);
                let Ok(capacity) = draft.capacity() else { continue };
                if (capacity, draft.occasion) == (showing.capacity, showing.occasion) {
                    continue;
                }
                let change = Settings::Showing { showing: showing.id, occasion: draft.occasion, capacity };
                if capacity > showing.capacity { after.push(change) } else { before.push(change) }
            }
            changes.extend(before);
            let meant = self.event_drafts.get(&each.event.id).and_then(|_| self.read_event(each.event.id)).map(|read| read.meant);
            if let Some(limits) = meant.filter(|limits| *limits != each.event.limits) {
                changes.push(Settings::Event { event: each.event.id, limits });
            }
            changes.extend(after);
        }
        changes
    }

    /// What was typed is set now; `events` are read anew.
    pub(super) fn saved(&mut self, rules: VenueRules, gap: u64, events: Vec<EventWithShowings>) {
        self.rules = rules;
        self.gap = gap;
        self.drop_changes();
        self.set_events(events);
    }
}

/// The events that are in use.
#[must_use]
pub(super) fn in_use(events: Vec<EventWithShowings>) -> Vec<EventWithShowings> {
    events.into_iter().filter(|each| each.event.active).collect()
}

fn of_venue(field: Field, wrong: Wrong) -> Problem {
    let section = match field {
        Field::CourseTerms | Field::Wristband | Field::Staff => Section::Venue,
        _ => Section::Limits,
    };
    Problem { section, event: None, showing: None, field, wrong }
}

#[cfg(test)]
#[path = "whole_tests.rs"]
mod tests;
