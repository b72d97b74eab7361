//! A venue's limits as plain sentences for its web page (R153): rules to lines, in one language.
//! Pure; the settings page, the printed page and the command line all show these.

use crate::limit_words::{kind_word, period, times};
use crate::locale::Locale;
use crate::say;
use kaikuasema_domain::Event;
use kaikuasema_domain::event::EventKind;
use kaikuasema_domain::limits::{CAP_PERCENT, Cap, CapPer, EventLimits, VenueLimits};
use kaikuasema_domain::verdict::VenueRules;

/// The lines, those of the venue first, then those of single events in use; one line that says so
/// where nothing is limited.
#[must_use]
pub fn limits<'a>(rules: &VenueRules, events: impl IntoIterator<Item = &'a Event>, locale: &Locale) -> Vec<String> {
    let mut lines = of_venue(&rules.limits, locale);
    for event in events.into_iter().filter(|event| event.active) {
        lines.extend(of_event(event, locale));
    }
    if lines.is_empty() {
        lines.push(say!(locale, "list-none"));
    }
    lines.extend(reminders(rules, locale));
    lines
}

fn of_venue(limits: &VenueLimits, locale: &Locale) -> Vec<String> {
    let mut lines = Vec::new();
    match limits.performance_cap {
        Some(Cap::Share { percent }) => lines.push(say!(locale, "list-share", percent = percent)),
        Some(Cap::Tickets { most, per }) => {
            lines.push(say!(locale, "list-tickets", over = over(per), most = most, percent = CAP_PERCENT));
        }
        None => {}
    }
    lines.extend(limits.course_places.map(|most| say!(locale, "list-course-places", most = most)));
    lines.extend(limits.guest_cap.map(|most| say!(locale, "list-guest-cap", most = most)));
    let is_capped = limits.performance_cap.is_some() || limits.course_places.is_some() || limits.guest_cap.is_some();
    lines.extend((is_capped && limits.caps_leave_children_out).then(|| say!(locale, "list-children-not-counted")));
    lines.extend(limits.once_per_production.then(|| say!(locale, "list-once")));
    for uses in &limits.uses {
        let (times, over) = (times(uses.most, locale), period(uses.period, locale));
        lines.push(say!(locale, "list-uses", kind = kind_word(uses.kind), times = times, period = over));
    }
    lines.extend(limits.value.map(|value| {
        let (most, over) = (locale.euros(value.most), period(value.period, locale));
        say!(locale, "list-value", most = most, period = over)
    }));
    lines.extend(limits.visits.map(|visits| say!(locale, "list-visits", most = visits.most, period = period(visits.period, locale))));
    lines.extend(limits.reservations.map(|most| say!(locale, "list-reservations", most = most)));
    let left_out = &limits.left_out;
    lines.extend(left_out.premieres.then(|| say!(locale, "list-premieres")));
    lines.extend(left_out.galas.then(|| say!(locale, "list-galas")));
    lines.extend(left_out.guests.then(|| say!(locale, "list-guests")));
    if !left_out.days.is_empty() {
        let days: Vec<String> = left_out.days.iter().map(|day| locale.weekday_name(day.number())).collect();
        lines.push(say!(locale, "list-days", days = days.join(", ")));
    }
    lines.extend(limits.opens_days_before.map(|days| say!(locale, "list-opens", days = days)));
    lines.extend(limits.hands_over_minutes_before.map(|minutes| say!(locale, "list-hands-over", minutes = minutes)));
    lines
}

fn of_event(event: &Event, locale: &Locale) -> Vec<String> {
    let EventLimits { cap, once, left_out, opens_days_before, guest: _, expected: _ } = event.limits;
    let name = event.name.as_str();
    if left_out {
        return vec![say!(locale, "list-event-left-out", name = name)];
    }
    let cap = cap.map(|cap| match cap {
        Cap::Share { percent } => say!(locale, "list-event-share", name = name, percent = percent),
        Cap::Tickets { most, per } => {
            let over = if event.kind == EventKind::Course { "course" } else { over(per) };
            say!(locale, "list-event-tickets", name = name, over = over, most = most)
        }
    });
    let once =
        once.map(|once| if once { say!(locale, "list-event-once", name = name) } else { say!(locale, "list-event-many", name = name) });
    let opens = opens_days_before.map(|days| say!(locale, "list-event-opens", name = name, days = days));
    [cap, once, opens].into_iter().flatten().collect()
}

/// What limits nothing, but is to be known before one comes.
fn reminders(rules: &VenueRules, locale: &Locale) -> Vec<String> {
    let identity = rules.asks_identity.then(|| say!(locale, "list-identity"));
    let wristband = rules.wristband_fee.map(|fee| say!(locale, "list-wristband", fee = locale.euros(fee)));
    let terms = rules.course_terms.as_deref().map(|terms| say!(locale, "list-course-terms", terms = terms));
    [identity, wristband, terms].into_iter().flatten().collect()
}

fn over(per: CapPer) -> &'static str {
    match per {
        CapPer::Showing => "showing",
        CapPer::Day => "day",
        CapPer::Event => "event",
    }
}

#[cfg(test)]
#[path = "limits_text_tests.rs"]
mod tests;
