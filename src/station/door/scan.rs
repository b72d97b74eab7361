//! What a scan at the door does to a ticket: one pure function (R107, R108, R157–R159).

use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, Timestamp};
use kaikuasema_domain::civil;
use kaikuasema_domain::usage::{Cancelled, Fact, Facts, Status};
use kaikuasema_domain::verdict::Usability;

/// A ticket handed over so short a while ago is not taken for arrived: a reader often reads twice.
const SAME_READING: SignedDuration = SignedDuration::from_secs(3);

/// A ticket of the showing at whose door its card is scanned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AtTheDoor {
    /// What became of the ticket so far.
    pub facts: Facts,
    /// The showing's day.
    pub date: Date,
    /// The showing is called off.
    pub is_called_off: bool,
    /// From when its tickets are handed over; none where the venue hands none over on the night.
    pub hands_over_from: Option<DateTime>,
    /// What the card's verdict for the showing's day allows now.
    pub usability: Usability,
}

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scan {
    /// This is marked at once.
    Mark(Fact),
    /// Nothing is marked: it is said why. The deliberate key marks this all the same.
    Ask {
        /// Why.
        why: Why,
        /// What the deliberate key marks.
        then: Fact,
    },
    /// Nothing is marked, and nothing is to be.
    Say(Already),
}

/// Why a scan asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is handed over later only (R157).
    NotYet {
        /// From then on, Finnish civil time.
        from: DateTime,
    },
    /// The ticket was cancelled: its seat may be another's by now (R108).
    Cancelled(Cancelled),
    /// The card cannot be used: barred, or the venue refuses it.
    CardRefused,
}

/// Why there is nothing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Already {
    /// The holder arrived then.
    Arrived(Timestamp),
    /// It was handed over a moment ago: the same scan, read twice.
    JustHandedOver(Timestamp),
    /// The showing is not before this day.
    AnotherDay(Date),
    /// The ticket was cancelled, and its day is still to come.
    Cancelled(Cancelled),
    /// The showing is called off.
    CalledOff,
}

