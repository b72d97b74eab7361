//! What the limits found, in the clerk's words (R151): a headline for the screen, the numbers
//! under it, and the sentence to say aloud with the next possibility. Pure.

use crate::limit_words::{kind_word, period, times};
use crate::locale::Locale;
use crate::say;
use jiff::civil::{Date, Time};
use kaikuasema_domain::limits::{CapPer, Cause, Finding, LeftOutWhy, Period, Room, Severity};

/// A finding in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingWords {
    /// What to know, read from two metres away.
    pub headline: String,
    /// The numbers behind it, in one or two short sentences.
    pub detail: String,
    /// What the clerk can say to the customer, where there is something to say. It never tells
    /// those who wait what the card means (R168).
    pub aloud: Option<String>,
}

/// How a record stands to a limit that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// Nothing is left.
    Full,
    /// Something is left, but not enough for this record.
    Part,
    /// This record fits, and not much is left.
    Near,
}

fn reach(used: u32, this: u32, most: u32) -> Reach {
    match most.saturating_sub(used) {
        0 => Reach::Full,
        left if left < this => Reach::Part,
        _ => Reach::Near,
    }
}

/// The words of a finding. `today` is the Finnish day.
#[must_use]
pub fn finding(finding: &Finding, locale: &Locale, today: Date) -> FindingWords {
    let mut words = cause(&finding.cause, locale, today);
    if !is_passed(&finding.cause) {
        return words;
    }
    let then = match finding.severity {
        Severity::Stop => say!(locale, "limit-refused"),
        Severity::Discretion => say!(locale, "limit-discretion"),
        Severity::Advice => say!(locale, "limit-allowed"),
    };
    words.detail = format!("{} {then}", words.detail);
    // Where the venue lets it pass there is nothing to turn anybody away with; a share to pay stays one.
    if finding.severity == Severity::Advice && !matches!(finding.cause, Cause::Value { .. }) {
        words.aloud = None;
    }
    words
}

/// Whether a limit of the venue is passed, not only near.
fn is_passed(cause: &Cause) -> bool {
    match *cause {
        Cause::Cap { used, this, most, .. } | Cause::Visits { used, this, most, .. } | Cause::Value { used, this, most, .. } => {
            reach(used, this, most) != Reach::Near
        }
        Cause::Uses { used, most, .. } => reach(used, 1, most) != Reach::Near,
        Cause::Reservations { open, most, .. } => reach(open, 1, most) != Reach::Near,
        Cause::Once { .. } | Cause::LeftOut { .. } | Cause::NotOpenYet { .. } => true,
        Cause::CalledOff { .. }
        | Cause::HandOver { .. }
        | Cause::ChildrenOverMaximum { .. }
        | Cause::ChildrenOnCourse
        | Cause::Identity
        | Cause::CourseTerms { .. }
        | Cause::Wristband { .. } => false,
    }
}

fn cause(cause: &Cause, locale: &Locale, today: Date) -> FindingWords {
    match cause {
        Cause::Cap { per, course, used, this, most, elsewhere } => {
            let counts = Counts { used: *used, this: *this, most: *most };
            cap(over(*per, *course), counts, elsewhere, locale)
        }
        Cause::Once { date, time } => once(*date, *time, locale, today),
        Cause::Uses { kind, period, used, most, again_from } => uses(kind_word(*kind), *period, *used, *most, *again_from, locale),
        Cause::Value { period, used, this, most, own_share, again_from } => {
            let counts = Counts { used: *used, this: *this, most: *most };
            value(*period, counts, *own_share, *again_from, locale)
        }
        Cause::Visits { period, used, this, most, again_from } => {
            let counts = Counts { used: *used, this: *this, most: *most };
            visits(*period, counts, *again_from, locale)
        }
        Cause::Reservations { open, most, frees_on } => reservations(*open, *most, *frees_on, locale),
        Cause::LeftOut { why, elsewhere } => left_out(*why, elsewhere, locale),
        Cause::NotOpenYet { opens } => {
            let day = locale.day(*opens);
            FindingWords {
                headline: say!(locale, "limit-not-open", day = day.as_str()),
                detail: say!(locale, "limit-not-open-detail", day = day.as_str()),
                aloud: Some(say!(locale, "limit-not-open-say", day = day)),
            }
        }
        Cause::CalledOff { elsewhere } => FindingWords {
            headline: say!(locale, "limit-called-off"),
            detail: say!(locale, "limit-called-off-detail"),
            aloud: Some(and(say!(locale, "limit-called-off-say"), next(elsewhere, locale))),
        },
        Cause::HandOver { from } => {
            let when = locale.occasion(from.date(), Some(from.time()));
            FindingWords {
                headline: say!(locale, "limit-hand-over", when = when.as_str()),
                detail: say!(locale, "limit-hand-over-detail", when = when.as_str()),
                aloud: Some(say!(locale, "limit-hand-over-say", when = when)),
            }
        }
        Cause::ChildrenOverMaximum { over, most } => FindingWords {
            headline: say!(locale, "limit-children"),
            detail: say!(locale, "limit-children-detail", most = *most, over = *over),
            aloud: None,
        },
        Cause::ChildrenOnCourse => FindingWords {
            headline: say!(locale, "limit-children-course"),
            detail: say!(locale, "limit-children-course-detail"),
            aloud: None,
        },
        Cause::Identity => FindingWords {
            headline: say!(locale, "limit-identity"),
            detail: say!(locale, "limit-identity-detail"),
            aloud: Some(say!(locale, "limit-identity-say")),
        },
        Cause::CourseTerms { terms } => FindingWords {
            headline: say!(locale, "limit-course-terms"),
            detail: say!(locale, "limit-course-terms-detail", terms = terms.as_str()),
            aloud: Some(say!(locale, "limit-course-terms-say", terms = terms.as_str())),
        },
        Cause::Wristband { fee } => {
            let fee = locale.euros(*fee);
            FindingWords {
                headline: say!(locale, "limit-wristband", fee = fee.as_str()),
                detail: say!(locale, "limit-wristband-detail", fee = fee.as_str()),
                aloud: Some(say!(locale, "limit-wristband-say", fee = fee)),
            }
        }
    }
}

