//! Checking a card's validity without recording and without signing in (R31, R32).

use crate::answer::{Answer, Asked, Known, answer, notice};
use crate::context::Context;
use crate::error_text;
use crate::no_card::NoCard;
use crate::say;
use crate::station::{Checked, StationError};
use crate::typed::Typed;
use crate::ui::bar;
use crate::ui::button::{Weight, button};
use crate::ui::card::card;
use crate::ui::field::{self, Validity};
use crate::ui::focus;
use crate::ui::icon::Icon;
use crate::ui::keys::Press;
use crate::ui::lettering::{self, text};
use crate::ui::verdict_panel::{Words, verdict_panel};
use iced::keyboard::{Key, key::Named};
use iced::widget::{column, container, row};
use iced::{Alignment, Element, Length, Task};
use kaikuasema_domain::verdict::Standing;
use kaikuasema_domain::{CardKind, CardNumber, Verdict};
use std::sync::Arc;

/// The number field's id.
pub const NUMBER: &str = "number";

/// What happened on the page.
#[derive(Clone, Debug)]
pub enum Message {
    /// The number field holds this text now.
    NumberTyped(Typed),
    /// Enter in the number field, or its button.
    NumberSubmitted,
    /// The register copy was asked about a card.
    CardChecked(CardNumber, Result<Checked, Arc<StationError>>),
    /// The register itself was asked about a card that the copy does not hold.
    RegisterAsked(CardNumber, Option<bool>),
    /// Esc, or the back button.
    BackPressed,
}

/// What the page asks of the window.
#[must_use]
#[derive(Debug)]
pub enum Action {
    /// Run this.
    Run(Task<Message>),
    /// Back to the sign-in page.
    Leave,
}

#[derive(Debug)]
enum Stage {
    Empty,
    NoCard(NoCard),
    Judged { known: Box<Known>, verdict: Verdict },
    Failed(Arc<StationError>),
}

/// The page.
#[derive(Debug)]
pub struct Check {
    number: Typed,
    /// The card that was asked for last.
    looked_for: Option<CardNumber>,
    stage: Stage,
}

impl Check {
    /// An empty page with the focus in the number field.
    pub fn new() -> (Self, Task<Message>) {
        (Self { number: Typed::default(), looked_for: None, stage: Stage::Empty }, focus::set(NUMBER))
    }

    /// A card was read or typed.
    pub fn open(&mut self, read: &str, context: &Context) -> Task<Message> {
        match CardNumber::parse(read) {
            Ok(number) => {
                self.number = number.to_string().into();
                let (station, today) = (context.station.clone(), context.today);
                self.looked_for = Some(number);
                let check = async move { station.check(number, None, today).await.map_err(Arc::new) };
                Task::batch([Task::perform(check, move |checked| Message::CardChecked(number, checked)), focus::set_and_select(NUMBER)])
            }
            Err(error) => {
                self.number = read.trim().chars().filter(|c| !c.is_control()).take(40).collect::<String>().into();
                self.looked_for = None;
                self.stage = Stage::NoCard(NoCard::of(read, error));
                focus::set_and_select(NUMBER)
            }
        }
    }

    /// Takes a message.
    pub fn update(&mut self, context: &Context, message: Message) -> Action {
        match message {
            Message::NumberTyped(text) => self.number = text,
            Message::NumberSubmitted if self.number.trim().is_empty() => {}
            Message::NumberSubmitted => {
                let text = self.number.clone();
                return Action::Run(self.open(&text, context));
            }
            // What comes late of a card before is not this one's.
            Message::CardChecked(number, _) if self.looked_for != Some(number) => {}
            Message::CardChecked(_, Ok(checked)) => return Action::Run(self.checked(checked, context)),
            Message::CardChecked(_, Err(error)) => self.stage = Stage::Failed(error),
            Message::RegisterAsked(number, answer) => {
                if let Stage::Judged { known, .. } = &mut self.stage
                    && known.number == number
                {
                    known.asked = if answer == Some(false) { Asked::Absent } else { Asked::Silent };
                }
            }
            Message::BackPressed => return Action::Leave,
        }
        Action::Run(Task::none())
    }

