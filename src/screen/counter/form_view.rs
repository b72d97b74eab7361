//! How the recording form looks: the fields that card kind and event ask for (R46).

use super::form::{self, Form, Problem, is_past};
use super::judgement::Judgement;
use super::view::Air;
use super::{Counter, Message, REASON, Saving, view};
use crate::answer::Known;
use crate::context::Context;
use crate::say;
use crate::ui::button::{LOW, Weight, button};
use crate::ui::card::card;
use crate::ui::check_box::check_box;
use crate::ui::field::{self, Validity, below, labelled};
use crate::ui::icon::Icon;
use crate::ui::lettering::{self, text};
use crate::ui::stepper::stepper;
use crate::ui::{calendar, combo, drop_down, focus};
use iced::widget::{column, container, row, space};
use iced::{Alignment, Element, Length};
use kaikuasema_domain::CardKind;
use kaikuasema_domain::usage::Channel;
use kaikuasema_domain::verdict::Usability;

/// The form.
pub(super) fn view<'a>(counter: &'a Counter, known: &'a Known, has_tick: bool, air: Air, context: &'a Context) -> Element<'a, Message> {
    let tokens = context.tokens();
    let form = &counter.form;
    let is_community = known.number.kind() == CardKind::Community;
    let first = occasion(counter, context);
    let mut cells: Vec<Element<'a, form::Message>> = vec![children(form, known, context)];
    if is_community {
        cells.push(customer_cards(form, context));
        cells.extend(staff(form, context));
    }
    if form.asks_value() {
        cells.push(value(counter, context));
    }
    cells.push(channel(form, context));
    if cells.len() % 2 == 1 {
        cells.push(space().into());
    }
    let mut rows = column![first].spacing(air.rows());
    let mut cells = cells.into_iter();
    while let (Some(left), Some(right)) = (cells.next(), cells.next()) {
        rows = rows.push(row![container(left).width(Length::Fill), container(right).width(Length::Fill)].spacing(20));
    }
    let rows = rows.push(has_tick.then(|| same_card(form, context)));
    card(container(Element::from(rows).map(Message::Form)).padding([air.fields(), 20.0]), tokens).width(Length::Fill).into()
}

/// Whether the tick stands in the form: in a low window the reason takes its place beside the buttons.
pub(super) fn is_tick_inside(judgement: &Judgement, air: Air) -> bool {
    air == Air::Tight && judgement.usability == Usability::Discretion
}

fn same_card<'a>(form: &'a Form, context: &'a Context) -> Element<'a, form::Message> {
    let tokens = context.tokens();
    check_box(form::SAME_CARD, form.same_card, say!(context.locale, "form-same-card"), form::Message::SameCardTicked, tokens)
}

/// What stands below the form and never scrolls away: the reason for a discretion, back and save.
pub(super) fn foot<'a>(
    counter: &'a Counter,
    judgement: &Judgement,
    saving: &Saving,
    air: Air,
    context: &'a Context,
) -> Element<'a, Message> {
    let tokens = context.tokens();
    let buttons = view::buttons(judgement.usability, saving, context);
    if is_tick_inside(judgement, air) {
        let line = row![container(reason(counter, air, context)).width(Length::Fill), buttons].spacing(14).align_y(Alignment::Center);
        return card(line.padding([air.card(), 20.0]), tokens).width(Length::Fill).into();
    }
    let reason = (judgement.usability == Usability::Discretion).then(|| reason(counter, air, context));
    let foot = row![
        container(same_card(&counter.form, context).map(Message::Form)).width(Length::FillPortion(5)),
        container(buttons).width(Length::FillPortion(6)).align_x(Alignment::End)
    ]
    .spacing(14)
    .align_y(Alignment::Center);
    card(column![].push(reason).push(foot).spacing(air.card()).padding([air.card(), 20.0]), tokens).width(Length::Fill).into()
}

/// What a card that is set aside was shown for, all of which is kept with it.
pub(super) fn occasion_card<'a>(counter: &'a Counter, known: &'a Known, context: &'a Context) -> Element<'a, Message> {
    let form = &counter.form;
    let is_community = known.number.kind() == CardKind::Community;
    let cards = is_community.then(|| customer_cards(form, context));
    let staff = if is_community { staff(form, context) } else { None };
    let value = form.asks_value().then(|| value(counter, context));
    let mut cells = std::iter::once(children(form, known, context)).chain([cards, staff, value].into_iter().flatten());
    let mut fields = column![occasion(counter, context)].spacing(14);
    while let Some(left) = cells.next() {
        let right = cells.next().map(|cell| container(cell).width(Length::Fill));
        fields = fields.push(row![container(left).width(Length::Fill)].push(right).spacing(20));
    }
    card(container(Element::from(fields).map(Message::Form)).padding([18, 20]), context.tokens()).width(Length::Fill).into()
}

