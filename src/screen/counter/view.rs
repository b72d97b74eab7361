//! How the counter looks: number, verdict, form; today's records beside them.

use super::judgement::Judgement;
use super::next::readable;
use super::{ASK_FIRST, ASK_SECOND, Counter, Message, NEXT, NUMBER, SAVE, SAVE_ANYWAY, Saving, Stage};
use super::{form_view, idle, limits_view, today, unknown};
use crate::answer::{Answer, Known, answer, notice};
use crate::context::Context;
use crate::no_card::NoCard;
use crate::say;
use crate::ui::bar;
use crate::ui::button::{HIGH, Weight, button};
use crate::ui::card::card;
use crate::ui::field::{self, Validity};
use crate::ui::focus;
use crate::ui::help::help;
use crate::ui::icon::{Icon, icon};
use crate::ui::lettering::{self, text};
use crate::ui::toast::Place;
use crate::ui::verdict_panel::{self, Words};
use crate::viewfinder::{self, Viewfinder};
use iced::keyboard::{Key, key::Named};
use iced::widget::{Column, column, container, opaque, responsive, row, scrollable, stack};
use iced::{Alignment, Element, Length, Padding};
use kaikuasema_domain::verdict::{Standing, Usability};
use kaikuasema_domain::{CardKind, CardNumber};
use kaikuasema_sync::Link;

/// Width of today's records, and in a narrow window.
const SIDE: f32 = 404.0;
const SIDE_NARROW: f32 = 340.0;
/// A page lower than this has no room to spare.
const LOW_PAGE: f32 = 620.0;
/// A page lower than this stands closer where there is much to show at once.
const USUAL_PAGE: f32 = 800.0;
/// Right of the number field stands its button: so much of the page is kept free of a confirmation.
const BESIDE_NUMBER: f32 = 236.0;

/// Pixels more where the camera's small picture stands there too.
const BESIDE_CAMERA: f32 = 120.0;

/// How much air there is between the parts of the page: by its height and by what is to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Air {
    /// All there is.
    Full,
    /// Less: a limit, a question or a group's fields stand with the form.
    Close,
    /// The least: a low window.
    Tight,
}

impl Air {
    fn of(height: f32, is_crowded: bool) -> Self {
        match height {
            ..LOW_PAGE => Self::Tight,
            ..USUAL_PAGE if is_crowded => Self::Close,
            _ => Self::Full,
        }
    }

    fn pick(self, full: f32, close: f32, tight: f32) -> f32 {
        match self {
            Self::Full => full,
            Self::Close => close,
            Self::Tight => tight,
        }
    }

    /// Pixels between two cards.
    pub(super) fn gap(self) -> f32 {
        self.pick(14.0, 10.0, 8.0)
    }

    /// Pixels around the page.
    fn edge(self) -> f32 {
        self.pick(18.0, 18.0, 12.0)
    }

    /// Pixels above and below the fields of the form, and between their rows.
    pub(super) fn fields(self) -> f32 {
        self.pick(18.0, 12.0, 10.0)
    }

    /// Pixels between two rows of fields.
    pub(super) fn rows(self) -> f32 {
        self.pick(14.0, 12.0, 8.0)
    }

    /// Pixels above and below what stands in a low card.
    pub(super) fn card(self) -> f32 {
        self.pick(12.0, 10.0, 8.0)
    }

    /// How high what the limits say may grow before it scrolls, so that the form is seen.
    fn limits(self) -> f32 {
        self.pick(320.0, 96.0, 66.0)
    }
}

/// The page.
pub(super) fn view<'a>(counter: &'a Counter, context: &'a Context) -> Element<'a, Message> {
    responsive(move |size| page(counter, size.height, context)).into()
}

