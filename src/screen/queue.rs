//! The queue tells the truth: what waits, what was sent, what needs the clerk; and the cards that are set
//! aside until they are registered.

pub mod asides;
pub mod operations;

use crate::context::Context;
use crate::say;
use crate::ui::card::{RADIUS, card, line};
use crate::ui::focus::{self, focus};
use crate::ui::help::help;
use crate::ui::keys::Press;
use crate::ui::lettering::{self, text};
use crate::ui::theme::Tokens;
use asides::Asides;
use iced::keyboard::{Key, key::Named};
use iced::widget::{button as stock, column, container, row, space};
use iced::{Alignment, Background, Border, Color, Element, Length, Task};
use kaikuasema_domain::VenueId;
use operations::Operations;

/// The reason field's id, in either list.
pub const REASON: &str = "reason";

/// What happened on the page.
#[derive(Clone, Debug)]
pub enum Message {
    /// In the list of operations.
    Operations(operations::Message),
    /// In the list of cards set aside.
    Asides(asides::Message),
    /// A list was asked for.
    TabPressed(Tab),
    /// F1.
    HelpPressed,
}

/// What the page asks of the window.
#[must_use]
#[derive(Debug)]
pub enum Action {
    /// Nothing.
    None,
    /// Run this.
    Run(Task<Message>),
}

/// Which of the two lists is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// The operations.
    #[default]
    Operations,
    /// The cards set aside.
    Asides,
}

impl Tab {
    fn other(self) -> Self {
        match self {
            Tab::Operations => Tab::Asides,
            Tab::Asides => Tab::Operations,
        }
    }
}

/// The page.
#[derive(Debug)]
pub struct Queue {
    tab: Tab,
    operations: Operations,
    asides: Asides,
    shows_help: bool,
}

impl Queue {
    /// The page; reads both lists. Where nothing needs the clerk in the queue itself and a card set
    /// aside does, those cards are shown first.
    pub fn new(context: &Context) -> (Self, Task<Message>) {
        let tab = if context.sync.needs_you == 0 && context.asides_for_clerk > 0 { Tab::Asides } else { Tab::Operations };
        let page = Self { tab, operations: Operations::default(), asides: Asides::default(), shows_help: false };
        let task = Task::batch([page.reload(context), page.first_focus()]);
        (page, task)
    }

    /// Reads both lists again.
    pub fn reload(&self, context: &Context) -> Task<Message> {
        Task::batch([Operations::reload(context).map(Message::Operations), Asides::reload(context).map(Message::Asides)])
    }

    fn first_focus(&self) -> Task<Message> {
        match self.tab {
            Tab::Operations => focus::set(operations::SEND),
            Tab::Asides => focus::set(asides::TRY),
        }
    }

    /// Takes a message.
    pub fn update(&mut self, context: &Context, message: Message) -> Action {
        let task = match message {
            Message::Operations(message) => self.operations.update(context, message).map(Message::Operations),
            Message::Asides(message) => self.asides.update(context, message).map(Message::Asides),
            Message::TabPressed(tab) => {
                self.tab = tab;
                self.first_focus()
            }
            Message::HelpPressed => {
                self.shows_help = !self.shows_help;
                return Action::None;
            }
        };
        Action::Run(task)
    }

    /// A key before any widget sees it.
    #[must_use]
    pub fn shortcut(&self, press: Press<'_>) -> Option<Message> {
        let own = match self.tab {
            Tab::Operations => self.operations.shortcut(press).map(Message::Operations),
            Tab::Asides => self.asides.shortcut(press).map(Message::Asides),
        };
        own.or_else(|| match press.key.as_ref() {
            Key::Named(Named::F1) => Some(Message::HelpPressed),
            Key::Named(Named::F9) if !press.repeat => Some(Message::TabPressed(self.tab.other())),
            Key::Named(Named::Escape) if self.shows_help => Some(Message::HelpPressed),
            _ => None,
        })
    }

    /// A key that no widget wanted.
    #[must_use]
    pub fn fallback(&self, press: Press<'_>) -> Option<Message> {
        match self.tab {
            Tab::Operations => self.operations.fallback(press).map(Message::Operations),
            Tab::Asides => self.asides.fallback(press).map(Message::Asides),
        }
    }

