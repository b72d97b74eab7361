//! What was changed here and at another station at once, in words: the clerk keeps one of the two.

use super::draft::{CapDraft, CapKind, RulesDraft, UseDraft};
use super::event_draft::{EventDraft, ShowingDraft};
use super::field::{Field, Pick};
use super::merge::Setting;
use super::whole::Both;
use super::{Message, Settings, limits_view};
use crate::context::Context;
use crate::locale::Locale;
use crate::say;
use crate::ui::bar;
use crate::ui::button::{LOW, Weight, button};
use crate::ui::icon::Icon;
use iced::Element;
use kaikuasema_domain::event::ShowingOccasion;
use kaikuasema_domain::usage::ONE_STAFF;
use kaikuasema_domain::verdict::Policy;

/// The bar, where there is anything of the kind: each part with what the other station set.
pub(super) fn view<'a>(page: &'a Settings, context: &'a Context) -> Option<Element<'a, Message>> {
    let both = page.whole.both();
    if both.is_empty() {
        return None;
    }
    let locale = &context.locale;
    let tokens = context.tokens();
    let parts: Vec<String> = both.iter().filter_map(|each| part(page, *each, locale)).collect();
    let words = say!(locale, "settings-both", what = parts.join("; "));
    let take = button("settings-take-others", say!(locale, "settings-both-take"), Weight::Plain)
        .height(LOW)
        .padding(14.0)
        .on_press(Message::OthersTaken)
        .view(tokens);
    Some(bar::tinted(Icon::TriangleAlert, words, tokens.discretion, Some(take)).into())
}

fn part(page: &Settings, both: Both, locale: &Locale) -> Option<String> {
    let Some(event) = both.event else {
        let (name, value) = of_venue(page, both.setting, locale)?;
        return Some(format!("{name}: {value}"));
    };
    let each = page.whole.event(event)?;
    let (of, (name, value)) = match both.showing {
        None => (each.event.name.clone(), of_event(&EventDraft::of(&each.event.limits), both.setting, locale)?),
        Some(id) => {
            let showing = each.showings.iter().find(|showing| showing.id == id)?;
            let of = format!("{} {}", each.event.name, locale.occasion(showing.date, showing.time));
            (of, of_showing(&ShowingDraft::of(showing), both.setting, locale)?)
        }
    };
    Some(format!("{of}, {name}: {value}"))
}

/// What a field holds, or what it means that it is empty.
fn or_none(held: &str, none: String) -> String {
    if held.is_empty() { none } else { held.to_owned() }
}

fn policy(policy: Policy, locale: &Locale) -> String {
    match policy {
        Policy::Allow => say!(locale, "settings-allow"),
        Policy::Ask => say!(locale, "settings-ask"),
        Policy::Refuse => say!(locale, "settings-refuse"),
    }
}

fn cap(cap: &CapDraft, locale: &Locale) -> String {
    format!("{} {}", limits_view::cap_kind(cap.kind, locale), cap.number).trim_end().to_owned()
}