fn page<'a>(counter: &'a Counter, height: f32, context: &'a Context) -> Element<'a, Message> {
    let judgement = counter.judgement(context);
    let air = Air::of(height, judgement.as_ref().is_some_and(|judgement| is_crowded(counter, judgement)));
    let body = match (&counter.stage, &judgement) {
        (Stage::Judged { known, saving }, Some(judgement)) => judged(counter, known, judgement, saving, air, context),
        (Stage::NoCard(read), _) => no_card(read, context),
        _ => idle::view(counter, air, context),
    };
    // Where there is no room for two columns the records give way to a card and to a group.
    let is_busy = !matches!(counter.stage, Stage::Idle) || counter.is_run_active();
    let gives_way = context.is_narrow && is_busy;
    let finder = context.camera.as_ref().filter(|_| gives_way);
    let top = column![number(counter, finder, air, context)]
        .push(sign_in_needed(counter, context))
        .push(waits(counter, judgement.as_ref(), context))
        .spacing(air.gap());
    let left = column![top, body].spacing(air.gap()).width(Length::Fill).height(Length::Fill);
    let width = if context.is_narrow { SIDE_NARROW } else { SIDE };
    let page = row![left].push((!gives_way).then(|| side(counter, width, air, context).width(width))).spacing(18);
    // Help never squeezes the form: without the records it stands over the page until F1 or Esc.
    let tokens = context.tokens();
    let over = gives_way.then(|| rules(counter, context)).flatten();
    let over = over
        .map(|help| container(container(opaque(field::floating(help, tokens))).width(SIDE)).padding(air.edge()).align_right(Length::Fill));
    stack![page.padding(air.edge()).height(Length::Fill)].push(over).push(confirmation(counter, gives_way, air, context)).into()
}

/// Whether there is more to show than a customer card's form.
fn is_crowded(counter: &Counter, judgement: &Judgement) -> bool {
    let is_clean = judgement.usability == Usability::Usable && judgement.findings.is_empty() && judgement.repeat.is_none();
    let is_short = matches!(&counter.stage, Stage::Judged { known, saving: Saving::Ready } if known.number.kind() == CardKind::Customer);
    !is_clean || !is_short || counter.waiting.asked().is_some() || counter.is_run_active() || counter.form.asks_value()
}

/// Today's records; help stands above them, or in a low window instead of them.
fn side<'a>(counter: &'a Counter, width: f32, air: Air, context: &'a Context) -> Column<'a, Message> {
    let help = rules(counter, context);
    let records = (help.is_none() || air != Air::Tight).then(|| today::view(counter, context));
    column![].push(beside(counter, width, context)).push(help).push(records).spacing(14)
}

/// The confirmation stands over the records, above their button; where they gave way, over the empty end
/// of the number field. It never hides a button.
fn confirmation<'a>(counter: &'a Counter, gives_way: bool, air: Air, context: &'a Context) -> Option<Element<'a, Message>> {
    let edge = air.edge() + 8.0;
    let place = if gives_way {
        let camera = if context.camera.is_some() { BESIDE_CAMERA } else { 0.0 };
        let margin = Padding { top: edge + 4.0, right: BESIDE_NUMBER + camera, bottom: 0.0, left: 0.0 };
        Place { margin, across: Alignment::End, down: Alignment::Start, widest: 420.0 }
    } else {
        let margin = Padding { top: 0.0, right: edge, bottom: edge + today::FOOT, left: 0.0 };
        let widest = if context.is_narrow { SIDE_NARROW } else { SIDE } - 16.0;
        Place { margin, across: Alignment::End, down: Alignment::End, widest }
    };
    counter.toast.view_at(place, context.tokens())
}

/// The number field and its button; where the records gave way the open camera has its place between them.
fn number<'a>(counter: &'a Counter, finder: Option<&'a Viewfinder>, air: Air, context: &'a Context) -> Element<'a, Message> {
    let tokens = context.tokens();
    let is_empty = counter.number.is_empty();
    // Numbers stand in the mono face at 27 pixels; the invitation in an empty field is words.
    let (invitation, words) = match context.is_narrow {
        true => (lettering::BODY, say!(context.locale, "number-placeholder-short")),
        false => (19.0, say!(context.locale, "number-placeholder")),
    };
    let (size, font) = if is_empty { (invitation, lettering::REGULAR) } else { (27.0, lettering::MONO) };
    let input = iced::widget::text_input(&words, &counter.number)
        .on_input(|text| Message::NumberTyped(text.into()))
        .size(size)
        .font(font)
        .line_height(1.3)
        .padding(Padding { left: 58.0, right: 14.0, top: (HIGH - size * 1.3) / 2.0, bottom: (HIGH - size * 1.3) / 2.0 })
        .style(field::style(Validity::Good, tokens));
    let input = focus::field(NUMBER, input).takes(focus::Takes::CardNumber).on_key(|key, modifiers| match key.as_ref() {
        Key::Named(Named::Enter) if modifiers.is_empty() => Some(Message::NumberSubmitted),
        _ => None,
    });
    let picture = container(icon(Icon::CreditCard, 30.0, tokens.ink)).padding([0, 16]).height(HIGH).align_y(Alignment::Center);
    // What is typed is checked; with nothing typed the camera is the other way to read a card.
    let go = if counter.number.trim().is_empty() {
        scanner(context)
    } else {
        let go = button("check", say!(context.locale, "number-check"), Weight::Plain).icon(Icon::ArrowRight);
        go.height(HIGH).on_press(Message::NumberSubmitted).view(tokens)
    };
    let news = finder.and_then(|finder| viewfinder::news(finder, context)).map(|news| {
        let news = news.map(Message::Camera);
        container(news).width(Length::Fill).height(HIGH).padding([0, 16]).align_x(Alignment::End).align_y(Alignment::Center)
    });
    let seen = finder.map(|finder| viewfinder::small(finder, HIGH, context).map(Message::Camera));
    let content = row![stack![input, picture].push(news).width(Length::Fill)].push(seen).push(go);
    card(content.spacing(12).padding(air.pick(14.0, 10.0, 8.0)).align_y(Alignment::Center), tokens).into()
}

