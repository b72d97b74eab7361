//! The operations in the queue: what waits, what was sent, what needs the clerk.

use super::{REASON, venue_among_several};
use crate::context::Context;
use crate::error_text;
use crate::locale::Locale;
use crate::say;
use crate::station::{RecordError, StationError};
use crate::ui::bar;
use crate::ui::button::{LOW, Weight, button};
use crate::ui::card::{card, line};
use crate::ui::field::{self, Validity};
use crate::ui::fit::fit;
use crate::ui::focus;
use crate::ui::icon::Icon;
use crate::ui::keys::Press;
use crate::ui::lettering::{self, text};
use crate::ui::list::List;
use iced::keyboard::{Key, key::Named};
use iced::widget::scrollable::Viewport;
use iced::widget::{Row, column, container, row, space};
use iced::{Alignment, Background, Element, Length, Task};
use kaikuasema_domain::OpId;
use kaikuasema_domain::operation::Change;
use kaikuasema_store::{About, NeedsYou, QueueEntry, QueueState};
use std::sync::Arc;

/// The id of the button that sends now.
pub(super) const SEND: &str = "send-now";
/// One row: two lines of text and a button.
const ROW: f32 = 60.0;
/// Widths of the columns of the table.
const MADE: f32 = 90.0;
const WHAT: Length = Length::FillPortion(5);
const STATE: Length = Length::FillPortion(6);
const DEED: f32 = 130.0;

/// What happened in the list.
#[derive(Clone, Debug)]
pub enum Message {
    /// The queue was read.
    Loaded(Result<Vec<QueueEntry>, Arc<StationError>>),
    /// F5, or the button.
    SendPressed,
    /// One operation is to be discarded: why?
    DiscardPressed(OpId),
    /// The reason field holds this text now.
    ReasonTyped(String),
    /// The reason is given.
    ReasonGiven,
    /// It is not discarded after all.
    DiscardLeft,
    /// It was discarded, or not.
    Discarded(Result<(), Arc<RecordError>>),
    /// The list was scrolled.
    Scrolled(Viewport),
}

/// The list.
#[derive(Debug, Default)]
pub(super) struct Operations {
    entries: Vec<QueueEntry>,
    list: List,
    discarding: Option<Discarding>,
    said: Option<Said>,
}

#[derive(Debug)]
struct Discarding {
    op: OpId,
    reason: String,
}

#[derive(Debug)]
enum Said {
    Discarded,
    Record(Arc<RecordError>),
    Station(Arc<StationError>),
}

impl Operations {
    /// Reads the queue.
    pub(super) fn reload(context: &Context) -> Task<Message> {
        let station = context.station.clone();
        Task::perform(async move { station.queue().await.map_err(Arc::new) }, Message::Loaded)
    }

    /// Takes a message.
    pub(super) fn update(&mut self, context: &Context, message: Message) -> Task<Message> {
        match message {
            Message::Loaded(Ok(mut entries)) => {
                // What needs the clerk stands on top; the rest newest first.
                entries.sort_by_key(|entry| (!matches!(entry.state, QueueState::NeedsYou(_)), std::cmp::Reverse(entry.sequence)));
                self.entries = entries;
            }
            Message::Loaded(Err(error)) => self.said = Some(Said::Station(error)),
            Message::SendPressed => context.station.sync_now(),
            Message::DiscardPressed(op) => {
                self.discarding = Some(Discarding { op, reason: String::new() });
                self.said = None;
                return focus::set(REASON);
            }
            Message::ReasonTyped(text) => {
                if let Some(discarding) = &mut self.discarding {
                    discarding.reason = text;
                }
            }
            Message::ReasonGiven => return self.discard(context),
            Message::DiscardLeft => self.discarding = None,
            Message::Discarded(Ok(())) => {
                self.discarding = None;
                self.said = Some(Said::Discarded);
                return Self::reload(context);
            }
            Message::Discarded(Err(error)) => self.said = Some(Said::Record(error)),
            Message::Scrolled(viewport) => self.list.scrolled(&viewport),
        }
        Task::none()
    }

    fn discard(&self, context: &Context) -> Task<Message> {
        let Some(discarding) = &self.discarding else { return Task::none() };
        let reason = discarding.reason.trim().to_owned();
        if reason.is_empty() {
            return focus::set(REASON);
        }
        let (station, op) = (context.station.clone(), discarding.op);
        let discard = async move { station.discard(op, reason).await.map_err(Arc::new) };
        Task::perform(discard, Message::Discarded)
    }

