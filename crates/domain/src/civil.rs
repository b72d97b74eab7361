//! Finnish days and clock times (R44, R64, R175).
//!
//! An event's date and time are civil: a day and a clock time in Finland, never
//! shifted. Only "today" needs the time zone, whose data is bundled.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// The time zone of every Finnish venue.
pub const ZONE: &str = "Europe/Helsinki";

/// The Finnish calendar day and clock time of an instant (R44).
#[must_use]
pub fn in_finland(at: Timestamp) -> Zoned {
    // The zone's data is compiled in, so the look-up cannot fail; UTC keeps this total.
    let zone = TimeZone::get(ZONE).unwrap_or(TimeZone::UTC);
    at.to_zoned(zone)
}

/// Today in Finland: the day of the corrected device clock, and never a day before
/// the newest one that the service has told, so that a clock set back cannot
/// bring an ended card to life.
#[must_use]
pub fn today(now: Timestamp, newest_from_service: Option<Date>) -> Date {
    let day = in_finland(now).date();
    newest_from_service.map_or(day, |newest| day.max(newest))
}

/// The instant at which a Finnish day begins.
#[must_use]
pub fn start_of_day(day: Date) -> Timestamp {
    let zone = TimeZone::get(ZONE).unwrap_or(TimeZone::UTC);
    day.to_zoned(zone).map_or(Timestamp::MIN, |z| z.timestamp())
}

/// Whole days from one day to another; negative when `to` is earlier.
#[must_use]
pub fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

/// Reads a typed day: `28.11.2026`, `28.11.26`, `28.11.`, `28.11`, `28112026` or `2026-11-28`.
/// Without a year it is this year's day, or next year's where this year's lies more than
/// half a year back, so that in December `5.1.` means the January to come.
#[must_use]
pub fn parse_date(text: &str, today: Date) -> Option<Date> {
    let text = text.trim();
    if let Some((year, rest)) = text.split_once('-') {
        let (month, day) = rest.split_once('-')?;
        return date(number(year, 4)?, number(month, 2)?, number(day, 2)?);
    }
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return date(number(&text[4..], 4)?, number(&text[2..4], 2)?, number(&text[..2], 2)?);
    }
    let mut parts = text.strip_suffix('.').unwrap_or(text).split('.').map(str::trim);
    let day = number(parts.next()?, 2)?;
    let month = number(parts.next()?, 2)?;
    let year = parts.next();
    if parts.next().is_some() {
        return None;
    }
    match year {
        Some(year) if year.len() == 4 => date(number(year, 4)?, month, day),
        Some(year) if year.len() == 2 => date(2000 + number(year, 2)?, month, day),
        Some(_) => None,
        None => {
            let this = date(today.year(), month, day);
            let next = date(today.year() + 1, month, day);
            match (this, next) {
                (Some(this), Some(next)) if days_between(this, today) > 183 => Some(next),
                (Some(this), _) => Some(this),
                (None, next) => next,
            }
        }
    }
}

/// Reads a typed clock time: `19.00`, `19:00`, `1900`, `19`, `9.5` is refused.
#[must_use]
pub fn parse_time(text: &str) -> Option<Time> {
    let text = text.trim();
    let (hour, minute) = match text.split_once(['.', ':']) {
        Some((hour, minute)) if minute.len() == 2 => (hour, minute),
        Some(_) => return None,
        None => match text.len() {
            1 | 2 => (text, "00"),
            3 | 4 if text.is_ascii() => text.split_at(text.len() - 2),
            _ => return None,
        },
    };
    let hour = i8::try_from(number(hour, 2)?).ok()?;
    let minute = i8::try_from(number(minute, 2)?).ok()?;
    Time::new(hour, minute, 0, 0).ok()
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    // A mistyped year is a mistake, not an event of another century.
    if !(2000..=2199).contains(&year) {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn number(text: &str, longest: usize) -> Option<i16> {
    if text.is_empty() || text.len() > longest || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date as day, time};

    const TODAY: Date = day(2026, 11, 22);

    #[test]
    fn today_is_the_finnish_day_not_the_utc_one() {
        let late: Timestamp = "2026-11-21T22:30:00Z".parse().unwrap();
        assert_eq!(today(late, None), TODAY);
        let summer: Timestamp = "2026-06-30T21:00:00Z".parse().unwrap();
        assert_eq!(today(summer, None), day(2026, 7, 1));
    }

    #[test]
    fn a_clock_set_back_never_brings_an_earlier_day_than_the_service_told() {
        let back: Timestamp = "2020-01-01T10:00:00Z".parse().unwrap();
        assert_eq!(today(back, Some(TODAY)), TODAY);
    }

    #[test]
    fn typed_days_are_read_as_finns_write_them() {
        for text in ["28.11.2026", "28.11.26", "28.11.", "28.11", "28112026", "2026-11-28", " 28. 11. 2026 "] {
            assert_eq!(parse_date(text, TODAY), Some(day(2026, 11, 28)), "{text}");
        }
        assert_eq!(parse_date("5.1.", day(2026, 12, 20)), Some(day(2027, 1, 5)));
        assert_eq!(parse_date("20.12.", day(2027, 1, 5)), Some(day(2027, 12, 20)));
        assert_eq!(parse_date("29.2.", day(2027, 11, 1)), Some(day(2028, 2, 29)));
    }

    #[test]
    fn what_is_no_day_or_time_is_refused() {
        for text in ["", "31.2.2026", "32.1.", "1.13.", "28.11.226", "28.11.1926", "a", "1.2.3.4", "28-11-2026", "ääää"] {
            assert_eq!(parse_date(text, TODAY), None, "{text}");
        }
        for text in ["", "24.00", "9.5", "12:60", "a", "12345", "å1", "1.000"] {
            assert_eq!(parse_time(text), None, "{text}");
        }
    }

    #[test]
    fn typed_times_are_read() {
        for text in ["19.00", "19:00", "1900", "19", " 19.00 "] {
            assert_eq!(parse_time(text), Some(time(19, 0, 0, 0)), "{text}");
        }
        assert_eq!(parse_time("930"), Some(time(9, 30, 0, 0)));
    }
}
