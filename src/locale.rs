//! The languages of the screen: Finnish first, Swedish and English equal. Words live in
//! `locales/<language>/`; days, times, numbers and euros are written here.
//!
//! Code asks for words with [`say!`](crate::say) and names a message for later with
//! [`key!`](crate::key); a test reads the sources and finds every key that is missing in a
//! language and every one that nobody asks for.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use kaikuasema_domain::{Cents, civil};
use std::fmt;
use unic_langid::LanguageIdentifier;

/// A language of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Finnish.
    #[default]
    Fi,
    /// Swedish, as written in Finland.
    Sv,
    /// English.
    En,
}

impl Language {
    /// Every language, in the order of the list.
    pub const ALL: [Language; 3] = [Language::Fi, Language::Sv, Language::En];

    /// Its code: `fi`, `sv`, `en`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Language::Fi => "fi",
            Language::Sv => "sv",
            Language::En => "en",
        }
    }

    /// The language of a code, such as a setting or `LANG` holds (`sv_FI.UTF-8`).
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| code.get(..2).is_some_and(|c| c.eq_ignore_ascii_case(language.code())))
    }

    /// The language of the user's session, from the environment; Finnish where it is another.
    #[must_use]
    pub fn from_system() -> Self {
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
        set.as_deref().and_then(Self::from_code).unwrap_or_default()
    }

    /// Its own name for itself.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Language::Fi => "Suomi",
            Language::Sv => "Svenska",
            Language::En => "English",
        }
    }

    fn source(self) -> &'static str {
        match self {
            Language::Fi => concat!(
                include_str!("../locales/fi/kaikuasema.ftl"),
                include_str!("../locales/fi/errors.ftl"),
                include_str!("../locales/fi/aside.ftl"),
                include_str!("../locales/fi/command_line.ftl"),
                include_str!("../locales/fi/door.ftl"),
                include_str!("../locales/fi/limits.ftl"),
                include_str!("../locales/fi/readers.ftl"),
                include_str!("../locales/fi/settings.ftl")
            ),
            Language::Sv => concat!(
                include_str!("../locales/sv/kaikuasema.ftl"),
                include_str!("../locales/sv/errors.ftl"),
                include_str!("../locales/sv/aside.ftl"),
                include_str!("../locales/sv/command_line.ftl"),
                include_str!("../locales/sv/door.ftl"),
                include_str!("../locales/sv/limits.ftl"),
                include_str!("../locales/sv/readers.ftl"),
                include_str!("../locales/sv/settings.ftl")
            ),
            Language::En => concat!(
                include_str!("../locales/en/kaikuasema.ftl"),
                include_str!("../locales/en/errors.ftl"),
                include_str!("../locales/en/aside.ftl"),
                include_str!("../locales/en/command_line.ftl"),
                include_str!("../locales/en/door.ftl"),
                include_str!("../locales/en/limits.ftl"),
                include_str!("../locales/en/readers.ftl"),
                include_str!("../locales/en/settings.ftl")
            ),
        }
    }

    fn identifier(self) -> LanguageIdentifier {
        // The three codes are well formed; the plural rules follow them.
        self.code().parse().unwrap_or_default()
    }
}

/// Words in one language.
pub struct Locale {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Locale({})", self.language.code())
    }
}

/// Asks a [`Locale`] for words: `say!(locale, "counter-save")`, `say!(locale, "children", count = 2)`.
#[macro_export]
macro_rules! say {
    ($locale:expr, $key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $locale.text($key, &[$((stringify!($name), ::fluent_bundle::FluentValue::from($value))),*])
    };
}

/// Names words to be asked for later.
#[macro_export]
macro_rules! key {
    ($key:literal) => {
        $key
    };
}

impl Locale {
    /// The words of a language.
    #[must_use]
    pub fn new(language: Language) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![language.identifier()]);
        // Names stand in the sentences as they are; nothing here mixes writing directions.
        bundle.set_use_isolating(false);
        // A broken entry is left out and its key shown instead; the tests allow none.
        let resource = FluentResource::try_new(language.source().to_owned()).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
        Self { language, bundle }
    }

    /// Which language it is.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// The words of a key with values put in; the key itself where there are none.
    #[must_use]
    pub fn text(&self, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else { return key.to_owned() };
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set(*name, value.clone());
        }
        self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }

    /// A day: `28.11.2026`.
    #[must_use]
    pub fn day(&self, day: Date) -> String {
        format!("{}.{}.{}", day.day(), day.month(), day.year())
    }

    /// A day with its weekday: `la 28.11.2026`.
    #[must_use]
    pub fn weekday_and_day(&self, day: Date) -> String {
        format!("{} {}", self.weekday(day.weekday().to_monday_one_offset()), self.day(day))
    }

    /// A weekday's short name; Monday is 1.
    #[must_use]
    pub fn weekday(&self, day: i8) -> String {
        say!(self, "weekday-short", day = day)
    }

    /// A weekday's whole name; Monday is 1.
    #[must_use]
    pub fn weekday_name(&self, day: u8) -> String {
        say!(self, "weekday-long", day = day)
    }

    /// A month's name and the year, as over a calendar.
    #[must_use]
    pub fn month_and_year(&self, day: Date) -> String {
        say!(self, "month-and-year", month = day.month(), year = day.year().to_string())
    }

    /// A clock time without words: `13.00`, in English `13:00`.
    #[must_use]
    pub fn clock(&self, time: Time) -> String {
        let between = if self.language == Language::En { ':' } else { '.' };
        format!("{:02}{between}{:02}", time.hour(), time.minute())
    }

    /// A clock time with its word: `klo 13.00`, `kl. 13.00`, `at 13:00`.
    #[must_use]
    pub fn at(&self, time: Time) -> String {
        say!(self, "at-time", time = self.clock(time))
    }

    /// An event's day and, where known, its time: `la 28.11.2026 klo 13.00`.
    #[must_use]
    pub fn occasion(&self, day: Date, time: Option<Time>) -> String {
        match time {
            Some(time) => format!("{} {}", self.weekday_and_day(day), self.at(time)),
            None => self.weekday_and_day(day),
        }
    }

    /// The Finnish clock time of an instant; with the day where that is not `today`.
    #[must_use]
    pub fn moment(&self, at: Timestamp, today: Date) -> String {
        let local = civil::in_finland(at);
        let time = self.at(local.time());
        if local.date() == today { time } else { format!("{} {time}", self.day(local.date())) }
    }

    /// The Finnish clock time of an instant without words, for a list.
    #[must_use]
    pub fn clock_of(&self, at: Timestamp) -> String {
        self.clock(civil::in_finland(at).time())
    }

    /// A whole number in groups of three: `88 188`, in English `88,188`.
    #[must_use]
    pub fn number(&self, number: u64) -> String {
        let between = if self.language == Language::En { ',' } else { '\u{a0}' };
        let digits = number.to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                grouped.push(between);
            }
            grouped.push(digit);
        }
        grouped
    }

    /// An amount of euros: `4,50 €`, in English `€4.50`.
    #[must_use]
    pub fn euros(&self, amount: Cents) -> String {
        self.euro_sum(u64::from(amount.get()))
    }

    /// A sum of amounts, in cents: it may be more than one record can hold.
    #[must_use]
    pub fn euro_sum(&self, cents: u64) -> String {
        let whole = self.number(cents / 100);
        let part = cents % 100;
        match self.language {
            Language::En => format!("€{whole}.{part:02}"),
            Language::Fi | Language::Sv => format!("{whole},{part:02}\u{a0}€"),
        }
    }
}

#[cfg(test)]
#[path = "locale_tests.rs"]
mod tests;