    /// A key before any widget sees it.
    pub(super) fn shortcut(&self, press: Press<'_>) -> Option<Message> {
        match press.key.as_ref() {
            Key::Named(Named::Escape) if self.discarding.is_some() => Some(Message::DiscardLeft),
            _ => None,
        }
    }

    /// A key that no widget wanted.
    pub(super) fn fallback(&self, press: Press<'_>) -> Option<Message> {
        let is_enter = matches!(press.key, Key::Named(Named::Enter)) && !press.repeat;
        (self.discarding.is_some() && is_enter).then_some(Message::ReasonGiven)
    }

    /// What can be done with the whole list.
    pub(super) fn deeds<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        button(SEND, say!(context.locale, "queue-send-now"), Weight::Primary)
            .icon(Icon::RefreshCw)
            .key("F5")
            .height(LOW)
            .on_press(Message::SendPressed)
            .view(context.tokens())
    }

    /// What stands above the list: what came of a deed, and the question why one is discarded.
    pub(super) fn above<'a>(&'a self, context: &'a Context) -> Option<Element<'a, Message>> {
        let (locale, tokens) = (&context.locale, context.tokens());
        let said = self.said.as_ref().map(|said| match said {
            Said::Discarded => bar::tinted(Icon::Check, say!(locale, "queue-discarded"), tokens.go, None),
            Said::Record(error) => bar::tinted(Icon::TriangleAlert, error_text::record(error, locale), tokens.stop, None),
            Said::Station(error) => bar::tinted(Icon::TriangleAlert, error_text::station(error, locale), tokens.stop, None),
        });
        let why = self.discarding.as_ref().map(|discarding| self.why(discarding, context));
        (said.is_some() || why.is_some()).then(|| column![].push(said).push(why).spacing(14).into())
    }

    /// The list.
    pub(super) fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let (locale, tokens) = (&context.locale, context.tokens());
        if self.entries.is_empty() {
            let nothing = text(say!(locale, "queue-empty"), 17.0, lettering::REGULAR, tokens.muted);
            return container(nothing).center(Length::Fill).into();
        }
        let head = |words| text(words, 13.5, lettering::SEMIBOLD, tokens.muted);
        let heads = columns(
            head(say!(locale, "queue-made")).into(),
            head(say!(locale, "queue-what")).into(),
            head(say!(locale, "queue-state")).into(),
            None,
        );
        let list = self.list.view(self.entries.len(), ROW, |index| self.row(index, context), Message::Scrolled);
        column![heads.padding([9, 14]), line(tokens), list].into()
    }

    fn why<'a>(&'a self, discarding: &'a Discarding, context: &'a Context) -> Element<'a, Message> {
        let locale = &context.locale;
        let tokens = context.tokens();
        let what = self.entries.iter().find(|entry| entry.op == discarding.op).map(|entry| {
            let parts = [Some(what(entry, locale)), venue_among_several(entry.venue, context)];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        });
        let placeholder = say!(locale, "queue-discard-reason");
        let input = field::input(&placeholder, &discarding.reason, Validity::Good, tokens).on_input(Message::ReasonTyped);
        let discard = button("discard-now", say!(locale, "queue-discard-now"), Weight::Primary)
            .key("Enter")
            .on_press_maybe((!discarding.reason.trim().is_empty()).then_some(Message::ReasonGiven))
            .view(tokens);
        let cancel = button("cancel", say!(locale, "queue-cancel"), Weight::Plain).key("Esc").on_press(Message::DiscardLeft).view(tokens);
        let headline = say!(locale, "queue-discard-headline", what = what.unwrap_or_default());
        let deeds = row![focus::field(REASON, input), discard, cancel].spacing(14).align_y(Alignment::Center);
        card(column![text(headline, lettering::BODY, lettering::SEMIBOLD, tokens.ink), deeds].spacing(10).padding([14, 18]), tokens)
            .width(Length::Fill)
            .into()
    }

    fn row<'a>(&'a self, index: usize, context: &'a Context) -> Element<'a, Message> {
        let Some(entry) = self.entries.get(index) else { return space().height(ROW).into() };
        let locale = &context.locale;
        let tokens = context.tokens();
        let needs_you = matches!(entry.state, QueueState::NeedsYou(_));
        let (font, ink) = if needs_you { (lettering::SEMIBOLD, tokens.discretion.ink) } else { (lettering::REGULAR, tokens.muted) };
        let discard = needs_you.then(|| {
            button("discard", say!(locale, "queue-discard"), Weight::Plain)
                .height(38.0)
                .padding(14.0)
                .on_press(Message::DiscardPressed(entry.op))
                .view(tokens)
        });
        let venue = venue_among_several(entry.venue, context);
        let venue = venue.map(|name| fit(name, lettering::SMALL, lettering::REGULAR, tokens.muted).width(Length::Fill));
        let content = columns(
            text(locale.clock_of(entry.recorded_at), lettering::BODY, lettering::REGULAR, tokens.ink).into(),
            column![fit(what(entry, locale), lettering::BODY, lettering::REGULAR, tokens.ink).width(Length::Fill)].push(venue).into(),
            text(state(entry, context), 15.0, font, ink).width(Length::Fill).into(),
            discard,
        );
        let ground = if needs_you { tokens.discretion.ground } else { tokens.surface };
        let content = container(content.padding([0, 14]))
            .height(ROW - 1.0)
            .align_y(Alignment::Center)
            .style(move |_| container::Style { background: Some(Background::Color(ground)), ..container::Style::default() });
        column![content, line(tokens)].into()
    }
}

