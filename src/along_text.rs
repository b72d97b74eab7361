//! Who came along on a record, in words.

use crate::locale::Locale;
use crate::say;
use kaikuasema_domain::Usage;
use kaikuasema_domain::usage::ONE_STAFF;

/// The group's staff members where there are more than one, and the children; none where nobody came along.
#[must_use]
pub fn along(usage: &Usage, locale: &Locale) -> Option<String> {
    let staff = (usage.staff > ONE_STAFF).then(|| say!(locale, "staff-count", count = usage.staff));
    let children = (usage.children > 0).then(|| say!(locale, "children-count", count = usage.children));
    let parts: Vec<String> = staff.into_iter().chain(children).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}
