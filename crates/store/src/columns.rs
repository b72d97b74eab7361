//! How values of the domain stand in columns: days, clock times and instants as integers,
//! ids as sixteen bytes, whole entities as JSON.

use crate::error::StoreError;
use jiff::civil::{Date, Time, date};
use jiff::{Span, Timestamp};

const EPOCH: Date = date(1970, 1, 1);

/// A day as days since 1970-01-01.
pub(crate) fn day(day: Date) -> i64 {
    kaikuasema_domain::civil::days_between(EPOCH, day).into()
}

/// The day of a column.
pub(crate) fn to_day(days: i64) -> Result<Date, StoreError> {
    let span = Span::new().try_days(days).map_err(|_| StoreError::Damaged { what: "day" })?;
    EPOCH.checked_add(span).map_err(|_| StoreError::Damaged { what: "day" })
}

/// A clock time as seconds since midnight.
pub(crate) fn time(time: Time) -> i64 {
    i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second())
}

/// The clock time of a column.
pub(crate) fn to_time(seconds: i64) -> Result<Time, StoreError> {
    let damaged = || StoreError::Damaged { what: "clock time" };
    let part = |value: i64| i8::try_from(value).map_err(|_| damaged());
    Time::new(part(seconds / 3600)?, part(seconds / 60 % 60)?, part(seconds % 60)?, 0).map_err(|_| damaged())
}

/// An instant as microseconds since 1970.
pub(crate) fn instant(at: Timestamp) -> i64 {
    at.as_microsecond()
}

/// The instant of a column.
pub(crate) fn to_instant(microseconds: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_microsecond(microseconds).map_err(|_| StoreError::Damaged { what: "instant" })
}

/// A count or version; none of them comes near to what an `i64` holds.
pub(crate) fn integer(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A count or version of a column.
pub(crate) fn to_number(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_clock_times_and_instants_come_back_as_they_went() {
        for each in [date(1970, 1, 1), date(2026, 11, 22), date(2028, 2, 29), date(1969, 12, 31)] {
            assert_eq!(to_day(day(each)).unwrap(), each);
        }
        let at: Timestamp = "2026-11-22T04:30:00.123456Z".parse().unwrap();
        assert_eq!(to_instant(instant(at)).unwrap(), at);
        for each in [jiff::civil::time(0, 0, 0, 0), jiff::civil::time(19, 30, 5, 0), jiff::civil::time(23, 59, 59, 0)] {
            assert_eq!(to_time(time(each)).unwrap(), each);
        }
        assert!(to_time(86_400).is_err() && to_time(-1).is_err());
        assert!(to_day(i64::MAX).is_err());
        assert!(to_instant(i64::MAX).is_err());
    }
}