    /// The page.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let locale = &context.locale;
        let tokens = context.tokens();
        let sync = &context.sync;
        let asides = self.asides.len();
        let counts = row![
            count(say!(locale, "queue-waiting"), locale.number(sync.waiting), false, tokens),
            count(say!(locale, "queue-needs-you"), locale.number(sync.needs_you), sync.needs_you > 0, tokens),
            count(say!(locale, "asides-count"), locale.number(asides), context.asides_for_clerk > 0, tokens),
            count(say!(locale, "queue-sent-today"), locale.number(sync.sent_today), false, tokens),
        ];
        let tabs = row![
            tab("tab-queue", say!(locale, "queue-headline"), Tab::Operations, self.tab, tokens),
            tab("tab-asides", say!(locale, "asides-tab"), Tab::Asides, self.tab, tokens),
        ];
        let (deeds, above, list) = match self.tab {
            Tab::Operations => (
                self.operations.deeds(context).map(Message::Operations),
                self.operations.above(context).map(|above| above.map(Message::Operations)),
                self.operations.view(context).map(Message::Operations),
            ),
            Tab::Asides => (
                self.asides.deeds(context).map(Message::Asides),
                self.asides.above(context).map(|above| above.map(Message::Asides)),
                self.asides.view(context).map(Message::Asides),
            ),
        };
        let heading = row![tabs.spacing(6), space().width(Length::Fill), deeds].spacing(12).padding([12, 16]).align_y(Alignment::Center);
        let table = card(column![heading, line(tokens), list], tokens).width(Length::Fill).height(Length::Fill);
        let help = self.shows_help.then(|| {
            let lines = match self.tab {
                Tab::Operations => [say!(locale, "queue-help-one"), say!(locale, "queue-help-two"), say!(locale, "queue-help-three")],
                Tab::Asides => [say!(locale, "asides-help-one"), say!(locale, "asides-help-two"), say!(locale, "asides-help-three")],
            };
            help(say!(locale, "help-headline"), lines, tokens)
        });
        column![counts.spacing(14)].push(help).push(above).push(table).spacing(14).padding(18).into()
    }
}

/// What a venue is called; empty where the clerk may not act there.
fn venue_name(venue: VenueId, context: &Context) -> String {
    let access = context.venues().iter().find(|access| access.venue.id == venue);
    access.map(|access| access.venue.name.clone()).unwrap_or_default()
}

/// The venue of a row: a clerk of several sees the rows of each in one list.
fn venue_among_several(venue: VenueId, context: &Context) -> Option<String> {
    let is_one_of_several = context.venues().len() > 1;
    is_one_of_several.then(|| venue_name(venue, context)).filter(|name| !name.is_empty())
}

fn tab<'a>(id: &'static str, words: String, tab: Tab, shown: Tab, tokens: &'static Tokens) -> Element<'a, Message> {
    let is_shown = tab == shown;
    let (ink, font) = if is_shown { (tokens.primary, lettering::BOLD) } else { (tokens.muted, lettering::SEMIBOLD) };
    let face = stock(text(words, lettering::HEADING, font, ink)).padding([6, 12]).on_press(Message::TabPressed(tab));
    let face = face.style(move |_, status| {
        let ground = if is_shown || status == stock::Status::Hovered { tokens.primary_tint } else { Color::TRANSPARENT };
        stock::Style {
            background: Some(Background::Color(ground)),
            border: Border { radius: 10.into(), ..Border::default() },
            text_color: ink,
            ..stock::Style::default()
        }
    });
    focus(id, face, tokens.primary)
        .activate(Message::TabPressed(tab))
        .on_key(move |key, _| matches!(key, Key::Named(Named::ArrowLeft | Named::ArrowRight)).then_some(Message::TabPressed(shown.other())))
        .into()
}

fn count<'a>(label: String, number: String, is_urgent: bool, tokens: &'static Tokens) -> Element<'a, Message> {
    let ink = if is_urgent { tokens.discretion.ink } else { tokens.muted };
    let font = if is_urgent { lettering::SEMIBOLD } else { lettering::REGULAR };
    let content = column![text(label, lettering::BODY, font, ink), text(number, 32.0, lettering::BOLD, tokens.ink).line_height(1.1)];
    let border = if is_urgent { (tokens.discretion.ink, 2.0) } else { (tokens.line, 1.0) };
    container(content.padding([14, 18]))
        .width(Length::Fill)
        .style(move |_| container::Style {
            background: Some(Background::Color(tokens.surface)),
            border: Border { color: border.0, width: border.1, radius: RADIUS.into() },
            ..container::Style::default()
        })
        .into()
}
