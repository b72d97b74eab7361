//! The days over which uses are counted (C17), over leap days and year ends.

use super::*;

#[test]
fn a_calendar_year_begins_and_ends_with_the_year() {
    for (day, first, last) in [
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 12, 31)),
        (date(2026, 12, 31), date(2026, 1, 1), date(2026, 12, 31)),
        (date(2028, 2, 29), date(2028, 1, 1), date(2028, 12, 31)),
    ] {
        assert_eq!(Period::CalendarYear.around(day, None), (first, last));
        assert_eq!(Period::CalendarYear.next_begins(day, None), Some(date(day.year() + 1, 1, 1)));
    }
}

#[test]
fn twelve_months_end_on_the_day() {
    for (day, first) in [
        (date(2026, 11, 26), date(2025, 11, 27)),
        (date(2026, 12, 31), date(2026, 1, 1)),
        (date(2026, 1, 1), date(2025, 1, 2)),
        (date(2028, 2, 29), date(2027, 3, 1)),
        (date(2029, 2, 28), date(2028, 2, 29)),
        (date(2028, 2, 28), date(2027, 3, 1)),
        (date(2028, 3, 1), date(2027, 3, 2)),
    ] {
        assert_eq!(Period::TwelveMonths.around(day, None), (first, day));
        assert_eq!(Period::TwelveMonths.next_begins(day, None), None, "it moves with the day");
    }
}

#[test]
fn a_cards_year_ends_on_its_last_valid_day() {
    let until = date(2027, 5, 31);
    for (day, first, last) in [
        (date(2027, 5, 31), date(2026, 6, 1), until),
        (date(2026, 6, 1), date(2026, 6, 1), until),
        (date(2026, 5, 31), date(2025, 6, 1), date(2026, 5, 31)),
        (date(2025, 6, 1), date(2025, 6, 1), date(2026, 5, 31)),
        (date(2025, 5, 31), date(2024, 6, 1), date(2025, 5, 31)),
    ] {
        assert_eq!(Period::CardYear.around(day, Some(until)), (first, last), "{day}");
        assert_eq!(Period::CardYear.next_begins(day, Some(until)), Some(last.tomorrow().unwrap()));
    }
}

#[test]
fn a_cards_year_over_a_leap_day_has_no_gap() {
    let until = date(2028, 2, 29);
    assert_eq!(Period::CardYear.around(date(2027, 3, 1), Some(until)), (date(2027, 3, 1), until));
    assert_eq!(Period::CardYear.around(date(2027, 2, 28), Some(until)), (date(2026, 3, 1), date(2027, 2, 28)));
}

#[test]
fn after_the_last_valid_day_or_without_one_the_calendar_year_stands_in() {
    let year = (date(2027, 1, 1), date(2027, 12, 31));
    assert_eq!(Period::CardYear.around(date(2027, 6, 1), Some(date(2027, 5, 31))), year);
    assert_eq!(Period::CardYear.around(date(2027, 6, 1), None), year);
    assert_eq!(Period::CardYear.next_begins(date(2027, 6, 1), None), Some(date(2028, 1, 1)));
}

#[test]
fn half_years_and_months_end_on_their_last_days() {
    for (day, first, last) in [
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 6, 30), date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 7, 1), date(2026, 12, 31)),
        (date(2026, 12, 31), date(2026, 7, 1), date(2026, 12, 31)),
    ] {
        assert_eq!(Period::HalfYear.around(day, None), (first, last));
        assert_eq!(Period::HalfYear.next_begins(day, None), Some(last.tomorrow().unwrap()));
    }
    for (day, last) in [(date(2026, 2, 1), 28), (date(2028, 2, 28), 29), (date(2026, 4, 30), 30), (date(2026, 12, 31), 31)] {
        assert_eq!(Period::Month.around(day, None), (date(day.year(), day.month(), 1), date(day.year(), day.month(), last)));
    }
    assert_eq!(Period::Month.next_begins(date(2026, 12, 31), None), Some(date(2027, 1, 1)));
}

#[test]
fn the_calendar_year_is_the_default() {
    assert_eq!(Period::default(), Period::CalendarYear);
    assert_eq!(Period::ALL.len(), 5);
}

#[test]
fn no_day_that_there_is_breaks_a_period() {
    for period in Period::ALL {
        for day in [Date::MIN, Date::MIN.tomorrow().unwrap(), Date::MAX.yesterday().unwrap(), Date::MAX] {
            for until in [None, Some(Date::MIN), Some(Date::MAX), Some(date(2026, 11, 22))] {
                let (first, last) = period.around(day, until);
                assert!(first <= day && day <= last, "{period:?} {day} {until:?}");
                let next = period.next_begins(day, until);
                assert!(next.is_none_or(|next| next > last), "{period:?} {day} {until:?}");
            }
        }
    }
}
