//! The time over which uses of a card are counted (C17).

use jiff::civil::{Date, date};
use jiff::{Span, ToSpan};
use serde::{Deserialize, Serialize};

/// A stretch of days around the day of a use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// The calendar year.
    #[default]
    CalendarYear,
    /// The twelve months that end on the day.
    TwelveMonths,
    /// The card's year: it ends on the card's last valid day.
    CardYear,
    /// The calendar's half-year, as of many a course programme.
    HalfYear,
    /// The calendar month.
    Month,
}

impl Period {
    /// Every period.
    pub const ALL: [Period; 5] = [Period::CalendarYear, Period::TwelveMonths, Period::CardYear, Period::HalfYear, Period::Month];

    /// The first and the last day of the period that `day` lies in. A card's year needs the card's
    /// last valid day; without it, or where `day` lies after it, the calendar year stands in.
    #[must_use]
    pub fn around(self, day: Date, valid_until: Option<Date>) -> (Date, Date) {
        match self {
            Period::CalendarYear => (date_in(day, 1, 1), date_in(day, 12, 31)),
            Period::TwelveMonths => (year_before(day), day),
            Period::CardYear => card_year(day, valid_until).unwrap_or((date_in(day, 1, 1), date_in(day, 12, 31))),
            Period::HalfYear if day.month() <= 6 => (date_in(day, 1, 1), date_in(day, 6, 30)),
            Period::HalfYear => (date_in(day, 7, 1), date_in(day, 12, 31)),
            Period::Month => (day.first_of_month(), day.last_of_month()),
        }
    }

    /// The first day of the next period, where it is a fixed one.
    #[must_use]
    pub fn next_begins(self, day: Date, valid_until: Option<Date>) -> Option<Date> {
        match self {
            Period::TwelveMonths => None,
            _ => self.around(day, valid_until).1.tomorrow().ok(),
        }
    }
}

/// The year that ends on the last valid day, or one of those before it.
fn card_year(day: Date, valid_until: Option<Date>) -> Option<(Date, Date)> {
    let mut last = valid_until?;
    if day > last {
        return None;
    }
    loop {
        let first = year_before(last);
        if day >= first {
            return Some((first, last));
        }
        last = first.yesterday().ok()?;
    }
}

/// The day after the same day a year earlier.
fn year_before(day: Date) -> Date {
    let year: Span = 1.year();
    day.checked_sub(year).and_then(|earlier| earlier.tomorrow()).unwrap_or(Date::MIN)
}

fn date_in(day: Date, month: i8, day_of_month: i8) -> Date {
    date(day.year(), month, day_of_month)
}