fn columns<'a>(
    made: Element<'a, Message>,
    what: Element<'a, Message>,
    state: Element<'a, Message>,
    deed: Option<Element<'a, Message>>,
) -> Row<'a, Message> {
    row![
        container(made).width(MADE),
        container(what).width(WHAT),
        container(state).width(STATE),
        container(row![].push(deed)).width(DEED).align_x(Alignment::End)
    ]
    .spacing(14)
    .align_y(Alignment::Center)
}

/// What was done, and to what, in words that tell one entry from another.
fn what(entry: &QueueEntry, locale: &Locale) -> String {
    let about = entry.about.as_ref().map(|about| about_words(about, locale));
    match (&entry.change, about) {
        (Change::UsageCreate(_), Some(use_of_card)) => use_of_card,
        (change, Some(what)) => say!(locale, "queue-of", deed = deed(change, locale), what = what),
        (change, None) => deed(change, locale),
    }
}

fn deed(change: &Change, locale: &Locale) -> String {
    let words = match change {
        Change::UsageCreate(create) => create.usage.card.to_string(),
        Change::UsageUpdate(_) => say!(locale, "queue-usage-update"),
        Change::UsageDelete { .. } => say!(locale, "queue-usage-delete"),
        Change::UsageHandedOver(_) => say!(locale, "queue-handed-over"),
        Change::UsageArrived(_) => say!(locale, "queue-arrived"),
        Change::UsageCancelled(_) => say!(locale, "queue-cancelled"),
        Change::UsageNoShow(_) => say!(locale, "queue-no-show"),
        Change::CardUnknown(_) => say!(locale, "queue-aside"),
        Change::TurnedAway(_) => say!(locale, "queue-turned-away"),
        Change::SettingsUpdate(_) => say!(locale, "queue-settings"),
        Change::EventCreate(_) => say!(locale, "queue-event"),
        Change::OpVoid { reason, .. } => say!(locale, "queue-void", reason = reason.as_str()),
    };
    let is_taken_back = change.fact().is_some_and(|(_, fact)| fact.taken_back);
    if is_taken_back { say!(locale, "queue-taken-back", deed = words) } else { words }
}

fn about_words(about: &About, locale: &Locale) -> String {
    match about {
        About::Usage(usage) => {
            let event = usage.event_name.clone().unwrap_or_else(|| locale.occasion(usage.event_date, usage.event_time));
            say!(locale, "queue-usage", number = usage.card.to_string(), event = event)
        }
        About::Event { name } => name.clone(),
        About::Showing { event, date, time } => format!("{event} · {}", locale.occasion(*date, *time)),
    }
}

fn state(entry: &QueueEntry, context: &Context) -> String {
    let locale = &context.locale;
    match &entry.state {
        QueueState::Sent => say!(locale, "queue-sent"),
        QueueState::NeedsYou(NeedsYou::Rejected(code)) => error_text::rejection(*code, locale),
        QueueState::NeedsYou(NeedsYou::Conflict { .. }) => error_text::conflict(locale),
        QueueState::Waiting if entry.attempts == 0 => say!(locale, "queue-not-tried"),
        QueueState::Waiting => {
            let tried = say!(locale, "queue-tried", count = entry.attempts);
            match entry.next_try {
                Some(at) if at > context.now => say!(locale, "queue-next-try", tried = tried, at = locale.moment(at, context.today)),
                _ => tried,
            }
        }
    }
}
