//! The part about the limits of the venue: each with the model's floor and its reason beside it.

use super::cells::{Cells, GAP, grid};
use super::draft::{CapKind, RulesDraft};
use super::field::{Field, List, MOST_USES, Tick, remove_id};
use super::{KINDS, Message, YEARS};
use crate::limit_words;
use crate::locale::Locale;
use crate::say;
use crate::ui::button::{HEIGHT, LOW, Weight, button};
use crate::ui::card::line;
use crate::ui::icon::Icon;
use crate::ui::lettering::{self, text};
use crate::ui::number_field;
use iced::widget::{column, container, row};
use iced::{Alignment, Element, Length};
use kaikuasema_domain::event::EventKind;
use kaikuasema_domain::limits::{CappedSetting, FloorReason, GUEST_TICKETS, HAND_OVER_MINUTES, IsoDay, OPENS_DAYS, Period, VISITS_A_YEAR};

/// The part.
pub(super) fn view<'a>(cells: &Cells<'a>) -> Element<'a, Message> {
    let is_narrow = cells.context.is_narrow;
    let tokens = cells.tokens();
    column![
        grid(caps(cells), is_narrow),
        line(tokens),
        uses(cells),
        line(tokens),
        grid(per_card(cells), is_narrow),
        line(tokens),
        grid(left_out(cells), is_narrow),
        line(tokens),
        grid(times(cells), is_narrow),
    ]
    .spacing(GAP)
    .into()
}

fn floor(setting: CappedSetting, least: u32, reason: FloorReason, locale: &Locale) -> String {
    limit_words::floor(setting, least, reason, locale)
}

/// The words of a kind of cap.
pub(super) fn cap_kind(kind: CapKind, locale: &Locale) -> String {
    match kind {
        CapKind::None => say!(locale, "settings-no-limit"),
        CapKind::Share => say!(locale, "settings-cap-share"),
        CapKind::Showing => say!(locale, "settings-cap-showing"),
        CapKind::Day => say!(locale, "settings-cap-day"),
        CapKind::Event => say!(locale, "settings-cap-event"),
    }
}

fn caps<'a>(cells: &Cells<'a>) -> Vec<Element<'a, Message>> {
    let locale = cells.locale();
    let draft = &cells.page.whole.draft;
    let limits = &draft.rules.limits;
    let none = || say!(locale, "settings-no-limit");
    let number = (draft.cap.kind != CapKind::None).then(|| (Field::Cap, cells.number_control(Field::Cap, &draft.cap.number, "")));
    let (least, reason) = cells.page.cap_floor(draft.cap.kind);
    let reason = floor(CappedSetting::Cap, least, reason, locale);
    // A number that is enough for a smaller hall is taken; in the largest one the floor is applied.
    let is_raised =
        draft.cap.kind == CapKind::Showing && number_field::number(&draft.cap.number).is_ok_and(|n| n.is_some_and(|n| n < least));
    let reason = if is_raised { format!("{reason} {}", say!(locale, "settings-cap-applied", floor = least)) } else { reason };
    let cap = cells.list_and_number(
        say!(locale, "settings-cap"),
        (List::CapKind, CapKind::ALL.iter().map(|kind| cap_kind(*kind, locale)).collect()),
        number,
        reason,
    );
    vec![
        cap,
        cells.number(
            Field::CoursePlaces,
            say!(locale, "settings-course-places"),
            draft.text(Field::CoursePlaces),
            none(),
            course_reason(draft, locale),
        ),
        cells.number(
            Field::GuestCap,
            say!(locale, "settings-guest-cap"),
            draft.text(Field::GuestCap),
            none(),
            floor(CappedSetting::GuestCap, GUEST_TICKETS, FloorReason::GuestTickets, locale),
        ),
        cells.tick(
            Tick::ChildrenOut,
            limits.caps_leave_children_out,
            say!(locale, "settings-children-out"),
            say!(locale, "settings-children-out-why"),
        ),
    ]
}

/// One place is the floor, and advice is given there (C15).
fn course_reason(draft: &RulesDraft, locale: &Locale) -> String {
    let reason = floor(CappedSetting::CoursePlaces, 1, FloorReason::CoursePlaces, locale);
    let is_one = draft.text(Field::CoursePlaces).trim() == "1";
    if is_one { format!("{reason} {}", say!(locale, "settings-course-one")) } else { reason }
}

/// The words of the kind of event that a limit of uses is about.
pub(super) fn kind_name(kind: Option<EventKind>, locale: &Locale) -> String {
    say!(locale, "settings-kind", kind = limit_words::kind_word(kind))
}

/// The words of a period.
pub(super) fn period_name(period: Period, locale: &Locale) -> String {
    match period {
        Period::CalendarYear => say!(locale, "settings-period-calendar-year"),
        Period::TwelveMonths => say!(locale, "settings-period-twelve-months"),
        Period::CardYear => say!(locale, "settings-period-card-year"),
        Period::HalfYear => say!(locale, "settings-period-half-year"),
        Period::Month => say!(locale, "settings-period-month"),
    }
}

fn periods(periods: &[Period], locale: &Locale) -> Vec<String> {
    periods.iter().map(|period| period_name(*period, locale)).collect()
}

