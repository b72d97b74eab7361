//! The controls of the page: what each holds, what it offers, and what a change of it means.

use super::draft::{CapKind, MOST, MOST_DAYS, MOST_MINUTES};
use super::event_draft::{EventDraft, ShowingDraft};
use super::field::{Field, List, Pick, Tick};
use super::{KINDS, Message, OCCASIONS, ONCE, POLICIES, Settings, YEARS, frame};
use crate::context::Context;
use crate::station::VenueSettings;
use crate::ui::combo::{Choice, Combo};
use crate::ui::drop_down::{self, DropDown};
use crate::ui::number_field::stepped;
use crate::ui::wedge::GAPS;
use crate::ui::{focus, reveal};
use iced::Task;
use kaikuasema_domain::event::EventKind;
use kaikuasema_domain::limits::{
    CAP_PERCENT, CapPer, FloorReason, GUEST_TICKETS, HAND_OVER_MINUTES, MASS_EVENT_TICKETS, OPENS_DAYS, Period, VISITS_A_YEAR, cap_floor,
};
use kaikuasema_domain::usage::{MOST_STAFF, ONE_STAFF};
use kaikuasema_domain::{EventId, Showing};

impl Settings {
    /// A control was worked.
    pub(super) fn change(&mut self, change: Message, context: &Context) -> Task<Message> {
        match change {
            Message::Number(field, message) => {
                let text = stepped(self.text(field), &message, self.least(field), most(field));
                self.set_text(field, text);
            }
            Message::Typed(field, text) => self.set_text(field, text),
            Message::Ticked(tick, is_ticked) => self.tick(tick, is_ticked),
            Message::List(list, message) => self.list(list, &message, context),
            Message::Picked(pick, index) => self.pick(pick, index),
            Message::Event(message) => {
                let names = self.names();
                match self.combo.update(message, &names) {
                    Some(Choice::Existing(index)) => {
                        let chosen = self.whole.events.get(index).map(|each| each.event.id);
                        self.choose_event(chosen, context);
                    }
                    Some(Choice::Nothing) => self.choose_event(None, context),
                    Some(Choice::Create(_)) | None => {}
                }
            }
            Message::OthersTaken => {
                self.whole.take_others();
                // The bar is gone, and its button with it.
                return focus::set(frame::id(self.section));
            }
            Message::UsesAdded => return self.add_uses(),
            Message::UsesRemoved(index) => self.whole.draft.remove_uses(index),
            _ => {}
        }
        Task::none()
    }

    fn add_uses(&mut self) -> Task<Message> {
        if !self.whole.draft.add_uses() {
            return Task::none();
        }
        let id = Field::Uses(self.whole.draft.uses.len().saturating_sub(1)).id();
        focus::set_and_select(id).chain(reveal::reveal())
    }

    /// This is set now: what is typed and what was chosen stays, where it is still there. Returns
    /// whether something typed was set otherwise meanwhile.
    pub(super) fn take_over(&mut self, now: VenueSettings) -> bool {
        let is_rule_both = self.whole.set_rules(now.rules);
        let before = self.names();
        let is_limit_both = self.whole.set_events(now.events);
        let after = self.names();
        self.combo.names_changed(&before, &after);
        if self.event.is_some_and(|id| self.whole.event(id).is_none()) {
            self.event = None;
            self.showing = None;
            self.combo = Combo::of_existing();
        }
        is_rule_both || is_limit_both
    }

    /// The names of the events, in the order of the list.
    pub(super) fn names(&self) -> Vec<String> {
        self.whole.events.iter().map(|each| each.event.name.clone()).collect()
    }

    fn choose_event(&mut self, event: Option<EventId>, context: &Context) {
        self.event = event;
        self.showing = event.and_then(|event| self.whole.coming(event, context.today).first().map(|showing| showing.id));
    }

    /// What a field holds.
    pub(super) fn text(&self, field: Field) -> &str {
        match field {
            Field::Gap => &self.whole.gap_text,
            _ => self.whole.draft.text(field),
        }
    }

    pub(super) fn event_draft(&self) -> Option<EventDraft> {
        self.whole.event_draft(self.event?)
    }

    pub(super) fn chosen_showing(&self) -> Option<&Showing> {
        let showings = &self.whole.event(self.event?)?.showings;
        showings.iter().find(|showing| Some(showing.id) == self.showing)
    }

    pub(super) fn showing_draft(&self) -> Option<ShowingDraft> {
        Some(self.whole.showing_draft(self.chosen_showing()?))
    }

    fn change_event(&mut self, change: impl FnOnce(&mut EventDraft)) {
        if let (Some(id), Some(mut draft)) = (self.event, self.event_draft()) {
            change(&mut draft);
            self.whole.set_event_draft(id, draft);
        }
    }