fn occasion<'a>(counter: &'a Counter, context: &'a Context) -> Element<'a, form::Message> {
    let form = &counter.form;
    let when = if form.is_scheduled() { showing(form, context) } else { day_and_time(counter, context) };
    row![event(counter, context), when].spacing(20).into()
}

fn event<'a>(counter: &'a Counter, context: &'a Context) -> Element<'a, form::Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let form = &counter.form;
    let words = combo::Words {
        placeholder: say!(locale, "form-event-placeholder"),
        create: say!(locale, "form-event-create", name = form.event.combo.text().trim()),
        nothing: say!(locale, "form-event-none"),
    };
    let control = form.event.combo.view(form::EVENT, form.names(), words, tokens).map(form::Message::Event);
    let wrong = match counter.problem {
        Some(Problem::EventUndecided) => Some(say!(locale, "form-event-undecided")),
        Some(Problem::EventName) => Some(say!(locale, "form-event-too-long")),
        Some(Problem::EventNeeded) => Some(say!(locale, "record-event-needed")),
        _ => None,
    };
    let wrong = wrong.map(|words| below(Icon::CircleAlert, words, tokens.stop.ink));
    let hint = (!context.rules().limits.needs_event()).then(|| say!(locale, "form-optional"));
    labelled(say!(locale, "form-event"), hint, control, wrong, tokens).width(Length::Fill).into()
}

fn showing<'a>(form: &'a Form, context: &'a Context) -> Element<'a, form::Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let now = context.local_now();
    let mut rows: Vec<drop_down::Row> = form
        .ordered_showings(now)
        .iter()
        .map(|each| drop_down::Row {
            words: locale.occasion(each.date, each.time),
            right: is_past(each, now).then(|| say!(locale, "form-showing-past")),
        })
        .collect();
    rows.push(drop_down::Row { words: say!(locale, "form-showing-other"), right: None });
    let chosen = form.showing().map(|each| locale.occasion(each.date, each.time)).unwrap_or_default();
    let face = field::chosen(chosen, None, Icon::ChevronDown, tokens);
    let control = form.showings.view(form::SHOWING, face, &rows, 0.0, tokens).map(form::Message::Showing);
    labelled(say!(locale, "form-showing"), None, control, None, tokens).width(Length::Fill).into()
}

fn day_and_time<'a>(counter: &'a Counter, context: &'a Context) -> Element<'a, form::Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let form = &counter.form;
    let month = calendar::Words {
        title: locale.month_and_year(form.date.date().unwrap_or(context.today)),
        weekdays: [1, 2, 3, 4, 5, 6, 7].map(|day| locale.weekday(day)),
    };
    let placeholder = say!(locale, "form-date-placeholder");
    let date = form.date.view(form::DATE, &placeholder, context.today, month, tokens).map(form::Message::Date);
    let wrong_date = (form.date.date().is_none()).then(|| below(Icon::CircleAlert, say!(locale, "form-date-wrong"), tokens.stop.ink));
    let weekday = form.date.date().map(|day| locale.weekday(day.weekday().to_monday_one_offset()));
    let date = labelled(say!(locale, "form-date"), weekday, date, wrong_date, tokens).width(Length::FillPortion(3));
    let is_good = form.event_time().is_ok();
    let validity = if is_good { Validity::Good } else { Validity::Bad };
    let placeholder = if locale.language() == crate::locale::Language::En { "––:––" } else { "––.––" };
    let input = field::input(placeholder, &form.time, validity, tokens).on_input(form::Message::TimeTyped);
    let wrong_time = (!is_good).then(|| below(Icon::CircleAlert, say!(locale, "form-time-wrong"), tokens.stop.ink));
    let hint = say!(locale, "form-optional");
    let time =
        labelled(say!(locale, "form-time"), Some(hint), focus::field(form::TIME, input), wrong_time, tokens).width(Length::FillPortion(2));
    let list = form.is_by_hand().then(|| {
        let words = say!(locale, "form-showing-list");
        button("showing-list", words, Weight::Link).height(LOW).padding(4.0).on_press(form::Message::ListPressed).view(tokens)
    });
    column![row![date, time].spacing(12)].push(list).spacing(4).width(Length::Fill).into()
}