/// How often a card can be used: a row for each limit.
fn uses<'a>(cells: &Cells<'a>) -> Element<'a, Message> {
    let locale = cells.locale();
    let tokens = cells.tokens();
    let draft = &cells.page.whole.draft;
    let can_add = cells.is_open && draft.uses.len() < MOST_USES;
    let add = cells.is_open.then(|| {
        button("uses-add", say!(locale, "settings-uses-add"), Weight::Plain)
            .icon(Icon::Plus)
            .height(LOW)
            .padding(14.0)
            .on_press_maybe(can_add.then_some(Message::UsesAdded))
            .view(tokens)
    });
    let label = text(say!(locale, "settings-uses"), lettering::LABEL, lettering::SEMIBOLD, tokens.ink).width(Length::Fill);
    let mut rows = column![row![label].push(add).align_y(Alignment::Center)].spacing(10);
    for (index, each) in draft.uses.iter().enumerate() {
        let field = Field::Uses(index);
        let kinds = KINDS.iter().map(|kind| kind_name(*kind, locale)).collect();
        let remove = cells.is_open.then(|| {
            button(remove_id(index), say!(locale, "settings-uses-remove"), Weight::Plain)
                .icon(Icon::X)
                .height(HEIGHT)
                .padding(12.0)
                .on_press(Message::UsesRemoved(index))
                .view(tokens)
        });
        let part = |control, portion| container(control).width(Length::FillPortion(portion));
        let controls = row![
            part(cells.list_control(List::UsesKind(index), kinds), 3),
            part(cells.number_control(field, &each.most, ""), 3),
            part(cells.list_control(List::UsesPeriod(index), periods(&Period::ALL, locale)), 3),
        ]
        .push(remove)
        .spacing(10)
        .align_y(Alignment::Center);
        rows = rows.push(controls).push(cells.wrong_below(field));
    }
    let none = draft.uses.is_empty().then(|| text(say!(locale, "settings-no-limit"), 17.0, lettering::REGULAR, tokens.muted));
    let reason = floor(CappedSetting::Uses, 1, FloorReason::AtLeastOne, locale);
    rows.push(none).push(cells.reason(reason)).into()
}

fn per_card<'a>(cells: &Cells<'a>) -> Vec<Element<'a, Message>> {
    let locale = cells.locale();
    let draft = &cells.page.whole.draft;
    let none = || say!(locale, "settings-no-limit");
    let beside = |field, control, list, periods: Vec<String>| {
        let part = |control: Element<'a, Message>| container(control).width(Length::FillPortion(1));
        // Who only looks needs no period of a limit that is not there.
        let is_shown = cells.is_open || !draft.text(field).is_empty();
        row![part(control)].push(is_shown.then(|| part(cells.list_control(list, periods)))).spacing(10).into()
    };
    let value = beside(
        Field::Value,
        cells.text_control(Field::Value, draft.text(Field::Value), none()),
        List::ValuePeriod,
        periods(&Period::ALL, locale),
    );
    let visits = beside(
        Field::Visits,
        cells.number_control(Field::Visits, draft.text(Field::Visits), &none()),
        List::VisitsPeriod,
        periods(&YEARS, locale),
    );
    let thirty = floor(CappedSetting::Visits, VISITS_A_YEAR, FloorReason::ThirtyVisits, locale);
    vec![
        cells.around(Field::Visits, say!(locale, "settings-visits"), visits, format!("{thirty} {}", say!(locale, "settings-visits-why"))),
        cells.around(Field::Value, say!(locale, "settings-value"), value, floor(CappedSetting::Value, 1, FloorReason::AtLeastOne, locale)),
        cells.number(
            Field::Reservations,
            say!(locale, "settings-reservations"),
            draft.text(Field::Reservations),
            none(),
            floor(CappedSetting::Reservations, 1, FloorReason::AtLeastOne, locale),
        ),
        cells.tick(Tick::Once, draft.rules.limits.once_per_production, say!(locale, "settings-once"), say!(locale, "settings-once-why")),
    ]
}

/// What the venue leaves out of Kaikukortti (R144–R147).
fn left_out<'a>(cells: &Cells<'a>) -> Vec<Element<'a, Message>> {
    let locale = cells.locale();
    let tokens = cells.tokens();
    let left_out = &cells.page.whole.draft.rules.limits.left_out;
    let label = |words| text(words, lettering::LABEL, lettering::SEMIBOLD, tokens.ink);
    let offers = column![
        label(say!(locale, "settings-left-out")),
        cells.tick_control(Tick::Premieres, left_out.premieres, say!(locale, "settings-premieres")),
        cells.tick_control(Tick::Galas, left_out.galas, say!(locale, "settings-galas")),
        cells.tick_control(Tick::Guests, left_out.guests, say!(locale, "settings-guests")),
        cells.reason(say!(locale, "settings-left-out-why")),
    ];
    let day = |day: IsoDay| {
        let name = locale.weekday_name(day.number());
        cells.tick_control(Tick::Day(day), left_out.days.contains(&day), name)
    };
    let (week, weekend) = IsoDay::ALL.split_at(4);
    let side = |days: &[IsoDay]| column(days.iter().map(|each| day(*each))).spacing(10).width(Length::Fill);
    let days = column![
        label(say!(locale, "settings-days")),
        row![side(week), side(weekend)].spacing(GAP),
        cells.reason(say!(locale, "settings-days-why")),
    ];
    vec![offers.spacing(10).into(), days.spacing(10).into()]
}

fn times<'a>(cells: &Cells<'a>) -> Vec<Element<'a, Message>> {
    let locale = cells.locale();
    let draft = &cells.page.whole.draft;
    vec![
        cells.number(
            Field::Opens,
            say!(locale, "settings-opens"),
            draft.text(Field::Opens),
            say!(locale, "settings-at-once"),
            floor(CappedSetting::OpensDaysBefore, u32::from(OPENS_DAYS), FloorReason::AWeekBefore, locale),
        ),
        cells.number(
            Field::HandsOver,
            say!(locale, "settings-hands-over"),
            draft.text(Field::HandsOver),
            say!(locale, "settings-at-once"),
            floor(CappedSetting::HandsOverMinutesBefore, u32::from(HAND_OVER_MINUTES), FloorReason::ThirtyMinutes, locale),
        ),
    ]
}