    fn change_showing(&mut self, change: impl FnOnce(&mut ShowingDraft)) {
        if let (Some(id), Some(mut draft)) = (self.showing, self.showing_draft()) {
            change(&mut draft);
            self.whole.set_showing_draft(id, draft);
        }
    }

    fn set_text(&mut self, field: Field, text: String) {
        match field {
            Field::Gap => self.whole.gap_text = text,
            Field::EventCap => self.change_event(|draft| draft.cap.number = text),
            Field::Expected => self.change_event(|draft| draft.expected = text),
            Field::EventOpens => self.change_event(|draft| draft.opens = text),
            Field::Capacity => self.change_showing(|draft| draft.capacity = text),
            _ => self.whole.draft.set_text(field, text),
        }
    }

    /// Where stepping up from nothing begins: the floor.
    fn least(&self, field: Field) -> u32 {
        match field {
            Field::Cap => self.cap_floor(self.whole.draft.cap.kind).0,
            Field::EventCap => self.event_draft().map_or(1, |draft| self.event_cap_floor(&draft).0),
            Field::GuestCap => GUEST_TICKETS,
            Field::Visits => VISITS_A_YEAR,
            Field::Opens | Field::EventOpens => u32::from(OPENS_DAYS),
            Field::HandsOver => u32::from(HAND_OVER_MINUTES),
            // Nothing is one.
            Field::Staff => u32::from(ONE_STAFF) + 1,
            Field::Gap => u32::try_from(*GAPS.start()).unwrap_or(1),
            _ => 1,
        }
    }

    /// The floor under the cap on performances; for a showing it is that of the largest hall, which is
    /// applied there whatever is set.
    pub(super) fn cap_floor(&self, kind: CapKind) -> (u32, FloorReason) {
        match kind {
            CapKind::None | CapKind::Share => (u32::from(CAP_PERCENT), FloorReason::ThreePercent { capacity: None }),
            CapKind::Showing => cap_floor(EventKind::Performance, false, self.whole.largest_of_all(), CapPer::Showing),
            CapKind::Day | CapKind::Event => (MASS_EVENT_TICKETS, FloorReason::MassEvent),
        }
    }

    /// The floor under an event's own cap.
    pub(super) fn event_cap_floor(&self, draft: &EventDraft) -> (u32, FloorReason) {
        let Some(each) = self.event.and_then(|id| self.whole.event(id)) else { return (1, FloorReason::AtLeastOne) };
        let capacity = self.whole.largest(each.event.id).max(draft.expected());
        match draft.cap.kind {
            CapKind::Share => (u32::from(CAP_PERCENT), FloorReason::ThreePercent { capacity: None }),
            kind => cap_floor(each.event.kind, draft.limits.guest, capacity, kind.per()),
        }
    }

    fn tick(&mut self, tick: Tick, is_ticked: bool) {
        let rules = &mut self.whole.draft.rules;
        match tick {
            Tick::OneScan => rules.one_scan = is_ticked,
            Tick::Identity => rules.asks_identity = is_ticked,
            Tick::ChildrenOut => rules.limits.caps_leave_children_out = is_ticked,
            Tick::Once => rules.limits.once_per_production = is_ticked,
            Tick::Premieres => rules.limits.left_out.premieres = is_ticked,
            Tick::Galas => rules.limits.left_out.galas = is_ticked,
            Tick::Guests => rules.limits.left_out.guests = is_ticked,
            Tick::Day(day) => {
                let days = &mut rules.limits.left_out.days;
                if is_ticked {
                    days.insert(day)
                } else {
                    days.remove(&day)
                };
            }
            Tick::EventLeftOut => self.change_event(|draft| draft.limits.left_out = is_ticked),
            Tick::EventGuest => self.change_event(|draft| draft.limits.guest = is_ticked),
        }
    }

    fn pick(&mut self, pick: Pick, index: usize) {
        let policy = POLICIES.get(index).copied().unwrap_or_default();
        match pick {
            Pick::Ended => self.whole.draft.rules.ended = policy,
            Pick::After => self.whole.draft.rules.event_after_last_day = policy,
            Pick::LimitReached => self.whole.draft.rules.limit_reached = policy,
            Pick::EventOnce => {
                let once = ONCE.get(index).copied().flatten();
                self.change_event(|draft| draft.limits.once = once);
            }
            Pick::Occasion => {
                let occasion = OCCASIONS.get(index).copied().unwrap_or_default();
                self.change_showing(|draft| draft.occasion = occasion);
            }
        }
    }