fn children<'a>(form: &'a Form, known: &'a Known, context: &'a Context) -> Element<'a, form::Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let is_community = known.number.kind() == CardKind::Community;
    let most = known.card.as_ref().and_then(|card| card.children_max).filter(|_| !is_community);
    let over = most.filter(|most| form.along.children > *most);
    let label = if is_community { say!(locale, "form-children-group") } else { say!(locale, "form-children") };
    let advice = match over {
        Some(most) => Some(below(Icon::TriangleAlert, say!(locale, "form-children-over", max = most), tokens.discretion.ink)),
        None => is_community.then(|| below(Icon::Info, say!(locale, "form-children-adults"), tokens.muted)),
    };
    let hint = most.map(|most| {
        text(say!(locale, "form-children-max", max = most), lettering::BODY, lettering::REGULAR, tokens.muted).width(Length::Fill)
    });
    let control = row![stepper(form::CHILDREN, form.along.children, tokens).map(form::Message::Children)].push(hint);
    labelled(label, None, control.spacing(14).align_y(Alignment::Center), advice, tokens).into()
}

fn customer_cards<'a>(form: &'a Form, context: &'a Context) -> Element<'a, form::Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let control = stepper(form::CUSTOMER_CARDS, form.along.customer_cards, tokens).map(form::Message::CustomerCards);
    let advice = below(Icon::Info, say!(locale, "form-customer-cards-hint"), tokens.muted);
    labelled(say!(locale, "form-customer-cards"), None, control, Some(advice), tokens).into()
}

/// The group's staff members, where the venue counts more than one (C22).
fn staff<'a>(form: &'a Form, context: &'a Context) -> Option<Element<'a, form::Message>> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let most = form.most_staff()?;
    let control = stepper(form::STAFF, form.along.staff, tokens).map(form::Message::Staff);
    let advice = below(Icon::Info, say!(locale, "form-staff-hint", most = most), tokens.muted);
    Some(labelled(say!(locale, "form-staff"), None, control, Some(advice), tokens).into())
}

fn value<'a>(counter: &'a Counter, context: &'a Context) -> Element<'a, form::Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let form = &counter.form;
    let is_needed = counter.problem == Some(Problem::ValueNeeded);
    let is_good = form.value().is_ok() && !is_needed;
    let validity = if is_good { Validity::Good } else { Validity::Bad };
    let input = field::input("0,00", &form.along.value, validity, tokens).on_input(form::Message::ValueTyped);
    let words = if is_needed { say!(locale, "record-value-needed") } else { say!(locale, "form-value-wrong") };
    let wrong = (!is_good).then(|| below(Icon::CircleAlert, words, tokens.stop.ink));
    labelled(say!(locale, "form-value"), Some("€".to_owned()), focus::field(form::VALUE, input), wrong, tokens).into()
}

/// How the holder asked for it: no card is at the desk on the phone or by e-mail (R155).
fn channel<'a>(form: &'a Form, context: &'a Context) -> Element<'a, form::Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let words = |channel| match channel {
        Channel::Desk => say!(locale, "channel-desk"),
        Channel::Phone => say!(locale, "channel-phone"),
        Channel::Email => say!(locale, "channel-email"),
    };
    let rows = Channel::ALL.map(|channel| drop_down::Row { words: words(channel), right: None });
    let face = field::chosen(words(form.channel), None, Icon::ChevronDown, tokens);
    let control = form.channels.view(form::CHANNEL, face, &rows, 0.0, tokens).map(form::Message::Channel);
    labelled(say!(locale, "form-channel"), None, control, None, tokens).into()
}

/// Why the clerk uses the venue's discretion: kept on the record, never about a person (R41, R166).
/// Where there is little room it is one line, whose label is not drawn but there to be read out.
fn reason<'a>(counter: &'a Counter, air: Air, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let label = say!(locale, "form-reason");
    let words = say!(locale, "form-reason-placeholder");
    let words = if air == Air::Full { words } else { format!("{label}: {words}") };
    let input = field::input(&words, &counter.reason, Validity::Good, tokens).on_input(Message::ReasonTyped);
    let control = focus::field(REASON, input);
    if air == Air::Full {
        return labelled(label, Some(say!(locale, "form-optional")), control, None, tokens).into();
    }
    let unseen = container(text(label, lettering::LABEL, lettering::SEMIBOLD, tokens.ink)).width(0).height(0).clip(true);
    column![unseen, control].into()
}