/// Opens the camera and closes it.
fn scanner<'a>(context: &'a Context) -> Element<'a, Message> {
    let (name, words) = match context.camera {
        None => (Icon::Camera, say!(context.locale, "camera-open")),
        Some(_) => (Icon::CameraOff, say!(context.locale, "camera-close")),
    };
    let toggle = Message::Camera(viewfinder::Message::Toggled);
    button("scanner", words, Weight::Plain).icon(name).key("F3").height(HIGH).on_press(toggle).view(context.tokens())
}

/// The camera beside an open card or a group's run: its picture only.
fn beside<'a>(counter: &Counter, width: f32, context: &'a Context) -> Option<Element<'a, Message>> {
    let finder = context.camera.as_ref().filter(|_| !idle::has_room(counter))?;
    let place = viewfinder::Place { width: width - 26.0, height: 240.0, has_knobs: false };
    let picture = viewfinder::view(finder, place, context).map(Message::Camera);
    Some(card(container(picture).padding([12, 12]), context.tokens()).width(Length::Fill).into())
}

/// Between customers; while a card is open the chip in the header says it.
fn sign_in_needed<'a>(counter: &'a Counter, context: &'a Context) -> Option<Element<'a, Message>> {
    if context.sync.link != Link::SignInNeeded || !matches!(counter.stage, Stage::Idle) {
        return None;
    }
    let tokens = context.tokens();
    let go = button("sign-in-again", say!(context.locale, "login-sign-in"), Weight::Plain)
        .height(crate::ui::button::LOW)
        .on_press(Message::SignInPressed)
        .view(tokens);
    Some(bar::tinted(Icon::TriangleAlert, say!(context.locale, "sign-in-needed"), tokens.discretion, Some(go)).into())
}

fn rules<'a>(counter: &'a Counter, context: &'a Context) -> Option<Element<'a, Message>> {
    let locale = &context.locale;
    counter.shows_help.then(|| {
        let lines = [say!(locale, "help-one"), say!(locale, "help-two"), say!(locale, "help-three")];
        help(say!(locale, "help-headline"), lines, context.tokens())
    })
}

/// What was read is no card: what it is, what to do, and on to the next.
fn no_card<'a>(read: &NoCard, context: &'a Context) -> Element<'a, Message> {
    let tokens = context.tokens();
    let (icon, said) = read.words(&context.locale);
    let rule = text(read.what_to_do(&context.locale), lettering::HEADING, lettering::REGULAR, tokens.ink);
    column![
        verdict_panel::verdict_panel(icon, said, tokens.unknown, tokens),
        card(column![rule, next_card(context)].spacing(14).padding(22), tokens).width(Length::Fill).height(Length::Fill)
    ]
    .spacing(Air::Full.gap())
    .height(Length::Fill)
    .into()
}

pub(super) fn next_card<'a>(context: &'a Context) -> Element<'a, Message> {
    button(NEXT, say!(context.locale, "next-card"), Weight::Primary)
        .icon(Icon::ArrowLeft)
        .key("Esc")
        .on_press(Message::BackPressed)
        .view(context.tokens())
}