/// The numbers of a limit that is counted.
#[derive(Clone, Copy)]
struct Counts {
    used: u32,
    this: u32,
    most: u32,
}

impl Counts {
    fn left(self) -> u32 {
        self.most.saturating_sub(self.used)
    }

    fn after(self) -> u32 {
        self.left().saturating_sub(self.this)
    }

    fn reach(self) -> Reach {
        reach(self.used, self.this, self.most)
    }
}

/// What a cap is counted over, as the messages name it.
fn over(per: CapPer, course: bool) -> &'static str {
    match (course, per) {
        (true, _) => "course",
        (false, CapPer::Showing) => "showing",
        (false, CapPer::Day) => "day",
        (false, CapPer::Event) => "event",
    }
}

fn cap(over: &'static str, counts: Counts, elsewhere: &[Room], locale: &Locale) -> FindingWords {
    let Counts { used, this, most } = counts;
    let left = counts.left();
    match counts.reach() {
        Reach::Full => FindingWords {
            headline: say!(locale, "limit-cap-full", over = over, used = used, most = most),
            detail: say!(locale, "limit-cap-full-detail", over = over, used = used, most = most),
            aloud: Some(and(say!(locale, "limit-cap-full-say", over = over), next(elsewhere, locale))),
        },
        Reach::Part => FindingWords {
            headline: say!(locale, "limit-cap-left", over = over, left = left),
            detail: say!(locale, "limit-cap-part-detail", over = over, left = left, most = most, this = this),
            aloud: Some(and(say!(locale, "limit-cap-part-say", over = over, left = left), next(elsewhere, locale))),
        },
        Reach::Near => FindingWords {
            headline: say!(locale, "limit-cap-left", over = over, left = left),
            detail: say!(locale, "limit-cap-near-detail", over = over, left = left, most = most, this = this),
            aloud: None,
        },
    }
}

fn once(date: Date, time: Option<Time>, locale: &Locale, today: Date) -> FindingWords {
    let when = locale.occasion(date, time);
    let detail = if date < today {
        say!(locale, "limit-once-past-detail", when = when.as_str())
    } else {
        say!(locale, "limit-once-coming-detail", when = when.as_str())
    };
    FindingWords { headline: say!(locale, "limit-once"), detail, aloud: Some(say!(locale, "limit-once-say", when = when)) }
}

fn uses(kind: &'static str, over: Period, used: u32, most: u32, again_from: Option<Date>, locale: &Locale) -> FindingWords {
    let left = most.saturating_sub(used);
    if reach(used, 1, most) == Reach::Near {
        return FindingWords {
            headline: say!(locale, "limit-uses-left", kind = kind, left = left),
            detail: say!(locale, "limit-uses-near-detail", kind = kind, left = left, most = most),
            aloud: Some(say!(locale, "limit-after-say", left = left.saturating_sub(1))),
        };
    }
    let over = period(over, locale);
    let full = say!(locale, "limit-uses-full-say", kind = kind, times = times(most, locale), period = over.as_str());
    FindingWords {
        headline: say!(locale, "limit-uses-full", kind = kind, used = used, most = most),
        detail: say!(locale, "limit-uses-full-detail", kind = kind, used = used, most = most, period = over),
        aloud: Some(and(full, Some(again(again_from, locale)))),
    }
}