    /// The rows of a list and the chosen one among them, by index.
    pub(super) fn chosen(&self, list: List, context: &Context) -> (usize, Option<usize>) {
        let draft = &self.whole.draft;
        let at = |periods: &[Period], period| periods.iter().position(|each| *each == period);
        match list {
            List::DefaultEvent => {
                let chosen = draft.rules.default_event;
                let row = chosen.and_then(|id| self.whole.events.iter().position(|each| each.event.id == id));
                (self.whole.events.len() + 1, Some(row.map_or(0, |row| row + 1)))
            }
            List::CapKind => (CapKind::ALL.len(), CapKind::ALL.iter().position(|kind| *kind == draft.cap.kind)),
            List::UsesKind(index) => {
                let kind = draft.uses.get(index).and_then(|uses| uses.kind);
                (KINDS.len(), KINDS.iter().position(|each| *each == kind))
            }
            List::UsesPeriod(index) => {
                let period = draft.uses.get(index).map(|uses| uses.period).unwrap_or_default();
                (Period::ALL.len(), at(&Period::ALL, period))
            }
            List::ValuePeriod => (Period::ALL.len(), at(&Period::ALL, draft.value_period)),
            List::VisitsPeriod => (YEARS.len(), at(&YEARS, draft.visits_period)),
            List::EventCapKind => {
                let kinds = self.event_cap_kinds();
                let kind = self.event_draft().map(|draft| draft.cap.kind).unwrap_or_default();
                (kinds.len(), kinds.iter().position(|each| *each == kind))
            }
            List::Showing => {
                let showings = self.event.map(|id| self.whole.coming(id, context.today)).unwrap_or_default();
                (showings.len(), showings.iter().position(|showing| Some(showing.id) == self.showing))
            }
        }
    }

    /// A course has places only: they are the course's, not one meeting's (R133).
    pub(super) fn event_cap_kinds(&self) -> &'static [CapKind] {
        let kind = self.event.and_then(|id| self.whole.event(id)).map(|each| each.event.kind);
        if kind == Some(EventKind::Course) { &[CapKind::None, CapKind::Event] } else { &CapKind::ALL }
    }

    fn list(&mut self, list: List, message: &drop_down::Message, context: &Context) {
        let (count, chosen) = self.chosen(list, context);
        let mut state = match self.open {
            Some((open, state)) if open == list => state,
            _ => DropDown::Closed,
        };
        let picked = state.update(message, chosen, count);
        if state.is_open() {
            self.open = Some((list, state));
        } else if self.open.is_some_and(|(open, _)| open == list) {
            self.open = None;
        }
        if let Some(row) = picked {
            self.list_picked(list, row, context);
        }
    }

    fn list_picked(&mut self, list: List, row: usize, context: &Context) {
        match list {
            List::DefaultEvent => {
                let event = row.checked_sub(1).and_then(|row| self.whole.events.get(row)).map(|each| each.event.id);
                self.whole.draft.rules.default_event = event;
            }
            List::CapKind => {
                let kind = CapKind::ALL.get(row).copied().unwrap_or_default();
                let (floor, _) = self.cap_floor(kind);
                self.whole.draft.cap.choose(kind, floor);
            }
            List::UsesKind(index) => {
                if let Some(uses) = self.whole.draft.uses.get_mut(index) {
                    uses.kind = KINDS.get(row).copied().flatten();
                }
            }
            List::UsesPeriod(index) => {
                if let Some(uses) = self.whole.draft.uses.get_mut(index) {
                    uses.period = Period::ALL.get(row).copied().unwrap_or_default();
                }
            }
            List::ValuePeriod => self.whole.draft.value_period = Period::ALL.get(row).copied().unwrap_or_default(),
            List::VisitsPeriod => self.whole.draft.visits_period = YEARS.get(row).copied().unwrap_or_default(),
            List::EventCapKind => {
                let kind = self.event_cap_kinds().get(row).copied().unwrap_or_default();
                let Some(mut draft) = self.event_draft() else { return };
                draft.cap.kind = kind;
                let (floor, _) = self.event_cap_floor(&draft);
                self.change_event(|draft| draft.cap.choose(kind, floor));
            }
            List::Showing => {
                let Some(event) = self.event else { return };
                self.showing = self.whole.coming(event, context.today).get(row).map(|showing| showing.id);
            }
        }
    }
}

fn most(field: Field) -> u32 {
    match field {
        Field::Opens | Field::EventOpens => MOST_DAYS,
        Field::HandsOver => MOST_MINUTES,
        Field::Staff => u32::from(MOST_STAFF),
        Field::Gap => u32::try_from(*GAPS.end()).unwrap_or(u32::MAX),
        _ => MOST,
    }
}
