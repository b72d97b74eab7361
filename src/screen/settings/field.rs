//! The controls of the page by name, and the id of each in the Tab order.

use kaikuasema_domain::limits::IsoDay;

/// How many limits of uses can be worked at once; more are kept as they are.
pub const MOST_USES: usize = 6;

/// What is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The number of the cap on performances.
    Cap,
    /// Places on a course.
    CoursePlaces,
    /// Tickets for a guest production.
    GuestCap,
    /// The number of a limit of uses.
    Uses(usize),
    /// Monetary value.
    Value,
    /// Visits.
    Visits,
    /// Reservations.
    Reservations,
    /// Days before, from which tickets can be had.
    Opens,
    /// Minutes before, from which they are handed over.
    HandsOver,
    /// The terms of cancelling a course.
    CourseTerms,
    /// The fee for a wristband.
    Wristband,
    /// The most staff members of a group.
    Staff,
    /// The number of an event's own cap.
    EventCap,
    /// How many people an event expects.
    Expected,
    /// An event's own days before.
    EventOpens,
    /// How many a showing holds.
    Capacity,
    /// The longest pause in a scan.
    Gap,
}

const USES_MOST: [&str; MOST_USES] =
    ["settings-uses-1", "settings-uses-2", "settings-uses-3", "settings-uses-4", "settings-uses-5", "settings-uses-6"];
const USES_KIND: [&str; MOST_USES] = ["uses-kind-1", "uses-kind-2", "uses-kind-3", "uses-kind-4", "uses-kind-5", "uses-kind-6"];
const USES_PERIOD: [&str; MOST_USES] =
    ["uses-period-1", "uses-period-2", "uses-period-3", "uses-period-4", "uses-period-5", "uses-period-6"];
const USES_REMOVE: [&str; MOST_USES] =
    ["uses-remove-1", "uses-remove-2", "uses-remove-3", "uses-remove-4", "uses-remove-5", "uses-remove-6"];

fn of(ids: [&'static str; MOST_USES], index: usize) -> &'static str {
    ids.get(index).copied().unwrap_or("settings-uses-beyond")
}

/// The id of the button that takes a limit of uses away.
#[must_use]
pub fn remove_id(index: usize) -> &'static str {
    of(USES_REMOVE, index)
}

impl Field {
    /// Its id in the Tab order.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Field::Cap => "settings-cap",
            Field::CoursePlaces => "settings-course-places",
            Field::GuestCap => "settings-guest-cap",
            Field::Uses(index) => of(USES_MOST, index),
            Field::Value => "settings-value",
            Field::Visits => "settings-visits",
            Field::Reservations => "settings-reservations",
            Field::Opens => "settings-opens",
            Field::HandsOver => "settings-hands-over",
            Field::CourseTerms => "settings-course-terms",
            Field::Wristband => "settings-wristband",
            Field::Staff => "settings-staff",
            Field::EventCap => "settings-event-cap",
            Field::Expected => "settings-expected",
            Field::EventOpens => "settings-event-opens",
            Field::Capacity => "settings-capacity",
            Field::Gap => "settings-gap",
        }
    }
}

/// What is chosen from a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// The event that a new form begins with.
    DefaultEvent,
    /// What the cap on performances is counted over.
    CapKind,
    /// The kind of event of a limit of uses.
    UsesKind(usize),
    /// The period of a limit of uses.
    UsesPeriod(usize),
    /// The period of the monetary value.
    ValuePeriod,
    /// The period of the visits.
    VisitsPeriod,
    /// What an event's own cap is counted over.
    EventCapKind,
    /// The showing of the event.
    Showing,
}

impl List {
    /// Its id in the Tab order.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            List::DefaultEvent => "default-event",
            List::CapKind => "cap-kind",
            List::UsesKind(index) => of(USES_KIND, index),
            List::UsesPeriod(index) => of(USES_PERIOD, index),
            List::ValuePeriod => "value-period",
            List::VisitsPeriod => "visits-period",
            List::EventCapKind => "event-cap-kind",
            List::Showing => "settings-showing",
        }
    }
}

/// What is ticked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tick {
    /// A clean verdict saves by itself.
    OneScan,
    /// Reminds of the identity document.
    Identity,
    /// Caps leave children out.
    ChildrenOut,
    /// Once per production.
    Once,
    /// Premieres left out.
    Premieres,
    /// Galas left out.
    Galas,
    /// Guest productions left out.
    Guests,
    /// A day of the week left out.
    Day(IsoDay),
    /// The event is left out.
    EventLeftOut,
    /// The event is a guest production.
    EventGuest,
}

impl Tick {
    /// Its id in the Tab order.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Tick::OneScan => "one-scan",
            Tick::Identity => "asks-identity",
            Tick::ChildrenOut => "children-out",
            Tick::Once => "once",
            Tick::Premieres => "premieres",
            Tick::Galas => "galas",
            Tick::Guests => "guests",
            Tick::Day(day) => match day.number() {
                1 => "day-1",
                2 => "day-2",
                3 => "day-3",
                4 => "day-4",
                5 => "day-5",
                6 => "day-6",
                _ => "day-7",
            },
            Tick::EventLeftOut => "event-left-out",
            Tick::EventGuest => "event-guest",
        }
    }
}

/// One of a few, side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// A card whose validity has ended.
    Ended,
    /// An event after the last valid day.
    After,
    /// A limit that is reached.
    LimitReached,
    /// Once per card for this event.
    EventOnce,
    /// What is special about the showing.
    Occasion,
}

impl Pick {
    /// Its id in the Tab order.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Pick::Ended => "ended",
            Pick::After => "after-last-day",
            Pick::LimitReached => "limit-reached",
            Pick::EventOnce => "event-once",
            Pick::Occasion => "occasion",
        }
    }
}
