//! The sample cards of the training mode: one card for every verdict, to click, to scan from
//! the screen, or to print.

use crate::context::Context;
use crate::print::{PrintedCard, sample_cards, to_documents};
use crate::say;
use crate::station::training::{Sample, SampleKind, samples};
use crate::ui::bar;
use crate::ui::button::{LOW, Weight, button};
use crate::ui::card::{RADIUS, card, heading};
use crate::ui::codes::{Code39, QrCode};
use crate::ui::focus::{self, focus};
use crate::ui::icon::Icon;
use crate::ui::lettering::{self, text};
use iced::widget::{button as stock, canvas, column, container, row, scrollable, space};
use iced::{Alignment, Background, Border, Element, Length, Task};
use jiff::civil::Date;
use std::path::PathBuf;

/// How many cards stand side by side.
const ACROSS: usize = 5;
/// Side of a QR code: four pixels a module, its quiet zone included.
const QR: f32 = 108.0;
/// The names of the cards in the Tab order.
const IDS: [&str; 10] =
    ["sample-1", "sample-2", "sample-3", "sample-4", "sample-5", "sample-6", "sample-7", "sample-8", "sample-9", "sample-10"];

/// What happened on the page.
#[derive(Clone, Debug)]
pub enum Message {
    /// A card was clicked.
    CardPressed(usize),
    /// The PDF was asked for.
    PrintPressed,
    /// The PDF was written, or not.
    Printed(Option<PathBuf>),
}

/// What the page asks of the window.
#[must_use]
#[derive(Debug)]
pub enum Action {
    /// Nothing.
    None,
    /// Run this.
    Run(Task<Message>),
    /// Open this card at the counter, for this day where one is given.
    OpenCard(String, Option<Date>),
}

/// The page.
#[derive(Debug)]
pub struct Samples {
    cards: Vec<Shown>,
    printed: Option<Option<PathBuf>>,
}

#[derive(Debug)]
struct Shown {
    sample: Sample,
    qr: canvas::Cache,
    bars: canvas::Cache,
}

impl Samples {
    /// The sample cards of today.
    pub fn new(context: &Context) -> (Self, Task<Message>) {
        let cards = samples(context.today)
            .into_iter()
            .map(|sample| Shown { sample, qr: canvas::Cache::new(), bars: canvas::Cache::new() })
            .collect();
        (Self { cards, printed: None }, focus::set("sample-1"))
    }

    /// Takes a message.
    pub fn update(&mut self, context: &Context, message: Message) -> Action {
        match message {
            Message::CardPressed(index) => match self.cards.get(index) {
                Some(shown) => Action::OpenCard(shown.sample.text.to_owned(), shown.sample.event_date),
                None => Action::None,
            },
            Message::PrintPressed => Action::Run(self.print(context)),
            Message::Printed(path) => {
                self.printed = Some(path);
                Action::None
            }
        }
    }

    fn print(&self, context: &Context) -> Task<Message> {
        let title = say!(context.locale, "samples-headline");
        let cards: Vec<PrintedCard> = self
            .cards
            .iter()
            .map(|shown| PrintedCard { caption: caption(&shown.sample, context), code: shown.sample.text.to_owned() })
            .collect();
        Task::perform(async move { to_documents("kaikuasema-mallikortit.pdf", sample_cards(&title, &cards)).await }, Message::Printed)
    }

    /// The page.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let locale = &context.locale;
        let tokens = context.tokens();
        let print = button("print", say!(locale, "samples-print"), Weight::Plain)
            .icon(Icon::Printer)
            .height(LOW)
            .on_press(Message::PrintPressed)
            .view(tokens);
        let said = self.printed.as_ref().map(|printed| match printed {
            Some(path) => {
                let path = path.display().to_string();
                bar::tinted(Icon::Check, say!(locale, "samples-printed", path = path), tokens.go, None)
            }
            None => bar::tinted(Icon::TriangleAlert, say!(locale, "samples-not-printed"), tokens.stop, None),
        });
        let cards: Vec<Element<'a, Message>> =
            self.cards.iter().enumerate().map(|(index, shown)| view_card(index, shown, context)).collect();
        let mut rows = column![].spacing(14);
        let mut cards = cards.into_iter().peekable();
        while cards.peek().is_some() {
            let mut across: Vec<Element<'a, Message>> = cards.by_ref().take(ACROSS).collect();
            across.resize_with(ACROSS, || space().width(Length::Fill).into());
            rows = rows.push(row(across).spacing(10));
        }
        let detail = text(say!(locale, "samples-detail"), lettering::BODY, lettering::REGULAR, tokens.muted);
        let right = row![detail, print].spacing(18).align_y(Alignment::Center);
        let head = heading(say!(locale, "samples-headline"), right, tokens);
        let content = column![].push(said.map(|said| container(said).padding([0, 16])));
        let content = content.push(container(rows).padding([6, 16])).spacing(8);
        let page = card(column![head, scrollable(content).height(Length::Fill)], tokens).width(Length::Fill).height(Length::Fill);
        container(page).padding(18).into()
    }
}

fn view_card<'a>(index: usize, shown: &'a Shown, context: &'a Context) -> Element<'a, Message> {
    let tokens = context.tokens();
    let code = shown.sample.text;
    let content = column![
        text(caption(&shown.sample, context), 15.0, lettering::SEMIBOLD, tokens.ink).center().width(Length::Fill).height(40),
        canvas(QrCode { text: code, cache: &shown.qr }).width(QR).height(QR),
        canvas(Code39 { text: code, cache: &shown.bars }).width(Length::Fill).height(42),
        text(code, 17.0, lettering::MONO, tokens.ink),
    ];
    let content = content.spacing(6).align_x(Alignment::Center).width(Length::Fill);
    let face = stock(content).padding([10, 4]).width(Length::Fill).on_press(Message::CardPressed(index)).style(move |_, status| {
        let is_over = matches!(status, stock::Status::Hovered | stock::Status::Pressed);
        stock::Style {
            background: Some(Background::Color(if is_over { tokens.primary_tint } else { tokens.surface })),
            border: Border { color: tokens.line, width: 1.5, radius: RADIUS.into() },
            text_color: tokens.ink,
            ..stock::Style::default()
        }
    });
    match IDS.get(index) {
        Some(id) => focus(id, face, tokens.primary).activate(Message::CardPressed(index)).radius(RADIUS).into(),
        None => face.into(),
    }
}

fn caption(sample: &Sample, context: &Context) -> String {
    let locale = &context.locale;
    match sample.kind {
        SampleKind::Valid => say!(locale, "sample-valid"),
        SampleKind::EndsSoon => say!(locale, "sample-ends-soon"),
        SampleKind::EndsToday => say!(locale, "sample-ends-today"),
        SampleKind::Ended => say!(locale, "sample-ended"),
        SampleKind::Barred => say!(locale, "sample-barred"),
        SampleKind::Unknown => say!(locale, "sample-unknown"),
        SampleKind::Community => say!(locale, "sample-community"),
        SampleKind::MobileOnly => say!(locale, "sample-mobile-only"),
        SampleKind::EventAfterLastDay => {
            let day = sample.event_date.map(|day| locale.day(day)).unwrap_or_default();
            say!(locale, "sample-event-after", day = day)
        }
        SampleKind::Malformed => say!(locale, "sample-malformed"),
    }
}
