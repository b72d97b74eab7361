//! The part about the venue: what it leaves to the clerk's discretion, and how it records.

use super::cells::{Cells, GAP, grid};
use super::field::{Field, List, Pick, Tick};
use super::{Message, POLICIES};
use crate::say;
use iced::Element;
use iced::widget::column;
use kaikuasema_domain::usage::{MOST_STAFF, ONE_STAFF};
use kaikuasema_domain::verdict::{LONGEST_COURSE_TERMS, Policy};

/// The part.
pub(super) fn view<'a>(cells: &Cells<'a>) -> Element<'a, Message> {
    let locale = cells.locale();
    let draft = &cells.page.whole.draft;
    let rules = &draft.rules;
    let policy = |pick, label, policy: Policy, reason| {
        let words = [say!(locale, "settings-allow"), say!(locale, "settings-ask"), say!(locale, "settings-refuse")];
        let chosen = POLICIES.iter().position(|each| *each == policy).unwrap_or(1);
        cells.pick(pick, label, words, chosen, reason)
    };
    let events = std::iter::once(say!(locale, "settings-default-event-none"))
        .chain(cells.page.whole.events.iter().map(|each| each.event.name.clone()))
        .collect();
    let left = vec![
        policy(Pick::Ended, say!(locale, "settings-ended"), rules.ended, say!(locale, "settings-ended-why")),
        policy(Pick::After, say!(locale, "settings-after"), rules.event_after_last_day, say!(locale, "settings-after-why")),
        policy(Pick::LimitReached, say!(locale, "settings-limit-reached"), rules.limit_reached, say!(locale, "settings-limit-reached-why")),
        cells.list(List::DefaultEvent, say!(locale, "settings-default-event"), events, say!(locale, "settings-default-event-why")),
        cells.tick(Tick::OneScan, rules.one_scan, say!(locale, "settings-one-scan"), say!(locale, "settings-one-scan-why")),
        cells.tick(Tick::Identity, rules.asks_identity, say!(locale, "settings-identity"), say!(locale, "settings-identity-why")),
        cells.typed(
            Field::Wristband,
            say!(locale, "settings-wristband"),
            draft.text(Field::Wristband),
            say!(locale, "settings-no-fee"),
            say!(locale, "settings-wristband-why"),
        ),
        cells.typed(
            Field::CourseTerms,
            say!(locale, "settings-course-terms"),
            draft.text(Field::CourseTerms),
            say!(locale, "settings-no-terms"),
            say!(locale, "settings-course-terms-why", most = LONGEST_COURSE_TERMS),
        ),
        cells.number(
            Field::Staff,
            say!(locale, "settings-staff"),
            draft.text(Field::Staff),
            ONE_STAFF.to_string(),
            say!(locale, "settings-staff-why", most = MOST_STAFF),
        ),
    ];
    column![grid(left, cells.context.is_narrow)].spacing(GAP).into()
}
