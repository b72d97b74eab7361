//! What became of a damaged file, in the clerk's words: what happened, what was saved, what to do.

use crate::locale::Locale;
use crate::say;
use jiff::civil::Date;
use kaikuasema_store::Salvage;

/// All of it, as the sentences of one bar.
#[must_use]
pub fn salvage(salvage: &Salvage, today: Date, locale: &Locale) -> String {
    let at = locale.moment(salvage.at, today);
    let mut sentences = Vec::new();
    if let Some(file) = &salvage.kept_as {
        sentences.push(say!(locale, "salvage-damaged", at = at, file = file.clone()));
        let (count, waiting) = (locale.number(salvage.operations), locale.number(salvage.waiting));
        sentences.push(say!(locale, "salvage-kept", count = count, waiting = waiting));
    } else {
        sentences.push(say!(locale, "salvage-missing", at = at));
    }
    if salvage.only_sealed > 0 {
        sentences.push(say!(locale, "salvage-sealed", count = locale.number(salvage.only_sealed)));
    }
    if salvage.kept_as.is_some() {
        sentences.push(say!(locale, "salvage-fetched"));
        if !salvage.keeps_sign_in {
            sentences.push(say!(locale, "salvage-sign-in"));
        }
    }
    sentences.join(" ")
}