fn value(over: Period, counts: Counts, own_share: u32, again_from: Option<Date>, locale: &Locale) -> FindingWords {
    let euros = |cents: u32| locale.euro_sum(u64::from(cents));
    let over = period(over, locale);
    let (used, this, most, left) = (euros(counts.used), euros(counts.this), euros(counts.most), euros(counts.left()));
    if counts.reach() == Reach::Near {
        let after = euros(counts.after());
        return FindingWords {
            headline: say!(locale, "limit-value-left", left = left.as_str()),
            detail: say!(
                locale,
                "limit-value-near-detail",
                used = used,
                most = most,
                period = over,
                left = left,
                this = this,
                after = after.as_str()
            ),
            aloud: Some(say!(locale, "limit-value-after-say", after = after)),
        };
    }
    let own = euros(own_share);
    let again = again_from.map(|day| say!(locale, "limit-value-again-say", day = locale.day(day)));
    FindingWords {
        headline: say!(locale, "limit-value-passed", own = own.as_str()),
        detail: say!(
            locale,
            "limit-value-passed-detail",
            used = used,
            most = most,
            period = over,
            left = left,
            this = this,
            own = own.as_str()
        ),
        aloud: Some(and(say!(locale, "limit-value-passed-say", own = own), again)),
    }
}

fn visits(over: Period, counts: Counts, again_from: Option<Date>, locale: &Locale) -> FindingWords {
    let Counts { used, this, most } = counts;
    let left = counts.left();
    match counts.reach() {
        Reach::Full => FindingWords {
            headline: say!(locale, "limit-visits-full", used = used, most = most),
            detail: say!(locale, "limit-visits-full-detail", used = used, most = most, period = period(over, locale)),
            aloud: Some(and(say!(locale, "limit-visits-full-say"), Some(again(again_from, locale)))),
        },
        Reach::Part => FindingWords {
            headline: say!(locale, "limit-visits-left", left = left),
            detail: say!(locale, "limit-visits-part-detail", left = left, most = most, this = this),
            aloud: Some(and(say!(locale, "limit-visits-part-say", left = left, this = this), Some(again(again_from, locale)))),
        },
        Reach::Near => FindingWords {
            headline: say!(locale, "limit-visits-left", left = left),
            detail: say!(locale, "limit-visits-near-detail", left = left, most = most, this = this),
            aloud: Some(say!(locale, "limit-visits-after-say", this = this, after = counts.after())),
        },
    }
}

fn reservations(open: u32, most: u32, frees_on: Option<Date>, locale: &Locale) -> FindingWords {
    if reach(open, 1, most) == Reach::Near {
        return FindingWords {
            headline: say!(locale, "limit-reservations-left", open = open, most = most),
            detail: say!(locale, "limit-reservations-near-detail", open = open, most = most),
            aloud: None,
        };
    }
    let then = match frees_on {
        Some(day) => say!(locale, "limit-reservations-frees-say", day = locale.day(day)),
        None => say!(locale, "limit-reservations-cancel-say"),
    };
    FindingWords {
        headline: say!(locale, "limit-reservations-full", open = open, most = most),
        detail: say!(locale, "limit-reservations-full-detail", open = open, most = most),
        aloud: Some(and(say!(locale, "limit-reservations-say", most = most), Some(then))),
    }
}

fn left_out(why: LeftOutWhy, elsewhere: &[Room], locale: &Locale) -> FindingWords {
    let why = match why {
        LeftOutWhy::Event => "event",
        LeftOutWhy::Guest => "guest",
        LeftOutWhy::Premiere => "premiere",
        LeftOutWhy::Gala => "gala",
        LeftOutWhy::Day => "day",
    };
    let other = next(elsewhere, locale).unwrap_or_else(|| say!(locale, "limit-left-out-other-say"));
    FindingWords {
        headline: say!(locale, "limit-left-out", why = why),
        detail: say!(locale, "limit-left-out-detail", why = why),
        aloud: Some(and(say!(locale, "limit-left-out-say", why = why), Some(other))),
    }
}

/// The next showing with room, as a sentence.
fn next(elsewhere: &[Room], locale: &Locale) -> Option<String> {
    let first = elsewhere.first()?;
    Some(say!(locale, "limit-next-say", when = locale.occasion(first.date, first.time)))
}

/// From when on the card can be used again; without a day the period rolls on.
fn again(from: Option<Date>, locale: &Locale) -> String {
    match from {
        Some(day) => say!(locale, "limit-again-say", day = locale.day(day)),
        None => say!(locale, "limit-again-rolling-say"),
    }
}

fn and(sentence: String, another: Option<String>) -> String {
    match another {
        Some(another) => format!("{sentence} {another}"),
        None => sentence,
    }
}

#[cfg(test)]
#[path = "finding_text_tests.rs"]
mod tests;