/// What a scan does to a ticket at an instant.
#[must_use]
pub fn scan(ticket: &AtTheDoor, now: Timestamp) -> Scan {
    let local = civil::in_finland(now).datetime();
    let is_to_come = ticket.date > local.date();
    let status = ticket.facts.status();
    if let Status::Arrived(at) = status {
        return Scan::Say(Already::Arrived(at));
    }
    if ticket.is_called_off {
        return Scan::Say(Already::CalledOff);
    }
    if let Status::Cancelled(cancelled) = status {
        // Arrived beats cancelled, but never unnoticed.
        let ask = Scan::Ask { why: Why::Cancelled(cancelled), then: Fact::Arrived };
        return if is_to_come { Scan::Say(Already::Cancelled(cancelled)) } else { ask };
    }
    let next = match (status, ticket.hands_over_from) {
        (Status::Recorded, Some(_)) => Fact::HandedOver,
        _ => Fact::Arrived,
    };
    if next == Fact::Arrived && is_to_come {
        return Scan::Say(Already::AnotherDay(ticket.date));
    }
    if let Status::HandedOver(at) = status
        && now.duration_since(at).abs() < SAME_READING
    {
        return Scan::Say(Already::JustHandedOver(at));
    }
    if ticket.usability == Usability::Refused {
        return Scan::Ask { why: Why::CardRefused, then: next };
    }
    match ticket.hands_over_from {
        Some(from) if next == Fact::HandedOver && local < from => Scan::Ask { why: Why::NotYet { from }, then: next },
        _ => Scan::Mark(next),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use kaikuasema_domain::usage::CancelledBy;

    const TONIGHT: Date = date(2026, 11, 27);

    /// A Finnish clock time of the evening, in winter.
    fn at(hour: i8, minute: i8, second: i8) -> Timestamp {
        let zone = jiff::tz::TimeZone::get(civil::ZONE).unwrap();
        TONIGHT.at(hour, minute, second, 0).to_zoned(zone).unwrap().timestamp()
    }

    fn ticket(facts: Facts) -> AtTheDoor {
        AtTheDoor {
            facts,
            date: TONIGHT,
            is_called_off: false,
            hands_over_from: Some(TONIGHT.at(18, 30, 0, 0)),
            usability: Usability::Usable,
        }
    }

    fn facts(marked: &[(Fact, Timestamp)]) -> Facts {
        let mut facts = Facts::default();
        for (fact, at) in marked {
            facts.mark(*fact, *at, false);
        }
        facts
    }

    fn by(by: CancelledBy) -> Facts {
        Facts { cancelled: Some(Cancelled { at: at(9, 0, 0), by }), ..Facts::default() }
    }

    #[test]
    fn a_scan_goes_from_reserved_to_handed_over_to_arrived() {
        let from = TONIGHT.at(18, 30, 0, 0);
        let not_yet = Scan::Ask { why: Why::NotYet { from }, then: Fact::HandedOver };
        let handed_over = facts(&[(Fact::HandedOver, at(18, 35, 0))]);
        let arrived = facts(&[(Fact::HandedOver, at(18, 35, 0)), (Fact::Arrived, at(18, 41, 0))]);
        let table = [
            ("hours before", facts(&[]), at(14, 0, 0), not_yet),
            ("a second before", facts(&[]), at(18, 29, 59), not_yet),
            ("on the minute", facts(&[]), at(18, 30, 0), Scan::Mark(Fact::HandedOver)),
            ("long after the beginning", facts(&[]), at(20, 0, 0), Scan::Mark(Fact::HandedOver)),
            ("read twice", handed_over, at(18, 35, 2), Scan::Say(Already::JustHandedOver(at(18, 35, 0)))),
            ("a moment later", handed_over, at(18, 35, 3), Scan::Mark(Fact::Arrived)),
            ("arrived", arrived, at(18, 42, 0), Scan::Say(Already::Arrived(at(18, 41, 0)))),
            ("came after all", facts(&[(Fact::NoShow, at(20, 0, 0))]), at(20, 10, 0), Scan::Mark(Fact::Arrived)),
        ];
        for (case, facts, now, expected) in table {
            assert_eq!(scan(&ticket(facts), now), expected, "{case}");
        }
    }

    #[test]
    fn where_nothing_is_handed_over_a_scan_marks_arrived() {
        let free = |facts| AtTheDoor { hands_over_from: None, ..ticket(facts) };
        assert_eq!(scan(&free(facts(&[])), at(9, 0, 0)), Scan::Mark(Fact::Arrived));
        let yesterday = at(0, 0, 0).checked_sub(SignedDuration::from_hours(5)).unwrap();
        assert_eq!(scan(&free(facts(&[])), yesterday), Scan::Say(Already::AnotherDay(TONIGHT)));
        let handed_over = facts(&[(Fact::HandedOver, yesterday)]);
        let later = yesterday.checked_add(SignedDuration::from_mins(1)).unwrap();
        assert_eq!(scan(&ticket(handed_over), later), Scan::Say(Already::AnotherDay(TONIGHT)), "nobody arrives the day before");
    }

    #[test]
    fn a_cancelled_ticket_is_never_let_in_unnoticed() {
        for who in [CancelledBy::Clerk, CancelledBy::Holder] {
            let cancelled = by(who).cancelled.unwrap();
            let asks = Scan::Ask { why: Why::Cancelled(cancelled), then: Fact::Arrived };
            assert_eq!(scan(&ticket(by(who)), at(18, 45, 0)), asks, "{who:?}");
            let handed_over_before = Facts { handed_over: Some(at(8, 0, 0)), ..by(who) };
            assert_eq!(scan(&ticket(handed_over_before), at(18, 45, 0)), asks, "{who:?}");
            let came = Facts { arrived: Some(at(18, 46, 0)), ..by(who) };
            assert_eq!(scan(&ticket(came), at(18, 50, 0)), Scan::Say(Already::Arrived(at(18, 46, 0))), "arrived beats cancelled");
            let earlier = at(0, 0, 0).checked_sub(SignedDuration::from_hours(5)).unwrap();
            assert_eq!(scan(&ticket(by(who)), earlier), Scan::Say(Already::Cancelled(cancelled)), "the day before");
        }
    }

    #[test]
    fn a_card_refused_since_stops_and_one_at_discretion_does_not() {
        let refused = |facts| AtTheDoor { usability: Usability::Refused, ..ticket(facts) };
        let handed_over = facts(&[(Fact::HandedOver, at(18, 35, 0))]);
        let asks = |then| Scan::Ask { why: Why::CardRefused, then };
        assert_eq!(scan(&refused(facts(&[])), at(18, 40, 0)), asks(Fact::HandedOver));
        assert_eq!(scan(&refused(facts(&[])), at(12, 0, 0)), asks(Fact::HandedOver), "before the time too");
        assert_eq!(scan(&refused(handed_over), at(18, 40, 0)), asks(Fact::Arrived));
        for usability in [Usability::Discretion, Usability::Unknown] {
            let ticket = AtTheDoor { usability, ..ticket(facts(&[])) };
            assert_eq!(scan(&ticket, at(18, 40, 0)), Scan::Mark(Fact::HandedOver), "{usability:?}: the ticket was given");
        }
    }

    #[test]
    fn a_showing_called_off_lets_nobody_in() {
        let called_off = AtTheDoor { is_called_off: true, ..ticket(facts(&[])) };
        assert_eq!(scan(&called_off, at(18, 40, 0)), Scan::Say(Already::CalledOff));
    }
}