    fn checked(&mut self, checked: Checked, context: &Context) -> Task<Message> {
        let (number, is_unknown) = (checked.number, checked.card.is_none());
        let asked = if is_unknown { Asked::Asking } else { Asked::No };
        let known = Known { number, card: checked.card, copy: checked.copy, asked };
        self.stage = Stage::Judged { known: Box::new(known), verdict: checked.verdict };
        if !is_unknown {
            return Task::none();
        }
        let station = context.station.clone();
        Task::perform(async move { station.ask_register(number).await }, move |answer| Message::RegisterAsked(number, answer))
    }

    /// A key before any widget sees it.
    #[must_use]
    pub fn shortcut(&self, press: Press<'_>) -> Option<Message> {
        matches!(press.key, Key::Named(Named::Escape)).then_some(Message::BackPressed)
    }

    /// The page.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let locale = &context.locale;
        let tokens = context.tokens();
        let input = field::input(&say!(locale, "number-placeholder"), &self.number, Validity::Good, tokens)
            .on_input(|text| Message::NumberTyped(text.into()));
        let input = focus::field(NUMBER, input).takes(focus::Takes::CardNumber).on_key(|key, modifiers| match key.as_ref() {
            Key::Named(Named::Enter) if modifiers.is_empty() => Some(Message::NumberSubmitted),
            _ => None,
        });
        let go = button("check", say!(locale, "number-check"), Weight::Primary)
            .key("Enter")
            .on_press_maybe((!self.number.trim().is_empty()).then_some(Message::NumberSubmitted))
            .view(tokens);
        let back = button("back", say!(locale, "form-back"), Weight::Plain)
            .icon(Icon::ArrowLeft)
            .key("Esc")
            .on_press(Message::BackPressed)
            .view(tokens);
        let register = context.register_as_of().map(|at| {
            text(
                say!(locale, "idle-register", cards = locale.number(context.sync.cards), at = at),
                lettering::SMALL,
                lettering::REGULAR,
                tokens.muted,
            )
        });
        let page = column![
            text(say!(locale, "check-headline"), 30.0, lettering::BOLD, tokens.ink),
            text(say!(locale, "check-detail"), lettering::BODY, lettering::REGULAR, tokens.muted),
            row![input, go].spacing(12).align_y(Alignment::Center),
        ]
        .push(self.answer(context))
        .push(row![back].push(register).spacing(18).align_y(Alignment::Center))
        .spacing(16);
        container(card(page.padding([30, 38]), tokens).width(Length::Fill).max_width(860)).padding(18).center(Length::Fill).into()
    }

    fn answer<'a>(&'a self, context: &'a Context) -> Option<Element<'a, Message>> {
        let locale = &context.locale;
        let tokens = context.tokens();
        match &self.stage {
            Stage::Empty => None,
            Stage::Failed(error) => Some(bar::tinted(Icon::TriangleAlert, error_text::station(error, locale), tokens.stop, None).into()),
            Stage::NoCard(read) => {
                let (icon, words) = read.words(locale);
                Some(verdict_panel(icon, words, tokens.unknown, tokens).into())
            }
            Stage::Judged { known, verdict } => {
                let said = said(known, verdict, context);
                let kind = match known.number.kind() {
                    CardKind::Customer => say!(locale, "kind-customer"),
                    CardKind::Community => say!(locale, "kind-community"),
                };
                let words = Words { headline: said.headline, detail: said.detail, number: known.number.to_string(), kind };
                let panel = verdict_panel(said.icon, words, said.colour.tone(tokens), tokens);
                let notice = notice(verdict.standing, locale)
                    .map(|notice| bar::filled(notice.icon, notice.words, notice.colour.tone(tokens), tokens.on_filled));
                Some(column![panel].push(notice).spacing(14).into())
            }
        }
    }
}

/// The same answer as at the counter, without asking to record.
fn said(known: &Known, verdict: &Verdict, context: &Context) -> Answer {
    let locale = &context.locale;
    let said = answer(known, verdict, context);
    let detail = match verdict.standing {
        Standing::Valid { .. } => say!(locale, "check-valid"),
        Standing::EndsSoon { .. } => say!(locale, "verdict-ends-soon-detail"),
        Standing::Ended { .. } => say!(locale, "check-ended"),
        Standing::Unknown | Standing::Barred => said.detail,
    };
    Answer { detail, ..said }
}
