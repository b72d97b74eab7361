//! How the counter looks: number, verdict, form; today's records beside them.

use super::judgement::Judgement;
use super::next::readable;
use super::{ASK_FIRST, ASK_SECOND, Counter, Message, Mood, NEXT, NUMBER, Next, SAVE, SAVE_ANYWAY, Saving, Stage};
use super::{form_view, idle, limits_view, today, unknown};
use crate::answer::{Answer, Known, answer, notice};
use crate::context::Context;
use crate::error_text;
use crate::say;
use crate::ui::bar;
use crate::ui::button::{HIGH, Weight, button};
use crate::ui::card::card;
use crate::ui::field::{self, Validity};
use crate::ui::focus;
use crate::ui::help::help;
use crate::ui::icon::{Icon, icon};
use crate::ui::lettering::{self, text};
use crate::ui::toast::toast;
use crate::ui::verdict_panel::{Words, verdict_panel};
use iced::keyboard::{Key, key::Named};
use iced::widget::{column, container, row, scrollable, space, stack};
use iced::{Alignment, Element, Length, Padding};
use kaikuasema_domain::verdict::{Standing, Usability};
use kaikuasema_domain::{CardKind, CardNumber, CardNumberError};
use kaikuasema_sync::Link;

/// Width of today's records.
const SIDE: f32 = 404.0;
pub(super) const GAP: f32 = 14.0;

/// The page.
pub(super) fn view<'a>(counter: &'a Counter, context: &'a Context) -> Element<'a, Message> {
    let top = column![number(counter, context)].push(sign_in_needed(counter, context)).spacing(GAP);
    let body = match &counter.stage {
        Stage::Idle => idle::view(counter, context),
        Stage::Malformed(error) => malformed(error, context),
        Stage::Judged { known, saving } => match counter.judgement(context) {
            Some(judgement) => judged(counter, known, &judgement, saving, context),
            None => idle::view(counter, context),
        },
    };
    let left = column![top, body].spacing(GAP).width(Length::Fill).height(Length::Fill);
    // Help stands over the records, never over the form. Where there is no room for two columns
    // the records give way while a card is open.
    let gives_way = context.is_narrow && !matches!(counter.stage, Stage::Idle) && !counter.shows_help;
    let side = column![].push(rules(counter, context)).push(today::view(counter, context)).spacing(GAP).width(SIDE);
    let page = row![left].push((!gives_way).then_some(side)).spacing(18).padding(18).height(Length::Fill);
    let said = counter.toast.as_ref().map(|said| {
        let tokens = context.tokens();
        match said.mood {
            Mood::Done => toast(Icon::Check, said.words.clone(), tokens.go, tokens),
            Mood::Failed => toast(Icon::TriangleAlert, said.words.clone(), tokens.discretion, tokens),
        }
    });
    stack![page].push(said).into()
}

fn number<'a>(counter: &'a Counter, context: &'a Context) -> Element<'a, Message> {
    let tokens = context.tokens();
    let is_empty = counter.number.is_empty();
    // Numbers stand in the mono face at 27 pixels; the invitation in an empty field is words.
    let (size, font) = if is_empty { (19.0, lettering::REGULAR) } else { (27.0, lettering::MONO) };
    let input = iced::widget::text_input(&say!(context.locale, "number-placeholder"), &counter.number)
        .on_input(|text| Message::NumberTyped(text.into()))
        .size(size)
        .font(font)
        .line_height(1.3)
        .padding(Padding { left: 58.0, right: 14.0, top: (HIGH - size * 1.3) / 2.0, bottom: (HIGH - size * 1.3) / 2.0 })
        .style(field::style(Validity::Good, tokens));
    let input = focus::field(NUMBER, input).on_key(|key, modifiers| match key.as_ref() {
        Key::Named(Named::Enter) if modifiers.is_empty() => Some(Message::NumberSubmitted),
        _ => None,
    });
    let picture = container(icon(Icon::CreditCard, 30.0, tokens.ink)).padding([0, 16]).height(HIGH).align_y(Alignment::Center);
    let go = button("check", say!(context.locale, "number-check"), Weight::Plain)
        .icon(Icon::ArrowRight)
        .height(HIGH)
        .on_press_maybe((!counter.number.trim().is_empty()).then_some(Message::NumberSubmitted))
        .view(tokens);
    card(row![stack![input, picture].width(Length::Fill), go].spacing(12).padding(14).align_y(Alignment::Center), tokens).into()
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

fn malformed<'a>(error: &CardNumberError, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let said = Words {
        headline: say!(locale, "malformed"),
        detail: error_text::card_number(error, locale),
        number: String::new(),
        kind: String::new(),
    };
    let rule = text(say!(locale, "malformed-rule"), lettering::HEADING, lettering::REGULAR, tokens.ink);
    column![
        verdict_panel(Icon::CircleAlert, said, tokens.unknown, tokens),
        card(column![rule, next_card(context)].spacing(14).padding(22), tokens).width(Length::Fill).height(Length::Fill)
    ]
    .spacing(GAP)
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