/// A part of the venue's rules: its name and what is set. A tick has two values only, and two stations
/// that both change it agree.
fn of_venue(page: &Settings, setting: Setting, locale: &Locale) -> Option<(String, String)> {
    let set = RulesDraft::of(&page.whole.rules);
    let rules = &set.rules;
    Some(match setting {
        Setting::Pick(Pick::Ended) => (say!(locale, "settings-ended"), policy(rules.ended, locale)),
        Setting::Pick(Pick::After) => (say!(locale, "settings-after"), policy(rules.event_after_last_day, locale)),
        Setting::Pick(Pick::LimitReached) => (say!(locale, "settings-limit-reached"), policy(rules.limit_reached, locale)),
        Setting::DefaultEvent => {
            let event = rules.default_event.and_then(|id| page.whole.event(id)).map(|each| each.event.name.clone());
            (say!(locale, "settings-default-event"), event.unwrap_or_else(|| say!(locale, "settings-default-event-none")))
        }
        Setting::Uses => (say!(locale, "settings-uses"), uses(&set, locale)),
        Setting::Field(field) => {
            let held = set.text(field);
            let limited = || or_none(held, say!(locale, "settings-no-limit"));
            let over = |period| if held.is_empty() { limited() } else { format!("{held}, {}", limits_view::period_name(period, locale)) };
            match field {
                Field::Cap => (say!(locale, "settings-cap"), cap(&set.cap, locale)),
                Field::CoursePlaces => (say!(locale, "settings-course-places"), limited()),
                Field::GuestCap => (say!(locale, "settings-guest-cap"), limited()),
                Field::Value => (say!(locale, "settings-value"), over(set.value_period)),
                Field::Visits => (say!(locale, "settings-visits"), over(set.visits_period)),
                Field::Reservations => (say!(locale, "settings-reservations"), limited()),
                Field::Opens => (say!(locale, "settings-opens"), or_none(held, say!(locale, "settings-at-once"))),
                Field::HandsOver => (say!(locale, "settings-hands-over"), or_none(held, say!(locale, "settings-at-once"))),
                Field::CourseTerms => (say!(locale, "settings-course-terms"), or_none(held, say!(locale, "settings-no-terms"))),
                Field::Wristband => (say!(locale, "settings-wristband"), or_none(held, say!(locale, "settings-no-fee"))),
                Field::Staff => (say!(locale, "settings-staff"), or_none(held, ONE_STAFF.to_string())),
                Field::Uses(_) | Field::EventCap | Field::Expected | Field::EventOpens | Field::Capacity | Field::Gap => return None,
            }
        }
        Setting::Tick(_) | Setting::Pick(Pick::EventOnce | Pick::Occasion) => return None,
    })
}

fn uses(set: &RulesDraft, locale: &Locale) -> String {
    let limit = |each: &UseDraft| {
        let kind = limits_view::kind_name(each.kind, locale);
        format!("{kind} {}, {}", each.most, limits_view::period_name(each.period, locale))
    };
    let all: Vec<String> = set.uses.iter().map(limit).collect();
    or_none(&all.join(" + "), say!(locale, "settings-no-limit"))
}

fn of_event(set: &EventDraft, setting: Setting, locale: &Locale) -> Option<(String, String)> {
    Some(match setting {
        Setting::Field(Field::Expected) => (say!(locale, "settings-expected"), or_none(&set.expected, say!(locale, "settings-not-known"))),
        Setting::Field(Field::EventCap) => {
            let is_set = set.cap.kind != CapKind::None;
            (say!(locale, "settings-event-cap"), if is_set { cap(&set.cap, locale) } else { say!(locale, "settings-as-venue") })
        }
        Setting::Field(Field::EventOpens) => (say!(locale, "settings-opens"), or_none(&set.opens, say!(locale, "settings-as-venue"))),
        Setting::Pick(Pick::EventOnce) => {
            let value = match set.limits.once {
                Some(true) => say!(locale, "settings-yes"),
                Some(false) => say!(locale, "settings-no"),
                None => say!(locale, "settings-as-venue"),
            };
            (say!(locale, "settings-event-once"), value)
        }
        _ => return None,
    })
}

fn of_showing(set: &ShowingDraft, setting: Setting, locale: &Locale) -> Option<(String, String)> {
    Some(match setting {
        Setting::Field(Field::Capacity) => (say!(locale, "settings-capacity"), or_none(&set.capacity, say!(locale, "settings-not-known"))),
        Setting::Pick(Pick::Occasion) => {
            let value = match set.occasion {
                ShowingOccasion::Ordinary => say!(locale, "settings-ordinary"),
                ShowingOccasion::Premiere => say!(locale, "settings-premiere"),
                ShowingOccasion::Gala => say!(locale, "settings-gala"),
            };
            (say!(locale, "settings-occasion"), value)
        }
        _ => return None,
    })
}