pub(super) fn panel<'a>(number: CardNumber, said: Answer, about: Vec<String>, air: Air, context: &'a Context) -> Element<'a, Message> {
    let tokens = context.tokens();
    let kind = match number.kind() {
        CardKind::Customer => say!(context.locale, "kind-customer"),
        CardKind::Community => say!(context.locale, "kind-community"),
    };
    let words = Words { headline: said.headline, detail: said.detail, number: number.to_string(), kind };
    let place = verdict_panel::Place { about, padding: air.pick(16.0, 12.0, 10.0) };
    verdict_panel::placed(said.icon, words, place, said.colour.tone(tokens), tokens).into()
}

fn judged<'a>(
    counter: &'a Counter,
    known: &'a Known,
    judgement: &Judgement,
    saving: &'a Saving,
    air: Air,
    context: &'a Context,
) -> Element<'a, Message> {
    let tokens = context.tokens();
    let verdict = &judgement.verdict;
    let notice = notice(verdict.standing, &context.locale).map(|notice| {
        bar::filled(notice.icon, notice.words, notice.colour.tone(tokens), tokens.on_filled).padding([air.pick(10.0, 10.0, 5.0), 16.0])
    });
    let chief = judgement.chief().filter(|_| verdict.usability == Usability::Usable);
    let (said, about) = match chief {
        Some(finding) => (limits_view::answer(finding, context), limits_view::about(finding, counter, context)),
        None => (answer(known, verdict, context), Vec::new()),
    };
    let run = run_bar(counter, known, context);
    let head = column![panel(known.number, said, about, air, context)].push(notice).push(run).spacing(air.gap());
    let below: Element<'a, Message> = match (verdict.standing, judgement.usability) {
        (Standing::Unknown, _) => unknown::view(counter, known, judgement, saving, air, context),
        (Standing::Barred, _) => barred(context),
        _ if !offers_form(judgement) => container(next_card(context)).into(),
        _ => with_form(counter, known, judgement, saving, air, context),
    };
    column![head, below].spacing(air.gap()).height(Length::Fill).into()
}

/// Questions and limits, the form, and the buttons at its foot.
fn with_form<'a>(
    counter: &'a Counter,
    known: &'a Known,
    judgement: &Judgement,
    saving: &'a Saving,
    air: Air,
    context: &'a Context,
) -> Element<'a, Message> {
    let question = question(counter, known, judgement, saving, context);
    // In a low window a question takes the place of what the limits say.
    let gives_way = air == Air::Tight && question.is_some();
    let limits = (!gives_way).then(|| limits_view::view(counter, judgement, air, context)).flatten();
    // What the limits say scrolls for itself before it pushes the fields out of sight.
    let limits = limits.map(|limits| container(scrollable(limits)).max_height(air.limits()));
    // Where there is more to read than fits, the form scrolls and the foot stays in sight.
    let height = if air == Air::Full && !context.is_narrow { Length::Shrink } else { Length::Fill };
    let above =
        |part: Option<Element<'a, Message>>| column![].push(part.map(|part| container(part).padding(Padding::ZERO.bottom(air.gap()))));
    let tick_inside = form_view::is_tick_inside(judgement, air);
    let form = form_view::view(counter, known, tick_inside, air, context);
    let foot = form_view::foot(counter, judgement, saving, air, context);
    // The form stays the third of four, so that no field loses the focus when a question goes.
    column![
        above(question),
        above(limits.map(Into::into)),
        scrollable(form).height(height),
        container(foot).padding(Padding::ZERO.top(air.gap().min(10.0)))
    ]
    .into()
}

/// During a group's run: whose card this is, and which of how many.
fn run_bar<'a>(counter: &'a Counter, known: &Known, context: &'a Context) -> Option<Element<'a, Message>> {
    let tokens = context.tokens();
    counter.group_for(known.number)?;
    let group = &counter.run.as_ref()?.group;
    let number = group.community.card.to_string();
    let words = say!(context.locale, "group-card", number = number, place = group.came() + 1, wanted = group.wanted());
    Some(bar::quiet(Icon::UsersRound, words, tokens).into())
}

/// Whether the form is of use: the use can be recorded, or could be for another day.
pub(super) fn offers_form(judgement: &Judgement) -> bool {
    match judgement.verdict.standing {
        Standing::Unknown | Standing::Barred => false,
        Standing::Ended { .. } => judgement.verdict.usability != Usability::Refused,
        Standing::Valid { .. } | Standing::EndsSoon { .. } => true,
    }
}

