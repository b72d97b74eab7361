//! The part about one event: its own limits, and what is special about its showings.

use super::cells::{Cells, GAP, grid};
use super::draft::CapKind;
use super::event_draft::EventDraft;
use super::field::{Field, List, Pick, Tick};
use super::{EVENT, Message, OCCASIONS, ONCE, limits_view};
use crate::limit_words;
use crate::say;
use crate::ui::card::line;
use crate::ui::combo;
use crate::ui::field::labelled;
use crate::ui::lettering::{self, text};
use iced::Element;
use iced::widget::column;
use kaikuasema_domain::event::EventKind;
use kaikuasema_domain::limits::{CappedSetting, FloorReason, OPENS_DAYS};

/// The part.
pub(super) fn view<'a>(cells: &Cells<'a>) -> Element<'a, Message> {
    let locale = cells.locale();
    let tokens = cells.tokens();
    let page = cells.page;
    let words = combo::Words {
        placeholder: say!(locale, "settings-event-placeholder"),
        create: String::new(),
        nothing: say!(locale, "settings-event-none"),
    };
    let control = page.combo.view(EVENT, &page.names(), words, tokens).map(Message::Event);
    let choose = labelled(say!(locale, "settings-event"), None, control, Some(cells.reason(say!(locale, "settings-event-why"))), tokens);
    let choose = grid(vec![choose.into()], cells.context.is_narrow);
    // The field that an event is chosen in keeps its place, and the focus in it.
    let mut part = column![choose].spacing(GAP);
    if let Some(draft) = page.event_draft() {
        part = part.push(line(tokens)).push(grid(limits(cells, &draft), cells.context.is_narrow));
        part = part.push(line(tokens)).push(grid(showing(cells), cells.context.is_narrow));
    }
    part.into()
}

fn limits<'a>(cells: &Cells<'a>, draft: &EventDraft) -> Vec<Element<'a, Message>> {
    let locale = cells.locale();
    let page = cells.page;
    let is_course = page.event.and_then(|id| page.whole.event(id)).is_some_and(|each| each.event.kind == EventKind::Course);
    let kinds = page.event_cap_kinds().iter().map(|kind| match kind {
        CapKind::None => say!(locale, "settings-as-venue"),
        CapKind::Event if is_course => say!(locale, "settings-cap-course"),
        kind => limits_view::cap_kind(*kind, locale),
    });
    let number = (draft.cap.kind != CapKind::None).then(|| (Field::EventCap, cells.number_control(Field::EventCap, &draft.cap.number, "")));
    let (least, reason) = page.event_cap_floor(draft);
    let reason = limit_words::floor(CappedSetting::Cap, least, reason, locale);
    let cap = cells.list_and_number(say!(locale, "settings-event-cap"), (List::EventCapKind, kinds.collect()), number, reason);
    let once = [say!(locale, "settings-as-venue"), say!(locale, "settings-yes"), say!(locale, "settings-no")];
    let chosen = ONCE.iter().position(|each| *each == draft.limits.once).unwrap_or(0);
    vec![
        cells.tick(
            Tick::EventLeftOut,
            draft.limits.left_out,
            say!(locale, "settings-event-left-out"),
            say!(locale, "settings-event-left-out-why"),
        ),
        cells.tick(Tick::EventGuest, draft.limits.guest, say!(locale, "settings-event-guest"), say!(locale, "settings-event-guest-why")),
        cells.number(
            Field::Expected,
            say!(locale, "settings-expected"),
            &draft.expected,
            say!(locale, "settings-not-known"),
            say!(locale, "settings-expected-why"),
        ),
        cap,
        cells.pick(Pick::EventOnce, say!(locale, "settings-event-once"), once, chosen, say!(locale, "settings-once-why")),
        cells.number(
            Field::EventOpens,
            say!(locale, "settings-opens"),
            &draft.opens,
            say!(locale, "settings-as-venue"),
            limit_words::floor(CappedSetting::OpensDaysBefore, u32::from(OPENS_DAYS), FloorReason::AWeekBefore, locale),
        ),
    ]
}

fn showing<'a>(cells: &Cells<'a>) -> Vec<Element<'a, Message>> {
    let locale = cells.locale();
    let tokens = cells.tokens();
    let page = cells.page;
    let showings = page.event.map(|id| page.whole.coming(id, cells.context.today)).unwrap_or_default();
    let Some(draft) = page.showing_draft() else {
        return vec![text(say!(locale, "settings-no-showings"), lettering::BODY, lettering::REGULAR, tokens.muted).into()];
    };
    let words = showings.iter().map(|each| locale.occasion(each.date, each.time)).collect();
    let occasions = [say!(locale, "settings-ordinary"), say!(locale, "settings-premiere"), say!(locale, "settings-gala")];
    let chosen = OCCASIONS.iter().position(|each| *each == draft.occasion).unwrap_or(0);
    vec![
        cells.list(List::Showing, say!(locale, "settings-showing"), words, say!(locale, "settings-showing-why")),
        cells.number(
            Field::Capacity,
            say!(locale, "settings-capacity"),
            &draft.capacity,
            say!(locale, "settings-not-known"),
            say!(locale, "settings-capacity-why"),
        ),
        cells.pick(Pick::Occasion, say!(locale, "settings-occasion"), occasions, chosen, say!(locale, "settings-occasion-why")),
    ]
}
