//! A card that is in no register: what to do, all four parts, and setting it aside with the event
//! it was shown for (R33–R35, R196).

use super::judgement::Judgement;
use super::view::Air;
use super::{ASIDE, Counter, Message, NEXT, Saving, form_view, limits_view};
use crate::answer::Known;
use crate::context::Context;
use crate::say;
use crate::ui::button::{Weight, button};
use crate::ui::card::card;
use crate::ui::icon::Icon;
use crate::ui::lettering::{self, text};
use iced::widget::{column, row, scrollable};
use iced::{Element, Length};

/// The page below the verdict.
pub(super) fn view<'a>(
    counter: &'a Counter,
    known: &'a Known,
    judgement: &Judgement,
    saving: &Saving,
    air: Air,
    context: &'a Context,
) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    // Short words stand beside their lead, long ones below it.
    let part = |lead, words| {
        row![text(lead, lettering::BODY, lettering::BOLD, tokens.ink), text(words, lettering::BODY, lettering::REGULAR, tokens.ink)]
            .spacing(6)
            .wrap()
            .vertical_spacing(2.0)
    };
    let is_ready = *saving == Saving::Ready;
    let granted = button(ASIDE, say!(locale, "aside-granted"), Weight::Primary)
        .icon(Icon::BookmarkPlus)
        .key("F12")
        .deliberate()
        .on_press_maybe((is_ready && !judgement.is_stopped()).then_some(Message::AsidePressed(true)))
        .view(tokens);
    let not_granted = button("aside-not-granted", say!(locale, "aside-not-granted"), Weight::Plain)
        .key("Shift F12")
        .deliberate()
        .on_press_maybe(is_ready.then_some(Message::AsidePressed(false)))
        .view(tokens);
    let copy =
        button("aside-copy", say!(locale, "aside-copy"), Weight::Plain).icon(Icon::Copy).on_press(Message::AsideTextPressed).view(tokens);
    let back =
        button(NEXT, say!(locale, "form-back"), Weight::Plain).icon(Icon::ArrowLeft).key("Esc").on_press(Message::BackPressed).view(tokens);
    let said = column![
        text(say!(locale, "what-now"), lettering::HEADING, lettering::BOLD, tokens.ink),
        part(say!(locale, "what-now-new"), say!(locale, "what-now-new-text")),
        part(say!(locale, "what-now-old"), say!(locale, "what-now-old-text")),
        part(say!(locale, "what-now-always"), say!(locale, "what-now-always-text")),
        part(say!(locale, "what-now-report"), say!(locale, "what-now-report-text")),
        row![granted, not_granted].spacing(14).padding([2, 4]).wrap().vertical_spacing(10.0),
        row![copy, back].spacing(14).padding([2, 4]).wrap().vertical_spacing(10.0),
    ];
    let said = card(said.spacing(12).padding([18, 22]), tokens).width(Length::Fill);
    let occasion = form_view::occasion_card(counter, known, context);
    let limits = limits_view::view(counter, judgement, air, context);
    scrollable(column![].push(limits).push(said).push(occasion).spacing(air.gap())).height(Length::Fill).into()
}