pub(super) fn panel<'a>(number: CardNumber, said: Answer, context: &'a Context) -> Element<'a, Message> {
    let tokens = context.tokens();
    let kind = match number.kind() {
        CardKind::Customer => say!(context.locale, "kind-customer"),
        CardKind::Community => say!(context.locale, "kind-community"),
    };
    let words = Words { headline: said.headline, detail: said.detail, number: number.to_string(), kind };
    verdict_panel(said.icon, words, said.colour.tone(tokens), tokens).into()
}

fn judged<'a>(
    counter: &'a Counter,
    known: &'a Known,
    judgement: &Judgement,
    saving: &'a Saving,
    context: &'a Context,
) -> Element<'a, Message> {
    let tokens = context.tokens();
    let verdict = &judgement.verdict;
    let notice = notice(verdict.standing, &context.locale)
        .map(|notice| bar::filled(notice.icon, notice.words, notice.colour.tone(tokens), tokens.on_filled));
    let said = match judgement.chief().filter(|_| verdict.usability == Usability::Usable) {
        Some(finding) => limits_view::answer(finding, context),
        None => answer(known, verdict, context),
    };
    let head = column![panel(known.number, said, context)].push(notice).spacing(GAP);
    let below: Element<'a, Message> = match (verdict.standing, judgement.usability) {
        (Standing::Unknown, _) => unknown::view(counter, known, judgement, saving, context),
        (Standing::Barred, _) => barred(context),
        _ if !offers_form(judgement) => container(next_card(context)).into(),
        _ => {
            let question = question(counter, known, judgement, saving, context);
            let limits = limits_view::view(counter, judgement, context);
            let form = form_view::view(counter, known, context);
            let foot = form_view::foot(counter, judgement, saving, context);
            // Where there is more to read than fits, the form scrolls and the foot stays in sight.
            let is_long = question.is_some() || limits.is_some() || context.is_narrow || judgement.usability != Usability::Usable;
            let height = if is_long { Length::Fill } else { Length::Shrink };
            // The form stays the third of three, so that no field loses the focus when a question goes.
            let above = column![].push(question.map(|question| container(question).padding(Padding::ZERO.bottom(GAP))));
            let between = column![].push(limits.map(|limits| container(limits).padding(Padding::ZERO.bottom(GAP))));
            column![scrollable(column![above, between, form]).height(height), foot].spacing(10).into()
        }
    };
    column![head, below].spacing(GAP).height(Length::Fill).into()
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
    let Some(Next::Asked(next)) = &counter.next else { return None };
    let words = say!(locale, "ask-next", number = known.number.to_string(), next = readable(next));
    let save = if judgement.usability == Usability::Discretion {
        button(ASK_FIRST, say!(locale, "ask-next-save"), Weight::Discretion).key("F11").on_press(Message::DiscretionPressed)
    } else {
        button(ASK_FIRST, say!(locale, "ask-next-save"), Weight::Primary).key("Enter").on_press(Message::NextSaveChosen)
    };
    let drop = button(ASK_SECOND, say!(locale, "ask-next-drop"), Weight::Plain).key("Esc").height(low).on_press(Message::NextDropChosen);
    Some(ask(words, row![save.height(low).view(tokens), drop.view(tokens)], context))
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
    row![space().width(Length::Fill), back.view(tokens)]
        .push(save.map(|save| save.view(tokens)))
        .spacing(18)
        .align_y(Alignment::Center)
        .into()
}
