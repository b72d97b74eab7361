//! Opening a card: what was read or typed is looked up, judged, and put on the counter.

use super::{ASIDE, ASK_FIRST, Counter, Message, Mood, NEXT, NUMBER, SAVE, SAVE_ANYWAY, Saving, Stage, form, next, view};
use crate::answer::{Asked, Known};
use crate::context::Context;
use crate::error_text;
use crate::no_card::NoCard;
use crate::readers::test_card::TestCard;
use crate::station::{Checked, SoFar, StationError};
use crate::ui::focus;
use iced::Task;
use kaikuasema_domain::CardNumber;
use kaikuasema_domain::verdict::Usability;
use std::sync::Arc;

impl Counter {
    pub(super) fn open(&mut self, text: &str, context: &Context) -> Task<Message> {
        self.problem = None;
        let left = self.leave_card(context);
        self.take_new_day(context);
        match CardNumber::parse(text) {
            Ok(number) => {
                self.number = next::readable(text).into();
                self.checking = Some(number);
                Task::batch([left, self.check(number, context)])
            }
            Err(error) => {
                let read = NoCard::of(text, error);
                self.number = match read {
                    NoCard::TestCard { .. } => TestCard::of(text).readable().to_owned(),
                    NoCard::Malformed(_) => next::readable(text),
                }
                .into();
                self.checking = None;
                self.stage = Stage::NoCard(read);
                // It is seen before what was read after it.
                self.waiting.ask();
                Task::batch([left, focus::set_and_select(NUMBER)])
            }
        }
    }

    pub(super) fn check(&self, number: CardNumber, context: &Context) -> Task<Message> {
        let station = context.station.clone();
        let (venue, day, event) = (self.venue, self.form.event_date().unwrap_or(context.today), self.form.event_id());
        let look = async move { station.look(number, venue, day, event).await.map(Box::new).map_err(Arc::new) };
        Task::perform(look, move |result| Message::CardChecked(number, result))
    }

    pub(super) fn number_submitted(&mut self, context: &Context) -> Task<Message> {
        if self.number.trim().is_empty() {
            return Task::none();
        }
        let mut text = self.number.clone();
        let open = match &self.stage {
            Stage::Judged { known, .. } => Some(known.number),
            _ => None,
        };
        // The field shows the open card: a number that was typed after it, as a slow scanner does, is the next one.
        if let Some(shown) = open.map(|open| open.to_string())
            && let Some(next) = text.strip_prefix(&shown)
            && CardNumber::parse(next).is_ok()
        {
            text = next.to_owned().into();
            self.number = shown.into();
        }
        if open.is_some() && CardNumber::parse(&text).ok() == open {
            return self.focus_on_verdict(context);
        }
        if self.has_unsaved_form(context) || self.checking.is_some() {
            return self.card_read(text, context);
        }
        self.open(&text, context)
    }

    pub(super) fn card_checked(
        &mut self,
        number: CardNumber,
        result: Result<Box<(Checked, SoFar)>, Arc<StationError>>,
        context: &Context,
    ) -> Task<Message> {
        let (checked, so_far) = match result {
            Ok(looked) => *looked,
            Err(error) => return self.not_looked_up(number, &error, context),
        };
        if let Stage::Judged { known, .. } = &mut self.stage
            && known.number == number
            && self.checking.is_none()
        {
            // Read again because something changed; what the clerk typed stays.
            let was_unknown = known.card.is_none();
            known.card = checked.card;
            known.copy = checked.copy;
            self.so_far = so_far;
            let has_arrived = was_unknown && known.card.is_some();
            if has_arrived {
                known.asked = Asked::No;
                return self.focus_on_verdict(context);
            }
            return Task::none();
        }
        if self.checking != Some(number) {
            return Task::none();
        }
        self.checking = None;
        self.leave_last_scan();
        self.last_aside = None;
        self.aside_wanted = None;
        self.has_typed = false;
        if self.is_in_run(number) {
            return self.refuse_twice_in_group(context);
        }
        self.form.reset_for_next();
        self.reason.clear();
        self.so_far = so_far;
        self.so_far_of = self.form.event_id();
        self.number = number.to_string().into();
        let is_unknown = checked.card.is_none();
        let asked = if is_unknown { Asked::Asking } else { Asked::No };
        let known = Known { number, card: checked.card, copy: checked.copy, asked };
        self.stage = Stage::Judged { known: Box::new(known), saving: Saving::Ready };
        if let Some(saving) = self.save_by_itself(context) {
            return saving;
        }
        let ask = if is_unknown {
            let station = context.station.clone();
            Task::perform(async move { station.ask_register(number).await }, move |answer| Message::RegisterAsked(number, answer))
        } else {
            Task::none()
        };
        // What was read meanwhile waits until this is decided.
        self.waiting.ask();
        let is_question = self.waiting.asked().is_some() && self.has_unsaved_form(context);
        let focus = if is_question { focus::set(ASK_FIRST) } else { self.focus_on_verdict(context) };
        Task::batch([focus, ask])
    }

    /// The register copy could not be asked: the card is to be read again, and what waits goes on.
    fn not_looked_up(&mut self, number: CardNumber, error: &StationError, context: &Context) -> Task<Message> {
        let said = self.say(error_text::station(error, &context.locale), Mood::Failed);
        if self.checking != Some(number) {
            return said;
        }
        self.checking = None;
        if self.waiting.is_empty() {
            return said;
        }
        self.waiting.miss(&number.to_string());
        Task::batch([said, self.go_on(context)])
    }

    /// The venue's default event, once: what the clerk chooses afterwards stays.
    pub(super) fn put_default_event(&mut self, context: &Context) {
        let default = context.access().and_then(|access| access.venue.rules.default_event);
        if let Some(event) = default.filter(|_| !self.has_default && self.form.is_event_free()) {
            self.has_default = self.form.choose_event(event, context.local_now());
        }
    }

    pub(super) fn focus_on_verdict(&self, context: &Context) -> Task<Message> {
        let Some(judgement) = self.judgement(context) else { return focus::set(NUMBER) };
        match judgement.usability {
            Usability::Usable => focus::set(SAVE),
            Usability::Discretion => focus::set(SAVE_ANYWAY),
            // Another day may do.
            Usability::Refused if view::offers_form(&judgement) && self.form.is_scheduled() => focus::set(form::SHOWING),
            Usability::Refused if view::offers_form(&judgement) => focus::set(form::DATE),
            Usability::Refused => focus::set(NEXT),
            Usability::Unknown => focus::set(ASIDE),
        }
    }
}