/// The one-line questions: a card was read while this form is open, or the same is recorded already.
fn question<'a>(
    counter: &'a Counter,
    known: &'a Known,
    judgement: &Judgement,
    saving: &'a Saving,
    context: &'a Context,
) -> Option<Element<'a, Message>> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let low = crate::ui::button::LOW;
    if let Saving::AskingAgain { recorded_at, children, .. } = saving {
        let words = say!(locale, "ask-again", what = limits_view::used_here(*recorded_at, *children, context));
        let no = button(ASK_FIRST, say!(locale, "ask-again-no"), Weight::Primary).key("Esc").height(low).on_press(Message::AgainDeclined);
        let yes = button(ASK_SECOND, say!(locale, "ask-again-yes"), Weight::Plain).height(low).on_press(Message::AgainChosen);
        return Some(ask(words, row![no.view(tokens), yes.view(tokens)], context));
    }
    let next = counter.waiting.asked().filter(|_| judgement.can_be_saved())?;
    let words = say!(locale, "ask-next", number = known.number.to_string(), next = readable(next));
    let words = and_more(words, counter, context);
    let save = if judgement.usability == Usability::Discretion {
        button(ASK_FIRST, say!(locale, "ask-next-save"), Weight::Discretion).key("F11").on_press(Message::DiscretionPressed)
    } else {
        button(ASK_FIRST, say!(locale, "ask-next-save"), Weight::Primary).key("Enter").on_press(Message::NextSaveChosen)
    };
    let drop = button(ASK_SECOND, say!(locale, "ask-next-drop"), Weight::Plain).key("Esc").height(low).on_press(Message::NextDropChosen);
    Some(ask(words, row![save.height(low).view(tokens), drop.view(tokens)], context))
}

/// How many more cards wait, after what is said of the next one.
fn and_more(words: String, counter: &Counter, context: &Context) -> String {
    match counter.waiting.more() {
        0 => words,
        more => format!("{words} {}", say!(context.locale, "next-more", more = more)),
    }
}

/// Where nothing can be saved of the open card, what was read after it opens when that is left.
fn waits<'a>(counter: &'a Counter, judgement: Option<&Judgement>, context: &'a Context) -> Option<Element<'a, Message>> {
    let next = counter.waiting.asked().filter(|_| !judgement.is_some_and(Judgement::can_be_saved))?;
    let words = and_more(say!(context.locale, "next-waits", next = readable(next)), counter, context);
    Some(bar::quiet(Icon::CreditCard, words, context.tokens()).into())
}

fn ask<'a>(words: String, buttons: iced::widget::Row<'a, Message>, context: &'a Context) -> Element<'a, Message> {
    let tokens = context.tokens();
    // Room for the ring around a focused button.
    let buttons = buttons.spacing(14).padding([4, 6]);
    container(bar::tinted(Icon::CircleHelp, words, tokens.unknown, Some(buttons.into()))).into()
}

fn barred<'a>(context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let said = column![
        text(say!(locale, "verdict-barred-why"), lettering::HEADING, lettering::REGULAR, tokens.ink),
        text(say!(locale, "verdict-barred-mobile"), lettering::BODY, lettering::REGULAR, tokens.muted),
        next_card(context),
    ];
    card(said.spacing(14).max_width(700).padding(22), tokens).width(Length::Fill).height(Length::Fill).into()
}

/// Back and save, at the foot of the form.
pub(super) fn buttons<'a>(usability: Usability, saving: &Saving, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let back = button("back", say!(locale, "form-back"), Weight::Plain).icon(Icon::ArrowLeft).key("Esc").on_press(Message::BackPressed);
    let is_ready = *saving == Saving::Ready;
    let save = match usability {
        Usability::Usable => {
            let words = if is_ready { say!(locale, "form-save") } else { say!(locale, "form-saving") };
            Some(button(SAVE, words, Weight::Primary).icon(Icon::Check).key("Enter").padding(30.0).on_press(Message::SavePressed))
        }
        Usability::Discretion => Some(
            button(SAVE_ANYWAY, say!(locale, "form-save-anyway"), Weight::Discretion)
                .icon(Icon::Check)
                .key("F11")
                .padding(22.0)
                .on_press(Message::DiscretionPressed),
        ),
        Usability::Refused | Usability::Unknown => None,
    };
    row![back.view(tokens)].push(save.map(|save| save.view(tokens))).spacing(18).align_y(Alignment::Center).into()
}
